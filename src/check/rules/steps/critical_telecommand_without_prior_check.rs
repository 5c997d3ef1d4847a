use crate::check::conduct;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::procedure::Action;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds critical telecommands that some way from the start comes to without having looked at
    /// anything: no `check` among the preconditions, and no `check`, `verify`, `wait` until,
    /// decision, call or instruction to look on the way. A telecommand is critical where its step
    /// is, or where its consequence level in the mission database is critical, vital, severe or
    /// forbidden. In a watchdog, the event is what was looked at.
    ///
    /// ## Why it matters
    /// A critical telecommand that is sent in the wrong state is the accident that procedures are
    /// written against.
    ///
    /// ## Example
    /// ```xml
    /// <step id="step-1" critical="true"><title>Fire</title><tc name="TC_FIRE"/>…</step>
    /// ```
    ///
    /// ## How to mend it
    /// Add a `check` of the state that it needs, before it and on every way to it.
    "S009" "critical-telecommand-without-prior-check" Error, critical_telecommand_without_prior_check
}

fn critical_telecommand_without_prior_check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for flow in subject.flows() {
        let critical = conduct::critical(subject, flow);
        if critical.is_empty() || conduct::begins_with_check(flow.procedure) {
            continue;
        }
        let looks = |action: &Action| conduct::looks(action) || matches!(action, Action::Call(_));
        let ways = flow.ways([flow.start], |node| conduct::is_at(flow, node, looks));
        for (node, call, why) in critical.into_iter().filter(|(node, ..)| ways.reach(*node)) {
            let message = format!("critical telecommand `{}` may be sent before anything was checked", call.name.text);
            let mut finding = Diagnostic::new(&LINT, call.span, message).label(why);
            finding.notes.extend(conduct::way_to(flow, &ways.steps(flow, node)));
            found.push(finding.help("add a `check` of the state that it needs, on every way that leads here"));
        }
    }
    found
}
