//! Elements, attributes, and what names in a definition can be.

use super::Writer;
use crate::model::inline::Text;

impl Writer<'_, '_> {
    /// Opens an element whose parts stand in lines of their own.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.begin(name, attributes);
        self.out.push_str(">\n");
        self.depth += 1;
    }

    /// Closes what [`Writer::open`] opened.
    pub(super) fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.indent();
        self.out.push_str(&format!("</{name}>\n"));
    }

    /// Writes an element that holds nothing.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.begin(name, attributes);
        self.out.push_str("/>\n");
    }

    /// Writes the head of an element, up to its bracket.
    pub(super) fn begin(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.out.push('<');
        self.out.push_str(name);
        self.attributes(attributes);
    }

    pub(super) fn attributes(&mut self, attributes: &[(&str, &str)]) {
        for (name, value) in attributes {
            self.out.push_str(&format!(" {name}=\"{}\"", in_attribute(value)));
        }
    }

    pub(super) fn indent(&mut self) {
        self.out.push_str(&"  ".repeat(self.depth));
    }

    /// Returns a name as an identifier; one that cannot be one is made one, which is reported.
    pub(super) fn identifier(&mut self, name: &Text, what: &str) -> String {
        identifier(name.as_str()).unwrap_or_else(|| self.renamed(name, what))
    }
}

/// Returns a name, where it is an identifier of a definition: no white space, no `#`.
pub(super) fn identifier(name: &str) -> Option<String> {
    let fits =
        !name.is_empty() && !name.contains(|c: char| matches!(c, ' ' | '\t' | '\r' | '\n' | '#') || !is_allowed(c));
    fits.then(|| name.to_owned())
}

/// Returns a name with `-` for what an identifier cannot have.
pub(super) fn made_identifier(name: &str) -> String {
    let fits = |c: char| !c.is_whitespace() && c != '#' && is_allowed(c);
    let made: String = name.chars().map(|c| if fits(c) { c } else { '-' }).collect();
    if made.is_empty() { "unnamed".to_owned() } else { made }
}

/// Tells whether a word is a name of a variable.
pub(super) fn is_variable(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Tells whether a word is an issue.
pub(super) fn is_issue(issue: &str) -> bool {
    issue.starts_with(|c: char| c.is_ascii_alphanumeric())
        && issue.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

/// Tells whether XML can hold a character (XML 1.0, 2.2).
pub(super) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn in_attribute(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            c if is_allowed(c) => out.push(c),
            _ => out.push('\u{fffd}'),
        }
    }
    out
}

/// Returns running text with what is mark-up written so that it is shown.
pub(super) fn in_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' if out.ends_with("]]") => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            c if is_allowed(c) => out.push(c),
            _ => out.push('\u{fffd}'),
        }
    }
    out
}
