//! R: references between documents, and identifiers.

#![allow(missing_docs, reason = "a rule documents itself: its explanation is its lint")]

pub mod broken_anchor;
pub mod broken_file_link;
pub mod cites_older_issue;
pub mod duplicate_identifier;
pub mod missing_image;
pub mod restated_step_added;
pub mod restated_step_differs;
pub mod restated_step_missing;
pub mod restated_step_order;
pub mod unknown_document;
pub mod unknown_procedure;

use crate::check::rule::Rule;

/// The rules of the group, in the order of their codes.
pub static RULES: &[&Rule] = &[
    &unknown_procedure::RULE,
    &unknown_document::RULE,
    &broken_anchor::RULE,
    &broken_file_link::RULE,
    &missing_image::RULE,
    &duplicate_identifier::RULE,
    &cites_older_issue::RULE,
    &restated_step_differs::RULE,
    &restated_step_missing::RULE,
    &restated_step_order::RULE,
    &restated_step_added::RULE,
];
