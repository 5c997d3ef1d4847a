//! Says which commit the sources come from.
//!
//! Nothing here fails a build: sources that no commit holds are unversioned, and a repository
//! that cannot be read makes them so, with a note that says why.

use std::path::{Path, PathBuf};

use git2::{ErrorCode, Oid, Repository, StatusOptions, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

/// Where the sources come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revision {
    /// The commit that holds them, in full; none where no commit does.
    pub commit: Option<String>,
    /// Whether the documentation folder differs from that commit.
    pub dirty: bool,
    /// When the commit was made, or what `SOURCE_DATE_EPOCH` says where there is none, in seconds since
    /// 1970-01-01T00:00:00Z.
    pub committed: Option<i64>,
    /// Why there is no commit, where there is a repository that could have had one.
    pub note: Option<String>,
}

/// The folder in its repository.
pub(super) struct Place {
    pub(super) repository: Repository,
    /// The documentation folder below the work tree; empty where it is the work tree.
    pub(super) folder: PathBuf,
    /// The work tree.
    root: PathBuf,
}

/// How many commits are looked at for the dates of files, at about 0.25 ms each. Beyond, a date is not worth the wait.
const LONGEST_HISTORY: usize = 2_000;

/// Finds the revision of a documentation folder.
///
/// `made` are the folders that opsdoc writes; they make nothing dirty.
pub fn revision(folder: &Path, made: &[&Path]) -> Revision {
    of_folder(folder, made, std::env::var("SOURCE_DATE_EPOCH").ok().as_deref())
}

fn of_folder(folder: &Path, made: &[&Path], epoch: Option<&str>) -> Revision {
    let versioned = find(folder).and_then(|place| match place {
        Some(place) => read(&place, made),
        None => Err(None),
    });
    versioned.unwrap_or_else(|note| Revision {
        note,
        committed: epoch.and_then(|seconds| seconds.trim().parse().ok()),
        ..Revision::default()
    })
}

/// Returns when the commit that last changed each file was made, by its path below the documentation folder.
///
/// One walk of history serves all files. It stops after some thousand commits, and a shallow clone has none to walk;
/// what was not found by then has no date here rather than a wrong one.
pub fn changes(folder: &Path) -> FxHashMap<String, i64> {
    let Ok(Some(place)) = find(folder) else { return FxHashMap::default() };
    if place.repository.is_shallow() {
        return FxHashMap::default();
    }
    walk(&place).unwrap_or_default()
}

/// Finds the repository of a folder. The error is the note on why there is none.
pub(super) fn find(folder: &Path) -> Result<Option<Place>, Option<String>> {
    let Ok(folder) = folder.canonicalize() else { return Ok(None) };
    let repository = match Repository::discover(&folder) {
        Ok(repository) => repository,
        Err(error) if error.code() == ErrorCode::NotFound => return Ok(None),
        Err(error) if error.code() == ErrorCode::Owner => {
            return Err(Some(format!(
                "the repository of `{}` belongs to another user, so git does not trust it; \
                 `git config --global --add safe.directory <repository>` says that you do",
                folder.display()
            )));
        }
        Err(error) => return Err(Some(unreadable(&error))),
    };
    let Some(root) = repository.workdir().and_then(|root| root.canonicalize().ok()) else { return Ok(None) };
    let Ok(folder) = folder.strip_prefix(&root).map(Path::to_owned) else { return Ok(None) };
    Ok(Some(Place { repository, folder, root }))
}

/// Returns the path of a documentation folder below the root of its repository, if it has one.
pub fn below_root(folder: &Path) -> Option<PathBuf> {
    Some(find(folder).ok()??.folder)
}

fn unreadable(error: &git2::Error) -> String {
    format!("the repository cannot be read: {}", error.message())
}

fn read(place: &Place, made: &[&Path]) -> Result<Revision, Option<String>> {
    let head = match place.repository.head() {
        Ok(head) => head,
        Err(error) if error.code() == ErrorCode::UnbornBranch => {
            return Err(Some("the repository has no commit yet".to_owned()));
        }
        Err(error) => return Err(Some(unreadable(&error))),
    };
    let commit = head.peel_to_commit().map_err(|error| Some(unreadable(&error)))?;
    let tree = commit.tree().map_err(|error| Some(unreadable(&error)))?;
    if subtree(&place.repository, &tree, &place.folder).is_none() {
        return Err(Some(format!("no commit holds the folder `{}`", place.folder.display())));
    }
    Ok(Revision {
        commit: Some(commit.id().to_string()),
        dirty: is_dirty(place, made).map_err(|error| Some(unreadable(&error)))?,
        committed: Some(commit.time().seconds()),
        note: None,
    })
}

