use std::cmp::Ordering;

use crate::check::prose::folded;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::{Document, Status};
use crate::model::inline::Text;
use crate::notation::issue::compare;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds approvals by someone who wrote the issue that is approved: by one of the `authors`, or by the
    /// author whom the change record names for this issue. The order of the parts of a name does not count.
    ///
    /// ## Why it matters
    /// Nobody sees his own mistakes. An approval is worth the second pair of eyes that it brings.
    ///
    /// ## Example
    /// ```xml
    /// <history><change issue="2" date="2026-02-23" author="N. Faure" reason="New limit."/></history>
    /// <approvals><approval role="Spacecraft manager" name="N. Faure" date="2026-02-25"/></approvals>
    /// ```
    ///
    /// ## How to mend it
    /// Have it approved by someone else.
    "B008" "author-is-approver" Error, author_is_approver
}

fn author_is_approver(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for document in &subject.library.documents {
        if document.metadata.status == Some(Status::Superseded) || document.approvals().is_empty() {
            continue;
        }
        let authors: Vec<(String, &Text)> = authors(document).map(|author| (person(&author.text), author)).collect();
        for name in document.approvals().iter().filter_map(|approval| approval.name.as_ref()) {
            let same = person(&name.text);
            let Some((_, author)) = authors.iter().find(|(author, _)| !same.is_empty() && *author == same) else {
                continue;
            };
            let message = format!("`{}` wrote this issue and approves it", name.text);
            let diagnostic = Diagnostic::new(&LINT, name.span, message).label("approves");
            found.push(diagnostic.also(author.span, "wrote it").help("have it approved by someone else"));
        }
    }
    found
}

/// Visits who wrote the issue that is held.
fn authors(document: &Document) -> impl Iterator<Item = &Text> {
    let held = document.metadata.issue.as_ref();
    let is_held = move |issue: &Option<Text>| match (issue, held) {
        (Some(issue), Some(held)) => compare(&issue.text, &held.text) == Ordering::Equal,
        _ => true,
    };
    let changes = document.history().iter().filter(move |change| is_held(&change.issue));
    document.metadata.authors.iter().chain(changes.filter_map(|change| change.author.as_ref()))
}

/// Returns a name so that two ways to write it are equal.
fn person(name: &str) -> String {
    let name = folded(name);
    let mut parts: Vec<&str> = name.split([' ', ',', '.']).filter(|part| !part.is_empty()).collect();
    parts.sort_unstable();
    parts.join(" ")
}
