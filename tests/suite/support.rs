//! What several modules share: where test data and tools are, the sample, built once, and the bytes of a folder.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Returns the place of a set of test data: below `OPSDOC_TEST_DATA`, else in `../shared/data` beside the crate.
/// Says loudly that it is not there, where it is not.
pub(crate) fn data(name: &str) -> Option<PathBuf> {
    let named = std::env::var_os("OPSDOC_TEST_DATA").map(PathBuf::from);
    // A work tree of the repository may stand one level deeper.
    let beside = ["../shared/data", "../../shared/data"].map(|way| Path::new(env!("CARGO_MANIFEST_DIR")).join(way));
    let found = named.into_iter().chain(beside).map(|folder| folder.join(name)).find(|folder| folder.exists());
    if found.is_none() {
        skip(&format!("there is no `{name}` in `../shared/data`; OPSDOC_TEST_DATA can say where it is"));
    }
    found
}

/// Returns the program of a tool, if it is installed. Where a missing tool may not go unnoticed (`CI` or
/// `OPSDOC_REQUIRE_TOOLS=1`), that is a failure.
pub(crate) fn tool(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file());
    if found.is_none() {
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
        assert!(!is_set("CI") && !is_set("OPSDOC_REQUIRE_TOOLS"), "`{name}` is not installed, and is required here");
        skip(&format!("`{name}` is not installed"));
    }
    found
}

fn skip(why: &str) {
    eprintln!("\nSKIPPED: {why}\n");
}

/// Commits everything in a folder, and makes it a repository where it is none.
pub(crate) fn commit(folder: &Path) {
    let repository = git2::Repository::init(folder).expect("a repository can be made");
    let mut index = repository.index().expect("it has an index");
    index.add_all(["*"], git2::IndexAddOption::DEFAULT, None).expect("files can be added");
    index.write().expect("the index can be written");
    let tree = repository.find_tree(index.write_tree().expect("a tree can be written")).expect("it is there");
    let who = git2::Signature::new("A", "a@example.org", &git2::Time::new(1_000, 0)).expect("a name");
    let parent = repository.head().ok().and_then(|head| head.peel_to_commit().ok());
    let parents: Vec<_> = parent.iter().collect();
    repository.commit(Some("HEAD"), &who, &who, "x", &tree, &parents).expect("it can be committed");
}

/// Returns the documentation folder of the crate: the sample.
pub(crate) fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs-source")
}

/// Returns the folder in which the sample was built, with `output` and `index` in it.
pub(crate) fn sample() -> &'static Path {
    static SAMPLE: OnceLock<PathBuf> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sample");
        let _ = fs::remove_dir_all(&folder);
        build(&docs(), &folder, "html,pdf").output().expect("opsdoc can be run");
        assert!(folder.join("output/manifest.json").is_file(), "the sample was not built");
        folder
    })
}

/// Returns the command that builds a documentation folder into `output` and `index` of another.
pub(crate) fn build(docs: &Path, folder: &Path, formats: &str) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("opsdoc"));
    command.arg("build").arg(docs).arg("--output").arg(folder.join("output")).arg("--index").arg(folder.join("index"));
    command.args(["--formats", formats]).env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1");
    command
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    for (path, bytes) in contents(from) {
        write(&to.join(path), &bytes);
    }
}

/// Writes a file, and the folders that it stands in.
pub(crate) fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("the folder can be made");
    fs::write(path, bytes).unwrap_or_else(|error| panic!("`{}`: {error}", path.display()));
}

/// Returns every file below a folder, with `/` between the parts of its path.
pub(crate) fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.expect("the folder can be read");
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).expect("what is found is below");
            let path = path.to_str().expect("the paths are Unicode").replace('\\', "/");
            files.insert(path, fs::read(entry.path()).expect("the file can be read"));
        }
    }
    files
}

/// Returns the files with an extension below a folder, in the order of their paths.
pub(crate) fn files_with(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let files =
        walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.expect("it can be read"));
    files.map(walkdir::DirEntry::into_path).filter(|path| path.extension() == Some(OsStr::new(extension))).collect()
}
