//! Prose: sections, paragraphs, lists, tables, warnings.

use super::super::cals;
use super::super::flow::Flow;
use super::super::tree::{Child, Element};
use super::Reading;
use super::mark::marked;
use super::vocabulary::{is_block, is_inline};
use crate::model::block::{Admonition, AdmonitionKind, Block, Group, GroupKind, Heading, List, ListItem, Paragraph};
use crate::model::inline::{Inline, plain};
use crate::text::span::Span;

/// A paragraph that grows of what stands between blocks.
#[derive(Default)]
pub(super) struct Run {
    flow: Option<Flow>,
    place: Option<Span>,
}

impl Run {
    /// Adds something.
    pub(super) fn add<'t>(&mut self, reading: &mut Reading<'t>, child: Child<'t>) {
        if !child.is_blank() {
            let start = self.place.map_or(child.span().start, |place| place.start);
            self.place = Some(Span { start, ..child.span() });
        }
        reading.flow(child, self.flow.get_or_insert_with(Flow::new));
    }

    /// Ends the paragraph, if there is one.
    pub(super) fn flush(&mut self, reading: &mut Reading, blocks: &mut Vec<Block>) {
        let flow = std::mem::take(&mut self.flow);
        let (Some(flow), Some(span)) = (flow, self.place.take()) else { return };
        let content = flow.finish();
        if content.is_empty() {
            return;
        }
        let paragraph = Block::Paragraph(Paragraph { content, span });
        // What is said of something in the paragraph stands at the paragraph.
        let marks = std::mem::take(&mut reading.marks);
        if marks.is_empty() {
            blocks.push(paragraph);
            return;
        }
        blocks.push(marked(marks, None, vec![paragraph], span));
    }
}

impl<'t> Reading<'t> {
    /// Reads what an element holds, one below the other. What has no reader of its own is listed, item below item.
    pub(super) fn blocks(&mut self, holder: Element<'t>, level: u8) -> Vec<Block> {
        self.blocks_where(holder, level, &|_| true)
    }

    /// Reads what an element holds, but the elements that are to be left out.
    pub(super) fn blocks_where(
        &mut self,
        holder: Element<'t>,
        level: u8,
        wanted: &dyn Fn(Element<'t>) -> bool,
    ) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut run = Run::default();
        let mut listed: Vec<Element<'t>> = Vec::new();
        for child in holder.children() {
            match child {
                Child::Element(element) if !wanted(element) => {}
                Child::Element(element) if !is_inline(element.name()) => {
                    run.flush(self, &mut blocks);
                    if !is_block(element.name()) && !self.is_section(element) {
                        listed.push(element);
                        continue;
                    }
                    self.flush_list(&mut listed, &mut blocks);
                    let mut inner = self.block(element, level);
                    blocks.append(&mut inner);
                }
                _ if child.is_blank() && !listed.is_empty() => {}
                other => {
                    self.flush_list(&mut listed, &mut blocks);
                    run.add(self, other);
                }
            }
        }
        run.flush(self, &mut blocks);
        self.flush_list(&mut listed, &mut blocks);
        blocks
    }

    fn flush_list(&mut self, listed: &mut Vec<Element<'t>>, blocks: &mut Vec<Block>) {
        let list = self.list_of(std::mem::take(listed));
        blocks.extend(list);
    }

