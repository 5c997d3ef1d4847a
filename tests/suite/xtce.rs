//! What the reader finds in mission databases of others, beside what xmllint counts in them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use opsdoc::diagnostic::Diagnostic;
use opsdoc::model::database::{DataKind, Database};
use opsdoc::read::xml::xtce;
use opsdoc::text::digest::Digest;
use opsdoc::text::encoding::decode;
use opsdoc::text::source::{Source, Sources};
use opsdoc::text::span::{SourceId, Span};
use regex::Regex;

use super::support;

/// What is counted in a file: elements, whatever their namespace. A type that nothing is of is not kept.
const COUNTED: [(&str, &str); 5] = [
    ("parameters", "//ParameterSet/Parameter"),
    ("telecommands", "//MetaCommandSet/MetaCommand | //MetaCommandSet/BlockMetaCommand"),
    ("arguments", "//MetaCommand/ArgumentList/Argument"),
    (
        "labels",
        "//EnumeratedParameterType[@name = //@parameterTypeRef]//Enumeration \
         | //EnumeratedArgumentType[@name = //@argumentTypeRef]//Enumeration",
    ),
    (
        "alarms",
        "//ParameterTypeSet/*[@name = //@parameterTypeRef]//DefaultAlarm \
         | //ParameterTypeSet/*[@name = //@parameterTypeRef]//ContextAlarm",
    ),
];

/// What each file declares, as `opsdoc db list --summary` says it.
const DECLARED: [(&str, &str); 7] = [
    ("parameters", "//ParameterSet/Parameter"),
    ("telecommands", "//MetaCommandSet/MetaCommand | //MetaCommandSet/BlockMetaCommand"),
    ("arguments", "//MetaCommand/ArgumentList/Argument"),
    ("ranges", "//ValidRange"),
    ("labels", "//Enumeration"),
    ("alarms", "//DefaultAlarm | //ContextAlarm"),
    ("containers", "//SequenceContainer | //CommandContainer[@name]"),
];

#[test]
fn what_a_file_declares_is_told_as_xmllint_counts_it() {
    let (Some(folder), Some(xmllint)) = (support::data("xtce"), support::tool("xmllint")) else { return };
    let mut wrong = Vec::new();
    for file in ["xml", "xtce"].into_iter().flat_map(|extension| support::files_with(&folder, extension)) {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("opsdoc"));
        let said = command.args(["db", "list", "--summary", "--json"]).arg(&file).output().expect("opsdoc can be run");
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        let told: serde_json::Value = serde_json::from_slice(&said.stdout).expect("it is one object");
        let told: Vec<usize> =
            DECLARED.iter().map(|(name, _)| told[name].as_u64().expect("a number") as usize).collect();
        match counted(&xmllint, &file, &DECLARED) {
            Some(counted) if counted != told => {
                wrong.push(format!("{}: xmllint {counted:?}, opsdoc {told:?}", file.display()));
            }
            // A file that is not well-formed cannot be counted.
            Some(_) | None => {}
        }
    }
    let names = DECLARED.map(|(name, _)| name);
    assert!(wrong.is_empty(), "{names:?} {wrong:#?}");
}

#[test]
fn databases_of_others_are_counted_alike() {
    let (Some(folder), Some(xmllint)) = (support::data("xtce"), support::tool("xmllint")) else { return };
    let files = ["xml", "xtce"].into_iter().flat_map(|extension| support::files_with(&folder, extension));
    let mut wrong = Vec::new();
    for file in files {
        let (database, diagnostics) = read(&file);
        match counted(&xmllint, &file, &COUNTED) {
            Some(counted) if counted != counts(&database) => {
                wrong.push(format!("{}: xmllint {counted:?}, opsdoc {:?}", file.display(), counts(&database)));
            }
            Some(_) => {}
            None => assert_eq!(broken(&diagnostics), 1, "{}: {diagnostics:#?}", file.display()),
        }
    }
    let names = COUNTED.map(|(name, _)| name);
    assert!(wrong.is_empty(), "{names:?} {wrong:#?}");
}

/// Counts with xmllint; nothing where the file is not well-formed.
fn counted(xmllint: &Path, file: &Path, what: &[(&str, &str)]) -> Option<Vec<usize>> {
    let element = Regex::new(r"/(\w+)").expect("the pattern is one");
    let count = |(_, path): &(&str, &str)| format!("count({})", element.replace_all(path, "/*[local-name()='$1']"));
    let counts: Vec<String> = what.iter().map(count).collect();
    let path = format!("concat({})", counts.join(", ' ', "));
    let said =
        Command::new(xmllint).args(["--nonet", "--xpath", &path]).arg(file).output().expect("xmllint can be run");
    let counts = String::from_utf8(said.stdout).expect("it counts");
    said.status.success().then(|| counts.split_whitespace().map(|count| count.parse().expect("a number")).collect())
}

fn read(file: &Path) -> (Database, Vec<Diagnostic>) {
    let bytes = fs::read(file).expect("the file can be read");
    let digest = Digest::of(&bytes);
    let sources = Sources::new(vec![Source::new("database.xml", decode(bytes).text, digest)]);
    xtce::read(SourceId(0), sources.get(SourceId(0)))
}

/// Counts what was read. What several items have from one type or base is counted once, by its place.
fn counts(database: &Database) -> Vec<usize> {
    let distinct = |places: &mut dyn Iterator<Item = Span>| places.collect::<BTreeSet<_>>().len();
    let arguments = || database.telecommands.iter().flat_map(|telecommand| &telecommand.arguments);
    let types = database.parameters.iter().map(|parameter| &parameter.data_type);
    let types = types.chain(arguments().map(|argument| &argument.data_type));
    let enumerated = types.filter(|data_type| data_type.kind == DataKind::Enumerated);
    let alarms = database.parameters.iter().flat_map(|parameter| &parameter.alarms);
    vec![
        database.parameters.len(),
        database.telecommands.len(),
        distinct(&mut arguments().map(|argument| argument.span)),
        distinct(&mut enumerated.flat_map(|data_type| &data_type.labels).map(|label| label.span)),
        distinct(&mut alarms.map(|alarm| alarm.span)),
    ]
}

/// Counts the findings that say that a file is not well-formed.
fn broken(diagnostics: &[Diagnostic]) -> usize {
    diagnostics.iter().filter(|diagnostic| diagnostic.lint.name == "malformed-xml").count()
}
