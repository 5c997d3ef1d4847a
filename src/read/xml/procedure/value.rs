//! The attributes of an element: which it may have, which it must have, and what they can be.

use ecow::EcoString;

use super::super::tree::{Attribute, Element, is_space};
use super::Reading;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::inline::Text;
use crate::read::language;
use crate::read::problem::{INVALID_VALUE, MISSING_ATTRIBUTE, UNKNOWN_ATTRIBUTE};

/// An attribute that an element may have.
#[derive(Clone, Copy)]
pub(super) struct Field {
    name: &'static str,
    shape: Shape,
    required: bool,
}

/// What the value of an attribute can be: the simple types of `procedure.xsd`.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// Any text.
    Any,
    /// `identifier`: no white space, no `#`.
    Identifier,
    /// `variable`: a letter or underscore, then letters, digits and underscores.
    Variable,
    /// `issueNumber`.
    Issue,
    /// `durationValue`: a number, a space, a unit.
    Duration,
    /// `xs:date`: year-month-day.
    Date,
    /// `xs:decimal`.
    Decimal,
    /// `xs:positiveInteger`.
    Count,
    /// `xs:boolean`.
    Boolean,
    /// `sha256`: 64 hexadecimal digits.
    Digest,
    /// `xs:language`.
    Language,
    /// One of these words.
    Word(&'static [&'static str]),
}

/// An attribute that an element may have.
pub(super) const fn optional(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: false }
}

/// An attribute that an element must have.
pub(super) const fn required(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: true }
}

impl Field {
    /// Tells whether the attribute has this name.
    pub(super) fn is(self, name: &str) -> bool {
        self.name == name
    }
}

impl Reading<'_> {
    /// Returns the values of an element's attributes, and reports what is missing, unknown or invalid.
    ///
    /// An invalid value is returned all the same, as it is written: a later stage may show it.
    pub(super) fn attributes<const N: usize>(&mut self, element: Element, fields: [Field; N]) -> [Option<Text>; N] {
        let mut misspelt = Vec::new();
        for attribute in element.attributes().iter().filter(|attribute| !attribute.is_of_xml()) {
            if !fields.iter().any(|field| field.name == attribute.name) {
                let lacking = fields.iter().filter(|field| field.required && element.attribute(field.name).is_none());
                match did_you_mean(attribute.name, lacking.map(|field| field.name)) {
                    Some(meant) => {
                        misspelt.push(meant);
                        self.say_missing(element, meant, Some(attribute));
                    }
                    None => self.say_unknown(element, attribute, &fields),
                }
                self.leave_attribute(attribute);
            }
        }
        fields.map(|field| self.field(element, field, misspelt.contains(&field.name)))
    }

    fn say_unknown(&mut self, element: Element, attribute: &Attribute, fields: &[Field]) {
        let message = format!("there is no attribute `{}` of element `{}`", attribute.name, element.name());
        let help = self.suggest(attribute.name, fields.iter().map(|field| field.name));
        let finding = Diagnostic::new(&UNKNOWN_ATTRIBUTE, attribute.name_span, message);
        self.diagnostics.push(finding.label("unknown attribute").maybe_help(help));
    }

    /// Reports an attribute that an element must have, at the one that was meant for it.
    pub(super) fn say_missing(&mut self, element: Element, name: &str, meant: Option<&Attribute>) {
        let message = format!("element `{}` lacks attribute `{name}`", element.name());
        let place = meant.map_or(element.tag(), |attribute| attribute.name_span);
        let help = meant.map(|attribute| format!("write `{name}` for `{}`", attribute.name));
        let finding = Diagnostic::new(&MISSING_ATTRIBUTE, place, message);
        self.diagnostics.push(finding.label(format!("`{name}` is missing")).maybe_help(help));
    }

    fn field(&mut self, element: Element, field: Field, is_misspelt: bool) -> Option<Text> {
        let Some(value) = element.attribute(field.name) else {
            if field.required && !is_misspelt {
                self.say_missing(element, field.name, None);
            }
            return None;
        };
        let value = match field.shape {
            Shape::Any => value.clone(),
            _ => trimmed(value),
        };
        if let Some(expected) = field.shape.fault(value.as_str()) {
            if matches!(field.shape, Shape::Boolean) {
                // What it says is neither, so no flag can show it.
                self.leave_named(element, field.name);
            }
            let help = match field.shape {
                Shape::Word(words) => self.suggest(value.as_str(), words.iter().copied()),
                _ => None,
            };
            self.say_invalid(field.name, &value, &help.unwrap_or(expected));
        }
        Some(value)
    }

    /// Reports a value that its attribute cannot have.
    pub(super) fn say_invalid(&mut self, name: &str, value: &Text, expected: &str) {
        let message = match value.as_str() {
            "" => format!("`{name}` is empty"),
            found => format!("`{name}` cannot be `{found}`"),
        };
        let help = if expected.starts_with("did you mean") { expected.into() } else { format!("write {expected}") };
        self.diagnostics.push(Diagnostic::new(&INVALID_VALUE, value.span, message).label("invalid").help(help));
    }
}

