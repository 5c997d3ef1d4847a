use crate::check::restatement::{Fault, findings};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds steps of a procedure that a document retells without them. A step counts as told where a
    /// list item, a table row or a heading says what it does, bears its number or its identifier, or
    /// stands in its place; one item may tell several steps.
    ///
    /// ## Why it matters
    /// The operator who works from the manual leaves the step out.
    ///
    /// ## Example
    /// A list under `## In short {procedure=FCP-AOC-030}` with three items, where the procedure has
    /// four steps and the telecommand of the third is named nowhere.
    ///
    /// ## How to mend it
    /// Tell the step. Where steps are left out on purpose, say so: `partial: true` in the front
    /// matter, or `{procedure=FCP-AOC-030 partial}` on the heading.
    "R019" "restated-step-missing" Error, restated_step_missing
}

fn restated_step_missing(subject: Subject<'_>) -> Vec<Diagnostic> {
    findings(subject, Fault::Missing, &LINT)
}
