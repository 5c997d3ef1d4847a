//! Rows of comma-separated values (RFC 4180).

use csv::{ReaderBuilder, StringRecord};
use ecow::EcoString;

use super::problem::MALFORMED_CATALOGUE;
use super::row::Row;
use crate::diagnostic::Diagnostic;
use crate::model::inline::Text;
use crate::text::source::Source;
use crate::text::span::{SourceId, Span};

/// Returns the rows of a file whose first line names the columns.
pub(super) fn rows(id: SourceId, source: &Source) -> (Vec<Row>, Vec<Diagnostic>) {
    let text = source.text.as_str();
    let mut reader =
        ReaderBuilder::new().delimiter(separator(text)).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let (mut heads, mut rows, mut problems) = (Vec::<EcoString>::new(), Vec::new(), Vec::new());
    let (mut record, mut start) = (StringRecord::new(), 0);
    // The text is UTF-8 and held in memory, so that reading a record cannot fail.
    while let Ok(true) = reader.read_record(&mut record) {
        let end = reader.position().byte() as usize;
        if end >= text.len()
            && let Some(open) = unclosed(text, start..end)
        {
            let message = "a quotation mark is not closed: all that follows is one cell";
            let problem = Diagnostic::new(&MALFORMED_CATALOGUE, Span::new(id, open, open + 1), message);
            problems.push(problem.label("opened here").help("close it at the end of the cell"));
        }
        let cells = places(id, text, start..end, &record);
        start = end;
        if heads.is_empty() {
            heads = cells.into_iter().map(|cell| cell.text).collect();
            continue;
        }
        let span = Span::new(
            id,
            cells.first().map_or(end, |c| c.span.start as usize),
            cells.last().map_or(end, |c| c.span.end as usize),
        );
        if let Some(extra) = cells.iter().skip(heads.len()).find(|cell| !cell.text.is_empty()) {
            let message = format!("this row has {} cells, and the table {} columns", cells.len(), heads.len());
            let problem = Diagnostic::new(&MALFORMED_CATALOGUE, extra.span, message);
            problems.push(problem.help("put text that holds a separator into quotation marks"));
        }
        rows.push(Row {
            cells: heads.iter().cloned().zip(cells).collect(),
            heading: Vec::new(),
            span,
            table: Span::at_start(id),
        });
    }
    (rows, problems)
}

/// Returns what separates the cells: what stands most often in the first line.
fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// Returns where the last cell of the last record opens a quotation mark that nothing closes: then the record has an odd
/// number of them (RFC 4180, 2.7).
fn unclosed(text: &str, range: std::ops::Range<usize>) -> Option<usize> {
    let record = text.get(range.clone())?;
    let marks: Vec<usize> = record.match_indices('"').map(|(at, _)| at).collect();
    let separator = separator(text);
    // The one that is left over stands where a cell begins.
    let begins = |at: usize| {
        at == 0
            || matches!(record.as_bytes().get(at - 1), Some(b'\n' | b'\r'))
            || record.as_bytes().get(at - 1) == Some(&separator)
    };
    let open = marks.iter().rev().step_by(1).find(|at| begins(**at));
    let after = |open: usize| marks.iter().filter(|at| **at > open).count();
    open.filter(|open| after(**open) % 2 == 0).map(|open| range.start + open)
}

/// Finds the cells of a record in its bytes; one that is written with doubled quotation marks has the record's place.
fn places(id: SourceId, text: &str, range: std::ops::Range<usize>, record: &StringRecord) -> Vec<Text> {
    let mut at = range.start;
    let cell = |field: &str| {
        let shown = field.trim();
        let found = text.get(at..range.end).and_then(|rest| rest.find(shown)).map(|offset| at + offset);
        match found {
            Some(start) => {
                at = start + shown.len();
                Text::new(shown, Span::new(id, start, at))
            }
            None => Text::new(shown, Span::new(id, range.start, range.end)),
        }
    };
    record.iter().map(cell).collect()
}
