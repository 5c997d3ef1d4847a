//! Turns what was typed into clauses over the fields.
//!
//! Each word is looked for in each field; the greatest score counts, and a part of each other ([`Weights::tie`]).
//! Words are joined by *or*: a unit that has more of them stands higher. Text in quotation marks must stand as it is
//! written. The last word may be unfinished. What the glossary calls the same is looked for
//! too, at less. The weights were measured on known-item queries over French and English documentation
//! (`benches/relevance.py`).

use tantivy::schema::Field;

use super::analysis::{Form, Former};
use super::schema::{Fields, Stems};
use super::synonyms::{self, Synonyms};
use super::words::{self, Words};

/// What is asked of an index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// The words: `battery "safe mode" PWR_BAT1`.
    pub text: String,
    /// How many hits are wanted at most.
    pub limit: usize,
    /// What each hit has to be.
    pub filters: Filters,
}

/// What each hit has to be; nothing where all will do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// The kind of the unit or of its document: `step`, `procedure`, `contingency`, `telecommand`.
    pub kind: Option<String>,
    /// The mission that it applies to.
    pub mission: Option<String>,
    /// The phase that it applies to.
    pub phase: Option<String>,
    /// The environment that it applies to.
    pub environment: Option<String>,
    /// The status.
    pub status: Option<String>,
    /// The language.
    pub language: Option<String>,
}

/// What things are worth to a question. These figures stand here alone: the searcher of the pages is given them.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub(super) struct Weights {
    /// Of what bears a name that was typed.
    pub(super) identifier: f64,
    /// Of what answers an alarm or event that was typed.
    pub(super) handles: f64,
    /// Of what bears a name that begins so.
    pub(super) identifier_prefix: f64,
    /// Of a word in the title.
    pub(super) title: f64,
    /// Of a word of its stem in the title.
    pub(super) title_stem: f64,
    /// Of a mnemonic in title or text.
    pub(super) code: f64,
    /// Of a word in the text.
    pub(super) body: f64,
    /// Of a word of its stem in the text.
    pub(super) body_stem: f64,
    /// Of a word in the title that begins so.
    pub(super) title_prefix: f64,
    /// Of a mnemonic that begins so.
    pub(super) code_prefix: f64,
    /// Of a word in the text that begins so.
    pub(super) body_prefix: f64,
    /// How much of it another word for the same is worth.
    pub(super) synonym: f64,
    /// How much of the lesser scores of a word counts.
    pub(super) tie: f64,
    /// How much a repeated word gains (BM25, k1).
    pub(super) k1: f64,
    /// How much the length of a text counts (BM25, b).
    pub(super) b: f64,
    /// What the score of the least ready unit is multiplied by.
    pub(super) readiness: f64,
    /// What each degree of readiness adds to that.
    pub(super) degree: f64,
    /// What the score of a document's front, or of a procedure as a whole, is multiplied by: who types what a document
    /// is called wants the document, before the sections elsewhere that are called alike.
    pub(super) front: f64,
}

pub(super) const WEIGHTS: Weights = Weights {
    identifier: 100.0,
    handles: 50.0,
    identifier_prefix: 3.0,
    title: 3.0,
    title_stem: 2.5,
    code: 2.0,
    body: 1.0,
    body_stem: 0.9,
    title_prefix: 1.0,
    code_prefix: 1.0,
    body_prefix: 0.5,
    synonym: 0.6,
    tie: 0.3,
    k1: 1.2,
    b: 0.75,
    readiness: 0.7,
    degree: 0.05,
    front: 1.25,
};

/// How many words are asked for at most: a page pasted into the box is no question.
const WORDS: usize = 48;

/// What was typed, in parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// The whole as an identifier.
    pub(super) whole: String,
    pub(super) words: Vec<AskedWord>,
    /// The mnemonics, as identifiers.
    pub(super) mnemonics: Vec<String>,
    /// The quoted words.
    pub(super) phrases: Vec<Vec<String>>,
    /// Whether the last word may be unfinished.
    pub(super) unfinished: bool,
}

/// A word that was typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct AskedWord {
    pub(super) folded: String,
    /// The mnemonic that it is a part of, which is never corrected.
    pub(super) mnemonic: Option<usize>,
    /// Whether that mnemonic is known: then the whole is asked for, and not its parts.
    pub(super) explained: bool,
}

