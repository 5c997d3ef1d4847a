//! Abbreviations in running text, and what says what they stand for.

use std::ops::Range;

use crate::notation::line::Line;
use crate::notation::token;

/// An abbreviation that a line explains.
pub(super) struct Explained {
    /// Where the abbreviation stands.
    pub(super) short: Range<usize>,
    /// Where its expansion stands, if each letter was found in it.
    pub(super) expansion: Option<Range<usize>>,
}

/// Visits the words of a line that have the look of abbreviations: two to six capitals. Names with a digit or a `_`,
/// and lines in capitals, have none.
pub(super) fn of<'l>(line: &'l Line<'_>) -> impl Iterator<Item = Range<usize>> + 'l {
    // Most lines have none, and are soon seen through.
    let text = Some(line.text.as_str()).filter(|text| has_capitals(text)).unwrap_or_default();
    // A sign that stands alone, as French has it before a semicolon, is no word.
    let mut words = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    let shouted = !text.chars().any(char::is_lowercase) && words.nth(1).is_some();
    let tokens = token::tokens(text).filter(move |_| !shouted).filter(|token| {
        if !has_capitals(&line.text[token.clone()]) {
            return false;
        }
        let in_prose = line.piece_of(token).is_some_and(|piece| !piece.code);
        // What stands right against another sign is part of a name.
        let beside = line.text[..token.start].ends_with(['&', '\\', '$', '@', '#', '<', '`']);
        in_prose && !beside
    });
    tokens.flat_map(|token| {
        let parts: Vec<Range<usize>> =
            split(&line.text[token.clone()]).map(|part| token.start + part.start..token.start + part.end).collect();
        // A joined word that is not all capitals is an identifier: `ISO-8601`, `Wi-FI`.
        let all = parts.iter().all(|part| is_short(&line.text[part.clone()]));
        if all { parts } else { Vec::new() }
    })
}

/// Tells whether two capitals stand side by side.
fn has_capitals(text: &str) -> bool {
    let mut before = false;
    text.chars().any(|c| {
        let is_pair = before && c.is_uppercase();
        before = c.is_uppercase();
        is_pair
    })
}

fn split(token: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    token.split(['-', '.', '/']).map(move |part| {
        let range = at..at + part.len();
        at = range.end + 1;
        range
    })
}

fn is_short(word: &str) -> bool {
    let letters = word.chars().count();
    (2..=6).contains(&letters) && word.chars().all(char::is_uppercase)
}

/// Returns the abbreviations that a line explains: `attitude control system (ACS)`, `ACS (attitude control system)`,
/// `ACS: attitude control system`.
pub(super) fn explained(line: &Line<'_>) -> Vec<Explained> {
    let text = &line.text;
    let mut found = Vec::new();
    // What explains stands in brackets or behind a sign, which most lines do not have.
    if !text.contains(['(', '[', ':', '=', ',', '—', '–']) {
        return found;
    }
    for short in of(line) {
        let letters: Vec<char> = text[short.clone()].chars().map(plain).collect();
        let (before, after) = (&text[..short.start], &text[short.end..]);
        let in_brackets = before.ends_with(['(', '[']) && after.starts_with([')', ']', ',', ';', ' ']);
        let rest = after.trim_start_matches(['*', ' ', '\u{a0}']);
        let opens = rest.starts_with(['(', ':', '=', '—', '–', '[']) || after.starts_with(", ");
        if in_brackets {
            let words = words(&before[..before.len() - 1]);
            let expansion = backwards(&words, &letters).map(|from| from..before[..before.len() - 1].trim_end().len());
            // Who writes words before a bracket that begin as the abbreviation does, explains it well enough.
            let near = &words[words.len().saturating_sub(letters.len() + 4)..];
            if expansion.is_some() || near.iter().any(|(initial, _)| initial == &letters[0]) {
                found.push(Explained { short, expansion });
            }
        } else if opens {
            let from = text.len() - rest.len() + rest.chars().next().map_or(0, char::len_utf8);
            let end = text[from..].find([')', ']', ';', '.']).map_or(text.len(), |at| from + at);
            let words = words(&text[from..end]);
            let expansion = forwards(&words, &letters)
                .map(|to| from + text[from..end].len() - text[from..end].trim_start().len()..from + to);
            let near = &words[..words.len().min(letters.len() + 2)];
            let explains = near.len() > 1 && near.iter().any(|(initial, _)| initial == &letters[0]);
            if expansion.is_some() || explains {
                found.push(Explained { short, expansion });
            }
        }
    }
    found
}

/// Words that join others. No abbreviation begins with one of them.
const JOINING: &[&str] = &[
    "a", "and", "d", "de", "des", "du", "et", "for", "in", "l", "la", "le", "les", "of", "on", "or", "ou", "the", "to",
];

