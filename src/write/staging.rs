//! A build's files on their way to the public.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashSet;
use serde::Serialize;
use walkdir::WalkDir;

use super::error::{At as _, Error};
use super::manifest::{self, FileEntry, Kind};
use super::previous::{Previous, slashed};
use super::work::{self, Work};
use super::{exchange, journal, path};
use crate::render::artifact::Artifact;
use crate::text::digest::Digest;

/// The files of one build, beside the folder that they are for.
///
/// Dropped without [`commit`](Self::commit), it leaves the folder as it was.
#[derive(Debug)]
pub struct Staging {
    output: PathBuf,
    kind: Kind,
    way: Way,
    previous: Previous,
    tree: PathBuf,
    state: Mutex<State>,
    work: Work,
}

/// What became of an artifact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// The digest of its bytes.
    pub digest: Digest,
    /// Whether other bytes, or none, are public at its path.
    pub changed: bool,
}

/// What a commit did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Published {
    /// The files that are new or have other bytes.
    pub written: usize,
    /// The files that were left as they are.
    pub unchanged: usize,
    /// The files that are no longer made.
    pub removed: usize,
}

/// How files are made public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// All at once.
    Exchange,
    /// One by one.
    Journal,
}

/// What the build has brought so far.
#[derive(Debug, Default)]
struct State {
    files: BTreeMap<String, Staged>,
    /// The paths in lower case, where the system takes such for one.
    folded: FxHashSet<String>,
    /// The folders that are there in the new tree.
    folders: FxHashSet<String>,
}

#[derive(Debug, Clone, Copy)]
struct Staged {
    written: Written,
    bytes: u64,
}

impl Staging {
    /// Prepares to publish into a folder, which need not exist.
    ///
    /// Finishes or removes what a killed build left there. Refuses a folder that is not empty and has no manifest of
    /// this kind, one of a later format, and one that another build is writing to.
    pub fn open(folder: &Path, kind: Kind) -> Result<Self, Error> {
        Self::open_by(folder, kind, if exchange::POSSIBLE { Way::Exchange } else { Way::Journal })
    }

    /// Does so in no better way than this.
    pub(super) fn open_by(folder: &Path, kind: Kind, best: Way) -> Result<Self, Error> {
        let output = resolve(folder)?;
        let (beside, inside) = work::places(&output)?;
        let work = match Work::open(beside, &output) {
            Err(Error::Io { source, .. }) if output.is_dir() && is_forbidden(&source) => None,
            opened => Some(opened?),
        };
        if let Some(work) = &work {
            recover(work, &output, kind)?;
        }
        if inside.is_dir() {
            recover(&Work::open(inside.clone(), &output)?, &output, kind)?;
        }
        let previous = Previous::read(&output, kind)?;
        let (work, way) = match work {
            Some(work) if !previous.exists => (work, best),
            // A link tries all that an exchange needs, and leaves no trace in the folder.
            Some(work) if previous.ours.iter().min().is_some_and(|file| work.can_link(&output.join(file))) => {
                (work, best)
            }
            Some(work) if work.can_rename_to(&output) => {
                let way = if previous.ours.is_empty() { best } else { Way::Journal };
                (work, way)
            }
            _ => (Work::open(inside, &output)?, Way::Journal),
        };
        let tree = work.tree();
        clean(&tree)?;
        fs::create_dir(&tree).at("make the folder", &tree)?;
        Ok(Self { output, kind, way, previous, tree, state: Mutex::default(), work })
    }

    /// Returns the folder of the new tree, for those who write files on their own; [`adopt`](Self::adopt) finds them.
    pub fn folder(&self) -> &Path {
        &self.tree
    }

    /// Takes an artifact. Its bytes are written only where other ones, or none, are public.
    pub fn put(&self, artifact: &Artifact) -> Result<Written, Error> {
        let Artifact { path, bytes } = artifact;
        self.check(path)?;
        let digest = Digest::of(bytes);
        // The bytes are compared, not the digests: what the manifest says of a file that was meddled with is not so.
        let changed = !(self.previous.ours.contains(path) && holds(&self.output.join(path), bytes));
        let written = Written { digest, changed };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let has_folder = self.register(path, Staged { written, bytes: bytes.len() as u64 }, folder)?;
        if !changed {
            return Ok(written);
        }
        if !has_folder {
            let made = self.tree.join(folder);
            fs::create_dir_all(&made).at("make the folder", &made)?;
            self.state().folders.insert(folder.to_owned());
        }
        let file = self.tree.join(path);
        let mut open = File::create_new(&file).at("make the file", &file)?;
        open.write_all(bytes).at("write", &file)?;
        Ok(written)
    }

