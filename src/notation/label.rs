//! `2 (SAFE)` or `SAFE (2)`, as it follows a parameter's name without a sign.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::comparison::{after_quote, aside};
use super::value;

/// The words that may stand between a name and its value.
static JOINT: LazyLock<Regex> = LazyLock::new(|| {
    let words = r"is|est|at|to|in|à|en|au|mode|passe à|passe en|set to|reads|shows|indique|affiche|becomes|devient";
    Regex::new(&format!(r"^(?:[ \u{{a0}}]?[:→]|[ \u{{a0}}](?:{words}))?[ \u{{a0}}]"))
        .expect("the pattern is a regular expression")
});

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

#[cfg(test)]
mod tests {
    use super::after;

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
