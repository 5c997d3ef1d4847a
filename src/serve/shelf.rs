//! Keeps the index open, and opens it again when a build has replaced it.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::index::error::Error;
use crate::index::manifest::FILE;
use crate::index::open::Index;

/// The index of a folder, as new as the folder is.
pub(super) struct Shelf {
    folder: PathBuf,
    open: Mutex<Option<Volume>>,
}

/// An index, and the list of files that it was opened by.
struct Volume {
    manifest: Vec<u8>,
    index: Arc<Index>,
}

impl Shelf {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, open: Mutex::new(None) }
    }

    /// Returns the index that is in the folder now.
    ///
    /// Equal lists of files are equal indexes: the list has the digest of each. It is small, and read each time; an
    /// index is never opened twice.
    pub(super) fn index(&self) -> Result<Arc<Index>, Error> {
        let manifest = std::fs::read(self.folder.join(FILE)).unwrap_or_default();
        // Whoever broke off here left what was open before.
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(volume) = open.as_ref().filter(|volume| volume.manifest == manifest) {
            return Ok(Arc::clone(&volume.index));
        }
        // Windows replaces no file that somebody reads.
        let index = Arc::new(if cfg!(windows) { Index::load(&self.folder)? } else { Index::open(&self.folder)? });
        *open = Some(Volume { manifest, index: Arc::clone(&index) });
        Ok(index)
    }
}
