//! The documents whose content another one holds.

use crate::check::subject::Subject;
use crate::link::library::DocumentIndex;
use crate::model::block::Block;
use crate::model::document::Document;
use crate::model::inline::{Kind, Text};
use crate::model::walk::{self, Visitor};
use crate::text::span::Span;

/// A document that holds what another says.
pub(super) struct Shown<'a> {
    /// The document that holds it.
    pub(super) holder: &'a Document,
    /// The document that it is of.
    pub(super) origin: &'a Document,
    /// The identifier of the origin.
    pub(super) name: &'a str,
    /// How it comes there, as a message says it.
    pub(super) how: &'static str,
    /// Where.
    pub(super) span: Span,
}

/// Returns every procedure that a document shows or retells, and every document that one translates.
pub(super) fn of(subject: Subject<'_>) -> Vec<Shown<'_>> {
    let mut all = Vec::new();
    for (index, document) in subject.library.iter() {
        let mut add = |name: &'static str, id: &'_ Text| {
            all.extend(shown(subject, index, document, name, id));
        };
        if let Some(original) = &document.metadata.translation_of {
            add("translates", original);
        }
        if let Some(procedure) = &document.metadata.restates {
            add("retells", procedure);
        }
        let mut found = Presentations(Vec::new());
        walk::blocks(&document.body, &mut found);
        found.0.into_iter().for_each(|id| add("shows", id));
    }
    all
}

fn shown<'a>(
    subject: Subject<'a>,
    holder: DocumentIndex,
    document: &'a Document,
    how: &'static str,
    id: &Text,
) -> Option<Shown<'a>> {
    let symbols = &subject.library.symbols;
    let kinds = if how == "translates" { [Kind::Document, Kind::Procedure] } else { [Kind::Procedure; 2] };
    let symbol = kinds.into_iter().find_map(|kind| symbols.find(kind, &id.text))?;
    let origin = symbols.get(symbol).document.filter(|origin| *origin != holder)?;
    let (origin, name) = (subject.library.document(origin), symbols.get(symbol).id.as_str());
    Some(Shown { holder: document, origin, name, how, span: id.span })
}

struct Presentations<'a>(Vec<&'a Text>);

impl<'a> Visitor<'a> for Presentations<'a> {
    fn block(&mut self, block: &'a Block) {
        if let Block::Presentation(presentation) = block {
            self.0.push(&presentation.procedure);
        }
    }
}