/// Returns the words of a text: the first letter of each, plain, and where it stands. Of a word that joins others, a
/// small letter.
fn words(text: &str) -> Vec<(char, Range<usize>)> {
    let mut words = Vec::new();
    let mut from = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match (character.is_alphanumeric(), from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                let joins = JOINING.contains(&text[start..at].to_lowercase().as_str());
                let first = text[start..at].chars().next().map(plain);
                words.extend(first.map(|first| (if joins { first.to_ascii_lowercase() } else { first }, start..at)));
                from = None;
            }
            _ => {}
        }
    }
    words
}

/// Letters of words that an abbreviation may leave out: `of`, `de`, `the`, `l’`.
const SMALL: usize = 3;

/// Finds where the words begin that end a text and whose first letters are these.
fn backwards(words: &[(char, Range<usize>)], letters: &[char]) -> Option<usize> {
    let mut wanted = letters.iter().rev().peekable();
    for (initial, place) in words.iter().rev() {
        // A word that joins others may stand for a letter within, not for the first.
        let joins = initial.is_lowercase() && wanted.len() > 1 && wanted.peek() == Some(&&plain(*initial));
        if wanted.peek() == Some(&initial) || joins {
            wanted.next();
            if wanted.peek().is_none() {
                return Some(place.start);
            }
        } else if place.len() > SMALL || wanted.len() == letters.len() {
            return None;
        }
    }
    None
}

/// Finds where the words end that begin a text and whose first letters are these.
fn forwards(words: &[(char, Range<usize>)], letters: &[char]) -> Option<usize> {
    let mut wanted = letters.iter().peekable();
    for (initial, place) in words {
        let joins = initial.is_lowercase() && wanted.len() < letters.len() && wanted.peek() == Some(&&plain(*initial));
        if wanted.peek() == Some(&initial) || joins {
            wanted.next();
            if wanted.peek().is_none() {
                return Some(place.end);
            }
        } else if place.len() > SMALL || wanted.len() == letters.len() {
            return None;
        }
    }
    None
}

/// Returns a letter without its accent, as a capital.
fn plain(letter: char) -> char {
    match letter.to_lowercase().next().unwrap_or(letter) {
        'à' | 'â' | 'ä' | 'á' => 'A',
        'é' | 'è' | 'ê' | 'ë' => 'E',
        'î' | 'ï' | 'í' => 'I',
        'ô' | 'ö' | 'ó' => 'O',
        'ù' | 'û' | 'ü' | 'ú' => 'U',
        'ç' => 'C',
        other => other.to_uppercase().next().unwrap_or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::{explained, of};
    use crate::model::inline::{Inline, Text};
    use crate::notation::line::Line;
    use crate::text::span::{SourceId, Span};

    fn with_line<T>(text: &str, ask: impl FnOnce(&Line<'_>) -> T) -> T {
        let inlines = [Inline::Text(Text::new(text, Span::new(SourceId(0), 0, text.len())))];
        let mut line = Line::default();
        line.fill(&inlines);
        ask(&line)
    }

    fn shorts(text: &str) -> Vec<String> {
        with_line(text, |line| of(line).map(|range| line.text[range].to_owned()).collect())
    }

    fn expansions(text: &str) -> Vec<String> {
        with_line(text, |line| {
            let found = explained(line).into_iter();
            found.map(|one| format!("{} = {}", &text[one.short], one.expansion.map_or("?", |at| &text[at]))).collect()
        })
    }

    #[test]
    fn capitals_are_abbreviations() {
        assert_eq!(shorts("The AOCS and the TM/TC link, see ISO-8601 and TC_AOC_GO."), ["AOCS", "TM", "TC"]);
        assert_eq!(shorts("NE PAS OUVRIR"), [""; 0]);
        assert_eq!(shorts("SCAO ;"), ["SCAO"]);
    }

    #[test]
    fn what_an_abbreviation_stands_for_is_beside_it() {
        assert_eq!(expansions("the attitude control system (ACS) turns"), ["ACS = attitude control system"]);
        assert_eq!(
            expansions("le système de contrôle d’attitude et d’orbite (SCAO)"),
            ["SCAO = système de contrôle d’attitude et d’orbite"]
        );
        assert_eq!(
            expansions("The Attitude and Orbit Control System (AOCS)"),
            ["AOCS = Attitude and Orbit Control System"]
        );
        assert_eq!(expansions("the point of contact (POC)"), ["POC = point of contact"]);
        assert_eq!(expansions("ACS (attitude control system)"), ["ACS = attitude control system"]);
        assert_eq!(expansions("DNEL: délestage non essentiel"), ["DNEL = ?"]);
        assert_eq!(expansions("the ACS turns (slowly)"), [""; 0]);
    }
}
