//! What is exported for other engines has the shape that they take, and the words of the index.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value};

use crate::support::{contents, sample};

/// Exports the sample, and returns the files.
fn export(format: &str) -> std::collections::BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("out");
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("opsdoc"));
    command.current_dir(sample()).args(["export", "search", "--format", format, "--output"]).arg(&output);
    let said = command.output().expect("opsdoc can be run");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    contents(&output)
}

fn lines(files: &std::collections::BTreeMap<String, Vec<u8>>) -> Vec<Map<String, Value>> {
    let documents = files.iter().filter(|(name, _)| name.ends_with(".ndjson"));
    let text: String = documents.map(|(_, bytes)| std::str::from_utf8(bytes).expect("UTF-8")).collect();
    text.lines().map(|line| serde_json::from_str(line).expect("each line is an object")).collect()
}

fn units() -> usize {
    let manifest = std::fs::read(sample().join("index/opsdoc-index.json")).expect("it is there");
    serde_json::from_slice::<Value>(&manifest).expect("JSON")["units"].as_u64().expect("a number") as usize
}

#[test]
fn each_unit_is_a_line_with_its_words() {
    let documents = lines(&export("ndjson"));
    assert_eq!(documents.len(), units());
    let ids: BTreeSet<&str> = documents.iter().filter_map(|document| document["uid"].as_str()).collect();
    assert_eq!(ids.len(), units());
    let of = |uid: &str| documents.iter().find(|document| document["uid"] == uid).unwrap_or_else(|| panic!("no {uid}"));
    let alarm = of("html/indexes/alarms.html#AL_AOC_RATE_HIGH");
    assert_eq!(alarm["identifier"], "al_aoc_rate_high");
    assert!(
        alarm["title"].as_str().is_some_and(|title| title.starts_with("al aoc rate high angular rate")),
        "{alarm:?}"
    );
    assert!(alarm["code"].as_str().is_some_and(|code| code.split(' ').any(|word| word == "al_aoc_rate_high")));
    let procedures: Vec<_> = documents.iter().filter(|document| document.get("handles").is_some()).collect();
    assert!(!procedures.is_empty() && procedures.iter().all(|document| document["rank"].is_u64()));
}

#[test]
fn the_words_of_a_text_stand_in_their_order() {
    let document = lines(&export("ndjson"));
    for document in document {
        let (Some(title), Some(body)) = (document.get("own_title"), document.get("body")) else { continue };
        // The first plain words that are shown stand side by side in what is looked for.
        let text = document.get("text").and_then(Value::as_str).unwrap_or_default();
        let run: Vec<String> = text
            .split(' ')
            .take_while(|word| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic()))
            .map(str::to_lowercase)
            .collect();
        assert!(body.as_str().is_some_and(|body| body.contains(&run.join(" "))), "{title}: {run:?} in {body}");
    }
}

#[test]
fn quickwit_knows_every_field() {
    let files = export("quickwit");
    let config = std::str::from_utf8(&files["index-config.yaml"]).expect("UTF-8");
    assert!(config.contains("version: 0.8\nindex_id: opsdoc\n"));
    let named: BTreeSet<&str> = config.lines().filter_map(|line| line.trim().strip_prefix("- name: ")).collect();
    for document in lines(&files) {
        for name in document.keys() {
            assert!(named.contains(name.as_str()), "`{name}` is not in the configuration");
        }
    }
    // YAML as others read it.
    let Some(python) = crate::support::tool("python3") else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("config.yaml");
    std::fs::write(&path, config).expect("written");
    let read = "import sys\ntry:\n import yaml\nexcept ImportError:\n sys.exit(0)\n\
                c = yaml.safe_load(open(sys.argv[1]))\n\
                assert all('type' in f or f.get('type') for f in c['doc_mapping']['field_mappings'])\n\
                assert {f['record'] for f in c['doc_mapping']['field_mappings'] if 'record' in f} == {'position', 'freq', 'basic'}\n";
    assert!(
        Command::new(python).arg("-c").arg(read).arg(Path::new(&path)).status().expect("python can be run").success()
    );
}

#[test]
fn opensearch_takes_actions_and_documents_in_turn() {
    let files = export("opensearch");
    let index: Value = serde_json::from_slice(&files["index.json"]).expect("JSON");
    let properties = index["mappings"]["properties"].as_object().expect("fields");
    let lines = lines(&files);
    assert_eq!(lines.len(), 2 * units());
    for pair in lines.chunks(2) {
        let [action, document] = pair else { panic!("an action without a document") };
        assert_eq!(action["index"]["_id"], document["uid"]);
        assert!(document.keys().all(|name| properties.contains_key(name)));
    }
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".ndjson")) {
        // The bulk API asks for a newline at the end.
        assert!(bytes.ends_with(b"\n") && bytes.len() < 100_000_000, "{name}");
    }
}
