//! Names that the mission database does not have.

use rustc_hash::FxHashMap;

use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Lint, suggestion};
use crate::model::inline::Kind;
use crate::project::config::PointerTo;
use crate::text::span::Span;

/// Reports the names of a kind that name nothing. Without a database nothing can be said.
pub(super) fn unknown(subject: Subject<'_>, lint: &'static Lint, kind: Kind) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if !subject.has_database() {
        return found;
    }
    // What is misspelt once may be so a thousand times, and the names that are near it are dear to find.
    let mut suggested: FxHashMap<&str, (Option<String>, Option<&str>)> = FxHashMap::default();
    let documents = subject.documents_by_source();
    for (span, name) in subject.unknown_names(kind).chain(unknown_hazards(subject, kind)) {
        let near = || (subject.suggest(kind, name), subject.respelt(kind, name));
        let (help, right) = suggested.entry(name).or_insert_with(near).clone();
        // What a procedure compares may be a variable of its own.
        let document = documents[span.source.index()].filter(|_| kind == Kind::Parameter);
        let procedures = document.into_iter().flat_map(|document| subject.library.document(document).procedures());
        let variables = procedures.flat_map(|procedure| &procedure.variables);
        let help = help.or_else(|| suggestion(name, variables.map(|variable| variable.name.as_str())));
        let message = format!("no mission database has {} {} `{name}`", article(kind), kind.name());
        let diagnostic = Diagnostic::new(lint, span, message).label(format!("unknown {}", kind.name()));
        let help = help.unwrap_or_else(|| "write the name as a mission database has it, or add it there".to_owned());
        found.push(subject.mend(diagnostic.help(help), name, right));
    }
    found
}

/// Visits the telecommands that the project file calls hazardous and that no mission database has.
fn unknown_hazards(subject: Subject<'_>, kind: Kind) -> impl Iterator<Item = (Span, &str)> {
    let pointers = subject.project.pointers.iter();
    let hazards = pointers.filter(move |one| kind == Kind::Telecommand && one.to == PointerTo::Telecommand);
    let unknown = hazards.filter(|one| subject.library.symbols.find(Kind::Telecommand, &one.name.text).is_none());
    unknown.map(|one| (one.name.span, one.name.as_str()))
}

fn article(kind: Kind) -> &'static str {
    if kind == Kind::Alarm { "an" } else { "a" }
}
