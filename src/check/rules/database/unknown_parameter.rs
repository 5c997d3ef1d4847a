use super::unknown::unknown;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::inline::Kind;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds names of parameters that no mission database defines: in the steps of procedures, in
    /// references, and in running text where a word has the shape that `identifiers.parameter` in
    /// the project file gives to parameters.
    ///
    /// ## Why it matters
    /// A check of a parameter that does not exist is never made.
    ///
    /// ## Example
    /// ```xml
    /// <tm name="EPS_BAT1_VOLTS" op="gt" value="26"/>
    /// ```
    ///
    /// The database has `EPS_BAT1_VOLT`.
    ///
    /// ## How to mend it
    /// Write the name as the database has it, or add the parameter to the database.
    "D002" "unknown-parameter" Error, unknown_parameter
}

fn unknown_parameter(subject: Subject<'_>) -> Vec<Diagnostic> {
    unknown(subject, &LINT, Kind::Parameter)
}
