//! What a unit does with the things that bear names: sends, checks, records, raises, calls or mentions them.
//!
//! What a procedure does is taken from its structure, never guessed from its text; what prose names, from the links
//! of its document.

use std::collections::BTreeMap;

use super::entry::Entry;
use super::words;
use crate::link::library::{DocumentIndex, Library, Target};
use crate::link::symbols::SymbolIndex;
use crate::model::inline::{Kind, Text};

/// What is done with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// A telecommand is sent.
    Sends,
    /// A parameter is checked: by a check, or by a test of a wait, a decision or a repetition.
    Checks,
    /// A parameter is recorded.
    Records,
    /// An event is raised.
    Raises,
    /// A procedure is called.
    Calls,
    /// A thing is named.
    Mentions,
}

impl Use {
    /// Every use there is.
    pub const ALL: [Use; 6] = [Use::Sends, Use::Checks, Use::Records, Use::Raises, Use::Calls, Use::Mentions];

    /// Returns the word for it, which is the name of its field.
    pub fn word(self) -> &'static str {
        match self {
            Use::Sends => "sends",
            Use::Checks => "checks",
            Use::Records => "records",
            Use::Raises => "raises",
            Use::Calls => "calls",
            Use::Mentions => "mentions",
        }
    }
}

/// Returns the name that a use is found by: where the library knows it, the one name that no other thing of its kind
/// bears; else as it is written.
pub(super) fn known(library: &Library, kind: Kind, name: &Text) -> String {
    match library.symbols.find(kind, name.as_str()) {
        Some(symbol) => name_of(library, symbol),
        None => name.as_str().into(),
    }
}

/// Returns the one name of a symbol.
pub(super) fn name_of(library: &Library, index: SymbolIndex) -> String {
    let symbol = library.symbols.get(index);
    match (symbol.kind, symbol.parent) {
        (Kind::Step, Some(parent)) => format!("{}#{}", library.symbols.get(parent).id, symbol.id),
        // Two systems may each have an item of one name; their anchors differ.
        (Kind::Telecommand | Kind::Parameter, _) => symbol.anchor.to_string(),
        _ => symbol.id.to_string(),
    }
}

/// Adds to the units of a document what their text names.
pub(super) fn mentions(library: &Library, index: DocumentIndex, entries: &mut [Entry]) {
    let Some(links) = library.links.get(index.0 as usize) else { return };
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let units: Vec<(String, usize)> =
        entries.iter().enumerate().map(|(at, entry)| (entry.anchor.clone(), at)).collect();
    for (anchor, at) in &units {
        places.entry(anchor).or_insert(*at);
    }
    let named = links.mentions.iter().map(|mention| (mention.span, name_of(library, mention.symbol)));
    let cited = links.references.iter().filter_map(|reference| {
        let name = match &reference.target {
            Target::Symbol(symbol) => name_of(library, *symbol),
            Target::Document { document, anchor: None } if *document != index => {
                library.document(*document).id()?.as_str().to_owned()
            }
            _ => return None,
        };
        Some((reference.span, name))
    });
    for (span, name) in named.chain(cited) {
        let place = library.place(index, span.start);
        // The heading that is the title of the page has no unit of its own.
        let at = place.and_then(|place| places.get(place.anchor.as_str())).copied().unwrap_or(0);
        let Some(entry) = entries.get_mut(at) else { continue };
        let key = words::identifier(&name);
        let same = |other: &String| words::identifier(other) == key;
        let is_told =
            entry.uses.iter().any(|(_, used)| same(used)) || entry.identifiers.iter().chain(&entry.handles).any(same);
        if !is_told {
            entry.uses.push((Use::Mentions, name));
        }
    }
}
