//! What could be a name: an identifier, a mnemonic, a word.

use std::ops::Range;

/// Returns the tokens of a text: runs of letters, digits and `_`, joined by single `-`, `.` or `/`.
pub fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() && !is_word(bytes[at]) {
            at += 1;
        }
        let start = at;
        while at < bytes.len() {
            let joined = is_joint(bytes[at]) && at > start && bytes.get(at + 1).is_some_and(|next| is_word(*next));
            if !is_word(bytes[at]) && !joined {
                break;
            }
            at += 1;
        }
        (start < at).then_some(start..at)
    })
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
    let joints = token.bytes().enumerate().filter(|(_, byte)| is_joint(*byte)).map(|(at, _)| at).take(MOST);
    let mut starts = vec![0];
    let mut ends = Vec::new();
    for joint in joints {
        ends.push(joint);
        starts.push(joint + 1);
    }
    ends.push(token.len());
    let count = starts.len();
    (1..=count).rev().flat_map(move |length| {
        let (starts, ends) = (starts.clone(), ends.clone());
        (0..=count - length).map(move |first| starts[first]..ends[first + length - 1])
    })
}

/// Bytes beyond ASCII belong to letters here: a word with an accent is one token.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn is_joint(byte: u8) -> bool {
    matches!(byte, b'-' | b'.' | b'/')
}

#[cfg(test)]
mod tests {
    use super::{looks_like_name, parts, tokens};

    #[test]
    fn tokens_keep_their_joints() {
        let text = "Send TC_AOC-1/B, voir l'équipement.";
        let found: Vec<&str> = tokens(text).map(|range| &text[range]).collect();
        assert_eq!(found, ["Send", "TC_AOC-1/B", "voir", "l", "équipement"]);
    }

    #[test]
    fn parts_come_longest_first() {
        let found: Vec<&str> = parts("A-B/C").map(|range| &"A-B/C"[range]).collect();
        assert_eq!(found, ["A-B/C", "A-B", "B/C", "A", "B", "C"]);
    }

    #[test]
    fn words_are_no_names() {
        assert!(looks_like_name("AOC") && looks_like_name("x_y") && looks_like_name("crp3"));
        assert!(!looks_like_name("Battery") && !looks_like_name("mode"));
    }
}
