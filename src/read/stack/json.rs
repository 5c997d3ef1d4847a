//! JSON (RFC 8259) with the place of each value.

use crate::model::inline::Text;
use crate::notation::literal;
use crate::text::source::Source;
use crate::text::span::{SourceId, Span};

/// A value.
#[derive(Debug, Clone)]
pub(super) enum Json {
    /// A string, its place that within the quotation marks.
    String(Text),
    /// A number, as written.
    Number(Text),
    /// `true`, `false` or `null`.
    Word(Text),
    /// Several values.
    List(Vec<Json>, Span),
    /// Values under keys.
    Object(Object),
}

/// Values under keys, in the order in which they are written.
#[derive(Debug, Clone)]
pub(super) struct Object {
    /// The keys and their values.
    pub(super) members: Vec<(Text, Json)>,
    /// The whole of it.
    pub(super) span: Span,
}

/// Why something is no JSON, and where.
pub(super) struct Malformed {
    pub(super) message: String,
    pub(super) span: Span,
}

impl Json {
    /// Returns the place of the value.
    pub(super) fn span(&self) -> Span {
        match self {
            Json::String(text) | Json::Number(text) | Json::Word(text) => text.span,
            Json::List(_, span) => *span,
            Json::Object(object) => object.span,
        }
    }

    /// Returns what kind of value it is, in words.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Json::String(_) => "a string",
            Json::Number(_) => "a number",
            Json::Word(text) if text.as_str() == "null" => "`null`",
            Json::Word(_) => "a truth value",
            Json::List(..) => "a list",
            Json::Object(_) => "an object",
        }
    }

    /// Returns the characters of a string.
    pub(super) fn string(&self) -> Option<&Text> {
        match self {
            Json::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the value as the model keeps it: its characters, marked where they had to be in quotation marks.
    pub(super) fn value(&self, source: &Source) -> Text {
        match self {
            Json::String(text) => Text { quoted: literal::is_json(text.as_str()), ..text.clone() },
            Json::Number(text) | Json::Word(text) => text.clone(),
            Json::List(_, span) | Json::Object(Object { span, .. }) => Text::new(source.slice(*span), *span),
        }
    }
}

impl Object {
    /// Returns the value under a key; the last of several, as readers of JSON do.
    pub(super) fn get(&self, key: &str) -> Option<&Json> {
        self.members.iter().rev().find(|(name, _)| name.as_str() == key).map(|(_, value)| value)
    }
}

/// Values within values that are followed; deeper ones are refused.
const DEEPEST: usize = 128;

/// Reads a text as JSON, strictly: no comments, no comma too many.
pub(super) fn parse(id: SourceId, source: &Source) -> Result<Json, Malformed> {
    let mut reader = Reader { id, text: &source.text, at: 0, depth: 0 };
    reader.space();
    if reader.at == source.text.len() {
        return Err(reader.malformed("the file is empty"));
    }
    let value = reader.value()?;
    reader.space();
    match reader.at == source.text.len() {
        true => Ok(value),
        false => Err(reader.malformed("something follows the end of the value")),
    }
}

/// A text that is read. No package of JSON that gives places is as strict as the standard and small besides.
struct Reader<'s> {
    id: SourceId,
    text: &'s str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn span(&self, start: usize) -> Span {
        Span::new(self.id, start, self.at)
    }

    /// Says what is wrong at the next character.
    fn malformed(&self, message: &str) -> Malformed {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        Malformed { message: message.to_owned(), span: Span::new(self.id, self.at, self.at + length) }
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        self.at += self.rest().bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
    }

    /// Steps over a sign, if it comes next.
    fn take(&mut self, sign: u8) -> bool {
        let found = self.next() == Some(sign);
        self.at += usize::from(found);
        found
    }

    fn value(&mut self) -> Result<Json, Malformed> {
        if self.depth == DEEPEST {
            return Err(self.malformed("more values stand within one another than any stack has"));
        }
        self.depth += 1;
        let value = match self.next() {
            Some(b'{') => self.object(),
            Some(b'[') => self.list(),
            Some(b'"') => self.string().map(Json::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        };
        self.depth -= 1;
        value
    }

    fn object(&mut self) -> Result<Json, Malformed> {
        let (start, mut members) = (self.at, Vec::new());
        self.at += 1;
        self.space();
        while !self.take(b'}') {
            if !members.is_empty() {
                if !self.take(b',') {
                    return Err(self.malformed("a comma or a closing brace is missing here"));
                }
                self.space();
            }
            if self.next() != Some(b'"') {
                return Err(self.malformed("a key in quotation marks is missing here"));
            }
            let key = self.string()?;
            self.space();
            if !self.take(b':') {
                return Err(self.malformed("a colon is missing here"));
            }
            self.space();
            members.push((key, self.value()?));
            self.space();
        }
        Ok(Json::Object(Object { members, span: self.span(start) }))
    }

    fn list(&mut self) -> Result<Json, Malformed> {
        let (start, mut values) = (self.at, Vec::new());
        self.at += 1;
        self.space();
        while !self.take(b']') {
            if !values.is_empty() {
                if !self.take(b',') {
                    return Err(self.malformed("a comma or a closing bracket is missing here"));
                }
                self.space();
            }
            values.push(self.value()?);
            self.space();
        }
        Ok(Json::List(values, self.span(start)))
    }

    fn number(&mut self) -> Result<Json, Malformed> {
        let start = self.at;
        let fits = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-');
        let length = self.rest().bytes().take_while(|byte| fits(*byte)).count();
        let written = &self.text[start..start + length];
        if !literal::is_json_number(written) {
            return Err(self.malformed("this is no number of JSON"));
        }
        self.at += length;
        Ok(Json::Number(Text::new(written, self.span(start))))
    }

    fn word(&mut self) -> Result<Json, Malformed> {
        let start = self.at;
        let found = ["true", "false", "null"].into_iter().find(|word| self.rest().starts_with(word));
        let Some(word) = found else { return Err(self.malformed("a value is missing here")) };
        self.at += word.len();
        Ok(Json::Word(Text::new(word, self.span(start))))
    }

    fn string(&mut self) -> Result<Text, Malformed> {
        let opening = self.malformed("the string that begins here has no end");
        self.at += 1;
        let start = self.at;
        let mut said = String::new();
        loop {
            let Some(c) = self.rest().chars().next() else { return Err(opening) };
            match c {
                '"' => break,
                '\\' => said.push(self.escape()?),
                '\0'..='\u{1f}' => {
                    return Err(self.malformed("a string cannot hold this character; write it as `\\n` or `\\u…`"));
                }
                c => {
                    said.push(c);
                    self.at += c.len_utf8();
                }
            }
        }
        let inner = self.span(start);
        self.at += 1;
        Ok(Text::decoded(said, inner, &self.text[start..inner.end as usize]))
    }

    fn escape(&mut self) -> Result<char, Malformed> {
        let unknown = self.malformed("JSON has no such escape");
        let c = match self.text.as_bytes().get(self.at + 1) {
            Some(b'n') => '\n',
            Some(b't') => '\t',
            Some(b'r') => '\r',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'u') => return self.code().ok_or(unknown),
            _ => return Err(unknown),
        };
        self.at += 2;
        Ok(c)
    }

    /// Reads `\u` with four digits, or two of them for a character beyond the first plane. Half of one is none.
    fn code(&mut self) -> Option<char> {
        let unit = |at: usize| {
            let digits = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
            let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            u16::from_str_radix(digits, 16).ok().filter(|_| is_hex)
        };
        let first = unit(self.at)?;
        let (units, length) = match first {
            0xd800..=0xdbff => (vec![first, unit(self.at + 6)?], 12),
            _ => (vec![first], 6),
        };
        let c = char::decode_utf16(units).next()?.ok()?;
        self.at += length;
        Some(c)
    }
}

