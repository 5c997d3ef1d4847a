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
    let of_shape = |shape: &Shape| rows.iter().filter(|row| row::fits(row, shape)).cloned().collect();
    let (database, found) = database(id, shapes, of_shape);
    problems.extend(found);
    (database, problems)
}

fn database(id: SourceId, shapes: &[Shape], rows: impl Fn(&Shape) -> Vec<Row>) -> (Database, Vec<Diagnostic>) {
    let mut database = Database { sources: vec![id], ..Database::default() };
    let mut problems = Vec::new();
    let mut scales = item::Scales::default();
    for shape in shapes {
        let rows = rows(shape);
        if !rows.iter().any(|row| row::fits(row, shape)) {
            problems.push(nothing(id, shape));
        }
        for row in &rows {
            item::add(&mut database, &mut scales, shape, row, &mut problems);
        }
    }
    item::describe(&mut database);
    (database, problems)
}

fn nothing(id: SourceId, shape: &Shape) -> Diagnostic {
    let named = |(field, columns): &(Field, Vec<String>)| format!("`{}` for {}", columns.join("` or `"), field.key());
    let columns: Vec<_> = shape.columns.iter().map(named).collect();
    let message = match &shape.heading {
        Some(heading) => format!("no section here has a heading like `{heading}`, and columns {}", columns.join(", ")),
        None => format!("no table here has the columns {}", columns.join(", ")),
    };
    Diagnostic::new(&EMPTY_CATALOGUE, Span::new(id, 0, 0), message)
        .help("write the heads of the columns into `opsdoc.toml` as the table has them")
}
