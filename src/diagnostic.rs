//! What is wrong in an author's text, as a value.
//!
//! A diagnostic is data: it is collected, sorted and compared, and only [`report`](crate::report)
//! knows what it looks like. A fault of the world (a disk, a repository) is an error instead.

use std::cmp::Ordering;
use std::fmt;

use crate::text::source::Sources;
use crate::text::span::Span;

/// How grave a finding is. An error fails the check (exit 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Probably a defect.
    Warning,
    /// A defect.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// One kind of finding: what `explain` prints and what a project can set.
#[derive(Debug)]
pub struct Lint {
    /// The stable code, as `D001`. The letter is the group of the rule catalogue.
    pub code: &'static str,
    /// The name, which completes "allow …".
    pub name: &'static str,
    /// The severity where the project says nothing.
    pub level: Severity,
    /// Markdown: what it does, why it matters, an example and how to mend it. Each line keeps the
    /// space that a doc comment begins with.
    pub explanation: &'static str,
}

impl Lint {
    /// Returns the explanation without the space that each line of a doc comment begins with.
    pub fn markdown(&self) -> String {
        let lines = self.explanation.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Returns the words of a section of the explanation, in one line.
    pub fn section(&self, title: &str) -> Option<String> {
        let text = self.markdown();
        let heading = format!("## {title}\n");
        let from = text.find(&heading)? + heading.len();
        let end = text[from..].find("\n## ").map_or(text.len(), |length| from + length);
        Some(text[from..end].split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// Declares a [`Lint`] from its doc comment.
#[macro_export]
macro_rules! lint {
    ($(#[doc = $line:literal])+ $visibility:vis static $ident:ident = $code:literal $name:literal $level:ident;) => {
        $(#[doc = $line])+
        $visibility static $ident: $crate::diagnostic::Lint = $crate::diagnostic::Lint {
            code: $code,
            name: $name,
            level: $crate::diagnostic::Severity::$level,
            explanation: concat!($($line, "\n"),+),
        };
    };
}

/// A place with a word on it.
#[derive(Debug, Clone)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is to be seen there, shorter than the message.
    pub text: String,
}

/// A safe mend: what to write instead, so that the text says what it was meant to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The places and what is to stand there; no two overlap, all in one source.
    pub edits: Vec<(Span, String)>,
}

/// One finding.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Its kind.
    pub lint: &'static Lint,
    /// How grave it is here.
    pub severity: Severity,
    /// The finding, in lower case, names in backticks, without a stop; it stands alone.
    pub message: String,
    /// The places; the first is where it is reported.
    pub labels: Vec<Label>,
    /// What else there is to know.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// What `check --fix` writes.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// Makes a finding of this kind at this place.
    pub fn new(lint: &'static Lint, span: Span, message: impl Into<String>) -> Self {
        Self {
            lint,
            severity: lint.level,
            message: message.into(),
            labels: vec![Label { span, text: String::new() }],
            notes: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// Says what is to be seen at the place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.labels[0].text = text.into();
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds something to know.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Says what to do, where there is something to say.
    #[must_use]
    pub fn maybe_help(mut self, text: Option<String>) -> Self {
        self.help = text.or(self.help);
        self
    }

    /// Offers to write other words at a place. Only what surely keeps the meaning may be offered.
    #[must_use]
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix.get_or_insert_with(|| Fix { edits: Vec::new() }).edits.push((span, text.into()));
        self
    }

    /// Returns the place that it is reported at.
    pub fn span(&self) -> Span {
        self.labels[0].span
    }
}

/// A finding that someone answers for.
#[derive(Debug, Clone)]
pub struct Waived {
    /// The finding.
    pub finding: Diagnostic,
    /// Why it is accepted.
    pub reason: String,
    /// Who answers for it.
    pub author: String,
    /// The last day on which it is accepted, where there is one.
    pub until: Option<String>,
    /// The waiver.
    pub span: Span,
}

/// Sorts findings by path, offset and code: the order in which they are reported.
pub fn sort(diagnostics: &mut [Diagnostic], sources: &Sources) {
    diagnostics.sort_by(|a, b| order(a, b, sources));
}

/// Sorts findings that someone answers for as [`sort`] does.
pub fn sort_waived(waived: &mut [Waived], sources: &Sources) {
    waived.sort_by(|a, b| order(&a.finding, &b.finding, sources));
}

fn order(a: &Diagnostic, b: &Diagnostic, sources: &Sources) -> Ordering {
    let key = |d: &Diagnostic| (d.span().start, d.span().end, d.lint.code);
    let path = |d: &Diagnostic| sources.get(d.span().source).path.as_str();
    path(a).cmp(path(b)).then(key(a).cmp(&key(b))).then_with(|| a.message.cmp(&b.message))
}

/// Returns the candidate nearest to a misspelt name, if one alone is near enough to be meant.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    match nearest(name, candidates).as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// Asks whether the candidate nearest to a misspelt name was meant, or which of up to three that are equally near.
pub fn suggestion<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    match nearest(name, candidates).as_slice() {
        [only] => Some(format!("did you mean `{only}`?")),
        [one, other] => Some(format!("did you mean `{one}` or `{other}`?")),
        [one, other, third] => Some(format!("did you mean `{one}`, `{other}` or `{third}`?")),
        _ => None,
    }
}

/// Tells whether two words differ by one letter: another one, one more, one less, or two in the wrong order.
pub fn differ_by_one(one: &str, other: &str) -> bool {
    strsim::damerau_levenshtein(one, other) == 1
}

/// Returns the candidates nearest to a misspelt name, in the order of their letters; none where more than three are
/// equally near, as naming some of them would be a guess.
///
/// Distance is Damerau-Levenshtein on lower case; a third of the name may differ, and three letters at most. Of those
/// at one distance, the ones that begin alike for longest are nearer, and a name that differs in a letter is nearer
/// than one that differs in a digit: `BAT1` and `BAT2` are two things, `BAT1` and `BTA1` are one.
fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    /// More than so many are no help.
    const MOST: usize = 3;
    let wanted = name.to_lowercase();
    let length = wanted.chars().count();
    let limit = (length / 3).clamp(1, 3);
    let mut best = None;
    let mut found: Vec<&str> = Vec::new();
    for candidate in candidates {
        if candidate.chars().count().abs_diff(length) > limit {
            continue;
        }
        let lower = candidate.to_lowercase();
        let distance = strsim::damerau_levenshtein(&wanted, &lower);
        if distance > limit {
            continue;
        }
        let alike = wanted.chars().zip(lower.chars()).take_while(|(a, b)| a == b).count();
        let letters = |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
        let by_digits = distance > 0 && letters(&wanted) == letters(&lower);
        let key = (distance, by_digits, std::cmp::Reverse(alike));
        if best.as_ref().is_none_or(|best| key < *best) {
            best = Some(key);
            found.clear();
        }
        if best == Some(key) && !found.contains(&candidate) {
            found.push(candidate);
        }
    }
    found.sort_unstable();
    if found.len() > MOST { Vec::new() } else { found }
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, suggestion};

    #[test]
    fn one_that_is_nearest_is_meant() {
        let names = ["FCP-AOC-010", "FCP-AOC-020", "FCP-EPS-010", "CRP-AOC-010"];
        assert_eq!(did_you_mean("FCP-AOC-011", names), Some("FCP-AOC-010"));
        assert_eq!(did_you_mean("FPC-AOC-010", names), Some("FCP-AOC-010"));
        assert_eq!(did_you_mean("something-else", names), None);
    }

    #[test]
    fn several_that_are_equally_near_are_listed_up_to_three() {
        let names = ["CRP-AOC-001", "CRP-AOC-002", "CRP-AOC-003", "CRP-AOC-005"];
        let asked = "did you mean `CRP-AOC-001`, `CRP-AOC-002` or `CRP-AOC-003`?";
        assert_eq!(suggestion("CRP-AOC-004", names.into_iter().take(3)).as_deref(), Some(asked));
        assert_eq!(suggestion("CRP-AOC-004", names), None);
        assert_eq!(did_you_mean("CRP-AOC-004", names), None);
    }
}
