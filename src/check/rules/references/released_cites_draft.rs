use rustc_hash::FxHashMap;

use super::named::{document_of, says, sentence};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::{DocumentIndex, Target};
use crate::model::document::Status;
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds documents and procedures with the status `qualified` or `operational` that cite a draft:
    /// by a link, a call, a presentation, or its identifier in running text. Each draft is reported at
    /// the first place that cites it. A sentence or a row of a table that says itself that it is a
    /// draft (“draft”, « brouillon », « projet ») is left alone.
    ///
    /// ## Why it matters
    /// What is released rests on a text that nobody has accepted, and that will change.
    ///
    /// ## Example
    /// An operational procedure with `<call procedure="FCP-AOC-040"/>`, where FCP-AOC-040 has
    /// `status="draft"`.
    ///
    /// ## How to mend it
    /// Release the draft first, or take the reference out.
    "R012" "released-cites-draft" Error, released_cites_draft
}

/// Beginnings of words that say that something is a draft.
const SAYS_SO: &[&str] = &["draft", "brouillon", "projet", "unreleased", "ébauche"];

fn released_cites_draft(subject: Subject<'_>) -> Vec<Diagnostic> {
    let library = subject.library;
    let status = |document: DocumentIndex| library.document(document).metadata.status;
    if !library.iter().any(|(document, _)| status(document) == Some(Status::Draft)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (from, links) in subject.links() {
        let Some(released) = status(from).filter(|s| matches!(s, Status::Qualified | Status::Operational)) else {
            continue;
        };
        let references =
            links.references.iter().map(|reference| (reference.span, document_of(subject, &reference.target)));
        let mentions = links.mentions.iter();
        let mentions = mentions.map(|mention| (mention.span, document_of(subject, &Target::Symbol(mention.symbol))));
        let mut first: FxHashMap<DocumentIndex, Span> = FxHashMap::default();
        for (span, target) in references.chain(mentions) {
            let Some(target) = target.filter(|target| status(*target) == Some(Status::Draft)) else { continue };
            if !says(sentence(subject, span), SAYS_SO) {
                let before = first.entry(target).or_insert(span);
                *before = (*before).min(span);
            }
        }
        let mut drafts: Vec<(Span, DocumentIndex)> = first.into_iter().map(|(target, span)| (span, target)).collect();
        drafts.sort_unstable();
        for (span, target) in drafts {
            let cited = library.document(target);
            let path = &subject.sources.get(cited.source).path;
            let name = cited.id().map_or(path.as_str(), |id| id.as_str());
            let message = format!("this document is {}, and cites the draft `{name}`", released.word());
            let mut diagnostic = Diagnostic::new(&LINT, span, message)
                .label("cites a draft")
                .help("release the draft first, or take the reference out");
            if let Some(id) = cited.id() {
                diagnostic = diagnostic.also(id.span, "the draft");
            }
            found.push(diagnostic);
        }
    }
    found
}
