//! Exchanges the published folder with a complete new one, in one step.
//!
//! The system call that exchanges two names cannot be half done. What is left is to know afterwards whether it was: the
//! mark written before it holds the inode of the new tree, so whichever folder has that inode is the new one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use super::error::{At as _, Error};
use super::manifest::{self, Kind};
use super::previous::{Previous, slashed};
use super::work::{Work, flush_folder, identity};

/// Whether this system can exchange folders at all.
pub(super) const POSSIBLE: bool = cfg!(any(target_os = "linux", target_vendor = "apple"));

/// What is known before an exchange and needed after it, by whoever comes then.
#[derive(Debug, Serialize, Deserialize)]
struct Mark {
    /// What tells the new tree from the old.
    new: (u64, u64),
    /// The foreign files that the new tree has too, and what tells each from a later one at its path.
    carried: Vec<(PathBuf, (u64, u64))>,
}

/// Completes the new tree and exchanges it with the published one.
///
/// `false` means that this cannot be done here and nothing has changed; the files can still be renamed one by one.
pub(super) fn publish(
    work: &Work,
    output: &Path,
    kind: Kind,
    previous: &Previous,
    unchanged: &[&str],
) -> Result<bool, Error> {
    let new = work.tree();
    // Whatever stops the completion, a foreign file that may not be linked for one, does not stop the renames.
    let Ok(Some(mark)) = complete(&new, output, previous, unchanged) else { return Ok(false) };
    super::staging::reached("completed");
    flush(&new);
    let bytes = serde_json::to_vec(&mark).map_err(io::Error::from).at("write", &work.exchange())?;
    work.write(&work.exchange(), &bytes)?;
    super::staging::reached("marked");
    if swap(&new, output).is_err() {
        fs::remove_file(work.exchange()).at("remove", &work.exchange())?;
        return Ok(false);
    }
    super::staging::reached("exchanged");
    if let Some(parent) = output.parent() {
        flush_folder(parent);
    }
    clear(work, output, kind, mark, |path| previous.listed.contains(path))?;
    Ok(true)
}

/// Finishes what a killed build left of an exchange.
pub(super) fn recover(work: &Work, output: &Path, kind: Kind) -> Result<(), Error> {
    let path = work.exchange();
    let mark: Mark = match fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map_err(|error| Error::Damaged { path: path.clone(), reason: error.to_string() })?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).at("read", &path),
    };
    let tree = work.tree();
    let found = fs::symlink_metadata(&tree).ok().as_ref().and_then(identity);
    if found.is_none() || found == Some(mark.new) {
        // It did not come to the exchange: what is here was never public.
        return fs::remove_file(&path).at("remove", &path);
    }
    let manifest = tree.join(kind.manifest);
    // The manifest goes last, so where it is gone, only what was carried can be left.
    let listed: FxHashSet<String> = match manifest::read(&tree, kind)? {
        Some(bytes) => manifest::listed(&bytes, &manifest)?.into_iter().map(|entry| entry.path).collect(),
        None => FxHashSet::default(),
    };
    clear(work, output, kind, mark, |path| listed.contains(path))
}

/// Gives the new tree everything of the old one that stays.
fn complete(new: &Path, output: &Path, previous: &Previous, unchanged: &[&str]) -> io::Result<Option<Mark>> {
    // A mount would go away with the old tree.
    if previous.folders.iter().any(|folder| is_mount_point(&output.join(folder))) {
        return Ok(None);
    }
    let mut folders = FxHashSet::default();
    let mut ensure = |path: &Path| -> io::Result<()> {
        match path.parent() {
            Some(folder) if folders.insert(folder.to_owned()) => fs::create_dir_all(new.join(folder)),
            _ => Ok(()),
        }
    };
    for path in unchanged {
        ensure(Path::new(path))?;
        fs::hard_link(output.join(path), new.join(path))?;
    }
    for folder in &previous.foreign_folders {
        fs::create_dir_all(new.join(folder))?;
    }
    let mut carried = Vec::new();
    for path in &previous.foreign {
        ensure(path)?;
        match fs::hard_link(output.join(path), new.join(path)) {
            // Whoever owns it has removed it since.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            linked => linked?,
        }
        match identity(&fs::symlink_metadata(new.join(path))?) {
            Some(identity) => carried.push((path.clone(), identity)),
            None => return Ok(None),
        }
    }
    for entry in WalkDir::new(new) {
        let entry = entry?;
        if entry.file_type().is_dir()
            && let Ok(path) = entry.path().strip_prefix(new)
            && let Ok(old) = fs::symlink_metadata(output.join(path))
            && old.is_dir()
        {
            fs::set_permissions(entry.path(), old.permissions())?;
        }
    }
    let (new, old) = (fs::symlink_metadata(new)?, fs::symlink_metadata(output)?);
    Ok(identity(&new).filter(|_| has_same_owner(&new, &old)).map(|new| Mark { new, carried }))
}

