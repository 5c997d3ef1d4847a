//! Steps, and what is done in them.

use super::Writer;
use super::value::{assignment, name, string};
use crate::convert::words;
use crate::model::block::{Admonition, AdmonitionKind};
use crate::model::expression::TelecommandCall;
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{
    Action, Branch, Call, Check, Decide, Outcome, Parallel, Record, Repeat, Step, Turns, Wait,
};
use crate::notation::pluto::{KEYWORDS, commented, is_condition, is_name, is_word_name};

impl Writer<'_, '_> {
    /// Writes steps that follow one another. One without a title needs no step around it, unless another such one
    /// stands before it.
    pub(super) fn steps(&mut self, steps: &[Step]) {
        let mut open = false;
        for step in steps {
            if is_raising(step) {
                self.raise(step);
                open = false;
            } else if is_bare(step) && !open {
                self.statements(step);
                open = step.continuation.is_empty();
                if !step.continuation.is_empty() {
                    self.raise(step);
                }
            } else {
                self.inner(step);
                open = false;
            }
        }
    }

    /// Writes a step among statements.
    fn inner(&mut self, step: &Step) {
        if is_raising(step) {
            return self.raise(step);
        }
        if is_activity(step)
            && let Some(text) = step.actions.first().and_then(|action| self.activity(action))
        {
            self.line(&text);
            self.continuation(step);
            return;
        }
        self.step(step);
    }

    fn raise(&mut self, step: &Step) {
        for outcome in &step.continuation {
            if let Some(event) = &outcome.event {
                let event = self.name_or_made(event, "the event");
                self.line(&format!("raise event {event};"));
            }
        }
    }

    fn step(&mut self, step: &Step) {
        let (named, is_id) = named(step);
        self.open(&format!("initiate and confirm step {named}"));
        if !is_id {
            self.report.kept(step.id.span, &format!("the identifier `{}` of a step", step.id.text));
            self.comment(&format!("id: {}", step.id.text));
        }
        let title = words::line(&step.title).replace('\n', " ");
        if title.trim() != named {
            if !title.is_empty() {
                self.report.kept(step.id.span, &format!("the title `{title}`"));
            }
            let title = commented(&title);
            self.line(&format!("/* title: {} */", title.trim()));
        }
        let flags = [(step.critical, "critical"), (step.hold, "hold"), (step.irreversible, "irreversible")];
        let flags: Vec<&str> = flags.iter().filter(|(set, _)| *set).map(|(_, word)| *word).collect();
        if !flags.is_empty() {
            self.report.kept(step.id.span, &format!("that step `{}` is {}", step.id.text, flags.join(", ")));
            self.comment(&format!("flags: {}", flags.join(", ")));
        }
        if let Some(role) = &step.role {
            self.report.kept(role.span, &format!("that `{}` does step `{}`", role.text, step.id.text));
            self.comment(&format!("role: {}", role.text));
        }
        if let Some(marks) = words::marks(&step.marks) {
            self.report.kept(step.id.span, &format!("`{marks}`"));
            self.comment(&marks);
        }
        self.open("main");
        self.statements(step);
        if !step.expected.is_empty() {
            self.report.kept(step.id.span, &format!("what is expected of step `{}`", step.id.text));
            self.comment(&format!("expected: {}", words::line(&step.expected).replace('\n', " ")));
        }
        step.steps.iter().for_each(|inner| self.inner(inner));
        self.close("end main");
        let outcomes = self.outcomes(step);
        self.close(if outcomes.is_empty() { "end step;" } else { "end step" });
        self.cases(&outcomes);
    }

    fn statements(&mut self, step: &Step) {
        step.safety.iter().for_each(|safety| self.safety(safety));
        self.actions(&step.actions);
    }

    fn safety(&mut self, safety: &Admonition) {
        let text = safety.blocks.iter().map(super::words_of).collect::<Vec<_>>().join("\n");
        let word = match safety.kind {
            AdmonitionKind::Note if !means_more(&text) => String::new(),
            kind => format!("{}: ", words::kind(kind)),
        };
        if !self.job.same {
            self.report.kept(safety.span, &format!("the {}", words::kind(safety.kind).to_lowercase()));
        }
        self.comment(&format!("{word}{text}"));
    }

    fn actions(&mut self, actions: &[Action]) {
        actions.iter().for_each(|action| self.action(action));
    }

