//! Says in a few words what is otherwise than it was.

use crate::compare::FieldChange;

/// Says how a field differs from what it was.
pub fn of(field: &FieldChange) -> String {
    let name = &field.name;
    match (&field.old, &field.new) {
        (Some(old), Some(new)) => format!("`{name}` was `{}`, and is `{}`", brief(old), brief(new)),
        (None, Some(new)) => format!("`{name}` is new: `{}`", brief(new)),
        (Some(old), None) => format!("`{name}` is gone; it was `{}`", brief(old)),
        (None, None) => format!("`{name}` is another"),
    }
}

/// Returns the beginning of a text that is too long to be shown.
fn brief(text: &str) -> String {
    /// In characters.
    const LONGEST: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.to_owned(),
    }
}
