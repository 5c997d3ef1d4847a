//! Sections that have an identifier of their own: `### CP-001: Loss of signal`.

use std::ops::Range;

use super::library::DocumentIndex;
use super::symbols::{Symbol, Symbols};
use crate::model::block::{Block, Heading};
use crate::model::document::Document;
use crate::model::inline::{Inline, Kind, Text, plain};
use crate::notation::token;
use crate::project::config::Project;

/// Adds the sections of a document whose headings begin with what the project calls a procedure or a document.
pub(super) fn add(symbols: &mut Symbols, project: &Project, index: DocumentIndex, document: &Document) {
    if [Kind::Procedure, Kind::Document].into_iter().all(|kind| project.pattern(kind).is_none()) {
        return;
    }
    for block in &document.body {
        let Block::Heading(heading) = block else { continue };
        let Some(id) = identifier(project, heading) else { continue };
        let is_known = document.procedures().any(|procedure| procedure.id.text == id.text);
        if is_known || document.id().is_some_and(|own| own.text == id.text) {
            continue;
        }
        symbols.add(Symbol {
            kind: Kind::Document,
            title: title(&plain(&heading.content), &id.text).into(),
            id: id.text,
            document: Some(index),
            anchor: heading.anchor.clone(),
            item: None,
            parent: None,
            span: id.span,
        });
    }
}

/// Returns the identifier that a heading begins with, after its number.
fn identifier(project: &Project, heading: &Heading) -> Option<Text> {
    let (Inline::Text(run) | Inline::Code(run)) = heading.content.first()? else { return None };
    let is_number = |token: &Range<usize>| run.text[token.clone()].bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let mut tokens = token::tokens(&run.text);
    let first = tokens.next()?;
    let name = if is_number(&first) { tokens.next()? } else { first };
    let id = &run.text[name.clone()];
    let mut kinds = [Kind::Procedure, Kind::Document].into_iter();
    let is_known = kinds.any(|kind| project.pattern(kind).is_some_and(|pattern| pattern.is_match(id)));
    let leads = run.text[..name.start].chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    let rest = &run.text[name.end..];
    let titled = rest.is_empty() || rest.trim_start().starts_with([':', '—', '–', '-', '(']) || is_title(rest);
    (is_known && leads && titled).then(|| Text::new(id, run.part(name.start, name.end)))
}

/// Tells whether what follows an identifier can be a title: a new word in capitals.
fn is_title(rest: &str) -> bool {
    rest.starts_with(' ') && rest.trim_start().starts_with(char::is_uppercase)
}

/// Returns what a heading says besides the identifier.
pub(super) fn title<'t>(heading: &'t str, id: &str) -> &'t str {
    let rest = heading.split_once(id).map_or(heading, |(_, rest)| rest);
    rest.trim_start_matches([' ', ':', '—', '–', '-']).trim()
}
