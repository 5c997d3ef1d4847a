//! A folder that is edited text by text is the folder that would be loaded anew.

use std::fs;
use std::path::Path;

use opsdoc::gather::worktree::Worktree;
use opsdoc::pipeline::load::{self, Folder};
use opsdoc::pipeline::workspace::Workspace;
use opsdoc::pipeline::{Silent, load::rules};

use super::support;

/// Says everything that linking found, and everything that reading and the rules found.
fn said(folder: &Folder) -> String {
    let library = &folder.library;
    let mut findings: Vec<String> = rules(folder.subject(None), &Silent)
        .iter()
        .chain(&folder.problems)
        .map(|finding| format!("{} {:?} {}", finding.lint.code, finding.span(), finding.message))
        .collect();
    findings.sort();
    let symbols: Vec<_> = library.symbols.iter().collect();
    format!(
        "{findings:#?}\n{symbols:#?}\n{:#?}\n{:#?}\n{:#?}",
        library.links, library.symbol_citations, library.document_citations
    )
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => _ = fs::copy(entry.path(), target).unwrap(),
        }
    }
}

#[test]
fn edits_lead_to_what_loading_gives() {
    let place = tempfile::tempdir().unwrap();
    copy(&support::docs(), place.path());
    let mut workspace = Workspace::open(place.path()).unwrap();
    let procedure = "procedures/flight-control/fcp-aoc-010.xml";
    let manual = "operations/aocs-manual.en.md";
    for (path, from, to) in [
        (manual, "\n## ", "\nA word on AOC_MODE = SAFF and [nothing](nowhere.md).\n\n## "),
        (manual, "## Modes", "## The modes"),
        (manual, "MAN-AOC-002", "MAN-AOC-022"),
        (procedure, "<title>", "<title>É 🛰 "),
        (procedure, "id=\"step-5\"", "id=\"step-55\""),
        (procedure, "TC_AOC_SET_MODE", "TC_AOC_SET_MOD"),
        (procedure, "status=\"operational\"", "status=\"superseded\""),
        ("database/platform.xml", "AOC_MODE\"", "AOC_MODUS\""),
        (procedure, "</procedure>", ""),
        ("opsdoc.toml", "(MAN|NOTE)-", "(MAN|NOTE|MEMO)-"),
        ("operations/new.md", "", "# New\n\n[[FCP-AOC-010#step-1]]\n"),
    ] {
        let file = place.path().join(path);
        let old = fs::read_to_string(&file).unwrap_or_default();
        assert!(old.contains(from), "`{from}` is not in {path}");
        let new = if from.is_empty() { to.to_owned() } else { old.replacen(from, to, 1) };
        workspace.edit(path, &new);
        fs::write(&file, new).unwrap();
        let loaded = load::load(&Worktree::new(place.path(), &[]), &Silent).unwrap();
        let (edited, loaded) = (said(workspace.folder()), said(&loaded));
        let differ = edited.lines().zip(loaded.lines()).find(|(edited, loaded)| edited != loaded);
        assert!(edited == loaded, "after `{from}` became `{to}` in {path}: {differ:?}");
    }
}
