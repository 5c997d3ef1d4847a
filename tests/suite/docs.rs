//! The manual says of each kind of finding what the program says of it.
//!
//! A page under `docs-source/manual/rules/` is made of its lint's explanation, so that `explain`, the page and the
//! code cannot part. `BLESS=1 cargo test` writes the pages anew.

use std::fs;
use std::path::{Path, PathBuf};

use opsdoc::catalogue::lints;
use opsdoc::check::registry;
use opsdoc::diagnostic::{Lint, Severity};
use opsdoc::pipeline::{self, CheckRequest, Silent};

/// What the other stages find: the letters that codes begin with, and what they are about.
const OTHERS: &[(&str, &str)] = &[
    ("X0", "Reading XML"),
    ("X1", "Reading Markdown"),
    ("X2", "Printing"),
    ("X3", "Catalogues"),
    ("X41", "Reading S1000D"),
    ("X42", "Reading DITA"),
    ("X43", "Procedures in Markdown"),
    ("X44", "Reading stacks of Yamcs"),
    ("X45", "Reading PLUTO"),
    ("X46", "Conversion"),
    ("X9", "Encodings"),
];

/// Returns the groups of findings, in the order in which the manual shows them.
fn groups() -> Vec<(&'static str, &'static str)> {
    let of_rules = registry::GROUPS.iter().map(|group| (group.letter, group.title));
    of_rules.chain(OTHERS.iter().copied()).collect()
}

#[test]
fn each_finding_has_its_page() {
    let lints = lints();
    let mut pages: Vec<(PathBuf, String)> = lints.iter().map(|lint| (page_path(lint), page(lint))).collect();
    pages.push((folder().join("index.md"), index(&lints)));
    for (path, wanted) in &pages {
        if std::env::var_os("BLESS").is_some() {
            fs::create_dir_all(folder()).unwrap();
            fs::write(path, wanted).unwrap();
        }
        let found = fs::read_to_string(path).unwrap_or_default();
        assert_eq!(&found, wanted, "`{}` is not what the code says; run with BLESS=1", path.display());
    }
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        assert!(pages.iter().any(|(page, _)| *page == path), "`{}` is the page of no finding", path.display());
    }
}

#[test]
fn each_finding_belongs_to_a_group() {
    for lint in lints() {
        assert!(groups().iter().any(|(letters, _)| lint.code.starts_with(letters)), "{}", lint.code);
    }
}

#[test]
fn the_library_is_without_findings() {
    let outcome =
        pipeline::check(&CheckRequest { docs: root().join("docs-source"), ..CheckRequest::default() }, &Silent)
            .unwrap();
    let found: Vec<String> = outcome
        .diagnostics
        .iter()
        .map(|finding| {
            let source = outcome.sources.get(finding.span().source);
            let (line, _) = source.position(finding.span().start);
            format!("{}:{line}: {} {}", source.path, finding.lint.code, finding.message)
        })
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder() -> PathBuf {
    root().join("docs-source/manual/rules")
}

fn page_path(lint: &Lint) -> PathBuf {
    folder().join(format!("{}.md", lint.name))
}

/// Writes the page of a finding.
fn page(lint: &Lint) -> String {
    let title = format!("{} {}", lint.code, lint.name);
    let mut page = front_matter(&format!("OPSDOC-MAN-{}", lint.code), &title);
    let (name, anchor) = group(lint);
    page.push_str(&format!("Severity: **{}**. Group: [{name}](index.md#{anchor}).\n\n", lint.level));
    page.push_str(&explanation(lint));
    page
}

/// Writes the table of all findings.
fn index(lints: &[&Lint]) -> String {
    let mut page = front_matter("OPSDOC-MAN-090", "Findings");
    page.push_str(
        "Every kind of finding, by group. The page of each is what `opsdoc explain CODE` prints. How findings look \
         and what the severities mean: [Checking](../checking.md).\n",
    );
    for (letters, name) in groups() {
        page.push_str(&format!("\n## {name}\n\n| Code | Name | Severity | What it finds |\n|---|---|---|---|\n"));
        for lint in lints.iter().filter(|lint| lint.code.starts_with(letters)) {
            let Lint { code, name, level, .. } = lint;
            page.push_str(&format!("| {code} | [{name}]({name}.md) | {} | {} |\n", mark(*level), first_sentence(lint)));
        }
    }
    page
}

fn front_matter(id: &str, title: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: {title}\nissue: \"1\"\nrevision: \"0\"\nstatus: operational\ndate: 2026-11-23\n\
         lang: en\nclassification: NON-PROTEGE\nauthors: [The opsdoc authors]\n---\n\n# {title}\n\n"
    )
}

fn mark(level: Severity) -> String {
    if level == Severity::Error { format!("**{level}**") } else { level.to_string() }
}

/// Returns the name of a finding's group, and the anchor of its heading.
fn group(lint: &Lint) -> (&'static str, String) {
    let (_, name) =
        groups().into_iter().find(|(letters, _)| lint.code.starts_with(letters)).expect("each code has a group");
    (name, name.to_lowercase().replace(' ', "-"))
}

/// Returns the explanation as a page has it: without the space that each line of a doc comment begins with, and with
/// an empty line after each heading.
fn explanation(lint: &Lint) -> String {
    let mut text = String::new();
    for line in lint.explanation.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)) {
        if line.is_empty() && text.ends_with("\n\n") {
            continue;
        }
        text.push_str(line);
        text.push_str(if line.starts_with("## ") { "\n\n" } else { "\n" });
    }
    text
}

/// Returns what a finding is, in one sentence that fits a table.
fn first_sentence(lint: &Lint) -> String {
    let lines = lint.explanation.lines().map(str::trim).skip_while(|line| line.starts_with('#') || line.is_empty());
    let paragraph = lines.take_while(|line| !line.is_empty() && !line.starts_with('#')).collect::<Vec<_>>().join(" ");
    let ends = [". ", ": "].into_iter().filter_map(|end| paragraph.find(end));
    let sentence = paragraph[..ends.min().unwrap_or(paragraph.len())].trim_end_matches('.').replace('|', "\\|");
    let finds = sentence.strip_prefix("Finds ").or(sentence.strip_prefix("Reports ")).unwrap_or(&sentence);
    let mut letters = finds.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
