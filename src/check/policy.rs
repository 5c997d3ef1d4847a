//! Judges findings: how grave each is in this project, and whether someone answers for it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::subject::Subject;
use super::unread::{self, Unread};
use super::waiver::Waivers;
use crate::diagnostic::{self, Diagnostic, Lint, Severity, Waived, did_you_mean};
use crate::link::library::DocumentIndex;
use crate::model::document::Document;
use crate::model::inline::Text;
use crate::project::config::{Override, Setting};
use crate::project::problem::{INVALID_SETTING, UNKNOWN_RULE};
use crate::text::source::Sources;
use crate::text::span::SourceId;

/// Findings that may be raised, and neither lowered nor waived: without what they report, nothing is known of the
/// rest. A project file that is misread, a source that is, and waivers themselves.
const FIRM: [&str; 9] = ["P001", "P002", "P003", "P004", "X001", "X101", "X902", "B010", "B013"];

/// What findings came to.
#[derive(Debug, Default)]
pub struct Judged {
    /// Those that are reported.
    pub findings: Vec<Diagnostic>,
    /// Those that someone answers for.
    pub waived: Vec<Waived>,
    /// Those that the project turned off.
    pub off: Vec<Diagnostic>,
}

impl Judged {
    /// Puts all in the order in which findings are reported.
    pub fn sort(&mut self, sources: &Sources) {
        diagnostic::sort(&mut self.findings, sources);
        diagnostic::sort_waived(&mut self.waived, sources);
    }
}

/// What was looked for.
#[derive(Clone, Copy)]
pub struct Inquest<'a> {
    /// Every kind of finding there is.
    pub lints: &'a [&'static Lint],
    /// Tells of what could have been found in this run; a waiver of anything else cannot be stale.
    pub looked: &'a dyn Fn(&Lint) -> bool,
}

/// Judges what all the stages found.
pub fn judge(found: Vec<Diagnostic>, subject: Subject<'_>, inquest: Inquest<'_>) -> Judged {
    let names = Names { lints: inquest.lints };
    let documents = subject.documents_by_source();
    let mut problems = unread::missing_databases(subject);
    let mut unread = Unread::new(&found, &problems, subject);
    let mut levels = Levels::new(subject, &documents, &names, &mut problems);
    let waivers = Waivers::new(subject, &documents, &names, &mut problems);
    let mut judged = Judged::default();
    // What several documents take over from one place is wrong once.
    let mut told = FxHashSet::default();
    for mut finding in found.into_iter().chain(problems) {
        if !told.insert((finding.span(), finding.lint.code, finding.message.clone())) {
            continue;
        }
        if unread.may_cause(&finding) {
            // It may be there again when the source can be read; a waiver of it is not stale.
            waivers.accept(&finding);
            continue;
        }
        let Some(severity) = levels.severity(&finding) else {
            // A waiver of what is turned off for now, as in a draft, is not stale: it will be needed.
            waivers.accept(&finding);
            judged.off.push(finding);
            continue;
        };
        finding.severity = severity;
        match waivers.accept(&finding) {
            Some(waived) => judged.waived.push(waived.of(finding)),
            None => judged.findings.push(finding),
        }
    }
    unread.tell(&mut judged.findings);
    for mut stale in waivers.stale(inquest) {
        let Some(severity) = levels.severity(&stale) else { continue };
        stale.severity = severity;
        judged.findings.push(stale);
    }
    judged
}

/// Tells whether findings of a kind may be neither lowered nor waived.
pub(super) fn is_firm(lint: &Lint) -> bool {
    FIRM.contains(&lint.code)
}

/// The kinds of findings by what a project calls them.
pub(super) struct Names<'a> {
    lints: &'a [&'static Lint],
}

