//! Steps, and the statements in them.

use super::expression::Form;
use super::problem::{SECTION_OF_STEP, TIME_WITHOUT_UNIT};
use super::{DEEPEST, Reading};
use crate::model::expression::Condition;
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{
    Action, Branch, Decide, Outcome, Parallel, Procedure, Record, Repeat, Step, Turns, Wait, Watchdog,
};
use crate::notation;
use crate::notation::pluto::Kind;

/// Something among statements.
pub(super) enum Item {
    /// A step.
    Step(Step),
    /// Something that is done.
    Action(Action),
    /// An event that is raised.
    Raise(Outcome),
    /// What is expected, as a comment says.
    Expected(Text),
}

/// The words that statements begin with.
const STARTS: &[&str] = &[
    "initiate",
    "in",
    "if",
    "case",
    "while",
    "for",
    "repeat",
    "wait",
    "log",
    "inform",
    "raise",
    "save",
    "end",
    "else",
    "otherwise",
    "when",
    "until",
    "main",
    "declare",
    "preconditions",
    "watchdog",
    "confirmation",
];

impl Reading<'_> {
    /// Reads statements as steps: those that are in no step of their own make one without a title.
    pub(super) fn steps(&mut self, procedure: &mut Procedure) -> Vec<Step> {
        let items = self.items(procedure);
        let mut steps: Vec<Step> = Vec::new();
        let mut current: Option<Step> = None;
        let mut notes = Vec::new();
        for item in items {
            match item {
                Item::Step(mut step) => {
                    steps.extend(current.take());
                    step.safety.splice(0..0, notes.drain(..));
                    steps.push(step);
                }
                Item::Action(Action::Safety(note)) => notes.push(note),
                // An activity with a continuation test is a step already.
                Item::Action(Action::Step(mut step)) => {
                    steps.extend(current.take());
                    step.safety.splice(0..0, notes.drain(..));
                    steps.push(*step);
                }
                Item::Action(action) => {
                    let step = current.get_or_insert_with(|| untitled(&action));
                    place(&mut notes, step);
                    step.span.end = action.span().end.max(step.span.end);
                    step.actions.push(action);
                }
                Item::Raise(outcome) => {
                    let mut step =
                        current.take().unwrap_or_else(|| Step::empty(Text::new("", outcome.span), outcome.span));
                    place(&mut notes, &mut step);
                    step.span.end = outcome.span.end.max(step.span.end);
                    step.continuation.push(outcome);
                    steps.push(step);
                }
                Item::Expected(text) => {
                    if let Some(step) = &mut current {
                        step.expected = vec![Inline::Text(text)];
                    }
                }
            }
        }
        if let Some(first) = notes.first() {
            let span = first.span;
            let mut step = current.take().unwrap_or_else(|| Step::empty(Text::new("", span), span));
            place(&mut notes, &mut step);
            current = Some(step);
        }
        steps.extend(current);
        steps
    }

    /// Reads statements as what is done in a step.
    fn fill(&mut self, step: &mut Step, items: Vec<Item>) {
        for item in items {
            match item {
                Item::Step(inner) => step.actions.push(Action::Step(Box::new(inner))),
                Item::Action(Action::Safety(note)) if step.actions.is_empty() => step.safety.push(note),
                Item::Action(action) => step.actions.push(action),
                Item::Raise(outcome) => step.actions.push(Action::Step(Box::new(raising(outcome)))),
                Item::Expected(text) => step.expected = vec![Inline::Text(text)],
            }
        }
    }

    /// Reads statements up to what ends them.
    fn items(&mut self, procedure: &mut Procedure) -> Vec<Item> {
        let mut items = Vec::new();
        if self.depth >= DEEPEST {
            return items;
        }
        self.depth += 1;
        loop {
            let mut hint = None;
            for comment in self.comments() {
                let hints = ["check", "verify", "check, delayed", "verify, delayed"];
                match hints.iter().find(|words| comment.is(words)) {
                    Some(words) => hint = Some(*words),
                    None => items.push(match comment.after("expected") {
                        Some(text) => Item::Expected(text),
                        None => Item::Action(Action::Safety(comment.admonition())),
                    }),
                }
            }
            let Some(next) = self.peek() else { break };
            let ends = ["end", "else", "otherwise", "when", "until"].contains(&self.word(next));
            if ends || self.next_are(&["or", "is"]) || (next.kind != Kind::String && self.is_section()) {
                break;
            }
            if self.next_is(";") {
                self.bump();
                continue;
            }
            let from = self.at;
            self.statement(procedure, hint, &mut items);
            self.notes_within(from, &mut items);
        }
        self.depth -= 1;
        items
    }

    fn is_section(&self) -> bool {
        let next = self.peek().map_or("", |next| self.word(next));
        ["main", "declare", "preconditions", "watchdog", "confirmation"].contains(&next)
            && self.peek_after().is_none_or(|after| self.word(after) != ":=")
    }

    /// Keeps the comments that stand within a statement; they follow it.
    fn notes_within(&mut self, from: usize, items: &mut Vec<Item>) {
        let raw = self.raw.clone();
        for at in from..self.at {
            let token = self.tokens[at];
            let is_written = raw.iter().any(|(start, end)| *start <= token.start && token.end <= *end);
            if token.kind == Kind::Comment && !is_written && !self.kept.contains(&at) {
                let end = std::mem::replace(&mut self.at, at);
                for comment in self.comments() {
                    items.push(Item::Action(Action::Safety(comment.admonition())));
                }
                self.at = end;
            }
        }
    }

    fn statement(&mut self, procedure: &mut Procedure, hint: Option<&str>, items: &mut Vec<Item>) {
        let before = self.at;
        let found = self.diagnostics.len();
        let counts = (procedure.events.len(), procedure.variables.len(), procedure.watchdogs.len());
        let item = self.known_statement(procedure, hint, items);
        match item {
            Some(item) => items.extend(item),
            None => {
                self.at = before;
                self.diagnostics.truncate(found);
                procedure.events.truncate(counts.0);
                procedure.variables.truncate(counts.1);
                procedure.watchdogs.truncate(counts.2);
                let (start, end) = self.outside("this statement");
                items.push(Item::Action(self.as_written(start, end)));
            }
        }
    }

    fn known_statement(
        &mut self,
        procedure: &mut Procedure,
        hint: Option<&str>,
        items: &mut Vec<Item>,
    ) -> Option<Option<Item>> {
        let first = self.peek()?;
        let item = match self.word(first) {
            "initiate" if self.next_are(&["initiate", "and", "confirm", "step"]) => {
                Item::Step(self.step(procedure, 4)?)
            }
            "initiate" if self.next_are(&["initiate", "step"]) => return None,
            "initiate" => Item::Action(self.activity()?),
            "in" if self.next_are(&["in", "parallel"]) => Item::Action(self.parallel(procedure)?),
            "in" if self.next_are(&["in", "case"]) => Item::Action(self.case(procedure, true)?),
            "in" if self.next_are(&["in", "the", "context"]) => return self.context(procedure, items).map(|()| None),
            "case" => Item::Action(self.case(procedure, false)?),
            "if" => Item::Action(self.choice(procedure)?),
            "while" | "for" | "repeat" => Item::Action(self.repeat(procedure)?),
            "wait" => match hint {
                Some(hint) => {
                    let Some(mut check) = self.check_until(hint.starts_with("verify")) else {
                        return Some(Some(Item::Action(self.wait()?)));
                    };
                    if hint.ends_with("delayed")
                        && let Some(Item::Action(Action::Wait(wait))) = items.pop_if(is_pause)
                    {
                        check.delay = wait.duration;
                    }
                    Item::Action(Action::Check(check))
                }
                None => Item::Action(self.wait()?),
            },
            "log" => Item::Action(self.log()?),
            "inform" => Item::Action(self.inform()?),
            "raise" => Item::Raise(self.raise()?),
            "save" => {
                items.extend(self.save()?.into_iter().map(Item::Action));
                return Some(None);
            }
            _ => Item::Action(self.assignment()?),
        };
        Some(Some(item))
    }

    /// Reads a step; so many words stand before its name.
    fn step(&mut self, procedure: &mut Procedure, words: usize) -> Option<Step> {
        let first = self.peek()?;
        (0..words).for_each(|_| self.bump());
        let (start, end) = self.name()?;
        let name = Text::new(self.text(start, end), self.span(start, end));
        let mut step = Step::empty(identifier(&name), name.span);
        step.title = vec![Inline::Text(name)];
        let mut notes = self.marks(&mut step);
        let mut items: Vec<Item> = Vec::new();
        let mut confirmed = Vec::new();
        while !self.take(&["end", "step"]) {
            notes.extend(self.comments());
            if self.next_are(&["end", "step"]) {
                continue;
            }
            let next = self.peek()?;
            match self.word(next) {
                "main" => {
                    self.bump();
                    items.extend(self.items(procedure));
                    self.take(&["end", "main"]).then_some(())?;
                }
                "declare" => {
                    self.say_section(next.start, next.end, "declarations hold for the whole procedure");
                    self.declarations(procedure);
                }
                "preconditions" => {
                    self.say_section(next.start, next.end, "preconditions are what it does first");
                    self.bump();
                    let first = self.items(procedure);
                    items.splice(0..0, first);
                    self.take(&["end", "preconditions"]).then_some(())?;
                }
                "watchdog" => {
                    self.say_section(next.start, next.end, "watchdog holds for the whole procedure");
                    self.bump();
                    self.watchdog(procedure);
                }
                "confirmation" => {
                    self.say_section(next.start, next.end, "confirmation is what it does last");
                    self.bump();
                    while !self.next_is("end") {
                        match self.check_until(true) {
                            Some(check) => confirmed.push(Item::Action(Action::Check(check))),
                            None => {
                                let before = self.at;
                                confirmed.extend(self.items(procedure));
                                if self.at == before {
                                    return None;
                                }
                            }
                        }
                    }
                    self.take(&["end", "confirmation"]).then_some(())?;
                }
                ";" => self.bump(),
                _ => return None,
            }
        }
        let continuation = self.continuation();
        self.end_of_statement()?;
        items.extend(confirmed);
        let notes = notes.iter().map(|note| Item::Action(Action::Safety(note.admonition())));
        items.splice(0..0, notes);
        self.fill(&mut step, items);
        step.continuation = continuation;
        step.span = self.span(first.start, self.last_end());
        if step.expected.is_empty() && step.continuation.is_empty() {
            while let Some(Action::Step(inner)) = step.actions.pop_if(|action| matches!(action, Action::Step(_))) {
                step.steps.insert(0, *inner);
            }
        }
        Some(step)
    }

    fn say_section(&mut self, start: usize, end: usize, what: &str) {
        self.say(&SECTION_OF_STEP, start, end, format!("a step has no sections of its own: its {what}"));
    }

    /// Reads what is done when events occur: `on EVENT do … end on`, or steps that wait for their event.
    pub(super) fn watchdog(&mut self, procedure: &mut Procedure) {
        while let Some(next) = self.peek().filter(|_| !self.next_is("end")) {
            let before = self.at;
            let found = self.diagnostics.len();
            let read = match self.word(next) {
                "on" => self.on_event(procedure),
                "initiate" => self.watching_step(procedure),
                ";" => {
                    self.bump();
                    Some(())
                }
                _ => None,
            };
            if read.is_none() {
                self.at = before;
                self.diagnostics.truncate(found);
                let (start, end) = self.outside("this part of the watchdog");
                if let Action::Manual(content, span) = self.as_written(start, end) {
                    let paragraph = crate::model::block::Paragraph { content, span };
                    procedure.closeout.text.push(crate::model::block::Block::Paragraph(paragraph));
                }
            }
        }
        self.close("watchdog");
    }

    fn on_event(&mut self, procedure: &mut Procedure) -> Option<()> {
        let first = self.peek()?;
        self.bump();
        let _ = self.take(&["event"]);
        let (start, end) = self.name()?;
        let event = Text::new(self.text(start, end), self.span(start, end));
        self.take(&["do"]).then_some(())?;
        let steps = self.steps(procedure);
        self.take(&["end", "on"]).then_some(())?;
        if self.next_is(";") {
            self.bump();
        }
        let span = self.span(first.start, self.last_end());
        procedure.watchdogs.push(watchdog(event, steps, span));
        Some(())
    }

    fn watching_step(&mut self, procedure: &mut Procedure) -> Option<()> {
        let first = self.peek()?;
        self.take(&["initiate", "and", "confirm", "step"]).then_some(())?;
        let (from, to) = self.name()?;
        let name = Text::new(self.text(from, to), self.span(from, to));
        self.take(&["preconditions", "wait", "for", "event"]).then_some(())?;
        let (start, end) = self.name()?;
        let event = Text::new(self.text(start, end), self.span(start, end));
        if self.next_is(";") {
            self.bump();
        }
        self.take(&["end", "preconditions", "main"]).then_some(())?;
        let mut steps = self.steps(procedure);
        self.take(&["end", "main", "end", "step"]).then_some(())?;
        if self.next_is(";") {
            self.bump();
        }
        let span = self.span(first.start, self.last_end());
        // A step of one's own, with a name that says something, stays a step.
        if !name.as_str().starts_with("watch ") {
            let mut step = Step::empty(identifier(&name), span);
            step.title = vec![Inline::Text(name)];
            step.steps = steps;
            if let [only] = step.steps.as_mut_slice()
                && is_plain(only)
            {
                step.actions = std::mem::take(&mut only.actions);
                step.safety = std::mem::take(&mut only.safety);
                step.steps.clear();
            }
            steps = vec![step];
        }
        procedure.watchdogs.push(watchdog(event, steps, span));
        Some(())
    }

    fn parallel(&mut self, procedure: &mut Procedure) -> Option<Action> {
        let first = self.peek()?;
        self.bump();
        self.bump();
        let until_one = self.take(&["until", "one", "completes"]);
        let _ = until_one || self.take(&["until", "all", "complete"]);
        let mut steps = Vec::new();
        let mut notes = Vec::new();
        for item in self.items(procedure) {
            // Each statement is a branch of its own.
            let mut step = match item {
                Item::Step(step) => step,
                Item::Action(Action::Safety(note)) => {
                    notes.push(note);
                    continue;
                }
                Item::Action(Action::Step(step)) => *step,
                Item::Action(action) => {
                    let mut step = untitled(&action);
                    step.actions.push(action);
                    step
                }
                Item::Raise(outcome) => raising(outcome),
                Item::Expected(_) => continue,
            };
            step.safety.splice(0..0, notes.drain(..));
            steps.push(step);
        }
        if let Some(last) = steps.last_mut() {
            last.actions.extend(notes.drain(..).map(Action::Safety));
        }
        self.take(&["end", "parallel"]).then_some(())?;
        let span = self.span(first.start, self.last_end());
        self.end_of_statement()?;
        Some(Action::Parallel(Parallel { until_one, steps, span }))
    }

    fn choice(&mut self, procedure: &mut Procedure) -> Option<Action> {
        let first = self.peek()?;
        self.bump();
        let test = self.condition()?;
        self.take(&["then"]).then_some(())?;
        let steps = self.steps(procedure);
        let mut branches = vec![Branch { test: Some(test), goto: None, content: Vec::new(), steps }];
        let mut otherwise = None;
        if self.take(&["else"]) {
            let steps = self.steps(procedure);
            match nested(&steps) {
                true => {
                    // A choice that is all that `else` holds is one more way of this one.
                    let inner = steps.into_iter().next().and_then(|mut step| step.actions.pop());
                    let Some(Action::Decide(inner)) = inner else { return None };
                    branches.extend(inner.branches);
                    otherwise = inner.otherwise;
                }
                false => otherwise = Some(Branch { test: None, goto: None, content: Vec::new(), steps }),
            }
        }
        self.take(&["end", "if"]).then_some(())?;
        let span = self.span(first.start, self.last_end());
        self.end_of_statement()?;
        Some(Action::Decide(Decide { branches, otherwise, span }))
    }

    /// Reads `in case X is = V: …`, as the standard writes it, or `case X of when V do …`.
    fn case(&mut self, procedure: &mut Procedure, standard: bool) -> Option<Action> {
        let first = self.peek()?;
        self.bump();
        if standard {
            self.bump();
        }
        let asked = self.operand(&mut Vec::new(), 0)?;
        if !matches!(asked.kind, Form::Word | Form::Name) {
            return None;
        }
        if !standard {
            // `of` joins names too, and may have been taken for a part of one.
            self.take(&["of"]).then_some(())?;
        }
        let subject = self.text(asked.start, asked.end);
        let mut branches = Vec::new();
        loop {
            let begins = match standard {
                true => (branches.is_empty() && self.take(&["is"])) || self.take(&["or", "is"]),
                false => self.take(&["when"]),
            };
            if !begins {
                break;
            }
            let sign = ["=", "!=", "<>", "<=", ">=", "<", ">"].into_iter().find(|sign| self.next_is(sign));
            if sign.is_some() {
                self.bump();
            }
            let value = self.operand(&mut Vec::new(), 0)?;
            let text = format!("{subject} {} {}", sign.unwrap_or("="), self.text(value.start, value.end));
            if !(if standard { self.next_is(":") } else { self.next_is("do") }) {
                return None;
            }
            self.bump();
            let test = self.test(&text, (asked.start, asked.end), (value.start, value.end));
            let steps = self.steps(procedure);
            branches.push(Branch { test: Some(test), goto: None, content: Vec::new(), steps });
        }
        let mut otherwise = None;
        if self.take(&["otherwise"]) {
            if self.next_is(":") || self.next_is("do") {
                self.bump();
            }
            let steps = self.steps(procedure);
            otherwise = Some(Branch { test: None, goto: None, content: Vec::new(), steps });
        }
        self.take(&["end", "case"]).then_some(())?;
        let span = self.span(first.start, self.last_end());
        self.end_of_statement()?;
        (!branches.is_empty()).then_some(Action::Decide(Decide { branches, otherwise, span }))
    }

    /// Makes a condition of what is asked once for several values.
    fn test(&self, text: &str, asked: (usize, usize), value: (usize, usize)) -> Condition {
        let place = self.span(value.0, value.1);
        // Its words stand in two places of the source.
        let own = Text::decoded(text, place, self.text(value.0, value.1));
        let mut condition = notation::condition(own, "");
        let is_word = !self.text(asked.0, asked.1).contains(char::is_whitespace);
        condition.comparisons.truncate(usize::from(is_word));
        for comparison in &mut condition.comparisons {
            comparison.parameter.span = self.span(asked.0, asked.1);
            comparison.values.iter_mut().for_each(|value| value.span = place.part(0, 0));
            comparison.span = self.span(asked.0, value.1);
        }
        condition
    }

    fn repeat(&mut self, procedure: &mut Procedure) -> Option<Action> {
        let first = self.peek()?;
        let word = self.word(first);
        self.bump();
        let (mut turns, mut until) = (None, None);
        match word {
            "while" => {
                turns = Some(Turns::While(self.condition()?));
                self.take(&["do"]).then_some(())?;
            }
            "for" => {
                let start = self.peek()?.start;
                self.name()?;
                self.next_is(":=").then(|| self.bump())?;
                self.expression()?;
                self.take(&["to"]).then_some(())?;
                self.expression()?;
                if self.take(&["by"]) {
                    self.expression()?;
                }
                let end = self.last_end();
                self.take(&["do"]).then_some(())?;
                let line: String = self.text(start, end).split_whitespace().collect::<Vec<_>>().join(" ");
                turns = Some(Turns::For(Text::decoded(line, self.span(start, end), self.text(start, end))));
            }
            _ => {}
        }
        let mut holder =
            Step::empty(Text::new("", self.span(first.start, first.start)), self.span(first.start, first.end));
        let items = self.items(procedure);
        self.fill(&mut holder, items);
        let mut actions: Vec<Action> = holder.safety.into_iter().map(Action::Safety).collect();
        actions.append(&mut holder.actions);
        if turns.is_none() {
            self.take(&["until"]).then_some(())?;
            until = Some(self.condition()?);
        }
        // A time in which the whole must end has no place in the model.
        self.take(&["end", word]).then_some(())?;
        let span = self.span(first.start, self.last_end());
        self.end_of_statement()?;
        Some(Action::Repeat(Repeat { turns, until, max: None, actions, span }))
    }

    fn context(&mut self, procedure: &mut Procedure, items: &mut Vec<Item>) -> Option<()> {
        let first = self.peek()?;
        self.take(&["in", "the", "context", "of"]).then_some(())?;
        self.name()?;
        let end = self.last_end();
        self.take(&["do"]).then_some(())?;
        let inner = self.items(procedure);
        self.take(&["end", "context"]).then_some(())?;
        self.end_of_statement()?;
        self.say_context(first.start, end);
        let title = Text::new(self.text(first.start, end), self.span(first.start, end));
        let mut step =
            Step::empty(Text::new("", self.span(first.start, first.start)), self.span(first.start, self.last_end()));
        step.title = vec![Inline::Text(title)];
        self.fill(&mut step, inner);
        items.push(Item::Step(step));
        Some(())
    }

    fn wait(&mut self) -> Option<Action> {
        let first = self.peek()?;
        self.bump();
        let mut wait = Wait {
            duration: None,
            until: None,
            timeout: None,
            content: Vec::new(),
            span: self.span(first.start, first.end),
        };
        if self.take(&["until"]) {
            wait.until = Some(self.condition()?);
            wait.timeout = self.timeout()?;
        } else if self.next_are(&["for", "event"]) {
            self.bump();
            let start = self.peek()?.start;
            self.bump();
            self.name()?;
            let end = self.last_end();
            let written = self.text(start, end);
            let line: String = written.split_whitespace().collect::<Vec<_>>().join(" ");
            let text = Text::decoded(line, self.span(start, end), written);
            wait.until = Some(Condition { text, comparisons: Vec::new() });
            wait.timeout = self.timeout()?;
        } else if self.take(&["for"]) {
            wait.duration = Some(self.time()?);
        } else {
            return None;
        }
        wait.span = self.span(first.start, self.last_end());
        self.end_of_statement()?;
        Some(Action::Wait(wait))
    }

    /// Reads a time: one number with its unit, or several.
    fn time(&mut self) -> Option<Text> {
        let start = self.peek()?.start;
        let mut last = self.operand(&mut Vec::new(), 0)?;
        let mut has_unit = !matches!(last.kind, Form::Number(None));
        while self.peek().is_some_and(|next| next.kind == Kind::Number) {
            last = self.operand(&mut Vec::new(), 0)?;
            has_unit &= !matches!(last.kind, Form::Number(None));
        }
        if !has_unit {
            self.say(&TIME_WITHOUT_UNIT, start, last.end, "this time has no unit");
        }
        Some(Text::new(self.text(start, last.end), self.span(start, last.end)))
    }

    /// Reads a timeout, where one comes; nothing where it cannot be read.
    #[allow(clippy::option_option)]
    pub(super) fn timeout(&mut self) -> Option<Option<Text>> {
        if !self.take(&["with", "timeout"]) && !self.take(&["timeout"]) {
            return Some(None);
        }
        let time = self.time()?;
        // What is raised when it has passed has no place in the model.
        (!self.next_are(&["raise", "event"])).then_some(Some(time))
    }

    fn log(&mut self) -> Option<Action> {
        let first = self.peek()?;
        self.bump();
        if let Some(token) = self.peek().filter(|token| token.kind == Kind::String) {
            let before = self.at;
            self.bump();
            if self.end_of_statement().is_some() {
                return Some(Action::Log(self.lines_of(token), self.span(first.start, token.end)));
            }
            self.at = before;
        }
        let from = self.peek()?.start;
        let operand = self.operand(&mut Vec::new(), 0)?;
        let is_name = matches!(operand.kind, Form::Word | Form::Name);
        let name = Text::new(self.text(operand.start, operand.end), self.span(operand.start, operand.end));
        if is_name {
            let before = self.at;
            let mut content = Vec::new();
            if self.next_is(",") {
                self.bump();
                if let Some(token) = self.peek().filter(|token| token.kind == Kind::String) {
                    self.bump();
                    content = self.lines_of(token);
                }
            }
            let span = self.span(first.start, self.last_end());
            if (before == self.at || !content.is_empty()) && self.end_of_statement().is_some() {
                return Some(Action::Record(Record { name, content, span }));
            }
            self.at = before;
        }
        self.more_values()?;
        let end = self.last_end();
        self.end_of_statement()?;
        let code = Text::new(self.text(from, end), self.span(from, end));
        Some(Action::Log(vec![Inline::Code(code)], self.span(first.start, end)))
    }

    fn inform(&mut self) -> Option<Action> {
        let first = self.peek()?;
        self.take(&["inform", "user"]).then_some(())?;
        if let Some(token) = self.peek().filter(|token| token.kind == Kind::String) {
            let before = self.at;
            self.bump();
            if self.end_of_statement().is_some() {
                return Some(Action::Manual(self.lines_of(token), self.span(first.start, token.end)));
            }
            self.at = before;
        }
        let from = self.peek()?.start;
        self.expression()?;
        self.more_values()?;
        let end = self.last_end();
        self.end_of_statement()?;
        let code = Text::new(self.text(from, end), self.span(from, end));
        Some(Action::Manual(vec![Inline::Code(code)], self.span(first.start, end)))
    }

    /// Steps over the rest of an expression, and those that follow it after commas.
    fn more_values(&mut self) -> Option<()> {
        while ["+", "-", "*", "/", "**"].iter().any(|sign| self.next_is(sign)) {
            self.bump();
            self.operand(&mut Vec::new(), 0)?;
        }
        while self.next_is(",") {
            self.bump();
            self.expression()?;
        }
        Some(())
    }

    fn raise(&mut self) -> Option<Outcome> {
        let first = self.peek()?;
        self.take(&["raise", "event"]).then_some(())?;
        let (start, end) = self.name()?;
        let event = Text::new(self.text(start, end), self.span(start, end));
        let span = self.span(first.start, end);
        self.end_of_statement()?;
        let place = self.span(first.start, first.start);
        Some(Outcome {
            outcome: Text::new("confirmed", place),
            action: Text::new("raise-event", place),
            goto: None,
            event: Some(event),
            max: None,
            timeout: None,
            content: Vec::new(),
            span,
        })
    }

    /// Reads `save context refer to X by NAME, to Y by NAME`: each value is recorded under its name.
    fn save(&mut self) -> Option<Vec<Action>> {
        self.take(&["save", "context"]).then_some(())?;
        let mut records = Vec::new();
        loop {
            let _ = self.take(&["refer"]);
            self.take(&["to"]).then_some(())?;
            let (start, end) = self.name()?;
            self.take(&["by"]).then_some(())?;
            let (from, to) = self.name()?;
            let name = Text::new(self.text(start, end), self.span(start, end));
            let content = vec![Inline::Code(Text::new(self.text(from, to), self.span(from, to)))];
            records.push(Action::Record(Record { name, content, span: self.span(start, to) }));
            if !self.next_is(",") {
                break;
            }
            self.bump();
        }
        self.end_of_statement()?;
        Some(records)
    }

    /// Reads `x := …`, which is kept as it is written.
    fn assignment(&mut self) -> Option<Action> {
        let first = self.peek().filter(|first| first.kind == Kind::Word)?;
        self.name()?;
        self.next_is(":=").then(|| self.bump())?;
        self.expression()?;
        let end = self.last_end();
        self.end_of_statement()?;
        let span = self.span(first.start, end);
        let written = self.text(first.start, end);
        let line: String = written.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Action::Manual(vec![Inline::Code(Text::decoded(line, span, written))], span))
    }

    /// Steps over the semicolon that ends a statement; nothing where the statement goes on.
    pub(super) fn end_of_statement(&mut self) -> Option<()> {
        if self.next_is(";") {
            self.bump();
            return Some(());
        }
        let last = self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).copied();
        let ends = match (last, self.peek()) {
            (Some(last), Some(next)) => {
                let lines = self.word(last).matches('\n').count();
                next.line > last.line + lines || self.begins_statement(next)
            }
            _ => true,
        };
        ends.then_some(())
    }

    fn begins_statement(&self, token: crate::notation::pluto::Token) -> bool {
        token.kind == Kind::Word && (STARTS.contains(&self.word(token)) || self.next_are(&["or", "is"]))
    }

    /// Steps over a statement, whatever it is, with all that stands within it; returns the bytes.
    pub(super) fn skip_statement(&mut self) -> (usize, usize) {
        let Some(first) = self.peek() else { return (self.source.text.len(), self.source.text.len()) };
        let mut open = 0_usize;
        let mut last: &str = "";
        let mut line = first.line;
        while let Some(next) = self.peek() {
            let word = self.word(next);
            let is_first = next.start == first.start;
            if word == "end" && next.kind == Kind::Word {
                if open == 0 && !is_first {
                    break;
                }
                self.bump();
                if self.peek().is_some_and(|after| after.kind == Kind::Word) {
                    self.bump();
                }
                open = open.saturating_sub(1);
                last = "end";
                line = self.tokens.get(self.at.saturating_sub(1)).map_or(line, |token| token.line);
                continue;
            }
            if open == 0 && !is_first && next.line > line && (self.begins_statement(next) || self.is_assignment()) {
                break;
            }
            let opens = match word {
                "if" | "while" | "repeat" | "case" | "parallel" | "step" | "context" => last != "save",
                "for" => last != "wait",
                "with" => !self.peek_after().is_some_and(|after| ["timeout", "units"].contains(&self.word(after))),
                _ => false,
            };
            open += usize::from(opens && next.kind == Kind::Word);
            self.bump();
            line = next.line;
            last = word;
            if open == 0 && word == ";" {
                break;
            }
        }
        let end = self.last_end().max(first.end);
        self.raw.push((first.start, end));
        (first.start, end)
    }

    fn is_assignment(&self) -> bool {
        self.peek_after().is_some_and(|after| self.word(after) == ":=")
    }
}

