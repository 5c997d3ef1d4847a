//! What stands at a place of a source, and where else it stands.

use std::ops::Range;

use ecow::EcoString;

use crate::link::library::{DocumentIndex, Links, StatementKind, Target};
use crate::link::symbols::SymbolIndex;
use crate::model::document::Document;
use crate::model::inline::{Inline, Kind};
use crate::model::walk::{self, Visitor};
use crate::notation::line::{self, Line};
use crate::notation::token;
use crate::pipeline::load::Folder;
use crate::pipeline::workspace::Workspace;
use crate::text::source::Sources;
use crate::text::span::{SourceId, Span};

/// Something that has a definition.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Thing {
    /// What has a name.
    Symbol(SymbolIndex),
    /// An argument of a telecommand.
    Argument(SymbolIndex, EcoString),
    /// A document, or an anchor in it.
    Document(DocumentIndex, Option<EcoString>),
    /// A file that is no document.
    Asset(EcoString),
}

/// Something, and where its name stands.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) thing: Thing,
    pub(super) span: Span,
}

/// Returns what stands at a byte of a source.
pub(super) fn at(workspace: &Workspace, source: SourceId, offset: usize) -> Option<Found> {
    let library = &workspace.folder().library;
    let here = |span: Span| span.source == source && span.start as usize <= offset && offset <= span.end as usize;
    let defined = library.symbols.iter().find(|(_, symbol)| here(symbol.span));
    if let Some((symbol, known)) = defined {
        return Some(Found { thing: Thing::Symbol(symbol), span: known.span });
    }
    let links = workspace.document(source).map(|document| library.links(document));
    links.and_then(|links| cited(links, here)).or_else(|| named(workspace.folder(), source, offset))
}

/// Returns what a document cites at a place, the narrowest first.
fn cited(links: &Links, here: impl Fn(Span) -> bool) -> Option<Found> {
    for statement in &links.statements {
        let (Some(symbol), StatementKind::Telecommand(call)) = (statement.symbol, &statement.kind) else { continue };
        let given = call.arguments.iter();
        if let Some(argument) = given.clone().find(|argument| here(argument.name.span) || here(argument.value.span)) {
            let span = if here(argument.name.span) { argument.name.span } else { argument.value.span };
            return Some(Found { thing: Thing::Argument(symbol, argument.name.text.clone()), span });
        }
    }
    if let Some(mention) = links.mentions.iter().find(|mention| here(mention.span)) {
        return Some(Found { thing: Thing::Symbol(mention.symbol), span: mention.span });
    }
    let narrowest = links.references.iter().filter(|reference| here(reference.span));
    let things = narrowest.filter_map(|reference| Some((thing(&reference.target)?, reference.span)));
    things.min_by_key(|(_, span)| span.len()).map(|(thing, span)| Found { thing, span })
}

fn thing(target: &Target) -> Option<Thing> {
    match target {
        Target::Symbol(symbol) => Some(Thing::Symbol(*symbol)),
        Target::Document { document, anchor } => Some(Thing::Document(*document, anchor.clone())),
        Target::Asset(path) => Some(Thing::Asset(path.clone())),
        Target::External | Target::Folder(_) | Target::Unresolved(_) => None,
    }
}

/// Returns what a word names, wherever it stands: in code, or in the document that bears the name.
fn named(folder: &Folder, source: SourceId, offset: usize) -> Option<Found> {
    let text = &folder.gathered.sources.get(source).text;
    let start = text[..offset.min(text.len())].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let start = text.ceil_char_boundary(start);
    let line = &text[start..text[start..].find(['\n', '\r']).map_or(text.len(), |end| start + end)];
    let token = token::tokens(line).find(|token| start + token.start <= offset && offset <= start + token.end)?;
    for part in token::parts(&line[token.clone()]) {
        let range = start + token.start + part.start..start + token.start + part.end;
        let word = &text[range.clone()];
        let known = folder.library.symbols.named(word).first().filter(|_| token::looks_like_name(word));
        if let Some(symbol) = known.filter(|_| range.start <= offset && offset <= range.end) {
            return Some(Found { thing: Thing::Symbol(*symbol), span: Span::new(source, range.start, range.end) });
        }
    }
    None
}

