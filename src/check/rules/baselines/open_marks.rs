//! The marks by which authors say that something is still to be determined.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::check::prose::stands_alone;
use crate::notation::line::Line;

/// Where a mark stands.
pub(super) type Mark = Range<usize>;

/// Marks wherever they stand.
const CAPITALS: &[&str] = &[
    "TBD",
    "TBC",
    "TBW",
    "TO BE DEFINED",
    "TO BE DETERMINED",
    "TO BE CONFIRMED",
    "À DÉFINIR",
    "À CONFIRMER",
    "À PRÉCISER",
    "À COMPLÉTER",
    "A DEFINIR",
    "A CONFIRMER",
    "A PRECISER",
    "A COMPLETER",
];

/// Words that are a mark only where they stand for a value.
const PHRASES: &[&str] = &[
    "to be defined",
    "to be determined",
    "to be confirmed",
    "à définir",
    "à confirmer",
    "à préciser",
    "à compléter",
    "tbd",
    "tbc",
];

/// Any of the marks: a line is looked through once, and not for each mark.
static ANY: LazyLock<Regex> = LazyLock::new(|| {
    let marks: Vec<&str> = CAPITALS.iter().chain(PHRASES).copied().collect();
    Regex::new(&marks.join("|")).expect("the marks are plain letters")
});

/// Words after which a mark is spoken of, and stands for nothing.
const SPOKEN_OF: &[&str] = &[
    "a", "all", "any", "each", "every", "no", "of", "the", "without", "aucun", "aucune", "chaque", "de", "des", "du",
    "le", "les", "sans", "tous", "tout", "un",
];

/// Returns the marks in a line.
pub(super) fn of(line: &Line<'_>) -> Vec<Mark> {
    let (text, all) = (line.text.as_str(), line.text.trim());
    let is_mark = |mark: &Mark| {
        let code = line.piece_of(mark).filter(|piece| piece.code);
        if is_capital(&text[mark.clone()]) {
            // A mark that is all of a code span is a word that is spoken of, unless it fills the line.
            let alone = |length: usize| length <= mark.len() && all.len() > mark.len();
            !is_spoken_of(text, mark) && !code.is_some_and(|piece| alone(piece.text.text.len()))
        } else {
            code.is_none() && stands_for_a_value(text, mark)
        }
    };
    marks(text).filter(is_mark).filter(|mark| !is_explained(text, mark)).collect()
}

/// A mark with the day by which it is to be settled.
pub(super) struct Dated {
    pub(super) mark: Mark,
    pub(super) day: Mark,
}

/// Returns the marks in a line behind which a day stands: `TBC by 2026-03-31`, « à confirmer avant le 2026-03-31 »,
/// and in brackets `(TBC N. Faure 2026-03-31)`.
pub(super) fn dated(line: &Line<'_>) -> Vec<Dated> {
    let text = &line.text;
    let mut found = Vec::new();
    for (start, length) in days(text) {
        let day = start..start + length;
        let Some(mark) = mark_at_end(without_joints(&text[..start])).or_else(|| bracketed(text, &day)) else {
            continue;
        };
        let code = line.piece_of(&day).is_some_and(|piece| piece.code);
        if !code && !is_spoken_of(text, &mark) {
            found.push(Dated { mark, day });
        }
    }
    found
}

/// Returns the mark that a text ends with, its number aside: `TBC-012` is a mark too.
fn mark_at_end(text: &str) -> Option<Mark> {
    let bare = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let text = if bare.len() < text.len() { bare.strip_suffix('-').unwrap_or(text) } else { text };
    let all = CAPITALS.iter().chain(PHRASES);
    let from = all.filter_map(|mark| ends_with_letters(text, mark)).min()?;
    stands_alone(text, from, text.len()).then_some(from..text.len())
}

/// Returns the mark that a bracket begins with which ends with a day, where only a name stands between the two.
fn bracketed(text: &str, day: &Mark) -> Option<Mark> {
    if !text[day.end..].trim_start().starts_with([')', ']']) {
        return None;
    }
    let open = text[..day.start].rfind(['(', '['])? + 1;
    let inside = without_joints(&text[open..day.start]);
    let is_name = |word: &str| word.starts_with(char::is_uppercase);
    let mut end = inside.len();
    loop {
        let before = inside[..end].trim_end_matches([' ', ',', ':', '\u{a0}', '\u{202f}']);
        if let Some(mark) = mark_at_end(before).filter(|mark| mark.start == 0) {
            return Some(open..open + mark.end);
        }
        let word = before.rsplit([' ', '\u{a0}', '\u{202f}']).next().filter(|word| is_name(word) || is_joint(word))?;
        end = before.len() - word.len();
    }
}

/// Returns where days stand in a text, and their length.
fn days(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    const LENGTH: usize = "2026-03-31".len();
    let starts = text.match_indices('-').filter_map(|(at, _)| at.checked_sub(4));
    let is_date = |day: &str| {
        day.bytes().enumerate().all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
    };
    let written = starts.filter(move |start| text.get(*start..start + LENGTH).is_some_and(is_date));
    written.filter(|start| stands_alone(text, *start, start + LENGTH)).map(|start| (start, LENGTH))
}

