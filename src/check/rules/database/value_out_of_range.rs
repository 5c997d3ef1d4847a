use super::limits::{overlap, range_in_words};
use super::stated::{Compared, comparisons, in_unit};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::database::{Bound, DataType, Range};
use crate::model::expression::Operator;
use crate::notation::unit;
use crate::notation::value::number;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds values, and ranges of values, that a text or a check expects of a parameter, of which none
    /// lies within the ranges that the mission database gives it. Limits to one side only, as “below
    /// 22 V”, are not looked at: one may well test for what should never be. In running text and in
    /// tables a value counts where its unit stands with it.
    ///
    /// ## Why it matters
    /// What is expected can never be seen: the text was written for another unit, another equipment or
    /// another issue of the database.
    ///
    /// ## Example
    /// ```markdown
    /// | Parameter | Expected  |
    /// |-----------|-----------|
    /// | BATT_V    | 7.0-8.4 V |
    /// ```
    ///
    /// The parameter goes from 2500 to 4200 mV.
    ///
    /// ## How to mend it
    /// Find out which of the two is right, and write a value within the range, or mend the database.
    "D023" "value-out-of-range" Error, value_out_of_range
}

fn value_out_of_range(subject: Subject<'_>) -> Vec<Diagnostic> {
    comparisons(subject).filter_map(|compared| finding(subject, compared)).collect()
}

fn finding(subject: Subject<'_>, compared: Compared<'_>) -> Option<Diagnostic> {
    let data_type = &compared.parameter.data_type;
    let expected = expected(compared)?;
    if data_type.ranges.is_empty() || data_type.ranges.iter().any(|known| overlap(known, &expected)) {
        return None;
    }
    let value = compared.comparison.values.first()?;
    let unit = &data_type.unit;
    let known: Vec<String> = data_type.ranges.iter().map(range_in_words).collect();
    let message = format!("`{}` is never {}", compared.parameter.name.text, written(compared));
    let help = format!("the mission database has {} {unit}", known.join(" or ")).trim_end().to_owned();
    let diagnostic = Diagnostic::new(&LINT, value.span, message).label("out of range").help(help);
    Some(subject.defined_at(diagnostic, compared.symbol))
}

/// Returns what is expected, in the unit of the database; nothing where that is not sure.
fn expected(compared: Compared<'_>) -> Option<Range> {
    let Compared { comparison, parameter, prose, .. } = compared;
    let DataType { unit, labels, .. } = &parameter.data_type;
    if !labels.is_empty() || (prose && comparison.unit.is_none() && !unit.is_empty()) {
        return None;
    }
    let values: Option<Vec<f64>> = comparison.values.iter().map(|value| number(&value.text)).collect();
    let values: Option<Vec<f64>> =
        values?.into_iter().map(|value| in_unit(value, comparison.unit.as_ref(), unit)).collect();
    let (least, greatest) = match (comparison.operator, values?.as_slice()) {
        (Operator::Equal, [value]) => {
            let written = comparison.tolerance.as_ref().map_or(Some(0.0), |text| number(&text.text))?;
            let tolerance = match &comparison.unit {
                Some(own) if own.text != *unit => unit::of(&own.text)?.convert_difference(written, unit::of(unit)?)?,
                _ => written,
            };
            let tolerance = tolerance.abs();
            (value - tolerance, value + tolerance)
        }
        (Operator::Between, [least, greatest]) => (*least, *greatest),
        _ => return None,
    };
    let bound = |value| Some(Bound { value, inclusive: true });
    Some(Range { minimum: bound(least), maximum: bound(greatest) })
}

/// Writes what is expected as it stands there.
fn written(compared: Compared<'_>) -> String {
    let values: Vec<&str> = compared.comparison.values.iter().map(|value| value.text.as_str()).collect();
    let unit = compared.comparison.unit.as_ref().map_or("", |unit| unit.as_str());
    format!("{} {unit}", values.join(" to ")).trim_end().to_owned()
}
