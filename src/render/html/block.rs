//! Blocks into HTML.

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::site::Site;
use super::{escape, raw};
use crate::link::library::{DocumentIndex, Target};
use crate::link::names::Names;
use crate::model::block::{
    Admonition, AdmonitionKind, Alignment, Block, Cell, CodeBlock, Footnote, Grid, GridCell, GridRow, Group, GroupKind,
    Heading, List, ListItem, Mark, MarkKind, Presentation, Table,
};
use crate::model::inline::Kind;
use crate::render::words;
use crate::text::span::Span;

/// Writes the body of one page.
pub(super) struct Writer<'a> {
    /// What is written so far.
    pub(super) out: String,
    pub(super) site: &'a Site<'a>,
    /// The document whose page this is.
    pub(super) page: DocumentIndex,
    /// The document whose text is written: that of a definition while it is presented.
    pub(super) document: DocumentIndex,
    /// The language of the words that opsdoc adds.
    pub(super) language: &'a str,
    pub(super) within_link: bool,
    /// Whether raw HTML was written since this was last cleared.
    pub(super) has_raw: bool,
    /// Whether raw HTML is to stay as it is.
    pub(super) raw_as_written: bool,
    /// What the anchors of steps begin with, where another page shows them.
    pub(super) step_prefix: String,
    /// How deep headings stand below the page's own.
    pub(super) presenting: u8,
    footnotes: FxHashMap<EcoString, usize>,
    /// How often each anchor of a step or a section was wanted: a page may present a procedure twice.
    anchors: FxHashMap<String, usize>,
    /// What the places of each document are called, as far as that was asked.
    names: FxHashMap<DocumentIndex, Names>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(site: &'a Site<'a>, document: DocumentIndex) -> Self {
        Self {
            out: String::new(),
            site,
            page: document,
            document,
            language: site.library.document(document).language_or(site.project.default_language()),
            within_link: false,
            has_raw: false,
            raw_as_written: false,
            step_prefix: String::new(),
            presenting: 0,
            footnotes: FxHashMap::default(),
            anchors: FxHashMap::default(),
            names: FxHashMap::default(),
        }
    }

    /// Writes blocks. Raw HTML may open in one block and close in another, so what stands from the
    /// first block with raw HTML to the last is cleaned as one.
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        if self.raw_as_written {
            blocks.iter().for_each(|block| self.block(block));
            return;
        }
        let is_raw = |block: &Block| matches!(block, Block::Html(_));
        let first = blocks.iter().position(is_raw).unwrap_or(blocks.len());
        let last = blocks.iter().rposition(is_raw).map_or(first, |last| last + 1);
        for block in &blocks[..first] {
            self.cleaned(|writer| writer.block(block));
        }
        if first < last {
            self.cleaned(|writer| blocks[first..last].iter().for_each(|block| writer.block(block)));
        }
        for block in &blocks[last..] {
            self.cleaned(|writer| writer.block(block));
        }
    }

    /// Writes something, and cleans it if raw HTML is in it.
    fn cleaned(&mut self, write: impl FnOnce(&mut Self)) {
        let start = self.out.len();
        let outer = std::mem::take(&mut self.has_raw);
        write(self);
        if self.has_raw && !self.raw_as_written {
            let clean = raw::clean(&self.out[start..]);
            self.out.truncate(start);
            self.out.push_str(&clean);
            if !self.out.ends_with('\n') {
                self.out.push('\n');
            }
        }
        // Cleaned once is clean: the holder need not clean it again.
        self.has_raw = outer;
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(paragraph) => {
                self.out.push_str("<p>");
                self.inlines(&paragraph.content);
                self.out.push_str("</p>\n");
            }
            Block::List(list) => self.list(list),
            Block::Table(table) => self.table(table),
            Block::Code(code) => self.code(code),
            Block::Quote(inner) => {
                self.out.push_str("<blockquote>\n");
                self.blocks(inner);
                self.out.push_str("</blockquote>\n");
            }
            Block::Admonition(admonition) => self.admonition(admonition),
            Block::Footnote(footnote) => self.footnote(footnote),
            Block::ThematicBreak(_) => self.out.push_str("<hr />\n"),
            Block::Html(html) => self.raw(html),
            Block::Procedure(procedure) => {
                let prefix = self.site.library.document(self.document).prefix(procedure);
                let outer = std::mem::replace(&mut self.step_prefix, prefix.into());
                self.procedure(procedure);
                self.step_prefix = outer;
            }
            Block::Presentation(presentation) => self.presentation(presentation),
            Block::Grid(grid) => self.grid(grid),
            Block::Group(group) => self.group(group),
        }
    }

    fn heading(&mut self, heading: &'a Heading) {
        let level = heading.level.clamp(1, 6);
        self.out.push_str(&format!("<h{level} id=\""));
        escape::text(&mut self.out, &heading.anchor);
        self.out.push_str("\">");
        self.inlines(&heading.content);
        self.out.push_str(&format!("</h{level}>\n"));
        if let Some(restates) = &heading.restates {
            self.out.push_str("<p class=\"restates\" data-gen>");
            escape::text(&mut self.out, words::RESTATES.in_language(self.language));
            self.out.push(' ');
            self.name(&restates.procedure);
            if restates.partial {
                escape::text(&mut self.out, &format!(" ({})", words::IN_PART.in_language(self.language)));
            }
            self.out.push_str("</p>\n");
        }
    }

    fn list(&mut self, list: &'a List) {
        let tag = if list.start.is_some() { "ol" } else { "ul" };
        self.out.push('<');
        self.out.push_str(tag);
        if let Some(start) = list.start.filter(|start| *start != 1) {
            self.attribute("start", &start.to_string());
        }
        if list.items.iter().any(|item| item.checked.is_some()) {
            self.attribute("class", "tasks");
        }
        self.out.push_str(">\n");
        for item in &list.items {
            self.item(item, list.tight);
        }
        self.out.push_str(&format!("</{tag}>\n"));
    }

    fn item(&mut self, item: &'a ListItem, tight: bool) {
        self.out.push_str("<li>");
        if let Some(done) = item.checked {
            let checked = if done { " checked=\"\"" } else { "" };
            self.out.push_str(&format!("<input type=\"checkbox\" disabled=\"\"{checked} /> "));
        }
        let mut bare = tight;
        for (at, block) in item.blocks.iter().enumerate() {
            match block {
                Block::Paragraph(paragraph) if tight => {
                    if at > 0 && !self.out.ends_with('\n') {
                        self.out.push('\n');
                    }
                    self.cleaned(|writer| writer.inlines(&paragraph.content));
                    if self.out.ends_with('\n') {
                        self.out.pop();
                    }
                    bare = true;
                }
                block => {
                    if !self.out.ends_with('\n') && (bare || at == 0) {
                        self.out.push('\n');
                    }
                    self.blocks(std::slice::from_ref(block));
                    bare = false;
                }
            }
        }
        self.out.push_str("</li>\n");
    }

    fn table(&mut self, table: &'a Table) {
        self.out.push_str("<div class=\"table\"><table>\n<thead>\n");
        self.row(&table.head, table, "th");
        self.out.push_str("</thead>\n<tbody>\n");
        table.rows.iter().for_each(|row| self.row(row, table, "td"));
        self.out.push_str("</tbody>\n</table></div>\n");
    }

    fn row(&mut self, row: &'a [Cell], table: &Table, tag: &str) {
        self.out.push_str("<tr>\n");
        for (at, cell) in row.iter().enumerate() {
            let align = align(table.alignments.get(at).copied().unwrap_or_default());
            self.out.push_str(&format!("<{tag}{align}>"));
            self.inlines(cell);
            self.out.push_str(&format!("</{tag}>\n"));
        }
        self.out.push_str("</tr>\n");
    }

    fn grid(&mut self, grid: &'a Grid) {
        self.out.push_str("<div class=\"table\"><table>\n");
        let parts = [(&grid.head, "thead", "th"), (&grid.body, "tbody", "td"), (&grid.foot, "tfoot", "td")];
        for (rows, part, tag) in parts.into_iter().filter(|(rows, ..)| !rows.is_empty()) {
            self.out.push_str(&format!("<{part}>\n"));
            rows.iter().for_each(|row| self.grid_row(row, grid, tag));
            self.out.push_str(&format!("</{part}>\n"));
        }
        self.out.push_str("</table></div>\n");
    }

    fn grid_row(&mut self, row: &'a GridRow, grid: &Grid, tag: &str) {
        self.out.push_str("<tr>\n");
        row.cells.iter().for_each(|cell| self.grid_cell(cell, grid, tag));
        self.out.push_str("</tr>\n");
    }

    fn grid_cell(&mut self, cell: &'a GridCell, grid: &Grid, tag: &str) {
        self.out.push_str(&format!("<{tag}"));
        for (name, count) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
            if count > 1 {
                self.attribute(name, &count.to_string());
            }
        }
        let column = grid.columns.get(cell.column).map(|column| column.alignment).unwrap_or_default();
        self.out.push_str(align(cell.alignment.unwrap_or(column)));
        self.out.push('>');
        match cell.blocks.as_slice() {
            [Block::Paragraph(paragraph)] => self.cleaned(|writer| writer.inlines(&paragraph.content)),
            blocks => self.blocks(blocks),
        }
        self.out.push_str(&format!("</{tag}>\n"));
    }

    /// Writes what belongs together. The title of a table stands above it, that of a figure below.
    fn group(&mut self, group: &'a Group) {
        let (tag, class) = match group.kind {
            GroupKind::Plain => ("div", "group"),
            GroupKind::Figure => ("figure", "figure"),
            GroupKind::Table => ("figure", "titled"),
            GroupKind::Example => ("figure", "example"),
            GroupKind::Condition | GroupKind::Cause | GroupKind::Remedy => ("section", "labelled"),
            GroupKind::Related => ("section", "related"),
            GroupKind::Keys => ("section", "keys"),
        };
        let changed = if group.marks.iter().any(|mark| mark.kind.is_change()) { " changed" } else { "" };
        self.out.push_str(&format!("<{tag} class=\"{class}{changed}\""));
        if let Some(anchor) = &group.anchor {
            let anchor = self.own_anchor(anchor);
            self.attribute("id", &anchor);
        }
        self.out.push_str(">\n");
        self.marks(&group.marks);
        if let Some(word) = words::group(group.kind) {
            self.out.push_str("<p class=\"label\" data-gen>");
            escape::text(&mut self.out, word.in_language(self.language));
            self.out.push_str("</p>\n");
        }
        let below = group.kind == GroupKind::Figure;
        if !below {
            self.group_title(group);
        }
        self.blocks(&group.blocks);
        if below {
            self.group_title(group);
        }
        self.out.push_str(&format!("</{tag}>\n"));
    }

    fn group_title(&mut self, group: &'a Group) {
        if group.title.is_empty() {
            return;
        }
        let document = self.document;
        let number = self.names(document).number(group);
        let word = match group.kind {
            GroupKind::Plain => None,
            GroupKind::Figure => Some(words::PICTURE),
            GroupKind::Table => Some(words::TABLE),
            GroupKind::Example => Some(words::EXAMPLE),
            _ => None,
        };
        let tag = if word.is_some() { "figcaption" } else { "p" };
        self.out.push_str(&format!("<{tag}>"));
        if let Some(word) = word.map(|word| word.in_language(self.language)) {
            let number = number.map(|number| format!(" {number}")).unwrap_or_default();
            self.generated("b", &format!("{word}{number}"));
            self.out.push(' ');
        }
        self.out.push_str(if word.is_none() { "<strong>" } else { "" });
        self.inlines(&group.title);
        self.out.push_str(if word.is_none() { "</strong>" } else { "" });
        self.out.push_str(&format!("</{tag}>\n"));
    }

    /// Writes what a source says of a part of itself.
    pub(super) fn marks(&mut self, marks: &'a [Mark]) {
        for mark in marks {
            let class = match mark.kind {
                MarkKind::Applies => "applies",
                MarkKind::Portion => "portion",
                MarkKind::Added | MarkKind::Modified | MarkKind::Deleted => "change",
            };
            self.out.push_str(&format!("<p class=\"mark {class}\">"));
            self.generated("b", words::mark(mark.kind).in_language(self.language));
            self.out.push(' ');
            self.inlines(&mark.content);
            self.out.push_str("</p>\n");
        }
    }

    /// Returns what the places of a document are called.
    pub(super) fn names(&mut self, document: DocumentIndex) -> &Names {
        let library = self.site.library;
        self.names.entry(document).or_insert_with(|| Names::of(library.document(document)))
    }

    fn code(&mut self, code: &'a CodeBlock) {
        if let Some(caption) = code.caption() {
            self.out.push_str("<p class=\"caption\"><code>");
            escape::text(&mut self.out, caption);
            self.out.push_str("</code></p>\n");
        }
        self.out.push_str("<pre><code");
        if let Some(language) = code.language() {
            self.attribute("class", &format!("language-{language}"));
        }
        self.out.push('>');
        escape::text(&mut self.out, &code.text.text);
        self.out.push_str("</code></pre>\n");
    }

    /// Writes an admonition with the word that heads it.
    pub(super) fn admonition(&mut self, admonition: &'a Admonition) {
        let class = match admonition.kind {
            AdmonitionKind::Danger => "danger",
            AdmonitionKind::Warning => "warning",
            AdmonitionKind::Caution => "caution",
            AdmonitionKind::Note => "note",
            AdmonitionKind::Tip => "tip",
            AdmonitionKind::Important => "important",
        };
        self.out.push_str(&format!("<div class=\"admonition {class}\" role=\"note\">\n"));
        self.out.push_str("<p class=\"kind\" data-gen>");
        escape::text(&mut self.out, words::admonition(admonition.kind).in_language(self.language));
        self.out.push_str("</p>\n");
        self.blocks(&admonition.blocks);
        self.out.push_str("</div>\n");
    }

    fn footnote(&mut self, footnote: &'a Footnote) {
        let number = self.footnote_number(&footnote.label.text);
        self.out.push_str("<div class=\"footnote\" id=\"fn-");
        escape::text(&mut self.out, &escape::path(&footnote.label.text));
        self.out.push_str("\"><sup data-gen>");
        escape::text(&mut self.out, &number);
        self.out.push_str("</sup>\n");
        self.blocks(&footnote.blocks);
        self.out.push_str("</div>\n");
    }

    /// Returns the number of a footnote, which it gets where it is first seen.
    pub(super) fn footnote_number(&mut self, label: &EcoString) -> String {
        let next = self.footnotes.len() + 1;
        self.footnotes.entry(label.clone()).or_insert(next).to_string()
    }

    /// Shows a procedure's definition, or some of its steps, in this page.
    fn presentation(&mut self, presentation: &'a Presentation) {
        let library = self.site.library;
        let target = library.target(self.document, presentation.procedure.span);
        let definition = match target {
            Some(Target::Symbol(symbol)) if library.symbols.get(*symbol).kind == Kind::Procedure => {
                let document = library.symbols.get(*symbol).document;
                let id = &library.symbols.get(*symbol).id;
                let mut all = document.into_iter().flat_map(|index| library.document(index).procedures());
                document.zip(all.find(|procedure| procedure.id.text == *id))
            }
            _ => None,
        };
        // A definition that shows itself would never end; a page is never presented within a page.
        let Some((document, procedure)) = definition.filter(|_| self.presenting == 0) else {
            self.out.push_str("<p>::: procedure ");
            self.name(&presentation.procedure);
            for step in &presentation.steps {
                self.out.push(' ');
                escape::text(&mut self.out, &step.text);
            }
            self.out.push_str(" :::</p>\n");
            return;
        };
        self.out.push_str("<section class=\"presentation\">\n<p class=\"presented\"><span data-gen>");
        escape::text(&mut self.out, words::PROCEDURE.in_language(self.language));
        self.out.push_str("</span> ");
        self.name(&presentation.procedure);
        for step in &presentation.steps {
            self.out.push(' ');
            self.name(step);
        }
        let issue = library.document(document).metadata.issue.as_ref();
        let issue =
            issue.map(|issue| format!(", {} {}", words::ISSUE.in_language(self.language).to_lowercase(), issue.text));
        let title = format!("{}{}", self.site.name(document), issue.unwrap_or_default());
        self.generated("span", &format!(" — {title}"));
        self.out.push_str("</p>\n");
        let outer = self.document;
        let prefix = std::mem::replace(&mut self.step_prefix, format!("{}--", procedure.id.text));
        (self.document, self.presenting) = (document, 1);
        // The definition's words are the definition's document's, not this one's.
        self.out.push_str("<div data-gen>\n");
        self.presented_steps(procedure, &presentation.steps);
        self.out.push_str("</div>\n");
        (self.document, self.presenting, self.step_prefix) = (outer, 0, prefix);
        self.out.push_str("</section>\n");
    }

    /// Returns an anchor of a step or a section on this page. What is shown again gets another.
    pub(super) fn own_anchor(&mut self, name: &str) -> String {
        let mut anchor = format!("{}{name}", self.step_prefix);
        loop {
            let count = self.anchors.entry(anchor.clone()).or_default();
            *count += 1;
            if *count == 1 {
                return anchor;
            }
            anchor = format!("{anchor}--{count}");
        }
    }

    /// Tells whether what is written at a place leads nowhere.
    pub(super) fn is_broken(&self, span: Span) -> bool {
        matches!(self.site.library.target(self.document, span), Some(Target::Unresolved(_)))
    }

    /// Returns the address of what the link, image or name at this place leads to.
    pub(super) fn address_of(&self, span: Span) -> Option<String> {
        let target = self.site.library.target(self.document, span)?;
        self.site.target_address(self.page, target)
    }
}

fn align(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::Default => "",
        Alignment::Left => " style=\"text-align: left\"",
        Alignment::Center => " style=\"text-align: center\"",
        Alignment::Right => " style=\"text-align: right\"",
    }
}
