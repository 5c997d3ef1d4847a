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

/// Writes findings and notes to standard error.
pub(super) fn findings(outcome: &Outcome, docs: &Path, terminal: &Terminal) -> Result<(), Fault> {
    let mut err = terminal.err();
    human::write(&mut err, &outcome.diagnostics, &outcome.sources, docs, terminal.err_width())?;
    err.flush()?;
    notes(outcome, terminal)
}

/// Writes what else there is to know.
pub(super) fn notes(outcome: &Outcome, terminal: &Terminal) -> Result<(), Fault> {
    Ok(outcome.notes.iter().try_for_each(|note| terminal.note(note))?)
}

/// Says how many findings there are, in how many documents, and where to read about them.
pub(super) fn summary(outcome: &Outcome, terminal: &Terminal) -> Result<(), Fault> {
    let summary = Summary::of(&outcome.diagnostics);
    let color = summary.worst().map_or(DONE, style::severity);
    let documents = counted(outcome.made.documents, "document");
    terminal.say(&format!("{} in {documents}", paint(color, summary)))?;
    if let Some(worst) = worst(&outcome.diagnostics) {
        let command = paint(CODE, format!("`opsdoc explain {}`", worst.lint.code));
        terminal.say(&format!("{command} says more about `{}`, and so for each code", worst.lint.name))?;
    }
    Ok(())
}

/// Returns what the findings mean for the documents.
pub(super) fn verdict(outcome: &Outcome) -> Verdict {
    match worst(&outcome.diagnostics) {
        Some(finding) if finding.severity == Severity::Error => Verdict::Unsound,
        _ => Verdict::Sound,
    }
}

/// Returns the gravest finding, the first of equals.
fn worst(findings: &[Diagnostic]) -> Option<&Diagnostic> {
    findings.iter().rev().max_by_key(|finding| finding.severity)
}
