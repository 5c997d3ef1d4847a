//! What can be wrong with procedures in Markdown.

use crate::diagnostic::Lint;
use crate::lint;

lint! {
    /// ## What it does
    /// Finds what looks like steps in a document that a dialect reads, and was not placed: rows of a table, items of
    /// a list, lines between fences.
    ///
    /// ## Why it matters
    /// It is shown as it is written, but has no number and no anchor, and no rule follows it.
    ///
    /// ## Example
    /// ```markdown
    /// | Event | Action |
    /// |---|---|
    /// | AOS | Lock the receiver |
    /// ```
    ///
    /// ## How to mend it
    /// If they are steps, say so in the dialect, as by a column in `columns`. If not, leave it, or turn the finding
    /// off for the file.
    pub static UNPLACED_STEP = "X430" "unplaced-step" Note;
}

lint! {
    /// ## What it does
    /// Finds lines whose label says something that they are not: a telecommand whose arguments cannot be read, a check
    /// that compares nothing, a part that is not written as its heading says.
    ///
    /// ## Why it matters
    /// The line is kept as it is written, as something done by hand. It is sent and checked by nobody but the reader.
    ///
    /// ## Example
    /// ```markdown
    /// **TC:** the heater command, with battery 1
    /// ```
    ///
    /// ## How to mend it
    /// Write what follows the label as the manual has it, or use the label for something done by hand.
    pub static UNREAD_ACTION = "X431" "unread-action" Note;
}

lint! {
    /// ## What it does
    /// Finds documents whose front matter names a dialect that the project file does not have.
    ///
    /// ## Why it matters
    /// The document is read as prose: its procedures have no steps.
    ///
    /// ## Example
    /// ```yaml
    /// ---
    /// dialect: contingancy
    /// ---
    /// ```
    ///
    /// ## How to mend it
    /// Write the `name` of a `[[dialect]]`, or add one.
    pub static UNKNOWN_DIALECT = "X432" "unknown-dialect" Error;
}

lint! {
    /// ## What it does
    /// Finds procedures in which no step was found: a document or a section that a dialect takes for one.
    ///
    /// ## Why it matters
    /// Nothing of it can be cited by step or followed. Either it is no procedure, or its steps are written in a way
    /// that the dialect does not know.
    ///
    /// ## Example
    /// ```toml
    /// [[dialect]]
    /// name = "tests"
    /// files = ["tests/*.md"]
    /// id = 'TP-\d+'
    /// steps = ["lists"]
    /// ```
    /// and a document whose steps stand in a table.
    ///
    /// ## How to mend it
    /// Describe how its steps are written, or leave the file out of `files`.
    pub static PROCEDURE_WITHOUT_STEPS = "X433" "procedure-without-steps" Warning;
}

/// Every lint of dialects.
pub static ALL: &[&Lint] = &[&UNPLACED_STEP, &UNREAD_ACTION, &UNKNOWN_DIALECT, &PROCEDURE_WITHOUT_STEPS];
