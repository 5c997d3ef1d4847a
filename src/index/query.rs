//! Turns what was typed into clauses over the fields.
//!
//! Each word is looked for in each field; the greatest score counts, and 0.3 of each other. Words are joined by
//! *or*: a unit that has more of them stands higher. Text in quotation marks must stand as it is written. The last
//! word may be unfinished. The weights were measured on known-item queries over French and English documentation.

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, InvertedIndexRangeQuery, Occur,
    PhraseQuery, Query as Clause, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::analysis::{Form, Former};
use super::schema::{EVERYWHERE, Fields, Stems};
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

/// The weights of the fields, and of what is not scored by frequency.
mod weight {
    pub(super) const IDENTIFIER: f32 = 100.0;
    pub(super) const HANDLES: f32 = 50.0;
    pub(super) const IDENTIFIER_PREFIX: f32 = 3.0;
    pub(super) const TITLE: f32 = 3.0;
    pub(super) const TITLE_STEM: f32 = 2.5;
    pub(super) const CODE: f32 = 2.0;
    pub(super) const BODY: f32 = 1.0;
    pub(super) const BODY_STEM: f32 = 0.9;
    pub(super) const TITLE_PREFIX: f32 = 1.0;
    pub(super) const CODE_PREFIX: f32 = 1.0;
    pub(super) const BODY_PREFIX: f32 = 0.5;
    /// How much of the lesser scores of a word counts.
    pub(super) const TIE: f32 = 0.3;
}

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
        asked.unfinished = pieces.last().is_some_and(|last| !last.is_empty() && !last.ends_with(char::is_whitespace));
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

/// Returns the query that finds what was asked for.
pub(super) fn clause(fields: &Fields, asked: &Asked, filters: &Filters) -> Box<dyn Clause> {
    let mut wanted: Vec<(Occur, Box<dyn Clause>)> = Vec::new();
    let mut stemmers = Stemmers::new(fields);
    for (at, word) in asked.words.iter().enumerate().filter(|(_, word)| !word.explained) {
        let prefix = asked.prefix().filter(|_| at + 1 == asked.words.len());
        wanted.push((Occur::Should, word_clause(fields, &mut stemmers, &word.folded, prefix)));
    }
    let whole = (!asked.whole.is_empty()).then_some(&asked.whole);
    let mut names: Vec<&String> = asked.mnemonics.iter().chain(whole).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let prefix = asked.mnemonic_prefix().filter(|prefix| prefix == name);
        wanted.push((Occur::Should, name_clause(fields, name, prefix)));
    }
    for phrase in &asked.phrases {
        wanted.push((Occur::Must, phrase_clause(fields, phrase)));
    }
    let mut required: Vec<(Occur, Box<dyn Clause>)> = filter_clauses(fields, filters);
    if required.is_empty() {
        return Box::new(BooleanQuery::new(wanted));
    }
    let all: Box<dyn Clause> = Box::new(ConstScoreQuery::new(Box::new(AllQuery), 1.0));
    let wanted = if asked.is_empty() { all } else { Box::new(BooleanQuery::new(wanted)) };
    required.push((Occur::Must, wanted));
    Box::new(BooleanQuery::new(required))
}

/// Returns the query that finds what bears exactly this name.
pub(super) fn exact(fields: &Fields, name: &str) -> Box<dyn Clause> {
    Box::new(TermQuery::new(Term::from_field_text(fields.identifier, name), IndexRecordOption::Basic))
}

fn word_clause(fields: &Fields, stemmers: &mut Stemmers, word: &str, prefix: Option<&str>) -> Box<dyn Clause> {
    let mut ways = vec![scored(fields.title, word, weight::TITLE), scored(fields.body, word, weight::BODY)];
    for (stems, stem) in stemmers.stems(word) {
        ways.push(scored(stems.title, &stem, weight::TITLE_STEM));
        ways.push(scored(stems.body, &stem, weight::BODY_STEM));
    }
    if let Some(prefix) = prefix {
        ways.push(beginning(fields.title, prefix, weight::TITLE_PREFIX));
        ways.push(beginning(fields.body, prefix, weight::BODY_PREFIX));
    }
    Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, weight::TIE))
}

