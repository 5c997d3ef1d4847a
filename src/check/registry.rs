//! Every rule, by the groups of the catalogue. A rule is a file and a line in its group's `mod.rs`.

use super::rule::Rule;
use super::rules::{applicability, baselines, classification, database, language, project, references, safety, steps};

/// Rules that are about one thing.
pub struct Group {
    /// The letter that their codes begin with.
    pub letter: &'static str,
    /// What they are about.
    pub title: &'static str,
    /// The rules, in the order of their codes.
    pub rules: &'static [&'static Rule],
}

/// Every group, in the order in which the manual shows them.
pub static GROUPS: &[Group] = &[
    Group { letter: "D", title: "Mission database", rules: database::RULES },
    Group { letter: "S", title: "Step logic", rules: steps::RULES },
    Group { letter: "F", title: "Safety text", rules: safety::RULES },
    Group { letter: "R", title: "References and identifiers", rules: references::RULES },
    Group { letter: "B", title: "Documents and baselines", rules: baselines::RULES },
    Group { letter: "A", title: "Applicability and scenarios", rules: applicability::RULES },
    Group { letter: "L", title: "Language", rules: language::RULES },
    Group { letter: "C", title: "Classification", rules: classification::RULES },
    Group { letter: "P", title: "Project file", rules: project::RULES },
];

/// Visits every rule, group by group.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    GROUPS.iter().flat_map(|group| group.rules.iter().copied())
}
