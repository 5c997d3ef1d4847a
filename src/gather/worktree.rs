//! Finds and reads the files of the documentation folder.
//!
//! Hidden files and folders are left out, and so is what the project excludes. A symbolic link to a file inside the
//! folder counts as that file; one that leads out of the folder is not followed, so that a build publishes nothing
//! from elsewhere; nor is one to a folder, as what lies there is listed under its own path.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::choice::Choice;
use super::files::{Files, decoded};
use crate::project::config::Project;
use crate::text::source::Source;

/// No document is this long; what is, is something else under a document's name.
pub const LARGEST_SOURCE: u64 = 64 << 20;

/// A fault of the disk.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The documentation folder is not there.
    #[error("there is no documentation folder `{}`; name it on the command line, or make one with `opsdoc new`", .0.display())]
    Missing(PathBuf),
    /// The documentation folder is a file.
    #[error("`{}` is a file; name the folder that it lies in", .0.display())]
    NotAFolder(PathBuf),
    /// The folder to write to is the documentation folder or one that holds it.
    #[error("`{}` would be written over the documentation folder `{}`; choose another folder to write to", made.display(), folder.display())]
    WouldOverwrite {
        /// The folder to write to.
        made: PathBuf,
        /// The documentation folder.
        folder: PathBuf,
    },
    /// A pattern of the project is none.
    #[error("`{pattern}`, under `exclude` in the project file, is no pattern: {source}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        source: globset::Error,
    },
    /// A revision cannot be read.
    #[error("cannot read the revision `{name}`: {reason}")]
    Revision {
        /// The revision, as it was asked for.
        name: String,
        /// Why.
        reason: String,
    },
    /// A file or folder cannot be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A source is longer than any document.
    #[error("`{}` is {} MiB long, and a source has {} at most; divide it, or name it under `exclude`", path.display(), length >> 20, LARGEST_SOURCE >> 20)]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its length in bytes.
        length: u64,
    },
}

/// What was found in the documentation folder.
#[derive(Debug, Default)]
pub struct Listing {
    /// The documentation folder, as it was given.
    pub folder: PathBuf,
    /// The documents and mission databases, in the order of their paths.
    pub sources: Vec<Entry>,
    /// The path of every file, sources too, in the order of their bytes.
    pub files: Vec<String>,
    /// What was left alone though it is neither hidden nor excluded, in the order of the paths.
    pub skipped: Vec<Skipped>,
}

/// A source to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The path below the documentation folder, with `/` between its parts on every system.
    pub path: String,
    /// The path to open. The other one may be unfit for that, as where a name is not Unicode.
    pub location: PathBuf,
}

/// Something that was left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The path below the documentation folder.
    pub path: String,
    /// Why.
    pub reason: Reason,
}

/// Why something was left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// A symbolic link that leads out of the documentation folder.
    LinkOutside,
    /// A symbolic link to a folder.
    LinkToFolder,
    /// A symbolic link that leads to nothing.
    LinkBroken,
    /// Neither file nor folder: a socket, a pipe, a device.
    Special,
}

/// A source that was read.
#[derive(Debug)]
pub struct Loaded {
    /// The source.
    pub source: Source,
    /// The encoding, where it was not UTF-8.
    pub other_than_utf8: Option<&'static str>,
    /// Whether some bytes had no meaning in it.
    pub damaged: bool,
}

/// The documentation folder on the disk.
#[derive(Debug, Clone)]
pub struct Worktree {
    /// The folder.
    pub folder: PathBuf,
    /// The folders that opsdoc writes.
    pub made: Vec<PathBuf>,
}

impl Worktree {
    /// Takes this folder, of which `made` are written by opsdoc.
    pub fn new(folder: &Path, made: &[&Path]) -> Self {
        Self { folder: folder.to_owned(), made: made.iter().map(|made| (*made).to_owned()).collect() }
    }
}

impl Files for Worktree {
    fn find(&self, path: &str) -> Option<Entry> {
        let location = self.folder.join(path);
        location.is_file().then(|| Entry { path: path.to_owned(), location })
    }

    fn list(&self, project: &Project) -> Result<Listing, Error> {
        let made: Vec<&Path> = self.made.iter().map(PathBuf::as_path).collect();
        list(&self.folder, project, &made)
    }

    fn load(&self, entry: &Entry) -> Result<Loaded, Error> {
        load(entry)
    }
}

