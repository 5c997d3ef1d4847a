//! The mission database: the parameters, telecommands and alarms of a spacecraft (XTCE 1.2).

use std::fmt;
use std::sync::Arc;

use ecow::{EcoString, EcoVec, eco_format};

use super::expression::Comparison;
use super::inline::Text;
use crate::text::span::{SourceId, Span};

/// What one source says of the mission database.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Database {
    /// The telemetry parameters, in the order of the source.
    pub parameters: Vec<Parameter>,
    /// What the aggregates and the arrays among the parameters hold, each as a parameter with its path for a name:
    /// `POSITION.X`, `CELLS[]`.
    pub members: Vec<Parameter>,
    /// The telecommands, in the order of the source.
    pub telecommands: Vec<Telecommand>,
    /// The packets and frames that carry parameters, in the order of the source.
    pub containers: Vec<Container>,
    /// What each type states, in the order of the source.
    pub types: Vec<TypeDeclaration>,
    /// The versions that the headers state, one a source at most, in the order of the sources.
    pub versions: Vec<Text>,
    /// The sources, in order.
    pub sources: Vec<SourceId>,
    /// What stands in the sources against the schema of their format.
    pub violations: Vec<Violation>,
}

impl Database {
    /// Returns a parameter, or, after all of those, a member of one.
    pub fn parameter(&self, at: usize) -> Option<&Parameter> {
        self.parameters.get(at).or_else(|| self.members.get(at.checked_sub(self.parameters.len())?))
    }

    /// Visits the parameters and the members of theirs, as [`Database::parameter`] counts them.
    pub fn all_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().chain(&self.members)
    }
}

/// Something that stands in a database against the schema of its format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// What, as a finding says it.
    pub message: EcoString,
    /// What to do.
    pub help: Option<EcoString>,
    /// Where.
    pub span: Span,
}

/// A telemetry parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: Text,
    /// The SpaceSystem that holds it: `/SAT/EPS`.
    pub system: EcoString,
    /// Its other names.
    pub aliases: Vec<Alias>,
    /// What the project notes on it besides.
    pub ancillary: Vec<Ancillary>,
    /// What values it takes.
    pub data_type: DataType,
    /// Its short description.
    pub description: EcoString,
    /// Its long description.
    pub long_description: EcoString,
    /// The value that it has before any is received, as written.
    pub initial: Option<Text>,
    /// Its alarms.
    pub alarms: Vec<Alarm>,
    /// The element that declares it.
    pub span: Span,
}

/// Another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The name space, as `OPSNAME`.
    pub namespace: EcoString,
    /// The name.
    pub name: Text,
}

/// Something that a project notes on an item under a word of its own (XTCE AncillaryData).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ancillary {
    /// The word.
    pub name: EcoString,
    /// What is noted.
    pub value: Text,
}

/// The values of a parameter or an argument.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DataType {
    /// Of what kind the values are.
    pub kind: DataKind,
    /// The unit, as written; empty where there is none.
    pub unit: EcoString,
    /// The ranges that the (calibrated) values keep to; any one of them.
    pub ranges: EcoVec<Range>,
    /// The ranges that the raw values keep to, where a calibrator makes others of them.
    pub raw_ranges: EcoVec<Range>,
    /// The labels of an enumeration.
    pub labels: EcoVec<EnumerationLabel>,
    /// The labels that a description lists for numbers, where the type itself has none.
    pub described: EcoVec<EnumerationLabel>,
    /// What an aggregate holds, in order.
    pub members: EcoVec<Member>,
    /// What each element of an array holds.
    pub element: Option<Arc<DataType>>,
    /// The number of elements in each dimension of an array, as far as it is fixed: `4`, `8×8`.
    pub size: EcoString,
}

/// One of the values that an aggregate holds (XTCE AggregateDataType, MemberType).
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its name.
    pub name: Text,
    /// What values it takes.
    pub data_type: DataType,
    /// The value that it has before any is received, or where none is given, as written.
    pub initial: Option<Text>,
    /// Its description.
    pub description: EcoString,
    /// The element that declares it.
    pub span: Span,
}

/// What a type of parameters or arguments states by itself, in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeDeclaration {
    /// Its name.
    pub name: Text,
    /// The SpaceSystem that holds it.
    pub system: EcoString,
    /// Whether it is one of arguments.
    pub of_arguments: bool,
    /// Its kind.
    pub kind: DataKind,
    /// How many ranges it states, of calibrated and of raw values.
    pub ranges: usize,
    /// How many labels it states with their numbers; those of a Boolean do not count.
    pub labels: usize,
    /// How many alarms it declares, the default one and those of contexts.
    pub alarms: usize,
    /// The element that declares it.
    pub span: Span,
}

