//! The documentation folder as a commit has it.
//!
//! The rules are those of the work tree: hidden and excluded files are left out, and a symbolic link counts where it
//! leads to a file in the folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use git2::{Delta, DiffFindOptions, DiffOptions, ObjectType, Oid, Repository, TreeWalkMode, TreeWalkResult};

use super::choice::Choice;
use super::files::{Files, decoded};
use super::revision::{self, Place};
use super::worktree::{Entry, Error, Listing, Loaded, Reason, Skipped};
use crate::project::config::Project;
use crate::text::path::{folder, join};

/// The mode of a symbolic link in a tree.
const LINK: i32 = 0o120_000;

/// The files of a documentation folder in one commit.
pub struct Committed {
    folder: PathBuf,
    /// The name of the revision, as it was asked for.
    name: String,
    /// The commit, in full.
    commit: String,
    /// When the commit was made, in seconds since 1970-01-01T00:00:00Z.
    committed: i64,
    blobs: BTreeMap<String, Blob>,
    repository: Mutex<Repository>,
}

struct Blob {
    id: Oid,
    link: bool,
}

impl Committed {
    /// Opens a documentation folder as the commit of this name has it: a tag, a branch, `HEAD~3`, a hash.
    pub fn open(folder: &Path, name: &str) -> Result<Self, Error> {
        let fault = |reason: String| Error::Revision { name: name.to_owned(), reason };
        let place = match revision::find(folder) {
            Ok(Some(place)) => place,
            Ok(None) => return Err(fault(format!("no repository holds the folder `{}`", folder.display()))),
            Err(note) => return Err(fault(note.unwrap_or_default())),
        };
        let Place { repository, folder: below, .. } = place;
        let (commit, committed, blobs) = {
            let told = |error: git2::Error| fault(error.message().to_owned());
            let commit = repository.revparse_single(name).and_then(|object| object.peel_to_commit()).map_err(told)?;
            let tree = commit.tree().map_err(told)?;
            let Some(tree) = revision::subtree(&repository, &tree, &below) else {
                return Err(fault(format!("it does not hold the folder `{}`", folder.display())));
            };
            let mut blobs = BTreeMap::new();
            let walked = tree.walk(TreeWalkMode::PreOrder, |folder, entry| {
                if let (Some(ObjectType::Blob), Ok(name)) = (entry.kind(), entry.name()) {
                    let blob = Blob { id: entry.id(), link: entry.filemode() == LINK };
                    blobs.insert(format!("{folder}{name}"), blob);
                }
                TreeWalkResult::Ok
            });
            walked.map_err(told)?;
            (commit.id().to_string(), commit.time().seconds(), blobs)
        };
        let repository = Mutex::new(repository);
        Ok(Self { folder: folder.to_owned(), name: name.to_owned(), commit, committed, blobs, repository })
    }

    /// Returns the commit, in full.
    pub fn commit(&self) -> &str {
        &self.commit
    }

    /// Returns when the commit was made, in seconds since 1970-01-01T00:00:00Z.
    pub fn committed(&self) -> i64 {
        self.committed
    }

    /// Returns the path in the commit of each file that has another one in the work tree, as git tells renamed files
    /// by their likeness.
    pub fn renames(&self) -> BTreeMap<String, String> {
        let repository = self.repository.lock().unwrap_or_else(PoisonError::into_inner);
        renames(&repository, &self.commit, &self.folder).unwrap_or_default()
    }

    fn entry(&self, path: &str) -> Entry {
        // What git itself calls the file.
        let location = PathBuf::from(format!("{}:{path}", self.name));
        Entry { path: path.to_owned(), location }
    }

    fn bytes_of(&self, id: Oid, location: &Path) -> Result<Vec<u8>, Error> {
        let repository = self.repository.lock().unwrap_or_else(PoisonError::into_inner);
        let blob = repository.find_blob(id);
        let bytes = blob.map(|blob| blob.content().to_vec());
        bytes.map_err(|error| Error::Read { path: location.to_owned(), source: std::io::Error::other(error) })
    }

    /// Follows a symbolic link as far as it leads within the folder.
    fn target(&self, path: &str) -> Option<Oid> {
        let mut path = path.to_owned();
        for _ in 0..8 {
            let blob = self.blobs.get(&path)?;
            if !blob.link {
                return Some(blob.id);
            }
            let to = self.bytes_of(blob.id, Path::new(&path)).ok()?;
            let to = std::str::from_utf8(&to).ok().filter(|to| !to.starts_with('/'))?;
            path = join(folder(&path), to)?;
        }
        None
    }
}

