use std::cmp::Ordering;

use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::Document;
use crate::model::inline::Text;
use crate::notation::issue;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds documents that were written against another version of the mission database than the one
    /// that they are checked against: the metadata `database` and the `version` in the header of the
    /// database. A database of other missions than the document's is not asked.
    ///
    /// ## Why it matters
    /// Names, values and limits may have changed between the two versions, and only what the rules can
    /// compare is known to hold still.
    ///
    /// ## Example
    /// ```markdown
    /// ---
    /// id: OPS-MAN-010
    /// database: "3.1"
    /// ---
    /// ```
    ///
    /// The header of the database says version 3.2.
    ///
    /// ## How to mend it
    /// Review the document against the version that is in use, then write that version.
    "D017" "database-version-mismatch" Error, database_version_mismatch
}

fn database_version_mismatch(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for document in &subject.library.documents {
        let Some(written) = &document.metadata.database else { continue };
        let versions: Vec<&Text> = versions(subject, document).collect();
        let Some(first) = versions.first() else { continue };
        if versions.iter().any(|version| is_named(&written.text, &version.text)) {
            continue;
        }
        let mut names: Vec<&str> = versions.iter().map(|version| version.as_str()).collect();
        names.dedup();
        let message = format!(
            "written against version {} of the mission database, which is {}",
            written.text,
            names.join(" or ")
        );
        let diagnostic = Diagnostic::new(&LINT, written.span, message).label("another version");
        let help = format!("review the document against version {}, then write it here", names.join(" or "));
        found.push(diagnostic.also(first.span, "the version is stated here").help(help));
    }
    found
}

/// Visits the versions of the databases that hold for a document.
fn versions<'a>(subject: Subject<'a>, document: &'a Document) -> impl Iterator<Item = &'a Text> {
    let missions = &document.metadata.applicability.missions;
    subject.library.database.versions.iter().filter(move |version| {
        let path = subject.sources.get(version.span.source).path.as_str();
        let listed = subject.project.databases.iter().find(|file| file.path == std::path::Path::new(path));
        let of = listed.map_or(&[][..], |file| file.missions.as_slice());
        of.is_empty() || missions.is_empty() || missions.iter().any(|mission| of.iter().any(|id| mission.text == *id))
    })
}

/// Tells whether a text names a version: it is the version, or a word of it is (`PLATFORM 3.2`, `v3.2`).
fn is_named(written: &str, version: &str) -> bool {
    let same = |text: &str| {
        let plain = |text: &str| text.trim().trim_start_matches(['v', 'V']).to_owned();
        issue::compare(&plain(text), &plain(version)) == Ordering::Equal
    };
    same(written) || written.split([' ', ',', ';', '(', ')']).any(|word| !word.is_empty() && same(word))
}
