use crate::check::conduct;
use crate::check::flow::{Flow, Node, What};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds critical telecommands that some way from the start comes to without a go: no `hold`
    /// on the step or on one before, and no words on the loop or by hand that ask for a go, an
    /// agreement, an authorisation. A precondition in words that speaks of one counts. A watchdog
    /// needs none: it answers an event at once.
    ///
    /// ## Why it matters
    /// What may harm the satellite is not one person's decision.
    ///
    /// ## Example
    /// ```xml
    /// <step id="step-4" critical="true"><title>Fire</title><tc name="TC_FIRE"/>…</step>
    /// ```
    ///
    /// ## How to mend it
    /// Set `hold="true"` on the step, or add `<voice to="…">Request go for …</voice>` before it.
    "S010" "critical-telecommand-without-authorization" Error, critical_telecommand_without_authorization
}

fn critical_telecommand_without_authorization(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for flow in subject.flows() {
        let critical = conduct::critical(subject, flow);
        if critical.is_empty() || conduct::begins_with_go(flow.procedure) {
            continue;
        }
        let ways =
            flow.ways([flow.start], |node| holds(flow, node) || conduct::is_at(flow, node, conduct::asks_for_go));
        for (node, call, why) in critical.into_iter().filter(|(node, ..)| ways.reach(*node)) {
            let message = format!("critical telecommand `{}` may be sent without a go", call.name.text);
            let mut finding = Diagnostic::new(&LINT, call.span, message).label(why);
            finding.notes.extend(conduct::way_to(flow, &ways.steps(flow, node)));
            found.push(finding.help("set `hold=\"true\"` on its step, or ask for the go on the loop before it"));
        }
    }
    found
}

/// Tells whether the operator holds at the entry of a step.
fn holds(flow: &Flow<'_>, node: petgraph::graph::NodeIndex) -> bool {
    match flow.graph[node] {
        Node { step: Some(step), what: What::Enter } => flow.places[step].step.hold,
        _ => false,
    }
}
