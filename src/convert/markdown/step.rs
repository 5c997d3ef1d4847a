//! Steps, and what is done in them.

use super::Writer;
use super::text::{at_start, code, escaped, in_one_line};
use crate::convert::words;
use crate::convert::xml::place_of_line;
use crate::model::expression::{Comparison, Operator, TelecommandCall};
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{Action, Call, Check, Decide, Outcome, Parallel, Repeat, Step};
use crate::notation;

impl Writer<'_, '_> {
    /// Writes a step under a heading of this level.
    pub(super) fn step(&mut self, step: &Step, level: usize) {
        let title = self.line(&step.title);
        let heading = format!("{} {}", "#".repeat(level.min(6)), headed(step, &title));
        self.put(&heading);
        let body = self.body(step);
        self.put(&body.join("\n\n"));
        for inner in &step.steps {
            match level < 6 {
                true => self.step(inner, level + 1),
                false => {
                    let item = self.item(inner);
                    self.put(&item);
                }
            }
        }
    }

    /// Returns a step as an item of a list.
    fn item(&mut self, step: &Step) -> String {
        let title = self.line(&step.title);
        let named = named(step, &title);
        let id = format!(" {{#{}}}", step.id.text);
        let mut parts: Vec<String> = self.body(step).iter().map(|part| listed(part)).collect();
        for inner in &step.steps {
            parts.push(self.item(inner));
        }
        let body: String = parts.iter().map(|part| format!("\n\n  {}", part.replace('\n', "\n  "))).collect();
        format!("- **{named}**{id}{}", body.replace("\n  \n", "\n\n"))
    }

    /// Returns what a step says besides its title and the steps at its end, each part a paragraph or a block.
    fn body(&mut self, step: &Step) -> Vec<String> {
        let mut parts = Vec::new();
        let flags = [(step.critical, "critical"), (step.hold, "hold"), (step.irreversible, "irreversible")];
        let flags: Vec<&str> = flags.iter().filter(|(set, _)| *set).map(|(_, word)| *word).collect();
        if !flags.is_empty() {
            parts.push(format!("**Flags:** {}", flags.join(", ")));
        }
        parts.extend(step.role.as_ref().map(|role| format!("**Role:** {}", escaped(role.as_str()))));
        if let Some(marks) = words::marks(&step.marks) {
            self.report.kept(step.id.span, &format!("`{marks}`"));
            parts.push(format!("**Note:** {}", escaped(&marks)));
        }
        for safety in &step.safety {
            parts.push(self.block(&crate::model::block::Block::Admonition(safety.clone())));
        }
        for action in &step.actions {
            parts.push(self.action(action));
        }
        if !step.expected.is_empty() {
            let text = self.line(&step.expected);
            parts.push(format!("**Expected:** {text}"));
        }
        for outcome in &step.continuation {
            parts.push(self.outcome(outcome));
        }
        parts
    }

    /// Returns an action behind its label.
    fn action(&mut self, action: &Action) -> String {
        let findings = self.report.findings.len();
        let written = match action {
            Action::Telecommand(call) => self.telecommand(call),
            Action::Check(check) => {
                let label = if check.verify { "Verify" } else { "Check" };
                self.check(check).map(|text| format!("**{label}:** {text}"))
            }
            Action::Wait(wait) => {
                let mut parts = Vec::new();
                parts.extend(wait.duration.as_ref().map(|duration| duration.text.to_string()));
                parts.extend(wait.until.as_ref().map(|until| format!("until {}", escaped(until.text.as_str()))));
                let mut text = parts.join(" ");
                text.extend(wait.timeout.as_ref().map(|timeout| format!(", timeout {}", timeout.text)));
                (!text.is_empty()).then(|| format!("**Wait:** {text}{}", self.beside(&wait.content)))
            }
            Action::Decide(decide) => self.decide(decide),
            Action::Call(call) => Some(format!("**Call:** {}", self.call(call))),
            Action::Parallel(parallel) => Some(self.parallel(parallel)),
            Action::Repeat(repeat) => self.repeat(repeat),
            Action::Manual(content, _) => Some(self.labelled("Action", content)),
            Action::Log(content, _) => Some(self.labelled("Log", content)),
            Action::Voice(voice) => {
                let to = voice.to.as_ref().map_or(String::new(), |to| format!(" to {}", escaped(to.as_str())));
                Some(self.labelled(&format!("Voice{to}"), &voice.content))
            }
            Action::Script(script) => {
                let digest = script.sha256.as_ref().map_or(String::new(), |digest| format!(" sha256:{}", digest.text));
                let words = self.beside(&script.content);
                Some(format!("**Script:** {}{digest}{words}", code(script.reference.as_str())))
            }
            Action::Record(record) => {
                let words = self.beside(&record.content);
                Some(format!("**Record:** {}{words}", record.name.text))
            }
            Action::Goto(step) => Some(format!("**Go to:** {}", step.text)),
            Action::Step(step) => Some(self.item(step)),
            Action::Safety(safety) => Some(self.block(&crate::model::block::Block::Admonition(safety.clone()))),
            Action::Content(inner, _) => Some(self.blocks(inner)),
        };
        written.unwrap_or_else(|| {
            self.report.findings.truncate(findings);
            let said = words::action(action);
            self.report.kept(action.span(), &format!("`{}`", said.lines().next().unwrap_or_default()));
            said.lines().map(|line| format!("**Action:** {}", escaped(line.trim()))).collect::<Vec<_>>().join("\n\n")
        })
    }

