use super::unknown::unknown;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::inline::Kind;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds names of telecommands that no mission database defines: in the steps of procedures, in
    /// references, and in running text where a word has the shape that `identifiers.telecommand` in
    /// the project file gives to telecommands. Without such a shape, a name in capitals counts where it
    /// stands in a column of telecommands beside one of the database, or where a line says to send it
    /// and nothing else, and a telecommand of the database begins with the same word. What the project file calls
    /// hazardous must be there too.
    ///
    /// ## Why it matters
    /// A telecommand that does not exist cannot be sent; an operator who looks for it loses the pass, or
    /// sends the one that looks like it.
    ///
    /// ## Example
    /// ```xml
    /// <tc name="TC_EPS_BAT_HEATR"/>
    /// ```
    ///
    /// The database has `TC_EPS_BAT_HEATER`.
    ///
    /// ## How to mend it
    /// Write the name as the database has it, or add the telecommand to the database.
    "D001" "unknown-telecommand" Error, unknown_telecommand
}

fn unknown_telecommand(subject: Subject<'_>) -> Vec<Diagnostic> {
    unknown(subject, &LINT, Kind::Telecommand)
}
