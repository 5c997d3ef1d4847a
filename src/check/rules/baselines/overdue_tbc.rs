use crate::check::prose::each_line;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::Status;
use crate::model::inline::{Inline, Tbd};
use crate::model::walk::each_inline;
use crate::rule;
use crate::text::date::is_day;

rule! {
    /// ## What it does
    /// Finds open points (the element `tbd`) that were to be closed before the day of the check, in documents of
    /// any status but `superseded`.
    ///
    /// ## Why it matters
    /// A date that has passed says that nobody follows the point any more.
    ///
    /// ## Example
    /// ```xml
    /// <tbd id="TBD-12" owner="N. Faure" due="2026-01-31">limit after the test</tbd>
    /// ```
    ///
    /// On 1 February 2026 this is a finding.
    ///
    /// ## How to mend it
    /// Close the point and write what was found, or agree on another date with its owner.
    "B002" "overdue-tbc" Warning, overdue_tbc
}

fn overdue_tbc(subject: Subject<'_>) -> Vec<Diagnostic> {
    let Some(today) = subject.today else { return Vec::new() };
    let mut found = Vec::new();
    for document in &subject.library.documents {
        if document.metadata.status == Some(Status::Superseded) {
            continue;
        }
        each_line(document, &mut |inlines, _| {
            each_inline(inlines, &mut |inline| {
                if let Inline::Tbd(tbd) = inline {
                    found.extend(overdue(tbd, today));
                }
            });
        });
    }
    found
}

/// Says that a point is overdue. What is no day says nothing; reading reports it.
fn overdue(tbd: &Tbd, today: &str) -> Option<Diagnostic> {
    let due = tbd.due.as_ref().filter(|due| is_day(&due.text) && due.as_str() < today)?;
    let name = tbd.id.as_ref().map_or("an open point".to_owned(), |id| format!("open point `{}`", id.text));
    let help = match &tbd.owner {
        Some(owner) => format!("ask {} to close it, or to give another date", owner.text),
        None => "close it, or give it another date and an owner".to_owned(),
    };
    let message = format!("{name} was due on {}", due.text);
    Some(Diagnostic::new(&LINT, due.span, message).label("has passed").help(help))
}