    /// Takes the files that were written into [`folder`](Self::folder) without [`put`](Self::put), except a manifest.
    pub fn adopt(&self) -> Result<(), Error> {
        for entry in WalkDir::new(&self.tree).sort_by_file_name() {
            let entry = entry.map_err(io::Error::from).at("read", &self.tree)?;
            let below = entry.path().strip_prefix(&self.tree).unwrap_or(entry.path());
            if entry.file_type().is_dir() || below == Path::new(self.kind.manifest) {
                continue;
            }
            let path = slashed(below).ok_or_else(|| Error::Path {
                path: below.to_string_lossy().into_owned(),
                reason: "its name is not Unicode",
            })?;
            if self.state().files.contains_key(&path) {
                continue;
            }
            self.check(&path)?;
            let file = entry.path();
            let digest = File::open(file).and_then(Digest::of_reader).at("read", file)?;
            let bytes = entry.metadata().map_err(io::Error::from).at("read", file)?.len();
            let changed = !(self.previous.ours.contains(&path) && are_same(file, &self.output.join(&path)));
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            self.register(&path, Staged { written: Written { digest, changed }, bytes }, folder)?;
            if !changed {
                fs::remove_file(file).at("remove", file)?;
            }
        }
        Ok(())
    }

    /// Makes public exactly the files that were taken, and a manifest with these contents, which are a struct or a map.
    ///
    /// The manifest gets a header and the list of files.
    pub fn commit<T: Serialize>(self, contents: &T) -> Result<Published, Error> {
        let Self { output, kind, way, previous, tree, state, work } = self;
        let files = state.into_inner().unwrap_or_else(PoisonError::into_inner).files;
        check_nesting(&files)?;
        let removed: Vec<&str> = {
            let gone = previous.ours.iter().filter(|path| !files.contains_key(*path));
            let mut gone: Vec<&str> = gone.map(String::as_str).collect();
            gone.sort_unstable();
            gone
        };
        let (written, unchanged): (Vec<&str>, Vec<&str>) =
            files.keys().map(String::as_str).partition(|path| files[*path].written.changed);
        let published = Published { written: written.len(), unchanged: unchanged.len(), removed: removed.len() };

        let manifest = tree.join(kind.manifest);
        let bytes = manifest::write(kind, contents, &list(&files)).map_err(io::Error::from).at("write", &manifest)?;
        let all_stay = previous.exists && written.is_empty() && removed.is_empty();
        if all_stay && previous.manifest.as_ref() == Some(&bytes) {
            return Ok(published);
        }
        File::create(&manifest)
            .and_then(|mut file| file.write_all(&bytes).and_then(|()| file.sync_all()))
            .at("write", &manifest)?;
        reached("staged");
        if all_stay {
            // One rename is as atomic as an exchange.
            let public = output.join(kind.manifest);
            fs::rename(&manifest, &public).at("replace", &public)?;
            work::flush_folder(&output);
            return Ok(published);
        }
        if !previous.exists {
            exchange::flush(&tree);
            match fs::rename(&tree, &output) {
                Ok(()) => {
                    output.parent().map(work::flush_folder);
                    return Ok(published);
                }
                Err(error) if fs::symlink_metadata(&output).is_ok() => {
                    return Err(error).at("make the folder", &output);
                }
                // Windows does not rename a folder in which somebody, as a virus scanner, has a file open.
                Err(_) => {}
            }
        } else if way == Way::Exchange && exchange::publish(&work, &output, kind, &previous, &unchanged)? {
            return Ok(published);
        }
        let owned = |paths: Vec<&str>| paths.into_iter().map(str::to_owned).collect();
        journal::publish(&work, &output, kind, owned(removed), owned(written))?;
        Ok(published)
    }

    /// Makes public the files that were written into [`folder`](Self::folder), where the manifest is one of them: it
    /// keeps its contents and gets a header and the list of files.
    pub fn commit_folder(self) -> Result<Published, Error> {
        self.adopt()?;
        let path = self.tree.join(self.kind.manifest);
        let bytes = fs::read(&path).at("read", &path)?;
        let mut contents: serde_json::Map<String, serde_json::Value> =
            serde_json::from_slice(&bytes).map_err(|error| Error::Damaged { path, reason: error.to_string() })?;
        for ours in ["format", "tool", "files"] {
            contents.remove(ours);
        }
        self.commit(&contents)
    }

