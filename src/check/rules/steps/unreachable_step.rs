use petgraph::graph::NodeIndex;

use crate::check::flow::{Flow, StepPlace, What};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::procedure::Action;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds steps that no way through the procedure comes to, and actions that stand behind a
    /// `goto`, or behind a decision that leads away in every case. Where a row of steps is cut
    /// off, the first of them is reported.
    ///
    /// ## Why it matters
    /// What the author wrote is never done. Mostly a `goto` leads one step too far, or one that
    /// should lead there has been lost.
    ///
    /// ## Example
    /// ```xml
    /// <step id="step-3"><title>Arm</title><goto step="step-5"/></step>
    /// <step id="step-4"><title>Verify the arming</title>…</step>
    /// <step id="step-5"><title>Fire</title>…</step>
    /// ```
    ///
    /// ## How to mend it
    /// Let a decision, a continuation or the step before lead there, or take the step out.
    "S003" "unreachable-step" Warning, unreachable_step
}

fn unreachable_step(subject: Subject<'_>) -> Vec<Diagnostic> {
    subject.flows().flat_map(cut_off).collect()
}

fn cut_off(flow: &Flow<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut reached = flow.reachable();
    for place in &flow.places {
        if reached[place.enter.index()] {
            continue;
        }
        // Whoever follows this step alone is not to be blamed as well.
        flow.spread(place.enter, &mut reached);
        let id = &place.step.id;
        let message = format!("no way leads to step `{}`", id.text);
        let finding = Diagnostic::new(&LINT, id.span, message).label("never reached");
        found.push(finding.help("let a decision, a continuation or the step before it lead here, or take it out"));
    }
    for (node, step, action) in flow.actions() {
        if reached[node.index()] {
            continue;
        }
        flow.spread(node, &mut reached);
        found.push(behind(flow, node, &flow.places[step], action));
    }
    found
}

fn behind(flow: &Flow<'_>, node: NodeIndex, place: &StepPlace<'_>, action: &Action) -> Diagnostic {
    let message = format!("step `{}` leads away before this is done", place.step.id.text);
    let finding = Diagnostic::new(&LINT, action.span(), message).label("never done");
    let before = flow
        .actions()
        .take_while(|(at, ..)| *at != node)
        .filter(|(_, step, _)| flow.places[*step].enter == place.enter);
    let leaves =
        before.filter(|(at, ..)| matches!(flow.graph[*at].what, What::Action(Action::Goto(_) | Action::Decide(_))));
    match leaves.last() {
        Some((_, _, action)) => finding.also(action.span(), "the way leads away here"),
        None => finding,
    }
    .help("move it before what leads away, or take it out")
}
