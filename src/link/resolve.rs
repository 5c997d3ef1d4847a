//! Turns what a link was written to lead to into what it leads to.

use ecow::EcoString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::library::{DocumentIndex, Library, Target, Unresolved};
use super::symbols::SymbolIndex;
use super::{Surroundings, anchors};
use crate::model::document::Document;
use crate::model::inline::{Destination, Kind};
use crate::project::config::Project;
use crate::text::path::{folder, join};

/// Knows every file and every anchor.
pub(super) struct Resolver {
    files: FxHashMap<EcoString, File>,
    /// The one file that has a path in whatever letters; nothing where there are several.
    lower: FxHashMap<String, Option<EcoString>>,
    folders: FxHashMap<EcoString, Option<DocumentIndex>>,
    anchors: Vec<FxHashSet<EcoString>>,
}

enum File {
    Document(DocumentIndex),
    Asset,
}

impl Resolver {
    pub(super) fn new(documents: &[Document], around: Surroundings<'_>) -> Self {
        let mut files = FxHashMap::default();
        let mut folders = FxHashMap::default();
        let mut lower: FxHashMap<String, Option<EcoString>> = FxHashMap::default();
        let paths = around.files.iter().map(String::as_str);
        let documented = documents.iter().map(|document| around.sources.get(document.source).path.as_str());
        for path in paths.chain(documented) {
            let one = lower.entry(path.to_lowercase()).or_insert_with(|| Some(path.into()));
            if one.as_deref().is_some_and(|one| one != path) {
                *one = None;
            }
        }
        for path in around.files {
            files.insert(EcoString::from(path.as_str()), File::Asset);
            let mut folder = path.as_str();
            while let Some((parent, _)) = folder.rsplit_once('/') {
                folder = parent;
                if folders.insert(EcoString::from(folder), None).is_some() {
                    break;
                }
            }
        }
        folders.insert(EcoString::new(), None);
        for (at, document) in documents.iter().enumerate() {
            let path = around.sources.get(document.source).path.as_str();
            let index = DocumentIndex(at as u32);
            files.insert(path.into(), File::Document(index));
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            let base = name.split('.').next().unwrap_or_default().to_lowercase();
            if base == "index" || base == "readme" {
                let page = folders.entry(folder.into()).or_insert(None);
                if page.is_none() || base == "index" {
                    *page = Some(index);
                }
            }
        }
        let anchors = documents.iter().map(anchors_of).collect();
        Self { files, lower, folders, anchors }
    }

    /// Learns the anchors of a document that was read again; tells whether they are others than before.
    pub(super) fn renew(&mut self, index: DocumentIndex, document: &Document) -> bool {
        let new = anchors_of(document);
        let old = std::mem::replace(&mut self.anchors[index.0 as usize], new);
        old != self.anchors[index.0 as usize]
    }

    /// Resolves a destination that stands in the document `from`, whose path is `path`.
    pub(super) fn target(
        &self,
        library: &Library,
        project: &Project,
        from: DocumentIndex,
        path: &str,
        destination: &Destination,
    ) -> Target {
        match destination {
            Destination::External => Target::External,
            Destination::File { path: to, anchor } => {
                let anchor = anchor.as_ref().filter(|anchor| !anchor.is_empty());
                if to.is_empty() {
                    return self.in_document(from, anchor);
                }
                self.file(path, to, anchor)
            }
            Destination::Id { kind, id, fragment, .. } => {
                self.id(library, project, from, (*kind, id), fragment.as_ref())
            }
        }
    }

