//! Every rule, in the order of the codes. A rule is a file and a line here.

use super::rule::Rule;
use super::rules::{database, references, steps};

/// Every rule.
pub static RULES: &[&Rule] = &[
    &database::unknown_telecommand::RULE,
    &database::unknown_parameter::RULE,
    &database::unknown_argument::RULE,
    &database::argument_out_of_range::RULE,
    &database::value_label_contradiction::RULE,
    &database::unknown_enumeration_label::RULE,
    &database::unknown_alarm::RULE,
    &steps::goto_missing_step::RULE,
    &references::unknown_procedure::RULE,
    &references::unknown_document::RULE,
    &references::broken_anchor::RULE,
    &references::broken_file_link::RULE,
    &references::missing_image::RULE,
    &references::duplicate_identifier::RULE,
    &references::cites_older_issue::RULE,
];
