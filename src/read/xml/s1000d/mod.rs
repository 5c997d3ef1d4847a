//! Reads S1000D: data modules, publication modules and what else a common source database exchanges, issues 4.0 to 6, by
//! the names of their elements.
//!
//! 1. This file reads the root: a module's [`status`] and what it says. [`identity`] makes codes and issues.
//! 2. [`procedure`] and [`drill`] read what becomes a procedure, [`requirement`] what must be there for it.
//! 3. [`block`] and [`inline`] read prose, [`figure`] pictures, [`parts`] parts lists, [`publication`] publication
//!    modules, [`other`] all that has no reader of its own: as headings and lists of what its elements are called.
//! 4. [`reference`] reads links, [`mark`] applicability and changes, [`shared`] what other modules keep for all.
//!
//! Nothing that a module says is dropped. An element that S1000D does not have gives its text and a note.

mod block;
mod brex;
mod drill;
mod figure;
mod identity;
mod inline;
mod mark;
mod other;
mod parts;
pub mod problem;
mod procedure;
mod publication;
mod reference;
mod requirement;
mod shared;
mod status;
mod vocabulary;
mod xpath;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use ecow::EcoString;
use rustc_hash::{FxHashMap, FxHashSet};

pub use self::brex::{Brex, check, rules};
pub use self::shared::{Shared, survey};
use super::cursor;
use super::entity::Unparsed;
use super::tree::{Child, Element};
use crate::diagnostic::Diagnostic;
use crate::model::block::{Block, Mark};
use crate::model::document::{Document, DocumentKind, Metadata, Status};
use crate::notation::issue::compare;
use crate::read::slug::Anchors;
use crate::text::source::Source;
use crate::text::span::{SourceId, Span};

/// The roots of what a common source database holds (S1000D 4.4 and 4.9).
const ROOTS: &[&str] =
    &["dmodule", "pm", "dml", "ddn", "comment", "dataUpdateFile", "icnMetadataFile", "scormContentPackage"];

/// Tells whether a root element is one of S1000D.
pub fn is_root(name: &str) -> bool {
    ROOTS.contains(&name)
}

/// Reads a module. Any text gives a document.
pub fn read(id: SourceId, source: &Source, shared: &Shared) -> (Document, Vec<Diagnostic>) {
    let (tree, diagnostics) = cursor::parse(id, &source.text);
    let mut document = Document { source: id, metadata: Metadata::default(), body: Vec::new() };
    let Some(outside) = tree.document() else { return (document, diagnostics) };
    let mut reading = Reading {
        source,
        shared,
        diagnostics,
        files: &tree.unparsed,
        anchors: Anchors::default(),
        named: Named::default(),
        footnotes: Vec::new(),
        marks: Vec::new(),
        rows: FxHashMap::default(),
        reported: FxHashSet::default(),
        count: 0,
    };
    reading.gather(outside);
    let mut before = true;
    let (mut above, mut below) = (Vec::new(), Vec::new());
    for child in outside.children() {
        match child {
            Child::Element(root) if before && is_root(root.name()) => {
                before = false;
                reading.root(root, &mut document);
            }
            // What stands outside of the root is malformed, and reported; its text is kept.
            other => reading.keep(other, if before { &mut above } else { &mut below }),
        }
    }
    above.append(&mut document.body);
    above.append(&mut below);
    document.body = above;
    document.metadata.remarks = tree.remarks.clone();
    (document, reading.diagnostics)
}

/// Marks the modules whose code another one bears in a later issue and the same language as superseded: a common source
/// database keeps them beside one another. Of two with the same issue, both stay as they are.
pub fn supersede(documents: &mut [Document], is_module: impl Fn(SourceId) -> bool) {
    let mut latest: FxHashMap<(EcoString, EcoString), EcoString> = FxHashMap::default();
    let key = |document: &Document| {
        let language = document.metadata.language.as_ref().map(|language| language.text.to_lowercase());
        let issue = document.metadata.issue.as_ref()?;
        is_module(document.source).then_some(())?;
        Some(((document.id()?.text.clone(), language.unwrap_or_default()), issue.text.clone()))
    };
    for (key, issue) in documents.iter().filter_map(key) {
        let held = latest.entry(key).or_insert_with(|| issue.clone());
        if compare(&issue, held) == Ordering::Greater {
            *held = issue;
        }
    }
    for document in documents {
        if let Some((key, issue)) = key(document)
            && latest.get(&key).is_some_and(|held| compare(&issue, held) == Ordering::Less)
        {
            document.metadata.status = Some(Status::Superseded);
        }
    }
}

