//! Writes findings for a program, one JSON object a line.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::findings::Findings;
use super::place::Place;
use crate::diagnostic::Severity;

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
    /// What `check --fix` writes.
    fix: Option<Vec<Edit<'a>>>,
    /// Who answers for it, and why.
    waived: Option<Waiver<'a>>,
    /// Whether it was there before.
    known: bool,
}

#[derive(Serialize)]
struct Edit<'a> {
    #[serde(flatten)]
    place: Place,
    text: &'a str,
}

#[derive(Serialize)]
struct Waiver<'a> {
    reason: &'a str,
    author: &'a str,
    until: Option<&'a str>,
}

#[derive(Serialize)]
struct Label<'a> {
    #[serde(flatten)]
    place: Place,
    text: &'a str,
}

/// Writes each finding as one line; after those that count, those that were there before and those that someone
/// answers for.
pub fn write(out: &mut impl Write, findings: &Findings<'_>, docs: &Path) -> io::Result<()> {
    let found = findings.found.iter().map(|finding| (finding, None, false));
    let known = findings.known.iter().map(|finding| (finding, None, true));
    let waived = findings.waived.iter().map(|waived| (&waived.finding, Some(waived), false));
    for (finding, waived, known) in found.chain(known).chain(waived) {
        let place = |span| Place::of(span, findings.sources, docs);
        let label = |label: &'_ crate::diagnostic::Label| place(label.span);
        let line = Finding {
            code: finding.lint.code,
            name: finding.lint.name,
            severity: finding.severity,
            message: &finding.message,
            place: place(finding.span()),
            help: finding.help.as_deref(),
            notes: &finding.notes,
            labels: finding.labels.iter().map(|of| Label { place: label(of), text: &of.text }).collect(),
            fix: finding
                .fix
                .as_ref()
                .map(|fix| fix.edits.iter().map(|(span, text)| Edit { place: place(*span), text }).collect()),
            waived: waived.map(|waived| Waiver {
                reason: &waived.reason,
                author: &waived.author,
                until: waived.until.as_deref(),
            }),
            known,
        };
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
