//! S: step logic.

#![allow(missing_docs, reason = "a rule documents itself: its explanation is its lint")]

pub mod branch_not_exhaustive;
pub mod call_argument_mismatch;
pub mod critical_telecommand_without_authorization;
pub mod critical_telecommand_without_prior_check;
pub mod duplicate_step;
pub mod empty_step;
mod established;
pub mod goto_missing_step;
pub mod irreversible_step_without_abort_path;
pub mod loop_without_exit;
pub mod no_confirmation;
pub mod no_preconditions;
pub mod recursive_call;
pub mod same_telecommand_in_parallel;
pub mod step_number_gap;
pub mod step_without_expected_result;
pub mod telecommand_without_verification;
pub mod timeout_without_action;
pub mod unknown_watchdog_event;
pub mod unreachable_step;
pub mod unused_variable;
pub mod variable_used_before_set;
mod variables;
pub mod wait_without_timeout;

use crate::check::rule::Rule;

/// The rules of the group, in the order of their codes.
pub static RULES: &[&Rule] = &[
    &duplicate_step::RULE,
    &goto_missing_step::RULE,
    &unreachable_step::RULE,
    &loop_without_exit::RULE,
    &branch_not_exhaustive::RULE,
    &wait_without_timeout::RULE,
    &timeout_without_action::RULE,
    &telecommand_without_verification::RULE,
    &critical_telecommand_without_prior_check::RULE,
    &critical_telecommand_without_authorization::RULE,
    &step_without_expected_result::RULE,
    &empty_step::RULE,
    &no_preconditions::RULE,
    &no_confirmation::RULE,
    &unknown_watchdog_event::RULE,
    &variable_used_before_set::RULE,
    &unused_variable::RULE,
    &recursive_call::RULE,
    &call_argument_mismatch::RULE,
    &irreversible_step_without_abort_path::RULE,
    &same_telecommand_in_parallel::RULE,
    &step_number_gap::RULE,
];
