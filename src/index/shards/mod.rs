//! Exports an index as scripts, for pages that are opened from a folder.
//!
//! A page that is opened from a disk may load scripts and nothing else. So what the index knows is written as scripts
//! of at most [`LIMIT`] bytes, which the searcher of the pages (`render/html/theme/search.js`) loads as it needs
//! them:
//!
//! - `m`: what is counted over all, where things begin, and what [`letters`] are;
//! - `t0`, `t1`, …: [`terms`] in their order, each with the units that it stands in; `p0`, … its places there;
//! - `w0`, …, `n0`, …, `k0`, …: the vocabularies of words, names and mnemonics, for what was misspelt;
//! - `c0`, …: what is known of each of the [`units`]; `d0`, … the [`texts`] that are shown of it.
//!
//! The index is the only source: nothing is analysed anew. Readers of a page are given only what they may read, and
//! all that is counted is counted over that alone: the scripts are those of a library that has nothing else.

mod bits;
mod letters;
mod repeats;
mod terms;
mod texts;
mod units;

use std::ops::Range;

use serde::Serialize;
use tantivy::fieldnorm::FieldNormReader;

use self::terms::{Span, Terms, Vocabulary};
use self::texts::Texts;
use self::units::Units;
use super::error::Error;
use super::open::{Index, guarded};
use super::query::{WEIGHTS, Weights};
use super::rank;
use super::synonyms::Synonyms;

/// How many bytes a script has at most. A browser takes some milliseconds for each script that it loads, and no more
/// for one of this size than for one of a quarter of it (`benches/README.md`); a slow disk still reads it at once.
pub const LIMIT: usize = 256 << 10;

/// A script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shard {
    /// The name of its file: `t12.js`.
    pub name: String,
    /// The script.
    pub text: String,
}

impl Shard {
    /// Makes the script that hands a value to the searcher.
    fn new(name: &str, value: &impl Serialize) -> Self {
        Self { name: format!("{name}.js"), text: format!("opsdoc.accept(\"{name}\",{});\n", json(value)) }
    }
}

/// An export, in steps whose parts can be made at once:
///
/// 1. [`read`] for each of the [`segments`];
/// 2. [`Export::new`] numbers the units of all;
/// 3. [`Export::make`] for each of the [`Export::jobs`];
/// 4. [`Export::finish`] puts the scripts together, in an order of their own.
pub struct Export<'a> {
    index: &'a Index,
    units: Units,
    texts: Texts,
    spans: Vec<Span>,
    pieces: Vec<Range<usize>>,
}

/// A part of the work: the terms of a span, or the texts of a piece.
#[derive(Debug, Clone, Copy)]
pub enum Job {
    /// By the place of the span.
    Terms(usize),
    /// By the place of the piece.
    Texts(usize),
}

/// What a [`Job`] makes.
pub enum Made {
    /// The terms of a span.
    Terms(terms::Part),
    /// The texts of a piece.
    Texts(String),
}

/// Returns the numbers of the segments of an index.
pub fn segments(index: &Index) -> Range<u32> {
    0..index.searcher.segment_readers().len() as u32
}

/// Reads the units of a segment that are on pages that may be shown; a page is named by its path below the output
/// folder.
pub fn read(index: &Index, segment: u32, may_show: &dyn Fn(&str) -> bool) -> Result<units::Part, Error> {
    whole(index, || units::Part::read(index, segment, may_show))
}

/// Reads an index that may be damaged.
fn whole<T>(index: &Index, read: impl FnOnce() -> tantivy::Result<T>) -> Result<T, Error> {
    guarded(&index.path, || read().map_err(|error| Error::damaged(&index.path, error.to_string())))
}

impl<'a> Export<'a> {
    /// Numbers what was read of the segments, which are in their order.
    pub fn new(index: &'a Index, parts: Vec<units::Part>) -> Result<Self, Error> {
        let (units, texts) = Units::of(parts);
        let spans = whole(index, || Span::all(index))?;
        let pieces = texts.pieces();
        Ok(Self { index, units, texts, spans, pieces })
    }

    /// Returns what is to be made, in order.
    pub fn jobs(&self) -> Vec<Job> {
        (0..self.spans.len()).map(Job::Terms).chain((0..self.pieces.len()).map(Job::Texts)).collect()
    }

    /// Makes a part.
    pub fn make(&self, job: Job) -> Result<Made, Error> {
        match job {
            Job::Terms(at) => {
                let read = || terms::Part::read(self.index, &self.units, &self.spans[at]);
                whole(self.index, read).map(Made::Terms)
            }
            Job::Texts(at) => Ok(Made::Texts(self.texts.piece(self.pieces[at].clone()))),
        }
    }

    /// Hands out the scripts, of all that was made, in the order of the jobs.
    pub fn finish<E>(self, made: Vec<Made>, put: &mut dyn FnMut(Shard) -> Result<(), E>) -> Result<(), E> {
        let Self { index, units, texts, pieces, .. } = self;
        // The pieces hold it from here on.
        drop(texts);
        let (mut parts, mut texts) = (Vec::new(), Vec::new());
        for made in made {
            match made {
                Made::Terms(part) => parts.push(part),
                Made::Texts(text) => texts.push(text),
            }
        }
        let texts = texts::shards(pieces.into_iter().zip(texts), put)?;
        let columns = units.columns(put)?;
        let terms = Terms::of(parts);
        let vocabularies = Vocabularies {
            w: terms.vocabulary(Vocabulary::Words, put)?,
            n: terms.vocabulary(Vocabulary::Names, put)?,
            k: terms.vocabulary(Vocabulary::Mnemonics, put)?,
        };
        let terms = terms.shards(put)?;
        let count = units.count();
        let manifest = Manifest {
            format: super::manifest::FORMAT,
            units: count,
            width: bits::width(count),
            weights: WEIGHTS,
            lengths: (0..=u8::MAX).map(FieldNormReader::id_to_fieldnorm).collect(),
            mean: units.lengths().map(|sum| rank::mean(sum, count)),
            terms,
            columns,
            texts,
            vocabularies,
            synonyms: index.synonyms(),
            folded: letters::folded(),
            classes: letters::classes(),
        };
        put(Shard { name: "m.js".into(), text: format!("opsdoc.manifest({});\n", json(&manifest)) })
    }
}

/// What the searcher has to know first.
#[derive(Serialize)]
struct Manifest<'a> {
    format: u64,
    units: u32,
    /// The bits of the number of a unit.
    width: u32,
    weights: Weights,
    /// The lengths that a field can have.
    lengths: Vec<u32>,
    mean: [f64; 3],
    /// The first term of each script of terms; so for the others.
    terms: Vec<String>,
    columns: Vec<u32>,
    texts: Vec<u32>,
    vocabularies: Vocabularies,
    synonyms: &'a [Synonyms],
    folded: &'static letters::Folded,
    classes: &'static letters::Classes,
}

/// How many scripts each vocabulary has.
#[derive(Serialize)]
struct Vocabularies {
    w: usize,
    n: usize,
    k: usize,
}

/// Returns a value as a script writes it: in ECMAScript 5 two characters that JSON allows end a line.
fn json(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).expect("numbers, texts and lists of them are JSON");
    text.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// Returns how many bytes a text takes as a script writes it.
fn written(text: &str) -> usize {
    match text.bytes().any(|byte| matches!(byte, b'"' | b'\\' | 0xe2) || byte < b' ') {
        true => json(&text).len(),
        false => text.len() + 2,
    }
}
