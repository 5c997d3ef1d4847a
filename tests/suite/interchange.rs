//! Stacks of Yamcs, PLUTO, and conversion: what goes out and comes back is equal, and what cannot is said.

mod property;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use opsdoc::convert::{Converted, Job, Target, convert};
use opsdoc::diagnostic::{Diagnostic, Severity};
use opsdoc::gather::worktree::Worktree;
use opsdoc::link::library::{Library, Target as Leads};
use opsdoc::model::block::Block;
use opsdoc::model::document::Document;
use opsdoc::model::inline::{Destination, Inline};
use opsdoc::model::walk::{self, Visitor};
use opsdoc::pipeline::{self, Silent, load};
use opsdoc::read::xml::procedure;
use opsdoc::read::{pluto, stack};
use opsdoc::text::digest::Digest;
use opsdoc::text::source::Source;
use opsdoc::text::span::SourceId;
use regex::Regex;
use serde_json::{Value, json};

use super::support;

fn source(path: &str, text: &str) -> Source {
    Source::new(path, text.to_owned(), Digest::of(text.as_bytes()))
}

/// Reads a procedure in the format that the name of its file says.
pub(super) fn read(path: &str, text: &str) -> (Document, Vec<Diagnostic>) {
    let source = source(path, text);
    match path.rsplit_once('.').map(|(_, end)| end) {
        Some("xml") => procedure::read(SourceId(0), &source),
        Some("ycs") => stack::read(SourceId(0), &source),
        _ => pluto::read(SourceId(0), &source),
    }
}

pub(super) fn written(document: &Document, target: Target, same: bool) -> Converted {
    let library = Library::default();
    convert(&Job::of(document, &library, same).expect("it defines a procedure"), target)
}

/// Returns what a document says, without the places where it says so. Words that follow one another are one run.
pub(super) fn said(document: &Document) -> String {
    static PLACE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"Span \{[^}]*\}").expect("valid"));
    static JOINT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"", span: _, quoted: false \}\), Text\(Text \{ text: ""#).expect("valid"));
    let metadata = &document.metadata;
    let facts = (&metadata.id, &metadata.title, metadata.kind, &metadata.issue, &metadata.revision, metadata.status);
    let more = (&metadata.date, &metadata.language, &metadata.classification, &metadata.caveats, &metadata.criticality);
    let rest = (&metadata.database, &metadata.applicability, &metadata.other);
    let printed = format!("{facts:?}{more:?}{rest:?}{:#?}", document.procedure().expect("a procedure"));
    let printed: String =
        printed.split_whitespace().collect::<Vec<_>>().join(" ").replace(", }", " }").replace("( ", "(");
    let printed = printed.replace(", )", ")").replace("[ ", "[").replace(", ]", "]");
    JOINT.replace_all(&PLACE.replace_all(&printed, "_"), "").into_owned()
}

fn errors(found: &[Diagnostic]) -> Vec<String> {
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| format!("{} {}", finding.lint.code, finding.message)).collect()
}

fn codes(found: &[Diagnostic]) -> BTreeSet<&'static str> {
    found.iter().map(|finding| finding.lint.code).collect()
}

