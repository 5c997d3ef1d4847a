//! Finds words and mnemonics in text.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

/// The characters of a word that count; what is longer (a key, a picture in base 64) is known by its beginning.
pub(super) const LONGEST: usize = 255;

/// What French drops the end of before a vowel.
const ELIDED: [&str; 16] =
    ["l", "d", "j", "s", "n", "m", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu", "entr"];

/// A word in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// Whether it is an elided article, as `l` of `l’équipement`.
    pub(super) elided: bool,
}

/// The words of a text: runs of letters and digits with the marks that change them (UAX #29, WB4 to WB10), and pairs
/// of characters where no spaces are written.
pub(super) struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    /// Begins at the start of a text.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        loop {
            let start = run(self.text, self.at, |class| class == Class::Other);
            let first = self.text[start..].chars().next()?;
            if class(first).joins() {
                self.at = run(self.text, start, Class::joins);
                return Some(Word { range: start..self.at, elided: is_elided(self.text, start..self.at) });
            }
            let middle = start + first.len_utf8();
            let second = self.text[middle..].chars().next().filter(|c| class(*c) == Class::Ideograph);
            self.at = middle;
            // The last character of a run stands in the pair before; alone it is a word.
            let paired = self.text[..start].chars().next_back().is_some_and(|c| class(c) == Class::Ideograph);
            if second.is_some() || !paired {
                let end = middle + second.map_or(0, char::len_utf8);
                return Some(Word { range: start..end, elided: false });
            }
        }
    }
}

/// What a character is in a word. The searcher of the pages is given the same classes as a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Stands between words.
    Other,
    /// A letter.
    Letter,
    /// A digit, or a mark that belongs to the letter before it.
    Joined,
    /// A character of a script that writes no spaces.
    Ideograph,
}

impl Class {
    /// Tells whether the character joins those beside it to one word.
    fn joins(self) -> bool {
        matches!(self, Class::Letter | Class::Joined)
    }

    /// Tells whether the character is a letter, of whatever script.
    fn is_letter(self) -> bool {
        matches!(self, Class::Letter | Class::Ideograph)
    }
}

/// Returns what a character is in a word.
#[inline]
pub(super) fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' => return Class::Letter,
        '0'..='9' => return Class::Joined,
        c if c.is_ascii() => return Class::Other,
        _ => {}
    }
    match c {
        // French and its neighbours, without a look at Unicode's tables.
        '×' | '÷' => Class::Other,
        'À'..='\u{24f}' => Class::Letter,
        // An apostrophe, though a letter by Unicode.
        '\u{2bc}' => Class::Other,
        c if is_mark(c) => Class::Joined,
        // Kana, Han and Hangul.
        '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' => Class::Ideograph,
        '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => Class::Ideograph,
        '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => Class::Ideograph,
        '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}' | '\u{ff66}'..='\u{ff9d}' => Class::Ideograph,
        // Thai and Lao, Myanmar, Khmer.
        '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e4e}' | '\u{e81}'..='\u{ece}' => Class::Ideograph,
        '\u{1000}'..='\u{103f}' | '\u{1780}'..='\u{17d3}' => Class::Ideograph,
        c if c.is_alphabetic() => Class::Letter,
        c if c.is_numeric() || extends(c) => Class::Joined,
        _ => Class::Other,
    }
}

/// Tells whether a character belongs to the one before it (UAX #29, Extend and SpacingMark): a vowel sign, a virama.
fn extends(c: char) -> bool {
    // Most of what is no letter is punctuation and signs.
    let sign =
        matches!(c, '\u{80}'..='\u{2ff}' | '\u{2000}'..='\u{20cf}' | '\u{2100}'..='\u{2bff}' | '\u{e000}'..='\u{f8ff}');
    let together: String = ['a', c].into_iter().collect();
    !sign
        && !matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..)
        && together.graphemes(true).nth(1).is_none()
}

