//! The fences of code blocks.

use super::problem::UNCLOSED_CODE;
use crate::diagnostic::Diagnostic;
use crate::text::span::Span;

/// Tells whether a line ends a code block, of which `written` is all, with the line that begins it.
pub(super) fn is_closed(written: &str) -> bool {
    let (opening, rest) = written.split_once('\n').unwrap_or((written, ""));
    let Some(sign) = opening.chars().next() else { return true };
    let length = length(opening, sign);
    // Within a quotation the line begins with its marks.
    let last = rest.trim_end().lines().next_back().unwrap_or_default().trim_start_matches(['>', ' ', '\t']);
    length > 0 && last.chars().all(|c| c == sign) && last.len() >= length
}

/// Says that no line ends a code block.
pub(super) fn unclosed(written: &str, span: Span) -> Diagnostic {
    let opening = written.lines().next().unwrap_or_default();
    let place = span.part(0, opening.trim_end().len());
    Diagnostic::new(&UNCLOSED_CODE, place, "this block of code has no end")
        .label("all that follows is code")
        .help("write the fence that it begins with on a line of its own after its last line")
}

fn length(opening: &str, sign: char) -> usize {
    opening.chars().take_while(|c| *c == sign).count()
}

#[cfg(test)]
mod tests {
    use super::is_closed;

    #[test]
    fn a_block_ends_with_as_many_signs_as_it_begins_with() {
        for closed in ["```\na\n```", "~~~ sh\na\n~~~~\n", "````\n```\n````", "```\n> a\n> ```"] {
            assert!(is_closed(closed), "{closed}");
        }
        for open in ["```", "```\na", "````\na\n```", "```\na\n~~~", "```\na\n``` b"] {
            assert!(!is_closed(open), "{open}");
        }
    }
}
