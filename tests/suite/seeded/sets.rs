//! The sets that defects are planted in, each completed by what it lacks.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::super::support;
use super::set::Set;
use super::{dictionary, template};

/// Loads every set that is there. The sample can be had without its manual, which is slow to check and holds few
/// places of its own.
pub(super) fn all(with_manual: bool) -> Vec<Set> {
    [Some(sample(with_manual)), smart_qso(), runbooks(), dita(), corpus()].into_iter().flatten().collect()
}

/// The sample, without the pages that explain the rules: they would only cost time.
fn sample(with_manual: bool) -> Set {
    let left_out = if with_manual { "manual/rules/" } else { "manual/" };
    let wanted = |path: &str| !path.starts_with(left_out);
    let mut set = Set::of("sample", &support::docs(), wanted);
    // Links into what is left out lead nowhere; so those who link there are left out too.
    set.texts.retain(|path, text| !(path.starts_with("manual/") && text.contains("](rules/")));
    set
}

/// A mission in Markdown, and as its database what its own dictionaries say.
fn smart_qso() -> Option<Set> {
    let folder = support::data("smart-qso")?;
    let wanted = |path: &str| {
        ["docs/operations/", "docs/ground/", "docs/test_procedures/", "mission/"].iter().any(|f| path.starts_with(f))
    };
    let mut set = Set::of("smart-qso", &folder, wanted);
    let page = |name: &str| set.texts.get(&format!("docs/operations/{name}.md")).cloned().unwrap_or_default();
    let database = dictionary::xtce(&page("CMD_TLM_DATABASE"), &page("TELEMETRY_DICTIONARY"));
    set.add([("seeded/database.xml".to_owned(), database)]);
    Some(completed(set, "telecommand = '(SYS|PAY|DATA)_[A-Z]+(_[A-Z0-9]+)*'\nparameter = '(BATT|JETSON)_[A-Z0-9]+'"))
}

/// Runbooks of a server platform, one folder of them.
fn runbooks() -> Option<Set> {
    let folder = support::data("openshift-runbooks")?;
    let wanted = |path: &str| path.starts_with("alerts/openshift-container-storage-operator/");
    Some(completed(Set::of("runbooks", &folder, wanted), ""))
}

/// The Markdown pages of a handbook in DITA.
fn dita() -> Option<Set> {
    let folder = support::data("dita-ot-docs")?;
    Some(completed(Set::of("dita-ot", &folder, |path| path.ends_with(".md")), ""))
}

/// What the generator of the benchmarks makes.
fn corpus() -> Option<Set> {
    let folder = generated(60, 0)?;
    Some(completed(Set::of("corpus", &folder.path().join("plain"), |_| true), ""))
}

/// Lets the generator of the benchmarks make documents, and plant its own defects in them.
pub(super) fn generated(documents: usize, defects: usize) -> Option<TempDir> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = ["../shared/bench", "../../shared/bench"].map(|way| root.join(way).join("gen_corpus.py"));
    let Some(generator) = beside.into_iter().find(|path| path.is_file()) else {
        eprintln!("\nSKIPPED: there is no `gen_corpus.py` in `../shared/bench`\n");
        return None;
    };
    let python = support::tool("python3")?;
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut command = Command::new(python);
    let (documents, defects) = (documents.to_string(), defects.to_string());
    command.arg(generator).args(["--docs", &documents, "--defects", &defects, "--seed", "7", "--book-docs", "0"]);
    command.args(["--formats", "md", "--no-adapters", "--out"]).arg(folder.path());
    let made = command.output().expect("python3 can be run");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    Some(folder)
}

/// Adds clean procedures, pages that cite them, and a project file.
fn completed(mut set: Set, identifiers: &str) -> Set {
    let added = template::files(&set.facts, identifiers);
    set.add(added);
    set
}