/// Tells whether anything in the documentation folder is not as the commit has it.
fn is_dirty(place: &Place, made: &[&Path]) -> Result<bool, git2::Error> {
    let made: Vec<PathBuf> = made
        .iter()
        .filter_map(|made| Some(made.canonicalize().ok()?.strip_prefix(&place.root).ok()?.to_owned()))
        .collect();
    let mut options = StatusOptions::new();
    options.include_untracked(true).recurse_untracked_dirs(true).include_ignored(false);
    if !place.folder.as_os_str().is_empty() {
        options.disable_pathspec_match(true).pathspec(&place.folder);
    }
    let statuses = place.repository.statuses(Some(&mut options))?;
    Ok(statuses.iter().any(|status| match status.path() {
        Ok(path) => !made.iter().any(|made| Path::new(path).starts_with(made)),
        Err(_) => true,
    }))
}

pub(super) fn subtree<'a>(repository: &'a Repository, tree: &Tree<'a>, folder: &Path) -> Option<Tree<'a>> {
    if folder.as_os_str().is_empty() {
        return Some(tree.clone());
    }
    repository.find_tree(tree.get_path(folder).ok()?.id()).ok()
}

fn walk(place: &Place) -> Result<FxHashMap<String, i64>, git2::Error> {
    let repository = &place.repository;
    let folder_of = |id: Oid| -> Result<Option<Tree<'_>>, git2::Error> {
        Ok(subtree(repository, &repository.find_commit(id)?.tree()?, &place.folder))
    };
    let head = repository.head()?.peel_to_commit()?.id();
    let mut wanted = files(folder_of(head)?)?;
    let mut dates = FxHashMap::default();
    let mut history = repository.revwalk()?;
    history.set_sorting(git2::Sort::TOPOLOGICAL | git2::Sort::TIME)?;
    history.push(head)?;
    for id in history.take(LONGEST_HISTORY) {
        if wanted.is_empty() {
            break;
        }
        let commit = repository.find_commit(id?)?;
        let after = subtree(repository, &commit.tree()?, &place.folder);
        let mut changed: Option<FxHashSet<String>> = None;
        // A merge changes what differs from every parent; the rest came with one of them.
        for parent in commit.parent_ids() {
            let before = folder_of(parent)?;
            let here = differences(repository, before.as_ref(), after.as_ref())?;
            changed = Some(match changed {
                None => here,
                Some(others) => others.into_iter().filter(|path| here.contains(path)).collect(),
            });
            if changed.as_ref().is_some_and(FxHashSet::is_empty) {
                break;
            }
        }
        let changed = match changed {
            Some(changed) => changed,
            None => differences(repository, None, after.as_ref())?,
        };
        // The order of a set does not show: each path is looked up on its own.
        #[allow(clippy::iter_over_hash_type)]
        for path in changed {
            if wanted.remove(&path) {
                dates.insert(path, commit.time().seconds());
            }
        }
    }
    Ok(dates)
}

/// Returns the files of a tree.
fn files(tree: Option<Tree<'_>>) -> Result<FxHashSet<String>, git2::Error> {
    let mut files = FxHashSet::default();
    if let Some(tree) = tree {
        tree.walk(git2::TreeWalkMode::PreOrder, |folder, entry| {
            if entry.kind() == Some(git2::ObjectType::Blob)
                && let Ok(name) = entry.name()
            {
                files.insert(format!("{folder}{name}"));
            }
            git2::TreeWalkResult::Ok
        })?;
    }
    Ok(files)
}

