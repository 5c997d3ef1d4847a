use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::procedure::Action;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds waits until a condition holds that do not say how long to wait at most.
    ///
    /// ## Why it matters
    /// What is waited for may never come. Without a limit the operator decides alone, under
    /// pressure, when it has not come; and a pass goes by.
    ///
    /// ## Example
    /// ```xml
    /// <wait until="TRANSMITTER = ON"/>
    /// ```
    ///
    /// ## How to mend it
    /// Add `timeout`, and a continuation for `not-confirmed` that says what follows when it lapses.
    "S006" "wait-without-timeout" Warning, wait_without_timeout
}

fn wait_without_timeout(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, _, action) in subject.flows().flat_map(|flow| flow.actions()) {
        let Action::Wait(wait) = action else { continue };
        let Some(until) = wait.until.as_ref().filter(|_| wait.timeout.is_none()) else { continue };
        let message = format!("nothing says how long to wait for `{}`", until.text.text);
        let finding = Diagnostic::new(&LINT, wait.span, message).label("no `timeout`");
        found.push(finding.help("add `timeout`, as `timeout=\"5 min\"`, and say in a continuation what follows then"));
    }
    found
}
