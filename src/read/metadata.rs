//! Settings into metadata.

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::document::{Applicability, DocumentKind, Metadata, Status};
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{Approval, Change, Run};
use crate::project::dialect;
use crate::settings::{Table, Value};
use crate::text::date::is_day;

use super::markdown::dialect::BUILT_IN;
use super::markdown::problem::UNKNOWN_METADATA_VALUE;
use super::{language, misspelt};

/// The keys that have a meaning.
pub(super) const KEYS: [&str; 24] = [
    "id",
    "title",
    "issue",
    "revision",
    "status",
    "date",
    "lang",
    "language",
    "classification",
    "caveats",
    "criticality",
    "database",
    "authors",
    "author",
    "applicability",
    "translation-of",
    "procedure",
    "partial",
    "type",
    "procedure-type",
    "dialect",
    "history",
    "approvals",
    "validation",
];

/// The keys of an applicability.
const SCOPE: [&str; 5] = ["missions", "satellites", "environments", "phases", "condition"];

/// Reads the metadata of a front matter. What has no meaning of its own is kept as it is written.
pub(super) fn read(table: &Table) -> (Metadata, Vec<Diagnostic>) {
    let mut metadata = Metadata { span: Some(table.span), ..Metadata::default() };
    let mut problems = Vec::new();
    for (key, value) in &table.entries {
        if !field(&mut metadata, &mut problems, key.as_str(), value) {
            metadata.other.extend(value.flatten(key));
            problems.extend(misspelt::key(key, &KEYS, table));
        }
        if let ("applicability", Value::Table(within)) = (key.as_str(), value) {
            let of_scope = |(key, _): &(Text, Value)| misspelt::key_of_list(key, &SCOPE, within);
            problems.extend(within.entries.iter().filter_map(of_scope));
        }
    }
    (metadata, problems)
}

/// Takes a value into its field; says whether there is such a field and the value fits it.
fn field(metadata: &mut Metadata, problems: &mut Vec<Diagnostic>, key: &str, value: &Value) -> bool {
    let scalar = || value.scalar().cloned();
    let slot = match key {
        "title" => {
            let Some(text) = scalar() else { return false };
            metadata.title = vec![Inline::Text(text)];
            return true;
        }
        "history" | "approvals" | "validation" => {
            records(metadata, key, value);
            return false;
        }
        "status" => return status(metadata, problems, value),
        "type" => return kind(metadata, value),
        "procedure-type" => return procedure_type(metadata, problems, value),
        "partial" => {
            metadata.partial = value.scalar().is_some_and(|text| text.as_str() == "true");
            return metadata.partial;
        }
        "authors" | "author" => return list(&mut metadata.authors, value),
        "applicability" => {
            let Value::Table(table) = value else { return false };
            return applicability(&mut metadata.applicability, table, &mut metadata.other);
        }
        "caveats" if scalar().is_none() && metadata.caveats.is_none() => {
            let Some(caveats) = value.scalars().filter(|caveats| !caveats.is_empty()) else { return false };
            let words: Vec<&str> = caveats.iter().map(Text::as_str).collect();
            metadata.caveats = Some(Text::composed(words.join(", "), value.span()));
            return true;
        }
        "id" => &mut metadata.id,
        "issue" => &mut metadata.issue,
        "revision" => &mut metadata.revision,
        "date" => &mut metadata.date,
        "lang" | "language" => &mut metadata.language,
        "classification" => &mut metadata.classification,
        "caveats" => &mut metadata.caveats,
        "criticality" => &mut metadata.criticality,
        "database" => &mut metadata.database,
        "dialect" => &mut metadata.dialect,
        "translation-of" => &mut metadata.translation_of,
        "procedure" => &mut metadata.restates,
        _ => return false,
    };
    let Some(text) = scalar().filter(|text| !text.text.is_empty() && slot.is_none()) else { return false };
    if key == "date" && !is_day(&text.text) {
        let message = format!("`{}` is no day", text.text);
        let help = "write year, month and day, as `2026-03-16`";
        problems.push(Diagnostic::new(&UNKNOWN_METADATA_VALUE, text.span, message).help(help));
    }
    if matches!(key, "lang" | "language") && !language::is_tag(&text.text.replace("_", "-")) {
        let message = format!("`{}` is no language", text.text);
        let help = "write a language tag, as `fr` or `en`";
        problems.push(Diagnostic::new(&UNKNOWN_METADATA_VALUE, text.span, message).help(help));
    }
    *slot = Some(text);
    true
}

