//! What printing finds in an author's text.

use crate::lint;

lint! {
    /// ## What it does
    /// Finds a document whose PDF cannot bear the marks of PDF/A-2a and PDF/UA-1.
    ///
    /// ## Why it matters
    /// An archive takes only PDFs that will look the same in thirty years and that can be read
    /// aloud. A character that no embedded font has, or one that Unicode gives no fixed meaning,
    /// breaks that promise. The PDF is made all the same, tagged, but without the marks; where a glyph
    /// is missing, a box with the code of the character stands for it, and what is copied or searched
    /// is the character.
    ///
    /// ## How to mend it
    /// Replace the character by a word or by one that the fonts have: Latin, Greek and Cyrillic
    /// letters, arrows, mathematical signs and many symbols are there, emoji are not.
    pub static NOT_ARCHIVAL = "X201" "not-archival" Note;
}

lint! {
    /// ## What it does
    /// Finds a picture that is there and cannot be read as SVG, PNG, JPEG, GIF or WebP.
    ///
    /// ## Why it matters
    /// The PDF shows the alternative text in a box instead, and an operator misses the picture.
    ///
    /// ## How to mend it
    /// Open the file in a drawing program and save it again as SVG or PNG.
    pub static UNREADABLE_PICTURE = "X202" "unreadable-picture" Warning;
}

lint! {
    /// ## What it does
    /// Finds raw HTML, of which the PDF shows the text only.
    ///
    /// ## Why it matters
    /// Layout, pictures and links that stand in raw HTML are in the HTML page and not in the PDF.
    ///
    /// ## How to mend it
    /// Say it in Markdown where the PDF matters.
    pub static HTML_REDUCED = "X203" "html-reduced" Note;
}

lint! {
    /// ## What it does
    /// Finds a document that could not be laid out and whose PDF holds its bare text.
    ///
    /// ## Why it matters
    /// All the words are there; tables, lists and steps are not.
    ///
    /// ## How to mend it
    /// Look for something very deep: quotations or lists within one another, many times over.
    /// If there is none, it is a defect of opsdoc: please report it.
    pub static PLAIN_LAYOUT = "X204" "plain-layout" Warning;
}

/// Every lint of printing.
pub static ALL: &[&crate::diagnostic::Lint] = &[&NOT_ARCHIVAL, &UNREADABLE_PICTURE, &HTML_REDUCED, &PLAIN_LAYOUT];