/// A module that is being read.
struct Reading<'t> {
    source: &'t Source,
    shared: &'t Shared,
    diagnostics: Vec<Diagnostic>,
    /// The files that the document type gives names to.
    files: &'t BTreeMap<&'t str, Unparsed<'t>>,
    anchors: Anchors,
    named: Named<'t>,
    /// Footnotes whose marks were read, until their text can stand below.
    footnotes: Vec<Block>,
    /// Marks of what stands within a line, until they can stand at its paragraph.
    marks: Vec<Mark>,
    /// The marks of rows of tables, by the place of their first cell.
    rows: FxHashMap<Span, Vec<Mark>>,
    /// The unknown elements that were reported.
    reported: FxHashSet<&'t str>,
    /// How many things without a name were given one.
    count: usize,
}

/// What other places of the module name by its `id`.
#[derive(Default)]
struct Named<'t> {
    applics: FxHashMap<&'t str, Element<'t>>,
    reasons: FxHashMap<&'t str, Element<'t>>,
    safety: FxHashMap<&'t str, Element<'t>>,
    footnotes: FxHashSet<&'t str>,
    /// Everything that has an `id`.
    places: FxHashSet<&'t str>,
    /// Tools, supplies and spares: what has a name of its own.
    things: FxHashMap<&'t str, Element<'t>>,
}

impl<'t> Reading<'t> {
    /// Gathers what is named, before anything is read.
    fn gather(&mut self, element: Element<'t>) {
        if let Some(id) = element.attribute("id") {
            let list = match element.name() {
                "applic" | "applicRef" => Some(&mut self.named.applics),
                "reasonForUpdate" => Some(&mut self.named.reasons),
                "warningRef" | "cautionRef" | "warning" | "caution" => Some(&mut self.named.safety),
                "footnote" => {
                    self.named.footnotes.insert(id.as_str());
                    None
                }
                _ => None,
            };
            if element.named("name").next().is_some_and(|name| name.has_text()) {
                self.named.things.entry(id.as_str()).or_insert(element);
            }
            if let Some(list) = list {
                list.entry(id.as_str()).or_insert(element);
            }
            self.anchors.take(&id.text);
            self.named.places.insert(id.as_str());
        }
        element.elements().for_each(|inner| self.gather(inner));
    }

    fn root(&mut self, root: Element<'t>, document: &mut Document) {
        document.metadata.span = Some(root.tag());
        let mut status = Vec::new();
        for child in root.children().filter(|child| !child.is_blank()) {
            match child {
                Child::Element(part)
                    if part.name() == "identAndStatusSection" || part.name().ends_with("StatusSection") =>
                {
                    self.status(part, &mut document.metadata, &mut status);
                }
                Child::Element(part) if matches!(part.name(), "content" | "dmlContent" | "ddnContent") => {
                    self.content(part, root, document);
                }
                // Dublin Core, which says again what the status says.
                Child::Element(part) if part.name() == "Description" => {
                    status.extend(self.list_of(vec![part]));
                }
                Child::Element(part) => {
                    let blocks = self.section(part, 2);
                    document.body.extend(blocks);
                }
                Child::Text(_) => self.keep(child, &mut document.body),
            }
        }
        self.below(&mut document.body);
        if !status.is_empty() {
            let named = root.named("identAndStatusSection").next().unwrap_or(root);
            document.body.push(self.labelled_heading(named, "Identification and status", 2));
            document.body.append(&mut status);
            self.below(&mut document.body);
        }
    }

    fn content(&mut self, content: Element<'t>, root: Element<'t>, document: &mut Document) {
        if root.name() == "pm" {
            document.metadata.kind = DocumentKind::Publication;
            document.body = self.publication(content);
            return;
        }
        let procedural = content.elements().find(|part| match part.name() {
            "procedure" => true,
            "crew" => drill::has_drills(*part),
            "process" => true,
            _ => false,
        });
        match procedural {
            Some(part) => {
                document.metadata.kind = DocumentKind::Procedure;
                let procedure = self.procedure(content, part, document);
                document.body.push(Block::Procedure(Box::new(procedure)));
            }
            None => {
                let mut blocks = self.blocks_where(content, 2, &|part| !is_applicability(part));
                document.body.append(&mut blocks);
            }
        }
        // To what parts apply is shown at each of them; the list of it stands below.
        for group in content.elements().filter(|part| is_applicability(*part)) {
            document.body.push(self.labelled_heading(group, "", 2));
            document.body.extend(self.list_of(group.elements().collect()));
        }
    }

    /// Keeps what has no place of its own.
    fn keep(&mut self, child: Child<'t>, blocks: &mut Vec<Block>) {
        match child {
            Child::Element(element) => {
                let mut kept = self.section(element, 2);
                blocks.append(&mut kept);
            }
            Child::Text(_) if child.is_blank() => {}
            Child::Text(_) => {
                let mut run = block::Run::default();
                run.add(self, child);
                run.flush(self, blocks);
            }
        }
    }

    /// Sets the footnotes whose marks were read below them.
    fn below(&mut self, blocks: &mut Vec<Block>) {
        blocks.append(&mut self.footnotes);
    }
}

/// Tells whether an element lists to what parts of its module apply.
fn is_applicability(element: Element) -> bool {
    matches!(element.name(), "referencedApplicGroup" | "referencedApplicGroupRef")
}
