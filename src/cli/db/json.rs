//! Items for programs.

use serde_json::{Value, json};

use super::item::{self, Item};
use crate::model::database::{
    Alarm, AlarmLevel, Alias, Ancillary, Argument, Bound, DataType, EnumerationLabel, Range, Significance,
};
use crate::model::inline::Text;
use crate::pipeline::load::Folder;

/// Returns all that is known of an item.
pub(super) fn whole(item: Item<'_>, folder: &Folder) -> Value {
    let mut value = head(item, folder);
    let more = match item {
        Item::Parameter(parameter) => json!({
            "type": data_type(&parameter.data_type),
            "initial": parameter.initial.as_ref().map(Text::as_str),
            "alarms": parameter.alarms.iter().map(alarm).collect::<Vec<_>>(),
            "noted": noted(&parameter.ancillary),
        }),
        Item::Telecommand(telecommand) => json!({
            "abstract": telecommand.is_abstract,
            "base": telecommand.base.as_ref().map(Text::as_str),
            "arguments": telecommand.arguments.iter().map(argument).collect::<Vec<_>>(),
            "significance": telecommand.significance.as_ref().map(significance),
            "significance_in_context": telecommand.in_context.iter().map(|(context, stated)| {
                json!({ "context": context.as_str(), "significance": significance(stated) })
            }).collect::<Vec<_>>(),
            "constraints": telecommand.constraints.iter().map(|stated| stated.text.as_str()).collect::<Vec<_>>(),
            "verifiers": telecommand.verifiers.iter().map(|verifier| json!({
                "stage": verifier.stage.as_str(),
                "text": verifier.text.as_str(),
                "window": verifier.window.as_str(),
            })).collect::<Vec<_>>(),
            "noted": noted(&telecommand.ancillary),
        }),
        Item::Alarm(stated, parameter) => {
            json!({ "parameter": parameter.name.as_str(), "alarm": alarm(stated), "unit": parameter.data_type.unit.as_str() })
        }
        Item::Container(container) => json!({
            "abstract": container.is_abstract,
            "base": container.base.as_ref().map(Text::as_str),
            "criteria": container.criteria.iter().map(|stated| stated.as_str()).collect::<Vec<_>>(),
            "entries": container.entries.iter().map(|entry| {
                json!({ "kind": entry.kind.word(), "name": entry.name.as_str() })
            }).collect::<Vec<_>>(),
        }),
    };
    if let (Some(value), Value::Object(more)) = (value.as_object_mut(), more) {
        value.extend(more);
    }
    value
}

/// Returns what every item has.
pub(super) fn head(item: Item<'_>, folder: &Folder) -> Value {
    let (path, line, column) = item::place(folder, item.span());
    json!({
        "kind": item.kind().word(),
        "name": item.name().as_str(),
        "system": item.system(),
        "description": item.description(),
        "long_description": item.long_description(),
        "summary": item.summary().as_str(),
        "aliases": item.aliases().iter().map(alias).collect::<Vec<_>>(),
        "path": path,
        "line": line,
        "column": column,
    })
}

fn alias(alias: &Alias) -> Value {
    json!({ "namespace": alias.namespace.as_str(), "name": alias.name.as_str() })
}

fn noted(noted: &[Ancillary]) -> Vec<Value> {
    noted.iter().map(|noted| json!({ "name": noted.name.as_str(), "value": noted.value.as_str() })).collect()
}

fn argument(argument: &Argument) -> Value {
    json!({
        "name": argument.name.as_str(),
        "type": data_type(&argument.data_type),
        "default": argument.default.as_ref().map(Text::as_str),
        "fixed": argument.fixed,
        "description": argument.description.as_str(),
    })
}

fn data_type(data_type: &DataType) -> Value {
    json!({
        "kind": data_type.kind.word(),
        "unit": data_type.unit.as_str(),
        "ranges": data_type.ranges.iter().map(range).collect::<Vec<_>>(),
        "raw_ranges": data_type.raw_ranges.iter().map(range).collect::<Vec<_>>(),
        "labels": data_type.labels.iter().map(label).collect::<Vec<_>>(),
        "labels_of_description": data_type.described.iter().map(label).collect::<Vec<_>>(),
        // What a member is like stands in an item of its own.
        "members": data_type.members.iter().map(|member| member.name.as_str()).collect::<Vec<_>>(),
        "element": data_type.element.as_ref().map(|element| element.summary().to_string()),
        "size": data_type.size.as_str(),
    })
}

fn label(label: &EnumerationLabel) -> Value {
    json!({ "label": label.label.as_str(), "value": label.value, "last": label.last })
}

fn range(range: &Range) -> Value {
    let bound = |bound: Option<Bound>| bound.map(|bound| json!({ "value": bound.value, "inclusive": bound.inclusive }));
    json!({ "minimum": bound(range.minimum), "maximum": bound(range.maximum) })
}

fn alarm(alarm: &Alarm) -> Value {
    json!({
        "name": alarm.name.as_str(),
        "context": alarm.context.as_deref(),
        "description": alarm.description.as_str(),
        "levels": alarm.levels.iter().map(level).collect::<Vec<_>>(),
    })
}

fn level(level: &AlarmLevel) -> Value {
    json!({
        "level": level.level.as_str(),
        "normal": level.normal.iter().map(range).collect::<Vec<_>>(),
        "labels": level.labels.iter().map(|label| label.as_str()).collect::<Vec<_>>(),
    })
}

fn significance(significance: &Significance) -> Value {
    json!({ "level": significance.level.as_str(), "reason": significance.reason.as_str() })
}
