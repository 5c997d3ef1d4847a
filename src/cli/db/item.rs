//! Anything in a database that has a name.

use ecow::EcoString;

use crate::cli::args::DbKind;
use crate::model::database::{Alarm, Alias, Container, Database, Parameter, Telecommand};
use crate::model::inline::Text;
use crate::pipeline::load::Folder;
use crate::text::span::Span;

/// Anything in a database that has a name.
#[derive(Clone, Copy)]
pub(super) enum Item<'d> {
    Parameter(&'d Parameter),
    Telecommand(&'d Telecommand),
    /// An alarm, with the parameter that it is on.
    Alarm(&'d Alarm, &'d Parameter),
    Container(&'d Container),
}

/// Returns all items: parameters, telecommands, alarms, containers, and the members of aggregates and arrays.
pub(super) fn all(database: &Database) -> impl Iterator<Item = Item<'_>> {
    declared(database).chain(database.members.iter().map(Item::Parameter))
}

/// Returns the items that are declared by themselves.
pub(super) fn declared(database: &Database) -> impl Iterator<Item = Item<'_>> {
    let parameters = database.parameters.iter().map(Item::Parameter);
    let alarms = database.parameters.iter().flat_map(|of| of.alarms.iter().map(move |alarm| Item::Alarm(alarm, of)));
    parameters
        .chain(database.telecommands.iter().map(Item::Telecommand))
        .chain(alarms)
        .chain(database.containers.iter().map(Item::Container))
}

impl<'d> Item<'d> {
    pub(super) fn kind(self) -> DbKind {
        match self {
            Item::Parameter(_) => DbKind::Parameter,
            Item::Telecommand(_) => DbKind::Telecommand,
            Item::Alarm(..) => DbKind::Alarm,
            Item::Container(_) => DbKind::Container,
        }
    }

    pub(super) fn name(self) -> &'d Text {
        match self {
            Item::Parameter(parameter) => &parameter.name,
            Item::Telecommand(telecommand) => &telecommand.name,
            Item::Alarm(alarm, _) => &alarm.name,
            Item::Container(container) => &container.name,
        }
    }

    /// Returns the path of the SpaceSystem that holds it.
    pub(super) fn system(self) -> &'d str {
        match self {
            Item::Parameter(parameter) | Item::Alarm(_, parameter) => &parameter.system,
            Item::Telecommand(telecommand) => &telecommand.system,
            Item::Container(container) => &container.system,
        }
    }

    pub(super) fn aliases(self) -> &'d [Alias] {
        match self {
            Item::Parameter(parameter) => &parameter.aliases,
            Item::Telecommand(telecommand) => &telecommand.aliases,
            Item::Alarm(..) => &[],
            Item::Container(container) => &container.aliases,
        }
    }

    pub(super) fn description(self) -> &'d str {
        match self {
            Item::Parameter(parameter) => first(&parameter.description, &parameter.long_description),
            Item::Telecommand(telecommand) => first(&telecommand.description, &telecommand.long_description),
            Item::Alarm(alarm, parameter) => first(&alarm.description, &parameter.description),
            Item::Container(container) => &container.description,
        }
    }

    /// Returns the longer description, where it says something else.
    pub(super) fn long_description(self) -> &'d str {
        let long = match self {
            Item::Parameter(parameter) => parameter.long_description.as_str(),
            Item::Telecommand(telecommand) => telecommand.long_description.as_str(),
            Item::Alarm(..) | Item::Container(_) => "",
        };
        if long == self.description() { "" } else { long }
    }

    /// Says in a few words what it is like: its type, its arguments, its levels.
    pub(super) fn summary(self) -> EcoString {
        match self {
            Item::Parameter(parameter) => parameter.data_type.summary(),
            Item::Telecommand(telecommand) => {
                let given = telecommand.arguments.iter().filter(|argument| !argument.fixed);
                let names: Vec<&str> = given.map(|argument| argument.name.as_str()).collect();
                match telecommand.is_abstract {
                    true => "abstract".into(),
                    false => format!("({})", names.join(", ")).into(),
                }
            }
            Item::Alarm(alarm, parameter) => {
                let levels: Vec<&str> = alarm.levels.iter().map(|level| level.level.as_str()).collect();
                format!("on {}: {}", parameter.name.text, levels.join(", ")).into()
            }
            Item::Container(container) => container.criteria.join(" and ").into(),
        }
    }

    /// Tells whether it bears a name: its own, its path, or one of its aliases.
    pub(super) fn is_named(self, name: &str) -> bool {
        let own = self.name().as_str();
        let path = name.strip_prefix(self.system()).and_then(|rest| rest.strip_prefix('/'));
        own == name || path == Some(own) || self.aliases().iter().any(|alias| alias.name.text == name)
    }

    /// Returns where it is declared.
    pub(super) fn span(self) -> Span {
        match self {
            Item::Parameter(parameter) => parameter.span,
            Item::Telecommand(telecommand) => telecommand.span,
            Item::Alarm(alarm, _) => alarm.span,
            Item::Container(container) => container.span,
        }
    }
}

fn first<'a>(one: &'a str, other: &'a str) -> &'a str {
    if one.is_empty() { other } else { one }
}

/// Returns the path and the line at which something stands, and the column.
pub(super) fn place(folder: &Folder, span: Span) -> (&str, usize, usize) {
    let source = folder.gathered.sources.get(span.source);
    let (line, column) = source.position(span.start);
    (&source.path, line, column)
}
