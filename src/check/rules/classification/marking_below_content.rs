use super::marking::Markings;
use crate::check::prose::each_line;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds paragraphs, headings, cells and items that bear a higher marking than their document: that begin with
    /// a mark in brackets, as `(DR)` or `[DIFFUSION-RESTREINTE]`, or that consist of the words of a marking alone.
    /// A document without a marking counts as the least restrictive. The marks are the `portions` of a `[[marking]]` in the project file, its `id`, and its `name`.
    ///
    /// ## Why it matters
    /// The page bears the marking of the document at its top and bottom, and is handled by that.
    ///
    /// ## Example
    /// ```markdown
    /// (DR) The frequency of the emergency link is 2 034,75 MHz.
    /// ```
    ///
    /// The document is marked `NON-PROTEGE`.
    ///
    /// ## How to mend it
    /// Give the document the highest marking of its parts, or move the part to a document of its own.
    "C002" "marking-below-content" Error, marking_below_content
}

fn marking_below_content(subject: Subject<'_>) -> Vec<Diagnostic> {
    let Some(markings) = Markings::of(subject.project) else { return Vec::new() };
    let mut found = Vec::new();
    for document in &subject.library.documents {
        let Some(own) = markings.rank(document).filter(|rank| rank + 1 < markings.ids().len()) else { continue };
        each_line(document, &mut |_, line| {
            let Some((from, to)) = mark(&line.text) else { return };
            let Some(rank) = markings.rank_of(&line.text[from..to]).filter(|rank| *rank > own) else { return };
            let Some(place) = line.part(&(from..to), subject.sources) else { return };
            let id = markings.ids()[rank];
            let message = format!("a part is marked `{id}` in a document marked `{}`", markings.ids()[own]);
            let diagnostic = Diagnostic::new(&LINT, place.span, message).label("higher than the document");
            let whole = document.metadata.classification.as_ref().map_or(subject.head(document), |text| text.span);
            let help = format!("mark the document `{id}`, or move the part to another");
            found.push(diagnostic.also(whole, "the marking of the document").help(help));
        });
    }
    found
}

/// Returns where a mark stands: in brackets at the beginning of the text, or all of a short text.
fn mark(text: &str) -> Option<(usize, usize)> {
    /// No banner is longer.
    const LONGEST: usize = 60;
    let from = text.len() - text.trim_start().len();
    let rest = &text[from..];
    if let Some(close) = rest.chars().next().and_then(closing) {
        let end = rest.find(close)?;
        return Some((from + 1, from + end));
    }
    let end = text.trim_end().len();
    (end - from.min(end) <= LONGEST && from < end).then_some((from, end))
}

fn closing(open: char) -> Option<char> {
    match open {
        '(' => Some(')'),
        '[' => Some(']'),
        _ => None,
    }
}
