//! Reads a task with steps as a procedure (DITA 1.3, 3.2.2.2; what its parts are for, 2.7.1.4).

use super::block::is_block;
use super::node::{Child, Node};
use super::topic::Reading;
use crate::model::block::{AdmonitionKind, Block, Paragraph};
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{Action, Phase, Precondition, Procedure, Step};
use crate::read::number;

/// Tells whether the body of a task has steps.
pub(super) fn has_steps(body: &Node) -> bool {
    let mut lists = body.elements().filter(|part| is_steps(part));
    lists.any(|list| list.elements().any(|inner| inner.is("step")))
}

fn is_steps(node: &Node) -> bool {
    matches!(node.role.as_str(), "steps" | "steps-unordered")
}

impl Reading<'_, '_> {
    /// Reads a task. What stands before its steps says what it is for, and what must hold; what follows them is what is
    /// left to do.
    pub(super) fn procedure(&mut self, topic: &Node, out: &mut Vec<Block>) {
        let Some(body) = topic.child("taskbody") else { return };
        self.is_procedure();
        let mut procedure = Procedure::empty(self.name_of(topic), topic.span);
        self.flush(&mut procedure.purpose);
        for part in topic.elements().filter(|part| matches!(part.role.as_str(), "shortdesc" | "abstract")) {
            self.paragraph(part, &mut procedure.purpose);
        }
        self.note_anchor(body);
        let mut before = true;
        for child in body.children.iter().filter(|child| !child.is_blank()) {
            match child {
                Child::Element(part) if is_steps(part) => {
                    before = false;
                    self.steps(part, &mut procedure);
                }
                Child::Element(part) if part.is("prereq") => {
                    let mut blocks = Vec::new();
                    self.section(part, &mut blocks);
                    self.flush(&mut blocks);
                    procedure.preconditions.push(Precondition::Content(blocks));
                }
                other if before => self.contents(std::slice::from_ref(other), &mut procedure.purpose),
                other => self.contents(std::slice::from_ref(other), &mut procedure.closeout.text),
            }
        }
        let rest = if before { &mut procedure.purpose } else { &mut procedure.closeout.text };
        self.flush(rest);
        number::number(&mut procedure);
        out.push(Block::Procedure(Box::new(procedure)));
    }

    fn steps(&mut self, list: &Node, procedure: &mut Procedure) {
        let mut loose = Vec::new();
        self.note_anchor(list);
        for child in list.children.iter().filter(|child| !child.is_blank()) {
            match child {
                Child::Element(step) if step.is("step") => {
                    let mut read = self.step(step);
                    read.actions.splice(0..0, loose.drain(..));
                    match procedure.phases.last_mut() {
                        Some(phase) => phase.steps.push(read),
                        None => procedure.phases.push(Phase { steps: vec![read], ..Phase::default() }),
                    }
                }
                Child::Element(title) if title.is("stepsection") => {
                    let title = self.inlines(title);
                    procedure.phases.push(Phase { title, ..Phase::default() });
                }
                other => {
                    let mut blocks = Vec::new();
                    self.contents(std::slice::from_ref(other), &mut blocks);
                    if !blocks.is_empty() {
                        loose.push(Action::Content(blocks, list.span));
                    }
                }
            }
        }
        if let Some(step) = procedure.phases.iter_mut().rev().find_map(|phase| phase.steps.last_mut()) {
            step.actions.append(&mut loose);
        }
    }

    /// Reads a step, or a step within one.
    fn step(&mut self, node: &Node) -> Step {
        let mut step = Step {
            id: match node.said("id") {
                Some(id) => Text { text: self.anchor_of(&id.text), ..id.clone() },
                None => Text::new("", node.tag),
            },
            number: "".into(),
            title: Vec::new(),
            safety: Vec::new(),
            actions: Vec::new(),
            expected: Vec::new(),
            continuation: Vec::new(),
            steps: Vec::new(),
            critical: false,
            hold: false,
            irreversible: false,
            role: None,
            marks: self.marks(node),
            anchors: Vec::new(),
            span: node.span,
        };
        for child in node.children.iter().filter(|child| !child.is_blank()) {
            match child {
                Child::Element(part) => self.step_part(part, node, &mut step),
                Child::Text(text) => {
                    let mut blocks = Vec::new();
                    self.contents(std::slice::from_ref(child), &mut blocks);
                    step.actions.push(Action::Content(blocks, text.span));
                }
            }
        }
        let mut blocks = Vec::new();
        self.flush(&mut blocks);
        if !blocks.is_empty() {
            step.actions.push(Action::Content(blocks, node.span));
        }
        step
    }

    fn step_part(&mut self, part: &Node, node: &Node, step: &mut Step) {
        if !part.is("substeps") {
            // What follows steps is done after them.
            step.actions.extend(step.steps.drain(..).map(|inner| Action::Step(Box::new(inner))));
        }
        match part.role.as_str() {
            "cmd" => {
                let mut content = self.inlines(part);
                if let Some(importance) = node.said("importance") {
                    let said = Inline::Emphasis(vec![Inline::Text(importance.clone())]);
                    content.splice(0..0, [said, Inline::SoftBreak]);
                }
                let paragraph = Block::Paragraph(Paragraph { content, span: part.span });
                step.actions.push(Action::Content(vec![paragraph], part.span));
            }
            "note" | "hazardstatement" => {
                let admonition = self.safety(part);
                let warns =
                    !matches!(admonition.kind, AdmonitionKind::Note | AdmonitionKind::Tip | AdmonitionKind::Important);
                match (step.actions.is_empty(), warns) {
                    (true, _) => step.safety.push(admonition),
                    (false, true) => step.actions.push(Action::Safety(admonition)),
                    (false, false) => {
                        step.actions.push(Action::Content(vec![Block::Admonition(admonition)], part.span));
                    }
                }
            }
            "substeps" => {
                self.note_anchor(part);
                for inner in part.elements() {
                    if inner.is("substep") || inner.is("step") {
                        let inner = self.step(inner);
                        step.steps.push(inner);
                    } else {
                        self.hide(inner);
                    }
                }
            }
            "stepresult" => self.result(part, step),
            _ => {
                let mut blocks = Vec::new();
                match is_block(part) {
                    true => self.block(part, &mut blocks),
                    false => self.contents(std::slice::from_ref(&Child::Element(part.clone())), &mut blocks),
                }
                if !blocks.is_empty() {
                    step.actions.push(Action::Content(blocks, part.span));
                }
            }
        }
    }

    /// Reads what is to be seen after a step, in as many lines as it has paragraphs; what takes more is shown as it is.
    fn result(&mut self, part: &Node, step: &mut Step) {
        let blocks = self.blocks(part);
        let is_lines = blocks.iter().all(|block| matches!(block, Block::Paragraph(_)));
        if !is_lines {
            return step.actions.push(Action::Content(blocks, part.span));
        }
        for block in blocks {
            if let Block::Paragraph(mut paragraph) = block {
                if !step.expected.is_empty() {
                    step.expected.push(Inline::HardBreak);
                }
                step.expected.append(&mut paragraph.content);
            }
        }
    }
}
