//! Says all that the library knows of a name: what it is, what it triggers, and which steps act on it.
//!
//! Nothing is ranked by words here. The answers come from the structure that [`uses`](super::uses) and
//! [`card`](super::card) put into the index, and they are complete.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Query as Clause, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, TantivyDocument, Term};

use super::card::Card;
use super::correct;
use super::error::Error;
use super::open::{Index, guarded};
use super::query::Query;
use super::unit::{self, Unit};
use super::uses::Use;
use super::words;

/// What an index knows of a name.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Lookup {
    /// The name as it was asked for.
    pub name: String,
    /// What bears it, the first of them what is most ready for use.
    pub things: Vec<Thing>,
    /// The procedures that it triggers: contingencies first, and what applies before what is superseded.
    pub triggers: Uses,
    /// The steps that send it.
    pub sent: Uses,
    /// The steps, and the procedures as a whole, that check it.
    pub checked: Uses,
    /// The steps that record it.
    pub recorded: Uses,
    /// The steps that raise it.
    pub raised: Uses,
    /// The steps that call it.
    pub called: Uses,
    /// Where else documents speak of it.
    pub mentioned: Uses,
    /// Where nothing bears the name and nothing uses it: the names that may be meant.
    pub suggestions: Vec<String>,
}

/// What bears a name.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Thing {
    /// Where it is.
    #[serde(flatten)]
    pub unit: Unit,
    /// What the mission database says of it; nothing for what a document defines.
    pub card: Option<Card>,
    /// How it begins, for what a document defines.
    pub text: String,
}

/// The places that use a name in one way.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Uses {
    /// How many there are, of which as many are told as were asked for.
    pub total: usize,
    /// The places, in order.
    pub places: Vec<UsedAt>,
}

/// A place that uses a name.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct UsedAt {
    /// Where it is.
    #[serde(flatten)]
    pub unit: Unit,
    /// The name that is used there: that of an alarm of the parameter that was asked for, or of its parameter.
    pub used: String,
    /// The line that uses it.
    pub says: String,
}

/// About how many bytes of a line or a text are told.
const WIDTH: usize = 240;

/// How many names are suggested at most.
const SUGGESTIONS: usize = 5;

impl Lookup {
    /// Tells whether nothing bears the name and nothing uses it.
    pub fn is_empty(&self) -> bool {
        self.things.is_empty() && self.uses().iter().all(|(_, uses)| uses.total == 0)
    }

    /// Returns the ways of use in the order in which they matter to an operator, each with its word.
    pub fn uses(&self) -> [(&'static str, &Uses); 7] {
        [
            ("triggers", &self.triggers),
            ("sent", &self.sent),
            ("checked", &self.checked),
            ("recorded", &self.recorded),
            ("raised", &self.raised),
            ("called", &self.called),
            ("mentioned", &self.mentioned),
        ]
    }

    /// Returns the place to go to first: what a procedure does about it, else what it is.
    pub fn first(&self) -> Option<&Unit> {
        let thing = || self.things.first().map(|thing| &thing.unit);
        let used = || self.uses().iter().find_map(|(_, uses)| uses.places.first().map(|at| &at.unit));
        self.triggers.places.first().map(|at| &at.unit).or_else(thing).or_else(used)
    }
}

impl Index {
    /// Says what is known of a name: a telecommand, a parameter, an alarm, an event, a document, a procedure, or a
    /// step or section as `ID#anchor`. Aliases are names too; capitals and what joins the parts do not count.
    ///
    /// Of each way of use, as many places as `limit` are told; their number is told always.
    pub fn lookup(&self, name: &str, limit: usize) -> Result<Lookup, Error> {
        guarded(&self.path, || self.look_up(name, limit).map_err(|error| Error::damaged(&self.path, error.to_string())))
    }

    fn look_up(&self, name: &str, limit: usize) -> tantivy::Result<Lookup> {
        let name = name.trim();
        let key = words::identifier(name);
        let mut lookup = Lookup { name: name.into(), ..Lookup::default() };
        if key.is_empty() {
            return Ok(lookup);
        }
        // What is used under another name: that of the item itself where an alias was typed, and those of its alarms.
        let mut keys = BTreeSet::new();
        for address in self.with_name(&[self.fields.identifier], [key.as_str()])? {
            let document: TantivyDocument = self.searcher.doc(address)?;
            keys.extend(unit::all(&document, self.fields.shown.keys).iter().map(|key| words::identifier(key)));
            lookup.things.push(self.thing(&document));
        }
        lookup.things.sort_by_key(|thing| rank(&thing.unit));
        let is_item = !keys.is_empty();
        for address in self.with_name(&[self.fields.declares], [key.as_str()])? {
            let document: TantivyDocument = self.searcher.doc(address)?;
            lookup.things.extend(self.event(&document, &key));
        }
        if !is_item {
            keys.insert(key.clone());
            // Whoever looks a step or a document up by its name finds what cites it.
            keys.extend(lookup.things.iter().map(|thing| words::identifier(&thing.unit.identifier)));
            keys.retain(|key| !key.is_empty());
        }
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let own = |of: Use| self.fields.used(of);
        lookup.triggers = self.uses(self.fields.handles, &keys, limit)?;
        lookup.sent = self.uses(own(Use::Sends), &keys, limit)?;
        lookup.checked = self.uses(own(Use::Checks), &keys, limit)?;
        lookup.recorded = self.uses(own(Use::Records), &keys, limit)?;
        lookup.raised = self.uses(own(Use::Raises), &keys, limit)?;
        lookup.called = self.uses(own(Use::Calls), &keys, limit)?;
        lookup.mentioned = self.uses(own(Use::Mentions), &keys, limit)?;
        if lookup.is_empty() {
            lookup.suggestions = self.suggestions(name, &key)?;
        }
        Ok(lookup)
    }

