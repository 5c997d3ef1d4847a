//! The rules, shown by example: each file of `tests/cases/` is a rule's, and reads as its specification.
//!
//! A case is prose with fenced blocks. A block whose info string names a file after the language, as
//! `` ```xml procedures/a.xml ``, is that file of a small project; a block `findings` holds what the rule finds in the
//! files since the heading of the second level above it, a line each: `path:line:column severity message`. A file whose
//! path begins with `before:` is what a commit holds that the others are compared with.
//! `BLESS=1 cargo test --test suite cases` writes the findings anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use opsdoc::check::registry;
use opsdoc::pipeline::{self, CheckRequest, Silent};

use super::support;

/// The day on which the cases are checked.
const TODAY: &str = "2026-06-30";

/// What the path of a file begins with that only a commit holds.
const BEFORE: &str = "before:";

#[test]
fn each_rule_finds_what_its_case_says() {
    let mut wrong = Vec::new();
    for path in support::files_with(&folder(), "md") {
        let name = path.file_stem().expect("a case has a name").to_str().expect("in Unicode");
        let text = fs::read_to_string(&path).expect("the case can be read");
        let found = played(name, &text);
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, &found).expect("the case can be written");
        } else if found != text {
            let parts = text.lines().zip(found.lines()).find(|(a, b)| a != b);
            wrong.push(format!("{name}: {parts:#?}"));
        }
    }
    assert!(wrong.is_empty(), "run with BLESS=1 to accept: {}", wrong.join("\n"));
}

#[test]
fn each_rule_has_its_case() {
    let cases: BTreeSet<_> = support::files_with(&folder(), "md").iter().map(|path| stem(path)).collect();
    let rules: BTreeSet<_> = registry::rules().map(|rule| rule.lint.name.to_owned()).collect();
    assert_eq!(rules.difference(&cases).collect::<Vec<_>>(), Vec::<&String>::new(), "rules without a case");
    assert_eq!(cases.difference(&rules).collect::<Vec<_>>(), Vec::<&String>::new(), "cases of no rule");
}

#[test]
fn each_case_shows_what_is_found_and_what_is_not() {
    for path in support::files_with(&folder(), "md") {
        let text = fs::read_to_string(&path).expect("the case can be read");
        let blocks: Vec<_> = text.split("```findings\n").skip(1).map(|rest| rest.starts_with("```")).collect();
        assert!(blocks.contains(&true) && blocks.contains(&false), "{}: one of the two is missing", path.display());
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

fn stem(path: &Path) -> String {
    path.file_stem().expect("a case has a name").to_str().expect("in Unicode").to_owned()
}

/// Returns the case with the findings that its files have.
fn played(rule: &str, text: &str) -> String {
    let (mut played, mut files) = (String::new(), Vec::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("## ") {
            files.clear();
        }
        played.extend([line, "\n"]);
        let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) else { continue };
        let body: String = lines.by_ref().take_while(|line| *line != "```").flat_map(|line| [line, "\n"]).collect();
        if info == "findings" {
            played.push_str(&findings(rule, &files));
        } else {
            played.push_str(&body);
            files.extend(info.split_once(' ').map(|(_, path)| (path.to_owned(), body)));
        }
        played.push_str("```\n");
    }
    played
}

/// Returns what a rule finds in a project of these files.
fn findings(rule: &str, files: &[(String, String)]) -> String {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let (before, now): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| path.starts_with(BEFORE));
    for (path, text) in &before {
        support::write(&folder.path().join(&path[BEFORE.len()..]), text);
    }
    if !before.is_empty() {
        support::commit(folder.path());
    }
    for (path, text) in now {
        support::write(&folder.path().join(path), text);
    }
    let request = CheckRequest { docs: folder.path().to_owned(), today: Some(TODAY.to_owned()) };
    let outcome = match before.is_empty() {
        true => pipeline::check(&request, &Silent),
        false => pipeline::check_since(&request, "HEAD", &Silent),
    };
    let outcome = outcome.expect("the case can be checked");
    let shown = outcome.diagnostics.iter().filter(|finding| finding.lint.name == rule).map(|finding| {
        let source = outcome.sources.get(finding.span().source);
        let (line, column) = source.position(finding.span().start);
        format!("{}:{line}:{column} {} {}\n", source.path, finding.severity, finding.message)
    });
    shown.collect()
}
