//! `opsdoc lookup`: says all that the library knows of a name.

use std::io::{self, Write};
use std::path::Path;

use serde_json::Value;

use super::args::Lookup as Arguments;
use super::fault::Fault;
use super::opener;
use super::prose;
use super::terminal::Terminal;
use crate::index::card::{Card, CardAlarm, CardArgument, CardLabel, CardLevel, Values};
use crate::index::lookup::{Lookup, Thing, UsedAt, Uses};
use crate::index::open::Index;
use crate::index::unit::Unit;
use crate::report::style::{CODE, HEADING, STRONG, WARNING, paint};

/// Labels of an enumeration beyond these are counted only.
const LABELS: usize = 24;

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<(), Fault> {
    // What a program reads is complete, unless it asked for less.
    let limit = arguments.limit.unwrap_or(if arguments.json { usize::MAX } else { 10 });
    let lookup = Index::open(&arguments.index)?.lookup(&arguments.name, limit)?;
    if lookup.is_empty() {
        let fault = Fault::new(format!("nothing in the index has the name `{}`", lookup.name));
        let names: Vec<String> = lookup.suggestions.iter().map(|name| format!("`{name}`")).collect();
        return Err(match names.is_empty() {
            true => fault.help("`opsdoc search` looks for words; `opsdoc build` makes the index anew"),
            false => fault.help(format!("did you mean {}?", names.join(", "))),
        });
    }
    let mut out = terminal.out();
    if arguments.json {
        let mut value = serde_json::to_value(&lookup).expect("what is known of a name is JSON");
        add_paths(&mut value, &arguments.output);
        writeln!(out, "{value}")?;
    } else {
        let mut sheet = Sheet { out: &mut out, output: &arguments.output, width: terminal.out_width() };
        sheet.lookup(&lookup)?;
    }
    out.flush()?;
    if let Some(unit) = lookup.first().filter(|_| arguments.open) {
        opener::open(&arguments.output, &unit.page, &unit.anchor, terminal)?;
    }
    Ok(())
}

/// Adds to each place the path of its page.
fn add_paths(value: &mut Value, output: &Path) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| add_paths(value, output)),
        Value::Object(fields) => {
            let text = |name: &str| fields.get(name).and_then(Value::as_str);
            let path = text("page").zip(text("anchor")).map(|(page, anchor)| opener::path(output, page, anchor));
            fields.values_mut().for_each(|value| add_paths(value, output));
            if let Some(path) = path {
                fields.insert("path".into(), path.into());
            }
        }
        _ => {}
    }
}

/// What is written for a person.
struct Sheet<'a, W> {
    out: &'a mut W,
    output: &'a Path,
    width: usize,
}

