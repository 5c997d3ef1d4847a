//! The anchors of a document: what a link can lead to within it.

use ecow::EcoString;

use crate::model::block::Block;
use crate::model::document::Document;
use crate::model::inline::Inline;
use crate::model::procedure::Step;
use crate::model::walk::{self, Visitor};

/// Returns the anchors of a document, in the order of its text: headings, steps, what is grouped under a
/// name, and what raw HTML names.
pub fn of(document: &Document) -> Vec<EcoString> {
    let mut anchors = Anchors::default();
    walk::blocks(&document.body, &mut anchors);
    anchors.0
}

#[derive(Default)]
struct Anchors(Vec<EcoString>);

impl<'a> Visitor<'a> for Anchors {
    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Heading(heading) => self.0.push(heading.anchor.clone()),
            Block::Html(html) => self.0.extend(html.anchors.iter().cloned()),
            Block::Group(group) => self.0.extend(group.anchor.clone()),
            _ => {}
        }
    }

    fn line(&mut self, inlines: &'a [Inline]) {
        walk::each_inline(inlines, &mut |inline| match inline {
            Inline::Html(html) => self.0.extend(html.anchors.iter().cloned()),
            Inline::Anchor(anchor) => self.0.push(anchor.clone()),
            _ => {}
        });
    }

    fn step(&mut self, step: &'a Step) {
        self.0.push(step.id.text.clone());
    }
}
