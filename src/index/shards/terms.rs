//! The terms, each with the units that it stands in.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ecow::EcoString;
use tantivy::postings::{Postings as _, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet as _, InvertedIndexReader, SegmentReader, TERMINATED};

use super::super::analysis::{Form, Former};
use super::super::open::Index;
use super::super::words;
use super::bits::{self, Bits};
use super::units::{ENGLISH, FRENCH, Units};
use super::{LIMIT, Shard, written};

/// How many bytes a script has at most, without what stands around its list.
const MOST: usize = LIMIT - 1024;

/// Of so many terms the first is written whole: a searcher begins to read there.
const BLOCK: usize = 32;

/// The terms of the units that may be shown, in the order of their UTF-16 codes, as scripts compare them.
pub(super) struct Terms {
    list: Vec<(EcoString, Term)>,
}

/// A term: its parts, each with the sign of a field first, with spaces between them. Most stand in one unit, and their
/// parts are a few bytes.
#[derive(Default)]
struct Term {
    /// Where it stands, and the words of which it is the stem.
    parts: EcoString,
    /// At which places it stands there.
    places: EcoString,
    /// In how many fields of units, for each vocabulary.
    counts: [u32; 3],
    /// The languages of its units.
    tongues: u8,
}

/// Adds a part behind others.
fn join(parts: &mut EcoString, part: &str) {
    if !parts.is_empty() {
        parts.push(' ');
    }
    parts.push_str(part);
}

/// The vocabularies, for what was misspelt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vocabulary {
    /// Of titles and texts.
    Words,
    /// Of documents, procedures, steps and the mission database.
    Names,
    /// Of titles and texts.
    Mnemonics,
}

impl Vocabulary {
    fn sign(self) -> char {
        match self {
            Vocabulary::Words => 'w',
            Vocabulary::Names => 'n',
            Vocabulary::Mnemonics => 'k',
        }
    }
}

/// The fields: their signs, whether they count how often a term stands there and where, and the vocabulary that they
/// belong to.
const FIELDS: [(char, IndexRecordOption, Option<Vocabulary>); 5] = [
    ('0', IndexRecordOption::WithFreqsAndPositions, Some(Vocabulary::Words)),
    ('1', IndexRecordOption::WithFreqsAndPositions, Some(Vocabulary::Words)),
    ('2', IndexRecordOption::WithFreqs, Some(Vocabulary::Mnemonics)),
    ('3', IndexRecordOption::Basic, Some(Vocabulary::Names)),
    ('4', IndexRecordOption::Basic, None),
];

/// The fields, in the order of [`FIELDS`].
fn fields(index: &Index) -> [Field; FIELDS.len()] {
    let fields = &index.fields;
    [fields.title, fields.body, fields.code, fields.identifier, fields.handles]
}

/// Into how many parts the terms of each field are divided.
const PARTS: u64 = 16;

/// Some terms that follow one another in the dictionaries.
pub(super) struct Span {
    from: Vec<u8>,
    /// What comes after the last; nothing where there is no end.
    to: Option<Vec<u8>>,
}

impl Span {
    /// Divides all terms into spans. Where they begin changes no byte of what is written.
    pub(super) fn all(index: &Index) -> tantivy::Result<Vec<Self>> {
        let mut starts = BTreeSet::from([Vec::new()]);
        let segments = index.searcher.segment_readers().iter();
        if let Some(reader) = segments.max_by_key(|reader| reader.max_doc()) {
            // By each field, as they have other terms: no span has much more than that share of any.
            for field in fields(index) {
                let inverted = reader.inverted_index(field)?;
                let all = inverted.terms().num_terms() as u64;
                for at in 1..PARTS.min(all) {
                    let mut start = Vec::new();
                    inverted.terms().ord_to_term(all * at / PARTS, &mut start)?;
                    starts.insert(start);
                }
            }
        }
        let ends: Vec<_> = starts.iter().skip(1).cloned().map(Some).chain([None]).collect();
        Ok(starts.into_iter().zip(ends).map(|(from, to)| Self { from, to }).collect())
    }
}

/// The terms of a span.
pub struct Part {
    terms: Vec<(EcoString, Term)>,
}

