//! What of the mission database procedures use: telecommands that are sent, parameters that are checked, alarms that
//! open a procedure.

use std::collections::BTreeMap;

use super::site::Site;
use crate::link::library::{Citation, Manner};
use crate::link::symbols::{Symbol, SymbolIndex};
use crate::model::document::Status;
use crate::model::inline::Kind;
use crate::render::words::{self, Word};

/// How much of the things of a kind is used.
pub(super) struct Coverage<'a> {
    /// What is counted.
    pub(super) word: Word,
    /// What is left.
    pub(super) rest: Word,
    /// How many things there are.
    pub(super) total: usize,
    /// How many of them a procedure uses.
    pub(super) covered: usize,
    /// The others, by the system that holds them.
    pub(super) others: BTreeMap<&'a str, Vec<SymbolIndex>>,
}

impl Coverage<'_> {
    /// Returns the share that is used, in whole percent; a hundred is all.
    pub(super) fn percent(&self) -> usize {
        self.covered * 100 / self.total.max(1)
    }
}

/// Counts telecommands, parameters and alarms; what there is none of is left out.
pub(super) fn all<'a>(site: &Site<'a>) -> Vec<Coverage<'a>> {
    let kinds = [
        (Kind::Telecommand, Manner::Sent, [words::SENT_BY_PROCEDURE, words::SENT_BY_NONE]),
        (Kind::Parameter, Manner::Checked, [words::CHECKED_BY_PROCEDURE, words::CHECKED_BY_NONE]),
        (Kind::Alarm, Manner::Trigger, [words::HANDLED_BY_PROCEDURE, words::HANDLED_BY_NONE]),
    ];
    let counted = kinds.into_iter().map(|(kind, manner, words)| of(site, kind, manner, words));
    counted.filter(|coverage| coverage.total > 0).collect()
}

fn of<'a>(site: &Site<'a>, kind: Kind, manner: Manner, [word, rest]: [Word; 2]) -> Coverage<'a> {
    let library = site.library;
    let mut coverage = Coverage { word, rest, total: 0, covered: 0, others: BTreeMap::new() };
    for (index, symbol) in library.symbols.of_kind(kind) {
        let Some(system) = system(site, symbol) else { continue };
        coverage.total += 1;
        let used = |citation: &Citation| citation.manner == manner && is_in_use(site, citation);
        if library.symbol_citations[index.0 as usize].iter().any(used) {
            coverage.covered += 1;
        } else {
            coverage.others.entry(system).or_default().push(index);
        }
    }
    coverage
}

/// Returns the system that holds an item; nothing for what cannot be used by itself.
fn system<'a>(site: &Site<'a>, symbol: &Symbol) -> Option<&'a str> {
    let (database, at) = (&site.library.database, symbol.item? as usize);
    match symbol.kind {
        Kind::Telecommand => database
            .telecommands
            .get(at)
            .filter(|telecommand| !telecommand.is_abstract)
            .map(|item| item.system.as_str()),
        _ => database.parameters.get(at).map(|item| item.system.as_str()),
    }
}

/// Tells whether the procedure that cites has not been superseded.
fn is_in_use(site: &Site<'_>, citation: &Citation) -> bool {
    let document = site.library.document(citation.document);
    document.metadata.kind.is_procedure() && document.metadata.status != Some(Status::Superseded)
}
