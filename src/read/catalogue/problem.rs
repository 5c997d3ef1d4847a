//! What can be wrong in a catalogue.

use crate::diagnostic::Lint;
use crate::lint;

/// Every lint of catalogues, in the order of the codes.
pub static ALL: &[&Lint] = &[&EMPTY_CATALOGUE, &MALFORMED_CATALOGUE, &MISPLACED_ROW];

lint! {
    /// ## What it does
    /// Finds files that the project names as a mission database and in which nothing has the shape
    /// that the project file describes: no table with these columns, no section with such a heading.
    ///
    /// ## Why it matters
    /// What is not read is not checked, and nobody would notice: a renamed column takes all its
    /// parameters out of the database.
    ///
    /// ## Example
    /// ```toml
    /// [[database]]
    /// path = "telemetry.md"
    /// format = "markdown"
    ///
    /// [[database.parameters]]
    /// name = "Nmae"
    /// ```
    ///
    /// ## How to mend it
    /// Write the heads of the columns as the table has them, or remove the shape.
    pub static EMPTY_CATALOGUE = "X301" "empty-catalogue" Error;
}

lint! {
    /// ## What it does
    /// Finds rows of a table in CSV that have more cells than the table has columns, and YAML that
    /// cannot be read.
    ///
    /// ## Why it matters
    /// A separator too many moves values into other columns: a limit becomes a unit.
    ///
    /// ## Example
    /// ```text
    /// Name;Unit
    /// EPS_BAT1_VOLT;V;24,5
    /// ```
    ///
    /// ## How to mend it
    /// Put text that holds a separator into quotation marks.
    pub static MALFORMED_CATALOGUE = "X302" "malformed-catalogue" Error;
}

lint! {
    /// ## What it does
    /// Finds arguments and labels that belong to nothing: the telecommand or the parameter that they
    /// name is not in the same file.
    ///
    /// ## Why it matters
    /// They are left out of the database, and what cites them is not checked.
    ///
    /// ## Example
    /// ```markdown
    /// ### AOC_MODES values
    /// ```
    ///
    /// The parameter is `AOC_MODE`.
    ///
    /// ## How to mend it
    /// Name the telecommand or the parameter as it is named where it is described.
    pub static MISPLACED_ROW = "X303" "misplaced-row" Warning;
}
