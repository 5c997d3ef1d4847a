//! What can go wrong with an index: faults of the world, never of a text.

use std::path::{Path, PathBuf};

/// Why an index could not be made, opened or asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no folder, or nothing in it.
    #[error("there is no index at `{0}`: make one with `opsdoc build`, or name another with `--index`")]
    Missing(PathBuf),
    /// There is a folder, and it is not ours.
    #[error("`{path}` is not an index that opsdoc made: {reason}; name the right folder with `--index`")]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// What is to be seen there.
        reason: String,
    },
    /// Another version of opsdoc made it.
    #[error(
        "the index at `{path}` has format {found}, and this opsdoc reads format {expected}: make it anew with `opsdoc build`"
    )]
    Version {
        /// The folder.
        path: PathBuf,
        /// The format that it has.
        found: u64,
        /// The format that is wanted.
        expected: u64,
    },
    /// A file of it is missing, cut or changed.
    #[error("the index at `{path}` is damaged: {reason}; make it anew with `opsdoc build`, or copy it again")]
    Damaged {
        /// The folder.
        path: PathBuf,
        /// What is to be seen there.
        reason: String,
    },
    /// A file could not be read.
    #[error("cannot read `{path}`")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("cannot write `{path}`")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The engine refused something while an index was made.
    #[error("cannot make the index in `{path}`")]
    Build {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: Box<tantivy::TantivyError>,
    },
}

impl Error {
    pub(super) fn damaged(path: &Path, reason: impl Into<String>) -> Self {
        Error::Damaged { path: path.into(), reason: reason.into() }
    }

    pub(super) fn build(path: &Path) -> impl Fn(tantivy::TantivyError) -> Self {
        move |source| Error::Build { path: path.into(), source: Box::new(source) }
    }
}
