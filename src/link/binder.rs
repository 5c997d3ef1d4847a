//! The documents of a binder.

use super::library::{DocumentIndex, Library};
use crate::model::document::Document;
use crate::model::inline::Text;
use crate::project::config::Binder;

/// Returns the documents that a binder lists, in its order and each once, and the entries that fit none.
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
                if !found.contains(&index) {
                    found.push(index);
                }
            }
        }
        if !any {
            missing.push(wanted.as_str());
        }
    }
    (found, missing)
}
