use rustc_hash::FxHashSet;

use super::limits::overlap;
use super::stated::in_unit;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::{DocumentIndex, StatementKind};
use crate::link::symbols::SymbolIndex;
use crate::model::database::{Alarm, AlarmLevel, Bound, Parameter, Range};
use crate::model::expression::{Comparison, Operator};
use crate::model::inline::{Inline, Kind};
use crate::model::procedure::{Action, Check, Precondition, Procedure, Step, Trigger};
use crate::model::walk;
use crate::notation::value::number;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds checks that demand a value which the alarm limits of the parameter call an alarm: checks,
    /// preconditions, the confirmation, and what a step expects. It does not look at tests that choose a
    /// way, at what is waited for, nor at a procedure that the parameter's own alarm triggers. A label
    /// that a telecommand of the step has just commanded is no finding either.
    ///
    /// ## Why it matters
    /// The check passes while the alarm is up, or the limit in the database and the one in the procedure
    /// come from two different reviews.
    ///
    /// ## Example
    /// ```xml
    /// <check><tm name="EPS_BAT1_VOLT" op="lt" value="22" unit="V"/></check>
    /// ```
    ///
    /// The alarm is raised below 24 V.
    ///
    /// ## How to mend it
    /// Demand a value within the limits, or name the alarm among the triggers if the procedure is run
    /// because of it.
    "D015" "check-outside-alarm-limits" Warning, check_outside_alarm_limits
}

fn check_outside_alarm_limits(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if !subject.has_database() {
        return found;
    }
    let procedures_of = |document| subject.library.document(document).procedures();
    let all = subject.links().flat_map(|(document, _)| procedures_of(document).map(move |it| (document, it)));
    for (document, procedure) in all {
        let alarmed = alarmed_parameters(subject, procedure);
        let mut demanded = Vec::new();
        demands(procedure, &mut demanded);
        expectations(subject, document, procedure, &mut demanded);
        for demand in demanded {
            let named = subject.library.symbols.find(Kind::Parameter, &demand.comparison.parameter.text);
            let Some(symbol) = named else { continue };
            let item = subject.library.symbols.get(symbol).item;
            if item.is_none_or(|item| !alarmed.contains(&item)) {
                found.extend(finding(subject, &demand, symbol));
            }
        }
    }
    found
}

/// A comparison that must hold.
struct Demand<'a> {
    comparison: &'a Comparison,
    /// Whether a telecommand before it in the step may have brought the value about.
    commanded: bool,
}

/// Returns the parameters whose alarms trigger a procedure.
fn alarmed_parameters(subject: Subject<'_>, procedure: &Procedure) -> FxHashSet<u32> {
    let names = procedure.triggers.iter().filter_map(|trigger| match trigger {
        Trigger::Alarm(name) => Some(name),
        _ => None,
    });
    let symbols = &subject.library.symbols;
    names.filter_map(|name| symbols.get(symbols.find(Kind::Alarm, &name.text)?).item).collect()
}

fn demands<'a>(procedure: &'a Procedure, demanded: &mut Vec<Demand<'a>>) {
    for precondition in &procedure.preconditions {
        if let Precondition::Check(check) = precondition {
            push(check, false, demanded);
        }
    }
    procedure.each_step(&mut |step| in_actions(&step.actions, &mut false, demanded));
    procedure.confirmation.iter().for_each(|check| push(check, true, demanded));
}

fn in_actions<'a>(actions: &'a [Action], commanded: &mut bool, demanded: &mut Vec<Demand<'a>>) {
    for action in actions {
        match action {
            Action::Telecommand(_) | Action::Manual(..) | Action::Script(_) | Action::Call(_) => *commanded = true,
            Action::Check(check) => push(check, *commanded || check.verify, demanded),
            // The steps of a decision's ways are looked at as steps.
            Action::Repeat(repeat) => in_actions(&repeat.actions, commanded, demanded),
            _ => {}
        }
    }
}

fn push<'a>(check: &'a Check, commanded: bool, demanded: &mut Vec<Demand<'a>>) {
    demanded.extend(check.comparisons.iter().map(|comparison| Demand { comparison, commanded }));
}

/// Adds what the steps of a procedure expect in words.
fn expectations<'a>(
    subject: Subject<'a>,
    document: DocumentIndex,
    procedure: &'a Procedure,
    demanded: &mut Vec<Demand<'a>>,
) {
    let statements = &subject.library.links(document).statements;
    let in_prose = statements.iter().filter(|statement| statement.prose);
    let stated: Vec<&Comparison> = in_prose
        .filter_map(|statement| match &statement.kind {
            StatementKind::Comparison(comparison) => Some(comparison),
            _ => None,
        })
        .collect();
    let mut within = |step: &'a Step| {
        let Some((from, to)) = extent(&step.expected) else { return };
        let first = stated.partition_point(|comparison| comparison.span.start < from);
        let those = stated[first..].iter().take_while(|comparison| comparison.span.start < to);
        demanded.extend(those.map(|comparison| Demand { comparison, commanded: true }));
    };
    procedure.each_step(&mut within);
}

