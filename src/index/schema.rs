//! The fields of the index.
//!
//! Terms and positions are kept for whole words only, where phrases need them; stems and mnemonics keep frequencies.
//! A change here is a new [`FORMAT`](super::manifest::FORMAT).

use tantivy::TantivyDocument;
use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, Schema, SchemaBuilder, TextFieldIndexing, TextOptions};

use super::analysis::{CODE, ENGLISH, FRENCH, PLAIN, WHOLE};
use super::entry::{self, Entry};
use super::uses::Use;
use super::words;

/// The value of a list that is empty because it means all.
pub(super) const EVERYWHERE: &str = "*";

/// The fields by name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// What names the unit: page and anchor.
    pub(super) uid: Field,
    /// The path of the source: what a document's units are found by when it changes.
    pub(super) source: Field,
    /// The names that find the unit before anything else.
    pub(super) identifier: Field,
    /// The alarms and events that it answers.
    pub(super) handles: Field,
    /// What the unit does with the things that bear names: a field for each use, in the order of [`Use::ALL`].
    pub(super) uses: [Field; Use::ALL.len()],
    /// The events that it declares.
    pub(super) declares: Field,
    /// Mnemonics in title and text, whole and in parts.
    pub(super) code: Field,
    /// The words of the title.
    pub(super) title: Field,
    /// The words of the text.
    pub(super) body: Field,
    /// The French stems of title and text.
    pub(super) french: Stems,
    /// The English stems of title and text.
    pub(super) english: Stems,
    /// What the unit and its document are: several values.
    pub(super) kind: Field,
    /// The missions.
    pub(super) mission: Field,
    /// The phases.
    pub(super) phase: Field,
    /// The environments.
    pub(super) environment: Field,
    /// The status.
    pub(super) status: Field,
    /// The language.
    pub(super) language: Field,
    /// The marking.
    pub(super) classification: Field,
    /// The document.
    pub(super) document: Field,
    /// How ready for use it is; see [`Entry::rank`].
    pub(super) rank: Field,
    /// Whether it is the front of its document, or the procedure as a whole.
    pub(super) front: Field,
    /// What an answer shows.
    pub(super) shown: Shown,
}

/// The fields of the stems of one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stems {
    /// Of the title.
    pub(super) title: Field,
    /// Of the text.
    pub(super) body: Field,
}

/// The fields that are stored and not searched.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    pub(super) page: Field,
    pub(super) anchor: Field,
    pub(super) page_title: Field,
    pub(super) title: Field,
    pub(super) parents: Field,
    pub(super) text: Field,
    pub(super) kind: Field,
    pub(super) issue: Field,
    pub(super) identifier: Field,
    /// The events that the unit declares, each with what it means behind its name.
    pub(super) events: Field,
    /// The card of an item of the mission database, as JSON.
    pub(super) card: Field,
    /// See [`Entry::keys`].
    pub(super) keys: Field,
}

impl Fields {
    /// Returns the field of a use.
    pub(super) fn used(&self, of: Use) -> Field {
        self.uses[of as usize]
    }
}

/// The name of the fast field that ranking reads.
pub(super) const RANK: &str = "rank";

/// The name of the fast field that tells the front of a document from its sections.
pub(super) const FRONT: &str = "front";

/// Returns the schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let frequencies = IndexRecordOption::WithFreqs;
    let fields = Fields {
        uid: builder.add_text_field("uid", indexed(WHOLE, IndexRecordOption::Basic)),
        source: builder.add_text_field("source", indexed(WHOLE, IndexRecordOption::Basic) | STORED),
        identifier: builder.add_text_field("identifier", indexed(WHOLE, IndexRecordOption::Basic)),
        handles: builder.add_text_field("handles", indexed(WHOLE, IndexRecordOption::Basic)),
        uses: Use::ALL.map(|of| builder.add_text_field(of.word(), indexed(WHOLE, IndexRecordOption::Basic))),
        declares: builder.add_text_field("declares", indexed(WHOLE, IndexRecordOption::Basic)),
        code: builder.add_text_field("code", indexed(CODE, frequencies)),
        title: builder.add_text_field("title", indexed(PLAIN, positions)),
        body: builder.add_text_field("body", indexed(PLAIN, positions)),
        french: Stems {
            title: builder.add_text_field("title_fr", stems(FRENCH)),
            body: builder.add_text_field("body_fr", stems(FRENCH)),
        },
        english: Stems {
            title: builder.add_text_field("title_en", stems(ENGLISH)),
            body: builder.add_text_field("body_en", stems(ENGLISH)),
        },
        kind: facet(&mut builder, "kind"),
        mission: facet(&mut builder, "mission"),
        phase: facet(&mut builder, "phase"),
        environment: facet(&mut builder, "environment"),
        status: facet(&mut builder, "status"),
        language: facet(&mut builder, "language"),
        classification: facet(&mut builder, "classification"),
        document: facet(&mut builder, "document"),
        rank: builder.add_u64_field(RANK, FAST),
        front: builder.add_bool_field(FRONT, FAST),
        shown: Shown {
            page: builder.add_text_field("page", STORED),
            anchor: builder.add_text_field("anchor", STORED),
            page_title: builder.add_text_field("page_title", STORED),
            title: builder.add_text_field("own_title", STORED),
            parents: builder.add_text_field("parents", STORED),
            text: builder.add_text_field("text", STORED),
            kind: builder.add_text_field("own_kind", STORED),
            issue: builder.add_text_field("issue", STORED),
            identifier: builder.add_text_field("own_identifier", STORED),
            events: builder.add_text_field("events", STORED),
            card: builder.add_text_field("card", STORED),
            keys: builder.add_text_field("keys", STORED),
        },
    };
    (builder.build(), fields)
}

