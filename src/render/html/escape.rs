//! Text into HTML.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What an address cannot hold as it is: as in CommonMark's reference renderer, percent signs and
/// reserved characters stay.
const ADDRESS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'`')
    .add(b'[')
    .add(b']')
    .add(b'^')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What a path's own characters must not be taken for.
const PATH: &AsciiSet = &ADDRESS.add(b'#').add(b'?').add(b'%').add(b'&').add(b'\'');

/// Adds text, so that it stays text.
pub(super) fn text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"']) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Adds an address that an author wrote.
pub(super) fn address(out: &mut String, written: &str) {
    for part in utf8_percent_encode(written, ADDRESS) {
        for (at, piece) in part.split('&').enumerate() {
            out.push_str(if at > 0 { "&amp;" } else { "" });
            out.push_str(piece);
        }
    }
}

/// Returns a path as an address.
pub(super) fn path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    // Writing to a string cannot fail.
    let _ = write!(out, "{}", utf8_percent_encode(path, PATH));
    out
}

/// Tells whether an address would run something instead of leading somewhere.
pub(super) fn is_script(written: &str) -> bool {
    let scheme: String = written.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(32).collect();
    let scheme = scheme.to_ascii_lowercase();
    let image = ["data:image/png", "data:image/gif", "data:image/jpeg", "data:image/webp"];
    scheme.starts_with("javascript:")
        || scheme.starts_with("vbscript:")
        || (scheme.starts_with("data:") && !image.iter().any(|allowed| scheme.starts_with(allowed)))
}

#[cfg(test)]
mod tests {
    use super::{address, is_script, path, text};

    #[test]
    fn text_stays_text() {
        let mut out = String::new();
        text(&mut out, "a < b & \"c\"");
        assert_eq!(out, "a &lt; b &amp; &quot;c&quot;");
    }

    #[test]
    fn addresses_keep_what_is_reserved() {
        let mut out = String::new();
        address(&mut out, "/é b%20?a=1&b=[2]");
        assert_eq!(out, "/%C3%A9%20b%20?a=1&amp;b=%5B2%5D");
        assert_eq!(path("a b/50%#1"), "a%20b/50%25%231");
    }

    #[test]
    fn scripts_are_told_from_addresses() {
        assert!(is_script(" JaVa\tScript:alert(1)") && is_script("data:text/html,x"));
        assert!(!is_script("https://a.b/javascript:") && !is_script("data:image/png;base64,AA"));
    }
}
