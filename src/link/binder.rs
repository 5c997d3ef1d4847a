//! The documents of a binder.

use super::library::{DocumentIndex, Library, Target};
use crate::model::document::{Document, DocumentKind};
use crate::project::config::Binder;

/// Returns the documents that a binder lists, in its order and each once. A publication stands for itself and for the
/// documents that it lists.
pub fn documents(library: &Library, binder: &Binder) -> Vec<DocumentIndex> {
    let mut found = Vec::new();
    for wanted in &binder.documents {
        let fits = pattern(wanted);
        for (index, _) in library.iter().filter(|(_, document)| fits(document)) {
            add(library, index, &mut found);
        }
    }
    found
}

/// Adds a document, and after a publication the documents that it lists, in its order.
fn add(library: &Library, index: DocumentIndex, found: &mut Vec<DocumentIndex>) {
    if found.contains(&index) {
        return;
    }
    found.push(index);
    if library.document(index).metadata.kind != DocumentKind::Publication {
        return;
    }
    for reference in library.links(index).references.iter().filter(|reference| !reference.image) {
        let listed = match &reference.target {
            Target::Document { document, .. } => Some(*document),
            Target::Symbol(symbol) => library.symbols.get(*symbol).document,
            _ => None,
        };
        if let Some(listed) = listed {
            add(library, listed, found);
        }
    }
}

/// Tells whether a document fits an entry of a binder.
pub fn lists_any(library: &Library, wanted: &str) -> bool {
    library.documents.iter().any(pattern(wanted))
}

/// Returns what tells whether a document has an identifier, or one that fits a glob.
fn pattern(wanted: &str) -> impl Fn(&Document) -> bool {
    let glob = globset::Glob::new(wanted).map(|glob| glob.compile_matcher());
    move |document| {
        let id = document.id();
        id.is_some_and(|id| id.text == *wanted || glob.as_ref().is_ok_and(|glob| glob.is_match(&*id.text)))
    }
}
