use rustc_hash::{FxHashMap, FxHashSet};

use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::{Document, Status};
use crate::rule;

rule! {
    /// ## What it does
    /// Finds documents that are not there in every language which the project file requires of their kind, folder and
    /// status (`languages` under `[[require]]`). A translation names its original in `translation-of`, or has the
    /// same identifier.
    ///
    /// ## Why it matters
    /// Half of the shift reads a language that is not its own, and guesses.
    ///
    /// ## Example
    /// ```toml
    /// [[require]]
    /// folders = ["operations/"]
    /// languages = ["fr", "en"]
    /// ```
    ///
    /// A note in that folder that is there in French alone is a finding.
    ///
    /// ## How to mend it
    /// Translate it, and write its identifier into `translation-of` of the translation.
    "L003" "missing-translation" Warning, missing_translation
}

fn missing_translation(subject: Subject<'_>) -> Vec<Diagnostic> {
    let requirements: Vec<_> =
        subject.project.requirements.iter().filter(|requirement| !requirement.languages.is_empty()).collect();
    if requirements.is_empty() {
        return Vec::new();
    }
    let default = subject.project.default_language();
    let documents = subject.library.documents.iter();
    let current = documents.filter(|document| document.metadata.status != Some(Status::Superseded));
    let mut languages: FxHashMap<&str, FxHashSet<&str>> = FxHashMap::default();
    for document in current.clone() {
        if let Some(original) = original(document) {
            languages.entry(original).or_default().insert(primary(document.language_or(default)));
        }
    }
    let mut found = Vec::new();
    let mut said = FxHashSet::default();
    for document in current.filter(|document| document.metadata.translation_of.is_none()) {
        let Some(id) = original(document) else { continue };
        for requirement in requirements.iter().filter(|one| one.is_for(subject.path(document), &document.metadata)) {
            for language in &requirement.languages {
                let is_there = languages.get(id).is_some_and(|there| there.contains(primary(language)));
                if is_there || !said.insert((id, primary(language))) {
                    continue;
                }
                let message = format!("`{id}` is not there in the language `{language}`");
                let diagnostic = Diagnostic::new(&LINT, subject.head(document), message).label("not translated");
                let help = format!("translate it, with `translation-of: {id}` in the metadata of the translation");
                found.push(diagnostic.help(help));
            }
        }
    }
    found
}

/// Returns the identifier of a document's original: its own where it translates none.
fn original(document: &Document) -> Option<&str> {
    document.metadata.translation_of.as_ref().or(document.id()).map(|id| id.as_str())
}

/// Returns a language without its country: `fr` of `fr-FR`.
fn primary(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or(language)
}
