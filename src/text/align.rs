//! Finds places of decoded text in the source that it was decoded from.

/// Returns the byte in `written` at which the byte `target` of `decoded` stands.
///
/// The two agree but for what decoding resolves: backslash escapes, character references, line
/// endings and indentation that a reader takes away. Where they part, the nearest place is given;
/// the result is never beyond the end of `written`.
pub fn locate(written: &str, decoded: &str, target: usize) -> usize {
    if written.len() == decoded.len() {
        return target.min(written.len());
    }
    let (mut at, mut done) = (0, 0);
    let source = written.as_bytes();
    let text = decoded.as_bytes();
    while done < target.min(text.len()) && at < source.len() {
        if source[at] == b'&'
            && reference_length(&written[at..]).is_some_and(|length| length > 1)
            && !(text[done] == b'&'
                && decoded[done..].starts_with(&written[at..at + reference_length(&written[at..]).unwrap_or(1)]))
        {
            at += reference_length(&written[at..]).unwrap_or(1);
            // An entity may be two characters, and what follows then be taken for the second.
            done += decoded.get(done..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        } else if source[at] == text[done] || (text[done] == b' ' && source[at] == b'\n') {
            // Within a code span, a line ending is a space.
            at += 1;
            done += 1;
        } else {
            // A backslash, a quotation mark of a block quote, indentation: not in the text.
            at += 1;
        }
    }
    // What stands before the next character and is not in the text belongs to neither.
    if done < text.len() && at < source.len() && source[at] == b'\\' && text[done] != b'\\' {
        at += 1;
    }
    while at < source.len() && !written.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Returns the length of the character reference that this text begins with.
fn reference_length(text: &str) -> Option<usize> {
    let end = text.bytes().take(34).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let valid = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
    valid.then_some(end + 1)
}

/// Returns the line or lines that a range of a text stands in, without the end of the last.
pub fn line_of(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let bytes = text.as_bytes();
    let (from, to) = (range.start.min(bytes.len()), range.end.min(bytes.len()));
    let start = bytes[..from].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let end = bytes[to..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| to + length);
    start..end.max(start)
}

#[cfg(test)]
mod tests {
    use super::locate;

    /// Says where each decoded character begins in the source.
    fn places(written: &str, decoded: &str) -> Vec<usize> {
        decoded.char_indices().map(|(at, _)| locate(written, decoded, at)).collect()
    }

    #[test]
    fn escapes_and_references_are_stepped_over() {
        assert_eq!(places(r"A\_B", "A_B"), [0, 2, 3]);
        assert_eq!(places("a&lt;b", "a<b"), [0, 1, 5]);
        assert_eq!(places("&eacute;t", "ét"), [0, 8]);
        assert_eq!(places("x & y\\!", "x & y!"), [0, 1, 2, 3, 4, 6]);
    }

    #[test]
    fn an_entity_of_two_characters_misleads_nobody() {
        let (written, decoded) = ("&NotEqualTilde;\u{301}&amp;x", "\u{2242}\u{338}\u{301}&x");
        for at in 0..=decoded.len() {
            assert!(written.is_char_boundary(locate(written, decoded, at)), "{at}");
        }
    }

    #[test]
    fn no_place_is_beyond_the_source() {
        assert_eq!(locate("a", "bcd", 3), 1);
    }
}
