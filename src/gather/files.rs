//! Where the files of a documentation folder come from: the disk, or a commit.

use super::worktree::{Entry, Error, LARGEST_SOURCE, Listing, Loaded};
use crate::project::config::Project;
use crate::text::digest::Digest;
use crate::text::encoding;
use crate::text::source::Source;

/// A documentation folder, wherever it is kept. Called from several threads.
pub trait Files: Sync {
    /// Finds one file by its path below the folder; nothing where there is none.
    fn find(&self, path: &str) -> Option<Entry>;
    /// Lists the folder, without what the project leaves out.
    fn list(&self, project: &Project) -> Result<Listing, Error>;
    /// Reads and decodes one source.
    fn load(&self, entry: &Entry) -> Result<Loaded, Error>;
}

/// Makes a source of a file's bytes.
pub(super) fn decoded(entry: &Entry, bytes: Vec<u8>, length: u64) -> Result<Loaded, Error> {
    let length = length.max(bytes.len() as u64);
    if length > LARGEST_SOURCE {
        return Err(Error::TooLarge { path: entry.location.clone(), length });
    }
    let digest = Digest::of(&bytes);
    let decoded = encoding::decode(bytes);
    Ok(Loaded {
        source: Source::new(entry.path.clone(), decoded.text, digest),
        other_than_utf8: decoded.other_than_utf8,
        damaged: decoded.damaged,
    })
}
