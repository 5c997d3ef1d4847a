//! The documents of a binder.

use super::library::{DocumentIndex, Library, Target};
use crate::model::block::{Block, GroupKind};
use crate::model::document::{Document, DocumentKind};
use crate::model::inline::Inline;
use crate::model::walk::{self, Visitor};
use crate::project::config::Binder;
use crate::text::span::Span;

/// Returns the documents that a binder lists, in its order and each once. A publication stands for itself and for the
/// documents that it lists.
pub fn documents(library: &Library, binder: &Binder) -> Vec<DocumentIndex> {
    let mut found = Vec::new();
    for wanted in &binder.documents {
        let fits = pattern(library, wanted);
        for (index, _) in library.iter().filter(|(index, document)| fits(*index, document)) {
            add(library, index, &mut found);
        }
    }
    found
}

/// Adds a document, and after a publication the documents that it lists, in its order.
fn add(library: &Library, index: DocumentIndex, found: &mut Vec<DocumentIndex>) {
    if found.contains(&index) {
        return;
    }
    found.push(index);
    if library.document(index).metadata.kind != DocumentKind::Publication {
        return;
    }
    let mut listed = Listed::default();
    walk::blocks(&library.document(index).body, &mut listed);
    for span in listed.links {
        let document = match library.target(index, span) {
            Some(Target::Document { document, .. }) => Some(*document),
            Some(Target::Symbol(symbol)) => library.symbols.get(*symbol).document,
            _ => None,
        };
        if let Some(document) = document {
            add(library, document, found);
        }
    }
}

/// The links of a publication in the order of reading, which need not be that of its source: one may stand in another.
/// Those beside its contents, to what belongs to a text or to what a key stands for, list nothing.
#[derive(Default)]
struct Listed {
    links: Vec<Span>,
    beside: Vec<Span>,
}

impl<'a> Visitor<'a> for Listed {
    fn block(&mut self, block: &'a Block) {
        if let Block::Group(group) = block
            && matches!(group.kind, GroupKind::Related | GroupKind::Keys)
        {
            walk::blocks(&group.blocks, &mut Beside(&mut self.beside));
        }
    }

    fn line(&mut self, inlines: &'a [Inline]) {
        walk::each_inline(inlines, &mut |inline| {
            if let Inline::Link(link) = inline
                && !self.beside.contains(&link.span)
            {
                self.links.push(link.span);
            }
        });
    }
}

/// Notes links.
struct Beside<'b>(&'b mut Vec<Span>);

impl<'a> Visitor<'a> for Beside<'_> {
    fn line(&mut self, inlines: &'a [Inline]) {
        walk::each_inline(inlines, &mut |inline| {
            if let Inline::Link(link) = inline {
                self.0.push(link.span);
            }
        });
    }
}

/// Tells whether a document fits an entry of a binder.
pub fn lists_any(library: &Library, wanted: &str) -> bool {
    let fits = pattern(library, wanted);
    library.iter().any(|(index, document)| fits(index, document))
}

/// Returns what tells whether a document has an identifier, or one that fits a glob; or whether it is a publication
/// whose path is the entry: a map of DITA needs no identifier.
fn pattern(library: &Library, wanted: &str) -> impl Fn(DocumentIndex, &Document) -> bool {
    let glob = globset::Glob::new(wanted).map(|glob| glob.compile_matcher());
    let stem = wanted.rsplit_once('.').map_or(wanted, |(stem, _)| stem);
    move |index, document| {
        if document.metadata.kind == DocumentKind::Publication && library.stem(index) == stem {
            return true;
        }
        let id = document.id();
        id.is_some_and(|id| id.text == *wanted || glob.as_ref().is_ok_and(|glob| glob.is_match(&*id.text)))
    }
}
