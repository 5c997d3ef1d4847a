//! What a rule is.

use super::subject::Subject;
use crate::diagnostic::{Diagnostic, Lint};

/// A rule: what it finds, and how.
pub struct Rule {
    /// What it finds, why it matters, an example, how to mend it.
    pub lint: &'static Lint,
    /// Finds it.
    pub check: fn(Subject<'_>) -> Vec<Diagnostic>,
}

/// Declares a rule from its doc comment and its function.
#[macro_export]
macro_rules! rule {
    ($(#[doc = $line:literal])+ $code:literal $name:literal $level:ident, $check:path) => {
        $crate::lint! {
            $(#[doc = $line])+
            pub static LINT = $code $name $level;
        }

        #[doc = "The rule."]
        pub static RULE: $crate::check::rule::Rule = $crate::check::rule::Rule { lint: &LINT, check: $check };
    };
}
