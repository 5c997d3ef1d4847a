//! What the template reads: a document as things to be set, every word and link decided.
//!
//! The template only says how a thing looks. Text reaches it as JSON strings and is never parsed.

use std::collections::BTreeSet;

use serde::Serialize;

/// One PDF.
#[derive(Debug, Serialize)]
pub(super) struct Input {
    /// The title in the PDF's own metadata.
    pub title: String,
    /// The authors in the PDF's own metadata.
    pub authors: Vec<String>,
    /// The language of the words that opsdoc adds.
    pub language: String,
    /// The words "Page", "of" and "Contents".
    pub words: Words,
    /// The front page of a binder.
    pub binder: Option<Front>,
    /// The documents.
    pub parts: Vec<Part>,
    /// The names that can be linked to: a link elsewhere is set as its text.
    pub labels: BTreeSet<String>,
    /// Those of them that are no headings, which typst would name by itself.
    #[serde(skip)]
    pub places: Vec<String>,
}

/// The words that the template itself sets.
#[derive(Debug, Serialize)]
pub(super) struct Words {
    pub page: &'static str,
    pub of: &'static str,
    pub contents: &'static str,
}

/// A title block.
#[derive(Debug, Serialize)]
pub(super) struct Front {
    /// What is to be known before all else: that another document applies.
    pub banner: Vec<Inline>,
    /// The kind of document, above the title.
    pub kind: String,
    pub title: Vec<Inline>,
    /// The size of the title's letters, in points.
    pub size: f32,
    /// What a link to the document leads to.
    pub label: Option<String>,
    /// The level of the title as a heading; none where it is the title of the PDF.
    pub level: Option<usize>,
    /// Identifier and issue, for the running head.
    pub head: String,
    /// The title once more, for the running head.
    pub short: String,
    /// What is known: name, value, and whether the value needs the whole width.
    pub facts: Vec<(String, Vec<Inline>, bool)>,
    /// Whether a table of contents is worth its place.
    pub contents: bool,
}

/// One document of a PDF.
#[derive(Debug, Serialize)]
pub(super) struct Part {
    pub language: String,
    pub front: Front,
    pub body: Vec<Block>,
    /// The heading of the notes.
    pub notes_title: Vec<Block>,
    pub notes: Vec<Note>,
}

/// The text of a footnote, set at the end of its document.
#[derive(Debug, Serialize)]
pub(super) struct Note {
    pub number: usize,
    pub label: String,
    pub back: String,
    pub body: Vec<Block>,
}

