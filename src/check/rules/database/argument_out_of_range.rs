use crate::check::subject::{Subject, argument};
use crate::diagnostic::Diagnostic;
use crate::link::library::StatementKind;
use crate::model::database::{DataType, Range};
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
    /// Write a value within the range. A value in another unit is not looked at here.
    "D005" "argument-out-of-range" Error, argument_out_of_range
}

fn argument_out_of_range(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, links) in subject.links() {
        for statement in &links.statements {
            let (StatementKind::Telecommand(call), Some(symbol)) = (&statement.kind, statement.symbol) else {
                continue;
            };
            let Some(telecommand) = subject.telecommand(symbol) else { continue };
            for given in &call.arguments {
                let Some(argument) = argument(telecommand, &given.name.text) else { continue };
                let same_unit = given.unit.as_ref().is_none_or(|unit| unit.text == argument.data_type.unit);
                let Some(value) = number(&given.value.text).filter(|_| same_unit) else { continue };
                if in_range(&argument.data_type, value) {
                    continue;
                }
                let message = format!(
                    "`{}` of argument `{}` of `{}` is out of range",
                    given.value.text, given.name.text, telecommand.name.text
                );
                let allowed: Vec<String> = argument.data_type.ranges.iter().map(written).collect();
                let unit = &argument.data_type.unit;
                let help = format!("the mission database allows {} {unit}", allowed.join(" or ")).trim_end().to_owned();
                let diagnostic = Diagnostic::new(&LINT, given.value.span, message).label("out of range").help(help);
                found.push(diagnostic.also(argument.span, "the argument is defined here"));
            }
        }
    }
    found
}

fn in_range(data_type: &DataType, value: f64) -> bool {
    data_type.ranges.is_empty() || data_type.ranges.iter().any(|range| range.contains(value))
}

/// Writes a range as readers do: `0 to 5`, `more than 0`.
fn written(range: &Range) -> String {
    let above = |inclusive| if inclusive { "" } else { "more than " };
    match (range.minimum, range.maximum) {
        (Some(low), Some(high)) => {
            let below = if high.inclusive { "to" } else { "to less than" };
            format!("{}{} {below} {}", above(low.inclusive), low.value, high.value)
        }
        (Some(low), None) => {
            format!("{}{}{}", above(low.inclusive), low.value, if low.inclusive { " and more" } else { "" })
        }
        (None, Some(high)) => format!("{}{}", if high.inclusive { "at most " } else { "less than " }, high.value),
        (None, None) => "any value".to_owned(),
    }
}
