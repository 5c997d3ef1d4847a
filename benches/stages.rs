//! Times each stage of a build, and the memory that it had taken when it ended.
//!
//! `cargo bench --bench stages -- DOCS [check|rules|html|pdf|all]`; benches/README.md says more.

#![allow(missing_docs, clippy::print_stdout, reason = "a program that prints a table")]

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

use opsdoc::check::subject::Subject;
use opsdoc::check::{flow, registry};
use opsdoc::gather::worktree::Worktree;
use opsdoc::pipeline::{self, CheckRequest, Progress, Request, Silent, Stage, load};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Notes when each stage began.
struct Stopwatch {
    began: Mutex<Vec<(String, Instant, u64)>>,
}

impl Stopwatch {
    fn note(&self, stage: &str) {
        let mark = (stage.to_owned(), Instant::now(), peak_memory());
        self.began.lock().expect("no thread panics").push(mark);
    }
}

impl Progress for Stopwatch {
    fn begin(&self, stage: Stage, _things: usize) {
        self.note(&format!("{stage:?}").to_lowercase());
    }

    fn advance(&self) {}
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let docs = PathBuf::from(arguments.first().map_or("docs-source", String::as_str));
    let what = arguments.get(1).map_or("all", String::as_str);
    if what == "rules" {
        return rules(&docs);
    }
    let folder = std::env::var_os("BENCH_OUT").map_or_else(std::env::temp_dir, PathBuf::from).join("opsdoc-stages");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the folder for the output can be made");
    let watch = Stopwatch { began: Mutex::new(Vec::new()) };
    watch.note("gather");
    let outcome = if what == "check" {
        pipeline::check(&CheckRequest { docs: docs.clone(), today: None }, &watch)
    } else {
        let (output, index) = (folder.join("output"), folder.join("index"));
        let request = Request { docs, output, index, html: what != "pdf", pdf: what != "html" };
        pipeline::build(&request, &watch)
    };
    let outcome = outcome.expect("the build ends");
    watch.note("end");
    let marks = watch.began.lock().expect("no thread panics");
    println!("{} documents, {} findings, {what}", outcome.made.documents, outcome.diagnostics.len());
    println!("{:<8} {:>9} {:>10}", "stage", "seconds", "peak MB");
    for pair in marks.windows(2) {
        let seconds = (pair[1].1 - pair[0].1).as_secs_f64();
        println!("{:<8} {seconds:>9.3} {:>10}", pair[0].0, pair[1].2 / 1024);
    }
    if let (Some(first), Some(last)) = (marks.first(), marks.last()) {
        println!("{:<8} {:>9.3} {:>10}", "all", (last.1 - first.1).as_secs_f64(), last.2 / 1024);
    }
    let _ = std::fs::remove_dir_all(&folder);
}

/// Prints how long each rule takes on one thread, the slowest first.
fn rules(docs: &Path) {
    let folder = load::load(&Worktree::new(docs, &[]), &Silent).expect("the folder can be loaded");
    let start = Instant::now();
    let flows: Vec<_> = folder.library.iter().map(|(index, _)| flow::of(&folder.library, index)).collect();
    let mut times = vec![(start.elapsed(), "the ways through the procedures")];
    let subject = Subject { flows: &flows, ..folder.subject(None) };
    for rule in registry::rules() {
        let start = Instant::now();
        (rule.check)(subject);
        times.push((start.elapsed(), rule.lint.name));
    }
    times.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
    for (time, name) in &times {
        println!("{:>9.2} ms  {name}", time.as_secs_f64() * 1000.0);
    }
    println!("{:>9.2} ms  all", times.iter().map(|(time, _)| time.as_secs_f64()).sum::<f64>() * 1000.0);
}

/// Returns the peak of the resident memory so far in KiB, where the system says it.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
