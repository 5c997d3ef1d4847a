//! Turns an index into what the engines of a larger site load: documents whose words are already analysed, and the
//! description of the index that holds them.
//!
//! The words are read back from the dictionaries and postings, so that another engine has exactly the terms of this
//! one and needs none of its analysis: it cuts at spaces. Terms of a text come in the order of their positions.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use tantivy::postings::Postings as _;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet as _, SegmentReader, TERMINATED, TantivyDocument};

use super::error::Error;
use super::open::{Index, guarded};
use super::schema::RANK;
use super::unit;
use super::uses::Use;
use super::words;

/// Who is to load it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Anyone: one JSON object a line.
    Ndjson,
    /// Quickwit 0.8: the same, with an index configuration.
    Quickwit,
    /// OpenSearch 2: an index body, and files for the bulk API.
    OpenSearch,
}

/// About how many bytes a file of documents has at most; OpenSearch takes a hundred million in a request.
const FILE_SIZE: usize = 32 << 20;

/// The name of the index.
const NAME: &str = "opsdoc";

/// What another engine has to do with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Words in their order: phrases are looked for in it.
    Text,
    /// Words that are counted, and whose order does not matter.
    Bag,
    /// Values that are compared as a whole, and counted.
    Value,
    /// Something to show.
    Shown,
    /// A number to rank by.
    Number,
}

/// The fields, each with its role.
fn roles() -> Vec<(&'static str, Role)> {
    let mut roles = vec![("uid", Role::Value), ("title", Role::Text), ("body", Role::Text)];
    let bags = ["code", "title_fr", "body_fr", "title_en", "body_en", "identifier", "handles", "declares"];
    roles.extend(bags.into_iter().chain(Use::ALL.map(Use::word)).map(|name| (name, Role::Bag)));
    let values =
        ["source", "document", "kind", "mission", "phase", "environment", "status", "language", "classification"];
    roles.extend(values.map(|name| (name, Role::Value)));
    let shown = ["page", "anchor", "page_title", "own_title", "parents", "text", "own_kind", "issue", "own_identifier"];
    roles.extend(shown.map(|name| (name, Role::Shown)));
    roles.push((RANK, Role::Number));
    roles
}

impl Index {
    /// Gives the files that an engine loads, one after the other, to whoever keeps them; returns how many documents
    /// there are.
    pub fn export<E: From<Error>>(
        &self,
        engine: Engine,
        mut keep: impl FnMut(String, Vec<u8>) -> Result<(), E>,
    ) -> Result<usize, E> {
        match engine {
            Engine::Ndjson => {}
            Engine::Quickwit => keep("index-config.yaml".into(), quickwit().into_bytes())?,
            Engine::OpenSearch => keep("index.json".into(), pretty(&opensearch()))?,
        }
        let name = if engine == Engine::OpenSearch { "bulk" } else { "documents" };
        let (mut count, mut files, mut bytes) = (0, 0, Vec::new());
        for segment in 0..self.searcher.segment_readers().len() as u32 {
            let read = || self.documents(segment).map_err(|error| Error::damaged(&self.path, error.to_string()));
            for document in guarded(&self.path, read)? {
                if engine == Engine::OpenSearch {
                    let action = json!({ "index": { "_index": NAME, "_id": document["uid"] } });
                    bytes.extend(format!("{action}\n").bytes());
                }
                bytes.extend(format!("{}\n", Value::Object(document)).bytes());
                count += 1;
                if bytes.len() >= FILE_SIZE {
                    keep(format!("{name}-{files:04}.ndjson"), std::mem::take(&mut bytes))?;
                    files += 1;
                }
            }
        }
        if !bytes.is_empty() || files == 0 {
            keep(format!("{name}-{files:04}.ndjson"), bytes)?;
        }
        Ok(count)
    }

    /// Returns the documents of a segment, in order.
    fn documents(&self, segment: u32) -> tantivy::Result<Vec<Map<String, Value>>> {
        let reader = self.searcher.segment_reader(segment);
        let schema = self.searcher.schema();
        let mut documents = vec![Map::new(); reader.max_doc() as usize];
        for (name, role) in roles() {
            let field = schema.get_field(name)?;
            match role {
                Role::Text | Role::Bag => {
                    for (document, terms) in documents.iter_mut().zip(terms(reader, field, role)?) {
                        insert(document, name, Value::String(terms));
                    }
                }
                Role::Number => {
                    let column = reader.fast_fields().u64(name)?;
                    for (at, document) in documents.iter_mut().enumerate() {
                        document.insert(name.into(), column.first(at as u32).into());
                    }
                }
                Role::Value | Role::Shown => {}
            }
        }
        for (at, document) in documents.iter_mut().enumerate() {
            let stored: TantivyDocument = self.searcher.doc(tantivy::DocAddress::new(segment, at as u32))?;
            for (name, role) in roles().into_iter().filter(|(_, role)| matches!(role, Role::Value | Role::Shown)) {
                let values = unit::all(&stored, schema.get_field(name)?);
                let is_list = matches!(name, "kind" | "mission" | "phase" | "environment" | "parents");
                match (is_list, name) {
                    (_, "uid") => {
                        let shown = &self.fields.shown;
                        let uid = format!("{}#{}", unit::one(&stored, shown.page), unit::one(&stored, shown.anchor));
                        document.insert(name.into(), uid.into());
                    }
                    (true, _) if !values.is_empty() => _ = document.insert(name.into(), values.into()),
                    _ => insert(document, name, values.into_iter().next().unwrap_or_default().into()),
                }
                debug_assert!(role != Role::Text, "texts were read from their terms");
            }
        }
        Ok(documents)
    }
}

