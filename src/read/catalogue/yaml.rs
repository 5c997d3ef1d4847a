//! Rows of YAML: tables in a list.

use ecow::EcoString;

use super::problem::MALFORMED_CATALOGUE;
use super::row::Row;
use crate::diagnostic::Diagnostic;
use crate::model::inline::Text;
use crate::settings::{Table, Value};
use crate::text::source::Source;
use crate::text::span::{SourceId, Span};

/// Returns every table that stands in a list.
pub(super) fn rows(id: SourceId, source: &Source) -> (Vec<Row>, Vec<Diagnostic>) {
    match crate::settings::yaml::parse(&source.text, id, 0) {
        Ok(value) => {
            let mut rows = Vec::new();
            gather(&value, &mut rows);
            (rows, Vec::new())
        }
        Err(malformed) => {
            let problem = Diagnostic::new(&MALFORMED_CATALOGUE, malformed.span, malformed.message);
            (Vec::new(), vec![problem.help("write it as YAML 1.2; indent by spaces")])
        }
    }
}

fn gather(value: &Value, rows: &mut Vec<Row>) {
    match value {
        Value::List(values, _) => {
            for value in values {
                match value {
                    Value::Table(table) => rows.push(row(table)),
                    other => gather(other, rows),
                }
            }
        }
        Value::Table(table) => table.entries.iter().for_each(|(_, value)| gather(value, rows)),
        Value::Scalar(_) => {}
    }
}

/// Makes a row of a table; of labels under numbers, the text that a cell would hold.
fn row(table: &Table) -> Row {
    let cell = |(key, value): &(Text, Value)| (key.text.clone(), written(value));
    Row {
        cells: table.entries.iter().map(cell).collect(),
        heading: Vec::new(),
        span: table.span,
        table: Span::at_start(table.span.source),
    }
}

fn written(value: &Value) -> Text {
    match value {
        Value::Scalar(text) => text.clone(),
        Value::List(values, span) => {
            let parts: Vec<EcoString> = values.iter().map(|value| written(value).text).collect();
            Text::composed(parts.join(", "), *span)
        }
        Value::Table(table) => {
            let pair = |(key, value): &(Text, Value)| format!("{}={}", key.text, written(value).text);
            Text::composed(table.entries.iter().map(pair).collect::<Vec<_>>().join(", "), table.span)
        }
    }
}
