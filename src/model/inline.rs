//! What stands within a line.

use std::borrow::Cow;
use std::ops::Range;

use ecow::EcoString;

use crate::text::span::Span;

/// A run of characters and the place that it was read from.
///
/// Where `text` is as long as `span`, the two agree byte for byte; where it is not, the source
/// holds escapes or entities that reading resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The characters, with escapes and entities resolved.
    pub text: EcoString,
    /// Where they stand.
    pub span: Span,
    /// Whether it is a value in quotation marks that would be a number or a truth value without them: the string
    /// `"1"` of JSON, not the number `1`. Whoever writes the value anew needs to know; nobody else does.
    pub quoted: bool,
}

impl Text {
    /// Makes a run of text.
    pub fn new(text: impl Into<EcoString>, span: Span) -> Self {
        Self { text: text.into(), span, quoted: false }
    }

    /// Makes a run of text whose source, `written`, says it in other bytes. Where the two are as long as each other
    /// by chance alone, the place lacks the last character.
    pub fn decoded(text: impl Into<EcoString>, span: Span, written: &str) -> Self {
        let text = text.into();
        let by_chance = text.len() == written.len() && text != written;
        let last = written.chars().next_back().filter(|_| by_chance).map_or(0, char::len_utf8);
        Self { text, span: Span { end: span.end - last as u32, ..span }, quoted: false }
    }

    /// Makes a run of text that is put together from what stands at a place, and is never its very bytes. Where the two
    /// are as long as each other by chance, the place is the start alone.
    pub fn composed(text: impl Into<EcoString>, span: Span) -> Self {
        let text = text.into();
        let span = if text.len() == span.len() { span.part(0, 0) } else { span };
        Self { text, span, quoted: false }
    }

    /// Returns the characters.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the span of the bytes `from..to` of this text in its source, where text and source
    /// agree byte for byte, else the whole span.
    pub fn part(&self, from: usize, to: usize) -> Span {
        if self.text.len() == self.span.len() { self.span.part(from, to) } else { self.span }
    }
}

/// One thing within a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Plain text.
    Text(Text),
    /// A code span: mnemonics, commands, values; its text is literal.
    Code(Text),
    /// Emphasised text.
    Emphasis(Vec<Inline>),
    /// Strongly emphasised text.
    Strong(Vec<Inline>),
    /// Text struck out.
    Strikethrough(Vec<Inline>),
    /// Text above the line: an exponent, the number of a note.
    Raised(Vec<Inline>),
    /// Text below the line: an index.
    Lowered(Vec<Inline>),
    /// A link or a reference, as it was written.
    Link(Box<Link>),
    /// A picture.
    Image(Box<Image>),
    /// The mark of a footnote.
    FootnoteReference(Text),
    /// An abbreviation with what it stands for.
    Abbreviation(Box<Abbreviation>),
    /// Something still to be determined or confirmed.
    Tbd(Box<Tbd>),
    /// Raw HTML, as written.
    Html(Box<RawHtml>),
    /// A line ending that means a space.
    SoftBreak,
    /// A line ending that means a new line.
    HardBreak,
    /// A place that links lead to, by its name; unique in its document.
    Anchor(EcoString),
}

/// A link or a reference, as it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Where it leads.
    pub destination: Destination,
    /// The destination as it was written, for messages and for links that lead elsewhere.
    pub written: EcoString,
    /// The title, shown when one points at the link.
    pub title: EcoString,
    /// What is shown; empty where the target's own name is to be shown.
    pub content: Vec<Inline>,
    /// The whole link.
    pub span: Span,
}

impl Link {
    /// Returns the words that it was given; nothing where it shows only what it leads to, as `[[X]]` does.
    pub fn words(&self) -> &[Inline] {
        let named = matches!(self.destination, Destination::Id { .. });
        let bare = named && self.written.starts_with("[[") && !self.written.contains('|');
        if bare { &[] } else { &self.content }
    }
}

/// What a link was written to lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Another site, a mail address, or anything else with a scheme that is not ours.
    External,
    /// A file, relative to the document, with an anchor in it. An empty path is this document.
    File {
        /// The path, percent-decoded.
        path: EcoString,
        /// The anchor, percent-decoded.
        anchor: Option<EcoString>,
    },
    /// An identifier: `id:X#step`, `[[X]]`, or a reference element of a procedure.
    Id {
        /// The kind that the writer demands.
        kind: Option<Kind>,
        /// The identifier.
        id: EcoString,
        /// A step or a heading of it.
        fragment: Option<EcoString>,
        /// The issue that is cited.
        issue: Option<EcoString>,
    },
}

