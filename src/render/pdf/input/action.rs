//! What is done in a step: the rows that an operator works through and ticks.

use super::super::page::{Action, Block, Inline};
use super::procedure::STEP_INDENT;
use super::{Lowering, Setting};
use crate::model::expression::{Comparison, Condition, Operator, TelecommandCall};
use crate::model::inline::{self, Kind, Text};
use crate::model::procedure::{
    self, Branch, Call, Check, Decide, Outcome, Parallel, Repeat, Script, Step, Turns, Voice, Wait,
};
use crate::render::words::{self, Word};

impl Lowering<'_> {
    /// Lowers actions; the steps within them stand below the level of their step.
    pub(super) fn actions(&mut self, actions: &[procedure::Action], level: usize, setting: Setting) -> Vec<Action> {
        actions.iter().map(|action| self.action(action, level, setting)).collect()
    }

    fn action(&mut self, action: &procedure::Action, level: usize, setting: Setting) -> Action {
        match action {
            procedure::Action::Telecommand(call) => self.telecommand(call, setting),
            procedure::Action::Check(check) => self.check(check, setting),
            procedure::Action::Wait(wait) => self.wait(wait, setting),
            procedure::Action::Decide(decide) => self.decide(decide, level, setting),
            procedure::Action::Call(call) => self.call(call, setting),
            procedure::Action::Parallel(parallel) => self.parallel(parallel, level, setting),
            procedure::Action::Repeat(repeat) => self.repeat(repeat, level, setting),
            procedure::Action::Manual(text, _) => {
                let line = self.line(text, setting);
                self.one(words::MANUAL, line)
            }
            procedure::Action::Voice(voice) => self.voice(voice, setting),
            procedure::Action::Script(script) => self.script(script, setting),
            procedure::Action::Record(record) => {
                let mut line = self.mnemonic(&record.name, Kind::Parameter, setting);
                line.extend([Inline::text(" "), Inline::Blank]);
                self.remark(&record.content, setting, &mut line);
                self.one(words::RECORD, line)
            }
            procedure::Action::Log(text, _) => {
                let line = self.line(text, setting);
                self.one(words::LOG, line)
            }
            procedure::Action::Goto(step) => {
                let line = self.goto(step, setting);
                self.plain(words::GO_TO_STEP, vec![line])
            }
            procedure::Action::Step(step) => {
                let steps = self.steps(std::slice::from_ref(step), level + 1, setting.within(14.0));
                Action { steps, ..Action::default() }
            }
            procedure::Action::Safety(admonition) => {
                let safety = vec![self.admonition(admonition, setting.within(20.0))];
                Action { safety, ..Action::default() }
            }
            procedure::Action::Content(blocks, _) => {
                // It has the column of the verbs too.
                let wide = Setting { width: setting.width + STEP_INDENT - 14.0, ..setting };
                Self::content(self.blocks(blocks, wide))
            }
        }
    }

    /// Makes an action of what is set as it is, without a verb.
    pub(super) fn content(blocks: Vec<Block>) -> Action {
        Action { safety: blocks, ..Action::default() }
    }

    /// Makes an action of one line that is ticked.
    fn one(&self, verb: Word, line: Vec<Inline>) -> Action {
        Action { tick: true, ..self.plain(verb, vec![line]) }
    }

    /// Makes an action that is not ticked.
    fn plain(&self, verb: Word, lines: Vec<Vec<Inline>>) -> Action {
        let verb = capital(self.word(verb));
        Action { verb, lines, ..Action::default() }
    }

    /// Lowers a condition that a person knows.
    pub(super) fn condition_to_tick(&mut self, text: &[inline::Inline], setting: Setting) -> Action {
        let line = self.line(text, setting);
        self.one(words::CONDITION, line)
    }

    fn telecommand(&mut self, call: &TelecommandCall, setting: Setting) -> Action {
        let name = self.mnemonic(&call.name, Kind::Telecommand, setting);
        let mut action = self.one(words::SEND, vec![Inline::Strong { c: name }]);
        let cell = setting.within(setting.width * 0.55);
        action.arguments = call
            .arguments
            .iter()
            .map(|argument| {
                let code = |text: &Text| vec![Inline::Code { c: self.pieces(&text.text, true, cell) }];
                let unit = argument.unit.as_ref().map_or_else(Vec::new, |unit| self.pieces(&unit.text, false, cell));
                (code(&argument.name), code(&argument.value), unit)
            })
            .collect();
        for directive in &call.directives {
            let code = |text: &Text| Inline::Code { c: self.pieces(&text.text, true, cell) };
            let name = vec![Inline::word(self.word(words::DIRECTIVE)), Inline::text(" "), code(&directive.name)];
            action.arguments.push((name, vec![code(&directive.value)], Vec::new()));
        }
        action
    }

    /// Lowers a check: each comparison is ticked.
    pub(super) fn check(&mut self, check: &Check, setting: Setting) -> Action {
        let mut lines: Vec<Vec<Inline>> =
            check.comparisons.iter().map(|comparison| self.comparison(comparison, setting)).collect();
        let mut times = Vec::new();
        for (word, time) in [(words::AFTER, &check.delay), (words::WITHIN, &check.within)] {
            if let Some(time) = time {
                times.extend([Inline::text(" "), Inline::word(self.word(word)), Inline::text(" ")]);
                times.extend(self.pieces(&time.text, false, setting));
            }
        }
        match lines.last_mut() {
            Some(last) => last.extend(times),
            None => lines.push(times),
        }
        let verb = if check.verify { words::VERIFY } else { words::CHECK };
        Action { tick: true, ..self.plain(verb, lines) }
    }

    fn comparison(&mut self, comparison: &Comparison, setting: Setting) -> Vec<Inline> {
        let mut line = self.mnemonic(&comparison.parameter, Kind::Parameter, setting);
        line.push(Inline::text(format!(" {} ", comparison.operator.sign())));
        let (open, between, close) = match comparison.operator {
            Operator::In => ("{", ", ", "}"),
            Operator::Between => ("[", " ; ", "]"),
            _ => ("", ", ", ""),
        };
        line.push(Inline::text(open));
        for (at, value) in comparison.values.iter().enumerate() {
            if at > 0 {
                line.push(Inline::text(between));
            }
            line.push(Inline::Code { c: self.pieces(&value.text, true, setting) });
        }
        line.push(Inline::text(close));
        if let Some(unit) = &comparison.unit {
            line.push(Inline::text("\u{a0}"));
            line.extend(self.pieces(&unit.text, false, setting));
        }
        if let Some(tolerance) = &comparison.tolerance {
            line.extend([Inline::text(" "), Inline::word(self.word(words::TOLERANCE)), Inline::text(" ± ")]);
            line.extend(self.pieces(&tolerance.text, false, setting));
        }
        line
    }

    fn condition(&self, condition: &Condition, setting: Setting) -> Inline {
        Inline::Code { c: self.pieces(&condition.text.text, true, setting) }
    }

    fn wait(&mut self, wait: &Wait, setting: Setting) -> Action {
        let mut line = Vec::new();
        if let Some(duration) = &wait.duration {
            line.extend(self.pieces(&duration.text, false, setting));
            line.push(Inline::text(" "));
        }
        if let Some(until) = &wait.until {
            line.extend([
                Inline::word(self.word(words::UNTIL)),
                Inline::text(" "),
                self.condition(until, setting),
                Inline::text(" "),
            ]);
        }
        if let Some(timeout) = &wait.timeout {
            line.extend([Inline::word(self.word(words::TIMEOUT)), Inline::text(" ")]);
            line.extend(self.pieces(&timeout.text, false, setting));
            line.push(Inline::text(" "));
        }
        line.extend(self.line(&wait.content, setting));
        self.one(words::WAIT, line)
    }

    fn decide(&mut self, decide: &Decide, level: usize, setting: Setting) -> Action {
        let mut lines: Vec<Vec<Inline>> =
            decide.branches.iter().map(|branch| self.branch(words::IF, branch, setting)).collect();
        lines.extend(decide.otherwise.as_ref().map(|branch| self.branch(words::OTHERWISE, branch, setting)));
        let mut action = Action { tick: true, ..self.plain(words::DECIDE, lines) };
        // What is done on a way stands below, under the test that leads to it.
        for (word, branch) in decide
            .branches
            .iter()
            .map(|branch| (words::IF, branch))
            .chain(decide.otherwise.iter().map(|way| (words::OTHERWISE, way)))
        {
            if branch.steps.is_empty() {
                continue;
            }
            let mut line = vec![Inline::word(self.word(word)), Inline::text(" ")];
            line.extend(branch.test.as_ref().map(|test| self.condition(test, setting)));
            let steps = self.steps(&branch.steps, level + 1, setting.within(-60.0));
            action.actions.push(Action { steps, ..self.plain(words::WAY, vec![line]) });
        }
        action
    }

    fn branch(&mut self, word: Word, branch: &Branch, setting: Setting) -> Vec<Inline> {
        let mut line = vec![Inline::word(self.word(word)), Inline::text(" ")];
        if let Some(test) = &branch.test {
            line.extend([self.condition(test, setting), Inline::text(" ")]);
        }
        if let Some(step) = &branch.goto {
            line.extend([Inline::text("→ "), Inline::word(self.word(words::GO_TO_STEP)), Inline::text(" ")]);
            line.extend(self.goto(step, setting));
            line.push(Inline::text(" "));
        }
        line.extend(self.line(&branch.content, setting));
        line
    }

    /// Names a step of this procedure by number and id, and leads there.
    fn goto(&mut self, step: &Text, setting: Setting) -> Vec<Inline> {
        let number = self.numbers.get(step.as_str()).filter(|number| **number != step.text);
        let name = number.map_or_else(|| step.text.to_string(), |number| format!("{number} ({})", step.text));
        let c = self.pieces(&name, false, setting);
        if self.left_out.contains(step.as_str()) {
            return self.linked_document(self.document, &step.text, c);
        }
        vec![Inline::To { to: self.step_label(&step.text), c }]
    }

    /// Lowers a call of another procedure.
    pub(super) fn call(&mut self, call: &Call, setting: Setting) -> Action {
        let shown = self.pieces(&call.procedure.text, false, setting);
        let mut line = self.link_at(call.procedure.span, Kind::Procedure, &call.procedure.text, shown);
        let symbol = self.job.library.symbols.find(Kind::Procedure, &call.procedure.text);
        if let Some(symbol) = symbol {
            let title = &self.job.library.symbols.get(symbol).title;
            if !title.is_empty() {
                line.extend(self.pieces(&format!(" — {title}"), false, setting));
            }
        }
        if let Some(issue) = &call.issue {
            line.extend(self.pieces(
                &format!(", {} {}", self.word(words::ISSUE).to_lowercase(), issue.text),
                false,
                setting,
            ));
        }
        let mut action = self.one(words::CALL, vec![Inline::Strong { c: line }]);
        let cell = setting.within(setting.width * 0.5);
        let arguments = call.arguments.iter().map(|(name, value)| {
            let code = |text: &Text| vec![Inline::Code { c: self.pieces(&text.text, true, cell) }];
            (code(name), code(value), Vec::new())
        });
        action.arguments = arguments.collect();
        action
    }

    fn parallel(&mut self, parallel: &Parallel, level: usize, setting: Setting) -> Action {
        let until = if parallel.until_one { words::UNTIL_ONE } else { words::UNTIL_ALL };
        let mut action = self.plain(words::IN_PARALLEL, vec![vec![Inline::text(self.word(until))]]);
        action.steps = self.steps(&parallel.steps, level + 1, setting.within(-60.0));
        action
    }

    fn repeat(&mut self, repeat: &Repeat, level: usize, setting: Setting) -> Action {
        let mut line = Vec::new();
        match &repeat.turns {
            Some(Turns::While(condition)) => {
                line.extend([Inline::word(self.word(words::WHILE)), Inline::text(" ")]);
                line.push(self.condition(condition, setting));
            }
            Some(Turns::For(count)) => {
                line.extend([Inline::word(self.word(words::FOR)), Inline::text(" ")]);
                line.push(Inline::Code { c: self.pieces(&count.text, true, setting) });
            }
            None => {}
        }
        if let Some(until) = &repeat.until {
            if !line.is_empty() {
                line.push(Inline::text(", "));
            }
            line.extend([Inline::word(self.word(words::UNTIL)), Inline::text(" "), self.condition(until, setting)]);
        }
        if let Some(max) = &repeat.max {
            if !line.is_empty() {
                line.push(Inline::text(", "));
            }
            line.extend(self.pieces(&max.text, false, setting));
            line.extend([Inline::text(" "), Inline::word(self.word(words::TIMES_AT_MOST))]);
        }
        let mut action = self.plain(words::REPEAT, vec![line]);
        action.actions = self.actions(&repeat.actions, level, setting.within(20.0));
        action
    }

    fn voice(&mut self, voice: &Voice, setting: Setting) -> Action {
        let mut line = Vec::new();
        if let Some(to) = &voice.to {
            line.extend([Inline::word(self.word(words::TO)), Inline::text(" ")]);
            line.push(Inline::Strong { c: self.pieces(&to.text, false, setting) });
            line.push(Inline::text(": "));
        }
        line.push(Inline::Emphasis { c: self.line(&voice.content, setting) });
        self.one(words::VOICE, line)
    }

    fn script(&mut self, script: &Script, setting: Setting) -> Action {
        let mut lines = vec![vec![Inline::Code { c: self.pieces(&script.reference.text, true, setting) }]];
        if let Some(digest) = &script.sha256 {
            let digest = Inline::Code { c: self.pieces(&digest.text, true, setting) };
            lines[0].extend([Inline::Break, Inline::word("SHA-256"), Inline::text(" "), digest]);
        }
        self.remark(&script.content, setting, &mut lines[0]);
        Action { tick: true, ..self.plain(words::SCRIPT, lines) }
    }

    /// Lowers what is to be seen after a step, and what follows.
    pub(super) fn after(&mut self, step: &Step, setting: Setting) -> Vec<(String, Vec<Vec<Inline>>)> {
        let mut after = Vec::new();
        if !step.expected.is_empty() {
            let line = self.line(&step.expected, setting);
            after.push((self.word(words::EXPECTED).to_owned(), vec![line]));
        }
        if !step.continuation.is_empty() {
            let lines = step.continuation.iter().map(|outcome| self.outcome(outcome, setting)).collect();
            after.push((self.word(words::CONTINUATION).to_owned(), lines));
        }
        after
    }

    fn outcome(&mut self, outcome: &Outcome, setting: Setting) -> Vec<Inline> {
        let mut line = self.value_with_gloss(&outcome.outcome.text, setting);
        line.push(Inline::text(" → "));
        line.extend(self.value_with_gloss(&outcome.action.text, setting));
        if let Some(step) = &outcome.goto {
            line.extend([Inline::text(" "), Inline::word(self.word(words::STEP).to_lowercase()), Inline::text(" ")]);
            line.extend(self.goto(step, setting));
        }
        if let Some(event) = &outcome.event {
            line.push(Inline::text(" "));
            line.push(Inline::Code { c: self.pieces(&event.text, true, setting) });
        }
        if let Some(max) = &outcome.max {
            line.push(Inline::text(", "));
            line.extend(self.pieces(&max.text, false, setting));
            line.extend([Inline::text(" "), Inline::word(self.word(words::TIMES_AT_MOST))]);
        }
        if let Some(timeout) = &outcome.timeout {
            line.extend([Inline::text(", "), Inline::word(self.word(words::AFTER)), Inline::text(" ")]);
            line.extend(self.pieces(&timeout.text, false, setting));
        }
        self.remark(&outcome.content, setting, &mut line);
        line
    }

    /// Writes an outcome or an action as the definition has it, and what that means in the language of the document.
    fn value_with_gloss(&mut self, value: &str, setting: Setting) -> Vec<Inline> {
        let mut line = self.pieces(value, false, setting);
        if let Some(gloss) = words::gloss(value, &self.language) {
            line.extend([Inline::text(" "), Inline::word(format!("({gloss})"))]);
        }
        line
    }

    /// Adds what an author says besides.
    pub(super) fn remark(&mut self, content: &[inline::Inline], setting: Setting, line: &mut Vec<Inline>) {
        if !content.is_empty() {
            line.push(Inline::text(" "));
            line.extend(self.line(content, setting));
        }
    }
}

/// Writes the first letter large, as a word that heads a row has it.
fn capital(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).collect()
}
