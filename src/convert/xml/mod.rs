//! Writes the definition of a procedure in XML, valid by `procedure.xsd`.
//!
//! 1. This file writes the root and the parts around the body.
//! 2. `step` writes steps and what is done in them.
//! 3. `text` writes running text and blocks; `element` writes elements and attributes.

mod element;
mod step;
mod text;

pub(super) use self::text::place_of_line;

use super::problem::FILLED_IN;
use super::report::Report;
use super::{Job, words};
use crate::diagnostic::Diagnostic;
use crate::model::block::Block;
use crate::model::document::{DocumentKind, Metadata, Status};
use crate::model::inline::{Destination, Inline, Kind, Text};
use crate::model::procedure::{Phase, Precondition, Procedure, Requirement, RequirementKind, Step, Trigger};
use crate::text::date::is_day;
use crate::text::span::Span;

/// A definition as it grows.
struct Writer<'j, 'r> {
    job: &'j Job<'j>,
    report: &'r mut Report,
    out: String,
    depth: usize,
}

/// Writes a procedure.
pub(super) fn write(job: &Job<'_>, report: &mut Report) -> String {
    let mut writer = Writer { job, report, out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), depth: 0 };
    writer.procedure();
    writer.out
}

impl Writer<'_, '_> {
    fn procedure(&mut self) {
        let Job { metadata, procedure, .. } = *self.job;
        let attributes = self.root(metadata, procedure);
        let attributes: Vec<(&str, &str)> = attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.open("procedure", &attributes);
        self.line("title", &[], &metadata.title);
        // What has no place of its own stands before the steps or after them.
        let before = self.before(metadata, procedure);
        let purpose: Vec<Block> = before.into_iter().chain(procedure.purpose.iter().cloned()).collect();
        if !purpose.is_empty() {
            self.blocks("purpose", &[], &purpose);
        }
        self.applicability(metadata);
        self.triggers(&procedure.triggers);
        self.references(&procedure.references);
        self.records();
        self.requirements(&procedure.requirements);
        self.declarations(procedure);
        self.preconditions(&procedure.preconditions);
        self.body(procedure);
        self.watchdogs(procedure);
        self.confirmation(procedure);
        self.closeout(procedure);
        self.close("procedure");
    }

    fn root(&mut self, metadata: &Metadata, procedure: &Procedure) -> Vec<(&'static str, String)> {
        let kind = match metadata.kind {
            DocumentKind::FlightControl => Some("FCP"),
            DocumentKind::Contingency => Some("CRP"),
            DocumentKind::GroundControl => Some("GCP"),
            DocumentKind::OnBoard => Some("OBCP"),
            DocumentKind::Scenario => Some("scenario"),
            _ => None,
        };
        let place = procedure.id.span;
        let id = element::identifier(procedure.id.as_str());
        let id = id.unwrap_or_else(|| self.renamed(&procedure.id, "the identifier"));
        let date = metadata.date.as_ref().filter(|date| is_day(date.as_str())).map(Text::as_str);
        if let (None, Some(date)) = (date, &metadata.date) {
            self.report.lost(date.span, &format!("the date `{}`, which is no day of the calendar,", date.text));
        }
        let issue = metadata.issue.as_ref().map(Text::as_str).filter(|issue| element::is_issue(issue));
        let mut attributes = vec![
            ("id", id),
            ("type", self.filled("type", kind, "FCP", place)),
            ("issue", self.filled("issue", issue, "0", place)),
        ];
        attributes.extend(metadata.revision.as_ref().map(|revision| ("revision", revision.text.to_string())));
        attributes.push(("status", self.filled("status", metadata.status.map(Status::word), "draft", place)));
        attributes.push(("date", self.filled("date", date, "1970-01-01", place)));
        let criticality = metadata.criticality.as_ref();
        if let Some(criticality) = criticality {
            match criticality.as_str() {
                word @ ("low" | "medium" | "high") => attributes.push(("criticality", word.to_owned())),
                other => self.report.lost(criticality.span, &format!("the criticality `{other}`")),
            }
        }
        for (name, value) in [("classification", &metadata.classification), ("caveats", &metadata.caveats)] {
            attributes.extend(value.as_ref().map(|value| (name, value.text.to_string())));
        }
        let language = metadata.language.as_ref().map(|language| language.as_str().replace('_', "-"));
        attributes.push(("lang", self.filled("lang", language.as_deref(), "en", place)));
        attributes.extend(metadata.database.as_ref().map(|value| ("database", value.text.to_string())));
        attributes
    }

