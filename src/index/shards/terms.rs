//! The terms, each with the units that it stands in.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use tantivy::postings::{Postings as _, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet as _, TERMINATED};

use super::super::analysis::{Form, Former};
use super::super::open::Index;
use super::super::words;
use super::bits::{self, Bits};
use super::units::{ENGLISH, FRENCH, Units};
use super::{LIMIT, Shard};

/// How many bytes a script has at most, without what stands around its list.
const MOST: usize = LIMIT - 1024;

/// Of so many terms the first is written whole: a searcher begins to read there.
const BLOCK: usize = 32;

/// The terms of the units that may be shown, in the order of their UTF-16 codes, as scripts compare them.
pub(super) struct Terms {
    list: Vec<(String, Term)>,
}

/// A term: its parts, each with the sign of a field first.
#[derive(Default)]
struct Term {
    /// Where it stands, and the words of which it is the stem.
    parts: Vec<String>,
    /// At which places it stands there.
    places: Vec<String>,
    /// In how many titles and texts; names; mnemonics.
    counts: [u32; 3],
    /// The languages of its units.
    tongues: u8,
}

/// The fields: their signs, whether they count how often a term stands there and where, and the vocabulary that they
/// belong to.
const FIELDS: [(char, IndexRecordOption, Option<usize>); 5] = [
    ('0', IndexRecordOption::WithFreqsAndPositions, Some(0)),
    ('1', IndexRecordOption::WithFreqsAndPositions, Some(0)),
    ('2', IndexRecordOption::WithFreqs, Some(2)),
    ('3', IndexRecordOption::Basic, Some(1)),
    ('4', IndexRecordOption::Basic, None),
];

impl Terms {
    pub(super) fn read(index: &Index, units: &Units) -> tantivy::Result<Self> {
        let fields = &index.fields;
        let fields = [fields.title, fields.body, fields.code, fields.identifier, fields.handles];
        let mut terms: BTreeMap<String, Term> = BTreeMap::new();
        for (field, (sign, record, vocabulary)) in fields.into_iter().zip(FIELDS) {
            for (text, infos) in dictionary(index, field)? {
                let found = Found::read(index, field, record, &infos, units)?;
                if found.units.is_empty() {
                    continue;
                }
                let term = terms.entry(text).or_default();
                term.parts.push(found.postings(sign, record, units.count()));
                if record.has_positions() {
                    term.places.push(found.places(sign));
                }
                if let Some(vocabulary) = vocabulary {
                    term.counts[vocabulary] += found.units.len() as u32;
                }
                if vocabulary == Some(0) {
                    term.tongues |= found.units.iter().fold(0, |all, unit| all | units.tongues[*unit as usize]);
                }
            }
        }
        add_stems(&mut terms);
        let mut list: Vec<(String, Term)> = terms.into_iter().collect();
        list.sort_by(|(one, _), (other, _)| compare(one, other));
        Ok(Self { list })
    }

    /// Returns the scripts of terms and of their places, with the first term of each.
    pub(super) fn shards(&self) -> (Vec<Shard>, Vec<String>) {
        let mut shards = Vec::new();
        let mut starts = Vec::new();
        let mut range = Range::default();
        for (text, term) in &self.list {
            let (mut parts, mut places) = (term.parts.join(" "), term.places.join(" "));
            if !range.has_room(text, &parts, &places) {
                range.end(&mut shards, &mut starts);
            }
            // What is too long for one script goes on in the next ones.
            while range.is_empty() && text.len() + parts.len().max(places.len()) > MOST {
                let room = MOST.saturating_sub(text.len()).max(1 << 10);
                let cut = |text: &mut String| text.drain(..text.floor_char_boundary(room)).collect::<String>();
                let first = (cut(&mut parts), cut(&mut places));
                range.add(text, first.0, first.1);
                range.end(&mut shards, &mut starts);
            }
            range.add(text, parts, places);
        }
        if !range.is_empty() || shards.is_empty() {
            range.end(&mut shards, &mut starts);
        }
        (shards, starts)
    }

    /// Returns the vocabulary of words.
    pub(super) fn words(&self) -> Vec<Shard> {
        self.vocabulary("w", 0)
    }

