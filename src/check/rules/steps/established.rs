//! What a procedure has seen before a point, so that seeing it again shows nothing new.

use crate::check::flow::Flow;
use crate::model::expression::{Comparison, Operator};
use crate::model::procedure::{Action, Precondition};
use crate::notation::value::number;
use crate::text::span::Span;

/// Tells whether the confirmation of a procedure looks at something that was not seen to be so before this place.
pub(super) fn confirms_something_new(flow: &Flow<'_>, place: Span) -> bool {
    let confirmed = flow.procedure.confirmation.iter().flat_map(|check| &check.comparisons);
    let seen = seen(flow, place);
    confirmed.into_iter().any(|confirmed| {
        // What was seen last counts: it may have been otherwise in between.
        let last = seen.iter().rev().find(|seen| seen.parameter.text == confirmed.parameter.text);
        !last.is_some_and(|last| implies(last, confirmed))
    })
}

/// Returns what is looked at before a place, in the order of reading.
fn seen<'a>(flow: &Flow<'a>, place: Span) -> Vec<&'a Comparison> {
    let mut seen: Vec<&Comparison> = Vec::new();
    for precondition in &flow.procedure.preconditions {
        if let Precondition::Check(check) = precondition {
            seen.extend(&check.comparisons);
        }
    }
    for (_, _, action) in flow.actions() {
        match action {
            Action::Check(check) => seen.extend(&check.comparisons),
            Action::Wait(wait) => seen.extend(wait.until.iter().flat_map(|until| &until.comparisons)),
            // What holds before each turn does not hold after the last one.
            Action::Repeat(repeat) => seen.extend(repeat.until.iter().flat_map(|until| &until.comparisons)),
            _ => {}
        }
    }
    seen.retain(|seen| seen.span.source == place.source && seen.span.start < place.start);
    seen.sort_by_key(|seen| seen.span.start);
    seen
}

/// Tells whether what one comparison says cannot be without what the other says.
fn implies(seen: &Comparison, confirmed: &Comparison) -> bool {
    let unit = |one: &Comparison| one.unit.as_ref().map(|unit| unit.text.clone());
    if seen.operator == confirmed.operator && values(seen) == values(confirmed) && unit(seen) == unit(confirmed) {
        return true;
    }
    match (seen.operator, confirmed.operator) {
        (Operator::Equal | Operator::In, Operator::Equal | Operator::In) => {
            values(seen).iter().all(|value| values(confirmed).contains(value))
        }
        (Operator::Equal | Operator::In, Operator::NotEqual) => {
            values(seen).iter().all(|value| !values(confirmed).contains(value))
        }
        _ => match (range(seen), range(confirmed)) {
            (Some(inner), Some(outer)) => unit(seen) == unit(confirmed) && inner.0 >= outer.0 && inner.1 <= outer.1,
            _ => false,
        },
    }
}

fn values(comparison: &Comparison) -> Vec<&str> {
    comparison.values.iter().map(|value| value.as_str()).collect()
}

/// Returns the least and the greatest number that a comparison lets pass.
fn range(comparison: &Comparison) -> Option<(f64, f64)> {
    let first = number(comparison.values.first()?.as_str())?;
    let last = number(comparison.values.last()?.as_str())?;
    Some(match comparison.operator {
        Operator::Equal => (first, first),
        Operator::Less | Operator::LessOrEqual => (f64::NEG_INFINITY, first),
        Operator::Greater | Operator::GreaterOrEqual => (first, f64::INFINITY),
        Operator::Between => (first.min(last), first.max(last)),
        Operator::NotEqual | Operator::In => return None,
    })
}
