use ecow::EcoString;
use rustc_hash::FxHashMap;

use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::block::Block;
use crate::model::document::{Document, Status};
use crate::model::inline::Text;
use crate::rule;
use crate::text::span::{SourceId, Span};

rule! {
    /// ## What it does
    /// Finds identifiers that two things bear: documents and procedures, anchors that a document
    /// sets twice, and items of one file of the mission database in one system. A superseded issue
    /// beside the one that replaces it is no duplicate, nor is the same document in another
    /// language. Steps are [duplicate-step](duplicate-step.md).
    ///
    /// ## Why it matters
    /// A reference to the identifier leads to one of the two, and nobody can say to which.
    ///
    /// ## Example
    /// Two files with `id: OPS-MAN-010`, one of them copied from the other to begin a new manual.
    ///
    /// ## How to mend it
    /// Give one of them an identifier of its own, or the status `superseded`.
    "R007" "duplicate-identifier" Error, duplicate_identifier
}

fn duplicate_identifier(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let library = subject.library;
    let language = subject.project.default_language();
    let named = library.documents.iter().filter(|document| document.metadata.status != Some(Status::Superseded));
    let ids = named.filter_map(|document| Some((id(document)?, document.language_or(language))));
    repeated("identifier", ids.map(|(id, language)| ((id.text.clone(), language), id.span)), &mut found);
    for document in &library.documents {
        let headings = document.body.iter().filter_map(|block| match block {
            Block::Heading(heading) => heading.explicit.map(|span| ((heading.anchor.clone(), ""), span)),
            _ => None,
        });
        repeated("anchor", headings, &mut found);
    }
    let database = &library.database;
    // What two files define is one thing if they say the same of it, and `database-self-contradiction` if not.
    for source in &database.sources {
        let telecommands = database.telecommands.iter().map(|item| (&item.name, &item.system));
        repeated("telecommand", of_source(*source, telecommands), &mut found);
        let parameters = database.parameters.iter().map(|item| (&item.name, &item.system));
        repeated("parameter", of_source(*source, parameters), &mut found);
    }
    found
}

/// Keeps the items of one file of the database.
fn of_source<'a>(
    source: SourceId,
    items: impl Iterator<Item = (&'a Text, &'a EcoString)>,
) -> impl Iterator<Item = ((EcoString, &'a str), Span)> {
    let own = items.filter(move |(name, _)| name.span.source == source);
    own.map(|(name, system)| ((name.text.clone(), system.as_str()), name.span))
}

fn id(document: &Document) -> Option<&Text> {
    let id = document.id();
    id.filter(|id| !id.text.is_empty())
}

/// Reports each name that came before, at its later place.
fn repeated<'a>(
    what: &str,
    names: impl IntoIterator<Item = ((EcoString, &'a str), Span)>,
    found: &mut Vec<Diagnostic>,
) {
    let mut first: FxHashMap<(EcoString, &str), Span> = FxHashMap::default();
    for (key, span) in names {
        let message = format!("{what} `{}` is defined twice", key.0);
        match first.get(&key) {
            Some(before) => found.push(
                Diagnostic::new(&LINT, span, message)
                    .label("defined again here")
                    .also(*before, "first defined here")
                    .help("give one of the two a name of its own"),
            ),
            None => {
                first.insert(key, span);
            }
        }
    }
}