    /// Returns the vocabulary of names.
    pub(super) fn names(&self) -> Vec<Shard> {
        self.vocabulary("n", 1)
    }

    /// Returns the vocabulary of mnemonics.
    pub(super) fn mnemonics(&self) -> Vec<Shard> {
        self.vocabulary("k", 2)
    }

    /// Writes a vocabulary: each term after what it shares with the one before, with its frequency.
    fn vocabulary(&self, name: &str, which: usize) -> Vec<Shard> {
        let mut shards: Vec<Shard> = Vec::new();
        let (mut text, mut before, mut bytes) = (String::new(), "", 0);
        let end = |text: &mut String, shards: &mut Vec<Shard>| {
            shards.push(Shard::new(&format!("{name}{}", shards.len()), &std::mem::take(text)));
        };
        for (term, count) in self.list.iter().map(|(text, term)| (text, term.counts[which])).filter(|(_, n)| *n > 0) {
            // A name may hold what a script has to escape.
            let size = super::json(term).len() + 12;
            if bytes + size > MOST && !text.is_empty() {
                end(&mut text, &mut shards);
                (before, bytes) = ("", 0);
            }
            let own = after(before, term);
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&format!("{own},{count}"));
            bytes += size;
            before = term;
        }
        if !text.is_empty() {
            end(&mut text, &mut shards);
        }
        shards
    }
}

/// How many characters of a term are said by how many they are.
const SHARED: usize = 40;

/// Returns a term after what it shares with the one before: how many UTF-16 codes that are, in a sign, and the rest.
fn after(before: &str, term: &str) -> String {
    let same = before.chars().zip(term.chars()).take_while(|(one, other)| one == other).take(SHARED);
    let (codes, bytes) = same.fold((0, 0), |(codes, bytes), (c, _)| (codes + c.len_utf16(), bytes + c.len_utf8()));
    format!("{}{}", bits::sign(codes), &term[bytes..])
}

/// Compares as scripts do.
fn compare(one: &str, other: &str) -> Ordering {
    match one.is_ascii() && other.is_ascii() {
        true => one.cmp(other),
        false => one.encode_utf16().cmp(other.encode_utf16()),
    }
}

/// The terms of one script, and their places in another, in the same order, on lines: neither has a line ending.
#[derive(Default)]
struct Range {
    first: Option<String>,
    last: String,
    terms: Vec<String>,
    places: Vec<String>,
    bytes: [usize; 2],
}

impl Range {
    fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    fn has_room(&self, term: &str, parts: &str, places: &str) -> bool {
        let [terms, places] = self.after(term, parts, places);
        terms.max(places) <= MOST
    }

    /// Returns how many bytes there would be after one more.
    fn after(&self, term: &str, parts: &str, places: &str) -> [usize; 2] {
        let around = super::json(&term).len() + 6;
        [
            self.bytes[0] + around + parts.len(),
            self.bytes[1] + if places.is_empty() { 0 } else { around + places.len() },
        ]
    }

    fn add(&mut self, term: &str, parts: String, places: String) {
        self.bytes = self.after(term, &parts, &places);
        if self.places.len().is_multiple_of(BLOCK) {
            self.last.clear();
        }
        self.terms.extend([after(&self.last, term), parts]);
        self.places.push(places);
        self.first.get_or_insert_with(|| term.to_owned());
        term.clone_into(&mut self.last);
    }

    fn end(&mut self, shards: &mut Vec<Shard>, starts: &mut Vec<String>) {
        let range = std::mem::take(self);
        let number = starts.len();
        shards.push(Shard::new(&format!("t{number}"), &range.terms.join("\n")));
        shards.push(Shard::new(&format!("p{number}"), &range.places.join("\n")));
        starts.push(range.first.unwrap_or_default());
    }
}

/// Returns the terms of a field in all segments.
fn dictionary(index: &Index, field: Field) -> tantivy::Result<BTreeMap<String, Vec<(usize, TermInfo)>>> {
    let mut terms: BTreeMap<String, Vec<(usize, TermInfo)>> = BTreeMap::new();
    for (segment, reader) in index.searcher.segment_readers().iter().enumerate() {
        let inverted = reader.inverted_index(field)?;
        let mut stream = inverted.terms().stream()?;
        while let Some((key, info)) = stream.next() {
            let Ok(text) = std::str::from_utf8(key) else { continue };
            match terms.get_mut(text) {
                Some(infos) => infos.push((segment, info.clone())),
                None => {
                    terms.insert(text.to_owned(), vec![(segment, info.clone())]);
                }
            }
        }
    }
    Ok(terms)
}

