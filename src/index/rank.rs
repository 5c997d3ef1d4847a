//! Scores the units that a question finds.
//!
//! The engine keeps dictionaries, postings and positions; what a find is worth is decided here, in 64 bits and in
//! one order of sums, so that the searcher of the pages, which knows no other numbers, gives every unit the very
//! same score. Terms are weighed by BM25 over all segments (Robertson & Zaragoza, *The Probabilistic Relevance
//! Framework: BM25 and Beyond*, 2009), with the lengths of texts in the engine's 256 steps.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, Postings as _};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet as _, Searcher, TERMINATED, Term};

use super::query::{Clause, Filters, Length, Sought, WEIGHTS, Way, Worth};
use super::schema::{EVERYWHERE, Fields};
use super::words;

/// What is counted over the whole index.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Statistics {
    /// How many units there are.
    pub(super) units: u32,
    /// The mean lengths of titles, texts, and lists of mnemonics.
    pub(super) mean: [f64; 3],
}

impl Statistics {
    /// Counts.
    pub(super) fn of(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Self> {
        let mut sums = [0u64; 3];
        let mut units = 0;
        for segment in searcher.segment_readers() {
            units += segment.max_doc();
            for (sum, length) in sums.iter_mut().zip(Length::ALL) {
                let lengths = segment.get_fieldnorms_reader(length.field(fields))?;
                *sum += (0..segment.max_doc()).map(|unit| u64::from(lengths.fieldnorm(unit))).sum::<u64>();
            }
        }
        Ok(Self { units, mean: sums.map(|sum| mean(sum, units)) })
    }
}

/// Returns the mean of lengths.
pub(super) fn mean(sum: u64, units: u32) -> f64 {
    sum as f64 / f64::from(units.max(1))
}

/// Returns what the rarity of a term is worth (BM25, idf), on a grid that hides how systems round logarithms.
fn rarity(frequency: u32, units: u32) -> f64 {
    const GRID: f64 = 1_048_576.0;
    let odds = (f64::from(units - frequency) + 0.5) / (f64::from(frequency) + 0.5);
    ((1.0 + odds).ln() * GRID).round() / GRID
}

impl Length {
    pub(super) const ALL: [Length; 3] = [Length::Title, Length::Body, Length::Code];

    /// Returns the field that it is the length of.
    pub(super) fn field(self, fields: &Fields) -> Field {
        match self {
            Length::Title => fields.title,
            Length::Body => fields.body,
            Length::Code => fields.code,
        }
    }
}

/// The units that were found, numbered through all segments.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The units, in order.
    pub(super) units: Vec<u32>,
    /// The scores, by unit.
    pub(super) scores: Vec<f64>,
    /// Which filters each unit passes, a bit each, by unit.
    pub(super) passes: Vec<u8>,
}

/// The bits of all filters.
pub(super) const ALL: u8 = (1 << FILTERS) - 1;

/// How many filters there are.
const FILTERS: usize = 6;

/// Finds what clauses ask for; everything where they are none.
pub(super) fn find(
    searcher: &Searcher,
    fields: &Fields,
    statistics: &Statistics,
    clauses: &[Clause],
    filters: &Filters,
) -> tantivy::Result<Found> {
    let units = statistics.units as usize;
    let mut sums =
        Sums { best: vec![0.0; units], sum: vec![0.0; units], clause: vec![0; units], touched: Vec::new(), current: 0 };
    let mut finder = Finder { searcher, fields, statistics };
    let mut found = Found { units: Vec::new(), scores: vec![0.0; units], passes: Vec::new() };
    let mut had = vec![0u32; units];
    let required = clauses.iter().filter(|clause| clause.required).count() as u32;
    let mut seen = vec![clauses.is_empty(); units];
    for clause in clauses {
        sums.begin();
        for way in &clause.ways {
            finder.way(way, &mut |unit, score| sums.add(unit, score))?;
        }
        for unit in &sums.touched {
            let at = *unit as usize;
            found.scores[at] += sums.best[at] + WEIGHTS.tie * (sums.sum[at] - sums.best[at]);
            had[at] += u32::from(clause.required);
            seen[at] = true;
        }
    }
    if clauses.is_empty() {
        found.scores.fill(1.0);
    }
    let is_found = |unit: &u32| seen[*unit as usize] && had[*unit as usize] == required;
    found.units.extend((0..statistics.units).filter(is_found));
    found.passes = finder.passes(filters)?;
    Ok(found)
}

