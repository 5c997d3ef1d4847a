use ecow::EcoString;
use rustc_hash::FxHashMap;

use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds steps of a procedure that bear the identifier of another one: in its phases, its
    /// watchdogs, its closeout, and among inner steps.
    ///
    /// ## Why it matters
    /// A `goto` leads to one of the two, and nobody can say to which.
    ///
    /// ## Example
    /// ```xml
    /// <step id="step-2"><title>Arm</title>…</step>
    /// <step id="step-2"><title>Fire</title>…</step>
    /// ```
    ///
    /// ## How to mend it
    /// Give the later one an identifier of its own, and look at every `goto` that names it.
    "S001" "duplicate-step" Error, duplicate_step
}

fn duplicate_step(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for procedure in subject.library.documents.iter().flat_map(|document| document.procedures()) {
        let mut first: FxHashMap<&EcoString, Span> = FxHashMap::default();
        procedure.each_step(&mut |step| {
            let Some(before) = first.get(&step.id.text) else {
                first.insert(&step.id.text, step.id.span);
                return;
            };
            let message = format!("step `{}` of procedure `{}` is defined twice", step.id.text, procedure.id.text);
            found.push(
                Diagnostic::new(&LINT, step.id.span, message)
                    .label("defined again here")
                    .also(*before, "first defined here")
                    .help("give one of the two a name of its own"),
            );
        });
    }
    found
}
