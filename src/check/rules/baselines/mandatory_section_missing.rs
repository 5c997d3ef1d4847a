use rustc_hash::FxHashSet;

use crate::check::prose::folded;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::block::Block;
use crate::model::document::Document;
use crate::model::inline::plain;
use crate::project::config::Words;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds documents that lack a section, and procedures that lack a part, which the project file requires of
    /// their kind, folder and status (`sections` and `parts` under `[[require]]`). A section is there where a
    /// heading bears its title in any of its languages; a number before the title does not count.
    ///
    /// ## Why it matters
    /// A reader who looks for the preconditions and finds none believes that there are none.
    ///
    /// ## Example
    /// ```toml
    /// [[require]]
    /// kinds = ["CRP"]
    /// parts = ["triggers", "confirmation"]
    /// ```
    ///
    /// A contingency procedure without `triggers` is a finding.
    ///
    /// ## How to mend it
    /// Write the section or the part; say in it that there is nothing to say, if that is so.
    "B003" "mandatory-section-missing" Warning, mandatory_section_missing
}

fn mandatory_section_missing(subject: Subject<'_>) -> Vec<Diagnostic> {
    let requirements = &subject.project.requirements;
    if requirements.iter().all(|requirement| requirement.sections.is_empty() && requirement.parts.is_empty()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for document in &subject.library.documents {
        let path = subject.path(document);
        let headings = headings(document);
        let mut said = FxHashSet::default();
        for requirement in requirements.iter().filter(|one| one.is_for(path, &document.metadata)) {
            let sections = requirement.sections.iter().filter(|title| !is_there(title, &headings)).map(|title| {
                let title = title.in_language(document.language_or(subject.project.default_language()));
                (title, format!("section `{title}` is missing"), "the project requires this section")
            });
            let parts = requirement.parts.iter().filter(|part| lacks(document, part));
            let parts = parts
                .map(|part| (part.as_str(), format!("part `{part}` is missing"), "the project requires this part"));
            for (name, message, label) in sections.chain(parts) {
                if said.insert(name) {
                    let help = format!("add `{name}`, or loosen `[[require]]` in `opsdoc.toml`");
                    found.push(Diagnostic::new(&LINT, subject.head(document), message).label(label).help(help));
                }
            }
        }
    }
    found
}

/// Returns the titles of a document's sections, without their numbers.
fn headings(document: &Document) -> FxHashSet<String> {
    let titles = document.body.iter().filter_map(|block| match block {
        Block::Heading(heading) => Some(title(&plain(&heading.content))),
        _ => None,
    });
    titles.collect()
}

fn title(heading: &str) -> String {
    let words = heading.trim().trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ' | '§'));
    folded(words.trim_end_matches([':', ' ', '.']))
}

fn is_there(section: &Words, headings: &FxHashSet<String>) -> bool {
    section.all().any(|words| headings.contains(&title(words)))
}

/// Tells whether a procedure lacks a part. What defines no procedure has no parts, but a record of changes,
/// of approvals and of trials.
fn lacks(document: &Document, part: &str) -> bool {
    match part {
        "history" => return document.history().is_empty(),
        "approvals" => return document.approvals().is_empty(),
        "validation" => return document.validation().is_empty(),
        _ => {}
    }
    let Some(procedure) = document.procedure() else { return false };
    match part {
        "purpose" => procedure.purpose.is_empty(),
        "triggers" => procedure.triggers.is_empty(),
        "references" => procedure.references.is_empty(),
        "requirements" => procedure.requirements.is_empty(),
        "preconditions" => procedure.preconditions.is_empty(),
        "watchdog" => procedure.watchdogs.is_empty(),
        "confirmation" => procedure.confirmation.is_empty(),
        "closeout" => procedure.closeout.text.is_empty() && procedure.closeout.steps.is_empty(),
        _ => false,
    }
}
