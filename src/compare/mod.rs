//! Compares two libraries: what one says otherwise than the other.
//!
//! 1. [`describe`] says of a document, a step or a database item what it says, as fields with values.
//! 2. [`changes`] pairs what bears the same name in both, and compares their fields.
//!
//! Places do not count: what only moved did not change.

pub mod describe;

use ecow::EcoString;
use rustc_hash::{FxHashMap, FxHashSet};

pub use self::describe::bearer;
use self::describe::{Described, Field};
use crate::link::library::Library;
use crate::model::inline::Kind;
use crate::text::source::Sources;

/// A library with the sources that it was read from.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// The library.
    pub library: &'a Library,
    /// The sources.
    pub sources: &'a Sources,
}

/// Something that is otherwise in the new library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What.
    pub item: Item,
    /// Which of those that bear the name: a document's language, and its issue where a later one replaces it; the space
    /// system of an item of the mission database.
    pub bearer: EcoString,
    /// In which way.
    pub kind: ChangeKind,
    /// What of it; empty for what came or went as a whole.
    pub fields: Vec<FieldChange>,
}

/// Something that has a name in both libraries, or could have.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Item {
    /// Its kind.
    pub kind: Kind,
    /// Its name: an identifier, `FCP-AOC-010#step-1`, or the path of a document without an identifier.
    pub name: EcoString,
}

/// The ways to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It was not there before.
    Added,
    /// It is no longer there.
    Removed,
    /// It says something else.
    Changed,
}

/// A field whose value is another now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The field: `title`, `range`, `label SAFE`, `TC_X.MODE`.
    pub name: EcoString,
    /// What it was; nothing where there was none.
    pub old: Option<EcoString>,
    /// What it is; nothing where there is none.
    pub new: Option<EcoString>,
}

/// Returns what is otherwise in the new library, in its order: documents, their steps, then the mission database.
/// What is gone comes last.
pub fn changes(old: Side<'_>, new: Side<'_>) -> Vec<Change> {
    let (before, after) = (describe::library(old), describe::library(new));
    let known: FxHashMap<Key<'_>, &Described> = keyed(&before).collect();
    let present: FxHashSet<Key<'_>> = keyed(&after).map(|(key, _)| key).collect();
    let moved = moved(&before, &after, &known, &present);
    let mut changes = Vec::new();
    for (key, described) in keyed(&after) {
        let (kind, fields) = match known.get(&key).or(moved.get(key.0)) {
            None => (ChangeKind::Added, Vec::new()),
            Some(old) => (ChangeKind::Changed, compared(old, described)),
        };
        if kind == ChangeKind::Added || !fields.is_empty() {
            changes.push(described.change(kind, fields));
        }
    }
    let gone = keyed(&before).filter(|(key, _)| !present.contains(key) && !moved.contains_key(key.0));
    changes.extend(gone.map(|(_, described)| described.change(ChangeKind::Removed, Vec::new())));
    changes
}

/// What is known again in another library: a name, which of those who bear it, and, where that does not tell them
/// apart, the how many-eth.
type Key<'a> = (&'a Item, &'a str, usize);

/// Gives each thing its key.
fn keyed(all: &[Described]) -> impl Iterator<Item = (Key<'_>, &Described)> {
    let mut counts: FxHashMap<(&Item, &str), usize> = FxHashMap::default();
    all.iter().map(move |described| {
        let count = counts.entry((&described.item, &described.bearer)).or_default();
        *count += 1;
        ((&described.item, described.bearer.as_str(), *count), described)
    })
}

/// Returns the items of the mission database that another system holds now: the only one of its name, in both states.
fn moved<'a>(
    before: &'a [Described],
    after: &'a [Described],
    known: &FxHashMap<Key<'_>, &Described>,
    present: &FxHashSet<Key<'_>>,
) -> FxHashMap<&'a Item, &'a Described> {
    let mut counts: FxHashMap<&Item, (usize, usize)> = FxHashMap::default();
    before.iter().for_each(|described| counts.entry(&described.item).or_default().0 += 1);
    after.iter().for_each(|described| counts.entry(&described.item).or_default().1 += 1);
    let alone = |item: &Item| {
        matches!(item.kind, Kind::Telecommand | Kind::Parameter | Kind::Alarm) && counts.get(item) == Some(&(1, 1))
    };
    let came: FxHashSet<&Item> =
        keyed(after).filter(|(key, _)| !known.contains_key(key)).map(|(key, _)| key.0).collect();
    let gone = keyed(before).filter(|(key, _)| !present.contains(key) && alone(key.0) && came.contains(key.0));
    gone.map(|(key, described)| (key.0, described)).collect()
}

/// Compares what two say, in the order of the new one, and the systems that hold them.
fn compared(old: &Described, new: &Described) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    if matches!(new.item.kind, Kind::Telecommand | Kind::Parameter | Kind::Alarm) && old.bearer != new.bearer {
        let (old, new) = (Some(old.bearer.clone()), Some(new.bearer.clone()));
        changes.push(FieldChange { name: "system".into(), old, new });
    }
    changes.extend(compared_fields(&old.fields, &new.fields));
    changes
}

/// Compares fields by their names, in the order of the new ones.
fn compared_fields(old: &[Field], new: &[Field]) -> Vec<FieldChange> {
    let before: FxHashMap<&str, &EcoString> = old.iter().map(|field| (field.name.as_str(), &field.value)).collect();
    let after: FxHashMap<&str, &EcoString> = new.iter().map(|field| (field.name.as_str(), &field.value)).collect();
    let mut changes = Vec::new();
    for field in new {
        let old = before.get(field.name.as_str());
        if old != Some(&&field.value) {
            changes.push(FieldChange {
                name: field.name.clone(),
                old: old.map(|old| (*old).clone()),
                new: Some(field.value.clone()),
            });
        }
    }
    for field in old.iter().filter(|field| !after.contains_key(field.name.as_str())) {
        changes.push(FieldChange { name: field.name.clone(), old: Some(field.value.clone()), new: None });
    }
    changes
}
