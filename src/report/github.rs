//! Writes findings as GitHub's workflow commands, which annotate the lines of a pull request.

use std::io::{self, Write};

use super::findings::{Findings, message};
use crate::diagnostic::Severity;

/// Writes a line for each finding that counts, and one for each note on the run.
pub fn write(out: &mut impl Write, findings: &Findings<'_>) -> io::Result<()> {
    for finding in findings.found {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let (span, source) = (finding.span(), findings.sources.get(finding.span().source));
        let ((line, column), (end_line, end_column)) = (source.position(span.start), source.position(span.end));
        let path = property(&findings.path(span.source));
        let title = property(&format!("{} {}", finding.lint.code, finding.lint.name));
        // An end column means something within one line alone.
        let end = if end_line == line { format!(",endColumn={end_column}") } else { String::new() };
        let place = format!("file={path},line={line},endLine={end_line},col={column}{end}");
        writeln!(out, "::{command} {place},title={title}::{}", data(&message(finding)))?;
    }
    for note in findings.notes {
        writeln!(out, "::notice title=opsdoc::{}", data(note))?;
    }
    Ok(())
}

/// Returns text so that it can stand behind the last `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Returns text so that it can be the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn what_would_end_a_value_is_escaped() {
        assert_eq!(data("50 %: a,b\nc"), "50 %25: a,b%0Ac");
        assert_eq!(property("a,b: 5%"), "a%2Cb%3A 5%25");
    }
}
