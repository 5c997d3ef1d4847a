//! A documentation folder with texts laid over it that are not saved yet.

use std::collections::BTreeMap;

use super::files::{Files, decoded};
use super::worktree::{Entry, Error, Listing, Loaded, Worktree};
use crate::project::config::Project;

/// The folder on the disk, and the texts that stand for files of it.
#[derive(Debug, Clone)]
pub struct Overlay {
    /// The folder on the disk.
    pub disk: Worktree,
    /// The texts, by their paths below the folder.
    pub texts: BTreeMap<String, String>,
}

impl Overlay {
    /// Lays nothing over a folder.
    pub fn new(disk: Worktree) -> Self {
        Self { disk, texts: BTreeMap::new() }
    }

    fn entry(&self, path: &str) -> Entry {
        Entry { path: path.to_owned(), location: self.disk.folder.join(path) }
    }
}

impl Files for Overlay {
    fn find(&self, path: &str) -> Option<Entry> {
        if self.texts.contains_key(path) { Some(self.entry(path)) } else { self.disk.find(path) }
    }

    fn list(&self, project: &Project) -> Result<Listing, Error> {
        let mut listing = self.disk.list(project)?;
        let choice = super::choice::Choice::of(project)?;
        for path in self.texts.keys() {
            let Err(at) = listing.files.binary_search(path) else { continue };
            if choice.leaves_out_below(path) {
                continue;
            }
            listing.files.insert(at, path.clone());
            if choice.is_source(path) {
                let at = listing.sources.partition_point(|entry| entry.path < *path);
                listing.sources.insert(at, self.entry(path));
            }
        }
        Ok(listing)
    }

    fn load(&self, entry: &Entry) -> Result<Loaded, Error> {
        match self.texts.get(&entry.path) {
            Some(text) => decoded(entry, text.clone().into_bytes(), 0),
            None => self.disk.load(entry),
        }
    }
}
