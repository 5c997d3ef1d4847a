//! How restrictive a marking is.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use crate::check::prose::folded;
use crate::model::document::Document;
use crate::project::config::Project;

/// The markings of a project, by the words that stand for them.
pub(super) struct Markings<'p> {
    ids: Vec<&'p str>,
    by_word: FxHashMap<String, usize>,
}

impl<'p> Markings<'p> {
    /// Returns the markings; nothing where the project has none.
    pub(super) fn of(project: &'p Project) -> Option<Self> {
        let ids: Vec<_> = project.markings.iter().map(|marking| marking.id.as_str()).collect();
        let mut by_word = FxHashMap::default();
        for (rank, marking) in project.markings.iter().enumerate() {
            let words = marking.name.all().map(folded).chain([folded(&marking.id), spaced(&marking.id)]);
            words.for_each(|word| {
                by_word.entry(word).or_insert(rank);
            });
        }
        for (mark, id) in &project.portions {
            if let Some(rank) = ids.iter().position(|known| known == id) {
                by_word.insert(folded(mark), rank);
            }
        }
        (!ids.is_empty()).then_some(Self { ids, by_word })
    }

    /// Returns the identifiers, the least restrictive first.
    pub(super) fn ids(&self) -> &[&'p str] {
        &self.ids
    }

    /// Returns the rank of a document: the lowest where it bears no marking, nothing where its marking is unknown.
    pub(super) fn rank(&self, document: &Document) -> Option<usize> {
        match &document.metadata.classification {
            Some(classification) => self.ids.iter().position(|id| *id == classification.as_str()),
            None => Some(0),
        }
    }

    /// Returns the rank of a word that stands for a marking.
    pub(super) fn rank_of(&self, word: &str) -> Option<usize> {
        self.by_word.get(&folded(word)).copied()
    }

    /// Tells whether a document bears a higher marking than another.
    pub(super) fn is_above(&self, document: &Document, other: &Document) -> bool {
        match (self.rank(document), self.rank(other)) {
            (Some(rank), Some(other)) => rank.cmp(&other) == Ordering::Greater,
            _ => false,
        }
    }
}

/// Returns an identifier as a banner writes it.
fn spaced(id: &str) -> String {
    folded(&id.replace(['-', '_'], " "))
}

/// Returns the marking that a document bears, for messages.
pub(super) fn word(document: &Document) -> &str {
    document.metadata.classification.as_ref().map_or("no marking", |text| text.as_str())
}
