//! Knows when two values are the same, however they are written.

use super::said::SaidComparison;
use crate::model::database::DataType;
use crate::model::expression::{Comparison, Operator};
use crate::notation::value::number;

/// A value as it is written, with the unit beside it.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    pub(super) value: &'a str,
    pub(super) unit: Option<&'a str>,
}

/// Tells whether two values are the same; nothing where that cannot be known.
pub(super) fn values(defined: Written<'_>, told: Written<'_>, data_type: Option<&DataType>) -> Option<bool> {
    let (a, b) = (bare(defined.value), bare(told.value));
    let unit = data_type.map(|known| known.unit.as_str()).filter(|unit| !unit.is_empty());
    let (unit_a, unit_b) = (defined.unit.or(unit), told.unit.or(defined.unit).or(unit));
    if let (Some(x), Some(y)) = (number(a), number(b)) {
        return Some(match (unit_a, unit_b) {
            // Of a unit that is written with points, running text may give the beginning alone.
            (Some(unit_a), Some(unit_b)) if unit_a != unit_b && unit_a.split(['.', '·']).next() != Some(unit_b) => {
                let ((scale_a, base_a), (scale_b, base_b)) = (scale(unit_a), scale(unit_b));
                base_a == base_b && near(x * scale_a, y * scale_b)
            }
            // Of one unit, whole numbers are themselves, however great.
            _ => x == y || (near(x, y) && (x.fract() != 0.0 || y.fract() != 0.0)),
        });
    }
    if a.to_lowercase() == b.to_lowercase() {
        return Some(true);
    }
    match (numbers(a, data_type), numbers(b, data_type)) {
        (Some((low, high)), Some((from, to))) => Some(low <= to && from <= high),
        // A label that the database does not know is another rule's finding, and surely another value.
        (Some(_), None) | (None, Some(_)) if number(a).is_none() && number(b).is_none() => Some(false),
        (None, None) if number(a).is_none() && number(b).is_none() => Some(false),
        _ => None,
    }
}

