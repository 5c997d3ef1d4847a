use rustc_hash::FxHashSet;

use super::named::{document_of, says, sentence};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::{DocumentIndex, Target};
use crate::model::document::Status;
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds references to documents and procedures whose status is `superseded`: links, calls,
    /// presentations, and identifiers in running text. A sentence or a row of a table that says so
    /// itself (“replaces”, “superseded”, « remplace », « annulé ») is left alone, and so is what
    /// stands in a superseded document.
    ///
    /// ## Why it matters
    /// The reader works from a text that was withdrawn.
    ///
    /// ## Example
    /// `[[FCP-AOC-009]]` where that procedure has the status `superseded`.
    ///
    /// ## How to mend it
    /// Cite what replaces it.
    "R011" "cites-superseded" Error, cites_superseded
}

/// Beginnings of words that say that something is no longer in force.
const SAYS_SO: &[&str] = &[
    "supersed", "replac", "withdraw", "obsolet", "former", "retired", "remplac", "annul", "obsolèt", "périm", "ancien",
];

fn cites_superseded(subject: Subject<'_>) -> Vec<Diagnostic> {
    let library = subject.library;
    let superseded = |document: DocumentIndex| library.document(document).metadata.status == Some(Status::Superseded);
    if !library.iter().any(|(document, _)| superseded(document)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (from, links) in subject.links().filter(|(from, _)| !superseded(*from)) {
        let references =
            links.references.iter().map(|reference| (reference.span, document_of(subject, &reference.target)));
        let mentions = links.mentions.iter();
        let mentions = mentions.map(|mention| (mention.span, document_of(subject, &Target::Symbol(mention.symbol))));
        let mut seen: FxHashSet<(Span, DocumentIndex)> = FxHashSet::default();
        for (span, target) in references.chain(mentions) {
            let Some(target) = target.filter(|target| *target != from && superseded(*target)) else { continue };
            if says(sentence(subject, span), SAYS_SO) || !seen.insert((span, target)) {
                continue;
            }
            let cited = library.document(target);
            let path = &subject.sources.get(cited.source).path;
            let name = cited.id().map_or(path.as_str(), |id| id.as_str());
            let mut diagnostic = Diagnostic::new(&LINT, span, format!("`{name}` is superseded"))
                .label("cites what is no longer in force")
                .help("cite what replaces it");
            if let Some(id) = cited.id() {
                diagnostic = diagnostic.also(id.span, "the superseded document");
            }
            found.push(diagnostic);
        }
    }
    found
}
