//! Writes a procedure in the built-in form of Markdown.
//!
//! 1. This file writes the front matter and the parts around the steps.
//! 2. `step` writes steps, by headings and in lists, and what is done in them, by labels.
//! 3. `text` writes running text and blocks, with what is mark-up written so that it is shown.

mod step;
mod text;

use super::report::Report;
use super::{Job, words};
use crate::model::block::Block;
use crate::model::document::{DocumentKind, Metadata, Status};
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{Precondition, Procedure, RequirementKind, Trigger};

/// A document as it grows.
struct Writer<'j, 'r> {
    job: &'j Job<'j>,
    report: &'r mut Report,
    out: String,
}

/// Writes a procedure.
pub(super) fn write(job: &Job<'_>, report: &mut Report) -> String {
    let mut writer = Writer { job, report, out: String::new() };
    writer.document();
    let trimmed = writer.out.trim_end().len();
    writer.out.truncate(trimmed);
    writer.out.push('\n');
    writer.out
}

impl Writer<'_, '_> {
    /// Writes a block of lines, and an empty line after it.
    fn put(&mut self, text: &str) {
        if !text.is_empty() {
            self.out.push_str(text);
            self.out.push_str("\n\n");
        }
    }

    fn document(&mut self) {
        let Job { metadata, procedure, .. } = *self.job;
        self.front(metadata, procedure);
        let title = self.inlines(&metadata.title);
        if !title.is_empty() {
            self.put(&format!("# {}", text::in_one_line(&title)));
        }
        for block in self.job.body {
            if !matches!(block, Block::Procedure(inner) if inner.span == procedure.span) {
                let text = self.block(block);
                self.put(&text);
            }
        }
        if !procedure.purpose.is_empty() {
            self.put("## Purpose");
            let text = self.blocks(&procedure.purpose);
            self.put(&text);
        }
        self.before_steps(procedure);
        self.phases(procedure);
        self.after_steps(procedure);
        self.records(metadata, procedure);
    }

    fn front(&mut self, metadata: &Metadata, procedure: &Procedure) {
        let kind = match metadata.kind {
            DocumentKind::FlightControl => "FCP",
            DocumentKind::Contingency => "CRP",
            DocumentKind::GroundControl => "GCP",
            DocumentKind::OnBoard => "OBCP",
            DocumentKind::Scenario => "scenario",
            _ => "procedure",
        };
        let one = |text: &Option<Text>| text.as_ref().map(|text| text.text.to_string());
        let title = crate::model::inline::plain(&metadata.title);
        let fields = [
            ("id", Some(procedure.id.text.to_string())),
            ("procedure-type", Some(kind.to_owned())),
            ("title", (!title.is_empty()).then_some(title)),
            ("issue", one(&metadata.issue)),
            ("revision", one(&metadata.revision)),
            ("status", metadata.status.map(|status: Status| status.word().to_owned())),
            ("date", one(&metadata.date)),
            ("lang", one(&metadata.language)),
            ("classification", one(&metadata.classification)),
            ("caveats", one(&metadata.caveats)),
            ("criticality", one(&metadata.criticality)),
            ("database", one(&metadata.database)),
            ("translation-of", one(&metadata.translation_of)),
        ];
        let mut out = String::from("---\n");
        for (name, value) in fields {
            if let Some(value) = value {
                out.push_str(&format!("{name}: {}\n", scalar(&value)));
            }
        }
        let list = |texts: &[Text]| texts.iter().map(|text| scalar(text.as_str())).collect::<Vec<_>>().join(", ");
        if !metadata.authors.is_empty() {
            out.push_str(&format!("authors: [{}]\n", list(&metadata.authors)));
        }
        if !metadata.keywords.is_empty() {
            out.push_str(&format!("keywords: [{}]\n", list(&metadata.keywords)));
        }
        let scope = &metadata.applicability;
        let lists = [
            ("missions", &scope.missions),
            ("satellites", &scope.satellites),
            ("environments", &scope.environments),
            ("phases", &scope.phases),
        ];
        let mut within: Vec<String> = lists
            .iter()
            .filter(|(_, texts)| !texts.is_empty())
            .map(|(name, texts)| format!("  {name}: [{}]\n", list(texts)))
            .collect();
        within.extend(scope.condition.as_ref().map(|text| format!("  condition: {}\n", scalar(text.as_str()))));
        if !within.is_empty() {
            out.push_str("applicability:\n");
            out.push_str(&within.concat());
        }
        let records = ["history", "approvals", "validation"];
        for (key, value) in &metadata.other {
            let is_record = records.iter().any(|name| key.as_str().split('.').next() == Some(name));
            if !is_record {
                out.push_str(&format!("{}: {}\n", scalar(key.as_str()), scalar(value.as_str())));
            }
        }
        out.push_str("---\n\n");
        self.out.push_str(&out);
    }

    /// Writes a part that is a list.
    fn part(&mut self, title: &str, items: &[String]) {
        if !items.is_empty() {
            self.put(&format!("## {title}"));
            let items: Vec<String> = items.iter().map(|item| format!("- {}", item.replace('\n', "\n  "))).collect();
            self.put(&items.join("\n"));
        }
    }

