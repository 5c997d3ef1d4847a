//! Waivers: findings that someone answers for, in place by a comment or in a file by `[[waiver]]`.

use std::cell::Cell;

use rustc_hash::FxHashMap;

use super::policy::{Inquest, Names, is_firm};
use super::problem::{EXPIRED_WAIVER, INVALID_WAIVER, STALE_WAIVER};
use super::subject::Subject;
use crate::diagnostic::{Diagnostic, Lint, Waived};
use crate::link::library::DocumentIndex;
use crate::model::document::Remark;
use crate::model::inline::Text;
use crate::project::config;
use crate::text::align::line_of;
use crate::text::date::is_day;
use crate::text::span::{SourceId, Span};

/// What is to be done where a waiver in a comment cannot be read.
const FORM: &str = "write `opsdoc: allow CODE — reason (author, until YYYY-MM-DD)`";

/// The waivers of a project that can be heeded.
pub(super) struct Waivers<'a> {
    subject: Subject<'a>,
    documents: &'a [Option<DocumentIndex>],
    list: Vec<Waiver<'a>>,
    /// The waivers in comments, by source and code.
    placed: FxHashMap<(SourceId, &'static str), Vec<usize>>,
    /// The waivers in files, by code.
    filed: FxHashMap<&'static str, Vec<usize>>,
}

/// One waiver.
pub(super) struct Waiver<'a> {
    /// What it is of, and whether that was found.
    lints: Vec<(&'static Lint, Cell<bool>)>,
    scope: Scope<'a>,
    reason: String,
    author: String,
    until: Option<String>,
    span: Span,
}

/// Where a waiver holds.
enum Scope<'a> {
    /// In a part of a source.
    Part(Span),
    /// Wherever all that a file asks is so.
    Filed(&'a config::Waiver),
}

impl<'a> Waivers<'a> {
    /// Gathers the waivers, and tells of those that cannot be heeded.
    pub(super) fn new(
        subject: Subject<'a>,
        documents: &'a [Option<DocumentIndex>],
        names: &Names<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut waivers =
            Self { subject, documents, list: Vec::new(), placed: FxHashMap::default(), filed: FxHashMap::default() };
        for document in &subject.library.documents {
            for remark in &document.metadata.remarks {
                match placed(remark) {
                    Ok((rules, waiver)) => waivers.add(&rules, waiver, names, problems),
                    Err(problem) => problems.push(*problem),
                }
            }
        }
        for waiver in &subject.project.waivers {
            let until = waiver.until.as_ref().map(|until| until.text.to_string());
            let (reason, author) = (waiver.reason.trim().to_owned(), waiver.author.trim().to_owned());
            let scope = Scope::Filed(waiver);
            let read = Waiver { lints: Vec::new(), scope, reason, author, until, span: waiver.span };
            waivers.add(&waiver.rules, read, names, problems);
        }
        waivers
    }

    fn add(&mut self, rules: &[Text], mut waiver: Waiver<'a>, names: &Names<'_>, problems: &mut Vec<Diagnostic>) {
        for rule in rules {
            match names.one(rule) {
                Ok(lint) if is_firm(lint) => {
                    let message = format!("`{}` cannot be waived", rule.text);
                    problems.push(Diagnostic::new(&INVALID_WAIVER, rule.span, message).help("mend what it reports"));
                }
                Ok(lint) => waiver.lints.push((lint, Cell::new(false))),
                Err(problem) => problems.push(*problem),
            }
        }
        if let Some(problem) = incomplete(&waiver).or_else(|| expired(&waiver, self.subject.today)) {
            problems.push(problem);
            return;
        }
        let at = self.list.len();
        for (lint, _) in &waiver.lints {
            match &waiver.scope {
                Scope::Part(part) => self.placed.entry((part.source, lint.code)).or_default().push(at),
                Scope::Filed(_) => self.filed.entry(lint.code).or_default().push(at),
            }
        }
        self.list.push(waiver);
    }

    /// Returns the waiver of a finding, and remembers that it was needed.
    pub(super) fn accept(&self, finding: &Diagnostic) -> Option<&Waiver<'a>> {
        let (code, place) = (finding.lint.code, finding.span());
        let placed = self.placed.get(&(place.source, code)).into_iter().flatten();
        let filed = self.filed.get(code).into_iter().flatten();
        let at = placed.chain(filed).find(|at| self.holds(&self.list[**at], finding))?;
        let waiver = &self.list[*at];
        waiver.lints.iter().filter(|(lint, _)| lint.code == code).for_each(|(_, found)| found.set(true));
        Some(waiver)
    }

    fn holds(&self, waiver: &Waiver<'_>, finding: &Diagnostic) -> bool {
        let place = finding.span();
        let asked = match waiver.scope {
            Scope::Part(part) => return part.start <= place.start && place.start <= part.end,
            Scope::Filed(asked) => asked,
        };
        let (source, index) = (self.subject.sources.get(place.source), self.documents[place.source.index()]);
        let document = index.map(|index| self.subject.library.document(index));
        let id = document.and_then(|document| document.id()).map_or("", |id| id.as_str());
        let anchor = || index.and_then(|index| self.subject.library.place(index, place.start));
        let said = |words: &String| {
            finding.message.contains(words) || source.text[line_of(&source.text, place.range())].contains(words)
        };
        asked.paths.as_ref().is_none_or(|paths| paths.covers(&source.path))
            && (asked.documents.is_empty() || asked.documents.iter().any(|wanted| wanted == id))
            && asked.step.as_ref().is_none_or(|step| anchor().is_some_and(|place| place.anchor == step.as_str()))
            && asked.text.as_ref().is_none_or(said)
    }

    /// Tells of the waivers that nothing needed.
    pub(super) fn stale(&self, inquest: Inquest<'_>) -> Vec<Diagnostic> {
        let each = self.list.iter().flat_map(|waiver| waiver.lints.iter().map(move |lint| (waiver, lint)));
        let stale = each.filter(|(_, (lint, found))| !found.get() && (inquest.looked)(lint));
        let told = stale.map(|(waiver, (lint, _))| {
            let message = format!("`{}` ({}) is waived here, and is not found", lint.code, lint.name);
            let help = "remove the waiver, or take this code out of it";
            Diagnostic::new(&STALE_WAIVER, waiver.span, message).label("waives nothing").help(help)
        });
        told.collect()
    }
}

