use std::cmp::Ordering;

use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::{Document, Status};
use crate::notation::issue::compare;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds translations whose issue is older than that of the document in `translation-of`. A translation bears the
    /// issue of the text that it translates.
    ///
    /// ## Why it matters
    /// The two halves of a shift work by different texts.
    ///
    /// ## Example
    /// ```yaml
    /// id: NOTE-OPS-002
    /// issue: 1
    /// translation-of: NOTE-OPS-001
    /// ```
    ///
    /// The original is at issue 2.
    ///
    /// ## How to mend it
    /// Translate what changed, then give the translation the issue of the original.
    "L004" "stale-translation" Warning, stale_translation
}

fn stale_translation(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for document in &subject.library.documents {
        let metadata = &document.metadata;
        let (Some(original), Some(issue)) = (&metadata.translation_of, &metadata.issue) else { continue };
        let Some(origin) = subject.document_named(&original.text) else { continue };
        let Some(newer) = &origin.metadata.issue else { continue };
        if metadata.status == Some(Status::Superseded) || !is_older(document, origin) {
            continue;
        }
        let message = format!(
            "this translates issue {} of `{}`, which is at issue {}",
            written(document),
            original.text,
            written(origin)
        );
        let diagnostic = Diagnostic::new(&LINT, issue.span, message).label("older than the original");
        let help = "translate what changed, then give the translation the issue of the original";
        found.push(diagnostic.also(newer.span, "the issue of the original").help(help));
    }
    found
}

/// Compares issues alone: who corrects the spelling of one language makes a revision that concerns no other.
fn is_older(translation: &Document, original: &Document) -> bool {
    match (&translation.metadata.issue, &original.metadata.issue) {
        (Some(issue), Some(newer)) => compare(&issue.text, &newer.text) == Ordering::Less,
        _ => false,
    }
}

fn written(document: &Document) -> &str {
    document.metadata.issue.as_ref().map_or("", |issue| issue.as_str())
}
