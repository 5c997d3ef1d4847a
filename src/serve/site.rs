//! Answers with the files of the output folder.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::percent_decode_str;

use super::{live, reply};

/// The folders of the output folder that are served.
const SERVED: [&str; 2] = ["html", "pdf"];

/// The page that stands for a folder.
const INDEX: &str = "index.html";

/// Where pages and PDFs are.
#[derive(Debug)]
pub(super) struct Site {
    output: PathBuf,
    /// Whether pages load themselves again.
    live: bool,
}

/// What is at an address.
enum Found {
    /// A file.
    File(PathBuf),
    /// Another address.
    Elsewhere(String),
    /// Nothing, and what to say of it.
    Nothing(&'static str),
}

impl Site {
    pub(super) fn new(output: PathBuf, live: bool) -> Self {
        Self { output, live }
    }

    /// Finds what is at the path of an address.
    ///
    /// Each part must be the name of something below the folder before it. What is found may not lead out of the
    /// output folder either, as a link of the file system can.
    fn find(&self, path: &str) -> Found {
        let nothing = Found::Nothing("there is no such page");
        if path == "/" {
            return match self.output.join("html").join(INDEX).is_file() {
                true => Found::Elsewhere(format!("/html/{INDEX}")),
                false => Found::Nothing("there are no pages here: make them with `opsdoc build`"),
            };
        }
        let Some(names) = names(path) else { return nothing };
        if !names.first().is_some_and(|first| SERVED.contains(&first.as_str())) {
            return nothing;
        }
        let file = names.iter().fold(self.output.clone(), |folder, name| folder.join(name));
        let (Ok(root), Ok(real)) = (self.output.canonicalize(), file.canonicalize()) else { return nothing };
        if !real.starts_with(&root) {
            return nothing;
        }
        match (real.is_dir(), path.ends_with('/')) {
            (true, true) => match real.join(INDEX) {
                page if page.is_file() => Found::File(page),
                _ => nothing,
            },
            (true, false) if real.join(INDEX).is_file() => Found::Elsewhere(format!("{path}/")),
            (false, false) if real.is_file() => Found::File(real),
            _ => nothing,
        }
    }
}

/// Returns the names that a path consists of, decoded; nothing where one of them can be no file of ours.
fn names(path: &str) -> Option<Vec<String>> {
    let path = path.strip_prefix('/')?;
    let path = path.strip_suffix('/').unwrap_or(path);
    path.split('/').map(name).collect()
}

fn name(part: &str) -> Option<String> {
    let name = percent_decode_str(part).decode_utf8().ok()?;
    // `..`, hidden files, names of drives and streams, and what would be several names once decoded.
    let is_sound = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':', '\0']);
    is_sound.then(|| name.into_owned())
}

/// Answers with a file.
pub(super) async fn file(State(site): State<Arc<Site>>, uri: Uri, headers: HeaderMap) -> Response {
    let answer = tokio::task::spawn_blocking(move || match site.find(uri.path()) {
        Found::File(path) => answer(&path, &headers, site.live),
        Found::Elsewhere(path) => Ok(Redirect::temporary(&path).into_response()),
        Found::Nothing(message) => Ok(reply::missing(message)),
    });
    match answer.await {
        Ok(Ok(response)) => response,
        Ok(Err(error)) if error.kind() == io::ErrorKind::NotFound => reply::missing("there is no such page"),
        Ok(Err(error)) => {
            reply::refusal(StatusCode::INTERNAL_SERVER_ERROR, &format!("the page cannot be read: {error}"))
        }
        Err(_) => reply::refusal(StatusCode::INTERNAL_SERVER_ERROR, "the answer broke off"),
    }
}

