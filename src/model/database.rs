//! The mission database: the parameters, telecommands and alarms of a spacecraft (XTCE 1.2).

use std::fmt;

use ecow::EcoString;

use super::expression::Comparison;
use super::inline::Text;
use crate::text::span::{SourceId, Span};

/// What one source says of the mission database.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Database {
    /// The telemetry parameters, in the order of the source.
    pub parameters: Vec<Parameter>,
    /// The telecommands, in the order of the source.
    pub telecommands: Vec<Telecommand>,
    /// The versions that the headers state, one a source at most, in the order of the sources.
    pub versions: Vec<Text>,
    /// The sources, in order.
    pub sources: Vec<SourceId>,
    /// What stands in the sources against the schema of their format.
    pub violations: Vec<Violation>,
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
    pub ranges: Vec<Range>,
    /// The labels of an enumeration.
    pub labels: Vec<EnumerationLabel>,
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
