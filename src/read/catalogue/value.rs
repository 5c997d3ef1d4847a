//! What stands in one cell: kinds of values, ranges, labels, arguments.

use std::sync::LazyLock;

use ecow::EcoString;
use regex::Regex;

use crate::model::database::{Bound, DataKind, EnumerationLabel, Range};
use crate::notation::value::number;
use crate::text::span::Span;

/// `0-100`, `-40 to +85 °C`, `[0 ; 5]`, `0..3`, `entre 0 et 5`: the whole cell.
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"[+\-−]?\d+(?:[.,]\d+)?";
    let words = r"(?:\.\.\.?|…|–|—|-|/|;|to|à|au|et|and|,)";
    let pattern =
        format!(r"^(?:entre|between|de|from)?\s*\[?\s*({number})\s*[^\d\s+\-−;,=:.]*?\s*{words}\s*({number})\s*\]?");
    Regex::new(&pattern).expect("the pattern is a regular expression")
});

/// `0=OFF`, `1: ON`, `0x02 = SAFE`.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[\s(,;/])(-?\d+|0x[0-9A-Fa-f]+)\s*[=:]\s*([^\s,;)/|][^,;)/|]*)")
        .expect("the pattern is a regular expression")
});

/// Returns the kind of values that a word means: `uint16`, `float`, `enum`, `booléen`.
pub(super) fn kind(written: &str) -> DataKind {
    let word = written.trim().to_lowercase();
    let begins = |starts: &[&str]| starts.iter().any(|start| word.starts_with(start));
    let sized =
        |letter: char| word.strip_prefix(letter).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    match () {
        () if begins(&["enum", "énum"]) => DataKind::Enumerated,
        () if begins(&["bool"]) => DataKind::Boolean,
        () if begins(&["uint", "int", "entier", "unsigned", "signed"]) || sized('u') || sized('i') => DataKind::Integer,
        () if begins(&["float", "double", "real", "réel"]) || sized('f') => DataKind::Float,
        () if begins(&["str", "char", "text", "chaîne", "ascii"]) => DataKind::String,
        () if begins(&["bin", "byte", "octet", "blob", "hex"]) => DataKind::Binary,
        () if begins(&["time", "date", "temps"]) => DataKind::Time,
        () => DataKind::Unknown,
    }
}

/// Reads a range that is the whole of a cell, but for a unit; each bound is multiplied by a factor.
pub(super) fn range(written: &str, factor: f64) -> Option<Range> {
    let written = written.trim();
    let found = RANGE.captures(written)?;
    let whole = found.get(0)?;
    // What follows may be a unit, no more numbers and no sentence.
    let rest = written[whole.end()..].trim();
    if rest.chars().any(|c| c.is_ascii_digit()) || rest.split_whitespace().count() > 1 {
        return None;
    }
    let bound = |at: usize| number(found.get(at)?.as_str().trim_start_matches('+')).map(|value| value * factor);
    let (low, high) = (bound(1)?, bound(2)?);
    let inclusive = |value| Some(Bound { value, inclusive: true });
    (low <= high).then(|| Range { minimum: inclusive(low), maximum: inclusive(high) })
}

/// Reads labels with their numbers, all of them at one place; one alone is no enumeration.
pub(super) fn labels(written: &str, span: Span) -> Vec<EnumerationLabel> {
    let label = |found: regex::Captures<'_>| {
        let value = number(&found[1])? as i64;
        let label = EcoString::from(found[2].trim().trim_matches(['"', '\'', '`', '«', '»', '.', ' ']));
        (!label.is_empty()).then_some(EnumerationLabel { label, value, last: value, span })
    };
    let found: Vec<_> = LABEL.captures_iter(written).filter_map(label).collect();
    if found.len() > 1 { found } else { Vec::new() }
}

/// An argument as a cell describes it.
#[derive(Debug, PartialEq)]
pub(super) struct WrittenArgument<'t> {
    /// Its name.
    pub name: &'t str,
    /// What follows the name.
    pub rest: &'t str,
}

/// Reads `mode: u8, rate: u16 (1-10)`; a comma in brackets parts nothing. A cell that says none has none.
pub(super) fn arguments(written: &str) -> Vec<WrittenArgument<'_>> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0usize, 0);
    for (at, c) in written.char_indices().chain([(written.len(), ',')]) {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' | ';' | '\n' if depth == 0 || at == written.len() => {
                found.extend(argument(&written[start..at]));
                start = (at + 1).min(written.len());
            }
            _ => {}
        }
    }
    found
}

