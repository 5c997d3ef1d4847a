//! F: warnings and cautions, and who and what a procedure needs.

#![allow(missing_docs, reason = "a rule documents itself: its explanation is its lint")]

pub mod action_inside_warning;
pub mod hazardous_telecommand_without_warning;
pub mod undeclared_resource;
pub mod undeclared_role;
pub mod warning_after_action;

use crate::check::rule::Rule;

/// The rules of the group, in the order of their codes.
pub static RULES: &[&Rule] = &[
    &warning_after_action::RULE,
    &action_inside_warning::RULE,
    &hazardous_telecommand_without_warning::RULE,
    &undeclared_role::RULE,
    &undeclared_resource::RULE,
];
