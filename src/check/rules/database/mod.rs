//! D: what contradicts the mission database. Without a database these rules are silent.

#![allow(missing_docs, reason = "a rule documents itself: its explanation is its lint")]

pub mod abstract_telecommand_sent;
pub mod alias_used;
pub mod argument_out_of_range;
pub mod argument_type_mismatch;
pub mod check_outside_alarm_limits;
pub mod database_schema_violation;
pub mod database_self_contradiction;
pub mod database_version_mismatch;
pub mod identifier_name_mismatch;
pub mod item_changed_since_validation;
pub mod labels_renumbered;
pub mod missing_argument;
pub mod operator_type_mismatch;
pub mod service_subtype_mismatch;
pub mod transmission_constraint_not_established;
pub mod unit_mismatch;
pub mod unknown_alarm;
pub mod unknown_argument;
pub mod unknown_argument_label;
pub mod unknown_enumeration_label;
pub mod unknown_parameter;
pub mod unknown_telecommand;
pub mod value_label_contradiction;
pub mod value_out_of_range;

mod identities;
mod limits;
mod sources;
mod stated;
mod unknown;

use crate::check::rule::Rule;

/// The rules of the group, in the order of their codes.
pub static RULES: &[&Rule] = &[
    &unknown_telecommand::RULE,
    &unknown_parameter::RULE,
    &unknown_argument::RULE,
    &missing_argument::RULE,
    &argument_out_of_range::RULE,
    &argument_type_mismatch::RULE,
    &unknown_argument_label::RULE,
    &value_label_contradiction::RULE,
    &unknown_enumeration_label::RULE,
    &operator_type_mismatch::RULE,
    &identifier_name_mismatch::RULE,
    &service_subtype_mismatch::RULE,
    &abstract_telecommand_sent::RULE,
    &unit_mismatch::RULE,
    &check_outside_alarm_limits::RULE,
    &alias_used::RULE,
    &database_version_mismatch::RULE,
    &item_changed_since_validation::RULE,
    &database_self_contradiction::RULE,
    &database_schema_violation::RULE,
    &transmission_constraint_not_established::RULE,
    &unknown_alarm::RULE,
    &value_out_of_range::RULE,
    &labels_renumbered::RULE,
];
