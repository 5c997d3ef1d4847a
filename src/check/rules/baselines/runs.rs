//! What the records of validation runs say.

use std::cmp::Ordering;

use crate::model::procedure::Run;
use crate::notation::issue::compare;

/// Tells whether a run was of the issue that is held. A run without an issue is taken to be of it.
pub(in crate::check::rules) fn is_of(run: &Run, held: &str) -> bool {
    run.issue.as_ref().is_none_or(|issue| compare(&issue.text, held) == Ordering::Equal)
}

/// Tells whether a run succeeded, as far as it says.
pub(in crate::check::rules) fn passed(run: &Run) -> bool {
    run.result.as_ref().is_none_or(|result| result.as_str() != "fail")
}
