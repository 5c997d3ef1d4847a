//! Comments that speak to opsdoc: `<!-- opsdoc: … -->` in the text, `# opsdoc: …` in front matter.

use std::ops::Range;

use crate::model::document::Remark;
use crate::model::inline::Text;
use crate::text::align::line_of;
use crate::text::span::{SourceId, Span};

/// Finds what the comments of front matter say; it covers the front matter, and what is said of the file as a whole.
pub(super) fn of_front_matter(text: &str, source: SourceId) -> Vec<Remark> {
    let whole = Span::new(source, 0, text.len());
    let (mut remarks, mut at) = (Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        let comment = line.trim_start().strip_prefix('#');
        if let Some(says) = comment.and_then(Remark::said) {
            let place = whole.part(at + line.len() - line.trim_start().len(), at + line.trim_end().len());
            remarks.push(Remark { says: Text::new(says, place), covers: whole });
        }
        at += line.len();
    }
    remarks
}

/// Finds what the comments of raw HTML say, which stands at `place` of a source's text. Each covers its own line; one
/// that stands alone is told to cover what follows by [`Remark::covers`].
pub(super) fn of_html(text: &str, place: Span) -> Vec<Remark> {
    let written = text.get(place.range()).unwrap_or_default();
    let comments = comments(written).filter_map(|range| {
        let says = Remark::said(written.get(range.start + 4..range.end - 3)?)?;
        let comment = place.part(range.start, range.end);
        let line = line_of(text, comment.range());
        Some(Remark { says: Text::new(says, comment), covers: Span::new(place.source, line.start, line.end) })
    });
    comments.collect()
}

/// Tells whether raw HTML holds comments alone.
pub(super) fn is_comments(html: &str) -> bool {
    let (mut rest, mut at) = (String::new(), 0);
    for range in comments(html) {
        rest.push_str(&html[at..range.start]);
        at = range.end;
    }
    rest.push_str(&html[at..]);
    at > 0 && rest.trim().is_empty()
}

/// Visits the comments of raw HTML, with their marks; one that is not closed is none.
fn comments(html: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + html.get(at..)?.find("<!--")?;
        let end = start + 4 + html[start + 4..].find("-->")? + 3;
        at = end;
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use crate::read::markdown::read;
    use crate::text::digest::Digest;
    use crate::text::source::Source;
    use crate::text::span::SourceId;

    /// Returns what each remark of a text says, and what it covers.
    fn check(text: &str) -> Vec<(String, String)> {
        let source = Source::new("a.md", text, Digest::of(text.as_bytes()));
        let (document, _) = read(SourceId(0), &source);
        let remarks = document.metadata.remarks.iter();
        remarks.map(|remark| (remark.says.text.to_string(), source.slice(remark.covers).to_owned())).collect()
    }

    fn expected(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(says, covers)| ((*says).to_owned(), (*covers).to_owned())).collect()
    }

    #[test]
    fn one_that_stands_alone_covers_what_follows() {
        let text = "# A\n\n<!-- opsdoc: x -->\n\nOne\ntwo.\n\nThree.\n";
        assert_eq!(check(text), expected(&[("x", "<!-- opsdoc: x -->\n\nOne\ntwo.")]));
        let text = "<!-- opsdoc: x -->\n<!-- other -->\n\n| a |\n|---|\n| b |\n\nThree.\n";
        assert_eq!(check(text)[0].1, &text[..text.len() - "\nThree.\n".len()]);
        let text = "- one\n- <!-- opsdoc: x -->\n\n  two\n- three\n";
        assert!(check(text)[0].1.contains("two") && !check(text)[0].1.contains("three"), "{:?}", check(text));
    }

    #[test]
    fn one_that_ends_a_line_covers_the_line() {
        let text = "One\ntwo <!-- opsdoc: x -->\nthree.\n";
        assert_eq!(check(text), expected(&[("x", "two <!-- opsdoc: x -->")]));
        let text = "| a |\n|---|\n| b <!-- opsdoc: x --> |\n| c |\n";
        assert_eq!(check(text), expected(&[("x", "| b <!-- opsdoc: x --> |")]));
    }

    #[test]
    fn what_is_shown_is_no_remark() {
        assert_eq!(check("`<!-- opsdoc: x -->`\n\n```\n<!-- opsdoc: y -->\n```\n"), Vec::new());
    }

    #[test]
    fn front_matter_has_comments_too() {
        let text = "---\nid: A-1 # opsdoc: no\n# opsdoc: x\n---\n\n# A\n";
        assert_eq!(check(text), expected(&[("x", "---\nid: A-1 # opsdoc: no\n# opsdoc: x\n---\n")]));
    }
}
