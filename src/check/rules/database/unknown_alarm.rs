use super::unknown::unknown;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::inline::Kind;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds names of alarms that no mission database defines: in the steps of procedures, in
    /// references, and in running text where a word has the shape that `identifiers.alarm` in
    /// the project file gives to alarms.
    ///
    /// ## Why it matters
    /// The procedure is then not found by the alarm that it is meant for.
    ///
    /// ## Example
    /// ```xml
    /// <triggers><alarm ref="AL_EPS_BAT_UNDERVOLT"/></triggers>
    /// ```
    ///
    /// The database has `AL_EPS_BAT1_UNDERVOLT`.
    ///
    /// ## How to mend it
    /// Write the name as the database has it, or add the alarm to the database.
    "D022" "unknown-alarm" Error, unknown_alarm
}

fn unknown_alarm(subject: Subject<'_>) -> Vec<Diagnostic> {
    unknown(subject, &LINT, Kind::Alarm)
}
