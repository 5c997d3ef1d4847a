//! One text of the inlines of a line.

use std::ops::Range;

use crate::model::inline::{Inline, Text};
use crate::text::align::locate;
use crate::text::source::Sources;
use crate::text::span::Span;

/// A line's text, and the runs that it is made of.
#[derive(Default)]
pub struct Line<'a> {
    /// The text, without mark-up.
    pub text: String,
    pieces: Vec<Piece<'a>>,
}

/// A run of a line.
#[derive(Clone, Copy)]
pub struct Piece<'a> {
    /// Where it begins in the line.
    pub at: usize,
    /// The run.
    pub text: &'a Text,
    /// Whether it is a code span.
    pub code: bool,
    /// Whether it stands within a link.
    pub linked: bool,
}

impl<'a> Line<'a> {
    /// Fills the line with these inlines; what it held before goes.
    pub fn fill(&mut self, inlines: &'a [Inline]) {
        self.text.clear();
        self.pieces.clear();
        self.push(inlines, false);
    }

    /// Fills the line with a block of code; what it held before goes.
    pub fn fill_code(&mut self, text: &'a Text) {
        self.text.clear();
        self.pieces.clear();
        self.piece(text, true, false);
    }

    fn push(&mut self, inlines: &'a [Inline], linked: bool) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.piece(text, false, linked),
                Inline::Code(text) => self.piece(text, true, linked),
                Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => {
                    self.push(inner, linked)
                }
                Inline::Lowered(inner) => self.push(inner, linked),
                // Ten to the third power is no hundred and three.
                Inline::Raised(inner) => {
                    self.text.push('\u{1f}');
                    self.push(inner, linked);
                    self.text.push('\u{1f}');
                }
                Inline::Link(link) => self.push(&link.content, true),
                Inline::Tbd(tbd) => self.push(&tbd.content, linked),
                Inline::Abbreviation(abbreviation) => self.piece(&abbreviation.short, false, linked),
                Inline::SoftBreak | Inline::HardBreak => self.text.push(' '),
                // A picture, a mark or a tag parts the words around it.
                Inline::Image(_) | Inline::FootnoteReference(_) | Inline::Html(_) => self.text.push('\u{1f}'),
                Inline::Anchor(_) => {}
            }
        }
    }

    fn piece(&mut self, text: &'a Text, code: bool, linked: bool) {
        self.pieces.push(Piece { at: self.text.len(), text, code, linked });
        self.text.push_str(&text.text);
    }

    /// Returns the run that holds all of these bytes.
    pub fn piece_of(&self, range: &Range<usize>) -> Option<Piece<'a>> {
        let after = self.pieces.partition_point(|piece| piece.at <= range.start);
        let piece = *self.pieces.get(after.checked_sub(1)?)?;
        (range.end <= piece.at + piece.text.text.len()).then_some(piece)
    }

    /// Returns these bytes with their place; where they cross runs, the place is that of the first.
    pub fn part(&self, range: &Range<usize>, sources: &Sources) -> Option<Text> {
        let shown = self.text.get(range.clone())?;
        let after = self.pieces.partition_point(|piece| piece.at <= range.start);
        let piece = self.pieces.get(after.checked_sub(1)?)?;
        let to = range.end.min(piece.at + piece.text.text.len());
        let place = place(piece.text, range.start - piece.at, to.saturating_sub(piece.at), sources);
        Some(Text::decoded(shown, place, sources.slice(place)))
    }
}

/// Returns the place of the bytes `from..to` of a text.
pub fn place(text: &Text, from: usize, to: usize, sources: &Sources) -> Span {
    let written = sources.slice(text.span);
    let start = locate(written, &text.text, from);
    let end = locate(written, &text.text, to).max(start);
    text.span.part(start, end)
}
