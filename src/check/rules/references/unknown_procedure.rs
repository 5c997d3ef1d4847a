use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::Unresolved;
use crate::model::inline::Kind;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds identifiers of procedures that no source defines: in calls, in references, in `[[X]]`
    /// and `id:X`, and in running text where a word has the shape that `identifiers.procedure` in
    /// the project file gives to procedures.
    ///
    /// ## Why it matters
    /// The operator is sent to a procedure that is not in the library: it was renamed, withdrawn, or
    /// never written.
    ///
    /// ## Example
    /// ```markdown
    /// Go on with CRP-EPS-005.
    /// ```
    ///
    /// The library ends with `CRP-EPS-004`.
    ///
    /// ## How to mend it
    /// Write the identifier of a procedure that is there, or add the procedure.
    "R001" "unknown-procedure" Error, unknown_procedure
}

fn unknown_procedure(subject: Subject<'_>) -> Vec<Diagnostic> {
    // A reference that does not say what it wants wants a procedure if its name looks like one.
    let shaped = subject.unresolved().filter_map(|(_, reference, why)| match why {
        Unresolved::Id(None, id) if looks_like_procedure(subject, id) => Some((reference.span, id.as_str())),
        _ => None,
    });
    let unknown = subject.unknown_names(Kind::Procedure).chain(shaped).map(|(span, name)| {
        let add = || "write the identifier of a procedure that is there, or add the procedure".to_owned();
        let help = subject.suggest(Kind::Procedure, name).unwrap_or_else(add);
        let message = format!("there is no procedure `{name}`");
        let diagnostic = Diagnostic::new(&LINT, span, message).label("unknown procedure").help(help);
        subject.mend(diagnostic, name, subject.respelt(Kind::Procedure, name))
    });
    unknown.collect()
}

/// Tells whether a name has the shape of the project's procedures.
pub(crate) fn looks_like_procedure(subject: Subject<'_>, name: &str) -> bool {
    subject.project.pattern(Kind::Procedure).is_some_and(|pattern| pattern.is_match(name))
}
