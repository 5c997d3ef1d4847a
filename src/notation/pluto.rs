//! The words, numbers, strings and signs of PLUTO (ECSS-E-ST-70-32C, Annex A), and what is a name or a condition in it.

/// The words that end a name or an expression.
pub const KEYWORDS: &[&str] = &[
    "procedure",
    "declare",
    "preconditions",
    "main",
    "watchdog",
    "confirmation",
    "end",
    "event",
    "described",
    "initiate",
    "in",
    "with",
    "refer",
    "if",
    "then",
    "else",
    "case",
    "when",
    "otherwise",
    "while",
    "do",
    "for",
    "repeat",
    "until",
    "wait",
    "log",
    "inform",
    "raise",
    "save",
    "timeout",
    "and",
    "or",
    "not",
    "xor",
    "of",
    "by",
    "to",
    "is",
    "variable",
];

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A word: a keyword, or a part of a name.
    Word,
    /// A number.
    Number,
    /// A string constant, with its quotation marks.
    String,
    /// A sign.
    Sign,
    /// A comment, with its marks.
    Comment,
}

/// A token and the bytes that it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its first byte.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// The line that it begins in, from 0.
    pub line: usize,
}

/// Signs of more than one character.
const LONG: [&str; 6] = [":=", "<=", ">=", "<>", "!=", "**"];

/// Cuts a text into tokens. Every character but white space belongs to one.
pub fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let (mut tokens, mut at, mut line) = (Vec::new(), 0, 0);
    while at < bytes.len() {
        let rest = &text[at..];
        let first = rest.chars().next().unwrap_or(' ');
        if first.is_whitespace() || first == '\u{feff}' {
            line += usize::from(first == '\n');
            at += first.len_utf8();
            continue;
        }
        let (kind, length) = if rest.starts_with("//") {
            (Kind::Comment, rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with("/*") {
            (Kind::Comment, rest.find("*/").map_or(rest.len(), |end| end + 2))
        } else if first == '"' {
            (Kind::String, string(rest))
        } else if first.is_ascii_digit() {
            (Kind::Number, number(rest))
        } else if is_word(first) {
            (Kind::Word, rest.find(|c| !is_word(c)).unwrap_or(rest.len()))
        } else {
            let long = LONG.iter().find(|sign| rest.starts_with(**sign));
            (Kind::Sign, long.map_or(first.len_utf8(), |sign| sign.len()))
        };
        tokens.push(Token { kind, start: at, end: at + length, line });
        line += bytes[at..at + length].iter().filter(|byte| **byte == b'\n').count();
        at += length;
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '°' | '%' | 'µ' | '$')
}

/// Returns the length of a string, to the end of the text where it has none.
fn string(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    text.len()
}

/// Returns the length of a number: digits, a point, an exponent, or hexadecimal digits.
fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    if text.starts_with("0x") || text.starts_with("0X") {
        return 2 + bytes[2..].iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    }
    let mut end = digits(0);
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end += 1 + digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = bytes.get(end + 1 + sign).map_or(0, |_| digits(end + 1 + sign));
        end += if exponent > 0 { 1 + sign + exponent } else { 0 };
    }
    end
}

/// Returns what a string constant says, and what a comment says, without their marks.
pub fn inner(written: &str) -> (usize, usize) {
    let whole = written.len();
    if let Some(rest) = written.strip_prefix("//") {
        return (2, 2 + rest.trim_end().len());
    }
    if written.starts_with("/*") {
        let end = if written.len() >= 4 && written.ends_with("*/") { whole - 2 } else { whole };
        return (2, end.max(2));
    }
    let end = if whole >= 2 && written.ends_with('"') { whole - 1 } else { whole };
    (1.min(whole), end.max(1.min(whole)))
}

/// Returns what a string constant says: `\"`, `\\` and `\n` are what they are elsewhere.
pub fn said(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some('n') => out.push('\n'),
                Some(c @ ('"' | '\\')) => out.push(c),
                Some(other) => out.extend(['\\', other]),
                None => out.push('\\'),
            },
            c => out.push(c),
        }
    }
    out
}

/// Returns a text as a comment may hold it. Marks of comments in it get a backslash between their signs, one more where
/// there are some already; [`uncommented`] takes it away again.
pub fn commented(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // The last sign that is no backslash.
    let mut last = ' ';
    for c in text.chars() {
        if is_mark(last, c) {
            out.push('\\');
        }
        out.push(c);
        last = if c == '\\' { last } else { c };
    }
    out
}

/// Returns what a comment says: see [`commented`].
pub fn uncommented(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut last = ' ';
    for c in written.chars() {
        if is_mark(last, c) && out.ends_with('\\') {
            out.pop();
        }
        out.push(c);
        last = if c == '\\' { last } else { c };
    }
    out
}

/// Tells whether two signs begin or end a comment.
fn is_mark(first: char, second: char) -> bool {
    matches!((first, second), ('*', '/') | ('/', '*'))
}

