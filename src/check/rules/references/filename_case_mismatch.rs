use std::ops::Range;

use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds links and pictures whose path is that of a file in other letters, capital or small. The
    /// page leads to the file all the same.
    ///
    /// ## Why it matters
    /// The link works on the writer's machine and on no other that tells the letters apart: on a code
    /// host, on most servers, in another tool.
    ///
    /// ## Example
    /// `[manual](../EPS/Manual.md)` where the file is `eps/manual.md`.
    ///
    /// ## How to mend it
    /// Write the path as the file has it.
    "R006" "filename-case-mismatch" Warning, filename_case_mismatch
}

fn filename_case_mismatch(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for reference in subject.links().flat_map(|(_, links)| &links.references) {
        let Some(path) = &reference.respelled else { continue };
        let message = format!("the file is called `{path}`, in other letters than here");
        let mut diagnostic = Diagnostic::new(&LINT, reference.span, message)
            .label("other letters, capital or small")
            .help("write the path as the file has it");
        if let Some((place, right)) = misspelt(subject.sources.slice(reference.span), path) {
            diagnostic = diagnostic.fix(reference.span.part(place.start, place.end), right);
        }
        found.push(diagnostic);
    }
    found
}

/// Returns where in a link the path is misspelt, and what should stand there; nothing where it is not surely found.
fn misspelt<'p>(link: &str, path: &'p str) -> Option<(Range<usize>, &'p str)> {
    let from = link.rfind("](").map_or(0, |at| at + 2);
    let lower = link[from..].to_ascii_lowercase();
    // The link may write the path from its own folder: the longest part that is there is the one to mend.
    let starts = std::iter::once(0).chain(path.match_indices('/').map(|(at, _)| at + 1));
    let mut parts = starts.map(|start| &path[start..]);
    let (part, at) = parts.find_map(|part| Some((part, lower.find(&part.to_ascii_lowercase())?)))?;
    let once = lower.matches(&part.to_ascii_lowercase()).count() == 1;
    let whole = at == 0 || lower[..at].ends_with(['/', '<', '"', '\'', '=', ' ']);
    let place = from + at..from + at + part.len();
    (once && whole && link.get(place.clone()) != Some(part)).then_some((place, part))
}
