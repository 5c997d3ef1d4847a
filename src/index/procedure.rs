//! Cuts a procedure into steps.

use super::entry::words_of;
use super::prose::Units;
use super::text::UnitText;
use super::uses::{self, Use};
use crate::link::symbols::SymbolIndex;
use crate::model::expression::{ArgumentValue, Comparison, Directive, TelecommandCall};
use crate::model::inline::{Kind, Text};
use crate::model::procedure::{
    Action, Branch, Call, Check, Outcome, Part, Precondition, Procedure, Repeat, Requirement, Step, Trigger, Turns,
    Wait,
};

impl Units<'_> {
    /// Adds a procedure: what stands around its steps goes to the unit that is being written, each step to its own.
    pub(super) fn procedure(&mut self, procedure: &Procedure) {
        self.identify(procedure.id.as_str());
        self.text().word(procedure.id.as_str());
        self.heading_of(procedure, Part::Purpose);
        self.blocks(&procedure.purpose);
        self.heading_of(procedure, Part::Triggers);
        for trigger in &procedure.triggers {
            self.text().end_line();
            match trigger {
                Trigger::Alarm(name) => {
                    self.handle(uses::known(self.library, Kind::Alarm, name));
                    self.text().word(name.as_str());
                }
                Trigger::Event(name) => {
                    self.handle(name.as_str().into());
                    self.text().word(name.as_str());
                }
                Trigger::Symptom(symptom) => self.text().inlines(symptom),
            }
        }
        self.surroundings(procedure);
        let symbol = self.symbol(procedure);
        let name = procedure.id.as_str();
        for phase in &procedure.phases {
            let mut title = UnitText::default();
            title.inlines(&phase.title);
            // A phase has no page or anchor of its own: its title is found in front, and seen above its steps.
            self.text().line(&phase.title);
            self.blocks(&phase.before);
            let title = words_of(&title.shown);
            phase.steps.iter().for_each(|step| self.step(step, name, symbol, &title));
        }
        for watchdog in &procedure.watchdogs {
            self.text().end_line();
            self.handle(watchdog.event.as_str().into());
            self.text().word(watchdog.event.as_str());
            watchdog.steps.iter().for_each(|step| self.step(step, name, symbol, ""));
            watchdog.call.iter().for_each(|call| self.call(call));
        }
        self.heading_of(procedure, Part::Confirmation);
        procedure.confirmation.iter().for_each(|check| self.check(check));
        self.heading_of(procedure, Part::Closeout);
        self.blocks(&procedure.closeout.text);
        procedure.closeout.steps.iter().for_each(|step| self.step(step, name, symbol, ""));
        self.text().end_line();
    }

    /// Adds the heading that the author gave to a part: what stands below it is found there.
    fn heading_of(&mut self, procedure: &Procedure, part: Part) {
        procedure.heading(part).into_iter().for_each(|heading| self.blocks(std::slice::from_ref(heading)));
    }

    /// Adds what a procedure says before its first step.
    fn surroundings(&mut self, procedure: &Procedure) {
        self.heading_of(procedure, Part::References);
        let text = self.text();
        procedure.references.iter().for_each(|reference| text.line(std::slice::from_ref(reference)));
        self.heading_of(procedure, Part::History);
        let text = self.text();
        for change in &procedure.history {
            text.end_line();
            [&change.issue, &change.date, &change.author].into_iter().for_each(|value| text.maybe(value.as_ref()));
            text.space();
            text.inlines(&change.reason);
        }
        self.heading_of(procedure, Part::Approvals);
        let text = self.text();
        for approval in &procedure.approvals {
            text.end_line();
            [&approval.role, &approval.name, &approval.date].into_iter().for_each(|value| text.maybe(value.as_ref()));
        }
        self.heading_of(procedure, Part::Validation);
        let text = self.text();
        for run in &procedure.validation {
            text.end_line();
            let values = [&run.means, &run.config, &run.issue, &run.date, &run.result];
            values.into_iter().for_each(|value| text.maybe(value.as_ref()));
            text.remark(&run.content);
        }
        self.heading_of(procedure, Part::Requirements);
        let text = self.text();
        for Requirement { name, content, .. } in &procedure.requirements {
            text.end_line();
            text.maybe(name.as_ref());
            text.space();
            text.inlines(content);
        }
        self.heading_of(procedure, Part::Declarations);
        let text = self.text();
        for variable in &procedure.variables {
            text.end_line();
            text.word(variable.name.as_str());
            [&variable.data_type, &variable.unit].into_iter().for_each(|value| text.maybe(value.as_ref()));
            text.remark(&variable.content);
        }
        for event in &procedure.events {
            text.end_line();
            text.word(event.name.as_str());
            text.remark(&event.content);
        }
        for event in &procedure.events {
            let mut meaning = UnitText::default();
            meaning.inlines(&event.content);
            self.declare(event.name.as_str(), words_of(&meaning.shown));
        }
        self.heading_of(procedure, Part::Preconditions);
        for precondition in &procedure.preconditions {
            match precondition {
                Precondition::Check(check) => self.check(check),
                Precondition::Text(content) => self.text().line(content),
                // Below, as it may hold what only the units know how to add.
                Precondition::Content(_) => {}
            }
        }
        self.text().end_line();
        for precondition in &procedure.preconditions {
            if let Precondition::Content(content) = precondition {
                self.blocks(content);
            }
        }
    }

    /// Adds a check, and says what is checked.
    fn check(&mut self, check: &Check) {
        self.checks(&check.comparisons);
        write_check(check, self.text());
    }

    /// Says which parameters are checked.
    fn checks(&mut self, comparisons: &[Comparison]) {
        for comparison in comparisons {
            self.does(Use::Checks, uses::known(self.library, Kind::Parameter, &comparison.parameter));
        }
    }

    fn call(&mut self, call: &Call) {
        self.does(Use::Calls, uses::known(self.library, Kind::Procedure, &call.procedure));
        write_call(call, self.text());
    }

    /// Returns the symbol of a procedure of this document; another document may define one of the same name.
    fn symbol(&self, procedure: &Procedure) -> Option<SymbolIndex> {
        let symbols = &self.library.symbols;
        symbols.named(procedure.id.as_str()).iter().copied().find(|index| {
            let symbol = symbols.get(*index);
            symbol.kind == Kind::Procedure && symbol.document == Some(self.document)
        })
    }

    fn step(&mut self, step: &Step, procedure: &str, symbol: Option<SymbolIndex>, phase: &str) {
        let mut title = UnitText::default();
        title.inlines(step.opening().map_or(&step.title, |paragraph| &paragraph.content));
        let known = symbol.and_then(|symbol| self.library.symbols.step(symbol, step.id.as_str()));
        let anchor = known.map_or(step.id.as_str(), |known| &self.library.symbols.get(known).anchor).to_owned();
        let heading = words_of(&format!("{} {}", step.number, title.shown));
        self.within(anchor, heading, phase, |units| {
            units.identify(&format!("{procedure}#{}", step.id.as_str()));
            let text = units.text();
            text.hide(&title.hidden);
            text.hide(step.id.as_str());
            text.maybe(step.role.as_ref());
            units.marks(&step.marks);
            for admonition in &step.safety {
                units.blocks(&admonition.blocks);
            }
            units.actions(step.further_actions(), procedure, symbol, phase);
            let text = units.text();
            text.line(&step.expected);
            step.continuation.iter().for_each(|outcome| write_outcome(outcome, text));
            for event in step.continuation.iter().filter_map(|outcome| outcome.event.as_ref()) {
                units.does(Use::Raises, event.as_str().into());
            }
            step.steps.iter().for_each(|inner| units.step(inner, procedure, symbol, phase));
        });
    }

    /// Says what an action itself does with the things that bear names.
    fn action(&mut self, action: &Action) {
        let known = |kind, name| uses::known(self.library, kind, name);
        match action {
            Action::Telecommand(call) => self.does(Use::Sends, known(Kind::Telecommand, &call.name)),
            Action::Check(check) => self.checks(&check.comparisons),
            Action::Wait(Wait { until: Some(until), .. }) => self.checks(&until.comparisons),
            Action::Repeat(Repeat { turns, until, .. }) => {
                if let Some(Turns::While(condition)) = turns {
                    self.checks(&condition.comparisons);
                }
                until.iter().for_each(|until| self.checks(&until.comparisons));
            }
            Action::Decide(decide) => {
                for test in decide.branches.iter().filter_map(|branch| branch.test.as_ref()) {
                    self.checks(&test.comparisons);
                }
            }
            Action::Call(call) => self.does(Use::Calls, known(Kind::Procedure, &call.procedure)),
            Action::Record(record) => self.does(Use::Records, known(Kind::Parameter, &record.name)),
            _ => {}
        }
    }

    fn actions(&mut self, actions: &[Action], procedure: &str, symbol: Option<SymbolIndex>, phase: &str) {
        for action in actions {
            self.text().end_line();
            self.action(action);
            let text = self.text();
            match action {
                Action::Telecommand(call) => write_telecommand(call, text),
                Action::Check(check) => write_check(check, text),
                Action::Wait(wait) => {
                    text.maybe(wait.duration.as_ref());
                    text.maybe(wait.until.as_ref().map(|until| &until.text));
                    text.maybe(wait.timeout.as_ref());
                    text.space();
                    text.inlines(&wait.content);
                }
                Action::Decide(decide) => {
                    decide.ways().for_each(|branch| write_branch(branch, text));
                    decide.steps().for_each(|inner| self.step(inner, procedure, symbol, phase));
                }
                Action::Call(call) => write_call(call, text),
                Action::Parallel(parallel) => {
                    parallel.steps.iter().for_each(|inner| self.step(inner, procedure, symbol, phase));
                }
                Action::Repeat(repeat) => {
                    match &repeat.turns {
                        Some(Turns::While(condition)) => text.word(condition.text.as_str()),
                        Some(Turns::For(count)) => text.word(count.as_str()),
                        None => {}
                    }
                    text.maybe(repeat.until.as_ref().map(|until| &until.text));
                    text.maybe(repeat.max.as_ref());
                    self.actions(&repeat.actions, procedure, symbol, phase);
                }
                Action::Manual(content, _) | Action::Log(content, _) => text.inlines(content),
                Action::Voice(voice) => {
                    text.maybe(voice.to.as_ref());
                    text.space();
                    text.inlines(&voice.content);
                }
                Action::Script(script) => {
                    text.word(script.reference.as_str());
                    text.maybe(script.sha256.as_ref());
                    text.remark(&script.content);
                }
                Action::Record(record) => {
                    text.word(record.name.as_str());
                    text.remark(&record.content);
                }
                Action::Goto(step) => text.word(step.as_str()),
                Action::Step(inner) => self.step(inner, procedure, symbol, phase),
                Action::Safety(admonition) => self.blocks(&admonition.blocks),
                Action::Content(blocks, _) => self.blocks(blocks),
            }
        }
    }
}

