//! The colours, one place for all that opsdoc says in a terminal.

use std::fmt;

pub use annotate_snippets::renderer::Style;
use annotate_snippets::renderer::{
    AnsiColor, DEFAULT_ERROR_STYLE, DEFAULT_HELP_STYLE, DEFAULT_NOTE_STYLE, DEFAULT_WARNING_STYLE,
};

use crate::diagnostic::Severity;

/// A fault, and a finding that fails the check.
pub const ERROR: Style = DEFAULT_ERROR_STYLE;
/// A finding that is probably a defect.
pub const WARNING: Style = DEFAULT_WARNING_STYLE;
/// Something to know.
pub const NOTE: Style = DEFAULT_NOTE_STYLE;
/// Something to do.
pub const HELP: Style = DEFAULT_HELP_STYLE;
/// What the eye should find first.
pub const STRONG: Style = Style::new().bold();
/// A heading.
pub const HEADING: Style = Style::new().bold().underline();
/// What is written exactly so in a source or at a prompt.
pub const CODE: Style = AnsiColor::Cyan.on_default();
/// What matters less.
pub const FAINT: Style = Style::new().dimmed();
/// What was made.
pub const DONE: Style = AnsiColor::BrightGreen.on_default().bold();

/// Returns the style of a severity.
pub fn severity(severity: Severity) -> Style {
    match severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
        Severity::Note => NOTE,
    }
}

/// Shows something in a style.
pub fn paint(style: Style, text: impl fmt::Display) -> impl fmt::Display {
    fmt::from_fn(move |f| write!(f, "{style}{text}{style:#}"))
}

/// Shows text whose names stand in backticks, the names as code.
///
/// The backticks stay, so that the text reads the same without colours.
pub fn with_names(text: &str) -> String {
    let mut painted = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, name, after)) = next_name(rest) {
        painted.push_str(before);
        painted.push_str(&paint(CODE, name).to_string());
        rest = after;
    }
    painted + rest
}

/// Returns what stands before the next name in backticks, the name with them, and the rest.
fn next_name(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find('`')?;
    let end = start + 1 + text[start + 1..].find('`')? + 1;
    Some((&text[..start], &text[start..end], &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::with_names;

    #[test]
    fn names_are_painted_and_keep_their_backticks() {
        assert_eq!(with_names("no step `a`, nor ` b"), "no step \u{1b}[36m`a`\u{1b}[0m, nor ` b");
    }
}
