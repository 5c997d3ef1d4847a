//! Reads DITA 1.3 (OASIS, 2018): topics and maps.
//!
//! 1. [`parse`] reads one file by itself into elements that outlive it (`node`), by their names or by those of the
//!    elements that they were made from (`vocabulary`).
//! 2. [`assemble`] joins all files: `space` walks the root maps, with the keys that they define, `filter` says what is
//!    left out, `push` gathers what is pushed, `resolve` takes over what is referred to and puts each document
//!    together.
//! 3. `topic` reads a topic that was put together, and `page` a map, into the model: `block` and `inline` text,
//!    `table` tables, `task` steps, `link` what links lead to, `metadata` what is known about it.
//!
//! Nothing outside of the documentation is ever loaded: a document type is named and not read.

mod block;
mod filter;
mod inline;
mod link;
mod metadata;
mod node;
mod page;
pub mod problem;
mod push;
mod resolve;
mod space;
mod table;
mod task;
mod topic;
mod vocabulary;
mod world;

use ecow::EcoString;

use self::filter::Filter;
use self::node::{Child, Node};
use self::problem::MISSING_DITA_FILE;
use self::push::Pushes;
use self::resolve::Sources;
use self::space::Space;
use self::world::World;
use super::cursor;
use crate::diagnostic::Diagnostic;
use crate::model::document::{Document, Remark};
use crate::model::inline::Text;
use crate::project::config::Dita;
use crate::read::problem::EXTERNAL_ENTITY;
use crate::text::source::Source;
use crate::text::span::SourceId;

/// What one file says, before anything is taken over.
#[derive(Debug, Clone)]
pub struct Parsed {
    source: SourceId,
    path: EcoString,
    root: Option<Node>,
    /// What stands outside of the root, where nothing may.
    outside: Vec<Child>,
    remarks: Vec<Remark>,
    /// What is wrong with it as XML.
    problems: Vec<Diagnostic>,
}

/// What a file is put together to: its document, unless it is one that is not for readers, and what was found.
pub type Made = (Option<Document>, Vec<Diagnostic>);

impl Parsed {
    /// Returns the source that was read.
    pub fn source(&self) -> SourceId {
        self.source
    }

    /// Visits the names of all elements, as they are read: those of DITA where a file has its own.
    pub fn elements(&self) -> Vec<&str> {
        let mut names = Vec::new();
        if let Some(root) = &self.root {
            root.each(&mut |node| names.push(node.role.as_str()));
        }
        names
    }

    /// Tells whether it is for readers. A file of filters is not.
    fn is_document(&self) -> bool {
        self.root.as_ref().is_none_or(|root| !root.is("val"))
    }
}

/// Tells whether a file is one of DITA: by its extension, or as XML whose root is a topic or a map.
pub fn is_dita(path: &str, text: &str) -> bool {
    let extension = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension);
    let is = |wanted: &str| extension.is_some_and(|found| found.eq_ignore_ascii_case(wanted));
    if ["dita", "ditamap", "bookmap", "ditaval"].into_iter().any(is) {
        return true;
    }
    is("xml") && cursor::root_name(text).is_some_and(|name| is_root(name, text))
}

fn is_root(name: &str, text: &str) -> bool {
    if vocabulary::is_topic(name) || vocabulary::is_map(name) || name == "dita" {
        return true;
    }
    // A root of a name of one's own says what it was made from.
    let tag = text.find(&format!("<{name}")).map(|start| &text[start..]).unwrap_or_default();
    let tag = tag.split('>').next().unwrap_or_default();
    ["class=\"- topic/topic ", "class=\"- map/map ", "class='- topic/topic ", "class='- map/map "]
        .iter()
        .any(|class| tag.contains(class))
}

