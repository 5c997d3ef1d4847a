//! What must be there before a procedure, and what is left to do after it (S1000D 3.9.5.2.1.9 and 3.9.5.2.1.10).

use super::super::flow::Flow;
use super::super::tree::{Child, Element};
use super::Reading;
use super::inline::words_of;
use super::mark::{marked, portion};
use super::problem::NAMES_NOTHING;
use crate::diagnostic::Diagnostic;
use crate::model::block::{Admonition, AdmonitionKind, Block, Mark, MarkKind, Paragraph};
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{Closeout, Precondition, Procedure, Requirement, RequirementKind};

impl<'t> Reading<'t> {
    /// Reads preliminary requirements.
    pub(super) fn preliminary(&mut self, element: Element<'t>, procedure: &mut Procedure) {
        let marks = self.marks(element);
        if !marks.is_empty() {
            let marked = marked(marks, None, Vec::new(), element.tag());
            procedure.preconditions.push(Precondition::Content(vec![marked]));
        }
        for child in element.children().filter(|child| !child.is_blank()) {
            let Child::Element(part) = child else {
                let mut blocks = Vec::new();
                self.keep(child, &mut blocks);
                procedure.preconditions.push(Precondition::Content(blocks));
                continue;
            };
            let marks = self.marks(part);
            let before = (procedure.requirements.len(), procedure.preconditions.len());
            match part.name() {
                "reqCondGroup" => self.conditions(part, &mut procedure.preconditions),
                "reqPersons" => self.persons(part, &mut procedure.requirements),
                "reqTechInfoGroup" => self.references(part, &mut procedure.references),
                "reqSupportEquips" => self.things(part, RequirementKind::Resource, procedure),
                "reqSupplies" => self.things(part, RequirementKind::Supply, procedure),
                "reqSpares" => self.things(part, RequirementKind::Spare, procedure),
                "reqSafety" => {
                    let blocks = self.safety_conditions(part);
                    if !blocks.is_empty() {
                        procedure.preconditions.push(Precondition::Content(blocks));
                    }
                }
                // It reads its own marks.
                _ => {
                    let blocks = self.section(part, 3);
                    procedure.preconditions.push(Precondition::Content(blocks));
                    continue;
                }
            }
            self.spread(marks, before, part, procedure);
        }
    }

    /// Puts the marks of a group of requirements at each of them; where there is none that can bear them, before what
    /// the group says.
    fn spread(&mut self, marks: Vec<Mark>, before: (usize, usize), part: Element<'t>, procedure: &mut Procedure) {
        if marks.is_empty() {
            return;
        }
        let line = self.marks_in_line(marks.clone());
        let added = procedure.requirements.get_mut(before.0..).unwrap_or_default();
        if added.is_empty() {
            let marked = marked(marks, None, Vec::new(), part.tag());
            procedure.preconditions.insert(before.1, Precondition::Content(vec![marked]));
        } else {
            added.iter_mut().for_each(|requirement| requirement.content.extend(line.iter().cloned()));
        }
    }

    /// Reads what must hold, one condition each.
    fn conditions(&mut self, group: Element<'t>, preconditions: &mut Vec<Precondition>) {
        for condition in group.elements().filter(|condition| condition.name() != "noConds") {
            let content = self.condition(condition);
            let marks = self.marks(condition);
            if content.is_empty() {
                continue;
            }
            preconditions.push(match marks.is_empty() {
                true => Precondition::Text(content),
                false => Precondition::Content(vec![self.marked_line(marks, content, condition)]),
            });
        }
    }

    fn condition(&mut self, condition: Element<'t>) -> Vec<Inline> {
        let mut flow = Flow::new();
        self.anchor(condition, &mut flow);
        for part in condition.children() {
            match part {
                Child::Element(part) if matches!(part.name(), "reqCond" | "simplePara" | "para") => {
                    self.anchor(part, &mut flow);
                    let mut changes = self.changes(part);
                    self.marks.append(&mut changes);
                    flow.part();
                    self.flow_all(part, &mut flow);
                    flow.part();
                }
                other => self.flow_any(other, &mut flow),
            }
        }
        flow.finish()
    }

    /// Adds something, by its own reader where it stands within lines, else word for word.
    fn flow_any(&mut self, child: Child<'t>, flow: &mut Flow) {
        match child {
            Child::Element(part) if !super::vocabulary::is_inline(part.name()) => self.flow_words(part, flow),
            other => self.flow(other, flow),
        }
    }

