//! A: where and when documents apply, and what training covers.

#![allow(missing_docs, reason = "a rule documents itself: its explanation is its lint")]

pub mod alarm_without_procedure;
pub mod environment_conflict;
mod handled;
pub mod mission_parameter_undefined;
pub mod phase_conflict;
pub mod procedure_never_trained;
pub mod satellite_conflict;
mod satellites;
pub mod scenario_cites_missing_step;
pub mod unhandled_injection;
pub mod unknown_applicability;
mod uses;

use crate::check::rule::Rule;

/// The rules of the group, in the order of their codes.
pub static RULES: &[&Rule] = &[
    &phase_conflict::RULE,
    &satellite_conflict::RULE,
    &environment_conflict::RULE,
    &alarm_without_procedure::RULE,
    &unhandled_injection::RULE,
    &scenario_cites_missing_step::RULE,
    &procedure_never_trained::RULE,
    &mission_parameter_undefined::RULE,
    &unknown_applicability::RULE,
];
