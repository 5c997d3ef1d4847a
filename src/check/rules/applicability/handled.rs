//! What procedures answer.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::check::subject::Subject;
use crate::link::library::{DocumentIndex, Library};
use crate::model::document::{Document, DocumentKind, Status};
use crate::model::inline::Kind;
use crate::model::procedure::{Procedure, Trigger};

/// Returns the names of the alarms that are a trigger of a procedure.
pub(super) fn alarms(library: &Library) -> FxHashSet<&str> {
    let triggers = procedures(library).flat_map(|procedure| &procedure.triggers);
    let names = triggers.filter_map(|trigger| match trigger {
        Trigger::Alarm(name) => Some(name.as_str()),
        _ => None,
    });
    names.collect()
}

/// Returns the documents with sections that are procedures: their headings begin with such an identifier.
pub(super) fn sectioned(subject: Subject<'_>) -> BTreeSet<DocumentIndex> {
    let Some(pattern) = subject.project.pattern(Kind::Procedure) else { return BTreeSet::new() };
    let sections = subject.library.symbols.of_kind(Kind::Document).filter(|(_, symbol)| !symbol.anchor.is_empty());
    sections.filter(|(_, symbol)| pattern.is_match(&symbol.id)).filter_map(|(_, symbol)| symbol.document).collect()
}

/// Returns the names of the events that are a trigger of a procedure, or that one watches for.
pub(super) fn events(library: &Library) -> FxHashSet<&str> {
    let mut names = FxHashSet::default();
    for procedure in procedures(library) {
        names.extend(procedure.triggers.iter().filter_map(|trigger| match trigger {
            Trigger::Event(name) => Some(name.as_str()),
            _ => None,
        }));
        names.extend(procedure.watchdogs.iter().map(|watchdog| watchdog.event.as_str()));
    }
    names
}

/// Visits what an operator can open: no scenario, and nothing that is superseded.
fn procedures(library: &Library) -> impl Iterator<Item = &Procedure> {
    let usable = |document: &&Document| {
        document.metadata.kind != DocumentKind::Scenario && document.metadata.status != Some(Status::Superseded)
    };
    library.documents.iter().filter(usable).filter_map(Document::procedure)
}