/// Lists the documentation folder.
///
/// `made` are the folders that opsdoc writes; where they lie in the documentation folder, they hold no sources.
pub fn list(folder: &Path, project: &Project, made: &[&Path]) -> Result<Listing, Error> {
    let root = match fs::canonicalize(folder) {
        Ok(root) if root.is_dir() => root,
        Ok(_) => return Err(Error::NotAFolder(folder.into())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Error::Missing(folder.into())),
        Err(source) => return Err(Error::Read { path: folder.into(), source }),
    };
    let made = made_folders(folder, &root, made)?;
    let choice = Choice::of(project)?;

    let mut listing = Listing { folder: folder.into(), ..Listing::default() };
    let walk = WalkDir::new(&root).follow_links(false).into_iter().filter_entry(|entry| {
        entry.depth() == 0
            || !(choice.leaves_out(entry.file_name().as_encoded_bytes(), &slashed(below(&root, entry.path())))
                || made.iter().any(|made| made == entry.path()))
    });
    for entry in walk {
        let entry = entry.map_err(|error| walk_error(error, folder))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = slashed(below(&root, entry.path()));
        if let Some(reason) = reason_to_skip(&entry, &root) {
            listing.skipped.push(Skipped { path, reason });
            continue;
        }
        if choice.is_source(&path) {
            // Named through the folder as it was given: what errors show is what the user knows.
            let location = folder.join(below(&root, entry.path()));
            listing.sources.push(Entry { path: path.clone(), location });
        }
        listing.files.push(path);
    }
    listing.sources.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    listing.files.sort_unstable();
    listing.skipped.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(listing)
}

/// Reads and decodes one source.
pub fn load(entry: &Entry) -> Result<Loaded, Error> {
    let error = |source| Error::Read { path: entry.location.clone(), source };
    let file = File::open(&entry.location).map_err(error)?;
    let length = file.metadata().map_err(error)?.len();
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(LARGEST_SOURCE)).unwrap_or(0) + 1);
    // One byte more than allowed, as the file may have grown since it was measured.
    file.take(LARGEST_SOURCE + 1).read_to_end(&mut bytes).map_err(error)?;
    decoded(entry, bytes, length)
}

/// Returns the folders that opsdoc writes, as the walk will meet them.
fn made_folders(folder: &Path, root: &Path, made: &[&Path]) -> Result<Vec<PathBuf>, Error> {
    // What does not exist yet cannot be met.
    let found: Vec<PathBuf> = made.iter().filter_map(|made| fs::canonicalize(made).ok()).collect();
    match found.iter().find(|made| root.starts_with(made)) {
        Some(made) => Err(Error::WouldOverwrite { made: made.clone(), folder: folder.into() }),
        None => Ok(found),
    }
}

fn reason_to_skip(entry: &DirEntry, root: &Path) -> Option<Reason> {
    if entry.file_type().is_file() {
        return None;
    }
    if !entry.path_is_symlink() {
        return Some(Reason::Special);
    }
    match fs::canonicalize(entry.path()) {
        Err(_) => Some(Reason::LinkBroken),
        Ok(target) if !target.starts_with(root) => Some(Reason::LinkOutside),
        Ok(target) if target.is_dir() => Some(Reason::LinkToFolder),
        Ok(target) if target.is_file() => None,
        Ok(_) => Some(Reason::Special),
    }
}

fn walk_error(error: walkdir::Error, folder: &Path) -> Error {
    let path = error.path().unwrap_or(folder).to_owned();
    let source = error.into_io_error().unwrap_or_else(|| io::Error::other("the folder lies in itself"));
    Error::Read { path, source }
}

fn below<'a>(root: &Path, path: &'a Path) -> &'a Path {
    path.strip_prefix(root).unwrap_or(path)
}

/// Writes a relative path with `/` between its parts.
pub(super) fn slashed(path: &Path) -> String {
    let mut text = String::with_capacity(path.as_os_str().len());
    for part in path.components().filter(|part| !matches!(part, std::path::Component::CurDir)) {
        if !text.is_empty() {
            text.push('/');
        }
        text.push_str(&part.as_os_str().to_string_lossy());
    }
    text
}

