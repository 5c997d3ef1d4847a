//! Opens an index, and writes nothing.

use std::cell::Cell;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Once};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, MmapDirectory, RamDirectory, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::{Directory, IndexReader, ReloadPolicy, Searcher};

use super::analysis;
use super::build::META;
use super::error::Error;
use super::manifest::{END, FILE, FORMAT, IndexFile, IndexManifest};
use super::rank::Statistics;
use super::schema::{self, Fields};
use super::synonyms::Synonyms;
use crate::text::digest::Digest;

/// An index that is open for queries.
pub struct Index {
    pub(super) path: PathBuf,
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    pub(super) statistics: Statistics,
    manifest: IndexManifest,
    /// What the searcher reads from.
    _reader: IndexReader,
}

impl Index {
    /// Opens the index in a folder.
    ///
    /// What can be seen without reading all of it is verified: its format, and that each file is there, has its size
    /// and its ends.
    pub fn open(path: &Path) -> Result<Self, Error> {
        guarded(path, || Self::open_files(path))
    }

    /// Opens the index in a folder, and holds none of its files afterwards: all of it is read into memory, and
    /// verified to the last byte.
    pub fn load(path: &Path) -> Result<Self, Error> {
        guarded(path, || Self::load_files(path))
    }

    fn open_files(path: &Path) -> Result<Self, Error> {
        let manifest = manifest(path)?;
        for file in &manifest.files {
            verify_ends(path, file)?;
        }
        let directory = MmapDirectory::open(path).map_err(|error| Error::damaged(path, error.to_string()))?;
        Self::within(path, manifest, ReadOnly(directory))
    }

    fn load_files(path: &Path) -> Result<Self, Error> {
        let manifest = manifest(path)?;
        let memory = RamDirectory::create();
        for file in &manifest.files {
            let bytes = verified(path, file)?;
            let kept = memory.atomic_write(Path::new(&file.name), &bytes);
            kept.map_err(|error| Error::damaged(path, error.to_string()))?;
        }
        Self::within(path, manifest, memory)
    }

    fn within(path: &Path, manifest: IndexManifest, directory: impl Into<Box<dyn Directory>>) -> Result<Self, Error> {
        let damaged = |error: tantivy::TantivyError| Error::damaged(path, error.to_string());
        let mut index = tantivy::Index::open(directory).map_err(damaged)?;
        let (schema, fields) = schema::schema();
        if index.schema() != schema {
            return Err(Error::damaged(path, format!("`{META}` and `{FILE}` do not belong together")));
        }
        index.set_tokenizers(analysis::tokenizers());
        // A console keeps what it opened: nothing is watched, and no thread is started.
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).doc_store_cache_num_blocks(64);
        let reader: IndexReader = reader.try_into().map_err(damaged)?;
        let searcher = reader.searcher();
        let statistics = Statistics::of(&searcher, &fields).map_err(damaged)?;
        Ok(Self { path: path.into(), searcher, fields, statistics, manifest, _reader: reader })
    }

    /// Returns what the index says of itself.
    pub fn manifest(&self) -> &IndexManifest {
        &self.manifest
    }

    /// Returns what the project calls the same.
    pub(super) fn synonyms(&self) -> &[Synonyms] {
        &self.manifest.synonyms
    }

    /// Reads every file and compares it with its digest: the whole truth, and slow on a slow medium.
    pub fn verify(&self) -> Result<(), Error> {
        self.manifest.files.iter().try_for_each(|file| verified(&self.path, file).map(|_| ()))
    }
}

/// Reads a file and compares it with its digest.
fn verified(folder: &Path, file: &IndexFile) -> Result<Vec<u8>, Error> {
    let path = folder.join(&file.name);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if is_absent(&error) => return Err(Error::damaged(folder, format!("`{}` is missing", file.name))),
        Err(source) => return Err(Error::Read { path, source }),
    };
    match Digest::of(&bytes).to_string() == file.sha256 {
        true => Ok(bytes),
        false => Err(Error::damaged(folder, format!("`{}` was changed", file.name))),
    }
}

