//! `[[require]]`: what documents must have.

use super::config::{PointerTo, Words};
use super::problem::INVALID_SETTING;
use super::reader::{Keys, Reader};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::document::{DocumentKind, Metadata, Status};
use crate::settings::{Table, Value};

/// What some documents must have.
#[derive(Debug, Clone, Default)]
pub struct Requirement {
    /// The kinds of documents that it is for, some of [`KINDS`]; all of them where none is named.
    pub kinds: Vec<String>,
    /// The folders that it is for, with `/` at the end; all of them where none is named.
    pub folders: Vec<String>,
    /// The status from which on it holds; without one it always does.
    pub from: Option<Status>,
    /// The metadata.
    pub metadata: Vec<String>,
    /// The parts of a procedure, some of [`PARTS`].
    pub parts: Vec<String>,
    /// The headings, each by language.
    pub sections: Vec<Words>,
    /// The roles that approve, each by language.
    pub approvals: Vec<Words>,
    /// The languages that the document is to be there in.
    pub languages: Vec<String>,
}

/// The words for kinds of documents.
pub const KINDS: Keys<'_> = &["document", "publication", "procedure", "FCP", "CRP", "GCP", "OBCP", "scenario"];

/// The parts of a procedure that may be required.
pub const PARTS: Keys<'_> = &[
    "purpose",
    "triggers",
    "references",
    "history",
    "approvals",
    "validation",
    "requirements",
    "preconditions",
    "watchdog",
    "confirmation",
    "closeout",
];

/// The metadata that have a meaning of their own; a project may require others.
pub const METADATA: Keys<'_> = &[
    "id",
    "title",
    "issue",
    "revision",
    "status",
    "date",
    "lang",
    "classification",
    "caveats",
    "criticality",
    "database",
    "authors",
    "missions",
    "satellites",
    "environments",
    "phases",
];

impl Requirement {
    /// Tells whether it holds for a document with this path and these metadata. What is superseded is left alone.
    pub fn is_for(&self, path: &str, metadata: &Metadata) -> bool {
        let kind = self.kinds.is_empty() || self.kinds.iter().any(|kind| is_of_kind(metadata.kind, kind));
        let folder = self.folders.is_empty() || self.folders.iter().any(|folder| path.starts_with(folder.as_str()));
        let from = self.from.is_none_or(|from| metadata.status.is_some_and(|status| status >= from));
        kind && folder && from && metadata.status != Some(Status::Superseded)
    }
}

fn is_of_kind(kind: DocumentKind, word: &str) -> bool {
    match word {
        "document" => kind == DocumentKind::Manual,
        "publication" => kind == DocumentKind::Publication,
        "procedure" => kind.is_procedure(),
        "FCP" => kind == DocumentKind::FlightControl,
        "CRP" => kind == DocumentKind::Contingency,
        "GCP" => kind == DocumentKind::GroundControl,
        "OBCP" => kind == DocumentKind::OnBoard,
        "scenario" => kind == DocumentKind::Scenario,
        _ => false,
    }
}

impl Reader {
    pub(super) fn requirement(&mut self, table: &Table) -> Option<Requirement> {
        const KEYS: Keys<'_> = &["kinds", "folders", "from", "metadata", "parts", "sections", "approvals", "languages"];
        let mut requirement = Requirement::default();
        for (key, value) in &table.entries {
            match key.as_str() {
                "kinds" => requirement.kinds = self.some_of(value, KINDS, "kind of document"),
                "folders" => {
                    let folders = self.names(value, PointerTo::Folder);
                    requirement.folders = folders.iter().map(|folder| as_prefix(folder)).collect();
                }
                "from" => requirement.from = self.status(value),
                "metadata" => requirement.metadata = self.metadata_keys(value),
                "parts" => requirement.parts = self.some_of(value, PARTS, "part of a procedure"),
                "sections" => requirement.sections = self.many_words(value),
                "approvals" => requirement.approvals = self.many_words(value),
                "languages" => requirement.languages = self.strings(value),
                _ => self.unknown(key, KEYS),
            }
        }
        Some(requirement)
    }

    /// Reads some of the known words; the others are reported and left out.
    fn some_of(&mut self, value: &Value, known: Keys<'_>, what: &str) -> Vec<String> {
        let Some(texts) = value.scalars() else {
            self.invalid(value, "a list of text");
            return Vec::new();
        };
        let (fit, others): (Vec<_>, Vec<_>) = texts.into_iter().partition(|text| known.contains(&text.as_str()));
        for other in others {
            let problem = Diagnostic::new(&INVALID_SETTING, other.span, format!("`{}` is no {what}", other.text));
            let near = did_you_mean(&other.text, known.iter().copied());
            self.problems.push(problem.help(near.map_or_else(
                || format!("the words here are {}", known.join(", ")),
                |near| format!("did you mean `{near}`?"),
            )));
        }
        fit.into_iter().map(|text| text.text.to_string()).collect()
    }

    /// Reads metadata keys: any may be required, but one that is nearly a known one is a mistake.
    fn metadata_keys(&mut self, value: &Value) -> Vec<String> {
        for text in value.scalars().unwrap_or_default() {
            if METADATA.contains(&text.as_str()) {
                continue;
            }
            if let Some(near) = did_you_mean(&text.text, METADATA.iter().copied()) {
                let problem = Diagnostic::new(&INVALID_SETTING, text.span, format!("no metadata are `{}`", text.text));
                self.problems.push(problem.help(format!("did you mean `{near}`?")));
            }
        }
        self.strings(value)
    }

    fn status(&mut self, value: &Value) -> Option<Status> {
        let words = Status::ALL.map(|(word, _)| word);
        let word = self.some_of(value, &words[..words.len() - 1], "status that a document reaches");
        word.first().and_then(|word| Status::of(word))
    }

    fn many_words(&mut self, value: &Value) -> Vec<Words> {
        match value {
            Value::List(values, _) => values.iter().map(|value| self.words(value)).collect(),
            one => vec![self.words(one)],
        }
    }
}

/// Returns a folder so that it is the beginning of the paths in it, and of no other.
fn as_prefix(folder: &str) -> String {
    let folder = folder.trim_start_matches("./").trim_matches('/');
    if folder.is_empty() { String::new() } else { format!("{folder}/") }
}
