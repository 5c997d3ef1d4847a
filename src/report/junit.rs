//! Writes findings as JUnit XML, which build servers show: a suite for each file, a case for each finding.
//!
//! An error fails its case; a warning fails it where warnings are denied; what is waived, or was there before, is
//! skipped. So a build server counts as failures what makes the exit status 1.

use std::collections::BTreeMap;
use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::findings::{Findings, message};
use crate::diagnostic::{Diagnostic, Severity};

/// Writes one report; `fails` is the least severity that fails a case.
pub fn write(out: &mut impl Write, findings: &Findings<'_>, fails: Severity) -> io::Result<()> {
    let mut cases: BTreeMap<String, Vec<(u32, TestCase)>> = BTreeMap::new();
    let mut add = |finding: &Diagnostic, status: TestCaseStatus| {
        let path = findings.path(finding.span().source);
        let (line, column) = findings.sources.get(finding.span().source).position(finding.span().start);
        let name = format!("{} {} at {line}:{column}", finding.lint.code, finding.lint.name);
        let mut case = TestCase::new(name, status);
        case.set_classname(path.as_str());
        case.set_system_out(format!("{path}:{line}:{column}: {}: {}", finding.severity, message(finding)));
        cases.entry(path).or_default().push((finding.span().start, case));
    };
    for finding in findings.found {
        let status = if finding.severity >= fails {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type(finding.lint.name).set_message(finding.message.as_str());
            status.set_description(message(finding));
            status
        } else {
            TestCaseStatus::success()
        };
        add(finding, status);
    }
    for known in findings.known {
        add(known, skipped("known", "it was there before"));
    }
    for waived in findings.waived {
        let until = waived.until.as_ref().map(|until| format!(", until {until}")).unwrap_or_default();
        add(&waived.finding, skipped("waived", &format!("waived: {} ({}{until})", waived.reason, waived.author)));
    }
    let mut report = Report::new("opsdoc");
    let mut run = TestSuite::new("opsdoc");
    if !findings.notes.is_empty() {
        run.set_system_out(findings.notes.join("\n"));
    }
    run.add_test_case(TestCase::new("the documentation folder was read", TestCaseStatus::success()));
    report.add_test_suite(run);
    for (path, mut cases) in cases {
        cases.sort_by_key(|(start, _)| *start);
        let mut suite = TestSuite::new(path);
        suite.add_test_cases(cases.into_iter().map(|(_, case)| case));
        report.add_test_suite(suite);
    }
    let text = report.to_string().map_err(io::Error::other)?;
    out.write_all(conforming(&text).as_bytes())?;
    out.write_all(b"\n")
}

fn skipped(kind: &str, why: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_type(kind).set_message(why);
    status
}

/// Takes an attribute away that the schema of build servers does not have on the root.
fn conforming(report: &str) -> String {
    let Some(at) = report.find("<testsuites") else { return report.to_owned() };
    let end = report[at..].find('>').map_or(report.len(), |length| at + length);
    let Some(from) = report[at..end].find(" skipped=\"").map(|from| at + from) else { return report.to_owned() };
    let value = from + " skipped=\"".len();
    let to = report[value..end].find('"').map_or(end, |length| value + length + 1);
    format!("{}{}", &report[..from], &report[to..])
}
