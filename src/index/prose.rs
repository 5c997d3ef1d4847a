//! Cuts prose into sections.

use std::sync::Arc;

use super::entry::{self, Entry, EntryKind, Origin};
use super::text::UnitText;
use super::uses::Use;
use crate::link::library::{DocumentIndex, Library};
use crate::model::block::{Block, Grid, Group, Heading, Mark, Table};
use crate::model::document::Metadata;

/// The units of a document, as they are made.
pub(super) struct Units<'a> {
    pub(super) library: &'a Library,
    pub(super) document: DocumentIndex,
    origin: Arc<Origin>,
    list: Vec<Entry>,
    /// The unit that text goes to.
    current: usize,
    /// The open sections: their levels and titles.
    open: Vec<(u8, String)>,
}

impl<'a> Units<'a> {
    /// Begins a document with the unit of its front.
    pub(super) fn new(library: &'a Library, document: DocumentIndex, origin: Arc<Origin>) -> Self {
        let is_procedure = origin.kind.is_some_and(|kind| kind.is_procedure());
        let mut units = Self { library, document, origin, list: Vec::new(), current: 0, open: Vec::new() };
        let kind = if is_procedure { EntryKind::Procedure } else { EntryKind::Document };
        units.add(kind, String::new(), String::new(), Vec::new());
        units
    }

    /// Adds the front, and all that follows it.
    pub(super) fn front(&mut self, metadata: &Metadata, body: &[Block], is_title: impl Fn(&str) -> bool) {
        if let Some(id) = &metadata.id {
            self.identify(id.as_str());
        }
        // The title stands in its field. What a line of text has beside it is kept with the text.
        let mut title = UnitText::default();
        title.inlines(&metadata.title);
        self.text().hide(&title.hidden);
        match body {
            [Block::Heading(heading), rest @ ..] if is_title(&crate::model::inline::plain(&heading.content)) => {
                let mut title = UnitText::default();
                title.inlines(&heading.content);
                let text = self.text();
                text.hide(&title.hidden);
                text.hide(&heading.anchor);
                self.identify_anchor(&heading.anchor);
                self.opening(rest, metadata);
            }
            _ => self.opening(body, metadata),
        }
        self.called(metadata);
    }

    /// Lets the path of the source find the document: the words in it, and the very name of the file where the document
    /// has no identifier, as runbooks are named after their alerts.
    fn called(&mut self, metadata: &Metadata) {
        self.current = 0;
        let path = self.origin.source.clone();
        let bare = path.rsplit_once('.').map_or(path.as_str(), |(bare, _)| bare);
        self.text().hide(&bare.replace('/', " "));
        let apart = humps(bare);
        if apart != bare {
            self.text().hide(&apart.replace('/', " "));
        }
        let name = bare.rsplit('/').next().unwrap_or_default();
        let says_nothing = ["index", "readme"].contains(&name.to_lowercase().as_str());
        if metadata.id.is_none() && !says_nothing {
            self.identify(name);
        }
    }

    /// Adds the body, with what is known about the document before its first section.
    fn opening(&mut self, body: &[Block], metadata: &Metadata) {
        let first = body.iter().position(|block| matches!(block, Block::Heading(_))).unwrap_or(body.len());
        self.blocks(&body[..first]);
        entry::metadata(metadata, self.text());
        self.blocks(&body[first..]);
    }

    /// Returns the units that were made.
    pub(super) fn end(self) -> Vec<Entry> {
        self.list
    }

    /// Returns the text of the unit that is being written.
    pub(super) fn text(&mut self) -> &mut UnitText {
        &mut self.list[self.current].text
    }

    /// Lets a name find the unit before anything else.
    pub(super) fn identify(&mut self, name: &str) {
        let identifiers = &mut self.list[self.current].identifiers;
        if !identifiers.iter().any(|known| known == name) {
            identifiers.push(name.into());
        }
    }

    fn identify_anchor(&mut self, anchor: &str) {
        if !anchor.is_empty() {
            self.identify(&format!("{}#{anchor}", self.origin.document));
        }
    }

    /// Says that the unit answers an alarm or an event.
    pub(super) fn handle(&mut self, name: String) {
        self.list[self.current].handles.push(name);
    }

    /// Says that the unit does something with what bears a name.
    pub(super) fn does(&mut self, what: Use, name: String) {
        let uses = &mut self.list[self.current].uses;
        if !name.is_empty() && !uses.iter().any(|(other, known)| *other == what && *known == name) {
            uses.push((what, name));
        }
    }

    /// Says that the unit declares an event.
    pub(super) fn declare(&mut self, name: &str, meaning: String) {
        self.list[self.current].events.push((name.into(), meaning));
    }

