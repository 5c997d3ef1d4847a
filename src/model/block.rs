//! What stands one below the other.

use ecow::EcoString;

use super::inline::{Inline, RawHtml, Text};
use super::procedure::Procedure;
use crate::text::span::Span;

/// One thing of a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Paragraph),
    /// A list, ordered or not.
    List(List),
    /// A table.
    Table(Table),
    /// A block of code.
    Code(CodeBlock),
    /// A quotation.
    Quote(Vec<Block>),
    /// A warning, a caution or a note.
    Admonition(Admonition),
    /// The text of a footnote.
    Footnote(Footnote),
    /// A break between thoughts: a rule.
    ThematicBreak(Span),
    /// Raw HTML, as written.
    Html(Box<RawHtml>),
    /// A procedure, as its definition says it.
    Procedure(Box<Procedure>),
    /// The place where a procedure's definition, or some steps of it, is to be shown.
    Presentation(Presentation),
    /// A table whose cells span others or hold blocks.
    Grid(Box<Grid>),
    /// Blocks under one title, name or mark: a figure, a table with its title, an example.
    Group(Box<Group>),
}

/// A heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// From 1 to 6.
    pub level: u8,
    /// The text.
    pub content: Vec<Inline>,
    /// The anchor: as written, else as GitHub makes it; unique in its document.
    pub anchor: EcoString,
    /// The place where the anchor is written, if it is.
    pub explicit: Option<Span>,
    /// The procedure that the section under the heading retells.
    pub restates: Option<Box<Restates>>,
    /// The whole heading.
    pub span: Span,
}

/// What a section says of the procedure that it retells.
#[derive(Debug, Clone, PartialEq)]
pub struct Restates {
    /// The procedure.
    pub procedure: Text,
    /// Whether it leaves steps out on purpose.
    pub partial: bool,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph {
    /// The text.
    pub content: Vec<Inline>,
    /// The whole paragraph.
    pub span: Span,
}

/// A list.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// The first number of an ordered list.
    pub start: Option<u64>,
    /// Whether the items stand close, without paragraphs (CommonMark 0.31, 5.3).
    pub tight: bool,
    /// The items.
    pub items: Vec<ListItem>,
    /// The whole list.
    pub span: Span,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListItem {
    /// Whether a task is done, where the item is a task.
    pub checked: Option<bool>,
    /// What the item holds.
    pub blocks: Vec<Block>,
    /// The whole item.
    pub span: Span,
}

/// How a column of a table is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Alignment {
    /// As the renderer likes.
    #[default]
    Default,
    /// To the left.
    Left,
    /// In the middle.
    Center,
    /// To the right.
    Right,
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The setting of each column.
    pub alignments: Vec<Alignment>,
    /// The header row.
    pub head: Vec<Cell>,
    /// The other rows, each as long as the header, or longer where the source has more cells in it.
    pub rows: Vec<Vec<Cell>>,
    /// The whole table.
    pub span: Span,
}

/// A cell of a table.
pub type Cell = Vec<Inline>;

/// A table as standards for XML documents have it (CALS, OASIS Technical Resolution 9503:1995): rows at head and foot,
/// cells over several columns and rows, blocks in cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows at the head, which stand again on each page.
    pub head: Vec<GridRow>,
    /// The rows.
    pub body: Vec<GridRow>,
    /// The rows at the foot.
    pub foot: Vec<GridRow>,
    /// The whole table.
    pub span: Span,
}

/// A column of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Column {
    /// How its cells are set.
    pub alignment: Alignment,
    /// Its share of the width, beside those of the others; none where it is as wide as it needs.
    pub share: Option<f32>,
}

/// A row of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct GridRow {
    /// The cells that begin in it, from the left.
    pub cells: Vec<GridCell>,
    /// The whole row.
    pub span: Span,
}

/// A cell of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct GridCell {
    /// The column that it begins in, from 0.
    pub column: usize,
    /// How many columns it takes, at least 1; no two cells take the same place.
    pub columns: usize,
    /// How many rows it takes, at least 1 and no more than its part of the grid has.
    pub rows: usize,
    /// How it is set, where not as its column.
    pub alignment: Option<Alignment>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// The whole cell.
    pub span: Span,
}