/// Words that join a mark to its day.
const JOINTS: &[&str] = &[
    "by",
    "before",
    "until",
    "due",
    "on",
    "for",
    "the",
    "no",
    "later",
    "than",
    "avant",
    "par",
    "le",
    "pour",
    "d’ici",
    "d'ici",
    "au",
    "plus",
    "tard",
    "échéance",
    "jusqu’au",
    "jusqu'au",
];

fn is_joint(word: &str) -> bool {
    JOINTS.contains(&word.to_lowercase().as_str())
}

/// Returns a text without the words at its end that join a mark to its day.
fn without_joints(text: &str) -> &str {
    let bare = |text: &'_ str| text.trim_end_matches([' ', '\u{a0}', '\u{202f}', ',', ':', '(', '—', '–']).len();
    let mut text = &text[..bare(text)];
    loop {
        let word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
        let word = word.trim_start_matches(['(', ',', ':']);
        if !is_joint(word) {
            return text;
        }
        text = &text[..text.len() - word.len()];
        text = &text[..bare(text)];
    }
}

/// Returns where a mark begins that a text ends with, in whatever letters.
fn ends_with_letters(text: &str, mark: &str) -> Option<usize> {
    mark.chars().rev().try_fold(text.len(), |end, wanted| {
        let last = text[..end].chars().next_back()?;
        last.to_lowercase().eq(wanted.to_lowercase()).then(|| end - last.len_utf8())
    })
}

/// Returns the marks in what an attribute gives as a value.
pub(super) fn in_value(value: &str) -> Vec<Mark> {
    let is_mark = |mark: &Mark| is_capital(&value[mark.clone()]) && !is_spoken_of(value, mark);
    let found: Vec<Mark> = marks(value).filter(is_mark).collect();
    let whole = found.is_empty() && PHRASES.contains(&value.trim());
    if whole { std::iter::once(0..value.len()).collect() } else { found }
}

/// Returns the words of a text that may be marks.
fn marks(text: &str) -> impl Iterator<Item = Mark> + '_ {
    ANY.find_iter(text).map(|mark| mark.range()).filter(|mark| stands_alone(text, mark.start, mark.end))
}

fn is_capital(mark: &str) -> bool {
    CAPITALS.contains(&mark)
}

fn is_spoken_of(text: &str, mark: &Mark) -> bool {
    let before = text[..mark.start].trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    SPOKEN_OF.contains(&before.to_lowercase().as_str())
}

/// Tells whether words stand where a value would: in brackets, after a colon or a sign, or alone.
fn stands_for_a_value(text: &str, at: &Mark) -> bool {
    let (before, after) = (text[..at.start].trim_end(), text[at.end..].trim_start());
    let ends = after.is_empty() || after.starts_with(['.', ';', ',']);
    match before.chars().next_back() {
        None => after.is_empty() || after == ".",
        Some('(') => after.starts_with(')'),
        Some('[') => after.starts_with(']'),
        Some('<') => after.starts_with('>'),
        Some(':' | '=' | '—' | '–') => ends,
        _ => false,
    }
}

/// Tells whether the mark is explained, or explains one: `TBD (to be determined)`.
fn is_explained(text: &str, mark: &Mark) -> bool {
    let after = text[mark.end..].trim_start().to_lowercase();
    let before = text[..mark.start].trim_end();
    let explained = ["(to be", "(à ", ": to be", "= to be", ": à "].iter().any(|sign| after.starts_with(sign));
    let explains = before
        .strip_suffix(['(', ':', '='])
        .map(str::trim_end)
        .is_some_and(|before| ["TBD", "TBC", "TBW"].iter().any(|short| before.ends_with(short)));
    explained || explains
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::model::inline::{Inline, Text};
    use crate::notation::line::Line;
    use crate::text::span::{SourceId, Span};

    fn marks(text: &str) -> Vec<String> {
        let inlines = [Inline::Text(Text::new(text, Span::new(SourceId(0), 0, text.len())))];
        let mut line = Line::default();
        line.fill(&inlines);
        of(&line).into_iter().map(|mark| line.text[mark].to_owned()).collect()
    }

    #[test]
    fn marks_stand_for_values() {
        assert_eq!(marks("The limit is TBD V (TBC)."), ["TBD", "TBC"]);
        assert_eq!(marks("Seuil : à confirmer"), ["à confirmer"]);
        assert_eq!(marks("Seuil (à définir)."), ["à définir"]);
        assert_eq!(marks("26 V, TBD-012"), ["TBD"]);
    }

    #[test]
    fn words_about_marks_are_no_marks() {
        assert_eq!(marks("No TBD is left; TBD (to be determined) stands for a value."), [""; 0]);
        assert_eq!(marks("Le mode à confirmer est affiché, et la valeur reste à définir par l’équipe."), [""; 0]);
    }
}
