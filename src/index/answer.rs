//! Ranks the units that a question finds.
//!
//! What bears exactly the name that was typed comes first, and what is superseded last, unless nothing else bears that
//! name; between them the score of the words decides, weighted by how ready for use a unit is.

use std::cmp::Ordering;

use tantivy::schema::{Field, IndexRecordOption, Value as _};
use tantivy::{DocAddress, DocSet as _, TERMINATED, TantivyDocument, Term};

use super::correct;
use super::error::Error;
use super::facets::{self, Facet};
use super::open::{Index, guarded};
use super::query::{self, Asked, Filters, Query, WEIGHTS};
use super::rank::{self, Found};
use super::schema::{FRONT, RANK};
use super::snippet::{Snippet, Wanted};

/// What an index answers.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Answer {
    /// How many units were found, of which the best are told.
    pub total: usize,
    /// The best, in order.
    pub hits: Vec<Hit>,
    /// The words that nothing holds, and what was looked for instead.
    pub corrections: Vec<Correction>,
    /// The names that may be meant by mnemonics that nothing bears.
    pub suggestions: Vec<String>,
    /// How many units there are of each kind, mission, phase, environment, status and language.
    pub facets: Vec<Facet>,
}

/// A word that nothing holds.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Correction {
    /// The word as it was looked at: in lower case, without accents.
    pub written: String,
    /// What was looked for instead.
    pub used: String,
}

/// A unit that was found.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Hit {
    /// The score of its words; see the module for what comes before it in the order.
    pub score: f64,
    /// The title, its page's before its own.
    pub title: String,
    /// The way to it: the page's title, the sections that it stands in, and its own title.
    pub breadcrumbs: Vec<String>,
    /// The name that finds it, as its source writes it; empty where it has none.
    pub identifier: String,
    /// The identifier of its document; empty for an item of the mission database.
    pub document: String,
    /// The page, below the output folder.
    pub page: String,
    /// The anchor in the page; empty for its start.
    pub anchor: String,
    /// What it is: `section`, `step`, `telecommand`.
    pub kind: String,
    /// The language; empty where it is not known.
    pub language: String,
    /// The status; empty where there is none.
    pub status: String,
    /// The issue; empty where there is none.
    pub issue: String,
    /// The path of the source.
    pub source: String,
    /// What it says of the question.
    pub snippet: Snippet,
}

/// The readiness of what does not say it.
const UNRANKED: u64 = 4;

impl Index {
    /// Answers a question.
    pub fn search(&self, query: &Query) -> Result<Answer, Error> {
        guarded(&self.path, || self.answer(query).map_err(|error| Error::damaged(&self.path, error.to_string())))
    }

    pub(super) fn answer(&self, query: &Query) -> tantivy::Result<Answer> {
        let mut asked = Asked::new(&query.text);
        if asked.is_empty() && query.filters == Filters::default() {
            return Ok(Answer::default());
        }
        let (searcher, fields) = (&self.searcher, &self.fields);
        let corrections = correct::correct(searcher, fields, self.synonyms(), &mut asked)?;
        let suggestions = correct::suggest(searcher, fields, &mut asked)?;
        let clauses = match asked.is_empty() {
            true => Vec::new(),
            false => query::clauses(fields, &asked, self.synonyms()),
        };
        let found = rank::find(searcher, fields, &self.statistics, &clauses, &query.filters)?;
        let facets = facets::count(searcher, &found)?;
        let mut ordered = self.ordered(&found, &asked.whole)?;
        let total = ordered.len();
        if query.limit < total {
            ordered.select_nth_unstable_by(query.limit, Place::compare);
            ordered.truncate(query.limit);
        }
        ordered.sort_unstable_by(Place::compare);
        let mut wanted = Wanted::new(fields, &asked);
        let hits = ordered.into_iter().map(|place| self.hit(place, &mut wanted));
        Ok(Answer { total, hits: hits.collect::<tantivy::Result<_>>()?, corrections, suggestions, facets })
    }