impl Waiver<'_> {
    /// Returns a finding as one that this waiver is of.
    pub(super) fn of(&self, finding: Diagnostic) -> Waived {
        let (reason, author, until) = (self.reason.clone(), self.author.clone(), self.until.clone());
        Waived { finding, reason, author, until, span: self.span }
    }

    fn codes(&self) -> String {
        let codes: Vec<_> = self.lints.iter().map(|(lint, _)| format!("`{}`", lint.code)).collect();
        if codes.is_empty() { "nothing".to_owned() } else { codes.join(", ") }
    }
}

/// Reads what a comment says: `allow S003, D005 — reason (author, until 2027-01-31)`.
fn placed<'a>(remark: &Remark) -> Result<(Vec<Text>, Waiver<'a>), Box<Diagnostic>> {
    let span = remark.says.span;
    let wrong = |message: &str| Box::new(Diagnostic::new(&INVALID_WAIVER, span, message).help(FORM));
    let says = remark.says.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(rest) = says.strip_prefix("allow ") else {
        return Err(wrong("this comment speaks to opsdoc and cannot be read"));
    };
    let dash = [" — ", " – ", " - ", " -- "].into_iter().filter_map(|dash| Some((rest.find(dash)?, dash.len()))).min();
    let (codes, rest) = match (dash, rest.find('(')) {
        (Some((at, length)), _) => (&rest[..at], rest[at + length..].trim()),
        (None, Some(at)) => rest.split_at(at),
        (None, None) => (rest, ""),
    };
    let codes = codes.split([',', ' ']).filter(|code| !code.is_empty());
    let rules: Vec<Text> = codes.map(|code| Text::new(code, span)).collect();
    let signed = rest.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    let (reason, signature) = signed.unwrap_or((rest, ""));
    let (author, until) = match signature.rsplit_once(',') {
        Some((author, last)) => match date(last) {
            Some(until) => (author, Some(until.to_owned())),
            None => (signature, None),
        },
        None => match date(signature) {
            Some(until) => ("", Some(until.to_owned())),
            None => (signature, None),
        },
    };
    let (reason, author) = (reason.trim().to_owned(), author.trim().to_owned());
    Ok((rules, Waiver { lints: Vec::new(), scope: Scope::Part(remark.covers), reason, author, until, span }))
}

/// Returns the date of `until 2027-01-31`, whatever it may be.
fn date(text: &str) -> Option<&str> {
    let words = ["until ", "jusqu'au ", "jusqu’au "];
    words.into_iter().find_map(|word| text.trim().strip_prefix(word)).map(str::trim)
}

fn incomplete(waiver: &Waiver<'_>) -> Option<Diagnostic> {
    let missing = match (waiver.reason.is_empty(), waiver.author.is_empty()) {
        (true, true) => "reason and no author",
        (true, false) => "reason",
        (false, true) => "author",
        (false, false) => "",
    };
    let problem = |message: String| Some(Diagnostic::new(&INVALID_WAIVER, waiver.span, message));
    let help = match waiver.scope {
        Scope::Part(_) => FORM,
        Scope::Filed(_) => "write `reason` and `author`, and `until = 2027-01-31` where it is for a time",
    };
    if !missing.is_empty() {
        let message = format!("this waiver of {} has no {missing}", waiver.codes());
        return problem(message).map(|problem| problem.label("waives nothing").help(help));
    }
    let until = waiver.until.as_deref().filter(|until| !is_day(until))?;
    problem(format!("this waiver holds until `{until}`, which is no day"))
        .map(|problem| problem.label("waives nothing").help("write the day as `2027-01-31`"))
}

fn expired(waiver: &Waiver<'_>, today: Option<&str>) -> Option<Diagnostic> {
    let until = waiver.until.as_deref().filter(|until| today.is_some_and(|today| *until < today))?;
    let message = format!("this waiver of {} expired on {until}", waiver.codes());
    let help = "mend what it is for and remove it, or renew it with a reason that still holds";
    Some(Diagnostic::new(&EXPIRED_WAIVER, waiver.span, message).label("waives nothing any more").help(help))
}
