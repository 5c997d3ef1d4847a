//! B: documents and baselines: what a document must have before it is relied on.

#![allow(missing_docs, reason = "a rule documents itself: its explanation is its lint")]

pub mod approval_missing;
pub mod author_is_approver;
pub mod change_without_reason;
pub mod changed_without_new_issue;
pub mod mandatory_section_missing;
pub mod metadata_missing;
mod open_marks;
pub mod open_tbd_in_qualified;
pub mod overdue_tbc;
pub(super) mod runs;
pub mod validated_on_another_issue;

use crate::check::rule::Rule;

/// The rules of the group, in the order of their codes.
pub static RULES: &[&Rule] = &[
    &open_tbd_in_qualified::RULE,
    &overdue_tbc::RULE,
    &mandatory_section_missing::RULE,
    &metadata_missing::RULE,
    &changed_without_new_issue::RULE,
    &change_without_reason::RULE,
    &approval_missing::RULE,
    &author_is_approver::RULE,
    &validated_on_another_issue::RULE,
];
