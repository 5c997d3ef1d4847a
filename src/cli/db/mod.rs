//! `opsdoc db`: lists, shows, searches and compares mission databases.
//!
//! 1. [`source`] reads what was named: a documentation folder, or files of a database.
//! 2. [`item`] is anything in a database that has a name.
//! 3. [`list`], [`show`], [`search`] and [`diff`] answer, for a person or, by [`json`], for a program.

mod card;
mod diff;
mod item;
mod json;
mod list;
mod search;
mod show;
mod source;

use std::io::{self, Write};

use serde_json::Value;

use super::args::Db as Arguments;
use super::args::DbWhat;
use super::fault::Fault;
use super::terminal::Terminal;

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<(), Fault> {
    match &arguments.what {
        DbWhat::List(arguments) => list::run(arguments, terminal),
        DbWhat::Show(arguments) => show::run(arguments, terminal),
        DbWhat::Search(arguments) => search::run(arguments, terminal),
        DbWhat::Diff(arguments) => diff::run(arguments, terminal),
    }
}

/// Writes one object for a program.
fn line(out: &mut impl Write, value: &Value) -> io::Result<()> {
    writeln!(out, "{value}")
}

/// Shortens a text to one line of so many characters.
fn short(text: &str, most: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match flat.chars().count() > most {
        true => format!("{}…", flat.chars().take(most.saturating_sub(1)).collect::<String>().trim_end()),
        false => flat,
    }
}

/// Fills a text up to so many characters.
fn padded(text: &str, width: usize) -> String {
    let length = text.chars().count();
    format!("{text}{}", " ".repeat(width.saturating_sub(length)))
}
