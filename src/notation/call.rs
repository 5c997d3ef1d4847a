//! `(argument = value, …)`, as it follows a telecommand's name.

use std::ops::Range;

use super::comparison::{after_quote, aside, skip_space};
use super::{token, value};

/// What follows a telecommand's name.
#[derive(Debug, Clone, PartialEq)]
pub struct Arguments {
    /// The arguments, in order.
    pub list: Vec<Argument>,
    /// One past the closing bracket.
    pub end: usize,
}

/// An argument with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// The argument's name.
    pub name: Range<usize>,
    /// Its value.
    pub value: Range<usize>,
    /// In which unit.
    pub unit: Option<Range<usize>>,
    /// What stands in brackets after the value: its number, or its label.
    pub aside: Option<Range<usize>>,
}

/// Reads the arguments after a name that ends at this byte. Brackets that hold anything else are
/// no arguments.
pub fn after(text: &str, name_end: usize) -> Option<Arguments> {
    let rest = text.get(name_end..)?;
    if !rest.starts_with('(') {
        return None;
    }
    let mut at = name_end + 1;
    let mut list = Vec::new();
    loop {
        at = skip_space(text, at);
        if text.get(at..)?.starts_with(')') {
            return Some(Arguments { list, end: at + 1 });
        }
        let name =
            token::tokens(&text[at..]).next().filter(|range| range.start == 0).map(|range| at..at + range.end)?;
        let sign = skip_space(text, name.end);
        if !text[sign..].starts_with(['=', ':']) {
            return None;
        }
        let value = value::read(text, skip_space(text, sign + 1), false)?;
        at = after_quote(text, value.end);
        let unit = value::number(&text[value.clone()]).and_then(|_| value::unit(text, at));
        at = unit.as_ref().map_or(at, |unit| unit.end);
        let aside = aside(text, at);
        at = skip_space(text, aside.as_ref().map_or(at, |(_, end)| *end));
        list.push(Argument { name, value, unit, aside: aside.map(|(inner, _)| inner) });
        if text.get(at..)?.starts_with([',', ';']) {
            at += 1;
        } else if !text[at..].starts_with(')') {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::after;

    #[test]
    fn arguments_are_read_with_their_values() {
        let text = "TC_X(MODE=SAFE (2), RATE = 0.5 deg/s)";
        let found = after(text, 4).expect("arguments");
        let shown: Vec<_> = found.list.iter().map(|a| (&text[a.name.clone()], &text[a.value.clone()])).collect();
        assert_eq!(shown, [("MODE", "SAFE"), ("RATE", "0.5")]);
        assert_eq!(found.end, text.len());
    }

    #[test]
    fn other_brackets_are_no_arguments() {
        assert_eq!(after("TC_X(see below)", 4), None);
        assert_eq!(after("TC_X (MODE=1)", 4), None);
        assert_eq!(after("TC_X()", 4).map(|found| found.list.len()), Some(0));
    }
}
