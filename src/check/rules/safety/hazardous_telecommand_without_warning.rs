use crate::check::flow::{Flow, Node, StepIndex, What};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::block::{Admonition, AdmonitionKind};
use crate::model::expression::TelecommandCall;
use crate::model::procedure::Action;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds hazardous telecommands in steps without a warning or a caution before them, in the
    /// step or in those around it. A telecommand is hazardous where its consequence level in the
    /// mission database is critical at least, or the level that the project file sets, or where
    /// the project file names it: see [`[safety]`](../project-file.md#safety).
    ///
    /// ## Why it matters
    /// The database knows that the telecommand may harm; the person who sends it has to know, too.
    ///
    /// ## Example
    /// ```xml
    /// <step id="step-4"><title>Open the valve</title><tc name="TC_VALVE_OPEN"/>…</step>
    /// ```
    ///
    /// ## How to mend it
    /// Say in a `warning` or a `caution` of the step what may happen, and how it is avoided.
    "F003" "hazardous-telecommand-without-warning" Error, hazardous_telecommand_without_warning
}

fn hazardous_telecommand_without_warning(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for flow in subject.flows() {
        for (node, step, action) in flow.actions() {
            let Action::Telecommand(call) = action else { continue };
            let Some(why) = hazard(subject, call) else { continue };
            if is_warned(flow, node.index(), step) {
                continue;
            }
            let message = format!("hazardous telecommand `{}` is sent without a warning", call.name.text);
            let finding = Diagnostic::new(&LINT, call.span, message).label(why);
            found.push(finding.help("say in a `warning` or `caution` of the step what may happen"));
        }
    }
    found
}

/// Returns why a telecommand is hazardous.
fn hazard(subject: Subject<'_>, call: &TelecommandCall) -> Option<String> {
    let safety = &subject.project.safety;
    if safety.hazardous.iter().any(|name| *name == call.name.as_str()) {
        return Some("the project file calls it hazardous".to_owned());
    }
    let telecommand = subject.sent(call)?;
    let significance = telecommand.significance.as_ref().filter(|it| it.reaches(safety.level()))?;
    Some(match significance.reason.as_str() {
        "" => format!("its consequence is `{}`", significance.level),
        reason => format!("{}: {reason}", significance.level),
    })
}

/// Tells whether a warning stands before a point of a step, in it or in those around it.
fn is_warned(flow: &Flow<'_>, node: usize, step: StepIndex) -> bool {
    let warns = |admonition: &Admonition| {
        matches!(admonition.kind, AdmonitionKind::Danger | AdmonitionKind::Warning | AdmonitionKind::Caution)
    };
    if flow.around(step).any(|around| around.safety.iter().any(warns)) {
        return true;
    }
    let mut before = flow.graph.node_weights().take(node);
    before.any(|point| match point {
        Node { step: Some(of), what: What::Action(Action::Safety(admonition)) } => *of == step && warns(admonition),
        _ => false,
    })
}