/// A packet, a frame, or a part of one (XTCE SequenceContainer).
#[derive(Debug, Clone, PartialEq)]
pub struct Container {
    /// Its name.
    pub name: Text,
    /// The SpaceSystem that holds it.
    pub system: EcoString,
    /// Its other names.
    pub aliases: Vec<Alias>,
    /// Whether it exists only for others to be made from it.
    pub is_abstract: bool,
    /// The container that it is made from, as written.
    pub base: Option<Text>,
    /// By what it is told from others that are made from the same one, that of its bases first: `APID = 5`.
    pub criteria: Vec<EcoString>,
    /// What it adds to its base, in order: parameters, other containers, arguments.
    pub entries: Vec<ContainerEntry>,
    /// Its short description.
    pub description: EcoString,
    /// The element that declares it.
    pub span: Span,
}

/// One thing that a container carries.
#[derive(Debug, Clone, PartialEq)]
pub struct ContainerEntry {
    /// What it is.
    pub kind: EntryKind,
    /// Its name, as written.
    pub name: Text,
}

/// What a container can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A parameter.
    Parameter,
    /// Another container.
    Container,
    /// An argument of the telecommand that the container is for.
    Argument,
    /// A value that never changes.
    Fixed,
}

/// The kinds of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DataKind {
    /// Not known.
    #[default]
    Unknown,
    /// Whole numbers.
    Integer,
    /// Real numbers.
    Float,
    /// Labels with numbers.
    Enumerated,
    /// True or false, by their labels.
    Boolean,
    /// Characters.
    String,
    /// Bytes.
    Binary,
    /// A time.
    Time,
    /// Several values under names, or in rows.
    Compound,
}

impl DataKind {
    /// Returns the word of XTCE for it; nothing where it is not known.
    pub fn word(self) -> &'static str {
        match self {
            DataKind::Unknown => "",
            DataKind::Integer => "integer",
            DataKind::Float => "float",
            DataKind::Enumerated => "enumerated",
            DataKind::Boolean => "boolean",
            DataKind::String => "string",
            DataKind::Binary => "binary",
            DataKind::Time => "time",
            DataKind::Compound => "aggregate",
        }
    }
}

impl DataType {
    /// Says in a few words what the values are: `float [0, 5] V`, `aggregate of 3`. Labels are not listed.
    pub fn summary(&self) -> EcoString {
        let mut words: Vec<EcoString> = Vec::new();
        match &self.element {
            Some(element) => {
                let size = if self.size.is_empty() { "" } else { " of " };
                words.push(eco_format!("array{size}{}", self.size));
                words.push(element.summary());
            }
            None if !self.members.is_empty() => words.push(eco_format!("aggregate of {}", self.members.len())),
            None => words.push(self.kind.word().into()),
        }
        words.extend(self.ranges.iter().map(|range| eco_format!("{range}")));
        words.push(self.unit.clone());
        let words: Vec<EcoString> = words.into_iter().filter(|word| !word.is_empty()).collect();
        words.join(" ").into()
    }
}

/// A range of numbers; a bound that is absent is open.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Range {
    /// The least value.
    pub minimum: Option<Bound>,
    /// The greatest value.
    pub maximum: Option<Bound>,
}

/// One end of a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// The number.
    pub value: f64,
    /// Whether the number itself is within.
    pub inclusive: bool,
}

/// Writes a range as ISO 80000-2 does: `[0, 5]`, `]0, +∞[`.
impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.minimum {
            Some(bound) => write!(f, "{}{}, ", if bound.inclusive { "[" } else { "]" }, bound.value)?,
            None => f.write_str("]−∞, ")?,
        }
        match self.maximum {
            Some(bound) => write!(f, "{}{}", bound.value, if bound.inclusive { "]" } else { "[" }),
            None => f.write_str("+∞["),
        }
    }
}

impl Range {
    /// Returns the range with other numbers for its bounds, as in another unit.
    pub fn map(&self, change: impl Fn(f64) -> f64) -> Self {
        let bound = |bound: Bound| Bound { value: change(bound.value), ..bound };
        Self { minimum: self.minimum.map(bound), maximum: self.maximum.map(bound) }
    }

    /// Tells whether a number lies within.
    pub fn contains(&self, value: f64) -> bool {
        let above = self.minimum.is_none_or(|b| value > b.value || (b.inclusive && value == b.value));
        let below = self.maximum.is_none_or(|b| value < b.value || (b.inclusive && value == b.value));
        above && below
    }
}

/// A label of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumerationLabel {
    /// The label.
    pub label: EcoString,
    /// Its (first) number.
    pub value: i64,
    /// Its last number, where the label stands for several.
    pub last: i64,
    /// The element that declares it; that of the type for the labels of a Boolean.
    pub span: Span,
}

/// An alarm on a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Alarm {
    /// Its name (XTCE `DefaultAlarm/@name`); the parameter's where it has none.
    pub name: Text,
    /// The context in which it holds, as written; nothing for the default alarm.
    pub context: Option<EcoString>,
    /// Its levels, from the slightest.
    pub levels: Vec<AlarmLevel>,
    /// Its description.
    pub description: EcoString,
    /// The element that declares it.
    pub span: Span,
}

