//! The examples of the CommonMark specification, read into the model and written as HTML.
//!
//! Both sides are normalised as the specification's own test does it (`test/normalize.py` of
//! commonmark-spec 0.31.2); besides, the ids of headings are taken off ours.

use std::fmt::Write as _;
use std::sync::LazyLock;

use opsdoc::link::library::DocumentIndex;
use opsdoc::link::{Linker, Surroundings};
use opsdoc::model::database::Database;
use opsdoc::project::config::Project;
use opsdoc::read::markdown;
use opsdoc::render::html::{self, Provenance, Site};
use opsdoc::text::digest::Digest;
use opsdoc::text::source::{Source, Sources};
use opsdoc::text::span::SourceId;
use regex::{Captures, Regex};

use crate::support;

/// The examples that are not met, each with the reason.
const EXCEPTIONS: &[(usize, &str)] = &[
    (98, "two rules at the very top are front matter that holds nothing"),
    (143, "what follows the language of code is shown above it"),
    (146, "what follows the language of code is shown above it"),
    (486, "a link without words shows where it leads"),
    (489, "a link without words shows where it leads"),
    (550, "`[[foo]]` is a link to what is called foo"),
    (592, "`[[foo]]` is a link to what is called foo"),
    (604, "an address is a link by itself (GFM 6.9)"),
    (608, "a mail address is a link by itself (GFM 6.9)"),
    (610, "an address is a link by itself (GFM 6.9)"),
    (613, "an address is a link by itself (GFM 6.9)"),
    (614, "a mail address is a link by itself (GFM 6.9)"),
];

struct Example {
    number: usize,
    section: String,
    markdown: String,
    html: String,
}

#[test]
fn examples_of_the_specification_are_met() {
    let Some(path) = support::data("commonmark/spec.txt") else { return };
    let spec = std::fs::read_to_string(&path).expect("the specification can be read");
    let examples = examples(&spec);
    assert!(examples.len() >= 650, "the specification has examples");
    let mut report = String::new();
    let mut missed = 0;
    for example in &examples {
        let (expected, found) = (normalized(&example.html), normalized(&without_ids(&rendered(&example.markdown))));
        let exception = EXCEPTIONS.iter().find(|(number, _)| *number == example.number);
        missed += usize::from(expected != found);
        match (expected == found, exception) {
            (true, Some(_)) => {
                let _ = writeln!(report, "example {} is met: take it off the list", example.number);
            }
            (false, None) => {
                let Example { number, section, markdown, .. } = example;
                let _ = writeln!(
                    report,
                    "example {number} ({section}):\n{markdown}\n  expected {expected:?}\n  found    {found:?}\n"
                );
            }
            _ => {}
        }
    }
    eprintln!("CommonMark: {} of {} examples are met", examples.len() - missed, examples.len());
    assert!(report.is_empty(), "{report}");
    assert!(missed * 100 <= examples.len() * 3, "{missed} of {} examples are not met", examples.len());
}

/// Returns the examples of the specification, numbered as its own test numbers them.
fn examples(spec: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let (opening, mut section) = (format!("{fence} example"), String::new());
    let (mut examples, mut lines) = (Vec::new(), spec.lines());
    while let Some(line) = lines.next() {
        if line.trim_end() == opening {
            let (mut parts, mut at) = ([String::new(), String::new()], 0);
            for line in lines.by_ref() {
                if line == fence {
                    break;
                }
                if line == "." {
                    at += 1;
                    continue;
                }
                parts[at.min(1)].push_str(&line.replace('→', "\t"));
                parts[at.min(1)].push('\n');
            }
            let [markdown, html] = parts;
            examples.push(Example { number: examples.len() + 1, section: section.clone(), markdown, html });
        } else if line.starts_with('#') {
            section = line.trim_start_matches('#').trim().to_owned();
        }
    }
    examples
}

/// Reads Markdown, links it with nothing around it, and writes it as HTML.
fn rendered(markdown: &str) -> String {
    let source = Source::new("example.md", markdown, Digest::of(markdown.as_bytes()));
    let (document, _) = markdown::read(SourceId(0), &source);
    let sources = Sources::new(vec![source]);
    let project = Project::default();
    let around = Surroundings { sources: &sources, files: &[], project: &project };
    let linker = Linker::new(vec![document], Database::default(), around);
    let linked = vec![linker.link(DocumentIndex(0))];
    let library = linker.finish(linked);
    let provenance = Provenance::default();
    let site = Site {
        library: &library,
        project: &project,
        sources: &sources,
        provenance: &provenance,
        pdf: false,
        searches: None,
    };
    html::body_with_raw_html(&site, DocumentIndex(0))
}

