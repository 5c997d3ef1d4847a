//! Real documentation, and what is found in it. Every finding of `tests/findings/` was judged by hand, at its place
//! in the source: what is right stays reported, what was false and is mended never comes back. How often each rule is
//! right stands in the manual; `BLESS=1 cargo test` writes the page anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use opsdoc::catalogue::lints;
use opsdoc::diagnostic::Severity;
use opsdoc::pipeline::{self, CheckRequest, Outcome, Request, Silent};

use super::support;

/// A line of a table.
struct Judged {
    path: String,
    line: usize,
    code: String,
    judgement: Judgement,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Judgement {
    Right,
    /// It is reported all the same, and counts against its rule.
    False,
    /// It was false, and is reported no more.
    Mended,
}

/// A set of documents whose findings were judged.
struct Set {
    /// The name of the table.
    name: &'static str,
    /// The folder of the documents.
    data: &'static str,
    /// Whether the table has every finding of a check.
    whole: bool,
    /// What it is, for the manual.
    what: &'static str,
}

const SETS: &[Set] = &[
    Set {
        name: "smart-qso",
        data: "smart-qso",
        whole: true,
        what: "the documentation of a small satellite, as it stands",
    },
    Set {
        name: "smart-qso-with-dictionaries",
        data: "smart-qso",
        whole: true,
        what: "the same, with its own dictionaries of telemetry and commands as the mission database",
    },
    Set { name: "openshift-runbooks", data: "openshift-runbooks", whole: true, what: "runbooks of a data centre" },
    Set {
        name: "dita-ot-docs",
        data: "dita-ot-docs",
        whole: true,
        what: "the manual of a tool in DITA, with Markdown",
    },
    Set {
        name: "fastapi-docs",
        data: "fastapi-docs",
        whole: false,
        what: "the manual of a library in several languages; a random sample",
    },
];

/// Errors that are right less often are no errors.
const LEAST: f64 = 0.95;

#[test]
fn smart_qso() {
    judge("smart-qso");
}

#[test]
fn smart_qso_with_its_dictionaries() {
    judge("smart-qso-with-dictionaries");
}

#[test]
fn openshift_runbooks() {
    judge("openshift-runbooks");
}

#[test]
fn dita_ot_docs() {
    judge("dita-ot-docs");
}

#[test]
fn fastapi_docs() {
    judge("fastapi-docs");
}

/// Checks a set, and builds the PDFs of those documents that the table has findings of PDFs for.
fn judge(name: &str) {
    let set = SETS.iter().find(|set| set.name == name).expect("the set is known");
    let Some(data) = support::data(set.data) else { return };
    let table = table(name);
    let copy = tempfile::tempdir().expect("a temporary folder can be made");
    let docs = with_project(name, &data, copy.path());
    let outcome = pipeline::check(&CheckRequest { docs: docs.clone(), ..CheckRequest::default() }, &Silent)
        .expect("the set can be read");
    let mut found = places(&outcome);
    if set.whole {
        let judged = |(path, line, code): &&(String, usize, String)| {
            table.iter().any(|judged| judged.path == *path && judged.line == *line && judged.code == *code)
        };
        let open: Vec<_> = found.iter().filter(|place| !judged(place)).collect();
        assert!(open.is_empty(), "nobody has judged {open:#?}");
    }
    found.extend(places(&printed(&docs, &table)));
    for Judged { path, line, code, judgement } in &table {
        let reported = found.contains(&(path.clone(), *line, code.clone()));
        assert_eq!(reported, *judgement != Judgement::Mended, "{code} at {path}:{line} is {judgement:?}");
    }
}

/// Returns the folder to check: a copy with a project file where the set has one.
fn with_project(name: &str, data: &Path, copy: &Path) -> PathBuf {
    let Ok(project) = fs::read(tables().join(format!("{name}.toml"))) else { return data.to_owned() };
    support::copy(data, copy);
    support::write(&copy.join("opsdoc.toml"), project);
    copy.to_owned()
}

fn tables() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings")
}

fn table(name: &str) -> Vec<Judged> {
    let text = fs::read_to_string(tables().join(format!("{name}.tsv"))).expect("the table is there");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [place, code, judgement, why] = cells[..] else { panic!("`{line}` has not four cells") };
        let (path, number) = place.rsplit_once(':').expect("a place is a path and a line");
        let judgement = match judgement {
            "right" => Judgement::Right,
            "false" => Judgement::False,
            "mended" => Judgement::Mended,
            other => panic!("`{other}` is no judgement"),
        };
        assert!(!why.is_empty(), "`{line}` gives no reason");
        let line = number.parse().expect("a line is a number");
        Judged { path: path.to_owned(), line, code: code.to_owned(), judgement }
    };
    text.lines().skip(1).map(row).collect()
}

/// How often findings of a kind were right.
#[derive(Default)]
struct Tally {
    right: usize,
    wrong: usize,
    mended: usize,
}

impl Tally {
    fn add(&mut self, judgement: Judgement) {
        match judgement {
            Judgement::Right => self.right += 1,
            Judgement::False => self.wrong += 1,
            Judgement::Mended => self.mended += 1,
        }
    }

    /// Returns how many of those that are reported are right, from 0 to 1; nothing where none is reported.
    fn precision(&self) -> Option<f64> {
        let reported = self.right + self.wrong;
        (reported > 0).then(|| self.right as f64 / reported as f64)
    }
}