impl Part {
    pub(super) fn read(index: &Index, units: &Units, span: &Span) -> tantivy::Result<Self> {
        let mut terms: BTreeMap<String, Term> = BTreeMap::new();
        for (field, (sign, record, vocabulary)) in fields(index).into_iter().zip(FIELDS) {
            let segments = segments(index, field)?;
            let mut found = Found::default();
            for (text, infos) in dictionary(&segments, span)? {
                found.read(&segments, record, &infos, units)?;
                if found.units.is_empty() {
                    continue;
                }
                let term = terms.entry(text).or_default();
                join(&mut term.parts, &found.postings(sign, record, units.count()));
                if record.has_positions() {
                    join(&mut term.places, &found.places(sign));
                }
                if let Some(vocabulary) = vocabulary {
                    term.counts[vocabulary as usize] += found.units.len() as u32;
                }
                if vocabulary == Some(Vocabulary::Words) {
                    term.tongues |= found.units.iter().fold(0, |all, unit| all | units.tongues[*unit as usize]);
                }
            }
        }
        Ok(Self { terms: terms.into_iter().map(|(text, term)| (text.into(), term)).collect() })
    }
}

impl Terms {
    /// Puts the terms of all spans together.
    pub(super) fn of(parts: Vec<Part>) -> Self {
        let mut list = Vec::with_capacity(parts.iter().map(|part| part.terms.len()).sum());
        parts.into_iter().for_each(|part| list.extend(part.terms));
        list.sort_unstable_by(|(one, _), (other, _)| compare(one, other));
        add_stems(&mut list);
        Self { list }
    }

    /// Hands out the scripts of terms and of their places; returns the first term of each.
    pub(super) fn shards<E>(self, put: &mut dyn FnMut(Shard) -> Result<(), E>) -> Result<Vec<String>, E> {
        let mut starts = Vec::new();
        let mut range = Range::default();
        for (text, term) in &self.list {
            let (mut parts, mut places) = (term.parts.as_str(), term.places.as_str());
            if !range.has_room(text, parts, places) {
                range.end(&mut starts, put)?;
            }
            // What is too long for one script goes on in the next ones.
            while range.is_empty() && text.len() + parts.len().max(places.len()) > MOST {
                let room = MOST.saturating_sub(text.len()).max(1 << 10);
                let (first, rest) = parts.split_at(parts.floor_char_boundary(room));
                let (first_places, rest_places) = places.split_at(places.floor_char_boundary(room));
                range.add(text, first, first_places);
                range.end(&mut starts, put)?;
                (parts, places) = (rest, rest_places);
            }
            range.add(text, parts, places);
        }
        if !range.is_empty() || starts.is_empty() {
            range.end(&mut starts, put)?;
        }
        Ok(starts)
    }

