//! What a link was written to lead to.

use ecow::EcoString;
use percent_encoding::percent_decode_str;

use crate::model::inline::Destination;

/// Reads a link's destination.
pub(super) fn parse(written: &str) -> Destination {
    if let Some(rest) = written.strip_prefix("id:") {
        let (id, fragment) = split(rest);
        let (id, issue) = match id.split_once('@') {
            Some((id, issue)) => (id, Some(decoded(issue))),
            None => (id, None),
        };
        return Destination::Id { kind: None, id: decoded(id), fragment: fragment.map(decoded), issue };
    }
    if has_scheme(written) || written.starts_with("//") {
        return Destination::External;
    }
    let (path, anchor) = split(written);
    let path = path.split('?').next().unwrap_or_default();
    Destination::File { path: decoded(path), anchor: anchor.map(decoded) }
}

/// Splits at the first `#`.
fn split(written: &str) -> (&str, Option<&str>) {
    written.split_once('#').map_or((written, None), |(before, after)| (before, Some(after)))
}

/// Returns a part of an address with its escapes resolved.
pub(super) fn decoded(text: &str) -> EcoString {
    EcoString::from(&*percent_decode_str(text).decode_utf8_lossy())
}

/// Tells whether a URI begins with a scheme (RFC 3986, 3.1). One letter is a Windows drive.
fn has_scheme(written: &str) -> bool {
    let Some((scheme, _)) = written.split_once(':') else { return false };
    scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'))
}
