//! What can be wrong in a project file.

use crate::diagnostic::Lint;
use crate::lint;

lint! {
    /// ## What it does
    /// Finds keys in `opsdoc.toml` that opsdoc does not know.
    ///
    /// ## Why it matters
    /// A setting with a letter wrong is silently without effect: a marking that is never applied, a
    /// database that is never read.
    ///
    /// ## Example
    /// ```toml
    /// langages = ["fr", "en"]
    /// ```
    ///
    /// ## How to mend it
    /// Write the key as the manual's page on the project file has it, or remove it.
    pub static UNKNOWN_KEY = "P001" "unknown-setting" Error;
}

lint! {
    /// ## What it does
    /// Finds values in `opsdoc.toml` that cannot be used: a list where text is wanted, an entry
    /// without its `id`, a regular expression that is none.
    ///
    /// ## Why it matters
    /// What cannot be used is left out, and the build then lacks it.
    ///
    /// ## Example
    /// ```toml
    /// [identifiers]
    /// procedure = "FCP-("
    /// ```
    ///
    /// ## How to mend it
    /// Write the value as the manual's page on the project file has it.
    pub static INVALID_SETTING = "P002" "invalid-setting" Error;
}

/// Every lint of the project file.
pub static ALL: &[&Lint] = &[&UNKNOWN_KEY, &INVALID_SETTING];
