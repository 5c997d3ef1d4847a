//! The parts around the body of a procedure.

use super::super::flow::Flow;
use super::super::tree::{Child, Element};
use super::Reading;
use super::inline::{INLINE, Run};
use super::value::{Shape, optional, required, split};
use crate::model::document::Metadata;
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{
    Approval, Change, Closeout, EventDeclaration, Precondition, Procedure, Requirement, RequirementKind, Run as Trial,
    Trigger, Variable,
};

impl Reading<'_> {
    pub(super) fn applicability(&mut self, element: Element, metadata: &mut Metadata) {
        let [missions, satellites, environments, phases, condition] = self.attributes(
            element,
            [
                optional("missions", Shape::Any),
                optional("satellites", Shape::Any),
                optional("environments", Shape::Any),
                optional("phases", Shape::Any),
                optional("condition", Shape::Any),
            ],
        );
        let list = |value: Option<Text>| value.map(|value| split(&value)).unwrap_or_default();
        metadata.applicability.missions.extend(list(missions));
        metadata.applicability.satellites.extend(list(satellites));
        metadata.applicability.environments.extend(list(environments));
        metadata.applicability.phases.extend(list(phases));
        if let Some(condition) = condition {
            match &metadata.applicability.condition {
                None => metadata.applicability.condition = Some(condition),
                Some(_) => metadata.other.push((Text::new("condition", element.tag()), condition)),
            }
        }
        self.parts(element, &[], |_, _| false);
    }

    pub(super) fn triggers(&mut self, element: Element, triggers: &mut Vec<Trigger>) {
        let [] = self.attributes(element, []);
        self.parts(element, &["alarm", "event", "symptom"], |reading, part| {
            if part.name() == "symptom" {
                let [] = reading.attributes(part, []);
                triggers.push(Trigger::Symptom(reading.inlines(part)));
                return true;
            }
            let [name] = reading.attributes(part, [required("ref", Shape::Identifier)]);
            let Some(name) = name else { return false };
            triggers.push(if part.name() == "alarm" { Trigger::Alarm(name) } else { Trigger::Event(name) });
            let words = reading.inlines(part);
            if !words.is_empty() {
                triggers.push(Trigger::Symptom(words));
            }
            true
        });
    }

    pub(super) fn references(&mut self, element: Element, references: &mut Vec<Inline>) {
        let [] = self.attributes(element, []);
        for child in element.children().filter(|child| !child.is_blank()) {
            match child {
                Child::Element(part) if part.name() == "docref" => {}
                Child::Element(part) if INLINE.contains(&part.name()) => self.misplaced(child, element, &["docref"]),
                Child::Element(_) => {}
                Child::Text(_) => self.misplaced(child, element, &["docref"]),
            }
            let mut flow = Flow::new();
            self.flow(child, element, &mut flow);
            references.extend(flow.finish());
        }
    }

    pub(super) fn history(&mut self, element: Element, history: &mut Vec<Change>) {
        let [] = self.attributes(element, []);
        self.parts(element, &["change"], |reading, part| {
            let [issue, date, author, reason] = reading.attributes(
                part,
                [
                    required("issue", Shape::Issue),
                    required("date", Shape::Date),
                    optional("author", Shape::Any),
                    optional("reason", Shape::Any),
                ],
            );
            let mut words: Vec<Inline> = reason.map(Inline::Text).into_iter().collect();
            let content = reading.inlines(part);
            if !words.is_empty() && !content.is_empty() {
                words.push(Inline::SoftBreak);
            }
            words.extend(content);
            history.push(Change { issue, date, author, reason: words });
            true
        });
    }

    pub(super) fn approvals(&mut self, element: Element, approvals: &mut Vec<Approval>) {
        let [] = self.attributes(element, []);
        self.parts(element, &["approval"], |reading, part| {
            let [role, name, date] = reading.attributes(
                part,
                [required("role", Shape::Any), optional("name", Shape::Any), optional("date", Shape::Date)],
            );
            approvals.push(Approval { role, name, date });
            reading.sift(part, &[], |_, _| false).is_empty()
        });
    }

    pub(super) fn validation(&mut self, element: Element, runs: &mut Vec<Trial>) {
        let [] = self.attributes(element, []);
        self.parts(element, &["run"], |reading, part| {
            let [means, config, issue, date, result] = reading.attributes(
                part,
                [
                    required("means", Shape::Word(&["simulator", "flatsat", "flight", "desk"])),
                    optional("config", Shape::Any),
                    required("issue", Shape::Issue),
                    required("date", Shape::Date),
                    required("result", Shape::Word(&["pass", "partial", "fail"])),
                ],
            );
            let content = reading.inlines(part);
            runs.push(Trial { means, config, issue, date, result, content });
            true
        });
    }

    pub(super) fn requirements(&mut self, element: Element, requirements: &mut Vec<Requirement>) {
        let [] = self.attributes(element, []);
        self.parts(element, &["role", "resource", "visibility", "duration"], |reading, part| {
            let (kind, field) = match part.name() {
                "role" => (RequirementKind::Role, required("name", Shape::Any)),
                "resource" => (RequirementKind::Resource, required("name", Shape::Any)),
                "visibility" => (RequirementKind::Visibility, optional("duration", Shape::Duration)),
                _ => (RequirementKind::Duration, required("value", Shape::Duration)),
            };
            let [name] = reading.attributes(part, [field]);
            let content = reading.inlines(part);
            requirements.push(Requirement { kind, name, content });
            true
        });
    }

    pub(super) fn declarations(&mut self, element: Element, procedure: &mut Procedure) {
        const TYPES: &[&str] = &["integer", "real", "boolean", "string", "enumeration", "time", "duration"];
        let [] = self.attributes(element, []);
        self.parts(element, &["variable", "event"], |reading, part| {
            if part.name() == "event" {
                let [name] = reading.attributes(part, [required("name", Shape::Identifier)]);
                let Some(name) = name else { return false };
                let content = reading.inlines(part);
                procedure.events.push(EventDeclaration { name, content });
                return true;
            }
            let [name, data_type, unit] = reading.attributes(
                part,
                [required("name", Shape::Variable), required("type", Shape::Word(TYPES)), optional("unit", Shape::Any)],
            );
            let Some(name) = name else { return false };
            let content = reading.inlines(part);
            procedure.variables.push(Variable { name, data_type, unit, content });
            true
        });
    }

    pub(super) fn preconditions(&mut self, element: Element, preconditions: &mut Vec<Precondition>) {
        let [] = self.attributes(element, []);
        self.parts(element, &["check", "condition"], |reading, part| {
            if part.name() == "condition" {
                let [] = reading.attributes(part, []);
                preconditions.push(Precondition::Text(reading.inlines(part)));
                return true;
            }
            let (check, rest) = reading.check(part);
            preconditions.extend(check.map(Precondition::Check));
            if !rest.is_empty() {
                preconditions.push(Precondition::Text(rest));
            }
            true
        });
    }

    pub(super) fn closeout(&mut self, element: Element, closeout: &mut Closeout) {
        let [] = self.attributes(element, []);
        let mut run = Run::default();
        let mut text = Vec::new();
        for child in element.children() {
            match child {
                Child::Element(part) if part.name() == "step" => {
                    run.flush(&mut text);
                    let step = self.step(part);
                    closeout.steps.push(step);
                }
                other => self.block(other, element, &mut run, &mut text),
            }
        }
        run.flush(&mut text);
        closeout.text.append(&mut text);
    }
}