/// Returns the end of the run of characters of a class that begins at a byte. Most of a text is ASCII, a byte each.
#[inline]
fn run(text: &str, mut at: usize, wanted: impl Fn(Class) -> bool) -> usize {
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii() {
            if !wanted(class(char::from(*byte))) {
                break;
            }
            at += 1;
            continue;
        }
        match text[at..].chars().next() {
            Some(c) if wanted(class(c)) => at += c.len_utf8(),
            _ => break,
        }
    }
    at
}

/// Tells whether a character changes or hyphenates a word without being one of its letters.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200c}' | '\u{200d}')
}

/// Tells whether a folded word can be an elided article.
pub(super) fn is_elidable(word: &str) -> bool {
    ELIDED.contains(&word)
}

fn is_elided(text: &str, word: Range<usize>) -> bool {
    let mut after = text[word.end..].chars();
    matches!(after.next(), Some('\'' | '’' | '\u{2bc}'))
        && after.next().is_some_and(|c| class(c).is_letter())
        && ELIDED.iter().any(|elided| elided.eq_ignore_ascii_case(&text[word.clone()]))
}

/// Tells whether a folded word has a stem other than itself: numbers and words of two letters have none. They are a
/// third of operational text.
pub(super) fn has_stem(word: &str) -> bool {
    !word.starts_with(|c: char| c.is_ascii_digit()) && word.char_indices().nth(2).is_some()
}

/// Tells whether a character is a space, as ECMAScript sees it too.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// Returns the beginning of a word that counts.
pub(super) fn head(word: &str) -> &str {
    if word.len() <= LONGEST {
        return word;
    }
    word.char_indices().nth(LONGEST).map_or(word, |(end, _)| &word[..end])
}

/// Tells whether a character joins the parts of a mnemonic.
fn is_connector(c: char) -> bool {
    matches!(c, '_' | '-' | '.' | '/')
}

/// Returns the next mnemonic at or after a byte: a token with an underscore, with letters and digits, or all in
/// capitals, as identifiers are and words are not.
pub(super) fn mnemonic(text: &str, at: usize) -> Option<Range<usize>> {
    let mut characters = text[at..].char_indices().map(|(offset, c)| (at + offset, c));
    let mut token = Token::default();
    loop {
        match characters.next() {
            Some((at, c)) if class(c) != Class::Other && (c.is_ascii() || !is_mark(c)) => token.push(at, c),
            Some((_, c)) if is_connector(c) && token.count > 0 => token.joined |= c == '_',
            _ if token.is_mnemonic() => return Some(token.start..token.end),
            Some(_) => token = Token::default(),
            None => return None,
        }
    }
}

/// What is known of a token from its start to its last letter or digit.
#[derive(Default)]
struct Token {
    start: usize,
    end: usize,
    count: usize,
    letter: bool,
    lower: bool,
    digit: bool,
    underscore: bool,
    /// Whether an underscore stands after the last letter or digit.
    joined: bool,
}

impl Token {
    #[inline]
    fn push(&mut self, at: usize, c: char) {
        if self.count == 0 {
            self.start = at;
        }
        self.end = at + c.len_utf8();
        self.count += 1;
        self.underscore |= self.joined;
        match c {
            'a'..='z' => (self.letter, self.lower) = (true, true),
            'A'..='Z' => self.letter = true,
            '0'..='9' => self.digit = true,
            c if class(c).is_letter() => {
                self.letter = true;
                self.lower |= c.to_lowercase().eq([c]);
            }
            _ => {}
        }
    }

    fn is_mnemonic(&self) -> bool {
        self.count > 1 && self.letter && (self.underscore || self.digit || !self.lower)
    }
}

/// Returns an identifier as it is indexed: in lower case, with `_` for whatever joins its parts, so that
/// `FCP-AOCS-012` and `fcp_aocs_012` are one.
pub(super) fn identifier(text: &str) -> String {
    let mut out = String::new();
    write_identifier(text, &mut out);
    out
}

/// Writes an identifier as it is indexed over what `out` holds.
pub(super) fn write_identifier(text: &str, out: &mut String) {
    out.clear();
    for c in head(text.trim_matches(is_space)).chars() {
        match c {
            c if is_connector(c) || is_space(c) => out.push('_'),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.extend(c.to_lowercase()),
        }
    }
}