    /// Says whether an artifact can have this path.
    fn check(&self, path: &str) -> Result<(), Error> {
        let wrong = |reason| Error::Path { path: path.to_owned(), reason };
        path::check(path).map_err(wrong)?;
        if path == self.kind.manifest || path.starts_with(".opsdoc") {
            return Err(wrong("opsdoc uses the name itself"));
        }
        match self.previous.obstacle(path) {
            Some(obstacle) => Err(Error::Foreign(self.output.join(obstacle))),
            None => Ok(()),
        }
    }

    /// Adds a file, and tells whether its folder is there.
    fn register(&self, path: &str, staged: Staged, folder: &str) -> Result<bool, Error> {
        let mut state = self.state();
        let taken = state.files.contains_key(path) || (path::CASELESS && !state.folded.insert(path.to_lowercase()));
        if taken {
            return Err(Error::Duplicate(path.to_owned()));
        }
        state.files.insert(path.to_owned(), staged);
        Ok(folder.is_empty() || state.folders.contains(folder))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A thread that panicked has left its file unfinished, but then the whole build ends.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the folder's path without links, so that its parent is where its name is.
fn resolve(folder: &Path) -> Result<PathBuf, Error> {
    match fs::canonicalize(folder) {
        Ok(found) if found.is_dir() => return Ok(found),
        Ok(_) => return Err(Error::NotAFolder(folder.into())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error).at("read", folder),
    }
    if fs::symlink_metadata(folder).is_ok() {
        // A link to nothing: what it should lead to is not ours to say.
        return Err(Error::NotAFolder(folder.into()));
    }
    let Some(name) = folder.file_name() else { return Err(Error::Unnamed(folder.into())) };
    let parent = match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).at("make the folder", parent)?;
    Ok(fs::canonicalize(parent).at("read", parent)?.join(name))
}

fn is_forbidden(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

fn recover(work: &Work, output: &Path, kind: Kind) -> Result<(), Error> {
    journal::recover(work, output, kind)?;
    exchange::recover(work, output, kind)?;
    work.sweep(output);
    clean(&work.tree())
}

fn clean(tree: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(tree) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed.at("remove", tree),
    }
}

fn check_nesting(files: &BTreeMap<String, Staged>) -> Result<(), Error> {
    for inside in files.keys() {
        for (at, _) in inside.match_indices('/') {
            if files.contains_key(&inside[..at]) {
                return Err(Error::Nested { file: inside[..at].to_owned(), inside: inside.clone() });
            }
        }
    }
    Ok(())
}

fn list(files: &BTreeMap<String, Staged>) -> Vec<FileEntry> {
    let entry = |(path, staged): (&String, &Staged)| FileEntry {
        path: path.clone(),
        sha256: staged.written.digest.to_string(),
        bytes: staged.bytes,
    };
    files.iter().map(entry).collect()
}

/// Tells whether a file holds exactly these bytes. One that cannot be read does not.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    let length = bytes.len() as u64;
    let Ok(file) = File::open(path) else { return false };
    if !file.metadata().is_ok_and(|found| found.is_file() && found.len() == length) {
        return false;
    }
    let mut found = Vec::with_capacity(bytes.len() + 1);
    file.take(length + 1).read_to_end(&mut found).is_ok() && found == bytes
}

/// Tells whether two files hold the same bytes, however many.
fn are_same(one: &Path, other: &Path) -> bool {
    let open = |path: &Path| -> io::Result<(File, u64)> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok((file, length))
    };
    let (Ok((mut one, one_length)), Ok((mut other, other_length))) = (open(one), open(other)) else { return false };
    if one_length != other_length {
        return false;
    }
    let (mut here, mut there) = (vec![0; 64 << 10], vec![0; 64 << 10]);
    let mut left = one_length;
    while left > 0 {
        let count = usize::try_from(left).unwrap_or(usize::MAX).min(here.len());
        let read = one.read_exact(&mut here[..count]).and_then(|()| other.read_exact(&mut there[..count]));
        if read.is_err() || here[..count] != there[..count] {
            return false;
        }
        left -= count as u64;
    }
    true
}

/// A place where tests end the process.
#[cfg(test)]
pub(super) fn reached(place: &str) {
    if std::env::var("OPSDOC_ABORT_AT").is_ok_and(|chosen| chosen == place) {
        std::process::abort();
    }
}

#[cfg(not(test))]
pub(super) fn reached(_: &str) {}