    /// Reads an element that stands by itself.
    pub(super) fn block(&mut self, element: Element<'t>, level: u8) -> Vec<Block> {
        match element.name() {
            "levelledPara" | "commonInfoDescrPara" | "proceduralStep" => self.levelled(element, level),
            "randomList" | "attentionRandomList" => self.list(element, None, level),
            "sequentialList" | "attentionSequentialList" => self.list(element, Some(1), level),
            "definitionList" => self.definitions(element, level),
            "table" => vec![self.table(element, level)],
            "figure" | "multimedia" | "foldout" => vec![self.figure(element, level)],
            "graphic" | "multimediaObject" => {
                let mut blocks = Vec::new();
                self.sheet(element, &mut blocks);
                blocks
            }
            "warning" => self.admonition(element, AdmonitionKind::Warning),
            "caution" => self.admonition(element, AdmonitionKind::Caution),
            "note" => self.admonition(element, AdmonitionKind::Note),
            "footnote" => {
                // Its mark stands elsewhere.
                self.footnote(element, &mut Flow::new());
                Vec::new()
            }
            "illustratedPartsCatalog" => self.parts(element, level),
            "refs" => self.listed_references(element, level),
            "title" => self.paragraphs(element, true),
            "para"
            | "simplePara"
            | "notePara"
            | "warningAndCautionPara"
            | "warningPara"
            | "cautionPara"
            | "attentionListItemPara"
            | "copyrightPara"
            | "paraBasic" => self.paragraphs(element, false),
            _ => self.section(element, level),
        }
    }

    /// Reads a paragraph. Lists may stand within it, and part it in two.
    fn paragraphs(&mut self, element: Element<'t>, strong: bool) -> Vec<Block> {
        let outer = std::mem::take(&mut self.marks);
        let mut blocks = Vec::new();
        let mut run = Run::default();
        let mut named = element.attribute("id").map(|id| Inline::Anchor(id.text.clone()));
        for child in element.children() {
            match child {
                Child::Element(inner)
                    if is_block(inner.name()) && inner.name() != "footnote" && !is_inline(inner.name()) =>
                {
                    run.flush(self, &mut blocks);
                    let mut inner = self.block(inner, 6);
                    blocks.append(&mut inner);
                }
                other => run.add(self, other),
            }
        }
        run.flush(self, &mut blocks);
        if let Some(Block::Paragraph(paragraph)) = blocks.first_mut() {
            if strong {
                paragraph.content = vec![Inline::Strong(std::mem::take(&mut paragraph.content))];
            }
            if let Some(anchor) = named.take() {
                paragraph.content.insert(0, anchor);
            }
        }
        blocks.append(&mut self.footnotes);
        let marks = self.marks(element);
        self.marks = outer;
        let anchor = named.and_then(|anchor| if let Inline::Anchor(name) = anchor { Some(name) } else { None });
        if marks.is_empty() && anchor.is_none() {
            return blocks;
        }
        vec![marked(marks, anchor, blocks, element.span())]
    }

    /// Reads a section: its title as a heading, what it holds below.
    fn levelled(&mut self, element: Element<'t>, level: u8) -> Vec<Block> {
        let mut blocks = Vec::new();
        let title = element.named("title").next().filter(|title| title.has_text());
        let id = element.attribute("id");
        match title {
            Some(title) => {
                let heading = self.heading(title, element, level);
                blocks.push(heading);
                let marks = self.marks(element);
                if !marks.is_empty() {
                    blocks.push(marked(marks, None, Vec::new(), element.span()));
                }
                let mut inner = self.blocks_but(element, title, (level + 1).min(6));
                blocks.append(&mut inner);
                blocks
            }
            None => {
                let marks = self.marks(element);
                let mut inner = self.blocks(element, level);
                if marks.is_empty() && id.is_none() {
                    blocks.append(&mut inner);
                    return blocks;
                }
                // Headings stay outside of groups: they are the sections of the page.
                let anchor = id.map(|id| id.text.clone());
                let first = inner.iter().position(|block| matches!(block, Block::Heading(_))).unwrap_or(inner.len());
                let rest = inner.split_off(first);
                blocks.push(marked(marks, anchor, inner, element.span()));
                blocks.extend(rest);
                blocks
            }
        }
    }

    /// Reads what an element holds besides its title.
    pub(super) fn blocks_but(&mut self, holder: Element<'t>, title: Element<'t>, level: u8) -> Vec<Block> {
        self.blocks_where(holder, level, &|element| element.span() != title.span())
    }

