//! The body of a procedure: phases and steps.

use super::super::flow::Flow;
use super::super::tree::{Child, Element};
use super::Reading;
use super::action::push_words;
use super::keep::lined;
use super::value::{Shape, boolean, optional, required};
use crate::model::block::{Admonition, AdmonitionKind, Block, Paragraph};
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{Action, Check, Outcome, Phase, Step, Watchdog};

/// What a step holds.
pub(super) const STEP: &[&str] = &[
    "title",
    "warning",
    "caution",
    "note",
    "tc",
    "check",
    "verify",
    "wait",
    "decide",
    "call",
    "parallel",
    "repeat",
    "manual",
    "voice",
    "script",
    "record",
    "log",
    "goto",
    "expected",
    "continuation",
    "step",
];

impl Reading<'_> {
    /// Reads a body: phases of steps, or steps.
    pub(super) fn body(&mut self, element: Element, phases: &mut Vec<Phase>) {
        let mut loose = Vec::new();
        for child in element.children().filter(|child| !child.is_blank()) {
            match child {
                Child::Element(part) if part.name() == "phase" => phases.push(self.phase(part, &mut loose)),
                Child::Element(part) if part.name() == "step" => self.bare_step(part, phases, &mut loose),
                // Steps within something unknown are steps all the same.
                Child::Element(part) if part.named("step").next().is_some() => {
                    self.stray(part, element, &["step", "phase"]);
                    let phase = self.phase_parts(part, &mut loose);
                    phases.push(phase);
                }
                other => loose.push(self.loose(other, element, &["step", "phase"])),
            }
        }
        let last = phases.iter_mut().rev().find_map(|phase| phase.steps.last_mut());
        self.attach(loose, last);
    }

    /// Reads a phase or a step that was written without a body around it.
    pub(super) fn bare_body(&mut self, element: Element, phases: &mut Vec<Phase>) {
        let mut loose = Vec::new();
        match element.name() {
            "phase" => phases.push(self.phase(element, &mut loose)),
            _ => self.bare_step(element, phases, &mut loose),
        }
    }

    fn bare_step(&mut self, element: Element, phases: &mut Vec<Phase>, loose: &mut Vec<Action>) {
        let mut step = self.step(element);
        step.actions.splice(0..0, loose.drain(..));
        match phases.last_mut() {
            Some(phase) if phase.title.is_empty() => phase.steps.push(step),
            _ => phases.push(Phase { steps: vec![step], ..Phase::default() }),
        }
    }

    fn phase(&mut self, element: Element, loose: &mut Vec<Action>) -> Phase {
        let ([], unclaimed) = self.aside(|reading| reading.attributes(element, []));
        push_words(lined(unclaimed), element.tag(), loose);
        self.demand(element, "title");
        self.phase_parts(element, loose)
    }

    fn phase_parts(&mut self, element: Element, loose: &mut Vec<Action>) -> Phase {
        let mut phase = Phase::default();
        for child in element.children().filter(|child| !child.is_blank()) {
            match child {
                Child::Element(part) if part.name() == "title" && phase.title.is_empty() => {
                    let ([], unclaimed) = self.aside(|reading| reading.attributes(part, []));
                    push_words(lined(unclaimed), part.tag(), loose);
                    phase.title = self.inlines(part);
                }
                Child::Element(part) if part.name() == "step" => {
                    let mut step = self.step(part);
                    step.actions.splice(0..0, loose.drain(..));
                    phase.steps.push(step);
                }
                other => loose.push(self.loose(other, element, &["title", "step"])),
            }
        }
        if let Some(step) = phase.steps.last_mut() {
            step.actions.append(loose);
        }
        phase
    }

    /// Reports something that cannot stand between steps, and returns its words as an action: those of the step
    /// that follows, or of the last one.
    pub(super) fn loose(&mut self, child: Child, holder: Element, names: &[&'static str]) -> Action {
        let mut flow = Flow::new();
        match child {
            Child::Element(element) => {
                self.stray(element, holder, names);
                self.salvage(element, &mut flow);
            }
            Child::Text(_) => {
                self.misplaced(child, holder, names);
                self.flow(child, holder, &mut flow);
            }
        }
        Action::Manual(flow.finish(), child.span())
    }

    /// Gives actions to the last step; without one, their words go with those around the body.
    fn attach(&mut self, mut loose: Vec<Action>, last: Option<&mut Step>) {
        if let Some(step) = last {
            return step.actions.append(&mut loose);
        }
        for action in loose {
            if let Action::Manual(content, span) = action {
                self.leftover.push(Block::Paragraph(Paragraph { content, span }));
            }
        }
    }

    /// Reads a step.
    pub(super) fn step(&mut self, element: Element) -> Step {
        let (mut step, unclaimed) = self.aside(|reading| reading.step_without_parts(element));
        push_words(lined(unclaimed), element.tag(), &mut step.actions);
        let mut reached = 0;
        for child in element.children().filter(|child| !child.is_blank()) {
            let part = match child {
                Child::Element(part) if STEP.contains(&part.name()) => part,
                other => {
                    let action = self.loose(other, element, STEP);
                    step.actions.push(action);
                    continue;
                }
            };
            let rank = rank(part.name(), reached);
            // A warning that stands too late is a defect of its own, which a rule finds.
            let is_late_warning = matches!(part.name(), "warning" | "caution") && !step.actions.is_empty();
            let is_note_between = part.name() == "note" && reached == 2;
            if rank < reached && !is_late_warning && !is_note_between {
                let message = format!("`{}` stands too late in its step", part.name());
                let order = "a step is a title, warnings, cautions and notes, actions and steps, `expected`, \
                             `continuation`, steps";
                self.say_misplaced(part.tag(), message, order);
            }
            reached = reached.max(rank);
            let ((), unclaimed) = self.aside(|reading| reading.step_part(part, element, &mut step));
            push_words(lined(unclaimed), part.tag(), &mut step.actions);
        }
        step
    }

    fn step_without_parts(&mut self, element: Element) -> Step {
        let [id, critical, hold, role, irreversible] = self.attributes(
            element,
            [
                required("id", Shape::Identifier),
                optional("critical", Shape::Boolean),
                optional("hold", Shape::Boolean),
                optional("role", Shape::Any),
                optional("irreversible", Shape::Boolean),
            ],
        );
        self.demand(element, "title");
        let yes = |value: Option<Text>| value.is_some_and(|value| boolean(value.as_str()) == Some(true));
        Step {
            critical: yes(critical),
            hold: yes(hold),
            irreversible: yes(irreversible),
            role,
            ..Step::empty(id.unwrap_or_else(|| Text::new("", element.tag())), element.span())
        }
    }

    fn step_part(&mut self, part: Element, holder: Element, step: &mut Step) {
        if part.name() != "step" {
            // What follows steps is done after them.
            step.actions.extend(step.steps.drain(..).map(|inner| Action::Step(Box::new(inner))));
        }
        match part.name() {
            "title" if step.title.is_empty() => {
                let [] = self.attributes(part, []);
                step.title = self.inlines(part);
            }
            "title" => {
                self.say_misplaced(part.tag(), "a step has one title", "the second title");
                let content = self.inlines(part);
                step.actions.push(Action::Manual(content, part.span()));
            }
            "warning" => self.safety(part, AdmonitionKind::Warning, step),
            "caution" => self.safety(part, AdmonitionKind::Caution, step),
            "note" => self.safety(part, AdmonitionKind::Note, step),
            "expected" => {
                let [] = self.attributes(part, []);
                let mut content = self.inlines(part);
                if !step.expected.is_empty() {
                    self.say_misplaced(part.tag(), "a step has one `expected`", "the second one");
                    step.expected.push(Inline::HardBreak);
                }
                step.expected.append(&mut content);
            }
            "continuation" => {
                let [] = self.attributes(part, []);
                let rest = self.sift(part, &["on"], |reading, on| {
                    let outcome = reading.outcome(on);
                    let read = outcome.is_some();
                    step.continuation.extend(outcome);
                    read
                });
                push_words(rest, part.span(), &mut step.actions);
            }
            "step" => {
                let inner = self.step(part);
                step.steps.push(inner);
            }
            _ => self.action(part, holder, &mut step.actions),
        }
    }

    /// Reads safety text; what stands after an action stays there.
    fn safety(&mut self, element: Element, kind: AdmonitionKind, step: &mut Step) {
        let [] = self.attributes(element, []);
        let admonition = Admonition { kind, blocks: self.blocks(element), span: element.span() };
        match step.actions.is_empty() {
            true => step.safety.push(admonition),
            false => step.actions.push(Action::Safety(admonition)),
        }
    }

    fn outcome(&mut self, element: Element) -> Option<Outcome> {
        const ACTIONS: &[&str] = &["continue", "restart", "abort", "ask-user", "raise-event", "terminate", "goto"];
        let [outcome, action, max, timeout, goto, event] = self.attributes(
            element,
            [
                required("outcome", Shape::Word(&["confirmed", "not-confirmed", "aborted"])),
                required("action", Shape::Word(ACTIONS)),
                optional("max", Shape::Count),
                optional("timeout", Shape::Duration),
                optional("goto", Shape::Identifier),
                optional("event", Shape::Identifier),
            ],
        );
        let (outcome, action) = (outcome?, action?);
        match action.as_str() {
            "goto" if goto.is_none() => self.say_missing(element, "goto", None),
            "raise-event" if event.is_none() => self.say_missing(element, "event", None),
            _ => {}
        }
        let content = self.inlines(element);
        Some(Outcome { outcome, action, goto, event, max, timeout, content, span: element.span() })
    }

    /// Reads what is done when an event occurs.
    pub(super) fn watchdog(&mut self, element: Element, watchdogs: &mut Vec<Watchdog>) {
        let [] = self.attributes(element, []);
        self.parts(element, &["on"], |reading, on| {
            let [event] = reading.attributes(on, [required("event", Shape::Identifier)]);
            let Some(event) = event else { return false };
            let mut watchdog = Watchdog { event, steps: Vec::new(), call: None, span: on.span() };
            reading.parts(on, &["step", "call"], |reading, part| {
                if part.name() == "step" {
                    watchdog.steps.push(reading.step(part));
                    return true;
                }
                if watchdog.call.is_some() {
                    reading.say_misplaced(part.tag(), "an event has one call", "the second call");
                    return false;
                }
                let (call, rest) = reading.call(part);
                let read = call.is_some() && rest.is_empty();
                watchdog.call = call;
                read
            });
            watchdogs.push(watchdog);
            true
        });
    }

    /// Reads what must hold at the end.
    pub(super) fn confirmation(&mut self, element: Element, checks: &mut Vec<Check>) {
        let [] = self.attributes(element, []);
        self.parts(element, &["check"], |reading, part| {
            let (check, rest) = reading.check(part);
            let read = check.is_some() && rest.is_empty();
            checks.extend(check);
            read
        });
    }
}

/// Returns the place of an element in a step that has been read so far; steps may stand among the actions, or
/// at the end.
fn rank(name: &str, reached: u8) -> u8 {
    match name {
        "step" if reached <= 2 => 2,
        "title" => 0,
        "warning" | "caution" | "note" => 1,
        "expected" => 3,
        "continuation" => 4,
        "step" => 5,
        _ => 2,
    }
}
