//! Names that the mission database does not have.

use rustc_hash::FxHashMap;

use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Lint};
use crate::model::inline::Kind;

/// Reports the names of a kind that name nothing. Without a database nothing can be said.
pub(super) fn unknown(subject: Subject<'_>, lint: &'static Lint, kind: Kind) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if !subject.has_database() {
        return found;
    }
    // What is misspelt once may be so a thousand times, and the names that are near it are dear to find.
    let mut suggested: FxHashMap<&str, Option<String>> = FxHashMap::default();
    for (span, name) in subject.unknown_names(kind) {
        let help = suggested.entry(name).or_insert_with(|| subject.suggest(kind, name)).clone();
        let message = format!("no mission database has {} {} `{name}`", article(kind), kind.name());
        found.push(Diagnostic::new(lint, span, message).label(format!("unknown {}", kind.name())).maybe_help(help));
    }
    found
}

fn article(kind: Kind) -> &'static str {
    if kind == Kind::Alarm { "an" } else { "a" }
}
