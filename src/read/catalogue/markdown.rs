//! Rows of a document's tables, and of its sections.

use ecow::EcoString;

use super::row::{Row, same};
use crate::model::block::{Block, Cell, Heading, Table};
use crate::model::document::Document;
use crate::model::inline::{Inline, Text, plain};
use crate::model::walk::each_inline;
use crate::project::catalogue::{Field, Items, Shape};
use crate::text::span::Span;

/// Returns the rows of the tables, or the sections, that have a shape.
pub(super) fn rows(document: &Document, shape: &Shape) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut heading: Option<&Heading> = None;
    for (at, block) in document.body.iter().enumerate() {
        match block {
            Block::Heading(next) => {
                heading = Some(next);
                if shape.heading_says(Field::Name) {
                    rows.extend(section(next, &document.body[at + 1..], shape));
                }
            }
            Block::Table(table) if !shape.heading_says(Field::Name) => rows.extend(table_rows(table, heading, shape)),
            _ => {}
        }
    }
    rows
}

/// Returns what the heading says, where it is like the shape's; nothing where it is not.
fn said(heading: Option<&Heading>, shape: &Shape) -> Option<Vec<(EcoString, Text)>> {
    let Some(pattern) = &shape.heading else { return Some(Vec::new()) };
    let text = cell(&heading?.content, heading?.span);
    let found = pattern.captures(&text.text)?;
    let group = |name: &str| {
        let group = found.name(name)?;
        Some((EcoString::from(name), Text::new(group.as_str(), text.part(group.start(), group.end()))))
    };
    Some(pattern.capture_names().flatten().filter_map(group).collect())
}

/// Makes one row of a section: the two columns of its tables are names and values, its first paragraph describes it.
fn section(heading: &Heading, after: &[Block], shape: &Shape) -> Option<Row> {
    let said = said(Some(heading), shape)?;
    let body = after.iter().take_while(|block| !matches!(block, Block::Heading(h) if h.level <= heading.level));
    let mut cells = Vec::new();
    for block in body {
        match block {
            Block::Table(table) if table.head.len() == 2 => {
                let pairs = table.rows.iter().filter_map(|row| Some((row.first()?, row.get(1)?)));
                cells.extend(pairs.map(|(key, value)| (plain(key).into(), cell(value, table.span))));
            }
            Block::Paragraph(paragraph) if cells.is_empty() => {
                cells.push((EcoString::new(), cell(&paragraph.content, paragraph.span)));
            }
            _ => {}
        }
    }
    Some(Row { cells, heading: said, span: heading.span, table: heading.span })
}

fn table_rows(table: &Table, heading: Option<&Heading>, shape: &Shape) -> Vec<Row> {
    let heads: Vec<EcoString> = table.head.iter().map(|head| plain(head).into()).collect();
    let named = |field| shape.columns_of(field).iter().any(|column| heads.iter().any(|head| same(head, column)));
    let needed = if shape.items == Items::Alarms { Field::Of } else { Field::Name };
    let Some(said) = said(heading, shape).filter(|_| named(needed)) else { return Vec::new() };
    let row = |cells: &Vec<Cell>| Row {
        cells: heads.iter().cloned().zip(cells.iter().map(|inlines| cell(inlines, table.span))).collect(),
        heading: said.clone(),
        span: cells.iter().map(|inlines| cell(inlines, table.span).span).next().unwrap_or(table.span),
        table: table.span,
    };
    table.rows.iter().map(row).collect()
}

/// Returns the text of a cell and its place: that of its runs, where it has any.
fn cell(inlines: &[Inline], around: Span) -> Text {
    let mut runs: Vec<&Text> = Vec::new();
    each_inline(inlines, &mut |inline| {
        if let Inline::Text(text) | Inline::Code(text) = inline {
            runs.push(text);
        }
    });
    match (runs.first(), runs.last()) {
        (Some(only), _) if runs.len() == 1 => Text::new(only.text.trim(), trimmed(only)),
        (Some(first), Some(last)) => {
            let span = Span { end: last.span.end, ..first.span };
            Text::new(plain(inlines).trim(), span)
        }
        _ => Text::new(EcoString::new(), Span { end: around.start, ..around }),
    }
}

fn trimmed(text: &Text) -> Span {
    let start = text.text.len() - text.text.trim_start().len();
    text.part(start, start + text.text.trim().len())
}
