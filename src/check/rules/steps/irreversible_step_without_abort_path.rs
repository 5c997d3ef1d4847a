use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::procedure::Outcome;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds irreversible steps that do not say how to get out when they do not work: no
    /// continuation for `aborted`, and none for `not-confirmed` that aborts, terminates, asks,
    /// raises an event or leads to another step, in the step or around it.
    ///
    /// ## Why it matters
    /// What cannot be undone is half done, and the procedure goes on as if nothing had happened.
    ///
    /// ## Example
    /// ```xml
    /// <step id="step-6" irreversible="true">
    ///   <title>Release</title>
    ///   <tc name="TC_RELEASE"/>
    ///   <verify within="15 s"><tm name="WING" value="DEPLOYED"/></verify>
    /// </step>
    /// ```
    ///
    /// ## How to mend it
    /// Add `<on outcome="aborted" action="…"/>`: which step makes safe what is half done, or who decides.
    "S020" "irreversible-step-without-abort-path" Warning, irreversible_step_without_abort_path
}

fn irreversible_step_without_abort_path(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for flow in subject.flows() {
        for (at, place) in flow.places.iter().enumerate().filter(|(_, place)| place.step.irreversible) {
            if flow.around(at).any(|around| around.continuation.iter().any(leads_out)) {
                continue;
            }
            let id = &place.step.id;
            let message = format!("irreversible step `{}` does not say how to break it off", id.text);
            let finding = Diagnostic::new(&LINT, id.span, message).label("no way out");
            found.push(finding.help("add `<on outcome=\"aborted\" action=\"…\"/>` to its continuation"));
        }
    }
    found
}

fn leads_out(on: &Outcome) -> bool {
    match on.outcome.as_str() {
        "aborted" => on.action.as_str() != "restart",
        "not-confirmed" => matches!(on.action.as_str(), "abort" | "terminate" | "goto" | "ask-user" | "raise-event"),
        _ => false,
    }
}