/// Reads one file, without following what it refers to.
///
/// That the document type is not loaded is no finding: files of DITA name theirs, and all that it would say is known.
pub fn parse(id: SourceId, source: &Source) -> Parsed {
    let (tree, mut diagnostics) = cursor::parse(id, &source.text);
    let mut parsed = Parsed {
        source: id,
        path: source.path.as_str().into(),
        root: None,
        outside: Vec::new(),
        remarks: Vec::new(),
        problems: Vec::new(),
    };
    if let Some(document) = tree.document() {
        for child in Node::of(document).children {
            match child {
                Child::Element(root) if parsed.root.is_none() => parsed.root = Some(root),
                blank if blank.is_blank() => {}
                other => parsed.outside.push(other),
            }
        }
    }
    let body = parsed.root.as_ref().map_or(u32::MAX, |root| root.tag.start);
    diagnostics.retain(|found| found.lint.code != EXTERNAL_ENTITY.code || found.span().start >= body);
    parsed.remarks = tree.remarks;
    parsed.problems = diagnostics;
    parsed
}

/// Tells whether a finding is one of what the project says of DITA.
pub fn is_of_settings(found: &Diagnostic) -> bool {
    found.lint.code == MISSING_DITA_FILE.code
}

/// Puts all files together, and reads each into its document.
///
/// `each` makes as many things as it is told, in whatever order, and returns them in theirs.
pub fn assemble(
    parsed: &[Parsed],
    settings: &Dita,
    each: impl FnOnce(usize, &(dyn Fn(usize) -> Made + Sync)) -> Vec<Made>,
) -> (Vec<Made>, Vec<Diagnostic>) {
    let mut diagnostics: Vec<Diagnostic> = parsed.iter().flat_map(|one| one.problems.iter().cloned()).collect();
    let world = World::new(parsed);
    let mut filter = Filter::default();
    for path in &settings.filters {
        match world.at(path.as_str()).and_then(|at| world.root(at)).filter(|root| root.is("val")) {
            Some(root) => filter.add(root),
            None => diagnostics.push(missing(path, "DITAVAL file")),
        }
    }
    let mut roots = Vec::new();
    for path in &settings.maps {
        match world.at(path.as_str()).filter(|at| world.is_map(*at)) {
            Some(at) => roots.push(at),
            None => diagnostics.push(missing(path, "map")),
        }
    }
    let strict = !roots.is_empty();
    // What the named maps do not reach is read as if nothing were named.
    roots.extend(
        world
            .roots()
            .into_iter()
            .filter(|root| !settings.maps.iter().any(|path| world.at(path.as_str()) == Some(*root))),
    );
    let spaces: Vec<Space> = roots.iter().map(|root| Space::of(&world, &filter, *root)).collect();
    let pushes = Pushes::of(&world, &spaces, &filter);
    let sources = Sources { world: &world, spaces: &spaces, filter: &filter, pushes: &pushes, strict };
    let made = each(parsed.len(), &|at| match parsed.get(at) {
        Some(one) if one.is_document() => topic::document(&sources, at),
        _ => (None, Vec::new()),
    });
    (made, diagnostics)
}

/// Returns every key that the root maps and the maps below them define, as their roots know it, sorted.
pub fn keys(parsed: &[Parsed], settings: &Dita) -> Vec<EcoString> {
    let world = World::new(parsed);
    let named = settings.maps.iter().filter_map(|path| world.at(path.as_str()));
    let roots: Vec<_> = named.chain(world.roots()).collect();
    let filter = Filter::default();
    let spaces = roots.into_iter().map(|root| Space::of(&world, &filter, root));
    let mut keys: Vec<EcoString> = spaces.flat_map(|space| space.keys()).collect();
    keys.sort();
    keys.dedup();
    keys
}

fn missing(path: &Text, what: &str) -> Diagnostic {
    let message = format!("`{}` is no {what} of the documentation", path.text);
    Diagnostic::new(&MISSING_DITA_FILE, path.span, message).help("write its path from the documentation folder on")
}
