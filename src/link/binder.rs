//! The documents of a binder.

use super::library::{DocumentIndex, Library, Target};
use crate::model::document::{Document, DocumentKind};
use crate::model::inline::Text;
use crate::project::config::Binder;

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

/// Returns the documents that a binder lists, in its order and each once, and the entries that fit none. A publication
/// stands for itself and for the documents that it lists.
pub fn documents<'b>(library: &Library, binder: &'b Binder) -> (Vec<DocumentIndex>, Vec<&'b str>) {
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for wanted in &binder.documents {
        let pattern = globset::Glob::new(wanted).map(|glob| glob.compile_matcher());
        let fits = |document: &Document| {
            let id = document.id();
            let fits =
                |id: &Text| id.text == *wanted || pattern.as_ref().is_ok_and(|pattern| pattern.is_match(&*id.text));
            id.is_some_and(fits)
        };
        let mut any = false;
        for (index, document) in library.iter() {
            if fits(document) {
                any = true;
                add(library, index, &mut found);
            }
        }
        if !any {
            missing.push(wanted.as_str());
        }
    }
    (found, missing)
}
