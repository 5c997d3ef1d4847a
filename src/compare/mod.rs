//! Compares two libraries: what one says otherwise than the other.
//!
//! 1. [`describe`] says of a document, a step or a database item what it says, as fields with values.
//! 2. [`changes`] pairs what bears the same name in both, and compares their fields.
//!
//! Places do not count: what only moved did not change.

pub mod describe;

use ecow::EcoString;
use rustc_hash::FxHashMap;

use self::describe::Field;
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
    let known: FxHashMap<&Item, &Vec<Field>> = before.iter().map(|(item, fields)| (item, fields)).collect();
    let present: FxHashMap<&Item, ()> = after.iter().map(|(item, _)| (item, ())).collect();
    let mut changes = Vec::new();
    for (item, fields) in &after {
        match known.get(item) {
            None => changes.push(Change { item: item.clone(), kind: ChangeKind::Added, fields: Vec::new() }),
            Some(old) => {
                let fields = compared(old, fields);
                if !fields.is_empty() {
                    changes.push(Change { item: item.clone(), kind: ChangeKind::Changed, fields });
                }
            }
        }
    }
    let gone = before.iter().filter(|(item, _)| !present.contains_key(item));
    changes.extend(gone.map(|(item, _)| Change { item: item.clone(), kind: ChangeKind::Removed, fields: Vec::new() }));
    changes
}

/// Compares fields by their names, in the order of the new ones.
fn compared(old: &[Field], new: &[Field]) -> Vec<FieldChange> {
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
