use super::open_marks;
use crate::check::prose::each_line;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::Status;
use crate::model::inline::{Inline, Tbd};
use crate::model::walk::each_inline;
use crate::rule;
use crate::text::date::is_day;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds open points that were to be closed before the day of the check, in documents of any status but
    /// `superseded`: the element `tbd` with `due`, and in text and tables an open mark with the day behind it. The
    /// marks are `TBD`, `TBC`, `TBW`, “to be confirmed”, « à confirmer » and the like, as
    /// [open-tbd-in-qualified](open-tbd-in-qualified.md) knows them. Between the mark and the day may stand words as
    /// “by”, “before” and « avant le », and in brackets who is to close the point. The day is written as year, month
    /// and day.
    ///
    /// ## Why it matters
    /// A date that has passed says that nobody follows the point any more.
    ///
    /// ## Example
    /// ```xml
    /// <tbd id="TBD-12" owner="N. Faure" due="2026-01-31">limit after the test</tbd>
    /// ```
    ///
    /// On 1 February 2026 this is a finding, and so are these:
    ///
    /// ```text
    /// The limit is 12 V (TBC by 2026-01-31). À confirmer avant le 2026-01-31.
    /// The limit is 12 V (TBC N. Faure, 2026-01-31).
    /// ```
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
        each_line(document, &mut |inlines, line| {
            let mut elements: Vec<Span> = Vec::new();
            each_inline(inlines, &mut |inline| {
                if let Inline::Tbd(tbd) = inline {
                    elements.push(tbd.span);
                    found.extend(overdue(tbd, today));
                }
            });
            for dated in open_marks::dated(line) {
                let parts = line.part(&dated.mark, subject.sources).zip(line.part(&dated.day, subject.sources));
                let Some((mark, day)) = parts.filter(|(_, day)| is_day(&day.text) && day.as_str() < today) else {
                    continue;
                };
                if !elements.iter().any(|span| span.start <= day.span.start && day.span.end <= span.end) {
                    let message = format!("`{}` was due on {}", mark.text, day.text);
                    let diagnostic = Diagnostic::new(&LINT, day.span, message).label("has passed");
                    found.push(diagnostic.help("close the point, or agree on another date"));
                }
            }
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
