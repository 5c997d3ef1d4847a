use super::shown;
use crate::check::prose::folded;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds documents that show or retell a procedure with caveats, or translate a document with caveats, and do not
    /// bear these caveats themselves. The order of the caveats does not count.
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
    /// Write the same `caveats` into the metadata of the document, or cite the procedure without showing it.
    "C003" "caveat-lost" Error, caveat_lost
}

fn caveat_lost(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for one in shown::of(subject) {
        let Some(caveats) = &one.origin.metadata.caveats else { continue };
        let own: Vec<String> = one.holder.metadata.caveats.iter().flat_map(|text| split(&text.text)).collect();
        let lost: Vec<&str> = caveats.text.split([',', ';']).map(str::trim).collect();
        let lost = lost.into_iter().filter(|caveat| !caveat.is_empty() && !own.contains(&folded(caveat)));
        for caveat in lost {
            let message = format!("this document {} `{}` without its caveat `{caveat}`", one.how, one.name);
            let diagnostic = Diagnostic::new(&LINT, one.span, message).label("the caveat is lost");
            let help = format!("add `{caveat}` to the `caveats` of this document");
            found.push(diagnostic.also(caveats.span, "the caveats").help(help));
        }
    }
    found
}

fn split(caveats: &str) -> Vec<String> {
    caveats.split([',', ';']).map(folded).collect()
}
