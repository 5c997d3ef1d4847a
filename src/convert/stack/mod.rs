//! Writes a command stack of Yamcs, in its newer form: a list of steps.
//!
//! 1. This file writes the stack and what stands around the steps of a procedure.
//! 2. `step` writes steps and what is done in them; `compare` writes comparisons; `json` writes values.
//!
//! A stack sends commands, verifies, shows parameters and texts, one after the other. What a procedure says besides
//! becomes a text.

mod compare;
mod json;
mod step;

use self::json::Json;
use super::report::Report;
use super::{Job, words};
use crate::model::document::Metadata;
use crate::model::inline::{Kind, Text};
use crate::model::procedure::{Precondition, Procedure, Trigger};
use crate::notation::literal;
use crate::text::span::Span;

/// Where the format is described.
const SCHEMA: &str = "https://yamcs.org/schema/stack.schema.json";

/// A stack as it grows.
struct Writer<'j, 'r> {
    job: &'j Job<'j>,
    report: &'r mut Report,
    steps: Vec<Json>,
    /// What the next step of the stack says besides.
    comment: Option<String>,
}

/// Writes a procedure.
pub(super) fn write(job: &Job<'_>, report: &mut Report) -> String {
    let mut writer = Writer { job, report, steps: Vec::new(), comment: None };
    let mut members = writer.head();
    writer.procedure();
    members.push(("steps", Json::List(std::mem::take(&mut writer.steps))));
    members.extend(writer.advancement());
    let mut out = String::new();
    Json::Object(members).write(0, &mut out);
    out.push('\n');
    out
}

/// Returns a value as JSON: what is a number, a truth value, a list or an object stays one.
fn value(text: &Text) -> Json {
    match !text.quoted && literal::is_json(text.as_str()) {
        true => Json::Raw(text.text.to_string()),
        false => Json::string(text.as_str()),
    }
}

impl Writer<'_, '_> {
    fn head(&mut self) -> Vec<(&'static str, Json)> {
        let stated = self.job.metadata.other.iter().find(|(key, _)| key.as_str() == "$schema");
        match stated {
            Some((_, schema)) => vec![("$schema", value(schema))],
            None if self.job.same => Vec::new(),
            None => vec![("$schema", Json::string(SCHEMA))],
        }
    }

    /// Returns how the stack as a whole goes on from command to command.
    fn advancement(&mut self) -> Option<(&'static str, Json)> {
        let stated = |name: &str| {
            let mut other = self.job.metadata.other.iter();
            other.find(|(key, _)| key.as_str() == format!("advancement.{name}")).map(|(_, text)| value(text))
        };
        let members = [("acknowledgment", stated("acknowledgment")), ("wait", stated("wait"))];
        let members: Vec<_> = members.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        (!members.is_empty()).then_some(("advancement", Json::Object(members)))
    }

    fn procedure(&mut self) {
        let Job { metadata, procedure, .. } = *self.job;
        self.about(metadata, procedure);
        for precondition in &procedure.preconditions {
            match precondition {
                Precondition::Check(check) => self.check(check),
                Precondition::Text(content) => self.text(&format!("Precondition: {}", words::line(content))),
                Precondition::Content(inner) => self.text(&format!("Precondition: {}", words::blocks(inner))),
            }
        }
        for phase in &procedure.phases {
            if !phase.title.is_empty() {
                self.kept(procedure.id.span, &format!("the phase `{}`", words::line(&phase.title)));
                self.text(&format!("## {}", words::line(&phase.title)));
            }
            if !phase.before.is_empty() {
                self.kept(procedure.id.span, "what is said before the first step of a phase");
                self.text(&words::blocks(&phase.before));
            }
            phase.steps.iter().for_each(|step| self.step(step));
        }
        for watchdog in &procedure.watchdogs {
            self.kept(watchdog.span, &format!("what is done upon `{}`", watchdog.event.text));
            let mut said = vec![format!("At any time, upon {}:", watchdog.event.text)];
            said.extend(watchdog.call.as_ref().map(words::call));
            said.extend(watchdog.steps.iter().map(words::step));
            self.text(&said.join("\n"));
        }
        procedure.confirmation.iter().for_each(|check| self.check(check));
        if !procedure.closeout.text.is_empty() {
            self.text(&format!("Closeout: {}", words::blocks(&procedure.closeout.text)));
        }
        procedure.closeout.steps.iter().for_each(|step| self.step(step));
    }