    /// Returns what a definition must say; what the source does not say is filled in, and reported.
    fn filled(&mut self, name: &str, value: Option<&str>, otherwise: &str, place: Span) -> String {
        if value.is_none() {
            let message = format!("nothing says the `{name}` of the procedure; `{otherwise}` stands for it");
            let finding = Diagnostic::new(&FILLED_IN, place, message);
            self.report.findings.push(finding.help("write what is true in its place"));
        }
        value.unwrap_or(otherwise).to_owned()
    }

    /// Returns a name without what names in a definition cannot have, and says so.
    fn renamed(&mut self, name: &Text, what: &str) -> String {
        let made = element::made_identifier(name.as_str());
        let message = format!("{what} `{}` is `{made}` in the XML definition, where names have no spaces", name.text);
        self.report.otherwise(name.span, message);
        made
    }

    /// Returns what the document says besides and a definition has no element for, as paragraphs.
    fn before(&mut self, metadata: &Metadata, procedure: &Procedure) -> Vec<Block> {
        let mut said: Vec<(Span, String)> = Vec::new();
        let is_record = |key: &str| {
            let records =
                !metadata.history.is_empty() || !metadata.approvals.is_empty() || !metadata.validation.is_empty();
            records && ["history", "approvals", "validation"].iter().any(|name| key.split('.').next() == Some(name))
        };
        for (key, value) in metadata.other.iter().filter(|(key, _)| !is_record(key.as_str())) {
            said.push((key.span, format!("{}: {}", key.text, value.text)));
        }
        for author in &metadata.authors {
            said.push((author.span, format!("Author: {}", author.text)));
        }
        for keyword in &metadata.keywords {
            said.push((keyword.span, format!("Keyword: {}", keyword.text)));
        }
        if let Some(original) = &metadata.translation_of {
            said.push((original.span, format!("Translation of {}", original.text)));
        }
        for reference in &procedure.references {
            if self.document_of(reference).is_none() {
                said.push((
                    text::place(reference, procedure.span),
                    format!("Reference: {}", words::line(std::slice::from_ref(reference))),
                ));
            }
        }
        let mut blocks = Vec::new();
        for (span, words) in said {
            self.report.kept(span, &format!("`{words}`"));
            blocks.push(text::paragraph(&words, span));
        }
        // Markdown says the title as a heading too.
        let is_title = |block: &Block| match block {
            Block::Heading(heading) => {
                let own = heading.level == 1 && heading.explicit.is_none() && heading.restates.is_none();
                own && words::line(&heading.content) == words::line(&metadata.title)
            }
            _ => false,
        };
        for block in self.job.body {
            let is_said = matches!(block, Block::Procedure(inner) if inner.span == procedure.span) || is_title(block);
            if !is_said {
                let span = text::place_of(block, procedure.span);
                self.report.kept(span, "what stands beside the procedure");
                blocks.push(block.clone());
            }
        }
        blocks
    }

    fn applicability(&mut self, metadata: &Metadata) {
        let scope = &metadata.applicability;
        let mut attributes = Vec::new();
        for (name, list) in [
            ("missions", &scope.missions),
            ("satellites", &scope.satellites),
            ("environments", &scope.environments),
            ("phases", &scope.phases),
        ] {
            if !list.is_empty() {
                let values: Vec<&str> = list.iter().map(Text::as_str).collect();
                attributes.push((name, values.join(", ")));
            }
        }
        attributes.extend(scope.condition.as_ref().map(|condition| ("condition", condition.text.to_string())));
        if !attributes.is_empty() {
            let attributes: Vec<_> = attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
            self.empty("applicability", &attributes);
        }
    }

    fn triggers(&mut self, triggers: &[Trigger]) {
        if triggers.is_empty() {
            return;
        }
        self.open("triggers", &[]);
        for trigger in triggers {
            match trigger {
                Trigger::Alarm(name) => self.named("alarm", name),
                Trigger::Event(name) => self.named("event", name),
                Trigger::Symptom(content) => self.line("symptom", &[], content),
            }
        }
        self.close("triggers");
    }

    fn named(&mut self, element: &str, name: &Text) {
        match element::identifier(name.as_str()) {
            Some(id) => self.empty(element, &[("ref", &id)]),
            None => {
                self.report.kept(name.span, &format!("the {element} `{}`, which is no identifier,", name.text));
                self.line("symptom", &[], &[Inline::Text(name.clone())]);
            }
        }
    }

