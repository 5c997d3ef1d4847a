use super::runs::{is_of, passed};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::{Document, Status};
use crate::notation::issue::compare;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds procedures whose status is `validated` or beyond and whose `validation` records no run of the issue
    /// that is held, or only runs that failed. A procedure that records no run at all is found too, unless no
    /// procedure of the library records any.
    ///
    /// ## Why it matters
    /// What was shown to work is another text than the one that will be run.
    ///
    /// ## Example
    /// ```xml
    /// <procedure id="FCP-EPS-020" type="FCP" issue="3" status="operational" date="2026-02-23" lang="en">
    ///   <validation><run means="simulator" issue="2" date="2025-08-20" result="pass"/></validation>
    /// ```
    ///
    /// ## How to mend it
    /// Run the issue that is held and record the run, or set the status back.
    "B009" "validated-on-another-issue" Error, validated_on_another_issue
}

fn validated_on_another_issue(subject: Subject<'_>) -> Vec<Diagnostic> {
    let documents = &subject.library.documents;
    let recorded = documents.iter().any(|document| !document.validation().is_empty());
    let relied_on = |document: &&Document| document.metadata.status.is_some_and(|status| status >= Status::Validated);
    let procedures = documents.iter().filter(|document| document.procedure().is_some());
    let others =
        documents.iter().filter(|document| document.procedure().is_none() && !document.validation().is_empty());
    let found = procedures.chain(others).filter(relied_on).filter(|_| recorded);
    found.filter_map(|document| unproven(subject, document)).collect()
}

/// Says that the issue that is held was never shown to work.
fn unproven(subject: Subject<'_>, document: &Document) -> Option<Diagnostic> {
    let held = document.metadata.issue.as_ref()?;
    let runs = document.validation();
    if runs.iter().any(|run| passed(run) && is_of(run, &held.text)) {
        return None;
    }
    let status = document.metadata.status?.word();
    let failed = runs.iter().any(|run| is_of(run, &held.text));
    let why = if failed { "every run of it failed" } else { "no run of it is recorded" };
    let message = format!("issue {} has the status `{status}`, and {why}", held.text);
    let span = if held.span.start < held.span.end { held.span } else { subject.head(document) };
    let diagnostic = Diagnostic::new(&LINT, span, message).label("not shown to work");
    let latest = runs.iter().filter_map(|run| run.issue.as_ref()).max_by(|a, b| compare(&a.text, &b.text));
    let diagnostic = match latest.filter(|_| !failed) {
        Some(latest) => diagnostic.also(latest.span, format!("issue {} was run", latest.text)),
        None => diagnostic,
    };
    Some(diagnostic.help("run this issue and record the run, or set the status back"))
}
