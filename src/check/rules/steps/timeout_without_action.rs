use petgraph::graph::NodeIndex;

use crate::check::flow::{Flow, StepIndex, What};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::procedure::{Action, Outcome, Step};
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds limits whose lapse leads nowhere: the `timeout` of a wait, the `within` of a check,
    /// the `max` of a repetition, in a step that has no continuation for `not-confirmed` or
    /// `aborted`, and none around it; and the `max` or `timeout` of a `restart` or an `ask-user`
    /// in a step that has no continuation for `aborted`. A decision after it in the same step is
    /// an answer too.
    ///
    /// ## Why it matters
    /// The limit lapses exactly when something is wrong, and then the procedure says nothing.
    ///
    /// ## Example
    /// ```xml
    /// <step id="step-2">
    ///   <title>Switch the transmitter on</title>
    ///   <tc name="TC_TX"/>
    ///   <verify within="30 s"><tm name="TRANSMITTER" value="ON"/></verify>
    /// </step>
    /// ```
    ///
    /// ## How to mend it
    /// Add a continuation: `<on outcome="not-confirmed" action="…"/>`.
    "S007" "timeout-without-action" Warning, timeout_without_action
}

fn timeout_without_action(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for flow in subject.flows().filter(|flow| !subject.library.document(flow.document).metadata.lacks.continuation) {
        for (node, step, action) in flow.actions() {
            let limit = match action {
                Action::Wait(wait) => wait.until.as_ref().and(wait.timeout.as_ref()),
                Action::Check(check) => check.within.as_ref(),
                Action::Repeat(repeat) => repeat.until.as_ref().and(repeat.max.as_ref()),
                _ => None,
            };
            let Some(limit) = limit else { continue };
            if !is_answered(flow, step) && !is_decided(flow, node, step) {
                let what = match action {
                    Action::Repeat(_) => format!("after {} turns without success", limit.text),
                    _ => format!("when {} have passed in vain", limit.text),
                };
                found.push(report(&flow.places[step].step.id.text, limit.span, &what, "not-confirmed"));
            }
        }
        for place in &flow.places {
            found.extend(place.step.continuation.iter().filter_map(|on| last_attempt(place.step, on)));
        }
    }
    found
}

/// Tells whether the step, or one around it, says what follows when it is not confirmed.
fn is_answered(flow: &Flow<'_>, step: StepIndex) -> bool {
    let answers = |on: &Outcome| matches!(on.outcome.as_str(), "not-confirmed" | "aborted");
    flow.around(step).any(|around| around.continuation.iter().any(answers))
}

/// Tells whether a decision follows in the same step.
fn is_decided(flow: &Flow<'_>, node: NodeIndex, step: StepIndex) -> bool {
    let mut after = flow
        .graph
        .node_indices()
        .skip(node.index() + 1)
        .take_while(|at| flow.graph[*at].step.is_some_and(|of| flow.places[of].top == flow.places[step].top));
    after.any(|at| flow.graph[at].step == Some(step) && matches!(flow.graph[at].what, What::Action(Action::Decide(_))))
}

/// Reports that the last attempt, or a question without an answer, leads nowhere.
fn last_attempt(step: &Step, on: &Outcome) -> Option<Diagnostic> {
    let limit = on.max.as_ref().or(on.timeout.as_ref())?;
    let what = match on.action.as_str() {
        "restart" => "after the last attempt",
        "ask-user" => "when nobody has answered",
        _ => return None,
    };
    let is_answered = step.continuation.iter().any(|other| {
        let same = other.outcome.text == on.outcome.text && other.span != on.span;
        other.outcome.as_str() == "aborted" || same
    });
    (!is_answered).then(|| report(&step.id.text, limit.span, what, "aborted"))
}

fn report(step: &str, span: Span, when: &str, outcome: &str) -> Diagnostic {
    let message = format!("step `{step}` does not say what follows {when}");
    let finding = Diagnostic::new(&LINT, span, message).label("its lapse leads nowhere");
    finding.help(format!("add `<on outcome=\"{outcome}\" action=\"…\"/>` to the continuation of the step"))
}