/// Tells whether a text is a name: words of letters, digits and `_`, also joined by `of`; none of them a keyword.
pub fn is_name(text: &str) -> bool {
    let mut words = text.split(' ');
    let plain = |word: &str| {
        !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_') && !KEYWORDS.contains(&word)
    };
    let first =
        words.next().is_some_and(|word| plain(word) && word.starts_with(|c: char| c.is_alphabetic() || c == '_'));
    let mut last_joins = false;
    let rest = words.all(|word| {
        let joins = word == "of";
        let fits = if joins {
            !last_joins
        } else {
            plain(word) && (!last_joins || !word.starts_with(|c: char| c.is_ascii_digit()))
        };
        last_joins = joins;
        fits
    });
    first && rest && !last_joins
}

/// Tells whether a text is a name of one word.
pub fn is_word_name(text: &str) -> bool {
    !text.contains(' ') && is_name(text)
}

/// Tells whether a text is a number as PLUTO writes it, with a sign or without one.
pub fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    matches!(tokens(digits).as_slice(), [only] if only.kind == Kind::Number && only.start == 0 && only.end == digits.len())
}

/// Tells whether a text is a unit that may follow a number.
pub fn is_unit(text: &str) -> bool {
    let mut parts = text.split('/');
    let word = |part: &str| {
        !part.is_empty()
            && !part.starts_with(|c: char| c.is_ascii_digit())
            && part.chars().all(is_word)
            && !KEYWORDS.contains(&part)
    };
    parts.by_ref().take(2).all(word) && parts.next().is_none()
}

/// Tells whether a text is an expression that compares something: sums, names and constants with a sign of comparison
/// between them, joined by `and`, `or` and `not`.
pub fn is_condition(text: &str) -> bool {
    let tokens = tokens(text);
    let word = |token: &Token| &text[token.start..token.end];
    let mut compares = false;
    // Whether a value comes next, or what joins it to another one.
    let (mut wants_value, mut open) = (true, 0_usize);
    for (at, token) in tokens.iter().enumerate() {
        let (token_word, before) = (word(token), at.checked_sub(1).map(|at| &tokens[at]));
        match (token.kind, token_word, wants_value) {
            (Kind::Comment, ..) => return false,
            (Kind::Word, "not", true) | (Kind::Sign, "-" | "+", true) => {}
            (Kind::Word, "and" | "or" | "xor", false) => wants_value = true,
            (Kind::Word, "of", false) => wants_value = true,
            (Kind::Word, word, _) if KEYWORDS.contains(&word) => return false,
            (Kind::Word | Kind::Number | Kind::String, _, true) => wants_value = false,
            // A name goes on, or a unit follows its number.
            (Kind::Word | Kind::Number, _, false) => {
                if before.is_none_or(|before| !matches!(before.kind, Kind::Word | Kind::Number)) {
                    return false;
                }
            }
            (Kind::Sign, "=" | "!=" | "<>" | "<" | ">" | "<=" | ">=", false) => {
                compares = true;
                wants_value = true;
            }
            (Kind::Sign, "+" | "-" | "*" | "/" | "**", false) => wants_value = true,
            (Kind::Sign, "(", true) => open += 1,
            (Kind::Sign, ")", false) if open > 0 => open -= 1,
            _ => return false,
        }
    }
    compares && !wants_value && open == 0
}

#[cfg(test)]
mod tests {
    use super::{Kind, is_condition, is_name, is_number, is_unit, tokens};

    #[test]
    fn names_numbers_units_and_conditions_are_known() {
        for name in ["AOC_MODE", "Switch on Star Tracker2", "Reaction Wheel3 of AOC of Satellite"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "FCP-AOC-010", "2nd", "a of", "log it", "a  b", "/SAT/X"] {
            assert!(!is_name(name), "{name}");
        }
        assert!(is_number("-1.5e3") && is_number("0x1F") && !is_number("1,5") && !is_number("a"));
        assert!(is_unit("°C") && is_unit("m/s") && !is_unit("m/s/s") && !is_unit("in") && !is_unit(""));
        for text in ["A = 1", "A > 5 V and not B = ON", "(A = 1 or B = 2) and C < D + 1", "status of X = \"on\""] {
            assert!(is_condition(text), "{text}");
        }
        for text in ["the battery is charged", "A =", "A = 1,5", "A ∈ {B}", "A = 28 ± 1", "if A = 1"] {
            assert!(!is_condition(text), "{text}");
        }
    }

    #[test]
    fn a_text_is_cut_into_words_and_signs() {
        let text = "x := 1.5e3 V; // done\nlog \"a \\\" b\" /* two\nlines */ end<=0x1F";
        let cut: Vec<_> = tokens(text).iter().map(|token| (token.kind, &text[token.start..token.end])).collect();
        let expected = [
            (Kind::Word, "x"),
            (Kind::Sign, ":="),
            (Kind::Number, "1.5e3"),
            (Kind::Word, "V"),
            (Kind::Sign, ";"),
            (Kind::Comment, "// done"),
            (Kind::Word, "log"),
            (Kind::String, "\"a \\\" b\""),
            (Kind::Comment, "/* two\nlines */"),
            (Kind::Word, "end"),
            (Kind::Sign, "<="),
            (Kind::Number, "0x1F"),
        ];
        assert_eq!(cut, expected);
        assert_eq!(tokens(text).last().map(|token| token.line), Some(2));
    }
}
