//! Files that were named one by one, wherever they lie.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::files::Files;
use super::worktree::{self, Entry, Error, Listing, Loaded};
use crate::project::config::Project;

/// Files that were named one by one, with the folder of a project that says how to read them, if there is one.
#[derive(Debug, Clone, Default)]
pub struct Named {
    folder: Option<PathBuf>,
    entries: Vec<Entry>,
}

impl Named {
    /// Takes these files, in this order.
    ///
    /// # Errors
    ///
    /// Returns an error for a file that is not there, or is none.
    pub fn new(paths: &[PathBuf]) -> Result<Self, Error> {
        let mut entries = Vec::new();
        for path in paths {
            let metadata = fs::metadata(path).map_err(|source| Error::Read { path: path.clone(), source })?;
            if !metadata.is_file() {
                let source = io::Error::new(io::ErrorKind::InvalidInput, "it is no file");
                return Err(Error::Read { path: path.clone(), source });
            }
            entries.push(Entry { path: path.to_string_lossy().replace('\\', "/"), location: path.clone() });
        }
        Ok(Self { folder: None, entries })
    }

    /// Reads them as files of a project whose documentation folder this is. Their paths are below it then; tells
    /// whether all of them lie there.
    pub fn of_project(&mut self, folder: &Path) -> bool {
        let below = |entry: &Entry| {
            let (root, file) = (fs::canonicalize(folder).ok()?, fs::canonicalize(&entry.location).ok()?);
            let path = file.strip_prefix(&root).ok()?.to_string_lossy().replace('\\', "/");
            Some(Entry { path, location: entry.location.clone() })
        };
        let below: Option<Vec<Entry>> = self.entries.iter().map(below).collect();
        let all = below.is_some();
        if let Some(entries) = below {
            self.entries = entries;
            self.folder = Some(folder.to_owned());
        }
        all
    }

    /// Returns the paths by which they are known.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.path.as_str())
    }
}

impl Files for Named {
    fn find(&self, path: &str) -> Option<Entry> {
        let named = self.entries.iter().find(|entry| entry.path == path).cloned();
        let location = self.folder.as_ref()?.join(path);
        named.or_else(|| location.is_file().then(|| Entry { path: path.to_owned(), location }))
    }

    fn list(&self, _project: &Project) -> Result<Listing, Error> {
        let mut files: Vec<String> = self.paths().map(str::to_owned).collect();
        files.sort();
        Ok(Listing { folder: PathBuf::new(), sources: self.entries.clone(), files, skipped: Vec::new() })
    }

    fn load(&self, entry: &Entry) -> Result<Loaded, Error> {
        worktree::load(entry)
    }
}