    /// Writes an action.
    pub(super) fn action(&mut self, action: &Action) {
        let findings = self.report.findings.len();
        let (start, depth) = (self.out.len(), self.depth);
        let written = match action {
            Action::Telecommand(_) | Action::Call(_) => match self.activity(action) {
                Some(text) => {
                    self.line(&format!("{text};"));
                    true
                }
                None => false,
            },
            Action::Check(check) => {
                self.check(check, Some(if check.verify { "verify" } else { "check" }));
                true
            }
            Action::Wait(wait) => self.wait(wait),
            Action::Decide(decide) => self.decide(decide).is_some(),
            Action::Parallel(parallel) => {
                self.parallel(parallel);
                true
            }
            Action::Repeat(repeat) => self.repeat(repeat).is_some(),
            Action::Manual(content, _) => self.manual(content),
            Action::Log(content, _) => {
                let raw = self.raw(content).map_or_else(|| self.said(content), str::to_owned);
                self.line(&format!("log {raw};"));
                true
            }
            Action::Record(record) => self.record(record),
            Action::Step(step) => {
                self.inner(step);
                true
            }
            Action::Safety(safety) => {
                self.safety(safety);
                true
            }
            _ => false,
        };
        if !written {
            self.out.truncate(start);
            self.depth = depth;
            self.report.findings.truncate(findings);
            let said = words::action(action);
            self.report.kept(action.span(), &format!("`{}`", said.lines().next().unwrap_or_default()));
            self.line(&format!("inform user {};", string(&said)));
        }
    }

    /// Returns an activity, without its end; nothing where a name cannot be one of PLUTO.
    fn activity(&mut self, action: &Action) -> Option<String> {
        match action {
            Action::Telecommand(call) => self.telecommand(call),
            Action::Call(call) => self.call(call),
            _ => None,
        }
    }

    fn telecommand(&mut self, call: &TelecommandCall) -> Option<String> {
        let called = self.database_name(&call.name)?;
        if !call.arguments.iter().all(|argument| is_word_name(argument.name.as_str())) {
            return None;
        }
        let stated = |name: &str| call.directives.iter().find(|directive| directive.name.as_str() == name);
        let unconfirmed = stated("confirm").is_some_and(|confirm| confirm.value.as_str() == "false");
        let mut out = format!("initiate{} {called}", if unconfirmed { "" } else { " and confirm" });
        if !call.arguments.is_empty() {
            let mut given = Vec::new();
            for argument in &call.arguments {
                let value = self.value(&argument.value, argument.unit.as_ref());
                let is_compound = value.starts_with("record ") || value.starts_with("array ");
                let sign = if is_compound { "" } else { ":= " };
                given.push(format!("{} {sign}{value}", argument.name.text));
            }
            out.push_str(&format!(" with arguments {} end with", given.join(", ")));
        }
        let mut directives = Vec::new();
        for directive in &call.directives {
            match directive.name.as_str() {
                "confirm" if unconfirmed => {}
                "refer-by" => {}
                name if is_word_name(name) => {
                    directives.push(format!("{name} := {}", self.value(&directive.value, None)));
                }
                name => {
                    self.report.kept(directive.name.span, &format!("the directive `{name}`"));
                    self.comment(&format!("directive {name}: {}", directive.value.text));
                }
            }
        }
        if !directives.is_empty() {
            out.push_str(&format!(" with directives {} end with", directives.join(", ")));
        }
        out.extend(stated("refer-by").map(|name| format!(" refer by {}", name.value.text)));
        Some(out)
    }

    fn database_name(&mut self, written: &Text) -> Option<String> {
        let found = name(written)?;
        if found != written.as_str() {
            self.report.otherwise(written.span, format!("`{}` is `{found}` in PLUTO", written.text));
        }
        Some(found)
    }

    fn call(&mut self, call: &Call) -> Option<String> {
        if !call.arguments.iter().all(|(name, _)| is_word_name(name.as_str())) {
            return None;
        }
        let mut out = format!("initiate and confirm procedure {}", self.name_or_made(&call.procedure, "the procedure"));
        if let Some(issue) = &call.issue {
            self.report.kept(issue.span, &format!("that issue {} is called", issue.text));
            self.comment(&format!("issue {} of {}", issue.text, call.procedure.text));
        }
        if !call.arguments.is_empty() {
            let given: Vec<String> = call
                .arguments
                .iter()
                .map(|(name, value)| format!("{} := {}", name.text, self.value(value, None)))
                .collect();
            out.push_str(&format!(" with arguments {} end with", given.join(", ")));
        }
        Some(out)
    }

