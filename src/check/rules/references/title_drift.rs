use rustc_hash::FxHashSet;

use super::named::{Families, Named, leading, likeness, words};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::{DocumentIndex, Target};
use crate::model::block::Block;
use crate::model::inline::{Inline, Kind, Link};
use crate::model::walk::{self, Visitor};
use crate::notation::line::Line;
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds places that quote a title which the document no longer has: in a link text or at the
    /// beginning of a line or a cell, the identifier followed by words much like the title, as in
    /// “FCP-AOC-010 — …”; the identifier followed by a title in quotation marks; the text of a reference
    /// in a procedure; and link texts that differ from the title by a single word within it, or are the
    /// title of another document. A title that is only cut short at its beginning or its end is no
    /// finding, nor is one in another language. An identifier with the title of another document behind
    /// it is [identifier-index-mismatch](identifier-index-mismatch.md).
    ///
    /// ## Why it matters
    /// The reader does not know whether the right document is meant, and looks for one that there is
    /// not.
    ///
    /// ## Example
    /// ```markdown
    /// See [FCP-AOC-010 Return to fine pointing](id:FCP-AOC-010).
    /// ```
    ///
    /// The title of the procedure is “Return to normal mode”.
    ///
    /// ## How to mend it
    /// Write the title that the document has, or the identifier alone.
    "R017" "title-drift" Warning, title_drift
}

/// How surely a text means to quote a title.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    /// It stands in quotation marks.
    Quoted,
    /// It stands where only a title can stand.
    Named,
    /// It is all the words of a link.
    Linked,
    /// A dash or a colon parts it from the identifier.
    Parted,
    /// It only follows the identifier.
    Following,
}

fn title_drift(subject: Subject<'_>) -> Vec<Diagnostic> {
    let families = Families::of(subject.library);
    let (mut found, mut line) = (Vec::new(), Line::default());
    for (index, document) in subject.library.iter() {
        let (told, found, line) = (FxHashSet::default(), &mut found, &mut line);
        let mut quotes = Quotes { subject, families: &families, index, told, found, line };
        walk::blocks(&document.body, &mut quotes);
        for procedure in document.procedures() {
            procedure.references.iter().for_each(|inline| quotes.reference(inline));
        }
    }
    found
}

struct Quotes<'f, 'a> {
    subject: Subject<'a>,
    families: &'f Families<'a>,
    index: DocumentIndex,
    /// What has been told: references are lines too.
    told: FxHashSet<Span>,
    found: &'f mut Vec<Diagnostic>,
    line: &'f mut Line<'a>,
}

impl<'a> Visitor<'a> for Quotes<'_, 'a> {
    fn line(&mut self, inlines: &'a [Inline]) {
        let mut line = std::mem::take(self.line);
        walk::each_inline(inlines, &mut |inline| {
            if let Inline::Link(link) = inline {
                line.fill(&link.content);
                self.leading(&line, true);
                self.linked(&line, link);
            }
        });
        let shown = |inline: &Inline| !matches!(inline, Inline::Link(_));
        line.fill(inlines);
        if inlines.first().is_some_and(shown) {
            self.leading(&line, false);
        }
        self.quoted(&line);
        *self.line = line;
    }

    fn block(&mut self, _block: &'a Block) {}
}

impl Quotes<'_, '_> {
    /// Looks at a line that begins with an identifier.
    fn leading(&mut self, line: &Line<'_>, within_link: bool) {
        let Some((named, rest)) = leading(self.subject, &line.text) else { return };
        let bare = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        let title = bare.trim_start_matches(['—', '–', '-', ':', ',', ' ', '\u{a0}', '\u{202f}', '(']);
        if title.starts_with(['"', '“', '«']) {
            return;
        }
        let manner = if bare.starts_with(['—', '–', '-', ':']) { Manner::Parted } else { Manner::Following };
        if manner == Manner::Following && !within_link {
            return;
        }
        let from = line.text.len() - title.len();
        let end = from + title.trim_end_matches([' ', '.', ')', ';']).len();
        self.compare(line, named, from..end, manner);
    }

    /// Looks at a link to a whole document whose words may be its title.
    fn linked(&mut self, line: &Line<'_>, link: &Link) {
        let document = match self.subject.library.target(self.index, link.span) {
            Some(Target::Document { document, anchor: None, .. }) => *document,
            Some(Target::Symbol(symbol)) => {
                let symbol = self.subject.library.symbols.get(*symbol);
                let Some(document) =
                    symbol.document.filter(|_| matches!(symbol.kind, Kind::Document | Kind::Procedure))
                else {
                    return;
                };
                document
            }
            _ => return,
        };
        let Some(id) = self.subject.library.document(document).id() else { return };
        let Some(named) = super::named::document(self.subject, id.as_str()) else { return };
        let text = line.text.trim();
        let from = line.text.len() - line.text.trim_start().len();
        if named.document == document && leading(self.subject, text).is_none() {
            self.compare(line, named, from..from + text.len(), Manner::Linked);
        }
    }

