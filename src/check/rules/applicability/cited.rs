//! The documents that a line names, with the words around each name.

use std::ops::Range;

use crate::link::library::{DocumentIndex, Library, Target};
use crate::link::symbols::SymbolIndex;
use crate::model::inline::{Destination, Inline, Kind, Text};
use crate::text::span::Span;

/// A line with the procedures that it names.
#[derive(Default)]
pub(super) struct Cited {
    /// The words, those of links too.
    pub(super) text: String,
    /// Where each procedure is named in them, and in the source.
    pub(super) procedures: Vec<(Range<usize>, SymbolIndex, Span)>,
}

/// Reads a line.
pub(super) fn line(library: &Library, document: DocumentIndex, inlines: &[Inline]) -> Cited {
    let mut cited = Cited::default();
    cited.push(library, document, inlines);
    cited
}

impl Cited {
    fn push(&mut self, library: &Library, document: DocumentIndex, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.text(library, document, text),
                Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Lowered(inner) => {
                    self.push(library, document, inner);
                }
                Inline::Tbd(tbd) => self.push(library, document, &tbd.content),
                Inline::Abbreviation(abbreviation) => self.text.push_str(&abbreviation.short.text),
                Inline::Link(link) => {
                    let from = self.text.len();
                    match &link.destination {
                        Destination::Id { id, .. } if link.content.is_empty() => self.text.push_str(id),
                        _ => self.push(library, document, &link.content),
                    }
                    if let Some(procedure) = library.target(document, link.span).and_then(|t| procedure_of(library, t))
                    {
                        self.procedures.push((from..self.text.len(), procedure, link.span));
                    }
                }
                Inline::SoftBreak | Inline::HardBreak => self.text.push(' '),
                Inline::Anchor(_) => {}
                Inline::Strikethrough(_)
                | Inline::Raised(_)
                | Inline::Image(_)
                | Inline::FootnoteReference(_)
                | Inline::Html(_) => {
                    self.text.push('\u{1f}');
                }
            }
        }
    }

    fn text(&mut self, library: &Library, document: DocumentIndex, text: &Text) {
        for mention in library.mentions(document, text) {
            if library.symbols.get(mention.symbol).kind == Kind::Procedure {
                let at = self.text.len() + mention.from as usize..self.text.len() + mention.to as usize;
                self.procedures.push((at, mention.symbol, mention.span));
            }
        }
        self.text.push_str(&text.text);
    }

    /// Returns the words of the sentence before a name.
    pub(super) fn before(&self, name: &Range<usize>) -> &str {
        let before = self.text.get(..name.start).unwrap_or_default();
        before.rsplit(['.', ';', '!', '?', '\u{1f}']).next().unwrap_or_default()
    }
}

fn procedure_of(library: &Library, target: &Target) -> Option<SymbolIndex> {
    match target {
        Target::Symbol(symbol) => match library.symbols.get(*symbol).kind {
            Kind::Procedure => Some(*symbol),
            Kind::Step => library.symbols.get(*symbol).parent,
            _ => None,
        },
        Target::Document { document, .. } => {
            let procedure = library.document(*document).procedure()?;
            library.symbols.find(Kind::Procedure, &procedure.id.text)
        }
        _ => None,
    }
}
