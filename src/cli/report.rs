//! Tells a person what was found: findings, notes, and how many there are.

use std::io::Write;
use std::path::Path;

use super::Verdict;
use super::fault::Fault;
use super::terminal::Terminal;
use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline::Outcome;
use crate::report::style::{CODE, DONE, paint};
use crate::report::summary::{Summary, counted};
use crate::report::{human, style};

/// Writes findings and notes to standard error; `all` shows also what is waived, and what was there before.
pub(super) fn findings(outcome: &Outcome, docs: &Path, all: bool, terminal: &Terminal) -> Result<(), Fault> {
    let mut err = terminal.err();
    human::write(&mut err, &shown(outcome, all), &outcome.sources, docs, terminal.err_width())?;
    err.flush()?;
    notes(outcome, terminal)
}

/// Returns the findings that a person is shown.
pub(super) fn shown(outcome: &Outcome, all: bool) -> Vec<Diagnostic> {
    let mut shown = outcome.diagnostics.clone();
    if all {
        let known = outcome.known.iter().map(|known| known.clone().note("it was there before"));
        let waived = outcome.waived.iter().map(|waived| {
            let until = waived.until.as_ref().map(|until| format!(", until {until}")).unwrap_or_default();
            waived.finding.clone().note(format!("waived: {} ({}{until})", waived.reason, waived.author))
        });
        shown.extend(known.chain(waived));
        crate::diagnostic::sort(&mut shown, &outcome.sources);
    }
    shown
}

/// Writes what else there is to know.
pub(super) fn notes(outcome: &Outcome, terminal: &Terminal) -> Result<(), Fault> {
    Ok(outcome.notes.iter().try_for_each(|note| terminal.note(note))?)
}

/// Says how many findings there are, in how many documents, how many do not count, and where to read about them.
pub(super) fn summary(
    outcome: &Outcome,
    since: Option<&str>,
    fails: Severity,
    terminal: &Terminal,
) -> Result<(), Fault> {
    let summary = Summary::of(&outcome.diagnostics);
    let color = summary.worst().map_or(DONE, style::severity);
    let documents = counted(outcome.made.documents, "document");
    let mut line = format!("{} in {documents}", paint(color, summary));
    if let Some(revision) = since {
        line.push_str(&format!(", new since `{revision}`; {} there before", were(outcome.known.len())));
    }
    if !outcome.waived.is_empty() {
        line.push_str(&format!("; {} waived", outcome.waived.len()));
    }
    // What is no error fails the check only because somebody wants it so.
    if let Some(denied) = summary.worst().filter(|worst| (fails..Severity::Error).contains(worst)) {
        line.push_str(&format!("; {denied}s are denied"));
    }
    terminal.say(&line)?;
    if let Some(worst) = worst(&outcome.diagnostics) {
        let command = paint(CODE, format!("`opsdoc explain {}`", worst.lint.code));
        terminal.say(&format!("{command} says more about `{}`, and so for each code", worst.lint.name))?;
    }
    Ok(())
}

fn were(count: usize) -> String {
    if count == 1 { "1 was".to_owned() } else { format!("{count} were") }
}

/// Returns what the findings mean for the documents; `fails` is the least severity that makes them unsound.
pub(super) fn verdict(outcome: &Outcome, fails: Severity) -> Verdict {
    match worst(&outcome.diagnostics) {
        Some(finding) if finding.severity >= fails => Verdict::Unsound,
        _ => Verdict::Sound,
    }
}

/// Returns the gravest finding, the first of equals.
fn worst(findings: &[Diagnostic]) -> Option<&Diagnostic> {
    findings.iter().rev().max_by_key(|finding| finding.severity)
}
