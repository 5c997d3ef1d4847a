//! `opsdoc build`: checks, and makes pages, PDFs and the index.

use std::time::{Duration, Instant};

use super::args::{Build, OutputFormat};
use super::fault::Fault;
use super::progress::Bar;
use super::terminal::Terminal;
use super::{Verdict, report};
use crate::diagnostic::Severity;
use crate::pipeline::{self, Made, Request};
use crate::report::style::{CODE, DONE, paint};
use crate::report::summary::counted;

pub(super) fn run(arguments: &Build, terminal: &Terminal) -> Result<Verdict, Fault> {
    let started = Instant::now();
    let request = Request {
        docs: arguments.docs.clone(),
        output: arguments.output.clone(),
        index: arguments.index.clone(),
        html: OutputFormat::Html.among(&arguments.formats),
        pdf: OutputFormat::Pdf.among(&arguments.formats),
    };
    let outcome = pipeline::build(&request, &Bar::new(terminal))?;
    let took = started.elapsed();
    report::findings(&outcome, &request.docs, false, terminal)?;
    report::summary(&outcome, None, Severity::Error, terminal)?;
    closing(&request, outcome.made, took, terminal)?;
    Ok(report::verdict(&outcome, Severity::Error))
}

/// Says what was made, where, how long it took, and where to begin.
fn closing(request: &Request, made: Made, took: Duration, terminal: &Terminal) -> Result<(), Fault> {
    let Made { pages, pdfs, units, written, .. } = made;
    let (output, index) = (request.output.display(), request.index.display());
    let files = match (request.html, request.pdf) {
        (true, false) => counted(pages, "page"),
        (false, true) => counted(pdfs, "PDF"),
        _ => format!("{} and {}", counted(pages, "page"), counted(pdfs, "PDF")),
    };
    let made = paint(DONE, "made");
    let units = if units == 1 { "1 search entry".into() } else { format!("{units} search entries") };
    terminal.say(&format!(
        "{made} {files} in `{output}`, {units} in `{index}`: {} written, {}",
        counted(written, "file"),
        seconds(took)
    ))?;
    if request.html {
        let first = request.output.join("html").join("index.html");
        terminal.say(&format!("open {}", paint(CODE, first.display())))?;
    }
    Ok(())
}

fn seconds(took: Duration) -> String {
    match took.as_secs() {
        0..60 => format!("{:.1} s", took.as_secs_f64()),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}