fn bare(value: &str) -> &str {
    value.trim().trim_matches(['"', '\'', '“', '”', '«', '»', ' ', '\u{a0}', '\u{202f}'])
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

/// Returns the numbers that a value stands for.
fn numbers(value: &str, data_type: Option<&DataType>) -> Option<(f64, f64)> {
    if let Some(number) = number(value) {
        return data_type.is_some_and(|known| !known.labels.is_empty()).then_some((number, number));
    }
    let label = data_type?.labels.iter().find(|label| label.label.eq_ignore_ascii_case(value))?;
    Some((label.value as f64, label.last as f64))
}

/// Returns how many of its base unit a unit is.
fn scale(unit: &str) -> (f64, String) {
    let plain: String = unit.chars().filter(|c| !matches!(c, '.' | '·' | ' ')).collect();
    match plain.as_str() {
        "sec" => return (1.0, "s".to_owned()),
        "min" | "mn" => return (60.0, "s".to_owned()),
        "h" => return (3600.0, "s".to_owned()),
        "d" => return (86400.0, "s".to_owned()),
        "deg" | "°" => return (1.0, "deg".to_owned()),
        "deg/s" | "°/s" => return (1.0, "deg/s".to_owned()),
        "degC" | "°C" => return (1.0, "°C".to_owned()),
        "rpm" | "tr/min" => return (1.0, "rpm".to_owned()),
        "bps" => return (1.0, "bit/s".to_owned()),
        "kbps" => return (1e3, "bit/s".to_owned()),
        "Mbps" => return (1e6, "bit/s".to_owned()),
        "mbar" | "hPa" => return (100.0, "Pa".to_owned()),
        "bar" => return (1e5, "Pa".to_owned()),
        _ => {}
    }
    const PREFIXES: &[(&str, f64)] =
        &[("µ", 1e-6), ("u", 1e-6), ("n", 1e-9), ("m", 1e-3), ("k", 1e3), ("M", 1e6), ("G", 1e9)];
    const BASES: &[&str] = &[
        "V", "A", "W", "VA", "Wh", "Ah", "Hz", "N", "Nm", "Nms", "Pa", "T", "s", "g", "m", "m/s", "rad", "rad/s",
        "bit", "bit/s", "B", "Ω", "J",
    ];
    let prefixed = PREFIXES.iter().find_map(|(prefix, factor)| {
        let base = plain.strip_prefix(prefix)?;
        BASES.contains(&base).then(|| (*factor, base.to_owned()))
    });
    prefixed.unwrap_or((1.0, plain))
}

/// Tells whether a text compares a parameter as a definition does; nothing where that cannot be known.
pub(super) fn comparisons(defined: &Comparison, told: &SaidComparison, data_type: Option<&DataType>) -> Option<bool> {
    let (other, conditional) = (&told.comparison, told.conditional);
    let unit_of = |comparison: &Comparison| comparison.unit.as_ref().map(|unit| unit.text.clone());
    let (unit, unit_told) = (unit_of(defined), unit_of(other));
    let same = |a: &crate::model::inline::Text, b: &crate::model::inline::Text| {
        let written = Written { value: a.as_str(), unit: unit.as_deref() };
        values(written, Written { value: b.as_str(), unit: unit_told.as_deref() }, data_type)
    };
    let first = other.values.first()?;
    match defined.operator {
        Operator::In => {
            let each: Vec<_> = defined.values.iter().map(|value| same(value, first)).collect();
            if each.contains(&None) {
                return None;
            }
            // One of several values may be told by itself, and what none of them is, by its opposite.
            let within = each.contains(&Some(true));
            match other.operator {
                Operator::NotEqual => Some(!within || conditional),
                Operator::Equal | Operator::In => Some(within),
                _ => Some(false),
            }
        }
        Operator::Between => {
            if other.operator == Operator::Between {
                let pairs = defined.values.iter().zip(&other.values);
                return pairs.map(|(a, b)| same(a, b)).reduce(|a, b| Some(a? && b?))?;
            }
            let upper = matches!(other.operator, Operator::Less | Operator::LessOrEqual) != conditional;
            let bound = if upper { defined.values.get(1) } else { defined.values.first() };
            let either = defined.values.iter().any(|bound| same(bound, first) == Some(true));
            Some(if conditional { either } else { same(bound?, first)? })
        }
        operator => {
            let equal = same(defined.values.first()?, first)?;
            let opposite = conditional && other.operator == opposite(operator);
            Some(equal && (other.operator == operator || opposite))
        }
    }
}

/// Tells whether a condition speaks of the same limit as a comparison: in the same direction, or in the opposite one.
/// One of several states may be spoken of by itself, unless the definition tests for states too.
pub(super) fn related(defined: &Comparison, told: &Comparison, tested: bool) -> bool {
    match told.operator {
        Operator::Equal | Operator::NotEqual => tested && defined.operator == told.operator,
        operator => {
            let value = |comparison: &Comparison| comparison.values.first().and_then(|value| number(value.as_str()));
            let same_value = value(defined).is_some() && value(defined) == value(told);
            defined.operator == operator || opposite(defined.operator) == operator || same_value
        }
    }
}

/// Returns what holds where a comparison does not.
fn opposite(operator: Operator) -> Operator {
    match operator {
        Operator::Equal => Operator::NotEqual,
        Operator::NotEqual => Operator::Equal,
        Operator::Less => Operator::GreaterOrEqual,
        Operator::LessOrEqual => Operator::Greater,
        Operator::Greater => Operator::LessOrEqual,
        Operator::GreaterOrEqual => Operator::Less,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Written, values};

    #[test]
    fn a_value_is_the_same_in_other_units_and_letters() {
        let same = |a: (&'static str, &'static str), b: (&'static str, &'static str)| {
            let written = |(value, unit): (&'static str, &'static str)| Written {
                value,
                unit: Some(unit).filter(|unit| !unit.is_empty()),
            };
            values(written(a), written(b), None)
        };
        assert_eq!(same(("26.5", "V"), ("26,5", "V")), Some(true));
        assert_eq!(same(("26.5", "V"), ("26500", "mV")), Some(true));
        assert_eq!(same(("2", "min"), ("120", "s")), Some(true));
        assert_eq!(same(("26.5", "V"), ("26.5", "A")), Some(false));
        assert_eq!(same(("10", "N.m.s"), ("10", "Nms")), Some(true));
        assert_eq!(same(("0x10", ""), ("16", "")), Some(true));
        assert_eq!(same(("2147483647", ""), ("2147483646", "")), Some(false));
        assert_eq!(same(("ON", ""), ("on", "")), Some(true));
        assert_eq!(same(("ON", ""), ("1", "")), None);
    }
}