/// Asks xmllint whether definitions are valid by the schema of the product.
fn assert_valid(files: &[std::path::PathBuf]) {
    let Some(xmllint) = support::tool("xmllint") else { return };
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/read/xml/procedure.xsd");
    let output = Command::new(xmllint).arg("--noout").arg("--schema").arg(schema).args(files).output();
    let output = output.expect("xmllint can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Returns the definitions of the sample with their texts.
pub(super) fn definitions() -> Vec<(String, String)> {
    let files = support::files_with(&support::docs(), "xml").into_iter();
    let texts = files.map(|file| (file.display().to_string(), fs::read_to_string(file).expect("it is text")));
    texts.filter(|(_, text)| opsdoc::read::xml::root_name(text) == Some("procedure")).collect()
}

#[test]
fn every_definition_of_the_sample_comes_back_from_xml() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut files = Vec::new();
    let definitions = definitions();
    assert!(definitions.len() > 20, "the sample has {} definitions", definitions.len());
    for (at, (path, text)) in definitions.iter().enumerate() {
        let (before, found) = read(path, text);
        assert_eq!(errors(&found), [""; 0], "{path}");
        let Converted { text, findings } = written(&before, Target::Xml, true);
        assert_eq!(findings.iter().map(|finding| &finding.message).collect::<Vec<_>>(), [""; 0], "{path}");
        let (after, found) = read(path, &text);
        assert_eq!(found.iter().map(|finding| &finding.message).collect::<Vec<_>>(), [""; 0], "{path}\n{text}");
        assert_eq!(said(&before), said(&after), "{path}\n{text}");
        let file = folder.path().join(format!("{at}.xml"));
        fs::write(&file, &text).expect("it can be written");
        files.push(file);
    }
    assert_valid(&files);
}

/// Compares a stack as JSON with what comes back of it.
fn assert_comes_back(path: &Path) {
    let text = fs::read_to_string(path).expect("the stack is text");
    let (document, found) = read(&path.display().to_string(), &text);
    assert_eq!(errors(&found), [""; 0]);
    let Converted { text: back, findings } = written(&document, Target::Stack, true);
    assert_eq!(findings.iter().map(|finding| &finding.message).collect::<Vec<_>>(), [""; 0]);
    let json = |text: &str| serde_json::from_str::<Value>(text).expect("it is JSON");
    assert_eq!(json(&text), json(&back));
}

#[test]
fn the_stack_of_the_simulation_comes_back_equal() {
    let Some(folder) = support::data("yamcs-simulation") else { return };
    let stacks = support::files_with(&folder, "ycs");
    assert!(!stacks.is_empty());
    stacks.iter().for_each(|path| assert_comes_back(path));
}

#[test]
fn a_stack_with_everything_comes_back_equal() {
    assert_comes_back(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interchange/heating.ycs"));
}

#[test]
fn a_stack_in_the_older_form_becomes_one_in_the_newer() {
    let (document, found) = read("old.ycs", r#"{"commands":[{"name":"/A/B","arguments":[{"name":"x","value":"y"}]}]}"#);
    assert_eq!(codes(&found), BTreeSet::new());
    let back: Value = serde_json::from_str(&written(&document, Target::Stack, true).text).expect("it is JSON");
    let step = json!({"type": "command", "name": "/A/B", "arguments": [{"name": "x", "value": "y"}]});
    assert_eq!(back, json!({"steps": [step]}));
}

#[test]
fn a_stack_goes_through_a_definition() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interchange/heating.ycs");
    let text = fs::read_to_string(path).expect("the stack is text");
    let (document, _) = read("heating.ycs", &text);
    let definition = written(&document, Target::Xml, false).text;
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("heating.xml");
    fs::write(&file, &definition).expect("it can be written");
    assert_valid(&[file]);
    let (again, found) = read("heating.xml", &definition);
    assert_eq!(errors(&found), [""; 0], "{definition}");
    let sent = |document: &Document| {
        let mut sent = Vec::new();
        let procedure = document.procedure().expect("a procedure");
        procedure.each_step(&mut |step| {
            step.each_action(&mut |action| {
                if let opsdoc::model::procedure::Action::Telecommand(call) = action {
                    let given = call.arguments.iter().map(|given| format!("{}={}", given.name.text, given.value.text));
                    sent.push((call.name.text.clone(), given.collect::<Vec<_>>()));
                }
            });
        });
        sent
    };
    assert_eq!(sent(&document), sent(&again));
}

/// Makes a project of a stack and the mission database of the simulation.
fn simulation(stack: &str) -> Option<tempfile::TempDir> {
    let data = support::data("yamcs-simulation")?;
    let folder = tempfile::tempdir().expect("a folder can be made");
    let database = fs::read(data.join("mdb/simulator-xtce-from-xtce-rs.xml")).expect("the database can be read");
    support::write(&folder.path().join("mdb/simulator.xml"), database);
    support::write(&folder.path().join("stacks/stack.ycs"), stack);
    Some(folder)
}

/// Returns the names of the mission database that a stack uses.
fn names(stack: &Value) -> Vec<String> {
    let mut names = Vec::new();
    for step in stack["steps"].as_array().expect("a stack has steps") {
        names.extend(step["name"].as_str().map(str::to_owned));
        for parameter in step["parameters"].as_array().into_iter().flatten() {
            names.extend(parameter["parameter"].as_str().map(str::to_owned));
        }
    }
    names
}

#[test]
fn every_name_of_the_simulation_is_in_its_database() {
    let Some(data) = support::data("yamcs-simulation") else { return };
    let text = fs::read_to_string(data.join("stacks/stack.ycs")).expect("the stack is text");
    let Some(folder) = simulation(&text) else { return };
    let loaded = pipeline::load::load(&Worktree::new(folder.path(), &[]), &Silent).expect("it can be loaded");
    let names = names(&serde_json::from_str(&text).expect("it is JSON"));
    let (index, document) =
        loaded.library.iter().find(|(_, document)| document.procedure().is_some()).expect("the stack is a procedure");
    let links = loaded.library.links(index);
    let resolved: Vec<String> = links
        .references
        .iter()
        .filter(|reference| matches!(reference.target, Leads::Symbol(_)))
        .map(|reference| loaded.gathered.sources.slice(reference.span).to_owned())
        .collect();
    assert_eq!(document.source, links.references[0].span.source);
    assert_eq!(resolved, names);
}

/// Checks a stack whose text was changed in one place; returns the codes that are found at this text.
fn found_at(stack: &str, planted: &str) -> Option<Vec<String>> {
    let folder = simulation(stack)?;
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("opsdoc"));
    let output = command.arg("check").arg(folder.path()).args(["--format", "json"]).output().expect("it can be run");
    let at = stack.find(planted).expect("it was planted");
    let line = stack[..at].matches('\n').count() + 1;
    let column = at - stack[..at].rfind('\n').map_or(0, |end| end + 1) + 1;
    let findings = String::from_utf8(output.stdout).expect("it is text");
    let findings = findings.lines().map(|line| serde_json::from_str::<Value>(line).expect("each line is JSON"));
    let here = findings.filter(|finding| finding["line"] == line && finding["column"] == column);
    Some(here.filter_map(|finding| finding["code"].as_str().map(str::to_owned)).collect())
}

#[test]
fn wrong_names_and_values_in_a_stack_are_found_where_they_stand() {
    let Some(data) = support::data("yamcs-simulation") else { return };
    let text = fs::read_to_string(data.join("stacks/stack.ycs")).expect("the stack is text");
    let plant = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };
    let cases = [
        ("/YSS/SIMULATOR/SWITCH_VOLTAGE_ON", "/YSS/SIMULATOR/SWITCH_VOLTAGE_OM", "D001"),
        ("/YSS/SIMULATOR/BatteryVoltage2", "/YSS/SIMULATOR/BatteryVolt2", "D002"),
        ("voltage_num", "voltage_nun", "D003"),
    ];
    for (from, to, code) in cases {
        let Some(found) = found_at(&plant(from, to), to) else { return };
        assert!(found.iter().any(|found| found == code), "{to}: {found:?}");
    }
    let Some(found) = found_at(&plant("\"value\": 1", "\"value\": \"seven\""), "seven") else { return };
    assert!(!found.is_empty(), "a word for a number is not found");
    assert_eq!(found_at(&text, "/YSS/SIMULATOR/SWITCH_VOLTAGE_ON"), Some(Vec::new()));
}

