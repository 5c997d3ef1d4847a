//! Writes findings as SARIF 2.1.0 (OASIS), which code hosts and editors read.

use std::collections::BTreeMap;
use std::io::{self, Write};

use percent_encoding::{AsciiSet, utf8_percent_encode};
use serde_json::{Value, json};

use super::findings::{Findings, message};
use crate::diagnostic::{Diagnostic, Fix, Lint, Severity, Waived};
use crate::text::path;
use crate::text::span::Span;

/// The schema that the report keeps to.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What paths are relative to.
const ROOT: &str = "SRCROOT";

/// What the first part of a relative path cannot hold either: it would be a scheme (RFC 3986, 4.2).
const PATH: &AsciiSet = &path::IN_URI.add(b':');

/// Writes one run.
pub fn write(out: &mut impl Write, findings: &Findings<'_>) -> io::Result<()> {
    let mut results = Results { findings, prints: BTreeMap::new() };
    let new = findings.since.then_some("new");
    let found: Vec<Value> = findings.found.iter().map(|finding| results.result(finding, new)).collect();
    let known: Vec<Value> = findings.known.iter().map(|finding| results.result(finding, Some("unchanged"))).collect();
    let waived: Vec<Value> = findings.waived.iter().map(|waived| results.waived(waived)).collect();
    let results = [found, known, waived].concat();
    let notes = findings.notes.iter().map(|note| json!({ "level": "note", "message": { "text": note } }));
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "opsdoc",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": findings.lints.iter().map(|lint| rule(lint)).collect::<Vec<_>>(),
            }},
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": notes.collect::<Vec<_>>(),
            }],
            "originalUriBaseIds": { ROOT: { "description": { "text": "the root of the repository" } } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}

fn rule(lint: &Lint) -> Value {
    let what = lint.section("What it does").unwrap_or_default();
    let text = lint.markdown();
    let full: Vec<String> = [Some(what.clone()), lint.section("Why it matters")].into_iter().flatten().collect();
    let full = full.join(" ");
    json!({
        "id": lint.code,
        "name": lint.name,
        "shortDescription": { "text": what.split(". ").next().unwrap_or_default().trim_end_matches('.') },
        "fullDescription": { "text": full },
        "help": { "text": lint.section("How to mend it").unwrap_or(what), "markdown": text },
        "defaultConfiguration": { "level": level(lint.level) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

struct Results<'a> {
    findings: &'a Findings<'a>,
    /// How often each print was given, so that equal findings stay apart.
    prints: BTreeMap<String, usize>,
}

impl Results<'_> {
    fn result(&mut self, finding: &Diagnostic, state: Option<&str>) -> Value {
        let print = self.findings.print(finding);
        let count = self.prints.entry(print.clone()).or_default();
        *count += 1;
        let print = format!("{print}:{count}");
        let mut result = json!({
            "ruleId": finding.lint.code,
            "level": level(finding.severity),
            "message": { "text": message(finding) },
            "locations": [{ "physicalLocation": self.location(finding.span()) }],
            "partialFingerprints": { "opsdocFinding/v1": print },
        });
        if let Some(at) = self.findings.lints.iter().position(|lint| lint.code == finding.lint.code) {
            result["ruleIndex"] = json!(at);
        }
        let others: Vec<Value> = finding.labels.iter().enumerate().skip(1).map(|(at, label)| {
            json!({ "id": at, "physicalLocation": self.location(label.span), "message": { "text": label.text } })
        }).collect();
        if !others.is_empty() {
            result["relatedLocations"] = json!(others);
        }
        if let Some(state) = state {
            result["baselineState"] = json!(state);
        }
        if let Some(fix) = &finding.fix {
            result["fixes"] = json!([self.fix(fix, finding)]);
        }
        result
    }

    fn waived(&mut self, waived: &Waived) -> Value {
        let mut result = self.result(&waived.finding, None);
        let kind = if waived.span.source == waived.finding.span().source { "inSource" } else { "external" };
        let until = waived.until.as_ref().map(|until| format!(", until {until}")).unwrap_or_default();
        result["suppressions"] = json!([{
            "kind": kind,
            "status": "accepted",
            "justification": format!("{} ({}{until})", waived.reason, waived.author),
            "location": { "physicalLocation": self.location(waived.span) },
        }]);
        result
    }

    fn fix(&self, fix: &Fix, finding: &Diagnostic) -> Value {
        let replacements: Vec<Value> = fix
            .edits
            .iter()
            .map(|(span, text)| json!({ "deletedRegion": self.region(*span), "insertedContent": { "text": text } }))
            .collect();
        json!({
            "description": { "text": finding.help.as_deref().unwrap_or("the safe mend") },
            "artifactChanges": [{ "artifactLocation": self.artifact(finding.span()), "replacements": replacements }],
        })
    }

    fn location(&self, span: Span) -> Value {
        json!({ "artifactLocation": self.artifact(span), "region": self.region(span) })
    }

    fn artifact(&self, span: Span) -> Value {
        let path = self.findings.path(span.source);
        json!({ "uri": utf8_percent_encode(&path, PATH).to_string(), "uriBaseId": ROOT })
    }

    fn region(&self, span: Span) -> Value {
        let source = self.findings.sources.get(span.source);
        let ((line, column), (end_line, end_column)) = (source.position(span.start), source.position(span.end));
        json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
    }
}