/// Where a term stands.
#[derive(Default)]
struct Found {
    units: Vec<u32>,
    counts: Vec<u32>,
    places: Vec<u32>,
}

impl Found {
    fn read(
        index: &Index,
        field: Field,
        record: IndexRecordOption,
        infos: &[(usize, TermInfo)],
        units: &Units,
    ) -> tantivy::Result<Self> {
        let mut found = Self::default();
        let mut here = Vec::new();
        let segments = index.searcher.segment_readers();
        for (segment, info) in infos {
            let first: u32 = segments[..*segment].iter().map(|reader| reader.max_doc()).sum();
            let inverted = segments[*segment].inverted_index(field)?;
            let mut postings = inverted.read_postings_from_terminfo(info, record)?;
            while postings.doc() != TERMINATED {
                if let Some(unit) = units.numbers[(first + postings.doc()) as usize] {
                    found.units.push(unit);
                    found.counts.push(postings.term_freq());
                    if record.has_positions() {
                        postings.positions(&mut here);
                        found.places.extend_from_slice(&here);
                    }
                }
                postings.advance();
            }
        }
        Ok(found)
    }

    /// Writes the units, and how often the term stands in each.
    fn postings(&self, sign: char, record: IndexRecordOption, all: u32) -> String {
        let mut bits = Bits::default();
        bits.gamma(self.units.len() as u32);
        let befores = std::iter::once(0).chain(self.units.iter().map(|unit| unit + 1));
        let gaps = self.units.iter().zip(befores).map(|(unit, before)| unit - before);
        let code = (self.units.len() > 1).then(|| bits.choose(gaps.clone()));
        for (gap, count) in gaps.zip(&self.counts) {
            match code {
                Some(code) => bits.number(gap, code),
                None => bits.put(gap, bits::width(all)),
            }
            if record.has_freq() {
                bits.gamma(*count);
            }
        }
        format!("{sign}{}", bits.finish())
    }

    /// Writes the places of the term in each unit, each from the one before.
    fn places(&self, sign: char) -> String {
        let mut steps = Vec::with_capacity(self.places.len());
        let mut at = 0;
        for count in &self.counts {
            let mut before = 0;
            for place in &self.places[at..at + *count as usize] {
                steps.push(place - before);
                before = *place;
            }
            at += *count as usize;
        }
        let mut bits = Bits::default();
        let code = bits.choose(steps.iter().copied());
        steps.iter().for_each(|step| bits.number(*step, code));
        format!("{sign}{}", bits.finish())
    }
}

/// Adds to each stem the words that have it, unless that is itself alone: what units have of a stem, they have of its
/// words.
fn add_stems(terms: &mut BTreeMap<String, Term>) {
    let tongues = [(FRENCH, 'F', Form::French), (ENGLISH, 'E', Form::English)];
    let mut lists: BTreeMap<String, [String; 2]> = BTreeMap::new();
    for (at, (tongue, _, form)) in tongues.into_iter().enumerate() {
        let mut former = Former::new(form);
        let mut stems: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (word, _) in terms.iter().filter(|(word, term)| term.tongues & tongue > 0 && words::has_stem(word)) {
            stems.entry(former.stem(word)).or_default().push(word);
        }
        for (stem, words) in stems.into_iter().filter(|(stem, words)| words[..] != [stem.as_str()]) {
            let ends = words
                .iter()
                .map(|word| word.strip_prefix(&stem).map_or_else(|| (*word).into(), |end| format!("+{end}")));
            lists.entry(stem.clone()).or_default()[at] = ends.collect::<Vec<_>>().join(",");
        }
    }
    for (stem, [french, english]) in lists {
        let parts = &mut terms.entry(stem).or_default().parts;
        if french == english {
            parts.push(format!("B{french}"));
            continue;
        }
        for ((_, sign, _), list) in tongues.into_iter().zip([french, english]).filter(|(_, list)| !list.is_empty()) {
            parts.push(format!("{sign}{list}"));
        }
    }
}
