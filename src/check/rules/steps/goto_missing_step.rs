use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::link::library::{DocumentIndex, Library, Unresolved};
use crate::link::symbols::SymbolIndex;
use crate::model::inline::Kind;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds steps that go on with a step which their procedure does not have: in `goto`, in the
    /// ways of a decision, and in continuations.
    ///
    /// ## Why it matters
    /// The operator is sent nowhere, in the middle of the procedure.
    ///
    /// ## Example
    /// `<goto step="step-9"/>` in a procedure that ends with `step-8`.
    ///
    /// ## How to mend it
    /// Name a step that is there, or write the missing one.
    "S002" "goto-missing-step" Error, goto_missing_step
}

fn goto_missing_step(subject: Subject<'_>) -> Vec<Diagnostic> {
    let library = subject.library;
    let mut found = Vec::new();
    for (document, reference, why) in subject.unresolved() {
        let Unresolved::Step(procedure, step) = why else { continue };
        if !is_own(library, document, *procedure) {
            continue;
        }
        let procedure = *procedure;
        let name = &library.symbols.get(procedure).id;
        let message = format!("procedure `{name}` has no step `{step}`");
        let diagnostic = Diagnostic::new(&LINT, reference.span, message).label("no such step");
        found.push(diagnostic.maybe_help(nearest_step(library, procedure, step)));
    }
    found
}

/// Tells whether a procedure is the one that a document defines.
pub(crate) fn is_own(library: &Library, document: DocumentIndex, procedure: SymbolIndex) -> bool {
    library.symbols.get(procedure).document == Some(document)
}

/// Returns the step that was probably meant, else those there are, as help.
pub(crate) fn nearest_step(library: &Library, procedure: SymbolIndex, step: &str) -> Option<String> {
    let steps = library.symbols.of_kind(Kind::Step).filter(|(_, symbol)| symbol.parent == Some(procedure));
    let steps: Vec<&str> = steps.map(|(_, symbol)| symbol.id.as_str()).collect();
    let stem = |id: &str| id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    // Of numbered steps, the nearest number is a guess.
    let near = did_you_mean(step, steps.iter().copied()).filter(|near| step[..stem(step)] != near[..stem(near)]);
    match near {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None => match steps.as_slice() {
            [] => None,
            [only] => Some(format!("its only step is `{only}`")),
            [first, .., last] => Some(format!("its steps are `{first}` to `{last}`")),
        },
    }
}
