use std::cmp::Ordering;

use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::Target;
use crate::notation::issue::compare;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds references that cite an issue of a document or a procedure which is older than the one
    /// in the library: in calls, in references, in `id:X@issue`, and in running text, where “issue 2”
    /// or « édition 2 » follows the identifier, or “issue 2 of” stands before it.
    ///
    /// ## Why it matters
    /// The citing text was written, and perhaps validated, against what the library no longer holds.
    ///
    /// ## Example
    /// ```xml
    /// <call procedure="FCP-AOC-010" issue="2"/>
    /// ```
    ///
    /// The library holds issue 3.
    ///
    /// ## How to mend it
    /// Read what changed since, then cite the issue that is there.
    "R009" "cites-older-issue" Error, cites_older_issue
}

fn cites_older_issue(subject: Subject<'_>) -> Vec<Diagnostic> {
    let library = subject.library;
    let mut found = Vec::new();
    for (_, links) in subject.links() {
        for reference in &links.references {
            let (Some(cited), Target::Symbol(symbol)) = (&reference.issue, &reference.target) else { continue };
            let symbol = library.symbols.get(*symbol);
            let Some(document) = symbol.document else { continue };
            let Some(issue) = &library.document(document).metadata.issue else { continue };
            if compare(cited, &issue.text) != Ordering::Less {
                continue;
            }
            let message =
                format!("issue {cited} of `{}` is cited, and the library holds issue {}", symbol.id, issue.text);
            let diagnostic = Diagnostic::new(&LINT, reference.span, message).label("cites an older issue");
            let help = format!("read what changed, then cite issue {}", issue.text);
            found.push(diagnostic.also(issue.span, "the issue that the library holds").help(help));
        }
    }
    found
}
