//! R: references between documents, and identifiers.

#![allow(missing_docs, reason = "a rule documents itself: its explanation is its lint")]

pub mod broken_anchor;
pub mod broken_file_link;
pub mod cites_issue_beyond_baseline;
pub mod cites_older_issue;
pub mod cites_superseded;
pub mod duplicate_identifier;
pub mod filename_case_mismatch;
pub mod identifier_index_mismatch;
pub mod include_cycle;
pub mod missing_image;
mod named;
pub mod orphan_procedure;
pub mod released_cites_draft;
pub mod restated_step_added;
pub mod restated_step_differs;
pub mod restated_step_missing;
pub mod restated_step_order;
mod step_link;
pub mod title_drift;
pub mod undefined_key;
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
    &filename_case_mismatch::RULE,
    &duplicate_identifier::RULE,
    &identifier_index_mismatch::RULE,
    &cites_older_issue::RULE,
    &cites_issue_beyond_baseline::RULE,
    &cites_superseded::RULE,
    &released_cites_draft::RULE,
    &orphan_procedure::RULE,
    &include_cycle::RULE,
    &undefined_key::RULE,
    &title_drift::RULE,
    &restated_step_differs::RULE,
    &restated_step_missing::RULE,
    &restated_step_order::RULE,
    &restated_step_added::RULE,
];
