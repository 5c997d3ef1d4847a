//! What could be a name: an identifier, a mnemonic, a word.

use std::borrow::Cow;
use std::ops::Range;

/// The hyphens of typographers, of which the second does not break: `FCP‑AOC‑010` is a name as it is with `-`.
const HYPHENS: [char; 2] = ['\u{2010}', '\u{2011}'];

/// Returns the tokens of a text: runs of letters, digits and `_`, joined by single `-`, `.` or `/`.
pub fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() && word(text, at).is_none() {
            at = next(text, at);
        }
        let start = at;
        while at < bytes.len() {
            let length = word(text, at)
                .or_else(|| joint(text, at).filter(|joint| at > start && word(text, at + joint).is_some()));
            let Some(length) = length else { break };
            at += length;
        }
        (start < at).then_some(start..at)
    })
}

/// Returns a name with plain hyphens, as it is defined.
pub fn plain(name: &str) -> Cow<'_, str> {
    if name.is_ascii() { name.into() } else { name.replace(HYPHENS, "-").into() }
}

/// Returns the length in bytes of the sign here, if it can stand in a name. A word with an accent is one token, also
/// where the accent is a sign of its own; the typographer's apostrophe and the no-break space part words as `'` and a
/// space do, and so do scripts that write without spaces.
fn word(text: &str, at: usize) -> Option<usize> {
    /// Where the scripts of East Asia begin.
    const CJK: char = '\u{2e80}';
    let byte = *text.as_bytes().get(at)?;
    if byte.is_ascii() {
        return (byte.is_ascii_alphanumeric() || byte == b'_').then_some(1);
    }
    let sign = text[at..].chars().next()?;
    let is_letter = sign.is_alphanumeric() && sign < CJK || matches!(sign, '\u{300}'..='\u{36f}');
    is_letter.then(|| sign.len_utf8())
}

/// Tells whether a token is a part of a pattern of names: `BAT*_VOLT`, `TC_AOC_*`, `RW[1-4]_SPEED`, `BAT<n>_VOLT`,
/// `RW{1..4}_SPEED`, `TC_AOC_…`. A tag within a name, as a line has it, may be what Markdown takes `<n>` for.
pub fn is_part_of_pattern(text: &str, token: &Range<usize>) -> bool {
    /// What stands in brackets in a name is short.
    const LONGEST: usize = 24;
    let joins = |c: char| c == '_' || c.is_alphanumeric();
    let (before, after) = (&text[..token.start], &text[token.end..]);
    let (is_beginning, is_rest) = (text[token.clone()].ends_with('_'), text[token.clone()].starts_with('_'));
    if is_beginning || after.starts_with('*') || is_rest && before.ends_with(['*', '…']) {
        return true;
    }
    if after.strip_prefix('\u{1f}').is_some_and(|rest| rest.starts_with('_')) {
        return true;
    }
    let pairs = [('[', ']'), ('{', '}'), ('<', '>')];
    pairs.iter().any(|(open, close)| {
        let opened = after.strip_prefix(*open).and_then(|rest| Some(&rest[rest.find(*close)? + close.len_utf8()..]));
        let within = opened.map_or(0, |rest| after.len() - rest.len());
        let goes_on = opened.is_some_and(|rest| within <= LONGEST && rest.starts_with(joins));
        goes_on || is_rest && before.ends_with(*close)
    })
}

/// Returns where the next sign begins.
fn next(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}

/// Tells whether a token can be a name in running text: it has a digit, a `_`, or more than one
/// capital. Anything else is a word.
pub fn looks_like_name(token: &str) -> bool {
    let mut capitals = 0;
    token.bytes().any(|byte| {
        capitals += usize::from(byte.is_ascii_uppercase());
        byte.is_ascii_digit() || byte == b'_' || capitals > 1
    })
}

/// Returns the parts of a token that could be names by themselves, the longest first: the token,
/// then what remains of it where it is cut at its joints.
pub fn parts(token: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    /// Joints beyond these are not cut at; no identifier has so many parts.
    const MOST: usize = 12;
    let joints = token.char_indices().filter(|(_, sign)| is_joint(*sign)).take(MOST);
    let mut starts = vec![0];
    let mut ends = Vec::new();
    for (at, joint) in joints {
        ends.push(at);
        starts.push(at + joint.len_utf8());
    }
    ends.push(token.len());
    let count = starts.len();
    (1..=count).rev().flat_map(move |length| {
        let (starts, ends) = (starts.clone(), ends.clone());
        (0..=count - length).map(move |first| starts[first]..ends[first + length - 1])
    })
}

/// Returns the length in bytes of the joint here.
fn joint(text: &str, at: usize) -> Option<usize> {
    text[at..].chars().next().filter(|sign| is_joint(*sign)).map(char::len_utf8)
}

fn is_joint(sign: char) -> bool {
    matches!(sign, '-' | '.' | '/') || HYPHENS.contains(&sign)
}

#[cfg(test)]
mod tests {
    use super::{is_part_of_pattern, looks_like_name, parts, plain, tokens};

    #[test]
    fn what_stands_for_several_names_is_none() {
        let read = |text: &'static str| {
            tokens(text).filter(|token| !is_part_of_pattern(text, token)).map(|token| &text[token]).collect::<Vec<_>>()
        };
        assert_eq!(
            read("BAT*_VOLT TC_AOC_* AL_EPS_… RW[1-4]_SPEED BAT<n>_VOLT RW{1..4}_SPEED TC_AOC_<X>"),
            ["1-4", "n", "1", "4", "X"]
        );
        assert_eq!(
            read("RW_SPEED[1] RW_SPEED<3 RW_SPEED, **RW_SPEED"),
            ["RW_SPEED", "1", "RW_SPEED", "3", "RW_SPEED", "RW_SPEED"]
        );
    }

    #[test]
    fn tokens_keep_their_joints() {
        let text = "Send TC_AOC-1/B, voir l'équipement.";
        let found: Vec<&str> = tokens(text).map(|range| &text[range]).collect();
        assert_eq!(found, ["Send", "TC_AOC-1/B", "voir", "l", "équipement"]);
    }

    #[test]
    fn typographic_signs_part_tokens() {
        let text = "d’AOC_MODE\u{a0}: «\u{202f}é\u{301}té» → A…, B’s, §3 模式AOC_X切换";
        let found: Vec<&str> = tokens(text).map(|range| &text[range]).collect();
        assert_eq!(found, ["d", "AOC_MODE", "é\u{301}té", "A", "B", "s", "3", "AOC_X"]);
    }

    #[test]
    fn parts_come_longest_first() {
        let found: Vec<&str> = parts("A-B/C").map(|range| &"A-B/C"[range]).collect();
        assert_eq!(found, ["A-B/C", "A-B", "B/C", "A", "B", "C"]);
        let found: Vec<&str> = parts("A‑B").map(|range| &"A‑B"[range]).collect();
        assert_eq!(found, ["A‑B", "A", "B"]);
        assert_eq!(plain("A‑B"), "A-B");
    }

    #[test]
    fn words_are_no_names() {
        assert!(looks_like_name("AOC") && looks_like_name("x_y") && looks_like_name("crp3"));
        assert!(!looks_like_name("Battery") && !looks_like_name("mode"));
    }
}