    /// Returns the document that a reference leads to, with the issue that is cited.
    fn document_of<'i>(&self, reference: &'i Inline) -> Option<(&'i str, Option<&'i str>, &'i [Inline])> {
        let Inline::Link(link) = reference else { return None };
        match &link.destination {
            Destination::Id { kind, id, fragment: None, issue } if element::identifier(id).is_some() => {
                let kind = kind.or_else(|| self.job.kind(id));
                let issue = issue.as_deref().filter(|issue| element::is_issue(issue));
                (kind == Some(Kind::Document)).then_some((id.as_str(), issue, link.words()))
            }
            _ => None,
        }
    }

    fn references(&mut self, references: &[Inline]) {
        let documents: Vec<_> = references.iter().filter_map(|reference| self.document_of(reference)).collect();
        if documents.is_empty() {
            return;
        }
        self.open("references", &[]);
        for (id, issue, content) in documents {
            let mut attributes = vec![("id", id)];
            attributes.extend(issue.map(|issue| ("issue", issue)));
            self.line("docref", &attributes, content);
        }
        self.close("references");
    }

    fn records(&mut self) {
        let Job { metadata, procedure, .. } = *self.job;
        let history = if procedure.history.is_empty() { &metadata.history } else { &procedure.history };
        let day = |date: &Option<Text>| date.as_ref().map(Text::as_str).filter(|date| is_day(date)).map(str::to_owned);
        let issued = |issue: &Option<Text>| {
            issue.as_ref().map(Text::as_str).filter(|issue| element::is_issue(issue)).map(str::to_owned)
        };
        let place = procedure.id.span;
        let mut open = false;
        for change in history {
            let (Some(issue), Some(date)) = (issued(&change.issue), day(&change.date)) else {
                let said: Vec<&str> = [&change.issue, &change.date, &change.author]
                    .into_iter()
                    .filter_map(|text| text.as_ref().map(Text::as_str))
                    .collect();
                let what =
                    format!("the change `{} {}` without issue or day", said.join(" "), words::line(&change.reason));
                self.report.lost(place, &what);
                continue;
            };
            if !std::mem::replace(&mut open, true) {
                self.open("history", &[]);
            }
            let mut attributes = vec![("issue", issue.as_str()), ("date", date.as_str())];
            attributes.extend(change.author.as_ref().map(|author| ("author", author.as_str())));
            self.line("change", &attributes, &change.reason);
        }
        if open {
            self.close("history");
        }
        let approvals = if procedure.approvals.is_empty() { &metadata.approvals } else { &procedure.approvals };
        let mut open = false;
        for approval in approvals {
            let Some(role) = &approval.role else {
                let name = approval.name.as_ref().map_or("", Text::as_str);
                self.report.lost(place, &format!("the approval by `{name}` without a role"));
                continue;
            };
            if !std::mem::replace(&mut open, true) {
                self.open("approvals", &[]);
            }
            let date = day(&approval.date);
            if let (None, Some(date)) = (&date, &approval.date) {
                self.report.lost(date.span, &format!("the date `{}` of an approval", date.text));
            }
            let mut attributes = vec![("role", role.as_str())];
            attributes.extend(approval.name.as_ref().map(|name| ("name", name.as_str())));
            attributes.extend(date.as_ref().map(|date| ("date", date.as_str())));
            self.empty("approval", &attributes);
        }
        if open {
            self.close("approvals");
        }
        self.runs();
    }

    fn runs(&mut self) {
        const MEANS: &[&str] = &["simulator", "flatsat", "flight", "desk"];
        const RESULTS: &[&str] = &["pass", "partial", "fail"];
        let Job { metadata, procedure, .. } = *self.job;
        let runs = if procedure.validation.is_empty() { &metadata.validation } else { &procedure.validation };
        let mut open = false;
        for run in runs {
            let word = |text: &Option<Text>, words: &[&str]| {
                text.as_ref().map(Text::as_str).filter(|text| words.contains(text)).map(str::to_owned)
            };
            let issue = run.issue.as_ref().map(Text::as_str).filter(|issue| element::is_issue(issue));
            let date = run.date.as_ref().map(Text::as_str).filter(|date| is_day(date));
            let (Some(means), Some(issue), Some(date), Some(result)) =
                (word(&run.means, MEANS), issue, date, word(&run.result, RESULTS))
            else {
                let said: Vec<&str> = [&run.means, &run.config, &run.issue, &run.date, &run.result]
                    .into_iter()
                    .filter_map(|text| text.as_ref().map(Text::as_str))
                    .collect();
                self.report
                    .lost(procedure.id.span, &format!("the run `{} {}`", said.join(" "), words::line(&run.content)));
                continue;
            };
            if !std::mem::replace(&mut open, true) {
                self.open("validation", &[]);
            }
            let mut attributes = vec![("means", means.as_str())];
            attributes.extend(run.config.as_ref().map(|config| ("config", config.as_str())));
            attributes.extend([("issue", issue), ("date", date), ("result", result.as_str())]);
            self.line("run", &attributes, &run.content);
        }
        if open {
            self.close("validation");
        }
    }

    fn requirements(&mut self, requirements: &[Requirement]) {
        if requirements.is_empty() {
            return;
        }
        self.open("requirements", &[]);
        for requirement in requirements {
            let name = requirement.name.as_ref();
            match requirement.kind {
                RequirementKind::Visibility | RequirementKind::Duration => self.time_needed(requirement),
                RequirementKind::Role => {
                    self.line("role", &[("name", name.map_or("", Text::as_str))], &requirement.content);
                }
                kind => {
                    if kind != RequirementKind::Resource {
                        let word = words::required(kind).to_lowercase();
                        let span = name.map_or(self.job.procedure.id.span, |name| name.span);
                        self.report.otherwise(span, format!("the {word} is a resource in the XML definition"));
                    }
                    self.line("resource", &[("name", name.map_or("", Text::as_str))], &requirement.content);
                }
            }
        }
        self.close("requirements");
    }

    fn time_needed(&mut self, requirement: &Requirement) {
        let is_visibility = requirement.kind == RequirementKind::Visibility;
        let time = requirement.name.as_ref().and_then(|name| self.time(name));
        let span = requirement.name.as_ref().map_or(self.job.procedure.id.span, |name| name.span);
        match (time, is_visibility, &requirement.name) {
            (Some(time), true, _) => self.line("visibility", &[("duration", &time)], &requirement.content),
            (None, true, None) => self.line("visibility", &[], &requirement.content),
            (Some(time), false, _) if requirement.content.is_empty() => self.empty("duration", &[("value", &time)]),
            _ => {
                // A resource is what a definition can name in any words.
                self.report.kept(span, "what is needed of time, in these words,");
                let word = if is_visibility { "Visibility" } else { "Duration" };
                let name = requirement.name.as_ref().map_or("", Text::as_str);
                self.line("resource", &[("name", &format!("{word} {name}"))], &requirement.content);
            }
        }
    }

    fn declarations(&mut self, procedure: &Procedure) {
        const TYPES: &[&str] = &["integer", "real", "boolean", "string", "enumeration", "time", "duration"];
        if procedure.variables.is_empty() && procedure.events.is_empty() {
            return;
        }
        self.open("declare", &[]);
        for variable in &procedure.variables {
            let name = match element::is_variable(variable.name.as_str()) {
                true => variable.name.text.to_string(),
                false => self.renamed_variable(&variable.name),
            };
            let kind = variable.data_type.as_ref().map(Text::as_str).filter(|kind| TYPES.contains(kind));
            let kind = self.filled(&format!("type of the variable {name}"), kind, "string", variable.name.span);
            let mut attributes = vec![("name", name.as_str()), ("type", kind.as_str())];
            attributes.extend(variable.unit.as_ref().map(|unit| ("unit", unit.as_str())));
            self.line("variable", &attributes, &variable.content);
        }
        for event in &procedure.events {
            let name = self.identifier(&event.name, "the event");
            self.line("event", &[("name", &name)], &event.content);
        }
        self.close("declare");
    }

    fn renamed_variable(&mut self, name: &Text) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let made: String = name.as_str().chars().map(plain).collect();
        let made = if made.starts_with(|c: char| c.is_ascii_digit()) { format!("_{made}") } else { made };
        let message = format!("the variable `{}` is `{made}` in the XML definition", name.text);
        self.report.otherwise(name.span, message);
        made
    }

    fn preconditions(&mut self, preconditions: &[Precondition]) {
        if preconditions.is_empty() {
            return;
        }
        self.open("preconditions", &[]);
        for precondition in preconditions {
            match precondition {
                Precondition::Check(check) => match self.readable(check) {
                    Some(read) => self.check("check", &read, check),
                    None => self.line("condition", &[], &[text::inline(&words::check(check), check.span)]),
                },
                Precondition::Text(content) => self.line("condition", &[], content),
                Precondition::Content(inner) => {
                    let words = words::blocks(inner);
                    let span = inner
                        .first()
                        .map_or(self.job.procedure.id.span, |block| text::place_of(block, self.job.procedure.id.span));
                    self.report.kept(span, "a precondition of more than a line");
                    self.line("condition", &[], &[text::inline(&words, span)]);
                }
            }
        }
        self.close("preconditions");
    }

    fn body(&mut self, procedure: &Procedure) {
        self.open("body", &[]);
        let phases: Vec<&Phase> = procedure.phases.iter().filter(|phase| !phase.steps.is_empty()).collect();
        for phase in procedure.phases.iter().filter(|phase| phase.steps.is_empty() && !phase.title.is_empty()) {
            self.report.lost(text::place_of_line(&phase.title, procedure.span), "a phase without steps");
        }
        match phases[..] {
            [] => {
                let message = "the procedure has no step; an empty one stands for it";
                self.report.findings.push(Diagnostic::new(&FILLED_IN, procedure.id.span, message));
                self.step(&Step::empty(Text::new("step-1", procedure.id.span), procedure.span));
            }
            [only] if only.title.is_empty() => {
                self.before_phase(only);
                only.steps.iter().for_each(|step| self.step(step));
            }
            _ => {
                for phase in phases {
                    self.open("phase", &[]);
                    self.line("title", &[], &phase.title);
                    self.before_phase(phase);
                    phase.steps.iter().for_each(|step| self.step(step));
                    self.close("phase");
                }
            }
        }
        self.close("body");
    }

    /// Writes what is said before the first step of a phase: a note, in a step that does nothing.
    fn before_phase(&mut self, phase: &Phase) {
        let (Some(first), Some(block)) = (phase.steps.first(), phase.before.first()) else { return };
        self.report.kept(text::place_of(block, first.span), "what is said before the first step of a phase");
        let id = element::made_identifier(&format!("before-{}", first.id.text));
        self.open("step", &[("id", &id)]);
        self.line("title", &[], &[]);
        self.blocks("note", &[], &phase.before);
        self.close("step");
    }

    fn watchdogs(&mut self, procedure: &Procedure) {
        let something = |on: &&crate::model::procedure::Watchdog| !on.steps.is_empty() || on.call.is_some();
        if !procedure.watchdogs.iter().any(|on| something(&on)) {
            return;
        }
        self.open("watchdog", &[]);
        for on in &procedure.watchdogs {
            let event = self.identifier(&on.event, "the event");
            if !something(&on) {
                self.report.lost(on.span, &format!("that nothing is done upon `{}`", on.event.text));
                continue;
            }
            self.open("on", &[("event", &event)]);
            match (&on.call, on.steps.is_empty()) {
                (Some(call), true) => self.call(call),
                (Some(call), false) => {
                    self.report.otherwise(call.span, "the call is a step of its own, as steps follow it");
                    let id = format!("call-{event}");
                    self.open("step", &[("id", &id)]);
                    self.line("title", &[], &[]);
                    self.call(call);
                    self.close("step");
                }
                (None, _) => {}
            }
            on.steps.iter().for_each(|step| self.step(step));
            self.close("on");
        }
        self.close("watchdog");
    }

    fn confirmation(&mut self, procedure: &Procedure) {
        let mut open = false;
        for check in &procedure.confirmation {
            let Some(read) = self.readable(check) else { continue };
            if !std::mem::replace(&mut open, true) {
                self.open("confirmation", &[]);
            }
            self.check("check", &read, check);
        }
        if open {
            self.close("confirmation");
        }
    }

    fn closeout(&mut self, procedure: &Procedure) {
        let mut text = procedure.closeout.text.clone();
        for check in &procedure.confirmation {
            if self.readable_quietly(check).is_none() {
                text.insert(0, text::paragraph(&words::check(check), check.span));
            }
        }
        match (text.is_empty(), procedure.closeout.steps.is_empty()) {
            (true, true) => {}
            (false, true) => self.blocks("closeout", &[], &text),
            (is_empty, false) => {
                self.open("closeout", &[]);
                if !is_empty {
                    let span = text::place_of(&text[0], procedure.span);
                    self.report.otherwise(span, "the text of the closeout is a note of a step, as steps follow it");
                    self.open("step", &[("id", "closeout-text")]);
                    self.line("title", &[], &[]);
                    self.blocks("note", &[], &text);
                    self.close("step");
                }
                procedure.closeout.steps.iter().for_each(|step| self.step(step));
                self.close("closeout");
            }
        }
    }
}
