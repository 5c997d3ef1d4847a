//! What the mission database says of an item, as an index keeps it and an answer shows it.

use serde::{Deserialize, Serialize};

use crate::model::database::{Alarm, Alias, Argument, DataType, Parameter, Telecommand};
use crate::model::inline::Text;

/// The card of a telecommand, a parameter or an alarm. What an item does not have is left out of its JSON.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Card {
    /// Its name.
    pub name: String,
    /// Its short description.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Its long description.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub long_description: String,
    /// The SpaceSystem that holds it (XTCE 1.2): `/SAT/EPS`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub system: String,
    /// Its other names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<CardAlias>,
    /// Of a parameter: the values that it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Values>,
    /// Of a parameter: its alarms. Of an alarm: itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alarms: Vec<CardAlarm>,
    /// Of an alarm: the parameter that raises it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub parameter: String,
    /// Of a telecommand: its arguments, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<CardArgument>,
    /// Of a telecommand: what must hold before it may be sent (XTCE TransmissionConstraint).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub constraints: Vec<String>,
    /// Of a telecommand: how grave sending it is (XTCE consequenceLevel).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub consequence: String,
    /// Of a telecommand: why it is so grave.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Of a telecommand: the one that it is made from.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub base: String,
    /// Of a telecommand: whether it exists only for others to be made from it.
    #[serde(rename = "abstract", skip_serializing_if = "std::ops::Not::not")]
    pub is_abstract: bool,
    /// What the project notes on it besides (XTCE AncillaryData).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<CardNote>,
}

/// Another name of an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardAlias {
    /// The name space, as `OPSNAME`.
    pub namespace: String,
    /// The name.
    pub name: String,
}

/// Something that a project notes on an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardNote {
    /// The word.
    pub name: String,
    /// What is noted.
    pub value: String,
}

/// The values that a parameter or an argument takes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Values {
    /// Of what kind they are: `float`, `enumerated`; empty where it is not known.
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// The unit, as the database writes it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The ranges that they keep to, any one of them, as ISO 80000-2 writes them: `[0, 5[`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<String>,
    /// The labels of an enumeration.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<CardLabel>,
}

/// A label of an enumeration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardLabel {
    /// The label.
    pub label: String,
    /// Its (first) number.
    pub value: i64,
    /// Its last number, where it stands for several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<i64>,
}

/// An alarm on a parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardAlarm {
    /// Its name.
    pub name: String,
    /// Its description.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The context in which it holds; empty for the default alarm.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub context: String,
    /// Its levels, from the slightest.
    #[serde(default)]
    pub levels: Vec<CardLevel>,
}

/// One level of an alarm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardLevel {
    /// Its name (XTCE ConcernLevelsType): `warning`, `critical`.
    pub level: String,
    /// The range that raises it from within; empty where none does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub inside: String,
    /// The ranges that raise it from without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outside: Vec<String>,
    /// The labels that raise it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
}

/// An argument of a telecommand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardArgument {
    /// Its name.
    pub name: String,
    /// Its description.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The values that it takes.
    #[serde(flatten)]
    pub values: Values,
    /// The value that it has where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Whether a base telecommand fixes it, so that it cannot be given.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fixed: bool,
}

impl Card {
    pub(super) fn of_telecommand(telecommand: &Telecommand) -> Self {
        let significance = telecommand.significance.as_ref();
        Self {
            name: telecommand.name.text.to_string(),
            description: telecommand.description.to_string(),
            long_description: telecommand.long_description.to_string(),
            system: telecommand.system.to_string(),
            aliases: aliases(&telecommand.aliases),
            arguments: telecommand.arguments.iter().map(argument).collect(),
            constraints: telecommand.constraints.iter().map(|constraint| constraint.text.to_string()).collect(),
            consequence: significance.map_or_else(String::new, |significance| significance.level.to_string()),
            reason: significance.map_or_else(String::new, |significance| significance.reason.to_string()),
            base: telecommand.base.as_ref().map_or("", Text::as_str).to_owned(),
            is_abstract: telecommand.is_abstract,
            notes: notes(&telecommand.ancillary),
            ..Self::default()
        }
    }

    pub(super) fn of_parameter(parameter: &Parameter) -> Self {
        Self {
            name: parameter.name.text.to_string(),
            description: parameter.description.to_string(),
            long_description: parameter.long_description.to_string(),
            system: parameter.system.to_string(),
            aliases: aliases(&parameter.aliases),
            values: Some(values(&parameter.data_type)),
            alarms: parameter.alarms.iter().map(alarm).collect(),
            notes: notes(&parameter.ancillary),
            ..Self::default()
        }
    }

    pub(super) fn of_alarm(alarm: &Alarm, parameter: &Parameter) -> Self {
        Self {
            name: alarm.name.text.to_string(),
            description: alarm.description.to_string(),
            system: parameter.system.to_string(),
            alarms: vec![self::alarm(alarm)],
            parameter: parameter.name.text.to_string(),
            ..Self::default()
        }
    }
}

fn aliases(aliases: &[Alias]) -> Vec<CardAlias> {
    let alias = |alias: &Alias| CardAlias { namespace: alias.namespace.to_string(), name: alias.name.text.to_string() };
    aliases.iter().map(alias).collect()
}

fn notes(ancillary: &[crate::model::database::Ancillary]) -> Vec<CardNote> {
    ancillary.iter().map(|note| CardNote { name: note.name.to_string(), value: note.value.text.to_string() }).collect()
}

fn argument(argument: &Argument) -> CardArgument {
    CardArgument {
        name: argument.name.text.to_string(),
        description: argument.description.to_string(),
        values: values(&argument.data_type),
        default: argument.default.as_ref().map(|value| value.text.to_string()),
        fixed: argument.fixed,
    }
}

fn values(data_type: &DataType) -> Values {
    let labels = data_type.labels.iter().map(|label| CardLabel {
        label: label.label.to_string(),
        value: label.value,
        last: (label.last != label.value).then_some(label.last),
    });
    Values {
        kind: data_type.kind.word().to_owned(),
        unit: data_type.unit.to_string(),
        ranges: data_type.ranges.iter().map(ToString::to_string).collect(),
        labels: labels.collect(),
    }
}

fn alarm(alarm: &Alarm) -> CardAlarm {
    let levels = alarm.levels.iter().map(|level| {
        let inside = level.inside();
        CardLevel {
            level: level.level.to_string(),
            inside: inside.map_or_else(String::new, |range| range.to_string()),
            outside: if inside.is_some() { Vec::new() } else { level.normal.iter().map(ToString::to_string).collect() },
            labels: level.labels.iter().map(ToString::to_string).collect(),
        }
    });
    CardAlarm {
        name: alarm.name.text.to_string(),
        description: alarm.description.to_string(),
        context: alarm.context.as_ref().map_or_else(String::new, ToString::to_string),
        levels: levels.collect(),
    }
}
