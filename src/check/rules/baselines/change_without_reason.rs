use std::cmp::Ordering;

use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::{Document, Status};
use crate::model::inline::plain;
use crate::notation::issue::compare;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds entries of a change record that give no reason, and change records without an entry for the issue
    /// that is held. The first issue needs no entry.
    ///
    /// ## Why it matters
    /// Who runs a new issue wants to know what is new in it, and a reviewer why it had to change.
    ///
    /// ## Example
    /// ```xml
    /// <history><change issue="3" date="2026-02-23" author="N. Faure"/></history>
    /// ```
    ///
    /// ## How to mend it
    /// Say what changed and why, in the attribute `reason` or as the content of `change`.
    "B006" "change-without-reason" Warning, change_without_reason
}

fn change_without_reason(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for document in &subject.library.documents {
        if document.metadata.status == Some(Status::Superseded) {
            continue;
        }
        for change in document.history() {
            if plain(&change.reason).chars().any(char::is_alphanumeric) {
                continue;
            }
            let place = [&change.issue, &change.date, &change.author].into_iter().flatten().next();
            let span = place.map_or(subject.head(document), |text| text.span);
            let what = change.issue.as_ref().map_or("a change".to_owned(), |issue| format!("issue {}", issue.text));
            let message = format!("{what} is recorded without a reason");
            found.push(Diagnostic::new(&LINT, span, message).label("why?").help("say what changed, and why"));
        }
        found.extend(unrecorded(document));
    }
    found
}

/// Says that a record of changes lacks the issue that is held.
fn unrecorded(document: &Document) -> Option<Diagnostic> {
    let held = document.metadata.issue.as_ref()?;
    let history = document.history();
    let is_held = |issue: &str| compare(issue, &held.text) == Ordering::Equal;
    let recorded = history.iter().filter_map(|change| change.issue.as_ref()).any(|issue| is_held(&issue.text));
    let first = compare(&held.text, "1") != Ordering::Greater;
    if history.is_empty() || recorded || first {
        return None;
    }
    let message = format!("the change record says nothing of issue {}", held.text);
    Some(Diagnostic::new(&LINT, held.span, message).label("not in the change record").help("add an entry for it"))
}
