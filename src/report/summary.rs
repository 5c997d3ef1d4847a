//! Counts findings.

use std::fmt;

use crate::diagnostic::{Diagnostic, Severity};

/// How many findings there are of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Those that fail the check.
    pub errors: usize,
    /// Those that are probably defects.
    pub warnings: usize,
    /// Those that are worth knowing.
    pub notes: usize,
}

impl Summary {
    /// Counts findings.
    pub fn of(findings: &[Diagnostic]) -> Self {
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        Self { errors: count(Severity::Error), warnings: count(Severity::Warning), notes: count(Severity::Note) }
    }

    /// Returns the gravest severity that was found.
    pub fn worst(self) -> Option<Severity> {
        let found = [(self.errors, Severity::Error), (self.warnings, Severity::Warning), (self.notes, Severity::Note)];
        found.into_iter().find(|(count, _)| *count > 0).map(|(_, severity)| severity)
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let found = counts.into_iter().filter(|(count, _)| *count > 0);
        let words: Vec<_> = found.map(|(count, thing)| counted(count, thing)).collect();
        f.write_str(if words.is_empty() { "no findings".into() } else { words.join(", ") }.as_str())
    }
}

/// Returns a number of things in words: `1 page`, `3 pages`.
pub fn counted(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

#[cfg(test)]
mod tests {
    use super::Summary;

    #[test]
    fn only_what_was_found_is_counted() {
        assert_eq!(Summary::default().to_string(), "no findings");
        assert_eq!(Summary { errors: 1, warnings: 2, notes: 0 }.to_string(), "1 error, 2 warnings");
    }
}
