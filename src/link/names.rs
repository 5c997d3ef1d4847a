//! What the places of a document are called, where a link to them has no words of its own.

use ecow::EcoString;
use rustc_hash::FxHashMap;

use crate::model::block::{Block, Group, GroupKind};
use crate::model::document::Document;
use crate::model::inline::{Inline, plain};
use crate::model::procedure::Step;
use crate::model::walk::{self, Visitor};
use crate::text::span::Span;

/// What a place is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// A step, by its number.
    Step(EcoString),
    /// A figure, by its number.
    Figure(usize),
    /// A table, by its number.
    Table(usize),
    /// Something that has a title or a name: a section, an example, a tool.
    Titled(EcoString),
}

/// The names of a document's places, and the numbers of its figures and tables.
#[derive(Debug, Default)]
pub struct Names {
    by_anchor: FxHashMap<EcoString, Name>,
    numbers: FxHashMap<Span, usize>,
    figures: usize,
    tables: usize,
}

impl Names {
    /// Gathers the names of a document. Figures and tables with a title are numbered, each kind from 1.
    pub fn of(document: &Document) -> Self {
        let mut names = Self::default();
        walk::blocks(&document.body, &mut names);
        for procedure in document.procedures() {
            for requirement in &procedure.requirements {
                let name =
                    requirement.name.as_ref().map_or_else(|| plain(&requirement.content), |name| name.text.to_string());
                names.anchors(&requirement.content, &name);
            }
        }
        names
    }

    /// Returns what the place with an anchor is called.
    pub fn get(&self, anchor: &str) -> Option<&Name> {
        self.by_anchor.get(anchor)
    }

    /// Returns the number of a figure or a table.
    pub fn number(&self, group: &Group) -> Option<usize> {
        self.numbers.get(&group.span).copied()
    }

    fn add(&mut self, anchor: &EcoString, name: Name) {
        self.by_anchor.entry(anchor.clone()).or_insert(name);
    }

    fn anchors(&mut self, inlines: &[Inline], name: &str) {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        walk::each_inline(inlines, &mut |inline| {
            if let Inline::Anchor(anchor) = inline
                && !name.is_empty()
            {
                self.add(anchor, Name::Titled(name.as_str().into()));
            }
        });
    }

    fn group(&mut self, group: &Group) {
        let count = match group.kind {
            GroupKind::Figure => &mut self.figures,
            GroupKind::Table => &mut self.tables,
            _ => {
                if let Some(anchor) = group.anchor.as_ref().filter(|_| !group.title.is_empty()) {
                    self.add(anchor, Name::Titled(plain(&group.title).into()));
                }
                return;
            }
        };
        if group.title.is_empty() {
            return;
        }
        *count += 1;
        let number = *count;
        self.numbers.insert(group.span, number);
        if let Some(anchor) = &group.anchor {
            let name = if group.kind == GroupKind::Figure { Name::Figure(number) } else { Name::Table(number) };
            self.add(anchor, name);
        }
    }
}

impl<'a> Visitor<'a> for Names {
    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Heading(heading) => self.add(&heading.anchor, Name::Titled(plain(&heading.content).into())),
            Block::Group(group) => self.group(group),
            _ => {}
        }
    }

    fn step(&mut self, step: &'a Step) {
        if !step.number.is_empty() {
            self.add(&step.id.text, Name::Step(step.number.clone()));
        }
    }
}
