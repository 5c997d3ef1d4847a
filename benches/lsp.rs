//! Times what an editor waits for: the first findings, then, for each of some edits, an answer and the new findings.
//!
//! `cargo bench --bench lsp -- ROOT [FILE]`; ROOT is what an editor has open, FILE a document in it.

#![allow(missing_docs, dead_code, clippy::print_stdout, reason = "a program that prints a table, with a test's editor")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::json;

#[path = "../tests/suite/editor.rs"]
mod editor;

use editor::{Editor, uri};

/// How many edits are timed.
const EDITS: i32 = 50;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let root = PathBuf::from(arguments.first().map_or(".", String::as_str));
    let root = root.canonicalize().expect("the folder is there");
    let file = arguments.get(1).map_or_else(|| first(&root).expect("there is a document"), PathBuf::from);
    let file = uri(&file.canonicalize().expect("the file is there"));
    let path = file.trim_start_matches("file://").to_owned();
    let text = std::fs::read_to_string(path).expect("the file can be read");

    let start = Instant::now();
    let (mut editor, _) = Editor::open(Path::new(env!("CARGO_BIN_EXE_opsdoc")), &root, &["utf-8"]);
    editor.did_open(&file, &text);
    editor.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": file } }));
    println!("{:<44} {:>8.1} ms", "loaded, first answer", milliseconds(start.elapsed()));

    let line = text.lines().count() as u32;
    for (what, word, at) in [
        ("edit of a paragraph", "[x](no-such-file.md)\n", line),
        ("edit of a heading", "# [x](no-such-file.md)\n", line),
    ] {
        let (mut answers, mut findings) = (Vec::new(), Vec::new());
        for round in 0..EDITS {
            // Written and taken away again, so that the findings change each time.
            let start = Instant::now();
            match round % 2 {
                0 => editor.did_change(&file, round + 2, (at, 0), (at, 0), word),
                _ => editor.did_change(&file, round + 2, (at, 0), (at + 1, 0), ""),
            }
            editor.ask("textDocument/completion", &file, at, 0);
            answers.push(start.elapsed());
            let wanted = round % 2 == 0;
            let is_there = |found: &[serde_json::Value]| {
                found.iter().any(|finding| finding["message"].as_str().is_some_and(|m| m.contains("no-such-file")))
            };
            editor.findings(&file, |found| is_there(found) == wanted);
            findings.push(start.elapsed());
        }
        print(&format!("{what}: answer"), answers);
        print(&format!("{what}: findings"), findings);
    }
    assert_eq!(editor.shut_down(), 0);
}

fn print(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |part: usize| milliseconds(times[(times.len() - 1) * part / 100]);
    println!("{what:<44} {:>8.1} ms median {:>8.1} ms of 95 in 100 {:>8.1} ms at most", at(50), at(95), at(100));
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Returns the first document below a folder.
fn first(folder: &Path) -> Option<PathBuf> {
    let mut paths: Vec<PathBuf> = folder.read_dir().ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let document = paths.iter().find(|path| path.extension().is_some_and(|end| end == "md"));
    document.cloned().or_else(|| paths.iter().filter(|path| path.is_dir()).find_map(|folder| first(folder)))
}
