//! What has no reader of its own: shown by what its elements and attributes are called.
//!
//! An element that holds prose becomes a section under a heading; one that holds none, an item of a list, with what it
//! holds in a list below. So wiring data, service bulletins, learning content, tables of products and conditions and
//! what else there is are all on the page, in their order.

use super::super::flow::Flow;
use super::super::tree::{Child, Element};
use super::Reading;
use super::inline::is_said;
use super::mark::marked;
use super::problem::UNKNOWN;
use super::vocabulary::{is_block, is_inline, is_known};
use crate::diagnostic::Diagnostic;
use crate::model::block::{Block, Heading, List, ListItem, Paragraph};
use crate::model::inline::Inline;

impl<'t> Reading<'t> {
    /// Reports an element that S1000D does not have, once.
    pub(super) fn report(&mut self, element: Element<'t>) {
        let name = element.name();
        // Dublin Core stands beside S1000D's own.
        let is_foreign = self
            .source
            .slice(element.tag())
            .get(1..)
            .is_some_and(|tag| tag.starts_with("dc:") || tag.starts_with("rdf:"));
        if is_known(name) || is_foreign || !self.reported.insert(name) {
            return;
        }
        let message = format!("S1000D has no element `{name}`");
        let finding = Diagnostic::new(&UNKNOWN, element.tag(), message).label("read as text");
        self.diagnostics.push(finding);
    }

    /// Tells whether an element holds prose, so that it makes a section.
    pub(super) fn is_section(&self, element: Element<'t>) -> bool {
        element.elements().any(|inner| {
            let name = inner.name();
            (is_block(name) && !matches!(name, "footnote" | "simplePara" | "paraBasic" | "copyrightPara"))
                || (!is_inline(name) && self.is_section(inner))
        })
    }

    /// Reads an element as a section: under its title, else under what it is called.
    pub(super) fn section(&mut self, element: Element<'t>, level: u8) -> Vec<Block> {
        self.report(element);
        if !self.is_section(element) && element.elements().all(|inner| inner.name() != "title") {
            return self.list_of(vec![element]).into_iter().collect();
        }
        let mut blocks = Vec::new();
        let title = element.named("title").next().filter(|title| title.has_text());
        let only = element.elements().count() == 1
            && !element.children().any(|child| matches!(child, Child::Text(_)) && !child.is_blank());
        let silent = !element.attributes().iter().any(|attribute| is_said(attribute.name) || attribute.name == "id");
        match title {
            Some(title) => blocks.push(self.heading(title, element, level)),
            // What only stands around one thing needs no name beside its.
            None if only
                && silent
                && self.is_section(element)
                && !element.elements().any(|inner| is_block(inner.name())) => {}
            None => blocks.push(self.labelled_heading(element, "", level)),
        }
        let mut flow = Flow::new();
        self.attributes_beside_marks(element, &mut flow);
        let said = flow.finish();
        if !said.is_empty() {
            blocks.push(Block::Paragraph(Paragraph { content: said, span: element.tag() }));
        }
        let marks = self.marks(element);
        if !marks.is_empty() {
            blocks.push(marked(marks, None, Vec::new(), element.tag()));
        }
        let below = (level + u8::from(!blocks.is_empty())).min(6);
        let mut inner = match title {
            Some(title) => self.blocks_but(element, title, below),
            None => self.blocks(element, below),
        };
        blocks.append(&mut inner);
        blocks
    }

    /// Makes a heading of what an element is called, or of words that stand for that.
    pub(super) fn labelled_heading(&mut self, element: Element<'t>, words: &'static str, level: u8) -> Block {
        let mut name = self.name_of(element);
        if !words.is_empty() {
            name = crate::model::inline::Text::new(words, name.span.part(0, 0));
        }
        let explicit = element.attribute("id");
        let anchor = match explicit {
            Some(id) => id.text.clone(),
            None => self.anchors.of_heading(&name.text),
        };
        let explicit = explicit.map(|id| id.span);
        let span = element.tag();
        Block::Heading(Heading { level, content: vec![Inline::Text(name)], anchor, explicit, restates: None, span })
    }

    /// Reads elements as a list: each by what it is called, with what it says.
    pub(super) fn list_of(&mut self, elements: Vec<Element<'t>>) -> Option<Block> {
        let elements: Vec<_> = elements.into_iter().filter(|element| !says_nothing(*element)).collect();
        let span = elements.first()?.span();
        let mut items = Vec::new();
        for element in elements {
            let outer = std::mem::take(&mut self.marks);
            let blocks = self.field(element);
            self.marks = outer;
            items.push(ListItem { checked: None, blocks, span: element.span() });
        }
        Some(Block::List(List { start: None, tight: true, items, span }))
    }

    fn field(&mut self, element: Element<'t>) -> Vec<Block> {
        let mut flow = Flow::new();
        // A reference behind fields is what it is within a line.
        if is_inline(element.name()) {
            self.flow(Child::Element(element), &mut flow);
            let paragraph = Block::Paragraph(Paragraph { content: flow.finish(), span: element.span() });
            let marks = std::mem::take(&mut self.marks);
            return vec![self.under(marks, paragraph, element)];
        }
        self.report(element);
        self.anchor(element, &mut flow);
        flow.push(Inline::Strong(vec![Inline::Text(self.name_of(element))]));
        flow.part();
        let mut below = Vec::new();
        for child in element.children() {
            match child {
                Child::Element(inner) if is_inline(inner.name()) && below.is_empty() => self.flow(child, &mut flow),
                Child::Element(inner) if matches!(inner.name(), "simplePara" | "paraBasic" | "copyrightPara") => {
                    below.push(inner);
                }
                Child::Element(inner) => below.push(inner),
                Child::Text(_) => self.flow(child, &mut flow),
            }
        }
        self.attributes_beside_marks(element, &mut flow);
        // One paragraph stands behind the name.
        if let [only] = below.as_slice()
            && matches!(only.name(), "simplePara" | "paraBasic" | "para")
            && !only.elements().any(|inner| is_block(inner.name()))
        {
            flow.part();
            self.anchor(*only, &mut flow);
            self.flow_all(*only, &mut flow);
            let mut marks = self.applies(*only);
            marks.append(&mut self.changes(*only));
            self.marks.append(&mut marks);
            below.clear();
        }
        let mut blocks = vec![Block::Paragraph(Paragraph { content: flow.finish(), span: element.span() })];
        let mut fields = Vec::new();
        for inner in below {
            if is_block(inner.name()) {
                blocks.extend(self.list_of(std::mem::take(&mut fields)));
                let mut read = self.block(inner, 6);
                blocks.append(&mut read);
            } else {
                fields.push(inner);
            }
        }
        blocks.extend(self.list_of(fields));
        blocks.append(&mut self.footnotes);
        let marks = self.marks(element);
        if marks.is_empty() {
            return blocks;
        }
        vec![marked(marks, None, blocks, element.span())]
    }
}

/// Tells whether an element is there only to say that there is nothing: `noConds`, `noSupplies`, or what holds no more
/// than one of them.
fn says_nothing(element: Element) -> bool {
    let is_bare = !element.has_text() && !element.attributes().iter().any(|attribute| is_said(attribute.name));
    let none = element.name().strip_prefix("no").is_some_and(|rest| rest.starts_with(char::is_uppercase));
    let mut inner = element.elements().peekable();
    is_bare
        && element.attribute("id").is_none()
        && match inner.peek() {
            None => none,
            Some(_) => inner.all(says_nothing),
        }
}
