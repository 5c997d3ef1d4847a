use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::handled;
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::link::symbols::Symbol;
use crate::model::document::DocumentKind;
use crate::model::inline::Kind;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds alarms of the mission database, of the level `warning` or above, that are a trigger of no procedure. A
    /// document whose sections are procedures, by the shape of their identifiers, answers what it names. The rule
    /// speaks once the library holds a contingency procedure or such a section. Where no alarm of a system has a procedure, or more
    /// than fifty have none, it speaks once for the system, at the first of them.
    ///
    /// ## Why it matters
    /// The alarm rings at night and the operator finds no procedure that answers it.
    ///
    /// ## Example
    /// ```xml
    /// <DefaultAlarm name="AL_EPS_BUS_OVERVOLT">
    ///   <StaticAlarmRanges><CriticalRange minInclusive="22" maxInclusive="34"/></StaticAlarmRanges>
    /// </DefaultAlarm>
    /// ```
    ///
    /// No procedure names it in its `triggers`.
    ///
    /// ## How to mend it
    /// Write the procedure, or add the alarm to the triggers of the one that answers it.
    "A004" "alarm-without-procedure" Warning, alarm_without_procedure
}

/// More alarms than these in one system are said once.
const MOST: usize = 50;

fn alarm_without_procedure(subject: Subject<'_>) -> Vec<Diagnostic> {
    let library = subject.library;
    let is_contingency = |kind: DocumentKind| kind == DocumentKind::Contingency;
    let sectioned = handled::sectioned(subject);
    if sectioned.is_empty() && !library.documents.iter().any(|document| is_contingency(document.metadata.kind)) {
        return Vec::new();
    }
    let help = Help { named: !sectioned.is_empty() };
    let mut handled = handled::alarms(library);
    let mentions = sectioned.into_iter().flat_map(|document| &library.links(document).mentions);
    handled.extend(mentions.map(|mention| library.symbols.get(mention.symbol).id.as_str()));
    // The name of one that was meant and is misspelt is reported for itself.
    let alarms = || library.symbols.of_kind(Kind::Alarm).map(|(_, symbol)| symbol.id.as_str());
    let misspelt: FxHashSet<&str> = subject.unknown_names(Kind::Alarm).map(|(_, name)| name).collect();
    handled.extend(misspelt.into_iter().filter_map(|name| did_you_mean(name, alarms())));
    let mut systems: BTreeMap<&str, (usize, Vec<&Symbol>)> = BTreeMap::new();
    for (_, symbol) in library.symbols.of_kind(Kind::Alarm) {
        let Some(parameter) = symbol.item.and_then(|item| library.database.parameters.get(item as usize)) else {
            continue;
        };
        let (answered, open) = systems.entry(&parameter.system).or_default();
        if handled.contains(symbol.id.as_str()) {
            *answered += 1;
            continue;
        }
        let mut alarms = parameter.alarms.iter().filter(|alarm| alarm.name.text == symbol.id);
        let is_grave = alarms.any(|alarm| alarm.levels.iter().any(|level| is_grave(&level.level)));
        // One alarm may have several contexts, which follow one another.
        if is_grave && !open.last().is_some_and(|other| other.id == symbol.id && other.item == symbol.item) {
            open.push(symbol);
        }
    }
    let mut found = Vec::new();
    for (system, (answered, open)) in systems {
        if open.len() > MOST || answered == 0 && open.len() > 1 {
            found.push(together(system, answered, &open, help));
        } else {
            found.extend(open.iter().map(|symbol| alone(symbol, help)));
        }
    }
    found
}

fn is_grave(level: &str) -> bool {
    matches!(level, "warning" | "distress" | "critical" | "severe")
}

/// How a procedure of this library says which alarms it answers.
#[derive(Clone, Copy)]
struct Help {
    /// By naming them in its section.
    named: bool,
}

fn alone(symbol: &Symbol, help: Help) -> Diagnostic {
    let message = format!("no procedure answers the alarm `{}`", symbol.id);
    let help = match help.named {
        true => "write the procedure, or name the alarm in the one that answers it",
        false => "write the procedure, or add the alarm to the triggers of the one that answers it",
    };
    Diagnostic::new(&LINT, symbol.span, message).label("opens no procedure").help(help)
}

/// Speaks of a system's alarms once.
fn together(system: &str, answered: usize, open: &[&Symbol], help: Help) -> Diagnostic {
    /// Names that a note lists.
    const SHOWN: usize = 8;
    let of = if system.is_empty() { String::new() } else { format!(" of `{system}`") };
    let message = format!("{} of the {} alarms{of} open no procedure", open.len(), answered + open.len());
    let names: Vec<&str> = open.iter().take(SHOWN).map(|symbol| symbol.id.as_str()).collect();
    let more = if open.len() > SHOWN { format!(" and {} others", open.len() - SHOWN) } else { String::new() };
    Diagnostic::new(&LINT, open[0].span, message)
        .label("the first of them")
        .note(format!("without a procedure: {}{more}", names.join(", ")))
        .help(match help.named {
            true => "write the procedures, or name the alarms in those that answer them",
            false => "write the procedures, or add the alarms to the triggers of those that answer them",
        })
}
