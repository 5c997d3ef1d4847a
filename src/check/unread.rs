//! What could not be read, and which findings may only follow from that.

use rustc_hash::FxHashSet;

use super::subject::Subject;
use crate::diagnostic::{Diagnostic, Lint, did_you_mean};
use crate::link::library::Unresolved;
use crate::project::config::{DatabaseFile, DatabaseFormat};
use crate::project::problem::{INVALID_SETTING, MISSING_DATABASE};
use crate::text::span::{SourceId, Span};

/// Findings that a source could not be read as it was meant.
const UNREAD: [&str; 2] = ["X001", "X101"];

/// The finding that nothing in a file is what the project takes it for.
const NOTHING_READ: &str = "X301";

/// What the library lacks, which may stand in any source.
const LACKS: [&str; 5] = ["A004", "A005", "A007", "L003", "R014"];

/// Names that no mission database has.
const UNKNOWN_NAMES: [&str; 4] = ["D001", "D002", "D022", "S015"];

/// What could not be read to its end, or without its front matter.
pub(super) struct Unread {
    sources: FxHashSet<SourceId>,
    /// Where a document, a heading or a step is cited that may stand in what was not read.
    citations: FxHashSet<Span>,
    /// Where findings say that a part of the mission database was not read, in which names may stand.
    of_database: FxHashSet<Span>,
    /// Names that were held back for that.
    names: usize,
}

impl Unread {
    /// Looks through what reading found.
    pub(super) fn new(found: &[Diagnostic], missing: &[Diagnostic], subject: Subject<'_>) -> Self {
        let unread = found.iter().filter(|finding| UNREAD.contains(&finding.lint.code));
        let sources: FxHashSet<SourceId> = unread.map(|finding| finding.span().source).collect();
        let is_unread = |document| sources.contains(&subject.library.document(document).source);
        let texts = sources.iter().map(|source| &*subject.sources.get(*source).text);
        let borne: FxHashSet<&str> = texts.flat_map(identifiers).collect();
        let into = subject.unresolved().filter(|(_, _, why)| match why {
            _ if sources.is_empty() => false,
            Unresolved::Id(_, id) => borne.contains(id.as_str()),
            Unresolved::Anchor(document, _) => is_unread(*document),
            Unresolved::Step(procedure, _) => subject.library.symbols.get(*procedure).document.is_some_and(is_unread),
            _ => false,
        });
        let words = subject.links().flat_map(|(_, links)| &links.unknown).map(|unknown| &unknown.name);
        let words = words.filter(|name| borne.contains(name.as_str())).map(|name| name.span);
        let citations = into.map(|(_, reference, _)| reference.span).chain(words).collect();
        let databases = &subject.library.database.sources;
        let is_of_database = |finding: &&Diagnostic| {
            let code = finding.lint.code;
            code == NOTHING_READ || UNREAD.contains(&code) && databases.contains(&finding.span().source)
        };
        let mut of_database: FxHashSet<Span> =
            found.iter().filter(is_of_database).chain(missing).map(Diagnostic::span).collect();
        let is_shapeless = |file: &&DatabaseFile| file.format != DatabaseFormat::Xtce && file.shapes.is_empty();
        of_database.extend(subject.project.databases.iter().filter(is_shapeless).map(|file| file.span));
        Self { sources, citations, of_database, names: 0 }
    }

    /// Tells whether a finding may be there only because something was not read.
    pub(super) fn may_cause(&mut self, finding: &Diagnostic) -> bool {
        if !self.of_database.is_empty() && UNKNOWN_NAMES.contains(&finding.lint.code) {
            self.names += 1;
            return true;
        }
        if self.sources.is_empty() {
            return false;
        }
        let is_in = |span: Span| self.sources.contains(&span.source);
        let others = finding.labels.iter().skip(1);
        LACKS.contains(&finding.lint.code)
            || is_in(finding.span()) && is_of_structure(finding.lint)
            || others.map(|label| label.span).any(is_in) && is_comparison(finding.lint)
            || ["R001", "R002", "R003"].contains(&finding.lint.code) && self.citations.contains(&finding.span())
    }

    /// Says where a mission database was not read how many names that is the reason for.
    pub(super) fn tell(&self, findings: &mut [Diagnostic]) {
        let is_of_database = |finding: &&mut Diagnostic| {
            let is_unread = [NOTHING_READ, MISSING_DATABASE.code, INVALID_SETTING.code].contains(&finding.lint.code);
            (is_unread || UNREAD.contains(&finding.lint.code)) && self.of_database.contains(&finding.span())
        };
        let Some(first) = findings.iter_mut().find(is_of_database).filter(|_| self.names > 0) else { return };
        let (names, are) = if self.names == 1 { ("place", "is") } else { ("places", "are") };
        let what = format!("{} {names} with a name that no other mission database has {are} not reported", self.names);
        first.notes.push(format!("until then {what}"));
    }
}

/// Returns what a text that could not be read says that it, or something in it, is called: `id="…"` or `id: …`.
fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("id").filter_map(|(at, key)| {
        let is_whole = !text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'));
        let value = text[at + key.len()..].trim_start_matches(' ').strip_prefix(['=', ':'])?;
        let value = value.trim_start_matches([' ', '"', '\'']);
        let end = value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '>' | '<'));
        is_whole.then(|| &value[..end.unwrap_or(value.len())])
    })
}

/// Finds mission databases that the project names and that are not there.
pub(super) fn missing_databases(subject: Subject<'_>) -> Vec<Diagnostic> {
    let path = |path: &std::path::Path| path.to_string_lossy().replace('\\', "/");
    let listed = subject.project.databases.iter().map(|file| (path(&file.path), file.span));
    let missing = listed.filter(|(path, _)| !subject.sources.as_slice().iter().any(|source| source.path == *path));
    missing
        .map(|(path, span)| {
            let near = did_you_mean(&path, subject.files.iter().map(String::as_str));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write the path as it is, relative to the documentation folder, or add the file".to_owned(),
            };
            let message = format!("there is no mission database `{path}`");
            Diagnostic::new(&MISSING_DATABASE, span, message).label("no such file").help(help)
        })
        .collect()
}

/// Tells whether findings of a kind may only follow from mark-up that was not read: what a document lacks, how its
/// steps hang together, and what stands in an element that never ended. A name or a value that is wrong is so anyhow.
fn is_of_structure(lint: &Lint) -> bool {
    let groups = lint.code.starts_with(['S', 'F', 'A', 'L']);
    let baselines = lint.code.starts_with('B') && !["B010", "B012", "B013"].contains(&lint.code);
    groups
        || baselines
        || ["D004", "D019", "D021", "R019", "R020", "X005", "X007", "X008", "X010", "X011"].contains(&lint.code)
}

/// Tells whether findings of a kind compare a place with what another one says.
fn is_comparison(lint: &Lint) -> bool {
    lint.code.starts_with(['A', 'C', 'F', 'L', 'S'])
        || ["R008", "R017", "R018", "R019", "R020", "R021"].contains(&lint.code)
}

#[cfg(test)]
mod tests {
    use super::identifiers;

    #[test]
    fn identifiers_are_found_in_any_notation() {
        let text = "<procedure id=\"A-1\"><x valid='no' id = 'B' >\nid: MAN-1\nid: \"M 2\"\nid=C>id";
        assert_eq!(identifiers(text).collect::<Vec<_>>(), ["A-1", "B", "MAN-1", "M", "C"]);
    }
}
