//! Takes the mark-up off a line of Markdown: a second opinion, which shares nothing with the product's reader.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::text::{Item, Output, Script};

/// What is known of a document before its lines are read.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The titles of link reference definitions, by their labels.
    pub(super) references: BTreeMap<String, String>,
    /// The labels of footnotes.
    pub(super) footnotes: BTreeSet<String>,
    /// The words in the pictures that the document shows, by their destination as written.
    pub(super) pictures: BTreeMap<String, Vec<String>>,
}

/// Returns a label as definitions and their uses are compared (CommonMark 0.31, 6.3).
pub(super) fn label(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A piece of a line.
enum Node {
    Words(Script),
    Run { c: char, count: usize, opens: bool, closes: bool },
}

static TAG: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r#"(?s)^(?:<!--.*?-->|<\?.*?\?>|<![A-Za-z][^>]*>|<!\[CDATA\[.*?\]\]>|</([A-Za-z][A-Za-z0-9-]*)\s*>|<([A-Za-z][A-Za-z0-9-]*)((?:\s+[A-Za-z_:][A-Za-z0-9_.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*/?>)"#;
    Regex::new(pattern).expect("a pattern")
});
static AUTOLINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9][A-Za-z0-9.-]*)>")
        .expect("a pattern")
});
static WIKI: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\[\[([\p{L}\p{N}][\p{L}\p{N}_./-]*)(#[\p{L}\p{N}_.-]+)?(?:\|([^\[\]|\n]+))?\]\]").expect("a pattern")
});
static ENTITY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]*);").expect("a pattern"));
/// What follows the words of an inline link: destination and title in brackets.
static INLINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^\(\s*(?:<((?:[^<>\\\n]|\\.)*)>|((?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.|\([^\s()]*\))*\))*))(?:\s+("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?\s*\)"#)
        .expect("a pattern")
});

/// The elements of HTML that stand within a line: their tags part no words.
const WITHIN: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];
/// Every other element of HTML. What is named otherwise in angle brackets is a word, as `<n>` often is.
const AROUND: &[&str] = &[
    "address",
    "area",
    "article",
    "aside",
    "audio",
    "base",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "col",
    "colgroup",
    "datalist",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "iframe",
    "img",
    "input",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "math",
    "menu",
    "meta",
    "meter",
    "nav",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "pre",
    "progress",
    "rp",
    "rt",
    "ruby",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "source",
    "style",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
    "video",
];

/// Takes the mark-up off a line, or off the lines of a paragraph.
pub(super) fn strip(text: &str, known: &Known) -> Script {
    let mut nodes = Vec::new();
    let mut words = Script::default();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let next = c.len_utf8();
        at += match c {
            '\\' => {
                let escaped = rest[1..].chars().next().filter(char::is_ascii_punctuation);
                match escaped {
                    Some(escaped) => words.text(&escaped.to_string()),
                    None if rest[1..].starts_with('\n') => {}
                    None => words.text("\\"),
                }
                1 + escaped.map_or(0, char::len_utf8)
            }
            '`' => code(rest, &mut words),
            '<' => angle(rest, &mut words),
            '&' => match ENTITY.find(rest) {
                Some(found) => {
                    words.text(&entities(found.as_str()));
                    found.len()
                }
                None => {
                    words.text("&");
                    1
                }
            },
            '!' if rest[1..].starts_with('[') => match link(&rest[1..], known) {
                Some(picture) => {
                    image(&picture, known, &mut words);
                    1 + picture.length
                }
                None => {
                    words.text("!");
                    1
                }
            },
            '[' => bracket(rest, known, &mut words),
            '*' | '_' | '~' => {
                let count = rest.chars().take_while(|other| *other == c).count();
                let (opens, closes) = flanks(text, at, count, c);
                nodes.push(Node::Words(std::mem::take(&mut words)));
                nodes.push(Node::Run { c, count, opens, closes });
                count
            }
            _ => {
                words.text(&c.to_string());
                next
            }
        };
    }
    nodes.push(Node::Words(words));
    emphasis(nodes)
}

/// Takes a code span; returns its length.
fn code(rest: &str, words: &mut Script) -> usize {
    let fence = rest.bytes().take_while(|byte| *byte == b'`').count();
    let mut at = fence;
    while let Some(found) = rest[at..].find('`') {
        let start = at + found;
        let count = rest[start..].bytes().take_while(|byte| *byte == b'`').count();
        if count == fence {
            // One space on either side belongs to the mark-up (CommonMark 0.31, 6.1).
            let inner = &rest[fence..start];
            let bare = inner.strip_prefix([' ', '\n']).and_then(|inner| inner.strip_suffix([' ', '\n']));
            words.text(bare.filter(|_| !inner.trim().is_empty()).unwrap_or(inner));
            return start + fence;
        }
        at = start + count;
    }
    words.text(&rest[..fence]);
    fence
}

