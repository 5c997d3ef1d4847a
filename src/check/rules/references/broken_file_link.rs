use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::link::library::Unresolved;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds links to files that are not there, or that stand outside the documentation folder.
    ///
    /// ## Why it matters
    /// The reader finds nothing. A file outside the folder is not part of what is built, so the link
    /// leads nowhere on an operator's machine even if it works on the writer's.
    ///
    /// ## Example
    /// `[manual](../eps/manuel.md)` where the file is `manual.md`.
    ///
    /// ## How to mend it
    /// Write the path as it is, relative to the document, or take the file into the folder.
    "R004" "broken-file-link" Error, broken_file_link
}

fn broken_file_link(subject: Subject<'_>) -> Vec<Diagnostic> {
    let broken = subject.unresolved().filter(|(_, reference, _)| !reference.image);
    let found = broken.filter_map(|(_, reference, why)| missing(subject, why, reference.span, &LINT));
    found.collect()
}

/// Says that a file is missing, for a link as for an image.
pub(crate) fn missing(
    subject: Subject<'_>,
    why: &Unresolved,
    span: crate::text::span::Span,
    lint: &'static crate::diagnostic::Lint,
) -> Option<Diagnostic> {
    match why {
        Unresolved::File(path) => {
            let message = format!("there is no file `{path}`");
            let add =
                || "write the path of a file that is there, relative to this document, or add the file".to_owned();
            let help = nearest_file(subject, path).unwrap_or_else(add);
            Some(Diagnostic::new(lint, span, message).label("leads nowhere").help(help))
        }
        Unresolved::Outside(path) => {
            let message = format!("`{path}` leads out of the documentation folder");
            let help = "what stands outside the folder is not built; take it in, or write its address";
            Some(Diagnostic::new(lint, span, message).label("not part of the build").help(help))
        }
        _ => None,
    }
}

/// Returns the file that was probably meant: the same name elsewhere or in other letters, or nearly
/// the same path.
fn nearest_file(subject: Subject<'_>, path: &str) -> Option<String> {
    let known = || subject.files.iter().map(String::as_str);
    let name = path.rsplit('/').next().unwrap_or(path);
    let same_letters = known().find(|known| known.eq_ignore_ascii_case(path));
    let elsewhere = || {
        let mut same = known().filter(|known| known.rsplit('/').next() == Some(name));
        same.next().filter(|_| same.next().is_none())
    };
    let near = same_letters.or_else(elsewhere).or_else(|| did_you_mean(path, known()));
    near.map(|near| format!("did you mean `{near}`?"))
}
