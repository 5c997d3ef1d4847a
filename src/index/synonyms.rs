//! Other words for the same, as the project's glossary has them.
//!
//! An abbreviation and what it stands for are the same, and so are the word that a project uses and those that it
//! does not. They are looked for beside what was typed, at less.

use serde::{Deserialize, Serialize};

use super::analysis::{Form, Former};
use super::query::Asked;
use super::words::Words;
use crate::project::config::Project;

/// Ways to say one thing, each as its folded words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Synonyms(pub(super) Vec<Vec<String>>);

/// Returns what a project calls the same, in the order of its file.
pub fn of(project: &Project) -> Vec<Synonyms> {
    let mut former = Former::new(Form::Folded);
    let mut folded = |text: &str| -> Vec<String> {
        let words = Words::new(text).filter(|word| !word.elided);
        words.map(|word| former.of(&text[word.range])).filter(|word| !word.is_empty()).collect()
    };
    let abbreviations = project.glossary.iter().map(|abbreviation| {
        let mut ways = vec![abbreviation.short.as_str()];
        ways.extend(abbreviation.expansion.all());
        ways
    });
    let terms = project.terms.iter().map(|term| {
        let mut ways = vec![term.preferred.as_str()];
        ways.extend(term.rejected.iter().map(String::as_str));
        ways
    });
    let mut groups = Vec::new();
    for ways in abbreviations.chain(terms) {
        let mut group: Vec<Vec<String>> = Vec::new();
        for words in ways.into_iter().map(&mut folded) {
            if !words.is_empty() && !group.contains(&words) {
                group.push(words);
            }
        }
        if group.len() > 1 {
            groups.push(Synonyms(group));
        }
    }
    groups
}

/// Another way to say some of the words that were typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Other<'a> {
    /// The first of the words.
    pub(super) from: usize,
    /// How many of them.
    pub(super) count: usize,
    pub(super) words: &'a [String],
}

/// Returns the other ways to say what was typed.
pub(super) fn others<'a>(synonyms: &'a [Synonyms], asked: &Asked) -> Vec<Other<'a>> {
    let typed: Vec<&str> = asked.words.iter().map(|word| word.folded.as_str()).collect();
    let mut others = Vec::new();
    for Synonyms(group) in synonyms {
        for (at, words) in group.iter().enumerate() {
            let places = (0..typed.len()).filter(|from| begins(&typed[*from..], words));
            for from in places {
                let rest = group.iter().enumerate().filter(|(other, _)| *other != at);
                others.extend(rest.map(|(_, other)| Other { from, count: words.len(), words: other }));
            }
        }
    }
    others
}

/// Tells whether a word stands in the glossary.
pub(super) fn knows(synonyms: &[Synonyms], word: &str) -> bool {
    synonyms.iter().flat_map(|group| group.0.iter().flatten()).any(|known| known == word)
}

fn begins(typed: &[&str], words: &[String]) -> bool {
    typed.len() >= words.len() && typed.iter().zip(words).all(|(one, other)| one == other)
}
