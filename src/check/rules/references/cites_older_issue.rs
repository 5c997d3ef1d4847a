use std::cmp::Ordering;

use crate::check::cited::{CitedIssue, issues};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::notation::issue::compare;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds references that cite an issue of a document or a procedure which is older than the one
    /// in the library: in calls, in references, in `id:X@issue`, and in running text, where “issue 2”
    /// or « édition 2 » follows the identifier, or “issue 2 of” stands before it.
    ///
    /// ## Why it matters
    /// The citing text was written, and perhaps validated, against what the library no longer holds.
    ///
    /// ## Example
    /// ```xml
    /// <call procedure="FCP-AOC-010" issue="2"/>
    /// ```
    ///
    /// The library holds issue 3.
    ///
    /// ## How to mend it
    /// Read what changed since, then cite the issue that is there.
    "R009" "cites-older-issue" Error, cites_older_issue
}

fn cites_older_issue(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for CitedIssue { place, cited, name, held, .. } in issues(subject) {
        if compare(cited, &held.text) != Ordering::Less {
            continue;
        }
        let message = format!("issue {cited} of `{name}` is cited, and the library holds issue {}", held.text);
        let diagnostic = Diagnostic::new(&LINT, place, message).label("cites an older issue");
        let help = format!("read what changed, then cite issue {}", held.text);
        found.push(diagnostic.also(held.span, "the issue that the library holds").help(help));
    }
    found
}
