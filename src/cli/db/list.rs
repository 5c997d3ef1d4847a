//! `opsdoc db list`: what a database holds.

use std::io::{self, Write};

use serde_json::json;

use super::item::{self, Item};
use super::{json, line, padded, short, source};
use crate::cli::args::{DbKind, DbList as Arguments};
use crate::cli::fault::Fault;
use crate::cli::prose;
use crate::cli::terminal::Terminal;
use crate::diagnostic::did_you_mean;
use crate::model::database::Database;
use crate::pipeline::load::Folder;
use crate::report::style::{CODE, STRONG, paint};
use crate::report::summary::counted;
use crate::text::span::SourceId;

/// How wide a column of names, and one of summaries, is at most.
const NAMES: usize = 32;
const SUMMARIES: usize = 34;

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<(), Fault> {
    let folder = source::open(&arguments.sources, terminal)?;
    let mut out = terminal.out();
    if arguments.summary {
        by_file(&mut out, &folder, arguments.json)?;
        return Ok(out.flush()?);
    }
    let database = &folder.library.database;
    if let Some(system) = &arguments.system
        && !item::all(database).any(|item| is_within(item.system(), system))
    {
        let fault = Fault::new(format!("there is no system `{system}`"));
        let bare = |path: &'_ str| path.trim_matches('/').to_owned();
        let known: Vec<String> = item::all(database).map(|item| bare(item.system())).collect();
        let near = did_you_mean(&bare(system), known.iter().map(String::as_str));
        return Err(fault.help(near.map_or_else(|| systems(database), |near| format!("did you mean `/{near}`?"))));
    }
    let wanted = |item: &Item<'_>| {
        let within = arguments.system.as_ref().is_none_or(|system| is_within(item.system(), system));
        within && arguments.kind.is_none_or(|kind| kind == item.kind())
    };
    let mut items: Vec<Item<'_>> = item::declared(database).filter(wanted).collect();
    if arguments.json {
        for item in &items {
            line(&mut out, &json::head(*item, &folder))?;
        }
        return Ok(out.flush()?);
    }
    items.sort_by_key(|item| (item.system(), item.kind()));
    human(&mut out, &items, terminal.out_width())?;
    out.flush()?;
    terminal.note(&totals(&items))?;
    Ok(())
}

