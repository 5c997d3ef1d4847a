//! Shows findings as `rustc` does: the lines they are about, a caret, and what to do.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::{self, Excerpt};
use super::place;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::source::Sources;

/// How wide a terminal is taken to be: narrower, and no line can be shown; wider, and no eye finds
/// the caret.
const WIDTHS: std::ops::RangeInclusive<usize> = 60..=160;

/// The columns that line numbers and the gap after them take.
const GUTTER: usize = 10;

/// Follows the path of a line that is not handed on from its start, until [`Shown::mend`] has put the
/// right column behind it.
const CUT: char = '\u{f8ff}';

/// Writes each finding, with colours, for a terminal of this width.
pub fn write(
    out: &mut impl Write,
    findings: &[Diagnostic],
    sources: &Sources,
    docs: &Path,
    width: usize,
) -> io::Result<()> {
    let width = width.clamp(*WIDTHS.start(), *WIDTHS.end());
    let renderer = Renderer::styled().hyperlink(false).term_width(width);
    for finding in findings {
        let text = show(&renderer, finding, sources, docs, width - GUTTER);
        writeln!(out, "{text}\n")?;
    }
    Ok(())
}

/// Writes each finding without colours, as a file is to hold it.
pub fn write_plain(out: &mut impl Write, findings: &[Diagnostic], sources: &Sources, docs: &Path) -> io::Result<()> {
    let width = *WIDTHS.end();
    let renderer = Renderer::plain().term_width(width);
    findings.iter().try_for_each(|finding| {
        let text = show(&renderer, finding, sources, docs, width - GUTTER);
        writeln!(out, "{text}\n")
    })
}

fn show(renderer: &Renderer, finding: &Diagnostic, sources: &Sources, docs: &Path, width: usize) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let excerpts = excerpt::of(&finding.labels, sources, width);
    let shown: Vec<_> = excerpts.iter().map(|excerpt| Shown::new(excerpt, sources, docs)).collect();
    let mut group =
        level.primary_title(plain(&finding.message)).id(finding.lint.code).elements(shown.iter().map(Shown::element));
    // A word on a file as a whole has no line to stand on.
    let whole = excerpts.iter().filter(|excerpt| excerpt.is_whole_file());
    let words = whole.flat_map(|excerpt| &excerpt.marks).map(|mark| mark.text).filter(|text| !text.is_empty());
    for note in words.chain(finding.notes.iter().map(String::as_str)) {
        group = group.element(Level::NOTE.message(plain(note)));
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(plain(help)));
    }
    let report: &[Group<'_>] = &[group];
    let text = renderer.render(report);
    shown.iter().fold(text, |text, shown| shown.mend(text))
}

/// An excerpt on its way to the renderer.
struct Shown<'a> {
    excerpt: &'a Excerpt<'a>,
    text: &'a str,
    path: String,
    line: usize,
    /// For a cut line: the column that the renderer will count, and the true one.
    columns: Option<(usize, usize)>,
}

impl<'a> Shown<'a> {
    fn new(excerpt: &'a Excerpt<'a>, sources: &'a Sources, docs: &Path) -> Self {
        let source = sources.get(excerpt.source);
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let (line, _) = source.position(offset(excerpt.range.start));
        let mut path = plain(&place::path(source, docs)).replace('\n', "␊");
        let start = excerpt.marks[0].range.start;
        let columns = excerpt.cut.then(|| {
            path.push(CUT);
            let counted = source.text[excerpt.range.start..start].chars().count() + 1;
            (counted, source.position(offset(start)).1)
        });
        Self { excerpt, text: &source.text[excerpt.range.clone()], path, line, columns }
    }

    fn element(&self) -> Element<'_> {
        if self.excerpt.is_whole_file() {
            return Origin::path(&*self.path).into();
        }
        let from = self.excerpt.range.start;
        let annotations = self.excerpt.marks.iter().map(|mark| {
            let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let label = (!mark.text.is_empty()).then(|| plain(mark.text));
            kind.span(mark.range.start - from..mark.range.end - from).label(label)
        });
        Snippet::source(self.text).line_start(self.line).path(&*self.path).annotations(annotations).into()
    }

    /// Puts the true column behind the path, where the renderer could not count from the line's start.
    fn mend(&self, text: String) -> String {
        let Some((counted, true_column)) = self.columns else { return text };
        let (line, wrong) = (self.line, format!("{CUT}:{}:{counted}", self.line));
        text.replacen(&wrong, &format!(":{line}:{true_column}"), 1)
    }
}

