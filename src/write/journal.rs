//! Publishes file by file, where a folder cannot be exchanged.
//!
//! What is to be done is written down first; every step can be done twice. So whatever stops it, the next start does it
//! to the end. Until then the folder is between the two sets: a folder that cannot be exchanged allows no better.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::{At as _, Error};
use super::manifest::Kind;
use super::path;
use super::work::{Work, flush_folder};

/// What is to be done.
#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    /// The files to be removed.
    removed: Vec<String>,
    /// The files to be moved from the new tree; the manifest follows them.
    written: Vec<String>,
}

/// Moves files from the new tree into the published folder and removes others from it; then moves the manifest.
pub(super) fn publish(
    work: &Work,
    output: &Path,
    kind: Kind,
    removed: Vec<String>,
    written: Vec<String>,
) -> Result<(), Error> {
    let path = work.journal();
    let journal = Journal { removed, written };
    let bytes = serde_json::to_vec(&journal).map_err(io::Error::from).at("write", &path)?;
    super::exchange::flush(&work.tree());
    work.write(&path, &bytes)?;
    super::staging::reached("journal");
    carry_out(&journal, work, output, kind)
}

/// Finishes what a killed build left of its renames.
pub(super) fn recover(work: &Work, output: &Path, kind: Kind) -> Result<(), Error> {
    let path = work.journal();
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).at("read", &path),
    };
    let damaged = |reason: String| Error::Damaged { path: path.clone(), reason };
    let journal: Journal = serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
    match journal.removed.iter().chain(&journal.written).try_for_each(|path| path::check(path)) {
        Ok(()) => carry_out(&journal, work, output, kind),
        Err(reason) => Err(damaged(reason.to_owned())),
    }
}

fn carry_out(journal: &Journal, work: &Work, output: &Path, kind: Kind) -> Result<(), Error> {
    fs::create_dir_all(output).at("make the folder", output)?;
    // First, as a file may have become a folder, or a folder a file.
    for path in &journal.removed {
        remove(&output.join(path), output)?;
        super::staging::reached("removing");
    }
    let new = work.tree();
    for path in journal.written.iter().map(String::as_str).chain([kind.manifest]) {
        let (from, to) = (new.join(path), output.join(path));
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).at("make the folder", folder)?;
        }
        match fs::rename(&from, &to) {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => copy(&from, &to).at("replace", &to)?,
            // Moved by the build that this one finishes.
            Err(error) if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(&to).is_ok() => {}
            renamed => renamed.at("replace", &to)?,
        }
        super::staging::reached("moving");
    }
    flush_folder(output);
    fs::remove_file(work.journal()).at("remove", &work.journal())
}

/// Replaces a file in a folder that is itself a mount point.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut beside = to.as_os_str().to_owned();
    beside.push(".opsdoc-unfinished");
    fs::copy(from, &beside)?;
    fs::rename(&beside, to)
}

/// Removes a file, and the folders that it leaves empty.
fn remove(file: &Path, output: &Path) -> Result<(), Error> {
    match fs::remove_file(file) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
        removed => removed.at("remove", file)?,
    }
    let above: Vec<PathBuf> =
        file.ancestors().skip(1).take_while(|above| *above != output).map(Path::to_owned).collect();
    for folder in above {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}
