//! The manifest: what was published, from what, and by which tool.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::error::{At as _, Error};
use crate::text::digest::Digest;

/// A kind of published folder, told by the name of its manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The name of the manifest in the folder.
    pub manifest: &'static str,
    /// The format of the manifest that this version writes. It reads this one and those before.
    pub format: u32,
}

/// The folder of pages and PDFs.
pub const OUTPUT: Kind = Kind { manifest: "manifest.json", format: 1 };

/// What every manifest begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The format of the manifest.
    pub format: u32,
    /// The tool that wrote it.
    pub tool: Tool,
}

/// The tool that published the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// The name, `opsdoc`.
    pub name: String,
    /// The version.
    pub version: String,
}

/// A published file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// The path below the folder, with `/` between its parts.
    pub path: String,
    /// The digest of the bytes, as `sha256sum` writes it.
    pub sha256: String,
    /// The number of bytes.
    pub bytes: u64,
}

/// The manifest of the output folder.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    /// The format and the tool.
    #[serde(flatten)]
    pub header: Header,
    /// The sources and the documents.
    #[serde(flatten)]
    pub contents: Contents,
    /// Every file but the manifest, in the order of their paths.
    pub files: Vec<FileEntry>,
}

/// What a build says about itself in the manifest of the output folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// Where the sources come from.
    pub source: SourceState,
    /// The documents, in the order of their sources.
    pub documents: Vec<DocumentEntry>,
}

/// Where the sources come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceState {
    /// Whether a commit holds them.
    pub state: Versioning,
    /// The commit, in full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// When the commit was made, or what `SOURCE_DATE_EPOCH` says (RFC 3339, UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// Whether a commit holds the sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Versioning {
    /// As they were read.
    Clean,
    /// With changes that are not in it.
    Dirty,
    /// None does.
    Unversioned,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DocumentEntry {
    /// The identifier, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The title, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The issue, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<String>,
    /// The revision within the issue, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// The status, in the word that the sources use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The language, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The marking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classification: Option<String>,
    /// The path of the source below the documentation folder.
    pub source: String,
    /// The digest of the source's bytes.
    pub sha256: String,
    /// The files made of it.
    pub outputs: Vec<Output>,
}

/// A file made of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// The path below the output folder.
    pub path: String,
    /// The digest of the bytes.
    pub sha256: String,
}

/// A file that is not as the manifest has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The path below the folder.
    pub path: String,
    /// The digest of what is there; none where there is no such file.
    pub found: Option<String>,
}

impl Header {
    /// Makes the header that this version writes.
    pub fn of(kind: Kind) -> Self {
        let tool = Tool { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() };
        Self { format: kind.format, tool }
    }
}

impl Manifest {
    /// Reads the manifest of an output folder; nothing where there is none.
    pub fn load(folder: &Path) -> Result<Option<Self>, Error> {
        let Some(bytes) = read(folder, OUTPUT)? else { return Ok(None) };
        parse(&bytes, &folder.join(OUTPUT.manifest)).map(Some)
    }
}

impl SourceState {
    /// Describes sources that a commit holds, made at this second since 1970.
    pub fn versioned(commit: &str, dirty: bool, committed: Option<i64>) -> Self {
        let state = if dirty { Versioning::Dirty } else { Versioning::Clean };
        Self { state, commit: Some(commit.to_owned()), date: committed.and_then(date) }
    }

    /// Describes sources that no commit holds, with the second that `SOURCE_DATE_EPOCH` names.
    pub fn unversioned(epoch: Option<i64>) -> Self {
        Self { state: Versioning::Unversioned, commit: None, date: epoch.and_then(date) }
    }
}

impl Output {
    /// Names a file made of a document.
    pub fn new(path: &str, digest: Digest) -> Self {
        Self { path: path.to_owned(), sha256: digest.to_string() }
    }
}

/// Compares a published folder with its manifest: the files that are missing or differ.
pub fn verify(folder: &Path, kind: Kind) -> Result<Vec<Mismatch>, Error> {
    let path = folder.join(kind.manifest);
    let Some(bytes) = read(folder, kind)? else {
        return Err(Error::Damaged { path, reason: "it is not there".to_owned() });
    };
    let mut mismatches = Vec::new();
    for entry in listed(&bytes, &path)? {
        let file = folder.join(&entry.path);
        let found = match fs::File::open(&file) {
            Ok(file_open) => Some(Digest::of_reader(file_open).at("read", &file)?.to_string()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error).at("read", &file),
        };
        if found.as_ref() != Some(&entry.sha256) {
            mismatches.push(Mismatch { path: entry.path, found });
        }
    }
    Ok(mismatches)
}

