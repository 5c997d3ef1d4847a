//! Reads the mission databases that teams keep as tables: in Markdown, CSV or YAML.
//!
//! 1. [`markdown`], [`separated`] and [`yaml`] make rows of a source, by the shapes that the project file gives.
//! 2. [`item`] makes parameters, telecommands, arguments and labels of rows, [`alarm`] their alarms.
//! 3. [`value`] reads what stands in one cell: ranges, labels, arguments.
//!
//! A dictionary in Markdown stays a document too; only its tables are read a second time.

mod alarm;
mod item;
mod markdown;
pub mod problem;
mod row;
mod separated;
mod value;
mod yaml;

use self::problem::EMPTY_CATALOGUE;
use self::row::Row;
use crate::diagnostic::Diagnostic;
use crate::model::database::Database;
use crate::model::document::Document;
use crate::project::catalogue::{Field, Shape};
use crate::text::source::Source;
use crate::text::span::{SourceId, Span};

/// Reads the dictionary that a document is.
pub fn of_document(document: &Document, shapes: &[Shape]) -> (Database, Vec<Diagnostic>) {
    let rows = |shape: &Shape| markdown::rows(document, shape);
    database(document.source, shapes, rows)
}

/// Reads a table in comma-separated values (RFC 4180); `;` and tabs separate too.
pub fn of_csv(id: SourceId, source: &Source, shapes: &[Shape]) -> (Database, Vec<Diagnostic>) {
    let (rows, mut problems) = separated::rows(id, source);
    let (database, found) = database(id, shapes, |_| rows.clone());
    problems.extend(found);
    (database, problems)
}

/// Reads lists of tables in YAML: a list at the top, or lists under keys.
pub fn of_yaml(id: SourceId, source: &Source, shapes: &[Shape]) -> (Database, Vec<Diagnostic>) {
    let (rows, mut problems) = yaml::rows(id, source);
    if !problems.is_empty() {
        // Nothing was read, and what is missing follows from that.
        return (Database { sources: vec![id], ..Database::default() }, problems);
    }
    let of_shape = |shape: &Shape| rows.iter().filter(|row| row::fits(row, shape)).cloned().collect();
    let (database, found) = database(id, shapes, of_shape);
    problems.extend(found);
    (database, problems)
}

/// Columns that a finding lists at most.
const MOST_HEADS: usize = 12;

fn database(id: SourceId, shapes: &[Shape], rows: impl Fn(&Shape) -> Vec<Row>) -> (Database, Vec<Diagnostic>) {
    let mut database = Database { sources: vec![id], ..Database::default() };
    let mut problems = Vec::new();
    let mut scales = item::Scales::default();
    for shape in shapes {
        let rows = rows(shape);
        if !rows.iter().any(|row| row::fits(row, shape)) {
            problems.push(nothing(id, shape, &rows));
        }
        for row in &rows {
            item::add(&mut database, &mut scales, shape, row, &mut problems);
        }
    }
    item::describe(&mut database);
    (database, problems)
}

/// Says that nothing fits a shape, and which columns there are instead.
fn nothing(id: SourceId, shape: &Shape, rows: &[Row]) -> Diagnostic {
    let required = shape.requires.iter().map(|column| format!("`{column}`"));
    let needed = shape.columns.iter().filter(|(field, _)| matches!(field, Field::Name | Field::Of));
    let named = needed.map(|(field, columns)| format!("`{}` for {}", columns.join("` or `"), field.key()));
    let columns: Vec<_> = required.chain(named).collect();
    let plural = if columns.len() > 1 { "s" } else { "" };
    let message = match (&shape.heading, columns.as_slice()) {
        (Some(heading), []) => format!("no section here has a heading like `{heading}`"),
        (Some(heading), columns) => {
            format!("no section here has a heading like `{heading}`, and column{plural} {}", columns.join(", "))
        }
        (None, columns) => format!("no table here has the column{plural} {}", columns.join(", ")),
    };
    let mut heads: Vec<&str> = Vec::new();
    for (head, _) in rows.iter().flat_map(|row| &row.cells).filter(|(head, _)| !head.is_empty()) {
        if heads.len() < MOST_HEADS && !heads.contains(&head.as_str()) {
            heads.push(head);
        }
    }
    let mut finding = Diagnostic::new(&EMPTY_CATALOGUE, Span::new(id, 0, 0), message)
        .help("write the heads of the columns into `opsdoc.toml` as the table has them");
    if !heads.is_empty() {
        finding = finding.note(format!("the columns here are `{}`", heads.join("`, `")));
    }
    finding
}
