//! Links documents into a library.
//!
//! 1. [`symbols`] gathers every name and the place that defines it; `spelling` adds what dialects write for them.
//! 2. [`resolve`] turns each reference into a target.
//! 3. [`document`] goes through a document: its references, the known names in its text, and what
//!    it says of parameters and telecommands, which `said` reads from running text and `rows` from tables.
//!
//! [`relink`] does the third again for one document that was edited.
//!
//! Linking is total and silent: what it cannot resolve it records as
//! [`Target::Unresolved`](library::Target::Unresolved), and saying so is a rule's work.

pub mod anchors;
pub mod binder;
mod document;
pub mod library;
pub mod names;
pub mod relink;
mod resolve;
mod rows;
mod said;
mod sections;
mod sent;
mod spelling;
mod stems;
pub mod symbols;

pub use self::stems::REPORT;

use crate::model::database::Database;
use crate::model::document::Document;
use crate::project::config::Project;
use crate::text::source::Sources;

use self::library::{Citation, DocumentIndex, Library, Links};
use self::relink::Relinker;
use self::resolve::Resolver;
use self::symbols::SymbolIndex;

/// What linking needs to know besides the documents.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The sources that the documents were read from.
    pub sources: &'a Sources,
    /// Every file below the documentation folder, sorted.
    pub files: &'a [String],
    /// The project.
    pub project: &'a Project,
}

/// A library whose documents are still to be linked, one by one and in any order.
pub struct Linker<'a> {
    library: Library,
    resolver: Resolver,
    around: Surroundings<'a>,
}

/// What linking one document found.
pub struct Linked {
    links: Links,
    citations: Vec<(Cited, Citation)>,
}

/// What a citation is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cited {
    Symbol(SymbolIndex),
    Document(DocumentIndex),
}

impl Cited {
    /// Returns the list of those who cite it.
    fn citations(self, library: &mut Library) -> &mut Vec<Citation> {
        match self {
            Cited::Symbol(symbol) => &mut library.symbol_citations[symbol.0 as usize],
            Cited::Document(document) => &mut library.document_citations[document.0 as usize],
        }
    }
}

impl<'a> Linker<'a> {
    /// Gathers the names that documents and the database define.
    pub fn new(documents: Vec<Document>, database: Database, around: Surroundings<'a>) -> Self {
        let stems = stems::of(&documents, around.sources);
        let mut symbols = symbols::gather(&documents, &database, around.project);
        spelling::add(&mut symbols, &documents, around.project);
        let resolver = Resolver::new(&documents, around);
        let library = Library { documents, database, symbols, stems, ..Library::default() };
        Self { library, resolver, around }
    }

    /// Returns how many documents there are.
    pub fn len(&self) -> usize {
        self.library.documents.len()
    }

    /// Tells whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.library.documents.is_empty()
    }

    /// Links one document.
    pub fn link(&self, index: DocumentIndex) -> Linked {
        document::link(&self.library, &self.resolver, self.around, index)
    }

    /// Puts what was found, in the order of the documents, into the library.
    pub fn finish(self, linked: Vec<Linked>) -> Library {
        self.finish_for_edits(linked).0
    }

    /// Does as [`finish`](Self::finish), and keeps what is needed to link a document again when it is edited.
    pub fn finish_for_edits(self, linked: Vec<Linked>) -> (Library, Relinker) {
        let mut library = self.library;
        library.symbol_citations = vec![Vec::new(); library.symbols.len()];
        library.document_citations = vec![Vec::new(); library.documents.len()];
        let mut cited = Vec::with_capacity(linked.len());
        for Linked { links, citations } in linked {
            for (of, citation) in &citations {
                of.citations(&mut library).push(*citation);
            }
            cited.push(citations.into_iter().map(|(of, _)| of).collect());
            library.links.push(links);
        }
        (library, Relinker { resolver: self.resolver, cited })
    }
}
