//! Whose titles a page may show: a page must not tell its readers what only a narrower circle may read.

use super::site::Site;
use crate::model::document::{Document, Metadata};

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

    /// Tells whether all who may read the page may read a document.
    pub(super) fn may_read(&self, site: &Site<'_>, document: &Document) -> bool {
        let wanted = document.metadata.classification.as_ref().map(|text| text.as_str());
        // What the project does not know can be anything.
        let known = |marking: Option<&str>| marking.is_none_or(|id| rank(site, id) < site.project.markings.len());
        let ranked = |marking: Option<&str>| marking.map_or(0, |id| rank(site, id));
        let within = wanted == self.marking
            || site.project.markings.is_empty()
            || (known(wanted) && ranked(wanted) <= ranked(self.marking));
        within && caveats(&document.metadata).iter().all(|caveat| self.caveats.contains(caveat))
    }
}

/// Returns the most restrictive marking of the documents: a page that shows words of all of them bears it.
pub(super) fn highest_marking<'a>(site: &Site<'a>) -> Option<&'a str> {
    let borne = site.library.documents.iter().filter_map(|document| document.metadata.classification.as_ref());
    borne.max_by_key(|text| rank(site, text.as_str())).map(|text| text.as_str())
}

/// Returns the place of a marking among the project's, the last for one that is not known.
fn rank(site: &Site<'_>, id: &str) -> usize {
    let markings = &site.project.markings;
    markings.iter().position(|marking| marking.id == id).unwrap_or(markings.len())
}

fn caveats(metadata: &Metadata) -> Vec<String> {
    let all = metadata.caveats.iter().flat_map(|text| text.text.split([',', ';']));
    all.map(|caveat| caveat.trim().to_lowercase()).filter(|caveat| !caveat.is_empty()).collect()
}
