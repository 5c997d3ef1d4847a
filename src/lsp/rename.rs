//! Gives a document, a procedure or a step another identifier, everywhere.

use super::find::{self, Found, Thing};
use crate::link::symbols::SymbolIndex;
use crate::model::inline::Kind;
use crate::notation::token;
use crate::pipeline::PROJECT_FILE;
use crate::pipeline::load::Folder;
use crate::text::span::Span;

/// Returns the symbol that can be renamed at a byte, and where its name stands there, or why it cannot.
pub(super) fn renamable(folder: &Folder, found: &Found, offset: usize) -> Result<(SymbolIndex, Span), String> {
    let Thing::Symbol(symbol) = found.thing else {
        return Err("only documents, procedures and steps can be renamed".to_owned());
    };
    let symbols = &folder.library.symbols;
    let known = symbols.get(symbol);
    if !matches!(known.kind, Kind::Document | Kind::Procedure | Kind::Step) {
        return Err(format!("a {} is renamed in the mission database, not in the documents", known.kind.name()));
    }
    // `FCP-AOC-010#step-1` is a step; before the `#` stands its procedure.
    let here = |span: &Span| span.start as usize <= offset && offset <= span.end as usize;
    for symbol in [Some(symbol), known.parent].into_iter().flatten() {
        let known = symbols.get(symbol);
        let places = find::within(&folder.gathered.sources, found.span, &known.id, known.kind);
        if let Some(place) = places.into_iter().find(here) {
            return Ok((symbol, place));
        }
    }
    Err("no identifier stands here".to_owned())
}

/// Returns every place where the identifier of a symbol stands: its definition, what cites it, the texts of its own
/// document, and the project file. No two overlap.
pub(super) fn places(folder: &Folder, symbol: SymbolIndex) -> Vec<Span> {
    let known = folder.library.symbols.get(symbol);
    let sources = &folder.gathered.sources;
    let mut spans = vec![known.span];
    spans.extend(find::uses(folder, &Thing::Symbol(symbol)));
    if let (Some(document), Kind::Document | Kind::Procedure) = (known.document, known.kind) {
        let document = folder.library.document(document);
        spans.extend(document.metadata.id.as_ref().map(|id| id.span));
        spans.extend(find::own_mentions(document, &known.id, sources));
        // `FCP-AOC-010#step-1` leads to a step, and names its procedure.
        let steps = folder.library.symbols.of_kind(Kind::Step).filter(|(_, step)| step.parent == Some(symbol));
        spans.extend(steps.flat_map(|(step, _)| find::uses(folder, &Thing::Symbol(step))));
    }
    let mut places: Vec<Span> =
        spans.into_iter().flat_map(|span| find::within(sources, span, &known.id, known.kind)).collect();
    if known.kind != Kind::Step {
        places.extend(in_project(folder, &known.id));
    }
    places.sort_by_key(|span| (span.source, span.start, span.end));
    places.dedup();
    places
}

/// Returns where the project file names a document: the binders, which list them between quotation marks.
fn in_project(folder: &Folder, id: &str) -> Vec<Span> {
    let project = folder.gathered.sources.iter().find(|(_, source)| source.path == PROJECT_FILE);
    let Some((source, text)) = project.map(|(source, file)| (source, &file.text)) else { return Vec::new() };
    let quoted = ['"', '\''].map(|quote| format!("{quote}{id}{quote}"));
    let found = quoted.iter().flat_map(|quoted| text.match_indices(quoted.as_str()));
    found.map(|(at, found)| Span::new(source, at + 1, at + found.len() - 1)).collect()
}

/// Says why a symbol cannot have this name, if it cannot.
pub(super) fn objection(folder: &Folder, symbol: SymbolIndex, name: &str) -> Option<String> {
    let symbols = &folder.library.symbols;
    let known = symbols.get(symbol);
    if token::tokens(name).next() != Some(0..name.len()) || name.is_empty() {
        return Some(format!("`{name}` is no identifier: letters, digits and `_`, joined by single `-` or `.`"));
    }
    if let Some(pattern) = folder.project.pattern(known.kind).filter(|pattern| !pattern.is_match(name)) {
        return Some(format!("the project has identifiers of this kind look like `{pattern}`, and `{name}` does not"));
    }
    let taken = match known.parent {
        Some(procedure) => symbols.step(procedure, name),
        None => symbols.named(name).first().copied(),
    };
    let taken = taken.filter(|other| *other != symbol);
    taken.map(|other| format!("`{name}` is already the name of a {}", symbols.get(other).kind.name()))
}
