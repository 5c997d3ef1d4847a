//! What two sources of a database say otherwise of one item.
//!
//! Items of one path are the same, and so are items of one name where a source names no systems, as tables do.

use rustc_hash::FxHashMap;

use super::database_self_contradiction::is_unused;
use super::identities::{self, Identity};
use super::limits::range_in_words;
use crate::check::subject::Subject;
use crate::model::database::{Argument, Bound, DataKind, DataType, Range};
use crate::model::inline::Text;
use crate::notation::unit;
use crate::text::span::{SourceId, Span};

/// Two definitions of one item that do not agree.
pub(super) struct Contradiction {
    /// What, as a finding says it.
    pub(super) message: String,
    /// The later definition.
    pub(super) span: Span,
    /// The one before.
    pub(super) other: Span,
}

/// An item, with what its definition says.
struct Item<'a> {
    what: &'static str,
    system: &'a str,
    name: &'a Text,
    data_type: Option<&'a DataType>,
    is_abstract: bool,
    arguments: &'a [Argument],
    identities: Vec<Identity>,
}

/// Finds the items that two sources define differently. Sources that the project gives to different missions are not
/// compared.
pub(super) fn contradictions(subject: Subject<'_>) -> Vec<Contradiction> {
    let database = &subject.library.database;
    let parameters = database.parameters.iter().map(|item| Item {
        what: "parameter",
        system: &item.system,
        name: &item.name,
        data_type: Some(&item.data_type),
        is_abstract: false,
        arguments: &[],
        identities: identities::identities(&item.aliases, &item.ancillary),
    });
    let mut found = compared(subject, parameters);
    let telecommands = database.telecommands.iter().map(|item| Item {
        what: "telecommand",
        system: &item.system,
        name: &item.name,
        data_type: None,
        is_abstract: item.is_abstract,
        arguments: &item.arguments,
        identities: identities::identities(&item.aliases, &item.ancillary),
    });
    found.extend(compared(subject, telecommands));
    found
}

fn compared<'a>(subject: Subject<'a>, items: impl Iterator<Item = Item<'a>>) -> Vec<Contradiction> {
    /// Definitions of one name that a further one is compared with.
    const MOST: usize = 8;
    let mut known: FxHashMap<&str, Vec<Item<'a>>> = FxHashMap::default();
    let mut found = Vec::new();
    for item in items {
        let before = known.entry(item.name.as_str()).or_default();
        let same = before.iter().find(|other| {
            let source = other.name.span.source;
            let is_one = other.system == item.system || other.system.is_empty() || item.system.is_empty();
            is_one && source != item.name.span.source && !apart(subject, source, item.name.span.source)
        });
        if let Some(other) = same {
            let differ = differences(other, &item);
            if !differ.is_empty() {
                let message =
                    format!("two files define {} `{}` with different {}", item.what, item.name.text, differ.join(", "));
                found.push(Contradiction { message, span: item.name.span, other: other.name.span });
            }
        }
        if before.len() < MOST {
            before.push(item);
        }
    }
    found
}

/// Tells whether two sources are for different missions.
fn apart(subject: Subject<'_>, a: SourceId, b: SourceId) -> bool {
    let missions = |source: SourceId| {
        let path = std::path::Path::new(subject.sources.get(source).path.as_str());
        let listed = subject.project.databases.iter().find(|file| file.path == path);
        listed.map_or(&[][..], |file| file.missions.as_slice())
    };
    let (a, b) = (missions(a), missions(b));
    !a.is_empty() && !b.is_empty() && !a.iter().any(|mission| b.contains(mission))
}

/// Says in which parts two definitions contradict each other; one that says nothing contradicts none.
fn differences(one: &Item<'_>, other: &Item<'_>) -> Vec<String> {
    // Where one source is a table, it may leave out what the other says, and knows fewer kinds of values.
    let strict = !one.system.is_empty() && !other.system.is_empty();
    let mut differ = Vec::new();
    if strict && one.is_abstract != other.is_abstract {
        differ.push("abstractness".to_owned());
    }
    if let (Some(a), Some(b)) = (one.data_type, other.data_type) {
        differ.extend(types_differ(a, b, strict));
    }
    if arguments_differ(one.arguments, other.arguments, strict) {
        differ.push("arguments".to_owned());
    }
    let other_key = |identity: &&Identity| {
        let named = |wanted: &&Identity| wanted.namespace == identity.namespace;
        let mut same = other.identities.iter().filter(named).peekable();
        same.peek().is_some() && !same.any(|other| other.key == identity.key)
    };
    if one.identities.iter().any(|identity| other_key(&identity)) {
        differ.push("identifiers".to_owned());
    }
    differ
}

