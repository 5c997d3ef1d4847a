//! What a mission database holds, as planting needs it: right names and values, and near them wrong ones.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use opsdoc::model::database::{DataKind, DataType, Database, Parameter, Telecommand};
use opsdoc::read::xml::xtce;
use opsdoc::text::digest::Digest;
use opsdoc::text::source::Source;
use opsdoc::text::span::SourceId;

/// A mission database, and all names that stand in it.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) database: Database,
    /// The version that the first file states.
    pub(super) version: Option<String>,
    names: BTreeSet<String>,
    aliases: BTreeMap<String, String>,
}

impl Facts {
    /// Reads the databases among the sources of a set.
    pub(super) fn read(texts: &BTreeMap<String, String>) -> Self {
        let databases = texts.iter().filter(|(_, text)| text.contains("<SpaceSystem"));
        let parts = databases.enumerate().map(|(at, (path, text))| {
            let source = Source::new(path.as_str(), text.as_str(), Digest::of(text.as_bytes()));
            xtce::parse(SourceId(at as u32), &source).0
        });
        let (database, _) = xtce::merge(parts.collect());
        let parameters = database.parameters.iter().map(|parameter| &parameter.name);
        let names = parameters.chain(database.telecommands.iter().map(|telecommand| &telecommand.name));
        let names = names.map(|name| name.text.to_string()).collect();
        let header = texts.values().find_map(|text| text.split_once("<Header version=\""));
        let version = header.and_then(|(_, rest)| rest.split('"').next()).map(str::to_owned);
        Self { database, version, names, aliases: aliases(texts) }
    }

    /// Whether there is a database.
    pub(super) fn is_there(&self) -> bool {
        !self.database.telecommands.is_empty()
    }

    /// Whether a telecommand or a parameter bears a name.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Returns another name of an item.
    pub(super) fn alias(&self, name: &str) -> Option<&str> {
        self.aliases.get(name).map(String::as_str)
    }

    /// Returns the telecommands that may be sent without ado: neither abstract nor of any significance.
    pub(super) fn plain(&self) -> Vec<&Telecommand> {
        let is_plain = |level: &str| ["none", "normal", "watch"].contains(&level);
        let all = self.database.telecommands.iter().filter(|telecommand| !telecommand.is_abstract);
        all.filter(|telecommand| telecommand.significance.as_ref().is_none_or(|why| is_plain(&why.level))).collect()
    }

    /// Returns the telecommands that are critical or worse.
    pub(super) fn critical(&self) -> Vec<&Telecommand> {
        let all = self.database.telecommands.iter().filter(|telecommand| !telecommand.is_abstract);
        let grave = |level: &str| ["critical", "severe", "forbidden"].contains(&level);
        all.filter(|telecommand| telecommand.significance.as_ref().is_some_and(|why| grave(&why.level))).collect()
    }

    /// Returns the parameters of an enumeration.
    pub(super) fn enumerated(&self) -> Vec<&Parameter> {
        self.database.parameters.iter().filter(|parameter| parameter.data_type.labels.len() > 1).collect()
    }

    /// Returns the parameters that are numbers with a unit.
    pub(super) fn measured(&self) -> Vec<&Parameter> {
        let has_unit = |parameter: &&Parameter| !parameter.data_type.unit.is_empty();
        self.database.parameters.iter().filter(has_unit).filter(|p| is_number(&p.data_type)).collect()
    }
}

/// Finds the first alias of each item that has one.
fn aliases(texts: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let item = Regex::new(r#"<(?:Parameter|MetaCommand|Argument) name="([^"]+)"|<Alias [^>]*\balias="([^"]+)""#);
    let item = item.expect("the pattern is one");
    let mut aliases = BTreeMap::new();
    for text in texts.values().filter(|text| text.contains("<SpaceSystem")) {
        let mut last = String::new();
        for found in item.captures_iter(text) {
            match (found.get(1), found.get(2)) {
                (Some(name), _) => last = name.as_str().to_owned(),
                (_, Some(alias)) => _ = aliases.entry(last.clone()).or_insert_with(|| alias.as_str().to_owned()),
                _ => {}
            }
        }
    }
    aliases
}

/// Whether values of a type are numbers.
pub(super) fn is_number(data_type: &DataType) -> bool {
    matches!(data_type.kind, DataKind::Integer | DataKind::Float) && data_type.labels.is_empty()
}

/// Returns a value that a type surely has.
pub(super) fn good(data_type: &DataType) -> String {
    if let Some(label) = data_type.labels.first() {
        return label.label.to_string();
    }
    let range = data_type.ranges.first();
    let least = range.and_then(|range| range.minimum).map(|bound| bound.value);
    let greatest = range.and_then(|range| range.maximum).map(|bound| bound.value);
    let middle = match (least, greatest) {
        (Some(least), Some(greatest)) => f64::midpoint(least, greatest),
        (Some(least), None) => least + 1.0,
        (None, Some(greatest)) => greatest - 1.0,
        (None, None) => 1.0,
    };
    match data_type.kind {
        DataKind::Integer => format!("{}", middle.floor()),
        DataKind::Float => format!("{middle}"),
        DataKind::Boolean => "true".into(),
        _ => "1".into(),
    }
}

/// Returns a number that lies outside every range of a type.
pub(super) fn outside(data_type: &DataType) -> Option<f64> {
    let bounds = data_type.ranges.iter().map(|range| range.maximum.map(|bound| bound.value));
    let greatest = bounds.collect::<Option<Vec<_>>>()?.into_iter().max_by(f64::total_cmp)?;
    Some((greatest * 2.0).max(greatest + 7.0).ceil())
}

/// Returns a telecommand with good arguments, one of them as told.
pub(super) fn call(telecommand: &Telecommand, told: Option<(&str, &str)>) -> String {
    let arguments = telecommand.arguments.iter().filter(|argument| !argument.fixed).map(|argument| {
        let name = argument.name.text.as_str();
        let value = told.filter(|(told, _)| *told == name).map(|(_, value)| value.to_owned());
        format!("{name}={}", value.unwrap_or_else(|| good(&argument.data_type)))
    });
    format!("{}({})", telecommand.name.text, arguments.collect::<Vec<_>>().join(", "))
}

/// Returns the same as an element of a procedure.
pub(super) fn element(telecommand: &Telecommand, told: Option<(&str, &str)>) -> String {
    let arguments = telecommand.arguments.iter().filter(|argument| !argument.fixed).map(|argument| {
        let name = argument.name.text.as_str();
        let value = told.filter(|(told, _)| *told == name).map(|(_, value)| value.to_owned());
        format!("<arg name=\"{name}\" value=\"{}\"/>", value.unwrap_or_else(|| good(&argument.data_type)))
    });
    let arguments: String = arguments.collect();
    format!("<tc name=\"{}\">{arguments}</tc>", telecommand.name.text)
}
