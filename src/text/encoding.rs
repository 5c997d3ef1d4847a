//! Bytes into text, whatever the bytes.
//!
//! UTF-8 is the rule. A byte order mark or an XML declaration may say otherwise, and UTF-16 is known by its zeros
//! without one; what is neither is read as Windows-1252, which gives every byte a character, so that nothing is lost.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Text with what was found about its encoding.
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The encoding that was used where it was not plain UTF-8.
    pub other_than_utf8: Option<&'static str>,
    /// Whether some bytes had no meaning in that encoding and stand as U+FFFD.
    pub damaged: bool,
}

/// Decodes a file's bytes.
pub fn decode(bytes: Vec<u8>) -> Decoded {
    if let Some((encoding, _)) = Encoding::for_bom(&bytes)
        && encoding != UTF_8
    {
        return with(encoding, &bytes);
    }
    if let Some(encoding) = of_zeros(&bytes) {
        return with(encoding, &bytes);
    }
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Decoded { text, other_than_utf8: None, damaged: false }
        }
        Err(error) => {
            let bytes = error.into_bytes();
            with(declared(&bytes).filter(|found| *found != UTF_8).unwrap_or(WINDOWS_1252), &bytes)
        }
    }
}

/// Tells UTF-16 without a byte order mark from its zeros: in the text of most languages every other byte is one, and
/// those between are none (as XML 1.0, appendix F, does for the first four bytes).
fn of_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    /// How many bytes are looked at.
    const HEAD: usize = 512;
    let head = bytes.get(..bytes.len().min(HEAD) & !1)?;
    if head.len() < 4 {
        return None;
    }
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 4);
    match (even, odd) {
        (0, odd) if odd > half => Some(UTF_16LE),
        (even, 0) if even > half => Some(UTF_16BE),
        _ => None,
    }
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, used, damaged) = encoding.decode(bytes);
    Decoded { text: text.into_owned(), other_than_utf8: Some(used.name()), damaged }
}

/// Returns the encoding that an XML declaration names (XML 1.0, 4.3.3).
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(200))?;
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    let declaration = std::str::from_utf8(&head[..end]).ok()?.strip_prefix("<?xml")?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Encoding::for_label(value[1..].split(quote).next()?.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn utf_16_is_known_without_its_mark() {
        let text = "<?xml version=\"1.0\"?><a>température</a>";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!((decode(little).text.as_str(), decode(big).text.as_str()), (text, text));
        for plain in ["", "a", "a\0b", "\0", "plain"] {
            assert_eq!(decode(plain.into()).text, plain);
        }
    }
}
