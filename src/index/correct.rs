//! Looks at the words that nothing holds.
//!
//! A word that the vocabulary does not know, nor its stem, is taken for the nearest known one, and the answer says
//! so. A mnemonic is never changed: another command is another command. What is near is by Damerau-Levenshtein
//! distance, found by running an automaton over the dictionary (Schulz & Mihov, 2002).

use std::collections::BTreeMap;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, Value as _};
use tantivy::{DocSet as _, Searcher, TERMINATED, TantivyDocument, Term};

use super::answer::Correction;
use super::query::{Asked, Stemmers};
use super::schema::Fields;
use super::synonyms::{self, Synonyms};

/// Replaces the words of a question that nothing holds, and returns what was replaced.
pub(super) fn correct(
    searcher: &Searcher,
    fields: &Fields,
    synonyms: &[Synonyms],
    asked: &mut Asked,
) -> tantivy::Result<Vec<Correction>> {
    let vocabulary = [fields.title, fields.body];
    let mut stemmers = Stemmers::new(fields);
    let mut corrections = Vec::new();
    let last = asked.words.len().wrapping_sub(1);
    for at in 0..asked.words.len() {
        let unfinished = asked.unfinished && at == last;
        let word = &mut asked.words[at];
        let known = word.mnemonic.is_some() || synonyms::knows(synonyms, &word.folded);
        if known || is_known(searcher, &vocabulary, &mut stemmers, &word.folded)? {
            continue;
        }
        if unfinished && begins_any(searcher, &vocabulary, &word.folded)? {
            continue;
        }
        if let Some(nearest) = nearest(searcher, &vocabulary, &word.folded)? {
            corrections.push(Correction { written: word.folded.clone(), used: nearest.clone() });
            word.folded = nearest;
        }
    }
    Ok(corrections)
}

/// Marks the parts of the mnemonics that are known, and returns the names that may be meant by the others.
pub(super) fn suggest(searcher: &Searcher, fields: &Fields, asked: &mut Asked) -> tantivy::Result<Vec<String>> {
    let vocabulary = [fields.identifier, fields.handles, fields.code];
    let mut suggestions = Vec::new();
    let unfinished = asked.mnemonic_prefix().map(str::to_owned);
    for (at, mnemonic) in asked.mnemonics.iter().enumerate() {
        let begins = unfinished.as_ref() == Some(mnemonic) && begins_any(searcher, &vocabulary, mnemonic)?;
        if begins || frequency(searcher, &vocabulary, mnemonic)? > 0 {
            // A mnemonic of one part is that part.
            let words = asked.words.iter_mut().filter(|word| word.mnemonic == Some(at) && word.folded != *mnemonic);
            words.for_each(|word| word.explained = true);
            continue;
        }
        let suggestion = match nearest(searcher, &[fields.identifier], mnemonic)? {
            Some(name) => as_written(searcher, fields, &name)?,
            None => nearest(searcher, &[fields.code], mnemonic)?.map(|name| name.to_uppercase()),
        };
        suggestions.extend(suggestion.filter(|name| !suggestions.contains(name)));
    }
    Ok(suggestions)
}

/// Returns the name of the first unit that bears an identifier, as its source writes it.
pub(super) fn as_written(searcher: &Searcher, fields: &Fields, identifier: &str) -> tantivy::Result<Option<String>> {
    let term = Term::from_field_text(fields.identifier, identifier);
    for (at, segment) in searcher.segment_readers().iter().enumerate() {
        let inverted = segment.inverted_index(fields.identifier)?;
        let Some(postings) = inverted.read_postings(&term, tantivy::schema::IndexRecordOption::Basic)? else {
            continue;
        };
        if postings.doc() != TERMINATED {
            let document: TantivyDocument = searcher.doc(tantivy::DocAddress::new(at as u32, postings.doc()))?;
            return Ok(document.get_first(fields.shown.identifier).and_then(|name| Some(name.as_str()?.to_owned())));
        }
    }
    Ok(None)
}

fn is_known(searcher: &Searcher, vocabulary: &[Field], stemmers: &mut Stemmers, word: &str) -> tantivy::Result<bool> {
    if frequency(searcher, vocabulary, word)? > 0 {
        return Ok(true);
    }
    for (stems, stem) in stemmers.stems(word) {
        if frequency(searcher, &[stems.title, stems.body], &stem)? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns in how many units a term stands, counted by field.
fn frequency(searcher: &Searcher, fields: &[Field], term: &str) -> tantivy::Result<u64> {
    let mut frequency = 0;
    for segment in searcher.segment_readers() {
        for field in fields {
            let info = segment.inverted_index(*field)?.terms().get(term)?;
            frequency += info.map_or(0, |info| u64::from(info.doc_freq));
        }
    }
    Ok(frequency)
}

fn begins_any(searcher: &Searcher, fields: &[Field], prefix: &str) -> tantivy::Result<bool> {
    for segment in searcher.segment_readers() {
        for field in fields {
            let inverted = segment.inverted_index(*field)?;
            let mut stream = inverted.terms().range().ge(prefix).into_stream()?;
            if stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Returns the nearest term, the most frequent of several; nothing where a word is too short to tell.
pub(super) fn nearest(searcher: &Searcher, fields: &[Field], word: &str) -> tantivy::Result<Option<String>> {
    let distances = match word.chars().count() {
        0..=2 => 0,
        3..=4 => 1,
        _ => 2,
    };
    for distance in 1..=distances {
        let mut near: BTreeMap<String, u64> = BTreeMap::new();
        for field in fields {
            let fuzzy = FuzzyTermQuery::new(Term::from_field_text(*field, word), distance, true);
            for segment in searcher.segment_readers() {
                let inverted = segment.inverted_index(*field)?;
                let mut stream = inverted.terms().search(fuzzy.automaton()?).into_stream()?;
                while let Some((key, info)) = stream.next() {
                    let Ok(term) = std::str::from_utf8(key) else { continue };
                    *near.entry(term.to_owned()).or_default() += u64::from(info.doc_freq);
                }
            }
        }
        let best = near.into_iter().max_by(|(one, count), (other, counted)| {
            count.cmp(counted).then_with(|| other.encode_utf16().cmp(one.encode_utf16()))
        });
        if let Some((term, _)) = best {
            return Ok(Some(term));
        }
    }
    Ok(None)
}
