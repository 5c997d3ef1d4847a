//! Where pages are, and opening one with the system's own program.

use std::path::Path;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::fault::Fault;
use super::terminal::Terminal;

/// What a path or a fragment of a URL may not hold as it is (RFC 3986, 3.3 and 3.5).
const RESERVED: &AsciiSet = &CONTROLS
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

/// Returns where a place is to be read: the path of its page below the output folder, and its anchor.
pub(super) fn path(output: &Path, page: &str, anchor: &str) -> String {
    let page = file(output, page).to_string_lossy().into_owned();
    if anchor.is_empty() { page } else { format!("{page}#{anchor}") }
}

fn file(output: &Path, page: &str) -> std::path::PathBuf {
    // The page has `/` between its parts, whatever the system has.
    page.split('/').fold(output.to_owned(), |path, part| path.join(part))
}

/// Opens a page at a place in it, and says so.
pub(super) fn open(output: &Path, page: &str, anchor: &str, terminal: &Terminal) -> Result<(), Fault> {
    let url = opened(output, page, anchor)?;
    Ok(terminal.note(&format!("opened `{url}`"))?)
}

/// Opens a page at a place in it, with the program that the system has for pages; returns its URL.
pub(super) fn opened(output: &Path, page: &str, anchor: &str) -> Result<String, Fault> {
    let file = file(output, page);
    if !file.is_file() {
        return Err(Fault::new(format!("there is no page `{}`", file.display()))
            .help("make the pages with `opsdoc build`, or name their folder with `--output`"));
    }
    let url = url(&std::path::absolute(&file)?, anchor);
    open::that_detached(&url).map_err(|error| Fault::from(error).about(format!("cannot open `{url}`")))?;
    Ok(url)
}

/// Returns the URL of a file and a place in it (RFC 8089, 2).
fn url(file: &Path, anchor: &str) -> String {
    let parts = file.to_string_lossy().replace('\\', "/");
    let path = utf8_percent_encode(parts.trim_start_matches('/'), RESERVED);
    match anchor {
        "" => format!("file:///{path}"),
        anchor => format!("file:///{path}#{}", utf8_percent_encode(anchor, RESERVED)),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::url;

    #[test]
    fn a_url_names_the_file_and_the_place() {
        assert_eq!(url(Path::new("/a b/#1/p.html"), "étape-1"), "file:///a%20b/%231/p.html#%C3%A9tape-1");
        assert_eq!(url(Path::new("C:\\docs\\p.html"), ""), "file:///C:/docs/p.html");
    }
}