    /// Makes a heading of a title. Its anchor is the name of what it heads, else made of its words.
    pub(super) fn heading(&mut self, title: Element<'t>, headed: Element<'t>, level: u8) -> Block {
        let content = self.inlines(title);
        let explicit = headed.attribute("id");
        let anchor = match explicit {
            Some(id) => id.text.clone(),
            None => self.anchors.of_heading(&plain(&content)),
        };
        let explicit = explicit.map(|id| id.span);
        Block::Heading(Heading { level, content, anchor, explicit, restates: None, span: title.span() })
    }

    /// Reads a list.
    fn list(&mut self, element: Element<'t>, start: Option<u64>, level: u8) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut items = Vec::new();
        for child in element.children().filter(|child| !child.is_blank()) {
            match child {
                Child::Element(title) if title.name() == "title" => {
                    let mut inner = self.paragraphs(title, true);
                    blocks.append(&mut inner);
                }
                Child::Element(item) => {
                    let inner = self.item(item, level);
                    items.push(ListItem { checked: None, blocks: inner, span: item.span() });
                }
                text => {
                    let mut inner = Vec::new();
                    let mut run = Run::default();
                    run.add(self, text);
                    run.flush(self, &mut inner);
                    items.push(ListItem { checked: None, blocks: inner, span: child.span() });
                }
            }
        }
        let tight = items.iter().all(|item| {
            matches!(item.blocks.as_slice(), [] | [Block::Paragraph(_)] | [Block::Paragraph(_), Block::List(_)])
        });
        let list = Block::List(List { start, tight, items, span: element.span() });
        let marks = self.marks(element);
        let anchor = element.attribute("id").map(|id| id.text.clone());
        blocks.push(list);
        if marks.is_empty() && anchor.is_none() {
            return blocks;
        }
        vec![marked(marks, anchor, blocks, element.span())]
    }

    /// Reads an item of a list, or anything of which no more than its place is known.
    fn item(&mut self, item: Element<'t>, level: u8) -> Vec<Block> {
        if is_block(item.name()) {
            return self.block(item, level);
        }
        self.report(item);
        let mut blocks = self.blocks(item, level);
        let marks = self.marks(item);
        match (item.attribute("id"), blocks.first_mut()) {
            (Some(id), Some(Block::Paragraph(paragraph))) if marks.is_empty() => {
                paragraph.content.insert(0, Inline::Anchor(id.text.clone()));
                blocks
            }
            (None, _) if marks.is_empty() => blocks,
            (id, _) => vec![marked(marks, id.map(|id| id.text.clone()), blocks, item.span())],
        }
    }

    /// Reads a list of definitions: each term, in strong letters, before what it means.
    fn definitions(&mut self, element: Element<'t>, level: u8) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut items = Vec::new();
        for part in element.elements() {
            match part.name() {
                "title" => {
                    let mut inner = self.paragraphs(part, true);
                    blocks.append(&mut inner);
                }
                // The heads of the two columns.
                "definitionListHeader" => {
                    let heads: Vec<_> = part.elements().collect();
                    for head in heads {
                        let mut inner = self.paragraphs(head, true);
                        blocks.append(&mut inner);
                    }
                }
                "definitionListItem" => {
                    let mut inner = Vec::new();
                    for side in part.elements() {
                        let strong = side.name() == "listItemTerm";
                        let mut read = if strong { self.paragraphs(side, true) } else { self.item(side, level) };
                        inner.append(&mut read);
                    }
                    items.push(ListItem { checked: None, blocks: inner, span: part.span() });
                }
                _ => {
                    let mut inner = self.block(part, level);
                    blocks.append(&mut inner);
                }
            }
        }
        if !items.is_empty() {
            blocks.push(Block::List(List { start: None, tight: false, items, span: element.span() }));
        }
        let marks = self.marks(element);
        let anchor = element.attribute("id").map(|id| id.text.clone());
        if marks.is_empty() && anchor.is_none() {
            return blocks;
        }
        vec![marked(marks, anchor, blocks, element.span())]
    }

