//! The folder that a build works in, beside the published one.
//!
//! ```text
//! .output.opsdoc/
//!     lock        held by the build at work
//!     new/        the tree being made; after an exchange, the old one, until it is removed
//!     exchange    which of the two `new` is, by inode (`exchange.rs`)
//!     journal     the renames that must be finished (`journal.rs`)
//! ```

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use walkdir::DirEntry;

use super::error::{At as _, Error};

/// The work folder's name where it has to lie inside the published folder.
const INSIDE: &str = ".opsdoc";
/// A file that is there for a moment, to try whether the two folders are on one file system.
const PROBE: &str = ".opsdoc-probe";

/// The work folder, locked. Dropping it removes it, unless there is something to be finished.
#[derive(Debug)]
pub(super) struct Work {
    folder: PathBuf,
    /// Held for as long as the build lasts; the system lets go of it, however the process ends.
    _lock: Option<File>,
}

/// Tells whether this is a thing of opsdoc's own at the top of a published folder.
pub(super) fn is_inside(entry: &DirEntry) -> bool {
    entry.depth() == 1 && (entry.file_name() == INSIDE || entry.file_name() == PROBE)
}

/// Returns the work folders that a published folder can have: the one beside it, and the one inside.
pub(super) fn places(output: &Path) -> Result<(PathBuf, PathBuf), Error> {
    let (Some(parent), Some(name)) = (output.parent(), output.file_name()) else {
        return Err(Error::Unnamed(output.into()));
    };
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(".opsdoc");
    Ok((parent.join(beside), output.join(INSIDE)))
}

impl Work {
    /// Makes and locks a work folder for the build of `output`.
    pub(super) fn open(folder: PathBuf, output: &Path) -> Result<Self, Error> {
        let path = folder.join("lock");
        // The build that held the lock removes it together with the folder, so it may go while we reach for it.
        for _ in 0..1_000 {
            make_folder(&folder)?;
            let lock = match File::options().create(true).truncate(false).write(true).open(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                opened => opened.at("make the file", &path)?,
            };
            match lock.try_lock() {
                Ok(()) if !is_at(&lock, &path) => {}
                Ok(()) => return Ok(Self { folder, _lock: Some(lock) }),
                Err(TryLockError::WouldBlock) => return Err(Error::Busy(output.into())),
                // Some network file systems know no locks. To build there without one is better than not to build.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Self { folder, _lock: None });
                }
                Err(TryLockError::Error(error)) => return Err(error).at("lock the file", &path),
            }
        }
        Err(Error::Busy(output.into()))
    }

    /// Returns the tree being made.
    pub(super) fn tree(&self) -> PathBuf {
        self.folder.join("new")
    }

    /// Returns the mark of an exchange.
    pub(super) fn exchange(&self) -> PathBuf {
        self.folder.join("exchange")
    }

    /// Returns the journal.
    pub(super) fn journal(&self) -> PathBuf {
        self.folder.join("journal")
    }

    /// Removes what a kill can leave of the small files that exist for a moment.
    pub(super) fn sweep(&self, output: &Path) {
        let marks = [self.exchange(), self.journal()].map(|path| path.with_extension("unfinished"));
        for path in marks.iter().chain([&self.folder.join("probe"), &output.join(PROBE)]) {
            let _ = fs::remove_file(path);
        }
    }

    /// Tells whether a file can be renamed from here into the published folder. It cannot where that folder is a
    /// mount point, and file systems do not always admit it before one tries.
    pub(super) fn can_rename_to(&self, output: &Path) -> bool {
        let (here, there) = (self.folder.join("probe"), output.join(PROBE));
        let renamed = fs::write(&here, []).and_then(|()| fs::rename(&here, &there)).is_ok();
        let _ = fs::remove_file(if renamed { there } else { here });
        renamed
    }

    /// Tells whether a published file can have a second name here.
    pub(super) fn can_link(&self, published: &Path) -> bool {
        let here = self.folder.join("probe");
        let linked = fs::hard_link(published, &here).is_ok();
        let _ = fs::remove_file(here);
        linked
    }

    /// Writes a small file of the work folder so that it is there whole or not at all.
    pub(super) fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        let unfinished = path.with_extension("unfinished");
        let mut file = File::create(&unfinished).at("make the file", &unfinished)?;
        io::Write::write_all(&mut file, bytes).and_then(|()| file.sync_all()).at("write", &unfinished)?;
        fs::rename(&unfinished, path).at("rename", path)?;
        flush_folder(&self.folder);
        Ok(())
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // Both mean that `new` holds files which exist nowhere else.
        if self.journal().exists() || self.exchange().exists() {
            return;
        }
        let _ = fs::remove_dir_all(self.tree());
        // Elsewhere nobody could tell a lock on a removed file from one that counts.
        if cfg!(unix) {
            let _ = fs::remove_file(self.folder.join("lock"));
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

/// Asks the system to put a folder's entries on the disk. Only a power failure shows whether it did.
pub(super) fn flush_folder(folder: &Path) {
    if cfg!(unix) {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

/// Returns what tells a file from every other that exists at the same time.
#[cfg(unix)]
pub(super) fn identity(metadata: &fs::Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    Some((metadata.dev(), metadata.ino()))
}

/// Returns what tells a file from every other that exists at the same time.
#[cfg(not(unix))]
pub(super) fn identity(_: &fs::Metadata) -> Option<(u64, u64)> {
    None
}

fn make_folder(folder: &Path) -> Result<(), Error> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => return made.at("make the folder", folder),
    }
    match fs::symlink_metadata(folder) {
        Ok(found) if found.is_dir() => Ok(()),
        // Removed since by the build that made it; the caller tries again.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        // Whoever put a link here would have us write and remove where it leads.
        Ok(_) => Err(Error::NotAFolder(folder.into())),
        Err(error) => Err(error).at("read", folder),
    }
}

fn is_at(file: &File, path: &Path) -> bool {
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(held), Ok(there)) => identity(&held) == identity(&there),
        _ => false,
    }
}
