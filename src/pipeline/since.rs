//! A documentation folder as a revision had it, beside how it is now.

use std::path::Path;

use rayon::prelude::*;

use super::load::{self, Folder};
use super::{Error, Progress};
use crate::gather::committed::Committed;
use crate::gather::files::Files;
use crate::gather::worktree::Worktree;
use crate::text::digest::Digest;

/// Two states of a documentation folder.
pub struct Since {
    /// As the revision had it.
    pub old: Folder,
    /// As it is in the work tree.
    pub new: Folder,
    /// The files that are no sources and have other bytes now, or came, or went, in the order of their paths.
    pub files: Vec<String>,
}

/// Loads a documentation folder as the revision of this name had it, and as it is now.
pub fn load_both(docs: &Path, revision: &str, progress: &dyn Progress) -> Result<Since, Error> {
    let (before, now) = (Committed::open(docs, revision)?, Worktree::new(docs, &[]));
    let new = load::load(&now, progress)?;
    let old = load::load(&before, progress)?;
    let is_source = |folder: &Folder, path: &str| folder.gathered.sources.iter().any(|(_, source)| source.path == path);
    let both = [&old, &new].map(|folder| {
        let files = folder.gathered.files.iter();
        files.filter(|path| !is_source(folder, path)).cloned().collect::<std::collections::BTreeSet<String>>()
    });
    let all: Vec<&String> = both[0].union(&both[1]).collect();
    let changed = |path: &&&String| digest(&before, path) != digest(&now, path);
    let files = all.par_iter().filter(changed).map(|path| (*path).clone()).collect();
    Ok(Since { old, new, files })
}

/// Returns the digest of a file; nothing where it is not there, or cannot be read.
fn digest(files: &dyn Files, path: &str) -> Option<Digest> {
    Some(files.load(&files.find(path)?).ok()?.source.digest)
}
