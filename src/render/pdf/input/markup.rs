//! Reduces raw HTML to its text.

use crate::text::entities::resolved;

/// Returns the text of raw HTML, a line for each of its blocks. Nothing is interpreted beyond
/// tags, comments and the commonest entities; scripts and styles are no text.
pub(super) fn text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&resolved(&rest[..at]));
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let starts_tag = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        let Some(end) = rest.find('>').filter(|_| starts_tag) else {
            text.push('<');
            rest = &rest[1..];
            continue;
        };
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        match name.as_str() {
            "script" | "style" if !tag.starts_with('/') => {
                let close = format!("</{name}");
                let end = rest.to_ascii_lowercase().find(&close).unwrap_or(rest.len());
                rest = &rest[end..];
            }
            "img" => text.push_str(&resolved(attribute(tag, "alt").unwrap_or_default())),
            "br" | "p" | "div" | "li" | "tr" | "table" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
            | "summary" | "details" | "section" | "article" | "blockquote" | "pre" | "dt" | "dd" | "hr" => {
                text.push('\n')
            }
            "td" | "th" => text.push(' '),
            _ => {}
        }
    }
    text.push_str(&resolved(rest));
    text
}

/// Tells whether raw HTML holds more than its text can say. A comment is shown nowhere, a break is a
/// break, and an anchor is kept.
pub(super) fn is_reduced(html: &str) -> bool {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let name: String =
            rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '!' | '?')).collect();
        match name.trim_end_matches('/').to_ascii_lowercase().as_str() {
            "" | "br" | "wbr" | "/a" => {}
            "a" if !rest.split('>').next().unwrap_or_default().to_ascii_lowercase().contains("href") => {}
            _ => return true,
        }
    }
    false
}

/// Returns the value of an attribute of a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let at = tag.to_ascii_lowercase().find(&format!(" {name}="))? + name.len() + 2;
    let value = tag.get(at..)?;
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next(),
        _ => value.split([' ', '/', '>']).next(),
    }
}
