//! The box for search, and what each page's searcher is given.
//!
//! A page must not find for its readers what only a narrower circle may read. So the documents are gathered in sets,
//! one for each circle of readers that a page has, and each page names the folder of its own. Where all documents
//! may be read by all, there is one.

use super::circle::{Circle, highest_marking};
use super::escape;
use crate::link::library::{DocumentIndex, Library};
use crate::model::document::Document;
use crate::project::config::Project;
use crate::render::artifact::Artifact;
use crate::render::words::{self, Word};

/// The folder of the searchers' data, below that of the site.
const FOLDER: &str = "search";

/// The sets of documents that pages search.
#[derive(Debug, Default)]
pub struct Searches {
    sets: Vec<SearchSet>,
    /// The set of each document's page, then that of the pages that list all documents.
    of_pages: Vec<usize>,
}

/// What the readers of some pages may find.
#[derive(Debug, PartialEq, Eq)]
pub struct SearchSet {
    /// The folder of the data, below the site's: `search/all`.
    pub folder: String,
    /// Which documents may be found.
    pub documents: Vec<bool>,
}

impl Searches {
    /// Gathers the documents in sets.
    pub fn of(library: &Library, project: &Project) -> Self {
        let mut groups: Vec<&Document> = Vec::new();
        let group = |document: &Document, groups: &[&Document]| {
            groups.iter().position(|known| {
                let (one, other) = (&known.metadata, &document.metadata);
                let same = |one: &Option<_>, other: &Option<_>| match (one, other) {
                    (Some(one), Some(other)) => text(one) == text(other),
                    (None, None) => true,
                    _ => false,
                };
                same(&one.classification, &other.classification) && same(&one.caveats, &other.caveats)
            })
        };
        let mut of_documents = Vec::new();
        for document in &library.documents {
            of_documents.push(group(document, &groups).unwrap_or_else(|| {
                groups.push(document);
                groups.len() - 1
            }));
        }
        let circles = groups.iter().copied().map(Circle::of);
        let circles = circles.chain([Circle::marked(highest_marking(library, project))]);
        let mut searches = Self::default();
        let mut sets = Vec::new();
        for circle in circles {
            let may_read: Vec<bool> = groups.iter().map(|document| circle.may_read(project, document)).collect();
            let documents: Vec<bool> = of_documents.iter().map(|group| may_read[*group]).collect();
            let known = searches.sets.iter().position(|set| set.documents == documents);
            sets.push(known.unwrap_or_else(|| {
                let name = if documents.iter().all(|may| *may) { "all".into() } else { circle.slug() };
                let folder = searches.free(&name);
                searches.sets.push(SearchSet { folder, documents });
                searches.sets.len() - 1
            }));
        }
        searches.of_pages = of_documents.into_iter().chain([groups.len()]).map(|group| sets[group]).collect();
        searches
    }

    /// Returns the sets.
    pub fn sets(&self) -> &[SearchSet] {
        &self.sets
    }

    /// Returns a folder of this name that no set has.
    fn free(&self, name: &str) -> String {
        let mut names =
            (1..).map(|at| format!("{FOLDER}/{name}{}", if at == 1 { String::new() } else { format!("-{at}") }));
        names.find(|folder| self.sets.iter().all(|set| set.folder != *folder)).unwrap_or_default()
    }

    /// Returns the folder of a document's page, or of the pages that list all documents.
    pub(super) fn folder(&self, page: Option<DocumentIndex>) -> &str {
        let at = page.map_or(self.of_pages.len() - 1, |index| index.0 as usize);
        &self.sets[self.of_pages[at]].folder
    }
}

fn text(text: &crate::model::inline::Text) -> &str {
    text.as_str()
}

/// Writes the box, which its script shows.
pub(super) fn write_box(out: &mut String, root: &str, folder: &str, language: &str) {
    let label = words::SEARCH.in_language(language);
    out.push_str(&format!("<div class=\"search\" role=\"search\" hidden data-gen data-root=\"{root}\" data-from=\""));
    out.push_str(&escape::path(folder));
    out.push_str(&format!(
        "/\"><input type=\"search\" role=\"combobox\" aria-label=\"{label}\" placeholder=\"{label}  /\" autocomplete=\"off\" \
         autocapitalize=\"off\" spellcheck=\"false\" aria-autocomplete=\"list\" aria-haspopup=\"listbox\" \
         aria-expanded=\"false\" aria-controls=\"opsdoc-hits\"></div>\n"
    ));
}

/// Returns the words that the box shows, for each set.
pub(super) fn words_of(searches: &Searches) -> impl Iterator<Item = Artifact> + '_ {
    searches.sets.iter().map(|set| {
        let path = format!("html/{}/words.js", set.folder);
        let of = |language: &str| -> serde_json::Map<String, serde_json::Value> {
            let entry = |(key, word): &(&str, Word)| ((*key).to_owned(), word.in_language(language).into());
            WORDS.iter().chain(&values()).map(entry).collect()
        };
        let table = serde_json::json!({ "en": of("en"), "fr": of("fr") });
        Artifact { path, bytes: format!("opsdoc.accept(\"words\",{table});\n").into_bytes() }
    })
}

const WORDS: [(&str, Word); 20] = [
    ("+kind", words::KIND),
    ("+mission", words::MISSION),
    ("+phase", words::PHASE),
    ("+environment", words::ENVIRONMENT),
    ("+status", words::STATUS),
    ("+language", words::LANGUAGE),
    ("+issue", words::ISSUE),
    ("+hits", words::HITS),
    ("+hit", words::HIT),
    ("+none", words::NO_HITS),
    ("+instead", words::LOOKED_FOR_INSTEAD),
    ("+meant", words::DID_YOU_MEAN),
    ("+more", words::MORE_HITS),
    ("+broken", words::NO_SEARCH_DATA),
    ("+keys", words::SEARCH_KEYS),
    ("section", words::SECTION),
    ("step", words::STEP),
    ("telecommand", words::TELECOMMAND),
    ("parameter", words::PARAMETER),
    ("alarm", words::ALARM),
];

/// Returns the words for statuses, kinds of documents, and languages.
fn values() -> Vec<(&'static str, Word)> {
    use crate::model::document::{DocumentKind as Kind, Status};
    let statuses = [
        Status::Superseded,
        Status::Draft,
        Status::InReview,
        Status::Validated,
        Status::Qualified,
        Status::Operational,
    ];
    let mut values: Vec<_> = statuses.into_iter().map(|status| (status.word(), words::status(status))).collect();
    values.extend([
        ("document", words::DOCUMENT),
        ("manual", words::kind(Kind::Manual)),
        ("procedure", words::PROCEDURE),
        ("flight-control", words::kind(Kind::FlightControl)),
        ("contingency", words::kind(Kind::Contingency)),
        ("ground-control", words::kind(Kind::GroundControl)),
        ("on-board", words::kind(Kind::OnBoard)),
        ("scenario", words::kind(Kind::Scenario)),
        ("fr", Word { fr: "français", en: "French" }),
        ("en", Word { fr: "anglais", en: "English" }),
    ]);
    values
}
