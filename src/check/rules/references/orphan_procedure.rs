use rustc_hash::FxHashSet;

use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::binder;
use crate::link::library::DocumentIndex;
use crate::model::document::Status;
use crate::model::inline::Kind;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds procedures that nothing leads to: no document or other procedure names, links, calls or
    /// shows them or a step of theirs, no binder lists them, and they name no alarm, event or symptom
    /// as their trigger. Drafts, superseded procedures and translations are left alone, and so is a
    /// library in which nothing leads to any procedure.
    ///
    /// ## Why it matters
    /// An operator who needs the procedure does not find it, and whoever changes what it rests on does
    /// not think of it.
    ///
    /// ## Example
    /// ```xml
    /// <procedure id="FCP-EPS-040" type="FCP" issue="1" status="operational">
    /// ```
    ///
    /// It has no `triggers`, and no index, manual or procedure names it.
    ///
    /// ## How to mend it
    /// Name the procedure where it is needed, write what triggers it, or withdraw it.
    "R014" "orphan-procedure" Warning, orphan_procedure
}

fn orphan_procedure(subject: Subject<'_>) -> Vec<Diagnostic> {
    let library = subject.library;
    let mut reached: FxHashSet<DocumentIndex> = FxHashSet::default();
    for (symbol, citations) in library.symbols.iter().zip(&library.symbol_citations) {
        let document = symbol.1.document.filter(|_| matches!(symbol.1.kind, Kind::Procedure | Kind::Step));
        reached.extend(document.filter(|document| citations.iter().any(|citation| citation.document != *document)));
    }
    for ((document, _), citations) in library.iter().zip(&library.document_citations) {
        if citations.iter().any(|citation| citation.document != document) {
            reached.insert(document);
        }
    }
    // Where nobody names procedures at all, they are found otherwise.
    if !reached.iter().any(|document| library.document(*document).procedure().is_some()) {
        return Vec::new();
    }
    for listed in &subject.project.binders {
        reached.extend(binder::documents(library, listed));
    }
    let mut found = Vec::new();
    for (index, document) in library.iter() {
        let Some(procedure) = document.procedure() else { continue };
        let metadata = &document.metadata;
        let set_aside = matches!(metadata.status, Some(Status::Draft | Status::Superseded));
        if set_aside
            || metadata.translation_of.is_some()
            || !procedure.triggers.is_empty()
            || procedure.id.text.is_empty()
            || reached.contains(&index)
        {
            continue;
        }
        let message = format!("nothing leads to procedure `{}`", procedure.id.text);
        let diagnostic = Diagnostic::new(&LINT, procedure.id.span, message).label("named nowhere else");
        found.push(diagnostic.help("name it where it is needed, or write what triggers it"));
    }
    found
}
