//! Times whole answers in process: ten hits with snippets and all facets.
//!
//! `cargo bench --bench search -- INDEX QUESTIONS`; QUESTIONS is a file with one a line.

#![allow(missing_docs, clippy::print_stdout, reason = "a program that prints a line")]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use opsdoc::index::open::Index;
use opsdoc::index::query::Query;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let arguments: Vec<PathBuf> = std::env::args_os()
        .skip(1)
        .map(PathBuf::from)
        .filter(|path| !path.to_string_lossy().starts_with("--"))
        .collect();
    let [index, questions] = arguments.as_slice() else { panic!("name an index and a file of questions") };
    let start = Instant::now();
    let index = Index::open(index).expect("the index can be opened");
    let opened = start.elapsed();
    let questions = std::fs::read_to_string(questions).expect("the file can be read");
    let ask = |text: &str| {
        let query = Query { text: text.into(), limit: 10, ..Query::default() };
        let start = Instant::now();
        let answer = index.search(&query).expect("answered");
        (start.elapsed(), answer.hits.len())
    };
    // The first round brings the files into memory.
    questions.lines().for_each(|text| _ = ask(text));
    let mut times: Vec<Duration> = Vec::new();
    let mut hits = 0;
    let mut slowest = (Duration::ZERO, "");
    for text in questions.lines() {
        let (took, found) = ask(text);
        times.push(took);
        hits += found;
        slowest = slowest.max((took, text));
    }
    times.sort();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    println!(
        "in process: opened in {:.1} ms; {} questions, {hits} hits; median {:.2} ms, p95 {:.2} ms, p99 {:.2} ms; slowest {:.2} ms: {}",
        opened.as_secs_f64() * 1e3,
        times.len(),
        at(50),
        at(95),
        at(99),
        slowest.0.as_secs_f64() * 1e3,
        slowest.1
    );
}
