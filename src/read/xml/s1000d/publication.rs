//! Publication modules: the modules of a publication in their order (S1000D 4.9.1).

use super::super::flow::Flow;
use super::super::tree::{Child, Element};
use super::Reading;
use super::mark::marked;
use super::vocabulary::is_inline;
use crate::model::block::{Block, List, ListItem, Paragraph};

impl<'t> Reading<'t> {
    /// Reads the content of a publication module: a list of its entries, those that have a title under it.
    pub(super) fn publication(&mut self, content: Element<'t>) -> Vec<Block> {
        let listed = |element: Element| !matches!(element.name(), "referencedApplicGroup" | "referencedApplicGroupRef");
        let mut blocks = self.entries(content, 2, &listed);
        for group in content.elements().filter(|element| !listed(*element)) {
            let mut inner = self.section(group, 2);
            blocks.append(&mut inner);
        }
        blocks
    }

    fn entries(&mut self, holder: Element<'t>, level: u8, wanted: &dyn Fn(Element<'t>) -> bool) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut items = Vec::new();
        for child in holder.children().filter(|child| !child.is_blank()) {
            match child {
                Child::Element(entry) if !wanted(entry) => {}
                Child::Element(title) if title.name() == "pmEntryTitle" => {}
                Child::Element(entry) if entry.name() == "pmEntry" => {
                    let title = entry.named("pmEntryTitle").next().filter(|title| title.has_text());
                    let mut inner = Vec::new();
                    let marks = self.marks(entry);
                    if !marks.is_empty() {
                        inner.push(marked(marks, None, Vec::new(), entry.tag()));
                    }
                    if let Some(title) = title {
                        let heading = self.heading(title, entry, level);
                        inner.insert(0, heading);
                    }
                    let below = (level + u8::from(title.is_some())).min(6);
                    let mut own = self.entries(entry, below, &|_| true);
                    inner.append(&mut own);
                    // Entries without a title stand in one list with those around them.
                    match <[Block; 1]>::try_from(inner) {
                        Ok([Block::List(list)]) => items.extend(list.items),
                        Ok([only]) => {
                            flush(&mut items, holder, &mut blocks);
                            blocks.push(only);
                        }
                        Err(inner) => {
                            flush(&mut items, holder, &mut blocks);
                            blocks.extend(inner);
                        }
                    }
                }
                Child::Element(reference) if is_inline(reference.name()) => {
                    let mut flow = Flow::new();
                    self.flow(Child::Element(reference), &mut flow);
                    let marks = std::mem::take(&mut self.marks);
                    let paragraph = Block::Paragraph(Paragraph { content: flow.finish(), span: reference.span() });
                    let inner = vec![self.under(marks, paragraph, reference)];
                    items.push(ListItem { checked: None, blocks: inner, span: reference.span() });
                }
                Child::Element(part) => {
                    flush(&mut items, holder, &mut blocks);
                    let mut inner = self.block(part, level);
                    blocks.append(&mut inner);
                }
                text => {
                    flush(&mut items, holder, &mut blocks);
                    self.keep(text, &mut blocks);
                }
            }
        }
        flush(&mut items, holder, &mut blocks);
        blocks
    }
}

fn flush(items: &mut Vec<ListItem>, holder: Element, blocks: &mut Vec<Block>) {
    let items = std::mem::take(items);
    if let Some(first) = items.first() {
        let span = crate::text::span::Span { end: holder.span().end, ..first.span };
        blocks.push(Block::List(List { start: None, tight: true, items, span }));
    }
}