/// Makes a step of statements that are in none.
fn untitled(action: &Action) -> Step {
    let span = action.span();
    Step::empty(Text::new("", span.part(0, 0)), span)
}

/// Makes a step that does nothing but raise an event.
fn raising(outcome: Outcome) -> Step {
    let mut step = Step::empty(Text::new("", outcome.span.part(0, 0)), outcome.span);
    step.continuation.push(outcome);
    step
}

/// Puts notes before what follows them.
fn place(notes: &mut Vec<crate::model::block::Admonition>, step: &mut Step) {
    for note in notes.drain(..) {
        match step.actions.is_empty() {
            true => step.safety.push(note),
            false => step.actions.push(Action::Safety(note)),
        }
    }
}

fn is_pause(item: &mut Item) -> bool {
    matches!(item, Item::Action(Action::Wait(wait)) if wait.duration.is_some() && wait.until.is_none())
}

/// Tells whether a step has nothing but actions.
fn is_plain(step: &Step) -> bool {
    step.title.is_empty() && step.continuation.is_empty() && step.expected.is_empty() && step.steps.is_empty()
}

/// Tells whether steps are one choice alone.
fn nested(steps: &[Step]) -> bool {
    let [only] = steps else { return false };
    is_plain(only) && only.safety.is_empty() && matches!(only.actions.as_slice(), [Action::Decide(_)])
}

fn watchdog(event: Text, mut steps: Vec<Step>, span: crate::text::span::Span) -> Watchdog {
    let mut call = None;
    if let [only] = steps.as_mut_slice()
        && is_plain(only)
        && only.safety.is_empty()
        && matches!(only.actions.as_slice(), [Action::Call(_)])
        && let Some(Action::Call(found)) = only.actions.pop()
    {
        call = Some(found);
        steps.clear();
    }
    Watchdog { event, steps, call, span }
}

/// Makes an identifier of a name of several words.
fn identifier(name: &Text) -> Text {
    let joined = name.as_str().split_whitespace().collect::<Vec<_>>().join("-");
    Text::decoded(joined, name.span, name.as_str())
}