/// What stands one below the other.
#[derive(Debug, Serialize)]
#[serde(tag = "t", rename_all = "lowercase")]
pub(super) enum Block {
    Heading {
        level: usize,
        c: Vec<Inline>,
        #[serde(skip_serializing_if = "Option::is_none")]
        label: Option<String>,
    },
    Paragraph {
        c: Vec<Inline>,
    },
    List {
        start: Option<u64>,
        tight: bool,
        tasks: bool,
        items: Vec<Item>,
    },
    Table {
        columns: Vec<f32>,
        size: f32,
        align: Vec<&'static str>,
        head: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    Code {
        /// What its info string says besides the language.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        caption: Vec<Inline>,
        /// One, unless there is too much for one paragraph.
        parts: Vec<Code>,
    },
    /// What stands too deep for a list or a quotation of its own: indented, with its mark.
    Indented {
        by: f32,
        mark: String,
        b: Vec<Block>,
    },
    Quote {
        b: Vec<Block>,
    },
    Admonition {
        kind: &'static str,
        word: String,
        b: Vec<Block>,
    },
    Rule,
    Picture {
        file: String,
        alt: String,
        width: f32,
        caption: String,
    },
    /// A place that raw HTML names, where something may lead to.
    Place {
        label: String,
    },
    /// A procedure shown in place of a directive.
    Frame {
        title: Vec<Inline>,
        b: Vec<Block>,
    },
    Actions {
        a: Vec<Action>,
    },
    /// A table whose cells span others or hold blocks: rows of the head, then of the rest, each cell with its place.
    Grid {
        columns: Vec<f32>,
        size: f32,
        head: Vec<GridCell>,
        cells: Vec<GridCell>,
    },
    /// Blocks under one title: a figure, a table, an example.
    Group {
        kind: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        label: Option<String>,
        caption: Vec<Inline>,
        /// Whether something in it changed.
        changed: bool,
        b: Vec<Block>,
    },
    Step(Box<Step>),
}

/// Some lines of code.
#[derive(Debug, Serialize)]
pub(super) struct Code {
    pub v: String,
    /// The lines one by one, where one is too long and has places to break it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Vec<Inline>>,
}

/// A cell of a grid.
#[derive(Debug, Serialize)]
pub(super) struct GridCell {
    pub x: usize,
    pub y: usize,
    pub columns: usize,
    pub rows: usize,
    pub align: &'static str,
    pub b: Vec<Block>,
}

/// An item of a list.
#[derive(Debug, Serialize)]
pub(super) struct Item {
    pub task: Option<bool>,
    pub b: Vec<Block>,
}

/// A step of a procedure.
#[derive(Debug, Serialize)]
pub(super) struct Step {
    pub level: usize,
    pub label: Option<String>,
    pub number: String,
    pub title: Vec<Inline>,
    /// Whether the title is the step's instruction.
    pub lead: bool,
    pub id: String,
    /// Words for what the operator must mind, each with its kind.
    pub flags: Vec<(&'static str, String)>,
    pub safety: Vec<Block>,
    pub actions: Vec<Action>,
    /// What is to be seen, and what follows: a word and its lines.
    pub after: Vec<(String, Vec<Vec<Inline>>)>,
    pub steps: Vec<Step>,
}

/// What an operator does, and ticks.
#[derive(Debug, Default, Serialize)]
pub(super) struct Action {
    pub verb: String,
    /// Whether each line has a box to tick.
    pub tick: bool,
    pub lines: Vec<Vec<Inline>>,
    /// Arguments: name, value, unit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<(Vec<Inline>, Vec<Inline>, Vec<Inline>)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// Safety text that stands among the actions, and what is shown there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub safety: Vec<Block>,
}

/// What stands within a line.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "t", rename_all = "lowercase")]
pub(super) enum Inline {
    /// Text that is kept on one line.
    Whole {
        v: String,
    },
    /// A place where a word that is too long may be broken.
    Gap,
    Code {
        c: Vec<Inline>,
    },
    Emphasis {
        c: Vec<Inline>,
    },
    Strong {
        c: Vec<Inline>,
    },
    Strike {
        c: Vec<Inline>,
    },
    Raised {
        c: Vec<Inline>,
    },
    Lowered {
        c: Vec<Inline>,
    },
    /// A link within the PDF.
    To {
        to: String,
        c: Vec<Inline>,
    },
    /// A link out of it.
    Url {
        url: String,
        c: Vec<Inline>,
    },
    Picture {
        file: String,
        alt: String,
        width: f32,
    },
    /// A picture that is not there: what stands for it.
    Missing {
        c: Vec<Inline>,
    },
    /// The mark of a footnote.
    Mark {
        number: usize,
        to: String,
        label: Option<String>,
    },
    Tbd {
        c: Vec<Inline>,
    },
    /// A word of opsdoc's among the author's.
    Word {
        v: String,
    },
    /// A place that raw HTML names.
    Place {
        label: String,
    },
    /// A blank for the operator to fill in.
    Blank,
    Break,
    /// The end of a paragraph, where there is too much for one.
    Cut,
    #[serde(untagged)]
    Text(String),
}

impl Inline {
    /// Makes a run of text.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Inline::Text(text.into())
    }

    /// Returns what it stands around.
    pub(super) fn children(&self) -> Option<&[Inline]> {
        match self {
            Inline::Code { c }
            | Inline::Emphasis { c }
            | Inline::Strong { c }
            | Inline::Strike { c }
            | Inline::Raised { c }
            | Inline::Lowered { c }
            | Inline::To { c, .. }
            | Inline::Url { c, .. }
            | Inline::Missing { c }
            | Inline::Tbd { c } => Some(c),
            _ => None,
        }
    }

    /// Returns what it stands around, to be changed.
    pub(super) fn children_mut(&mut self) -> Option<&mut Vec<Inline>> {
        match self {
            Inline::Code { c }
            | Inline::Emphasis { c }
            | Inline::Strong { c }
            | Inline::Strike { c }
            | Inline::Raised { c }
            | Inline::Lowered { c }
            | Inline::To { c, .. }
            | Inline::Url { c, .. }
            | Inline::Missing { c }
            | Inline::Tbd { c } => Some(c),
            _ => None,
        }
    }

    /// Makes a word of opsdoc's.
    pub(super) fn word(word: impl Into<String>) -> Self {
        Inline::Word { v: word.into() }
    }
}