#[test]
fn an_operator_that_yamcs_does_not_know_is_an_error() {
    for operator in ["ge", "le", "==", "ne", "contains", "GTE", ""] {
        let text = format!(
            r#"{{"steps": [{{"type": "verify", "condition": [{{"parameter": "/A/B", "operator": "{operator}", "value": 1}}]}}]}}"#
        );
        let (document, found) = read("stack.ycs", &text);
        assert!(codes(&found).contains("X442"), "{operator}: {found:?}");
        // It is not taken for another one, and its words are kept.
        let printed = format!("{:?}", document.procedure());
        assert!(!printed.contains("Comparison {"), "{printed}");
        assert!(printed.contains(r#"\"parameter\": \"/A/B\""#), "{printed}");
    }
}

#[test]
fn a_bound_is_neither_weakened_nor_narrowed() {
    let tm = |attributes: &str| {
        format!(
            "<procedure id='P' type='FCP' issue='1' status='draft' date='2026-01-01' lang='en'><title>t</title><body>\
             <step id='s'><title>t</title><verify within='5 s'><tm name='/A/B' {attributes}/></verify></step></body></procedure>"
        )
    };
    let condition = |attributes: &str| {
        let (document, _) = read("p.xml", &tm(attributes));
        let Converted { text, findings } = written(&document, Target::Stack, false);
        let stack: Value = serde_json::from_str(&text).expect("it is JSON");
        let steps = stack["steps"].as_array().expect("steps").clone();
        let verify = steps.into_iter().find(|step| step["type"] == "verify");
        let compared = verify.map(|step| {
            let comparisons = step["condition"].as_array().expect("a list").clone();
            comparisons
                .iter()
                .map(|one| format!("{} {}", one["operator"].as_str().unwrap_or(""), one["value"]))
                .collect::<Vec<_>>()
        });
        (compared, codes(&findings).contains("X463"))
    };
    let is = |expected: &[&str]| (Some(expected.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>()), false);
    assert_eq!(condition("op='le' value='26.5'"), is(&["lte 26.5"]));
    assert_eq!(condition("op='lt' value='26.5'"), is(&["lt 26.5"]));
    assert_eq!(condition("op='ge' value='-5'"), is(&["gte -5"]));
    assert_eq!(condition("op='gt' value='0'"), is(&["gt 0"]));
    assert_eq!(condition("value='28' tolerance='0.5'"), is(&["gte 27.5", "lte 28.5"]));
    assert_eq!(condition("op='between' value='24, 34'"), is(&["gte 24", "lte 34"]));
    assert_eq!(condition("value='SAFE'"), is(&["eq \"SAFE\""]));
    assert_eq!(condition("op='ne' value='SAFE'"), is(&["neq \"SAFE\""]));
    // `eq` compares characters: a number is equal where it is neither less nor greater.
    assert_eq!(condition("value='5'"), is(&["gte 5", "lte 5"]));
    assert_eq!(condition("op='ne' value='5'"), (None, true));
    assert_eq!(condition("op='in' value='A, B'"), (None, true));
    assert_eq!(condition("op='le' value='$LIMIT'"), (None, true));
    assert_eq!(condition("op='le' value='HIGH'"), (None, true));
}

#[test]
fn a_variable_is_not_sent_as_a_word() {
    let text = "<procedure id='P' type='FCP' issue='1' status='draft' date='2026-01-01' lang='en'><title>t</title>\
                <declare><variable name='A' type='real'/></declare><body><step id='s'><title>t</title>\
                <tc name='/X/TC'><arg name='a' value='$A'/></tc></step></body></procedure>";
    let (document, _) = read("p.xml", text);
    let Converted { text, findings } = written(&document, Target::Stack, false);
    assert!(codes(&findings).contains("X463"));
    assert!(!text.contains("\"command\""), "{text}");
    assert!(text.contains("$A"), "{text}");
}

#[test]
fn times_are_exact_or_refused() {
    let within = |time: &str| {
        let text = format!(
            "<procedure id='P' type='FCP' issue='1' status='draft' date='2026-01-01' lang='en'><title>t</title><body><step \
             id='s'><title>t</title><verify within='{time}'><tm name='/A/B' value='X'/></verify></step></body></procedure>"
        );
        let (document, _) = read("p.xml", &text);
        let stack: Value = serde_json::from_str(&written(&document, Target::Stack, false).text).expect("it is JSON");
        let steps = stack["steps"].as_array().expect("steps").clone();
        steps.iter().find(|step| step["type"] == "verify").map(|step| step["timeout"].clone())
    };
    assert_eq!(within("1.5 min"), Some(json!(90_000)));
    assert_eq!(within("250 ms"), Some(json!(250)));
    assert_eq!(within("0.5 ms"), None);
    assert_eq!(within("0 s"), None);
}

#[test]
fn every_script_of_the_set_is_read_and_comes_back() {
    let Some(folder) = support::data("pluto") else { return };
    let scripts = support::files_with(&folder, "pluto");
    assert!(!scripts.is_empty());
    for path in scripts {
        let text = fs::read_to_string(&path).expect("the script is text");
        let (before, found) = read(&path.display().to_string(), &text);
        assert_eq!(errors(&found), [""; 0], "{}", path.display());
        let back = written(&before, Target::Pluto, true).text;
        let (after, found) = read(&path.display().to_string(), &back);
        assert_eq!(errors(&found), [""; 0], "{}\n{back}", path.display());
        assert_eq!(said(&before), said(&after), "{}\n{back}", path.display());
        for target in [Target::Xml, Target::Markdown, Target::Stack] {
            let Converted { text, .. } = written(&before, target, false);
            assert!(!text.is_empty());
        }
    }
}

#[test]
fn a_script_with_everything_comes_back() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interchange/heating.pluto");
    let text = fs::read_to_string(path).expect("it is text");
    let (before, found) = read("heating.pluto", &text);
    // One statement is none of PLUTO that is read; everything else is.
    assert_eq!(found.iter().map(|finding| finding.lint.code).collect::<Vec<_>>(), ["X451"], "{found:?}");
    let back = written(&before, Target::Pluto, true).text;
    let (after, found) = read("heating.pluto", &back);
    assert_eq!(codes(&found), BTreeSet::from(["X451"]), "{back}");
    assert_eq!(said(&before), said(&after), "{back}");
}

/// The words of PLUTO itself.
const OF_PLUTO: &str = "procedure declare preconditions main watchdog confirmation end event described by initiate and \
                        confirm step in parallel until one completes all complete context of the case is with arguments \
                        refer if then else when otherwise while do for to repeat wait log inform user raise save timeout \
                        confirmed not aborted restart max times ask continue abort terminate on variable type units title \
                        flags critical verify check or watch record array WARNING CAUTION NOTE";

/// Returns the words of a script: of its comments, strings, names and numbers, without those of the language and the
/// labels of safety text.
fn words_of_script(text: &str) -> Vec<String> {
    let words = Regex::new(r"[\p{L}\p{N}_.]*[\p{L}\p{N}_]").expect("valid");
    let own: BTreeSet<&str> = OF_PLUTO.split_whitespace().collect();
    words.find_iter(text).map(|word| word.as_str().to_owned()).filter(|word| !own.contains(word.as_str())).collect()
}

/// Returns the words of a stack: all that stands under its keys, but for the kinds of steps and the operators.
fn words_of_stack(value: &Value, words: &mut Vec<String>) {
    let cut = Regex::new(r"[\p{L}\p{N}_.]*[\p{L}\p{N}_]").expect("valid");
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                if key != "type" && key != "operator" {
                    words_of_stack(value, words);
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| words_of_stack(value, words)),
        Value::String(text) => words.extend(cut.find_iter(text).map(|word| word.as_str().to_owned())),
        Value::Number(number) => words.push(number.to_string().trim_start_matches('-').to_owned()),
        Value::Bool(truth) => words.push(truth.to_string()),
        Value::Null => {}
    }
}