    /// Returns words behind a label, those of further lines behind labels of their own.
    fn labelled(&mut self, label: &str, content: &[Inline]) -> String {
        let lines: Vec<&[Inline]> =
            content.split(|inline| matches!(inline, Inline::HardBreak)).filter(|line| !line.is_empty()).collect();
        if lines.len() > 1 {
            let span = place_of_line(content, self.job.procedure.id.span);
            self.report.otherwise(span, format!("each line is a `{label}` of its own"));
        }
        let lines: Vec<String> = lines.iter().map(|line| format!("**{label}:** {}", self.line(line))).collect();
        if lines.is_empty() { format!("**{label}:**") } else { lines.join("\n\n") }
    }

    fn telecommand(&mut self, call: &TelecommandCall) -> Option<String> {
        let mut given = Vec::new();
        for argument in &call.arguments {
            if argument.value.quoted {
                self.report.lost(argument.value.span, &format!("that `{}` is a string", argument.value.text));
            }
            let unit = argument.unit.as_ref().map_or(String::new(), |unit| format!(" {}", unit.text));
            given.push(format!("{}={}{unit}", argument.name.text, argument.value.text));
        }
        let mut text = call.name.text.to_string();
        if !given.is_empty() {
            text.push_str(&format!("({})", given.join(", ")));
        }
        if !says(&text, call) {
            return None;
        }
        for directive in &call.directives {
            let what = format!("that `{}` is `{}`", directive.name.text, directive.value.text);
            self.report.kept(directive.name.span, &what);
        }
        let directives: String = call
            .directives
            .iter()
            .map(|directive| {
                format!(
                    "\n\n**Note:** {} {} = {}",
                    call.name.text,
                    directive.name.text,
                    escaped(directive.value.as_str())
                )
            })
            .collect();
        Some(format!("**TC:** {}{directives}", shown(&text)))
    }

    /// Returns a check; nothing where the notation has no words for it that mean exactly this.
    pub(super) fn check(&mut self, check: &Check) -> Option<String> {
        let mut parts = Vec::new();
        for comparison in &check.comparisons {
            let text = compared(comparison);
            if !means(&text, comparison) {
                return None;
            }
            for value in comparison.values.iter().filter(|value| value.quoted) {
                self.report.lost(value.span, &format!("that `{}` is a string", value.text));
            }
            parts.push(shown(&text));
        }
        let mut out = parts.join("; ");
        out.extend(check.within.as_ref().map(|within| format!(", within {}", within.text)));
        out.extend(check.delay.as_ref().map(|delay| format!(", delay {}", delay.text)));
        (!parts.is_empty()).then_some(out)
    }

    fn decide(&mut self, decide: &Decide) -> Option<String> {
        if decide.ways().any(|way| !way.steps.is_empty() || way.goto.is_none()) || decide.branches.is_empty() {
            return None;
        }
        let mut out = String::from("**Decide:**\n");
        for way in decide.ways() {
            let step = way.goto.as_ref().map_or("", Text::as_str);
            let words = self.beside(&way.content);
            let when = way
                .test
                .as_ref()
                .map_or("**Otherwise**".to_owned(), |test| format!("**When** {}", escaped(test.text.as_str())));
            out.push_str(&format!("\n- {when} → {step}{words}"));
        }
        Some(out)
    }

    /// Returns a call of another procedure.
    pub(super) fn call(&mut self, call: &Call) -> String {
        let issue = call.issue.as_ref().map_or(String::new(), |issue| format!(" issue {}", issue.text));
        let given: Vec<String> =
            call.arguments.iter().map(|(name, value)| format!("{}={}", name.text, escaped(value.as_str()))).collect();
        let given = if given.is_empty() { String::new() } else { format!(" ({})", given.join(", ")) };
        format!("{}{issue}{given}", call.procedure.text)
    }

