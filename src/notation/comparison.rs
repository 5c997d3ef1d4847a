//! `op value [unit] [(aside)]`, as it follows a parameter's name, by signs and in words.
//!
//! | Written | Read as |
//! |---|---|
//! | `= SAFE (2)`, `> 5 V`, `≥ 26,5 V` | one value, with its unit and what stands in brackets after it |
//! | `= 28 ± 0.5 V` | a value with a tolerance |
//! | `= 24 à 34 V`, `between 24 and 34 V`, `compris entre 24 et 34 V`, `∈ [24 ; 34] V` | between two values |
//! | `∈ {SAFE, NORMAL}` | one of several values |
//! | `above 24 V`, `is at least 24 V`, `supérieur ou égal à 24 V` | an order; words are followed by numbers alone |

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::value;
use crate::model::expression::Operator;

/// What follows a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// How the name is compared.
    pub operator: Operator,
    /// With what.
    pub values: Vec<Range<usize>>,
    /// How far the value may be off.
    pub tolerance: Option<Range<usize>>,
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
    ("⩽", Operator::LessOrEqual),
    ("⩾", Operator::GreaterOrEqual),
    ("<", Operator::Less),
    (">", Operator::Greater),
];

/// The words that stand for a sign. The groups are those of [`WORD_OPERATORS`], in their order.
static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    let gap = r"[ \u{a0}\u{202f}]";
    let verb = concat!(
        r"(?:(?:must|shall|should|doit|devra) (?:be|stay|remain|être|rester) |is |are |be |stays |remains |",
        r"est |sont |soit |reste |being |étant )?"
    );
    let groups = [
        r"between |comprise? entre |entre |in the range |within ",
        r"greater than or equal to |at least |no less than |supérieure? ou égale? à |d'au moins |au moins ",
        r"less than or equal to |at most |no more than |inférieure? ou égale? à |d'au plus |au plus ",
        r"greater than |higher than |more than |above |exceeds |supérieure? à |au-dessus de |dépasse |plus de ",
        r"less than |lower than |below |under |inférieure? à |au-dessous de |en dessous de |moins de ",
        r"equal to |equals |égale? à |vaut ",
    ];
    let words = groups.map(|words| format!("({})", words.replace(' ', gap)));
    Regex::new(&format!("^{gap}(?i:{}(?:{}))", verb.replace(' ', gap), words.join("|")))
        .expect("the pattern is a regular expression")
});

const WORD_OPERATORS: [Operator; 6] = [
    Operator::Between,
    Operator::GreaterOrEqual,
    Operator::LessOrEqual,
    Operator::Greater,
    Operator::Less,
    Operator::Equal,
];

/// Reads what follows a name that ends at this byte.
pub fn after(text: &str, name_end: usize) -> Option<Compared> {
    let at = skip_space(text, name_end);
    if let Some((sign, operator)) = SIGNS.iter().find(|(sign, _)| text[at..].starts_with(sign)) {
        let at = skip_space(text, at + sign.len());
        let set = if *operator == Operator::Equal { set(text, at) } else { None };
        return set.or_else(|| one(text, at, *operator));
    }
    if let Some(rest) = text[at..].strip_prefix('∈') {
        return set(text, skip_space(text, text.len() - rest.len()));
    }
    in_words(text, name_end)
}

/// Reads a value that a cell of a table holds, as it stands after a sign: `26,5 V`, `> 24 V`, `24 à 34 V`.
pub fn whole(text: &str, unsigned: Operator) -> Option<Compared> {
    let found =
        after(text, 0).or_else(|| set(text, skip_space(text, 0))).or_else(|| one(text, skip_space(text, 0), unsigned));
    found.filter(|found| text[found.end..].trim().is_empty())
}

fn in_words(text: &str, name_end: usize) -> Option<Compared> {
    let found = WORDS.captures(&text[name_end..])?;
    let operator = WORD_OPERATORS.iter().zip(1..).find(|(_, group)| found.get(*group).is_some())?.0;
    let at = name_end + found.get(0)?.end();
    if *operator == Operator::Between {
        return set(text, at).or_else(|| between(text, at, &["and", "et", "to", "à", "-", "–", "…", "...", ".."]));
    }
    // A word after such words may be anything; a number is compared.
    one(text, at, *operator).filter(|found| found.values.iter().all(|value| value::is_numeric(&text[value.clone()])))
}