/// Runs what reads the files of an index.
///
/// The ends of files are verified and the rest is not: the engine trusts what it reads, and a changed byte may make it panic. What
/// it panics at is a damaged file; an index is only read, so that nothing is left half done.
pub(super) fn guarded<T>(path: &Path, read: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    static SILENCED: Once = Once::new();
    SILENCED.call_once(|| {
        let told = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !READING.get() {
                told(panic);
            }
        }));
    });
    let outer = READING.replace(true);
    let result = catch_unwind(AssertUnwindSafe(read));
    READING.set(outer);
    result.unwrap_or_else(|_| Err(Error::damaged(path, "a file does not hold what its size promises")))
}

thread_local! {
    /// Whether this thread reads the files of an index: then a panic is a damaged file, and is told as one.
    static READING: Cell<bool> = const { Cell::new(false) };
}

/// Reads and judges what the index says of itself.
fn manifest(path: &Path) -> Result<IndexManifest, Error> {
    let file = path.join(FILE);
    let bytes = match std::fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) if is_absent(&error) => return Err(without_manifest(path)),
        Err(source) => return Err(Error::Read { path: file, source }),
    };
    let foreign = |reason: String| Error::Foreign { path: path.into(), reason };
    let value: serde_json::Value =
        serde_json::from_slice(&bytes).map_err(|error| Error::damaged(path, format!("`{FILE}`: {error}")))?;
    let found = value.get("format").and_then(serde_json::Value::as_u64);
    let found = found.ok_or_else(|| foreign(format!("its `{FILE}` states no format")))?;
    if found != FORMAT {
        return Err(Error::Version { path: path.into(), found, expected: FORMAT });
    }
    serde_json::from_value(value).map_err(|error| Error::damaged(path, format!("`{FILE}`: {error}")))
}

fn is_absent(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}

fn without_manifest(path: &Path) -> Error {
    let hidden = |entry: &std::fs::DirEntry| entry.file_name().to_string_lossy().starts_with('.');
    let empty = std::fs::read_dir(path).map(|entries| entries.flatten().all(|entry| hidden(&entry)));
    match empty {
        // A folder with nothing but a `.gitignore` waits for its first build.
        Ok(true) => Error::Missing(path.into()),
        Ok(false) => Error::Foreign { path: path.into(), reason: format!("it has no `{FILE}`") },
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
            Error::Foreign { path: path.into(), reason: "it is a file".into() }
        }
        Err(error) if is_absent(&error) => Error::Missing(path.into()),
        Err(source) => Error::Read { path: path.into(), source },
    }
}

/// Verifies the size and the ends of a file.
fn verify_ends(path: &Path, expected: &IndexFile) -> Result<(), Error> {
    let name = path.join(&expected.name);
    let failed = |source| Error::Read { path: name.clone(), source };
    let mut file = match File::open(&name) {
        Ok(file) => file,
        Err(error) if is_absent(&error) => {
            return Err(Error::damaged(path, format!("`{}` is missing", expected.name)));
        }
        Err(source) => return Err(failed(source)),
    };
    let size = file.metadata().map_err(failed)?.len();
    if size != expected.bytes {
        let reason = format!("`{}` has {size} bytes in place of {}", expected.name, expected.bytes);
        return Err(Error::damaged(path, reason));
    }
    let mut ends = Vec::new();
    let both = 2 * END as u64;
    file.by_ref().take(if size > both { END as u64 } else { both }).read_to_end(&mut ends).map_err(failed)?;
    if size > both {
        file.seek(SeekFrom::End(-(END as i64))).map_err(failed)?;
        file.read_to_end(&mut ends).map_err(failed)?;
    }
    if Digest::of(&ends).to_string() != expected.ends_sha256 {
        return Err(Error::damaged(path, format!("`{}` was changed", expected.name)));
    }
    Ok(())
}

/// A folder that is only read. The engine would open a lock file for writing, which a DVD refuses.
#[derive(Debug, Clone)]
struct ReadOnly(MmapDirectory);

impl Directory for ReadOnly {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.0.atomic_read(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError { io_error: Arc::new(refusal()), filepath: path.into() })
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(refusal(), path.into()))
    }

    fn atomic_write(&self, _: &Path, _: &[u8]) -> std::io::Result<()> {
        Err(refusal())
    }

    fn sync_directory(&self) -> std::io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        // What is never written needs no lock.
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

fn refusal() -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::PermissionDenied, "an index is opened for reading only")
}
