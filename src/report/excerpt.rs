//! Chooses what of a source is shown around the labels of a finding.
//!
//! A paragraph of Markdown is often one line of thousands of characters, and an XML file may be a
//! single line of millions: only what stands near a label is handed to the renderer, which cuts it to
//! the width of the terminal. Labels too far apart for one picture get one each.

use std::ops::Range;

use crate::diagnostic::Label;
use crate::text::source::Sources;
use crate::text::span::SourceId;

/// How many bytes of a line are kept on each side of a label: more than a terminal is wide.
const REACH: usize = 1_000;

/// How many bytes may lie between two labels of one excerpt. The lines between them are left out of
/// the picture, but the renderer counts them.
const APART: usize = 20_000;

/// Lines of a source with their labels.
#[derive(Debug, PartialEq)]
pub(super) struct Excerpt<'a> {
    pub(super) source: SourceId,
    /// The part of the source that is handed on; whole lines, unless the line is cut.
    pub(super) range: Range<usize>,
    /// Where the part begins, if that is not at the start of a line.
    pub(super) cut: bool,
    pub(super) marks: Vec<Mark<'a>>,
    /// The columns that the marks take up.
    columns: Range<usize>,
}

/// A label, cut to what can be shown.
#[derive(Debug, PartialEq)]
pub(super) struct Mark<'a> {
    /// Where, in bytes of the source.
    pub(super) range: Range<usize>,
    /// Whether this is where the finding is reported.
    pub(super) primary: bool,
    pub(super) text: &'a str,
}

/// Returns the excerpts for the labels of a finding, the first label's first.
pub(super) fn of<'a>(labels: &'a [Label], sources: &Sources, width: usize) -> Vec<Excerpt<'a>> {
    let mut excerpts: Vec<Excerpt<'a>> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let new = around(label, at == 0, sources, width);
        match excerpts.iter_mut().find(|excerpt| excerpt.takes(&new, width)) {
            Some(excerpt) => excerpt.join(new),
            None => excerpts.push(new),
        }
    }
    excerpts
}

impl Excerpt<'_> {
    /// Tells whether this is about the file as a whole, so that no line of it needs to be shown.
    pub(super) fn is_whole_file(&self) -> bool {
        matches!(&*self.marks, [mark] if mark.range == (0..0))
    }

    /// Tells whether another excerpt fits into the same picture.
    fn takes(&self, other: &Excerpt<'_>, width: usize) -> bool {
        let columns = self.columns.start.min(other.columns.start)..self.columns.end.max(other.columns.end);
        let bytes = self.range.start.min(other.range.start)..self.range.end.max(other.range.end);
        self.source == other.source
            && !(self.cut || other.cut || self.is_whole_file() || other.is_whole_file())
            && columns.len() <= width
            && bytes.len() <= APART
    }
}

impl<'a> Excerpt<'a> {
    fn join(&mut self, other: Excerpt<'a>) {
        self.range = self.range.start.min(other.range.start)..self.range.end.max(other.range.end);
        self.columns = self.columns.start.min(other.columns.start)..self.columns.end.max(other.columns.end);
        self.marks.extend(other.marks);
    }
}

/// Returns the lines of one label.
fn around<'a>(label: &'a Label, primary: bool, sources: &Sources, width: usize) -> Excerpt<'a> {
    let source = label.span.source;
    let text = sources.get(source).text.as_str();
    let (start, end) = within(text, label.span.range());
    let first_line = line_start(text, start)..line_end(text, start);
    let last_line = line_start(text, end)..line_end(text, end);
    let one_line = first_line == last_line;
    // A label of several lines is shown whole if they are short, else its first line stands for it.
    let whole = !one_line && first_line.len() <= width && last_line.len() <= width;
    let end = match whole {
        true => end,
        false => advance(text, start, width * 2 / 3).min(end).min(first_line.end.max(start)),
    };
    let last_line = if whole { last_line } else { first_line.clone() };
    let from = text.ceil_char_boundary(first_line.start.max(start.saturating_sub(REACH)));
    let to = text.floor_char_boundary(last_line.end.min(end.saturating_add(REACH)));
    let column = |offset: usize, line: &Range<usize>| offset - line.start;
    let columns = match whole {
        true => 0..width.min(column(start, &first_line).max(column(end, &last_line))),
        false => column(start, &first_line)..column(end, &first_line),
    };
    let cut = from > first_line.start;
    Excerpt {
        source,
        range: from..to,
        cut,
        marks: vec![Mark { range: start..end, primary, text: &label.text }],
        columns,
    }
}

/// Returns the bounds of a range on characters of a text, without the end of the line that it ends in.
fn within(text: &str, range: Range<usize>) -> (usize, usize) {
    let start = text.floor_char_boundary(range.start.min(text.len()));
    let end = text.ceil_char_boundary(range.end.min(text.len())).max(start);
    (start, start + text[start..end].trim_end_matches(['\n', '\r']).len())
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |end| end + 1)
}

fn line_end(text: &str, offset: usize) -> usize {
    text[offset..].find('\n').map_or(text.len(), |length| offset + length)
}

/// Returns the offset so many characters further on.
fn advance(text: &str, from: usize, characters: usize) -> usize {
    text[from..].char_indices().nth(characters).map_or(text.len(), |(at, _)| from + at)
}
