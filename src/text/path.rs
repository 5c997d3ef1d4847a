//! Paths of files, as sources have them: `/` parts them, and they are relative to the documentation folder.

use percent_encoding::{AsciiSet, CONTROLS};

/// What a path in a URI cannot hold as it is (RFC 3986, 3.3).
pub const IN_URI: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Joins a relative path to a folder; nothing where it leads out of the documentation.
pub fn join(folder: &str, to: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in to.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            other => parts.push(other),
        }
    }
    Some(parts.join("/"))
}

/// Returns the folder that a file lies in.
pub fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::{folder, join};

    #[test]
    fn paths_join_below_the_documentation() {
        assert_eq!(join(folder("a/b.md"), "../c/./d.md").as_deref(), Some("c/d.md"));
        assert_eq!(join(folder("b.md"), "c.md").as_deref(), Some("c.md"));
        assert_eq!(join(folder("a/b.md"), "../../c.md"), None);
    }
}
