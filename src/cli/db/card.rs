//! All that is known of an item, for a person.

use std::io::{self, Write};

use super::item::{self, Item};
use super::{padded, short};
use crate::cli::prose;
use crate::model::database::{
    Alarm, AlarmLevel, Argument, Container, DataType, Database, EntryKind, EnumerationLabel, Parameter, Telecommand,
};
use crate::model::inline::Text;
use crate::pipeline::load::Folder;
use crate::report::style::{CODE, STRONG, WARNING, paint};

/// How wide the names of facts are.
const NAMES: usize = 11;

/// Writes the card of an item.
pub(super) fn write(out: &mut impl Write, item: Item<'_>, folder: &Folder, width: usize) -> io::Result<()> {
    let flag = match item {
        Item::Telecommand(Telecommand { is_abstract: true, .. })
        | Item::Container(Container { is_abstract: true, .. }) => " (abstract)",
        _ => "",
    };
    writeln!(out, "{} {}{flag}", item.kind().word(), paint(STRONG, item.name().as_str()))?;
    for words in [item.description(), item.long_description()].into_iter().filter(|words| !words.is_empty()) {
        writeln!(out, "{}", prose::wrap(words, "  ", width))?;
    }
    let mut card = Card { out, width };
    match item {
        Item::Parameter(parameter) => card.parameter(parameter, &folder.library.database)?,
        Item::Telecommand(telecommand) => card.telecommand(telecommand)?,
        Item::Alarm(alarm, parameter) => {
            card.fact("on", &paint(CODE, parameter.name.as_str()).to_string())?;
            card.alarm(alarm, &parameter.data_type.unit)?;
        }
        Item::Container(container) => card.container(container)?,
    }
    for alias in item.aliases() {
        card.fact("alias", &format!("{} {}", paint(CODE, alias.name.as_str()), prose::faint(&alias.namespace)))?;
    }
    if !item.system().is_empty() {
        card.fact("system", item.system())?;
    }
    let (path, line, _) = item::place(folder, item.span());
    card.fact("declared", &prose::faint(&format!("{path}:{line}")))?;
    writeln!(out)
}

struct Card<'o, W> {
    out: &'o mut W,
    width: usize,
}