impl Asked {
    /// Cuts what was typed into parts.
    pub(super) fn new(text: &str) -> Self {
        let mut former = Former::new(Form::Folded);
        let pieces: Vec<&str> = text.split(['"', '“', '”', '«', '»']).collect();
        let mut asked = Self { whole: words::identifier(text), ..Self::default() };
        asked.unfinished = pieces.last().is_some_and(|last| !last.is_empty() && !last.ends_with(words::is_space));
        for (at, piece) in pieces.iter().enumerate() {
            // A mark that is not closed quotes nothing.
            if at % 2 == 1 && at + 1 < pieces.len() {
                asked.quoted(piece, &mut former);
            } else {
                asked.plain(piece, &mut former);
            }
        }
        asked
    }

    fn quoted(&mut self, text: &str, former: &mut Former) {
        let words = Words::new(text).filter(|word| !word.elided).take(WORDS);
        let phrase: Vec<_> = words.map(|word| former.of(&text[word.range])).collect();
        if !phrase.is_empty() {
            self.phrases.push(phrase);
        }
    }

    fn plain(&mut self, text: &str, former: &mut Former) {
        let mut mnemonics = Vec::new();
        let mut at = 0;
        while let Some(range) = words::mnemonic(text, at) {
            at = range.end;
            mnemonics.push(range);
        }
        for word in Words::new(text).filter(|word| !word.elided) {
            let folded = former.of(&text[word.range.clone()]);
            let known = self.words.iter().position(|known| known.folded == folded);
            let mnemonic = mnemonics.iter().position(|range| range.contains(&word.range.start));
            let mnemonic = mnemonic.map(|at| self.mnemonics.len() + at);
            match known {
                // The last word stays last, as it may be unfinished.
                Some(known) => {
                    let word = self.words.remove(known);
                    self.words.push(word);
                }
                None if self.words.len() < WORDS => self.words.push(AskedWord { folded, mnemonic, explained: false }),
                None => {}
            }
        }
        for range in mnemonics.into_iter().take(WORDS) {
            self.mnemonics.push(words::identifier(&text[range]));
        }
    }

    /// Tells whether nothing is asked for.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty()
    }

    /// Returns the beginning of the word that may be unfinished.
    pub(super) fn prefix(&self) -> Option<&str> {
        let last = self.words.last().filter(|word| self.unfinished && !word.explained)?;
        (last.folded.chars().count() > 1).then_some(last.folded.as_str())
    }

    /// Returns the beginning of the mnemonic that may be unfinished.
    pub(super) fn mnemonic_prefix(&self) -> Option<&str> {
        let last = self.words.last().filter(|word| self.unfinished && word.mnemonic.is_some())?;
        self.mnemonics.last().filter(|mnemonic| mnemonic.ends_with(&last.folded)).map(String::as_str)
    }
}

/// A part of a question: its ways are alternatives, of which the best counts, and a little of the others.
#[derive(Debug)]
pub(super) struct Clause {
    /// Whether a unit without it is no hit.
    pub(super) required: bool,
    pub(super) ways: Vec<Way>,
}

/// A way to find something.
#[derive(Debug)]
pub(super) struct Way {
    pub(super) field: Field,
    pub(super) sought: Sought,
    pub(super) worth: Worth,
}

/// What is looked for in a field.
#[derive(Debug)]
pub(super) enum Sought {
    Term(String),
    /// All terms that begin so.
    Beginning(String),
    /// Words side by side.
    Phrase(Vec<String>),
}

/// What a find is worth.
#[derive(Debug, Clone, Copy)]
pub(super) enum Worth {
    /// The same each time.
    Flat(f64),
    /// By BM25, times a weight; the length is that of a field of whole words.
    Weighed(f64, Length),
}

/// Whose length counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    Title,
    Body,
    Code,
}

/// Returns the parts of a question, in the order in which their scores are added.
pub(super) fn clauses(fields: &Fields, asked: &Asked, synonyms: &[Synonyms]) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut stemmers = Stemmers::new(fields);
    let others = synonyms::others(synonyms, asked);
    for (at, word) in asked.words.iter().enumerate() {
        let mut ways = Vec::new();
        if !word.explained {
            let prefix = asked.prefix().filter(|_| at + 1 == asked.words.len());
            word_ways(fields, &mut stemmers, &word.folded, prefix, &mut ways);
        }
        others.iter().filter(|other| other.from == at && other.count == 1).for_each(|other| {
            other_ways(fields, other.words, &mut ways);
        });
        clauses.push(Clause { required: false, ways });
        for other in others.iter().filter(|other| other.from == at && other.count > 1) {
            let mut ways = Vec::new();
            other_ways(fields, other.words, &mut ways);
            clauses.push(Clause { required: false, ways });
        }
    }
    let mut names: Vec<&String> = Vec::new();
    for name in asked.mnemonics.iter().chain(Some(&asked.whole)).filter(|name| !name.is_empty()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    for name in names {
        let prefix = asked.mnemonic_prefix().filter(|prefix| prefix == name);
        clauses.push(Clause { required: false, ways: name_ways(fields, name, prefix) });
    }
    for phrase in &asked.phrases {
        let way =
            |field, weight, length| Way { field, sought: words_sought(phrase), worth: Worth::Weighed(weight, length) };
        let ways = vec![way(fields.title, WEIGHTS.title, Length::Title), way(fields.body, WEIGHTS.body, Length::Body)];
        clauses.push(Clause { required: true, ways });
    }
    clauses
}

