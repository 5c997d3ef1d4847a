//! Times each stage of a build, and the memory that it had taken when it ended.
//!
//! `cargo bench --bench stages -- DOCS [check|html|pdf|all]`; benches/README.md says more.

#![allow(missing_docs, clippy::print_stdout, reason = "a program that prints a table")]

use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Instant;

use opsdoc::pipeline::{self, CheckRequest, Progress, Request, Stage};

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

/// Returns the peak of the resident memory so far in KiB, where the system says it.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
