//! The parts around the steps of a procedure.

use std::ops::Range;

use super::Reading;
use super::expression::{self, Cursor};
use super::problem::UNREAD_ACTION;
use super::walk::Walk;
use super::words::{Words, slice, span_of};
use crate::diagnostic::Diagnostic;
use crate::model::block::{Block, Heading, Table};
use crate::model::inline::{Inline, Text, plain};
use crate::model::procedure::{
    Action, Approval, Change, Check, EventDeclaration, Precondition, Requirement, RequirementKind, Run, Trigger,
    Variable, Watchdog,
};
use crate::project::dialect::{Means, Part, normal};
use crate::text::span::Span;

/// What an item of a part says by its label.
#[derive(Clone, Copy, PartialEq)]
enum Item {
    Alarm,
    Event,
    Symptom,
    Role,
    Resource,
    Visibility,
    Duration,
    Variable,
}

const ITEMS: &[(&str, Item)] = &[
    ("alarm", Item::Alarm),
    ("alarme", Item::Alarm),
    ("event", Item::Event),
    ("événement", Item::Event),
    ("évènement", Item::Event),
    ("ereignis", Item::Event),
    ("symptom", Item::Symptom),
    ("symptôme", Item::Symptom),
    ("role", Item::Role),
    ("rôle", Item::Role),
    ("rolle", Item::Role),
    ("resource", Item::Resource),
    ("ressource", Item::Resource),
    ("visibility", Item::Visibility),
    ("visibilité", Item::Visibility),
    ("duration", Item::Duration),
    ("durée", Item::Duration),
    ("dauer", Item::Duration),
    ("variable", Item::Variable),
];

/// The heads of the tables of records, each with the place of what it says.
const HEADS: &[(&str, usize)] = &[
    ("issue", 0),
    ("édition", 0),
    ("date", 1),
    ("author", 2),
    ("auteur", 2),
    ("reason", 3),
    ("motif", 3),
    ("role", 4),
    ("rôle", 4),
    ("name", 5),
    ("nom", 5),
    ("means", 6),
    ("moyen", 6),
    ("configuration", 7),
    ("result", 8),
    ("résultat", 8),
    ("remark", 9),
    ("remarque", 9),
];

impl Walk<'_, '_> {
    /// Reads a part; one that cannot be read is kept as it is. Returns the heading of what is no part of its own.
    pub(super) fn part(
        &mut self,
        part: Part,
        name: Range<usize>,
        heading: Heading,
        inner: Vec<Block>,
    ) -> Option<Heading> {
        let built_in = self.reading.dialect.built_in;
        // A part without a word is none, and one that is said again stays where it stands.
        if !built_in && (inner.is_empty() || self.procedure.heading(part).is_some()) {
            self.heading(heading);
            self.as_written(inner, "it stands in a part that was said before");
            return None;
        }
        match part {
            Part::Steps if built_in => self.titled(Vec::new(), ecow::EcoString::new()),
            Part::Phase if built_in => {
                let title = slice(&heading.content, name, self.reading.source);
                self.titled(title, heading.anchor);
            }
            Part::Steps | Part::Phase => return Some(heading),
            _ => {
                if !self.is_read(part, name, &heading, &inner) {
                    let message = "this part is not written as its heading says, and is kept as it is";
                    let finding = Diagnostic::new(&UNREAD_ACTION, heading.span, message).label("kept as it is written");
                    let help = "write it as the manual's page on dialects has it";
                    self.reading.placed.problems.push(finding.help(help));
                    self.keep(Block::Heading(heading));
                    self.as_written(inner, "it stands in a part that is not written as its heading says");
                } else if part != Part::Watchdog && (!built_in || is_numbered(&heading)) {
                    self.procedure.headings.push((part, Block::Heading(heading)));
                }
            }
        }
        None
    }

    /// Keeps what stands in a part that is not read.
    fn as_written(&mut self, inner: Vec<Block>, why: &str) {
        self.reading.look(&inner, why);
        inner.into_iter().for_each(|block| self.keep(block));
    }

    fn is_read(&mut self, part: Part, name: Range<usize>, heading: &Heading, inner: &[Block]) -> bool {
        let read = match part {
            Part::Purpose => {
                self.procedure.purpose.extend(inner.iter().cloned());
                true
            }
            Part::Closeout => {
                for (at, block) in inner.iter().enumerate() {
                    let is_step =
                        |block: &Block| matches!(block, Block::Heading(heading) if self.reading.is_step(heading));
                    if is_step(block) {
                        return self.closing_steps(&inner[at..]);
                    }
                    self.procedure.closeout.text.push(block.clone());
                }
                true
            }
            Part::Watchdog => self.watchdog(name, heading, inner),
            Part::History | Part::Approvals | Part::Validation => match inner {
                [Block::Table(table)] => self.records(part, table),
                _ => false,
            },
            _ => self.listed(part, inner),
        };
        if read && self.reading.first_part.is_none() && self.procedure.phases.is_empty() {
            self.reading.first_part = Some(self.kept());
        }
        read
    }

