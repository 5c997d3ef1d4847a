//! Crew modules: drills, whose steps are a challenge and its response (S1000D 3.9.5.2.6).

use super::super::tree::{Child, Element};
use super::Reading;
use super::procedure::{bare, say};
use crate::model::block::{AdmonitionKind, Block};
use crate::model::inline::Inline;
use crate::model::procedure::{Action, Phase, Procedure, Step};

/// Tells whether a crew module has drills; else it is prose.
pub(super) fn has_drills(element: Element) -> bool {
    element.elements().any(|inner| inner.name() == "crewDrillStep" || has_drills(inner))
}

impl<'t> Reading<'t> {
    /// Reads a crew module with drills.
    pub(super) fn drills(&mut self, crew: Element<'t>, procedure: &mut Procedure) {
        for part in crew.elements() {
            if has_drills(part) {
                self.drill(part, &mut procedure.phases);
            } else {
                let mut blocks = self.section(part, 3);
                let rest =
                    if procedure.phases.is_empty() { &mut procedure.purpose } else { &mut procedure.closeout.text };
                rest.append(&mut blocks);
            }
        }
    }

    /// Reads a card or a drill: its title heads a phase of its own, and so do those of the drills within it.
    fn drill(&mut self, drill: Element<'t>, phases: &mut Vec<Phase>) {
        let marks = self.marks(drill);
        let mut phase = Phase::default();
        for child in drill.children().filter(|child| !child.is_blank()) {
            match child {
                Child::Element(part) if part.name() == "title" && phase.title.is_empty() && phase.steps.is_empty() => {
                    phase.title = self.inlines(part);
                }
                Child::Element(part) if matches!(part.name(), "crewDrill" | "subCrewDrill") => {
                    phases.push(std::mem::take(&mut phase));
                    self.drill(part, phases);
                }
                other => {
                    let step = self.drill_part(other);
                    phase.steps.extend(step);
                }
            }
        }
        if let Some(first) = phase.steps.first_mut() {
            first.marks.splice(0..0, marks);
        }
        phases.push(phase);
        phases.retain(|phase| !phase.title.is_empty() || !phase.steps.is_empty());
    }

    fn drill_part(&mut self, child: Child<'t>) -> Option<Step> {
        match child {
            Child::Element(part) => match part.name() {
                "crewDrillStep" => Some(self.drill_step(part)),
                "if" | "elseIf" | "case" => Some(self.way(part)),
                _ => self.said(child),
            },
            text => self.said(text),
        }
    }

    /// Reads a way that is gone in some case: the case as the title of a step, its steps within.
    fn way(&mut self, element: Element<'t>) -> Step {
        let mut step = bare(element.attribute("id"), element.span());
        step.marks = self.marks(element);
        step.title = vec![Inline::Emphasis(vec![Inline::Text(self.name_of(element))])];
        for child in element.children().filter(|child| !child.is_blank()) {
            match child {
                Child::Element(case) if case.name() == "caseCond" => {
                    step.title.push(Inline::SoftBreak);
                    let mut said = self.inlines(case);
                    step.title.append(&mut said);
                }
                other => {
                    let inner = self.drill_part(other);
                    step.steps.extend(inner);
                }
            }
        }
        step
    }

    fn drill_step(&mut self, element: Element<'t>) -> Step {
        let mut step = bare(element.attribute("id"), element.span());
        step.marks = self.marks(element);
        self.named_safety(element, &mut step.safety);
        for child in element.children().filter(|child| !child.is_blank()) {
            let Child::Element(part) = child else {
                let said = self.said(child);
                step.actions.extend(said.into_iter().flat_map(|said| said.actions));
                continue;
            };
            match part.name() {
                "title" if step.title.is_empty() && step.actions.is_empty() => step.title = self.inlines(part),
                "challengeAndResponse" => self.challenge(part, &mut step),
                "warning" => self.safety(part, AdmonitionKind::Warning, &mut step),
                "caution" => self.safety(part, AdmonitionKind::Caution, &mut step),
                "note" => self.safety(part, AdmonitionKind::Note, &mut step),
                "crewDrillStep" | "if" | "elseIf" | "case" => {
                    let inner = self.drill_part(child);
                    step.steps.extend(inner);
                }
                // Who does it, and the name of what is done, are said as they are.
                "crewProcedureName" => {
                    let blocks = self.blocks(part, 6);
                    say(&mut step, blocks, part.span());
                }
                _ => {
                    let said = self.said(child);
                    for action in said.into_iter().flat_map(|said| said.actions) {
                        if let Action::Content(blocks, span) = action {
                            say(&mut step, blocks, span);
                        }
                    }
                }
            }
        }
        step
    }

    /// Reads a challenge and its response: what is said, and what is to be seen or done.
    fn challenge(&mut self, element: Element<'t>, step: &mut Step) {
        for part in element.elements() {
            let blocks = self.blocks(part, 6);
            let is_line = |blocks: &[Block]| matches!(blocks, [Block::Paragraph(_)]);
            match part.name() {
                "challenge" if step.title.is_empty() && step.actions.is_empty() && is_line(&blocks) => {
                    step.title = line(blocks);
                }
                "response" if step.expected.is_empty() && is_line(&blocks) => step.expected = line(blocks),
                _ => say(step, blocks, part.span()),
            }
        }
    }
}

fn line(blocks: Vec<Block>) -> Vec<Inline> {
    match blocks.into_iter().next() {
        Some(Block::Paragraph(paragraph)) => paragraph.content,
        _ => Vec::new(),
    }
}
