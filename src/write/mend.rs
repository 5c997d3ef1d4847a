//! Writes a mended source back, whole or not at all.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why a source is not written.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Its encoding would be another one.
    #[error("`{}` is not in UTF-8 and is left as it is; save it as UTF-8 to have it mended", .0.display())]
    OtherEncoding(PathBuf),
    /// It is not what was checked.
    #[error("`{}` was changed meanwhile and is left as it is; run it again", .0.display())]
    Changed(PathBuf),
    /// It cannot be read or written.
    #[error("cannot mend `{}`", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// The mark that some editors begin UTF-8 with.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Tells why a file may not be written over, if its text was read as this one.
pub fn allowed(path: &Path, before: &str) -> Result<(), Refusal> {
    read(path, before).map(|_| ())
}

/// Writes a text over the file that holds `before`. What is no text of it, a byte order mark and its rights, stays.
pub fn write(path: &Path, before: &str, after: &str) -> Result<(), Refusal> {
    let marked = read(path, before)?;
    let disk = |source| Refusal::Disk { path: path.to_owned(), source };
    // A link stays a link: what it leads to is written.
    let real = fs::canonicalize(path).map_err(disk)?;
    let mut name = std::ffi::OsString::from(".");
    name.push(real.file_name().unwrap_or_default());
    name.push(format!(".{}.mended", std::process::id()));
    let temporary = real.with_file_name(name);
    let done = replace(&real, &temporary, if marked { MARK } else { b"" }, after);
    if done.is_err() {
        // What could not be completed is not left lying about; that it cannot be removed changes nothing.
        _ = fs::remove_file(&temporary);
    }
    done.map_err(disk)
}

fn replace(real: &Path, temporary: &Path, mark: &[u8], text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(temporary)?;
    file.set_permissions(fs::metadata(real)?.permissions())?;
    file.write_all(mark)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(temporary, real)
}

/// Reads the file and compares it with what was checked; tells whether it begins with a byte order mark.
fn read(path: &Path, before: &str) -> Result<bool, Refusal> {
    let bytes = fs::read(path).map_err(|source| Refusal::Disk { path: path.to_owned(), source })?;
    let text = bytes.strip_prefix(MARK).unwrap_or(&bytes);
    if text == before.as_bytes() {
        return Ok(text.len() < bytes.len());
    }
    match std::str::from_utf8(&bytes) {
        Ok(_) => Err(Refusal::Changed(path.to_owned())),
        Err(_) => Err(Refusal::OtherEncoding(path.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, bytes).unwrap();
        (folder, path)
    }

    #[test]
    fn a_byte_order_mark_stays() {
        let (folder, path) = file("\u{feff}one\r\n".as_bytes());
        write(&path, "one\r\n", "two\r\n").unwrap();
        assert_eq!(fs::read(&path).unwrap(), "\u{feff}two\r\n".as_bytes());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
    }

    #[test]
    fn what_is_not_utf8_or_not_the_same_is_left() {
        let (_folder, path) = file(b"\xe9t\xe9");
        assert!(matches!(write(&path, "été", "x"), Err(Refusal::OtherEncoding(_))));
        assert_eq!(fs::read(&path).unwrap(), b"\xe9t\xe9");
        let (_folder, path) = file(b"other");
        assert!(matches!(write(&path, "text", "x"), Err(Refusal::Changed(_))));
        assert_eq!(fs::read(&path).unwrap(), b"other");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let (folder, path) = file(b"one");
        let link = folder.path().join("b.md");
        std::os::unix::fs::symlink("a.md", &link).unwrap();
        write(&link, "one", "two").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"two");
    }
}
