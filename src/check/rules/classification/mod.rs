//! C: markings, and who may read what.

#![allow(missing_docs, reason = "a rule documents itself: its explanation is its lint")]

pub mod caveat_lost;
pub mod classification_leak;
mod marking;
pub mod marking_below_content;
mod shown;
mod titles;
pub mod unknown_marking;

use crate::check::rule::Rule;

/// The rules of the group, in the order of their codes.
pub static RULES: &[&Rule] =
    &[&classification_leak::RULE, &marking_below_content::RULE, &caveat_lost::RULE, &unknown_marking::RULE];
