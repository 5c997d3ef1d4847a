use super::named::{Families, Named, leading, likeness, words};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::DocumentIndex;
use crate::model::block::Block;
use crate::model::inline::{Inline, Link};
use crate::model::walk::{self, Visitor};
use crate::notation::line::Line;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds places that quote a title which the document no longer has: in a link text or at the
    /// beginning of a line or a cell, the identifier followed by words much like the title, as in
    /// “FCP-AOC-010 — …”; the identifier followed by a title in quotation marks; and the text of a
    /// reference in a procedure. A title that is only shortened is no finding, nor is one in another
    /// language.
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
    /// It stands in quotation marks, or where only a title can stand.
    Quoted,
    /// A dash or a colon parts it from the identifier.
    Parted,
    /// It only follows the identifier.
    Following,
}

fn title_drift(subject: Subject<'_>) -> Vec<Diagnostic> {
    let families = Families::of(subject.library);
    let mut found = Vec::new();
    for (index, document) in subject.library.iter() {
        let mut quotes = Quotes { subject, families: &families, index, found: &mut found };
        walk::blocks(&document.body, &mut quotes);
        if let Some(procedure) = document.procedure() {
            procedure.references.iter().for_each(|inline| quotes.reference(inline));
        }
    }
    found
}

struct Quotes<'f, 'a> {
    subject: Subject<'a>,
    families: &'f Families<'a>,
    index: DocumentIndex,
    found: &'f mut Vec<Diagnostic>,
}

impl<'a> Visitor<'a> for Quotes<'_, 'a> {
    fn line(&mut self, inlines: &'a [Inline]) {
        let mut line = Line::default();
        walk::each_inline(inlines, &mut |inline| {
            if let Inline::Link(link) = inline {
                line.fill(&link.content);
                self.leading(&line, true);
            }
        });
        let shown = |inline: &Inline| !matches!(inline, Inline::Link(_));
        line.fill(inlines);
        if inlines.first().is_some_and(shown) {
            self.leading(&line, false);
        }
        self.quoted(&line);
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

    /// Looks at titles in quotation marks behind an identifier, anywhere in a line.
    fn quoted(&mut self, line: &Line<'_>) {
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
        let Some(crate::link::library::Target::Symbol(symbol)) = target else { return };
        let Some(document) = self.subject.library.symbols.get(*symbol).document else { return };
        let mut line = Line::default();
        line.fill(content);
        let text = line.text.trim();
        let from = line.text.len() - line.text.trim_start().len();
        // Without words of its own a reference shows the identifier.
        if text.is_empty() || super::named::document(self.subject, text).is_some() {
            return;
        }
        self.compare(&line, Named { symbol: *symbol, document }, from..from + text.len(), Manner::Quoted);
    }

    fn compare(&mut self, line: &Line<'_>, named: Named, range: std::ops::Range<usize>, manner: Manner) {
        let library = self.subject.library;
        let target = library.document(named.document);
        let (Some(title), Some(quoted)) = (named.title(self.subject), line.text.get(range.clone())) else { return };
        let (has, says) = (words(&title), words(quoted));
        let shortened = says.iter().all(|word| has.contains(word));
        if says.len() < 2 || has == says || shortened || !quoted.starts_with(char::is_uppercase) {
            return;
        }
        let likeness = likeness(&has, &says);
        let default = self.subject.project.default_language();
        let same_language = library.document(self.index).language_or(default) == target.language_or(default);
        let enough = match manner {
            Manner::Quoted if same_language => 0.25,
            Manner::Parted if same_language => 0.34,
            _ => 0.5,
        };
        if likeness < enough || !named.is_section(self.subject) && self.families.has_title(target, &says) {
            return;
        }
        let Some(place) = line.part(&range, self.subject.sources) else { return };
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
