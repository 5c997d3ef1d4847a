//! Prints documents: a PDF each, laid out by typst and marked by printpdf.
//!
//! 1. [`input`] lowers a document, or a binder's, into what the template reads.
//! 2. [`export`] lays it out in its [`world`] and exports it as PDF/A-2a and PDF/UA-1, or as near
//!    to that as the text allows; a document always gets its PDF.
//! 3. [`mark`] puts status, classification and source on every page.

mod boxes;
mod export;
mod input;
pub mod lint;
mod mark;
mod marking;
mod page;
mod plain;
mod refusal;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
mod world;

use std::sync::atomic::{AtomicUsize, Ordering};

use self::export::{Exported, Properties};
use self::input::measure::Metrics;
use self::mark::Marker;
pub use self::marking::Marking;
use self::world::{DocumentWorld, Shared};
use crate::diagnostic::Diagnostic;
use crate::link::library::{DocumentIndex, Library};
use crate::project::config::{Binder, Project};
use crate::text::source::Sources;
use crate::text::span::Span;

/// How many pages may be laid out before typst is told to forget what was of no use since it was
/// last told so. What documents share (fonts, template) is of use to each; the rest would keep the
/// layout of every page of a library in memory, at some 2.5 MB a dense page.
const PAGES_REMEMBERED: usize = 16;

/// Finds pictures.
pub trait Pictures: Sync {
    /// Returns the bytes of a picture by its path below the documentation folder, if it is there.
    fn picture(&self, path: &str) -> Option<Vec<u8>>;
}

impl<F: Fn(&str) -> Option<Vec<u8>> + Sync> Pictures for F {
    fn picture(&self, path: &str) -> Option<Vec<u8>> {
        self(path)
    }
}

/// What goes into one PDF.
#[derive(Clone, Copy)]
pub enum Scope<'a> {
    /// One document; its PDF goes to its stem.
    Document(DocumentIndex),
    /// The documents of a binder, in this order.
    Binder {
        /// The binder, as the project describes it.
        binder: &'a Binder,
        /// Where its PDF goes, without extension, among the stems of the documents.
        stem: &'a str,
        /// Its documents.
        documents: &'a [DocumentIndex],
    },
}

impl Scope<'_> {
    /// Returns the documents, in order.
    pub fn documents(&self) -> &[DocumentIndex] {
        match self {
            Scope::Document(index) => std::slice::from_ref(index),
            Scope::Binder { documents, .. } => documents,
        }
    }

    fn is_binder(&self) -> bool {
        matches!(self, Scope::Binder { .. })
    }
}

/// One PDF to be made.
pub struct Job<'a> {
    /// The library.
    pub library: &'a Library,
    /// The project.
    pub project: &'a Project,
    /// The sources that the library was read from.
    pub sources: &'a Sources,
    /// What goes into it.
    pub scope: Scope<'a>,
    /// What every page is marked with.
    pub marking: Marking,
    /// Where pictures are found.
    pub pictures: &'a dyn Pictures,
    /// The date of the PDF in seconds since 1970-01-01T00:00:00Z; without one, no date is written.
    pub timestamp: Option<i64>,
    /// The name and version of the tool.
    pub tool: &'a str,
}

impl Job<'_> {
    /// Returns where the PDF goes, without extension.
    pub fn stem(&self) -> &str {
        match &self.scope {
            Scope::Document(index) => self.library.stem(*index),
            Scope::Binder { stem, .. } => stem,
        }
    }

    /// Returns the language of the words that opsdoc adds.
    fn language(&self) -> &str {
        let default = self.project.default_language();
        match &self.scope {
            Scope::Document(index) => self.library.document(*index).language_or(default),
            Scope::Binder { binder, .. } => binder.language.as_deref().unwrap_or(default),
        }
    }

    /// Returns the place where a finding about the whole PDF is reported.
    fn start(&self) -> Option<Span> {
        let index = self.scope.documents().first()?;
        Some(Span::at_start(self.library.document(*index).source))
    }
}

/// A printed document.
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// Whether it bears the marks of PDF/A-2a and PDF/UA-1.
    pub archival: bool,
}

/// Prints; holds what all documents share, and can be used from several threads at once.
pub struct Printer {
    shared: Shared,
    metrics: Metrics,
    marker: Marker,
    /// The pages laid out since typst was last told to forget.
    pages: AtomicUsize,
}

impl Default for Printer {
    fn default() -> Self {
        Self::new()
    }
}

impl Printer {
    /// Loads the embedded fonts and the template.
    pub fn new() -> Self {
        let shared = Shared::new();
        let metrics = Metrics::new(shared.font("libertinus serif", 400).as_ref());
        let marker = Marker::new(shared.font("libertinus serif", 600));
        Self { shared, metrics, marker, pages: AtomicUsize::new(0) }
    }

    /// Prints a document or a binder.
    ///
    /// Typst shares its work out in the pool of threads that this is called in, and while it waits it
    /// does whatever else is to be done there. So no two documents are to be printed in one pool, and
    /// its threads need a large stack.
    pub fn print(&self, job: &Job) -> (Pdf, Vec<Diagnostic>) {
        let lowered = input::lower(job, &self.metrics);
        let mut diagnostics = lowered.diagnostics;
        let properties = properties(job);
        let json = serde_json::to_vec(&lowered.input).expect("the template's input is made of strings and numbers");
        let world = DocumentWorld::new(&self.shared, json, &lowered.files);
        let laid_out = export::export(&world, &properties, &lowered.input.places);
        // A PDF that cannot be marked is of no use, whatever it looks like.
        let marked = laid_out.and_then(|exported| {
            let bytes = self.marked(job, &exported).map_err(|error| vec![error.to_string()])?;
            Ok((exported, bytes))
        });
        let (exported, bytes) = marked.unwrap_or_else(|reasons| {
            diagnostics.extend(refusal::plain(job, &reasons));
            let exported = plain::export(&self.shared, &lowered.input, &properties);
            let bytes = self.marked(job, &exported).expect("lopdf reads and writes bare text as typst has written it");
            (exported, bytes)
        });
        self.forget(exported.pages);
        let archival = exported.refused.is_empty();
        if !archival {
            diagnostics.extend(refusal::not_archival(job, &self.shared, &exported.refused));
        }
        (Pdf { bytes, pages: exported.pages, archival }, diagnostics)
    }

    fn forget(&self, pages: usize) {
        let before = self.pages.fetch_add(pages, Ordering::Relaxed);
        if before + pages >= PAGES_REMEMBERED {
            self.pages.store(0, Ordering::Relaxed);
            comemo::evict(1);
        }
    }

    fn marked(&self, job: &Job, exported: &Exported) -> Result<Vec<u8>, mark::Error> {
        let dated = job.timestamp.is_some();
        self.marker.mark(&exported.bytes, &job.marking, job.language(), dated)
    }
}

fn properties(job: &Job) -> Properties {
    let mut identity = job.stem().to_owned();
    for index in job.scope.documents() {
        let metadata = &job.library.document(*index).metadata;
        for part in [&metadata.id, &metadata.issue, &metadata.revision].into_iter().flatten() {
            identity.push('\n');
            identity.push_str(&part.text);
        }
    }
    Properties { identity, tool: job.tool.to_owned(), timestamp: job.timestamp.unwrap_or(0) }
}
