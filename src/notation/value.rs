//! Numbers, labels and units.

use std::ops::Range;

/// Returns the number that a value is: decimal, with `.` or `,`, or hexadecimal with `0x`.
pub fn number(written: &str) -> Option<f64> {
    let text = written.trim().replace('\u{2212}', "-");
    let (sign, digits) =
        text.strip_prefix('-').map_or((1.0, text.strip_prefix('+').unwrap_or(&text)), |rest| (-1.0, rest));
    if let Some(hex) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        return u64::from_str_radix(hex, 16).ok().map(|value| sign * value as f64);
    }
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let plain = if digits.contains('.') { digits.to_owned() } else { digits.replacen(',', ".", 1) };
    plain.parse::<f64>().ok().filter(|value| value.is_finite()).map(|value| sign * value)
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
    let signed = rest.strip_prefix(['-', '+', '\u{2212}']).unwrap_or(rest);
    let sign = rest.len() - signed.len();
    let length = if signed.starts_with(|c: char| c.is_ascii_digit()) {
        number_length(signed, decimal_comma)
    } else if sign == 0 && (first.is_alphabetic() || first == '_') {
        let end = signed.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))).unwrap_or(signed.len());
        signed[..end].trim_end_matches(['.', '-']).len()
    } else {
        0
    };
    (length > 0).then(|| at..at + sign + length)
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

/// The units that are told from words: SI (BIPM brochure, 9th edition), those accepted beside it,
/// and what operations use.
const UNITS: &[&str] = &[
    "%", "°", "°C", "°/s", "A", "Ah", "B", "GB", "GHz", "Gbit/s", "Hz", "J", "K", "MB", "MHz", "Mbit/s", "Mbps", "N",
    "Nm", "N·m", "Nms", "Pa", "T", "V", "VA", "W", "Wh", "bar", "bit", "bit/s", "bits", "bps", "d", "dB", "dBHz",
    "dBW", "dBm", "deg", "deg/s", "degC", "g", "h", "hPa", "kB", "kHz", "kPa", "kW", "kbit/s", "kbps", "kg", "km",
    "km/s", "kΩ", "m", "m/s", "mA", "mAh", "mN", "mNm", "mV", "mW", "mbar", "mg", "min", "mm", "mrad", "ms", "nT", "o",
    "ohm", "rad", "rad/s", "rpm", "s", "tr/min", "uT", "us", "µA", "µT", "µV", "µs", "Ω", "min.", "sec", "mn",
];

/// Reads a unit after a number.
pub(super) fn unit(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let trimmed = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let start = at + rest.len() - trimmed.len();
    let end = trimmed
        .find(|c: char| !(c.is_alphabetic() || matches!(c, '%' | '°' | '/' | 'µ' | 'Ω' | '·' | '²' | '³')))
        .unwrap_or(trimmed.len());
    let candidate = trimmed[..end].trim_end_matches('/');
    UNITS.contains(&candidate).then(|| start..start + candidate.len())
}

#[cfg(test)]
mod tests {
    use super::{number, read, unit};

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let read = ["26.5", "26,5", "-3", "0x1F", "1e3", "−2", "SAFE", "1.2.3"].map(number);
        assert_eq!(read, [Some(26.5), Some(26.5), Some(-3.0), Some(31.0), Some(1000.0), Some(-2.0), None, None]);
    }

    #[test]
    fn values_end_where_they_end() {
        let value = |text: &'static str| read(text, 0, true).map(|range| &text[range]);
        assert_eq!(value("SAFE."), Some("SAFE"));
        assert_eq!(value("26,5 V"), Some("26,5"));
        assert_eq!(value("« ON », puis"), Some("ON"));
        assert_eq!(value("5."), Some("5"));
        assert_eq!(value("(x)"), None);
    }

    #[test]
    fn a_word_after_a_number_is_no_unit() {
        assert_eq!(unit("5 and", 1), None);
        assert_eq!(unit("5 °C.", 1), Some(2..5));
    }
}
