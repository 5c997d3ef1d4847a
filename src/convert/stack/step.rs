//! Steps, and what is done in them.

use super::compare::plain;
use super::json::Json;
use super::{Writer, value};
use crate::convert::condition::conjunction;
use crate::convert::{decimal, words};
use crate::model::expression::{Comparison, TelecommandCall};
use crate::model::inline::{Kind, Text};
use crate::model::procedure::{Action, Check, Record, Step, Wait};
use crate::text::span::Span;

impl Writer<'_, '_> {
    /// Writes a step as the steps of the stack that do the same.
    pub(super) fn step(&mut self, step: &Step) {
        let before = self.steps.len();
        self.comment = (!step.title.is_empty()).then(|| words::line(&step.title));
        if let Some(flags) = words::flags(step) {
            self.kept(step.id.span, &format!("what marks step `{}`", step.id.text));
            self.text(&flags);
        }
        for safety in &step.safety {
            self.kept(safety.span, &format!("the {}", words::kind(safety.kind).to_lowercase()));
            self.text(&format!("{}: {}", words::kind(safety.kind), words::blocks(&safety.blocks)));
        }
        self.actions(&step.actions);
        if !step.expected.is_empty() {
            self.kept(step.id.span, "what is expected");
            self.text(&format!("Expected: {}", words::line(&step.expected)));
        }
        if !step.continuation.is_empty() {
            self.kept(step.continuation[0].span, "what follows each outcome");
            let said: Vec<String> = step.continuation.iter().map(words::outcome).collect();
            self.text(&said.join("\n"));
        }
        step.steps.iter().for_each(|inner| self.step(inner));
        if self.steps.len() == before
            && let Some(title) = self.comment.take()
        {
            // The title alone says what is to be done.
            self.text(&title);
        }
        self.comment = None;
    }

    fn actions(&mut self, actions: &[Action]) {
        let mut at = 0;
        while let Some(action) = actions.get(at) {
            let next = actions.get(at + 1);
            at += match action {
                Action::Telecommand(call) => {
                    let pause = next.and_then(pause);
                    self.telecommand(call, pause);
                    1 + usize::from(pause.is_some())
                }
                Action::Record(_) => {
                    let records = actions[at..].iter().map_while(|action| match action {
                        Action::Record(record) => Some(record),
                        _ => None,
                    });
                    let records: Vec<&Record> = records.collect();
                    self.records_of(&records);
                    records.len()
                }
                Action::Wait(wait) => self.wait(wait, next),
                other => {
                    self.action(other);
                    1
                }
            };
        }
    }

    fn action(&mut self, action: &Action) {
        match action {
            Action::Check(check) => self.check(check),
            Action::Manual(content, _) => self.text(&words::line(content)),
            Action::Step(step) => self.step(step),
            Action::Content(inner, _) => self.text(&words::blocks(inner)),
            other => {
                let said = words::action(other);
                self.kept(other.span(), &format!("`{}`", said.lines().next().unwrap_or_default()));
                self.text(&said);
            }
        }
    }

