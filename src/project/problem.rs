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

lint! {
    /// ## What it does
    /// Finds names of rules, in `opsdoc.toml` and in waivers, that no rule bears.
    ///
    /// ## Why it matters
    /// The setting or the waiver has no effect: what was to be an error passes, or what someone answers for
    /// fails the check.
    ///
    /// ## Example
    /// ```toml
    /// [rules]
    /// unreachable-steps = "error"
    /// ```
    ///
    /// ## How to mend it
    /// Write the code or the name that `opsdoc explain` lists, or the letter of a group.
    pub static UNKNOWN_RULE = "P003" "unknown-rule" Error;
}

lint! {
    /// ## What it does
    /// Finds mission databases that `opsdoc.toml` names and that are not there.
    ///
    /// ## Why it matters
    /// Nothing is compared with them. While one is missing, names that the others do not have are not reported
    /// either: they may be in it.
    ///
    /// ## Example
    /// ```toml
    /// [[database]]
    /// path = "database/platfrom.xml"
    /// ```
    ///
    /// ## How to mend it
    /// Write the path as it is, relative to the documentation folder, or add the file.
    pub static MISSING_DATABASE = "P004" "missing-database" Error;
}

/// Every lint of the project file.
pub static ALL: &[&Lint] = &[&UNKNOWN_KEY, &INVALID_SETTING, &UNKNOWN_RULE, &MISSING_DATABASE];
