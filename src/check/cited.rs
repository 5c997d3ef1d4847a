//! The procedures that a line names, with the words around each name, and the steps that these words cite.

use std::ops::Range;

use super::prose::each_line;
use super::subject::Subject;
use crate::diagnostic::{Diagnostic, Lint};
use crate::link::library::{DocumentIndex, Library, Target};
use crate::link::symbols::SymbolIndex;
use crate::model::document::{Metadata, Status};
use crate::model::inline::{Destination, Inline, Kind, Text};
use crate::model::procedure::Procedure;
use crate::text::span::Span;

/// A line with the procedures that it names.
#[derive(Default)]
pub struct Cited {
    /// The words, those of links too.
    pub text: String,
    /// Where each procedure is named in them, and in the source.
    pub procedures: Vec<(Range<usize>, SymbolIndex, Span)>,
}

/// A citation of an issue.
pub struct CitedIssue<'a> {
    /// Where it stands.
    pub place: Span,
    /// The issue that it says.
    pub cited: &'a str,
    /// What the document that is held is called.
    pub name: &'a str,
    /// The issue of that document.
    pub held: &'a Text,
    /// What else it says of itself.
    pub metadata: &'a Metadata,
}

/// Returns the issues that references cite, of documents and of places in them, where the document that is held says
/// its own.
pub fn issues(subject: Subject<'_>) -> impl Iterator<Item = CitedIssue<'_>> {
    let library = subject.library;
    let references = subject.links().flat_map(|(_, links)| &links.references);
    references.filter_map(move |reference| {
        let cited = reference.issue.as_ref()?;
        let index = match &reference.target {
            Target::Document { document, .. } => *document,
            Target::Symbol(symbol) => library.symbols.get(*symbol).document?,
            _ => return None,
        };
        let document = library.document(index);
        let held = document.metadata.issue.as_ref()?;
        let name = document.id()?.as_str();
        Some(CitedIssue { place: reference.span, cited, name, held, metadata: &document.metadata })
    })
}

/// Reads a line.
pub fn line(library: &Library, document: DocumentIndex, inlines: &[Inline]) -> Cited {
    let mut cited = Cited::default();
    cited.push(library, document, inlines);
    cited
}

impl Cited {
    fn push(&mut self, library: &Library, document: DocumentIndex, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.text(library, document, text),
                Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Lowered(inner) => {
                    self.push(library, document, inner);
                }
                Inline::Tbd(tbd) => self.push(library, document, &tbd.content),
                Inline::Abbreviation(abbreviation) => self.text.push_str(&abbreviation.short.text),
                Inline::Link(link) => {
                    let from = self.text.len();
                    match &link.destination {
                        Destination::Id { id, .. } if link.content.is_empty() => self.text.push_str(id),
                        _ => self.push(library, document, &link.content),
                    }
                    if let Some(procedure) = library.target(document, link.span).and_then(|t| procedure_of(library, t))
                    {
                        self.procedures.push((from..self.text.len(), procedure, link.span));
                    }
                }
                Inline::SoftBreak | Inline::HardBreak => self.text.push(' '),
                Inline::Anchor(_) => {}
                Inline::Strikethrough(_)
                | Inline::Raised(_)
                | Inline::Image(_)
                | Inline::FootnoteReference(_)
                | Inline::Html(_) => {
                    self.text.push('\u{1f}');
                }
            }
        }
    }

    fn text(&mut self, library: &Library, document: DocumentIndex, text: &Text) {
        for mention in library.mentions(document, text) {
            if library.symbols.get(mention.symbol).kind == Kind::Procedure {
                let at = self.text.len() + mention.from as usize..self.text.len() + mention.to as usize;
                self.procedures.push((at, mention.symbol, mention.span));
            }
        }
        self.text.push_str(&text.text);
    }

    /// Returns the words of the sentence before a name.
    pub fn before(&self, name: &Range<usize>) -> &str {
        let before = self.text.get(..name.start).unwrap_or_default();
        before.rsplit(['.', ';', '!', '?', '\u{1f}']).next().unwrap_or_default()
    }
}

