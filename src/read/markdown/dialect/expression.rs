//! What follows a label: telecommands, checks, waits, calls. One grammar serves procedures and prose: that of
//! `notation`.

use std::ops::Range;

use super::words::Words;
use crate::model::expression::{ArgumentValue, Comparison, Condition, Operator, TelecommandCall};
use crate::model::inline::Text;
use crate::model::procedure::{Call, Check};
use crate::notation::{self, call, comparison, token};
use crate::text::source::Source;
use crate::text::span::Span;

/// The words before a time in which something must hold.
const WITHIN: &[&str] = &["within", "sous", "dans les", "dans", "en moins de", "innerhalb von", "innerhalb"];
/// The words before a time to wait before looking.
const DELAY: &[&str] = &["delay", "after", "après", "nach"];
/// The words before a time at most.
const TIMEOUT: &[&str] = &["timeout", "délai", "at most", "au plus", "höchstens"];
/// The words before a condition.
const UNTIL: &[&str] = &["until", "jusqu'à", "jusqu’à", "bis"];
/// The word before how often something is done at most.
const MAX: &[&str] = &["max"];
/// The words before an issue.
const ISSUE: &[&str] = &["issue", "édition", "ausgabe"];

/// A place in a text that is read from left to right.
pub(super) struct Cursor<'w, 'a> {
    pub(super) words: &'w Words<'a>,
    pub(super) at: usize,
    /// Where what is read ends: before the remark.
    pub(super) end: usize,
}

impl<'w, 'a> Cursor<'w, 'a> {
    /// Begins a line; what follows a dash is a remark, and not read.
    pub(super) fn of(words: &'w Words<'a>) -> Self {
        let text = words.text();
        let dash = [" — ", " – "].iter().filter_map(|dash| text.find(dash)).min();
        let lead = [("— ", 0), ("– ", 0)].iter().find(|(dash, _)| text.trim_start().starts_with(dash)).map(|_| 0);
        let mut cursor = Self { words, at: 0, end: lead.or(dash).unwrap_or(text.len()) };
        cursor.skip();
        cursor
    }

    /// Returns the bytes of the remark after the dash.
    pub(super) fn remark(&self) -> Range<usize> {
        let text = self.words.text();
        let rest = text.get(self.end..).unwrap_or_default();
        let from = self.end + rest.len() - rest.trim_start_matches([' ', '—', '–', '\u{a0}']).len();
        from..text.len()
    }

    /// Returns what is not read yet.
    pub(super) fn rest(&self) -> &'w str {
        self.words.text().get(self.at..self.end).unwrap_or_default()
    }

    pub(super) fn skip(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']).len();
    }

    /// Tells whether all is read, but for a full stop.
    pub(super) fn is_done(&self) -> bool {
        matches!(self.rest().trim(), "" | ".")
    }

    /// Steps over one of these words, whatever its capitals.
    pub(super) fn eat(&mut self, words: &[&str]) -> bool {
        self.skip();
        let rest = self.rest();
        let is_here = |word: &&&str| {
            let begins = rest.get(..word.len()).is_some_and(|here| here.to_lowercase() == **word);
            let ends = !word.ends_with(char::is_alphanumeric)
                || !rest[word.len().min(rest.len())..].starts_with(char::is_alphanumeric);
            begins && ends
        };
        let Some(word) = words.iter().find(is_here) else { return false };
        self.at += word.len();
        self.skip();
        true
    }

    /// Takes what stands before one of these signs, or all of it.
    pub(super) fn take(&mut self, stops: &[&str]) -> Option<Text> {
        self.skip();
        let rest = self.rest();
        let end = stops.iter().filter_map(|stop| rest.find(stop)).min().unwrap_or(rest.len());
        let taken = rest[..end].trim_end();
        let taken = if end == rest.len() { taken.trim_end_matches('.') } else { taken };
        let found = (!taken.is_empty()).then(|| self.words.part(self.at..self.at + taken.len()));
        self.at += end;
        found
    }

    /// Takes a name: a run without spaces.
    pub(super) fn name(&mut self) -> Option<Text> {
        self.skip();
        let rest = self.rest();
        let end = rest.find([' ', ',', ';', '(', '\u{a0}']).unwrap_or(rest.len());
        let name = rest[..end].trim_end_matches('.');
        let found = (!name.is_empty()).then(|| self.words.part(self.at..self.at + name.len()));
        self.at += end;
        self.skip();
        found
    }

    /// Takes the value of an option: `, within 5 s`.
    fn option(&mut self, names: &[&str]) -> Option<Text> {
        let before = self.at;
        self.eat(&[",", ";"]);
        if self.eat(names) {
            return self.take(&[", ", "; "]);
        }
        self.at = before;
        None
    }

    /// Takes one of several options, each at most once, in any order.
    pub(super) fn options<const N: usize>(&mut self, names: [Named; N]) -> [Option<Text>; N] {
        let mut found = [const { None }; N];
        loop {
            let next = names.iter().enumerate().find_map(|(at, names)| {
                if found[at].is_some() { None } else { Some((at, self.option(names.words())?)) }
            });
            let Some((at, value)) = next else { return found };
            found[at] = Some(value);
        }
    }
}

