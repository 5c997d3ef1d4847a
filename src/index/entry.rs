//! Cuts a library into units of search.
//!
//! A unit is a section or a step, or an item of the mission database; the front of a document, with what is known
//! about it, is one too. Each word of each source stands in one of them.

use std::sync::Arc;

use crate::link::library::{DocumentIndex, Library};
use crate::model::document::{Document, DocumentKind, Metadata, Status};
use crate::model::inline::Text;
use crate::project::config::Project;
use crate::text::source::Sources;

use super::card::Card;
pub(super) use super::database::database;
use super::prose::Units;
use super::text::UnitText;
use super::uses::{self, Use};

/// A unit of search.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What it shares with the other units of its document.
    pub origin: Arc<Origin>,
    /// What it is.
    pub kind: EntryKind,
    /// The anchor in its page; empty for the page as a whole.
    pub anchor: String,
    /// Its own title, without its page's: `3.1 Open the valve`; empty for the page as a whole.
    pub title: String,
    /// The titles of the sections that it stands in, the outermost first, without its page's.
    pub parents: Vec<String>,
    /// What it says.
    pub text: UnitText,
    /// The names that find it before anything else.
    pub identifiers: Vec<String>,
    /// The alarms and events that it is the answer to.
    pub handles: Vec<String>,
    /// What it does with the things that bear names, each once.
    pub uses: Vec<(Use, String)>,
    /// The events that it declares, with what they mean.
    pub events: Vec<(String, String)>,
    /// What the mission database says of it.
    pub card: Option<Box<Card>>,
    /// Of an item of the mission database: its one name among those of its kind, then those of its alarms or of its
    /// parameter.
    pub keys: Vec<String>,
}

/// What the units of a document share.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Origin {
    /// The identifier of the document, else where its page goes.
    pub document: String,
    /// The page, below the output folder.
    pub page: String,
    /// The title of the page.
    pub title: String,
    /// What kind of document; nothing for the mission database.
    pub kind: Option<DocumentKind>,
    /// The language: the primary subtag of BCP 47; empty where it is not known.
    pub language: String,
    /// The missions; empty for all.
    pub missions: Vec<String>,
    /// The phases; empty for all.
    pub phases: Vec<String>,
    /// The environments; empty for all.
    pub environments: Vec<String>,
    /// The status.
    pub status: Option<Status>,
    /// The marking.
    pub classification: Option<String>,
    /// The issue.
    pub issue: Option<String>,
    /// The path of the source.
    pub source: String,
}

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A document of prose as a whole: what stands before its first section.
    Document,
    /// A section.
    Section,
    /// A procedure as a whole.
    Procedure,
    /// A step.
    Step,
    /// A telecommand of the mission database.
    Telecommand,
    /// A parameter of the mission database.
    Parameter,
    /// An alarm of the mission database.
    Alarm,
}

impl EntryKind {
    /// Returns the word that queries filter by.
    pub fn word(self) -> &'static str {
        match self {
            EntryKind::Document => "document",
            EntryKind::Section => "section",
            EntryKind::Procedure => "procedure",
            EntryKind::Step => "step",
            EntryKind::Telecommand => "telecommand",
            EntryKind::Parameter => "parameter",
            EntryKind::Alarm => "alarm",
        }
    }
}

/// The words that queries filter by: kinds of units, then kinds of documents.
pub const KINDS: [&str; 14] = [
    "document",
    "section",
    "procedure",
    "step",
    "telecommand",
    "parameter",
    "alarm",
    "manual",
    "flight-control",
    "contingency",
    "ground-control",
    "on-board",
    "scenario",
    "publication",
];

/// Returns the word that queries filter kinds of documents by.
pub fn document_kind(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Manual => "manual",
        DocumentKind::FlightControl => "flight-control",
        DocumentKind::Contingency => "contingency",
        DocumentKind::GroundControl => "ground-control",
        DocumentKind::OnBoard => "on-board",
        DocumentKind::Scenario => "scenario",
        DocumentKind::Procedure => "procedure",
        DocumentKind::Publication => "publication",
    }
}

impl Entry {
    /// Returns what names the unit among all: its page and anchor.
    pub fn uid(&self) -> String {
        format!("{}#{}", self.origin.page, self.anchor)
    }

