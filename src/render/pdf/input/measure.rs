//! Measures words, so that none runs off the page and none is broken without need.
//!
//! A word that a line could break at a hyphen or a slash is kept whole: `pdftotext` and every
//! reader that copies from a page would else lose the hyphen. Only a word that is wider than its
//! place gets places to break.

use typst::text::FontInstance;

use super::super::page::Inline;

/// The widths of characters in the fonts of the page, in parts of the font size.
#[derive(Debug)]
pub(in super::super) struct Metrics {
    serif: Vec<f32>,
}

/// What DejaVu Sans Mono gives every character, at the size that it has within text.
const MONO: f32 = 0.602 * 0.84;
/// What a character gets that is not in the table.
const OTHER: f32 = 0.6;

impl Metrics {
    /// Measures the text font; without one, every character counts the same.
    pub(in super::super) fn new(font: Option<&FontInstance>) -> Self {
        let serif = (0..0x250u32).map(|code| {
            let face = font?.ttf();
            let glyph = face.glyph_index(char::from_u32(code)?)?;
            Some(f32::from(face.glyph_hor_advance(glyph)?) / f32::from(face.units_per_em()))
        });
        // Bold is a little wider, and one measure must do for all.
        Self { serif: serif.map(|width| width.map_or(OTHER, |width| width * 1.06)).collect() }
    }

    /// Returns the width of some text in parts of the font size.
    pub(super) fn width(&self, text: &str, code: bool) -> f32 {
        if code {
            return text.chars().count() as f32 * MONO;
        }
        text.chars().map(|c| self.serif.get(c as usize).copied().unwrap_or(1.0)).sum()
    }

    /// Cuts text so that it fits a place of this width (in parts of the font size).
    pub(super) fn pieces(&self, text: &str, code: bool, width: f32) -> Vec<Inline> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        for token in text.split_inclusive(is_gap) {
            let word = token.strip_suffix(is_gap).unwrap_or(token);
            let wide = word.len() > 8 && self.width(word, code) > width;
            if wide {
                flush(&mut plain, &mut pieces);
                self.broken(word, code, width, &mut pieces);
            } else if breakable(word) {
                flush(&mut plain, &mut pieces);
                pieces.push(Inline::Whole { v: word.chars().map(settable).collect() });
            } else {
                plain.extend(word.chars().map(settable));
            }
            if code && token.ends_with('\n') {
                // Code stands as it is written, line by line.
                flush(&mut plain, &mut pieces);
                pieces.push(Inline::Break);
            } else if token.len() > word.len() {
                plain.push(' ');
            }
        }
        flush(&mut plain, &mut pieces);
        pieces
    }

    /// Cuts a line of code, whose spaces are kept, where a word of it is too wide.
    pub(super) fn lines_of_code(&self, line: &str, width: f32) -> Vec<Inline> {
        let mut pieces = Vec::new();
        for token in line.split_inclusive(' ') {
            if self.width(token, true) > width {
                self.broken(token, true, width, &mut pieces);
            } else {
                pieces.push(Inline::Text(token.to_owned()));
            }
        }
        pieces
    }

    /// Cuts a word that is too wide after its separators, and a part that is still too wide anywhere.
    pub(super) fn broken(&self, word: &str, code: bool, width: f32, pieces: &mut Vec<Inline>) {
        let mut from = 0;
        let mut last = '\0';
        for (at, c) in word.char_indices() {
            let separator =
                matches!(last, '/' | '_' | '.' | ',' | ';' | ':' | '=' | '&' | '?' | '|' | '\\' | ')' | ']' | '}');
            // Before a hyphen and not after it: one at the end of a line would be taken for ours.
            if at > 0 && ((separator && c != last) || (c == '-' && last != '-')) {
                self.part(&word[from..at], code, width, pieces);
                pieces.push(Inline::Gap);
                from = at;
            }
            last = c;
        }
        self.part(&word[from..], code, width, pieces);
    }

    fn part(&self, part: &str, code: bool, width: f32, pieces: &mut Vec<Inline>) {
        let mut chunk = String::new();
        let mut taken = 0.0;
        for c in part.chars() {
            let own = self.width(c.encode_utf8(&mut [0; 4]), code);
            if !chunk.is_empty() && taken + own > width * 0.96 {
                push(std::mem::take(&mut chunk), pieces);
                pieces.push(Inline::Gap);
                taken = 0.0;
            }
            chunk.push(settable(c));
            taken += own;
        }
        push(chunk, pieces);
    }
}

fn flush(plain: &mut String, pieces: &mut Vec<Inline>) {
    if !plain.is_empty() {
        pieces.push(Inline::Text(std::mem::take(plain)));
    }
}

fn push(chunk: String, pieces: &mut Vec<Inline>) {
    if chunk.is_empty() {
        return;
    }
    pieces.push(if breakable(&chunk) { Inline::Whole { v: chunk } } else { Inline::Text(chunk) });
}

/// Tells whether words end at the character: a space that keeps two words on one line does not end any.
fn is_gap(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}')
}

/// Tells whether a line could be broken within the word (Unicode Standard Annex 14).
fn breakable(word: &str) -> bool {
    let mut characters = word.chars().peekable();
    let mut any = false;
    while let Some(c) = characters.next() {
        let inner = characters.peek().is_some_and(|next| !next.is_whitespace());
        any |=
            inner && matches!(c, '-' | '/' | '|' | '?' | '!' | '%' | '}' | ')' | ']' | '…' | '\u{2010}'..='\u{2015}');
    }
    any
}

/// Returns the character as it can be set: a control character has no glyph in any font.
pub(super) fn settable(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        // The fonts have the commonest of the spaces at which no line breaks.
        '\u{202f}' | '\u{2007}' => '\u{a0}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}
