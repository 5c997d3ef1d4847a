//! Every kind of finding there is: what rules find, and what the other stages find on their way.

use crate::check::registry;
use crate::diagnostic::Lint;
use crate::{check, convert, gather, project, read, render};

/// Every kind of finding, in the order of the codes.
pub fn lints() -> Vec<&'static Lint> {
    let others = [
        check::problem::ALL,
        project::problem::ALL,
        gather::problem::LINTS,
        read::problem::ALL,
        read::catalogue::problem::ALL,
        read::markdown::problem::ALL,
        read::xml::dita::problem::ALL,
        read::markdown::dialect::problem::ALL,
        read::xml::s1000d::problem::ALL,
        read::stack::problem::ALL,
        read::pluto::problem::ALL,
        convert::problem::ALL,
        render::pdf::lint::ALL,
    ];
    let of_rules = registry::rules().map(|rule| rule.lint);
    let mut lints: Vec<_> = of_rules.chain(others.into_iter().flatten().copied()).collect();
    lints.sort_by_key(|lint| lint.code);
    lints
}

/// Returns the kind of finding with a code or a name, in whatever case it is written.
pub fn find(wanted: &str) -> Option<&'static Lint> {
    let named = |lint: &&Lint| lint.code.eq_ignore_ascii_case(wanted) || lint.name.eq_ignore_ascii_case(wanted);
    lints().into_iter().find(named)
}
