use super::satellites::{self, own_missions};
use super::uses::{self, named};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds procedures that are run on satellites to which they do not apply: a call of a procedure that lacks one
    /// of the caller's satellites; and a document that shows, retells or bids the reader run a procedure that has no
    /// satellite in common with it. A mission stands for its satellites, as the project file lists them. Finds
    /// also satellites in an applicability that belong to none of the missions named beside them.
    ///
    /// ## Why it matters
    /// Two satellites of a family differ in a valve or a version of the software, and the telecommand that heals
    /// one harms the other.
    ///
    /// ## Example
    /// ```xml
    /// <applicability missions="PHR, CSO"/>
    /// <call procedure="FCP-PRP-020"/>
    /// ```
    ///
    /// The procedure that is called is for `PHR1A` alone.
    ///
    /// ## How to mend it
    /// Call a procedure for each satellite, or correct the applicability that is wrong.
    "A002" "satellite-conflict" Error, satellite_conflict
}

fn satellite_conflict(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for one in uses::of(subject) {
        let user = satellites::of(subject.project, &one.user.metadata.applicability);
        let used = satellites::of(subject.project, &one.used.metadata.applicability);
        let Some(lack) = one.lack(&user, &used) else { continue };
        let message = if lack.apart {
            format!("`{}` is for none of the satellites of this document", one.name)
        } else {
            format!("`{}` is not for {}, and its caller is", one.name, named(&lack.missing))
        };
        let stated = &one.used.metadata.applicability;
        let diagnostic = Diagnostic::new(&LINT, one.span, message).label("is not for it");
        let diagnostic = match stated.satellites.first().or(stated.missions.first()) {
            Some(text) => diagnostic.also(text.span, "what it is for"),
            None => diagnostic,
        };
        found.push(diagnostic.help("call a procedure for each satellite, or correct the applicability"));
    }
    for document in &subject.library.documents {
        let stated = &document.metadata.applicability;
        for satellite in &stated.satellites {
            let owners = own_missions(subject.project, &satellite.text);
            if stated.missions.is_empty()
                || owners.is_empty()
                || owners.iter().any(|owner| stated.missions.iter().any(|named| named.text == *owner))
            {
                continue;
            }
            let owner = owners.join("`, `");
            let message = format!("satellite `{}` belongs to `{owner}`, which is not named", satellite.text);
            let diagnostic = Diagnostic::new(&LINT, satellite.span, message).label("of another mission");
            let help = format!("add `{owner}` to the missions, or remove the satellite");
            found.push(diagnostic.also(stated.missions[0].span, "the missions named").help(help));
        }
    }
    found
}
