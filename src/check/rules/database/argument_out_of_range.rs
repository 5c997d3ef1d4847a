use super::limits::range_in_words;
use super::stated::{calls, in_unit};
use crate::check::subject::{Subject, argument};
use crate::diagnostic::Diagnostic;
use crate::model::database::DataType;
use crate::notation::value::number;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds values of telecommand arguments that lie outside the ranges of the mission database, in
    /// procedures and in running text.
    ///
    /// ## Why it matters
    /// The telecommand is refused, or, where nothing on board looks, it is carried out.
    ///
    /// ## Example
    /// ```xml
    /// <tc name="TC_EPS_EOC_VOLT"><arg name="VOLT" value="340" unit="V"/></tc>
    /// ```
    ///
    /// or, in running text, `VOLT=340 V` in the brackets after the name. The database allows 28 to 34 V.
    ///
    /// ## How to mend it
    /// Write a value within the range. A value in another scale of the same quantity is converted first;
    /// one in another quantity is [unit-mismatch](unit-mismatch.md).
    "D005" "argument-out-of-range" Error, argument_out_of_range
}

fn argument_out_of_range(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for written in calls(subject) {
        for given in &written.call.arguments {
            let Some(argument) = argument(written.telecommand, &given.name.text) else { continue };
            let unit = &argument.data_type.unit;
            let number = number(&given.value.text).and_then(|value| in_unit(value, given.unit.as_ref(), unit));
            let Some(value) = number.filter(|value| !in_range(&argument.data_type, *value)) else { continue };
            let message = format!(
                "`{}` of argument `{}` of `{}` is out of range",
                given.value.text, given.name.text, written.telecommand.name.text
            );
            let allowed: Vec<String> = argument.data_type.ranges.iter().map(range_in_words).collect();
            let help = format!("the mission database allows {} {unit}", allowed.join(" or ")).trim_end().to_owned();
            let mut diagnostic = Diagnostic::new(&LINT, given.value.span, message).label("out of range").help(help);
            if let Some(other) = given.unit.as_ref().filter(|other| other.text != *unit) {
                diagnostic = diagnostic.note(format!("{} {} is {value} {unit}", given.value.text, other.text));
            }
            found.push(diagnostic.also(argument.span, "the argument is defined here"));
        }
    }
    found
}

fn in_range(data_type: &DataType, value: f64) -> bool {
    data_type.ranges.is_empty() || data_type.ranges.iter().any(|range| range.contains(value))
}
