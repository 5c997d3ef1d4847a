//! A unit of search as an answer shows it: where it is, and what a reader should know of it before going there.

use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::{Field, IndexRecordOption, Value as _};
use tantivy::{TantivyDocument, Term};

use super::correct;
use super::error::Error;
use super::open::{Index, guarded};
use super::query::Asked;
use super::schema::EVERYWHERE;
use super::snippet::{Snippet, Wanted};

/// A unit of search.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Unit {
    /// What it is: `section`, `step`, `telecommand`.
    pub kind: String,
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
    /// The language; empty where it is not known.
    pub language: String,
    /// The status; empty where there is none.
    pub status: String,
    /// The issue; empty where there is none.
    pub issue: String,
    /// The kinds of its document: `manual`, `contingency`.
    pub kinds: Vec<String>,
    /// The missions that it applies to; empty for all.
    pub missions: Vec<String>,
    /// The phases that it applies to; empty for all.
    pub phases: Vec<String>,
    /// The path of the source.
    pub source: String,
}

/// Returns the first value of a field.
pub(super) fn one(document: &TantivyDocument, field: Field) -> String {
    document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default().to_owned()
}

/// Returns the values of a field.
pub(super) fn all(document: &TantivyDocument, field: Field) -> Vec<String> {
    document.get_all(field).filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

impl Index {
    /// Returns the whole text of a unit, line by line, with what was asked for marked; nothing where there is no such
    /// unit.
    pub fn text(&self, page: &str, anchor: &str, asked: &str) -> Result<Snippet, Error> {
        guarded(&self.path, || {
            self.whole_text(page, anchor, asked).map_err(|error| Error::damaged(&self.path, error.to_string()))
        })
    }

    fn whole_text(&self, page: &str, anchor: &str, asked: &str) -> tantivy::Result<Snippet> {
        let uid = Term::from_field_text(self.fields.uid, &format!("{page}#{anchor}"));
        let found = self.searcher.search(&TermQuery::new(uid, IndexRecordOption::Basic), &DocSetCollector)?;
        let Some(address) = found.into_iter().min() else { return Ok(Snippet::default()) };
        let document: TantivyDocument = self.searcher.doc(address)?;
        let mut asked = Asked::new(asked);
        correct::correct(&self.searcher, &self.fields, self.synonyms(), &mut asked)?;
        let text = one(&document, self.fields.shown.text);
        let language = one(&document, self.fields.language);
        Ok(Wanted::new(&self.fields, &asked).whole(text, &language))
    }

    /// Returns what is shown of a unit.
    pub(super) fn unit(&self, document: &TantivyDocument) -> Unit {
        let (fields, shown) = (&self.fields, &self.fields.shown);
        let one = |field| one(document, field);
        let listed = |field| {
            let mut values = all(document, field);
            values.retain(|value| value != EVERYWHERE);
            values
        };
        let titles = [one(shown.page_title), one(shown.title)];
        let mut breadcrumbs = vec![titles[0].clone()];
        breadcrumbs.extend(all(document, shown.parents));
        breadcrumbs.push(titles[1].clone());
        breadcrumbs.retain(|crumb| !crumb.is_empty());
        let kind = one(shown.kind);
        let mut kinds = all(document, fields.kind);
        kinds.retain(|other| *other != kind);
        Unit {
            title: titles.iter().filter(|title| !title.is_empty()).cloned().collect::<Vec<_>>().join(" — "),
            breadcrumbs,
            identifier: one(shown.identifier),
            document: one(fields.document),
            page: one(shown.page),
            anchor: one(shown.anchor),
            kind,
            kinds,
            language: one(fields.language),
            status: one(fields.status),
            issue: one(shown.issue),
            missions: listed(fields.mission),
            phases: listed(fields.phase),
            source: one(fields.source),
        }
    }
}
