//! Proposes a dialect for a folder of Markdown: how its procedures are written, as far as can be seen.
//!
//! 1. [`survey`] counts what the documents hold: tables and their heads, labels, lists, fences, identifiers.
//! 2. [`vocabulary`] knows the usual words of heads and labels in English, French and German.
//! 3. This file writes the dialect, reads the documents by it, and says what was placed.

mod survey;
mod vocabulary;

use std::fmt::Write;

use self::survey::{Column, Survey};
use crate::model::document::Document;
use crate::project;
use crate::project::dialect::{Dialect, Means};
use crate::read::markdown::dialect;
use crate::text::digest::Digest;
use crate::text::source::Source;
use crate::text::span::SourceId;

/// How many words a list of the dialect may have; more are rare ones.
const MOST_WORDS: usize = 14;

/// A proposal, and what comes of it.
#[derive(Debug)]
pub struct Proposal {
    /// The dialect, as the project file would have it; nothing where no step was seen.
    pub dialect: Option<String>,
    /// What it places, by document, in the order of the documents.
    pub files: Vec<Reading>,
    /// Whether the documents may well be no procedures.
    pub doubtful: bool,
}

/// What a dialect places of one document.
#[derive(Debug)]
pub struct Reading {
    /// The path.
    pub path: String,
    /// The steps that are placed.
    pub steps: usize,
    /// What looks like steps and is not placed: line, how many, why.
    pub unplaced: Vec<(usize, usize, String)>,
}

impl Reading {
    /// Returns how many steps there seem to be.
    pub fn candidates(&self) -> usize {
        self.steps + self.unplaced.iter().map(|(_, count, _)| count).sum::<usize>()
    }
}

/// Proposes a dialect for documents that were read without one.
pub fn propose(documents: &[(Source, Document)]) -> Proposal {
    let survey = Survey::of(documents);
    let none = || Proposal { dialect: None, files: Vec::new(), doubtful: true };
    if survey.files.is_empty() {
        return none();
    }
    let text = written(&survey, &survey.files);
    let Some(first) = parsed(&text) else { return none() };
    // Only files in which it places something are its own.
    let files = readings(documents, first);
    let own: Vec<String> = files.iter().filter(|file| file.steps > 0).map(|file| file.path.clone()).collect();
    if own.is_empty() {
        return Proposal { dialect: None, files, doubtful: true };
    }
    let text = written(&survey, &survey::patterns(&own, documents));
    let files = parsed(&text).map_or(files, |dialect| readings(documents, dialect));
    Proposal { dialect: Some(text), files, doubtful: survey.is_lists() }
}

/// Reads the proposal as the project file would be read.
fn parsed(text: &str) -> Option<Dialect> {
    let source = Source::new("opsdoc.toml", text, Digest::of(text.as_bytes()));
    let (project, _) = project::reader::read(SourceId(0), &source).ok()?;
    project.dialects.into_iter().next()
}

fn readings(documents: &[(Source, Document)], dialect: Dialect) -> Vec<Reading> {
    let dialects = [dialect];
    let mut readings = Vec::new();
    for (source, document) in documents {
        let mut document = document.clone();
        let placed = dialect::read(&mut document, source, &dialects);
        let line = |unplaced: &dialect::Unplaced| source.position(unplaced.place.start).0;
        let unplaced: Vec<_> = placed.unplaced.iter().map(|one| (line(one), one.count, one.why.clone())).collect();
        if placed.steps > 0 || !unplaced.is_empty() {
            readings.push(Reading { path: source.path.clone(), steps: placed.steps, unplaced });
        }
    }
    readings
}

/// Writes the dialect.
fn written(survey: &Survey, files: &[String]) -> String {
    let mut out = String::new();
    line(&mut out, "# How procedures are written here; see the manual, \"Procedures in Markdown\".");
    line(&mut out, "[[dialect]]");
    line(&mut out, "name = \"procedures\"");
    line(&mut out, &format!("files = {}", list(files)));
    if let Some((pattern, count, example)) = &survey.section {
        line(&mut out, &format!("# {count} headings begin a procedure, as `{example}`"));
        line(&mut out, &format!("section = '^(?:[\\d.]+\\s+)?(?<id>{pattern})\\b'"));
    }
    if let Some((pattern, count, example)) = &survey.id {
        line(&mut out, &format!("# {count} documents are procedures, as `{example}`"));
        line(&mut out, &format!("id = '{pattern}'"));
    }
    line(
        &mut out,
        "kind = \"procedure\"   # FCP, CRP, GCP, OBCP; or by the beginning of the id: { \"CP-\" = \"CRP\" }",
    );
    if let Some((word, count)) = &survey.word {
        line(&mut out, &format!("# {count} headings or lines begin with this word and a number"));
        line(&mut out, &format!("step = '^{word}\\s+(?<number>\\d+(?:\\.\\d+)*)\\s*(?:[—–:.-]+\\s*(?<title>.*))?$'"));
    }
    let shapes: Vec<String> = survey.own_shapes().into_iter().map(str::to_owned).collect();
    let seen: Vec<String> = survey.shapes().iter().map(|(shape, count)| format!("{shape} {count}")).collect();
    line(&mut out, &format!("steps = {}   # seen: {}", list(&shapes), seen.join(", ")));
    if survey.is_lists() {
        line(&mut out, "# hardly anything but lists was seen, and no identifiers: these may be no procedures");
    }
    line(&mut out, "# under = '(?i)procedure|steps'   # only below such headings");
    table(&mut out, "dialect.metadata", &survey.metadata);
    table(&mut out, "dialect.parts", &survey.parts);
    let (known, unknown) = survey.columns();
    table(&mut out, "dialect.columns", &known);
    if !unknown.is_empty() {
        let shown: Vec<String> = unknown.iter().take(MOST_WORDS).map(counted).collect();
        line(&mut out, &format!("# kept with their heads: {}", shown.join(", ")));
    }
    let (known, unknown) = survey.labels();
    table(&mut out, "dialect.labels", &known);
    if !unknown.is_empty() {
        let shown: Vec<String> = unknown.iter().take(MOST_WORDS).map(counted).collect();
        line(&mut out, &format!("# other labels: {}", shown.join(", ")));
    }
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn counted(column: &Column) -> String {
    format!("{} ({})", column.shown, column.count)
}

fn table<K: AsRef<str>>(out: &mut String, name: &str, rows: &[(K, Vec<Column>)]) {
    if rows.is_empty() {
        return;
    }
    line(out, &format!("[{name}]"));
    for (key, words) in rows {
        let count: usize = words.iter().map(|word| word.count).sum();
        let words: Vec<String> = words.iter().take(MOST_WORDS).map(|word| word.shown.clone()).collect();
        _ = writeln!(out, "{} = {}   # {count}", key.as_ref(), list(&words));
    }
}

fn list(words: &[String]) -> String {
    let quoted: Vec<String> =
        words.iter().map(|word| format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))).collect();
    format!("[{}]", quoted.join(", "))
}

/// Returns the key of a meaning in the project file.
fn key(means: Means) -> &'static str {
    Means::ALL.iter().find(|(_, known)| *known == means).map_or("", |(key, _)| key)
}
