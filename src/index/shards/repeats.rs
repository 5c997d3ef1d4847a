//! Writes a text shorter: what stood shortly before is referred to (Ziv & Lempel, 1977).
//!
//! A reference is [`MARK`], the distance in two signs, and how much more than [`LEAST`] is repeated in one; a distance
//! of zero stands for the mark itself. Lengths are those of UTF-16, in which scripts count.

use super::bits::sign;

/// What begins a reference. It is no sign of a number in one.
const MARK: char = '~';

/// How many signs numbers are written in.
const SIGNS: usize = 91;

/// How much is repeated at least.
const LEAST: usize = 5;

/// How much is repeated at most.
const MOST: usize = LEAST + SIGNS - 1;

/// How far back it stands at most.
const FAR: usize = SIGNS * SIGNS - 1;

/// How many earlier places are looked at.
const TRIES: usize = 12;

/// How many slots beginnings are kept in.
const SLOTS: usize = 1 << 14;

/// Returns the text with references.
pub(super) fn shorten(text: &str) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out: Vec<u16> = Vec::with_capacity(units.len());
    // The last place of the beginnings that share a slot, and for each place the one before.
    let mut last = vec![usize::MAX; SLOTS];
    let mut before = vec![usize::MAX; units.len()];
    let mut at = 0;
    while at < units.len() {
        let found = repeated(&units, at, &last, &before);
        let length = match found {
            Some((from, length)) => {
                let back = at - from;
                let signs = [MARK, sign(back / SIGNS), sign(back % SIGNS), sign(length - LEAST)];
                out.extend(signs.map(|sign| sign as u16));
                length
            }
            None => {
                out.push(units[at]);
                if units[at] == MARK as u16 {
                    out.extend([sign(0) as u16; 2]);
                }
                1
            }
        };
        for (place, known) in before.iter_mut().enumerate().skip(at).take(length) {
            if let Some(slot) = slot(&units, place) {
                *known = std::mem::replace(&mut last[slot], place);
            }
        }
        at += length;
    }
    String::from_utf16_lossy(&out)
}

/// Returns the slot of the beginning that stands at a place; others may share it.
fn slot(units: &[u16], at: usize) -> Option<usize> {
    let beginning = units.get(at..at + LEAST)?;
    // Multiplication by the golden ratio spreads what differs little (Knuth, 1973).
    let hash = beginning.iter().fold(0u64, |hash, unit| (hash ^ u64::from(*unit)).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    Some((hash >> (u64::BITS - SLOTS.ilog2())) as usize)
}

/// Returns the longest of the last places that a place repeats, and how much.
fn repeated(units: &[u16], at: usize, last: &[usize], before: &[usize]) -> Option<(usize, usize)> {
    let mut from = last[slot(units, at)?];
    let mut best: Option<(usize, usize)> = None;
    for _ in 0..TRIES {
        if from == usize::MAX || at - from > FAR {
            break;
        }
        // What is repeated ends before the place itself, and cuts no pair of surrogates.
        let most = MOST.min(at - from).min(units.len() - at);
        let mut length =
            units[from..from + most].iter().zip(&units[at..]).take_while(|(one, other)| one == other).count();
        if length > 0 && (0xd800..0xdc00).contains(&units[at + length - 1]) {
            length -= 1;
        }
        if length >= LEAST && best.is_none_or(|(_, longest)| length > longest) {
            best = Some((from, length));
        }
        from = before[from];
    }
    best.filter(|(from, _)| !(0xdc00..0xe000).contains(&units[*from]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Follows the references, as the searcher does.
    fn written_out(text: &str) -> String {
        let value = |c: char| (0..SIGNS).find(|number| sign(*number) == c).expect("a sign");
        let mut out: Vec<u16> = Vec::new();
        let mut pieces = text.split(MARK);
        out.extend(pieces.next().unwrap_or_default().encode_utf16());
        for piece in pieces {
            let signs: Vec<char> = piece.chars().take(3).collect();
            let back = value(signs[0]) * SIGNS + value(signs[1]);
            let skipped = if back == 0 {
                out.push(MARK as u16);
                2
            } else {
                let from = out.len() - back;
                out.extend_from_within(from..from + value(signs[2]) + LEAST);
                3
            };
            out.extend(piece[skipped..].encode_utf16());
        }
        String::from_utf16(&out).expect("whole characters")
    }

    #[test]
    fn what_repeats_is_referred_to() {
        for text in [
            "",
            "~",
            "a~b~~",
            "abcde",
            "the battery, the battery, the batteries ~ the battery",
            "𠀀𠀁𠀀𠀁𠀀𠀁𠀀𠀁x𠀀𠀁𠀀𠀁",
        ] {
            assert_eq!(written_out(&shorten(text)), text);
        }
        let long = "Envoyer AOC_SAFE_MODE, puis contrôler. ".repeat(200);
        assert_eq!(written_out(&shorten(&long)), long);
        assert!(shorten(&long).len() < long.len() / 10);
    }
}
