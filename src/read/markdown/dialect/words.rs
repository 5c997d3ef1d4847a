//! Lines of text, cut into pieces that keep their places and their mark-up.

use std::ops::Range;

use crate::model::inline::{Inline, Text};
use crate::notation::line::Line;
use crate::text::align::locate;
use crate::text::source::Source;
use crate::text::span::Span;

/// A line of running text, as one string whose parts have places.
pub(super) struct Words<'a> {
    /// The text, without mark-up.
    pub(super) line: Line<'a>,
    source: &'a Source,
    /// The place of what has none of its own.
    span: Span,
}

impl<'a> Words<'a> {
    pub(super) fn of(inlines: &'a [Inline], source: &'a Source, span: Span) -> Self {
        let mut line = Line::default();
        line.fill(inlines);
        Self { line, source, span }
    }

    /// Returns the text.
    pub(super) fn text(&self) -> &str {
        &self.line.text
    }

    /// Returns these bytes with their place, without the space around them.
    pub(super) fn part(&self, range: Range<usize>) -> Text {
        let shown = self.line.text.get(range.clone()).unwrap_or_default();
        let from = range.start + shown.len() - shown.trim_start().len();
        let shown = shown.trim();
        let to = from + shown.len();
        let last = self.line.piece_of(&(to.max(from + 1) - 1..to));
        let place = match (self.line.piece_of(&(from..from)), last) {
            (Some(first), Some(last)) => {
                let start = self.place(first.text, from.saturating_sub(first.at));
                let end = self.place(last.text, to.saturating_sub(last.at)).max(start);
                Span { start, end, ..self.span }
            }
            _ => self.span,
        };
        Text::decoded(shown, place, self.source.slice(place))
    }

    fn place(&self, text: &Text, at: usize) -> u32 {
        text.span.start + locate(self.source.slice(text.span), &text.text, at) as u32
    }
}

/// Returns the inlines of each line: what stands between line endings.
pub(super) fn lines(inlines: &[Inline]) -> Vec<Vec<Inline>> {
    let is_end = |inline: &Inline| matches!(inline, Inline::SoftBreak | Inline::HardBreak);
    inlines.split(is_end).filter(|line| !line.is_empty()).map(<[Inline]>::to_vec).collect()
}

/// Returns the inlines of these bytes of the plain text, without the space around them. A link stays whole.
pub(super) fn slice(inlines: &[Inline], range: Range<usize>, source: &Source) -> Vec<Inline> {
    let mut out = Vec::new();
    cut(inlines, &range, &mut 0, source, &mut out);
    trim(&mut out, source);
    out
}

/// Adds what of the inlines lies in the range; `at` is where they begin in the plain text.
fn cut(inlines: &[Inline], range: &Range<usize>, at: &mut usize, source: &Source, out: &mut Vec<Inline>) {
    for inline in inlines {
        let (from, length) = (*at, length(inline));
        let to = from + length;
        if range.start <= from && to <= range.end && (from < range.end || length == 0 && range.start < range.end) {
            out.push(inline.clone());
        } else if from < range.end && range.start < to {
            match inline {
                Inline::Text(text) => out.extend(run(text, from, range, source).map(Inline::Text)),
                Inline::Code(text) => out.extend(run(text, from, range, source).map(Inline::Code)),
                Inline::Emphasis(inner) => out.push(Inline::Emphasis(within(inner, range, from, source))),
                Inline::Strong(inner) => out.push(Inline::Strong(within(inner, range, from, source))),
                Inline::Strikethrough(inner) => out.push(Inline::Strikethrough(within(inner, range, from, source))),
                // What cannot be cut goes with the part that it begins in.
                whole if range.start <= from => out.push(whole.clone()),
                _ => {}
            }
        }
        *at = to;
    }
}

fn within(inner: &[Inline], range: &Range<usize>, mut at: usize, source: &Source) -> Vec<Inline> {
    let mut out = Vec::new();
    cut(inner, range, &mut at, source, &mut out);
    out
}

/// Returns the part of a run that lies in a range of the line.
fn run(text: &Text, at: usize, range: &Range<usize>, source: &Source) -> Option<Text> {
    let (from, to) = (range.start.saturating_sub(at), (range.end - at).min(text.text.len()));
    part(text, from, to, source)
}

/// Returns the bytes `from..to` of a text, with their place.
pub(super) fn part(text: &Text, from: usize, to: usize, source: &Source) -> Option<Text> {
    let shown = text.text.get(from..to).filter(|shown| !shown.is_empty())?;
    let written = source.slice(text.span);
    let start = locate(written, &text.text, from);
    let end = locate(written, &text.text, to).max(start);
    let place = text.span.part(start, end);
    Some(Text::decoded(shown, place, source.slice(place)))
}

/// Returns the bytes that an inline takes in the plain text, as `notation::line` fills it.
fn length(inline: &Inline) -> usize {
    match inline {
        Inline::Text(text) | Inline::Code(text) => text.text.len(),
        Inline::Emphasis(inner)
        | Inline::Strong(inner)
        | Inline::Strikethrough(inner)
        | Inline::Raised(inner)
        | Inline::Lowered(inner) => inner.iter().map(length).sum(),
        Inline::Link(link) => link.content.iter().map(length).sum(),
        Inline::Tbd(tbd) => tbd.content.iter().map(length).sum(),
        Inline::Abbreviation(abbreviation) => abbreviation.short.text.len(),
        Inline::SoftBreak | Inline::HardBreak => 1,
        Inline::Image(_) | Inline::FootnoteReference(_) | Inline::Html(_) => 1,
        Inline::Anchor(_) => 0,
    }
}

/// Takes the space away at both ends, and line endings there.
fn trim(inlines: &mut Vec<Inline>, source: &Source) {
    let is_blank = |inline: &Inline| match inline {
        Inline::Text(text) => text.text.trim().is_empty(),
        Inline::SoftBreak | Inline::HardBreak => true,
        Inline::Emphasis(inner) | Inline::Strong(inner) => inner.is_empty(),
        _ => false,
    };
    let lead = inlines.iter().take_while(|inline| is_blank(inline)).count();
    inlines.drain(..lead);
    while inlines.last().is_some_and(is_blank) {
        inlines.pop();
    }
    if let Some(Inline::Text(first)) = inlines.first_mut() {
        let from = first.text.len() - first.text.trim_start().len();
        if let Some(kept) = (from > 0).then(|| part(first, from, first.text.len(), source)).flatten() {
            *first = kept;
        }
    }
    if let Some(Inline::Text(last)) = inlines.last_mut() {
        let to = last.text.trim_end().len();
        if let Some(kept) = (to < last.text.len()).then(|| part(last, 0, to, source)).flatten() {
            *last = kept;
        }
    }
}

/// Returns the whole place of some inlines: from the first run to the last.
pub(super) fn span_of(inlines: &[Inline]) -> Option<Span> {
    let mut found: Option<Span> = None;
    crate::model::walk::each_inline(inlines, &mut |inline| {
        let span = match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::FootnoteReference(text) => text.span,
            Inline::Link(link) => link.span,
            Inline::Image(image) => image.span,
            Inline::Tbd(tbd) => tbd.span,
            Inline::Html(html) => html.text.span,
            Inline::Abbreviation(abbreviation) => abbreviation.short.span,
            _ => return,
        };
        found = Some(found.map_or(span, |all| Span {
            start: all.start.min(span.start),
            end: all.end.max(span.end),
            ..all
        }));
    });
    found
}
