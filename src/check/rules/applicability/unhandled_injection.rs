use rustc_hash::FxHashSet;

use super::handled;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::Target;
use crate::model::document::{DocumentKind, Status};
use crate::model::inline::Kind;
use crate::model::procedure::Trigger;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds alarms and events that a training scenario raises and that are a trigger of no procedure. A scenario
    /// raises every alarm that its steps and its text name, and the alarms and events in its `triggers`. A
    /// scenario is a procedure of the type `scenario`, or a document with `type: scenario` in its front matter.
    ///
    /// ## Why it matters
    /// The shift is asked to handle what no procedure handles, and learns to improvise.
    ///
    /// ## Example
    /// ```xml
    /// <expected>The alarm <alarmref ref="AL_EPS_BUS_OVERVOLT"/> reaches the consoles.</expected>
    /// ```
    ///
    /// ## How to mend it
    /// Write the procedure that answers it, or add it to the triggers of the one that does.
    "A005" "unhandled-injection" Warning, unhandled_injection
}

fn unhandled_injection(subject: Subject<'_>) -> Vec<Diagnostic> {
    let library = subject.library;
    let (mut found, mut handled) = (Vec::new(), None);
    for (index, document) in library.iter() {
        if document.metadata.kind != DocumentKind::Scenario || document.metadata.status == Some(Status::Superseded) {
            continue;
        }
        // Few libraries hold a scenario; the others pay nothing.
        let (alarms, events) = handled.get_or_insert_with(|| (handled::alarms(library), handled::events(library)));
        let links = library.links(index);
        let references = links.references.iter().filter_map(|reference| match reference.target {
            Target::Symbol(symbol) => Some((symbol, reference.span)),
            _ => None,
        });
        let named = references.chain(links.mentions.iter().map(|mention| (mention.symbol, mention.span)));
        let raised = named.map(|(symbol, span)| (library.symbols.get(symbol), span));
        let raised = raised.filter(|(symbol, _)| symbol.kind == Kind::Alarm && !alarms.contains(symbol.id.as_str()));
        let mut raised: Vec<_> = raised.map(|(symbol, span)| ("alarm", symbol.id.as_str(), span)).collect();
        let triggers = document.procedures().flat_map(|procedure| &procedure.triggers);
        raised.extend(triggers.filter_map(|trigger| match trigger {
            Trigger::Event(name) if !events.contains(name.as_str()) => Some(("event", name.as_str(), name.span)),
            _ => None,
        }));
        raised.sort_by_key(|(_, _, span)| span.start);
        let mut said = FxHashSet::default();
        for (what, name, span) in raised {
            if said.insert(name) {
                let message = format!("the scenario raises the {what} `{name}`, which no procedure answers");
                let help = "write the procedure, or add it to the triggers of the one that answers it";
                found.push(Diagnostic::new(&LINT, span, message).label("opens no procedure").help(help));
            }
        }
    }
    found
}