impl Shape {
    /// Returns what is expected, where a value is not that.
    fn fault(self, value: &str) -> Option<String> {
        let (valid, expected) = match self {
            Shape::Any => (true, ""),
            Shape::Identifier => {
                (!value.is_empty() && !value.contains(['#', ' ']), "an identifier without spaces and `#`")
            }
            Shape::Variable => (is_variable(value), "a name of letters, digits and underscores"),
            Shape::Issue => (is_issue(value), "an issue, as `2` or `2.1`"),
            Shape::Duration => {
                (is_duration(value), "a number, a space and one of `ms`, `s`, `min`, `h`, `d`, as `30 s`")
            }
            Shape::Date => (is_date(value), "a day as year-month-day, as `2026-03-02`"),
            Shape::Decimal => (is_decimal(value), "a number, as `0.5`"),
            Shape::Count => (value.parse().is_ok_and(|count: u32| count > 0), "a whole number from 1"),
            Shape::Boolean => (boolean(value).is_some(), "`true` or `false`"),
            Shape::Digest => {
                (value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit()), "64 hexadecimal digits")
            }
            Shape::Language => (language::is_tag(value), "a language tag, as `fr` or `en`"),
            Shape::Word(words) => {
                let valid = words.contains(&value);
                let listed = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>();
                return (!valid).then(|| format!("one of {}", listed.join(", ")));
            }
        };
        (!valid).then(|| expected.into())
    }
}

/// Returns a value without the white space around it.
pub(super) fn trimmed(text: &Text) -> Text {
    let all = text.as_str();
    part(text, all, all.trim_matches([' ', '\t', '\r', '\n']))
}

/// Returns the values of a list with commas between them, without the space around each.
pub(super) fn split(text: &Text) -> Vec<Text> {
    let mut values = Vec::new();
    let mut from = 0;
    for piece in text.as_str().split(',') {
        let value = piece.trim_matches([' ', '\t', '\r', '\n']);
        let lead = piece.len() - piece.trim_start_matches([' ', '\t', '\r', '\n']).len();
        if !value.is_empty() {
            values.push(cut(text, from + lead, from + lead + value.len()));
        }
        from += piece.len() + 1;
    }
    values
}

fn part(text: &Text, all: &str, part: &str) -> Text {
    let from = all.find(part).unwrap_or(0);
    cut(text, from, from + part.len())
}

/// Returns the bytes `from..to` of a text. Where text and source do not agree, the part has the whole's place,
/// and keeps saying that it does not agree.
pub(in crate::read::xml) fn cut(text: &Text, from: usize, to: usize) -> Text {
    let piece: EcoString = text.as_str().get(from..to).unwrap_or_default().into();
    let mut span = text.part(from, to);
    if text.text.len() != text.span.len() && span.len() == piece.len() {
        // The same length by chance: an empty place makes no claim, but still says where.
        span = text.span.part(0, 0);
    }
    Text::new(piece, span)
}

/// Returns the truth value of a word (XML Schema 1.0, xs:boolean).
pub(super) fn boolean(word: &str) -> Option<bool> {
    match word {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

fn is_variable(value: &str) -> bool {
    value.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn is_issue(value: &str) -> bool {
    value.starts_with(|c: char| c.is_ascii_alphanumeric())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

fn is_duration(value: &str) -> bool {
    let Some((number, unit)) = value.split_once(' ') else { return false };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    is_digits(whole) && is_digits(fraction) && matches!(unit, "ms" | "s" | "min" | "h" | "d")
}

fn is_decimal(value: &str) -> bool {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    (is_digits(whole) && (fraction.is_empty() || is_digits(fraction))) || (whole.is_empty() && is_digits(fraction))
}

fn is_digits(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_date(value: &str) -> bool {
    let parts: Vec<&str> = value.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    if year.len() != 4 || month.len() != 2 || day.len() != 2 || !parts.iter().all(|part| is_digits(part)) {
        return false;
    }
    let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse::<u8>(), day.parse()) else { return false };
    time::Month::try_from(month).is_ok_and(|month| time::Date::from_calendar_date(year, month, day).is_ok())
}

/// Tells whether a text is nothing but white space.
pub(super) fn is_blank(text: &Text) -> bool {
    text.as_str().bytes().all(is_space)
}
