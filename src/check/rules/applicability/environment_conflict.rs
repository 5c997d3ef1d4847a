use super::uses::{self, named};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds procedures that are run in environments in which they do not apply: a call of a procedure that lacks
    /// one of the caller's environments; and a document that shows, retells or bids the reader run a procedure that
    /// has no environment in common with it. Finds also environments in an applicability in which none of the
    /// missions named beside them is operated, as the project file has it.
    ///
    /// ## Why it matters
    /// The tools, the stations and the people of one control centre are not those of another.
    ///
    /// ## Example
    /// ```xml
    /// <applicability environments="SDGC PHR, CPCC CSO"/>
    /// <call procedure="GCP-OPS-002"/>
    /// ```
    ///
    /// The procedure that is called applies in `SDGC PHR` alone.
    ///
    /// ## How to mend it
    /// Call a procedure for each environment, or correct the applicability that is wrong.
    "A003" "environment-conflict" Error, environment_conflict
}

fn environment_conflict(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for one in uses::of(subject) {
        let stated = [one.user, one.used].map(|document| &document.metadata.applicability.environments);
        let [user, used] = stated.map(|list| list.iter().map(|text| text.text.to_string()).collect::<Vec<_>>());
        let Some(lack) = one.lack(&user, &used) else { continue };
        let message = if lack.apart {
            format!("`{}` applies in none of the environments of this document", one.name)
        } else {
            format!("`{}` does not apply in {}, and its caller does", one.name, named(&lack.missing))
        };
        let diagnostic = Diagnostic::new(&LINT, one.span, message).label("does not apply there");
        let diagnostic = diagnostic.also(stated[1][0].span, "where it applies");
        found.push(diagnostic.help("call a procedure for each environment, or correct the applicability"));
    }
    found.extend(foreign(subject));
    found
}

/// Finds environments in which none of the missions beside them is operated.
fn foreign(subject: Subject<'_>) -> Vec<Diagnostic> {
    let missions = &subject.project.missions;
    let mut found = Vec::new();
    for document in &subject.library.documents {
        let stated = &document.metadata.applicability;
        let own: Vec<_> =
            missions.iter().filter(|mission| stated.missions.iter().any(|named| named.text == mission.id)).collect();
        // Where a mission's environments are not listed, it may be operated anywhere.
        if own.is_empty() || own.len() < stated.missions.len() || own.iter().any(|one| one.environments.is_empty()) {
            continue;
        }
        for environment in &stated.environments {
            let is_of = |mission: &&crate::project::config::Mission| {
                mission.environments.iter().any(|one| *one == *environment.text)
            };
            let others: Vec<&str> = missions.iter().filter(|one| is_of(one)).map(|one| one.id.as_str()).collect();
            if others.is_empty() || own.iter().any(is_of) {
                continue;
            }
            let message =
                format!("`{}` is an environment of `{}`, which is not named", environment.text, others.join("`, `"));
            let diagnostic = Diagnostic::new(&LINT, environment.span, message).label("of another mission");
            let help = "add the mission, or remove the environment";
            found.push(diagnostic.also(stated.missions[0].span, "the missions named").help(help));
        }
    }
    found
}
