//! Alarm limits of rows.

use ecow::EcoString;

use super::item::{Scales, misplaced, named};
use super::row::Row;
use super::value;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::database::{Alarm, AlarmLevel, Bound, Database, Range};
use crate::notation::value::number;
use crate::project::catalogue::{Field, Shape};

/// Adds the alarm whose limits a row gives to the parameter that the row is about.
pub(super) fn add(database: &mut Database, scales: &Scales, shape: &Shape, row: &Row, problems: &mut Vec<Diagnostic>) {
    let Some(of) = row.get(shape, Field::Of) else { return };
    let Some(parameter) = database.parameters.iter_mut().find(|known| named(&known.name, &known.aliases, of)) else {
        let known = database.parameters.iter().map(|known| known.name.as_str());
        problems.push(misplaced(of, "parameter", did_you_mean(&of.text, known)));
        return;
    };
    let factor = scales.get(&parameter.name.text).map_or(1.0, |scale| scale.factor);
    let level = |field: Field| {
        let normal = without_alarm(shape.columns_of(field), row, factor)?;
        Some(AlarmLevel { level: field.key().into(), normal: vec![normal], labels: Vec::new() })
    };
    let levels: Vec<AlarmLevel> = Field::LEVELS.into_iter().filter_map(level).collect();
    if levels.is_empty() {
        return;
    }
    parameter.alarms.push(Alarm {
        name: row.get(shape, Field::Name).unwrap_or(of).clone(),
        context: None,
        levels,
        description: row.get(shape, Field::Description).map_or_else(EcoString::new, |text| text.text.clone()),
        span: row.span,
    });
}

/// Returns the range in which a level is not reached: between the limits of two columns, or as one column has it.
fn without_alarm(columns: &[String], row: &Row, factor: f64) -> Option<Range> {
    if let [only] = columns {
        return value::range(&row.cell(only)?.text, factor);
    }
    let bound = |column: Option<&String>| {
        let value = number(row.cell(column?)?.text.trim().trim_start_matches('+'))? * factor;
        Some(Bound { value, inclusive: true })
    };
    let (minimum, maximum) = (bound(columns.first()), bound(columns.get(1)));
    (minimum.is_some() || maximum.is_some()).then_some(Range { minimum, maximum })
}