/// Returns the bytes of a folder's manifest, once it is known that they are opsdoc's and of a known format.
pub(super) fn read(folder: &Path, kind: Kind) -> Result<Option<Vec<u8>>, Error> {
    let path = folder.join(kind.manifest);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).at("read", &path),
    };
    // As little as possible is asked of it at first: other programs write a `manifest.json` too.
    #[derive(Deserialize)]
    struct Opening {
        tool: Option<serde_json::Value>,
    }
    let opening: Opening = parse(&bytes, &path)?;
    if opening.tool.and_then(|tool| Some(tool.get("name")? == env!("CARGO_PKG_NAME"))) != Some(true) {
        return Ok(None);
    }
    let header: Header = parse(&bytes, &path)?;
    if header.format > kind.format {
        return Err(Error::NewerFormat { path, found: header.format, known: kind.format });
    }
    Ok(Some(bytes))
}

/// Returns the files that a manifest lists.
pub(super) fn listed(manifest: &[u8], path: &Path) -> Result<Vec<FileEntry>, Error> {
    #[derive(Deserialize)]
    struct Files {
        files: Vec<FileEntry>,
    }
    parse::<Files>(manifest, path).map(|found| found.files)
}

/// Writes a manifest.
pub(super) fn write<T: Serialize>(kind: Kind, contents: &T, files: &[FileEntry]) -> serde_json::Result<Vec<u8>> {
    #[derive(Serialize)]
    struct Whole<'a, T> {
        #[serde(flatten)]
        header: Header,
        #[serde(flatten)]
        contents: &'a T,
        files: &'a [FileEntry],
    }
    let mut bytes = serde_json::to_vec_pretty(&Whole { header: Header::of(kind), contents, files })?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn parse<T: for<'de> Deserialize<'de>>(bytes: &[u8], path: &Path) -> Result<T, Error> {
    serde_json::from_slice(bytes).map_err(|error| damaged(&error, path))
}

fn damaged(error: &serde_json::Error, path: &Path) -> Error {
    Error::Damaged { path: path.into(), reason: error.to_string() }
}

fn date(seconds: i64) -> Option<String> {
    OffsetDateTime::from_unix_timestamp(seconds).ok()?.format(&Rfc3339).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let contents = Contents {
            source: SourceState::versioned("0123", true, Some(1_700_000_000)),
            documents: vec![DocumentEntry {
                id: Some("PHR-1".into()),
                source: "a.md".into(),
                sha256: Digest::of(b"a").to_string(),
                outputs: vec![Output::new("html/a.html", Digest::of(b"b"))],
                ..DocumentEntry::default()
            }],
        };
        let files = vec![FileEntry { path: "html/a.html".into(), sha256: Digest::of(b"b").to_string(), bytes: 1 }];
        assert_eq!(Manifest::load(folder.path()).unwrap(), None);
        fs::write(folder.path().join("manifest.json"), write(OUTPUT, &contents, &files).unwrap()).unwrap();
        let found = Manifest::load(folder.path()).unwrap().unwrap();
        assert_eq!(found, Manifest { header: Header::of(OUTPUT), contents, files });
        assert_eq!(found.contents.source.date.as_deref(), Some("2023-11-14T22:13:20Z"));
    }

    #[test]
    fn a_manifest_begins_with_its_format() {
        let text = String::from_utf8(
            write(OUTPUT, &Contents { source: SourceState::unversioned(None), documents: vec![] }, &[]).unwrap(),
        );
        let expected = format!(
            r#"{{
  "format": 1,
  "tool": {{
    "name": "opsdoc",
    "version": "{}"
  }},
  "source": {{
    "state": "unversioned"
  }},
  "documents": [],
  "files": []
}}
"#,
            env!("CARGO_PKG_VERSION")
        );
        assert_eq!(text.unwrap(), expected);
    }

    #[test]
    fn a_later_or_damaged_manifest_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let message = |text: &str| {
            fs::write(folder.path().join("manifest.json"), text).unwrap();
            Manifest::load(folder.path()).map_err(|error| error.to_string())
        };
        let later = r#"{"format": 2, "tool": {"name": "opsdoc", "version": "9"}, "novel": {}}"#;
        assert!(message(later).unwrap_err().contains("has format 2, and this version of opsdoc knows 1"));
        assert!(message("{").unwrap_err().contains("is damaged (EOF"));
        assert_eq!(message(r#"{"name": "Another program"}"#), Ok(None));
    }
}
