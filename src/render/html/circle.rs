//! Whose titles a page may show: a page must not tell its readers what only a narrower circle may read.

use crate::link::library::Library;
use crate::model::document::{Document, Metadata};
use crate::project::config::Project;

/// The readers of a page, by its marking and its caveats.
pub(super) struct Circle<'a> {
    marking: Option<&'a str>,
    caveats: Vec<String>,
}

impl<'a> Circle<'a> {
    /// Returns the readers of a document.
    pub(super) fn of(document: &'a Document) -> Self {
        let metadata = &document.metadata;
        Self { marking: metadata.classification.as_ref().map(|text| text.as_str()), caveats: caveats(metadata) }
    }

    /// Returns the readers of a page with a marking and without caveats.
    pub(super) fn marked(marking: Option<&'a str>) -> Self {
        Self { marking, caveats: Vec::new() }
    }

    /// Returns the circle's name in a path: `secret`, `secret-crew-only`.
    pub(super) fn slug(&self) -> String {
        let parts = self.marking.into_iter().chain(self.caveats.iter().map(String::as_str)).map(slug);
        let name = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        if name.is_empty() { "unmarked".into() } else { name }
    }

    /// Tells whether all who may read the page may read a document.
    pub(super) fn may_read(&self, project: &Project, document: &Document) -> bool {
        let wanted = document.metadata.classification.as_ref().map(|text| text.as_str());
        // What the project does not know can be anything.
        let known = |marking: Option<&str>| marking.is_none_or(|id| rank(project, id) < project.markings.len());
        let ranked = |marking: Option<&str>| marking.map_or(0, |id| rank(project, id));
        let within = wanted == self.marking
            || project.markings.is_empty()
            || (known(wanted) && ranked(wanted) <= ranked(self.marking));
        within && caveats(&document.metadata).iter().all(|caveat| self.caveats.contains(caveat))
    }
}

/// Returns a text as a part of a file's name.
fn slug(text: &str) -> String {
    let words: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    words.split_whitespace().collect::<Vec<_>>().join("-")
}

/// Returns the most restrictive marking of the documents: a page that shows words of all of them bears it.
pub(super) fn highest_marking<'a>(library: &'a Library, project: &Project) -> Option<&'a str> {
    let borne = library.documents.iter().filter_map(|document| document.metadata.classification.as_ref());
    borne.max_by_key(|text| rank(project, text.as_str())).map(|text| text.as_str())
}

/// Returns the place of a marking among the project's, the last for one that is not known.
fn rank(project: &Project, id: &str) -> usize {
    let markings = &project.markings;
    markings.iter().position(|marking| marking.id == id).unwrap_or(markings.len())
}

fn caveats(metadata: &Metadata) -> Vec<String> {
    let all = metadata.caveats.iter().flat_map(|text| text.text.split([',', ';']));
    all.map(|caveat| caveat.trim().to_lowercase()).filter(|caveat| !caveat.is_empty()).collect()
}