    fn marked_line(&self, marks: Vec<Mark>, content: Vec<Inline>, element: Element<'t>) -> Block {
        let blocks = vec![Block::Paragraph(Paragraph { content, span: element.span() })];
        marked(marks, None, blocks, element.span())
    }

    fn persons(&mut self, group: Element<'t>, requirements: &mut Vec<Requirement>) {
        for person in group.elements() {
            let category = person.named("personCategory").next();
            let name = category.and_then(|category| category.attribute("personCategoryCode")).cloned();
            let mut flow = Flow::new();
            self.anchor(person, &mut flow);
            self.attributes_beside_marks(person, &mut flow);
            for child in person.children() {
                match child {
                    Child::Element(part) if name.is_some() && part.name() == "personCategory" => {}
                    Child::Element(part) => self.labelled(part, &mut flow),
                    text => self.flow(text, &mut flow),
                }
            }
            let marks = self.marks(person);
            let mut content = flow.finish();
            content.append(&mut self.marks_in_line(marks));
            if name.is_some() || !content.is_empty() {
                requirements.push(Requirement { kind: RequirementKind::Role, name, content });
            }
        }
    }

    /// Adds a part by what it is called, with its words.
    fn labelled(&mut self, part: Element<'t>, flow: &mut Flow) {
        flow.part();
        flow.push(Inline::Emphasis(vec![Inline::Text(self.name_of(part))]));
        self.flow_words(part, flow);
    }

    /// Reads support equipment, supplies or spares, those within others after them.
    fn things(&mut self, group: Element<'t>, kind: RequirementKind, procedure: &mut Procedure) {
        for thing in group.elements() {
            let name = thing.name();
            if name.starts_with("no") && !thing.has_text() {
                continue;
            }
            if name == "footnote" {
                self.footnote(thing, &mut Flow::new());
                continue;
            }
            if name.ends_with("Group") || name.ends_with("Alts") {
                self.things(thing, kind, procedure);
                continue;
            }
            self.thing(thing, kind, procedure);
        }
    }

    fn thing(&mut self, thing: Element<'t>, kind: RequirementKind, procedure: &mut Procedure) {
        self.report(thing);
        let named = thing.named("name").next().filter(|name| name.has_text());
        let name = named.map(|name| words_of(name, self.source.slice(name.span())));
        let mut flow = Flow::new();
        self.anchor(thing, &mut flow);
        let mut within = Vec::new();
        for child in thing.children() {
            match child {
                Child::Element(part) if Some(part.span()) == named.map(|name| name.span()) => {
                    self.anchor(part, &mut flow);
                }
                Child::Element(part) if part.name().starts_with("embedded") => within.push(part),
                Child::Element(part) if super::vocabulary::is_inline(part.name()) => {
                    flow.part();
                    self.flow(child, &mut flow);
                    flow.part();
                }
                Child::Element(part) if matches!(part.name(), "name" | "shortName" | "identNumber" | "reqQuantity") => {
                    if part.name() == "reqQuantity" {
                        self.labelled(part, &mut flow);
                    } else {
                        self.flow_words(part, &mut flow);
                    }
                }
                Child::Element(part) => self.labelled(part, &mut flow),
                text => self.flow(text, &mut flow),
            }
        }
        self.attributes_beside_marks(thing, &mut flow);
        let marks = self.marks(thing);
        let mut content = flow.finish();
        content.append(&mut self.marks_in_line(marks));
        procedure.requirements.push(Requirement { kind, name, content });
        for inner in within {
            self.thing(inner, kind, procedure);
        }
    }

    /// Returns marks as words of a line, where no block can bear them.
    pub(super) fn marks_in_line(&self, marks: Vec<Mark>) -> Vec<Inline> {
        let mut line = Vec::new();
        for mark in marks {
            let place = mark.span.part(0, 0);
            let word = match mark.kind {
                MarkKind::Applies => "Applicability",
                MarkKind::Added => "Added",
                MarkKind::Modified => "Changed",
                MarkKind::Deleted => "Deleted",
                MarkKind::Portion => "Marking",
            };
            line.extend([Inline::SoftBreak, Inline::Emphasis(vec![Inline::Text(Text::new(word, place))])]);
            if !mark.content.is_empty() {
                line.push(Inline::SoftBreak);
                line.extend(mark.content);
            }
        }
        line
    }