fn indexed(tokenizer: &str, record: IndexRecordOption) -> TextOptions {
    // The length of a field counts in its score, and a name's has none.
    let lengths = record != IndexRecordOption::Basic;
    let indexing =
        TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record).set_fieldnorms(lengths);
    TextOptions::default().set_indexing_options(indexing)
}

/// A field of stems. How long a text is, its words say.
fn stems(tokenizer: &str) -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(IndexRecordOption::WithFreqs);
    TextOptions::default().set_indexing_options(indexing.set_fieldnorms(false))
}

/// Adds a field to filter and count by.
fn facet(builder: &mut SchemaBuilder, name: &str) -> Field {
    builder.add_text_field(name, indexed(WHOLE, IndexRecordOption::Basic).set_fast(WHOLE) | STORED)
}

/// Returns what the index keeps of a unit.
pub(super) fn document(fields: &Fields, entry: &Entry) -> TantivyDocument {
    let origin = &*entry.origin;
    let title = entry.full_title();
    let texts = [&entry.text.shown, &entry.text.hidden];
    let mut document = TantivyDocument::default();
    document.add_text(fields.uid, entry.uid());
    document.add_text(fields.source, &origin.source);
    for name in &entry.identifiers {
        document.add_text(fields.identifier, words::identifier(name));
    }
    for name in &entry.handles {
        document.add_text(fields.handles, words::identifier(name));
    }
    for (of, name) in &entry.uses {
        document.add_text(fields.used(*of), words::identifier(name));
    }
    for (name, _) in &entry.events {
        document.add_text(fields.declares, words::identifier(name));
    }
    document.add_text(fields.code, &title);
    document.add_text(fields.title, &title);
    // A unit whose language is not known is found by the stems of both; another language has none here.
    let french = matches!(origin.language.as_str(), "fr" | "").then_some(fields.french);
    let english = matches!(origin.language.as_str(), "en" | "").then_some(fields.english);
    for stems in french.iter().chain(&english) {
        document.add_text(stems.title, &title);
    }
    for text in texts.into_iter().filter(|text| !text.is_empty()) {
        document.add_text(fields.code, text);
        document.add_text(fields.body, text);
        for stems in french.iter().chain(&english) {
            document.add_text(stems.body, text);
        }
    }
    add_facets(fields, entry, &mut document);
    add_shown(&fields.shown, entry, &mut document);
    document
}

fn add_facets(fields: &Fields, entry: &Entry, document: &mut TantivyDocument) {
    let origin = &*entry.origin;
    let kind = origin.kind.map_or("", entry::document_kind);
    let procedure = if origin.kind.is_some_and(|kind| kind.is_procedure()) { "procedure" } else { "" };
    let mut kinds = vec![entry.kind.word(), kind, procedure];
    kinds.retain(|kind| !kind.is_empty());
    kinds.sort_unstable();
    kinds.dedup();
    kinds.into_iter().for_each(|kind| document.add_text(fields.kind, kind));
    let lists = [
        (fields.mission, &origin.missions),
        (fields.phase, &origin.phases),
        (fields.environment, &origin.environments),
    ];
    for (field, values) in lists {
        values.iter().for_each(|value| document.add_text(field, words::identifier(value)));
        if values.is_empty() {
            document.add_text(field, EVERYWHERE);
        }
    }
    let singles = [
        (fields.status, origin.status.map_or("", |status| status.word())),
        (fields.language, origin.language.as_str()),
        (fields.classification, origin.classification.as_deref().unwrap_or_default()),
        (fields.document, origin.document.as_str()),
    ];
    for (field, value) in singles.into_iter().filter(|(_, value)| !value.is_empty()) {
        document.add_text(field, value);
    }
    document.add_u64(fields.rank, entry.rank());
    document.add_bool(fields.front, entry.anchor.is_empty());
}

fn add_shown(shown: &Shown, entry: &Entry, document: &mut TantivyDocument) {
    let origin = &*entry.origin;
    let values = [
        (shown.page, origin.page.as_str()),
        (shown.anchor, &entry.anchor),
        (shown.page_title, &origin.title),
        (shown.title, &entry.title),
        (shown.text, &entry.text.shown),
        (shown.kind, entry.kind.word()),
        (shown.issue, origin.issue.as_deref().unwrap_or_default()),
        (shown.identifier, entry.identifiers.first().map_or("", String::as_str)),
    ];
    for (field, value) in values.into_iter().filter(|(_, value)| !value.is_empty()) {
        document.add_text(field, value);
    }
    entry.parents.iter().for_each(|parent| document.add_text(shown.parents, parent));
    entry.events.iter().for_each(|(name, meaning)| document.add_text(shown.events, format!("{name} {meaning}")));
    entry.keys.iter().for_each(|key| document.add_text(shown.keys, key));
    if let Some(card) = &entry.card {
        document.add_text(shown.card, serde_json::to_string(card).expect("a card is JSON"));
    }
}
