//! D: what contradicts the mission database. Without a database these rules are silent.

#![allow(missing_docs, reason = "a rule documents itself: its explanation is its lint")]

pub mod argument_out_of_range;
pub mod unknown_alarm;
pub mod unknown_argument;
pub mod unknown_enumeration_label;
pub mod unknown_parameter;
pub mod unknown_telecommand;
pub mod value_label_contradiction;

use crate::check::rule::Rule;

/// The rules of the group, in the order of their codes.
pub static RULES: &[&Rule] = &[
    &unknown_telecommand::RULE,
    &unknown_parameter::RULE,
    &unknown_argument::RULE,
    &argument_out_of_range::RULE,
    &value_label_contradiction::RULE,
    &unknown_enumeration_label::RULE,
    &unknown_alarm::RULE,
];
