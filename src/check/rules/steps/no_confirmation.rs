use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::DocumentKind;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds flight control, contingency and on-board control procedures without `confirmation`:
    /// the checks that show that the whole has done what it is for. Ground procedures and training
    /// scenarios need none.
    ///
    /// ## Why it matters
    /// Each step may have worked, and the satellite still not be where the purpose says.
    ///
    /// ## Example
    /// A contingency procedure whose last element is `body`.
    ///
    /// ## How to mend it
    /// Add `confirmation` with a `check` of what the purpose promises.
    "S014" "no-confirmation" Warning, no_confirmation
}

fn no_confirmation(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for flow in subject.flows().filter(|flow| flow.procedure.confirmation.is_empty()) {
        let metadata = &subject.library.document(flow.document).metadata;
        let (kind, asked) = (metadata.kind, !metadata.lacks.confirmation);
        if asked && matches!(kind, DocumentKind::FlightControl | DocumentKind::Contingency | DocumentKind::OnBoard) {
            let id = &flow.procedure.id;
            let message = format!("procedure `{}` does not say what shows that it has succeeded", id.text);
            let finding = Diagnostic::new(&LINT, id.span, message).label("no `confirmation`");
            found.push(finding.help("add `confirmation` with a `check` of what its purpose promises"));
        }
    }
    found
}
