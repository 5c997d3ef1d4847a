//! Links a document again when it is edited, and those that it concerns.

use super::library::{DocumentIndex, Library, Target, Unresolved};
use super::resolve::Resolver;
use super::{Cited, Linked, Surroundings, document, symbols};
use crate::model::document::Document;

/// What linking keeps so that one document can be linked again.
pub struct Relinker {
    pub(super) resolver: Resolver,
    /// What each document cites, by document.
    pub(super) cited: Vec<Vec<Cited>>,
}

/// What became of a document that was put in the place of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relinked {
    /// It is linked, and so is the library.
    Done,
    /// It defines other names than before: everything is to be linked again.
    OtherNames,
}

impl Relinker {
    /// Puts a document, read again, in the place of what it was, and links it. Where its anchors are others
    /// now, those that lead to it are linked too.
    pub fn replace(
        &mut self,
        library: &mut Library,
        around: Surroundings<'_>,
        index: DocumentIndex,
        document: Document,
    ) -> Relinked {
        let old = std::mem::replace(&mut library.documents[index.0 as usize], document);
        let new = &library.documents[index.0 as usize];
        if !symbols::renew(&mut library.symbols, around.project, index, &old, new) {
            return Relinked::OtherNames;
        }
        let moved = self.resolver.renew(index, new);
        self.link(library, around, index);
        if moved {
            for other in leading_to(library, index) {
                self.link(library, around, other);
            }
        }
        Relinked::Done
    }

    fn link(&mut self, library: &mut Library, around: Surroundings<'_>, index: DocumentIndex) {
        let Linked { links, citations } = document::link(library, &self.resolver, around, index);
        for cited in std::mem::take(&mut self.cited[index.0 as usize]) {
            cited.citations(library).retain(|citation| citation.document != index);
        }
        for (cited, citation) in &citations {
            // Citations stay in the order of the documents.
            let list = cited.citations(library);
            let at = list.partition_point(|other| other.document <= index);
            list.insert(at, *citation);
        }
        self.cited[index.0 as usize] = citations.into_iter().map(|(cited, _)| cited).collect();
        library.links[index.0 as usize] = links;
    }
}

/// Returns the other documents with a link that leads into this one, or should.
fn leading_to(library: &Library, index: DocumentIndex) -> Vec<DocumentIndex> {
    let leads = |target: &Target| match target {
        Target::Document { document, .. } | Target::Unresolved(Unresolved::Anchor(document, _)) => *document == index,
        _ => false,
    };
    let documents = library.iter().map(|(at, _)| at).filter(|at| *at != index);
    documents.filter(|at| library.links(*at).references.iter().any(|reference| leads(&reference.target))).collect()
}