    /// Writes a command, and how long to wait after it.
    fn telecommand(&mut self, call: &TelecommandCall, pause: Option<(&Wait, u64)>) {
        let variable = call.arguments.iter().find(|argument| !self.job.same && self.is_variable(&argument.value));
        if let Some(argument) = variable {
            let said = words::telecommand(call);
            let why = format!("it knows no variables, and would send `{}` itself", argument.value.text);
            self.report.refused(call.span, &format!("`{said}`"), &why);
            self.text(&format!("Send {said}"));
            if let Some((wait, _)) = pause {
                self.text(&words::wait(wait));
            }
            return;
        }
        let stated = |name: &str| call.directives.iter().find(|directive| directive.name.as_str() == name);
        let namespace = stated("namespace").map(|directive| value(&directive.value));
        let mut members = vec![("name", Json::String(self.path(Kind::Telecommand, &call.name, namespace.is_some())))];
        members.extend(namespace.map(|namespace| ("namespace", namespace)));
        members.extend(stated("stream").map(|directive| ("stream", value(&directive.value))));
        let (mut options, mut strange) = (Vec::new(), Vec::new());
        for directive in &call.directives {
            match directive.name.as_str() {
                "namespace" | "stream" | "acknowledgment" => {}
                name => match name.strip_prefix("extraOptions.") {
                    Some(id) => {
                        options.push(Json::Object(vec![("id", Json::string(id)), ("value", value(&directive.value))]))
                    }
                    None => strange.push(directive),
                },
            }
        }
        if !options.is_empty() {
            members.push(("extraOptions", Json::List(options)));
        }
        for directive in strange {
            let what = format!("that `{}` is `{}`", directive.name.text, directive.value.text);
            self.kept(directive.name.span, &what);
            self.remark(&format!("{} = {}", directive.name.text, directive.value.text));
        }
        self.units(call);
        if !call.arguments.is_empty() {
            let given: Vec<Json> = call
                .arguments
                .iter()
                .map(|argument| {
                    let given = self.given(&argument.value);
                    Json::Object(vec![("name", Json::string(argument.name.as_str())), ("value", given)])
                })
                .collect();
            members.push(("arguments", Json::List(given)));
        }
        let acknowledgment = stated("acknowledgment").map(|directive| ("acknowledgment", value(&directive.value)));
        let wait = pause.map(|(_, time)| ("wait", Json::Raw(time.to_string())));
        let advancement: Vec<_> = acknowledgment.into_iter().chain(wait).collect();
        if !advancement.is_empty() {
            members.push(("advancement", Json::Object(advancement)));
        }
        self.push("command", members);
        if let Some((wait, _)) = pause.filter(|(wait, _)| !wait.content.is_empty()) {
            self.text(&words::line(&wait.content));
        }
    }

    /// Returns a value that is given to a command. A number that JSON writes otherwise is written as JSON does.
    fn given(&mut self, given: &Text) -> Json {
        let text = given.as_str();
        let strange = !self.job.same && !text.starts_with("0x") && !text.starts_with("0X") && text.contains(',');
        match plain(given).filter(|number| strange && number != text) {
            Some(number) => {
                self.report.otherwise(given.span, format!("`{text}` is written `{number}`"));
                Json::Raw(number)
            }
            None => value(given),
        }
    }

    /// Says the units that a stack has no place for, where they are not those of the mission database.
    fn units(&mut self, call: &TelecommandCall) {
        let library = self.job.library;
        let symbol = library.symbols.find(Kind::Telecommand, call.name.as_str());
        let item = symbol.and_then(|symbol| library.symbols.get(symbol).item);
        let known = item.and_then(|item| library.database.telecommands.get(item as usize));
        for argument in &call.arguments {
            let Some(unit) = &argument.unit else { continue };
            let own = known.and_then(|known| known.arguments.iter().find(|own| own.name.text == argument.name.text));
            if own.is_some_and(|own| own.data_type.unit == unit.text) {
                continue;
            }
            self.kept(unit.span, &format!("that `{}` is in {}", argument.name.text, unit.text));
            self.remark(&format!("{} in {}", argument.name.text, unit.text));
        }
    }

    fn unit(&mut self, comparison: &Comparison) {
        let Some(unit) = &comparison.unit else { return };
        if self.job.parameter(&comparison.parameter).is_none_or(|known| known.unit != unit.text) {
            self.kept(unit.span, &format!("that `{}` is in {}", comparison.parameter.text, unit.text));
            self.remark(&format!("{} in {}", comparison.parameter.text, unit.text));
        }
    }

    /// Adds something to the comment of the next step.
    fn remark(&mut self, words: &str) {
        let comment = self.comment.take().map_or(String::new(), |comment| format!("{comment} "));
        self.comment = Some(format!("{comment}[{words}]"));
    }

    fn records_of(&mut self, records: &[&Record]) {
        let mut parameters = Vec::new();
        for record in records {
            match self.parameter(&record.name) {
                Ok(path) => parameters.push(Json::Object(vec![("parameter", Json::String(path))])),
                Err(_) => {
                    let said = words::action(&Action::Record((*record).clone()));
                    self.kept(record.span, &format!("`{said}`"));
                    self.text(&said);
                }
            }
            if !record.content.is_empty() {
                self.kept(record.span, &format!("how `{}` is recorded", record.name.text));
                self.remark(&format!("{}: {}", record.name.text, words::line(&record.content)));
            }
        }
        if !parameters.is_empty() {
            self.push("check", vec![("parameters", Json::List(parameters))]);
        }
    }

