//! What is shown of a definition, as Markdown.

use std::fmt::Write;

use super::find::Thing;
use crate::link::library::DocumentIndex;
use crate::link::symbols::SymbolIndex;
use crate::model::database::{Argument, DataType, EnumerationLabel, Parameter, Telecommand};
use crate::model::document::Document;
use crate::model::inline::{Kind, Text, plain};
use crate::model::procedure::Step;
use crate::pipeline::load::Folder;

/// Labels and steps beyond these are counted only: a card is read at a glance.
const MOST: usize = 24;

/// Returns the card of something.
pub(super) fn of(folder: &Folder, thing: &Thing) -> Option<String> {
    match thing {
        Thing::Symbol(symbol) => self::symbol(folder, *symbol),
        Thing::Argument(telecommand, name) => {
            let telecommand = self::telecommand(folder, *telecommand)?;
            let argument = telecommand.arguments.iter().find(|argument| argument.name.text == *name)?;
            Some(format!("**{}** — argument of `{}`\n\n{}", name, telecommand.name.text, of_argument(argument)))
        }
        Thing::Document(document, _) => Some(of_document(folder, *document)),
        Thing::Asset(path) => Some(format!("`{path}`")),
    }
}

/// Returns the telecommand of a symbol.
pub(super) fn telecommand(folder: &Folder, symbol: SymbolIndex) -> Option<&Telecommand> {
    folder.subject(None).telecommand(symbol)
}

fn symbol(folder: &Folder, index: SymbolIndex) -> Option<String> {
    let symbol = folder.library.symbols.get(index);
    let database = &folder.library.database;
    let item = symbol.item.map(|item| item as usize);
    let card = match symbol.kind {
        Kind::Telecommand => of_telecommand(database.telecommands.get(item?)?),
        Kind::Parameter => of_parameter(database.parameter(item?)?),
        Kind::Alarm => of_alarm(database.parameters.get(item?)?, &symbol.id),
        Kind::Document | Kind::Procedure => of_document(folder, symbol.document?),
        Kind::Step => of_step(folder, index)?,
    };
    let count = folder.library.symbol_citations.get(index.0 as usize).map_or(0, Vec::len);
    let cited = match count {
        0 => "cited nowhere".to_owned(),
        1 => "cited once".to_owned(),
        count => format!("cited {count} times"),
    };
    Some(format!("{}\n\n{cited}", card.trim_end()))
}

fn heading(kind: &str, name: &str, description: &str) -> String {
    let mut card = format!("**{name}** — {kind}\n\n");
    paragraph(&mut card, description);
    card
}

fn paragraph(card: &mut String, text: &str) {
    let text = text.trim();
    if !text.is_empty() {
        card.push_str(text);
        card.push_str("\n\n");
    }
}

fn line(card: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        // Writing into a string cannot fail.
        _ = writeln!(card, "- {name}: {value}");
    }
}

fn of_telecommand(telecommand: &Telecommand) -> String {
    let mut card = heading("telecommand", &telecommand.name.text, &telecommand.description);
    if telecommand.is_abstract {
        paragraph(&mut card, "Abstract: it cannot be sent itself.");
    }
    if let Some(significance) = &telecommand.significance {
        let reason = if significance.reason.is_empty() { String::new() } else { format!(": {}", significance.reason) };
        paragraph(&mut card, &format!("Consequence level **{}**{reason}", significance.level));
    }
    line(&mut card, "made from", telecommand.base.as_ref().map_or("", Text::as_str));
    for argument in telecommand.arguments.iter().filter(|argument| !argument.fixed) {
        let values = values(&argument.data_type);
        let default = argument.default.as_ref().map_or(String::new(), |value| format!(", default `{}`", value.text));
        let values = if values.is_empty() { String::new() } else { format!(": {values}") };
        _ = writeln!(card, "- `{}`{values}{default}", argument.name.text);
    }
    for constraint in &telecommand.constraints {
        line(&mut card, "sent only where", &format!("`{}`", constraint.text));
    }
    for verifier in &telecommand.verifiers {
        let window = if verifier.window.is_empty() { String::new() } else { format!(", {}", verifier.window) };
        line(&mut card, &format!("verified {}", verifier.stage), &format!("`{}`{window}", verifier.text));
    }
    line(&mut card, "other names", &names(&telecommand.aliases));
    card.push('\n');
    paragraph(&mut card, &telecommand.long_description);
    card
}

fn of_argument(argument: &Argument) -> String {
    let mut card = String::new();
    paragraph(&mut card, &argument.description);
    facts(&mut card, &argument.data_type);
    line(&mut card, "default", argument.default.as_ref().map_or("", Text::as_str));
    card
}

