//! The headings and steps of a document, as the editor's outline has them.

use lsp_types::{DocumentSymbol, SymbolKind};

use super::position::Lines;
use crate::model::block::Block;
use crate::model::document::Document;
use crate::model::inline::plain;
use crate::model::procedure::{Procedure, Step};
use crate::text::span::Span;

/// Returns the outline of a document.
pub(super) fn of(document: &Document, lines: &Lines<'_>) -> Vec<DocumentSymbol> {
    let mut open: Vec<(u8, DocumentSymbol)> = Vec::new();
    let mut roots = Vec::new();
    for block in &document.body {
        match block {
            Block::Heading(heading) => {
                close(&mut open, &mut roots, heading.level);
                let title = plain(&heading.content);
                open.push((heading.level, entry(&title, "", SymbolKind::STRING, heading.span, heading.span, lines)));
            }
            Block::Procedure(procedure) => {
                let entry = of_procedure(document, procedure, lines);
                match open.last_mut() {
                    Some((_, holder)) => holder.children.get_or_insert_default().push(entry),
                    None => roots.push(entry),
                }
            }
            _ => {}
        }
    }
    close(&mut open, &mut roots, 0);
    roots
}

/// Puts the headings of this level and below into those that hold them.
fn close(open: &mut Vec<(u8, DocumentSymbol)>, roots: &mut Vec<DocumentSymbol>, level: u8) {
    while let Some((_, entry)) = open.pop_if(|(of, _)| *of >= level) {
        match open.last_mut() {
            Some((_, holder)) => {
                holder.range.end = holder.range.end.max(entry.range.end);
                holder.children.get_or_insert_default().push(entry);
            }
            None => roots.push(entry),
        }
    }
}

fn of_procedure(document: &Document, procedure: &Procedure, lines: &Lines<'_>) -> DocumentSymbol {
    let title = document.title().unwrap_or_default();
    let (span, id) = (procedure.span, procedure.id.span);
    let mut symbol = entry(&procedure.id.text, &title, SymbolKind::MODULE, span, id, lines);
    let phases = procedure.phases.iter().flat_map(|phase| &phase.steps);
    let watchdogs = procedure.watchdogs.iter().flat_map(|watchdog| &watchdog.steps);
    let steps = phases.chain(watchdogs).chain(&procedure.closeout.steps);
    symbol.children = Some(steps.map(|step| of_step(step, lines)).collect());
    symbol
}

fn of_step(step: &Step, lines: &Lines<'_>) -> DocumentSymbol {
    let title = format!("{} {}", step.number, plain(step.called()));
    let mut symbol = entry(title.trim(), &step.id.text, SymbolKind::METHOD, step.span, step.id.span, lines);
    if !step.steps.is_empty() {
        symbol.children = Some(step.steps.iter().map(|inner| of_step(inner, lines)).collect());
    }
    symbol
}

#[allow(deprecated, reason = "the type cannot be made without the field")]
fn entry(name: &str, detail: &str, kind: SymbolKind, whole: Span, name_at: Span, lines: &Lines<'_>) -> DocumentSymbol {
    let range = lines.range(whole.range());
    // The protocol demands that the name lies within.
    let name_at = if whole.start <= name_at.start && name_at.end <= whole.end { name_at } else { whole };
    DocumentSymbol {
        name: if name.is_empty() { "…".to_owned() } else { name.to_owned() },
        detail: Some(detail.to_owned()).filter(|detail| !detail.is_empty()),
        kind,
        tags: None,
        deprecated: None,
        range,
        selection_range: lines.range(name_at.range()),
        children: None,
    }
}

/// Returns where an anchor of a document stands: its heading or its step.
pub(super) fn anchor(document: &Document, anchor: &str) -> Option<Span> {
    let mut found = None;
    for block in &document.body {
        match block {
            Block::Heading(heading) if heading.anchor == anchor => found = found.or(Some(heading.span)),
            Block::Procedure(procedure) => procedure.each_step(&mut |step| {
                if step.id.text == anchor {
                    found = found.or(Some(step.id.span));
                }
            }),
            _ => {}
        }
    }
    found
}