/// Reads one value with what belongs to it; two of them, where the first is joined to a second by `à` or `to`.
fn one(text: &str, at: usize, operator: Operator) -> Option<Compared> {
    // `= 5 V and 3 cells` is one value.
    let joints = ["to", "à", "-", "–", "…", "...", ".."];
    if let Some(range) = between(text, at, &joints).filter(|_| operator == Operator::Equal) {
        return Some(range);
    }
    let value = value::read(text, at, true)?;
    let mut end = after_quote(text, value.end);
    let numeric = value::is_numeric(&text[value.clone()]);
    let mut unit = if numeric { value::unit(text, end) } else { None };
    end = unit.as_ref().map_or(end, |unit| unit.end);
    let tolerance = if numeric { tolerance(text, end) } else { None };
    if let Some(found) = &tolerance {
        end = found.end;
        let after = value::unit(text, end);
        end = after.as_ref().map_or(end, |unit| unit.end);
        unit = unit.or(after);
    }
    let aside = aside(text, end);
    end = aside.as_ref().map_or(end, |(_, after)| *after);
    Some(Compared { operator, values: vec![value], tolerance, unit, aside: aside.map(|(inner, _)| inner), end })
}

/// Reads `± 0.5`.
fn tolerance(text: &str, at: usize) -> Option<Range<usize>> {
    let at = skip_space(text, at);
    let sign = ["±", "+/-", "+-"].iter().find(|sign| text[at..].starts_with(**sign))?;
    let value = value::read(text, skip_space(text, at + sign.len()), true)?;
    value::is_numeric(&text[value.clone()]).then_some(value)
}

/// Reads `24 and 34 V`, `24 V et 34 V`, `24 à 34 V`, `24–34 V`.
fn between(text: &str, at: usize, joints: &[&str]) -> Option<Compared> {
    let least = value::read(text, at, true)?;
    let own = value::unit(text, least.end);
    let joint = own.as_ref().map_or(least.end, |unit| unit.end);
    let rest = &text[joint..];
    let spaced = skip_space(text, joint);
    let word = joints.iter().find(|word| text[spaced..].starts_with(**word))?;
    let after = spaced + word.len();
    let is_word = word.starts_with(char::is_alphabetic);
    // `2 -1` is a number and another; `A-1` is a name.
    let parted = text[after..].starts_with(value::is_space) && rest.starts_with(value::is_space);
    let close = !text[after..].starts_with(value::is_space) && !rest.starts_with(value::is_space);
    if !parted && (is_word || !close) {
        return None;
    }
    let greatest = value::read(text, skip_space(text, after), true)?;
    let numeric = |value: &Range<usize>| value::is_numeric(&text[value.clone()]);
    if !numeric(&least) || !numeric(&greatest) {
        return None;
    }
    let unit = value::unit(text, greatest.end);
    let end = unit.as_ref().map_or(greatest.end, |unit| unit.end);
    // Two units that differ are two statements.
    if let (Some(own), Some(unit)) = (&own, &unit)
        && text[own.clone()] != text[unit.clone()]
    {
        return None;
    }
    let unit = unit.or(own);
    Some(Compared {
        operator: Operator::Between,
        values: vec![least, greatest],
        tolerance: None,
        unit,
        aside: None,
        end,
    })
}

