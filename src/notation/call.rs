//! `(argument = value, …)`, as it follows a telecommand's name.
//!
//! | Written | Read as |
//! |---|---|
//! | `TC_X(MODE=SAFE, RATE=0,5 deg/s)`, `TC_X (MODE = SAFE)` | arguments by name |
//! | `TC_X(MODE=SAFE, …)` | some of the arguments |
//! | `TC_X with MODE = SAFE and RATE = 2`, `TC_X avec MODE = SAFE` | some of the arguments |
//! | `TC_X(SAFE, 2)` | values in the order of the arguments |

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::comparison::{after_quote, aside, skip_space};
use super::{token, value};

/// What follows a telecommand's name.
#[derive(Debug, Clone, PartialEq)]
pub struct Arguments {
    /// The arguments, in order.
    pub list: Vec<Argument>,
    /// Whether there may be more of them than are written.
    pub partial: bool,
    /// Whether something stands between the name and the arguments, so that they may belong to something else.
    pub apart: bool,
    /// One past the closing bracket.
    pub end: usize,
}

/// An argument with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// The argument's name; nothing where the value's place tells which argument is meant.
    pub name: Option<Range<usize>>,
    /// Its value.
    pub value: Range<usize>,
    /// In which unit.
    pub unit: Option<Range<usize>>,
    /// What stands in brackets after the value: its number, or its label.
    pub aside: Option<Range<usize>>,
}

static WITH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[ \u{a0}](?:with|avec)[ \u{a0}](?:argument |l'argument |l’argument )?")
        .expect("the pattern is a regular expression")
});

/// Reads the arguments after a name that ends at this byte. Brackets that hold anything else are
/// no arguments.
pub fn after(text: &str, name_end: usize) -> Option<Arguments> {
    let rest = text.get(name_end..)?;
    if rest.starts_with('(') {
        return named(text, name_end + 1, true).or_else(|| placed(text, name_end + 1));
    }
    if let Some(with) = WITH.find(rest) {
        return listed(text, name_end + with.end());
    }
    let open = skip_space(text, name_end);
    let apart = named(text, open + 1, false).filter(|found| text[open..].starts_with('(') && !found.list.is_empty())?;
    Some(Arguments { apart: true, ..apart })
}

/// Reads arguments that a cell of a table holds: `MODE = SAFE, RATE = 2`.
pub fn whole(text: &str) -> Option<Arguments> {
    let found = listed(text, skip_space(text, 0))?;
    text[found.end..].trim().is_empty().then_some(found)
}

/// Reads arguments by name up to the closing bracket.
fn named(text: &str, at: usize, colon: bool) -> Option<Arguments> {
    let mut at = at;
    let (mut list, mut partial) = (Vec::new(), false);
    loop {
        at = skip_space(text, at);
        if let Some(dots) = ellipsis(text, at) {
            partial = true;
            at = skip_space(text, dots);
        }
        if text.get(at..)?.starts_with(')') {
            return Some(Arguments { list, partial, apart: false, end: at + 1 });
        }
        let (argument, end) = assignment(text, at, colon)?;
        at = skip_space(text, end);
        list.push(argument);
        if text.get(at..)?.starts_with([',', ';']) {
            at += 1;
        } else if !text[at..].starts_with(')') && ellipsis(text, at).is_none() {
            return None;
        }
    }
}

/// Reads values in the order of the arguments up to the closing bracket: numbers, labels in capitals, texts in
/// quotation marks.
fn placed(text: &str, at: usize) -> Option<Arguments> {
    let mut at = at;
    let mut list = Vec::new();
    loop {
        at = skip_space(text, at);
        let (argument, end) = assigned(text, at, None, false)?;
        let written = &text[argument.value.clone()];
        let quoted = argument.value.start > at;
        let label = written.len() > 1 && !written.chars().any(char::is_lowercase);
        if !quoted && !value::is_numeric(written) && !label {
            return None;
        }
        list.push(argument);
        at = skip_space(text, end);
        if text.get(at..)?.starts_with(')') {
            return Some(Arguments { list, partial: false, apart: false, end: at + 1 });
        }
        at += text[at..].starts_with([',', ';']).then_some(1)?;
    }
}

