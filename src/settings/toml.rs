//! TOML 1.0 into settings.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Malformed, Table, Value};
use crate::model::inline::Text;
use crate::text::span::{SourceId, Span};

/// Reads TOML that stands at `offset` in a source.
pub fn parse(text: &str, source: SourceId, offset: usize) -> Result<Table, Malformed> {
    let place = Place { text, source, offset };
    match DeTable::parse(text) {
        Ok(table) => Ok(place.table(table.get_ref(), 0..text.len())),
        Err(error) => {
            let range = error.span().unwrap_or(0..0);
            Err(Malformed { message: error.message().to_owned(), span: place.span(range) })
        }
    }
}

struct Place<'a> {
    text: &'a str,
    source: SourceId,
    offset: usize,
}

impl Place<'_> {
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.source, self.offset + range.start, self.offset + range.end)
    }

    fn table(&self, table: &DeTable<'_>, range: std::ops::Range<usize>) -> Table {
        let mut entries: Vec<_> = table
            .iter()
            .map(|(key, value)| (self.decoded(key.get_ref(), self.span(key.span())), self.value(value)))
            .collect();
        // The parser keeps keys in alphabetical order; readers expect their own.
        entries.sort_by_key(|(key, _)| key.span.start);
        Table { entries, span: self.span(range) }
    }

    fn value(&self, value: &Spanned<DeValue<'_>>) -> Value {
        let range = value.span();
        match value.get_ref() {
            DeValue::Table(table) => Value::Table(self.table(table, range)),
            DeValue::Array(array) => Value::List(array.iter().map(|item| self.value(item)).collect(), self.span(range)),
            DeValue::String(string) => Value::Scalar(self.decoded(string, self.inner(range))),
            // Numbers, truth values and dates mean what is written: `1.10` is an issue, not a number.
            _ => Value::Scalar(Text::new(self.text.get(range.clone()).unwrap_or_default().trim(), self.span(range))),
        }
    }

    fn decoded(&self, text: &str, place: Span) -> Text {
        let range = place.start as usize - self.offset..place.end as usize - self.offset;
        Text::decoded(text, place, self.text.get(range).unwrap_or_default())
    }

    /// Returns the place of a string without its quotes.
    fn inner(&self, range: std::ops::Range<usize>) -> Span {
        let written = self.text.get(range.clone()).unwrap_or_default();
        let quotes =
            if written.len() >= 6 && (written.starts_with("\"\"\"") || written.starts_with("'''")) { 3 } else { 1 };
        if written.len() >= 2 * quotes && written.starts_with(['"', '\'']) {
            self.span(range.start + quotes..range.end - quotes)
        } else {
            self.span(range)
        }
    }
}