    /// Returns where each unit that was found stands, in no order.
    fn ordered(&self, found: &Found, name: &str) -> tantivy::Result<Vec<Place>> {
        let mut tiers = vec![0u8; found.scores.len()];
        self.bearing(self.fields.handles, name, |unit| tiers[unit as usize] |= HANDLES)?;
        let mut named = Vec::new();
        self.bearing(self.fields.identifier, name, |unit| named.push(unit))?;
        named.iter().for_each(|unit| tiers[*unit as usize] |= NAMED);
        self.bearing(self.fields.kind, CONTINGENCIES, |unit| {
            let tier = &mut tiers[unit as usize];
            *tier |= if *tier & HANDLES > 0 { CONTINGENCY } else { 0 };
        })?;
        let mut segments = Vec::new();
        let mut first = 0;
        for reader in self.searcher.segment_readers() {
            let units = first..first + reader.max_doc();
            first = units.end;
            segments.push((units, reader.fast_fields().u64(RANK)?, reader.fast_fields().bool(FRONT)?));
        }
        let applies = segments.iter().any(|(units, ranks, _)| {
            let here = named.iter().filter(|unit| units.contains(unit));
            here.map(|unit| unit - units.start).any(|unit| ranks.first(unit) != Some(0))
        });
        let mut places = Vec::new();
        for (segment, (units, ranks, fronts)) in segments.iter().enumerate() {
            let passing = found.units.iter().filter(|unit| units.contains(unit));
            let passing = passing.filter(|unit| found.passes[**unit as usize] == rank::ALL);
            let here: Vec<u32> = passing.map(|unit| unit - units.start).collect();
            let (mut readiness, mut is_front) = (vec![None; here.len()], vec![None; here.len()]);
            ranks.first_vals(&here, &mut readiness);
            fronts.first_vals(&here, &mut is_front);
            for ((doc, readiness), is_front) in here.into_iter().zip(readiness).zip(is_front) {
                let address = DocAddress::new(segment as u32, doc);
                let unit = units.start + doc;
                let readiness = readiness.unwrap_or(UNRANKED);
                let tier = tiers[unit as usize];
                let tier = match readiness {
                    // What is superseded answers nothing, whatever it handled; and its name is that of what applies.
                    0 if applies => 0,
                    0 => tier & NAMED,
                    _ => tier | APPLIES,
                };
                let front = if is_front == Some(true) { WEIGHTS.front } else { 1.0 };
                let ready = WEIGHTS.readiness + WEIGHTS.degree * readiness as f64;
                let score = found.scores[unit as usize] * ready * front;
                places.push(Place { tier, score, address });
            }
        }
        Ok(places)
    }

    /// Visits the units that have exactly this name in a field.
    fn bearing(&self, field: Field, name: &str, mut found: impl FnMut(u32)) -> tantivy::Result<()> {
        let term = Term::from_field_text(field, name);
        let mut first = 0;
        for reader in self.searcher.segment_readers() {
            if let Some(mut postings) = reader.inverted_index(field)?.read_postings(&term, IndexRecordOption::Basic)? {
                while postings.doc() != TERMINATED {
                    found(first + postings.doc());
                    postings.advance();
                }
            }
            first += reader.max_doc();
        }
        Ok(())
    }

    fn hit(&self, place: Place, wanted: &mut Wanted) -> tantivy::Result<Hit> {
        let document: TantivyDocument = self.searcher.doc(place.address)?;
        let all = |field: Field| document.get_all(field).filter_map(|value| value.as_str().map(str::to_owned));
        let one = |field: Field| all(field).next().unwrap_or_default();
        let (fields, shown) = (&self.fields, &self.fields.shown);
        let language = one(fields.language);
        let mut breadcrumbs = vec![one(shown.page_title)];
        breadcrumbs.extend(all(shown.parents));
        breadcrumbs.push(one(shown.title));
        breadcrumbs.retain(|crumb| !crumb.is_empty());
        let titles = [one(shown.page_title), one(shown.title)];
        Ok(Hit {
            score: place.score,
            title: titles.iter().filter(|title| !title.is_empty()).cloned().collect::<Vec<_>>().join(" — "),
            breadcrumbs,
            identifier: one(shown.identifier),
            document: one(fields.document),
            page: one(shown.page),
            anchor: one(shown.anchor),
            kind: one(shown.kind),
            status: one(fields.status),
            issue: one(shown.issue),
            source: one(fields.source),
            snippet: wanted.snippet(&one(shown.text), &language),
            language,
        })
    }
}

/// The tier of what bears exactly the name that was typed.
const NAMED: u8 = 8;

/// The tier of what answers the alarm or event that was typed.
const HANDLES: u8 = 4;

/// The tier of a contingency procedure among those.
const CONTINGENCY: u8 = 2;

/// The kind of such procedures.
const CONTINGENCIES: &str = "contingency";

/// The tier of what is not superseded.
const APPLIES: u8 = 1;

/// Where a unit stands in an answer.
#[derive(Debug, Clone, Copy)]
struct Place {
    tier: u8,
    score: f64,
    address: DocAddress,
}

impl Place {
    /// Compares two: first whether a unit was named, then whether it answers what was named and still applies, then
    /// the score of its words, then the order of the sources.
    fn compare(&self, other: &Self) -> Ordering {
        let tiers = other.tier.cmp(&self.tier);
        tiers.then(other.score.total_cmp(&self.score)).then(self.address.cmp(&other.address))
    }
}