#[test]
fn errors_are_right_and_the_manual_says_how_often() {
    let mut kinds: BTreeMap<String, Tally> = BTreeMap::new();
    let mut sets = String::new();
    for set in SETS {
        let mut own = Tally::default();
        for judged in table(set.name) {
            own.add(judged.judgement);
            kinds.entry(judged.code).or_default().add(judged.judgement);
        }
        let extent = if set.whole { "all" } else { "a sample" };
        let Tally { right, wrong, mended } = own;
        let judged = right + wrong;
        writeln!(sets, "| `{}` | {} | {extent} | {judged} | {wrong} | {mended} |", set.name, set.what).unwrap();
    }
    let lints = lints();
    let mut rows = String::new();
    for (code, tally) in &kinds {
        let lint = lints.iter().find(|lint| lint.code == code).unwrap_or_else(|| panic!("{code} is no finding"));
        let precision = tally.precision();
        let is_sure = precision.is_none_or(|precision| precision >= LEAST);
        assert!(is_sure || lint.level != Severity::Error, "{code} is right too seldom for an error");
        let percent = precision.map_or("–".to_owned(), |precision| format!("{:.1} %", precision * 100.0));
        let Tally { right, wrong, mended } = tally;
        let (name, severity) = (lint.name, lint.level);
        let link = format!("[{code} {name}](rules/{name}.md)");
        writeln!(rows, "| {link} | {severity} | {right} | {wrong} | {percent} | {mended} |").unwrap();
    }
    let wanted = PAGE.replace("{sets}", sets.trim_end()).replace("{rows}", rows.trim_end());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs-source/manual/precision.md");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &wanted).expect("the page can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, wanted, "`{}` is not what the tables say; run with BLESS=1", path.display());
}

const PAGE: &str = r#"---
id: OPSDOC-MAN-055
title: How often findings are right
issue: "1"
revision: "0"
status: operational
date: 2026-11-24
lang: en
classification: NON-PROTEGE
authors: [The opsdoc authors]
---

# How often findings are right

Findings on real documents were read one by one, each at its place in the source. A table for each set, under `tests/findings/`, keeps the place, the code, the judgement and the reason. The tests check the sets again: what was right must stay reported, what was false and is mended must not come back, and where a table is complete nobody may have to judge anything new.

An error is right in at least 95 of 100 cases, or it is no error by default. This page is made of the tables.

## Sets

| Set | What it is | Judged | Reported | False | Mended |
|---|---|---|---|---|---|
{sets}

*Mended* are findings that were false once and are reported no more; they do not count as reported.

## By kind of finding

| Finding | Default | Right | False | Precision | Mended |
|---|---|---|---|---|---|
{rows}

A kind that is not in the table was found in none of these sets. Two sets are one library, so a finding that needs no database is judged in both. Few judgements say little: ten right ones of ten are compatible, at 95 %, with one false one in four.

Some are right and of little use to the reader: the sets hold texts alone, without pictures, so that [missing-image](rules/missing-image.md) is right wherever a picture was left out of the set.
"#;

/// Builds the documents alone that the table has findings of PDFs for.
fn printed(set: &Path, table: &[Judged]) -> Outcome {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let docs = folder.path().join("docs");
    let paths: BTreeSet<&str> =
        table.iter().filter(|judged| judged.code.starts_with("X2")).map(|judged| judged.path.as_str()).collect();
    fs::create_dir(&docs).expect("the folder can be made");
    for path in paths {
        support::write(&docs.join(path), fs::read(set.join(path)).expect("the document is there"));
    }
    let (output, index) = (folder.path().join("output"), folder.path().join("index"));
    pipeline::build(&Request { docs, output, index, html: false, pdf: true }, &Silent).expect("it can be built")
}

fn places(outcome: &Outcome) -> BTreeSet<(String, usize, String)> {
    let place = |found: &opsdoc::diagnostic::Diagnostic| {
        let source = outcome.sources.get(found.span().source);
        (source.path.clone(), source.position(found.span().start).0, found.lint.code.to_owned())
    };
    outcome.diagnostics.iter().map(place).collect()
}

#[test]
fn every_document_has_its_page_and_is_in_the_index() {
    for name in ["smart-qso", "openshift-runbooks", "fastapi-docs"] {
        let Some(docs) = support::data(name) else { continue };
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let (output, index) = (folder.path().join("output"), folder.path().join("index"));
        let request =
            Request { docs: docs.clone(), output: output.clone(), index: index.clone(), html: true, pdf: false };
        pipeline::build(&request, &Silent).expect("it can be built");
        let documents: BTreeSet<String> =
            support::contents(&docs).into_keys().filter(|path| path.ends_with(".md")).collect();

        let manifest = opsdoc::write::manifest::Manifest::load(&output).expect("it can be read").expect("it is there");
        let built: BTreeSet<String> = manifest.contents.documents.iter().map(|entry| entry.source.clone()).collect();
        for entry in &manifest.contents.documents {
            let has_page = matches!(&entry.outputs[..], [page] if output.join(&page.path).is_file());
            assert!(has_page, "{}: {:?}", entry.source, entry.outputs);
        }
        assert_eq!(built, documents);
        assert_eq!(indexed(&index), documents);
    }
}

/// Returns the sources that an index has units of.
fn indexed(folder: &Path) -> BTreeSet<String> {
    let index = tantivy::Index::open_in_dir(folder).expect("the index can be opened");
    let field = index.schema().get_field("source").expect("units name their source");
    let reader = index.reader().expect("the index can be read");
    let mut found = BTreeSet::new();
    for segment in reader.searcher().segment_readers() {
        let inverted = segment.inverted_index(field).expect("sources are indexed");
        let mut terms = inverted.terms().stream().expect("the terms can be read");
        while terms.advance() {
            found.insert(String::from_utf8(terms.key().to_vec()).expect("a path is Unicode"));
        }
    }
    found
}
