//! What a text names: documents by their identifiers, with titles beside them.

use ecow::EcoString;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::check::subject::Subject;
use crate::link::library::{DocumentIndex, Library, Target};
use crate::link::symbols::SymbolIndex;
use crate::model::document::Document;
use crate::model::inline::Kind;
use crate::notation::token;
use crate::text::span::Span;

/// A document that a text names, or a section of one.
#[derive(Clone, Copy)]
pub(super) struct Named {
    pub(super) symbol: SymbolIndex,
    pub(super) document: DocumentIndex,
}

impl Named {
    /// Tells whether this is a section, which has an anchor and nothing of what a document says of itself.
    pub(super) fn is_section(self, subject: Subject<'_>) -> bool {
        !subject.library.symbols.get(self.symbol).anchor.is_empty()
    }

    /// Returns the title of the document or of the section.
    pub(super) fn title(self, subject: Subject<'_>) -> Option<EcoString> {
        if self.is_section(subject) {
            let title = &subject.library.symbols.get(self.symbol).title;
            return Some(title.clone()).filter(|title| !title.is_empty());
        }
        subject.library.document(self.document).title()
    }
}

/// Returns the document or procedure of an identifier.
pub(super) fn document(subject: Subject<'_>, id: &str) -> Option<Named> {
    let symbols = &subject.library.symbols;
    let found = symbols.named(id).iter().copied().find(|symbol| {
        let symbol = symbols.get(*symbol);
        symbol.id == id && matches!(symbol.kind, Kind::Document | Kind::Procedure)
    })?;
    Some(Named { symbol: found, document: symbols.get(found).document? })
}

/// Returns the document whose identifier a text begins with, and what follows it.
pub(super) fn leading<'t>(subject: Subject<'_>, text: &'t str) -> Option<(Named, &'t str)> {
    let start = text.len() - text.trim_start().len();
    let token = token::tokens(text).next().filter(|token| token.start == start)?;
    let named = document(subject, &text[token.clone()])?;
    Some((named, &text[token.end..]))
}

/// Returns the document that a target stands in.
pub(super) fn document_of(subject: Subject<'_>, target: &Target) -> Option<DocumentIndex> {
    match target {
        Target::Document { document, .. } => Some(*document),
        Target::Symbol(symbol) => subject.library.symbols.get(*symbol).document,
        _ => None,
    }
}

/// Returns the identifier that a document has in whatever language: that of its original, else its own.
fn original(document: &Document) -> Option<&EcoString> {
    document.metadata.translation_of.as_ref().or(document.id()).map(|id| &id.text)
}

/// Tells whether two documents are one in several languages, or several issues of one.
pub(super) fn are_one(a: &Document, b: &Document) -> bool {
    original(a).is_some() && original(a) == original(b)
}

/// The documents that are one in several languages, by the identifier of the original, and all by their titles.
pub(super) struct Families<'a> {
    by_original: FxHashMap<&'a EcoString, Vec<&'a Document>>,
    by_title: FxHashMap<Vec<String>, Vec<&'a Document>>,
}

impl<'a> Families<'a> {
    pub(super) fn of(library: &'a Library) -> Self {
        let mut families = Self { by_original: FxHashMap::default(), by_title: FxHashMap::default() };
        for document in &library.documents {
            original(document).into_iter().for_each(|id| families.by_original.entry(id).or_default().push(document));
            let title = document.title().map(|title| words(&title)).filter(|title| !title.is_empty());
            title.into_iter().for_each(|title| families.by_title.entry(title).or_default().push(document));
        }
        families
    }

    /// Tells whether a document has this title in some language.
    pub(super) fn has_title(&self, document: &Document, title: &[String]) -> bool {
        let family = original(document).and_then(|id| self.by_original.get(id));
        family.is_some_and(|family| family.iter().any(|one| one.title().is_some_and(|own| words(&own) == title)))
    }

    /// Tells whether a document has this title, or one that holds all its words, in some language; or another that
    /// bears its identifier.
    pub(super) fn holds_title(&self, document: &Document, title: &[String]) -> bool {
        let holds = |own: EcoString| {
            let own = words(&own);
            title.iter().all(|word| own.contains(word))
        };
        let family = original(document).and_then(|id| self.by_original.get(id));
        family.is_some_and(|family| family.iter().any(|one| one.title().is_some_and(holds)))
    }

    /// Returns another document that has exactly this title, where this one has it in no language.
    pub(super) fn other_with_title(&self, document: &Document, title: &[String]) -> Option<&'a Document> {
        let holders = self.by_title.get(title)?;
        // Who tells a procedure again may have a better title for it.
        let is_one = |holder: &&Document| {
            are_one(holder, document)
                || holder.source == document.source
                || [(holder, &document), (&document, holder)].iter().any(|(one, other)| {
                    let told = one.metadata.restates.as_ref().map(|id| &id.text);
                    told.is_some() && told == other.id().map(|id| &id.text)
                })
        };
        let own = document.title().is_some_and(|own| words(&own) == title) || holders.iter().any(is_one);
        if own || self.has_title(document, title) { None } else { holders.first().copied() }
    }
}

/// The words of a title, in small letters and without punctuation.
pub(super) fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Returns how much of the words of two titles they have in common, from 0 to 1.
pub(super) fn likeness(a: &[String], b: &[String]) -> f64 {
    let (a, b): (FxHashSet<&String>, FxHashSet<&String>) = (a.iter().collect(), b.iter().collect());
    let all = a.union(&b).count();
    if all == 0 { 0.0 } else { a.intersection(&b).count() as f64 / all as f64 }
}

/// Returns the sentence, or the row of a table, that a place stands in.
pub(super) fn sentence(subject: Subject<'_>, span: Span) -> &str {
    /// No sentence is longer, in bytes, before or after the place.
    const LONGEST: usize = 1000;
    let text = &subject.sources.get(span.source).text;
    let low = text.floor_char_boundary((span.start as usize).saturating_sub(LONGEST));
    let high = text.ceil_char_boundary((span.end as usize + LONGEST).min(text.len()));
    let Some(around) = text.get(low..high) else { return "" };
    let (start, end) = (span.start as usize - low, span.end as usize - low);
    let Some((before, after)) = around.get(..start).zip(around.get(end..)) else { return "" };
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    if before[line..].trim_start().starts_with('|') {
        let to = after.find('\n').unwrap_or(after.len());
        return &around[line..end + to];
    }
    let ends = ["\n\n", ". ", ".\n", "\n- ", "\n* ", "\n#", ";\n", "<reason", "</"];
    let from = ends.iter().filter_map(|end| before.rfind(end).map(|at| at + end.len())).max().unwrap_or(0);
    let to = ends.iter().filter_map(|end| after.find(end)).min().unwrap_or(after.len());
    &around[from..end + to]
}

/// Tells whether a text has one of these beginnings of words, in small letters.
pub(super) fn says(text: &str, beginnings: &[&str]) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|word| beginnings.iter().any(|beginning| word.starts_with(beginning)))
}