/// The options that have values.
#[derive(Clone, Copy)]
pub(super) enum Named {
    Within,
    Delay,
    Timeout,
    Max,
}

impl Named {
    fn words(self) -> &'static [&'static str] {
        match self {
            Named::Within => WITHIN,
            Named::Delay => DELAY,
            Named::Timeout => TIMEOUT,
            Named::Max => MAX,
        }
    }
}

/// Reads `NAME(argument = value, …)`; nothing where anything else stands beside it.
pub(super) fn telecommand(cursor: &mut Cursor<'_, '_>, span: Span) -> Option<TelecommandCall> {
    cursor.skip();
    let (text, at) = (cursor.words.text(), cursor.at);
    let name = first_token(text, at).filter(|name| name.end <= cursor.end)?;
    let is_name = token::looks_like_name(&text[name.clone()]) || is_call(&text[name.end..]);
    let found = call::after(text, name.end);
    let mut end = found.as_ref().map_or(name.end, |found| found.end);
    let mut arguments = Vec::new();
    let list = match found {
        Some(found) if found.partial && !text[name.end..].starts_with([' ', '\u{a0}']) => return None,
        Some(found) => found.list,
        None => listed(text, name.end, cursor.end, &mut end),
    };
    for argument in list {
        // What stands in brackets after a value is checked where it stands, in running text.
        let name = argument.name.filter(|_| argument.aside.is_none())?;
        let value = cursor.words.part(argument.value);
        let unit = argument.unit.map(|unit| cursor.words.part(unit));
        arguments.push(ArgumentValue { name: cursor.words.part(name), value, unit });
    }
    cursor.at = end.min(cursor.end);
    (is_name && cursor.is_done()).then(|| TelecommandCall {
        name: cursor.words.part(name),
        arguments,
        directives: Vec::new(),
        span,
    })
}

fn is_call(rest: &str) -> bool {
    rest.starts_with('(')
}

/// Reads arguments that stand beside the name without brackets: `TC_X : MODE = SAFE, RATE = 2`.
fn listed(text: &str, from: usize, to: usize, end: &mut usize) -> Vec<call::Argument> {
    let Some(rest) = text.get(from..to) else { return Vec::new() };
    let list = rest.trim_start_matches([' ', ':', '\u{a0}']);
    let at = from + rest.len() - list.len();
    let Some(found) = call::whole(list.trim_end_matches('.')) else { return Vec::new() };
    *end = to;
    let moved = |range: Range<usize>| range.start + at..range.end + at;
    let all = found.list.into_iter().map(|argument| call::Argument {
        name: argument.name.map(moved),
        value: moved(argument.value),
        unit: argument.unit.map(moved),
        aside: argument.aside.map(moved),
    });
    all.collect()
}

/// Reads comparisons with `;`, `and` or `et` between, then `, within 5 s`.
pub(super) fn check(
    cursor: &mut Cursor<'_, '_>,
    verify: bool,
    operators: &[(String, Operator)],
    span: Span,
) -> Option<Check> {
    let mut comparisons = Vec::new();
    loop {
        comparisons.push(comparison(cursor, operators)?);
        let before = cursor.at;
        let joined = cursor.eat(&[";", ",", "and", "et", "und"]);
        let goes_on = first_token(cursor.words.text(), cursor.at)
            .is_some_and(|name| compared(cursor, &name, operators).is_some());
        if !joined || !goes_on {
            cursor.at = before;
            break;
        }
    }
    let [within, delay] = cursor.options([Named::Within, Named::Delay]);
    cursor.is_done().then_some(Check { verify, comparisons, within, delay, span })
}

