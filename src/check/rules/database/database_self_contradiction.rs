use rustc_hash::{FxHashMap, FxHashSet};

use super::limits::range_in_words;
use super::sources;
use super::stated::has_value;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::database::{Alarm, Argument, DataKind, DataType, EnumerationLabel, Parameter, Range, Telecommand};
use crate::notation::label;
use crate::notation::value::{is_placeholder, number};
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds places where the mission database contradicts itself: one item that two files define
    /// differently (another unit, range, number of a label, identifier), a label that stands for two numbers or a number that has two labels, a
    /// description that gives a label another number than the type does, the default value of an argument
    /// that its own type does not allow, and an alarm limit that the range of the parameter never reaches.
    /// A table names no systems, so that its items are those of their names in any system. Files that the
    /// project gives to different missions are not compared. A range whose greatest value
    /// is below its least is [invalid-value](invalid-value.md).
    ///
    /// ## Why it matters
    /// Every check against the database is as good as the database. Where it says two things, a text
    /// that follows one of them is right and wrong.
    ///
    /// ## Example
    /// ```xml
    /// <Enumeration value="2" label="SAFE"/>
    /// <Enumeration value="2" label="NORMAL"/>
    /// ```
    ///
    /// ```xml
    /// <Parameter name="TCS_HTR1_STATUS" parameterTypeRef="OnOff_T" shortDescription="Heater (0=ON, 1=OFF)"/>
    /// ```
    ///
    /// In the type, 0 is `OFF`.
    ///
    /// ## How to mend it
    /// Mend the database, or leave the file out that is not in use. Labels for what is not used, as
    /// `RESERVED` or `SPARE`, may stand for several numbers.
    "D019" "database-self-contradiction" Warning, database_self_contradiction
}

fn database_self_contradiction(subject: Subject<'_>) -> Vec<Diagnostic> {
    let database = &subject.library.database;
    let mut checker = Checker { told: FxHashSet::default(), found: Vec::new() };
    for parameter in &database.parameters {
        checker.labels(&parameter.data_type);
        checker.alarms(parameter);
        for words in [&parameter.description, &parameter.long_description] {
            checker.described(&parameter.name.text, parameter.name.span, &parameter.data_type, words);
        }
    }
    for telecommand in &database.telecommands {
        for argument in &telecommand.arguments {
            checker.labels(&argument.data_type);
            checker.default(telecommand, argument);
            checker.described(&argument.name.text, argument.name.span, &argument.data_type, &argument.description);
        }
    }
    for contradiction in sources::contradictions(subject) {
        checker.contradiction(contradiction.span, contradiction.message, contradiction.other);
    }
    checker.found
}

struct Checker {
    /// The places that have been told of; many items share a type.
    told: FxHashSet<Span>,
    found: Vec<Diagnostic>,
}

impl Checker {
    fn labels(&mut self, data_type: &DataType) {
        let labels = &data_type.labels;
        if data_type.kind != DataKind::Enumerated || labels.first().is_none_or(|first| !self.told.insert(first.span)) {
            return;
        }
        let mut by_label: FxHashMap<&str, &EnumerationLabel> = FxHashMap::default();
        for label in labels.iter().filter(|label| !is_unused(&label.label)) {
            if let Some(first) = by_label.get(label.label.as_str()) {
                let message = format!("label `{}` stands for {} and for {}", label.label, first.value, label.value);
                self.contradiction(label.span, message, first.span);
            } else {
                by_label.insert(&label.label, label);
            }
        }
        let mut by_number: Vec<&EnumerationLabel> = labels.iter().collect();
        by_number.sort_by_key(|label| (label.value, label.span.start));
        for pair in by_number.windows(2) {
            if let [first, label] = pair
                && label.value <= first.last
                && label.label != first.label
            {
                let message = format!("number {} is `{}` and `{}`", label.value, first.label, label.label);
                self.contradiction(label.span, message, first.span);
            }
        }
    }