/// Reads `MODE = SAFE, RATE = 2 and AXIS = X`.
fn listed(text: &str, at: usize) -> Option<Arguments> {
    let (first, mut end) = assignment(text, at, false)?;
    let mut list = vec![first];
    loop {
        let at = skip_space(text, end);
        let joint = [", ", "; ", "and ", "et ", " ; "].iter().find(|joint| text[at..].starts_with(**joint));
        let next = joint.and_then(|joint| assignment(text, skip_space(text, at + joint.len()), false));
        match next {
            Some((argument, after)) => {
                list.push(argument);
                end = after;
            }
            None => return Some(Arguments { list, partial: true, apart: true, end }),
        }
    }
}

/// Reads `NAME = value [unit] [(aside)]`; returns it and where it ends.
fn assignment(text: &str, at: usize, colon: bool) -> Option<(Argument, usize)> {
    let name =
        token::tokens(text.get(at..)?).next().filter(|range| range.start == 0).map(|range| at..at + range.end)?;
    let sign = skip_space(text, name.end);
    let is_sign = text[sign..].starts_with('=') || (colon && text[sign..].starts_with(':'));
    if !is_sign {
        return None;
    }
    assigned(text, skip_space(text, sign + 1), Some(name), true)
}

fn assigned(text: &str, at: usize, name: Option<Range<usize>>, decimal_comma: bool) -> Option<(Argument, usize)> {
    let value = value::read(text, at, decimal_comma)?;
    let mut end = after_quote(text, value.end);
    let numeric = value::is_numeric(&text[value.clone()]);
    let unit = if numeric { value::unit(text, end) } else { None };
    end = unit.as_ref().map_or(end, |unit| unit.end);
    let aside = aside(text, end);
    end = aside.as_ref().map_or(end, |(_, end)| *end);
    Some((Argument { name, value, unit, aside: aside.map(|(inner, _)| inner) }, end))
}

/// Returns where dots end that stand for what is left out.
fn ellipsis(text: &str, at: usize) -> Option<usize> {
    let dots =
        ["…", "...", "etc.", "etc"].iter().find(|dots| text.get(at..).is_some_and(|rest| rest.starts_with(**dots)))?;
    Some(at + dots.len())
}

#[cfg(test)]
mod tests {
    use super::after;

    fn read(text: &str) -> Option<(Vec<(&str, &str)>, bool)> {
        let found = after(text, 4)?;
        let name = |name: Option<std::ops::Range<usize>>| name.map_or("", |name| &text[name]);
        Some((found.list.into_iter().map(|a| (name(a.name), &text[a.value])).collect(), found.partial))
    }

    #[test]
    fn arguments_are_read_with_their_values() {
        let text = "TC_X(MODE=SAFE (2), RATE = 0.5 deg/s)";
        assert_eq!(read(text), Some((vec![("MODE", "SAFE"), ("RATE", "0.5")], false)));
        assert_eq!(after(text, 4).map(|found| found.end), Some(text.len()));
        assert_eq!(read("TC_X(RATE=0,5, N=2)"), Some((vec![("RATE", "0,5"), ("N", "2")], false)));
        assert_eq!(read("TC_X (MODE = SAFE)"), Some((vec![("MODE", "SAFE")], false)));
    }

    #[test]
    fn arguments_may_be_left_out() {
        assert_eq!(read("TC_X(MODE=SAFE, …)"), Some((vec![("MODE", "SAFE")], true)));
        assert_eq!(read("TC_X with MODE = SAFE and N = 2."), Some((vec![("MODE", "SAFE"), ("N", "2")], true)));
        assert_eq!(read("TC_X avec MODE = SAFE et ensuite"), Some((vec![("MODE", "SAFE")], true)));
    }

    #[test]
    fn values_may_stand_by_their_places() {
        assert_eq!(read("TC_X(SAFE, 2)"), Some((vec![("", "SAFE"), ("", "2")], false)));
        assert_eq!(read("TC_X(s)"), None);
    }

    #[test]
    fn other_brackets_are_no_arguments() {
        assert_eq!(after("TC_X(see below)", 4), None);
        assert_eq!(after("TC_X (0x12)", 4), None);
        assert_eq!(after("TC_X (note: SAFE)", 4), None);
        assert_eq!(after("TC_X()", 4).map(|found| found.list.len()), Some(0));
    }
}
