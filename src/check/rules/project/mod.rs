//! P: what the project file says of things that are defined elsewhere.

#![allow(missing_docs, reason = "a rule documents itself: its explanation is its lint")]

pub mod dangling_setting;

use crate::check::rule::Rule;

/// The rules of the group, in the order of their codes.
pub static RULES: &[&Rule] = &[&dangling_setting::RULE];