/// The scores of the clause that is being looked at.
struct Sums {
    best: Vec<f64>,
    sum: Vec<f64>,
    /// The clause that last found each unit.
    clause: Vec<u32>,
    touched: Vec<u32>,
    current: u32,
}

impl Sums {
    fn begin(&mut self) {
        self.current += 1;
        self.touched.clear();
    }

    #[inline]
    fn add(&mut self, unit: u32, score: f64) {
        let at = unit as usize;
        if self.clause[at] != self.current {
            self.clause[at] = self.current;
            (self.best[at], self.sum[at]) = (score, score);
            self.touched.push(unit);
            return;
        }
        self.sum[at] += score;
        if score > self.best[at] {
            self.best[at] = score;
        }
    }
}

struct Finder<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    statistics: &'a Statistics,
}

impl Finder<'_> {
    fn way(&mut self, way: &Way, add: &mut impl FnMut(u32, f64)) -> tantivy::Result<()> {
        match (&way.sought, way.worth) {
            (Sought::Term(term), Worth::Flat(score)) => self.term(way.field, term, |unit| add(unit, score)),
            (Sought::Term(term), Worth::Weighed(weight, length)) => self.weighed(way.field, term, weight, length, add),
            (Sought::Beginning(prefix), Worth::Flat(score)) => {
                self.beginning(way.field, prefix, |unit| add(unit, score))
            }
            (Sought::Phrase(words), Worth::Weighed(weight, length)) => {
                self.phrase(way.field, words, weight, length, add)
            }
            // Nothing asks for these.
            (Sought::Beginning(_), Worth::Weighed(..)) | (Sought::Phrase(_), Worth::Flat(_)) => Ok(()),
        }
    }

    /// Visits each segment with the number of its first unit.
    fn segments(&self) -> impl Iterator<Item = (u32, &tantivy::SegmentReader)> {
        self.searcher.segment_readers().iter().scan(0, |next, segment| {
            let first = *next;
            *next += segment.max_doc();
            Some((first, segment))
        })
    }

    fn term(&self, field: Field, term: &str, mut found: impl FnMut(u32)) -> tantivy::Result<()> {
        let term = Term::from_field_text(field, term);
        for (first, segment) in self.segments() {
            let inverted = segment.inverted_index(field)?;
            let Some(postings) = inverted.read_block_postings(&term, IndexRecordOption::Basic)? else { continue };
            visit(postings, |units, _| units.iter().for_each(|unit| found(first + unit)));
        }
        Ok(())
    }

    fn weighed(
        &self,
        field: Field,
        term: &str,
        weight: f64,
        length: Length,
        add: &mut impl FnMut(u32, f64),
    ) -> tantivy::Result<()> {
        let term = Term::from_field_text(field, term);
        let frequency = self.frequency(field, &term)?;
        if frequency == 0 {
            return Ok(());
        }
        let weight = rarity(frequency, self.statistics.units) * weight * (1.0 + WEIGHTS.k1);
        let norms = self.norms(length);
        for (first, segment) in self.segments() {
            let inverted = segment.inverted_index(field)?;
            let Some(postings) = inverted.read_block_postings(&term, IndexRecordOption::WithFreqs)? else { continue };
            let lengths = segment.get_fieldnorms_reader(length.field(self.fields))?;
            visit(postings, |units, counts| {
                for (unit, count) in units.iter().zip(counts) {
                    let count = f64::from(*count);
                    add(first + unit, weight * (count / (count + norms[usize::from(lengths.fieldnorm_id(*unit))])));
                }
            });
        }
        Ok(())
    }

    /// Returns in how many units a term stands.
    fn frequency(&self, field: Field, term: &Term) -> tantivy::Result<u32> {
        let mut frequency = 0;
        for (_, segment) in self.segments() {
            frequency += segment.inverted_index(field)?.doc_freq(term)?;
        }
        Ok(frequency)
    }

    /// Returns by how much a text of each length is held back (BM25).
    fn norms(&self, length: Length) -> Vec<f64> {
        let mean = self.statistics.mean[length as usize];
        let norm = |id| {
            let length = f64::from(FieldNormReader::id_to_fieldnorm(id));
            WEIGHTS.k1 * (1.0 - WEIGHTS.b + WEIGHTS.b * length / mean)
        };
        (0..=u8::MAX).map(norm).collect()
    }

    /// Visits the units with a term that begins so, each once.
    fn beginning(&self, field: Field, prefix: &str, mut found: impl FnMut(u32)) -> tantivy::Result<()> {
        for (first, segment) in self.segments() {
            let inverted = segment.inverted_index(field)?;
            let mut seen = vec![false; segment.max_doc() as usize];
            let mut stream = inverted.terms().range().ge(prefix).into_stream()?;
            while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
                let postings = inverted.read_block_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)?;
                visit(postings, |units, _| {
                    for unit in units {
                        if !std::mem::replace(&mut seen[*unit as usize], true) {
                            found(first + unit);
                        }
                    }
                });
            }
        }
        Ok(())
    }

    fn phrase(
        &self,
        field: Field,
        words: &[String],
        weight: f64,
        length: Length,
        add: &mut impl FnMut(u32, f64),
    ) -> tantivy::Result<()> {
        let terms: Vec<Term> = words.iter().map(|word| Term::from_field_text(field, word)).collect();
        let mut rarities = 0.0;
        for term in &terms {
            match self.frequency(field, term)? {
                0 => return Ok(()),
                frequency => rarities += rarity(frequency, self.statistics.units),
            }
        }
        let weight = rarities * weight * (1.0 + WEIGHTS.k1);
        let norms = self.norms(length);
        for (first, segment) in self.segments() {
            let lengths = segment.get_fieldnorms_reader(length.field(self.fields))?;
            together(&*segment.inverted_index(field)?, &terms, |unit, count| {
                let count = f64::from(count);
                add(first + unit, weight * (count / (count + norms[usize::from(lengths.fieldnorm_id(unit))])));
            })?;
        }
        Ok(())
    }

    /// Returns which filters each unit passes.
    fn passes(&self, filters: &Filters) -> tantivy::Result<Vec<u8>> {
        let mut passes = vec![ALL; self.statistics.units as usize];
        for (at, (field, wanted, everywhere)) in filter_fields(self.fields, filters).into_iter().enumerate() {
            let Some(wanted) = wanted else { continue };
            let bit = 1u8 << at;
            passes.iter_mut().for_each(|passed| *passed &= !bit);
            let all = Some(EVERYWHERE.to_owned()).filter(|_| everywhere);
            for value in [Some(wanted), all].into_iter().flatten() {
                self.term(field, &value, |unit| passes[unit as usize] |= bit)?;
            }
        }
        Ok(passes)
    }
}