impl<W: Write> Sheet<'_, W> {
    fn lookup(&mut self, lookup: &Lookup) -> io::Result<()> {
        for thing in &lookup.things {
            self.thing(thing)?;
        }
        if lookup.things.is_empty() {
            writeln!(self.out, "{}  {}\n", paint(STRONG, &lookup.name), prose::faint("is defined nowhere"))?;
        }
        for (word, uses) in lookup.uses() {
            self.uses(heading(word), uses)?;
        }
        if lookup.uses().iter().all(|(_, uses)| uses.total == 0) {
            writeln!(self.out, "{}", prose::faint("no step and no text of the library uses it"))?;
        }
        Ok(())
    }

    /// Says what bears the name.
    fn thing(&mut self, thing: &Thing) -> io::Result<()> {
        let Thing { unit, card, text } = thing;
        let name = if unit.identifier.is_empty() { &unit.title } else { &unit.identifier };
        let system = card.as_ref().map_or("", |card| card.system.as_str());
        let facts = [&unit.kind, system].into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(", ");
        writeln!(self.out, "{}  {}", paint(STRONG, name), prose::faint(&facts))?;
        match card {
            Some(card) => self.card(card)?,
            None => {
                self.text(&unit.breadcrumbs.join(" › "))?;
                self.text(text)?;
                self.row("document", &state(unit))?;
                self.row(
                    "applies to",
                    &unit.missions.iter().chain(&unit.phases).cloned().collect::<Vec<_>>().join(", "),
                )?;
            }
        }
        self.row("page", &paint(CODE, opener::path(self.output, &unit.page, &unit.anchor)).to_string())?;
        writeln!(self.out)
    }

    fn card(&mut self, card: &Card) -> io::Result<()> {
        self.text(&card.description)?;
        self.text(&card.long_description)?;
        if card.is_abstract {
            self.text("Abstract: it cannot be sent itself.")?;
        }
        if !card.consequence.is_empty() {
            let reason = if card.reason.is_empty() { String::new() } else { format!(": {}", card.reason) };
            self.row("consequence", &format!("{}{reason}", paint(WARNING, &card.consequence)))?;
        }
        self.row("on", &card.parameter)?;
        if let Some(values) = &card.values {
            self.row("type", &values.kind)?;
            self.row("unit", &values.unit)?;
            self.row("range", &values.ranges.join(" or "))?;
            self.row("labels", &labels(&values.labels))?;
        }
        for alarm in &card.alarms {
            self.alarm(alarm, card.parameter.is_empty())?;
        }
        for argument in &card.arguments {
            self.row("argument", &self::argument(argument))?;
        }
        for constraint in &card.constraints {
            self.row("sent only if", constraint)?;
        }
        self.row("made from", &card.base)?;
        for note in &card.notes {
            self.row(&note.name, &note.value)?;
        }
        let aliases = card.aliases.iter().map(|alias| match alias.namespace.as_str() {
            "" => alias.name.clone(),
            namespace => format!("{} ({namespace})", alias.name),
        });
        self.row("other names", &aliases.collect::<Vec<_>>().join(", "))
    }

    fn alarm(&mut self, alarm: &CardAlarm, named: bool) -> io::Result<()> {
        let context = if alarm.context.is_empty() { String::new() } else { format!(" where {}", alarm.context) };
        if named {
            self.row("alarm", &format!("{}{context}", alarm.name))?;
        } else {
            self.row("context", &alarm.context)?;
        }
        for level in &alarm.levels {
            self.row(if named { "" } else { "raised" }, &self::level(level))?;
        }
        Ok(())
    }

    /// Says where the name is used in one way.
    fn uses(&mut self, heading: &str, uses: &Uses) -> io::Result<()> {
        if uses.total == 0 {
            return Ok(());
        }
        writeln!(self.out, "{} {}", paint(HEADING, heading), prose::faint(&uses.total.to_string()))?;
        for at in &uses.places {
            self.used_at(at)?;
        }
        let more = uses.total - uses.places.len();
        if more > 0 {
            writeln!(self.out, "  {}", prose::faint(&format!("and {more} more; `--limit` shows them")))?;
        }
        writeln!(self.out)
    }

    fn used_at(&mut self, at: &UsedAt) -> io::Result<()> {
        let UsedAt { unit, says, .. } = at;
        // The title of the page is said by its identifier, where there is one.
        let own = unit.breadcrumbs.get(1..).filter(|own| !own.is_empty() && !unit.document.is_empty());
        let way = own.unwrap_or(&unit.breadcrumbs).join(" › ");
        let name = if unit.document.is_empty() { &unit.identifier } else { &unit.document };
        writeln!(self.out, "  {}  {way}  {}", paint(STRONG, name), prose::faint(&state(unit)))?;
        if !says.is_empty() && *says != way {
            writeln!(self.out, "{}", prose::wrap(says, "      ", self.width))?;
        }
        writeln!(self.out, "      {}", paint(CODE, opener::path(self.output, &unit.page, &unit.anchor)))
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        if text.is_empty() { Ok(()) } else { writeln!(self.out, "{}", prose::wrap(text, "  ", self.width)) }
    }

    /// Writes a fact behind its name, where there is one.
    fn row(&mut self, name: &str, value: &str) -> io::Result<()> {
        /// How wide the names of facts are.
        const NAME: usize = 13;
        if value.is_empty() {
            return Ok(());
        }
        let indent = " ".repeat(NAME + 2);
        let wrapped = prose::wrap(value, &indent, self.width);
        writeln!(self.out, "  {}{}", prose::faint(&format!("{name:<NAME$}")), wrapped.trim_start())
    }
}

fn heading(word: &str) -> &'static str {
    match word {
        "triggers" => "Triggers",
        "sent" => "Sent by",
        "checked" => "Checked by",
        "recorded" => "Recorded by",
        "raised" => "Raised by",
        "called" => "Called by",
        _ => "Mentioned in",
    }
}

/// Says which issue of a document it is, and how ready for use.
fn state(unit: &Unit) -> String {
    let issue = if unit.issue.is_empty() { String::new() } else { format!("issue {}", unit.issue) };
    let kind = unit.kinds.iter().find(|kind| !matches!(kind.as_str(), "procedure" | "manual"));
    let facts = [issue, kind.cloned().unwrap_or_default(), unit.status.clone(), unit.language.clone()];
    facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(", ")
}

fn labels(labels: &[CardLabel]) -> String {
    let mut shown: Vec<String> = labels
        .iter()
        .take(LABELS)
        .map(|label| match label.last {
            Some(last) => format!("{} = {}…{last}", label.label, label.value),
            None => format!("{} = {}", label.label, label.value),
        })
        .collect();
    if labels.len() > LABELS {
        shown.push(format!("and {} more", labels.len() - LABELS));
    }
    shown.join(", ")
}

fn level(level: &CardLevel) -> String {
    let limits = match level.inside.as_str() {
        "" => level.outside.iter().map(|range| format!("outside {range}")).collect(),
        inside => vec![format!("inside {inside}")],
    };
    let labels = (!level.labels.is_empty()).then(|| level.labels.join(", "));
    let when: Vec<String> = limits.into_iter().chain(labels).collect();
    format!("{}: {}", level.level, when.join(", "))
}

fn argument(argument: &CardArgument) -> String {
    let Values { kind, unit, ranges, labels } = &argument.values;
    let default = argument
        .default
        .as_ref()
        .map_or_else(String::new, |value| format!("{} {value}", if argument.fixed { "always" } else { "default" }));
    let facts =
        [kind.clone(), unit.clone(), ranges.join(" or "), self::labels(labels), default, argument.description.clone()];
    let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    match facts.is_empty() {
        true => argument.name.clone(),
        false => format!("{}: {}", argument.name, facts.join(", ")),
    }
}
