//! What can be wrong in Markdown itself.

use crate::diagnostic::Lint;
use crate::lint;

lint! {
    /// ## What it does
    /// Finds front matter that is not well-formed YAML or TOML.
    ///
    /// ## Why it matters
    /// Nothing of it can be used then: the document has no id, no issue, no marking. Its text is
    /// shown as it is written, so that nothing is lost.
    ///
    /// ## Example
    /// ```yaml
    /// ---
    /// title: "EPS manual
    /// ---
    /// ```
    ///
    /// ## How to mend it
    /// Mend the line that the message points at; quote values that hold `:` or `#`.
    pub static MALFORMED_FRONT_MATTER = "X101" "malformed-front-matter" Error;
}

lint! {
    /// ## What it does
    /// Finds metadata whose value is none of those that it can be: a status that is no known word, a date that is no
    /// day of the calendar, a language that has no such tag.
    ///
    /// ## Why it matters
    /// The value is shown as it is written, but search does not rank by it and no mark is drawn from it.
    ///
    /// ## Example
    /// ```yaml
    /// status: operationnal
    /// ```
    ///
    /// ## How to mend it
    /// Write one of the words that the message names.
    pub static UNKNOWN_METADATA_VALUE = "X102" "unknown-metadata-value" Warning;
}

lint! {
    /// ## What it does
    /// Finds blocks that stand in more than a hundred others (quotations in lists in quotations …).
    ///
    /// ## Why it matters
    /// No page can show that; what stands deeper is shown at the hundredth level.
    ///
    /// ## Example
    /// A line that begins with more than a hundred `>`.
    ///
    /// ## How to mend it
    /// Take the text out of some of its quotations or lists.
    pub static NESTED_TOO_DEEPLY = "X103" "nested-too-deeply" Warning;
}

lint! {
    /// ## What it does
    /// Finds `:::` directives that opsdoc does not know or cannot read.
    ///
    /// ## Why it matters
    /// The line is shown as text instead of what it should bring in.
    ///
    /// ## Example
    /// ```markdown
    /// ::: proceedure FCP-AOC-010 :::
    /// ```
    ///
    /// ## How to mend it
    /// Write `::: procedure ID :::`, with the ids of steps after the procedure's where only these are wanted.
    pub static UNKNOWN_DIRECTIVE = "X104" "unknown-directive" Error;
}

lint! {
    /// ## What it does
    /// Finds rows of tables with more cells than the table has columns.
    ///
    /// ## Why it matters
    /// GitHub and most other tools drop such cells without a word. opsdoc shows them beyond the last column,
    /// where they belong to no heading. Mostly a bar is meant as a character of a cell.
    ///
    /// ## Example
    /// ```markdown
    /// | Byte | Meaning |
    /// |---|---|
    /// | `|` | separator |
    /// ```
    ///
    /// ## How to mend it
    /// Write `\|` for a bar that belongs to a cell, in code too; else give the table a further column.
    pub static EXCESS_CELLS = "X105" "excess-cells" Warning;
}

lint! {
    /// ## What it does
    /// Finds comments in raw HTML that are never closed, and what else hides words up to an end that is not there:
    /// `<?`, `<![CDATA[`.
    ///
    /// ## Why it matters
    /// GitHub and browsers hide all that follows, be it the rest of the document. opsdoc shows it, but as text without
    /// mark-up: links in it lead nowhere, and rules do not read it. Mind that a comment which begins within other
    /// HTML ends with that HTML, at the next blank line.
    ///
    /// ## Example
    /// ```markdown
    /// <!-- to be written --
    ///
    /// Send the command twice.
    /// ```
    ///
    /// ## How to mend it
    /// Write `-->` where the comment ends.
    pub static UNCLOSED_COMMENT = "X106" "unclosed-comment" Warning;
}

lint! {
    /// ## What it does
    /// Finds blocks of code that begin with a fence and run to the end of the document, because no fence ends them.
    ///
    /// ## Why it matters
    /// All that follows is shown as code: headings, links and steps in it are none, and rules do not read it.
    ///
    /// ## Example
    /// ```markdown
    /// ~~~ sh
    /// opsdoc check
    ///
    /// ## Next
    /// ```
    ///
    /// ## How to mend it
    /// Write the fence that ends the block: the same sign, at least as often, on a line of its own.
    pub static UNCLOSED_CODE = "X107" "unclosed-code" Warning;
}

lint! {
    /// ## What it does
    /// Finds keys of front matter that opsdoc does not know and that differ by one letter, or by capitals, from one
    /// that it knows and that the document does not have. Keys of your own may have any other name.
    ///
    /// ## Why it matters
    /// The value is kept and shown, but it has no meaning: a page without its `classification` bears no marking, and
    /// one without its `applicability` applies everywhere.
    ///
    /// ## Example
    /// ```yaml
    /// ---
    /// id: MAN-EPS-001
    /// clasification: DIFFUSION-RESTREINTE
    /// ---
    /// ```
    ///
    /// ## How to mend it
    /// Write the key as the manual has it.
    pub static MISSPELT_METADATA = "X108" "misspelt-metadata" Warning;
}

lint! {
    /// ## What it does
    /// Finds links and pictures that are none, because the path in their brackets has a space.
    ///
    /// ## Why it matters
    /// The reader sees brackets instead of a link, and nobody checks where it leads.
    ///
    /// ## Example
    /// ```markdown
    /// See [the limits](EPS manual.md).
    /// ```
    ///
    /// ## How to mend it
    /// Write the path in angle brackets, `[the limits](<EPS manual.md>)`, or `%20` for each space.
    pub static NO_LINK_FOR_SPACE = "X109" "space-in-address" Warning;
}

/// Every lint of Markdown.
pub static ALL: &[&Lint] = &[
    &MALFORMED_FRONT_MATTER,
    &UNKNOWN_METADATA_VALUE,
    &NESTED_TOO_DEEPLY,
    &UNKNOWN_DIRECTIVE,
    &EXCESS_CELLS,
    &UNCLOSED_COMMENT,
    &UNCLOSED_CODE,
    &MISSPELT_METADATA,
    &NO_LINK_FOR_SPACE,
];