/// Reads `[24 ; 34] V` or `{SAFE, NORMAL}`.
fn set(text: &str, at: usize) -> Option<Compared> {
    /// A list of more values, or a longer one, is no condition.
    const MOST: usize = 64;
    const LONGEST: usize = 1024;
    let open = text.get(at..)?.chars().next().filter(|c| matches!(c, '[' | ']' | '{'))?;
    let inner = at + open.len_utf8();
    let end = text.floor_char_boundary((inner + LONGEST).min(text.len()));
    let close = inner + text[inner..end].find(if open == '{' { &['}'][..] } else { &['[', ']'][..] })?;
    // Where `;` parts the values, a comma is a decimal one.
    let by_semicolon = text[inner..close].contains(';');
    let mut values = Vec::new();
    let mut here = skip_space(text, inner);
    while here < close && values.len() < MOST {
        let value = value::read(text, here, by_semicolon)?;
        here = skip_space(text, after_quote(text, value.end));
        values.push(value);
        if here < close {
            let sign = text[here..].chars().next().filter(|c| matches!(c, ',' | ';'))?;
            here = skip_space(text, here + sign.len_utf8());
        }
    }
    let operator = match (open, values.len()) {
        ('{', 1..) => Operator::In,
        ('[' | ']', 2) => Operator::Between,
        _ => return None,
    };
    let unit =
        value::unit(text, close + 1).filter(|_| values.iter().all(|value| value::is_numeric(&text[value.clone()])));
    let end = unit.as_ref().map_or(close + 1, |unit| unit.end);
    Some(Compared { operator, values, tolerance: None, unit, aside: None, end })
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
    // After a space, other marks open a quotation; this one closes it.
    let spaced = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    if spaced.starts_with('»') {
        return at + rest.len() - spaced.len() + '»'.len_utf8();
    }
    match inner.chars().next() {
        Some(c @ ('"' | '\'' | '”' | '»')) => at + rest.len() - inner.len() + c.len_utf8(),
        _ => at,
    }
}

#[cfg(test)]
mod tests {
    use super::{after, whole};
    use crate::model::expression::Operator;

    #[test]
    fn a_label_may_stand_beside_its_number() {
        let text = "AOC_MODE = SAFE (2), then";
        let found = after(text, 8).expect("a comparison");
        assert_eq!(&text[found.values[0].clone()], "SAFE");
        assert_eq!(found.aside.map(|aside| &text[aside]), Some("2"));
    }

    #[test]
    fn comparisons_are_read_in_their_forms() {
        let read = |text: &'static str| {
            let found = after(text, 1)?;
            let values: Vec<&str> = found.values.iter().map(|value| &text[value.clone()]).collect();
            Some((found.operator, values.join(" "), found.unit.map_or("", |unit| &text[unit])))
        };
        let between = |values: &str, unit| Some((Operator::Between, values.to_owned(), unit));
        assert_eq!(read("V entre 24 et 34 V"), between("24 34", "V"));
        assert_eq!(read("V is between 24.5 V and 34 V"), between("24.5 34", "V"));
        assert_eq!(read("V doit être compris entre 24,5 et 34 V."), between("24,5 34", "V"));
        assert_eq!(read("V = 24 à 34 V"), between("24 34", "V"));
        assert_eq!(read("V = 24–34 V"), between("24 34", "V"));
        assert_eq!(read("V ∈ [24,5 ; 34] V"), between("24,5 34", "V"));
        assert_eq!(read("V = 28 ± 0.5 V"), Some((Operator::Equal, "28".to_owned(), "V")));
        assert_eq!(read("V est supérieure ou égale à 24 V"), Some((Operator::GreaterOrEqual, "24".to_owned(), "V")));
        assert_eq!(read("V is below 24 mV"), Some((Operator::Less, "24".to_owned(), "mV")));
        assert_eq!(read("M ∈ {SAFE, NORMAL}"), Some((Operator::In, "SAFE NORMAL".to_owned(), "")));
        assert_eq!(read("M is above NORMAL"), None);
        assert_eq!(read("V within 5 s"), None);
    }

    #[test]
    fn a_cell_is_read_whole() {
        let read = |text| whole(text, Operator::Equal).map(|found| (found.operator, found.values.len()));
        assert_eq!(read("26,5 V"), Some((Operator::Equal, 1)));
        assert_eq!(read("> 24 V"), Some((Operator::Greater, 1)));
        assert_eq!(read("24 to 34 V"), Some((Operator::Between, 2)));
        assert_eq!(read("SAFE (2)"), Some((Operator::Equal, 1)));
        assert_eq!(read("as in the table above"), None);
    }

    #[test]
    fn what_is_no_comparison_is_left_alone() {
        assert_eq!(after("AOC_MODE is SAFE", 8), None);
        assert_eq!(after("AOC_MODE => SAFE", 8), None);
    }
}
