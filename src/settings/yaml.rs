//! YAML 1.2 into settings.
//!
//! Scalars keep the characters that are written: `1.10` is an issue and not a number, `no` is a word.

use saphyr_parser::{Event, Parser};

use super::{Malformed, Table, Value};
use crate::model::inline::Text;
use crate::text::span::{SourceId, Span};

/// Values within values that are followed; deeper ones are refused.
const DEEPEST: usize = 64;

/// Reads the first document of YAML that stands at `offset` in a source.
///
/// An alias stays the word that it is written as: nothing is expanded, so nothing can explode.
pub fn parse(text: &str, source: SourceId, offset: usize) -> Result<Value, Malformed> {
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let span = |from: usize, to: usize| {
        let byte = |index: usize| offset + bytes.get(index).copied().unwrap_or(text.len());
        Span::new(source, byte(from), byte(to))
    };
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, marks) = event.map_err(|error| {
            let at = error.marker().index();
            Malformed { message: error.info().to_owned(), span: span(at, at + 1) }
        })?;
        let place = span(marks.start.index(), marks.end.index());
        let done = match event {
            Event::SequenceStart(..) => {
                open.push(Open { values: Vec::new(), mapping: false, span: place });
                None
            }
            Event::MappingStart(..) => {
                open.push(Open { values: Vec::new(), mapping: true, span: place });
                None
            }
            Event::Scalar(value, ..) => {
                // A text over several lines has a space for each of their ends.
                let place = inner(text, place, offset);
                Some(Value::Scalar(Text::decoded(&*value, place, written(text, place, offset))))
            }
            Event::Alias(_) => Some(Value::Scalar(Text::new(written(text, place, offset).trim(), place))),
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(|closed| closed.close(place)),
            Event::DocumentEnd => break,
            _ => None,
        };
        if open.len() > DEEPEST {
            return Err(Malformed { message: format!("more than {DEEPEST} values within one another"), span: place });
        }
        match (done, open.last_mut()) {
            (Some(value), Some(holder)) => holder.values.push(value),
            (Some(value), None) => return Ok(value),
            (None, _) => {}
        }
    }
    Ok(Value::Table(Table { entries: Vec::new(), span: span(0, 0) }))
}

/// A list or a table that has not ended. A table's keys and values stand in turn.
struct Open {
    values: Vec<Value>,
    mapping: bool,
    span: Span,
}

impl Open {
    fn close(self, end: Span) -> Value {
        let span = Span { end: end.end.max(self.span.end), ..self.span };
        if !self.mapping {
            return Value::List(self.values, span);
        }
        let mut entries = Vec::new();
        let mut values = self.values.into_iter();
        while let (Some(key), Some(value)) = (values.next(), values.next()) {
            let key = match key {
                Value::Scalar(text) => text,
                other => Text::new("?", other.span().part(0, 0)),
            };
            entries.push((key, value));
        }
        Value::Table(Table { entries, span })
    }
}

/// Returns what stands at a place, where the text begins at a byte of its source.
fn written(text: &str, place: Span, offset: usize) -> &str {
    text.get(place.start as usize - offset..place.end as usize - offset).unwrap_or_default()
}

/// Returns the place of a scalar without its quotes and without the white space after it.
fn inner(text: &str, place: Span, offset: usize) -> Span {
    let trimmed = written(text, place, offset).trim_end();
    let quoted = trimmed.len() >= 2 && trimmed.starts_with(['"', '\'']) && trimmed.ends_with(['"', '\'']);
    if quoted { place.part(1, trimmed.len() - 1) } else { place.part(0, trimmed.len()) }
}
