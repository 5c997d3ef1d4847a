use crate::check::restatement::{Fault, findings};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds steps that a document retells before or after others that they follow or precede in the
    /// procedure. A step is recognised by its identifier, its number, or what it sends and checks.
    ///
    /// ## Why it matters
    /// The order of steps is part of what was validated: power before configuration, a check before
    /// what it protects.
    ///
    /// ## Example
    /// The procedure opens the valve in step 3 and pressurises in step 4; the manual has it the other
    /// way round.
    ///
    /// ## How to mend it
    /// Tell the steps in the order of the procedure, or change the procedure.
    "R020" "restated-step-order" Error, restated_step_order
}

fn restated_step_order(subject: Subject<'_>) -> Vec<Diagnostic> {
    findings(subject, Fault::Order, &LINT)
}
