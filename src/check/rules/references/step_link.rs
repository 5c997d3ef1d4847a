//! Links whose words are the number of one step and whose target is another.

use crate::check::cited::is_number_of;
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Lint};
use crate::link::library::{DocumentIndex, Target};
use crate::model::inline::{Inline, Link};
use crate::model::procedure::Step;
use crate::notation::step;

/// Reports a link whose words name one step and whose target is another, and mends the number.
pub(super) fn other_step(
    subject: Subject<'_>,
    document: DocumentIndex,
    link: &Link,
    lint: &'static Lint,
) -> Option<Diagnostic> {
    let library = subject.library;
    let target = library.target(document, link.span)?;
    let leads_to = match target {
        Target::Symbol(symbol) => library.symbols.get(*symbol).document?,
        Target::Document { document, anchor: Some(_) } => *document,
        _ => return None,
    };
    let is_target = |step: &Step| match target {
        Target::Symbol(symbol) => step.id.span == library.symbols.get(*symbol).span,
        Target::Document { anchor: Some(anchor), .. } => step.id.text == *anchor,
        _ => false,
    };
    let procedure = library.document(leads_to).procedure()?;
    let (text, number) = link.content.iter().find_map(|inline| {
        let Inline::Text(text) = inline else { return None };
        Some((text, step::number(&text.text)?))
    })?;
    let written = &text.text[number.clone()];
    let mut own = None;
    procedure.each_step(&mut |step| {
        if is_target(step) {
            own = Some((step.number.clone(), &step.id));
        }
    });
    let (own, id) = own.filter(|(own, id)| !is_number_of(own, &id.text, written))?;
    let message = format!("this link says step {written} and leads to step {own} `{}`", id.text);
    let place = text.part(number.start, number.end);
    let help = format!("write {own}, or lead to the step that is meant");
    let diagnostic = Diagnostic::new(lint, place, message).label(format!("leads to step {own}")).help(help);
    let diagnostic = diagnostic.also(id.span, format!("`{}` is defined here", id.text));
    // Characters that are written as references have another length than they show.
    Some(match subject.sources.slice(place) == written {
        true => diagnostic.fix(place, own.as_str()),
        false => diagnostic,
    })
}
