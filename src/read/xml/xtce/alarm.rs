//! The alarms that a type declares.

use ecow::EcoString;

use super::super::tree::{Element, collapse};
use super::criteria::criteria;
use super::{Reading, long, short, within};
use crate::model::database::{AlarmLevel, Bound, Range};
use crate::model::inline::Text;
use crate::text::span::Span;

/// An alarm of a type; each parameter of the type has it.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) name: Option<Text>,
    pub(super) context: Option<EcoString>,
    pub(super) levels: Vec<AlarmLevel>,
    pub(super) description: EcoString,
    pub(super) span: Span,
}

/// The levels, from the slightest (XTCE 1.2, ConcernLevelsType).
const LEVELS: [&str; 6] = ["normal", "watch", "warning", "distress", "critical", "severe"];

/// Reads the alarms of a type: the default one, then those that hold in a context.
pub(super) fn read(reading: &mut Reading, element: Element) -> Vec<Draft> {
    let mut alarms = Vec::new();
    for name in ["DefaultAlarm", "ContextAlarm"] {
        for stated in within(element, name) {
            let (brief, full) = (short(stated), long(stated));
            alarms.push(Draft {
                name: stated.attribute("name").filter(|name| !name.text.is_empty()).cloned(),
                context: stated.named("ContextMatch").next().map(|context| criteria(context, false)),
                levels: levels(reading, stated),
                description: if brief.is_empty() { full } else { brief },
                span: stated.span(),
            });
        }
    }
    alarms
}

fn levels(reading: &mut Reading, alarm: Element) -> Vec<AlarmLevel> {
    let mut levels: Vec<AlarmLevel> = Vec::new();
    for ranges in alarm.elements() {
        match ranges.name() {
            "StaticAlarmRanges" | "AlarmRanges" => {
                for stated in ranges.elements().filter(|stated| stated.name().ends_with("Range")) {
                    let level = stated.name().trim_end_matches("Range").to_ascii_lowercase();
                    let range = reading.range(stated);
                    let normal = normal(range, is_inside(ranges));
                    levels.push(AlarmLevel { level: level.into(), normal, labels: Vec::new() });
                }
            }
            "AlarmMultiRanges" => {
                for stated in ranges.named("Range") {
                    let range = reading.range(stated);
                    // XTCE 1.2, MultiRangeType: a range is `outside` where nothing is stated, each by itself.
                    let normal = normal(range, is_inside(stated));
                    levels.push(AlarmLevel { level: level(stated, "level"), normal, labels: Vec::new() });
                }
            }
            // How fast a value changes, and conditions on others, raise a level that has no range.
            "ChangeAlarmRanges" | "ChangePerSecondAlarmRanges" | "AlarmConditions" | "StaticAlarmConditions" => {
                for stated in ranges.elements() {
                    let name = stated.name().trim_end_matches("Range").trim_end_matches("Alarm").to_ascii_lowercase();
                    if LEVELS.contains(&name.as_str()) {
                        levels.push(AlarmLevel { level: name.into(), normal: Vec::new(), labels: Vec::new() });
                    }
                }
            }
            _ => {}
        }
    }
    labels(alarm, &mut levels);
    levels.sort_by_key(|level| LEVELS.iter().position(|name| *name == level.level).unwrap_or(LEVELS.len()));
    levels
}

/// Reads the labels, or the patterns of strings, that raise a level.
fn labels(alarm: Element, levels: &mut Vec<AlarmLevel>) {
    let stated = within(alarm, "EnumerationAlarm").into_iter().chain(within(alarm, "StringAlarm"));
    for stated in stated {
        // XTCE 1.0 and 1.1 call the label `enumerationValue`.
        let names = ["enumerationLabel", "enumerationValue", "matchPattern"];
        let label = names.iter().find_map(|name| stated.attribute(name)).map(|label| collapse(label.as_str()));
        let Some(label) = label else { continue };
        let level = level(stated, "alarmLevel");
        match levels.iter_mut().find(|found| found.level == level && found.normal.is_empty()) {
            Some(found) => found.labels.push(label),
            None => levels.push(AlarmLevel { level, normal: Vec::new(), labels: vec![label] }),
        }
    }
}

fn level(element: Element, name: &str) -> EcoString {
    let stated = element.attribute(name).map(|level| collapse(level.as_str())).unwrap_or_default();
    stated.to_lowercase()
}

fn is_inside(element: Element) -> bool {
    // XTCE 1.0 and 1.1 call the attribute `alarmForm`.
    let form = element.attribute("rangeForm").or(element.attribute("alarmForm"));
    form.is_some_and(|form| form.text.trim() == "inside")
}

/// Returns the ranges without alarm: what is stated, or, where the alarm is raised *inside* of it, what lies below
/// and above it.
fn normal(range: Option<Range>, inside: bool) -> Vec<Range> {
    let Some(range) = range else { return Vec::new() };
    if !inside {
        return vec![range];
    }
    let flip = |bound: Bound| Bound { inclusive: !bound.inclusive, ..bound };
    let below = range.minimum.map(|least| Range { minimum: None, maximum: Some(flip(least)) });
    let above = range.maximum.map(|greatest| Range { minimum: Some(flip(greatest)), maximum: None });
    below.into_iter().chain(above).collect()
}

#[cfg(test)]
mod tests {
    use super::normal;
    use crate::model::database::{AlarmLevel, Bound, Range};

    #[test]
    fn an_alarm_inside_a_range_leaves_two_without_alarm() {
        let bound = |value, inclusive| Some(Bound { value, inclusive });
        let stated = Range { minimum: bound(1.0, true), maximum: bound(2.0, false) };
        assert_eq!(normal(Some(stated), false), [stated]);
        let below = Range { minimum: None, maximum: bound(1.0, false) };
        let above = Range { minimum: bound(2.0, true), maximum: None };
        assert_eq!(normal(Some(stated), true), [below, above]);
        let level = AlarmLevel { level: "warning".into(), normal: vec![below, above], labels: Vec::new() };
        assert_eq!(level.inside(), Some(stated));
    }

    #[test]
    fn an_alarm_inside_a_range_with_an_open_end_leaves_one() {
        let least = Some(Bound { value: 1.0, inclusive: true });
        let stated = Range { minimum: least, maximum: None };
        let below = Range { minimum: None, maximum: Some(Bound { value: 1.0, inclusive: false }) };
        assert_eq!(normal(Some(stated), true), [below]);
        assert_eq!(normal(None, true), []);
    }
}