fn name_clause(fields: &Fields, name: &str, prefix: Option<&str>) -> Box<dyn Clause> {
    let mut ways = vec![
        constant(fields.identifier, name, weight::IDENTIFIER),
        constant(fields.handles, name, weight::HANDLES),
        scored(fields.code, name, weight::CODE),
    ];
    if let Some(prefix) = prefix {
        ways.push(beginning(fields.identifier, prefix, weight::IDENTIFIER_PREFIX));
        ways.push(beginning(fields.code, prefix, weight::CODE_PREFIX));
    }
    Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, weight::TIE))
}

fn phrase_clause(fields: &Fields, phrase: &[String]) -> Box<dyn Clause> {
    let in_field = |field: Field, weight: f32| -> Box<dyn Clause> {
        match phrase {
            [word] => scored(field, word, weight),
            words => {
                let terms = words.iter().map(|word| Term::from_field_text(field, word)).collect();
                Box::new(BoostQuery::new(Box::new(PhraseQuery::new(terms)), weight))
            }
        }
    };
    let ways = vec![in_field(fields.title, weight::TITLE), in_field(fields.body, weight::BODY)];
    Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, weight::TIE))
}

fn filter_clauses(fields: &Fields, filters: &Filters) -> Vec<(Occur, Box<dyn Clause>)> {
    let Filters { kind, mission, phase, environment, status, language } = filters;
    let exact = [(fields.kind, kind), (fields.status, status), (fields.language, language)];
    let exact = exact
        .into_iter()
        .filter_map(|(field, value)| value.as_ref().map(|value| constant(field, &value.trim().to_lowercase(), 0.0)));
    // What names no mission applies to each.
    let lists = [(fields.mission, mission), (fields.phase, phase), (fields.environment, environment)];
    let lists = lists.into_iter().filter_map(|(field, value)| {
        let value = words::identifier(value.as_ref()?);
        let ways = vec![constant(field, &value, 0.0), constant(field, EVERYWHERE, 0.0)];
        Some(Box::new(BooleanQuery::union(ways)) as Box<dyn Clause>)
    });
    exact.chain(lists).map(|clause| (Occur::Must, clause)).collect()
}

fn scored(field: Field, term: &str, weight: f32) -> Box<dyn Clause> {
    let query = TermQuery::new(Term::from_field_text(field, term), IndexRecordOption::WithFreqs);
    Box::new(BoostQuery::new(Box::new(query), weight))
}

fn constant(field: Field, term: &str, score: f32) -> Box<dyn Clause> {
    let query = TermQuery::new(Term::from_field_text(field, term), IndexRecordOption::Basic);
    Box::new(ConstScoreQuery::new(Box::new(query), score))
}

/// Finds the terms that begin so; all alike, as a rare one is no better than a frequent one.
fn beginning(field: Field, prefix: &str, score: f32) -> Box<dyn Clause> {
    use std::ops::Bound;
    // No term has the last character of all in it.
    let bound = |text: &str| Term::from_field_text(field, text);
    let range = InvertedIndexRangeQuery::new(
        Bound::Included(bound(prefix)),
        Bound::Excluded(bound(&format!("{prefix}{}", char::MAX))),
    );
    Box::new(ConstScoreQuery::new(Box::new(range), score))
}

/// The stemmers of both languages: a question does not say its own.
pub(super) struct Stemmers {
    list: [(Stems, Former); 2],
}

impl Stemmers {
    pub(super) fn new(fields: &Fields) -> Self {
        Self { list: [(fields.french, Former::new(Form::French)), (fields.english, Former::new(Form::English))] }
    }

    /// Returns the stems of a word, each with its fields.
    pub(super) fn stems(&mut self, word: &str) -> [(Stems, String); 2] {
        self.list.each_mut().map(|(stems, former)| (*stems, former.of(word)))
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
