//! Paths of sources, and the addresses that an editor has for them.

use std::path::{Path, PathBuf};

use lsp_types::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stands as it is in the path of an address (RFC 3986, 2.3 and 3.3).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Returns the path of a file's address; nothing for other addresses, as of a text that has no file yet.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let path = percent_decode_str(rest).decode_utf8().ok()?;
    // A drive of Windows stands after a slash: `/C:/docs`.
    let bytes = path.as_bytes();
    let drive = bytes.len() > 2 && bytes[0] == b'/' && bytes[1].is_ascii_alphabetic() && bytes[2] == b':';
    Some(PathBuf::from(if drive { &path[1..] } else { &path }))
}

/// Returns the address of a file.
pub(super) fn uri(path: &Path) -> Option<Uri> {
    let path = path.to_string_lossy().replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{}", utf8_percent_encode(&path, ESCAPED)).parse().ok()
}

/// Returns the path below a folder, with `/` between its parts; nothing where the file lies elsewhere.
pub(super) fn below(folder: &Path, file: &Path) -> Option<String> {
    let rest = match file.strip_prefix(folder) {
        Ok(rest) => rest.to_owned(),
        // One of them may lead through a symbolic link.
        Err(_) => canonical(file).strip_prefix(canonical(folder)).ok()?.to_owned(),
    };
    let parts: Option<Vec<&str>> = rest.components().map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/")).filter(|path| !path.is_empty())
}

/// Resolves symbolic links, also of a file that is no longer there.
fn canonical(path: &Path) -> PathBuf {
    let of_folder = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(of_folder).unwrap_or_else(|| path.to_owned())
}

/// Returns the documentation folder of a folder that an editor has open: itself, its `docs-source`, the folder
/// in it or around it with a project file.
pub(super) fn documentation(folder: &Path, project_file: &str) -> Option<PathBuf> {
    let is = |folder: &Path| folder.join(project_file).is_file();
    let below = || {
        let mut folders: Vec<PathBuf> = folder.read_dir().ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
        folders.sort();
        folders.into_iter().find(|folder| is(folder))
    };
    let usual = folder.join("docs-source");
    if is(folder) {
        return Some(folder.to_owned());
    }
    if usual.is_dir() {
        return Some(usual);
    }
    below().or_else(|| folder.ancestors().find(|folder| is(folder)).map(Path::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_its_path_and_back() {
        for written in ["/docs/a b/é.md", "/docs/100%.md", "/docs/#1.md"] {
            let uri = uri(Path::new(written)).unwrap();
            assert_eq!(path(&uri).unwrap(), Path::new(written), "{}", uri.as_str());
        }
        assert_eq!(path(&"untitled:Untitled-1".parse().unwrap()), None);
        assert_eq!(path(&"file:///C%3A/docs/a.md".parse().unwrap()).unwrap(), Path::new("C:/docs/a.md"));
    }

    #[test]
    fn what_lies_elsewhere_has_no_path() {
        assert_eq!(below(Path::new("/docs"), Path::new("/docs/a/b.md")).as_deref(), Some("a/b.md"));
        assert_eq!(below(Path::new("/docs"), Path::new("/docs2/b.md")), None);
    }
}
