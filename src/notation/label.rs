//! Numbers and the labels that they stand for: `2 (SAFE)` or `SAFE (2)` after a parameter's name, and whole lists,
//! `0=OFF, 1=STANDBY, 2=SAFE`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::comparison::{after_quote, aside, skip_space};
use super::value;

/// The words that may stand between a name and its value.
static JOINT: LazyLock<Regex> = LazyLock::new(|| {
    let words = concat!(
        "is|est|at|to|in|à|en|au|mode|passe à|passe en|set to|reads|shows|indique|affiche|becomes|devient|vaut|equals|",
        "stays|remains|reste|must be|shall be|should be|has to be|doit être|doit valoir|must read|should read"
    );
    Regex::new(&format!(r"^(?:[ \u{{a0}}]?[:→]|[ \u{{a0}}](?:{words}))?[ \u{{a0}}]"))
        .expect("the pattern is a regular expression")
});

/// The signs that may stand between a number and its label in a list.
const SIGNS: [char; 3] = ['=', ':', '→'];

/// A number and a label that are said to belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// The number.
    pub value: Range<usize>,
    /// The label.
    pub label: Range<usize>,
    /// One past the bracket.
    pub end: usize,
}

/// Reads what follows a name that ends at this byte.
pub fn after(text: &str, name_end: usize) -> Option<Labelled> {
    let rest = text.get(name_end..)?;
    let at = name_end + JOINT.find(rest)?.end();
    let first = value::read(text, at, true)?;
    let (second, end) = aside(text, after_quote(text, first.end))?;
    let number = |range: &Range<usize>| value::number(&text[range.clone()]).is_some();
    match (number(&first), number(&second)) {
        (true, false) => Some(Labelled { value: first, label: second, end }),
        (false, true) => Some(Labelled { value: second, label: first, end }),
        _ => None,
    }
}

/// Reads a list that follows a name that ends at this byte, in brackets or after a colon.
pub fn list_after(text: &str, name_end: usize) -> Option<Vec<Labelled>> {
    let at = skip_space(text, name_end);
    let sign = text.get(at..)?.chars().next().filter(|c| matches!(c, '(' | '[' | ':' | '–' | '—'))?;
    list(text, skip_space(text, at + sign.len_utf8()))
}

/// Finds the list that a cell of a table holds, whatever stands before it.
pub fn list_within(text: &str) -> Option<Vec<Labelled>> {
    // Most cells have none, and are soon seen through.
    text.matches(SIGNS).nth(1)?;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit()
            && !before.is_alphanumeric()
            && !matches!(before, '_' | '-' | '.')
            && let Some(found) = list(text, at)
        {
            return Some(found);
        }
        before = c;
    }
    None
}

/// Reads `0=OFF, 1=STANDBY`: two pairs at least, as one by itself may say anything.
fn list(text: &str, at: usize) -> Option<Vec<Labelled>> {
    let mut found: Vec<Labelled> = Vec::new();
    let mut at = at;
    while let Some(pair) = pair(text, at) {
        at = skip_space(text, pair.end);
        found.push(pair);
        match text[at..].chars().next() {
            Some(sign @ (',' | ';' | '/' | '|')) => at = skip_space(text, at + sign.len_utf8()),
            _ => break,
        }
    }
    (found.len() > 1).then_some(found)
}

fn pair(text: &str, at: usize) -> Option<Labelled> {
    let value = value::read(text, at, false).filter(|value| value::number(&text[value.clone()]).is_some())?;
    let sign = skip_space(text, value.end);
    let sign_length = text[sign..].chars().next().filter(|c| SIGNS.contains(c))?.len_utf8();
    let label = value::read(text, skip_space(text, sign + sign_length), false)?;
    let end = after_quote(text, label.end);
    let is_label = text[label.clone()].starts_with(|c: char| c.is_alphabetic());
    is_label.then_some(Labelled { value, label, end })
}

#[cfg(test)]
mod tests {
    use super::{after, list_after, list_within};

    #[test]
    fn lists_give_each_number_its_label() {
        let show = |text: &str, found: Option<Vec<super::Labelled>>| {
            let pairs = found.unwrap_or_default().into_iter();
            pairs.map(|pair| format!("{}{}", &text[pair.value], &text[pair.label])).collect::<Vec<_>>().join(" ")
        };
        let text = "M (0=OFF, 1 = STANDBY; 2=SAFE)";
        assert_eq!(show(text, list_after(text, 1)), "0OFF 1STANDBY 2SAFE");
        let text = "P0: target mode (1=SAFE,2=IDLE)";
        assert_eq!(show(text, list_within(text)), "1SAFE 2IDLE");
        assert_eq!(list_within("v0=OFF"), None);
        assert_eq!(list_within("at 12:30, 1=ON"), None);
    }

    #[test]
    fn a_number_and_its_label_follow_a_name() {
        let read = |text: &'static str| after(text, 1).map(|found| (&text[found.value], &text[found.label]));
        assert_eq!(read("M 2 (SAFE)"), Some(("2", "SAFE")));
        assert_eq!(read("M : SAFE (2)"), Some(("2", "SAFE")));
        assert_eq!(read("M passe en SAFE (2)"), Some(("2", "SAFE")));
        assert_eq!(read("M (2)"), None);
        assert_eq!(read("M in SAFE mode"), None);
        assert_eq!(read("M SAFE (see below)"), None);
    }
}
