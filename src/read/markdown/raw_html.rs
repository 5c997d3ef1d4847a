//! What raw HTML leads to, the anchors it sets, and what in it only looks like HTML. The HTML itself is
//! kept as it is written.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::model::inline::{RawHtml, RawReference, Text};
use crate::read::destination;
use crate::text::align::locate;

/// An attribute that leads somewhere or names a place, within a tag.
static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?is)\s(href|src|id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))"#)
        .expect("the pattern is a regular expression")
});

/// An opening tag with its attributes; comments, so that nothing within them counts.
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?is)<!--(?:-?>|.*?(?:-->|\z))|<([a-z][a-z0-9-]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*/?>"#)
        .expect("the pattern is a regular expression")
});

/// An opening tag that a text begins with.
static LEADING_TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?is)\A<([a-z][a-z0-9-]*)(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*/?>"#)
        .expect("the pattern is a regular expression")
});

/// Comments, and tags without the value of any attribute: what an angle bracket in prose can come to be.
static WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?s)<!--(?:-?>|.*?(?:-->|\z))|</?([a-zA-Z][a-zA-Z0-9-]*)(?:\s+[^\s"'<>/=]+)*\s*/?>"#)
        .expect("the pattern is a regular expression")
});

/// The elements of HTML (WHATWG, 4 and 16.2), those that are obsolete too.
const ELEMENTS: &str = " a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big \
    blink blockquote body br button canvas caption center cite code col colgroup data datalist dd del details dfn \
    dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head \
    header hgroup hr html i iframe image img input ins isindex kbd keygen label legend li link listing main map mark \
    marquee math menu menuitem meta meter multicol nav nextid nobr noembed noframes noscript object ol optgroup option \
    output p param picture plaintext pre progress q rb rp rt rtc ruby s samp script search section select slot small \
    source spacer span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time \
    title tr track tt u ul var video wbr xmp ";

/// Reads raw HTML, which stands so in the source.
pub(super) fn read(text: Text, written: &str) -> Box<RawHtml> {
    let openings = unclosed_openings(&text.text);
    // What opens nothing is not to hide the tags that follow it.
    let mut tags = text.text.to_string();
    openings.iter().for_each(|opening| tags.replace_range(opening.clone(), &" ".repeat(opening.len())));
    let mut words = words(&tags);
    words.extend(openings);
    words.sort_by_key(|word| word.start);
    let mut html = RawHtml { references: Vec::new(), anchors: Vec::new(), words, lines: Vec::new(), text };
    for tag in TAG.captures_iter(&tags) {
        let (Some(name), Some(attributes)) = (tag.get(1), tag.get(2)) else { continue };
        for attribute in ATTRIBUTE.captures_iter(attributes.as_str()) {
            let key = attribute.get(1).map_or("", |key| key.as_str()).to_ascii_lowercase();
            let Some(value) = attribute.get(2).or(attribute.get(3)).or(attribute.get(4)) else { continue };
            let from = attributes.start() + value.start();
            match (key.as_str(), name.as_str().to_ascii_lowercase().as_str()) {
                ("id", _) | ("name", "a") => html.anchors.push(value.as_str().into()),
                ("href", "a") | ("src", "img") => {
                    let start = locate(written, &html.text.text, from);
                    let end = locate(written, &html.text.text, from + value.len()).max(start);
                    html.references.push(RawReference {
                        written: Text::new(value.as_str(), html.text.span.part(start, end)),
                        at: from,
                        destination: destination::parse(value.as_str()),
                        image: key == "src",
                    });
                }
                _ => {}
            }
        }
    }
    Box::new(html)
}

/// The elements that take all that follows for their own, up to their end (WHATWG, 13.2.6).
const GREEDY: [&str; 10] =
    ["iframe", "noembed", "noframes", "plaintext", "script", "style", "template", "textarea", "title", "xmp"];

/// Finds what only looks like tags. Within a drawing or a formula, names are those of other languages.
fn words(text: &str) -> Vec<Range<usize>> {
    let lower = text.to_ascii_lowercase();
    let greedy = unclosed(text, &lower);
    if !greedy.is_empty() {
        return greedy;
    }
    if ["<svg", "<math", "<script", "<style"].iter().any(|other| lower.contains(other)) {
        return Vec::new();
    }
    let tags = WORD.captures_iter(text).filter_map(|tag| Some((tag.get(0)?.range(), tag.get(1)?.as_str())));
    tags.filter(|(_, name)| !is_element(name)).map(|(range, _)| range).collect()
}