    /// Writes into a new unit, then goes on with the one before.
    pub(super) fn within(&mut self, anchor: String, title: String, phase: &str, write: impl FnOnce(&mut Self)) {
        let before = self.current;
        let mut parents = self.parents();
        parents.extend((!phase.is_empty()).then(|| phase.to_owned()));
        self.add(EntryKind::Step, anchor, title, parents);
        write(self);
        self.current = before;
    }

    fn add(&mut self, kind: EntryKind, anchor: String, title: String, parents: Vec<String>) {
        self.current = self.list.len();
        self.list.push(Entry {
            origin: Arc::clone(&self.origin),
            kind,
            anchor,
            title,
            parents,
            text: UnitText::default(),
            identifiers: Vec::new(),
            handles: Vec::new(),
            uses: Vec::new(),
            events: Vec::new(),
            card: None,
            keys: Vec::new(),
        });
    }

    fn parents(&self) -> Vec<String> {
        self.open.iter().map(|(_, title)| title.clone()).collect()
    }

    /// Adds blocks; a heading among them opens a section.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        self.text().end_line();
        match block {
            Block::Heading(heading) => self.section(heading),
            Block::Paragraph(paragraph) => self.text().line(&paragraph.content),
            Block::List(list) => list.items.iter().for_each(|item| self.blocks(&item.blocks)),
            Block::Table(table) => self.table(table),
            Block::Code(code) => {
                let text = self.text();
                text.hide(code.language().unwrap_or_default());
                text.word(code.caption().unwrap_or_default());
                text.end_line();
                text.shown.push_str(code.text.as_str());
            }
            Block::Quote(inner) => self.blocks(inner),
            Block::Admonition(admonition) => self.blocks(&admonition.blocks),
            Block::Footnote(footnote) => {
                self.text().hide(footnote.label.as_str());
                self.blocks(&footnote.blocks);
            }
            Block::ThematicBreak(_) => {}
            Block::Html(html) => self.text().html(&html.shown()),
            Block::Procedure(procedure) => self.procedure(procedure),
            Block::Presentation(presentation) => {
                let text = self.text();
                text.word(presentation.procedure.as_str());
                presentation.steps.iter().for_each(|step| text.word(step.as_str()));
            }
            Block::Grid(grid) => self.grid(grid),
            Block::Group(group) => self.group(group),
        }
    }

    fn grid(&mut self, grid: &Grid) {
        for row in grid.rows() {
            self.text().end_line();
            for (at, cell) in row.cells.iter().enumerate() {
                if at > 0 {
                    let text = self.text();
                    text.word("|");
                    text.space();
                }
                match cell.blocks.as_slice() {
                    // A cell of one paragraph stands in the line of its row.
                    [Block::Paragraph(paragraph)] => self.text().inlines(&paragraph.content),
                    blocks => self.blocks(blocks),
                }
            }
        }
    }

    fn group(&mut self, group: &Group) {
        let text = self.text();
        text.hide(group.anchor.as_deref().unwrap_or_default());
        text.line(&group.title);
        self.marks(&group.marks);
        self.blocks(&group.blocks);
        self.text().end_line();
    }

    /// Adds what a source says of a part of itself.
    pub(super) fn marks(&mut self, marks: &[Mark]) {
        marks.iter().for_each(|mark| self.text().line(&mark.content));
        self.text().end_line();
    }

    fn section(&mut self, heading: &Heading) {
        let mut title = UnitText::default();
        title.inlines(&heading.content);
        let shown = entry::words_of(&title.shown);
        while self.open.last().is_some_and(|(level, _)| *level >= heading.level) {
            self.open.pop();
        }
        let parents = self.parents();
        self.open.push((heading.level, shown.clone()));
        self.add(EntryKind::Section, heading.anchor.to_string(), shown, parents);
        self.identify_anchor(&heading.anchor);
        let text = self.text();
        text.hide(&title.hidden);
        text.hide(&heading.anchor);
        heading.restates.iter().for_each(|restates| text.hide(&restates.procedure.text));
    }

    fn table(&mut self, table: &Table) {
        let text = self.text();
        for row in std::iter::once(&table.head).chain(&table.rows) {
            text.end_line();
            for (at, cell) in row.iter().enumerate() {
                if at > 0 {
                    text.word("|");
                    text.space();
                }
                text.inlines(cell);
            }
        }
    }
}

/// Parts the words within a name: `gatherLogs` is `gather Logs`.
fn humps(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 8);
    for c in name.chars() {
        if c.is_uppercase() && out.ends_with(|before: char| before.is_lowercase() || before.is_ascii_digit()) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}
