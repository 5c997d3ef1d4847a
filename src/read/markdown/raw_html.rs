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
    Regex::new(r#"(?is)<!--.*?(?:-->|\z)|<([a-z][a-z0-9-]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*/?>"#)
        .expect("the pattern is a regular expression")
});

/// Comments, and tags without the value of any attribute: what an angle bracket in prose can come to be.
static WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?s)<!--.*?(?:-->|\z)|</?([a-zA-Z][a-zA-Z0-9-]*)(?:\s+[^\s"'<>/=]+)*\s*/?>"#)
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
    let words = words(&text.text);
    let mut html = RawHtml { references: Vec::new(), anchors: Vec::new(), words, text };
    for tag in TAG.captures_iter(&html.text.text) {
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
    if let Some(greedy) = unclosed(text, &lower) {
        return vec![greedy];
    }
    if ["<svg", "<math", "<script", "<style"].iter().any(|other| lower.contains(other)) {
        return Vec::new();
    }
    let tags = WORD.captures_iter(text).filter_map(|tag| Some((tag.get(0)?.range(), tag.get(1)?.as_str())));
    tags.filter(|(_, name)| !is_element(name)).map(|(range, _)| range).collect()
}

/// Finds a tag that would swallow the document's own words, as its end does not stand in the same HTML.
fn unclosed(text: &str, lower: &str) -> Option<Range<usize>> {
    TAG.captures_iter(text).find_map(|tag| {
        let (range, name) = (tag.get(0)?.range(), tag.get(1)?.as_str().to_ascii_lowercase());
        let closed = || lower[range.end..].contains(&format!("</{name}"));
        (GREEDY.contains(&name.as_str()) && !closed()).then_some(range)
    })
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
    fn elements_comments_and_drawings_stay() {
        for html in ["<p>a<br/></p>", "<!-- <host> -->", "<svg><g><path d='M0'/></g></svg>", "<my-box src='x'>"] {
            assert_eq!(shown(html), html);
        }
    }
}