#[test]
fn the_words_of_stacks_and_scripts_stand_in_their_pages() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let docs = folder.path().join("docs");
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interchange");
    let sets = [Some(own), support::data("yamcs-simulation"), support::data("pluto")];
    let mut sources = Vec::new();
    for (number, set) in sets.into_iter().flatten().enumerate() {
        for file in ["ycs", "pluto"].into_iter().flat_map(|extension| support::files_with(&set, extension)) {
            let name =
                |part: Option<&std::ffi::OsStr>| part.and_then(|part| part.to_str()).expect("Unicode").to_owned();
            let path = format!("{number}-{}/{}", name(file.extension()), name(file.file_name()));
            let text = fs::read_to_string(&file).expect("it is text");
            support::write(&docs.join(&path), &text);
            sources.push((path, text));
        }
    }
    support::build(&docs, folder.path(), "html,pdf").output().expect("opsdoc can be run");
    let pdftotext = support::tool("pdftotext");
    for (path, text) in sources {
        let words = match path.ends_with("ycs") {
            true => {
                let mut words = Vec::new();
                words_of_stack(&serde_json::from_str(&text).expect("it is JSON"), &mut words);
                words
            }
            false => words_of_script(&text),
        };
        assert!(words.len() > 3, "{path}");
        let stem = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
        let page = fs::read_to_string(folder.path().join(format!("output/html/{stem}.html")));
        let page = page.unwrap_or_else(|error| panic!("{path}: {error}"));
        let page = scraper::Html::parse_document(&page).root_element().text().collect::<String>();
        for word in &words {
            let count = |text: &str| text.matches(word.as_str()).count();
            let wanted = words.iter().filter(|other| *other == word).count();
            assert!(
                count(&page) >= wanted,
                "`{word}` stands {} times in the page of {path}, not {wanted}",
                count(&page)
            );
        }
        if let Some(pdftotext) = &pdftotext {
            let pdf = folder.path().join(format!("output/pdf/{stem}.pdf"));
            let output = Command::new(pdftotext).arg("-raw").arg(&pdf).arg("-").output().expect("it can be run");
            let printed: String = String::from_utf8_lossy(&output.stdout).split_whitespace().collect();
            let missing: Vec<&String> = words.iter().filter(|word| !printed.contains(word.as_str())).collect();
            assert!(missing.is_empty(), "{path}: {missing:?} are not in the PDF");
        }
    }
}