/// Reads what changed, who approved it and where it was tried. The caller keeps the words as they are written.
fn records(metadata: &mut Metadata, key: &str, value: &Value) {
    let entries = match value {
        Value::List(values, _) => values.as_slice(),
        one => std::slice::from_ref(one),
    };
    for entry in entries {
        let Value::Table(table) = entry else { continue };
        let get = |wanted: &str| {
            let value = table.entries.iter().find(|(key, _)| key.as_str() == wanted).map(|(_, value)| value);
            value.and_then(Value::scalar).filter(|text| !text.text.is_empty()).cloned()
        };
        let words = |text: Option<Text>| text.map(Inline::Text).into_iter().collect();
        match key {
            "history" => {
                let (author, reason) = (get("author"), words(get("reason")));
                metadata.history.push(Change { issue: get("issue"), date: get("date"), author, reason });
            }
            "approvals" => {
                metadata.approvals.push(Approval { role: get("role"), name: get("name"), date: get("date") });
            }
            _ => metadata.validation.push(Run {
                means: get("means"),
                config: get("config"),
                issue: get("issue"),
                date: get("date"),
                result: get("result"),
                content: words(get("remark")),
            }),
        }
    }
}

fn status(metadata: &mut Metadata, problems: &mut Vec<Diagnostic>, value: &Value) -> bool {
    let Some(text) = value.scalar() else { return false };
    metadata.status = Status::of(&text.text.to_lowercase());
    if metadata.status.is_none() {
        let words = Status::ALL.map(|(word, _)| word);
        let help = did_you_mean(&text.text, words).map_or_else(
            || format!("a status is one of {}", words.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("`{}` is no status that opsdoc knows", text.text);
        problems.push(Diagnostic::new(&UNKNOWN_METADATA_VALUE, text.span, message).help(help));
    }
    metadata.status.is_some()
}

/// Reads the kind of a document. One that is of a kind of procedures is written in the built-in form; a scenario may
/// be prose.
fn kind(metadata: &mut Metadata, value: &Value) -> bool {
    let Some(text) = value.scalar() else { return false };
    let known = dialect::KINDS.iter().find(|(word, _)| *word == text.as_str() && *word != "procedure");
    let Some((_, kind)) = known else { return false };
    metadata.kind = *kind;
    if *kind != DocumentKind::Scenario {
        metadata.dialect.get_or_insert_with(|| Text::new(BUILT_IN, text.span));
    }
    true
}

fn procedure_type(metadata: &mut Metadata, problems: &mut Vec<Diagnostic>, value: &Value) -> bool {
    let Some(text) = value.scalar() else { return false };
    match dialect::KINDS.iter().find(|(word, _)| *word == text.as_str()) {
        Some((_, kind)) => {
            metadata.kind = *kind;
            metadata.dialect.get_or_insert_with(|| Text::new(BUILT_IN, text.span));
            true
        }
        None => {
            let words = dialect::KINDS.map(|(word, _)| word);
            let help = did_you_mean(&text.text, words).map_or_else(
                || format!("a type is one of {}", words.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("`{}` is no type of procedure", text.text);
            problems.push(Diagnostic::new(&UNKNOWN_METADATA_VALUE, text.span, message).help(help));
            false
        }
    }
}

fn list(slot: &mut Vec<Text>, value: &Value) -> bool {
    match value.scalars() {
        Some(texts) => {
            slot.extend(texts);
            true
        }
        None => false,
    }
}

/// Reads what applies; keys of its own that have no meaning are kept with the others.
fn applicability(applicability: &mut Applicability, table: &Table, other: &mut Vec<(Text, Text)>) -> bool {
    for (key, value) in &table.entries {
        let slot = match key.as_str() {
            "missions" => &mut applicability.missions,
            "satellites" => &mut applicability.satellites,
            "environments" => &mut applicability.environments,
            "phases" => &mut applicability.phases,
            "condition" if value.scalar().is_some() => {
                applicability.condition = value.scalar().cloned();
                continue;
            }
            _ => {
                other.extend(value.flatten(key));
                continue;
            }
        };
        if !list(slot, value) {
            other.extend(value.flatten(key));
        }
    }
    true
}