/// Returns the filters in the order of their bits: each with its field, the value as it is indexed, and whether what
/// names no value passes too.
fn filter_fields(fields: &Fields, filters: &Filters) -> [(Field, Option<String>, bool); FILTERS] {
    let Filters { kind, mission, phase, environment, status, language } = filters;
    let exact = |field, value: &Option<String>| (field, value.as_ref().map(|value| value.trim().to_lowercase()), false);
    // What names no mission applies to each.
    let list = |field, value: &Option<String>| (field, value.as_ref().map(|value| words::identifier(value)), true);
    [
        exact(fields.kind, kind),
        list(fields.mission, mission),
        list(fields.phase, phase),
        list(fields.environment, environment),
        exact(fields.status, status),
        exact(fields.language, language),
    ]
}

/// Visits the units of a term and how often it stands in each, many at a time.
fn visit(mut postings: BlockSegmentPostings, mut found: impl FnMut(&[u32], &[u32])) {
    while postings.block_len() > 0 {
        found(postings.docs(), postings.freqs());
        postings.advance();
    }
}

/// Visits the units in which terms stand side by side, each with how often.
fn together(inverted: &InvertedIndexReader, terms: &[Term], mut found: impl FnMut(u32, u32)) -> tantivy::Result<()> {
    let mut lists = Vec::new();
    for term in terms {
        let Some(postings) = inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions)? else {
            return Ok(());
        };
        lists.push(postings);
    }
    let (mut starts, mut next) = (Vec::new(), Vec::new());
    'units: while lists[0].doc() != TERMINATED {
        let unit = lists[0].doc();
        for list in &mut lists[1..] {
            let reached = if list.doc() < unit { list.seek(unit) } else { list.doc() };
            if reached != unit {
                lists[0].advance();
                continue 'units;
            }
        }
        lists[0].positions(&mut starts);
        for (at, list) in lists.iter_mut().enumerate().skip(1) {
            list.positions_with_offset(0, &mut next);
            starts.retain(|start| next.binary_search(&(start + at as u32)).is_ok());
        }
        starts.dedup();
        if !starts.is_empty() {
            found(unit, starts.len() as u32);
        }
        lists[0].advance();
    }
    Ok(())
}
