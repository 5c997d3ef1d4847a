//! Finds keys of metadata that are meant for others.

use super::markdown::problem::MISSPELT_METADATA;
use crate::diagnostic::{self, Diagnostic};
use crate::model::inline::Text;
use crate::settings::Table;

/// Reports a key that is none of those known, and nearly one of them. A plural may well be a key of the author's own.
pub(super) fn key(written: &Text, known: &[&str], table: &Table) -> Option<Diagnostic> {
    let plural =
        |known: &str| known.strip_suffix('s') == Some(&written.text) || written.text.strip_suffix('s') == Some(known);
    near(written, known, table).filter(|near| !plural(near)).map(|near| misspelt(written, near))
}

/// Does as [`key`] where nothing but the known keys has a place, so that a plural that is missing is missing.
pub(super) fn key_of_list(written: &Text, known: &[&str], table: &Table) -> Option<Diagnostic> {
    near(written, known, table).map(|near| misspelt(written, near))
}

fn near<'a>(written: &Text, known: &[&'a str], table: &Table) -> Option<&'a str> {
    /// Shorter words differ by one letter from many others.
    const SHORTEST: usize = 5;
    if known.contains(&written.as_str()) {
        return None;
    }
    let simple = written.text.to_lowercase().replace("_", "-");
    let has = |key: &str| table.entries.iter().any(|(other, _)| other.as_str() == key);
    let is_near = |known: &str| simple == known || known.len() >= SHORTEST && diagnostic::differ_by_one(&simple, known);
    known.iter().copied().find(|known| is_near(known) && !has(known))
}

fn misspelt(written: &Text, near: &str) -> Diagnostic {
    let message = format!("the key `{}` has no meaning", written.text);
    Diagnostic::new(&MISSPELT_METADATA, written.span, message)
        .label("unknown key")
        .help(format!("did you mean `{near}`?"))
}
