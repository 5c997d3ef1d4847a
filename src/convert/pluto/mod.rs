//! Writes a procedure in PLUTO, the language of ECSS-E-ST-70-32C (Annex A).
//!
//! 1. This file writes the procedure and its sections.
//! 2. `step` writes steps and what is done in them; `value` writes names, values and conditions.
//!
//! What PLUTO has no words for stands in comments: the reader of opsdoc takes back the titles and marks of steps, the
//! metadata, notes and warnings from them.

mod step;
mod value;

use std::collections::BTreeSet;

use super::report::Report;
use super::{Job, words};
use crate::model::block::Block;
use crate::model::document::{DocumentKind, Metadata, Status};
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{Action, Precondition, Procedure, Step, Trigger, Watchdog};
use crate::notation::pluto::{commented, is_name, is_unit};

/// A procedure as it grows.
struct Writer<'j, 'r> {
    job: &'j Job<'j>,
    report: &'r mut Report,
    out: String,
    depth: usize,
}

/// Writes a procedure.
pub(super) fn write(job: &Job<'_>, report: &mut Report) -> String {
    let mut writer = Writer { job, report, out: String::new(), depth: 0 };
    writer.procedure();
    writer.out
}

impl Writer<'_, '_> {
    /// Writes one line.
    fn line(&mut self, text: &str) {
        self.out.push_str(&"  ".repeat(self.depth));
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// Opens something that ends with `end`.
    fn open(&mut self, text: &str) {
        self.line(text);
        self.depth += 1;
    }

    fn close(&mut self, text: &str) {
        self.depth -= 1;
        self.line(text);
    }

    /// Writes a comment.
    fn comment(&mut self, text: &str) {
        let safe = commented(text);
        let indent = format!("\n{}   ", "  ".repeat(self.depth));
        let lines: Vec<&str> = safe.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if !lines.is_empty() {
            self.line(&format!("/* {} */", lines.join(&indent)));
        }
    }

    fn procedure(&mut self) {
        let Job { metadata, procedure, .. } = *self.job;
        self.header(metadata, procedure);
        self.open("procedure");
        self.declarations(procedure);
        self.preconditions(procedure);
        self.open("main");
        for phase in &procedure.phases {
            if !phase.title.is_empty() {
                let title = words::line(&phase.title);
                self.report.kept(procedure.id.span, &format!("the phase `{title}`"));
                self.comment(&format!("Phase: {title}"));
            }
            if !phase.before.is_empty() {
                self.report.kept(procedure.id.span, "what is said before the first step of a phase");
                self.comment(&words::blocks(&phase.before));
            }
            self.steps(&phase.steps);
        }
        if !procedure.closeout.steps.is_empty() {
            let span = procedure.closeout.steps[0].span;
            self.report.otherwise(span, "the steps of the closeout are the last ones of the main body");
            self.steps(&procedure.closeout.steps);
        }
        self.close("end main");
        self.watchdogs(&procedure.watchdogs);
        self.confirmation(procedure);
        self.close("end procedure");
    }

    /// Writes what is said of the procedure as a whole, as comments.
    fn header(&mut self, metadata: &Metadata, procedure: &Procedure) {
        let kind = match metadata.kind {
            DocumentKind::FlightControl => "FCP",
            DocumentKind::Contingency => "CRP",
            DocumentKind::GroundControl => "GCP",
            DocumentKind::OnBoard => "OBCP",
            DocumentKind::Scenario => "scenario",
            _ => "",
        };
        let one = |text: &Option<Text>| text.as_ref().map_or(String::new(), |text| text.text.to_string());
        let list = |texts: &[Text]| texts.iter().map(Text::as_str).collect::<Vec<_>>().join(", ");
        let scope = &metadata.applicability;
        let id = metadata.id.as_ref().map_or_else(
            || if self.job.same { String::new() } else { procedure.id.text.to_string() },
            |id| id.text.to_string(),
        );
        let fields = [
            ("id", id),
            ("title", words::line(&metadata.title).replace('\n', " ")),
            ("type", kind.to_owned()),
            ("issue", one(&metadata.issue)),
            ("revision", one(&metadata.revision)),
            ("status", metadata.status.map_or(String::new(), |status: Status| status.word().to_owned())),
            ("date", one(&metadata.date)),
            ("lang", one(&metadata.language)),
            ("classification", one(&metadata.classification)),
            ("caveats", one(&metadata.caveats)),
            ("criticality", one(&metadata.criticality)),
            ("database", one(&metadata.database)),
            ("missions", list(&scope.missions)),
            ("satellites", list(&scope.satellites)),
            ("environments", list(&scope.environments)),
            ("phases", list(&scope.phases)),
            ("condition", one(&scope.condition)),
        ];
        let lines: Vec<String> = fields
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        if !lines.is_empty() {
            self.report
                .kept(procedure.id.span, "what is known of the procedure (its identifier, its title, its issue)");
            self.comment(&lines.join("\n"));
        }
        let mut said: Vec<String> = procedure.purpose.iter().map(words_of).collect();
        said.extend(self.besides(metadata, procedure));
        if !said.is_empty() {
            self.report.kept(procedure.id.span, "what is said before the steps");
            said.iter().for_each(|words| self.comment(words));
        }
        if !procedure.closeout.text.is_empty() {
            self.report.kept(procedure.id.span, "the text of the closeout");
            self.comment(&format!("Closeout: {}", words::blocks(&procedure.closeout.text)));
        }
    }

    fn besides(&self, metadata: &Metadata, procedure: &Procedure) -> Vec<String> {
        let mut said: Vec<String> = Vec::new();
        let joined = |texts: &[&Option<Text>], content: String| {
            let mut all: Vec<String> = texts.iter().filter_map(|text| Some(text.as_ref()?.text.to_string())).collect();
            all.extend((!content.is_empty()).then_some(content));
            all.join(", ")
        };
        said.extend(procedure.triggers.iter().map(|trigger| match trigger {
            Trigger::Alarm(name) => format!("Upon alarm {}", name.text),
            Trigger::Event(name) => format!("Upon event {}", name.text),
            Trigger::Symptom(content) => format!("Upon: {}", words::line(content)),
        }));
        said.extend(
            procedure.references.iter().map(|one| format!("Reference: {}", words::line(std::slice::from_ref(one)))),
        );
        let history = if procedure.history.is_empty() { &metadata.history } else { &procedure.history };
        for change in history {
            let texts = [&change.issue, &change.date, &change.author];
            said.push(format!("Change: {}", joined(&texts, words::line(&change.reason))));
        }
        let approvals = if procedure.approvals.is_empty() { &metadata.approvals } else { &procedure.approvals };
        for approval in approvals {
            said.push(format!(
                "Approval: {}",
                joined(&[&approval.role, &approval.name, &approval.date], String::new())
            ));
        }
        let runs = if procedure.validation.is_empty() { &metadata.validation } else { &procedure.validation };
        for run in runs {
            let texts = [&run.means, &run.config, &run.issue, &run.date, &run.result];
            said.push(format!("Validation: {}", joined(&texts, words::line(&run.content))));
        }
        for requirement in &procedure.requirements {
            let word = words::required(requirement.kind);
            said.push(format!("{word}: {}", joined(&[&requirement.name], words::line(&requirement.content))));
        }
        said.extend(metadata.keywords.iter().map(|keyword| format!("Keyword: {}", keyword.text)));
        said.extend(metadata.authors.iter().map(|author| format!("Author: {}", author.text)));
        said.extend(metadata.other.iter().map(|(key, value)| format!("{}: {}", key.text, value.text)));
        for block in self.job.body {
            if !matches!(block, Block::Procedure(_)) {
                said.push(words::blocks(std::slice::from_ref(block)));
            }
        }
        said
    }

    fn declarations(&mut self, procedure: &Procedure) {
        let assigned = assigned(procedure);
        let known = |name: &Text| assigned.contains(name.as_str());
        let variables = procedure.variables.iter().filter(|variable| {
            let is_bare = variable.data_type.is_none() && variable.unit.is_none() && variable.content.is_empty();
            !(is_bare && known(&variable.name))
        });
        let mut lines = Vec::new();
        for variable in variables {
            let name = self.name_or_made(&variable.name, "the variable");
            let mut line = format!("variable {name}");
            line.extend(variable.data_type.as_ref().map(|kind| format!(" of type {}", kind.text)));
            match &variable.unit {
                Some(unit) if is_unit(unit.as_str()) && !unit.as_str().contains('/') => {
                    line.push_str(&format!(" with units {}", unit.text));
                }
                Some(unit) => self.report.lost(unit.span, &format!("the unit `{}`", unit.text)),
                None => {}
            }
            line.push_str(&described(&variable.content));
            lines.push(line);
        }
        for event in &procedure.events {
            let name = self.name_or_made(&event.name, "the event");
            lines.push(format!("event {name}{}", described(&event.content)));
        }
        if !lines.is_empty() {
            self.open("declare");
            let last = lines.len() - 1;
            for (at, line) in lines.iter().enumerate() {
                self.line(&format!("{line}{}", if at == last { "" } else { "," }));
            }
            self.close("end declare");
        }
    }

    /// Returns a name as PLUTO can have it; another one is made of it, which is reported.
    fn name_or_made(&mut self, name: &Text, what: &str) -> String {
        if is_name(name.as_str()) {
            return name.text.to_string();
        }
        let made: String = name.as_str().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
        let made = if is_name(&made) { made } else { format!("n_{made}") };
        self.report.otherwise(name.span, format!("{what} `{}` is `{made}` in PLUTO", name.text));
        made
    }

    fn preconditions(&mut self, procedure: &Procedure) {
        if procedure.preconditions.is_empty() {
            return;
        }
        self.open("preconditions");
        for precondition in &procedure.preconditions {
            match precondition {
                Precondition::Check(check) => self.check(check, None),
                Precondition::Text(content) => {
                    let raw = match content.as_slice() {
                        [Inline::Code(code)] if self.job.same => Some(code.text.to_string()),
                        _ => None,
                    };
                    match raw {
                        Some(raw) => self.line(&raw),
                        None => {
                            let span = super::xml::place_of_line(content, procedure.id.span);
                            self.report.kept(span, "a precondition in words");
                            self.comment(&format!("Precondition: {}", words::line(content)));
                        }
                    }
                }
                Precondition::Content(inner) => {
                    self.report.kept(procedure.id.span, "a precondition in words");
                    self.comment(&format!("Precondition: {}", words::blocks(inner)));
                }
            }
        }
        self.close("end preconditions");
    }

    fn watchdogs(&mut self, watchdogs: &[Watchdog]) {
        if watchdogs.is_empty() {
            return;
        }
        self.open("watchdog");
        for (number, watchdog) in (1..).zip(watchdogs) {
            let event = self.name_or_made(&watchdog.event, "the event");
            self.open(&format!("initiate and confirm step watch {number}"));
            self.open("preconditions");
            self.line(&format!("wait for event {event};"));
            self.close("end preconditions");
            self.open("main");
            if let Some(call) = &watchdog.call {
                self.action(&Action::Call(call.clone()));
            }
            self.steps(&watchdog.steps);
            self.close("end main");
            self.close("end step;");
        }
        self.close("end watchdog");
    }

    fn confirmation(&mut self, procedure: &Procedure) {
        if procedure.confirmation.is_empty() {
            return;
        }
        self.open("confirmation");
        procedure.confirmation.iter().for_each(|check| self.check(check, None));
        self.close("end confirmation");
    }
}

/// Returns a block for a comment: the lines of a paragraph stay lines.
fn words_of(block: &Block) -> String {
    let Block::Paragraph(paragraph) = block else { return words::blocks(std::slice::from_ref(block)) };
    let lines = paragraph.content.split(|inline| matches!(inline, Inline::SoftBreak));
    lines.map(words::line).collect::<Vec<_>>().join("\n")
}

fn described(content: &[Inline]) -> String {
    match content.is_empty() {
        true => String::new(),
        false => format!(" described by {}", value::string(&words::line(content))),
    }
}

/// Returns the names that statements of the procedure assign something to.
fn assigned(procedure: &Procedure) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    fn gather<'a>(actions: &'a [Action], names: &mut BTreeSet<&'a str>) {
        for action in actions {
            match action {
                Action::Manual(content, _) => names.extend(value::assignment(content)),
                Action::Record(record) => {
                    if let [Inline::Code(name)] = record.content.as_slice() {
                        names.insert(name.as_str());
                    }
                }
                Action::Repeat(repeat) => gather(&repeat.actions, names),
                _ => {}
            }
        }
    }
    procedure.each_step(&mut |step: &Step| gather(&step.actions, &mut names));
    names
}