impl<W: Write> Card<'_, W> {
    fn fact(&mut self, name: &str, value: &str) -> io::Result<()> {
        writeln!(self.out, "  {} {value}", prose::faint(&padded(name, NAMES)))
    }

    fn parameter(&mut self, parameter: &Parameter, database: &Database) -> io::Result<()> {
        self.data_type("", &parameter.data_type)?;
        if let Some(initial) = &parameter.initial {
            self.fact("initially", &paint(CODE, initial.as_str()).to_string())?;
        }
        for alarm in &parameter.alarms {
            self.alarm(alarm, &parameter.data_type.unit)?;
        }
        for noted in &parameter.ancillary {
            self.fact("noted", &format!("{}: {}", noted.name, noted.value.text))?;
        }
        for container in &database.containers {
            let carries = container
                .entries
                .iter()
                .any(|entry| entry.kind == EntryKind::Parameter && last_name(&entry.name) == parameter.name.as_str());
            if carries {
                let criteria = container.criteria.join(" and ");
                self.fact("carried by", format!("{} {}", container.name.text, prose::faint(&criteria)).trim_end())?;
            }
        }
        Ok(())
    }

    fn data_type(&mut self, indent: &str, data_type: &DataType) -> io::Result<()> {
        if indent.is_empty() {
            self.fact("type", &data_type.summary())?;
        }
        for range in &data_type.raw_ranges {
            self.fact("raw range", &range.to_string())?;
        }
        self.labels(if indent.is_empty() { "labels" } else { "" }, &data_type.labels)?;
        self.labels(if indent.is_empty() { "described" } else { "" }, &data_type.described)?;
        for (at, member) in data_type.members.iter().enumerate() {
            let words = format!("{} {}", paint(CODE, format!(".{}", member.name.text)), member.data_type.summary());
            self.fact(if at == 0 { "members" } else { "" }, &words)?;
        }
        Ok(())
    }

    fn labels(&mut self, name: &str, labels: &[EnumerationLabel]) -> io::Result<()> {
        let number = |label: &EnumerationLabel| match label.last == label.value {
            true => label.value.to_string(),
            false => format!("{}–{}", label.value, label.last),
        };
        let width = labels.iter().map(|label| number(label).chars().count()).max().unwrap_or_default();
        for (at, label) in labels.iter().enumerate() {
            let number = number(label);
            let before = " ".repeat(width - number.chars().count());
            self.fact(if at == 0 { name } else { "" }, &format!("{before}{number}  {}", paint(CODE, &label.label)))?;
        }
        Ok(())
    }

    fn alarm(&mut self, alarm: &Alarm, unit: &str) -> io::Result<()> {
        let context = alarm.context.as_ref().map_or(String::new(), |context| format!(" where {context}"));
        self.fact("alarm", &format!("{}{context}", paint(STRONG, alarm.name.as_str())))?;
        for level in &alarm.levels {
            let raised = raised(level, unit);
            self.fact("", &format!("{} {raised}", paint(WARNING, padded(&level.level, 9))))?;
        }
        Ok(())
    }

    fn telecommand(&mut self, telecommand: &Telecommand) -> io::Result<()> {
        if let Some(base) = &telecommand.base {
            self.fact("made from", &paint(CODE, base.as_str()).to_string())?;
        }
        if let Some(significance) = &telecommand.significance {
            let level = paint(WARNING, &significance.level).to_string();
            self.fact("consequence", format!("{level} {}", significance.reason).trim_end())?;
        }
        for (context, significance) in &telecommand.in_context {
            self.fact("", &format!("{} where {context}", paint(WARNING, &significance.level)))?;
        }
        for argument in &telecommand.arguments {
            self.argument(argument)?;
        }
        for (at, constraint) in telecommand.constraints.iter().enumerate() {
            self.fact(if at == 0 { "sent only if" } else { "" }, &paint(CODE, &constraint.text).to_string())?;
        }
        for verifier in &telecommand.verifiers {
            let window =
                if verifier.window.is_empty() { String::new() } else { format!(" within {}", verifier.window) };
            let words = format!("{} {}", paint(STRONG, &verifier.stage), paint(CODE, &verifier.text));
            self.fact("verified", &format!("{words}{window}"))?;
        }
        for noted in &telecommand.ancillary {
            self.fact("noted", &format!("{}: {}", noted.name, noted.value.text))?;
        }
        Ok(())
    }

    fn argument(&mut self, argument: &Argument) -> io::Result<()> {
        let value = argument.default.as_ref().map_or("", Text::as_str);
        let value = match (argument.fixed, value) {
            (true, value) => format!(" = {value} (fixed)"),
            (false, "") => String::new(),
            (false, value) => format!(" = {value}"),
        };
        let words = format!("{} {}{value}", paint(CODE, argument.name.as_str()), argument.data_type.summary());
        self.fact("argument", words.trim_end())?;
        if !argument.description.is_empty() {
            let room = self.width.saturating_sub(NAMES + 5).max(20);
            self.fact("", &prose::faint(&short(&argument.description, room)))?;
        }
        self.data_type("  ", &argument.data_type)
    }

    fn container(&mut self, container: &Container) -> io::Result<()> {
        if let Some(base) = &container.base {
            self.fact("made from", &paint(CODE, base.as_str()).to_string())?;
        }
        for (at, criteria) in container.criteria.iter().enumerate() {
            self.fact(if at == 0 { "where" } else { "" }, &paint(CODE, criteria).to_string())?;
        }
        for entry in &container.entries {
            self.fact(entry.kind.word(), entry.name.as_str())?;
        }
        Ok(())
    }
}

fn last_name(path: &Text) -> &str {
    path.as_str().trim().rsplit('/').next().unwrap_or_default()
}

/// Says for which values a level is reached.
fn raised(level: &AlarmLevel, unit: &str) -> String {
    let limits = match level.inside() {
        Some(inside) => vec![format!("inside {inside} {unit}")],
        None if level.normal.is_empty() => Vec::new(),
        None => {
            let normal: Vec<String> = level.normal.iter().map(ToString::to_string).collect();
            vec![format!("outside {} {unit}", normal.join(" and "))]
        }
    };
    let limits = limits.iter().map(|limit| limit.trim_end().to_owned());
    let labels = level.labels.iter().map(|label| paint(CODE, label).to_string());
    limits.chain(labels).collect::<Vec<_>>().join(", ")
}
