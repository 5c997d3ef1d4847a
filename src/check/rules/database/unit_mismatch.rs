use super::stated::{calls, comparisons, statements};
use crate::check::subject::{Subject, argument};
use crate::diagnostic::Diagnostic;
use crate::link::library::StatementKind;
use crate::model::inline::Text;
use crate::notation::unit;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds units that measure something else than the unit of the database: in checks, in
    /// telecommands, in running text and in tables. Another scale of the same quantity (`mV` for `V`)
    /// is no finding: its number is converted before it is compared with ranges and limits. A unit that
    /// opsdoc does not know is passed over, and so is a parameter without a unit.
    ///
    /// ## Why it matters
    /// A current that is compared with a voltage is the wrong parameter, or the wrong number.
    ///
    /// ## Example
    /// ```xml
    /// <tm name="EPS_BAT1_VOLT" op="gt" value="26.5" unit="A"/>
    /// ```
    ///
    /// The database has the parameter in volts.
    ///
    /// ## How to mend it
    /// Write the unit of the database, or one of the same quantity, or name the parameter that is meant.
    "D014" "unit-mismatch" Warning, unit_mismatch
}

fn unit_mismatch(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for compared in comparisons(subject) {
        if let Some(written) = &compared.comparison.unit {
            let finding = finding(&compared.comparison.parameter.text, written, &compared.parameter.data_type.unit);
            found.extend(finding.map(|finding| subject.defined_at(finding, compared.symbol)));
        }
    }
    for written in calls(subject) {
        for given in &written.call.arguments {
            let argument = argument(written.telecommand, &given.name.text);
            if let (Some(argument), Some(unit)) = (argument, &given.unit) {
                let finding = finding(&given.name.text, unit, &argument.data_type.unit);
                found.extend(finding.map(|finding| finding.also(argument.span, "the argument is defined here")));
            }
        }
    }
    for (_, statement, symbol) in statements(subject) {
        if let (StatementKind::Unit { name, unit }, Some(data_type)) = (&statement.kind, subject.parameter_type(symbol))
        {
            let finding = finding(&name.text, unit, &data_type.unit);
            found.extend(finding.map(|finding| subject.defined_at(finding, symbol)));
        }
    }
    found
}

fn finding(name: &str, written: &Text, stated: &str) -> Option<Diagnostic> {
    let (unit, known) = (unit::of(&written.text)?, unit::of(stated)?);
    if unit.quantity == known.quantity {
        return None;
    }
    let message = format!("`{name}` is in `{stated}`, not in `{}`", written.text);
    let diagnostic = Diagnostic::new(&LINT, written.span, message)
        .label(format!("a unit of {}", unit.quantity))
        .note(format!("`{stated}` is a unit of {}", known.quantity));
    Some(diagnostic.help(format!("write the value in `{stated}`, or name the item that is meant")))
}
