//! Sets text for a terminal: wraps lines, and shows the little Markdown that explanations use.

use crate::report::style::{CODE, FAINT, HEADING, paint, with_names};

/// How wide running text is at most: beyond it the eye loses the line.
const MEASURE: usize = 88;

/// Wraps text at spaces, each line after an indentation. Colours take no room.
pub(super) fn wrap(text: &str, indent: &str, width: usize) -> String {
    let width = width.min(MEASURE).saturating_sub(indent.len()).max(20);
    let mut lines = String::from(indent);
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = visible(word);
        if used > 0 && used + 1 + length > width {
            lines.push('\n');
            lines.push_str(indent);
            used = 0;
        } else if used > 0 {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += length;
    }
    lines
}

/// Returns how many characters of a word are seen: all but those of `ESC[…m`.
fn visible(word: &str) -> usize {
    let mut escaped = false;
    let seen = word.chars().filter(|c| {
        escaped |= *c == '\u{1b}';
        let seen = !escaped;
        escaped &= *c != 'm';
        seen
    });
    seen.count()
}

/// Sets an explanation: headings, paragraphs, lists, and code as it is written.
pub(super) fn explanation(markdown: &str, width: usize) -> String {
    let mut set = Set { width, text: String::new(), paragraph: String::new() };
    let (mut fenced, mut after_heading) = (false, false);
    for line in markdown.lines() {
        // Each line keeps the space that a doc comment begins with.
        let line = line.strip_prefix(' ').unwrap_or(line);
        if line.trim_start().starts_with("```") {
            set.end_paragraph();
            fenced = !fenced;
        } else if fenced {
            set.line(&format!("    {}", paint(CODE, line)));
        } else if let Some(heading) = line.strip_prefix("## ") {
            set.end_paragraph();
            set.gap();
            set.line(&paint(HEADING, heading).to_string());
            after_heading = true;
            continue;
        } else if line.trim().is_empty() {
            set.end_paragraph();
            if !after_heading {
                set.gap();
            }
        } else {
            if line.trim_start().starts_with("- ") {
                set.end_paragraph();
            }
            set.paragraph.push_str(line.trim());
            set.paragraph.push(' ');
        }
        after_heading = false;
    }
    set.end_paragraph();
    set.text.trim_end().to_owned() + "\n"
}

struct Set {
    width: usize,
    text: String,
    paragraph: String,
}

impl Set {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Leaves one empty line, unless there is one.
    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn end_paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        if !paragraph.is_empty() {
            self.line(&wrap(&with_names(paragraph.trim()), "  ", self.width));
        }
    }
}

/// Shows something beside something else that matters more.
pub(super) fn faint(text: &str) -> String {
    paint(FAINT, text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_wrapped_by_what_is_seen() {
        assert_eq!(wrap("one two  three four five", "  ", 22), "  one two three four\n  five");
        assert_eq!(wrap("\u{1b}[36maaaaaaaaa\u{1b}[0m bbbbbbbbbb", "", 20), "\u{1b}[36maaaaaaaaa\u{1b}[0m bbbbbbbbbb");
    }

    #[test]
    fn an_explanation_is_set() {
        let markdown = " ## Example\n\n ```yaml\n title: x\n ```\n\n ## How to mend it\n Write one\n of `a` or `b`.\n";
        let text = anstream::adapter::strip_str(&explanation(markdown, 80)).to_string();
        assert_eq!(text, "Example\n    title: x\n\nHow to mend it\n  Write one of `a` or `b`.\n");
    }
}
