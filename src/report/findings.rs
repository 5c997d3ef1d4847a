//! What is reported: the findings of a run, and where they are.

use std::path::Path;

use super::place;
use crate::diagnostic::{Diagnostic, Lint, Waived};
use crate::text::align::line_of;
use crate::text::digest::Digest;
use crate::text::source::Sources;
use crate::text::span::{SourceId, Span};

/// The findings of a run.
#[derive(Clone, Copy)]
pub struct Findings<'a> {
    /// The sources that they point into.
    pub sources: &'a Sources,
    /// Those that count.
    pub found: &'a [Diagnostic],
    /// Those that were there before.
    pub known: &'a [Diagnostic],
    /// Those that someone answers for.
    pub waived: &'a [Waived],
    /// Whether known findings were told from new ones.
    pub since: bool,
    /// What else there is to know of the run.
    pub notes: &'a [String],
    /// The documentation folder below the root of its repository; as it was given, where there is none.
    pub folder: &'a Path,
    /// Every kind of finding there is.
    pub lints: &'a [&'static Lint],
}

impl Findings<'_> {
    /// Returns the path of a source below the root of its repository.
    pub(super) fn path(&self, source: SourceId) -> String {
        place::path(self.sources.get(source), self.folder).replace('\\', "/")
    }

    /// Returns the words of the lines of a place, whatever the spaces between them.
    pub(super) fn words(&self, place: Span) -> String {
        let text = &self.sources.get(place.source).text;
        text[line_of(text, place.range())].split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Returns what a finding is known again by, wherever its line has moved; equal ones are still to be counted.
    pub(super) fn print(&self, finding: &Diagnostic) -> String {
        let place = finding.span();
        let parts = [finding.lint.code, &self.path(place.source), &finding.message, &self.words(place)];
        Digest::of(parts.join("\0").as_bytes()).to_string()[..32].to_owned()
    }
}

/// Returns all that a finding says, as the formats have no place for notes and help.
pub(super) fn message(finding: &Diagnostic) -> String {
    let mut text = finding.message.clone();
    let label = finding.labels.first().map(|label| &label.text);
    let label = label.filter(|label| !label.is_empty() && !finding.message.ends_with(label.as_str()));
    text.extend(label.map(|label| format!(": {label}")));
    text.extend(finding.notes.iter().map(|note| format!("\n{note}")));
    text.extend(finding.help.iter().map(|help| format!("\n{help}")));
    text
}