    /// Writes a check as a wait for its comparisons; the comment before it says what it is, where a wait could stand too.
    pub(super) fn check(&mut self, check: &Check, hint: Option<&str>) {
        let findings = self.report.findings.len();
        let compared = self.comparisons(&check.comparisons);
        let delay = check.delay.as_ref().map(|delay| self.time(delay));
        let within = check.within.as_ref().map(|within| self.time(within));
        let (Some(compared), None | Some(Some(_)), None | Some(Some(_))) = (compared, &delay, &within) else {
            self.report.findings.truncate(findings);
            let said = words::check(check);
            self.report.kept(check.span, &format!("`{said}`"));
            return match hint {
                Some(_) => self.line(&format!("inform user {};", string(&said))),
                None => self.comment(&said),
            };
        };
        if let Some(delay) = delay.flatten() {
            self.line(&format!("wait for {delay};"));
            self.comment(&hint.map_or(String::new(), |hint| format!("{hint}, delayed")));
        } else {
            self.comment(hint.unwrap_or_default());
        }
        let within = within.flatten().map_or(String::new(), |within| format!(" timeout {within}"));
        self.line(&format!("wait until {compared}{within};"));
    }

    fn wait(&mut self, wait: &Wait) -> bool {
        let times = [&wait.duration, &wait.timeout].map(|time| time.as_ref().map(|time| self.time(time)));
        if times.iter().any(|time| matches!(time, Some(None))) {
            return false;
        }
        let [duration, timeout] = times.map(Option::flatten);
        let timeout = timeout.map_or(String::new(), |timeout| format!(" timeout {timeout}"));
        let until = match &wait.until {
            Some(until) => {
                let event = until.text.as_str().strip_prefix("event ").filter(|name| is_name(name));
                match event {
                    Some(event) => Some(format!("wait for event {event}{timeout};")),
                    None => match self.condition(until) {
                        Some(condition) => Some(format!("wait until {condition}{timeout};")),
                        None => return false,
                    },
                }
            }
            None => None,
        };
        if duration.is_none() && until.is_none() {
            return false;
        }
        if !wait.content.is_empty() {
            self.report.kept(wait.span, "what is said of the wait");
            self.comment(&words::line(&wait.content));
        }
        if let Some(duration) = duration {
            self.line(&format!("wait for {duration};"));
        }
        if let Some(until) = until {
            self.line(&until);
        }
        true
    }

    fn decide(&mut self, decide: &Decide) -> Option<()> {
        let stays = |way: &Branch| way.goto.is_none() && way.content.is_empty();
        if !decide.ways().all(stays) || decide.branches.is_empty() || decide.ways().all(|way| way.steps.is_empty()) {
            return None;
        }
        for (at, branch) in decide.branches.iter().enumerate() {
            let test = self.condition(branch.test.as_ref()?)?;
            if at > 0 {
                self.depth -= 1;
                self.open("else");
            }
            self.open(&format!("if {test} then"));
            self.steps(&branch.steps);
        }
        if let Some(otherwise) = &decide.otherwise {
            self.depth -= 1;
            self.open("else");
            self.steps(&otherwise.steps);
        }
        for _ in 0..decide.branches.len() {
            self.close("end if;");
        }
        Some(())
    }

    fn parallel(&mut self, parallel: &Parallel) {
        self.open(if parallel.until_one {
            "in parallel until one completes"
        } else {
            "in parallel until all complete"
        });
        for step in &parallel.steps {
            let is_single =
                is_bare(step) && step.continuation.is_empty() && step.safety.is_empty() && step.actions.len() == 1;
            match is_single && self.is_one_statement(&step.actions[0]) {
                true => self.actions(&step.actions),
                false => self.inner(step),
            }
        }
        self.close("end parallel;");
    }

