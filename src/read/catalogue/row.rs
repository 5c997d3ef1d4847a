//! A row: cells under the heads of their columns, wherever it stands.

use ecow::EcoString;

use crate::model::inline::Text;
use crate::project::catalogue::{Field, Items, Shape};
use crate::text::span::Span;

/// A row of a table, or a section whose parts have names.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// The cells with the heads of their columns.
    pub cells: Vec<(EcoString, Text)>,
    /// What the heading above says, by the names of its groups.
    pub heading: Vec<(EcoString, Text)>,
    /// The whole row.
    pub span: Span,
    /// The table that it stands in; the source where that is one table.
    pub table: Span,
}

impl Row {
    /// Returns what the row says of a field; nothing where the cell is empty, or a dash that stands for nothing.
    pub(super) fn get<'r>(&'r self, shape: &'r Shape, field: Field) -> Option<&'r Text> {
        self.all(shape, field).next()
    }

    /// Returns all that the row says of a field, in the order in which the project file names the columns.
    pub(super) fn all<'r>(&'r self, shape: &'r Shape, field: Field) -> impl Iterator<Item = &'r Text> {
        let heading = self.heading.iter().filter(move |(name, _)| name == field.key()).map(|(_, text)| text);
        let cells = shape.columns_of(field).iter().filter_map(|column| self.cell(column));
        heading.chain(cells).filter(|text| !matches!(text.text.trim(), "" | "-" | "–" | "—"))
    }

    /// Returns the first paragraph of a section.
    pub(super) fn get_unnamed(&self) -> Option<&Text> {
        self.cells.iter().find(|(head, _)| head.is_empty()).map(|(_, text)| text)
    }

    /// Returns the cell under a head.
    pub(super) fn cell(&self, column: &str) -> Option<&Text> {
        self.cells.iter().find(|(head, _)| same(head, column)).map(|(_, text)| text)
    }
}

/// Tells whether a row has all that a shape needs: the columns that it requires, a name, and for what belongs to something, its owner.
pub(super) fn fits(row: &Row, shape: &Shape) -> bool {
    let has = |field| shape.heading_says(field) || shape.columns_of(field).iter().any(|c| row.cell(c).is_some());
    let owned = !shape.columns_of(Field::Of).is_empty() || shape.heading_says(Field::Of);
    let named = has(Field::Name) || shape.items == Items::Alarms;
    shape.requires.iter().all(|column| row.cell(column).is_some()) && named && (!owned || has(Field::Of))
}

/// Tells whether a head is the one that is meant: case and white space around do not count.
pub(super) fn same(head: &str, column: &str) -> bool {
    head.trim().to_lowercase() == column.trim().to_lowercase()
}