fn arguments_differ(one: &[Argument], other: &[Argument], strict: bool) -> bool {
    let names =
        |arguments: &[Argument]| arguments.iter().map(|argument| argument.name.text.clone()).collect::<Vec<_>>();
    if strict && !one.is_empty() && !other.is_empty() && names(one) != names(other) {
        return true;
    }
    let default = |argument: &Argument| argument.default.as_ref().map(|default| default.text.clone());
    let differ = |a: &Argument, b: &Argument| {
        let defaults = default(a).zip(default(b)).is_some_and(|(a, b)| a != b);
        defaults || (strict && a.fixed != b.fixed) || !types_differ(&a.data_type, &b.data_type, strict).is_empty()
    };
    one.iter().any(|a| other.iter().any(|b| a.name.text == b.name.text && differ(a, b)))
}

/// Says in which parts two types contradict each other.
fn types_differ(a: &DataType, b: &DataType, strict: bool) -> Vec<String> {
    let mut differ = Vec::new();
    if strict && a.kind != b.kind && a.kind != DataKind::Unknown && b.kind != DataKind::Unknown {
        differ.push("types".to_owned());
    }
    let (unit_a, unit_b) = (a.unit.as_str(), b.unit.as_str());
    let conversion = unit::of(unit_a).zip(unit::of(unit_b));
    let same_unit = unit_a == unit_b || conversion.is_some_and(|(a, b)| a == b);
    if !unit_a.is_empty() && !unit_b.is_empty() && !same_unit {
        differ.push(format!("units: `{unit_a}` and here `{unit_b}`"));
    }
    if !a.ranges.is_empty() && !b.ranges.is_empty() {
        let converted: Vec<Range> = a
            .ranges
            .iter()
            .map(|range| match conversion {
                Some((from, to)) if !same_unit => range.map(|value| from.convert(value, to).unwrap_or(value)),
                _ => *range,
            })
            .collect();
        let same = converted.len() == b.ranges.len() && converted.iter().zip(&b.ranges).all(|(a, b)| is_same(a, b));
        if !same {
            let words = |ranges: &[Range]| ranges.iter().map(range_in_words).collect::<Vec<_>>().join(" or ");
            differ.push(format!("ranges: {} and here {}", words(&a.ranges), words(&b.ranges)));
        }
    }
    differ.extend(labels_differ(a, b, strict));
    differ
}

fn labels_differ(a: &DataType, b: &DataType, strict: bool) -> Option<String> {
    if a.labels.is_empty() || b.labels.is_empty() {
        return None;
    }
    let used =
        |of: &'_ DataType| of.labels.iter().filter(|label| !is_unused(&label.label)).cloned().collect::<Vec<_>>();
    let (of_a, of_b) = (used(a), used(b));
    let by_label: FxHashMap<&str, i64> = of_b.iter().map(|label| (label.label.as_str(), label.value)).collect();
    let by_number: FxHashMap<i64, &str> = of_b.iter().map(|label| (label.value, label.label.as_str())).collect();
    for label in &of_a {
        if let Some(number) = by_label.get(label.label.as_str()).filter(|number| **number != label.value) {
            return Some(format!("labels: `{}` is {} and here {number}", label.label, label.value));
        }
        let named = by_number.get(&label.value).filter(|named| !named.eq_ignore_ascii_case(&label.label));
        if let Some(named) = named {
            return Some(format!("labels: {} is `{}` and here `{named}`", label.value, label.label));
        }
    }
    let listed = |of: &DataType| of.labels.iter().map(|label| (label.value, label.last)).collect::<Vec<_>>();
    (strict && listed(a) != listed(b)).then(|| "labels".to_owned())
}

/// Tells whether two ranges are the same but for what converting rounds.
fn is_same(a: &Range, b: &Range) -> bool {
    let near = |a: Option<Bound>, b: Option<Bound>| match (a, b) {
        (Some(a), Some(b)) => {
            a.inclusive == b.inclusive && (a.value - b.value).abs() <= 1e-9 * a.value.abs().max(b.value.abs())
        }
        (None, None) => true,
        _ => false,
    };
    near(a.minimum, b.minimum) && near(a.maximum, b.maximum)
}
