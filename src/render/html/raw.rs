//! The HTML that authors wrote: kept, without what runs or reaches elsewhere.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use super::block::Writer;
use super::escape;
use crate::model::inline::RawHtml;

/// Keeps what shows something, and everything that this renderer writes itself, as an author's tags
/// may stand around it.
static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::default();
    cleaner
        .add_tags(["input", "section", "mark"])
        .add_generic_attributes(["id", "class", "title", "lang", "dir", "align", "role", "data-gen"])
        .add_tag_attributes("input", ["type", "checked", "disabled"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes("a", ["name"])
        .add_tag_attributes("td", ["style"])
        .add_tag_attributes("th", ["style"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attributes("img", ["width", "height"])
        .filter_style_properties(HashSet::from(["text-align"]))
        .link_rel(None)
        .url_relative(UrlRelative::PassThrough);
    cleaner
});

/// Elements within one another that are cleaned; what goes deeper is no page, and takes the time of its square.
const DEEPEST: usize = 2_000;

/// Elements that end by themselves.
const SHORT: &[&str] = &[
    "br", "hr", "img", "input", "wbr", "col", "source", "link", "meta", "area", "base", "embed", "track", "p", "li",
    "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "colgroup",
];

/// Cleans a piece of a page. One that was made to do harm is shown as it is written.
pub(super) fn clean(html: &str) -> String {
    if depth(html) > DEEPEST {
        let mut shown = String::new();
        escape::text(&mut shown, html);
        return shown;
    }
    CLEANER.clean(html).to_string()
}

/// Returns how deep elements stand within one another, at the most.
fn depth(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for tag in html.split('<').skip(1) {
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !name.is_empty() && !SHORT.iter().any(|short| name.eq_ignore_ascii_case(short)) {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

impl Writer<'_> {
    /// Writes raw HTML with its links resolved. Whoever writes the block that holds it cleans it.
    pub(super) fn raw(&mut self, html: &RawHtml) {
        let text = html.text.as_str();
        let addresses = html.references.iter().filter_map(|reference| {
            let address = self.address_of(reference.written.span)?;
            Some((reference.at..reference.at + reference.written.text.len(), address))
        });
        let words = html.words.iter().filter(|_| !self.raw_as_written);
        let words = words.map(|word| (word.clone(), text.get(word.clone()).unwrap_or_default().to_owned()));
        let mut changes: Vec<_> = addresses.chain(words).collect();
        changes.sort_by_key(|(range, _)| range.start);
        let mut at = 0;
        for (range, shown) in changes {
            let Some(before) = text.get(at..range.start) else { continue };
            self.out.push_str(before);
            escape::text(&mut self.out, &shown);
            at = range.end;
        }
        self.out.push_str(text.get(at..).unwrap_or_default());
        self.has_raw = true;
    }
}
