//! Steps in lists, and what the lists within a step say.

use super::Reading;
use super::words::{Words, slice};
use crate::model::block::{Block, List, ListItem, Paragraph};
use crate::model::inline::{Inline, Text, plain};
use crate::model::procedure::Step;
use crate::project::dialect::Shape;
use crate::text::span::Span;

impl Reading<'_> {
    /// Reads the items of a list as steps.
    pub(super) fn step_items(&mut self, list: List) -> Vec<Step> {
        let start = list.start;
        let numbered = list.items.into_iter().enumerate();
        numbered.map(|(at, item)| self.step_item(item, start.map(|start| start + at as u64))).collect()
    }

    fn step_item(&mut self, item: ListItem, number: Option<u64>) -> Step {
        let mut step = self.empty_step(item.span);
        if let Some(number) = number {
            step.number = number.to_string().into();
            // The mark of the list says the number.
            let written = self.source.slice(item.span);
            let mark = written.len() - written.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            step.id = Text::decoded(format!("step-{number}"), item.span.part(0, mark), &written[..mark]);
        }
        self.item(item, &mut step);
        step
    }

    /// Reads what an item says of its step: its title, then what is done.
    fn item(&mut self, item: ListItem, step: &mut Step) {
        let mut blocks = item.blocks.into_iter();
        let Some(first) = blocks.next() else { return };
        match first {
            Block::Paragraph(paragraph) => {
                let rest = self.title(paragraph, step);
                let rest = rest.into_iter().map(Block::Paragraph).chain(blocks).collect();
                self.within(rest, step);
            }
            other => self.within(std::iter::once(other).chain(blocks).collect(), step),
        }
    }

    /// Takes the title of a step off its first paragraph; returns what remains of it.
    fn title(&mut self, paragraph: Paragraph, step: &mut Step) -> Option<Paragraph> {
        let mut lines = super::action::lines_of(&paragraph);
        if lines.is_empty() || self.label(&lines[0]).is_some() {
            return Some(paragraph);
        }
        // A sentence that goes on in the next line is one title.
        let mut title = lines.remove(0);
        while lines.first().is_some_and(|next| self.label(next).is_none()) {
            title.push(Inline::SoftBreak);
            title.extend(lines.remove(0));
        }
        step.title = title;
        let mut content: Vec<Inline> = Vec::new();
        for line in lines {
            if !content.is_empty() {
                content.push(Inline::SoftBreak);
            }
            content.extend(line);
        }
        (!content.is_empty()).then_some(Paragraph { content, span: paragraph.span })
    }

    /// Reads a list within a step: inner steps, or what is done.
    pub(super) fn items(&mut self, list: List, step: &mut Step) {
        let says_steps = list.items.iter().any(|item| self.inner_head(item).is_some());
        let says_labels = || {
            list.items.iter().any(|item| match item.blocks.first() {
                Some(Block::Paragraph(paragraph)) => self.label(&paragraph.content).is_some(),
                _ => false,
            })
        };
        let is_tasks = list.items.iter().any(|item| item.checked.is_some());
        let is_done = list.items.iter().any(|item| item.checked == Some(true));
        let ordered = list.start.is_some();
        if ordered && !self.dialect.built_in && !says_steps && !says_labels() && !is_done {
            let steps = match self.dialect.has(Shape::Lists) {
                true => self.step_items(list),
                false => return self.show(Block::List(list), step),
            };
            step.steps.extend(steps);
            return;
        }
        if is_done || (!says_steps && !says_labels() && (self.dialect.built_in || ordered) && !is_tasks) {
            return self.show(Block::List(list), step);
        }
        for item in list.items {
            match self.inner_head(&item) {
                Some(inner) => step.steps.push(self.inner_step(item, inner)),
                None => self.within(item.blocks, step),
            }
        }
    }

    /// Reads `**Step 3.1 — Title** {#id}`, the beginning of an item that is a step.
    fn inner_head(&self, item: &ListItem) -> Option<Step> {
        let Some(Block::Paragraph(paragraph)) = item.blocks.first() else { return None };
        let first = super::action::lines_of(paragraph).into_iter().next()?;
        let [Inline::Strong(inner), rest @ ..] = first.as_slice() else { return None };
        let head = self.head(&plain(inner))?;
        let words = Words::of(inner, self.source, item.span);
        let mut step = self.empty_step(item.span);
        if let Some(number) = head.number {
            let number = words.part(number);
            step.number = number.text.clone();
            step.id = Text::decoded(format!("step-{}", number.text), number.span, self.source.slice(number.span));
        }
        step.title = slice(inner, head.title, self.source);
        let after = Words::of(rest, self.source, item.span);
        let name = after.text().trim();
        if let Some(id) = name.strip_prefix("{#").and_then(|name| name.strip_suffix('}')) {
            let at = after.text().find(id).unwrap_or(0);
            step.id = after.part(at..at + id.len());
        } else if !name.is_empty() {
            return None;
        }
        Some(step)
    }

    fn inner_step(&mut self, item: ListItem, mut step: Step) -> Step {
        let mut blocks = item.blocks.into_iter();
        let first = blocks.next();
        let mut rest: Vec<Block> = Vec::new();
        if let Some(Block::Paragraph(paragraph)) = first {
            let lines = super::action::lines_of(&paragraph);
            let mut content = Vec::new();
            for line in lines.into_iter().skip(1) {
                if !content.is_empty() {
                    content.push(Inline::SoftBreak);
                }
                content.extend(line);
            }
            if !content.is_empty() {
                rest.push(Block::Paragraph(Paragraph { content, span: paragraph.span }));
            }
        }
        rest.extend(blocks);
        self.within(rest, &mut step);
        step.span = Span { end: item.span.end, ..item.span };
        step
    }
}
