//! What is not where it should be: how it is kept, and how it is reported.

use ecow::eco_format;

use super::super::flow::Flow;
use super::super::tree::{Attribute, Child, Element, collapse, resolved};
use super::inline::INLINE;
use super::{OTHERS, PARTS, Reading, is_known};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::block::{Block, Paragraph};
use crate::model::inline::{Inline, Text};
use crate::read::problem::{MISPLACED_CONTENT, MISSING_ELEMENT, UNKNOWN_ELEMENT};
use crate::text::span::Span;

impl Reading<'_> {
    /// Reads the parts that an element holds; what is left goes with the words around the body.
    pub(super) fn parts(
        &mut self,
        element: Element,
        names: &[&'static str],
        part: impl FnMut(&mut Self, Element) -> bool,
    ) {
        let content = self.sift(element, names, part);
        if !content.is_empty() {
            self.leftover.push(Block::Paragraph(Paragraph { content, span: element.span() }));
        }
    }

    /// Reads the parts of these names that an element holds, and returns the words of all the rest: what has
    /// another name, which is reported, and what `part` says that it could not read.
    pub(super) fn sift(
        &mut self,
        element: Element,
        names: &[&'static str],
        mut part: impl FnMut(&mut Self, Element) -> bool,
    ) -> Vec<Inline> {
        let mut rest = Flow::new();
        for child in element.children().filter(|child| !child.is_blank()) {
            match child {
                Child::Element(inner) if names.contains(&inner.name()) => {
                    if !part(self, inner) {
                        self.salvage(inner, &mut rest);
                    }
                }
                Child::Element(inner) => {
                    self.stray(inner, element, names);
                    self.salvage(inner, &mut rest);
                }
                Child::Text(_) => {
                    self.misplaced(child, element, names);
                    self.flow(child, element, &mut rest);
                    rest.part();
                }
            }
        }
        rest.finish()
    }

    /// Keeps something that has no place of its own with the words around the body.
    pub(super) fn leave(&mut self, child: Child, holder: Element) {
        let mut blocks = std::mem::take(&mut self.leftover);
        self.keep(child, holder, &mut blocks);
        self.leftover = blocks;
    }

    /// Keeps something as a paragraph.
    pub(super) fn keep(&mut self, child: Child, holder: Element, blocks: &mut Vec<Block>) {
        let mut flow = Flow::new();
        match child {
            Child::Element(element) => self.salvage(element, &mut flow),
            text => self.flow(text, holder, &mut flow),
        }
        let content = flow.finish();
        if !content.is_empty() {
            blocks.push(Block::Paragraph(Paragraph { content, span: child.span() }));
        }
    }

    /// Reports an element that cannot stand in another, of which these can.
    pub(super) fn stray(&mut self, element: Element, holder: Element, names: &[&'static str]) {
        if is_known(element.name()) {
            return self.misplaced(Child::Element(element), holder, names);
        }
        if self.quiet > 0 {
            return;
        }
        let message = format!("there is no element `{}`", element.name());
        let help = self
            .suggest(element.name(), names.iter().copied())
            .or_else(|| self.suggest(element.name(), OTHERS.iter().chain(PARTS).chain(INLINE).copied()))
            .unwrap_or_else(|| "its text is kept; `opsdoc schema procedure` lists the elements".into());
        let finding = Diagnostic::new(&UNKNOWN_ELEMENT, element.tag(), message);
        self.diagnostics.push(finding.label("unknown element").help(help));
    }

    /// Reports something that stands in an element where only these elements can.
    pub(super) fn misplaced(&mut self, child: Child, holder: Element, names: &[&'static str]) {
        let what = match child {
            Child::Element(element) => format!("element `{}`", element.name()),
            Child::Text(_) => "text".into(),
        };
        let place = match child {
            Child::Element(element) => element.tag(),
            Child::Text(text) => self.line(text),
        };
        let message = format!("{what} cannot stand directly in `{}`", holder.name());
        let listed = match names {
            [] => "nothing can stand here".to_string(),
            names => format!(
                "what can stand here: {}",
                names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            ),
        };
        if self.quiet == 0 {
            let finding = Diagnostic::new(&MISPLACED_CONTENT, place, message).label("out of place");
            self.diagnostics.push(finding.help(listed));
        }
    }

    pub(super) fn say_misplaced(&mut self, place: Span, message: impl Into<String>, label: &str) {
        if self.quiet == 0 {
            self.diagnostics.push(Diagnostic::new(&MISPLACED_CONTENT, place, message).label(label));
        }
    }

    /// Reports an element that lacks a part.
    pub(super) fn demand(&mut self, element: Element, name: &str) {
        if element.named(name).next().is_none() {
            let message = format!("element `{}` lacks element `{name}`", element.name());
            let finding = Diagnostic::new(&MISSING_ELEMENT, element.tag(), message);
            self.diagnostics.push(finding.label(format!("`{name}` is missing")));
        }
    }

    /// Returns the place of the first line with words of a text.
    pub(super) fn line(&self, text: &Text) -> Span {
        let source = self.source.slice(text.span);
        let start = source.len() - source.trim_start().len();
        let length = source.trim_start().lines().next().map_or(0, |line| line.trim_end().len());
        text.span.part(start, start + length)
    }

    /// Reads something, and returns the attributes within it that nothing asked for, as they are written.
    pub(super) fn aside<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> (T, Vec<Inline>) {
        let outer = std::mem::take(&mut self.unclaimed);
        let result = read(self);
        (result, std::mem::replace(&mut self.unclaimed, outer))
    }

    /// Keeps an attribute that has no place of its own, until something shows it.
    pub(super) fn leave_attribute(&mut self, attribute: &Attribute) {
        let (name, value) = (attribute.name_span, attribute.value.span);
        let text = &self.source.text;
        let quote = text.get(..value.start as usize).and_then(|before| before.chars().next_back());
        let rest = text.get(value.end as usize..).unwrap_or_default();
        let end = quote.and_then(|quote| rest.find(quote)).map_or(0, |at| at + 1);
        let span = Span::new(name.source, name.start as usize, value.end as usize + end);
        let written = self.source.slice(span);
        self.unclaimed.push(Inline::Code(resolved(collapse(written), written, span)));
    }

    /// Keeps the attribute of a name, whose value nothing can show.
    pub(super) fn leave_named(&mut self, element: Element, name: &str) {
        if let Some(attribute) = element.attributes().iter().find(|attribute| attribute.name == name) {
            self.leave_attribute(attribute);
        }
    }

    /// Keeps all attributes of an element that is not what it should be.
    pub(super) fn leave_attributes(&mut self, element: Element) {
        for attribute in element.attributes().iter().filter(|attribute| !attribute.is_of_xml()) {
            self.leave_attribute(attribute);
        }
    }

    /// Keeps the attributes that wait with the words around the body.
    pub(super) fn leave_unclaimed(&mut self, span: Span) {
        let content = lined(std::mem::take(&mut self.unclaimed));
        if !content.is_empty() {
            self.leftover.push(Block::Paragraph(Paragraph { content, span }));
        }
    }

    /// Forgets the attributes that wait from a place, as they are shown otherwise.
    pub(super) fn claim(&mut self, place: Span) {
        self.unclaimed.retain(|inline| match inline {
            Inline::Code(text) => text.span.start < place.start || text.span.start >= place.end,
            _ => true,
        });
    }

    /// Reads something without saying again what was said of what holds it.
    pub(super) fn quietly<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        self.quiet += 1;
        let result = read(self);
        self.quiet -= 1;
        result
    }

    /// Returns what a misspelt name may mean, as help.
    pub(super) fn suggest<'a>(&mut self, name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
        if name.len() < 3 {
            // Every name of a letter or two is near to any other.
            return None;
        }
        let mut candidates = candidates.into_iter().peekable();
        // The first of the names tells one list from another.
        let key = eco_format!("{name} {}", candidates.peek().unwrap_or(&""));
        let found = self.suggestions.entry(key);
        found.or_insert_with(|| did_you_mean(name, candidates).map(|meant| format!("did you mean `{meant}`?"))).clone()
    }
}

/// Makes a line of what stands beside one another.
pub(super) fn lined(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut flow = Flow::new();
    flow.beside(inlines);
    flow.finish()
}
