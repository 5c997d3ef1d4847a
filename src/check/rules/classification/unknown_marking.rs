use super::marking::Markings;
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::rule;

rule! {
    /// ## What it does
    /// Finds documents whose `classification` is none of the markings in the project file. A project without markings
    /// is not checked.
    ///
    /// ## Why it matters
    /// Such a document counts as more restricted than any other, on its pages and in the index; and no rule can
    /// tell whether another page may show it.
    ///
    /// ## Example
    /// ```yaml
    /// classification: NON-PROTGE
    /// ```
    ///
    /// ## How to mend it
    /// Write the `id` of the marking as the project file has it, or add the marking there.
    "C004" "unknown-marking" Error, unknown_marking
}

fn unknown_marking(subject: Subject<'_>) -> Vec<Diagnostic> {
    let Some(markings) = Markings::of(subject.project) else { return Vec::new() };
    let mut found = Vec::new();
    for document in &subject.library.documents {
        let Some(marking) = &document.metadata.classification else { continue };
        if markings.rank(document).is_some() {
            continue;
        }
        let meant = markings.rank_of(&marking.text).map(|rank| markings.ids()[rank]);
        let near = meant.or_else(|| did_you_mean(&marking.text, markings.ids().iter().copied()));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the markings are {}", markings.ids().join(", ")),
        };
        let message = format!("the project has no marking `{}`", marking.text);
        let diagnostic = Diagnostic::new(&LINT, marking.span, message).label("not in the project file").help(help);
        found.push(match meant {
            Some(id) => diagnostic.fix(marking.span, id),
            None => diagnostic,
        });
    }
    found
}