    fn before_steps(&mut self, procedure: &Procedure) {
        let mut items = Vec::new();
        for trigger in &procedure.triggers {
            items.push(match trigger {
                Trigger::Alarm(name) => format!("**Alarm:** {}", name.text),
                Trigger::Event(name) => format!("**Event:** {}", name.text),
                Trigger::Symptom(content) => format!("**Symptom:** {}", self.line(content)),
            });
        }
        self.part("Triggers", &items);
        let references: Vec<String> =
            procedure.references.iter().map(|one| self.line(std::slice::from_ref(one))).collect();
        self.part("References", &references);
        let mut items = Vec::new();
        for requirement in &procedure.requirements {
            let word = match requirement.kind {
                kind @ (RequirementKind::Supply | RequirementKind::Spare) => {
                    let span = requirement.name.as_ref().map_or(procedure.id.span, |name| name.span);
                    self.report.otherwise(span, format!("the {} is a resource", words::required(kind).to_lowercase()));
                    "Resource"
                }
                kind => words::required(kind),
            };
            let name = requirement.name.as_ref().map_or(String::new(), |name| text::escaped(name.as_str()));
            items.push(format!("**{word}:** {name}{}", self.beside(&requirement.content)));
        }
        self.part("Requirements", &items);
        let mut items = Vec::new();
        for variable in &procedure.variables {
            let details = [&variable.data_type, &variable.unit].into_iter().flatten();
            let details: String = details.map(|detail| format!(", {}", detail.text)).collect();
            items.push(format!("**Variable:** {}{details}{}", variable.name.text, self.beside(&variable.content)));
        }
        for event in &procedure.events {
            items.push(format!("**Event:** {}{}", event.name.text, self.beside(&event.content)));
        }
        self.part("Declarations", &items);
        let mut items = Vec::new();
        for precondition in &procedure.preconditions {
            items.push(match precondition {
                Precondition::Check(check) => match self.check(check) {
                    Some(text) => format!("**Check:** {text}"),
                    None => {
                        self.report.kept(check.span, &format!("`{}`", words::check(check)));
                        text::escaped(&words::check(check))
                    }
                },
                Precondition::Text(content) => self.line(content),
                Precondition::Content(inner) => self.blocks(inner),
            });
        }
        self.part("Preconditions", &items);
    }

    fn phases(&mut self, procedure: &Procedure) {
        for phase in &procedure.phases {
            match phase.title.is_empty() {
                true => self.put("## Steps"),
                false => {
                    let title = self.line(&phase.title);
                    self.put(&format!("## Phase — {title}"));
                }
            }
            let before = self.blocks(&phase.before);
            self.put(&before);
            phase.steps.iter().for_each(|step| self.step(step, 3));
        }
    }

    fn after_steps(&mut self, procedure: &Procedure) {
        for watchdog in &procedure.watchdogs {
            self.put(&format!("## Watchdog — {}", watchdog.event.text));
            if let Some(call) = &watchdog.call {
                if !watchdog.steps.is_empty() {
                    self.report.otherwise(call.span, "the call stands before the steps of the watchdog");
                }
                let text = self.call(call);
                self.put(&format!("**Call:** {text}"));
            }
            watchdog.steps.iter().for_each(|step| self.step(step, 3));
        }
        let mut items = Vec::new();
        for check in &procedure.confirmation {
            items.push(match self.check(check) {
                Some(text) => format!("**Check:** {text}"),
                None => {
                    self.report.kept(check.span, &format!("`{}`", words::check(check)));
                    text::escaped(&words::check(check))
                }
            });
        }
        self.part("Confirmation", &items);
        let closeout = &procedure.closeout;
        if !closeout.text.is_empty() || !closeout.steps.is_empty() {
            self.put("## Closeout");
            let text = self.blocks(&closeout.text);
            self.put(&text);
            closeout.steps.iter().for_each(|step| self.step(step, 3));
        }
    }

    fn records(&mut self, metadata: &Metadata, procedure: &Procedure) {
        let one = |text: &Option<Text>| {
            text.as_ref().map_or(String::new(), |text| text::in_cell(&text::escaped(text.as_str())))
        };
        let history = if procedure.history.is_empty() { &metadata.history } else { &procedure.history };
        let mut rows = Vec::new();
        for change in history {
            let reason = self.line(&change.reason);
            rows.push(vec![one(&change.issue), one(&change.date), one(&change.author), text::in_cell(&reason)]);
        }
        self.table("History", &["Issue", "Date", "Author", "Reason"], &rows);
        let approvals = if procedure.approvals.is_empty() { &metadata.approvals } else { &procedure.approvals };
        let rows: Vec<Vec<String>> =
            approvals.iter().map(|one_of| vec![one(&one_of.role), one(&one_of.name), one(&one_of.date)]).collect();
        self.table("Approvals", &["Role", "Name", "Date"], &rows);
        let runs = if procedure.validation.is_empty() { &metadata.validation } else { &procedure.validation };
        let mut rows = Vec::new();
        for run in runs {
            let remark = self.line(&run.content);
            rows.push(vec![
                one(&run.means),
                one(&run.config),
                one(&run.issue),
                one(&run.date),
                one(&run.result),
                text::in_cell(&remark),
            ]);
        }
        self.table("Validation", &["Means", "Configuration", "Issue", "Date", "Result", "Remark"], &rows);
    }

    fn table(&mut self, title: &str, head: &[&str], rows: &[Vec<String>]) {
        if rows.is_empty() {
            return;
        }
        self.put(&format!("## {title}"));
        let mut lines = vec![format!("| {} |", head.join(" | ")), format!("|{}", "---|".repeat(head.len()))];
        lines.extend(rows.iter().map(|row| format!("| {} |", row.join(" | "))));
        self.put(&lines.join("\n"));
    }

    /// Returns what is said besides, behind a dash.
    fn beside(&mut self, content: &[Inline]) -> String {
        match content.is_empty() {
            true => String::new(),
            false => format!(" — {}", self.line(content)),
        }
    }
}

/// Returns a value of YAML in quotation marks, so that it stays what it is.
fn scalar(value: &str) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
