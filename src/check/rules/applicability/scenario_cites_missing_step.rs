use crate::check::cited::missing_steps;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::DocumentKind;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds steps that a training scenario cites by number, in words, and that the procedure does not have: “step 9
    /// of” before its identifier, « étape 9 » behind it. In any other document it is
    /// [broken-anchor](broken-anchor.md), and so is a link to a step that is not there.
    ///
    /// ## Why it matters
    /// A scenario is written once and played for years, while the procedures that it leans on change. The trainer
    /// waits for a step that nobody will come to.
    ///
    /// ## Example
    /// ```text
    /// The exercise ends when the shift has done step 9 of CRP-EPS-004.
    /// ```
    ///
    /// The procedure has seven steps.
    ///
    /// ## How to mend it
    /// Cite the step that is meant, best by a link: `[step 3](id:CRP-EPS-004#step-3)` moves with it.
    "A006" "scenario-cites-missing-step" Error, scenario_cites_missing_step
}

fn scenario_cites_missing_step(subject: Subject<'_>) -> Vec<Diagnostic> {
    let scenarios = subject.library.iter().filter(|(_, document)| document.metadata.kind == DocumentKind::Scenario);
    scenarios.flat_map(|(index, _)| missing_steps(subject, index, &LINT)).collect()
}
