//! Running text: what may stand within a line, and the paragraphs and lists that hold it.
//!
//! White space collapses as in HTML, but in `code`, which stands exactly as written. A line ending becomes
//! a [`Inline::SoftBreak`], so that the text between two of them is its source byte for byte.

use ecow::EcoString;

use super::super::flow::Flow;
use super::super::tree::{Child, Element, collapse, is_space, resolved};
use super::Reading;
use super::value::{Shape, is_blank, optional, required};
use crate::model::block::{Block, List, ListItem, Paragraph};
use crate::model::inline::{Abbreviation, Destination, Inline, Kind, Link, Tbd, Text};
use crate::text::span::Span;

/// The elements that may stand within a line.
pub(super) const INLINE: &[&str] = &["tcref", "tmref", "procref", "alarmref", "docref", "abbr", "em", "code", "tbd"];

impl Reading<'_> {
    /// Reads what an element holds as running text.
    pub(super) fn inlines(&mut self, element: Element) -> Vec<Inline> {
        let mut flow = Flow::new();
        self.flow_all(element, &mut flow);
        flow.finish()
    }

    fn flow_all(&mut self, element: Element, flow: &mut Flow) {
        for child in element.children() {
            self.flow(child, element, flow);
        }
    }

    /// Adds something that stands in an element to running text.
    pub(super) fn flow(&mut self, child: Child, holder: Element, flow: &mut Flow) {
        match child {
            Child::Text(text) => flow.text(text),
            Child::Element(element) => {
                let ((), unclaimed) = self.aside(|reading| reading.flow_element(element, holder, flow));
                flow.beside(unclaimed);
            }
        }
    }

    fn flow_element(&mut self, element: Element, holder: Element, flow: &mut Flow) {
        match element.name() {
            "tcref" => self.reference(element, Kind::Telecommand, flow),
            "tmref" => self.reference(element, Kind::Parameter, flow),
            "alarmref" => self.reference(element, Kind::Alarm, flow),
            "procref" => self.reference(element, Kind::Procedure, flow),
            "docref" => self.reference(element, Kind::Document, flow),
            "em" => {
                let [] = self.attributes(element, []);
                let inner = self.within(element, flow);
                if !inner.is_empty() {
                    flow.add(Inline::Emphasis(inner));
                }
            }
            "code" => {
                let [] = self.attributes(element, []);
                self.code(element, flow);
            }
            "abbr" => self.abbreviation(element, flow),
            "tbd" => self.tbd(element, flow),
            name => {
                self.stray(element, holder, INLINE);
                if super::is_known(name) || !element.has_text() {
                    self.salvage(element, flow);
                } else {
                    // It may be mark-up for a part of a word, as in H<sub>2</sub>O.
                    self.quietly(|reading| reading.flow_all(element, flow));
                    self.leave_attributes(element);
                }
            }
        }
    }

    /// Reads what an element within running text holds: its spaces belong to the whole.
    fn within(&mut self, element: Element, flow: &mut Flow) -> Vec<Inline> {
        let mut inner = flow.inner();
        self.flow_all(element, &mut inner);
        flow.close(inner)
    }

    /// Keeps the words of an element that cannot be where it is, and after them its attributes; one without words
    /// is shown as it is written.
    pub(super) fn salvage(&mut self, element: Element, flow: &mut Flow) {
        self.claim(element.span());
        flow.part();
        if element.has_text() {
            let ((), attributes) = self.aside(|reading| {
                reading.quietly(|reading| reading.flow_all(element, flow));
                reading.leave_attributes(element);
            });
            flow.beside(attributes);
        } else {
            flow.push(Inline::Code(self.as_written(element)));
        }
        flow.part();
    }

    /// Returns the source of an element.
    pub(super) fn as_written(&self, element: Element) -> Text {
        let source = self.source.slice(element.span());
        resolved(collapse(source), source, element.span())
    }

    fn reference(&mut self, element: Element, kind: Kind, flow: &mut Flow) {
        let (id, issue, step) = match kind {
            Kind::Document => {
                let fields = [required("id", Shape::Identifier), optional("issue", Shape::Issue)];
                let [id, issue] = self.attributes(element, fields);
                (id, issue, None)
            }
            Kind::Procedure => {
                let [id, issue, step] = self.attributes(
                    element,
                    [
                        required("ref", Shape::Identifier),
                        optional("issue", Shape::Issue),
                        optional("step", Shape::Identifier),
                    ],
                );
                (id, issue, step)
            }
            _ => {
                let [id] = self.attributes(element, [required("ref", Shape::Identifier)]);
                (id, None, None)
            }
        };
        let Some(id) = id else { return self.salvage(element, flow) };
        let content = self.within(element, flow);
        let content = if content.iter().all(is_empty) { Vec::new() } else { content };
        let written = match &step {
            Some(step) => ecow::eco_format!("{}#{}", id.text, step.text),
            None => id.text.clone(),
        };
        let is_bare = content.is_empty();
        let destination = Destination::Id {
            kind: Some(kind),
            id: id.text,
            fragment: step.map(|step| step.text),
            issue: issue.map(|issue| issue.text),
        };
        let link = Link { destination, written, title: EcoString::new(), content, span: element.span() };
        match is_bare {
            true => flow.push(Inline::Link(Box::new(link))),
            false => flow.add(Inline::Link(Box::new(link))),
        }
    }

    /// Adds literal words, exactly as they are written. Elements within stay what they are, between the literal
    /// parts.
    fn code(&mut self, element: Element, flow: &mut Flow) {
        let mut literal = Vec::new();
        for child in element.children() {
            match child {
                Child::Text(text) => literal.push(text),
                Child::Element(_) => {
                    self.exact(&std::mem::take(&mut literal), flow);
                    self.flow(child, element, flow);
                }
            }
        }
        self.exact(&literal, flow);
    }

    /// Adds several texts that follow one another as one piece of code.
    fn exact(&self, texts: &[&Text], flow: &mut Flow) {
        let (Some(first), Some(last)) = (texts.first(), texts.last()) else { return };
        let all: EcoString = texts.iter().map(|text| text.as_str()).collect();
        let span = Span::new(first.span.source, first.span.start as usize, last.span.end as usize);
        let text = match texts {
            [only] => (*only).clone(),
            _ => resolved(all, self.source.slice(span), span),
        };
        flow.push(Inline::Code(text));
    }

    /// Adds several texts that follow one another as one thing; the spaces around them part it from the rest.
    fn literal(&mut self, texts: &[&Text], flow: &mut Flow, make: impl FnOnce(Text) -> Inline) {
        let space = |byte: Option<u8>| byte.is_some_and(is_space);
        let Some(text) = self.joined(texts) else { return };
        if space(texts.first().and_then(|text| text.as_str().bytes().next())) {
            flow.part();
        }
        flow.push(make(text));
        if space(texts.last().and_then(|text| text.as_str().bytes().next_back())) {
            flow.part();
        }
    }

    /// Returns several texts that follow one another as one, with white space collapsed.
    fn joined(&self, texts: &[&Text]) -> Option<Text> {
        let (first, last) = (texts.first()?, texts.last()?);
        let all: EcoString = texts.iter().map(|text| text.as_str()).collect();
        let collapsed = collapse(&all);
        if collapsed.is_empty() {
            return None;
        }
        if let [only] = texts
            && let Some(at) = only.as_str().find(collapsed.as_str())
        {
            return Some(super::value::cut(only, at, at + collapsed.len()));
        }
        let span = Span::new(first.span.source, first.span.start as usize, last.span.end as usize);
        Some(resolved(collapsed, self.source.slice(span), span))
    }

    fn abbreviation(&mut self, element: Element, flow: &mut Flow) {
        let [expansion] = self.attributes(element, [required("expansion", Shape::Any)]);
        let texts: Vec<&Text> = element
            .children()
            .filter_map(|child| match child {
                Child::Text(text) => Some(text),
                Child::Element(_) => None,
            })
            .collect();
        match expansion {
            Some(expansion) if element.elements().next().is_none() && element.has_text() => {
                let make = |short| Inline::Abbreviation(Box::new(Abbreviation { short, expansion }));
                self.literal(&texts, flow, make);
            }
            _ => self.salvage(element, flow),
        }
    }

    fn tbd(&mut self, element: Element, flow: &mut Flow) {
        let [id, owner, due] = self.attributes(
            element,
            [required("id", Shape::Identifier), optional("owner", Shape::Any), optional("due", Shape::Date)],
        );
        let content = self.within(element, flow);
        flow.push(Inline::Tbd(Box::new(Tbd { id, owner, due, content, span: element.span() })));
    }

    /// Reads what an element holds as paragraphs and lists, or as one paragraph.
    pub(super) fn blocks(&mut self, element: Element) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut run = Run::default();
        for child in element.children() {
            self.block(child, element, &mut run, &mut blocks);
        }
        run.flush(&mut blocks);
        blocks
    }

    /// Adds something that stands in an element to its paragraphs and lists.
    pub(super) fn block(&mut self, child: Child, holder: Element, run: &mut Run, blocks: &mut Vec<Block>) {
        match child {
            Child::Element(paragraph) if paragraph.name() == "p" => {
                run.flush(blocks);
                let [] = self.attributes(paragraph, []);
                let content = self.inlines(paragraph);
                if !content.is_empty() {
                    blocks.push(Block::Paragraph(Paragraph { content, span: paragraph.span() }));
                }
            }
            Child::Element(list) if list.name() == "list" => {
                run.flush(blocks);
                let list = self.list(list);
                blocks.push(Block::List(list));
            }
            other => run.add(self, other, holder),
        }
    }

    fn list(&mut self, element: Element) -> List {
        let [] = self.attributes(element, []);
        let mut items = Vec::new();
        for child in element.children().filter(|child| !child.is_blank()) {
            let blocks = match child {
                Child::Element(item) if item.name() == "item" => {
                    let [] = self.attributes(item, []);
                    self.blocks(item)
                }
                other => {
                    self.misplaced(other, element, &["item"]);
                    let mut blocks = Vec::new();
                    let mut run = Run::default();
                    run.add(self, other, element);
                    run.flush(&mut blocks);
                    blocks
                }
            };
            items.push(ListItem { checked: None, blocks, span: child.span() });
        }
        List { start: None, tight: true, items, span: element.span() }
    }
}

/// A paragraph that grows of what stands between blocks.
#[derive(Debug, Default)]
pub(super) struct Run {
    flow: Option<Flow>,
    place: Option<Span>,
}

impl Run {
    /// Adds something that stands in an element.
    pub(super) fn add(&mut self, reading: &mut Reading, child: Child, holder: Element) {
        if !child.is_blank() {
            let start = self.place.map_or(child.span().start, |place| place.start);
            self.place = Some(Span { start, ..child.span() });
        }
        reading.flow(child, holder, self.flow.get_or_insert_with(Flow::new));
    }

    /// Ends the paragraph, if there is one.
    pub(super) fn flush(&mut self, blocks: &mut Vec<Block>) {
        let flow = std::mem::take(&mut self.flow);
        if let (Some(flow), Some(span)) = (flow, self.place.take()) {
            let content = flow.finish();
            if !content.is_empty() {
                blocks.push(Block::Paragraph(Paragraph { content, span }));
            }
        }
    }
}

fn is_empty(inline: &Inline) -> bool {
    match inline {
        Inline::Text(text) => is_blank(text),
        Inline::SoftBreak => true,
        _ => false,
    }
}
