use super::broken_file_link::missing;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds pictures whose file is not there, or stands outside the documentation folder.
    ///
    /// ## Why it matters
    /// Page and PDF show a gap, or only the words that stand for the picture.
    ///
    /// ## Example
    /// `![power bus](pictures/bus.svg)` where the file is `pictures/power-bus.svg`.
    ///
    /// ## How to mend it
    /// Write the path as it is, relative to the document, or add the picture.
    "R005" "missing-image" Error, missing_image
}

fn missing_image(subject: Subject<'_>) -> Vec<Diagnostic> {
    let broken = subject.unresolved().filter(|(_, reference, _)| reference.image);
    broken.filter_map(|(_, reference, why)| missing(subject, why, reference.span, &LINT)).collect()
}