    /// Returns the units that have one of some names in one of some fields, in the order of the library.
    fn with_name<'a>(
        &self,
        fields: &[Field],
        names: impl IntoIterator<Item = &'a str>,
    ) -> tantivy::Result<Vec<DocAddress>> {
        let mut ways: Vec<Box<dyn Clause>> = Vec::new();
        for name in names {
            for field in fields {
                let term = Term::from_field_text(*field, name);
                ways.push(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
            }
        }
        let mut found: Vec<DocAddress> =
            self.searcher.search(&BooleanQuery::union(ways), &DocSetCollector)?.into_iter().collect();
        found.sort_unstable();
        Ok(found)
    }

    fn uses(&self, field: Field, keys: &[&str], limit: usize) -> tantivy::Result<Uses> {
        let mut places = Vec::new();
        for address in self.with_name(&[field], keys.iter().copied())? {
            let document: TantivyDocument = self.searcher.doc(address)?;
            let text = unit::one(&document, self.fields.shown.text);
            let unit = self.unit(&document);
            let (used, says) = line_with(&text, keys);
            places.push((rank(&unit), UsedAt { unit, used, says }));
        }
        // The order of the library stays within a rank.
        places.sort_by_key(|(rank, _)| *rank);
        let total = places.len();
        Ok(Uses { total, places: places.into_iter().take(limit).map(|(_, at)| at).collect() })
    }

    fn thing(&self, document: &TantivyDocument) -> Thing {
        let card = unit::one(document, self.fields.shown.card);
        let card: Option<Card> = serde_json::from_str(&card).ok();
        let text = if card.is_some() { String::new() } else { unit::one(document, self.fields.shown.text) };
        Thing { unit: self.unit(document), card, text: cut(&flat(&text)) }
    }

    /// Returns the event of a key that a procedure declares.
    fn event(&self, document: &TantivyDocument, key: &str) -> Option<Thing> {
        let events = unit::all(document, self.fields.shown.events);
        let (name, meaning) = events.iter().find_map(|event| {
            let (name, meaning) = event.split_once(' ')?;
            (words::identifier(name) == key).then_some((name, meaning))
        })?;
        let unit = Unit { kind: "event".into(), identifier: name.into(), ..self.unit(document) };
        Some(Thing { unit, card: None, text: cut(&flat(meaning)) })
    }

    /// Returns the names that may be meant: the nearest one, else those that have what was typed within.
    fn suggestions(&self, name: &str, key: &str) -> tantivy::Result<Vec<String>> {
        let mut found: Vec<String> = Vec::new();
        if let Some(near) = correct::nearest(&self.searcher, &[self.fields.identifier], key)? {
            found.extend(correct::as_written(&self.searcher, &self.fields, &near)?);
        }
        let fields: Vec<Field> =
            [self.fields.handles, self.fields.declares].into_iter().chain(self.fields.uses).collect();
        if found.is_empty() {
            found.extend(correct::nearest(&self.searcher, &fields, key)?.map(|near| near.to_uppercase()));
        }
        if found.is_empty() {
            let query = Query { text: name.into(), limit: 4 * SUGGESTIONS, ..Query::default() };
            let answer = self.answer(&query)?;
            // What has no name of its own is nothing to look up.
            found.extend(answer.suggestions);
            found.extend(answer.hits.into_iter().map(|hit| hit.identifier).filter(|name| !name.contains('#')));
        }
        found.retain(|name| !name.is_empty());
        let mut seen = BTreeSet::new();
        found.retain(|name| seen.insert(name.clone()));
        found.truncate(SUGGESTIONS);
        Ok(found)
    }
}

/// Returns what stands first among the places that use a name: what applies before what is not yet in use, and that
/// before what is superseded; contingencies before other procedures, and those before manuals.
fn rank(unit: &Unit) -> (u8, Reverse<u8>) {
    let readiness = match unit.status.as_str() {
        "superseded" => 2,
        "draft" | "in-review" => 1,
        _ => 0,
    };
    let has = |kind: &str| unit.kinds.iter().any(|other| other == kind);
    let urgency = match () {
        () if has("contingency") => 2,
        () if has("procedure") || unit.kind == "procedure" => 1,
        () => 0,
    };
    (readiness, Reverse(urgency))
}

/// Returns the first line of a text that has one of some names as a word of its own, and that name as it stands
/// there.
fn line_with(text: &str, keys: &[&str]) -> (String, String) {
    for line in text.lines() {
        let mut at = 0;
        while let Some(range) = words::mnemonic(line, at) {
            at = range.end;
            let written = &line[range];
            if keys.contains(&words::identifier(written).as_str()) {
                return (written.to_owned(), cut(&flat(line)));
            }
        }
        let word =
            |word: &&str| keys.contains(&words::identifier(word.trim_matches(|c: char| !c.is_alphanumeric())).as_str());
        if let Some(written) = line.split_whitespace().find(word) {
            return (written.trim_matches(|c: char| !c.is_alphanumeric()).to_owned(), cut(&flat(line)));
        }
    }
    (String::new(), String::new())
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Shortens a line at the end of a word.
fn cut(line: &str) -> String {
    if line.len() <= WIDTH {
        return line.to_owned();
    }
    let end = line.floor_char_boundary(WIDTH);
    let end = line[..end].rfind(' ').filter(|space| *space > WIDTH / 2).unwrap_or(end);
    format!("{}…", &line[..end])
}
