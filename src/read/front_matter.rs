//! Front matter: the settings that a Markdown document begins with, in YAML or TOML.

use crate::settings::{self, Malformed, Table, Value};
use crate::text::span::SourceId;

/// A document's front matter and where the document proper begins.
pub(super) struct FrontMatter {
    /// The settings, or why they cannot be read.
    pub(super) settings: Result<Table, Malformed>,
    /// The byte at which the text after it begins.
    pub(super) end: usize,
}

/// Finds the front matter of a text, if it has any.
///
/// `---` opens YAML and `+++` opens TOML, on the first line alone. A thematic break is no front
/// matter: what follows `---` must end with `---` or `...` and hold keys.
pub(super) fn find(text: &str, source: SourceId) -> Option<FrontMatter> {
    let first = text.lines().next()?;
    let (closers, yaml): (&[&str], bool) = match first.trim_end() {
        "---" => (&["---", "..."], true),
        "+++" => (&["+++"], false),
        _ => return None,
    };
    let start = text.find('\n')? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if closers.contains(&line.trim_end()) {
            let inner = &text[start..at];
            let settings =
                if yaml { yaml_table(inner, source, start)? } else { settings::toml::parse(inner, source, start) };
            return Some(FrontMatter { settings, end: at + line.len() });
        }
        at += line.len();
    }
    None
}

/// Returns the table, why there is none, or nothing where the text is not meant as settings.
fn yaml_table(inner: &str, source: SourceId, start: usize) -> Option<Result<Table, Malformed>> {
    let has_key = inner.lines().any(|line| {
        let key = line.split_once(':').map_or("", |(key, _)| key.trim());
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '"' | '\'' | ' '))
    });
    match settings::yaml::parse(inner, source, start) {
        Ok(Value::Table(table)) if has_key || inner.trim().is_empty() => Some(Ok(table)),
        Err(malformed) if has_key => Some(Err(malformed)),
        _ => None,
    }
}
