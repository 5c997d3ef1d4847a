use super::{shown, titles};
use crate::check::prose::folded;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::Document;
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds documents that show or retell a procedure with caveats, translate a document with caveats, or show its
    /// title where they cite it, and do not bear these caveats themselves. The order of the caveats does not count.
    ///
    /// ## Why it matters
    /// A caveat, as “Spécial France”, narrows the circle of readers further than the marking does. The page that
    /// shows the procedure goes to the wider circle.
    ///
    /// ## Example
    /// ```markdown
    /// ::: procedure FCP-PRP-090 :::
    /// ```
    ///
    /// The procedure has `caveats="Spécial France"`, the page has none.
    ///
    /// ## How to mend it
    /// Write the same `caveats` into the metadata of the document, or cite the identifier alone.
    "C003" "caveat-lost" Error, caveat_lost
}

fn caveat_lost(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for one in shown::of(subject) {
        for caveat in lost(one.holder, one.origin) {
            let message = format!("this document {} `{}` without its caveat `{caveat}`", one.how, one.name);
            let help = format!("add `{caveat}` to the `caveats` of this document");
            found.push(told(one.origin, one.span, message).help(help));
        }
    }
    if subject.library.documents.iter().all(|document| document.metadata.caveats.is_none()) {
        return found;
    }
    for (index, document) in subject.library.iter() {
        let loses = |origin: &Document| !lost(document, origin).is_empty();
        titles::shown(subject, index, &loses, &mut |origin, span| {
            let name = origin.id().map_or("another document".to_owned(), |id| format!("`{}`", id.text));
            for caveat in lost(document, origin) {
                let message = format!("this line shows the title of {name} without its caveat `{caveat}`");
                let help = format!("cite its identifier alone, or add `{caveat}` to the `caveats` of this document");
                found.push(told(origin, span, message).help(help));
            }
        });
    }
    found
}

fn told(origin: &Document, span: Span, message: String) -> Diagnostic {
    let diagnostic = Diagnostic::new(&LINT, span, message).label("the caveat is lost");
    match &origin.metadata.caveats {
        Some(caveats) => diagnostic.also(caveats.span, "the caveats"),
        None => diagnostic,
    }
}

/// Returns the caveats of a document that another one does not bear.
fn lost<'a>(holder: &Document, origin: &'a Document) -> Vec<&'a str> {
    let own: Vec<String> = holder.metadata.caveats.iter().flat_map(|text| split(&text.text)).map(folded).collect();
    let all = origin.metadata.caveats.iter().flat_map(|text| split(&text.text));
    all.filter(|caveat| !caveat.is_empty() && !own.contains(&folded(caveat))).collect()
}

fn split(caveats: &str) -> impl Iterator<Item = &str> {
    caveats.split([',', ';']).map(str::trim)
}
