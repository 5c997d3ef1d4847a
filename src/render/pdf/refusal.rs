//! Says why a PDF is less than it should be, at the text that is the cause.

use super::Job;
use super::lint::{NOT_ARCHIVAL, PLAIN_LAYOUT};
use super::world::Shared;
use crate::diagnostic::Diagnostic;
use crate::model::block::Block;
use crate::model::inline::{Inline, Text};
use crate::model::walk::{self, Visitor};

/// How many characters a finding names.
const NAMED: usize = 8;

/// Says that a PDF bears no marks of an archive.
pub(super) fn not_archival(job: &Job, shared: &Shared, reasons: &[String]) -> Option<Diagnostic> {
    let mut culprits = Culprits { shared, found: Vec::new() };
    for index in job.scope.documents() {
        let document = job.library.document(*index);
        culprits.line(&document.metadata.title);
        walk::blocks(&document.body, &mut culprits);
    }
    let found = culprits.found;
    let Some((first, place)) = found.first() else {
        let reason = reasons.first().map_or("the export refused it", String::as_str);
        let message = format!("the PDF is made without the marks of PDF/A-2a and PDF/UA-1: {reason}");
        return Some(Diagnostic::new(&NOT_ARCHIVAL, job.start()?, message));
    };
    let names: Vec<String> = found.iter().take(NAMED).map(|(character, _)| name(*character)).collect();
    let more = if found.len() > NAMED { format!(" and {} more", found.len() - NAMED) } else { String::new() };
    let message = format!(
        "no archival glyph for {}{more}: the PDF is made without the marks of PDF/A-2a and PDF/UA-1",
        names.join(", ")
    );
    let span = place.text.find(*first).map_or(place.span, |at| place.part(at, at + first.len_utf8()));
    let mut diagnostic = Diagnostic::new(&NOT_ARCHIVAL, span, message).label("no embedded font can show this for ever");
    for (character, place) in found.iter().take(NAMED).skip(1) {
        let span = place.text.find(*character).map_or(place.span, |at| place.part(at, at + character.len_utf8()));
        diagnostic = diagnostic.also(span, name(*character));
    }
    Some(diagnostic.help("write a word or a character that the fonts have"))
}

/// Says that a PDF holds the bare text.
pub(super) fn plain(job: &Job, reasons: &[String]) -> Option<Diagnostic> {
    let reason = reasons.first().map_or("no reason is known", String::as_str);
    let message = format!("the PDF holds the bare text, as the document could not be laid out: {reason}");
    Some(Diagnostic::new(&PLAIN_LAYOUT, job.start()?, message))
}

fn name(character: char) -> String {
    format!("`{character}` (U+{:04X})", u32::from(character))
}

/// The characters that keep a PDF from an archive, each with the text where it stands first.
struct Culprits<'s, 'a> {
    shared: &'s Shared,
    found: Vec<(char, &'a Text)>,
}

impl<'a> Culprits<'_, 'a> {
    fn text(&mut self, text: &'a Text) {
        // A text of plain letters cannot be the cause.
        if text.text.is_ascii() {
            return;
        }
        for character in text.text.chars() {
            let private = matches!(u32::from(character), 0xe000..=0xf8ff | 0xf0000..=0xffffd | 0x100000..=0x10fffd);
            let unsuited = !character.is_ascii()
                && !character.is_control()
                && (private || matches!(character, '\u{feff}' | '\u{fffe}') || !self.shared.has(character));
            let joins = matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{200b}'..='\u{200f}');
            if unsuited && !joins && !self.found.iter().any(|(known, _)| *known == character) {
                self.found.push((character, text));
            }
        }
    }
}

impl<'a> Visitor<'a> for Culprits<'_, 'a> {
    fn line(&mut self, inlines: &'a [Inline]) {
        walk::each_inline(inlines, &mut |inline| match inline {
            Inline::Text(text) | Inline::Code(text) => self.text(text),
            Inline::Html(html) => self.text(&html.text),
            Inline::Abbreviation(abbreviation) => {
                self.text(&abbreviation.short);
                self.text(&abbreviation.expansion);
            }
            _ => {}
        });
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Code(code) => self.text(&code.text),
            Block::Html(html) => self.text(&html.text),
            _ => {}
        }
    }

    fn condition(&mut self, condition: &'a crate::model::expression::Condition) {
        self.text(&condition.text);
    }

    fn record(&mut self, name: &'a Text) {
        self.text(name);
    }
}