/// One level of an alarm: watch, warning, distress, critical, severe (XTCE ConcernLevelsType).
#[derive(Debug, Clone, PartialEq)]
pub struct AlarmLevel {
    /// The level's name.
    pub level: EcoString,
    /// The ranges without alarm; outside of all of them this level is reached. There are two where the alarm
    /// is raised *inside* a range, and none where the level has no range.
    pub normal: Vec<Range>,
    /// The labels that raise it.
    pub labels: Vec<EcoString>,
}

impl AlarmLevel {
    /// Returns the range within which the alarm is raised, where it is one that leaves a range on either side.
    pub fn inside(&self) -> Option<Range> {
        let [below, above] = self.normal.as_slice() else { return None };
        let flip = |bound: Option<Bound>| bound.map(|bound| Bound { inclusive: !bound.inclusive, ..bound });
        Some(Range { minimum: flip(below.maximum), maximum: flip(above.minimum) })
    }
}

/// A telecommand (XTCE MetaCommand).
#[derive(Debug, Clone, PartialEq)]
pub struct Telecommand {
    /// Its name.
    pub name: Text,
    /// The SpaceSystem that holds it.
    pub system: EcoString,
    /// Its other names.
    pub aliases: Vec<Alias>,
    /// What the project notes on it besides.
    pub ancillary: Vec<Ancillary>,
    /// Whether it exists only for others to be made from it.
    pub is_abstract: bool,
    /// The telecommand that it is made from, as written.
    pub base: Option<Text>,
    /// Its arguments, in order, those of its bases first where they are known.
    pub arguments: Vec<Argument>,
    /// What must hold before it may be sent, that of its bases first.
    pub constraints: Vec<Constraint>,
    /// How grave sending it is (XTCE consequenceLevel).
    pub significance: Option<Significance>,
    /// How grave sending it is where something holds (XTCE ContextSignificance): the condition, and the level.
    pub in_context: Vec<(EcoString, Significance)>,
    /// How it is told that sending and execution went well, those of its bases first (XTCE VerifierSet).
    pub verifiers: Vec<Verifier>,
    /// Its short description.
    pub description: EcoString,
    /// Its long description.
    pub long_description: EcoString,
    /// The element that declares it.
    pub span: Span,
}

/// What must hold before a telecommand may be sent (XTCE TransmissionConstraint).
#[derive(Debug, Clone, PartialEq)]
pub struct Constraint {
    /// The condition, as readers write it: `AOC_MODE = SAFE`.
    pub text: EcoString,
    /// The comparisons in it.
    pub comparisons: Vec<Comparison>,
    /// Whether all of the comparisons must hold; else the condition is more than a list of them.
    pub all: bool,
    /// The element that declares it.
    pub span: Span,
}

impl EntryKind {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            EntryKind::Parameter => "parameter",
            EntryKind::Container => "container",
            EntryKind::Argument => "argument",
            EntryKind::Fixed => "fixed",
        }
    }
}

/// How it is told that a telecommand came one stage further (XTCE CommandVerifierType).
#[derive(Debug, Clone, PartialEq)]
pub struct Verifier {
    /// The stage: transferred to range, sent from range, received, accepted, queued, execution, complete, failed.
    pub stage: EcoString,
    /// What is looked at, as readers write it: a condition, a packet, an algorithm.
    pub text: EcoString,
    /// The comparisons in it.
    pub comparisons: Vec<Comparison>,
    /// When it is looked at, in ISO 8601: `PT0S to PT30S`; empty where that is not stated.
    pub window: EcoString,
    /// The element that declares it.
    pub span: Span,
}

/// How grave sending a telecommand is.
#[derive(Debug, Clone, PartialEq)]
pub struct Significance {
    /// The consequence level: none, watch, warning, distress, critical, severe.
    pub level: EcoString,
    /// Why.
    pub reason: EcoString,
}

impl Significance {
    /// Returns how grave a consequence level is, from 0 for none. XTCE has had two scales: none, watch, warning,
    /// distress, critical, severe; and normal, vital, critical, forbidden.
    pub fn rank(level: &str) -> Option<u8> {
        Some(match level.to_ascii_lowercase().as_str() {
            "none" | "normal" => 0,
            "watch" => 1,
            "warning" => 2,
            "distress" => 3,
            "critical" | "vital" => 4,
            "severe" | "forbidden" => 5,
            _ => return None,
        })
    }

    /// Tells whether the level is as grave as another one at least.
    pub fn reaches(&self, level: &str) -> bool {
        Self::rank(&self.level).zip(Self::rank(level)).is_some_and(|(own, other)| own >= other)
    }
}

/// An argument of a telecommand.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// Its name.
    pub name: Text,
    /// What values it takes.
    pub data_type: DataType,
    /// The value it has where none is given, as written.
    pub default: Option<Text>,
    /// Whether a base telecommand's assignment fixes it, so that it cannot be given.
    pub fixed: bool,
    /// Its description.
    pub description: EcoString,
    /// The element that declares it.
    pub span: Span,
}