fn comparison(cursor: &mut Cursor<'_, '_>, operators: &[(String, Operator)]) -> Option<Comparison> {
    cursor.skip();
    let name = first_token(cursor.words.text(), cursor.at)?;
    let found = compared(cursor, &name, operators)?;
    if found.aside.is_some() || found.end > cursor.end {
        return None;
    }
    let part = |range: &Range<usize>| cursor.words.part(range.clone());
    let comparison = Comparison {
        parameter: part(&name),
        operator: found.operator,
        values: found.values.iter().map(part).collect(),
        tolerance: found.tolerance.as_ref().map(part),
        unit: found.unit.as_ref().map(part),
        span: part(&(name.start..found.end)).span,
    };
    cursor.at = found.end;
    Some(comparison)
}

/// Reads what a name is compared with: by signs, by words, and by the dialect's own words for signs.
fn compared(
    cursor: &Cursor<'_, '_>,
    name: &Range<usize>,
    operators: &[(String, Operator)],
) -> Option<comparison::Compared> {
    let text = cursor.words.text();
    let rest = text.get(name.end..)?;
    let own = operators.iter().find_map(|(word, operator)| {
        let after = rest.trim_start().get(..word.len())?;
        (after.to_lowercase() == *word).then_some((rest.len() - rest.trim_start().len() + word.len(), *operator))
    });
    let Some((length, operator)) = own else { return comparison::after(text, name.end) };
    let signed = format!("{}{}", operator.sign(), &rest[length..]);
    let found = comparison::after(&signed, 0)?;
    let moved = |at: usize| at + name.end + length - operator.sign().len();
    let range = |range: Range<usize>| moved(range.start)..moved(range.end);
    Some(comparison::Compared {
        operator: found.operator,
        values: found.values.into_iter().map(range).collect(),
        tolerance: found.tolerance.map(range),
        unit: found.unit.map(range),
        aside: found.aside.map(range),
        end: moved(found.end),
    })
}

/// Reads a condition after `until`.
pub(super) fn until(cursor: &mut Cursor<'_, '_>, source: &Source) -> Option<Condition> {
    if !cursor.eat(UNTIL) {
        return None;
    }
    let rest = cursor.rest();
    let options = TIMEOUT.iter().chain(MAX).flat_map(|word| [format!(", {word} "), format!("; {word} ")]);
    let lower = rest.to_lowercase();
    let same = lower.len() == rest.len();
    let end = options.filter_map(|option| lower.find(&option)).min().filter(|_| same).unwrap_or(rest.len());
    let text = cursor.words.part(cursor.at..cursor.at + rest[..end].trim_end_matches(['.', ' ']).len());
    cursor.at += end;
    (!text.text.is_empty()).then(|| condition(text, source))
}

/// Reads a condition.
pub(super) fn condition(text: Text, source: &Source) -> Condition {
    let written = source.slice(text.span);
    notation::condition(text, written)
}

/// Reads `PROCEDURE issue 2 (name = value, …)`.
pub(super) fn procedure_call(cursor: &mut Cursor<'_, '_>, span: Span) -> Option<Call> {
    let procedure = cursor.name()?;
    cursor.eat(&[","]);
    let issue = if cursor.eat(ISSUE) { cursor.name() } else { None };
    let mut arguments = Vec::new();
    if cursor.rest().starts_with('(') {
        let found = call::after(cursor.words.text(), cursor.at).filter(|found| !found.partial)?;
        for argument in found.list {
            let value = argument.value.start..argument.unit.map_or(argument.value.end, |unit| unit.end);
            arguments.push((cursor.words.part(argument.name?), cursor.words.part(value)));
        }
        cursor.at = found.end;
    }
    cursor.is_done().then_some(Call { procedure, issue, arguments, span })
}

/// Tells whether words are a time: a number and a unit of time.
pub(super) fn is_duration(text: &str) -> bool {
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let unit = number.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    const UNITS: &[&str] = &[
        "ms", "s", "sec", "secs", "second", "seconds", "seconde", "secondes", "sekunde", "sekunden", "min", "mn",
        "minute", "minutes", "minuten", "h", "hour", "hours", "heure", "heures", "stunde", "stunden", "d", "j", "day",
        "days", "jour", "jours", "tag", "tage",
    ];
    number.len() < text.len() && UNITS.contains(&unit.to_lowercase().as_str())
}

/// Returns the token that begins here.
fn first_token(text: &str, at: usize) -> Option<Range<usize>> {
    let found = token::tokens(text.get(at..)?).next().filter(|range| range.start == 0)?;
    Some(at..at + found.end)
}
