use crate::check::flow::coverage::{Coverage, coverage};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::procedure::{Action, Branch};
use crate::rule;

rule! {
    /// ## What it does
    /// Finds decisions without `otherwise` whose tests do not cover every value: every label of an
    /// enumeration by the mission database, the whole line of numbers. Where the tests say
    /// something that is no comparison, or compare what nobody knows the type of, the rule is silent.
    ///
    /// ## Why it matters
    /// With the value that was forgotten the operator stands before a decision without an answer.
    ///
    /// ## Example
    /// ```xml
    /// <decide>
    ///   <when test="BUS_VOLT &gt; 28 V" goto="step-3"/>
    ///   <when test="BUS_VOLT &lt; 28 V" goto="step-4"/>
    /// </decide>
    /// ```
    /// Nothing is said of 28 V.
    ///
    /// ## How to mend it
    /// Add `otherwise`, or a test for the value that is named.
    "S005" "branch-not-exhaustive" Warning, branch_not_exhaustive
}

fn branch_not_exhaustive(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for flow in subject.flows() {
        for (_, _, action) in flow.actions() {
            let Action::Decide(decide) = action else { continue };
            // A way that is a detour, and leads back, need not have another one beside it.
            let detour = |way: &Branch| way.goto.is_none() && !way.steps.is_empty();
            if decide.otherwise.is_some() || decide.branches.is_empty() || decide.branches.iter().all(detour) {
                continue;
            }
            if let Coverage::Gap(value) = coverage(subject.library, flow.procedure, decide) {
                let message = format!("the decision says nothing for {value}");
                let finding = Diagnostic::new(&LINT, decide.span, message).label("no way for this value");
                found.push(finding.help("add `otherwise`, or a test for this value"));
            }
        }
    }
    found
}
