//! L: abbreviations, translations, terms.

#![allow(missing_docs, reason = "a rule documents itself: its explanation is its lint")]

pub mod abbreviation_defined_twice;
pub mod missing_translation;
pub mod mixed_terminology;
mod shorts;
pub mod stale_translation;
pub mod undefined_abbreviation;

use crate::check::rule::Rule;

/// The rules of the group, in the order of their codes.
pub static RULES: &[&Rule] = &[
    &undefined_abbreviation::RULE,
    &abbreviation_defined_twice::RULE,
    &missing_translation::RULE,
    &stale_translation::RULE,
    &mixed_terminology::RULE,
];