    /// Tells whether an action is one statement, without a comment before it.
    fn is_one_statement(&self, action: &Action) -> bool {
        match action {
            Action::Telecommand(call) => {
                name(&call.name).is_some()
                    && call
                        .directives
                        .iter()
                        .all(|one| one.name.as_str() == "confirm" || is_word_name(one.name.as_str()))
            }
            Action::Manual(..) | Action::Log(..) => true,
            _ => false,
        }
    }

    fn repeat(&mut self, repeat: &Repeat) -> Option<()> {
        if repeat.turns.is_some() == repeat.until.is_some() {
            return None;
        }
        if let Some(max) = &repeat.max {
            self.report.kept(max.span, &format!("that it is repeated {} times at most", max.text));
            self.comment(&format!("at most {} times", max.text));
        }
        let end = match (&repeat.turns, &repeat.until) {
            (Some(Turns::While(condition)), _) => {
                let condition = self.condition(condition)?;
                self.open(&format!("while {condition} do"));
                "end while;".to_owned()
            }
            (Some(Turns::For(count)), _) => {
                is_count(count.as_str()).then_some(())?;
                self.open(&format!("for {} do", count.text));
                "end for;".to_owned()
            }
            (None, Some(until)) => {
                let until = self.condition(until)?;
                self.open("repeat");
                format!("until {until} end repeat;")
            }
            (None, None) => return None,
        };
        self.actions(&repeat.actions);
        self.close(&end);
        Some(())
    }

    /// Returns an expression or a statement that stands in a procedure that was PLUTO before.
    fn raw<'a>(&self, content: &'a [Inline]) -> Option<&'a str> {
        match content {
            [Inline::Code(code)] if self.job.same => Some(code.as_str()),
            _ => None,
        }
    }

    fn manual(&mut self, content: &[Inline]) -> bool {
        if let (Some(_), [Inline::Code(code)]) = (assignment(content), content) {
            self.line(&format!("{};", code.text));
            return true;
        }
        if let Some(raw) = self.raw(content) {
            let first = raw.split_whitespace().next().unwrap_or_default();
            match KEYWORDS.contains(&first) || raw.ends_with(';') {
                true => self.line(raw),
                false => self.line(&format!("inform user {raw};")),
            }
            return true;
        }
        let said = self.said(content);
        self.line(&format!("inform user {said};"));
        true
    }

    /// Returns words as a string constant, and says what it cannot hold.
    fn said(&mut self, content: &[Inline]) -> String {
        let plain = |inline: &Inline| matches!(inline, Inline::Text(_) | Inline::SoftBreak | Inline::HardBreak);
        if !content.iter().all(plain) {
            let span = crate::convert::xml::place_of_line(content, self.job.procedure.id.span);
            self.report.otherwise(span, "the words stand in a string, their links and emphasis as marks");
        }
        string(&words::line(content))
    }

    fn record(&mut self, record: &Record) -> bool {
        let Some(name) = self.database_name(&record.name) else { return false };
        match record.content.as_slice() {
            [] => self.line(&format!("log {name};")),
            [Inline::Code(saved)] if is_name(saved.as_str()) => {
                self.line(&format!("save context refer to {name} by {};", saved.text));
            }
            content => {
                let said = self.said(content);
                self.line(&format!("log {name}, {said};"));
            }
        }
        true
    }

    fn continuation(&mut self, step: &Step) {
        let outcomes = self.outcomes(step);
        match outcomes.is_empty() {
            // The statement has no end yet.
            true => self.line(";"),
            false => self.cases(&outcomes),
        }
    }

    fn cases(&mut self, outcomes: &[String]) {
        if outcomes.is_empty() {
            return;
        }
        self.depth += 1;
        self.open("in case");
        outcomes.iter().for_each(|outcome| self.line(outcome));
        self.close("end case;");
        self.depth -= 1;
    }

    /// Returns the outcomes of a step that PLUTO has words for; the others become comments.
    fn outcomes(&mut self, step: &Step) -> Vec<String> {
        let mut lines = Vec::new();
        for outcome in &step.continuation {
            match self.outcome(outcome) {
                Some(line) => {
                    lines.push(line);
                    if !outcome.content.is_empty() {
                        self.report.kept(outcome.span, "what is said of an outcome");
                        self.comment(&words::outcome(outcome));
                    }
                }
                None => {
                    let said = words::outcome(outcome);
                    self.report.kept(outcome.span, &format!("`{said}`"));
                    self.comment(&said);
                }
            }
        }
        lines
    }

    fn outcome(&mut self, outcome: &Outcome) -> Option<String> {
        let status = match outcome.outcome.as_str() {
            "confirmed" => "confirmed",
            "not-confirmed" => "not confirmed",
            "aborted" => "aborted",
            _ => return None,
        };
        let mut out = match outcome.action.as_str() {
            word @ ("continue" | "restart" | "abort" | "terminate") => format!("{status}: {word}"),
            "ask-user" => format!("{status}: ask user"),
            "raise-event" => {
                let event = self.name_or_made(outcome.event.as_ref()?, "the event");
                format!("{status}: raise event {event}")
            }
            _ => return None,
        };
        if let Some(max) = &outcome.max {
            out.push_str(&format!(" max {} times", max.text));
        }
        if let Some(timeout) = &outcome.timeout {
            out.push_str(&format!(" timeout {}", self.time(timeout)?));
        }
        out.push(';');
        Some(out)
    }
}