#[test]
fn every_definition_of_the_sample_is_written_in_every_format() {
    for (path, text) in definitions() {
        let (document, _) = read(&path, &text);
        for target in [Target::Markdown, Target::Stack, Target::Pluto] {
            let Converted { text, findings } = written(&document, target, false);
            assert!(!text.is_empty(), "{path}");
            if target == Target::Stack {
                serde_json::from_str::<Value>(&text).expect("a stack is JSON");
            }
            if target == Target::Pluto {
                let (_, found) = read("back.pluto", &text);
                assert_eq!(errors(&found), [""; 0], "{path}\n{text}");
                assert!(!codes(&found).contains("X451"), "{path}\n{text}\n{found:?}");
            }
            assert_nothing_lost(&document, &text, &findings, &path);
        }
    }
}

/// Every telecommand, parameter and value of a procedure stands in what was written.
fn assert_nothing_lost(document: &Document, text: &str, findings: &[Diagnostic], path: &str) {
    let procedure = document.procedure().expect("a procedure");
    let mut words: Vec<String> = Vec::new();
    struct Names<'w>(&'w mut Vec<String>);
    impl<'a> opsdoc::model::walk::Visitor<'a> for Names<'_> {
        fn telecommand(&mut self, call: &'a opsdoc::model::expression::TelecommandCall) {
            self.0.push(call.name.text.to_string());
            for given in &call.arguments {
                self.0.push(given.name.text.to_string());
                self.0.push(given.value.text.trim_start_matches('$').to_string());
            }
        }
        fn comparison(&mut self, comparison: &'a opsdoc::model::expression::Comparison) {
            self.0.push(comparison.parameter.text.to_string());
        }
    }
    opsdoc::model::walk::procedure(procedure, &mut Names(&mut words));
    for word in words {
        assert!(text.contains(&word), "{path}: `{word}` is not in\n{text}\n{findings:?}");
    }
}

