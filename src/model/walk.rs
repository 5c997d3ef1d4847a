//! Visits everything in a document once, in the order of reading.

use super::block::{Block, Grid, Group, ListItem, Mark};
use super::expression::{Comparison, Condition, TelecommandCall};
use super::inline::{Inline, Text};
use super::procedure::{Action, Branch, Call, Check, Part, Phase, Precondition, Procedure, Step, Trigger, Turns};

/// What a walk tells of. Every method does nothing unless it is written; the walk goes on by itself.
pub trait Visitor<'a> {
    /// A line of running text: a paragraph, a heading, a cell, a title. The inlines within it are
    /// not visited one by one; see [`each_inline`].
    fn line(&mut self, _inlines: &'a [Inline]) {}
    /// A block, before what it holds.
    fn block(&mut self, _block: &'a Block) {}
    /// A phase, before what it holds.
    fn phase(&mut self, _phase: &'a Phase) {}
    /// A step, before what it holds.
    fn step(&mut self, _step: &'a Step) {}
    /// A step, after all that it holds.
    fn step_end(&mut self, _step: &'a Step) {}
    /// An action, before what it holds.
    fn action(&mut self, _action: &'a Action) {}
    /// A telecommand that is sent.
    fn telecommand(&mut self, _call: &'a TelecommandCall) {}
    /// A comparison in a check or a test.
    fn comparison(&mut self, _comparison: &'a Comparison) {}
    /// A condition as written, before its comparisons.
    fn condition(&mut self, _condition: &'a Condition) {}
    /// A call of another procedure.
    fn call(&mut self, _call: &'a Call) {}
    /// Something that triggers a procedure.
    fn trigger(&mut self, _trigger: &'a Trigger) {}
    /// The name of a parameter that is recorded.
    fn record(&mut self, _name: &'a Text) {}
}

/// Visits some blocks.
pub fn blocks<'a>(blocks: &'a [Block], visitor: &mut impl Visitor<'a>) {
    for block in blocks {
        visitor.block(block);
        match block {
            Block::Heading(heading) => visitor.line(&heading.content),
            Block::Paragraph(paragraph) => visitor.line(&paragraph.content),
            Block::List(list) => list.items.iter().for_each(|item| self::item(item, visitor)),
            Block::Table(table) => {
                table.head.iter().chain(table.rows.iter().flatten()).for_each(|cell| visitor.line(cell));
            }
            Block::Quote(inner) => self::blocks(inner, visitor),
            Block::Admonition(admonition) => self::blocks(&admonition.blocks, visitor),
            Block::Footnote(footnote) => self::blocks(&footnote.blocks, visitor),
            Block::Procedure(procedure) => self::procedure(procedure, visitor),
            Block::Html(html) => html.lines.iter().for_each(|line| visitor.line(line)),
            Block::Grid(grid) => self::grid(grid, visitor),
            Block::Group(group) => self::group(group, visitor),
            Block::Code(_) | Block::ThematicBreak(_) | Block::Presentation(_) => {}
        }
    }
}

fn grid<'a>(grid: &'a Grid, visitor: &mut impl Visitor<'a>) {
    grid.cells().for_each(|cell| blocks(&cell.blocks, visitor));
}

fn group<'a>(group: &'a Group, visitor: &mut impl Visitor<'a>) {
    visitor.line(&group.title);
    marks(&group.marks, visitor);
    blocks(&group.blocks, visitor);
}

fn marks<'a>(marks: &'a [Mark], visitor: &mut impl Visitor<'a>) {
    marks.iter().for_each(|mark| visitor.line(&mark.content));
}

fn item<'a>(item: &'a ListItem, visitor: &mut impl Visitor<'a>) {
    blocks(&item.blocks, visitor);
}

/// Visits a procedure.
pub fn procedure<'a>(procedure: &'a Procedure, visitor: &mut impl Visitor<'a>) {
    heading(procedure, Part::Purpose, visitor);
    blocks(&procedure.purpose, visitor);
    heading(procedure, Part::Triggers, visitor);
    for trigger in &procedure.triggers {
        visitor.trigger(trigger);
        if let Trigger::Symptom(text) = trigger {
            visitor.line(text);
        }
    }
    heading(procedure, Part::References, visitor);
    visitor.line(&procedure.references);
    heading(procedure, Part::History, visitor);
    procedure.history.iter().for_each(|change| visitor.line(&change.reason));
    heading(procedure, Part::Approvals, visitor);
    heading(procedure, Part::Validation, visitor);
    procedure.validation.iter().for_each(|run| visitor.line(&run.content));
    heading(procedure, Part::Requirements, visitor);
    procedure.requirements.iter().for_each(|requirement| visitor.line(&requirement.content));
    heading(procedure, Part::Declarations, visitor);
    procedure.variables.iter().for_each(|variable| visitor.line(&variable.content));
    procedure.events.iter().for_each(|event| visitor.line(&event.content));
    heading(procedure, Part::Preconditions, visitor);
    for precondition in &procedure.preconditions {
        match precondition {
            Precondition::Check(check) => self::check(check, visitor),
            Precondition::Text(text) => visitor.line(text),
            Precondition::Content(inner) => blocks(inner, visitor),
        }
    }
    for phase in &procedure.phases {
        visitor.phase(phase);
        visitor.line(&phase.title);
        blocks(&phase.before, visitor);
        phase.steps.iter().for_each(|step| self::step(step, visitor));
    }
    for watchdog in &procedure.watchdogs {
        watchdog.steps.iter().for_each(|step| self::step(step, visitor));
        watchdog.call.iter().for_each(|call| visitor.call(call));
    }
    heading(procedure, Part::Confirmation, visitor);
    procedure.confirmation.iter().for_each(|check| self::check(check, visitor));
    heading(procedure, Part::Closeout, visitor);
    blocks(&procedure.closeout.text, visitor);
    procedure.closeout.steps.iter().for_each(|step| self::step(step, visitor));
}

fn heading<'a>(procedure: &'a Procedure, part: Part, visitor: &mut impl Visitor<'a>) {
    procedure.heading(part).into_iter().for_each(|heading| blocks(std::slice::from_ref(heading), visitor));
}

/// Visits a step and what it holds.
pub fn step<'a>(step: &'a Step, visitor: &mut impl Visitor<'a>) {
    visitor.step(step);
    visitor.line(&step.title);
    marks(&step.marks, visitor);
    step.safety.iter().for_each(|admonition| blocks(&admonition.blocks, visitor));
    actions(&step.actions, visitor);
    visitor.line(&step.expected);
    step.continuation.iter().for_each(|outcome| visitor.line(&outcome.content));
    step.steps.iter().for_each(|inner| self::step(inner, visitor));
    visitor.step_end(step);
}

fn actions<'a>(actions: &'a [Action], visitor: &mut impl Visitor<'a>) {
    for action in actions {
        visitor.action(action);
        match action {
            Action::Telecommand(call) => visitor.telecommand(call),
            Action::Check(check) => self::check(check, visitor),
            Action::Wait(wait) => {
                wait.until.iter().for_each(|condition| self::condition(condition, visitor));
                visitor.line(&wait.content);
            }
            Action::Decide(decide) => {
                decide.branches.iter().chain(&decide.otherwise).for_each(|way| branch(way, visitor));
            }
            Action::Call(call) => visitor.call(call),
            Action::Parallel(parallel) => parallel.steps.iter().for_each(|inner| self::step(inner, visitor)),
            Action::Repeat(repeat) => {
                if let Some(Turns::While(condition)) = &repeat.turns {
                    self::condition(condition, visitor);
                }
                repeat.until.iter().for_each(|condition| self::condition(condition, visitor));
                self::actions(&repeat.actions, visitor);
            }
            Action::Manual(text, _) | Action::Log(text, _) => visitor.line(text),
            Action::Voice(voice) => visitor.line(&voice.content),
            Action::Script(script) => visitor.line(&script.content),
            Action::Record(record) => {
                visitor.record(&record.name);
                visitor.line(&record.content);
            }
            Action::Step(inner) => self::step(inner, visitor),
            Action::Safety(admonition) => blocks(&admonition.blocks, visitor),
            Action::Content(inner, _) => blocks(inner, visitor),
            Action::Goto(_) => {}
        }
    }
}

fn branch<'a>(branch: &'a Branch, visitor: &mut impl Visitor<'a>) {
    branch.test.iter().for_each(|condition| self::condition(condition, visitor));
    visitor.line(&branch.content);
    branch.steps.iter().for_each(|inner| step(inner, visitor));
}

fn check<'a>(check: &'a Check, visitor: &mut impl Visitor<'a>) {
    check.comparisons.iter().for_each(|comparison| visitor.comparison(comparison));
}

fn condition<'a>(condition: &'a Condition, visitor: &mut impl Visitor<'a>) {
    visitor.condition(condition);
    condition.comparisons.iter().for_each(|comparison| visitor.comparison(comparison));
}

/// Visits the inlines of a line, those within others after their holder.
pub fn each_inline<'a>(inlines: &'a [Inline], visit: &mut impl FnMut(&'a Inline)) {
    for inline in inlines {
        visit(inline);
        match inline {
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Lowered(inner)
            | Inline::Raised(inner) => each_inline(inner, visit),
            Inline::Link(link) => each_inline(&link.content, visit),
            Inline::Image(image) => each_inline(&image.alternative, visit),
            Inline::Tbd(tbd) => each_inline(&tbd.content, visit),
            _ => {}
        }
    }
}