    /// Compares the numbers and labels that a description lists with those of the type.
    fn described(&mut self, name: &str, place: Span, data_type: &DataType, words: &str) {
        // Labels of their own, as those of another language, say nothing of the type's.
        if data_type.labels.is_empty() {
            return;
        }
        for pair in label::list_within(words).into_iter().flatten() {
            let (Some(written), Some(value)) = (words.get(pair.label), words.get(pair.value).and_then(number)) else {
                continue;
            };
            let mut known =
                data_type.labels.iter().filter(|label| label.label.eq_ignore_ascii_case(written)).peekable();
            let Some(first) = known.peek().copied() else { continue };
            let holds = |label: &EnumerationLabel| value >= label.value as f64 && value <= label.last as f64;
            if !known.any(holds) && self.told.insert(place) {
                let message = format!(
                    "the description of `{name}` says that `{written}` is {value}, and its type {}",
                    first.value
                );
                self.contradiction(place, message, first.span);
            }
        }
    }

    fn default(&mut self, telecommand: &Telecommand, argument: &Argument) {
        let Some(default) = &argument.default else { return };
        let data_type = &argument.data_type;
        let outside = match number(&default.text) {
            _ if is_placeholder(&default.text) => false,
            _ if !data_type.labels.is_empty() => !has_value(data_type, default, false),
            Some(value) => !data_type.ranges.is_empty() && !data_type.ranges.iter().any(|range| range.contains(value)),
            None => false,
        };
        if !outside || !self.told.insert(default.span) {
            return;
        }
        let how = if argument.fixed { "fixed to" } else { "by default" };
        let message = format!(
            "argument `{}` of `{}` is {how} `{}`, which its type does not allow",
            argument.name.text, telecommand.name.text, default.text
        );
        let diagnostic = Diagnostic::new(&LINT, default.span, message).label("not allowed");
        let allowed: Vec<String> = data_type.ranges.iter().map(range_in_words).collect();
        let labels = super::stated::listed(data_type);
        let help = if labels.is_empty() { allowed.join(" or ") } else { labels };
        self.found.push(
            diagnostic.also(argument.span, "the argument is defined here").help(format!("its type allows {help}")),
        );
    }

    fn alarms(&mut self, parameter: &Parameter) {
        let Some(whole) = hull(&parameter.data_type.ranges) else { return };
        for alarm in &parameter.alarms {
            let limits =
                alarm.levels.iter().flat_map(|level| &level.normal).flat_map(|range| [range.minimum, range.maximum]);
            let outside = limits.flatten().find(|limit| limit.value < whole.0 || limit.value > whole.1);
            if let Some(limit) = outside
                && self.told.insert(alarm.span)
            {
                self.alarm(parameter, alarm, limit.value);
            }
        }
    }

    fn alarm(&mut self, parameter: &Parameter, alarm: &Alarm, limit: f64) {
        let message =
            format!("alarm `{}` has the limit {limit}, which `{}` never reaches", alarm.name.text, parameter.name.text);
        let ranges: Vec<String> = parameter.data_type.ranges.iter().map(range_in_words).collect();
        let help = format!("its values are {}: set a limit within them", ranges.join(" or "));
        let diagnostic = Diagnostic::new(&LINT, alarm.span, message).label("limit out of range");
        self.found.push(diagnostic.also(parameter.name.span, "the parameter is defined here").help(help));
    }

    fn contradiction(&mut self, span: Span, message: String, other: Span) {
        let diagnostic = Diagnostic::new(&LINT, span, message).label("contradicts another place");
        self.found.push(diagnostic.also(other, "stated here otherwise").help("mend the one that is wrong"));
    }
}

/// Tells whether a label is for numbers that mean nothing.
pub(super) fn is_unused(label: &str) -> bool {
    const UNUSED: &[&str] =
        &["reserved", "spare", "unused", "undefined", "unknown", "invalid", "not used", "n/a", "rsvd", "tbd"];
    UNUSED.contains(&label.to_lowercase().replace('_', " ").as_str())
}

/// Returns the least and the greatest of all values; nothing where a side is open.
fn hull(ranges: &[Range]) -> Option<(f64, f64)> {
    let mut hull: Option<(f64, f64)> = None;
    for range in ranges {
        let (low, high) = (range.minimum?.value, range.maximum?.value);
        hull = Some(hull.map_or((low, high), |(least, greatest)| (least.min(low), greatest.max(high))));
    }
    hull
}
