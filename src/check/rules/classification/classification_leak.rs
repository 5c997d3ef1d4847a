use rustc_hash::FxHashSet;

use super::marking::{Markings, word};
use super::shown;
use crate::check::prose::{each_line, folded, stands_alone};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::{DocumentIndex, Target};
use crate::link::symbols::SymbolIndex;
use crate::model::document::Document;
use crate::model::inline::{Inline, plain};
use crate::model::walk::each_inline;
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds documents that show what bears a higher marking than their own: a procedure that is shown or retold, a
    /// document that is translated, and the title of a document that is cited, in the text of the link or in words
    /// beside the identifier. The markings stand in the project file, the least restrictive first. A document without
    /// a marking counts as the least restrictive.
    ///
    /// ## Why it matters
    /// A page goes to everybody who may read its marking. What stands on it has left the circle of those who may
    /// read the other document, and cannot be called back.
    ///
    /// ## Example
    /// ```markdown
    /// ::: procedure FCP-PRP-090 :::
    /// ```
    ///
    /// The procedure bears `DIFFUSION-RESTREINTE`, the page `NON-PROTEGE`.
    ///
    /// ## How to mend it
    /// Cite the identifier alone, without the title, or give the page the marking of what it shows.
    "C001" "classification-leak" Error, classification_leak
}

fn classification_leak(subject: Subject<'_>) -> Vec<Diagnostic> {
    let Some(markings) = Markings::of(subject.project) else { return Vec::new() };
    let mut found = Vec::new();
    for one in shown::of(subject).iter().filter(|one| markings.is_above(one.origin, one.holder)) {
        let message = format!("this document {} `{}`, which is marked `{}`", one.how, one.name, word(one.origin));
        found.push(told(subject, one.holder, one.origin, one.span, message));
    }
    for (index, document) in subject.library.iter() {
        // Nothing is above the highest.
        if markings.rank(document).is_some_and(|rank| rank + 1 < markings.ids().len()) {
            titles(subject, &markings, index, document, &mut found);
        }
    }
    found
}

fn told(subject: Subject<'_>, holder: &Document, origin: &Document, span: Span, message: String) -> Diagnostic {
    let diagnostic = Diagnostic::new(&LINT, span, message).label(format!("on a page marked `{}`", word(holder)));
    let place = origin.metadata.classification.as_ref().map_or(subject.head(origin), |text| text.span);
    diagnostic
        .also(place, "the higher marking")
        .help("cite its identifier alone, or raise the marking of this document")
}

/// Finds titles of documents with a higher marking, in lines that cite them.
fn titles(
    subject: Subject<'_>,
    markings: &Markings<'_>,
    index: DocumentIndex,
    document: &Document,
    found: &mut Vec<Diagnostic>,
) {
    let library = subject.library;
    let origin_of = |target: &Target| match target {
        Target::Symbol(symbol) => library.symbols.get(*symbol).document,
        Target::Document { document, .. } => Some(*document),
        _ => None,
    };
    let is_above = |origin: &DocumentIndex| markings.is_above(library.document(*origin), document);
    let cited = |symbol: SymbolIndex| library.symbols.get(symbol).document;
    let links = library.links(index);
    let references = links.references.iter().filter_map(|reference| origin_of(&reference.target));
    let mut above: Vec<_> =
        references.chain(links.mentions.iter().filter_map(|mention| cited(mention.symbol))).filter(is_above).collect();
    above.sort_unstable();
    above.dedup();
    let titles: Vec<_> = above
        .into_iter()
        .filter_map(|origin| Some((origin, folded(&library.document(origin).title()?))))
        .filter(|(_, title)| title.chars().filter(|c| c.is_alphabetic()).count() > 3)
        .collect();
    if titles.is_empty() {
        return;
    }
    let mut said = FxHashSet::default();
    each_line(document, &mut |inlines, line| {
        let text = folded(&format!("{} {}", line.text, link_titles(inlines)));
        for (origin, title) in &titles {
            let at = text.find(title.as_str()).filter(|at| stands_alone(&text, *at, at + title.len()));
            let Some(span) = at.and_then(|_| place(inlines)).filter(|span| said.insert((*origin, *span))) else {
                continue;
            };
            let origin = library.document(*origin);
            let name = origin.id().map_or("another document".to_owned(), |id| format!("`{}`", id.text));
            let message = format!("this line shows the title of {name}, which is marked `{}`", word(origin));
            found.push(told(subject, document, origin, span, message));
        }
    });
}

/// Returns the titles that links and pictures show when one points at them.
fn link_titles(inlines: &[Inline]) -> String {
    let mut titles = String::new();
    each_inline(inlines, &mut |inline| match inline {
        Inline::Link(link) => titles.extend([" ", &*link.title]),
        Inline::Image(image) => titles.extend([" ", &*image.title, " ", &*plain(&image.alternative)]),
        _ => {}
    });
    titles
}

/// Returns the place of a line: its first words.
fn place(inlines: &[Inline]) -> Option<Span> {
    let mut first = None;
    each_inline(inlines, &mut |inline| {
        let span = match inline {
            Inline::Text(text) | Inline::Code(text) => text.span,
            Inline::Link(link) => link.span,
            Inline::Image(image) => image.span,
            _ => return,
        };
        first.get_or_insert(span);
    });
    first
}