/// Returns text without what would steer the terminal instead of being shown.
fn plain(text: &str) -> Cow<'_, str> {
    let steers =
        |c: char| c != '\n' && (c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let picture = |c: char| match c {
        '\t' => ' ',
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::REPLACEMENT_CHARACTER,
    };
    text.chars().map(|c| if steers(c) { picture(c) } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint;
    use crate::text::digest::Digest;
    use crate::text::source::Source;
    use crate::text::span::{SourceId, Span};

    lint! {
        /// A finding.
        static FOUND = "T001" "found" Warning;
    }

    /// Shows one finding without colours, in sources `0.md`, `1.md`, ….
    fn check(texts: &[&str], finding: Diagnostic) -> String {
        let named = texts.iter().enumerate();
        let sources = named.map(|(at, text)| Source::new(format!("{at}.md"), *text, Digest::of(text.as_bytes())));
        let sources = Sources::new(sources.collect());
        show(&Renderer::plain().term_width(80), &finding, &sources, Path::new("docs"), 80 - GUTTER)
    }

    fn at(source: u32, range: std::ops::Range<usize>) -> Span {
        Span::new(SourceId(source), range.start, range.end)
    }

    #[test]
    fn a_finding_has_its_line_its_notes_and_its_help() {
        let text = "# Title\n\nSend `TC_X`.\n";
        let found = Diagnostic::new(&FOUND, at(0, 15..19), "no telecommand `TC_X`").label("not in the database");
        let shown =
            check(&[text, "<a/>\n"], found.also(at(1, 0..4), "here is `TC_Y`").note("known").help("write `TC_Y`"));
        let expected = "\
warning[T001]: no telecommand `TC_X`
 --> docs/0.md:3:7
  |
3 | Send `TC_X`.
  |       ^^^^ not in the database
  |
 ::: docs/1.md:1:1
  |
1 | <a/>
  | ---- here is `TC_Y`
  |
  = note: known
  = help: write `TC_Y`";
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_long_line_is_cut_around_its_label_and_keeps_its_column() {
        let text = format!("first\n{}wrong{}\n", "é ".repeat(5_000), " word".repeat(5_000));
        let shown = check(&[&text], Diagnostic::new(&FOUND, at(0, 15_006..15_011), "it is `wrong`"));
        assert!(shown.contains("docs/0.md:2:10001\n"), "{shown}");
        assert!(shown.contains("wrong") && shown.contains("^^^^^\n") || shown.ends_with("^^^^^"), "{shown}");
        assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
    }

    #[test]
    fn labels_far_apart_in_one_line_get_a_picture_each() {
        let text = format!("one {} two", "word ".repeat(100));
        let found = Diagnostic::new(&FOUND, at(0, 0..3), "twice").also(at(0, 505..508), "again");
        let shown = check(&[&text], found);
        assert!(shown.contains("--> docs/0.md:1:1\n") && shown.contains("::: docs/0.md:1:506\n"), "{shown}");
        assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
    }

    #[test]
    fn a_long_label_is_shown_as_far_as_the_line_goes() {
        let text = "word ".repeat(1_000);
        let shown = check(&[&text], Diagnostic::new(&FOUND, at(0, 0..5_000), "too long"));
        assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
    }

    #[test]
    fn a_finding_on_a_whole_file_shows_no_line() {
        let shown = check(&["# Title\n"], Diagnostic::new(&FOUND, at(0, 0..0), "not UTF-8").label("read as Latin-1"));
        assert_eq!(shown, "warning[T001]: not UTF-8\n--> docs/0.md\n = note: read as Latin-1");
    }

    #[test]
    fn any_span_is_shown_somehow() {
        let texts = ["", "a\r\nb", "é\n\n"];
        for (source, text) in (0..).zip(&texts) {
            for start in 0..text.len() + 2 {
                for end in start..text.len() + 2 {
                    let finding = Diagnostic::new(&FOUND, at(source, start..end), "m").also(at(0, end..end), "x");
                    assert!(check(&texts, finding).contains(&format!("docs/{source}.md")));
                }
            }
        }
    }

    #[test]
    fn nothing_steers_the_terminal() {
        let shown = check(&["\u{1b}[2J\n"], Diagnostic::new(&FOUND, at(0, 0..4), "a\u{1b}[2J\u{202e}b"));
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown}");
    }
}
