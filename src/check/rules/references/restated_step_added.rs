use crate::check::restatement::{Fault, findings};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds steps that a document retells and the procedure does not have: what they send or check
    /// stands nowhere in the definition, or they bear a number beyond its last step. Steps that name
    /// no telecommand and check no parameter are left alone.
    ///
    /// ## Why it matters
    /// The operator does something that nobody validated.
    ///
    /// ## Example
    /// The manual has `TC_OBH_CLEAR_EVENTS` between two steps of a procedure that does not send it.
    ///
    /// ## How to mend it
    /// Take the step out, or add it to the procedure. What is only explained, and not to be done,
    /// belongs into a note or into brackets.
    "R021" "restated-step-added" Error, restated_step_added
}

fn restated_step_added(subject: Subject<'_>) -> Vec<Diagnostic> {
    findings(subject, Fault::Added, &LINT)
}
