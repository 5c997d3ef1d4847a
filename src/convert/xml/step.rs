//! Steps, and what is done in them.

use super::Writer;
use super::element::{identifier, is_issue, is_variable};
use super::text;
use crate::convert::{time, words};
use crate::model::block::{Admonition, AdmonitionKind, Block};
use crate::model::expression::{Comparison, Operator, TelecommandCall};
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{
    Action, Branch, Call, Check, Decide, Outcome, Record, Repeat, Script, Step, Turns, Voice, Wait,
};
use crate::notation::value::number;

/// A check as a definition says it: the attributes of each comparison, then those of the whole.
pub(super) struct Readable {
    comparisons: Vec<Vec<(&'static str, String)>>,
    times: Vec<(&'static str, String)>,
}

impl Writer<'_, '_> {
    /// Writes a step.
    pub(super) fn step(&mut self, step: &Step) {
        let id = self.identifier(&step.id, "the step");
        let mut attributes = vec![("id", id.as_str())];
        for (set, name) in [(step.critical, "critical"), (step.hold, "hold")] {
            attributes.extend(set.then_some((name, "true")));
        }
        attributes.extend(step.role.as_ref().map(|role| ("role", role.as_str())));
        attributes.extend(step.irreversible.then_some(("irreversible", "true")));
        self.open("step", &attributes);
        self.line("title", &[], &step.title);
        if let Some(marks) = words::marks(&step.marks) {
            self.report.kept(step.id.span, &format!("`{marks}`"));
            self.line("note", &[], &[text::inline(&marks, step.id.span)]);
        }
        step.safety.iter().for_each(|admonition| self.safety(admonition));
        // A warning stands before what it warns of, or the definition is not valid.
        for action in &step.actions {
            if let Action::Safety(admonition) = action
                && !is_note(admonition)
            {
                let what = words::kind(admonition.kind).to_lowercase();
                let message = format!("the {what} stands before the actions of its step, not between them");
                self.report.otherwise(admonition.span, message);
                self.safety(admonition);
            }
        }
        self.actions(&step.actions);
        if !step.expected.is_empty() {
            self.line("expected", &[], &step.expected);
        }
        self.continuation(step);
        step.steps.iter().for_each(|inner| self.step(inner));
        self.close("step");
    }

    fn safety(&mut self, admonition: &Admonition) {
        let name = match admonition.kind {
            AdmonitionKind::Danger => {
                self.report.otherwise(admonition.span, "the danger is a `warning` in the XML definition");
                "warning"
            }
            AdmonitionKind::Warning => "warning",
            AdmonitionKind::Caution => "caution",
            AdmonitionKind::Note => "note",
            AdmonitionKind::Tip | AdmonitionKind::Important => {
                let kind = words::kind(admonition.kind).to_lowercase();
                self.report.otherwise(admonition.span, format!("the `{kind}` is a `note` in the XML definition"));
                "note"
            }
        };
        self.blocks(name, &[], &admonition.blocks);
    }

    pub(super) fn actions(&mut self, actions: &[Action]) {
        for action in actions {
            self.action(action);
        }
    }

    fn action(&mut self, action: &Action) {
        let written = match action {
            Action::Telecommand(call) => self.telecommand(call),
            Action::Check(check) => match self.readable(check) {
                Some(read) => {
                    self.check(if check.verify { "verify" } else { "check" }, &read, check);
                    true
                }
                None => false,
            },
            Action::Wait(wait) => self.wait(wait),
            Action::Decide(decide) => self.decide(decide),
            Action::Call(call) => {
                self.is_callable(call) && {
                    self.call(call);
                    true
                }
            }
            Action::Parallel(parallel) => {
                !parallel.steps.is_empty() && {
                    let attributes: &[_] = if parallel.until_one { &[("until", "one")] } else { &[] };
                    self.open("parallel", attributes);
                    parallel.steps.iter().for_each(|step| self.step(step));
                    self.close("parallel");
                    true
                }
            }
            Action::Repeat(repeat) => self.repeat(repeat),
            Action::Manual(content, _) => {
                self.lines("manual", content);
                true
            }
            Action::Log(content, _) => {
                self.lines("log", content);
                true
            }
            Action::Voice(Voice { to, content, .. }) => {
                let attributes: Vec<_> = to.iter().map(|to| ("to", to.as_str())).collect();
                self.line("voice", &attributes, content);
                true
            }
            Action::Script(Script { reference, sha256, content, .. }) => {
                let is_digest = |digest: &&Text| {
                    digest.text.len() == 64 && digest.as_str().bytes().all(|byte| byte.is_ascii_hexdigit())
                };
                let mut attributes = vec![("ref", reference.as_str())];
                attributes.extend(sha256.as_ref().filter(is_digest).map(|digest| ("sha256", digest.as_str())));
                if let Some(digest) = sha256.as_ref().filter(|digest| !is_digest(digest)) {
                    self.report.lost(digest.span, &format!("`{}`, which is no digest,", digest.text));
                }
                self.line("script", &attributes, content);
                true
            }
            Action::Record(Record { name, content, .. }) => identifier(name.as_str()).is_some_and(|name| {
                self.line("record", &[("name", &name)], content);
                true
            }),
            Action::Content(inner, span) => {
                self.report.otherwise(*span, "each paragraph is something done by hand in the XML definition");
                for block in inner {
                    match block {
                        Block::Paragraph(paragraph) => self.lines("manual", &paragraph.content),
                        other => {
                            let said = words::blocks(std::slice::from_ref(other));
                            self.report.kept(*span, "a list, a table or a figure");
                            said.lines().for_each(|line| self.line("manual", &[], &[text::inline(line, *span)]));
                        }
                    }
                }
                !inner.is_empty()
            }
            Action::Goto(step) => {
                let step = self.identifier(step, "the step");
                self.empty("goto", &[("step", &step)]);
                true
            }
            Action::Step(step) => {
                self.step(step);
                true
            }
            Action::Safety(admonition) => {
                if is_note(admonition) {
                    self.safety(admonition);
                }
                true
            }
        };
        if !written {
            let words = words::action(action);
            self.report.kept(action.span(), &format!("`{}`", first_line(&words)));
            for line in words.lines() {
                self.line("manual", &[], &[text::inline(line, action.span())]);
            }
        }
    }

    /// Writes running text of several lines as so many elements.
    fn lines(&mut self, name: &str, content: &[Inline]) {
        let lines = content.split(|inline| matches!(inline, Inline::HardBreak));
        let lines: Vec<&[Inline]> = lines.filter(|line| !line.is_empty()).collect();
        if lines.len() > 1 {
            let span = text::place_of_line(content, self.job.procedure.span);
            self.report.otherwise(span, format!("each line is a `{name}` of its own in the XML definition"));
        }
        match lines.as_slice() {
            [] => self.line(name, &[], &[]),
            several => several.iter().for_each(|line| self.line(name, &[], line)),
        }
    }

    fn telecommand(&mut self, call: &TelecommandCall) -> bool {
        let names = call.arguments.iter().map(|argument| &argument.name);
        let names = names.chain(call.directives.iter().map(|directive| &directive.name));
        if !names.chain([&call.name]).all(|name| identifier(name.as_str()).is_some()) {
            return false;
        }
        let attributes = [("name", call.name.as_str())];
        if call.arguments.is_empty() && call.directives.is_empty() {
            self.empty("tc", &attributes);
            return true;
        }
        self.open("tc", &attributes);
        for argument in &call.arguments {
            self.say_quoted(&argument.value, &argument.name);
            let mut attributes = vec![("name", argument.name.as_str()), ("value", argument.value.as_str())];
            attributes.extend(argument.unit.as_ref().map(|unit| ("unit", unit.as_str())));
            self.empty("arg", &attributes);
        }
        for directive in &call.directives {
            self.say_quoted(&directive.value, &directive.name);
            self.empty("directive", &[("name", directive.name.as_str()), ("value", directive.value.as_str())]);
        }
        self.close("tc");
        true
    }

    fn say_quoted(&mut self, value: &Text, name: &Text) {
        if value.quoted {
            self.report
                .lost(value.span, &format!("that `{}` of `{}` is a string, not a number,", value.text, name.text));
        }
    }

    /// Returns a check as a definition can say it, and reports what has another form there.
    pub(super) fn readable(&mut self, check: &Check) -> Option<Readable> {
        let before = self.report.findings.len();
        let read = self.read_check(check);
        if read.is_none() {
            self.report.findings.truncate(before);
            self.report.kept(check.span, &format!("`{}`", words::check(check)));
        }
        read
    }

    /// Returns a check as a definition can say it, of which everything was reported already.
    pub(super) fn readable_quietly(&mut self, check: &Check) -> Option<Readable> {
        let before = self.report.findings.len();
        let read = self.read_check(check);
        self.report.findings.truncate(before);
        read
    }

    fn read_check(&mut self, check: &Check) -> Option<Readable> {
        let mut comparisons = Vec::new();
        for comparison in &check.comparisons {
            comparisons.push(self.comparison(comparison)?);
        }
        let mut times = Vec::new();
        for (name, time) in [("within", &check.within), ("delay", &check.delay)] {
            if let Some(time) = time {
                times.push((name, self.time(time)?));
            }
        }
        (!comparisons.is_empty()).then_some(Readable { comparisons, times })
    }

    fn comparison(&mut self, comparison: &Comparison) -> Option<Vec<(&'static str, String)>> {
        let operator = match comparison.operator {
            Operator::Equal => None,
            Operator::NotEqual => Some("ne"),
            Operator::Less => Some("lt"),
            Operator::LessOrEqual => Some("le"),
            Operator::Greater => Some("gt"),
            Operator::GreaterOrEqual => Some("ge"),
            Operator::In => Some("in"),
            Operator::Between => Some("between"),
        };
        let several = matches!(comparison.operator, Operator::In | Operator::Between);
        let mut values = Vec::new();
        for value in &comparison.values {
            self.say_quoted(value, &comparison.parameter);
            // A comma parts the values.
            match several && value.as_str().contains(',') {
                true => values.push(self.with_point(value)?),
                false => values.push(value.text.to_string()),
            }
        }
        if values.iter().any(String::is_empty) || (!several && values.len() != 1) {
            return None;
        }
        let mut attributes = vec![("name", identifier(comparison.parameter.as_str())?)];
        attributes.extend(operator.map(|operator| ("op", operator.to_owned())));
        attributes.push(("value", values.join(", ")));
        if let Some(tolerance) = &comparison.tolerance {
            let is_decimal = tolerance.as_str().bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            let written = match is_decimal && number(tolerance.as_str()).is_some() {
                true => tolerance.text.to_string(),
                false => self.with_point(tolerance)?,
            };
            attributes.push(("tolerance", written));
        }
        attributes.extend(comparison.unit.as_ref().map(|unit| ("unit", unit.text.to_string())));
        Some(attributes)
    }

    /// Returns a number that is written with a comma with a point, and says so; nothing where it is no such number.
    fn with_point(&mut self, value: &Text) -> Option<String> {
        number(value.as_str())?;
        let written = value.as_str().replacen(',', ".", 1);
        let digits = written.trim_start_matches(['-', '+']);
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && number(&written).is_some();
        plain.then(|| {
            self.report.otherwise(value.span, format!("`{}` is written `{written}`", value.text));
            written
        })
    }

    /// Returns a time in the form of definitions.
    pub(super) fn time(&mut self, time: &Text) -> Option<String> {
        let written = time::duration(time.as_str())?;
        if written != time.as_str() {
            self.report.otherwise(time.span, format!("`{}` is written `{written}`", time.text));
        }
        Some(written)
    }

    pub(super) fn check(&mut self, name: &str, read: &Readable, check: &Check) {
        if check.verify && name == "check" {
            self.report.otherwise(check.span, "it is a `check` here: a definition verifies only in its steps");
        }
        self.open(name, &borrowed(&read.times));
        for comparison in &read.comparisons {
            self.empty("tm", &borrowed(comparison));
        }
        self.close(name);
    }

    fn wait(&mut self, wait: &Wait) -> bool {
        let before = self.report.findings.len();
        let mut attributes = Vec::new();
        for (name, time) in [("for", &wait.duration), ("timeout", &wait.timeout)] {
            let Some(written) = time else { continue };
            let Some(time) = self.time(written) else {
                self.report.findings.truncate(before);
                return false;
            };
            attributes.push((name, time));
        }
        if let Some(until) = &wait.until {
            attributes.insert(
                attributes.len().min(usize::from(wait.duration.is_some())),
                ("until", until.text.text.to_string()),
            );
        }
        self.line("wait", &borrowed(&attributes), &wait.content);
        true
    }

    fn decide(&mut self, decide: &Decide) -> bool {
        if decide.branches.is_empty() || decide.branches.iter().any(|way| way.test.is_none()) {
            return false;
        }
        self.open("decide", &[]);
        for branch in decide.ways() {
            self.way(branch);
        }
        self.close("decide");
        true
    }

    fn way(&mut self, branch: &Branch) {
        let mut attributes = Vec::new();
        attributes.extend(branch.test.as_ref().map(|test| ("test", test.text.text.to_string())));
        if let Some(step) = &branch.goto {
            attributes.push(("goto", self.identifier(step, "the step")));
        }
        let name = if branch.test.is_some() { "when" } else { "otherwise" };
        if branch.steps.is_empty() {
            return self.line(name, &borrowed(&attributes), &branch.content);
        }
        self.open(name, &borrowed(&attributes));
        if !branch.content.is_empty() {
            let first = &branch.steps[0];
            self.report.otherwise(first.span, "the words of the case are a step of their own, as steps follow them");
            let id = format!("{}-case", first.id.text);
            self.open("step", &[("id", &super::element::made_identifier(&id))]);
            self.line("title", &[], &branch.content);
            self.close("step");
        }
        branch.steps.iter().for_each(|step| self.step(step));
        self.close(name);
    }

    fn is_callable(&self, call: &Call) -> bool {
        identifier(call.procedure.as_str()).is_some()
            && call.arguments.iter().all(|(name, _)| is_variable(name.as_str()))
            && call.issue.as_ref().is_none_or(|issue| is_issue(issue.as_str()))
    }

    /// Writes a call of a procedure.
    pub(super) fn call(&mut self, call: &Call) {
        let mut attributes = vec![("procedure", self.identifier(&call.procedure, "the procedure"))];
        attributes.extend(call.issue.as_ref().map(|issue| ("issue", issue.text.to_string())));
        if call.arguments.is_empty() {
            return self.empty("call", &borrowed(&attributes));
        }
        self.open("call", &borrowed(&attributes));
        for (name, value) in &call.arguments {
            self.say_quoted(value, name);
            self.empty("with", &[("name", name.as_str()), ("value", value.as_str())]);
        }
        self.close("call");
    }

    fn repeat(&mut self, repeat: &Repeat) -> bool {
        let is_count = |max: &Text| max.as_str().parse::<u32>().is_ok_and(|count| count > 0);
        let asked = repeat.turns.is_some() || repeat.until.is_some();
        if !asked || repeat.actions.is_empty() || !repeat.max.as_ref().is_none_or(is_count) {
            return false;
        }
        let mut attributes = Vec::new();
        match &repeat.turns {
            Some(Turns::While(condition)) => attributes.push(("while", condition.text.text.to_string())),
            Some(Turns::For(count)) => attributes.push(("for", count.text.to_string())),
            None => {}
        }
        attributes.extend(repeat.until.as_ref().map(|until| ("until", until.text.text.to_string())));
        attributes.extend(repeat.max.as_ref().map(|max| ("max", max.text.to_string())));
        self.open("repeat", &borrowed(&attributes));
        for action in &repeat.actions {
            match action {
                Action::Safety(admonition) => {
                    let words = words::action(action);
                    self.report.kept(admonition.span, "safety text within a repetition");
                    self.line("manual", &[], &[text::inline(&words, admonition.span)]);
                }
                other => self.action(other),
            }
        }
        self.close("repeat");
        true
    }

    fn continuation(&mut self, step: &Step) {
        const ACTIONS: &[&str] = &["continue", "restart", "abort", "ask-user", "raise-event", "terminate", "goto"];
        const OUTCOMES: &[&str] = &["confirmed", "not-confirmed", "aborted"];
        if step.continuation.is_empty() {
            return;
        }
        self.open("continuation", &[]);
        for outcome in &step.continuation {
            let Outcome { outcome: on, action, goto, event, max, timeout, content, span } = outcome;
            let mut attributes = vec![("outcome", on.text.to_string()), ("action", action.text.to_string())];
            let is_known = OUTCOMES.contains(&on.as_str()) && ACTIONS.contains(&action.as_str());
            let is_count = max.as_ref().is_none_or(|max| max.as_str().parse::<u32>().is_ok_and(|count| count > 0));
            let time = timeout.as_ref().map(|timeout| self.time(timeout));
            if !is_known || !is_count || matches!(time, Some(None)) {
                self.report.lost(*span, &format!("`{}`", words::outcome(outcome)));
                continue;
            }
            attributes.extend(max.as_ref().map(|max| ("max", max.text.to_string())));
            attributes.extend(time.flatten().map(|time| ("timeout", time)));
            if let Some(step) = goto {
                attributes.push(("goto", self.identifier(step, "the step")));
            }
            if let Some(event) = event {
                attributes.push(("event", self.identifier(event, "the event")));
            }
            self.line("on", &borrowed(&attributes), content);
        }
        self.close("continuation");
    }
}

fn is_note(admonition: &Admonition) -> bool {
    !matches!(admonition.kind, AdmonitionKind::Danger | AdmonitionKind::Warning | AdmonitionKind::Caution)
}

fn borrowed<'a>(attributes: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    attributes.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

fn first_line(words: &str) -> &str {
    words.lines().next().unwrap_or_default()
}
