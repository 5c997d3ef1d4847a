use crate::check::flow::Flow;
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::inline::{Kind, Text};
use crate::rule;

rule! {
    /// ## What it does
    /// Finds events that a watchdog waits for and that nothing is known of: the procedure does not
    /// declare or raise them, and no alarm of the mission database bears the name. It also finds
    /// events that a continuation raises and that the procedure neither declares nor waits for.
    /// Without a mission database only names that are nearly those of declared events are reported.
    ///
    /// ## Why it matters
    /// The watchdog never wakes, and nobody notices before it is needed.
    ///
    /// ## Example
    /// ```xml
    /// <declare><event name="NO_GO"/></declare>
    /// …
    /// <watchdog><on event="NOGO">…</on></watchdog>
    /// ```
    ///
    /// ## How to mend it
    /// Name the alarm or the event as it is declared, or declare the event.
    "S015" "unknown-watchdog-event" Error, unknown_watchdog_event
}

fn unknown_watchdog_event(subject: Subject<'_>) -> Vec<Diagnostic> {
    subject.flows().flat_map(|flow| unknown(subject, flow)).collect()
}

fn unknown(subject: Subject<'_>, flow: &Flow<'_>) -> Vec<Diagnostic> {
    let procedure = flow.procedure;
    let outcomes = flow.places.iter().flat_map(|place| &place.step.continuation);
    let raised: Vec<&Text> = outcomes.filter_map(|on| on.event.as_ref()).collect();
    let awaited: Vec<&Text> = procedure.watchdogs.iter().map(|watchdog| &watchdog.event).collect();
    let declared: Vec<&str> = procedure.events.iter().map(|event| event.name.as_str()).collect();
    let is_known = |event: &Text| {
        declared.contains(&event.as_str()) || subject.library.symbols.find(Kind::Alarm, &event.text).is_some()
    };
    let is_among = |list: &[&Text], event: &Text| list.iter().any(|one| one.text == event.text);
    let lost = awaited.iter().filter(|event| !is_known(event) && !is_among(&raised, event));
    let lost = lost
        .map(|event| (*event, format!("the watchdog waits for `{}`, which is no event that can occur", event.text)));
    let thrown = raised.iter().filter(|event| !is_known(event) && !is_among(&awaited, event));
    let thrown = thrown.map(|event| (*event, format!("`{}` is raised, and is no declared event", event.text)));
    let mut found = Vec::new();
    for (event, message) in lost.chain(thrown) {
        let near = did_you_mean(event.as_str(), declared.iter().copied());
        if near.is_none() && !subject.has_database() {
            continue;
        }
        let help = match near {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None => subject.suggest(Kind::Alarm, event.as_str()),
        };
        let finding = Diagnostic::new(&LINT, event.span, message).label("no such event or alarm");
        let finding = finding.help(format!("declare it: `<event name=\"{}\">`, or name an alarm", event.text));
        found.push(finding.maybe_help(help));
    }
    found
}