/// Removes the old tree, file by file: only what the manifest listed or what the new tree has too. Anything else came
/// while the build was at work, and belongs to somebody.
fn clear(work: &Work, output: &Path, kind: Kind, mark: Mark, is_listed: impl Fn(&str) -> bool) -> Result<(), Error> {
    let old = work.tree();
    let manifest = old.join(kind.manifest);
    let carried: FxHashMap<PathBuf, (u64, u64)> = mark.carried.into_iter().collect();
    for entry in WalkDir::new(&old).min_depth(1).contents_first(true) {
        let entry = entry.map_err(io::Error::from).at("read", &old)?;
        if entry.file_type().is_dir() {
            let _ = fs::remove_dir(entry.path());
            continue;
        }
        if entry.path() == manifest {
            continue;
        }
        let path = entry.path().strip_prefix(&old).unwrap_or(entry.path());
        let known = carried.get(path).copied();
        let is_carried = known.is_some() && entry.metadata().ok().as_ref().and_then(identity) == known;
        if is_carried || slashed(path).is_some_and(|path| is_listed(&path)) {
            fs::remove_file(entry.path()).at("remove", entry.path())?;
        } else {
            give_back(entry.path(), &output.join(path), known)?;
        }
        super::staging::reached("clearing");
    }
    // Last, as whoever has to finish this needs it.
    match fs::remove_file(&manifest) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        removed => removed.at("remove", &manifest)?,
    }
    fs::remove_dir(&old).at("remove", &old)?;
    fs::remove_file(work.exchange()).at("remove", &work.exchange())
}

/// Moves a file that came while the build was at work to where its owner looks for it: to its place, or, if the build
/// made a file there, beside it.
fn give_back(file: &Path, place: &Path, carried: Option<(u64, u64)>) -> Result<(), Error> {
    let mut place = place.to_owned();
    let there = fs::symlink_metadata(&place).ok();
    let is_earlier_version = carried.is_some() && there.as_ref().and_then(identity) == carried;
    if there.is_some() && !is_earlier_version {
        place.as_mut_os_string().push(".kept");
    }
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder).at("make the folder", folder)?;
    }
    fs::rename(file, &place).at("move", file)
}

/// Sees to it that the new tree is on the disk before it takes the place of the old.
pub(super) fn flush(new: &Path) {
    #[cfg(target_os = "linux")]
    if let Ok(folder) = fs::File::open(new) {
        let _ = rustix::fs::syncfs(folder);
    }
    flush_folder(new);
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn swap(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn swap(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether something is mounted at a folder.
#[cfg(target_os = "linux")]
fn is_mount_point(folder: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    statx(CWD, folder, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::TYPE)
        .is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

/// Whether something is mounted at a folder.
#[cfg(not(target_os = "linux"))]
fn is_mount_point(folder: &Path) -> bool {
    let device = |path: &Path| fs::symlink_metadata(path).ok().as_ref().and_then(identity).map(|(device, _)| device);
    folder.parent().is_some_and(|parent| device(parent) != device(folder))
}

/// Whether the two folders belong to one user and group. Who may write there is not ours to change.
#[cfg(unix)]
fn has_same_owner(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (one.uid(), one.gid()) == (other.uid(), other.gid())
}

#[cfg(not(unix))]
fn has_same_owner(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    true
}