impl Files for Committed {
    fn find(&self, path: &str) -> Option<Entry> {
        self.target(path).map(|_| self.entry(path))
    }

    fn list(&self, project: &Project) -> Result<Listing, Error> {
        let choice = Choice::of(project)?;
        let mut listing = Listing { folder: self.folder.clone(), ..Listing::default() };
        for path in self.blobs.keys() {
            if choice.leaves_out_below(path) {
                continue;
            }
            if self.target(path).is_none() {
                listing.skipped.push(Skipped { path: path.clone(), reason: Reason::LinkBroken });
                continue;
            }
            if choice.is_source(path) {
                listing.sources.push(self.entry(path));
            }
            listing.files.push(path.clone());
        }
        Ok(listing)
    }

    fn load(&self, entry: &Entry) -> Result<Loaded, Error> {
        let missing = || std::io::Error::from(std::io::ErrorKind::NotFound);
        let id = self.target(&entry.path);
        let id = id.ok_or_else(|| Error::Read { path: entry.location.clone(), source: missing() })?;
        decoded(entry, self.bytes_of(id, &entry.location)?, 0)
    }
}

fn renames(repository: &Repository, commit: &str, folder: &Path) -> Result<BTreeMap<String, String>, git2::Error> {
    let below = match revision::find(folder) {
        Ok(Some(place)) => place.folder,
        _ => return Ok(BTreeMap::new()),
    };
    let tree = repository.find_commit(Oid::from_str(commit)?)?.tree()?;
    let mut options = DiffOptions::new();
    options.include_untracked(true).recurse_untracked_dirs(true).show_untracked_content(true);
    let mut difference = repository.diff_tree_to_workdir_with_index(Some(&tree), Some(&mut options))?;
    difference.find_similar(Some(DiffFindOptions::new().renames(true).for_untracked(true)))?;
    let path = |file: git2::DiffFile<'_>| {
        let path = file.path()?.strip_prefix(&below).ok()?;
        Some(path.to_str()?.replace('\\', "/"))
    };
    let renamed = difference.deltas().filter(|delta| delta.status() == Delta::Renamed);
    Ok(renamed.filter_map(|delta| Some((path(delta.new_file())?, path(delta.old_file())?))).collect())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use git2::{IndexAddOption, Signature, Time};

    use super::*;

    #[test]
    fn a_commit_is_read_as_it_was_whatever_came_after() {
        let place = tempfile::tempdir().unwrap();
        let (root, docs) = (place.path().to_owned(), place.path().join("docs"));
        let repository = Repository::init(&root).unwrap();
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let commit = || {
            let mut index = repository.index().unwrap();
            index.add_all(["*"], IndexAddOption::DEFAULT, None).unwrap();
            index.update_all(["*"], None).unwrap();
            index.write().unwrap();
            let tree = repository.find_tree(index.write_tree().unwrap()).unwrap();
            let who = Signature::new("A", "a@example.org", &Time::new(1_000, 0)).unwrap();
            let parent = repository.head().ok().and_then(|head| head.peel_to_commit().ok());
            let parents: Vec<_> = parent.iter().collect();
            repository.commit(Some("HEAD"), &who, &who, "x", &tree, &parents).unwrap()
        };
        write("docs/a.md", "# Old");
        write("docs/drafts/b.md", "# B");
        write("docs/.hidden/c.md", "# C");
        write("docs/picture.png", "x");
        write("elsewhere.md", "# E");
        #[cfg(unix)]
        std::os::unix::fs::symlink("../docs/a.md", docs.join("link.md")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("../elsewhere.md", docs.join("out.md")).unwrap();
        let old = commit();
        write("docs/a.md", "# New");
        fs::remove_file(docs.join("picture.png")).unwrap();
        commit();

        let files = Committed::open(&docs, "HEAD~1").unwrap();
        assert_eq!((files.commit(), files.committed()), (&*old.to_string(), 1_000));
        let project = Project { exclude: vec!["drafts/".to_owned()], ..Project::default() };
        let listing = files.list(&project).unwrap();
        assert!(listing.files.contains(&"a.md".to_owned()) && listing.files.contains(&"picture.png".to_owned()));
        assert!(!listing.files.iter().any(|path| path.starts_with("drafts") || path.starts_with('.')));
        let text = |path: &str| files.load(&files.find(path).unwrap()).unwrap().source.text;
        assert_eq!(text("a.md"), "# Old");
        #[cfg(unix)]
        assert!(files.find("out.md").is_none(), "a link out of the folder leads nowhere");
        assert!(Committed::open(&docs, "no-such-tag").is_err());
    }
}