fn argument(part: &str) -> Option<WrittenArgument<'_>> {
    let (name, rest) = part.split_once(':')?;
    let name = name.trim();
    let is_name = !name.is_empty() && !name.contains(char::is_whitespace);
    is_name.then(|| WrittenArgument { name, rest: rest.trim() })
}

/// Reads how grave sending is; yes and no in words are critical and none.
pub(super) fn significance(written: &str) -> EcoString {
    let word = written.trim().to_lowercase();
    let first = word.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    match first {
        "no" | "non" | "none" | "false" | "aucune" => "none".into(),
        "yes" | "oui" | "true" | "x" | "hazardous" | "dangereuse" => "critical".into(),
        other => other.into(),
    }
}

/// Returns the unit, and the factor that stands before it: `0.1°C`.
pub(super) fn unit(written: &str) -> (EcoString, f64) {
    let written = written.trim();
    let digits = written.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(written.len());
    let (factor, unit) = written.split_at(digits);
    let known = !matches!(unit.to_lowercase().as_str(), "enum" | "bool" | "bitmap" | "none" | "n/a" | "sans");
    let unit = if known { unit.trim() } else { "" };
    (unit.into(), number(factor).unwrap_or(1.0))
}

#[cfg(test)]
mod tests {
    use super::{arguments, kind, labels, range, unit};
    use crate::model::database::DataKind;
    use crate::text::span::{SourceId, Span};

    #[test]
    fn ranges_are_read_as_teams_write_them() {
        let read = |text: &str| range(text, 1.0).map(|r| (r.minimum.map(|b| b.value), r.maximum.map(|b| b.value)));
        for text in ["2500-4200", "2500 – 4200 mV", "2500 to 4200", "2500..4200", "[2500 ; 4200]", "2500 à 4200"] {
            assert_eq!(read(text), Some((Some(2500.0), Some(4200.0))), "{text}");
        }
        assert_eq!(read("-40 to +85"), Some((Some(-40.0), Some(85.0))));
        assert_eq!(read("0,5 - 1,5"), Some((Some(0.5), Some(1.5))));
        for text in ["Time in current mode", "0=OFF, 1=ON", "5", "10 to 0", "See 3.3.1", "1-2 then 3"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn labels_are_read_wherever_they_stand() {
        let read = |text: &str| {
            labels(text, Span::at_start(SourceId(0)))
                .into_iter()
                .map(|l| (l.value, l.label.to_string()))
                .collect::<Vec<_>>()
        };
        assert_eq!(read("0=OFF, 1=ON"), [(0, "OFF".to_owned()), (1, "ON".to_owned())]);
        assert_eq!(read("Reset (0 = soft, 0x1 = hard)"), [(0, "soft".to_owned()), (1, "hard".to_owned())]);
        assert_eq!(read("ratio 1:2"), []);
    }

    #[test]
    fn arguments_are_parted_outside_brackets() {
        let read = |text: &'static str| arguments(text).iter().map(|a| (a.name, a.rest)).collect::<Vec<_>>();
        assert_eq!(read("low: u8, crit: u8"), [("low", "u8"), ("crit", "u8")]);
        assert_eq!(read("P0: mode (1=SAFE, 2=IDLE)"), [("P0", "mode (1=SAFE, 2=IDLE)")]);
        assert_eq!(read("None"), []);
    }

    #[test]
    fn units_may_have_a_factor() {
        assert_eq!(unit("0.1°C"), ("°C".into(), 0.1));
        assert_eq!(unit("mV"), ("mV".into(), 1.0));
        assert_eq!(unit("enum"), ("".into(), 1.0));
    }

    #[test]
    fn kinds_have_many_names() {
        let kinds = ["uint16", "i8", "f32", "bool", "enum", "char[8]", "var"].map(kind);
        let wanted = [DataKind::Integer, DataKind::Integer, DataKind::Float, DataKind::Boolean, DataKind::Enumerated];
        assert_eq!(kinds[..5], wanted);
        assert_eq!(kinds[5..], [DataKind::String, DataKind::Unknown]);
    }
}
