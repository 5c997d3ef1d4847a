use ecow::EcoString;
use rustc_hash::FxHashSet;

use crate::check::cited::missing_steps;
use crate::check::rules::steps::goto_missing_step::{is_own, nearest_step};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::link::anchors;
use crate::link::library::Unresolved;
use crate::model::document::DocumentKind;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds links to a heading or a step that the document does not have: `eps.md#batteries`,
    /// `#batteries`, `id:FCP-EPS-010#step-9`; and steps that words cite by number and that the
    /// procedure does not have: “step 9 of” before its identifier, « étape 9 » behind it.
    ///
    /// ## Why it matters
    /// The reader lands at the top of a page and not at the step. Headings are renamed more often
    /// than files, so these are the links that break first.
    ///
    /// ## Example
    /// `[limits](eps.md#limit)` where the heading is “Limits”, so that its anchor is `limits`.
    ///
    /// ## How to mend it
    /// Write the anchor that the heading has: its words in small letters, joined by `-`, without
    /// punctuation; or give the heading an anchor of its own, `## Limits {#limits}`.
    "R003" "broken-anchor" Error, broken_anchor
}

fn broken_anchor(subject: Subject<'_>) -> Vec<Diagnostic> {
    let library = subject.library;
    let mut found = Vec::new();
    for (from, reference, why) in subject.unresolved() {
        let diagnostic = match why {
            Unresolved::Anchor(document, anchor) => {
                let document = library.document(*document);
                let path = &subject.sources.get(document.source).path;
                let known = anchors::of(document);
                let near = did_you_mean(anchor, known.iter().map(|known| known.as_str()));
                Diagnostic::new(&LINT, reference.span, format!("`{path}` has no heading or anchor `{anchor}`"))
                    .help(near.map_or_else(|| those_there(&known), |near| format!("did you mean `#{near}`?")))
            }
            Unresolved::Step(procedure, step) if !is_own(library, from, *procedure) => {
                let name = &library.symbols.get(*procedure).id;
                Diagnostic::new(&LINT, reference.span, format!("`{name}` has no step `{step}`"))
                    .maybe_help(nearest_step(library, *procedure, step))
            }
            _ => continue,
        };
        found.push(diagnostic.label("leads nowhere"));
    }
    // A link with the number of the step beside it is one citation.
    let others = library.iter().filter(|(_, document)| document.metadata.kind != DocumentKind::Scenario);
    let in_words: Vec<_> = others.flat_map(|(index, _)| missing_steps(subject, index, &LINT)).collect();
    let told: FxHashSet<_> = found.iter().map(Diagnostic::span).collect();
    found.extend(in_words.into_iter().filter(|finding| !told.contains(&finding.span())));
    found
}

/// Says which anchors a document has, if they are few.
fn those_there(known: &[EcoString]) -> String {
    match known {
        [] => {
            "it has no anchors: lead to the document, or give a heading this one, as `## Limits {#limits}`".to_owned()
        }
        known if known.len() < 9 => format!("its anchors are `#{}`", known.join("`, `#")),
        _ => "write the anchor that the heading has: its words in small letters, joined by `-`".to_owned(),
    }
}
