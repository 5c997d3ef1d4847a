//! `opsdoc db search`: items by words.

use std::io::{self, Write};

use super::item::{self, Item};
use super::{json, line, short, source};
use crate::cli::args::DbSearch as Arguments;
use crate::cli::fault::Fault;
use crate::cli::prose;
use crate::cli::terminal::Terminal;
use crate::diagnostic::did_you_mean;
use crate::pipeline::load::Folder;
use crate::report::style::{CODE, STRONG, paint};
use crate::report::summary::counted;

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<(), Fault> {
    let folder = source::open(&arguments.sources, terminal)?;
    let words: Vec<String> =
        arguments.words.iter().flat_map(|word| word.split_whitespace()).map(str::to_lowercase).collect();
    let database = &folder.library.database;
    let wanted = item::all(database).filter(|item| arguments.kind.is_none_or(|kind| kind == item.kind()));
    let mut found: Vec<(u32, Item<'_>)> = wanted.filter_map(|item| Some((rank(item, &words)?, item))).collect();
    // Of those that fit alike, the first declared comes first.
    found.sort_by_key(|(rank, _)| *rank);
    let mut out = terminal.out();
    for (_, item) in found.iter().take(arguments.limit) {
        match arguments.json {
            true => line(&mut out, &json::head(*item, &folder))?,
            false => human(&mut out, *item, &folder, terminal.out_width())?,
        }
    }
    out.flush()?;
    let asked = arguments.words.join(" ");
    if found.is_empty() {
        terminal.note(&format!("nothing was found for `{asked}`"))?;
        let names = item::all(database).map(|item| item.name().as_str());
        if let Some(near) = did_you_mean(&asked, names) {
            terminal.note(&format!("did you mean `{near}`?"))?;
        }
    } else if found.len() > arguments.limit {
        let places = counted(found.len(), "item");
        terminal.note(&format!("found in {places}; `--limit` shows more than {}", arguments.limit))?;
    }
    Ok(())
}

/// Returns how well an item fits, the least best; nothing where a word is not in it.
fn rank(item: Item<'_>, words: &[String]) -> Option<u32> {
    let name = item.name().as_str().to_lowercase();
    let aliases: Vec<_> = item.aliases().iter().map(|alias| alias.name.text.to_lowercase()).collect();
    let described = format!("{} {}", item.description(), item.long_description()).to_lowercase();
    let others = others(item).to_lowercase();
    let mut sum = 0;
    for word in words {
        sum += match word.as_str() {
            word if name == *word || aliases.iter().any(|alias| *alias == *word) => 0,
            word if name.starts_with(word) => 1,
            word if name.contains(word) => 2,
            word if aliases.iter().any(|alias| alias.contains(word)) => 3,
            word if described.split(|c: char| !c.is_alphanumeric()).any(|part| part == word) => 4,
            word if described.contains(word) => 5,
            word if others.contains(word) => 6,
            _ => return None,
        };
    }
    Some(sum)
}

/// Returns what else is said of an item: its system, its labels, its arguments.
fn others(item: Item<'_>) -> String {
    let mut words = vec![item.system().to_owned(), item.summary().to_string()];
    match item {
        Item::Parameter(parameter) => {
            words.extend(parameter.data_type.labels.iter().map(|label| label.label.to_string()));
        }
        Item::Telecommand(telecommand) => {
            for argument in &telecommand.arguments {
                words.push(format!("{} {}", argument.name.text, argument.description));
                words.extend(argument.data_type.labels.iter().map(|label| label.label.to_string()));
            }
        }
        Item::Container(container) => words.extend(container.entries.iter().map(|entry| entry.name.text.to_string())),
        Item::Alarm(..) => {}
    }
    words.join(" ")
}

fn human(out: &mut impl Write, item: Item<'_>, folder: &Folder, width: usize) -> io::Result<()> {
    let (path, line, _) = item::place(folder, item.span());
    let summary = item.summary();
    writeln!(out, "{} {}  {summary}", item.kind().word(), paint(STRONG, item.name().as_str()))?;
    if !item.description().is_empty() {
        writeln!(out, "  {}", short(item.description(), width.saturating_sub(2)))?;
    }
    writeln!(out, "  {} {}", paint(CODE, format!("{path}:{line}")), prose::faint(item.system()))
}