/// Takes the ids off headings and the mark off links that lead nowhere, which the specification knows nothing of.
fn without_ids(html: &str) -> String {
    let html = &html.replace("<a class=\"broken\" ", "<a ");
    static HEADING: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"<(h[1-6]) id="[^"]*">"#).expect("a pattern"));
    HEADING.replace_all(html, "<$1>").into_owned()
}

/// The elements around which white space says nothing.
const BLOCKS: &[&str] = &[
    "article",
    "header",
    "aside",
    "hgroup",
    "blockquote",
    "hr",
    "iframe",
    "body",
    "li",
    "map",
    "button",
    "object",
    "canvas",
    "ol",
    "caption",
    "output",
    "col",
    "p",
    "colgroup",
    "pre",
    "dd",
    "progress",
    "div",
    "section",
    "dl",
    "table",
    "td",
    "dt",
    "tbody",
    "embed",
    "textarea",
    "fieldset",
    "tfoot",
    "figcaption",
    "th",
    "figure",
    "thead",
    "footer",
    "tr",
    "form",
    "ul",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "video",
    "script",
    "style",
];

/// What was written last, on which the white space of what follows depends.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    Start,
    End,
    Other,
}

/// Writes HTML so that what means the same reads the same: white space, the order of attributes,
/// closed and empty tags, entities.
fn normalized(html: &str) -> String {
    static PIECE: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r#"(?s)<!\[CDATA\[.*?\]\]>|<!--.*?-->|<\?.*?>|<![^>]*>|</([A-Za-z][^\s>/]*)\s*>|<([A-Za-z][^\s>/]*)((?:\s+[^\s"'>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*(/?)>|&#?[A-Za-z0-9]+;|[^<&]+|[<&]"#;
        Regex::new(pattern).expect("a pattern")
    });
    let (mut out, mut last, mut tag, mut preformatted) = (String::new(), Last::Start, String::new(), false);
    for piece in PIECE.captures_iter(html) {
        let whole = &piece[0];
        if let Some(name) = piece.get(1) {
            tag = name.as_str().to_ascii_lowercase();
            if tag == "pre" {
                preformatted = false;
            } else if BLOCKS.contains(&tag.as_str()) {
                out.truncate(out.trim_end().len());
            }
            let _ = write!(out, "</{tag}>");
            last = Last::End;
        } else if piece.get(2).is_some() {
            tag = start_tag(&piece, &mut out);
            preformatted |= tag == "pre";
            last = if &piece[4] == "/" { Last::End } else { Last::Start };
        } else if whole.starts_with("<!") || whole.starts_with("<?") {
            out.push_str(whole);
            last = Last::Other;
        } else if whole.starts_with('&') && whole.len() > 1 {
            out.push_str(&escaped(&decoded(whole)));
            last = Last::Other;
        } else {
            text(whole, last, &tag, preformatted, &mut out);
            last = Last::Other;
        }
    }
    out
}

fn start_tag(piece: &Captures<'_>, out: &mut String) -> String {
    static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?"#).expect("a pattern")
    });
    let tag = piece[2].to_ascii_lowercase();
    if BLOCKS.contains(&tag.as_str()) {
        out.truncate(out.trim_end().len());
    }
    let mut attributes: Vec<(String, Option<String>)> = ATTRIBUTE
        .captures_iter(&piece[3])
        .map(|found| {
            let value = found.get(2).or(found.get(3)).or(found.get(4)).map(|value| decoded(value.as_str()));
            (found[1].to_ascii_lowercase(), value)
        })
        .collect();
    attributes.sort();
    let _ = write!(out, "<{tag}");
    for (name, value) in attributes {
        match value {
            Some(value) => {
                let _ = write!(out, " {name}=\"{}\"", escaped(&value));
            }
            None => {
                let _ = write!(out, " {name}");
            }
        }
    }
    out.push('>');
    tag
}

fn text(text: &str, last: Last, tag: &str, preformatted: bool, out: &mut String) {
    static SPACE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\s+").expect("a pattern"));
    let after_tag = last != Last::Other;
    let text = if after_tag && tag == "br" { text.trim_start_matches('\n') } else { text };
    if preformatted {
        out.push_str(text);
        return;
    }
    let text = SPACE.replace_all(text, " ");
    let after_block = after_tag && BLOCKS.contains(&tag);
    out.push_str(match last {
        Last::Start if after_block => text.trim_start(),
        Last::End if after_block => text.trim(),
        _ => &text,
    });
}

/// Resolves entities, by the HTML reader that the tests of pages use.
fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let fragment = scraper::Html::parse_fragment(&format!("<p>{}</p>", text.replace('<', "&lt;")));
    fragment.root_element().text().collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