/// Returns the files that two trees do not have in common.
fn differences(
    repository: &Repository,
    before: Option<&Tree<'_>>,
    after: Option<&Tree<'_>>,
) -> Result<FxHashSet<String>, git2::Error> {
    if before.map(Tree::id) == after.map(Tree::id) {
        return Ok(FxHashSet::default());
    }
    let difference = repository.diff_tree_to_tree(before, after, None)?;
    Ok(difference
        .deltas()
        .filter_map(|delta| delta.new_file().path().and_then(Path::to_str).map(str::to_owned))
        .collect())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use git2::{IndexAddOption, Signature, Time};

    use super::*;

    struct Fixture {
        place: tempfile::TempDir,
        repository: Repository,
    }

    impl Fixture {
        fn new() -> Self {
            let place = tempfile::tempdir().unwrap();
            let repository = Repository::init(place.path().join("project")).unwrap();
            let fixture = Self { place, repository };
            fixture.write("docs/a.md", "a");
            fixture
        }

        fn root(&self) -> PathBuf {
            self.place.path().join("project")
        }

        fn docs(&self) -> PathBuf {
            self.root().join("docs")
        }

        fn write(&self, path: &str, text: &str) {
            let path = self.root().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }

        fn commit(&self, seconds: i64) -> String {
            let mut index = self.repository.index().unwrap();
            index.add_all(["*"], IndexAddOption::DEFAULT, None).unwrap();
            index.write().unwrap();
            let tree = self.repository.find_tree(index.write_tree().unwrap()).unwrap();
            let who = Signature::new("A", "a@example.org", &Time::new(seconds, 0)).unwrap();
            let parent = self.repository.head().ok().and_then(|head| head.peel_to_commit().ok());
            let parents: Vec<_> = parent.iter().collect();
            self.repository.commit(Some("HEAD"), &who, &who, "x", &tree, &parents).unwrap().to_string()
        }

        fn revision(&self) -> Revision {
            of_folder(&self.docs(), &[&self.docs().join("out")], Some("7"))
        }
    }

    #[test]
    fn a_commit_is_named_and_dirt_is_seen() {
        let fixture = Fixture::new();
        let commit = fixture.commit(1_000);
        let clean = Revision { commit: Some(commit), dirty: false, committed: Some(1_000), note: None };
        let dirty = Revision { dirty: true, ..clean.clone() };
        assert_eq!(fixture.revision(), clean);

        fixture.write("elsewhere.md", "x");
        fixture.write("docs/out/html/a.html", "x");
        assert_eq!(fixture.revision(), clean, "what is outside, or made, does not count");
        fixture.write("docs/new.md", "x");
        assert_eq!(fixture.revision(), dirty, "untracked");
        fs::remove_file(fixture.docs().join("new.md")).unwrap();
        assert_eq!(fixture.revision(), clean);
        fixture.write("docs/a.md", "changed");
        assert_eq!(fixture.revision(), dirty, "modified");
        let mut index = fixture.repository.index().unwrap();
        index.add_path(Path::new("docs/a.md")).unwrap();
        index.write().unwrap();
        assert_eq!(fixture.revision(), dirty, "staged");
    }

    #[test]
    fn without_a_commit_the_epoch_counts() {
        let fixture = Fixture::new();
        let found = fixture.revision();
        assert_eq!((found.commit, found.dirty, found.committed), (None, false, Some(7)));
        assert_eq!(found.note.as_deref(), Some("the repository has no commit yet"));

        fixture.write(".gitignore", "docs\n");
        fixture.commit(1_000);
        let found = fixture.revision();
        assert_eq!((found.commit, found.committed), (None, Some(7)));
        assert_eq!(found.note.as_deref(), Some("no commit holds the folder `docs`"));

        let outside = tempfile::tempdir().unwrap();
        assert_eq!(of_folder(outside.path(), &[], None), Revision::default());
    }

    #[test]
    fn a_broken_repository_is_a_note() {
        let fixture = Fixture::new();
        fixture.commit(1_000);
        fs::write(fixture.root().join(".git/HEAD"), "nonsense").unwrap();
        let found = fixture.revision();
        assert_eq!(found.commit, None);
        assert!(found.note.is_some() || found == Revision { committed: Some(7), ..Revision::default() });
    }

    #[test]
    fn a_linked_work_tree_has_its_own_commit() {
        let fixture = Fixture::new();
        let commit = fixture.commit(1_000);
        let linked = fixture.place.path().join("linked");
        fixture.repository.worktree("linked", &linked, None).unwrap();
        fixture.write("docs/a.md", "changed");
        let found = of_folder(&linked.join("docs"), &[], None);
        assert_eq!((found.commit, found.dirty), (Some(commit), false));
    }

    #[test]
    fn each_file_has_the_date_of_its_last_change() {
        let fixture = Fixture::new();
        fixture.write("docs/sub/b.md", "b");
        fixture.commit(1_000);
        fixture.write("docs/a.md", "changed");
        fixture.commit(2_000);
        fixture.write("elsewhere.md", "x");
        fixture.commit(3_000);
        fixture.write("docs/untracked.md", "x");
        let mut found: Vec<_> = changes(&fixture.docs()).into_iter().collect();
        found.sort();
        assert_eq!(found, [("a.md".to_owned(), 2_000), ("sub/b.md".to_owned(), 1_000)]);
    }
}