impl Grid {
    /// Visits every row, from the head to the foot.
    pub fn rows(&self) -> impl Iterator<Item = &GridRow> {
        self.head.iter().chain(&self.body).chain(&self.foot)
    }

    /// Visits every cell, row by row.
    pub fn cells(&self) -> impl Iterator<Item = &GridCell> {
        self.rows().flat_map(|row| &row.cells)
    }
}

/// What blocks belong together as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupKind {
    /// Nothing that has a word: something marks or names them.
    Plain,
    /// A figure, numbered where it has a title.
    Figure,
    /// A table under its title, numbered where it has one.
    Table,
    /// An example.
    Example,
    /// What is seen when something is wrong.
    Condition,
    /// Why it is wrong.
    Cause,
    /// What mends it.
    Remedy,
    /// Links to what belongs to a text.
    Related,
    /// Keys with what they stand for.
    Keys,
}

/// Blocks that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// As what.
    pub kind: GroupKind,
    /// The name that links lead to; unique in its document.
    pub anchor: Option<EcoString>,
    /// The title.
    pub title: Vec<Inline>,
    /// What the source says of them as a whole.
    pub marks: Vec<Mark>,
    /// The blocks.
    pub blocks: Vec<Block>,
    /// The whole of it.
    pub span: Span,
}

/// What a mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// To what it applies: to other products or conditions it says nothing (S1000D 3.9.5.3, DITA 2.4.3.2).
    Applies,
    /// It is new in this issue.
    Added,
    /// It is changed in this issue.
    Modified,
    /// It is no longer so in this issue.
    Deleted,
    /// How it is classified, or a caveat on it: a portion of a whole that bears a marking itself (S1000D 3.9.6.1).
    Portion,
}

impl MarkKind {
    /// Tells whether it says that something changed.
    pub fn is_change(self) -> bool {
        matches!(self, MarkKind::Added | MarkKind::Modified | MarkKind::Deleted)
    }
}

/// Something that a source says of a part of itself: to what it applies, that it changed, how it is classified.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Of what kind.
    pub kind: MarkKind,
    /// To what it applies, why it changed, or its marking.
    pub content: Vec<Inline>,
    /// Where it is said.
    pub span: Span,
}

/// A block of code.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeBlock {
    /// The info string of a fenced block (CommonMark 0.31, 4.5); its first word is the language.
    pub info: Option<EcoString>,
    /// The code, with its last line ending.
    pub text: Text,
}

impl CodeBlock {
    /// Returns the language: the first word of the info string.
    pub fn language(&self) -> Option<&str> {
        self.info.as_ref()?.split_whitespace().next()
    }

    /// Returns what the info string says besides the language: a title, lines to mind. Nobody but its author can
    /// tell which of it is for readers.
    pub fn caption(&self) -> Option<&str> {
        let info = self.info.as_ref()?.trim();
        let (_, rest) = info.split_once(char::is_whitespace)?;
        Some(rest.trim_start())
    }
}

/// What kind of admonition: safety text as in ISO 3864-2 and S1000D, and GitHub's alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdmonitionKind {
    /// A hazard that will kill or destroy where it is not avoided (ANSI Z535.6).
    Danger,
    /// A hazard to people or to the mission.
    Warning,
    /// A hazard to equipment.
    Caution,
    /// Something to know.
    Note,
    /// Something that helps.
    Tip,
    /// Something not to be missed.
    Important,
}

/// A warning, a caution or a note.
#[derive(Debug, Clone, PartialEq)]
pub struct Admonition {
    /// Its kind.
    pub kind: AdmonitionKind,
    /// What it says.
    pub blocks: Vec<Block>,
    /// The whole of it.
    pub span: Span,
}

/// The text of a footnote.
#[derive(Debug, Clone, PartialEq)]
pub struct Footnote {
    /// The label that its marks name.
    pub label: Text,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// The place where a procedure's definition is to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Presentation {
    /// The procedure.
    pub procedure: Text,
    /// The steps to be shown; all of them where none is named.
    pub steps: Vec<Text>,
    /// The whole directive.
    pub span: Span,
}
