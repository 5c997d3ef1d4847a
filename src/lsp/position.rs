//! Bytes of a text and positions as the protocol counts them.
//!
//! A line ends with `\n`, `\r\n` or `\r`. Within a line, characters are counted in bytes of UTF-8 or in units
//! of UTF-16, whichever was agreed on. A position beyond the end of its line means that end.

use std::ops::Range;

use lsp_types::{Position, PositionEncodingKind};

/// How characters are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16,
}

impl Encoding {
    /// Returns the first that suits of what a client offers; each client understands UTF-16.
    pub(super) fn agree(offered: Option<&[PositionEncodingKind]>) -> Self {
        match offered.is_some_and(|offered| offered.contains(&PositionEncodingKind::UTF8)) {
            true => Encoding::Utf8,
            false => Encoding::Utf16,
        }
    }

    /// Returns the name that the protocol has for it.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    fn length(self, text: &str) -> usize {
        match self {
            Encoding::Utf8 => text.len(),
            Encoding::Utf16 => text.encode_utf16().count(),
        }
    }
}

/// A text with the places of its lines.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        Self { text, starts, encoding }
    }

    /// Returns the byte of a position.
    pub(super) fn offset(&self, position: Position) -> usize {
        let Some(start) = self.starts.get(position.line as usize) else { return self.text.len() };
        let end = self.starts.get(position.line as usize + 1).copied().unwrap_or(self.text.len());
        let line = self.text[*start..end].trim_end_matches(['\n', '\r']);
        let wanted = position.character as usize;
        let mut units = 0;
        for (at, character) in line.char_indices() {
            units += match self.encoding {
                Encoding::Utf8 => character.len_utf8(),
                Encoding::Utf16 => character.len_utf16(),
            };
            // A position within a character means its start.
            if units > wanted {
                return start + at;
            }
        }
        start + line.len()
    }

    /// Returns the position of a byte.
    pub(super) fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let character = self.encoding.length(&self.text[self.starts[line]..offset]);
        Position { line: small(line), character: small(character) }
    }

    /// Returns the positions of some bytes.
    pub(super) fn range(&self, bytes: Range<usize>) -> lsp_types::Range {
        lsp_types::Range { start: self.position(bytes.start), end: self.position(bytes.end) }
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "aé\r\n🛰x\ry\nz";

    /// Says where each character stands, and checks that the way back leads to it.
    fn positions(encoding: Encoding) -> Vec<(u32, u32)> {
        let lines = Lines::new(TEXT, encoding);
        let places = TEXT.char_indices().filter(|(_, c)| !matches!(c, '\r' | '\n')).map(|(at, _)| {
            let position = lines.position(at);
            assert_eq!(lines.offset(position), at);
            (position.line, position.character)
        });
        places.collect()
    }

    #[test]
    fn characters_are_counted_as_agreed() {
        assert_eq!(positions(Encoding::Utf8), [(0, 0), (0, 1), (1, 0), (1, 4), (2, 0), (3, 0)]);
        assert_eq!(positions(Encoding::Utf16), [(0, 0), (0, 1), (1, 0), (1, 2), (2, 0), (3, 0)]);
    }

    #[test]
    fn a_position_that_is_nowhere_means_the_nearest() {
        let lines = Lines::new(TEXT, Encoding::Utf16);
        let offset = |line, character| lines.offset(Position { line, character });
        assert_eq!(offset(0, 99), "aé".len(), "the end of the line, before its ending");
        assert_eq!(offset(1, 1), offset(1, 0), "within a character, its start");
        assert_eq!(offset(99, 0), TEXT.len());
    }
}
