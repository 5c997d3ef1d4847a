//! What can be wrong with a waiver.

use crate::diagnostic::Lint;
use crate::lint;

lint! {
    /// ## What it does
    /// Finds waivers whose last day is past.
    ///
    /// ## Why it matters
    /// A waiver accepts a defect for a time. When that is over, the defect is either mended or accepted anew, by
    /// someone who looked at it again. An expired waiver waives nothing: its findings are reported too.
    ///
    /// ## Example
    /// ```markdown
    /// <!-- opsdoc: allow D005 — value of the flight model (J. Martin, until 2025-06-30) -->
    /// ```
    ///
    /// ## How to mend it
    /// Mend what the waiver was for and remove it, or renew its date with a reason that still holds.
    pub static EXPIRED_WAIVER = "B010" "expired-waiver" Error;
}

lint! {
    /// ## What it does
    /// Finds waivers that waive nothing.
    ///
    /// ## Why it matters
    /// What it was for was mended, or has moved away. The next defect of that kind in its place would pass unseen.
    ///
    /// ## Example
    /// ```markdown
    /// <!-- opsdoc: allow D001 — name of the next database (J. Martin) -->
    /// This paragraph names no telecommand.
    /// ```
    ///
    /// ## How to mend it
    /// Remove the waiver, or the code in it that is not needed any more. A waiver of what this run did not look for
    /// is never stale: a rule of the mission database where there is none, or what only printing finds.
    pub static STALE_WAIVER = "B012" "stale-waiver" Warning;
}

lint! {
    /// ## What it does
    /// Finds waivers that cannot be heeded: without a reason or an author, with a date that is none, of a finding that
    /// cannot be waived, or in a comment that cannot be read.
    ///
    /// ## Why it matters
    /// A defect that is accepted without a reason and a name is a defect that is hidden. The waiver waives nothing.
    ///
    /// ## Example
    /// ```markdown
    /// <!-- opsdoc: allow D001 -->
    /// ```
    ///
    /// ## How to mend it
    /// Write it out: `<!-- opsdoc: allow D001 — why (who, until 2027-01-31) -->`. In a file, write the keys `reason`
    /// and `author`. The date may be left out.
    pub static INVALID_WAIVER = "B013" "invalid-waiver" Error;
}

/// What is found wrong with waivers.
pub static ALL: &[&Lint] = &[&EXPIRED_WAIVER, &STALE_WAIVER, &INVALID_WAIVER];