/// Takes what begins with an angle bracket; returns its length.
fn angle(rest: &str, words: &mut Script) -> usize {
    if let Some(found) = AUTOLINK.captures(rest) {
        words.text(&found[1]);
        return found[0].len();
    }
    let Some(found) = TAG.captures(rest) else {
        words.text("<");
        return 1;
    };
    let name = found.get(1).or(found.get(2)).map(|name| name.as_str().to_ascii_lowercase());
    if name.as_deref().is_some_and(|name| GREEDY.contains(&name)) {
        // Within a line, what would swallow the rest of it is words.
        words.text(&found[0]);
        return found[0].len();
    }
    tag(name.as_deref(), found.get(3).map_or("", |attributes| attributes.as_str()), &found[0], words);
    found[0].len()
}

/// The elements that take all that follows for their own, up to their end.
const GREEDY: &[&str] =
    &["iframe", "noembed", "noframes", "plaintext", "script", "style", "template", "textarea", "title", "xmp"];

fn tag(name: Option<&str>, attributes: &str, written: &str, words: &mut Script) {
    let Some(name) = name else { return };
    if name == "img" {
        if let Some(alt) = attribute(attributes, "alt") {
            words.text(&entities(&alt));
        }
    } else if AROUND.contains(&name) {
        words.space();
    } else if !WITHIN.contains(&name) {
        words.text(written);
    }
}

fn attribute(attributes: &str, name: &str) -> Option<String> {
    let pattern = format!(r#"(?is)\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))"#);
    let found = Regex::new(&pattern).expect("a pattern").captures(attributes)?;
    found.get(1).or(found.get(2)).or(found.get(3)).map(|value| value.as_str().to_owned())
}

/// Takes the words out of a block of raw HTML.
pub(super) fn html(text: &str, words: &mut Script) {
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if c == '<'
            && let Some(found) = TAG.captures(rest)
        {
            let name = found.get(1).or(found.get(2)).map(|name| name.as_str().to_ascii_lowercase());
            tag(name.as_deref(), found.get(3).map_or("", |attributes| attributes.as_str()), &found[0], words);
            at += found[0].len();
            if let Some(hidden) =
                name.filter(|name| found.get(2).is_some() && matches!(name.as_str(), "script" | "style"))
            {
                at += text[at..].to_ascii_lowercase().find(&format!("</{hidden}")).unwrap_or(text.len() - at);
            }
            continue;
        }
        if c == '&'
            && let Some(found) = ENTITY.find(rest)
        {
            words.text(&entities(found.as_str()));
            at += found.len();
            continue;
        }
        words.text(&c.to_string());
        at += c.len_utf8();
    }
}

/// Takes what begins with a square bracket; returns its length.
fn bracket(rest: &str, known: &Known, words: &mut Script) -> usize {
    if let Some(found) = rest.strip_prefix("[^").and_then(|inner| inner.split_once(']'))
        && known.footnotes.contains(&label(found.0))
    {
        words.item(Item::Note(label(found.0)));
        return found.0.len() + 3;
    }
    if let Some(Link { words: inner, target, title, length }) = link(rest, known) {
        let inner = strip(&inner, known);
        let same = inner.items == titled(&title);
        words.append(inner);
        // The issue that a link cites is shown; where it leads is not.
        if let Some((_, issue)) =
            target.strip_prefix("id:").and_then(|id| id.split('#').next()).and_then(|id| id.split_once('@'))
        {
            words.slot(0);
            words.space();
            words.text(issue);
        }
        beside(&title, same, words);
        return length;
    }
    if let Some(found) = WIKI.captures(rest) {
        words.text(found.get(3).map_or(&found[1], |shown| shown.as_str()));
        if let (None, Some(step)) = (found.get(3), found.get(2)) {
            words.slot(0);
            words.text(step.as_str());
        }
        return found[0].len();
    }
    words.text("[");
    1
}

/// A link or a picture, taken apart.
struct Link {
    words: String,
    target: String,
    title: String,
    length: usize,
}

/// Takes a link apart.
fn link(rest: &str, known: &Known) -> Option<Link> {
    let end = closing(rest)?;
    let (inner, after) = (&rest[1..end], &rest[end + 1..]);
    let link = |target: &str, title: &str, length| Link {
        words: inner.into(),
        target: target.into(),
        title: title.into(),
        length,
    };
    if let Some(found) = INLINE.captures(after) {
        let target = found.get(1).or(found.get(2)).map_or("", |target| target.as_str());
        let title = found.get(3).map_or("", |title| title.as_str());
        let title = title.get(1..title.len().saturating_sub(1)).unwrap_or_default();
        return Some(link(target, title, end + 1 + found[0].len()));
    }
    if let Some(named) = after.strip_prefix('[').and_then(|after| after.split_once(']')) {
        let name = if named.0.trim().is_empty() { inner } else { named.0 };
        if let Some(title) = known.references.get(&label(name)) {
            return Some(link("", title, end + 3 + named.0.len()));
        }
    }
    known.references.get(&label(inner)).map(|title| link("", title, end + 1))
}

