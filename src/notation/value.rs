//! Numbers, labels and units.

use std::ops::Range;

use super::unit;

/// Returns the number that a value is: decimal, with `.` or `,`, with spaces between groups of three digits, or
/// hexadecimal with `0x`. `2,000` is two to one reader and two thousand to another, so it is none.
pub fn number(written: &str) -> Option<f64> {
    let text = written.trim().replace(['\u{2212}', '\u{2013}'], "-");
    let (sign, digits) =
        text.strip_prefix('-').map_or((1.0, text.strip_prefix('+').unwrap_or(&text)), |rest| (-1.0, rest));
    if let Some(hex) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        return u64::from_str_radix(hex, 16).ok().map(|value| sign * value as f64);
    }
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') || is_ambiguous(digits) {
        return None;
    }
    let closed: String = digits.chars().filter(|c| !is_space(*c)).collect();
    let plain = if closed.contains('.') { closed } else { closed.replacen(',', ".", 1) };
    plain.parse::<f64>().ok().filter(|value| value.is_finite()).map(|value| sign * value)
}

/// Tells whether a value is written as a number is, be it clear which or not.
pub fn is_numeric(written: &str) -> bool {
    let digits = written.trim().trim_start_matches(['-', '+', '\u{2212}', '\u{2013}']);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits
            .chars()
            .all(|c| c.is_ascii_hexdigit() || matches!(c, '.' | ',' | 'x' | 'X' | '+' | '-') || is_space(c))
}

/// Tells whether a value stands for one that is yet to come: `TBD`, `XX`, `N`, `$rate`.
pub fn is_placeholder(written: &str) -> bool {
    let text = written.trim();
    let same = |letter: char| text.chars().all(|c| c.eq_ignore_ascii_case(&letter));
    text.starts_with(['$', '<', '{', '%'])
        || matches!(text, "TBD" | "TBC" | "TBW" | "TBS" | "NA" | "N/A" | "NN")
        || same('x')
        || same('n')
        || same('_')
        || (text.len() == 1 && text.chars().all(char::is_alphabetic))
}

/// Tells whether a decimal comma could as well part thousands: one to three digits, then three.
fn is_ambiguous(digits: &str) -> bool {
    digits.split_once(',').is_some_and(|(whole, rest)| {
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        (1..=3).contains(&whole.len())
            && !whole.starts_with('0')
            && rest.len() == 3
            && all_digits(whole)
            && all_digits(rest)
    })
}

pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}')
}

/// Reads a value at a byte: a number, a quoted text, or a label.
pub(super) fn read(text: &str, at: usize, decimal_comma: bool) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    let closing = match first {
        '"' => Some('"'),
        '\'' => Some('\''),
        '“' => Some('”'),
        '«' => Some('»'),
        _ => None,
    };
    if let Some(closing) = closing {
        let inner = &rest[first.len_utf8()..];
        let end = inner.find(closing).filter(|end| !inner[..*end].contains('\n'))?;
        let trimmed = inner[..end].trim_matches([' ', '\u{a0}', '\u{202f}']);
        let from = at + first.len_utf8() + inner[..end].find(trimmed).unwrap_or(0);
        return Some(from..from + trimmed.len());
    }
    // A variable stands for a value that is yet to come: what it is compared with is named all the same.
    if let Some(name) = rest.strip_prefix('$').filter(|name| name.starts_with(|c: char| c.is_alphabetic() || c == '_'))
    {
        return Some(at..at + 1 + label_length(name));
    }
    let signed = rest.strip_prefix(['-', '+', '\u{2212}', '\u{2013}']).unwrap_or(rest);
    let sign = rest.len() - signed.len();
    let length = if signed.starts_with(|c: char| c.is_ascii_digit()) {
        let number = number_length(signed, decimal_comma);
        // `3AXIS` is a label; `28V` is a number with its unit.
        if is_label_from(signed, number) { label_length(signed) } else { number }
    } else if sign == 0 && (first.is_alphabetic() || first == '_') {
        label_length(signed)
    } else {
        0
    };
    (length > 0).then(|| at..at + sign + length)
}

/// Tells whether what goes on after this many digits makes a label of them.
fn is_label_from(text: &str, digits: usize) -> bool {
    let rest = &text[digits..];
    let end = rest.find(|c: char| !is_of_unit(c)).unwrap_or(rest.len());
    let letters = rest[..end].trim_end_matches('/');
    let goes_on = rest.starts_with(|c: char| c.is_alphabetic() || c == '_');
    goes_on && (unit::symbol(letters).is_none() || rest[end..].starts_with(|c: char| c.is_alphanumeric() || c == '_'))
}

