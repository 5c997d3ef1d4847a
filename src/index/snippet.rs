//! Shows where a text speaks of what was asked.

use std::collections::BTreeSet;
use std::ops::Range;

use super::analysis::{Form, Former};
use super::query::{Asked, Stemmers};
use super::schema::Fields;
use super::words::{self, Words};

/// A piece of a text, on one line.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Snippet {
    /// The text, with `…` where it was cut.
    pub text: String,
    /// The bytes of what was asked for, in order.
    pub marks: Vec<Range<usize>>,
}

/// About how many bytes a snippet has.
const WIDTH: usize = 200;

/// How many of them stand before the first mark.
const BEFORE: usize = 40;

/// What was asked for, as it is found in a text.
pub(super) struct Wanted {
    words: BTreeSet<String>,
    mnemonics: BTreeSet<String>,
    prefix: Option<String>,
    mnemonic_prefix: Option<String>,
    /// The first bytes of all of them.
    beginnings: BTreeSet<u8>,
    french: BTreeSet<String>,
    english: BTreeSet<String>,
    folder: Former,
    french_stemmer: Former,
    english_stemmer: Former,
}

impl Wanted {
    pub(super) fn new(fields: &Fields, asked: &Asked) -> Self {
        let words = asked.words.iter().filter(|word| !word.explained).map(|word| &word.folded);
        let words = words.chain(asked.phrases.iter().flatten());
        let words: BTreeSet<String> = words.cloned().collect();
        let mut stemmers = Stemmers::new(fields);
        let (mut french, mut english) = (BTreeSet::new(), BTreeSet::new());
        for word in &words {
            if let [(_, in_french), (_, in_english)] = &stemmers.stems(word)[..] {
                french.insert(in_french.clone());
                english.insert(in_english.clone());
            }
        }
        let all = words.iter().chain(&asked.mnemonics).chain(&french).chain(&english).map(String::as_str);
        let all = all.chain(asked.prefix()).chain(asked.mnemonic_prefix());
        let beginnings = all.filter_map(|word| word.bytes().next()).collect();
        Self {
            words,
            beginnings,
            mnemonics: asked.mnemonics.iter().cloned().collect(),
            prefix: asked.prefix().map(str::to_owned),
            mnemonic_prefix: asked.mnemonic_prefix().map(str::to_owned),
            french,
            english,
            folder: Former::new(Form::Folded),
            french_stemmer: Former::new(Form::French),
            english_stemmer: Former::new(Form::English),
        }
    }

    /// Returns the piece of a text that has the most of what was asked for; else its beginning.
    pub(super) fn snippet(&mut self, text: &str, language: &str) -> Snippet {
        let found = self.find(text, language);
        let start = best_start(&found);
        let (start, end) = cut(text, start);
        let marks = join(text, found.into_iter().map(|(range, _)| range).filter(|r| r.start >= start && r.end <= end));
        flatten(text, start..end, &marks)
    }

    /// Returns the whole of a text, with what was asked for marked.
    pub(super) fn whole(&mut self, text: String, language: &str) -> Snippet {
        let found = self.find(&text, language);
        let marks = join(&text, found.into_iter().map(|(range, _)| range));
        Snippet { text, marks }
    }

    /// Tells whether a word may be one that was asked for, or have its stem: a stem begins as its word does. Most words
    /// of a text are none, and need not be folded to tell.
    fn may_begin(&self, word: &str) -> bool {
        word.bytes()
            .next()
            .is_none_or(|first| !first.is_ascii() || self.beginnings.contains(&first.to_ascii_lowercase()))
    }

    /// Returns the words and mnemonics that were asked for, each with what it is found as, in order.
    fn find(&mut self, text: &str, language: &str) -> Vec<(Range<usize>, String)> {
        let mut found = Vec::new();
        for word in Words::new(text).filter(|word| !word.elided) {
            if !self.may_begin(&text[word.range.clone()]) {
                continue;
            }
            let folded = self.folder.of(&text[word.range.clone()]);
            let begins = |prefix: &String| folded.starts_with(prefix.as_str());
            let french = language != "en" && self.french.contains(&self.french_stemmer.stem(&folded));
            let english = language != "fr" && self.english.contains(&self.english_stemmer.stem(&folded));
            if self.words.contains(&folded) || french || english || self.prefix.as_ref().is_some_and(begins) {
                found.push((word.range, folded));
            }
        }
        let mut at = 0;
        while let Some(range) = words::mnemonic(text, at).filter(|_| !self.mnemonics.is_empty()) {
            at = range.end;
            if !self.may_begin(&text[range.clone()]) {
                continue;
            }
            let name = words::identifier(&text[range.clone()]);
            let begins = |prefix: &String| name.starts_with(prefix.as_str());
            if self.mnemonics.contains(&name) || self.mnemonic_prefix.as_ref().is_some_and(begins) {
                found.push((range, name));
            }
        }
        found.sort_by_key(|(range, _)| (range.start, range.end));
        found
    }
}

/// Returns where the piece begins that has the most different words, the first of equals.
fn best_start(found: &[(Range<usize>, String)]) -> usize {
    let mut best = (0, 0);
    for (at, (first, _)) in found.iter().enumerate() {
        let within = found[at..].iter().take_while(|(range, _)| range.end <= first.start + WIDTH - BEFORE);
        let (mut words, mut count) = (BTreeSet::new(), 0);
        for (_, word) in within {
            words.insert(word);
            count += 1;
        }
        let worth = 8 * words.len() + count;
        if worth > best.0 {
            best = (worth, first.start);
        }
    }
    best.1
}

/// Returns a piece about a place, from the start of a word to the end of one.
fn cut(text: &str, place: usize) -> (usize, usize) {
    let start = text.floor_char_boundary(place.saturating_sub(BEFORE));
    let start = match start {
        0 => 0,
        // The first word may be cut: it is left out.
        _ => text[start..place].find(char::is_whitespace).map_or(place, |space| start + space),
    };
    let end = text.floor_char_boundary(start + WIDTH);
    if end == text.len() {
        return (start, end);
    }
    // Scripts without spaces are cut where the width ends.
    let space = text[start..end].rfind(char::is_whitespace).filter(|space| *space > WIDTH / 2);
    (start, space.map_or(end, |space| start + space))
}

/// Joins marks with nothing but a connector between them: the parts of one mnemonic.
fn join(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            Some(last) if matches!(&text[last.end..range.start], "_" | "-" | "." | "/") => last.end = range.end,
            _ => joined.push(range),
        }
    }
    joined
}

/// Writes a piece on one line and moves its marks along.
fn flatten(text: &str, piece: Range<usize>, marks: &[Range<usize>]) -> Snippet {
    let mut snippet = Snippet::default();
    if piece.start > 0 {
        snippet.text.push('…');
    }
    let mut marks = marks.iter().peekable();
    let mut opened = 0;
    let mut spaced = true;
    for (at, c) in text[piece.clone()].char_indices() {
        let at = piece.start + at;
        if marks.peek().is_some_and(|mark| mark.end == at) {
            snippet.marks.push(opened..snippet.text.len());
            marks.next();
        }
        let space = c.is_whitespace();
        if !space && marks.peek().is_some_and(|mark| mark.start == at) {
            opened = snippet.text.len();
        }
        if !space {
            snippet.text.push(c);
        } else if !spaced {
            snippet.text.push(' ');
        }
        spaced = space;
    }
    if marks.next().is_some() {
        snippet.marks.push(opened..snippet.text.len());
    }
    snippet.text.truncate(snippet.text.trim_end().len());
    if piece.end < text.len() {
        snippet.text.push('…');
    }
    snippet
}
