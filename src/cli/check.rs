//! `opsdoc check`: finds, and makes nothing but mends.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use super::args::{Check, Denied, ReportFormat};
use super::fault::Fault;
use super::progress::Bar;
use super::terminal::Terminal;
use super::{Verdict, clock, fix, report};
use crate::catalogue;
use crate::diagnostic::Severity;
use crate::gather::revision;
use crate::pipeline::{self, CheckRequest, Outcome};
use crate::report::findings::Findings;
use crate::report::{github, human, json, junit, sarif};

pub(super) fn run(arguments: &Check, terminal: &Terminal) -> Result<Verdict, Fault> {
    let mut outcome = checked(arguments, terminal)?;
    if arguments.dry_run {
        fix::show(&outcome, &arguments.docs, terminal)?;
        return Ok(report::verdict(&outcome, fails(arguments)));
    }
    if arguments.fix && fix::run(&outcome, &arguments.docs, terminal)? {
        // What was mended is not found any more; what is left is told as it is now.
        outcome = checked(arguments, terminal)?;
    }
    match (&arguments.output, arguments.format) {
        (None, ReportFormat::Human) => {
            report::findings(&outcome, &arguments.docs, arguments.all, terminal)?;
            report::summary(&outcome, arguments.since.as_deref(), fails(arguments), terminal)?;
        }
        (None, _) => {
            let mut out = terminal.out();
            write(&mut out, arguments, &outcome)?;
            out.flush()?;
            report::notes(&outcome, terminal)?;
        }
        (Some(path), _) => {
            write_file(path, arguments, &outcome)
                .map_err(|fault| fault.about(format!("cannot write `{}`", path.display())))?;
            report::notes(&outcome, terminal)?;
            report::summary(&outcome, arguments.since.as_deref(), fails(arguments), terminal)?;
        }
    }
    Ok(report::verdict(&outcome, fails(arguments)))
}

fn checked(arguments: &Check, terminal: &Terminal) -> Result<Outcome, Fault> {
    let request = CheckRequest { docs: arguments.docs.clone(), today: clock::today() };
    let progress = Bar::new(terminal);
    Ok(match &arguments.since {
        Some(revision) => pipeline::check_since(&request, revision, &progress)?,
        None => pipeline::check(&request, &progress)?,
    })
}

/// Returns the least severity that fails the check.
fn fails(arguments: &Check) -> Severity {
    match arguments.deny {
        None => Severity::Error,
        Some(Denied::Warnings) => Severity::Warning,
        Some(Denied::Notes) => Severity::Note,
    }
}

fn write_file(path: &Path, arguments: &Check, outcome: &Outcome) -> Result<(), Fault> {
    let mut out = BufWriter::new(File::create(path)?);
    write(&mut out, arguments, outcome)?;
    Ok(out.flush()?)
}

/// Writes the findings as a program reads them.
fn write(out: &mut impl Write, arguments: &Check, outcome: &Outcome) -> Result<(), Fault> {
    let lints = catalogue::lints();
    let folder = revision::below_root(&arguments.docs).unwrap_or_else(|| arguments.docs.clone());
    let findings = Findings {
        sources: &outcome.sources,
        found: &outcome.diagnostics,
        known: &outcome.known,
        waived: &outcome.waived,
        since: arguments.since.is_some(),
        notes: &outcome.notes,
        folder: &folder,
        lints: &lints,
    };
    match arguments.format {
        ReportFormat::Human => {
            let shown = report::shown(outcome, arguments.all);
            human::write_plain(out, &shown, &outcome.sources, &arguments.docs)?;
        }
        ReportFormat::Json if arguments.all => json::write(out, &findings, &arguments.docs)?,
        // Whoever counts lines counts what counts.
        ReportFormat::Json => json::write(out, &Findings { known: &[], waived: &[], ..findings }, &arguments.docs)?,
        ReportFormat::Sarif => sarif::write(out, &findings)?,
        ReportFormat::Junit => junit::write(out, &findings, fails(arguments))?,
        ReportFormat::Github => github::write(out, &findings)?,
    }
    Ok(())
}
