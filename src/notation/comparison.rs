//! `op value [unit] [(aside)]`, as it follows a parameter's name.

use std::ops::Range;

use super::value;
use crate::model::expression::Operator;

/// What follows a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// How the name is compared.
    pub operator: Operator,
    /// With what.
    pub values: Vec<Range<usize>>,
    /// In which unit.
    pub unit: Option<Range<usize>>,
    /// What stands in brackets after the value: its number, or its label.
    pub aside: Option<Range<usize>>,
    /// One past the last byte.
    pub end: usize,
}

/// The signs, the longest first.
const SIGNS: &[(&str, Operator)] = &[
    ("==", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("<>", Operator::NotEqual),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("=", Operator::Equal),
    ("≠", Operator::NotEqual),
    ("≤", Operator::LessOrEqual),
    ("≥", Operator::GreaterOrEqual),
    ("<", Operator::Less),
    (">", Operator::Greater),
];

/// Reads what follows a name that ends at this byte.
pub fn after(text: &str, name_end: usize) -> Option<Compared> {
    let at = skip_space(text, name_end);
    let (sign, operator) = SIGNS.iter().find(|(sign, _)| text[at..].starts_with(sign))?;
    let at = skip_space(text, at + sign.len());
    let value = value::read(text, at, true)?;
    let mut end = after_quote(text, value.end);
    let numeric = value::number(&text[value.clone()]).is_some();
    let unit = if numeric { value::unit(text, end) } else { None };
    end = unit.as_ref().map_or(end, |unit| unit.end);
    let aside = aside(text, end);
    end = aside.as_ref().map_or(end, |(_, after)| *after);
    Some(Compared { operator: *operator, values: vec![value], unit, aside: aside.map(|(inner, _)| inner), end })
}

/// Reads one value in brackets: `(2)`, `("SAFE")`. Returns it and where the bracket ends.
pub(super) fn aside(text: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let open = skip_space(text, at);
    if !text[open..].starts_with('(') {
        return None;
    }
    let start = skip_space(text, open + 1);
    let value = value::read(text, start, true)?;
    let close = skip_space(text, after_quote(text, value.end));
    text[close..].starts_with(')').then_some((value, close + 1))
}

/// Steps over white space that stands within a line.
pub(super) fn skip_space(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.len() - rest.trim_start_matches([' ', '\t', '\u{a0}', '\u{202f}']).len()
}

/// Steps over the quotation mark that closes a value.
pub(super) fn after_quote(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let inner = rest.trim_start_matches(['\u{a0}', '\u{202f}']);
    match inner.chars().next() {
        Some(c @ ('"' | '\'' | '”' | '»')) => at + rest.len() - inner.len() + c.len_utf8(),
        _ => at,
    }
}

#[cfg(test)]
mod tests {
    use super::after;

    #[test]
    fn a_label_may_stand_beside_its_number() {
        let text = "AOC_MODE = SAFE (2), then";
        let found = after(text, 8).expect("a comparison");
        assert_eq!(&text[found.values[0].clone()], "SAFE");
        assert_eq!(found.aside.map(|aside| &text[aside]), Some("2"));
    }

    #[test]
    fn what_is_no_comparison_is_left_alone() {
        assert_eq!(after("AOC_MODE is SAFE", 8), None);
        assert_eq!(after("AOC_MODE => SAFE", 8), None);
    }
}