    fn file(&self, from: &str, to: &str, anchor: Option<&EcoString>) -> Target {
        let Some(path) = below(from, to) else { return Target::Unresolved(Unresolved::Outside(to.into())) };
        match self.files.get(path.as_str()) {
            Some(File::Document(index)) => self.in_document(*index, anchor),
            Some(File::Asset) => Target::Asset(path.into()),
            None => match self.folders.get(path.as_str()) {
                Some(Some(index)) => self.in_document(*index, anchor),
                Some(None) => Target::Folder(path.into()),
                None => match self.lower.get(&path.to_lowercase()).and_then(Option::as_ref) {
                    Some(real) => match self.files.get(real) {
                        Some(File::Document(index)) => self.in_document(*index, anchor),
                        _ => Target::Asset(real.clone()),
                    },
                    None => Target::Unresolved(Unresolved::File(path.into())),
                },
            },
        }
    }

    /// Returns the path of a file that is found only because the letters of a path are taken for small ones.
    pub(super) fn respelled(&self, from: &str, destination: &Destination) -> Option<EcoString> {
        let Destination::File { path: to, .. } = destination else { return None };
        let path = below(from, to).filter(|_| !to.is_empty())?;
        if self.files.contains_key(path.as_str()) || self.folders.contains_key(path.as_str()) {
            return None;
        }
        self.lower.get(&path.to_lowercase()).cloned().flatten()
    }

    fn in_document(&self, document: DocumentIndex, anchor: Option<&EcoString>) -> Target {
        let Some(anchor) = anchor else { return Target::Document { document, anchor: None } };
        let known = &self.anchors[document.0 as usize];
        // Code hosts find an anchor in capitals too.
        let lower = anchor.to_lowercase();
        let found = known.get(anchor).or_else(|| known.get(&lower));
        match found {
            Some(found) => Target::Document { document, anchor: Some(found.clone()) },
            None if anchor == "top" => Target::Document { document, anchor: None },
            None => Target::Unresolved(Unresolved::Anchor(document, anchor.clone())),
        }
    }

    fn id(
        &self,
        library: &Library,
        project: &Project,
        from: DocumentIndex,
        (kind, id): (Option<Kind>, &EcoString),
        fragment: Option<&EcoString>,
    ) -> Target {
        let symbols = &library.symbols;
        let find = |kind: Kind| symbols.find_in(from, kind, id);
        let found = match kind {
            Some(Kind::Document) => find(Kind::Document).or_else(|| find(Kind::Procedure)),
            Some(kind) => find(kind),
            None => symbols.named(id).first().and_then(|first| find(symbols.get(*first).kind).or(Some(*first))),
        };
        match found {
            Some(symbol) => self.part(library, symbol, fragment),
            // A reference may name a document that is kept elsewhere; an id like ours may not.
            None if kind == Some(Kind::Document) && !is_ours(project, id) => Target::External,
            None => Target::Unresolved(Unresolved::Id(kind, id.clone())),
        }
    }

    /// Resolves a step, or an anchor, of what a symbol names.
    pub(super) fn part(&self, library: &Library, symbol: SymbolIndex, fragment: Option<&EcoString>) -> Target {
        let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) else { return Target::Symbol(symbol) };
        if let Some(step) = library.symbols.step(symbol, fragment) {
            return Target::Symbol(step);
        }
        let known = library.symbols.get(symbol);
        match (known.kind, known.document) {
            (Kind::Procedure, _) | (_, None) => Target::Unresolved(Unresolved::Step(symbol, fragment.clone())),
            (_, Some(document)) => self.in_document(document, Some(fragment)),
        }
    }
}

fn anchors_of(document: &Document) -> FxHashSet<EcoString> {
    anchors::of(document).into_iter().collect()
}

/// Tells whether an id is of the shape that the project gives its own documents.
fn is_ours(project: &Project, id: &str) -> bool {
    [Kind::Document, Kind::Procedure].into_iter().any(|kind| project.pattern(kind).is_some_and(|is| is.is_match(id)))
}

/// Returns the path that a document's link means; nothing where it leads out of the documentation.
fn below(from: &str, to: &str) -> Option<String> {
    match to.strip_prefix('/') {
        Some(absolute) => join("", absolute),
        None => join(folder(from), to),
    }
}