/// Tells whether a system is another one, or stands within it.
fn is_within(system: &str, other: &str) -> bool {
    let other = other.trim_end_matches('/');
    let other = if other.starts_with('/') { other.to_owned() } else { format!("/{other}") };
    system.strip_prefix(other.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        || system.ends_with(other.as_str())
        || system.contains(&format!("{other}/"))
}

fn systems(database: &Database) -> String {
    let mut systems: Vec<&str> = item::all(database).map(Item::system).filter(|system| !system.is_empty()).collect();
    systems.sort_unstable();
    systems.dedup();
    let shown: Vec<String> = systems.iter().take(8).map(|system| format!("`{system}`")).collect();
    format!("the systems are {}", shown.join(", "))
}

/// Writes the items under the systems that hold them, in columns.
fn human(out: &mut impl Write, items: &[Item<'_>], width: usize) -> io::Result<()> {
    let mut last: Option<(&str, DbKind)> = None;
    let mut rest = items;
    while let Some(first) = rest.first() {
        let (system, kind) = (first.system(), first.kind());
        let count = rest.iter().take_while(|item| (item.system(), item.kind()) == (system, kind)).count();
        let (group, after) = rest.split_at(count);
        rest = after;
        if last.is_none_or(|(last, _)| last != system) {
            let gap = if last.is_some() { "\n" } else { "" };
            writeln!(out, "{gap}{}", paint(STRONG, if system.is_empty() { "/" } else { system }))?;
        }
        last = Some((system, kind));
        writeln!(out, "  {}", prose::faint(&counted(count, kind.word())))?;
        rows(out, group, width)?;
    }
    Ok(())
}

fn rows(out: &mut impl Write, group: &[Item<'_>], width: usize) -> io::Result<()> {
    let widest = |text: &dyn Fn(&Item<'_>) -> usize, most: usize| group.iter().map(text).max().unwrap_or(0).min(most);
    let names = widest(&|item| item.name().as_str().chars().count(), NAMES);
    let summaries = widest(&|item| item.summary().chars().count(), SUMMARIES);
    for item in group {
        let name = padded(item.name().as_str(), names);
        let summary = padded(&short(&item.summary(), SUMMARIES), summaries);
        let used = 4 + name.chars().count() + 2 + summary.chars().count() + 2;
        let description = short(item.description(), width.saturating_sub(used).max(16));
        let (summary, description) = match description.is_empty() {
            true => (summary.trim_end(), String::new()),
            false => (summary.as_str(), format!("  {}", prose::faint(&description))),
        };
        writeln!(out, "    {}  {summary}{description}", paint(CODE, name))?;
    }
    Ok(())
}

fn totals(items: &[Item<'_>]) -> String {
    let count = |kind: DbKind| items.iter().filter(|item| item.kind() == kind).count();
    let counts = DbKind::ALL.iter().map(|kind| (count(*kind), kind.word())).filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, word)| counted(count, word)).collect();
    if counts.is_empty() { "nothing is there".to_owned() } else { counts.join(", ") }
}

/// What a file of the database declares, in numbers. What is inherited does not count.
struct Counts<'f> {
    path: &'f str,
    counts: [usize; 7],
}

/// What is counted, in this order.
const COUNTED: [&str; 7] = ["parameters", "telecommands", "arguments", "ranges", "labels", "alarms", "containers"];

fn count(folder: &Folder, source: SourceId) -> Counts<'_> {
    let database = &folder.library.database;
    let telecommands = database.telecommands.iter().filter(|telecommand| telecommand.name.span.source == source);
    let arguments = |telecommand: &crate::model::database::Telecommand| {
        let within = telecommand.span.range();
        let own = telecommand.arguments.iter().filter(|argument| argument.span.source == source);
        own.filter(|argument| within.contains(&(argument.span.start as usize))).count()
    };
    let types = || database.types.iter().filter(|declared| declared.name.span.source == source);
    // A catalogue declares no types: what its items say is all.
    let typed = types().next().is_some();
    let parameters = || database.parameters.iter().filter(|parameter| parameter.name.span.source == source);
    let said = |of_types: usize, of_items: usize| if typed { of_types } else { of_items };
    let counts = [
        parameters().count(),
        telecommands.clone().count(),
        match typed {
            true => telecommands.map(arguments).sum(),
            false => telecommands.map(|telecommand| telecommand.arguments.len()).sum(),
        },
        said(types().map(|declared| declared.ranges).sum(), parameters().map(|item| item.data_type.ranges.len()).sum()),
        said(types().map(|declared| declared.labels).sum(), parameters().map(|item| item.data_type.labels.len()).sum()),
        said(types().map(|declared| declared.alarms).sum(), parameters().map(|item| item.alarms.len()).sum()),
        database.containers.iter().filter(|container| container.name.span.source == source).count(),
    ];
    Counts { path: &folder.gathered.sources.get(source).path, counts }
}

/// Writes how much each file declares, and all of them.
fn by_file(out: &mut impl Write, folder: &Folder, as_json: bool) -> io::Result<()> {
    let files: Vec<Counts<'_>> = folder.library.database.sources.iter().map(|source| count(folder, *source)).collect();
    if as_json {
        for file in &files {
            let mut value = json!({ "path": file.path });
            for (name, count) in COUNTED.iter().zip(file.counts) {
                value[*name] = count.into();
            }
            line(out, &value)?;
        }
        return Ok(());
    }
    let names = files.iter().map(|file| file.path.chars().count()).chain([5]).max().unwrap_or(0);
    let heads: Vec<String> = COUNTED.iter().map(|head| format!("{head:>14}")).collect();
    writeln!(out, "{}{}", padded("file", names), prose::faint(&heads.concat()))?;
    let row = |counts: [usize; 7]| counts.iter().map(|count| format!("{count:>14}")).collect::<String>();
    for file in &files {
        writeln!(out, "{}{}", paint(CODE, padded(file.path, names)), row(file.counts))?;
    }
    if files.len() > 1 {
        let mut sum = [0; 7];
        files.iter().for_each(|file| sum.iter_mut().zip(file.counts).for_each(|(sum, count)| *sum += count));
        writeln!(out, "{}", paint(STRONG, format!("{}{}", padded("all", names), row(sum))))?;
    }
    Ok(())
}
