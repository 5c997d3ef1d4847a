use super::named;
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
    /// procedure's references, and a register may list what is still to be written: a row with a cell
    /// as `TBD`, `planned` or `à rédiger` is left alone.
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
    let named = subject.unknown_names(Kind::Document).filter(|(span, _)| !is_to_come(named::sentence(subject, *span)));
    let unknown = named.chain(any).map(|(span, name)| {
        let symbols = || subject.library.symbols.iter().filter(|(_, symbol)| symbol.parent.is_none());
        let names = || symbols().map(|(_, symbol)| symbol.id.as_str());
        let near = did_you_mean(name, names());
        let add = || "write the identifier of what is there, or add the document".to_owned();
        let help = near.map_or_else(add, |near| format!("did you mean `{near}`?"));
        let message = format!("nothing in the library is called `{name}`");
        let diagnostic = Diagnostic::new(&LINT, span, message).label("unknown identifier").help(help);
        subject.mend(diagnostic, name, same_but_case(name, names()))
    });
    unknown.collect()
}

/// Tells whether a row of a table says that what it lists is not there yet.
fn is_to_come(row: &str) -> bool {
    const WORDS: &[&str] = &[
        "tbd",
        "tbc",
        "tbw",
        "planned",
        "future",
        "not started",
        "to be written",
        "to come",
        "à venir",
        "à rédiger",
        "prévu",
        "prévue",
        "à définir",
    ];
    let cells = row.trim().strip_prefix('|').into_iter().flat_map(|row| row.split('|'));
    cells.map(|cell| cell.trim().to_lowercase()).any(|cell| WORDS.contains(&cell.as_str()))
}