/// The kinds of things that have an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A document of prose.
    Document,
    /// A procedure.
    Procedure,
    /// A step of a procedure.
    Step,
    /// A telecommand (XTCE MetaCommand).
    Telecommand,
    /// A telemetry parameter (XTCE Parameter).
    Parameter,
    /// An alarm on a parameter.
    Alarm,
}

impl Kind {
    /// Returns the kind's name, as messages and the project file write it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Document => "document",
            Kind::Procedure => "procedure",
            Kind::Step => "step",
            Kind::Telecommand => "telecommand",
            Kind::Parameter => "parameter",
            Kind::Alarm => "alarm",
        }
    }
}

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Where the picture is.
    pub destination: Destination,
    /// The destination as it was written.
    pub written: EcoString,
    /// The title.
    pub title: EcoString,
    /// What stands for the picture where it cannot be seen.
    pub alternative: Vec<Inline>,
    /// The whole image.
    pub span: Span,
}

/// An abbreviation with what it stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Abbreviation {
    /// The abbreviation.
    pub short: Text,
    /// What it stands for.
    pub expansion: Text,
}

/// Raw HTML, with what it leads to and the anchors it sets.
#[derive(Debug, Clone, PartialEq)]
pub struct RawHtml {
    /// The HTML, as written.
    pub text: Text,
    /// What its `href` and `src` attributes lead to, in order.
    pub references: Vec<RawReference>,
    /// The values of its `id` and `name` attributes.
    pub anchors: Vec<EcoString>,
    /// Where in the text stands what has the look of a tag and is none, as `<host-name>`, or begins a comment that
    /// never ends: the writer's words would be lost.
    pub words: Vec<Range<usize>>,
    /// The running text of a block, a line for each of its cells, items and paragraphs; nothing within a line.
    pub lines: Vec<Vec<Inline>>,
}

impl RawHtml {
    /// Returns the HTML, what only looks like a tag written so that it is shown.
    pub fn shown(&self) -> Cow<'_, str> {
        if self.words.is_empty() {
            return Cow::Borrowed(&self.text.text);
        }
        let (mut shown, mut at) = (String::new(), 0);
        for word in &self.words {
            let (Some(before), Some(inner)) = (self.text.text.get(at..word.start), self.text.text.get(word.clone()))
            else {
                continue;
            };
            shown.push_str(before);
            shown.push_str(&inner.replace('<', "&lt;").replace('>', "&gt;"));
            at = word.end;
        }
        shown.push_str(&self.text.text[at..]);
        Cow::Owned(shown)
    }
}

/// An attribute of raw HTML that leads somewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct RawReference {
    /// The attribute's value, as written.
    pub written: Text,
    /// The byte of the HTML at which it stands.
    pub at: usize,
    /// Where it leads.
    pub destination: Destination,
    /// Whether it brings in a picture.
    pub image: bool,
}

/// Something still to be determined or confirmed.
#[derive(Debug, Clone, PartialEq)]
pub struct Tbd {
    /// Its identifier in the list of open points.
    pub id: Option<Text>,
    /// Who is to close it.
    pub owner: Option<Text>,
    /// The day it is due, as written (ISO 8601).
    pub due: Option<Text>,
    /// What is open.
    pub content: Vec<Inline>,
    /// The whole of it.
    pub span: Span,
}

/// Returns the plain text of some inlines: what a reader would read aloud.
pub fn plain(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain(inlines, &mut text);
    text
}

fn push_plain(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(&text.text),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) | Inline::Lowered(inner) => {
                push_plain(inner, out)
            }
            // Ten to the third power is no hundred and three.
            Inline::Raised(inner) => {
                out.push('^');
                push_plain(inner, out);
            }
            Inline::Link(link) if link.content.is_empty() => match &link.destination {
                Destination::Id { id, .. } => out.push_str(id),
                _ => out.push_str(&link.written),
            },
            Inline::Link(link) => push_plain(&link.content, out),
            Inline::Image(image) => push_plain(&image.alternative, out),
            Inline::Abbreviation(abbreviation) => out.push_str(&abbreviation.short.text),
            Inline::Tbd(tbd) => push_plain(&tbd.content, out),
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
            Inline::FootnoteReference(_) | Inline::Html(_) | Inline::Anchor(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Inline, Text};

    #[test]
    fn what_a_library_holds_by_the_million_stays_small() {
        // A larger variant belongs in a box.
        assert!(size_of::<Inline>() <= size_of::<Text>() + size_of::<usize>());
        assert!(size_of::<Text>() <= 32);
    }
}
