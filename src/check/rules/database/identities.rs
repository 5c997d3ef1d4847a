//! The numbers and other names by which a database knows an item.

use std::ops::RangeInclusive;

use ecow::EcoString;
use rustc_hash::FxHashMap;

use crate::model::database::{Alias, Ancillary, Database, Telecommand};
use crate::model::inline::Kind;
use crate::notation::value::number;

/// An identity in a name space.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Identity {
    /// The name space, in small letters.
    pub(super) namespace: String,
    /// What the item is known by there; a number is the same however it is written.
    pub(super) key: Key,
}

/// What an item is known by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// A number.
    Number(u64),
    /// A name.
    Name(EcoString),
}

impl Key {
    /// Returns the key that is written so.
    pub(super) fn of(written: &str) -> Key {
        /// Whole numbers up to here are exact in what numbers are read into.
        const EXACT: RangeInclusive<f64> = 0.0..=9_007_199_254_740_992.0;
        let whole = number(written).filter(|number| number.fract() == 0.0 && EXACT.contains(number));
        whole.map_or_else(|| Key::Name(written.trim().into()), |number| Key::Number(number as u64))
    }
}

/// The items of a database by what they are known by: their places in the list of their kind.
#[derive(Debug, Default)]
pub(super) struct Identities {
    by_identity: FxHashMap<(Kind, Identity), Vec<u32>>,
}

impl Identities {
    pub(super) fn of(database: &Database) -> Self {
        let mut identities = Self::default();
        for (at, item) in database.telecommands.iter().enumerate() {
            identities.add(Kind::Telecommand, at, &item.aliases, &item.ancillary);
        }
        for (at, item) in database.parameters.iter().enumerate() {
            identities.add(Kind::Parameter, at, &item.aliases, &item.ancillary);
        }
        identities
    }

    fn add(&mut self, kind: Kind, at: usize, aliases: &[Alias], ancillary: &[Ancillary]) {
        for identity in identities(aliases, ancillary) {
            self.by_identity.entry((kind, identity)).or_default().push(at as u32);
        }
    }

    /// Returns the items that are known so.
    pub(super) fn items(&self, kind: Kind, identity: &Identity) -> &[u32] {
        self.by_identity.get(&(kind, identity.clone())).map_or(&[], Vec::as_slice)
    }
}

/// Returns what an item is known by: its aliases, and what is noted on it under a word that speaks of an identifier.
pub(super) fn identities(aliases: &[Alias], ancillary: &[Ancillary]) -> Vec<Identity> {
    let by_alias = aliases.iter().map(|alias| (alias.namespace.as_str(), alias.name.as_str()));
    let noted = ancillary.iter().filter(|noted| speaks_of_identifier(&noted.name));
    let by_note = noted.map(|noted| (noted.name.as_str(), noted.value.as_str()));
    let identity =
        |(namespace, written): (&str, &str)| Identity { namespace: namespace.to_lowercase(), key: Key::of(written) };
    by_alias.chain(by_note).map(identity).collect()
}

/// Tells whether a word is one that databases note identifiers under: `OPCODE`, `packet_id`, `ApId`.
fn speaks_of_identifier(word: &str) -> bool {
    let lower = word.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|part| matches!(part, "id" | "ident" | "identifier" | "opcode" | "apid" | "code" | "number" | "numero"))
        || (word.ends_with("Id") || word.ends_with("ID"))
}

/// Returns the service and the subtype of a telecommand's packets, where the database states them: by an alias as
/// `TC(17,1)`, by a note, or by the values that a base telecommand's arguments are fixed to.
pub(super) fn service(telecommand: &Telecommand) -> Option<(u32, Option<u32>)> {
    let mut found = (None, None);
    for alias in &telecommand.aliases {
        let about = matches!(field(&alias.namespace), Some(Field::Both)) || alias.name.text.starts_with("TC");
        if let Some(pair) = pair(&alias.name.text).filter(|_| about) {
            return Some((pair.0, Some(pair.1)));
        }
    }
    let noted = telecommand.ancillary.iter().map(|noted| (noted.name.as_str(), noted.value.as_str()));
    let fixed = telecommand.arguments.iter().filter(|argument| argument.fixed);
    let fixed = fixed.filter_map(|argument| Some((argument.name.as_str(), argument.default.as_ref()?.as_str())));
    let aliases = telecommand.aliases.iter().map(|alias| (alias.namespace.as_str(), alias.name.as_str()));
    for (name, value) in noted.chain(fixed).chain(aliases) {
        let whole = match Key::of(value) {
            Key::Number(number) => u32::try_from(number).ok(),
            Key::Name(_) => None,
        };
        match field(name) {
            Some(Field::Service) => found.0 = found.0.or(whole),
            Some(Field::Subtype) => found.1 = found.1.or(whole),
            Some(Field::Both) => {
                if let Some((service, subtype)) = pair(value) {
                    return Some((service, Some(subtype)));
                }
            }
            None => {}
        }
    }
    found.0.map(|service| (service, found.1))
}

enum Field {
    Service,
    Subtype,
    Both,
}

/// Tells what a field of this name holds.
fn field(name: &str) -> Option<Field> {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    Some(match plain.as_str() {
        "service" | "servicetype" | "servicenumber" | "serviceid" | "type" | "pustype" | "pusservice" | "svc" => {
            Field::Service
        }
        "subtype" | "servicesubtype" | "subservice" | "subservicetype" | "messagesubtype" | "pussubtype"
        | "pussubservice" => Field::Subtype,
        "pus" | "pusid" | "tctype" | "servicesubservice" => Field::Both,
        _ => return None,
    })
}

/// Reads `17,1`, `17/1` or `TC(17,1)`.
fn pair(written: &str) -> Option<(u32, u32)> {
    let inner = written.trim().trim_start_matches(|c: char| c.is_alphabetic() || c == ' ');
    let inner = inner.trim_start_matches(['(', '[']).trim_end_matches([')', ']']);
    let (service, subtype) = inner.split_once([',', '/', '.'])?;
    Some((service.trim().parse().ok()?, subtype.trim().parse().ok()?))
}