    fn closing_steps(&mut self, blocks: &[Block]) -> bool {
        let mut holder = self.reading.empty_step(self.procedure.span);
        self.reading.within(blocks.to_vec(), &mut holder);
        for action in holder.actions {
            match action {
                Action::Step(step) => self.procedure.closeout.steps.push(*step),
                other => {
                    if let Some(last) = self.procedure.closeout.steps.last_mut() {
                        last.actions.push(other);
                    }
                }
            }
        }
        self.procedure.closeout.steps.extend(holder.steps);
        true
    }

    fn watchdog(&mut self, name: Range<usize>, heading: &Heading, inner: &[Block]) -> bool {
        let words = Words::of(&heading.content, self.reading.source, heading.span);
        let event = words.part(name);
        let mut holder = self.reading.empty_step(heading.span);
        let known = self.reading.placed.problems.len();
        self.reading.within(inner.to_vec(), &mut holder);
        let call = match holder.actions.as_slice() {
            [] => None,
            [Action::Call(call)] => Some(call.clone()),
            _ => {
                self.reading.placed.problems.truncate(known);
                return false;
            }
        };
        let end = inner.iter().filter_map(super::walk::end_of).max().unwrap_or(heading.span.end);
        let span = Span { end, ..heading.span };
        self.procedure.watchdogs.push(Watchdog { event, steps: holder.steps, call, span });
        !self.procedure.watchdogs.is_empty()
    }

    /// Reads a part that is a list, item by item.
    fn listed(&mut self, part: Part, inner: &[Block]) -> bool {
        let mut lines: Vec<Vec<Inline>> = Vec::new();
        for block in inner {
            match block {
                Block::List(list) => {
                    for item in &list.items {
                        let [Block::Paragraph(paragraph)] = item.blocks.as_slice() else { return false };
                        if item.checked == Some(true) {
                            return false;
                        }
                        lines.push(paragraph.content.clone());
                    }
                }
                Block::Paragraph(paragraph) if matches!(part, Part::Preconditions | Part::Triggers) => {
                    lines.push(paragraph.content.clone());
                }
                Block::ThematicBreak(_) => {}
                _ => return false,
            }
        }
        let read: Option<Vec<Read>> = lines.iter().map(|line| self.reading.item_of(part, line)).collect();
        let Some(read) = read.filter(|read| !read.is_empty()) else { return false };
        for one in read {
            match one {
                Read::Trigger(trigger) => self.procedure.triggers.push(trigger),
                Read::Reference(inlines) => self.procedure.references.extend(inlines),
                Read::Requirement(requirement) => self.procedure.requirements.push(requirement),
                Read::Variable(variable) => self.procedure.variables.push(variable),
                Read::Event(event) => self.procedure.events.push(event),
                Read::Precondition(precondition) => self.procedure.preconditions.push(precondition),
                Read::Confirmation(check) => self.procedure.confirmation.push(check),
            }
        }
        true
    }

    fn records(&mut self, part: Part, table: &Table) -> bool {
        let columns: Option<Vec<usize>> = table
            .head
            .iter()
            .map(|head| HEADS.iter().find(|(name, _)| *name == normal(&plain(head))).map(|(_, field)| *field))
            .collect();
        let wanted: &[usize] = match part {
            Part::History => &[0, 1, 2, 3],
            Part::Approvals => &[4, 5, 1],
            _ => &[6, 7, 0, 1, 8, 9],
        };
        let Some(columns) = columns.filter(|columns| columns.iter().all(|field| wanted.contains(field))) else {
            return false;
        };
        let source = self.reading.source;
        for row in &table.rows {
            if row.len() > columns.len() {
                return false;
            }
            let cell = |wanted: usize| columns.iter().position(|field| *field == wanted).and_then(|at| row.get(at));
            let text = |wanted: usize| {
                let cell = cell(wanted)?;
                let words = Words::of(cell, source, span_of(cell)?);
                Some(words.part(0..words.text().len())).filter(|text| !text.text.is_empty())
            };
            let words = |wanted: usize| cell(wanted).cloned().unwrap_or_default();
            match part {
                Part::History => {
                    let change = Change { issue: text(0), date: text(1), author: text(2), reason: words(3) };
                    self.procedure.history.push(change);
                }
                Part::Approvals => {
                    self.procedure.approvals.push(Approval { role: text(4), name: text(5), date: text(1) });
                }
                _ => self.procedure.validation.push(Run {
                    means: text(6),
                    config: text(7),
                    issue: text(0),
                    date: text(1),
                    result: text(8),
                    content: words(9),
                }),
            }
        }
        true
    }
}

