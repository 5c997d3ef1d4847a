//! Ranks the units that a question finds.
//!
//! What bears exactly the name that was typed comes first, and what is superseded last; between them the score of
//! the words decides, weighted by how ready for use a unit is.

use tantivy::collector::{Count, DocSetCollector, TopDocs};
use tantivy::index::SegmentId;
use tantivy::schema::{Field, Value as _};
use tantivy::{DocAddress, DocId, Score, SegmentReader, TantivyDocument};

use super::correct;
use super::error::Error;
use super::open::{Index, guarded};
use super::query::{self, Asked, Query};
use super::schema::RANK;
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
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Hit {
    /// The score of its words; see the module for what comes before it in the order.
    pub score: f32,
    /// The title, its page's before its own.
    pub title: String,
    /// The way to it: the page's title, the sections that it stands in, and its own title.
    pub breadcrumbs: Vec<String>,
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

    fn answer(&self, query: &Query) -> tantivy::Result<Answer> {
        let mut asked = Asked::new(&query.text);
        if asked.is_empty() && query.filters == query::Filters::default() {
            return Ok(Answer::default());
        }
        let corrections = correct::correct(&self.searcher, &self.fields, &mut asked)?;
        let suggestions = correct::suggest(&self.searcher, &self.fields, &mut asked)?;
        let clause = query::clause(&self.fields, &asked, &query.filters);
        let exact = self.exact(&asked.whole)?;
        let limit = query.limit.clamp(1, (self.searcher.num_docs() as usize).max(1));
        let top = TopDocs::with_limit(limit).tweak_score(move |segment: &SegmentReader| order(segment, &exact));
        let (found, total) = self.searcher.search(&clause, &(top, Count))?;
        let mut wanted = Wanted::new(&self.fields, &asked);
        let hits =
            found.into_iter().take(query.limit).map(|((_, score), address)| self.hit(score, address, &mut wanted));
        Ok(Answer { total, hits: hits.collect::<tantivy::Result<_>>()?, corrections, suggestions })
    }

    /// Returns the units that bear exactly this name.
    fn exact(&self, name: &str) -> tantivy::Result<Vec<(SegmentId, DocId)>> {
        let found = self.searcher.search(&query::exact(&self.fields, name), &DocSetCollector)?;
        let segment = |address: &DocAddress| self.searcher.segment_reader(address.segment_ord).segment_id();
        Ok(found.iter().map(|address| (segment(address), address.doc_id)).collect())
    }

    fn hit(&self, score: f32, address: DocAddress, wanted: &mut Wanted) -> tantivy::Result<Hit> {
        let document: TantivyDocument = self.searcher.doc(address)?;
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
            score,
            title: titles.iter().filter(|title| !title.is_empty()).cloned().collect::<Vec<_>>().join(" — "),
            breadcrumbs,
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

/// Returns what orders the units of a segment: first whether a unit is the one that was named, then whether it
/// still applies, then its score.
fn order(segment: &SegmentReader, exact: &[(SegmentId, DocId)]) -> impl Fn(DocId, Score) -> (u8, Score) + use<> {
    let id = segment.segment_id();
    let named: Vec<DocId> = exact.iter().filter(|(of, _)| *of == id).map(|(_, document)| *document).collect();
    let ranks = segment.fast_fields().u64(RANK).ok();
    move |document, score| {
        let rank = ranks.as_ref().and_then(|ranks| ranks.first(document)).unwrap_or(UNRANKED);
        let tier = 2 * u8::from(named.contains(&document)) + u8::from(rank > 0);
        (tier, score * (0.7 + 0.05 * rank as f32))
    }
}
