//! Names, values, times and conditions.

use super::Writer;
use crate::convert::time;
use crate::model::expression::{Comparison, Condition, Operator};
use crate::model::inline::{Inline, Text};
use crate::notation::pluto::{commented, is_condition, is_name, is_number, is_unit, is_word_name};

/// Returns a string constant.
pub(super) fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Returns the name that something is assigned to, where a text is an assignment and nothing else.
pub(super) fn assignment(content: &[Inline]) -> Option<&str> {
    let [Inline::Code(code)] = content else { return None };
    let (name, _) = code.as_str().split_once(" := ")?;
    is_name(name).then_some(name)
}

/// Returns a name of the mission database as PLUTO names it: a path from the inside out.
pub(super) fn name(name: &Text) -> Option<String> {
    let text = name.as_str();
    if let Some(path) = text.strip_prefix('/') {
        let parts: Vec<&str> = path.split('/').rev().collect();
        return parts.iter().all(|part| is_word_name(part)).then(|| parts.join(" of "));
    }
    is_name(text).then(|| text.to_owned())
}

/// Returns a time in its one form.
pub(super) fn duration(time: &Text) -> Option<String> {
    time::duration(time.as_str())
}

impl Writer<'_, '_> {
    /// Returns a time; in a procedure that was PLUTO before, as it is written.
    pub(super) fn time(&mut self, time: &Text) -> Option<String> {
        if self.job.same {
            return Some(time.text.to_string());
        }
        let written = duration(time)?;
        if written != time.as_str() {
            self.report.otherwise(time.span, format!("`{}` is written `{written}`", time.text));
        }
        Some(written)
    }

    /// Returns a value that something is given, with its unit.
    pub(super) fn value(&mut self, value: &Text, unit: Option<&Text>) -> String {
        let text = value.as_str();
        if value.quoted {
            return string(text);
        }
        if let Some(variable) = text.strip_prefix('$').filter(|name| is_word_name(name)) {
            return variable.to_owned();
        }
        let is_compound = ["record", "array"]
            .iter()
            .any(|kind| text.starts_with(&format!("{kind} ")) && text.ends_with(&format!("end {kind}")));
        if is_compound || matches!(text, "true" | "false" | "TRUE" | "FALSE") {
            return text.to_owned();
        }
        match (is_number(text), unit) {
            (true, Some(unit)) if is_unit(unit.as_str()) => format!("{text} {}", unit.text),
            (true, Some(unit)) => {
                self.report.kept(unit.span, &format!("the unit `{}`", unit.text));
                format!("{text} /* {} */", commented(unit.as_str()))
            }
            (true, None) => text.to_owned(),
            (false, unit) => {
                if let Some(unit) = unit {
                    self.report.kept(unit.span, &format!("the unit `{}`", unit.text));
                    return format!("{} /* {} */", string(text), commented(unit.as_str()));
                }
                string(text)
            }
        }
    }

    /// Returns comparisons that must all hold; nothing where PLUTO has no such comparison.
    pub(super) fn comparisons(&mut self, comparisons: &[Comparison]) -> Option<String> {
        let mut all = Vec::new();
        for comparison in comparisons {
            all.push(self.comparison(comparison)?);
        }
        (!all.is_empty()).then(|| all.join(" and "))
    }

    fn comparison(&mut self, comparison: &Comparison) -> Option<String> {
        let parameter = name(&comparison.parameter)?;
        if parameter != comparison.parameter.as_str() {
            let message = format!("`{}` is `{parameter}` in PLUTO", comparison.parameter.text);
            self.report.otherwise(comparison.parameter.span, message);
        }
        let unit = comparison.unit.as_ref();
        if unit.is_some_and(|unit| !is_unit(unit.as_str())) {
            return None;
        }
        let with_unit = |value: &str| unit.map_or(value.to_owned(), |unit| format!("{value} {}", unit.text));
        let sign = match comparison.operator {
            Operator::Equal => "=",
            Operator::NotEqual => "!=",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => ">=",
            Operator::In | Operator::Between => "",
        };
        let values: Option<Vec<String>> = comparison.values.iter().map(compared).collect();
        let values = values?;
        match (comparison.operator, &values[..], &comparison.tolerance) {
            (Operator::Between, [least, most], None) => {
                self.report.otherwise(comparison.span, "between the two is `>=` and `<=`, both included");
                Some(format!("{parameter} >= {} and {parameter} <= {}", with_unit(least), with_unit(most)))
            }
            (Operator::In, [_, ..], None) => {
                self.report.otherwise(comparison.span, "one of several is `=` with `or` between");
                let each: Vec<String> =
                    values.iter().map(|value| format!("{parameter} = {}", with_unit(value))).collect();
                Some(format!("({})", each.join(" or ")))
            }
            (Operator::Equal, [only], Some(tolerance)) => {
                let (least, most) = crate::convert::decimal::bounds(only, tolerance.as_str())?;
                let message = format!("`{only} ± {}` is `>= {least}` and `<= {most}`", tolerance.text);
                self.report.otherwise(comparison.span, message);
                Some(format!("{parameter} >= {} and {parameter} <= {}", with_unit(&least), with_unit(&most)))
            }
            (_, [only], None) if !sign.is_empty() => Some(format!("{parameter} {sign} {}", with_unit(only))),
            _ => None,
        }
    }

    /// Returns a condition; nothing where it is none to PLUTO.
    pub(super) fn condition(&mut self, condition: &Condition) -> Option<String> {
        let text = condition.text.as_str();
        if text.starts_with("event ") && is_name(&text["event ".len()..]) {
            return None;
        }
        // A dash within a name would be a minus.
        let letters = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() || c == '_');
        let dashed = text
            .match_indices(['-', '/', '.'])
            .any(|(at, _)| letters(text[..at].chars().next_back()) && letters(text[at + 1..].chars().next()));
        let names = condition.comparisons.iter().all(|one| is_name(one.parameter.as_str()));
        // A value of several values or with a tolerance is not what its first sign says.
        let simple = condition
            .comparisons
            .iter()
            .all(|one| one.tolerance.is_none() && !matches!(one.operator, Operator::In | Operator::Between));
        let unit = condition.comparisons.iter().filter_map(|one| one.unit.as_ref());
        let has_dashed_unit = unit.clone().any(|unit| unit.as_str().contains('/'));
        if !names || !simple || (dashed && !has_dashed_unit && !self.job.same) {
            return None;
        }
        let written = text
            .replace(['≤', '⩽'], "<=")
            .replace(['≥', '⩾'], ">=")
            .replace('≠', "!=")
            .replace("==", "=")
            .replace('\u{2212}', "-")
            .replace(['\u{a0}', '\u{202f}'], " ");
        let plain = written.replace('$', "");
        if !is_condition(&plain) {
            return None;
        }
        if written != text {
            self.report.otherwise(condition.text.span, format!("`{text}` is written `{plain}`"));
        }
        Some(plain)
    }
}

/// Returns a value that something is compared with.
fn compared(value: &Text) -> Option<String> {
    let text = value.as_str();
    if value.quoted {
        return Some(string(text));
    }
    if let Some(variable) = text.strip_prefix('$') {
        return is_word_name(variable).then(|| variable.to_owned());
    }
    // A decimal comma would part two values.
    if crate::notation::value::is_numeric(text) && !is_number(text) {
        return None;
    }
    Some(match is_number(text) || is_word_name(text) {
        true => text.to_owned(),
        false => string(text),
    })
}
