//! What every page of a PDF is marked with.

use crate::link::library::{DocumentIndex, Library};
use crate::model::document::Status;
use crate::project::config::Project;
use crate::render::words;

/// What every page is marked with: how far the document has come, who may read it, what it was
/// made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marking {
    /// The status; of a binder, the least of its documents'.
    pub status: Option<Status>,
    /// The classification; of a binder, the most restrictive of its documents'.
    pub classification: String,
    /// The caveats, each once.
    pub caveats: String,
    /// The commit of the sources; nothing where they are in no repository.
    pub commit: Option<String>,
    /// Whether the sources differ from that commit.
    pub dirty: bool,
}

impl Marking {
    /// Gathers the marking of one document or of a binder's.
    pub fn of(
        library: &Library,
        project: &Project,
        documents: &[DocumentIndex],
        commit: Option<&str>,
        dirty: bool,
    ) -> Self {
        let mut marking = Self { commit: commit.map(str::to_owned), dirty, ..Self::default() };
        let first = documents.first().map(|index| library.document(*index));
        let language = first.map_or(project.default_language(), |first| first.language_or(project.default_language()));
        let mut rank = None;
        let mut caveats: Vec<&str> = Vec::new();
        for index in documents {
            let metadata = &library.document(*index).metadata;
            // A binder is as far as the document that lags behind; silence is no status.
            marking.status = match (marking.status, metadata.status) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            if let Some(classification) = &metadata.classification {
                // A marking that the project does not know counts as the most restrictive.
                let known = project.markings.iter().position(|named| named.id == classification.as_str());
                let here = Some(known.unwrap_or(usize::MAX));
                if here > rank {
                    rank = here;
                    // Readers know a marking by its name; what the project does not know has none.
                    let name = known.map_or("", |at| project.markings[at].name.in_language(language));
                    marking.classification = if name.is_empty() { &*classification.text } else { name }.to_owned();
                }
            }
            if let Some(caveat) = &metadata.caveats
                && !caveats.contains(&caveat.as_str())
            {
                caveats.push(caveat.as_str());
            }
        }
        marking.caveats = caveats.join(", ");
        marking
    }

    /// Returns the words for the state of the sources.
    pub(super) fn source(&self, language: &str) -> String {
        match &self.commit {
            None => words::UNVERSIONED.in_language(language).to_owned(),
            // Twelve digits name a commit in repositories far larger than any library.
            Some(commit) => {
                let short = commit.get(..12).unwrap_or(commit);
                if !self.dirty {
                    return short.to_owned();
                }
                format!("{short} ({})", words::UNCOMMITTED.in_language(language))
            }
        }
    }
}
