//! Cuts text into the terms that are indexed and asked for.
//!
//! Three readings of one text, each a tokenizer that the schema names:
//!
//! - [`PLAIN`]: every word, folded (lower case, without accents), with its position;
//! - [`FRENCH`] and [`ENGLISH`]: the stems of the folded words (Snowball, Porter 2001). Folding comes first: stems
//!   of accented words differ from those of the same words typed without accents;
//! - [`CODE`]: mnemonics whole, and each of their parts at the same position.
//!
//! Chinese, Japanese and Korean are cut into pairs of characters, as they write no spaces between words.

use rustc_hash::FxHashMap;
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RawTokenizer, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer,
    TokenizerManager,
};

use super::words::{self, Words};

/// The stemmer, whose minor version is the date of its algorithms. A test holds it against Cargo.lock.
pub(super) const STEMMER: &str = "frostem 1.20260821.8";

/// The tokenizer of folded words.
pub(super) const PLAIN: &str = "opsdoc_plain";
/// The tokenizer of French stems.
pub(super) const FRENCH: &str = "opsdoc_fr";
/// The tokenizer of English stems.
pub(super) const ENGLISH: &str = "opsdoc_en";
/// The tokenizer of mnemonics.
pub(super) const CODE: &str = "opsdoc_code";
/// The tokenizer that leaves a value whole.
pub(super) const WHOLE: &str = "raw";

/// Returns the tokenizers under their names. An index knows its tokenizers by name only, so each
/// index that is made or opened needs them.
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(PLAIN, TextAnalyzer::from(WordTokenizer::new(Form::Folded)));
    manager.register(FRENCH, TextAnalyzer::from(WordTokenizer::new(Form::French)));
    manager.register(ENGLISH, TextAnalyzer::from(WordTokenizer::new(Form::English)));
    manager.register(CODE, TextAnalyzer::from(CodeTokenizer::default()));
    manager
}

/// The form of a word that is indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Lower case without accents.
    Folded,
    /// The French stem of the folded word.
    French,
    /// The English stem of the folded word.
    English,
}

/// Turns words into a form, and remembers the costly ones: a text has few different words.
#[derive(Clone)]
pub(super) struct Former {
    folder: Memo,
    stemmer: Option<Memo>,
    folded: String,
}

impl Former {
    /// Makes one for a form.
    pub(super) fn new(form: Form) -> Self {
        let raw = || TextAnalyzer::builder(RawTokenizer::default());
        let stemmer = match form {
            Form::Folded => None,
            Form::French => Some(raw().filter(Stemmer::new(Language::French)).build()),
            Form::English => Some(raw().filter(Stemmer::new(Language::English)).build()),
        };
        Self {
            folder: Memo::new(raw().filter(LowerCaser).filter(AsciiFoldingFilter).build()),
            stemmer: stemmer.map(Memo::new),
            folded: String::new(),
        }
    }

    /// Writes the form of a word over what `out` holds.
    pub(super) fn write(&mut self, word: &str, out: &mut String) {
        let word = words::head(word);
        let Self { folder, stemmer, folded } = self;
        let target = if stemmer.is_some() { &mut *folded } else { &mut *out };
        target.clear();
        if word.is_ascii() {
            target.push_str(word);
            target.make_ascii_lowercase();
        } else {
            folder.write(word, target);
        }
        if let Some(stemmer) = stemmer {
            out.clear();
            stemmer.write(folded, out);
        }
    }

    /// Returns the folded form of the word that was written last.
    fn folded(&self) -> &str {
        &self.folded
    }

    /// Returns the stem of a folded word, the word itself where the form has no stems.
    pub(super) fn stem(&mut self, folded: &str) -> String {
        let Some(stemmer) = &mut self.stemmer else { return folded.to_owned() };
        let mut out = String::new();
        stemmer.write(folded, &mut out);
        out
    }

    /// Returns the form of a word.
    pub(super) fn of(&mut self, word: &str) -> String {
        let mut out = String::new();
        self.write(word, &mut out);
        out
    }
}

/// An analyzer of single words with its answers so far.
#[derive(Clone)]
struct Memo {
    analyzer: TextAnalyzer,
    known: FxHashMap<Box<str>, Box<str>>,
}

impl Memo {
    /// How many words are remembered; random identifiers must not fill the memory.
    const LIMIT: usize = 1 << 16;

    fn new(analyzer: TextAnalyzer) -> Self {
        Self { analyzer, known: FxHashMap::default() }
    }

    fn write(&mut self, word: &str, out: &mut String) {
        if let Some(known) = self.known.get(word) {
            out.push_str(known);
            return;
        }
        // Marks that combine and soft hyphens are no letters: what is left is what one types.
        let letters: String = word.chars().filter(|c| !words::is_mark(*c)).collect();
        let start = out.len();
        self.analyzer.token_stream(&letters).process(&mut |token| out.push_str(&token.text));
        if self.known.len() < Self::LIMIT {
            self.known.insert(word.into(), out[start..].into());
        }
    }
}

