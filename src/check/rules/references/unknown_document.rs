use super::unknown_procedure::looks_like_procedure;
use crate::check::subject::{Subject, same_but_case};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::link::library::Unresolved;
use crate::model::inline::Kind;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds identifiers that no source defines: in `[[X]]` and `id:X`, in metadata, in references
    /// to documents, and in running text where a word has the shape that `identifiers.document` in
    /// the project file gives to documents. Documents that are kept elsewhere may be named in a
    /// procedure's references.
    ///
    /// ## Why it matters
    /// The reader is sent to a document that is not in the library.
    ///
    /// ## Example
    /// `[[OPS-MAN-021]]` where the library has OPS-MAN-020 alone.
    ///
    /// ## How to mend it
    /// Write the identifier of a document that is there, or add the document.
    "R002" "unknown-document" Error, unknown_document
}

fn unknown_document(subject: Subject<'_>) -> Vec<Diagnostic> {
    let any = subject.unresolved().filter_map(|(_, reference, why)| match why {
        Unresolved::Id(None, id) if !looks_like_procedure(subject, id) => Some((reference.span, id.as_str())),
        _ => None,
    });
    let unknown = subject.unknown_names(Kind::Document).chain(any).map(|(span, name)| {
        let symbols = || subject.library.symbols.iter().filter(|(_, symbol)| symbol.parent.is_none());
        let names = || symbols().map(|(_, symbol)| symbol.id.as_str());
        let near = did_you_mean(name, names());
        let help = near.map(|near| format!("did you mean `{near}`?"));
        let message = format!("nothing in the library is called `{name}`");
        let diagnostic = Diagnostic::new(&LINT, span, message).label("unknown identifier").maybe_help(help);
        subject.mend(diagnostic, name, same_but_case(name, names()))
    });
    unknown.collect()
}
