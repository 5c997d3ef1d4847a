//! The texts that are open in the editor.

use lsp_types::TextDocumentContentChangeEvent;

use super::position::{Encoding, Lines};

/// Applies changes to a text, one after the other.
pub(super) fn apply(text: &mut String, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) {
    for change in changes {
        let Some(range) = change.range else {
            *text = change.text;
            continue;
        };
        let lines = Lines::new(text, encoding);
        let (start, end) = (lines.offset(range.start), lines.offset(range.end));
        text.replace_range(start.min(end)..end.max(start), &change.text);
    }
}
