use crate::check::conduct;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds steps that act and do not say what is to be seen then: a telecommand, a script or
    /// something by hand, without `expected`, and without a check, a verification, a wait until, a
    /// decision, a record or an instruction to look, in the step or in those within it. Words on
    /// the loop, a log entry, a wait, a decision, a `goto` and a call need no result.
    ///
    /// ## Why it matters
    /// The operator cannot tell a step that worked from one that did not.
    ///
    /// ## Example
    /// ```xml
    /// <step id="step-2"><title>Patch panel</title><manual>Move cable 4 to socket B.</manual></step>
    /// ```
    ///
    /// ## How to mend it
    /// Add `expected`, or `verify` with the parameter that shows it.
    "S011" "step-without-expected-result" Warning, step_without_expected_result
}

fn step_without_expected_result(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for flow in subject.flows().filter(|flow| !subject.library.document(flow.document).metadata.lacks.expected) {
        for (at, place) in flow.places.iter().enumerate() {
            let mut acts = false;
            place.step.each_action(&mut |action| acts |= conduct::acts(action));
            let is_said = flow.around(at).any(|around| !around.expected.is_empty());
            if !acts || is_said || conduct::any_within(place.step, &conduct::shows) {
                continue;
            }
            let message = format!("step `{}` does not say what is to be seen after it", place.step.id.text);
            let finding = Diagnostic::new(&LINT, place.step.id.span, message).label("no result is shown");
            found.push(finding.help("add `expected`, or `verify` with the parameter that shows the effect"));
        }
    }
    found
}