#[test]
fn the_one_procedure_of_a_document_is_converted_whatever_the_document_is_called() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let project = "[[dialect]]\nname = \"own\"\nfiles = [\"/*.md\"]\nid = 'TP-\\d+'\nsteps = [\"lists\"]\n\
        [dialect.metadata]\nid = [\"Number\"]\n";
    support::write(&folder.path().join("opsdoc.toml"), project);
    support::write(&folder.path().join("a.md"), "# TP-1\n\n**Number:** DOC-TP-1\n\n## Steps\n\n1. Open\n2. Close\n");
    let read = load::load(&Worktree::new(folder.path(), &[]), &Silent).expect("the folder can be read");
    let document = &read.library.documents[0];
    assert_eq!(document.id().map(|id| id.as_str()), Some("DOC-TP-1"));
    let text = written(document, Target::Xml, true).text;
    assert!(text.contains("id=\"TP-1\"") && text.contains("<title>Close</title>"), "{text}");
}

/// Returns what a procedure cites by issue: identifiers, steps and issues.
fn cited_by_issue(document: &Document) -> Vec<String> {
    struct Cited(Vec<String>);
    impl<'a> Visitor<'a> for Cited {
        fn line(&mut self, inlines: &'a [Inline]) {
            walk::each_inline(inlines, &mut |inline| {
                if let Inline::Link(link) = inline
                    && let Destination::Id { id, fragment, issue: Some(issue), .. } = &link.destination
                {
                    self.0.push(format!("{id} {fragment:?} {issue}"));
                }
            });
        }
        fn block(&mut self, _: &'a Block) {}
    }
    let mut cited = Cited(Vec::new());
    walk::blocks(&document.body, &mut cited);
    cited.0.sort();
    cited.0
}

#[test]
fn what_a_definition_cites_by_issue_comes_back_from_markdown() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let definitions = definitions();
    let before: Vec<Document> = definitions.iter().map(|(path, text)| read(path, text).0).collect();
    for (at, document) in before.iter().enumerate() {
        let text = written(document, Target::Markdown, false).text;
        fs::write(folder.path().join(format!("{at:03}.md")), text).expect("it can be written");
    }
    let back = load::load(&Worktree::new(folder.path(), &[]), &Silent).expect("the folder can be read");
    assert!(before.iter().any(|document| cited_by_issue(document).len() > 1));
    for (before, after) in before.iter().zip(&back.library.documents) {
        assert_eq!(before.id().map(|id| id.as_str()), after.id().map(|id| id.as_str()));
        assert_eq!(cited_by_issue(before), cited_by_issue(after), "{:?}", before.id());
        let job = Job::of(after, &back.library, false).expect("it defines a procedure");
        let text = convert(&job, Target::Xml).text;
        assert!(!text.contains('@'), "a reference says no more than it did: {text}");
    }
}

