//! A: where and when documents apply, and what training covers.

#![allow(missing_docs, reason = "a rule documents itself: its explanation is its lint")]

use crate::check::rule::Rule;

/// The rules of the group, in the order of their codes.
pub static RULES: &[&Rule] = &[];