    /// Reads references that stand by themselves: an item each, under a heading where they are those of the module.
    fn listed_references(&mut self, element: Element<'t>, level: u8) -> Vec<Block> {
        let mut references = Vec::new();
        self.references(element, &mut references);
        let span = element.span();
        let item = |inline| {
            let blocks = vec![Block::Paragraph(Paragraph { content: vec![inline], span })];
            ListItem { checked: None, blocks, span }
        };
        let items: Vec<ListItem> = references.into_iter().map(item).collect();
        if items.is_empty() {
            return Vec::new();
        }
        let list = Block::List(List { start: None, tight: true, items, span });
        if level > 2 { vec![list] } else { vec![self.labelled_heading(element, "", level), list] }
    }

    /// Reads a table: its title, and a grid for each group of columns.
    fn table(&mut self, element: Element<'t>, level: u8) -> Block {
        let mut title = Vec::new();
        let mut blocks = Vec::new();
        for part in element.elements() {
            match part.name() {
                "title" if title.is_empty() => title = self.inlines(part),
                "tgroup" => {
                    self.mark_rows(part);
                    blocks.push(cals::tgroup(part, &mut |entry| self.entry(entry)));
                }
                "graphic" => self.sheet(part, &mut blocks),
                _ => {
                    let mut inner = self.block(part, level);
                    blocks.append(&mut inner);
                }
            }
        }
        blocks.append(&mut self.footnotes);
        let anchor = element.attribute("id").map(|id| id.text.clone());
        let marks = self.marks(element);
        Block::Group(Box::new(Group { kind: GroupKind::Table, anchor, title, marks, blocks, span: element.span() }))
    }

    /// Reads the marks of rows: they stand in the first cell of each.
    fn mark_rows(&mut self, group: Element<'t>) {
        let rows: Vec<_> = group.elements().flat_map(|part| part.named("row")).collect();
        for row in rows {
            let marks = self.marks(row);
            if let Some(first) = row.elements().next().filter(|_| !marks.is_empty()) {
                self.rows.insert(first.span(), marks);
            }
        }
    }

    fn entry(&mut self, entry: Element<'t>) -> Vec<Block> {
        let outer = std::mem::take(&mut self.marks);
        let mut blocks = self.blocks(entry, 6);
        let mut marks = self.rows.remove(&entry.span()).unwrap_or_default();
        marks.append(&mut self.marks(entry));
        self.marks = outer;
        if let Some(id) = entry.attribute("id") {
            match blocks.first_mut() {
                Some(Block::Paragraph(paragraph)) => paragraph.content.insert(0, Inline::Anchor(id.text.clone())),
                _ => blocks = vec![marked(Vec::new(), Some(id.text.clone()), blocks, entry.span())],
            }
        }
        if marks.is_empty() { blocks } else { vec![marked(marks, None, blocks, entry.span())] }
    }

    /// Reads a warning, a caution or a note.
    pub(super) fn admonition(&mut self, element: Element<'t>, kind: AdmonitionKind) -> Vec<Block> {
        let marks = self.marks(element);
        let admonition = Block::Admonition(self.bare_admonition(element, kind));
        let anchor = element.attribute("id").map(|id| id.text.clone());
        if marks.is_empty() && anchor.is_none() {
            return vec![admonition];
        }
        vec![marked(marks, anchor, vec![admonition], element.span())]
    }

    /// Reads safety text without what its element says of it.
    pub(super) fn bare_admonition(&mut self, element: Element<'t>, kind: AdmonitionKind) -> Admonition {
        Admonition { kind, blocks: self.blocks(element, 6), span: element.span() }
    }
}