#[test]
fn the_command_says_what_it_did() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let input = folder.path().join("p.ycs");
    fs::write(&input, r#"{"steps": [{"type": "command", "name": "/A/B"}]}"#).expect("it can be written");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("opsdoc"));
        let output = command.arg("convert").arg(&input).args(arguments).env("NO_COLOR", "1").output();
        let output = output.expect("it can be run");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it is text");
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (status, out, err) = run(&["--to", "xml"]);
    assert_eq!(status, Some(0), "{err}");
    assert!(out.starts_with("<?xml") && err.contains("X465"), "{out}{err}");
    let (status, out, err) = run(&["--to", "xml", "--json"]);
    assert_eq!(status, Some(0));
    assert!(out.starts_with("<?xml") && err.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{err}");
    let (status, _, err) = run(&["--to", "ycs", "--output", input.to_str().expect("Unicode")]);
    assert_eq!(status, Some(2), "{err}");
    let (status, _, _) =
        run(&["--to", "pluto", "--output", folder.path().join("no/folder.pluto").to_str().expect("Unicode")]);
    assert_eq!(status, Some(2));
    fs::write(&input, "{").expect("it can be written");
    let (status, out, err) = run(&["--to", "xml"]);
    assert_eq!((status, out.as_str()), (Some(1), ""), "{err}");
    assert!(err.contains("X440") && err.contains("X464"), "{err}");
}
