use std::collections::BTreeMap;

use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds missions in the project file that lack a parameter which another mission has.
    ///
    /// ## Why it matters
    /// The parameters say what differs from one mission to another. Where one of them is missing, the tools and the
    /// texts that rest on it take the value of another mission, or none.
    ///
    /// ## Example
    /// ```toml
    /// [[mission]]
    /// id = "PHR"
    /// parameters = { battery_floor_volt = 24.5 }
    ///
    /// [[mission]]
    /// id = "CSO"
    /// parameters = { batery_floor_volt = 24.5 }
    /// ```
    ///
    /// ## How to mend it
    /// Give the mission a value of its own.
    "A008" "mission-parameter-undefined" Error, mission_parameter_undefined
}

fn mission_parameter_undefined(subject: Subject<'_>) -> Vec<Diagnostic> {
    let missions = &subject.project.missions;
    let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for mission in missions {
        for (key, _) in &mission.parameters {
            owners.entry(key).or_default().push(&mission.id);
        }
    }
    let mut found = Vec::new();
    for mission in missions {
        for (key, others) in owners.iter().filter(|(_, owners)| !owners.contains(&mission.id.as_str())) {
            let message = format!("mission `{}` has no parameter `{key}`", mission.id);
            let diagnostic = Diagnostic::new(&LINT, mission.span, message).label("lacks a parameter");
            let note = format!("defined for {}", others.join(", "));
            found.push(diagnostic.note(note).help(format!("add `{key}` under `[mission.parameters]`")));
        }
    }
    found
}
