//! The running text of a block of raw HTML, so that what it says is looked at as that of any other block is.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::model::inline::{Inline, RawHtml, Text};
use crate::text::align::locate;
use crate::text::entities;

/// What is no text: comments, and tags with their attributes.
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?is)<!--.*?-->|<(/?)([a-z][a-z0-9-]*)(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*/?>"#)
        .expect("the pattern is a regular expression")
});

/// The elements that stand within a line.
const WITHIN: &str = " a abbr b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong \
    sub sup time tt u var wbr ";

/// The elements whose text is code.
const CODE: &str = " code kbd samp tt var ";

/// The elements that hold no running text: other languages, and blocks of code.
const OTHER: &str = " math pre script style svg template textarea ";

/// Returns the lines of raw HTML, which stands so in the source: what stands between the tags that begin a line.
pub(super) fn lines(html: &RawHtml, written: &str) -> Vec<Vec<Inline>> {
    let text = html.text.text.as_str();
    let mut lines = Lines { html, written, place: (0, 0), lines: Vec::new(), line: Vec::new(), code: 0 };
    let (mut at, mut hidden) = (0, None);
    for tag in TAG.captures_iter(text) {
        let Some(range) = tag.get(0).map(|tag| tag.range()) else { continue };
        if html.words.iter().any(|word| word.start < range.end && range.start < word.end) {
            continue;
        }
        let name = tag.get(2).map_or(String::new(), |name| format!(" {} ", name.as_str().to_ascii_lowercase()));
        let closes = tag.get(1).is_some_and(|sign| !sign.is_empty());
        if hidden.is_none() {
            lines.text(at..range.start);
        }
        at = range.end;
        match &hidden {
            Some(other) if closes && *other == name => hidden = None,
            None if OTHER.contains(&name) && !closes && !name.is_empty() => hidden = Some(name.clone()),
            _ => {}
        }
        if name.is_empty() || WITHIN.contains(&name) {
            let nests = CODE.contains(&name) && !name.is_empty();
            lines.code = if closes { lines.code.saturating_sub(nests.into()) } else { lines.code + usize::from(nests) };
        } else {
            lines.end();
        }
    }
    if hidden.is_none() {
        lines.text(at..text.len());
    }
    lines.end();
    lines.lines
}

struct Lines<'h> {
    html: &'h RawHtml,
    written: &'h str,
    /// A byte of the HTML, and where it stands in the source: the next is looked for from here.
    place: (usize, usize),
    lines: Vec<Vec<Inline>>,
    line: Vec<Inline>,
    /// How many elements of code are open.
    code: usize,
}

impl Lines<'_> {
    fn text(&mut self, range: Range<usize>) {
        let mut from = range.start;
        for (nth, part) in self.html.text.text[range].split('\n').enumerate() {
            let to = from + part.len();
            if nth > 0 && !self.line.is_empty() {
                self.line.push(Inline::SoftBreak);
            }
            let is_indentation = self.line.is_empty() && part.trim().is_empty();
            if !part.is_empty() && !is_indentation {
                let span = self.html.text.span.part(self.located(from), self.located(to));
                let text = Text::new(entities::resolved(part).as_ref(), span);
                self.line.push(if self.code > 0 { Inline::Code(text) } else { Inline::Text(text) });
            }
            from = to + 1;
        }
    }

    /// Returns the byte of the source at which a byte of the HTML stands.
    fn located(&mut self, at: usize) -> usize {
        let (from, stands) = self.place;
        let (written, text) = (&self.written[stands..], &self.html.text.text[from..]);
        self.place = (at, stands + locate(written, text, at - from));
        self.place.1
    }

    fn end(&mut self) {
        self.code = 0;
        let line = std::mem::take(&mut self.line);
        self.lines.extend((!line.is_empty()).then_some(line));
    }
}

#[cfg(test)]
mod tests {
    use crate::model::inline::{Inline, Text, plain};
    use crate::read::markdown::raw_html::read;
    use crate::text::span::{SourceId, Span};

    fn lines(html: &str) -> Vec<String> {
        let read = read(Text::new(html, Span::new(SourceId(0), 0, html.len())), html);
        super::lines(&read, html).iter().map(|line| plain(line)).collect()
    }

    #[test]
    fn cells_and_paragraphs_are_lines() {
        assert_eq!(lines("<table><tr><td>A <b>b</b></td>\n<td>C &lt; 5</td></tr></table>"), ["A b", "C < 5"]);
        assert_eq!(lines("<p>one<br>two</p> <!-- <p>not</p> -->three"), ["one", "two", "three"]);
    }

    #[test]
    fn code_is_code_and_programs_are_nothing() {
        assert_eq!(lines("<p>a</p><script>let b = '<p>c</p>';</script><pre>d</pre><p>e"), ["a", "e"]);
        let html = "<p>Send <code>TC_A</code></p>";
        let read = read(Text::new(html, Span::new(SourceId(0), 0, html.len())), html);
        let [line] = &super::lines(&read, html)[..] else { panic!("one line") };
        assert!(
            matches!(&line[1], Inline::Code(code) if html[code.span.start as usize..code.span.end as usize] == *"TC_A")
        );
    }
}
