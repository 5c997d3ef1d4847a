//! The titles of other documents that the lines of a document show.

use rustc_hash::FxHashSet;

use crate::check::prose::{each_line, folded, stands_alone};
use crate::check::subject::Subject;
use crate::link::library::{DocumentIndex, Target};
use crate::link::symbols::SymbolIndex;
use crate::model::document::Document;
use crate::model::inline::{Inline, plain};
use crate::model::walk::each_inline;
use crate::text::span::Span;

/// Tells of each line that shows the title of a document that it cites, among those that are asked for.
pub(super) fn shown(
    subject: Subject<'_>,
    index: DocumentIndex,
    is_asked_for: &dyn Fn(&Document) -> bool,
    tell: &mut dyn FnMut(&Document, Span),
) {
    let library = subject.library;
    let origin_of = |target: &Target| match target {
        Target::Symbol(symbol) => library.symbols.get(*symbol).document,
        Target::Document { document, .. } => Some(*document),
        _ => None,
    };
    let cited = |symbol: SymbolIndex| library.symbols.get(symbol).document;
    let links = library.links(index);
    let references = links.references.iter().filter_map(|reference| origin_of(&reference.target));
    let mentions = links.mentions.iter().filter_map(|mention| cited(mention.symbol));
    let mut asked: Vec<_> = references
        .chain(mentions)
        .filter(|origin| *origin != index && is_asked_for(library.document(*origin)))
        .collect();
    asked.sort_unstable();
    asked.dedup();
    let titles: Vec<_> = asked
        .into_iter()
        .filter_map(|origin| Some((origin, folded(&library.document(origin).title()?))))
        .filter(|(_, title)| title.chars().filter(|c| c.is_alphabetic()).count() > 3)
        .collect();
    if titles.is_empty() {
        return;
    }
    let mut said = FxHashSet::default();
    each_line(library.document(index), &mut |inlines, line| {
        let text = folded(&format!("{} {}", line.text, link_titles(inlines)));
        for (origin, title) in &titles {
            let at = text.find(title.as_str()).filter(|at| stands_alone(&text, *at, at + title.len()));
            let span = at.and_then(|_| place(inlines)).filter(|span| said.insert((*origin, *span)));
            if let Some(span) = span {
                tell(library.document(*origin), span);
            }
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
