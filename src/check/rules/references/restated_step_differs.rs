use crate::check::restatement::{Fault, findings};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds steps that a Markdown document retells otherwise than the procedure defines them: another
    /// telecommand, another value of an argument, another value, sign or unit in a check, another
    /// procedure that is called, another number of the step, or a telecommand that is left out or put
    /// in. What retells is a document whose front matter has `procedure`, or a section whose heading
    /// has `{procedure=…}`; the steps are the items of its lists, the rows of its tables, or its
    /// headings. What a step does not say is not compared.
    ///
    /// ## Why it matters
    /// The operator who works from the manual sends something else than what was validated.
    ///
    /// ## Example
    /// ```markdown
    /// ## Back to normal mode, in short {procedure=FCP-AOC-010 partial}
    ///
    /// 1. Step 5: send `TC_AOC_SET_MODE(MODE=ACQUISITION)`.
    /// ```
    ///
    /// The definition sends `MODE=NORMAL` in step 5.
    ///
    /// ## How to mend it
    /// Find out which of the two is right, and mend the other. A directive, `::: procedure ID :::`,
    /// shows the definition itself, which cannot differ.
    "R018" "restated-step-differs" Error, restated_step_differs
}

fn restated_step_differs(subject: Subject<'_>) -> Vec<Diagnostic> {
    findings(subject, Fault::Differs, &LINT)
}
