//! What plain running text holds besides words: addresses (GFM, 6.9) and `[[X]]`.

use std::sync::LazyLock;

use linkify::{LinkFinder, LinkKind};
use regex::Regex;

use super::problem::NO_LINK_FOR_SPACE;
use crate::diagnostic::Diagnostic;
use crate::model::inline::{Destination, Inline, Link, Text};
use crate::text::align::locate;
use crate::text::span::Span;

/// `[[id]]`, `[[id@issue]]`, `[[id#step]]`, `[[id|words]]`. An id has no space, so that `[[ -f x ]]` stays what it is.
static WIKI_LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\[\[([\p{L}\p{N}][\p{L}\p{N}_./-]*)(?:@([\p{L}\p{N}_.-]+))?(?:#([\p{L}\p{N}_.-]+))?(?:\|([^\[\]|\n]+))?\]\]",
    )
    .expect("the pattern is a regular expression")
});

/// `[words](a file.md)`: what was meant as a link or a picture, and is none for the space in its address.
static NO_LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\[[^\[\]\n]*\]\(([^()\n]*\.(?:md|xml|svg|png|jpe?g|gif|webp|pdf)\b[^()\n]*)\)")
        .expect("the pattern is a regular expression")
});

static ADDRESSES: LazyLock<LinkFinder> = LazyLock::new(|| {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]).url_must_have_scheme(false);
    finder
});

/// Reports what was meant as a link and is none. `written` is the text's own source.
pub(super) fn no_links(text: &Text, written: &str) -> Vec<Diagnostic> {
    if !text.text.contains("](") {
        return Vec::new();
    }
    let found = NO_LINK.captures_iter(&text.text).filter_map(|found| Some((found.get(0)?, found.get(1)?.as_str())));
    let meant = found.filter(|(whole, address)| {
        // Who writes a backslash before it wants no link.
        let at = locate(written, &text.text, whole.start());
        address.trim().contains(' ') && !written[..at].ends_with('\\') && written[at..].starts_with('[')
    });
    meant
        .map(|(whole, address)| {
            let message = format!("this is no link, as its address has a space: `{address}`");
            let span = part(text, written, whole.start(), whole.end()).span;
            Diagnostic::new(&NO_LINK_FOR_SPACE, span, message)
                .label("shown as it is written")
                .help(format!("write the address in angle brackets, `<{address}>`, or `%20` for the space"))
        })
        .collect()
}

/// Splits running text where it holds links, and gives the pieces to `out`.
///
/// `written` is the text's own source.
pub(super) fn split(text: Text, written: &str, within_link: bool, out: &mut Vec<Inline>) {
    let plain = &text.text;
    let wiki = plain.contains("[[");
    let addresses = !within_link && (plain.contains("://") || plain.contains('@') || plain.contains("www."));
    if !wiki && !addresses {
        out.push(Inline::Text(text));
        return;
    }
    let mut links: Vec<(usize, usize, Link)> = Vec::new();
    let part = |from: usize, to: usize| part(&text, written, from, to);
    if wiki {
        for found in WIKI_LINK.captures_iter(plain) {
            let (Some(whole), Some(id)) = (found.get(0), found.get(1)) else { continue };
            let (issue, step) = (found.get(2), found.get(3));
            // Without words of its own a link shows what it names, the issue and the step too.
            let end = step.or(issue).unwrap_or(id).end();
            let shown = found.get(4).map_or(id.start()..end, |words| words.range());
            let destination = Destination::Id {
                kind: None,
                id: id.as_str().into(),
                fragment: step.map(|step| step.as_str().into()),
                issue: issue.map(|issue| issue.as_str().into()),
            };
            let link = Link {
                destination,
                written: whole.as_str().into(),
                title: "".into(),
                content: vec![Inline::Text(part(shown.start, shown.end))],
                span: part(whole.start(), whole.end()).span,
            };
            links.push((whole.start(), whole.end(), link));
        }
    }
    if addresses {
        for found in ADDRESSES.links(plain) {
            // What has neither a scheme nor `www.` is a file name as often as an address.
            let scheme = match found.kind() {
                LinkKind::Email => "mailto:",
                _ if found.as_str().starts_with("www.") => "http://",
                _ if ["http://", "https://", "ftp://"].iter().any(|s| found.as_str().starts_with(s)) => "",
                _ => continue,
            };
            let shown = part(found.start(), found.end());
            let link = Link {
                destination: Destination::External,
                written: format!("{scheme}{}", found.as_str()).into(),
                title: "".into(),
                span: shown.span,
                content: vec![Inline::Text(shown)],
            };
            links.push((found.start(), found.end(), link));
        }
    }
    links.sort_by_key(|(from, ..)| *from);
    let mut at = 0;
    for (from, to, link) in links {
        if from < at {
            continue;
        }
        if from > at {
            out.push(Inline::Text(part(at, from)));
        }
        out.push(Inline::Link(Box::new(link)));
        at = to;
    }
    if at < plain.len() {
        out.push(Inline::Text(part(at, plain.len())));
    }
}

/// Returns a part of a text, with its own place.
fn part(text: &Text, written: &str, from: usize, to: usize) -> Text {
    let start = locate(written, &text.text, from);
    let end = locate(written, &text.text, to).max(start);
    let place = Span::new(text.span.source, text.span.start as usize + start, text.span.start as usize + end);
    Text::decoded(&text.text[from..to], place, written.get(start..end).unwrap_or_default())
}
