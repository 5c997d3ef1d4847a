//! The documents of a binder.

use super::library::{DocumentIndex, Library, Target};
use crate::model::block::{Block, GroupKind};
use crate::model::document::{Document, DocumentKind};
use crate::model::inline::{Inline, Text};
use crate::model::walk::{self, Visitor};
use crate::project::config::Binder;
use crate::text::span::Span;

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

/// Returns the documents that a binder lists, in its order and each once, and the entries that fit none. A publication
/// stands for itself and for the documents that it lists.
pub fn documents<'b>(library: &Library, binder: &'b Binder) -> (Vec<DocumentIndex>, Vec<&'b str>) {
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for wanted in &binder.documents {
        let pattern = globset::Glob::new(wanted).map(|glob| glob.compile_matcher());
        let fits = |index: DocumentIndex, document: &Document| {
            let is_publication = document.metadata.kind == DocumentKind::Publication;
            // A map of DITA needs no identifier: its path names it.
            if is_publication
                && library.stem(index) == wanted.rsplit_once('.').map_or(wanted.as_str(), |(stem, _)| stem)
            {
                return true;
            }
            let id = document.id();
            let fits =
                |id: &Text| id.text == *wanted || pattern.as_ref().is_ok_and(|pattern| pattern.is_match(&*id.text));
            id.is_some_and(fits)
        };
        let mut any = false;
        for (index, document) in library.iter() {
            if fits(index, document) {
                any = true;
                add(library, index, &mut found);
            }
        }
        if !any {
            missing.push(wanted.as_str());
        }
    }
    (found, missing)
}