/// Tells whether the words of a note would be taken for something else than a note.
fn means_more(text: &str) -> bool {
    let words = ["DANGER:", "WARNING:", "CAUTION:", "NOTE:", "expected:", "title:", "id:", "role:", "flags:"];
    let hints = ["check", "verify", "check, delayed", "verify, delayed"];
    words.iter().any(|word| text.trim_start().starts_with(word)) || hints.contains(&text.trim())
}

/// Returns the name of a step, and whether its identifier is what a reader makes of it.
fn named(step: &Step) -> (String, bool) {
    let id = step.id.as_str();
    let title = crate::model::inline::plain(&step.title);
    // A step that was named in PLUTO bears its name as its title.
    let from_title = title.split_whitespace().collect::<Vec<_>>().join("-");
    if from_title == id && is_name(&title) {
        return (title, true);
    }
    let words = id.replace('-', " ");
    if is_name(&words) && words.split_whitespace().collect::<Vec<_>>().join("-") == id {
        return (words, true);
    }
    let made: String = id.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect();
    (format!("step {made}"), false)
}

fn has_own_number(step: &Step) -> bool {
    step.title.is_empty() && step.id.text == step.number
}

fn is_unmarked(step: &Step) -> bool {
    !step.critical
        && !step.hold
        && !step.irreversible
        && step.role.is_none()
        && step.marks.is_empty()
        && step.expected.is_empty()
        && step.steps.is_empty()
}

fn raises(outcome: &Outcome) -> bool {
    outcome.outcome.as_str() == "confirmed"
        && outcome.action.as_str() == "raise-event"
        && outcome.event.is_some()
        && outcome.max.is_none()
        && outcome.timeout.is_none()
        && outcome.content.is_empty()
}

/// Tells whether a step is statements that are in no step.
fn is_bare(step: &Step) -> bool {
    let raises_at_most = match step.continuation.as_slice() {
        [] => true,
        [only] => raises(only),
        _ => false,
    };
    let last_is_note = matches!(step.actions.last(), Some(Action::Safety(_)));
    has_own_number(step)
        && is_unmarked(step)
        && raises_at_most
        && !last_is_note
        && !step.actions.is_empty()
        && !step.actions.iter().any(|action| matches!(action, Action::Step(_)))
}

/// Tells whether a step does nothing but raise an event.
fn is_raising(step: &Step) -> bool {
    has_own_number(step)
        && is_unmarked(step)
        && step.safety.is_empty()
        && step.actions.is_empty()
        && matches!(step.continuation.as_slice(), [only] if raises(only))
}

/// Tells whether a step is one activity with its continuation test.
fn is_activity(step: &Step) -> bool {
    has_own_number(step)
        && is_unmarked(step)
        && step.safety.is_empty()
        && !step.continuation.is_empty()
        && matches!(step.actions.as_slice(), [Action::Telecommand(_) | Action::Call(_)])
}

fn is_count(text: &str) -> bool {
    let Some((variable, range)) = text.split_once(" := ") else { return false };
    let Some((from, to)) = range.split_once(" to ") else { return false };
    let (to, by) = to.split_once(" by ").map_or((to, None), |(to, by)| (to, Some(by)));
    let value = |text: &str| is_condition(&format!("{text} = 0"));
    is_name(variable) && value(from) && value(to) && by.is_none_or(value)
}