/// Returns where something is named, its definition aside, in the order of the documents.
pub(super) fn uses(folder: &Folder, thing: &Thing) -> Vec<Span> {
    let library = &folder.library;
    // A document is also meant where its file is.
    let (symbol, file) = match thing {
        Thing::Symbol(symbol) => {
            let known = library.symbols.get(*symbol);
            let anchor = (known.kind == Kind::Step).then(|| known.anchor.clone());
            (Some(*symbol), known.document.map(|document| (document, anchor)))
        }
        Thing::Document(document, anchor) => (None, Some((*document, anchor.clone()))),
        Thing::Argument(..) | Thing::Asset(_) => (None, None),
    };
    let means = |target: &Target| match target {
        Target::Symbol(found) => Some(*found) == symbol,
        Target::Document { document, anchor } => {
            file.as_ref().is_some_and(|(of, wanted)| of == document && (wanted.is_none() || wanted == anchor))
        }
        Target::Asset(path) => *thing == Thing::Asset(path.clone()),
        _ => false,
    };
    let mut spans = Vec::new();
    for links in &library.links {
        let references = links.references.iter().filter(|reference| means(&reference.target));
        let mentions = links.mentions.iter().filter(|mention| Some(mention.symbol) == symbol);
        let mut here: Vec<Span> =
            references.map(|reference| reference.span).chain(mentions.map(|mention| mention.span)).collect();
        here.sort_by_key(|span| (span.start, span.len()));
        // `FCP-AOC-010 issue 2` is a reference around a mention.
        here.dedup_by_key(|span| span.start);
        spans.extend(here);
    }
    spans
}

/// Returns the places of a name within a span: whole words, and for a step what follows a `#` or is all there is.
pub(super) fn within(sources: &Sources, span: Span, name: &str, kind: Kind) -> Vec<Span> {
    let text = sources.slice(span);
    let whole = |range: &Range<usize>| {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let before = text[..range.start].chars().next_back();
        let mut after = text[range.end..].chars();
        let (next, one_more) = (after.next(), after.next());
        let joined = matches!(next, Some('-' | '.')) && one_more.is_some_and(word);
        !before.is_some_and(|c| word(c) || c == '-') && !next.is_some_and(word) && !joined
    };
    let fits = |range: &Range<usize>| {
        kind != Kind::Step || text.trim_matches(['"', '\'']) == name || text[..range.start].ends_with('#')
    };
    let places = text.match_indices(name).map(|(at, found)| at..at + found.len());
    let places = places.filter(|range| whole(range) && fits(range));
    places.map(|range| span.part(range.start, range.end)).collect()
}

/// Returns where a document names itself in its text, which is no citation.
pub(super) fn own_mentions(document: &Document, name: &str, sources: &Sources) -> Vec<Span> {
    let mut own = Own { name, sources, line: Line::default(), spans: Vec::new() };
    own.line(&document.metadata.title);
    walk::blocks(&document.body, &mut own);
    own.spans
}

struct Own<'a, 'n> {
    name: &'n str,
    sources: &'n Sources,
    line: Line<'a>,
    spans: Vec<Span>,
}

impl<'a> Visitor<'a> for Own<'a, '_> {
    fn line(&mut self, inlines: &'a [Inline]) {
        self.line.fill(inlines);
        for token in token::tokens(&self.line.text) {
            let written = &self.line.text[token.clone()];
            for part in token::parts(written).filter(|part| &written[part.clone()] == self.name) {
                let range = token.start + part.start..token.start + part.end;
                let Some(piece) = self.line.piece_of(&range) else { continue };
                let place = line::place(piece.text, range.start - piece.at, range.end - piece.at, self.sources);
                self.spans.push(place);
            }
        }
    }
}
