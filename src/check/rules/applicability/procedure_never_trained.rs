use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::{Document, DocumentKind, Status};
use crate::rule;

rule! {
    /// ## What it does
    /// Finds contingency procedures, validated or beyond, that no training scenario calls or names. It speaks once
    /// the library holds a scenario.
    ///
    /// ## Why it matters
    /// A contingency procedure is run under pressure, and seldom. Who has never played it reads it for the first
    /// time when it counts.
    ///
    /// ## Example
    /// A library with a scenario that calls `CRP-EPS-004` alone, and ten other contingency procedures.
    ///
    /// ## How to mend it
    /// Call it in a scenario; a short one that plays several in a row is enough.
    "A007" "procedure-never-trained" Note, procedure_never_trained
}

fn procedure_never_trained(subject: Subject<'_>) -> Vec<Diagnostic> {
    let library = subject.library;
    let is_scenario = |document: &Document| {
        document.metadata.kind == DocumentKind::Scenario && document.metadata.status != Some(Status::Superseded)
    };
    if !library.documents.iter().any(is_scenario) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (index, document) in library.iter() {
        let in_use = document.metadata.status.is_some_and(|status| status >= Status::Validated);
        if document.metadata.kind != DocumentKind::Contingency || !in_use {
            continue;
        }
        let citations = &library.document_citations[index.0 as usize];
        if citations.iter().any(|citation| is_scenario(library.document(citation.document))) {
            continue;
        }
        let Some(id) = document.id() else { continue };
        let message = format!("no training scenario plays `{}`", id.text);
        let help = "call it in a scenario";
        found.push(Diagnostic::new(&LINT, subject.head(document), message).label("never trained").help(help));
    }
    found
}
