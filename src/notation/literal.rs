//! What a value of JSON is without its quotation marks.

/// Tells whether a text is a value of JSON other than a string (RFC 8259): a number, `true`, `false`, `null`, a list
/// or an object. A string of these characters has to stay in quotation marks, or it would be another value.
pub fn is_json(text: &str) -> bool {
    let plain = !text.starts_with('"') && text.trim() == text;
    plain && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// Tells whether a text is a number of JSON.
pub fn is_json_number(text: &str) -> bool {
    text.starts_with(|c: char| c == '-' || c.is_ascii_digit()) && is_json(text)
}

#[cfg(test)]
mod tests {
    use super::{is_json, is_json_number};

    #[test]
    fn what_needs_no_quotation_marks_is_known() {
        for text in ["1", "-0.5", "1e3", "1e999", "true", "null", "[1, 2]", "{\"a\": 1}"] {
            assert!(is_json(text), "{text}");
        }
        for text in ["SAFE", "007", "0x1F", "+1", ".5", "1 ", "\"1\"", "[1", "NaN", ""] {
            assert!(!is_json(text), "{text}");
        }
        assert!(is_json_number("-1") && !is_json_number("true") && !is_json_number("[1]"));
    }
}
