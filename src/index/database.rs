//! Makes a unit of each item of the mission database.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::card::Card;
use super::entry::{Entry, EntryKind, Origin};
use super::text::UnitText;
use crate::link::library::Library;
use crate::model::database::{Alarm, Alias, Argument, Bound, DataType, Parameter, Range, Telecommand};
use crate::model::inline::{Kind, Text};
use crate::text::source::Sources;
use crate::text::span::Span;

/// Returns the units of the mission database: telecommands, parameters, then alarms.
pub(crate) fn database(library: &Library, sources: &Sources) -> Vec<Entry> {
    let database = &library.database;
    let maker = Maker { library, sources };
    let mut list = Vec::new();
    let anchors = maker.anchors(Kind::Telecommand);
    for (at, telecommand) in database.telecommands.iter().enumerate() {
        list.push(maker.entry(EntryKind::Telecommand, anchors.get(&(at, "")), &telecommand.name, telecommand.span));
        let entry = list.last_mut().expect("one was just added");
        entry.title = describe(&telecommand.name, &telecommand.description);
        entry.identifiers.extend(telecommand.aliases.iter().map(|alias| alias.name.text.to_string()));
        write_telecommand(telecommand, &mut entry.text);
        entry.identifiers.push(path(&telecommand.system, &telecommand.name));
        entry.card = Some(Box::new(Card::of_telecommand(telecommand)));
    }
    let anchors = maker.anchors(Kind::Parameter);
    for (at, parameter) in database.all_parameters().enumerate() {
        list.push(maker.entry(EntryKind::Parameter, anchors.get(&(at, "")), &parameter.name, parameter.span));
        let entry = list.last_mut().expect("one was just added");
        entry.title = describe(&parameter.name, &parameter.description);
        entry.identifiers.extend(parameter.aliases.iter().map(|alias| alias.name.text.to_string()));
        write_parameter(parameter, &mut entry.text);
        entry.identifiers.push(path(&parameter.system, &parameter.name));
        entry.card = Some(Box::new(Card::of_parameter(parameter)));
        entry.keys.extend(parameter.alarms.iter().map(|alarm| alarm.name.as_str().to_owned()));
    }
    let alarms = maker.anchors(Kind::Alarm);
    for (at, parameter) in database.parameters.iter().enumerate() {
        for alarm in &parameter.alarms {
            let anchor = alarms.get(&(at, alarm.name.as_str()));
            list.push(maker.entry(EntryKind::Alarm, anchor, &alarm.name, alarm.span));
            let entry = list.last_mut().expect("one was just added");
            entry.title = describe(&alarm.name, &alarm.description);
            write_alarm(alarm, parameter, &mut entry.text);
            entry.card = Some(Box::new(Card::of_alarm(alarm, parameter)));
            entry.keys.push(anchors.get(&(at, "")).map_or(parameter.name.as_str(), |anchor| anchor).into());
        }
    }
    list
}

struct Maker<'a> {
    library: &'a Library,
    sources: &'a Sources,
}

impl Maker<'_> {
    /// Returns the anchors of the items of a kind, by their place; those of alarms also by their name, as several
    /// may stand at one parameter.
    fn anchors(&self, kind: Kind) -> BTreeMap<(usize, &str), &str> {
        let symbols = self.library.symbols.of_kind(kind);
        let name = |id| if kind == Kind::Alarm { id } else { "" };
        symbols
            .filter_map(|(_, symbol)| {
                symbol.item.map(|item| ((item as usize, name(symbol.id.as_str())), symbol.anchor.as_str()))
            })
            .collect()
    }

    fn entry(&self, kind: EntryKind, anchor: Option<&&str>, name: &Text, span: Span) -> Entry {
        let page = match kind {
            EntryKind::Telecommand => "html/indexes/telecommands.html",
            EntryKind::Alarm => "html/indexes/alarms.html",
            _ => "html/indexes/parameters.html",
        };
        let source = self.sources.as_slice().get(span.source.index()).map(|source| source.path.clone());
        let origin = Origin { page: page.into(), source: source.unwrap_or_default(), ..Origin::default() };
        let anchor: String = anchor.map_or(name.as_str(), |anchor| anchor).into();
        Entry {
            origin: Arc::new(origin),
            kind,
            keys: vec![if kind == EntryKind::Alarm { name.as_str().into() } else { anchor.clone() }],
            anchor,
            title: String::new(),
            parents: Vec::new(),
            text: UnitText::default(),
            identifiers: vec![name.as_str().into()],
            handles: Vec::new(),
            uses: Vec::new(),
            events: Vec::new(),
            card: None,
        }
    }
}

/// Returns the name of an item with its system before it (XTCE 1.2, NameReferenceType): `/SAT/EPS/MODE`.
fn path(system: &str, name: &Text) -> String {
    if system.is_empty() { name.as_str().into() } else { format!("{system}/{}", name.as_str()) }
}

fn describe(name: &Text, description: &str) -> String {
    let description = super::entry::words_of(description);
    if description.is_empty() { name.as_str().into() } else { format!("{} — {description}", name.as_str()) }
}

fn write_telecommand(telecommand: &Telecommand, text: &mut UnitText) {
    write_names(&telecommand.system, &telecommand.aliases, text);
    text.maybe(telecommand.base.as_ref());
    if let Some(significance) = &telecommand.significance {
        text.end_line();
        text.word(&significance.level);
        text.word(&significance.reason);
    }
    for condition in &telecommand.constraints {
        text.end_line();
        text.word(&condition.text);
    }
    for verifier in &telecommand.verifiers {
        text.end_line();
        text.word(&verifier.stage);
        text.word(&verifier.text);
    }
    text.end_line();
    text.word(&telecommand.long_description);
    for Argument { name, data_type, default, description, .. } in &telecommand.arguments {
        text.end_line();
        text.word(name.as_str());
        write_type(data_type, text);
        text.maybe(default.as_ref());
        text.word(description);
    }
}

fn write_parameter(parameter: &Parameter, text: &mut UnitText) {
    write_names(&parameter.system, &parameter.aliases, text);
    text.end_line();
    write_type(&parameter.data_type, text);
    text.end_line();
    text.word(&parameter.long_description);
}

fn write_alarm(alarm: &Alarm, parameter: &Parameter, text: &mut UnitText) {
    text.word(parameter.name.as_str());
    text.word(&parameter.system);
    text.word(alarm.context.as_deref().unwrap_or_default());
    for level in &alarm.levels {
        text.end_line();
        text.word(&level.level);
        level.normal.iter().for_each(|range| write_range(*range, text));
        level.labels.iter().for_each(|label| text.word(label));
    }
}

fn write_names(system: &str, aliases: &[Alias], text: &mut UnitText) {
    text.word(system);
    for alias in aliases {
        text.word(&alias.name.text);
        text.hide(&alias.namespace);
    }
}

fn write_type(data_type: &DataType, text: &mut UnitText) {
    data_type.ranges.iter().for_each(|range| write_range(*range, text));
    text.word(&data_type.unit);
    for label in data_type.labels.iter().chain(&data_type.described) {
        text.word(&label.value.to_string());
        text.word("=");
        text.word(&label.label);
    }
}

fn write_range(range: Range, text: &mut UnitText) {
    let bound = |bound: Option<Bound>| bound.map_or_else(|| "…".to_owned(), |bound| bound.value.to_string());
    text.word(&format!("[{}; {}]", bound(range.minimum), bound(range.maximum)));
}