    /// Returns the title with the page's before it: a section's own title says little without.
    pub fn full_title(&self) -> String {
        match self.title.as_str() {
            "" => self.origin.title.clone(),
            title if self.origin.title.is_empty() => title.into(),
            title => format!("{} — {title}", self.origin.title),
        }
    }

    /// Returns how ready for use the unit is, from 0 for superseded to 6 for operational.
    ///
    /// What has no status stands below what is known to be in use, above what is known not to be; the mission
    /// database is in use.
    pub fn rank(&self) -> u64 {
        match self.origin.status {
            Some(Status::Superseded) => 0,
            Some(Status::Draft) => 1,
            Some(Status::InReview) => 2,
            Some(Status::Validated) => 3,
            None if self.origin.kind.is_some() => 4,
            Some(Status::Qualified) => 5,
            Some(Status::Operational) | None => 6,
        }
    }
}

/// Returns the units of a document, in the order of reading. Each document is cut alone.
pub fn entries(library: &Library, project: &Project, sources: &Sources, index: DocumentIndex) -> Vec<Entry> {
    let document = library.document(index);
    let origin = Arc::new(origin(library, project, sources, index));
    let mut units = Units::new(library, index, origin);
    let is_title = |heading: &str| document.metadata.title.is_empty() || document.title().as_deref() == Some(heading);
    units.front(&document.metadata, &document.body, is_title);
    let mut entries = units.end();
    uses::mentions(library, index, &mut entries);
    entries
}

fn origin(library: &Library, project: &Project, sources: &Sources, index: DocumentIndex) -> Origin {
    let document = library.document(index);
    let metadata = &document.metadata;
    let stem = library.stem(index);
    let words = |texts: &[Text]| texts.iter().map(|text| text.as_str().to_owned()).collect();
    Origin {
        document: metadata.id.as_ref().map_or(stem, Text::as_str).into(),
        page: format!("html/{stem}.html"),
        title: title(document, stem),
        kind: Some(metadata.kind),
        language: primary(document.language_or(project.default_language())),
        missions: words(&metadata.applicability.missions),
        phases: words(&metadata.applicability.phases),
        environments: words(&metadata.applicability.environments),
        status: metadata.status,
        classification: metadata.classification.as_ref().map(|text| text.as_str().into()),
        issue: metadata.issue.as_ref().map(|text| text.as_str().into()),
        source: sources.get(document.source).path.clone(),
    }
}

/// Returns a document's title; where it has none, its identifier or the name of its page.
fn title(document: &Document, stem: &str) -> String {
    let title = document.title().map(|title| words_of(&title)).filter(|title| !title.is_empty());
    let name = || document.metadata.id.as_ref().map_or(stem.rsplit('/').next().unwrap_or(stem), Text::as_str).into();
    title.unwrap_or_else(name)
}

/// Returns a text on one line.
pub(super) fn words_of(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the primary subtag of a language tag, in lower case (BCP 47, 2.1.1).
pub(super) fn primary(language: &str) -> String {
    language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

/// Adds what is known about a document.
pub(super) fn metadata(metadata: &Metadata, text: &mut UnitText) {
    text.end_line();
    let Metadata { id, issue, revision, date, language, classification, caveats, criticality, database, .. } = metadata;
    text.maybe(id.as_ref());
    let other = |value: &'_ Option<Text>| value.clone().filter(|value| !metadata.is_told(value));
    [issue, revision].into_iter().for_each(|value| text.maybe(other(value).as_ref()));
    text.word(metadata.status.map_or("", Status::word));
    [date, language, classification, caveats, criticality, database, &metadata.translation_of, &metadata.restates]
        .into_iter()
        .for_each(|value| text.maybe(other(value).as_ref()));
    let applicability = &metadata.applicability;
    let lists = [
        &applicability.missions,
        &applicability.satellites,
        &applicability.environments,
        &applicability.phases,
        &metadata.authors,
    ];
    let all = lists.into_iter().flatten().chain(&applicability.condition);
    all.filter(|value| !metadata.is_told(value)).for_each(|value| text.word(value.as_str()));
    for (key, value) in &metadata.other {
        text.word(key.as_str());
        text.word(value.as_str());
    }
    metadata.keywords.iter().for_each(|keyword| text.hide(keyword.as_str()));
    text.end_line();
}