/// Tells whether a heading bears a number, which is its author's whatever the part is called.
fn is_numbered(heading: &Heading) -> bool {
    super::unnumbered(heading) != plain(&heading.content).trim()
}

/// What an item of a part is.
enum Read {
    Trigger(Trigger),
    Reference(Vec<Inline>),
    Requirement(Requirement),
    Variable(Variable),
    Event(EventDeclaration),
    Precondition(Precondition),
    Confirmation(Check),
}

impl Reading<'_> {
    fn is_step(&self, heading: &Heading) -> bool {
        self.head(&plain(&heading.content)).is_some()
    }

    fn item_of(&self, part: Part, line: &[Inline]) -> Option<Read> {
        let own = match line {
            [Inline::Strong(inner), ..] => {
                ITEMS.iter().find(|(name, _)| *name == normal(&plain(inner))).map(|(_, item)| *item)
            }
            _ => None,
        };
        let rest = || {
            let text = plain(&line[1..]);
            let from = text.len() - text.trim_start_matches([' ', ':', '\u{a0}']).len();
            slice(&line[1..], from..text.len(), self.source)
        };
        match part {
            Part::Triggers => Some(Read::Trigger(match own {
                Some(Item::Symptom) => Trigger::Symptom(rest()),
                Some(Item::Alarm) => Trigger::Alarm(self.name_alone(&rest())?),
                Some(Item::Event) => Trigger::Event(self.name_alone(&rest())?),
                None => Trigger::Symptom(line.to_vec()),
                Some(_) => return None,
            })),
            Part::References => Some(Read::Reference(line.to_vec())),
            Part::Requirements => {
                let kind = match own? {
                    Item::Role => RequirementKind::Role,
                    Item::Resource => RequirementKind::Resource,
                    Item::Visibility => RequirementKind::Visibility,
                    Item::Duration => RequirementKind::Duration,
                    _ => return None,
                };
                let (name, content) = self.named(&rest())?;
                Some(Read::Requirement(Requirement { kind, name, content }))
            }
            Part::Declarations => {
                let rest = rest();
                let words = Words::of(&rest, self.source, span_of(&rest)?);
                let mut cursor = Cursor::of(&words);
                let content = slice(&rest, cursor.remark(), self.source);
                let name = cursor.name()?;
                if own? == Item::Event {
                    return cursor.is_done().then_some(Read::Event(EventDeclaration { name, content }));
                }
                let data_type = if cursor.eat(&[","]) { cursor.take(&[","]) } else { None };
                let unit = if cursor.eat(&[","]) { cursor.take(&[]) } else { None };
                let is_variable = own? == Item::Variable && cursor.is_done();
                is_variable.then_some(Read::Variable(Variable { name, data_type, unit, content }))
            }
            Part::Preconditions => Some(Read::Precondition(match self.check_of(line) {
                Some(check) => Precondition::Check(check),
                None => Precondition::Text(line.to_vec()),
            })),
            Part::Confirmation => self.check_of(line).map(Read::Confirmation),
            _ => None,
        }
    }

    fn check_of(&self, line: &[Inline]) -> Option<Check> {
        let labelled = self.label(line).filter(|found| matches!(found.means, Means::Check | Means::Verify))?;
        let span = span_of(line)?;
        let words = Words::of(&labelled.rest, self.source, span);
        let mut cursor = Cursor::of(&words);
        let whole = cursor.remark().is_empty();
        let verify = labelled.means == Means::Verify;
        expression::check(&mut cursor, verify, &self.dialect.operators, span).filter(|_| whole)
    }

    fn name_alone(&self, content: &[Inline]) -> Option<Text> {
        let (name, rest) = self.named(content)?;
        name.filter(|name| rest.is_empty() && !name.text.contains(' '))
    }

    /// Reads `NAME — text`.
    fn named(&self, content: &[Inline]) -> Option<(Option<Text>, Vec<Inline>)> {
        let words = Words::of(content, self.source, span_of(content)?);
        let mut cursor = Cursor::of(&words);
        let remark = slice(content, cursor.remark(), self.source);
        Some((cursor.take(&[]), remark))
    }
}
