//! `opsdoc check`: finds, and makes nothing.

use std::io::Write;

use super::args::{Check, ReportFormat};
use super::fault::Fault;
use super::progress::Bar;
use super::terminal::Terminal;
use super::{Verdict, clock, report};
use crate::pipeline::{self, CheckRequest};
use crate::report::json;

pub(super) fn run(arguments: &Check, terminal: &Terminal) -> Result<Verdict, Fault> {
    let outcome =
        pipeline::check(&CheckRequest { docs: arguments.docs.clone(), today: clock::today() }, &Bar::new(terminal))?;
    match arguments.format {
        ReportFormat::Human => {
            report::findings(&outcome, &arguments.docs, terminal)?;
            report::summary(&outcome, terminal)?;
        }
        ReportFormat::Json => {
            let mut out = terminal.out();
            json::write(&mut out, &outcome.diagnostics, &outcome.sources, &arguments.docs)?;
            out.flush()?;
            report::notes(&outcome, terminal)?;
        }
    }
    Ok(report::verdict(&outcome))
}