/// Reads a file below the documentation folder as it is: a picture, or a file that a page links to.
pub fn bytes(folder: &Path, path: &str) -> Result<Vec<u8>, Error> {
    let location = folder.join(path);
    std::fs::read(&location).map_err(|source| Error::Read { path: location, source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::span::SourceId;

    /// Lists a folder with these files in it.
    fn check(files: &[&str], exclude: &[&str]) -> (Vec<String>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let project = Project { exclude: exclude.iter().map(|p| (*p).to_owned()).collect(), ..Project::default() };
        let made = folder.path().join("out");
        let listing = list(folder.path(), &project, &[&made]).unwrap();
        (listing.sources.into_iter().map(|entry| entry.path).collect(), listing.files)
    }

    #[test]
    fn sources_are_in_the_order_of_their_bytes() {
        let (sources, files) = check(&["b.md", "a/z.XML", "a.md", "a-b.markdown", "p.png", "é.md"], &[]);
        assert_eq!(sources, ["a-b.markdown", "a.md", "a/z.XML", "b.md", "é.md"]);
        assert_eq!(files, ["a-b.markdown", "a.md", "a/z.XML", "b.md", "p.png", "é.md"]);
    }

    #[test]
    fn hidden_excluded_and_made_files_are_left_out() {
        let exclude = ["drafts/", "*.tmp.md", "/top.md", "deep/*/x.md", "./kept-out.md"];
        let files = [
            ".git/a.md",
            ".hidden.md",
            "drafts/a.md",
            "sub/drafts/b/a.md",
            "a.tmp.md",
            "sub/a.tmp.md",
            "top.md",
            "sub/top.md",
            "deep/1/x.md",
            "deep/1/2/x.md",
            "out/a.md",
            "kept-out.md",
        ];
        assert_eq!(check(&files, &exclude).1, ["deep/1/2/x.md", "sub/top.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_in_the_folder() {
        use std::os::unix::fs::symlink;
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("docs");
        fs::create_dir_all(folder.join("sub")).unwrap();
        fs::write(place.path().join("secret.md"), "x").unwrap();
        fs::write(folder.join("a.md"), "x").unwrap();
        symlink("../../secret.md", folder.join("sub/out.md")).unwrap();
        symlink("../a.md", folder.join("sub/in.md")).unwrap();
        symlink("..", folder.join("sub/loop")).unwrap();
        symlink("nothing", folder.join("sub/broken.md")).unwrap();
        let listing = list(&folder, &Project::default(), &[]).unwrap();
        assert_eq!(listing.files, ["a.md", "sub/in.md"]);
        let reasons: Vec<_> = listing.skipped.iter().map(|skipped| (skipped.path.as_str(), skipped.reason)).collect();
        let expected = [
            ("sub/broken.md", Reason::LinkBroken),
            ("sub/loop", Reason::LinkToFolder),
            ("sub/out.md", Reason::LinkOutside),
        ];
        assert_eq!(reasons, expected);
    }

    #[test]
    fn faults_say_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.md");
        let project = Project::default();
        let message = |path: &Path, made: &[&Path]| list(path, &project, made).unwrap_err().to_string();
        assert!(message(&file, &[]).contains("there is no documentation folder"));
        fs::write(&file, "x").unwrap();
        assert!(message(&file, &[]).contains("name the folder that it lies in"));
        assert!(message(folder.path(), &[folder.path()]).contains("choose another folder"));
        let project = Project { exclude: vec!["a[".into()], ..Project::default() };
        assert!(list(folder.path(), &project, &[]).unwrap_err().to_string().starts_with("`a[`"));

        File::create(&file).unwrap().set_len(LARGEST_SOURCE + 1).unwrap();
        let entry = Entry { path: "a.md".into(), location: file };
        assert!(load(&entry).unwrap_err().to_string().contains("is 64 MiB long"));
    }

    #[test]
    fn an_encoding_is_said() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.md"), b"temp\xe9rature").unwrap();
        fs::write(folder.path().join("b.md"), "température").unwrap();
        let listing = list(folder.path(), &Project::default(), &[]).unwrap();
        let loaded = listing.sources.iter().map(|entry| load(entry).unwrap()).collect();
        let gathered = crate::gather::gather(listing, loaded);
        let texts: Vec<_> = gathered.sources.iter().map(|(_, source)| source.text.as_str()).collect();
        assert_eq!(texts, ["température", "température"]);
        let [only] = &gathered.diagnostics[..] else { panic!("{:?}", gathered.diagnostics) };
        assert_eq!((only.lint.code, only.span().source), ("X901", SourceId(0)));
        assert_eq!(only.message, "the text is not UTF-8; it was read as windows-1252");
    }
}