fn label_length(text: &str) -> usize {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', '-']).len()
}

/// Returns the length of a number without its sign.
fn number_length(text: &str, decimal_comma: bool) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    if bytes.starts_with(b"0x") || bytes.starts_with(b"0X") {
        let hex = bytes[2..].iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        return if hex > 0 { 2 + hex } else { 1 };
    }
    let mut length = digits(0);
    // More groups than these make no number that is compared.
    for _ in 0..6 {
        let Some(end) = group(text, length).filter(|_| (1..=3).contains(&digits(0))) else { break };
        length = end;
    }
    let point = bytes.get(length).is_some_and(|byte| *byte == b'.' || (decimal_comma && *byte == b','));
    if point {
        let fraction = digits(length + 1);
        length += if fraction > 0 { 1 + fraction } else { 0 };
    }
    if matches!(bytes.get(length), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(length + 1), Some(b'-' | b'+')));
        let exponent = bytes.get(length + 1 + sign..).map_or(0, |_| digits(length + 1 + sign));
        length += if exponent > 0 { 1 + sign + exponent } else { 0 };
    }
    length
}

/// Returns where a group of three digits ends that a space parts from those before it.
fn group(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let space = rest.chars().next().filter(|c| is_space(*c))?;
    let digits = &rest[space.len_utf8()..];
    let count = digits.bytes().take_while(|byte| byte.is_ascii_digit()).count();
    (count == 3).then_some(at + space.len_utf8() + count)
}

/// Reads a unit after a number.
pub(super) fn unit(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let trimmed = rest.trim_start_matches(is_space);
    let start = at + rest.len() - trimmed.len();
    if let Some(length) = product_length(trimmed) {
        return Some(start..start + length);
    }
    let end = trimmed.find(|c: char| !is_of_unit(c)).unwrap_or(trimmed.len());
    let candidate = trimmed[..end].trim_end_matches('/');
    // `5 o` or `5 d` is a unit in a table, in running text it may be the beginning of `o'clock`.
    let elided = candidate.len() == 1 && trimmed[end..].starts_with(['\'', '’']);
    (!elided && unit::symbol(candidate).is_some()).then(|| start..start + candidate.len())
}

/// Returns the length of a unit that is a product with points or figures in it, as `N.m.s` and `A.m2` are.
fn product_length(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !(is_of_unit(c) || matches!(c, '.' | '⋅' | '2'))).unwrap_or(text.len());
    let whole = text[..end].trim_end_matches('.');
    let is_product = whole.contains(['.', '⋅', '2']) && unit::symbol(whole).is_some();
    (is_product && !text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '_')).then_some(whole.len())
}

fn is_of_unit(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '%' | '°' | '/' | 'µ' | 'Ω' | '·' | '²' | '³')
}

#[cfg(test)]
mod tests {
    use super::{number, read, unit};

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let read = ["26.5", "26,5", "-3", "0x1F", "1e3", "−2", "SAFE", "1.2.3"].map(number);
        assert_eq!(read, [Some(26.5), Some(26.5), Some(-3.0), Some(31.0), Some(1000.0), Some(-2.0), None, None]);
        let grouped = ["2 000", "2\u{202f}000,5", "2,000", "0,500"].map(number);
        assert_eq!(grouped, [Some(2000.0), Some(2000.5), None, Some(0.5)]);
    }

    #[test]
    fn values_end_where_they_end() {
        let value = |text: &'static str| read(text, 0, true).map(|range| &text[range]);
        assert_eq!(value("SAFE."), Some("SAFE"));
        assert_eq!(value("$DV_SHORT and"), Some("$DV_SHORT"));
        assert_eq!(value("$5"), None);
        assert_eq!(value("26,5 V"), Some("26,5"));
        assert_eq!(value("« ON », puis"), Some("ON"));
        assert_eq!(value("5."), Some("5"));
        assert_eq!(value("(x)"), None);
        assert_eq!(value("2 000 rpm"), Some("2 000"));
        assert_eq!(value("28V"), Some("28"));
        assert_eq!(value("3AXIS then"), Some("3AXIS"));
    }

    #[test]
    fn a_word_after_a_number_is_no_unit() {
        assert_eq!(unit("5 and", 1), None);
        assert_eq!(unit("5 °C.", 1), Some(2..5));
        assert_eq!(unit("5 N.m.s. The", 1), Some(2..7));
        assert_eq!(unit("5 A.m2", 1), Some(2..6));
        assert_eq!(unit("5 V.Then", 1), Some(2..3));
    }
}