fn insert(document: &mut Map<String, Value>, name: &str, value: Value) {
    if value != "" {
        document.insert(name.into(), value);
    }
}

/// Returns the terms of each unit in a field, with spaces between.
fn terms(reader: &SegmentReader, field: Field, role: Role) -> tantivy::Result<Vec<String>> {
    // By unit: the terms of each place in the text; without places, those of each term.
    let mut found: Vec<BTreeMap<u32, Vec<String>>> = vec![BTreeMap::new(); reader.max_doc() as usize];
    let inverted = reader.inverted_index(field)?;
    let mut stream = inverted.terms().stream()?;
    let (mut ordinal, mut positions) = (0, Vec::new());
    while stream.advance() {
        let term = String::from_utf8_lossy(stream.key()).into_owned();
        let wanted =
            if role == Role::Text { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::WithFreqs };
        let mut postings = inverted.read_postings_from_terminfo(stream.value(), wanted)?;
        while postings.doc() != TERMINATED {
            let unit = &mut found[postings.doc() as usize];
            if role == Role::Text {
                postings.positions(&mut positions);
                positions.iter().for_each(|at| unit.entry(*at).or_default().push(term.clone()));
            } else {
                unit.insert(ordinal, vec![term.clone(); postings.term_freq().max(1) as usize]);
            }
            postings.advance();
        }
        ordinal += 1;
    }
    Ok(found.into_iter().map(|unit| if role == Role::Text { in_order(unit) } else { joined(unit) }).collect())
}

/// Returns the words of a text in their order. An elided article shares the place of its word, and a phrase passes
/// over it: it is kept behind all words.
fn in_order(unit: BTreeMap<u32, Vec<String>>) -> String {
    let (mut words, mut articles) = (Vec::new(), Vec::new());
    for mut terms in unit.into_values() {
        let at = terms.iter().position(|term| !words::is_elidable(term)).unwrap_or(0);
        words.push(terms.swap_remove(at));
        articles.append(&mut terms);
    }
    words.append(&mut articles);
    words.join(" ")
}

fn joined(unit: BTreeMap<u32, Vec<String>>) -> String {
    unit.into_values().flatten().collect::<Vec<_>>().join(" ")
}

fn pretty(value: &Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("a description is JSON");
    bytes.push(b'\n');
    bytes
}

/// Returns the configuration of an index of Quickwit.
fn quickwit() -> String {
    let mut config = format!(
        "# Made by opsdoc {}: `quickwit index create --index-config index-config.yaml`, then\n\
         # `quickwit index ingest --index {NAME} --input-path documents-0000.ndjson`, and so each file.\n\
         version: 0.8\n\
         index_id: {NAME}\n\
         doc_mapping:\n  mode: strict\n  store_source: false\n  field_mappings:\n",
        env!("CARGO_PKG_VERSION")
    );
    for (name, role) in roles() {
        let is_list = matches!(name, "kind" | "mission" | "phase" | "environment" | "parents");
        let text = if is_list { "array<text>" } else { "text" };
        let rest = match role {
            Role::Text => "type: text\n      tokenizer: whitespace\n      record: position\n      fieldnorms: true\n      stored: false".into(),
            Role::Bag => "type: text\n      tokenizer: whitespace\n      record: freq\n      fieldnorms: true\n      stored: false".into(),
            Role::Value => format!("type: {text}\n      tokenizer: raw\n      record: basic\n      fast: true"),
            Role::Shown => format!("type: {text}\n      indexed: false"),
            Role::Number => "type: u64\n      fast: true".into(),
        };
        config.push_str(&format!("    - name: {name}\n      {rest}\n"));
    }
    config.push_str(
        "search_settings:\n  default_search_fields: [title, body, code, title_fr, body_fr, title_en, body_en]\n",
    );
    config
}

/// Returns the body that makes an index of OpenSearch.
fn opensearch() -> Value {
    let mut properties = Map::new();
    for (name, role) in roles() {
        let field = match role {
            Role::Text => json!({ "type": "text", "analyzer": "whitespace", "index_options": "positions" }),
            Role::Bag => json!({ "type": "text", "analyzer": "whitespace", "index_options": "freqs" }),
            Role::Value => json!({ "type": "keyword" }),
            // Any text is kept in the source; these are never looked for.
            Role::Shown => json!({ "type": "text", "index": false }),
            Role::Number => json!({ "type": "integer" }),
        };
        properties.insert(name.into(), field);
    }
    json!({
        "settings": { "index": { "similarity": { "default": { "type": "BM25", "k1": 1.2, "b": 0.75 } } } },
        "mappings": { "dynamic": "strict", "properties": properties }
    })
}
