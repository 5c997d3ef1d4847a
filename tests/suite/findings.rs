//! Real documentation, and what is found in it. Every finding of `tests/findings/` was judged by hand, at its place
//! in the source: what is right stays reported, what is false never comes back.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use opsdoc::pipeline::{self, CheckRequest, Outcome, Request, Silent};

use super::support;

/// A line of a table.
struct Judged {
    path: String,
    line: usize,
    code: String,
    right: bool,
}

#[test]
fn smart_qso() {
    judge("smart-qso", &[("L002", 2), ("R004", 2), ("X105", 4)]);
}

#[test]
fn openshift_runbooks() {
    judge("openshift-runbooks", &[("R004", 9), ("R005", 8)]);
}

#[test]
fn fastapi_docs() {
    judge("fastapi-docs", &[("R004", 87), ("R005", 1582), ("X104", 61)]);
}

/// Checks a set, and builds the PDFs of those documents that the table has findings of PDFs for.
fn judge(name: &str, counts: &[(&str, usize)]) {
    let Some(set) = support::data(name) else { return };
    let table = table(name);
    let outcome = pipeline::check(&CheckRequest { docs: set.clone(), ..CheckRequest::default() }, &Silent)
        .expect("the set can be read");
    let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
    outcome.diagnostics.iter().for_each(|found| *by_code.entry(found.lint.code).or_default() += 1);
    assert_eq!(by_code, counts.iter().copied().collect(), "how many findings there are, by code");

    let mut found = places(&outcome);
    found.extend(places(&printed(&set, &table)));
    for Judged { path, line, code, right } in &table {
        let reported = found.contains(&(path.clone(), *line, code.clone()));
        assert_eq!(reported, *right, "{code} at {path}:{line} is {}", if *right { "right" } else { "false" });
    }
}

fn table(name: &str) -> Vec<Judged> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/findings/{name}.tsv"));
    let text = fs::read_to_string(&file).expect("the table is there");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [place, code, judgement, why] = cells[..] else { panic!("`{line}` has not four cells") };
        let (path, number) = place.rsplit_once(':').expect("a place is a path and a line");
        assert!(matches!(judgement, "right" | "false") && !why.is_empty(), "`{line}`");
        let line = number.parse().expect("a line is a number");
        Judged { path: path.to_owned(), line, code: code.to_owned(), right: judgement == "right" }
    };
    text.lines().skip(1).map(row).collect()
}

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
