//! Comparisons as Yamcs makes them.
//!
//! For `eq` and `neq` Yamcs compares the characters of the value with those that are written, so that `5` is not
//! `5.0`; for the other four operators it compares numbers (`StackExecution.testCondition`, Yamcs 5.12). So a number
//! is equal where it is neither less nor greater, and nothing says exactly that it is not equal.

use super::json::Json;
use super::{Writer, value};
use crate::convert::decimal;
use crate::model::database::{DataKind, DataType};
use crate::model::expression::{Comparison, Operator};
use crate::model::inline::Text;
use crate::notation::literal;
use crate::notation::value as read;

impl Writer<'_, '_> {
    /// Returns a comparison as one or two of Yamcs that mean the same; why not, where there are none.
    pub(super) fn comparison(&mut self, comparison: &Comparison) -> Result<Vec<Json>, String> {
        let name = &comparison.parameter;
        let parameter = self.parameter(name)?;
        let one = |operator: &str, value: Json| {
            Json::Object(vec![
                ("parameter", Json::string(parameter.clone())),
                ("operator", Json::string(operator)),
                ("value", value),
            ])
        };
        let word = word(comparison.operator);
        if self.job.same
            && let ([only], Some(word), None) = (&comparison.values[..], word, &comparison.tolerance)
        {
            return Ok(vec![one(word, value(only))]);
        }
        if let Some(variable) = comparison.values.iter().find(|value| self.is_variable(value)) {
            return Err(format!("it knows no variables, as `{}`", variable.text));
        }
        let known = self.job.parameter(name);
        let between = |least: String, most: String| vec![one("gte", Json::Raw(least)), one("lte", Json::Raw(most))];
        match (comparison.operator, &comparison.values[..], &comparison.tolerance) {
            (Operator::Equal, [only], Some(tolerance)) => {
                let bounds = plain(only).zip(plain(tolerance)).and_then(|(only, by)| decimal::bounds(&only, &by));
                let (least, most) = bounds.ok_or_else(|| format!("`{}` is no number with a tolerance", only.text))?;
                let message = format!("`{} ± {}` is `gte {least}` and `lte {most}`", only.text, tolerance.text);
                self.report.otherwise(comparison.span, message);
                Ok(between(least, most))
            }
            (Operator::Between, [least, most], None) => {
                let (Some(least), Some(most)) = (plain(least), plain(most)) else {
                    return Err("only numbers can be compared by order".to_owned());
                };
                let message = format!("between the two is `gte {least}` and `lte {most}`, both included");
                self.report.otherwise(comparison.span, message);
                Ok(between(least, most))
            }
            (Operator::In, [only], None) | (Operator::Equal, [only], None) => match self.equal(only, known) {
                Equal::Text(text) => Ok(vec![one("eq", text)]),
                Equal::Number(number) => {
                    let message =
                        format!("`= {}` is `gte {number}` and `lte {number}`: `eq` compares characters", only.text);
                    self.report.otherwise(comparison.span, message);
                    Ok(between(number.clone(), number))
                }
            },
            (Operator::NotEqual, [only], None) => match self.equal(only, known) {
                Equal::Text(text) => Ok(vec![one("neq", text)]),
                Equal::Number(_) => {
                    Err("`neq` compares characters, and `5` is not `5.0` to it: it would hold where it must not"
                        .to_owned())
                }
            },
            (Operator::In, ..) => Err("all of its comparisons must hold, and not one of several".to_owned()),
            (_, [only], None) => match (word, plain(only)) {
                (Some(word), Some(number)) => {
                    if number != only.as_str() {
                        self.report.otherwise(only.span, format!("`{}` is written `{number}`", only.text));
                    }
                    Ok(vec![one(word, Json::Raw(number))])
                }
                _ => Err("only numbers can be compared by order".to_owned()),
            },
            _ => Err("there is no such comparison".to_owned()),
        }
    }

    /// Returns a value that something must equal: as characters, where these are the same in the control system, or
    /// as a number.
    fn equal(&mut self, wanted: &Text, known: Option<&DataType>) -> Equal {
        let Some(number) = plain(wanted) else { return Equal::Text(value(wanted)) };
        match known.map(|known| known.kind) {
            Some(DataKind::Enumerated | DataKind::Boolean) => {
                let labels = known.map_or(&[][..], |known| &known.labels[..]);
                let label = labels.iter().find(|label| label.value.to_string() == number);
                match label {
                    Some(label) => {
                        let message = format!("`{}` is written by its label, `{}`", wanted.text, label.label);
                        self.report.otherwise(wanted.span, message);
                        Equal::Text(Json::string(label.label.as_str()))
                    }
                    None => Equal::Text(value(wanted)),
                }
            }
            Some(DataKind::String | DataKind::Binary | DataKind::Time) => Equal::Text(value(wanted)),
            Some(DataKind::Integer) if is_whole(&number) => Equal::Text(Json::Raw(number)),
            _ => Equal::Number(number),
        }
    }
}

/// How something is found equal.
enum Equal {
    Text(Json),
    Number(String),
}

/// Returns the operator's word, where Yamcs has one.
fn word(operator: Operator) -> Option<&'static str> {
    Some(match operator {
        Operator::Equal => "eq",
        Operator::NotEqual => "neq",
        Operator::Less => "lt",
        Operator::LessOrEqual => "lte",
        Operator::Greater => "gt",
        Operator::GreaterOrEqual => "gte",
        Operator::In | Operator::Between => return None,
    })
}

/// Returns a number as JSON writes it: with a point, without what groups its digits, and not in hexadecimal.
pub(super) fn plain(written: &Text) -> Option<String> {
    let text = written.as_str().trim();
    if literal::is_json_number(text) {
        return Some(text.to_owned());
    }
    read::number(text)?;
    let text = text.replace(['\u{2212}', '\u{2013}'], "-");
    let (sign, digits) =
        text.strip_prefix('-').map_or(("", text.strip_prefix('+').unwrap_or(&text)), |rest| ("-", rest));
    if let Some(hex) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        return u64::from_str_radix(hex, 16).ok().map(|value| format!("{sign}{value}"));
    }
    let closed: String = digits.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}')).collect();
    let pointed = if closed.contains('.') { closed } else { closed.replacen(',', ".", 1) };
    // JSON has no zeros before a number, and digits on both sides of the point.
    let (whole, fraction) =
        pointed.split_once('.').map_or((pointed.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let written = match fraction.filter(|fraction| !fraction.is_empty()) {
        Some(fraction) => format!("{sign}{whole}.{fraction}"),
        None => format!("{sign}{whole}"),
    };
    literal::is_json_number(&written).then_some(written)
}

fn is_whole(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    digits.bytes().all(|byte| byte.is_ascii_digit()) && number != "-0"
}

#[cfg(test)]
mod tests {
    use super::plain;
    use crate::model::inline::Text;
    use crate::text::span::{SourceId, Span};

    #[test]
    fn numbers_keep_their_value() {
        let read = |text: &str| plain(&Text::new(text, Span::at_start(SourceId(0))));
        assert_eq!(read("26,5").as_deref(), Some("26.5"));
        assert_eq!(read("-0.50").as_deref(), Some("-0.50"));
        assert_eq!(read("+5").as_deref(), Some("5"));
        assert_eq!(read("0x1F").as_deref(), Some("31"));
        assert_eq!(read("007").as_deref(), Some("7"));
        assert_eq!(read("10\u{202f}000").as_deref(), Some("10000"));
        assert_eq!(read("1e3").as_deref(), Some("1e3"));
        assert_eq!(read("SAFE"), None);
        assert_eq!(read("2,000"), None);
    }
}
