use super::marking::{Markings, word};
use super::{shown, titles};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::Document;
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds documents that show what bears a higher marking than their own: a procedure that is shown or retold, a
    /// document that is translated, and the title of a document that is cited, in the text of the link or in words
    /// beside the identifier. The markings stand in the project file, the least restrictive first. A document without
    /// a marking counts as the least restrictive.
    ///
    /// ## Why it matters
    /// A page goes to everybody who may read its marking. What stands on it has left the circle of those who may
    /// read the other document, and cannot be called back.
    ///
    /// ## Example
    /// ```markdown
    /// ::: procedure FCP-PRP-090 :::
    /// ```
    ///
    /// The procedure bears `DIFFUSION-RESTREINTE`, the page `NON-PROTEGE`.
    ///
    /// ## How to mend it
    /// Cite the identifier alone, without the title, or give the page the marking of what it shows.
    "C001" "classification-leak" Error, classification_leak
}

fn classification_leak(subject: Subject<'_>) -> Vec<Diagnostic> {
    let Some(markings) = Markings::of(subject.project) else { return Vec::new() };
    let mut found = Vec::new();
    for one in shown::of(subject).iter().filter(|one| markings.is_above(one.origin, one.holder)) {
        let message = format!("this document {} `{}`, which is marked `{}`", one.how, one.name, word(one.origin));
        found.push(told(subject, one.holder, one.origin, one.span, message));
    }
    for (index, document) in subject.library.iter() {
        // Nothing is above the highest.
        if markings.rank(document).is_some_and(|rank| rank + 1 < markings.ids().len()) {
            titles::shown(subject, index, &|origin| markings.is_above(origin, document), &mut |origin, span| {
                let name = origin.id().map_or("another document".to_owned(), |id| format!("`{}`", id.text));
                let message = format!("this line shows the title of {name}, which is marked `{}`", word(origin));
                found.push(told(subject, document, origin, span, message));
            });
        }
    }
    found
}

fn told(subject: Subject<'_>, holder: &Document, origin: &Document, span: Span, message: String) -> Diagnostic {
    let diagnostic = Diagnostic::new(&LINT, span, message).label(format!("on a page marked `{}`", word(holder)));
    let place = origin.metadata.classification.as_ref().map_or(subject.head(origin), |text| text.span);
    diagnostic
        .also(place, "the higher marking")
        .help("cite its identifier alone, or raise the marking of this document")
}