    /// Writes what is said of the procedure as its first text.
    fn about(&mut self, metadata: &Metadata, procedure: &Procedure) {
        let mut said: Vec<String> = Vec::new();
        let title = words::line(&metadata.title);
        if !self.job.same {
            said.push(format!("# {} {title}", procedure.id.text).trim_end().to_owned());
        }
        let scope = &metadata.applicability;
        let fields = [
            ("Issue", list(metadata.issue.as_slice())),
            ("Revision", list(metadata.revision.as_slice())),
            ("Status", metadata.status.map_or(String::new(), |status| status.word().to_owned())),
            ("Date", list(metadata.date.as_slice())),
            ("Classification", list(metadata.classification.as_slice())),
            ("Caveats", list(metadata.caveats.as_slice())),
            ("Criticality", list(metadata.criticality.as_slice())),
            ("Mission database", list(metadata.database.as_slice())),
            ("Language", list(metadata.language.as_slice())),
            ("Authors", list(&metadata.authors)),
            ("Keywords", list(&metadata.keywords)),
            ("Missions", list(&scope.missions)),
            ("Satellites", list(&scope.satellites)),
            ("Environments", list(&scope.environments)),
            ("Phases", list(&scope.phases)),
            ("Condition", list(scope.condition.as_slice())),
        ];
        said.extend(
            fields.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}: {value}")),
        );
        for (key, value) in &metadata.other {
            let known = ["$schema", "advancement.acknowledgment", "advancement.wait"];
            if !known.contains(&key.as_str()) {
                said.push(format!("{}: {}", key.text, value.text));
            }
        }
        if !procedure.purpose.is_empty() {
            said.push(format!("Purpose: {}", words::blocks(&procedure.purpose)));
        }
        said.extend(procedure.triggers.iter().map(|trigger| match trigger {
            Trigger::Alarm(name) => format!("Upon alarm {}", name.text),
            Trigger::Event(name) => format!("Upon event {}", name.text),
            Trigger::Symptom(content) => format!("Upon: {}", words::line(content)),
        }));
        said.extend(
            procedure.references.iter().map(|one| format!("Reference: {}", words::line(std::slice::from_ref(one)))),
        );
        self.records(metadata, procedure, &mut said);
        for requirement in &procedure.requirements {
            let word = words::required(requirement.kind);
            let name = requirement.name.as_ref().map_or("", Text::as_str);
            said.push(format!("{word}: {name} {}", words::line(&requirement.content)).trim_end().to_owned());
        }
        for variable in &procedure.variables {
            let kind = [&variable.data_type, &variable.unit].into_iter().flatten().map(Text::as_str);
            let kind: Vec<&str> = kind.collect();
            said.push(
                format!("Variable {} {} {}", variable.name.text, kind.join(" "), words::line(&variable.content))
                    .trim_end()
                    .to_owned(),
            );
        }
        for event in &procedure.events {
            said.push(format!("Event {} {}", event.name.text, words::line(&event.content)).trim_end().to_owned());
        }
        for block in self.job.body {
            if !matches!(block, crate::model::block::Block::Procedure(_)) {
                said.push(words::blocks(std::slice::from_ref(block)));
            }
        }
        if !said.is_empty() {
            self.kept(procedure.id.span, "what is said of the procedure as a whole");
            self.text(&said.join("\n\n"));
        }
    }

    fn records(&mut self, metadata: &Metadata, procedure: &Procedure, said: &mut Vec<String>) {
        let joined = |texts: &[&Option<Text>], content: String| {
            let mut all: Vec<&str> = texts.iter().filter_map(|text| text.as_ref().map(Text::as_str)).collect();
            all.extend((!content.is_empty()).then_some(content.as_str()));
            all.join(", ")
        };
        let history = if procedure.history.is_empty() { &metadata.history } else { &procedure.history };
        for change in history {
            let texts = [&change.issue, &change.date, &change.author];
            said.push(format!("Change: {}", joined(&texts, words::line(&change.reason))));
        }
        let approvals = if procedure.approvals.is_empty() { &metadata.approvals } else { &procedure.approvals };
        for approval in approvals {
            let texts = [&approval.role, &approval.name, &approval.date];
            said.push(format!("Approval: {}", joined(&texts, String::new())));
        }
        let runs = if procedure.validation.is_empty() { &metadata.validation } else { &procedure.validation };
        for run in runs {
            let texts = [&run.means, &run.config, &run.issue, &run.date, &run.result];
            said.push(format!("Validation: {}", joined(&texts, words::line(&run.content))));
        }
    }

    /// Reports something that becomes a text.
    fn kept(&mut self, span: Span, what: &str) {
        self.report.kept(span, what);
    }

    /// Adds a step, with the comment that waits for one.
    fn push(&mut self, kind: &'static str, members: Vec<(&'static str, Json)>) {
        let mut all = vec![("type", Json::string(kind))];
        match kind {
            // The order in which the web interface writes them.
            "command" => {
                let mut members = members.into_iter();
                all.extend(members.by_ref().take(1));
                all.extend(self.comment.take().map(|comment| ("comment", Json::String(comment))));
                all.extend(members);
            }
            _ => {
                all.extend(self.comment.take().map(|comment| ("comment", Json::String(comment))));
                all.extend(members);
            }
        }
        self.steps.push(Json::Object(all));
    }

    /// Adds a text.
    fn text(&mut self, text: &str) {
        self.push("text", vec![("text", Json::string(text))]);
    }

    /// Tells whether a value is one of the procedure's variables.
    fn is_variable(&self, value: &Text) -> bool {
        let name = value.as_str().strip_prefix('$');
        name.is_some_and(|name| {
            let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
            is_name || self.job.procedure.variables.iter().any(|variable| variable.name.as_str() == name)
        })
    }

    /// Returns the path of an item of the mission database, by which Yamcs finds it.
    fn path(&mut self, kind: Kind, name: &Text, namespace: bool) -> String {
        let written = name.as_str();
        if written.starts_with('/') || namespace || self.job.same {
            return written.to_owned();
        }
        let library = self.job.library;
        let item = library.symbols.find(kind, written).and_then(|symbol| library.symbols.get(symbol).item);
        let database = &library.database;
        let found = item.and_then(|item| match kind {
            Kind::Telecommand => database.telecommands.get(item as usize).map(|item| (&item.system, &item.name)),
            _ => database.parameters.get(item as usize).map(|item| (&item.system, &item.name)),
        });
        match found.filter(|(system, _)| !system.is_empty()) {
            Some((system, name)) => format!("{system}/{}", name.text),
            None => {
                self.report.unqualified(name.span, written);
                written.to_owned()
            }
        }
    }

    /// Returns the path of a parameter; why there is none, where the name is a variable.
    fn parameter(&mut self, name: &Text) -> Result<String, String> {
        let variables = &self.job.procedure.variables;
        match !self.job.same && variables.iter().any(|variable| variable.name.text == name.text) {
            true => Err(format!("it knows no variables, as `{}`", name.text)),
            false => Ok(self.path(Kind::Parameter, name, false)),
        }
    }
}

fn list(texts: &[Text]) -> String {
    texts.iter().map(Text::as_str).collect::<Vec<_>>().join(", ")
}