/// Finds the tags that would swallow the document's own words, as their ends do not stand in the same HTML.
fn unclosed(text: &str, lower: &str) -> Vec<Range<usize>> {
    let last = last_ends(lower);
    let tags = TAG.captures_iter(text).filter_map(|tag| {
        let (range, name) = (tag.get(0)?.range(), tag.get(1)?.as_str().to_ascii_lowercase());
        let closed = last[GREEDY.iter().position(|greedy| *greedy == name)?].is_some_and(|end| end >= range.end);
        (!closed).then_some(range)
    });
    tags.collect()
}

/// Returns where the last end of each greedy element stands.
fn last_ends(lower: &str) -> [Option<usize>; GREEDY.len()] {
    GREEDY.map(|name| lower.rfind(&format!("</{name}")))
}

/// What hides all that stands up to its end, with that end; the longer beginning first.
const HIDING: [(&str, &str); 4] = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")];

/// Finds the beginnings of comments, and of what else hides words, whose ends do not stand in the same HTML: a reader
/// of HTML would hide all that follows.
pub(super) fn unclosed_openings(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    if !HIDING.iter().any(|(opening, _)| text.contains(opening)) {
        return found;
    }
    let lower = text.to_ascii_lowercase();
    let last = last_ends(&lower);
    // An end that does not follow here follows nowhere further on.
    let mut absent = [false; HIDING.len()];
    while let Some(next) = text[at..].find('<') {
        let (start, rest) = (at + next, &text[at + next..]);
        at = start + 1;
        if let Some(kind) = HIDING.iter().position(|(opening, _)| rest.starts_with(opening)) {
            let (opening, end) = HIDING[kind];
            let inner = &rest[opening.len()..];
            // `<!` alone is the beginning of a declaration, or of nothing.
            if opening == "<!" && !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
                continue;
            }
            // `<!-->` and `<!--->` are whole comments (WHATWG, 13.2.5.43).
            let short = [">", "->"].iter().find(|short| opening == "<!--" && inner.starts_with(**short));
            let length = match short {
                Some(short) => Some(short.len()),
                None if absent[kind] => None,
                None => inner.find(end).map(|at| at + end.len()),
            };
            absent[kind] |= length.is_none();
            if length.is_none() {
                found.push(start..start + opening.len());
            }
            at = start + opening.len() + length.unwrap_or(0);
        } else if let Some(tag) = LEADING_TAG.captures(rest) {
            at = start + tag[0].len();
            // What stands in a script is another language's.
            let greedy = GREEDY.iter().position(|greedy| tag[1].eq_ignore_ascii_case(greedy));
            if let Some(greedy) = greedy.filter(|greedy| last[*greedy].is_some_and(|end| end >= at)) {
                at += lower[at..].find(&format!("</{}", GREEDY[greedy])).unwrap_or(0);
            }
        }
    }
    found
}

fn is_element(name: &str) -> bool {
    ELEMENTS.contains(&format!(" {} ", name.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::model::inline::Text;
    use crate::text::span::{SourceId, Span};

    fn shown(html: &str) -> String {
        read(Text::new(html, Span::new(SourceId(0), 0, html.len())), html).shown().into_owned()
    }

    #[test]
    fn what_is_no_element_is_words() {
        assert_eq!(shown("/ceph/<cluster-id>"), "/ceph/&lt;cluster-id&gt;");
        assert_eq!(shown("<TEXT> for <B>all</B></TEXT>"), "&lt;TEXT&gt; for <B>all</B>&lt;/TEXT&gt;");
        assert_eq!(shown("<name of host>"), "&lt;name of host&gt;");
    }

    #[test]
    fn what_would_swallow_the_rest_is_words() {
        assert_eq!(shown("<script src='a.js'>"), "&lt;script src='a.js'&gt;");
        assert_eq!(shown("<title>"), "&lt;title&gt;");
        assert_eq!(shown("<style>p {}</style>"), "<style>p {}</style>");
    }

    #[test]
    fn what_would_hide_the_rest_is_words() {
        assert_eq!(shown("<!-- a <b>c</b>"), "&lt;!-- a <b>c</b>");
        assert_eq!(shown("<!-- a --> <!-- b <host>"), "<!-- a --> &lt;!-- b &lt;host&gt;");
        assert_eq!(shown("<![CDATA[ a"), "&lt;![CDATA[ a");
        assert_eq!(shown("<?php a"), "&lt;?php a");
        for html in ["<!-->a", "<!--->a", "<?php a ?>", "<!DOCTYPE html>", "<script>if (a<!--b) c()</script>", "<! a"] {
            assert_eq!(shown(html), html);
        }
    }

    #[test]
    fn elements_comments_and_drawings_stay() {
        for html in ["<p>a<br/></p>", "<!-- <host> -->", "<svg><g><path d='M0'/></g></svg>", "<my-box src='x'>"] {
            assert_eq!(shown(html), html);
        }
    }
}