fn procedure_of(library: &Library, target: &Target) -> Option<SymbolIndex> {
    match target {
        Target::Symbol(symbol) => match library.symbols.get(*symbol).kind {
            Kind::Procedure => Some(*symbol),
            Kind::Step => library.symbols.get(*symbol).parent,
            _ => None,
        },
        Target::Document { document, .. } => {
            let procedure = library.document(*document).procedure()?;
            library.symbols.find(Kind::Procedure, &procedure.id.text)
        }
        _ => None,
    }
}

/// Reports the steps that a document cites by number, in words, and that the procedure does not have.
pub fn missing_steps(subject: Subject<'_>, index: DocumentIndex, lint: &'static Lint) -> Vec<Diagnostic> {
    let library = subject.library;
    let document = library.document(index);
    let mut found = Vec::new();
    if document.metadata.status == Some(Status::Superseded) {
        return found;
    }
    each_line(document, &mut |inlines, line_of_words| {
        if !WORDS.iter().any(|word| holds(&line_of_words.text, word)) {
            return;
        }
        let line = line(library, index, inlines);
        for (name, symbol, span) in &line.procedures {
            let Some(number) = step_beside(&line.text, name) else { continue };
            let Some(procedure) = library.procedure(*symbol).filter(|procedure| !has_step(procedure, &number)) else {
                continue;
            };
            let message = format!("`{}` has no step {number}", procedure.id.text);
            let mut last = None;
            procedure.each_step(&mut |step| last = Some(step.number.clone()));
            let help = last.map(|last| format!("its last step is {last}; cite the one that is meant"));
            let diagnostic = Diagnostic::new(lint, *span, message).label("cited with a step it does not have");
            found.push(diagnostic.maybe_help(help));
        }
    });
    found
}

/// The words for a step, in French and English.
pub const WORDS: [&str; 2] = ["step", "étape"];

/// Tells whether a text holds a word, its first letter small or a capital.
fn holds(text: &str, word: &str) -> bool {
    let rest = &word[word.chars().next().map_or(0, char::len_utf8)..];
    text.contains(rest)
}

/// Reads the number of a step before or after a procedure's name.
fn step_beside(text: &str, name: &Range<usize>) -> Option<String> {
    let lower = text.get(name.end..)?.to_lowercase();
    let after = lower.trim_start_matches([' ', '\u{a0}', ',', '(', ':']);
    if let Some(rest) = WORDS.iter().find_map(|word| after.strip_prefix(word)) {
        let number = rest.strip_prefix([' ', '\u{a0}']).map(leading_number)?;
        return Some(number).filter(|number| !number.is_empty());
    }
    let lower = text.get(..name.start)?.to_lowercase();
    let before = [" of ", " in ", " de ", " de la ", " of the "].iter().find_map(|word| lower.strip_suffix(word))?;
    let from = before.rfind(|c: char| !c.is_ascii_digit() && c != '.').map_or(0, |at| at + 1);
    let number = before.get(from..).filter(|number| !number.is_empty())?;
    let word = before.get(..from)?.trim_end();
    WORDS.iter().any(|known| word.ends_with(known)).then(|| number.to_owned())
}

fn leading_number(text: &str) -> String {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    text[..end].trim_end_matches('.').to_owned()
}

fn has_step(procedure: &Procedure, wanted: &str) -> bool {
    let mut has = false;
    procedure.each_step(&mut |step| has |= is_number_of(&step.number, &step.id.text, wanted));
    has
}

/// Tells whether a step is known by a number: opsdoc counts it so, or its identifier ends so.
pub fn is_number_of(number: &str, id: &str, wanted: &str) -> bool {
    number == wanted || id == wanted || id.strip_suffix(wanted).is_some_and(|rest| rest.ends_with(['-', '_', '.']))
}