/// Returns the first and the last byte of some inlines.
fn extent(inlines: &[Inline]) -> Option<(u32, u32)> {
    let mut extent: Option<(u32, u32)> = None;
    walk::each_inline(inlines, &mut |inline| {
        if let Inline::Text(text) | Inline::Code(text) = inline {
            let (from, to) = extent.unwrap_or((text.span.start, text.span.end));
            extent = Some((from.min(text.span.start), to.max(text.span.end)));
        }
    });
    extent
}

fn finding(subject: Subject<'_>, demand: &Demand<'_>, symbol: SymbolIndex) -> Option<Diagnostic> {
    let parameter = subject.parameter(symbol)?;
    let (alarm, level) = raised(parameter, demand.comparison)?;
    if demand.commanded && !level.labels.is_empty() {
        return None;
    }
    let place = demand.comparison.values.first()?;
    let message = format!("the check of `{}` demands what raises its alarm", parameter.name.text);
    let diagnostic = Diagnostic::new(&LINT, place.span, message)
        .label(format!("{} level of `{}`", level.level, alarm.name.text))
        .also(alarm.span, "the alarm is declared here")
        .help("demand a value without alarm, or name the alarm among the triggers");
    Some(diagnostic)
}

/// Returns the alarm, and its gravest level, that every value of a demand raises, in whatever context.
fn raised<'a>(parameter: &'a Parameter, comparison: &Comparison) -> Option<(&'a Alarm, &'a AlarmLevel)> {
    let level = |alarm: &'a Alarm| {
        let levels = alarm.levels.iter().rev().filter(|level| level.level != "normal");
        levels.into_iter().find(|level| raises(level, parameter, comparison)).map(|level| (alarm, level))
    };
    let default = parameter.alarms.iter().find(|alarm| alarm.context.is_none())?;
    let found = level(default)?;
    let contexts = parameter.alarms.iter().filter(|alarm| alarm.context.is_some() && !alarm.levels.is_empty());
    contexts.into_iter().all(|alarm| level(alarm).is_some()).then_some(found)
}

fn raises(level: &AlarmLevel, parameter: &Parameter, comparison: &Comparison) -> bool {
    let by_label = matches!(comparison.operator, Operator::Equal | Operator::In) && !comparison.values.is_empty();
    if !level.labels.is_empty() {
        let label = |written: &str| {
            let stated = parameter.data_type.labels.iter();
            let number = number(written);
            let known = stated.filter(|known| {
                known.label == written || number.is_some_and(|n| n >= known.value as f64 && n <= known.last as f64)
            });
            known.map(|known| &known.label).any(|known| level.labels.contains(known))
        };
        return by_label && comparison.values.iter().all(|value| label(&value.text));
    }
    let ranges = demanded_ranges(comparison, &parameter.data_type.unit);
    !level.normal.is_empty()
        && !ranges.is_empty()
        && ranges.iter().all(|demanded| !level.normal.iter().any(|normal| overlap(normal, demanded)))
}

/// Returns the numbers that a comparison lets pass, in the parameter's unit; nothing where they are not known.
fn demanded_ranges(comparison: &Comparison, unit: &str) -> Vec<Range> {
    let value = |text: &str| in_unit(number(text)?, comparison.unit.as_ref(), unit);
    let values: Option<Vec<f64>> = comparison.values.iter().map(|text| value(&text.text)).collect();
    let Some(values) = values else { return Vec::new() };
    let tolerance = comparison.tolerance.as_ref().and_then(|text| number(&text.text)).unwrap_or(0.0).abs();
    let bound = |value: f64, inclusive: bool| Some(Bound { value, inclusive });
    let range = |minimum, maximum| vec![Range { minimum, maximum }];
    match (comparison.operator, values.as_slice()) {
        (Operator::Equal | Operator::In, values) => {
            let around = |value: &f64| Range {
                minimum: bound(value - tolerance, true),
                maximum: bound(value + tolerance, true),
            };
            values.iter().map(around).collect()
        }
        (Operator::Less, [value]) => range(None, bound(*value, false)),
        (Operator::LessOrEqual, [value]) => range(None, bound(*value, true)),
        (Operator::Greater, [value]) => range(bound(*value, false), None),
        (Operator::GreaterOrEqual, [value]) => range(bound(*value, true), None),
        (Operator::Between, [least, greatest]) => range(bound(*least, true), bound(*greatest, true)),
        _ => Vec::new(),
    }
}
