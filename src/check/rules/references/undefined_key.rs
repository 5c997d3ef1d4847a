use rustc_hash::FxHashSet;

use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::Outcome;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds keys, as of DITA, that no map defines: in `keyref`, and before the `/` of `conkeyref`.
    /// Where `[dita]` of the project file names root maps, a key must be defined in the one that the
    /// text belongs to, in the scope that the text stands in or in one around it.
    ///
    /// ## Why it matters
    /// A key stands for a name, a version, a link, or for text that is to be taken over. Without its
    /// definition the page shows the key, or has a gap.
    ///
    /// ## Example
    /// ```xml
    /// <keydef keys="bus-voltage"><topicmeta><keywords><keyword>28 V</keyword></keywords></topicmeta></keydef>
    /// <p>The bus is at <keyword keyref="bus-votlage"/>.</p>
    /// ```
    ///
    /// ## How to mend it
    /// Correct the key, define it in the root map or in a map that it includes, or name its scope:
    /// `SCOPE.KEY`.
    "R016" "undefined-key" Error, undefined_key
}

fn undefined_key(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut seen = FxHashSet::default();
    let inclusions = subject.library.documents.iter().flat_map(|document| &document.metadata.inclusions);
    let mut found = Vec::new();
    for inclusion in inclusions {
        let Outcome::UndefinedKey(key) = &inclusion.outcome else { continue };
        let at = inclusion.written.text.find(key.as_str()).unwrap_or(0);
        let span = inclusion.written.part(at, at + key.len());
        // What is taken over by several documents lacks its key in each of them.
        if seen.insert(span) {
            let finding = Diagnostic::new(&LINT, span, format!("no map defines the key `{key}`"));
            let help = "correct the key, or define it in the root map: `<keydef keys=\"…\"/>`";
            found.push(finding.label("not defined").help(help));
        }
    }
    found
}
