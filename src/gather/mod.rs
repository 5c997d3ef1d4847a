//! Gathers the sources of a project from its documentation folder.
//!
//! 1. [`Files::list`](files::Files::list) finds the files, on the disk ([`worktree`]) or in a commit ([`committed`]).
//! 2. [`Files::load`](files::Files::load) reads and decodes one of them; the pipeline calls it for all, in parallel.
//! 3. [`gather`] puts them together, with what was odd about their encodings.
//!
//! [`revision`] says which commit they come from.

mod choice;
pub mod committed;
pub mod files;
pub mod named;
pub mod overlay;
pub mod problem;
pub mod revision;
pub mod worktree;

use std::path::PathBuf;

use self::worktree::{Listing, Loaded, Skipped};
use crate::diagnostic::Diagnostic;
use crate::text::source::Sources;
use crate::text::span::SourceId;

/// Everything that lies in the documentation folder.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The documentation folder.
    pub folder: PathBuf,
    /// The documents and mission databases, in the order of their paths.
    pub sources: Sources,
    /// The path of every file, sources too, in the order of their bytes: what a link can lead to.
    pub files: Vec<String>,
    /// What lies in the folder and was left alone.
    pub skipped: Vec<Skipped>,
    /// What was odd about the encodings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Puts together what was listed and what was read, which is in the order of [`Listing::sources`].
pub fn gather(listing: Listing, loaded: Vec<Loaded>) -> Gathered {
    let diagnostics = loaded
        .iter()
        .enumerate()
        .filter_map(|(at, loaded)| problem::encoding(loaded, SourceId(u32::try_from(at).unwrap_or(u32::MAX))))
        .collect();
    let sources = Sources::new(loaded.into_iter().map(|loaded| loaded.source).collect());
    Gathered { folder: listing.folder, sources, files: listing.files, skipped: listing.skipped, diagnostics }
}
