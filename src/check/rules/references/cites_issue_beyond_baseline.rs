use std::cmp::Ordering;

use crate::check::cited::{CitedIssue, issues};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::notation::issue::compare;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds references that cite an issue of a document or a procedure which is newer than the one
    /// in the library: in calls, in references, in `id:X@issue`, and in running text, where “issue 4”
    /// or « édition 4 » follows the identifier, or “issue 4 of” stands before it. A revision may stand behind the
    /// issue, as in 3.1.
    ///
    /// ## Why it matters
    /// What is cited is not in the baseline: the reader finds an older text than the writer had, or the
    /// newer one was never delivered.
    ///
    /// ## Example
    /// ```xml
    /// <call procedure="FCP-AOC-010" issue="4"/>
    /// ```
    ///
    /// The library holds issue 3.
    ///
    /// ## How to mend it
    /// Take the newer issue into the library, or cite the one that is there.
    "R010" "cites-issue-beyond-baseline" Error, cites_issue_beyond_baseline
}

fn cites_issue_beyond_baseline(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for CitedIssue { place, cited, name, held, metadata } in issues(subject) {
        let revised = metadata.revision.as_ref().map(|revision| format!("{}.{}", held.text, revision.text));
        let beyond = |held: &str| compare(cited, held) == Ordering::Greater;
        if !beyond(&held.text) || revised.as_deref().is_some_and(|revised| !beyond(revised)) {
            continue;
        }
        let message = format!("issue {cited} of `{name}` is cited, and the library holds issue {}", held.text);
        let diagnostic = Diagnostic::new(&LINT, place, message).label("cites a newer issue");
        let help = format!("add issue {cited} to the library, or cite issue {}", held.text);
        found.push(diagnostic.also(held.span, "the issue that the library holds").help(help));
    }
    found
}
