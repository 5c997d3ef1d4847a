//! `opsdoc search`: looks something up.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::args::Search;
use super::console;
use super::fault::Fault;
use super::opener;
use super::prose;
use super::terminal::Terminal;
use crate::index::answer::{Answer, Hit};
use crate::index::facets::Facet;
use crate::index::open::Index;
use crate::index::query::{Filters, Query};
use crate::index::snippet::Snippet;
use crate::report::style::{CODE, STRONG, paint};
use crate::report::summary::counted;

pub(super) fn run(arguments: &Search, terminal: &Terminal) -> Result<(), Fault> {
    let query = Query {
        text: arguments.query.join(" "),
        limit: arguments.limit,
        filters: Filters {
            kind: arguments.kind.clone(),
            mission: arguments.mission.clone(),
            phase: arguments.phase.clone(),
            environment: arguments.environment.clone(),
            status: arguments.status.clone(),
            language: arguments.lang.clone(),
        },
    };
    let is_asked = !query.text.trim().is_empty() || query.filters != Filters::default();
    if arguments.tui || (!is_asked && !arguments.json && terminal.is_seen()) {
        if !terminal.is_seen() {
            return Err(Fault::new("a full screen needs a terminal").help("leave `--tui` out"));
        }
        return console::run(&Index::open(&arguments.index)?, query, &arguments.output, terminal);
    }
    if !is_asked {
        return Err(Fault::new(
            "there is nothing to look for: say what, as in `opsdoc search <QUERY>...`, or a filter",
        ));
    }
    let answer = Index::open(&arguments.index)?.search(&query)?;
    let mut out = terminal.out();
    for (at, hit) in answer.hits.iter().enumerate() {
        match arguments.json {
            true => json(&mut out, hit, &arguments.output)?,
            false => human(&mut out, at + 1, hit, &arguments.output, terminal.out_width())?,
        }
    }
    if arguments.facets {
        match arguments.json {
            true => writeln!(out, "{}", serde_json::json!({ "total": answer.total, "facets": answer.facets }))?,
            false => facets(&mut out, &answer, terminal.out_width())?,
        }
    }
    out.flush()?;
    remarks(&answer, &query, terminal)?;
    match answer.hits.first().filter(|_| arguments.open) {
        Some(hit) => opener::open(&arguments.output, &hit.page, &hit.anchor, terminal),
        None => Ok(()),
    }
}

/// Writes how many of all that were found have each value.
fn facets(out: &mut impl Write, answer: &Answer, width: usize) -> io::Result<()> {
    for Facet { name, values } in &answer.facets {
        let counts: Vec<_> = values.iter().map(|(value, count)| format!("{value} {count}")).collect();
        if !counts.is_empty() {
            let counts = prose::wrap(&counts.join(", "), &" ".repeat(18), width);
            writeln!(out, "    {} {}", prose::faint(&format!("{name:<13}")), counts.trim_start())?;
        }
    }
    Ok(())
}

/// Writes a hit for a program: what the index says of it, and the path to its page.
fn json(out: &mut impl Write, hit: &Hit, output: &Path) -> io::Result<()> {
    #[derive(Serialize)]
    struct Line<'a> {
        path: String,
        #[serde(flatten)]
        hit: &'a Hit,
    }
    serde_json::to_writer(&mut *out, &Line { path: opener::path(output, &hit.page, &hit.anchor), hit })?;
    out.write_all(b"\n")
}

/// Writes a hit for a person: the way to it, what it is, what it says of the question, and its page.
fn human(out: &mut impl Write, number: usize, hit: &Hit, output: &Path, width: usize) -> io::Result<()> {
    let number = format!("{number}.");
    writeln!(out, "{number:<3} {}", paint(STRONG, hit.breadcrumbs.join(" › ")))?;
    let issue = if hit.issue.is_empty() { String::new() } else { format!(" issue {}", hit.issue) };
    let facts = [format!("{}{issue}", hit.document), hit.kind.clone(), hit.status.clone(), hit.language.clone()];
    let facts: Vec<_> = facts.into_iter().filter(|fact| !fact.trim().is_empty()).collect();
    writeln!(out, "    {}", prose::faint(&facts.join(", ")))?;
    if !hit.snippet.text.is_empty() {
        writeln!(out, "{}", prose::wrap(&marked(&hit.snippet), "    ", width))?;
    }
    writeln!(out, "    {}\n", paint(CODE, opener::path(output, &hit.page, &hit.anchor)))
}

/// Returns a snippet with what was asked for made strong.
fn marked(snippet: &Snippet) -> String {
    let mut text = String::new();
    let mut done = 0;
    for mark in &snippet.marks {
        text.push_str(&snippet.text[done..mark.start]);
        text.push_str(&paint(STRONG, &snippet.text[mark.clone()]).to_string());
        done = mark.end;
    }
    text + &snippet.text[done..]
}

/// Says what else there is to know of an answer.
fn remarks(answer: &Answer, query: &Query, terminal: &Terminal) -> Result<(), Fault> {
    for correction in &answer.corrections {
        terminal.note(&format!("nothing holds `{}`; looked for `{}` instead", correction.written, correction.used))?;
    }
    if !answer.suggestions.is_empty() {
        let names: Vec<_> = answer.suggestions.iter().map(|name| format!("`{name}`")).collect();
        terminal.note(&format!("did you mean {}?", names.join(", ")))?;
    }
    match (answer.total, answer.hits.len()) {
        (0, _) if query.text.trim().is_empty() => terminal.note("nothing was found")?,
        (0, _) => terminal.note(&format!("nothing was found for `{}`", query.text))?,
        (total, shown) if shown < total => {
            let places = counted(total, "place");
            terminal.note(&format!("found in {places}, of which these are the best {shown}; `--limit` shows more"))?;
        }
        _ => {}
    }
    Ok(())
}
