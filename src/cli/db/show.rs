//! `opsdoc db show`: all that a database says of a name.

use std::io::Write;

use super::item::{self, Item};
use super::{card, json, line, source};
use crate::cli::args::DbShow as Arguments;
use crate::cli::fault::Fault;
use crate::cli::terminal::Terminal;
use crate::diagnostic::did_you_mean;
use crate::model::database::Database;

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<(), Fault> {
    let folder = source::open(&arguments.sources, terminal)?;
    let found = named(&folder.library.database, &arguments.name);
    if found.is_empty() {
        return Err(unknown(&folder.library.database, &arguments.name));
    }
    let mut out = terminal.out();
    for item in found {
        match arguments.json {
            true => line(&mut out, &json::whole(item, &folder))?,
            false => card::write(&mut out, item, &folder, terminal.out_width())?,
        }
    }
    Ok(out.flush()?)
}

/// Returns what bears a name. One element of an array is shown as any: `CELLS[3]` as `CELLS[]`.
fn named<'d>(database: &'d Database, name: &str) -> Vec<Item<'d>> {
    let found: Vec<Item<'d>> = item::all(database).filter(|item| item.is_named(name)).collect();
    if !found.is_empty() || !name.contains(['[', '/']) {
        return found;
    }
    let any: String = name
        .chars()
        .scan(false, |within, c| {
            let shown = !(*within && c.is_ascii_digit());
            *within = c == '[' || (*within && c.is_ascii_digit());
            Some(shown.then_some(c))
        })
        .flatten()
        .collect();
    let dotted = any.replace('/', ".");
    database
        .members
        .iter()
        .filter(|member| member.name.text == any || member.name.text == dotted)
        .map(Item::Parameter)
        .collect()
}

fn unknown(database: &Database, name: &str) -> Fault {
    let fault = Fault::new(format!("nothing in the database has the name `{name}`"));
    let lower = name.to_lowercase();
    let names = || item::all(database).map(|item| item.name().as_str());
    let near = names().find(|known| known.to_lowercase() == lower).or_else(|| did_you_mean(name, names()));
    match near {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help("`opsdoc db search` looks for words"),
    }
}
