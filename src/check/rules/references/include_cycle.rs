use rustc_hash::FxHashSet;

use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::Outcome;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds texts that take over one another in a circle: an element of DITA that takes over, by
    /// `conref` or `conkeyref`, one that takes over or holds the first; a map that includes itself,
    /// by itself or through others.
    ///
    /// ## Why it matters
    /// Such a text has no end. opsdoc stops where the circle closes, so that a part is missing there;
    /// other tools stop elsewhere, or not at all.
    ///
    /// ## Example
    /// ```xml
    /// <topic id="a"><title>A</title><body><p id="x" conref="b.dita#b/y"/></body></topic>
    /// <topic id="b"><title>B</title><body><p id="y" conref="a.dita#a/x"/></body></topic>
    /// ```
    ///
    /// ## How to mend it
    /// Write the text in one place, and let the others take it over from there.
    "R015" "include-cycle" Error, include_cycle
}

fn include_cycle(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut seen = FxHashSet::default();
    let inclusions = subject.library.documents.iter().flat_map(|document| &document.metadata.inclusions);
    let mut found = Vec::new();
    for inclusion in inclusions {
        let Outcome::Circle(way) = &inclusion.outcome else { continue };
        // What is taken over by several documents closes its circle in each of them.
        if !seen.insert(inclusion.written.span) {
            continue;
        }
        let message = format!("`{}` takes over what it stands in itself", inclusion.written.text);
        let mut finding = Diagnostic::new(&LINT, inclusion.written.span, message).label("the circle closes here");
        for between in way.iter().filter(|between| **between != inclusion.written.span) {
            let start = between.part(0, subject.sources.slice(*between).find('>').map_or(between.len(), |at| at + 1));
            finding = finding.also(start, "through this");
        }
        found.push(finding.help("write the text in one place, and let the others take it over from there"));
    }
    found
}
