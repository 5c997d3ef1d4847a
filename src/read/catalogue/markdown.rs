//! Rows of a document's tables, and of its sections.

use ecow::EcoString;

use super::row::{Row, same};
use crate::model::block::{Block, Cell, Heading, List, Table};
use crate::model::document::Document;
use crate::model::inline::{Inline, Text, plain};
use crate::model::walk::each_inline;
use crate::project::catalogue::{Field, Items, Shape};
use crate::text::span::Span;

/// Returns the rows of the tables, or the sections, that have a shape.
pub(super) fn rows(document: &Document, shape: &Shape) -> Vec<Row> {
    let mut rows = Vec::new();
    // The headings that the text here stands under, the widest first.
    let mut headings: Vec<&Heading> = Vec::new();
    for (at, block) in document.body.iter().enumerate() {
        match block {
            Block::Heading(next) => {
                headings.retain(|above| above.level < next.level);
                headings.push(next);
                if shape.heading_says(Field::Name) {
                    rows.extend(section(next, &document.body[at + 1..], shape));
                }
            }
            Block::Table(table) if !shape.heading_says(Field::Name) => rows.extend(table_rows(table, &headings, shape)),
            _ => {}
        }
    }
    rows
}

/// Returns what the nearest heading that is like the shape's says; nothing where none is.
fn said(headings: &[&Heading], shape: &Shape) -> Option<Vec<(EcoString, Text)>> {
    let Some(pattern) = &shape.heading else { return Some(Vec::new()) };
    headings.iter().rev().find_map(|heading| {
        let text = cell(&heading.content, heading.span);
        let found = pattern.captures(&text.text)?;
        let group = |name: &str| {
            let group = found.name(name)?;
            Some((EcoString::from(name), Text::new(group.as_str(), text.part(group.start(), group.end()))))
        };
        Some(pattern.capture_names().flatten().filter_map(group).collect())
    })
}

/// Makes one row of a section: the two columns of its tables are names and values, and so are the two sides of a colon
/// in its lists and paragraphs, where the shape knows the name; the first paragraph without one describes it.
fn section(heading: &Heading, after: &[Block], shape: &Shape) -> Option<Row> {
    let said = said(&[heading], shape)?;
    let body = after.iter().take_while(|block| !matches!(block, Block::Heading(h) if h.level <= heading.level));
    let mut cells: Vec<(EcoString, Text)> = Vec::new();
    for block in body {
        match block {
            Block::Table(table) if table.head.len() == 2 => {
                // A table without words in its head begins with its first row; one with a head may say something there.
                let rows = std::iter::once(&table.head).chain(&table.rows);
                let pairs = rows.filter_map(|row| Some((row.first()?, row.get(1)?)));
                cells.extend(pairs.map(|(key, value)| (key_of(&plain(key)), cell(value, table.span))));
            }
            Block::Paragraph(paragraph) => lines(&paragraph.content, paragraph.span, shape, true, &mut cells),
            Block::List(list) => list_lines(list, shape, &mut cells),
            _ => {}
        }
    }
    Some(Row { cells, heading: said, span: heading.span, table: heading.span })
}

fn list_lines(list: &List, shape: &Shape, cells: &mut Vec<(EcoString, Text)>) {
    for item in &list.items {
        match item.blocks.first() {
            Some(Block::Paragraph(paragraph)) => lines(&paragraph.content, item.span, shape, false, cells),
            Some(Block::List(inner)) => list_lines(inner, shape, cells),
            _ => {}
        }
    }
}

/// Reads the lines of a paragraph: `**Unit**: V`, `Unit: V`. What is none of them can describe the section.
fn lines(inlines: &[Inline], around: Span, shape: &Shape, describes: bool, cells: &mut Vec<(EcoString, Text)>) {
    let pairs: Vec<Option<(EcoString, Text)>> = inlines
        .split(|inline| matches!(inline, Inline::SoftBreak | Inline::HardBreak))
        .map(|line| pair(line, around, shape))
        .collect();
    if pairs.iter().any(Option::is_some) {
        cells.extend(pairs.into_iter().flatten());
    } else if describes && !cells.iter().any(|(head, _)| head.is_empty()) {
        cells.push((EcoString::new(), cell(inlines, around)));
    }
}

/// Reads a name that the shape knows, and what stands after its colon.
fn pair(line: &[Inline], around: Span, shape: &Shape) -> Option<(EcoString, Text)> {
    let whole = cell(line, around);
    let colon = whole.text.find([':', '\u{ff1a}', '='])?;
    let key = key_of(&whole.text[..colon]);
    let known = shape.columns.iter().flat_map(|(_, columns)| columns).chain(&shape.requires);
    known.into_iter().find(|column| same(&key, column))?;
    let after = whole.text[colon..].chars().next().map_or(colon, |sign| colon + sign.len_utf8());
    let rest = &whole.text[after..];
    let start = after + rest.len() - rest.trim_start().len();
    let value = EcoString::from(rest.trim());
    let span = whole.part(start, start + value.len());
    // A value out of several runs has the place of the whole line, and must not be as long as it by chance.
    let span = if span == whole.span && span.len() == value.len() && value != whole.text {
        Span { end: span.start, ..span }
    } else {
        span
    };
    Some((key, Text::new(value, span)))
}

/// Returns a name without what sets it off.
fn key_of(written: &str) -> EcoString {
    written.trim().trim_end_matches([':', '\u{ff1a}']).trim_matches(['*', '_', '`', ' ', '\u{a0}']).into()
}

fn table_rows(table: &Table, headings: &[&Heading], shape: &Shape) -> Vec<Row> {
    let heads: Vec<EcoString> = table.head.iter().map(|head| plain(head).into()).collect();
    let named = |field| shape.columns_of(field).iter().any(|column| heads.iter().any(|head| same(head, column)));
    let needed = if shape.items == Items::Alarms { Field::Of } else { Field::Name };
    let Some(said) = said(headings, shape).filter(|_| named(needed)) else { return Vec::new() };
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