/// Answers with the whole of a file or with a part of it, unless the browser has it already (RFC 9110, 13 and 14).
fn answer(path: &Path, headers: &HeaderMap, live: bool) -> io::Result<Response> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    let kind = kind(path);
    let is_page = live && kind.starts_with("text/html");
    let changed = metadata.modified()?.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    // A page that loads itself again is another one than the file.
    let tag = format!("\"{:x}-{changed:x}{}\"", metadata.len(), if is_page { "-live" } else { "" });
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let has = text(header::IF_NONE_MATCH).is_some_and(|tags| {
        tags.split(',').map(str::trim).any(|other| other == "*" || other.trim_start_matches("W/") == tag)
    });
    if has {
        return Ok(finish(StatusCode::NOT_MODIFIED, &tag, kind, Body::empty()));
    }
    if is_page {
        let mut page = String::new();
        file.read_to_string(&mut page)?;
        return Ok(finish(StatusCode::OK, &tag, kind, live::page(&page).into()));
    }
    let range = text(header::RANGE).filter(|_| text(header::IF_RANGE).is_none_or(|known| known == tag));
    match range.map_or(Range::Whole, |range| Range::of(range, metadata.len())) {
        Range::Whole => {
            let mut bytes = Vec::with_capacity(metadata.len() as usize);
            file.read_to_end(&mut bytes)?;
            Ok(finish(StatusCode::OK, &tag, kind, bytes.into()))
        }
        Range::Part(first, last) => {
            file.seek(SeekFrom::Start(first))?;
            let mut bytes = Vec::new();
            file.take(last - first + 1).read_to_end(&mut bytes)?;
            let mut response = finish(StatusCode::PARTIAL_CONTENT, &tag, kind, bytes.into());
            set(&mut response, header::CONTENT_RANGE, &format!("bytes {first}-{last}/{}", metadata.len()));
            Ok(response)
        }
        Range::Beyond => {
            let mut response = reply::refusal(StatusCode::RANGE_NOT_SATISFIABLE, "the file is shorter than that");
            set(&mut response, header::CONTENT_RANGE, &format!("bytes */{}", metadata.len()));
            Ok(response)
        }
    }
}

/// The part of a file that is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Range {
    /// All of it; what is not understood, and several parts at once, are all of it too.
    Whole,
    /// From one byte to another, both included.
    Part(u64, u64),
    /// What is not there.
    Beyond,
}

impl Range {
    /// Reads the header `Range` for a file of so many bytes (RFC 9110, 14.1.2).
    fn of(header: &str, length: u64) -> Self {
        let Some((first, last)) = header.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
            return Range::Whole;
        };
        let end = length.saturating_sub(1);
        match (first.trim().parse::<u64>(), last.trim().parse::<u64>()) {
            (Ok(first), _) if first >= length => Range::Beyond,
            (Ok(first), Ok(last)) if first <= last => Range::Part(first, last.min(end)),
            (Ok(first), Err(_)) if last.trim().is_empty() => Range::Part(first, end),
            // The last bytes.
            (Err(_), Ok(count)) if first.trim().is_empty() => match count.min(length) {
                0 => Range::Beyond,
                count => Range::Part(length - count, end),
            },
            _ => Range::Whole,
        }
    }
}

/// Returns the media type of a file by its name.
fn kind(path: &Path) -> String {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = kind.type_() == "text" || matches!(kind.subtype().as_str(), "javascript" | "json" | "xml");
    // Whatever we write is UTF-8, and a browser left to itself guesses.
    if is_text { format!("{}; charset=utf-8", kind.essence_str()) } else { kind.essence_str().to_owned() }
}

fn finish(status: StatusCode, tag: &str, kind: String, body: Body) -> Response {
    let mut response = (status, body).into_response();
    set(&mut response, header::ETAG, tag);
    set(&mut response, header::CONTENT_TYPE, &kind);
    set(&mut response, header::ACCEPT_RANGES, "bytes");
    response
}

fn set(response: &mut Response, name: header::HeaderName, value: &str) {
    let value = HeaderValue::from_str(value).expect("tags, types and ranges are ASCII");
    response.headers_mut().insert(name, value);
}

#[cfg(test)]
mod tests {
    use super::{Range, names};

    #[test]
    fn a_path_names_files_below_and_nothing_else() {
        let names = |path: &str| names(path).map(|names| names.join("|"));
        assert_eq!(names("/html/a%20b.html").as_deref(), Some("html|a b.html"));
        assert_eq!(names("/html/x/").as_deref(), Some("html|x"));
        for path in [
            "/html/../secret",
            "/html/%2e%2e/secret",
            "/html/..%2fsecret",
            "/html/%2Fetc",
            "/html//x",
            "//x",
            "/html/.git",
            "/html/c:x",
            "/html/..%5csecret",
            "/html/%00",
            "/html/%ff",
            "html",
        ] {
            assert_eq!(names(path), None, "{path}");
        }
    }

    #[test]
    fn ranges_as_the_standard_has_them() {
        let check = |header: &str, expected: Range| assert_eq!(Range::of(header, 10), expected, "{header}");
        check("bytes=0-3", Range::Part(0, 3));
        check("bytes=4-", Range::Part(4, 9));
        check("bytes=-3", Range::Part(7, 9));
        check("bytes=-99", Range::Part(0, 9));
        check("bytes=8-99", Range::Part(8, 9));
        check("bytes=10-", Range::Beyond);
        check("bytes=-0", Range::Beyond);
        check("bytes=3-1", Range::Whole);
        check("bytes=0-1,3-4", Range::Whole);
        check("lines=1-2", Range::Whole);
        check("bytes=a-b", Range::Whole);
        assert_eq!(Range::of("bytes=0-", 0), Range::Beyond);
    }
}