    /// Reads the safety text that holds for all of a procedure.
    fn safety_conditions(&mut self, safety: Element<'t>) -> Vec<Block> {
        let mut blocks = Vec::new();
        for part in safety.elements().filter(|part| part.name() != "noSafety") {
            let mut named = Vec::new();
            self.named_safety(part, &mut named);
            blocks.extend(named.into_iter().map(Block::Admonition));
            let marks = self.marks(part);
            let inner = self.blocks(part, 6);
            match marks.is_empty() {
                true => blocks.extend(inner),
                false => blocks.push(marked(marks, None, inner, part.span())),
            }
        }
        blocks
    }

    /// Adds the warnings, then the cautions, that an element names by their identifiers (`warningRefs`, `cautionRefs`).
    pub(super) fn named_safety(&mut self, element: Element<'t>, admonitions: &mut Vec<Admonition>) {
        for (attribute, kind) in [("warningRefs", AdmonitionKind::Warning), ("cautionRefs", AdmonitionKind::Caution)] {
            let Some(ids) = element.attribute(attribute) else { continue };
            for id in ids.as_str().split_whitespace() {
                match self.named.safety.get(id).copied() {
                    Some(named) if matches!(named.name(), "warning" | "caution") => {
                        let mut admonition = self.bare_admonition(named, kind);
                        let marks = portion(named);
                        if !marks.is_empty() {
                            let blocks = std::mem::take(&mut admonition.blocks);
                            admonition.blocks = vec![marked(marks, None, blocks, named.span())];
                        }
                        admonitions.push(admonition);
                    }
                    Some(reference) => {
                        let admonition = self.shared_safety(reference, ids.span, kind);
                        admonitions.extend(admonition);
                    }
                    None => {
                        self.say_unresolved(ids, id, "warning or caution");
                        let content = vec![Inline::Code(ids.clone())];
                        let blocks = vec![Block::Paragraph(Paragraph { content, span: ids.span })];
                        admonitions.push(Admonition { kind, blocks, span: ids.span });
                    }
                }
            }
        }
    }

    /// Returns the warning or caution that a reference leads to in the repository of another module.
    fn shared_safety(
        &mut self,
        reference: Element<'t>,
        place: crate::text::span::Span,
        kind: AdmonitionKind,
    ) -> Option<Admonition> {
        let number = ["warningIdentNumber", "cautionIdentNumber"].iter().find_map(|name| reference.attribute(name))?;
        match self.shared.safety(reference, &number.text, place) {
            Some(blocks) => Some(Admonition { kind, blocks, span: place }),
            None => {
                let message = format!("no repository of the library holds `{}`", number.text);
                let finding = Diagnostic::new(&NAMES_NOTHING, number.span, message).label("text not found");
                self.diagnostics.push(finding.help("add the module that holds it, or write the number as it has it"));
                let content = vec![Inline::Code(number.clone())];
                let blocks = vec![Block::Paragraph(Paragraph { content, span: reference.span() })];
                Some(Admonition { kind, blocks, span: place })
            }
        }
    }

    /// Adds the number of a warning or caution where it is named within a line.
    pub(super) fn safety_mark(&mut self, reference: Element<'t>, flow: &mut Flow) {
        self.attributes_beside_marks(reference, flow);
        self.flow_all(reference, flow);
    }

    /// Reads what is left to do.
    pub(super) fn close(&mut self, element: Element<'t>, closeout: &mut Closeout) {
        let marks = self.marks(element);
        let mut blocks = Vec::new();
        for part in element.elements() {
            match part.name() {
                "reqCondGroup" => {
                    let mut conditions = Vec::new();
                    self.conditions(part, &mut conditions);
                    blocks.extend(conditions.into_iter().flat_map(|condition| match condition {
                        Precondition::Text(content) => vec![Block::Paragraph(Paragraph { content, span: part.span() })],
                        Precondition::Content(blocks) => blocks,
                        Precondition::Check(_) => Vec::new(),
                    }));
                }
                _ => {
                    let mut inner = self.section(part, 3);
                    blocks.append(&mut inner);
                }
            }
        }
        if marks.is_empty() {
            closeout.text.append(&mut blocks);
            return;
        }
        closeout.text.push(marked(marks, None, blocks, element.span()));
    }
}