fn write_telecommand(call: &TelecommandCall, text: &mut UnitText) {
    text.word(call.name.as_str());
    for ArgumentValue { name, value, unit } in &call.arguments {
        text.word(name.as_str());
        text.word("=");
        text.word(value.as_str());
        text.maybe(unit.as_ref());
    }
    for Directive { name, value } in &call.directives {
        text.word(name.as_str());
        text.word("=");
        text.word(value.as_str());
    }
}

fn write_check(check: &Check, text: &mut UnitText) {
    for Comparison { parameter, operator, values, tolerance, unit, .. } in &check.comparisons {
        text.end_line();
        text.word(parameter.as_str());
        text.word(operator.sign());
        values.iter().for_each(|value| text.word(value.as_str()));
        [tolerance, unit].into_iter().for_each(|value| text.maybe(value.as_ref()));
    }
    [&check.within, &check.delay].into_iter().for_each(|value| text.maybe(value.as_ref()));
}

fn write_branch(branch: &Branch, text: &mut UnitText) {
    text.end_line();
    text.maybe(branch.test.as_ref().map(|test| &test.text));
    text.maybe(branch.goto.as_ref());
    text.space();
    text.inlines(&branch.content);
}

fn write_call(call: &Call, text: &mut UnitText) {
    text.word(call.procedure.as_str());
    text.maybe(call.issue.as_ref());
    for (name, value) in &call.arguments {
        text.word(name.as_str());
        text.word("=");
        text.word(value.as_str());
    }
}

fn write_outcome(outcome: &Outcome, text: &mut UnitText) {
    let Outcome { outcome, action, goto, event, max, timeout, content, .. } = outcome;
    text.end_line();
    [outcome, action].into_iter().for_each(|value: &Text| text.word(value.as_str()));
    [max, timeout, goto, event].into_iter().for_each(|value| text.maybe(value.as_ref()));
    text.remark(content);
}
