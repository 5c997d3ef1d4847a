use super::uses::{self, named};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::DocumentKind;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds procedures that are run in phases in which they do not apply: a call of a procedure that lacks one of
    /// the caller's phases; and a document that shows, retells or bids the reader run a procedure that has no
    /// phase in common with it. A document that names no phase applies in all of them. What a training scenario
    /// calls is played in the phase of the training, and is not compared.
    ///
    /// ## Why it matters
    /// A procedure for routine takes for granted what is not yet so after launch: that the wings are deployed,
    /// that a station is always there.
    ///
    /// ## Example
    /// ```xml
    /// <applicability phases="leop, routine"/>
    /// <call procedure="FCP-AOC-030"/>
    /// ```
    ///
    /// The procedure that is called applies in `routine` alone.
    ///
    /// ## How to mend it
    /// Call another procedure, or qualify the one that is called for the phase and say so in its applicability.
    "A001" "phase-conflict" Error, phase_conflict
}

fn phase_conflict(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for one in uses::of(subject) {
        if one.user.metadata.kind == DocumentKind::Scenario {
            continue;
        }
        let stated = [one.user, one.used].map(|document| &document.metadata.applicability.phases);
        let [user, used] = stated.map(|list| list.iter().map(|text| text.text.to_string()).collect::<Vec<_>>());
        let Some(lack) = one.lack(&user, &used) else { continue };
        let message = if lack.apart {
            format!("`{}` applies in none of the phases of this document", one.name)
        } else {
            format!("`{}` does not apply in the phase {}, and its caller does", one.name, named(&lack.missing))
        };
        let diagnostic = Diagnostic::new(&LINT, one.span, message).label("does not apply then");
        found.push(diagnostic.also(stated[1][0].span, "when it applies").help("call another, or qualify it for that"));
    }
    found
}