/// Returns the byte of a string, as it is written between its quotation marks, at which a byte of what it says stands.
pub(super) fn located(written: &str, target: usize) -> usize {
    let bytes = written.as_bytes();
    let (mut at, mut said) = (0, 0);
    while said < target && at < bytes.len() {
        let (source, decoded) = match (bytes[at], bytes.get(at + 1)) {
            (b'\\', Some(b'u')) => {
                let code = written.get(at + 2..at + 6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
                match code {
                    // The first half of a character beyond the first plane; the second half follows it.
                    Some(0xd800..=0xdbff) => (12, 4),
                    Some(code) => (6, char::from_u32(code).map_or(3, char::len_utf8)),
                    None => (2, 1),
                }
            }
            (b'\\', _) => (2, 1),
            _ => (1, 1),
        };
        at += source;
        said += decoded;
    }
    let mut at = at.min(bytes.len());
    while !written.is_char_boundary(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{Json, located, parse};
    use crate::text::digest::Digest;
    use crate::text::source::Source;
    use crate::text::span::SourceId;

    #[test]
    fn what_the_standard_allows_is_read_and_nothing_else() {
        let read = |text: &str| {
            let source = Source::new("a.ycs", text.to_owned(), Digest::of(b""));
            parse(SourceId(0), &source).map_err(|malformed| malformed.message)
        };
        for text in ["{}", "[1, -0.5e+3, true, null, \"a\\u00e9\\ud83d\\ude80\\/\"]", "\t{\"a\":\r\n{}}\n"] {
            assert!(read(text).is_ok(), "{text}: {:?}", read(text).err());
        }
        let wrong = [
            "",
            "{",
            "[1,]",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\" 1}",
            "[1 2]",
            "01",
            "+1",
            ".5",
            "1.",
            "NaN",
            "'a'",
            "\"a",
            "\"\\x\"",
            "\"\\ud83d\"",
            "\"\n\"",
            "// a\n1",
            "1 2",
            "tru",
        ];
        for text in wrong {
            assert!(read(text).is_err(), "{text}: {:?}", read(text).ok());
        }
        assert!(read(&"[".repeat(100_000)).is_err());
        assert!(matches!(read("\"\\u0041\""), Ok(Json::String(text)) if text.as_str() == "A"));
    }

    #[test]
    fn what_escapes_say_has_its_place() {
        let written = r#"a\nb \u00e9\ud83d\ude80 é \"c\""#;
        let said = "a\nb é🚀 é \"c\"";
        for (word, found) in [("a", "a"), ("b", "b"), ("é🚀", r"\u00e9"), ("c", "c")] {
            let at = located(written, said.find(word).unwrap_or_default());
            assert!(written[at..].starts_with(found), "{word}: {}", &written[at..]);
        }
    }
}
