//! What lies in the folder before a build.

use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use walkdir::WalkDir;

use super::error::{At as _, Error};
use super::manifest::{self, Kind};
use super::work;

/// What lies in the folder: files of the last build, and files that are not opsdoc's.
#[derive(Debug, Default)]
pub(super) struct Previous {
    /// Whether the folder exists.
    pub(super) exists: bool,
    /// The bytes of the manifest.
    pub(super) manifest: Option<Vec<u8>>,
    /// The files that the manifest lists, there or not.
    pub(super) listed: FxHashSet<String>,
    /// Those of them that are there. No folder on the way to them is a link.
    pub(super) ours: FxHashSet<String>,
    /// Everything else that is no folder, below the folder, in the order of the paths.
    pub(super) foreign: Vec<PathBuf>,
    /// The folders that hold no listed file, in the order of the paths.
    pub(super) foreign_folders: Vec<PathBuf>,
    /// Every folder, in the order of the paths.
    pub(super) folders: Vec<PathBuf>,
    /// Every foreign file, and every folder that holds one or is foreign itself.
    occupied: FxHashSet<PathBuf>,
}

impl Previous {
    /// Looks into a folder, and refuses it where it is not opsdoc's.
    pub(super) fn read(folder: &Path, kind: Kind) -> Result<Self, Error> {
        let mut previous = Self { manifest: manifest::read(folder, kind)?, ..Self::default() };
        if let Some(bytes) = &previous.manifest {
            let entries = manifest::listed(bytes, &folder.join(kind.manifest))?;
            previous.listed = entries.into_iter().map(|entry| entry.path).collect();
        }
        for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(|entry| !work::is_inside(entry))
        {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) if error.depth() == 0 && is_missing(&error) => return Ok(previous),
                Err(error) => {
                    let path = error.path().unwrap_or(folder).to_owned();
                    return Err(io::Error::from(error)).at("read", &path);
                }
            };
            previous.exists = true;
            let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let text = slashed(path);
            if entry.depth() == 0 || (entry.depth() == 1 && previous.is_manifest(path, kind)) {
                continue;
            }
            if previous.manifest.is_none() && entry.depth() == 1 && !is_hidden(path) {
                let example = path.to_string_lossy().into_owned();
                return Err(Error::NotOurs { folder: folder.into(), example, manifest: kind.manifest });
            }
            if entry.file_type().is_dir() {
                previous.folders.push(path.to_owned());
            } else if let Some(text) = text.filter(|text| previous.listed.contains(text)) {
                previous.ours.insert(text);
            } else {
                previous.foreign.push(path.to_owned());
            }
        }
        previous.classify_folders();
        Ok(previous)
    }

    /// Returns what is in the way of an artifact: a file that is not opsdoc's at its path or on the way to it, or a
    /// folder at its path with such a file in it.
    pub(super) fn obstacle(&self, artifact: &str) -> Option<&Path> {
        if self.occupied.is_empty() {
            return None;
        }
        let path = Path::new(artifact);
        if let Some(found) = self.occupied.get(path) {
            return Some(found);
        }
        let on_the_way =
            path.ancestors().skip(1).find_map(|above| self.foreign.binary_search_by(|f| f.as_path().cmp(above)).ok());
        on_the_way.map(|at| self.foreign[at].as_path())
    }

    fn is_manifest(&self, path: &Path, kind: Kind) -> bool {
        self.manifest.is_some() && path == Path::new(kind.manifest)
    }

    fn classify_folders(&mut self) {
        let mut ours = FxHashSet::default();
        #[expect(clippy::iter_over_hash_type, reason = "a set is made of a set")]
        for path in &self.listed {
            ours.extend(Path::new(path).ancestors().skip(1).map(Path::to_owned));
        }
        self.folders.sort();
        self.foreign_folders = self.folders.iter().filter(|folder| !ours.contains(*folder)).cloned().collect();
        self.foreign.sort();
        for path in self.foreign.iter().chain(&self.foreign_folders) {
            self.occupied.extend(path.ancestors().filter(|above| !above.as_os_str().is_empty()).map(Path::to_owned));
        }
    }
}

/// Writes a relative path with `/` between its parts, if it is Unicode.
pub(super) fn slashed(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    Some(if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() })
}

fn is_hidden(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().starts_with(b".")
}

fn is_missing(error: &walkdir::Error) -> bool {
    error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound)
}
