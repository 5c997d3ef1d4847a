//! Front matter: the settings that a Markdown document begins with, in YAML or TOML.

use super::metadata;
use crate::settings::{self, Malformed, Table, Value};
use crate::text::span::{SourceId, Span};

/// A document's front matter and where the document proper begins.
pub(super) struct FrontMatter {
    /// The settings, or why they cannot be read.
    pub(super) settings: Result<Table, Malformed>,
    /// What can be read of settings that cannot be read as a whole: those before the fault.
    pub(super) before: Option<Table>,
    /// Whether a line says where it ends.
    pub(super) closed: bool,
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
            let before = settings.as_ref().err().and_then(|_| before_fault(inner, source, start, yaml));
            return Some(FrontMatter { settings, before, closed: true, end: at + line.len() });
        }
        at += line.len();
    }
    unclosed(text, source, start, yaml)
}

/// Returns front matter that no line ends. Words after a thematic break are not meant so, unless they begin with a key
/// that documents have.
fn unclosed(text: &str, source: SourceId, start: usize, yaml: bool) -> Option<FrontMatter> {
    let sign = if yaml { ':' } else { '=' };
    let (key, _) = text[start..].lines().find(|line| !line.starts_with('#'))?.split_once(sign)?;
    metadata::KEYS.contains(&key.trim_end()).then(|| {
        let opening = &text[..start];
        let span = Span::new(source, 0, opening.trim_end().len());
        let message = format!("no line `{}` ends it", opening.trim_end());
        let before = before_fault(&text[start..], source, start, yaml);
        FrontMatter { settings: Err(Malformed { message, span }), before, closed: false, end: start }
    })
}

/// Returns the settings of the longest beginning that can be read and ends before a key of the outermost level.
fn before_fault(inner: &str, source: SourceId, start: usize, yaml: bool) -> Option<Table> {
    /// Front matter is short; of a long text that only looks like it, nothing is worth the reading.
    const MOST: usize = 64;
    let keys: Vec<usize> = inner
        .split_inclusive('\n')
        .scan(0, |at, line| Some((std::mem::replace(at, *at + line.len()), line)))
        .filter(|(_, line)| line.starts_with(|c: char| c.is_alphabetic() || c == '['))
        .map(|(at, _)| at)
        .take(MOST)
        .collect();
    keys.iter().rev().find_map(|end| {
        let beginning = inner.get(..*end)?;
        match yaml {
            true => match settings::yaml::parse(beginning, source, start) {
                Ok(Value::Table(table)) => Some(table),
                _ => None,
            },
            false => settings::toml::parse(beginning, source, start).ok(),
        }
    })
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
