//! S: step logic.

#![allow(missing_docs, reason = "a rule documents itself: its explanation is its lint")]

pub mod goto_missing_step;

use crate::check::rule::Rule;

/// The rules of the group, in the order of their codes.
pub static RULES: &[&Rule] = &[&goto_missing_step::RULE];
