//! Metadata that stand in the text: `**Version:** 1.0`, or a row of a table.

use super::words::{Words, slice, span_of};
use crate::model::block::Block;
use crate::model::document::{Metadata, Status};
use crate::model::inline::{Inline, Text, plain};
use crate::project::dialect::Dialect;
use crate::text::date::is_day;
use crate::text::source::Source;

/// Takes what the lines of a text say of the document into its metadata; they stay in the text. What the front matter
/// says has the last word.
pub(super) fn read(dialect: &Dialect, source: &Source, body: &[Block], metadata: &mut Metadata) {
    if dialect.metadata.is_empty() {
        return;
    }
    for block in body {
        match block {
            Block::Paragraph(paragraph) => {
                for line in super::words::lines(&paragraph.content) {
                    let [Inline::Strong(key), rest @ ..] = line.as_slice() else { continue };
                    let Some(field) = dialect.field(&plain(key)) else { continue };
                    let text = plain(rest);
                    let from = text.len() - text.trim_start_matches([' ', ':', '\u{a0}']).len();
                    let rest = slice(rest, from..text.len(), source);
                    set(field, &rest, source, metadata);
                }
            }
            Block::Table(table) => {
                for row in std::iter::once(&table.head).chain(&table.rows) {
                    let [key, value] = row.as_slice() else { continue };
                    if let Some(field) = dialect.field(&plain(key)) {
                        set(field, value, source, metadata);
                    }
                }
            }
            _ => {}
        }
    }
}

fn set(field: &str, value: &[Inline], source: &Source, metadata: &mut Metadata) {
    let Some(span) = span_of(value) else { return };
    let words = Words::of(value, source, span);
    let text = words.part(0..words.text().len());
    if text.text.is_empty() {
        return;
    }
    let all = || -> Vec<Text> {
        let mut from = 0;
        let pieces = words.text().split([',', ';']).map(|piece| {
            let range = from..from + piece.len();
            from += piece.len() + 1;
            words.part(range)
        });
        pieces.filter(|text| !text.text.is_empty()).collect()
    };
    let slot = match field {
        "id" => &mut metadata.id,
        "issue" => &mut metadata.issue,
        "revision" => &mut metadata.revision,
        "date" if is_day(&text.text) => &mut metadata.date,
        "lang" => &mut metadata.language,
        "classification" => &mut metadata.classification,
        "caveats" => &mut metadata.caveats,
        "criticality" => &mut metadata.criticality,
        "database" => &mut metadata.database,
        "condition" => &mut metadata.applicability.condition,
        "status" => {
            metadata.status = metadata.status.or_else(|| Status::of(&text.text.to_lowercase()));
            return;
        }
        "title" if metadata.title.is_empty() => {
            metadata.title = value.to_vec();
            return;
        }
        "authors" if metadata.authors.is_empty() => return metadata.authors = all(),
        "missions" if metadata.applicability.missions.is_empty() => return metadata.applicability.missions = all(),
        "satellites" if metadata.applicability.satellites.is_empty() => {
            return metadata.applicability.satellites = all();
        }
        "environments" if metadata.applicability.environments.is_empty() => {
            return metadata.applicability.environments = all();
        }
        "phases" if metadata.applicability.phases.is_empty() => return metadata.applicability.phases = all(),
        _ => return,
    };
    slot.get_or_insert(text);
}
