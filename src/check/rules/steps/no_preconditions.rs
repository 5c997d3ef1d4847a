use crate::check::conduct;
use crate::check::flow::Flow;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::DocumentKind;
use crate::model::procedure::Action;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds procedures that do not say what must hold before they begin: flight control and
    /// on-board control procedures; others that send telecommands, too. A contingency
    /// procedure with triggers needs none, as its trigger is the state that it begins from; nor
    /// does a training scenario.
    ///
    /// ## Why it matters
    /// A procedure is written for one state of the satellite. Started in another, every step of it
    /// may be right and the whole be wrong.
    ///
    /// ## Example
    /// A flight control procedure that begins with its body.
    ///
    /// ## How to mend it
    /// Add `preconditions`: a `check` for what telemetry shows, a `condition` for what a person knows.
    "S013" "no-preconditions" Warning, no_preconditions
}

fn no_preconditions(subject: Subject<'_>) -> Vec<Diagnostic> {
    let flows = subject.flows().filter(|flow| flow.procedure.preconditions.is_empty() && needs(subject, flow));
    let report = |flow: &Flow<'_>| {
        let id = &flow.procedure.id;
        let message = format!("procedure `{}` does not say what must hold before it begins", id.text);
        let finding = Diagnostic::new(&LINT, id.span, message).label("no `preconditions`");
        finding.help("add `preconditions` with a `check` of the state that it begins from")
    };
    flows.map(report).collect()
}

fn needs(subject: Subject<'_>, flow: &Flow<'_>) -> bool {
    let is_telecommand = |action: &Action| matches!(action, Action::Telecommand(_));
    let sends = || flow.places.iter().any(|place| conduct::any_within(place.step, &is_telecommand));
    let metadata = &subject.library.document(flow.document).metadata;
    if metadata.lacks.preconditions {
        return false;
    }
    match metadata.kind {
        DocumentKind::FlightControl | DocumentKind::OnBoard => true,
        DocumentKind::Contingency => flow.procedure.triggers.is_empty(),
        DocumentKind::Scenario => false,
        _ => sends(),
    }
}