    /// Hands out the scripts of a vocabulary: each term after what it shares with the one before, with its frequency;
    /// returns how many they are.
    pub(super) fn vocabulary<E>(
        &self,
        which: Vocabulary,
        put: &mut dyn FnMut(Shard) -> Result<(), E>,
    ) -> Result<usize, E> {
        let mut count = 0;
        let (mut text, mut before, mut bytes) = (String::new(), "", 0);
        let mut end = |text: &mut String| {
            let shard = Shard::new(&format!("{}{count}", which.sign()), &std::mem::take(text));
            count += 1;
            put(shard)
        };
        let counts = self.list.iter().map(|(text, term)| (text, term.counts[which as usize]));
        for (term, count) in counts.filter(|(_, count)| *count > 0) {
            let size = written(term) + 12;
            if bytes + size > MOST && !text.is_empty() {
                end(&mut text)?;
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
            end(&mut text)?;
        }
        Ok(count)
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
    count: usize,
    terms: String,
    places: String,
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
        let around = written(term) + 6;
        [self.bytes[0] + around + parts.len(), self.bytes[1] + "\\n".len() + places.len()]
    }

    fn add(&mut self, term: &str, parts: &str, places: &str) {
        self.bytes = self.after(term, parts, places);
        if self.count.is_multiple_of(BLOCK) {
            self.last.clear();
        }
        if self.count > 0 {
            self.terms.push('\n');
            self.places.push('\n');
        }
        self.count += 1;
        self.terms.extend([&after(&self.last, term), "\n", parts]);
        self.places.push_str(places);
        self.first.get_or_insert_with(|| term.to_owned());
        term.clone_into(&mut self.last);
    }

    fn end<E>(&mut self, starts: &mut Vec<String>, put: &mut dyn FnMut(Shard) -> Result<(), E>) -> Result<(), E> {
        let range = std::mem::take(self);
        let number = starts.len();
        starts.push(range.first.unwrap_or_default());
        put(Shard::new(&format!("t{number}"), &range.terms))?;
        put(Shard::new(&format!("p{number}"), &range.places))
    }
}

/// A segment, as one field has it.
struct Segment {
    inverted: Arc<InvertedIndexReader>,
    /// The number of its first unit in the index.
    first: u32,
}

fn segments(index: &Index, field: Field) -> tantivy::Result<Vec<Segment>> {
    let mut first = 0;
    let segment = |reader: &SegmentReader| {
        let segment = Segment { inverted: reader.inverted_index(field)?, first };
        first += reader.max_doc();
        Ok(segment)
    };
    index.searcher.segment_readers().iter().map(segment).collect()
}

/// Returns the terms of a span in all segments.
fn dictionary(segments: &[Segment], span: &Span) -> tantivy::Result<BTreeMap<String, Vec<(usize, TermInfo)>>> {
    let mut terms: BTreeMap<String, Vec<(usize, TermInfo)>> = BTreeMap::new();
    for (at, segment) in segments.iter().enumerate() {
        let range = segment.inverted.terms().range().ge(&span.from);
        let mut stream = match &span.to {
            Some(to) => range.lt(to).into_stream()?,
            None => range.into_stream()?,
        };
        while let Some((key, info)) = stream.next() {
            let Ok(text) = std::str::from_utf8(key) else { continue };
            match terms.get_mut(text) {
                Some(infos) => infos.push((at, info.clone())),
                None => {
                    terms.insert(text.to_owned(), vec![(at, info.clone())]);
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
        &mut self,
        segments: &[Segment],
        record: IndexRecordOption,
        infos: &[(usize, TermInfo)],
        units: &Units,
    ) -> tantivy::Result<()> {
        self.units.clear();
        self.counts.clear();
        self.places.clear();
        for (segment, info) in infos {
            let Segment { inverted, first } = &segments[*segment];
            let mut postings = inverted.read_postings_from_terminfo(info, record)?;
            while postings.doc() != TERMINATED {
                if let Some(unit) = units.numbers[(first + postings.doc()) as usize] {
                    self.units.push(unit);
                    self.counts.push(postings.term_freq());
                    if record.has_positions() {
                        postings.append_positions_with_offset(0, &mut self.places);
                    }
                }
                postings.advance();
            }
        }
        Ok(())
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
fn add_stems(list: &mut Vec<(EcoString, Term)>) {
    let mut lists: BTreeMap<String, [String; 2]> = BTreeMap::new();
    for (at, (tongue, form)) in [(FRENCH, Form::French), (ENGLISH, Form::English)].into_iter().enumerate() {
        let mut former = Former::new(form);
        let mut stems: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (word, _) in list.iter().filter(|(word, term)| term.tongues & tongue > 0 && words::has_stem(word)) {
            stems.entry(former.stem(word)).or_default().push(word);
        }
        for (stem, words) in stems.into_iter().filter(|(stem, words)| words[..] != [stem.as_str()]) {
            let ends = words
                .iter()
                .map(|word| word.strip_prefix(&stem).map_or_else(|| (*word).into(), |end| format!("+{end}")));
            lists.entry(stem.clone()).or_default()[at] = ends.collect::<Vec<_>>().join(",");
        }
    }
    let mut more = Vec::new();
    for (stem, [french, english]) in lists {
        let mut parts = EcoString::new();
        if french == english {
            join(&mut parts, &format!("B{french}"));
        } else {
            let signs = [('F', french), ('E', english)];
            signs
                .iter()
                .filter(|(_, words)| !words.is_empty())
                .for_each(|(sign, words)| join(&mut parts, &format!("{sign}{words}")));
        }
        match list.binary_search_by(|(term, _)| compare(term, &stem)) {
            Ok(at) => join(&mut list[at].1.parts, &parts),
            Err(_) => more.push((stem.into(), Term { parts, ..Term::default() })),
        }
    }
    list.append(&mut more);
    list.sort_unstable_by(|(one, _), (other, _)| compare(one, other));
}
