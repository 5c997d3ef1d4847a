use rustc_hash::FxHashSet;

use crate::check::prose::is_written;
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::document::Metadata;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds documents without metadata that the project file requires of their kind, folder and status
    /// (`metadata` under `[[require]]`). Without such a table nothing is required.
    ///
    /// ## Why it matters
    /// A document without issue, date or marking cannot be told from its copy of last year, and nobody knows
    /// who may read it.
    ///
    /// ## Example
    /// ```toml
    /// [[require]]
    /// folders = ["operations/"]
    /// metadata = ["id", "issue", "date", "classification"]
    /// ```
    ///
    /// A note in that folder whose front matter says no `issue` is a finding.
    ///
    /// ## How to mend it
    /// Write the metadata into the front matter, or into the attributes of the procedure.
    "B004" "metadata-missing" Error, metadata_missing
}

fn metadata_missing(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for document in subject.library.documents.iter().filter(|document| !document.metadata.lacks.metadata) {
        let path = subject.path(document);
        let mut said = FxHashSet::default();
        let requirements = subject.project.requirements.iter();
        for requirement in requirements.filter(|requirement| requirement.is_for(path, &document.metadata)) {
            for key in &requirement.metadata {
                let has = has(&document.metadata, key) || key == "id" && document.id().is_some();
                if has || !said.insert(key.as_str()) {
                    continue;
                }
                let diagnostic = Diagnostic::new(&LINT, subject.head(document), format!("the metadata lack `{key}`"));
                let misspelt = did_you_mean(key, unknown(&document.metadata));
                let help = match misspelt {
                    Some(near) => format!("write `{key}` for `{near}`"),
                    None => format!("add `{key}` to the metadata"),
                };
                found.push(diagnostic.label("the project requires it").help(help));
            }
        }
    }
    found
}

/// Returns the keys that have no meaning of their own.
fn unknown(metadata: &Metadata) -> impl Iterator<Item = &str> {
    metadata.other.iter().map(|(key, _)| key.as_str())
}

fn has(metadata: &Metadata, key: &str) -> bool {
    match key {
        "id" => is_written(&metadata.id),
        "title" => !metadata.title.is_empty(),
        "issue" => is_written(&metadata.issue),
        "revision" => is_written(&metadata.revision),
        "status" => metadata.status.is_some() || unknown(metadata).any(|key| key == "status"),
        "date" => is_written(&metadata.date),
        "lang" => is_written(&metadata.language),
        "classification" => is_written(&metadata.classification),
        "caveats" => is_written(&metadata.caveats),
        "criticality" => is_written(&metadata.criticality),
        "database" => is_written(&metadata.database),
        "authors" => !metadata.authors.is_empty(),
        "missions" => !metadata.applicability.missions.is_empty(),
        "satellites" => !metadata.applicability.satellites.is_empty(),
        "environments" => !metadata.applicability.environments.is_empty(),
        "phases" => !metadata.applicability.phases.is_empty(),
        other => metadata.other.iter().any(|(key, value)| key.as_str() == other && !value.text.trim().is_empty()),
    }
}
