//! `opsdoc db diff`: what two databases say otherwise.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{line, short, source};
use crate::cli::args::DbDiff as Arguments;
use crate::cli::fault::Fault;
use crate::cli::progress::Bar;
use crate::cli::prose;
use crate::cli::terminal::Terminal;
use crate::compare::{self, Change, ChangeKind, Side};
use crate::model::inline::Kind;
use crate::pipeline::load::Folder;
use crate::pipeline::since;
use crate::report::style::{CODE, DONE, ERROR, STRONG, WARNING, paint};

/// A value longer than this is cut in a terminal.
const LONGEST: usize = 60;

pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<(), Fault> {
    let (old, new) = match (&arguments.since, &arguments.old, &arguments.new) {
        (Some(revision), docs, None) => {
            let docs = docs.as_deref().unwrap_or(Path::new("docs-source"));
            let both = since::load_both(docs, revision, &Bar::new(terminal))?;
            (both.old, both.new)
        }
        (None, Some(old), Some(new)) => (open(old, terminal)?, open(new, terminal)?),
        (Some(_), _, Some(_)) => return Err(Fault::new("`--since` compares one documentation folder with itself")),
        _ => return Err(Fault::new("name two databases, or `--since` a revision")),
    };
    let [before, after] =
        [&old, &new].map(|folder| Side { library: &folder.library, sources: &folder.gathered.sources });
    let of_database = |change: &Change| matches!(change.item.kind, Kind::Telecommand | Kind::Parameter | Kind::Alarm);
    let changes: Vec<Change> = compare::changes(before, after).into_iter().filter(of_database).collect();
    let mut out = terminal.out();
    for change in &changes {
        match arguments.json {
            true => line(&mut out, &json_of(change))?,
            false => human(&mut out, change)?,
        }
    }
    out.flush()?;
    terminal.note(&summary(&changes))?;
    Ok(())
}

fn open(path: &Path, terminal: &Terminal) -> Result<Folder, Fault> {
    source::open(&[PathBuf::from(path)], terminal)
}

fn word(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "added",
        ChangeKind::Removed => "removed",
        ChangeKind::Changed => "changed",
    }
}

fn json_of(change: &Change) -> Value {
    let field = |field: &compare::FieldChange| json!({ "field": field.name.as_str(), "old": field.old.as_deref(), "new": field.new.as_deref() });
    json!({
        "kind": change.item.kind.name(),
        "name": change.item.name.as_str(),
        "system": change.bearer.as_str(),
        "change": word(change.kind),
        "fields": change.fields.iter().map(field).collect::<Vec<_>>(),
    })
}

fn human(out: &mut impl Write, change: &Change) -> io::Result<()> {
    let (sign, style) = match change.kind {
        ChangeKind::Added => ("+", DONE),
        ChangeKind::Removed => ("−", ERROR),
        ChangeKind::Changed => ("~", WARNING),
    };
    let (kind, name) = (change.item.kind.name(), paint(STRONG, &change.item.name));
    writeln!(out, "{} {kind} {name} {}", paint(style, sign), prose::faint(&change.bearer))?;
    for field in &change.fields {
        let shown = |value: &Option<ecow::EcoString>| match value {
            Some(value) => paint(CODE, short(value, LONGEST)).to_string(),
            None => "nothing".to_owned(),
        };
        writeln!(out, "    {}: {} → {}", field.name, shown(&field.old), shown(&field.new))?;
    }
    Ok(())
}

fn summary(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "the databases say the same".to_owned();
    }
    let count = |kind: ChangeKind| changes.iter().filter(|change| change.kind == kind).count();
    let counts = [ChangeKind::Added, ChangeKind::Removed, ChangeKind::Changed].map(|kind| (count(kind), word(kind)));
    let counts: Vec<String> = counts.iter().map(|(count, word)| format!("{count} {word}")).collect();
    counts.join(", ")
}