/// The tokenizer of words in a form.
#[derive(Clone)]
struct WordTokenizer {
    former: Former,
    form: Form,
    token: Token,
}

impl WordTokenizer {
    fn new(form: Form) -> Self {
        Self { former: Former::new(form), form, token: Token::default() }
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        WordStream { tokenizer: self, words: Words::new(text), text, position: 0 }
    }
}

/// The words of one text.
struct WordStream<'a> {
    tokenizer: &'a mut WordTokenizer,
    words: Words<'a>,
    text: &'a str,
    position: usize,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let WordTokenizer { former, form, token } = &mut *self.tokenizer;
        for word in self.words.by_ref() {
            let written = &self.text[word.range.clone()];
            // An elided article shares the position of the word that it leans on: nothing written is missing from
            // the index, and a phrase passes over it.
            former.write(written, &mut token.text);
            // Whether a word has a stem is seen by its folded form alone, so that who knows the folded words of a
            // unit knows its stems.
            if token.text.is_empty() || (*form != Form::Folded && !words::has_stem(former.folded())) {
                continue;
            }
            (token.offset_from, token.offset_to) = (word.range.start, word.range.end);
            token.position = self.position;
            self.position += usize::from(!word.elided);
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        &self.tokenizer.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokenizer.token
    }
}

/// The tokenizer of mnemonics.
#[derive(Clone, Default)]
struct CodeTokenizer {
    token: Token,
}

impl Tokenizer for CodeTokenizer {
    type TokenStream<'a> = CodeStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> CodeStream<'a> {
        self.token.reset();
        CodeStream { token: &mut self.token, text, at: 0, whole: String::new(), part: None, position: 0 }
    }
}

/// The mnemonics of one text.
struct CodeStream<'a> {
    token: &'a mut Token,
    text: &'a str,
    at: usize,
    /// The mnemonic that is being cut.
    whole: String,
    /// Where its next part begins.
    part: Option<usize>,
    position: usize,
}

impl TokenStream for CodeStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some(from) = self.part {
            let to = self.whole[from..].find('_').map(|length| from + length);
            self.part = to.map(|to| to + 1);
            let part = &self.whole[from..to.unwrap_or(self.whole.len())];
            if part.len() > 1 {
                self.token.text.clear();
                self.token.text.push_str(part);
                return true;
            }
        }
        let Some(range) = words::mnemonic(self.text, self.at) else { return false };
        self.at = range.end;
        words::write_identifier(&self.text[range.clone()], &mut self.whole);
        self.part = self.whole.contains('_').then_some(0);
        self.token.text.clone_from(&self.whole);
        (self.token.offset_from, self.token.offset_to) = (range.start, range.end);
        self.token.position = self.position;
        self.position += 1;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tokenizer: &str, text: &str, expected: &[(usize, &str)]) {
        let mut analyzer = tokenizers().get(tokenizer).expect("the tokenizer is registered");
        let mut found = Vec::new();
        analyzer.token_stream(text).process(&mut |token| found.push((token.position, token.text.clone())));
        let found: Vec<_> = found.iter().map(|(position, text)| (*position, text.as_str())).collect();
        assert_eq!(found, expected, "{tokenizer}: {text}");
    }

    #[test]
    fn elision_folding_and_stems() {
        check(PLAIN, "Jusqu’à l'ÉQUIPEMENT", &[(0, "jusqu"), (0, "a"), (1, "l"), (1, "equipement")]);
        check(PLAIN, "c == 'n'; cœur e\u{301}tat", &[(0, "c"), (1, "n"), (2, "coeur"), (3, "etat")]);
        check(FRENCH, "l'équipement, les équipements", &[(0, "equip"), (1, "le"), (2, "equip")]);
        check(FRENCH, "equipements", &[(0, "equip")]);
        check(ENGLISH, "Thrusters firing", &[(0, "thruster"), (1, "fire")]);
        check(PLAIN, "हिन्दी भाषा", &[(0, "हिन्दी"), (1, "भाषा")]);
        check(PLAIN, "ไทย", &[(0, "ไท"), (1, "ทย")]);
        check(PLAIN, "温度传感 and 火", &[(0, "温度"), (1, "度传"), (2, "传感"), (3, "and"), (4, "火")]);
    }

    #[test]
    fn mnemonics_whole_and_in_parts() {
        let expected = [(0, "pwr_bat1_undervolt"), (0, "pwr"), (0, "bat1"), (0, "undervolt"), (1, "aocs")];
        check(CODE, "See `PWR_BAT1_UNDERVOLT`, on AOCS.", &expected);
        check(CODE, "FCP-AOCS-012.", &[(0, "fcp_aocs_012"), (0, "fcp"), (0, "aocs"), (0, "012")]);
        check(CODE, "well-known words of a text, 3.14", &[]);
    }

    #[test]
    fn the_stemmer_is_the_one_that_is_locked() {
        let lock = include_str!("../../Cargo.lock").replace('"', "");
        let (name, version) = STEMMER.split_once(' ').expect("a name and a version");
        assert!(lock.contains(&format!("name = {name}\nversion = {version}\n")));
    }
}
