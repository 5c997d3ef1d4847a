use rustc_hash::FxHashSet;

use crate::check::prose::{folded, is_written};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::Document;
use crate::project::config::Words;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds documents without an approval by a role which the project file requires of their kind, folder and
    /// status (`approvals` under `[[require]]`). An approval counts once it bears a name.
    ///
    /// ## Why it matters
    /// A document that calls itself operational and was never approved is run on the word of its author.
    ///
    /// ## Example
    /// ```toml
    /// [[require]]
    /// kinds = ["FCP", "CRP"]
    /// from = "qualified"
    /// approvals = [{ fr = "Responsable satellite", en = "Spacecraft manager" }]
    /// ```
    ///
    /// A qualified procedure whose `approvals` name no spacecraft manager is a finding.
    ///
    /// ## How to mend it
    /// Have it approved and record who did and when, or set the status back.
    "B007" "approval-missing" Error, approval_missing
}

fn approval_missing(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for document in &subject.library.documents {
        let path = subject.path(document);
        let mut said = FxHashSet::default();
        let requirements = subject.project.requirements.iter();
        for requirement in requirements.filter(|requirement| requirement.is_for(path, &document.metadata)) {
            for role in requirement.approvals.iter().filter(|role| !is_approved_by(document, role)) {
                let role = role.in_language(document.language_or(subject.project.default_language()));
                if !said.insert(role) {
                    continue;
                }
                let status = document.metadata.status.map_or("none", |status| status.word());
                let message = format!("no approval by `{role}`, and the status is `{status}`");
                let help = "record who approved it and when, or set the status back";
                let diagnostic = Diagnostic::new(&LINT, subject.head(document), message);
                found.push(diagnostic.label("not approved").help(help));
            }
        }
    }
    found
}

fn is_approved_by(document: &Document, role: &Words) -> bool {
    let named = document.approvals().iter().filter(|approval| is_written(&approval.name));
    let mut roles = named.filter_map(|approval| approval.role.as_ref());
    roles.any(|found| role.all().any(|wanted| folded(wanted) == folded(&found.text)))
}
