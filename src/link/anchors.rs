//! The anchors of a document: what a link can lead to within it.

use ecow::{EcoString, eco_format};

use crate::model::block::Block;
use crate::model::document::Document;
use crate::model::inline::Inline;
use crate::model::procedure::{Phase, Step};
use crate::model::walk::{self, Visitor};

/// Returns the anchors of a document, in the order of its text: headings, steps, what is grouped under a
/// name, and what raw HTML names.
pub fn of(document: &Document) -> Vec<EcoString> {
    let mut anchors = Anchors::default();
    for block in &document.body {
        anchors.prefix = match block {
            Block::Procedure(procedure) => document.prefix(procedure),
            _ => EcoString::new(),
        };
        walk::blocks(std::slice::from_ref(block), &mut anchors);
    }
    anchors.list
}

#[derive(Default)]
struct Anchors {
    list: Vec<EcoString>,
    /// What stands before the identifiers of steps.
    prefix: EcoString,
}

impl<'a> Visitor<'a> for Anchors {
    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Heading(heading) => self.list.push(heading.anchor.clone()),
            Block::Html(html) => self.list.extend(html.anchors.iter().cloned()),
            Block::Group(group) => self.list.extend(group.anchor.clone()),
            _ => {}
        }
    }

    fn line(&mut self, inlines: &'a [Inline]) {
        walk::each_inline(inlines, &mut |inline| match inline {
            Inline::Html(html) => self.list.extend(html.anchors.iter().cloned()),
            Inline::Anchor(anchor) => self.list.push(anchor.clone()),
            _ => {}
        });
    }

    fn phase(&mut self, phase: &'a Phase) {
        self.list.extend(Some(phase.anchor.clone()).filter(|anchor| !anchor.is_empty()));
    }

    fn step(&mut self, step: &'a Step) {
        self.list.push(eco_format!("{}{}", self.prefix, step.id.text));
        self.list.extend(step.anchors.iter().cloned());
    }
}