fn of_parameter(parameter: &Parameter) -> String {
    let mut card = heading("parameter", &parameter.name.text, &parameter.description);
    facts(&mut card, &parameter.data_type);
    for alarm in &parameter.alarms {
        let levels: Vec<String> = alarm.levels.iter().map(level).collect();
        line(&mut card, &format!("alarm `{}`", alarm.name.text), &levels.join("; "));
    }
    line(&mut card, "other names", &names(&parameter.aliases));
    card.push('\n');
    paragraph(&mut card, &parameter.long_description);
    card
}

fn of_alarm(parameter: &Parameter, name: &str) -> String {
    let Some(alarm) = parameter.alarms.iter().find(|alarm| alarm.name.text == name) else { return String::new() };
    let mut card = heading("alarm", name, &alarm.description);
    line(&mut card, "on", &format!("`{}`", parameter.name.text));
    line(&mut card, "in", alarm.context.as_deref().unwrap_or_default());
    for reached in &alarm.levels {
        _ = writeln!(card, "- {}", level(reached));
    }
    card
}

fn level(level: &crate::model::database::AlarmLevel) -> String {
    let limits = match level.inside() {
        Some(inside) => vec![format!("inside {inside}")],
        None => level.normal.iter().map(|normal| format!("outside {normal}")).collect(),
    };
    let labels = (!level.labels.is_empty()).then(|| level.labels.join(", "));
    let when: Vec<String> = limits.into_iter().chain(labels).collect();
    format!("{}: {}", level.level, when.join(", "))
}

fn facts(card: &mut String, data_type: &DataType) {
    line(card, "type", data_type.kind.word());
    line(card, "unit", &data_type.unit);
    let ranges: Vec<String> = data_type.ranges.iter().map(ToString::to_string).collect();
    line(card, "range", &ranges.join(" or "));
    line(card, "raw range", &data_type.raw_ranges.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or "));
    line(card, "labels", &labels(&data_type.labels));
    line(card, "labels by its description", &labels(&data_type.described));
    for member in data_type.members.iter().take(MOST) {
        _ = writeln!(card, "- `.{}`: {}", member.name.text, member.data_type.summary());
    }
    if let Some(element) = &data_type.element {
        line(card, "elements", &element.summary());
    }
}

/// Says in a line what values there are.
pub(super) fn values(data_type: &DataType) -> String {
    let ranges: Vec<String> = data_type.ranges.iter().map(ToString::to_string).collect();
    let labels = labels(&data_type.labels);
    let facts = [data_type.kind.word(), &data_type.unit, &ranges.join(" or "), &labels];
    facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(", ")
}

fn labels(list: &[EnumerationLabel]) -> String {
    let shown = list.iter().take(MOST);
    let mut labels: Vec<String> = shown.map(|label| format!("`{}` ({})", label.label, label.value)).collect();
    if list.len() > MOST {
        labels.push(format!("and {} more", list.len() - MOST));
    }
    labels.join(", ")
}

fn names(aliases: &[crate::model::database::Alias]) -> String {
    aliases.iter().map(|alias| format!("`{}`", alias.name.text)).collect::<Vec<_>>().join(", ")
}

fn of_document(folder: &Folder, index: DocumentIndex) -> String {
    let document = folder.library.document(index);
    let path = &folder.gathered.sources.get(document.source).path;
    let name = document.id().map_or(path.as_str(), Text::as_str);
    let what = if document.procedure().is_some() { "procedure" } else { "document" };
    let mut card = heading(what, name, &document.title().unwrap_or_default());
    paragraph(&mut card, &state(document));
    let Some(procedure) = document.procedure() else { return card };
    let mut steps = Vec::new();
    procedure.each_step(&mut |step| steps.push(step));
    for step in steps.iter().take(MOST) {
        _ = writeln!(card, "- {} {} (`{}`)", step.number, plain(step.called()), step.id.text);
    }
    if steps.len() > MOST {
        _ = writeln!(card, "- and {} more", steps.len() - MOST);
    }
    card
}

/// Says issue, revision, status and date.
fn state(document: &Document) -> String {
    let metadata = &document.metadata;
    let written = |name: &str, text: &Option<Text>| text.as_ref().map(|text| format!("{name}{}", text.text));
    let status = metadata.status.map(|status| status.word().to_owned());
    let facts = [
        written("issue ", &metadata.issue),
        written("revision ", &metadata.revision),
        status,
        written("", &metadata.date),
    ];
    facts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn of_step(folder: &Folder, index: SymbolIndex) -> Option<String> {
    let symbol = folder.library.symbols.get(index);
    let mut found: Option<&Step> = None;
    let of = folder.library.procedure(index)?;
    of.each_step(&mut |step| {
        if step.id.span == symbol.span {
            found = Some(step);
        }
    });
    let step = found?;
    let mut card = heading("step", &format!("{}#{}", of.id.text, step.id.text), &symbol.title);
    let marks = [(step.critical, "critical"), (step.hold, "hold for a GO"), (step.irreversible, "irreversible")];
    let marks: Vec<&str> = marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark).collect();
    paragraph(&mut card, &marks.join(", "));
    paragraph(&mut card, &plain(&step.expected));
    Some(card)
}
