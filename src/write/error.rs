//! What can go wrong when files are published.

use std::io;
use std::path::{Path, PathBuf};

/// A fault that keeps files from being published. What was public before still is.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The place of the folder is taken by something else.
    #[error("`{}` is not a folder; remove it or name another folder to write to", .0.display())]
    NotAFolder(PathBuf),
    /// The folder has no name, and so no place beside it.
    #[error("cannot write to `{}` itself; name a folder in it", .0.display())]
    Unnamed(PathBuf),
    /// The folder is not empty and nothing says that opsdoc filled it.
    #[error(
        "`{}` holds `{example}` but no `{manifest}` by opsdoc, so its files are not opsdoc's to replace; \
         name an empty folder, or empty this one", folder.display()
    )]
    NotOurs {
        /// The folder.
        folder: PathBuf,
        /// Something in it.
        example: String,
        /// The name of the manifest that is missing.
        manifest: &'static str,
    },
    /// The folder was written by a later version.
    #[error(
        "`{}` has format {found}, and this version of opsdoc knows {known} at most; \
         use the later version, or remove the folder", path.display()
    )]
    NewerFormat {
        /// The manifest.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The latest one known.
        known: u32,
    },
    /// The manifest cannot be understood.
    #[error("`{}` is damaged ({reason}); if opsdoc wrote the folder, remove it and build again, else name another one", path.display())]
    Damaged {
        /// The manifest or the journal.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Another build is at work.
    #[error("another build is writing to `{}`; wait until it has finished", .0.display())]
    Busy(PathBuf),
    /// A path that no file may have.
    #[error("cannot publish a file as `{path}`: {reason}; rename its source")]
    Path {
        /// The path.
        path: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Two artifacts have one path.
    #[error("two files would be published as `{0}`; rename the source of one")]
    Duplicate(String),
    /// An artifact has the path of a folder of others.
    #[error("`{file}` would be published, and `{inside}` inside it; rename the source of one")]
    Nested {
        /// The artifact.
        file: String,
        /// The one that needs a folder there.
        inside: String,
    },
    /// An artifact has the place of a file that is not opsdoc's.
    #[error("`{}` is in the way of a file to be published, and no build made it; move it elsewhere", .0.display())]
    Foreign(PathBuf),
    /// The disk or the file system refuses.
    #[error("cannot {action} `{}`", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// With what.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
}

/// Gives a fault of the disk its path.
pub(super) trait At<T> {
    /// Says what was tried, and with what.
    fn at(self, action: &'static str, path: &Path) -> Result<T, Error>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T, Error> {
        self.map_err(|source| Error::Io { action, path: path.into(), source })
    }
}
