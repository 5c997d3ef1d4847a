//! Exports an index as scripts, for pages that are opened from a folder.
//!
//! A page that is opened from a disk may load scripts and nothing else. So what the index knows is written as scripts
//! of at most [`LIMIT`] bytes, which the searcher of the pages (`render/html/theme/search.js`) loads as it needs
//! them:
//!
//! - `m`: what is counted over all, where things begin, and what [`letters`] are;
//! - `t0`, `t1`, …: [`terms`] in their order, each with the units that it stands in; `p0`, … its places there;
//! - `w0`, …, `n0`, …, `k0`, …: the vocabularies of words, names and mnemonics, for what was misspelt;
//! - `c0`, …: what is known of each of the [`units`]; `d0`, … what is shown of it.
//!
//! The index is the only source: nothing is analysed anew. Readers of a page are given only what they may read, and
//! all that is counted is counted over that alone: the scripts are those of a library that has nothing else.

mod bits;
mod letters;
mod repeats;
mod terms;
mod units;

use serde::Serialize;
use tantivy::fieldnorm::FieldNormReader;

use self::terms::Terms;
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

/// Returns the scripts of the units on the pages that may be shown; a page is named by its path below the output
/// folder.
pub fn shards(index: &Index, may_show: &dyn Fn(&str) -> bool) -> Result<Vec<Shard>, Error> {
    let failed = |error: tantivy::TantivyError| Error::damaged(&index.path, error.to_string());
    guarded(&index.path, || export(index, may_show).map_err(failed))
}

fn export(index: &Index, may_show: &dyn Fn(&str) -> bool) -> tantivy::Result<Vec<Shard>> {
    let units = Units::read(index, may_show)?;
    let terms = Terms::read(index, &units)?;
    let (columns, column_starts) = units.columns();
    let (texts, text_starts) = units.texts();
    let (term_shards, term_starts) = terms.shards();
    let (words, names, mnemonics) = (terms.words(), terms.names(), terms.mnemonics());
    let count = units.count();
    let manifest = Manifest {
        format: super::manifest::FORMAT,
        units: count,
        width: bits::width(count),
        weights: WEIGHTS,
        lengths: (0..=u8::MAX).map(FieldNormReader::id_to_fieldnorm).collect(),
        mean: units.lengths().map(|sum| rank::mean(sum, count)),
        terms: term_starts,
        columns: column_starts,
        texts: text_starts,
        vocabularies: Vocabularies { w: words.len(), n: names.len(), k: mnemonics.len() },
        synonyms: index.synonyms(),
        folded: letters::folded(),
        classes: letters::classes(),
    };
    let manifest = Shard { name: "m.js".into(), text: format!("opsdoc.manifest({});\n", json(&manifest)) };
    let lists = [columns, texts, term_shards, words, names, mnemonics];
    Ok(std::iter::once(manifest).chain(lists.into_iter().flatten()).collect())
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