impl Names<'_> {
    /// Returns the kind of a code or a name.
    pub(super) fn one(&self, written: &Text) -> Result<&'static Lint, Box<Diagnostic>> {
        let bears = |lint: &&&'static Lint| {
            lint.code.eq_ignore_ascii_case(&written.text) || lint.name.eq_ignore_ascii_case(&written.text)
        };
        self.lints.iter().find(bears).copied().ok_or_else(|| self.unknown(written))
    }

    /// Returns the kinds of a code, a name, or the letter of a group.
    fn all(&self, written: &Text) -> Result<Vec<&'static Lint>, Box<Diagnostic>> {
        if !self.is_group(written) {
            return Ok(vec![self.one(written)?]);
        }
        let group: Vec<_> = self.lints.iter().filter(|lint| lint.code.starts_with(written.as_str())).copied().collect();
        if group.is_empty() { Err(self.unknown(written)) } else { Ok(group) }
    }

    fn is_group(&self, written: &Text) -> bool {
        matches!(written.text.as_bytes(), [letter] if letter.is_ascii_uppercase())
    }

    fn unknown(&self, written: &Text) -> Box<Diagnostic> {
        let message = format!("there is no rule `{}`", written.text);
        let names = self.lints.iter().flat_map(|lint| [lint.code, lint.name]);
        // Codes are so short that any is near any other; only one of the same group is likely to be meant.
        let near = did_you_mean(&written.text, names)
            .filter(|near| near.len() > 4 || near.chars().next() == written.text.chars().next());
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`opsdoc explain` lists all codes and names".to_owned(),
        };
        Box::new(Diagnostic::new(&UNKNOWN_RULE, written.span, message).label("no rule").help(help))
    }
}

/// Severities by code; nothing where findings are not reported.
type Table = FxHashMap<&'static str, Option<Severity>>;

/// How grave findings are in a project.
struct Levels<'a> {
    subject: Subject<'a>,
    documents: &'a [Option<DocumentIndex>],
    everywhere: Table,
    overrides: Vec<(&'a Override, Table)>,
    /// The overrides that are for a source.
    fitting: FxHashMap<SourceId, Vec<usize>>,
}

impl<'a> Levels<'a> {
    fn new(
        subject: Subject<'a>,
        documents: &'a [Option<DocumentIndex>],
        names: &Names<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let rules = &subject.project.rules;
        let everywhere = table(&rules.settings, names, problems);
        let overrides = rules.overrides.iter().map(|over| (over, table(&over.settings, names, problems))).collect();
        Self { subject, documents, everywhere, overrides, fitting: FxHashMap::default() }
    }

    /// Returns how grave a finding is; nothing where it is not reported.
    fn severity(&mut self, finding: &Diagnostic) -> Option<Severity> {
        let own = finding.severity;
        if self.everywhere.is_empty() && self.overrides.is_empty() {
            return Some(own);
        }
        let (code, source) = (finding.lint.code, finding.span().source);
        let mut severity = self.everywhere.get(code).copied().unwrap_or(Some(own));
        if !self.overrides.is_empty() {
            for at in self.fitting(source).clone() {
                severity = self.overrides[at].1.get(code).copied().unwrap_or(severity);
            }
        }
        if is_firm(finding.lint) { Some(severity.map_or(own, |severity| severity.max(own))) } else { severity }
    }

    fn fitting(&mut self, source: SourceId) -> &Vec<usize> {
        let (overrides, subject, documents) = (&self.overrides, self.subject, self.documents);
        self.fitting.entry(source).or_insert_with(|| {
            let path = &subject.sources.get(source).path;
            let document = documents[source.index()].map(|index| subject.library.document(index));
            let fits = |over: &Override| fits(over, path, document);
            (0..overrides.len()).filter(|at| fits(overrides[*at].0)).collect()
        })
    }
}

fn fits(over: &Override, path: &str, document: Option<&Document>) -> bool {
    let status = document.and_then(|document| document.metadata.status);
    over.paths.as_ref().is_none_or(|paths| paths.covers(path))
        && (over.statuses.is_empty() || status.is_some_and(|status| over.statuses.contains(&status)))
}

/// Puts settings in order: what is said of a rule counts before what is said of its group.
fn table(settings: &[Setting], names: &Names<'_>, problems: &mut Vec<Diagnostic>) -> Table {
    let mut table = Table::default();
    let (groups, rules): (Vec<_>, Vec<_>) = settings.iter().partition(|setting| names.is_group(&setting.rule));
    for setting in groups.into_iter().chain(rules) {
        match names.all(&setting.rule) {
            Ok(lints) => {
                if let [lint] = lints[..]
                    && is_firm(lint)
                    && setting.severity.is_none_or(|severity| severity < lint.level)
                {
                    let message = format!("`{}` can be neither lowered nor turned off", setting.rule.text);
                    let help = "mend what it reports, or leave the file out by `exclude`";
                    problems.push(Diagnostic::new(&INVALID_SETTING, setting.rule.span, message).help(help));
                }
                table.extend(lints.into_iter().map(|lint| (lint.code, setting.severity)));
            }
            Err(problem) => problems.push(*problem),
        }
    }
    table
}