    fn parallel(&mut self, parallel: &Parallel) -> String {
        let until = if parallel.until_one { "until one" } else { "until all" };
        let items: Vec<String> = parallel.steps.iter().map(|step| self.item(step)).collect();
        format!("**Parallel:** {until}\n\n{}", items.join("\n\n"))
    }

    fn repeat(&mut self, repeat: &Repeat) -> Option<String> {
        if repeat.turns.is_some() {
            return None;
        }
        let mut head = Vec::new();
        head.extend(repeat.until.as_ref().map(|until| format!("until {}", escaped(until.text.as_str()))));
        head.extend(repeat.max.as_ref().map(|max| format!("max {}", max.text)));
        let items: Vec<String> = repeat.actions.iter().map(|action| listed(&self.action(action))).collect();
        Some(format!("**Repeat:** {}\n\n{}", head.join(", "), items.join("\n")))
    }

    fn outcome(&mut self, outcome: &Outcome) -> String {
        let mut out = format!("**On {}:** {}", outcome.outcome.text, outcome.action.text);
        out.extend(outcome.goto.as_ref().map(|step| format!(" {}", step.text)));
        out.extend(outcome.event.as_ref().map(|event| format!(" {}", event.text)));
        out.extend(outcome.max.as_ref().map(|max| format!(", max {}", max.text)));
        out.extend(outcome.timeout.as_ref().map(|timeout| format!(", timeout {}", timeout.text)));
        out.push_str(&self.beside(&outcome.content));
        out
    }
}

fn headed(step: &Step, title: &str) -> String {
    format!("{} {{#{}}}", named(step, title), step.id.text)
}

fn named(step: &Step, title: &str) -> String {
    match title.is_empty() {
        true => format!("Step {}", step.number),
        false => format!("Step {} — {}", step.number, at_start(&in_one_line(title))),
    }
}

/// Makes an item of a part, unless it is one already.
fn listed(part: &str) -> String {
    match part.starts_with("- ") {
        true => part.to_owned(),
        false => format!("- {}", part.replace('\n', "\n  ")),
    }
}

/// Returns text in code where Markdown would take a part of it for a mark.
fn shown(text: &str) -> String {
    if escaped(text) == text { text.to_owned() } else { code(text) }
}

/// Tells whether the notation reads a telecommand as this one.
fn says(text: &str, call: &TelecommandCall) -> bool {
    let name = call.name.as_str();
    let is_name = !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';'));
    if call.arguments.is_empty() {
        return is_name;
    }
    let Some(found) = notation::call::after(text, name.len()) else { return false };
    let same = |(read, given): (&notation::call::Argument, &crate::model::expression::ArgumentValue)| {
        read.name.as_ref().map(|name| &text[name.clone()]) == Some(given.name.as_str())
            && &text[read.value.clone()] == given.value.as_str()
            && read.unit.as_ref().map(|unit| &text[unit.clone()]) == given.unit.as_ref().map(Text::as_str)
            && read.aside.is_none()
    };
    is_name
        && !found.partial
        && found.list.len() == call.arguments.len()
        && found.end == text.len()
        && found.list.iter().zip(&call.arguments).all(same)
}

/// Returns a comparison in signs.
fn compared(comparison: &Comparison) -> String {
    let values: Vec<&str> = comparison.values.iter().map(Text::as_str).collect();
    let tolerance = comparison.tolerance.as_ref().map_or(String::new(), |by| format!(" ± {}", by.text));
    let unit = comparison.unit.as_ref().map_or(String::new(), |unit| format!(" {}", unit.text));
    let compared = match comparison.operator {
        Operator::In => format!("∈ {{{}}}", values.join(" ; ")),
        Operator::Between => format!("∈ [{}]", values.join(" ; ")),
        operator => format!("{} {}", operator.sign(), values.join(", ")),
    };
    format!("{} {compared}{tolerance}{unit}", comparison.parameter.text)
}

/// Tells whether the notation reads a comparison as this one.
fn means(text: &str, comparison: &Comparison) -> bool {
    let name = comparison.parameter.as_str();
    if name.is_empty() || name.contains(char::is_whitespace) {
        return false;
    }
    let Some(found) = notation::comparison::after(text, name.len()) else { return false };
    let part = |range: &Option<std::ops::Range<usize>>| range.as_ref().map(|range| &text[range.clone()]);
    found.operator == comparison.operator
        && found.end == text.len()
        && found.aside.is_none()
        && found.values.iter().map(|value| &text[value.clone()]).eq(comparison.values.iter().map(Text::as_str))
        && part(&found.tolerance) == comparison.tolerance.as_ref().map(Text::as_str)
        && part(&found.unit) == comparison.unit.as_ref().map(Text::as_str)
}