    /// Writes a check as a verification.
    pub(super) fn check(&mut self, check: &Check) {
        let findings = self.report.findings.len();
        match self.condition(&check.comparisons, [("delay", &check.delay), ("timeout", &check.within)]) {
            Ok(members) => {
                if !check.verify {
                    self.report
                        .otherwise(check.span, "the check is a `verify` step: a `check` of Yamcs only shows values");
                }
                if check.within.is_none() && !self.job.same {
                    let what = "that it has to hold at once, as Yamcs waits without limit,";
                    self.report.lost(check.span, what);
                }
                check.comparisons.iter().for_each(|comparison| self.unit(comparison));
                self.push("verify", members);
            }
            Err(why) => {
                self.report.findings.truncate(findings);
                self.report.refused(check.span, &format!("`{}`", words::check(check)), &why);
                self.text(&words::check(check));
            }
        }
    }

    fn condition(
        &mut self,
        comparisons: &[Comparison],
        times: [(&'static str, &Option<Text>); 2],
    ) -> Result<Vec<(&'static str, Json)>, String> {
        let mut condition = Vec::new();
        for comparison in comparisons {
            condition.append(&mut self.comparison(comparison)?);
        }
        let mut members = vec![("condition", Json::List(condition))];
        for (name, time) in times {
            let Some(time) = time else { continue };
            let milliseconds = self.milliseconds(time);
            let milliseconds =
                milliseconds.ok_or_else(|| format!("`{}` is no whole number of milliseconds", time.text))?;
            if name == "timeout" && milliseconds == 0 {
                return Err("a timeout of 0 is no limit to it".to_owned());
            }
            members.push((name, Json::Raw(milliseconds.to_string())));
        }
        Ok(members)
    }

    fn milliseconds(&self, time: &Text) -> Option<u64> {
        decimal::milliseconds(&crate::convert::time::duration(time.as_str())?)
    }

    /// Writes a wait; returns how many actions are written with it.
    fn wait(&mut self, wait: &Wait, next: Option<&Action>) -> usize {
        let findings = self.report.findings.len();
        let comparisons = wait.until.as_ref().and_then(conjunction);
        match (&wait.duration, &wait.until, comparisons, &wait.timeout) {
            (Some(_), None, _, None) => return self.pause(wait, next),
            (duration, Some(_), Some(comparisons), timeout) => {
                let comparisons = comparisons.to_vec();
                if let Ok(members) = self.condition(&comparisons, [("delay", duration), ("timeout", timeout)]) {
                    self.report.otherwise(wait.span, "the wait is a `verify` step");
                    comparisons.iter().for_each(|comparison| self.unit(comparison));
                    if !wait.content.is_empty() {
                        self.remark(&words::line(&wait.content));
                    }
                    self.push("verify", members);
                    return 1;
                }
                self.report.findings.truncate(findings);
            }
            _ => {}
        }
        self.in_words(wait.span, &words::wait(wait));
        1
    }

    /// Writes a wait of a certain time: before the check that follows it, or on its own.
    fn pause(&mut self, wait: &Wait, next: Option<&Action>) -> usize {
        let Some(time) = wait.duration.as_ref().and_then(|time| self.milliseconds(time)) else {
            self.in_words(wait.span, &words::wait(wait));
            return 1;
        };
        if !wait.content.is_empty() {
            self.remark(&words::line(&wait.content));
        }
        if let Some(Action::Check(check)) = next.filter(|_| !self.job.same)
            && check.delay.is_none()
        {
            self.report.otherwise(wait.span, "the wait is the `delay` of the verification that follows");
            let delay = wait.duration.clone();
            self.check(&Check { delay, ..check.clone() });
            return 2;
        }
        if !self.job.same {
            self.report.otherwise(wait.span, "the wait is a `verify` step that compares nothing, after its delay");
        }
        self.push("verify", vec![("condition", Json::List(Vec::new())), ("delay", Json::Raw(time.to_string()))]);
        1
    }

    fn in_words(&mut self, span: Span, said: &str) {
        self.kept(span, &format!("`{said}`"));
        self.text(said);
    }
}

/// Returns a wait of a certain time, in milliseconds.
fn pause(action: &Action) -> Option<(&Wait, u64)> {
    let Action::Wait(wait) = action else { return None };
    let plain = wait.until.is_none() && wait.timeout.is_none();
    let duration = crate::convert::time::duration(wait.duration.as_ref().filter(|_| plain)?.as_str())?;
    Some((wait, decimal::milliseconds(&duration)?))
}
