//! Writes findings for a program, one JSON object a line.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::place::Place;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::source::Sources;

/// A finding as it is written. Keys are never taken away or given another meaning; new ones may come.
#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    name: &'static str,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    place: Place,
    help: Option<&'a str>,
    notes: &'a [String],
    /// Every place with its word; the first is the finding's own.
    labels: Vec<Label<'a>>,
}

#[derive(Serialize)]
struct Label<'a> {
    #[serde(flatten)]
    place: Place,
    text: &'a str,
}

/// Writes each finding as one line.
pub fn write(out: &mut impl Write, findings: &[Diagnostic], sources: &Sources, docs: &Path) -> io::Result<()> {
    for finding in findings {
        let label = |label: &'_ crate::diagnostic::Label| Place::of(label.span, sources, docs);
        let labels: Vec<_> = finding.labels.iter().map(|of| Label { place: label(of), text: &of.text }).collect();
        let line = Finding {
            code: finding.lint.code,
            name: finding.lint.name,
            severity: finding.severity,
            message: &finding.message,
            place: Place::of(finding.span(), sources, docs),
            help: finding.help.as_deref(),
            notes: &finding.notes,
            labels,
        };
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