fn word_ways(fields: &Fields, stemmers: &mut Stemmers, word: &str, prefix: Option<&str>, ways: &mut Vec<Way>) {
    let term = |field, term: &str, weight, length| {
        let worth = Worth::Weighed(weight, length);
        Way { field, sought: Sought::Term(term.to_owned()), worth }
    };
    ways.push(term(fields.title, word, WEIGHTS.title, Length::Title));
    ways.push(term(fields.body, word, WEIGHTS.body, Length::Body));
    for (stems, stem) in stemmers.stems(word) {
        ways.push(term(stems.title, &stem, WEIGHTS.title_stem, Length::Title));
        ways.push(term(stems.body, &stem, WEIGHTS.body_stem, Length::Body));
    }
    if let Some(prefix) = prefix {
        ways.push(beginning(fields.title, prefix, WEIGHTS.title_prefix));
        ways.push(beginning(fields.body, prefix, WEIGHTS.body_prefix));
    }
}

fn other_ways(fields: &Fields, words: &[String], ways: &mut Vec<Way>) {
    let way = |field, weight: f64, length| {
        let worth = Worth::Weighed(weight * WEIGHTS.synonym, length);
        Way { field, sought: words_sought(words), worth }
    };
    ways.push(way(fields.title, WEIGHTS.title, Length::Title));
    ways.push(way(fields.body, WEIGHTS.body, Length::Body));
}

fn name_ways(fields: &Fields, name: &str, prefix: Option<&str>) -> Vec<Way> {
    let way = |field, worth| Way { field, sought: Sought::Term(name.to_owned()), worth };
    let mut ways = vec![
        way(fields.identifier, Worth::Flat(WEIGHTS.identifier)),
        way(fields.handles, Worth::Flat(WEIGHTS.handles)),
        way(fields.code, Worth::Weighed(WEIGHTS.code, Length::Code)),
    ];
    if let Some(prefix) = prefix {
        ways.push(beginning(fields.identifier, prefix, WEIGHTS.identifier_prefix));
        ways.push(beginning(fields.code, prefix, WEIGHTS.code_prefix));
    }
    ways
}

/// Finds the terms that begin so; all alike, as a rare one is no better than a frequent one.
fn beginning(field: Field, prefix: &str, score: f64) -> Way {
    Way { field, sought: Sought::Beginning(prefix.to_owned()), worth: Worth::Flat(score) }
}

fn words_sought(words: &[String]) -> Sought {
    match words {
        [word] => Sought::Term(word.clone()),
        words => Sought::Phrase(words.to_vec()),
    }
}

/// The stemmers of both languages: a question does not say its own.
pub(super) struct Stemmers {
    list: [(Stems, Former); 2],
}

impl Stemmers {
    pub(super) fn new(fields: &Fields) -> Self {
        Self { list: [(fields.french, Former::new(Form::French)), (fields.english, Former::new(Form::English))] }
    }

    /// Returns the stems of a folded word, each with its fields; none where it has none.
    pub(super) fn stems(&mut self, word: &str) -> Vec<(Stems, String)> {
        let list = self.list.iter_mut().filter(|_| words::has_stem(word));
        list.map(|(stems, former)| (*stems, former.stem(word))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_mnemonics_and_phrases() {
        let asked = Asked::new("l'Équipement \"mode d'attente\" PWR_BAT1");
        let words: Vec<_> = asked.words.iter().map(|word| (word.folded.as_str(), word.mnemonic.is_some())).collect();
        assert_eq!(words, [("equipement", false), ("pwr", true), ("bat1", true)]);
        assert_eq!(asked.phrases, [["mode", "attente"]]);
        assert_eq!(asked.mnemonics, ["pwr_bat1"]);
        assert_eq!((asked.prefix(), asked.mnemonic_prefix()), (Some("bat1"), Some("pwr_bat1")));
        assert_eq!(Asked::new("battery ").prefix(), None);
    }
}
