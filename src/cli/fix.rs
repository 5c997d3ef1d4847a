//! `opsdoc check --fix`: writes the safe mends that findings offer.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use super::fault::Fault;
use super::terminal::Terminal;
use crate::diagnostic::Diagnostic;
use crate::pipeline::Outcome;
use crate::report::diff;
use crate::report::style::{DONE, paint};
use crate::report::summary::counted;
use crate::text::source::Sources;
use crate::text::span::{SourceId, Span};
use crate::write::mend::{self, Refusal};

/// Mends what can be mended; tells whether a file was written.
pub(super) fn run(outcome: &Outcome, docs: &Path, terminal: &Terminal) -> Result<bool, Fault> {
    let write = |path: &Path, before: &str, after: &str| Ok(mend::write(path, before, after)?);
    mended(outcome, docs, terminal, "mended", write)
}

/// Shows what would be mended, as a difference on standard output.
pub(super) fn show(outcome: &Outcome, docs: &Path, terminal: &Terminal) -> Result<(), Fault> {
    let mut out = terminal.out();
    let write = |path: &Path, before: &str, after: &str| {
        Ok(write!(out, "{}", diff::unified(&path.to_string_lossy(), before, after))?)
    };
    mended(outcome, docs, terminal, "would mend", write)?;
    Ok(out.flush()?)
}

fn mended(
    outcome: &Outcome,
    docs: &Path,
    terminal: &Terminal,
    verb: &str,
    mut write: impl FnMut(&Path, &str, &str) -> Result<(), Fault>,
) -> Result<bool, Fault> {
    let plan = Plan::of(&outcome.diagnostics, &outcome.sources);
    let (mut files, mut mends) = (0, 0);
    for (source, mended) in &plan.sources {
        let source = outcome.sources.get(*source);
        let path = docs.join(&source.path);
        match mend::allowed(&path, &source.text) {
            Ok(()) => write(&path, &source.text, &applied(&source.text, &mended.edits))?,
            Err(refusal @ Refusal::Disk { .. }) => return Err(refusal.into()),
            Err(refusal) => {
                terminal.note(&refusal.to_string())?;
                continue;
            }
        }
        files += 1;
        mends += mended.count;
    }
    let (findings, files_in) = (counted(mends, "finding"), counted(files, "file"));
    terminal.say(&format!("{} {findings} in {files_in}", paint(DONE, verb)))?;
    if plan.postponed > 0 {
        let left = counted(plan.postponed, "mend");
        terminal.note(&format!("{left} would change what another one changes; run it again"))?;
    }
    Ok(files > 0)
}

/// What is to be written.
#[derive(Default)]
struct Plan {
    sources: BTreeMap<SourceId, Mended>,
    /// Mends that overlap with one before them.
    postponed: usize,
}

/// What is to be written in one source.
#[derive(Default)]
struct Mended {
    /// The edits, of which no two overlap.
    edits: Vec<(Span, String)>,
    /// How many findings they mend.
    count: usize,
}

impl Plan {
    /// Takes the mends in the order of the findings; of two that overlap, the first.
    fn of(findings: &[Diagnostic], sources: &Sources) -> Self {
        let mut plan = Self::default();
        for finding in findings {
            let Some(fix) = &finding.fix else { continue };
            let Some((first, _)) = fix.edits.first() else { continue };
            let text = &sources.get(first.source).text;
            let sound = |(span, _): &(Span, String)| span.source == first.source && text.get(span.range()).is_some();
            if !fix.edits.iter().all(sound) {
                continue;
            }
            let mended = plan.sources.entry(first.source).or_default();
            if fix.edits.iter().all(|edit| mended.edits.contains(edit)) {
                mended.count += 1;
            } else if fix.edits.iter().any(|(span, _)| mended.edits.iter().any(|(other, _)| meet(*span, *other))) {
                plan.postponed += 1;
            } else {
                mended.edits.extend(fix.edits.iter().cloned());
                mended.count += 1;
            }
        }
        plan.sources.retain(|_, mended| mended.count > 0);
        plan
    }
}

/// Tells whether two places overlap or touch.
fn meet(a: Span, b: Span) -> bool {
    a.start <= b.end && b.start <= a.end
}

/// Returns a text with edits made, in the line endings that it has.
fn applied(text: &str, edits: &[(Span, String)]) -> String {
    let mut edits: Vec<_> = edits.iter().collect();
    edits.sort_by_key(|(span, _)| span.start);
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (span, new) in edits {
        out.push_str(text.get(at..span.range().start).unwrap_or_default());
        match text.contains("\r\n") {
            true => out.push_str(&new.replace("\r\n", "\n").replace('\n', "\r\n")),
            false => out.push_str(new),
        }
        at = span.range().end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint;
    use crate::text::digest::Digest;
    use crate::text::source::Source;

    lint! {
        /// A finding.
        static FOUND = "T001" "found" Warning;
    }

    /// Mends a text by these edits, each of a finding of its own; says how many are left.
    fn check(text: &str, edits: &[(usize, usize, &str)]) -> (String, usize) {
        let sources = Sources::new(vec![Source::new("a.md", text, Digest::of(text.as_bytes()))]);
        let span = |from, to| Span::new(SourceId(0), from, to);
        let finding = |(from, to, new): &(usize, usize, &str)| {
            Diagnostic::new(&FOUND, span(*from, *to), "m").fix(span(*from, *to), *new)
        };
        let findings: Vec<_> = edits.iter().map(finding).collect();
        let plan = Plan::of(&findings, &sources);
        let edits = plan.sources.get(&SourceId(0)).map(|mended| mended.edits.clone()).unwrap_or_default();
        (applied(text, &edits), plan.postponed)
    }

    #[test]
    fn of_two_that_overlap_the_first_is_made() {
        assert_eq!(check("one two", &[(4, 7, "TWO"), (0, 3, "ONE")]), ("ONE TWO".to_owned(), 0));
        assert_eq!(check("one two", &[(0, 5, "x"), (4, 7, "y")]), ("xwo".to_owned(), 1));
        assert_eq!(check("one two", &[(0, 3, "x"), (0, 3, "x")]), ("x two".to_owned(), 0));
        assert_eq!(check("été", &[(1, 2, "x"), (3, 99, "x")]), ("été".to_owned(), 0));
    }

    #[test]
    fn line_endings_stay() {
        assert_eq!(check("a\r\nb\r\n", &[(0, 1, "x\ny")]).0, "x\r\ny\r\nb\r\n");
    }
}
