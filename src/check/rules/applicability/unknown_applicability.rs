use rustc_hash::FxHashMap;

use crate::check::prose::folded;
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::inline::Text;
use crate::project::config::{Named, Words};
use crate::rule;

rule! {
    /// ## What it does
    /// Finds missions, satellites, environments and phases in an applicability that the project file does not know.
    /// A list that the project file does not have is not checked.
    ///
    /// ## Why it matters
    /// A document that applies to a misspelt mission applies to none: it is missing wherever documents are chosen by
    /// mission, and no conflict with another document is seen.
    ///
    /// ## Example
    /// ```yaml
    /// applicability:
    ///   missions: [PRH]
    /// ```
    ///
    /// ## How to mend it
    /// Write the identifier as the project file has it, or add it there.
    "A009" "unknown-applicability" Error, unknown_applicability
}

fn unknown_applicability(subject: Subject<'_>) -> Vec<Diagnostic> {
    let project = subject.project;
    let name = |name: &Words| name.all().map(folded).collect::<Vec<_>>();
    let of = |list: &[Named]| list.iter().map(|one| (one.id.clone(), name(&one.name))).collect::<Vec<_>>();
    let missions: Vec<_> = project.missions.iter().map(|one| (one.id.clone(), name(&one.name))).collect();
    let satellites = project.missions.iter().flat_map(|mission| &mission.satellites);
    let satellites: Vec<_> = satellites.map(|one| (one.clone(), Vec::new())).collect();
    let known = [
        Known::new("mission", missions),
        Known::new("satellite", satellites),
        Known::new("environment", of(&project.environments)),
        Known::new("phase", of(&project.phases)),
    ];
    let mut found = Vec::new();
    for document in &subject.library.documents {
        let stated = &document.metadata.applicability;
        let lists = [&stated.missions, &stated.satellites, &stated.environments, &stated.phases];
        for (known, list) in known.iter().zip(lists) {
            found.extend(list.iter().filter_map(|text| known.doubt(text)));
        }
    }
    found
}

/// The words of a list of the project file.
struct Known {
    what: &'static str,
    ids: Vec<String>,
    /// The identifier of each, by the identifier and by the names that readers see.
    by_name: FxHashMap<String, usize>,
}

impl Known {
    fn new(what: &'static str, entries: Vec<(String, Vec<String>)>) -> Self {
        let mut by_name = FxHashMap::default();
        for (at, (id, names)) in entries.iter().enumerate() {
            for name in names.iter().cloned().chain([folded(id)]) {
                by_name.entry(name).or_insert(at);
            }
        }
        Self { what, ids: entries.into_iter().map(|(id, _)| id).collect(), by_name }
    }

    fn doubt(&self, text: &Text) -> Option<Diagnostic> {
        if self.ids.is_empty() || self.ids.iter().any(|id| *id == *text.text) {
            return None;
        }
        let by_name = self.by_name.get(&folded(&text.text)).map(|at| self.ids[*at].as_str());
        let near = by_name.or_else(|| did_you_mean(&text.text, self.ids.iter().map(String::as_str)));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the project file knows {}", self.ids.join(", ")),
        };
        let message = format!("the project has no {} `{}`", self.what, text.text);
        let diagnostic = Diagnostic::new(&LINT, text.span, message).label("not in the project file");
        // Only the case of a letter, or the name in place of the identifier: nothing else can be meant.
        Some(match by_name {
            Some(id) => diagnostic.help(help).fix(text.span, id),
            None => diagnostic.help(help),
        })
    }
}
