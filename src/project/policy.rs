//! Reads how grave findings are in a project, and which of them someone answers for.

use super::config::{Override, Rules, Setting, Waiver};
use super::problem::INVALID_SETTING;
use super::reader::{Keys, Reader};
use crate::diagnostic::{Diagnostic, Severity, did_you_mean};
use crate::model::document::Status;
use crate::model::inline::Text;
use crate::settings::{Table, Value};
use crate::text::glob::Globs;

/// The settings of an override that are no rules.
const OF_OVERRIDES: Keys<'_> = &["paths", "status"];

impl Reader {
    /// Reads `[rules]`. Every key but `override` is a rule; whether there is such a rule is for the check to say.
    pub(super) fn rules(&mut self, value: &Value) -> Rules {
        let mut rules = Rules::default();
        let Value::Table(table) = value else {
            self.invalid(value, "a table of severities by rule");
            return rules;
        };
        for (key, value) in &table.entries {
            match key.as_str() {
                "override" => rules.overrides = self.tables(value, |reader, table| Some(reader.override_of(table))),
                _ => rules.settings.extend(self.setting(key, value)),
            }
        }
        rules
    }

    fn override_of(&mut self, table: &Table) -> Override {
        let mut found = Override { paths: None, statuses: Vec::new(), settings: Vec::new() };
        for (key, value) in &table.entries {
            match key.as_str() {
                "paths" => found.paths = self.globs(value),
                "status" => found.statuses = self.statuses(value),
                // No rule is called so nearly like one of the two.
                name if did_you_mean(name, OF_OVERRIDES.iter().copied()).is_some() => self.unknown(key, OF_OVERRIDES),
                _ => found.settings.extend(self.setting(key, value)),
            }
        }
        if found.paths.is_none() && found.statuses.is_empty() {
            let problem = Diagnostic::new(&INVALID_SETTING, table.span, "this override is for no document");
            self.problems.push(problem.help("add `paths` or `status`, or set the rule in `[rules]` itself"));
            found.settings.clear();
        }
        found
    }

    fn setting(&mut self, rule: &Text, value: &Value) -> Option<Setting> {
        let severity = match value.scalar().map(Text::as_str) {
            Some("off") => None,
            Some("note") => Some(Severity::Note),
            Some("warning") => Some(Severity::Warning),
            Some("error") => Some(Severity::Error),
            _ => {
                self.invalid(value, "`off`, `note`, `warning` or `error`");
                return None;
            }
        };
        Some(Setting { rule: rule.clone(), severity })
    }

    fn statuses(&mut self, value: &Value) -> Vec<Status> {
        let words = self.strings(value);
        let known = words.iter().filter_map(|word| Status::of(word)).collect::<Vec<_>>();
        if known.len() < words.len() {
            let all = Status::ALL.map(|(word, _)| word).join(", ");
            self.invalid(value, &format!("a list of statuses ({all})"));
        }
        known
    }

    pub(super) fn globs(&mut self, value: &Value) -> Option<Globs> {
        match Globs::new(&self.strings(value)) {
            Ok(globs) => Some(globs),
            Err(error) => {
                let message = format!("`{}` is no pattern of paths: {}", error.pattern, error.source);
                self.problems.push(Diagnostic::new(&INVALID_SETTING, value.span(), message));
                None
            }
        }
    }

    /// Reads one `[[waiver]]`. Whether it says enough to be heeded is for the check to say.
    pub(super) fn waiver(&mut self, table: &Table) -> Option<Waiver> {
        let mut waiver = Waiver {
            rules: Vec::new(),
            paths: None,
            documents: Vec::new(),
            step: None,
            text: None,
            reason: String::new(),
            author: String::new(),
            until: None,
            span: table.span,
        };
        const KEYS: &[&str] = &["rule", "path", "document", "step", "text", "reason", "author", "until"];
        let mut narrow = false;
        for (key, value) in &table.entries {
            narrow |= matches!(key.as_str(), "path" | "document" | "text");
            match key.as_str() {
                "rule" => waiver.rules = value.scalars().unwrap_or_default(),
                "path" => waiver.paths = Some(self.globs(value)?),
                "document" => waiver.documents = self.strings(value),
                "step" => waiver.step = Some(self.string(value)),
                "text" => waiver.text = Some(self.string(value)),
                "reason" => waiver.reason = self.string(value),
                "author" => waiver.author = self.string(value),
                "until" => waiver.until = value.scalar().cloned(),
                _ => self.unknown(key, KEYS),
            }
        }
        let (message, help) = match (waiver.rules.is_empty(), narrow) {
            (true, _) => ("this waiver has no `rule`", "add `rule = \"…\"`, the code or the name of the finding"),
            (_, false) => (
                "this waiver is for every place",
                "add `path`, `document` or `text`; what holds everywhere belongs into `[rules]`",
            ),
            _ => return Some(waiver),
        };
        self.problems.push(Diagnostic::new(&INVALID_SETTING, table.span, message).help(help));
        None
    }
}