    /// Looks at titles in quotation marks behind an identifier, anywhere in a line.
    fn quoted(&mut self, line: &Line<'_>) {
        if !line.text.contains(['"', '“', '«']) {
            return;
        }
        for (open, close) in [('"', '"'), ('“', '”'), ('«', '»')] {
            for (at, _) in line.text.match_indices(open) {
                let before = line.text[..at].trim_end_matches([' ', '\u{a0}', '\u{202f}', '—', '–', ':', ',', '(']);
                let start = before.rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '\u{1f}'));
                let name = &before[start.map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))..];
                let Some(named) = super::named::document(self.subject, name) else { continue };
                let from = at + open.len_utf8();
                let Some(length) = line.text[from..].find(close) else { continue };
                let title = &line.text[from..from + length];
                let start = from + title.len() - title.trim_start().len();
                let end = from + title.trim_end().len();
                if start < end {
                    self.compare(line, named, start..end, Manner::Quoted);
                }
            }
        }
    }

    /// Looks at the words of a reference element.
    fn reference(&mut self, inline: &Inline) {
        let Inline::Link(link) = inline else { return };
        let Link { content, span, .. } = &**link;
        let target = self.subject.library.target(self.index, *span);
        let Some(Target::Symbol(symbol)) = target else { return };
        let Some(document) = self.subject.library.symbols.get(*symbol).document else { return };
        let mut line = Line::default();
        line.fill(content);
        let text = line.text.trim();
        let from = line.text.len() - line.text.trim_start().len();
        // Without words of its own a reference shows the identifier.
        if text.is_empty() || super::named::document(self.subject, text).is_some() {
            return;
        }
        self.compare(&line, Named { symbol: *symbol, document }, from..from + text.len(), Manner::Named);
    }

    fn compare(&mut self, line: &Line<'_>, named: Named, range: std::ops::Range<usize>, manner: Manner) {
        let library = self.subject.library;
        let target = library.document(named.document);
        let (Some(title), Some(quoted)) = (named.title(self.subject), line.text.get(range.clone())) else { return };
        let (has, says) = (words(&title), words(quoted));
        let near = differ_by_a_word(&has, &says);
        let shortened = says.iter().all(|word| has.contains(word)) && !near;
        if says.len() < 2 || has == says || shortened || !quoted.starts_with(char::is_uppercase) {
            return;
        }
        let likeness = likeness(&has, &says);
        let default = self.subject.project.default_language();
        let same_language = library.document(self.index).language_or(default) == target.language_or(default);
        let enough = match manner {
            Manner::Quoted | Manner::Named if same_language => 0.25,
            Manner::Parted if same_language => 0.34,
            _ => 0.5,
        };
        let of_another = self.families.other_with_title(target, &says).is_some();
        let is_like = match manner {
            // Behind an identifier the title of another document is another rule's finding.
            Manner::Quoted | Manner::Parted => likeness >= enough && !of_another,
            Manner::Following => likeness >= enough,
            Manner::Named => likeness >= enough || of_another,
            // Where all words but one are those of the title, they are in its language.
            Manner::Linked => near || of_another,
        };
        let has_title = !named.is_section(self.subject) && self.families.has_title(target, &says);
        if !is_like || has_title {
            return;
        }
        let place = line.part(&range, self.subject.sources);
        let Some(place) = place.filter(|place| self.told.insert(place.span)) else { return };
        let symbol = library.symbols.get(named.symbol);
        let message = format!("`{}` is not called “{quoted}”", symbol.id);
        let mut diagnostic = Diagnostic::new(&LINT, place.span, message)
            .label("another title")
            .also(symbol.span, format!("its title is “{title}”"))
            .help(format!("write “{title}”"));
        // Mark-up within the words would be lost.
        if self.subject.sources.slice(place.span) == quoted
            && !title.contains(['[', ']', '|', '*', '`', '<', '&', '\\'])
        {
            diagnostic = diagnostic.fix(place.span, title.as_str());
        }
        self.found.push(diagnostic);
    }
}

/// Tells whether two titles of three words and more differ by one word between their first and their last: by another,
/// or by one that is left out or put in. The last may differ too where it is a number.
fn differ_by_a_word(a: &[String], b: &[String]) -> bool {
    let same = |(a, b): &(&String, &String)| a == b;
    let before = a.iter().zip(b).take_while(same).count();
    let after = a.iter().rev().zip(b.iter().rev()).take_while(same).count();
    let (least, most) = (a.len().min(b.len()), a.len().max(b.len()));
    let by_one = least > 2 && most - least <= 1 && before + after + 1 >= most && a != b;
    let counted = |title: &[String]| title.last().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    by_one && before > 0 && (after > 0 || (least == most && counted(a) && counted(b)))
}
