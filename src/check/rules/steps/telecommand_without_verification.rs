use petgraph::graph::NodeIndex;

use super::established::confirms_something_new;
use crate::check::conduct;
use crate::check::flow::{Edge, Flow, Outcome, StepIndex, What};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::procedure::{Action, Check};
use crate::rule;

rule! {
    /// ## What it does
    /// Finds telecommands after which, on some way, nothing shows what came of them: before the
    /// end, and before another step sends the next one. In the same step a `verify`, a `check`, a
    /// `wait` until, a decision, a `record`, an instruction to look, and `expected` show it; in a
    /// later step, a `verify` or a `wait` until, or anything of that kind in a step that sends
    /// nothing itself. At the end of the procedure its `confirmation` does, unless all that it looks at was
    /// already seen to be so before the telecommand.
    ///
    /// ## Why it matters
    /// A telecommand may be lost or rejected. What follows is then done to a satellite in another
    /// state than the operator believes.
    ///
    /// ## Example
    /// ```xml
    /// <step id="step-2"><title>Open</title><tc name="TC_VALVE_OPEN"/></step>
    /// <step id="step-3"><title>Fire</title><tc name="TC_FIRE"/>…</step>
    /// ```
    ///
    /// ## How to mend it
    /// Add `verify` with the parameter that shows the effect, and the time in which it must show.
    "S008" "telecommand-without-verification" Warning, telecommand_without_verification
}

fn telecommand_without_verification(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let lacks = |flow: &&Flow<'_>| subject.library.document(flow.document).metadata.lacks;
    // Nobody can be asked for what the way of writing has no place for.
    for flow in subject.flows().filter(|flow| !(lacks(flow).expected && lacks(flow).checks)) {
        let sends: Vec<bool> =
            flow.places.iter().map(|place| conduct::any_within(place.step, &|it| is_telecommand(it))).collect();
        for (node, step, action) in flow.actions() {
            let Action::Telecommand(call) = action else { continue };
            if is_shown(flow, &sends, node, step, &|| confirms_something_new(flow, call.span)) {
                continue;
            }
            let message = format!("nothing shows what came of telecommand `{}`", call.name.text);
            let finding = Diagnostic::new(&LINT, call.span, message).label("not verified");
            found.push(finding.help("add `verify` with the parameter that shows its effect, and `within`"));
        }
    }
    found
}

fn is_telecommand(action: &Action) -> bool {
    matches!(action, Action::Telecommand(_))
}

/// Tells whether every way from a telecommand comes to something that shows its effect.
fn is_shown(flow: &Flow<'_>, sends: &[bool], node: NodeIndex, step: StepIndex, confirms: &dyn Fn() -> bool) -> bool {
    let top = flow.places[step].top;
    let mut seen = vec![false; flow.graph.node_count()];
    let mut open = following(flow, node);
    while let Some(at) = open.pop() {
        if std::mem::replace(&mut seen[at.index()], true) || shows(flow, sends, at, top) {
            continue;
        }
        if at == flow.end && confirms() {
            continue;
        }
        let of = flow.graph[at].step.map(|of| flow.places[of].top);
        let is_next = matches!(flow.graph[at].what, What::Action(Action::Telecommand(_))) && of != Some(top);
        if is_next || [flow.end, flow.stop, flow.back].contains(&at) {
            return false;
        }
        open.extend(following(flow, at));
    }
    true
}

/// Returns what follows a point when nothing fails: what fails has been seen to.
fn following(flow: &Flow<'_>, node: NodeIndex) -> Vec<NodeIndex> {
    use petgraph::visit::EdgeRef;
    flow.graph.edges(node).filter(|edge| *edge.weight() == Edge::Flow).map(|edge| edge.target()).collect()
}

fn shows(flow: &Flow<'_>, sends: &[bool], node: NodeIndex, top: StepIndex) -> bool {
    let Some(of) = flow.graph[node].step else { return false };
    let place = &flow.places[of];
    if flow.graph[node].what_is(Outcome::Confirmed) && place.top == top && !place.step.expected.is_empty() {
        return true;
    }
    if place.top == top || !sends[place.top] {
        return conduct::is_at(flow, node, conduct::shows);
    }
    conduct::is_at(flow, node, |action| match action {
        Action::Check(Check { verify, .. }) => *verify,
        Action::Wait(wait) => wait.until.is_some(),
        _ => false,
    })
}