fn titled(title: &str) -> Vec<Item> {
    let mut words = Script::default();
    words.text(&entities(title));
    words.items
}

/// Takes the title of a link or a picture: of a page it is an attribute, in a PDF it stands in brackets.
fn beside(title: &str, same: bool, words: &mut Script) {
    let shown = [vec![Item::Space], titled(title), vec![Item::Space]].concat();
    if shown.len() > 2 {
        words.item(Item::Only(Output::Html, shown));
        // The index finds it, and does not keep it.
        if !same {
            let bracket = [vec![Item::Space, Item::Slot(1)], titled(title), vec![Item::Slot(1)]].concat();
            words.item(Item::Only(Output::Pdf, bracket));
        }
    }
}

/// Returns where the bracket that opens a text is closed.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut at) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        at += match c {
            '\\' => 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
            '`' => code(&text[at..], &mut Script::default()),
            '<' => match TAG.find(&text[at..]).or_else(|| AUTOLINK.find(&text[at..])) {
                Some(found) => found.len(),
                None => 1,
            },
            '[' => {
                depth += 1;
                1
            }
            ']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
                1
            }
            c => c.len_utf8(),
        };
    }
    None
}

/// A picture shows its words in a PDF, and may have a caption; where it cannot be shown, and for who cannot see it,
/// there are others.
fn image(picture: &Link, known: &Known, words: &mut Script) {
    let alternative = strip(&picture.words, known).items;
    let Some(inside) = known.pictures.get(&picture.target) else {
        words.items.extend(alternative);
        beside(&picture.title, false, words);
        return;
    };
    let mut title = Script::default();
    title.text(&picture.title);
    let shown = vec![Item::Picture(inside.clone(), vec![title.items, alternative.clone()])];
    words.item(Item::Only(Output::Html, alternative.clone()));
    words.item(Item::Only(Output::Index, alternative));
    // As a figure it has its title for a caption.
    beside(&picture.title, true, words);
    words.item(Item::Only(Output::Pdf, shown));
}

/// Tells whether a run of marks may open and close emphasis (CommonMark 0.31, 6.2).
fn flanks(text: &str, at: usize, count: usize, c: char) -> (bool, bool) {
    let before = text[..at].chars().next_back().unwrap_or(' ');
    let after = text[at + count * c.len_utf8()..].chars().next().unwrap_or(' ');
    let sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let left = !after.is_whitespace() && (!sign(after) || before.is_whitespace() || sign(before));
    let right = !before.is_whitespace() && (!sign(before) || after.is_whitespace() || sign(after));
    match c {
        '_' => (left && (!right || sign(before)), right && (!left || sign(after))),
        _ => (left, right),
    }
}

/// Drops the marks that belong together, and keeps the others as text.
fn emphasis(mut nodes: Vec<Node>) -> Script {
    let mut closer = 0;
    while closer < nodes.len() {
        let Node::Run { c, count, closes: true, opens: both } = nodes[closer] else {
            closer += 1;
            continue;
        };
        let opener = (0..closer).rev().find(|at| match nodes[*at] {
            Node::Run { c: other, count: length, opens: true, closes: too } => {
                other == c
                    && length > 0
                    && count > 0
                    && match c {
                        '~' => length == count && count <= 2,
                        _ => !((both || too) && (length + count) % 3 == 0 && (length % 3 != 0 || count % 3 != 0)),
                    }
            }
            _ => false,
        });
        let Some(opener) = opener.filter(|_| count > 0) else {
            closer += 1;
            continue;
        };
        let Node::Run { count: length, .. } = nodes[opener] else { break };
        let used = match c {
            '~' => count,
            _ => {
                if length >= 2 && count >= 2 {
                    2
                } else {
                    1
                }
            }
        };
        // Marks between the two belong to nothing any more.
        for node in &mut nodes[opener + 1..closer] {
            if let Node::Run { opens, closes, .. } = node {
                (*opens, *closes) = (false, false);
            }
        }
        for at in [opener, closer] {
            if let Node::Run { count, .. } = &mut nodes[at] {
                *count -= used;
            }
        }
    }
    let mut words = Script::default();
    for node in nodes {
        match node {
            Node::Words(inner) => words.append(inner),
            Node::Run { c, count, .. } => words.text(&c.to_string().repeat(count)),
        }
    }
    words
}

/// Resolves entities, by the HTML reader that the tests of pages use.
pub(super) fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    scraper::Html::parse_fragment(&format!("<p>{}</p>", text.replace('<', "&lt;"))).root_element().text().collect()
}
