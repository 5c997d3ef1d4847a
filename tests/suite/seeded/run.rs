//! Plants, checks and compares.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use opsdoc::pipeline::{self, CheckRequest, Silent};
use tempfile::TempDir;

use super::super::support;
use super::form::{Change, Form, Place};
use super::ground::Ground;
use super::random::Random;
use super::set::Set;

/// The day on which everything is checked.
const TODAY: &str = "2026-12-01";

/// A form to be planted in a set, once more.
#[derive(Clone, Copy)]
pub(super) struct Job<'a> {
    pub(super) form: &'a Form,
    pub(super) set: usize,
    pub(super) turn: usize,
}

/// What came of a job.
pub(super) struct Outcome {
    pub(super) form: usize,
    pub(super) set: usize,
    pub(super) result: Planted,
}

/// Whether it was planted, and what was found.
pub(super) enum Planted {
    /// The set has no place for this form.
    NoPlace,
    /// The rule spoke at the place, and no other spoke.
    Found,
    /// Something else happened; the text says what.
    Wrong { found: bool, extra: usize, story: String },
}

/// A finding, as it is compared: the line's words in place of its number, so that lines may move.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Finding {
    pub(super) rule: &'static str,
    pub(super) path: String,
    words: String,
    pub(super) message: String,
}

/// Runs all jobs on all processors.
pub(super) fn run(sets: &[Set], jobs: &[(usize, Job<'_>)], seed: u64) -> Vec<Outcome> {
    let (next, outcomes) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut copies: HashMap<usize, Copy> = HashMap::new();
                while let Some((form, job)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let copy = copies.entry(job.set).or_insert_with(|| Copy::new(&sets[job.set]));
                    let result = copy.plant(&sets[job.set], job, seed);
                    let outcome = Outcome { form: *form, set: job.set, result };
                    outcomes.lock().expect("no thread has panicked").push(outcome);
                }
            });
        }
    });
    let mut outcomes = outcomes.into_inner().expect("no thread has panicked");
    outcomes.sort_by_key(|outcome| (outcome.form, outcome.set));
    outcomes
}

/// Whether a set has a place for a form.
pub(super) fn has_place(set: &Set, job: &Job<'_>, seed: u64) -> bool {
    (0..4).any(|attempt| (job.form.plant)(&mut ground(set, job, seed, attempt)).is_some())
}

fn ground<'a>(set: &'a Set, job: &Job<'_>, seed: u64, attempt: usize) -> Ground<'a> {
    let purpose = format!("{} {} {} {} {attempt}", job.form.rule, job.form.name, set.name, job.turn);
    Ground { set, random: Random::new(seed, &purpose) }
}

/// A copy of a set on disk, with what is found in it as long as nothing is planted.
struct Copy {
    folder: TempDir,
    before: HashMap<(&'static str, bool), HashMap<Finding, usize>>,
}

impl Copy {
    fn new(set: &Set) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        set.write(folder.path());
        Self { folder, before: HashMap::new() }
    }

    /// Plants, at another place where the rule spoke of the place before.
    fn plant(&mut self, set: &Set, job: &Job<'_>, seed: u64) -> Planted {
        let changes = (0..4).filter_map(|attempt| (job.form.plant)(&mut ground(set, job, seed, attempt)));
        let mut outcomes = changes.filter_map(|change| self.try_out(set, job, change));
        outcomes.next().unwrap_or(Planted::NoPlace)
    }

    /// Checks a change; nothing where what it changes was found before.
    fn try_out(&mut self, set: &Set, job: &Job<'_>, mut change: Change) -> Option<Planted> {
        change.complete(set);
        let places = change.settle();
        assert!(!places.is_empty(), "{}, {}: no place is marked", job.form.rule, job.form.name);
        if !job.form.settings.is_empty() {
            let project = change.files.remove("opsdoc.toml");
            let project = project.unwrap_or_else(|| set.texts.get("opsdoc.toml").cloned().unwrap_or_default());
            change.files.insert("opsdoc.toml".into(), format!("{project}\n{}", job.form.settings));
        }
        let (folder, since) = (self.folder.path(), job.form.since);
        if since && !folder.join(".git").exists() {
            support::commit(folder);
        }
        let check = || if since { findings_since(folder) } else { findings(folder) };
        let before = self
            .before
            .entry((job.form.settings, since))
            .or_insert_with(|| with_settings(folder, set, job.form.settings, || counted(&check())));
        for (path, text) in &change.files {
            support::write(&folder.join(path), text);
        }
        let after = check();
        for path in change.files.keys() {
            match set.texts.get(path) {
                Some(text) => fs::write(folder.join(path), text).expect("the file can be restored"),
                None => fs::remove_file(folder.join(path)).expect("the file can be removed"),
            }
        }
        let planted: BTreeMap<_, _> = change.files;
        judge(before, &after, job.form, &places, &planted)
    }
}

/// Checks with other settings than the set's own.
fn with_settings<T>(folder: &Path, set: &Set, settings: &str, check: impl FnOnce() -> T) -> T {
    let path = folder.join("opsdoc.toml");
    let own = set.texts.get("opsdoc.toml");
    if !settings.is_empty() {
        fs::write(&path, format!("{}\n{settings}", own.map_or("", String::as_str))).expect("it can be written");
    }
    let checked = check();
    match own {
        Some(own) => fs::write(&path, own).expect("it can be restored"),
        None => _ = fs::remove_file(&path),
    }
    checked
}

/// Returns what is found in a folder, with the line of each.
pub(super) fn findings(folder: &Path) -> Vec<(Finding, usize)> {
    told(&pipeline::check(&request(folder), &Silent).expect("the set can be checked"))
}

/// Returns what is new in a folder since its last commit.
fn findings_since(folder: &Path) -> Vec<(Finding, usize)> {
    told(&pipeline::check_since(&request(folder), "HEAD", &Silent).expect("the set can be compared"))
}

fn request(folder: &Path) -> CheckRequest {
    CheckRequest { docs: folder.to_owned(), today: Some(TODAY.to_owned()) }
}

fn told(outcome: &pipeline::Outcome) -> Vec<(Finding, usize)> {
    let each = outcome.diagnostics.iter().map(|diagnostic| {
        let source = outcome.sources.get(diagnostic.span().source);
        let (line, _) = source.position(diagnostic.span().start);
        let words = source.text.lines().nth(line - 1).unwrap_or_default().trim().to_owned();
        let (rule, message) = (diagnostic.lint.name, diagnostic.message.clone());
        (Finding { rule, path: source.path.clone(), words, message }, line)
    });
    each.collect()
}

pub(super) fn counted(findings: &[(Finding, usize)]) -> HashMap<Finding, usize> {
    let mut counts = HashMap::new();
    for (finding, _) in findings {
        *counts.entry(finding.clone()).or_insert(0) += 1;
    }
    counts
}

/// Compares what is found with what was found, and with what had to be.
fn judge(
    before: &HashMap<Finding, usize>,
    after: &[(Finding, usize)],
    form: &Form,
    places: &[Place],
    planted: &BTreeMap<String, String>,
) -> Option<Planted> {
    let mut left = before.clone();
    let (mut found, mut extra) = (false, Vec::new());
    for (finding, line) in after {
        if let Some(count) = left.get_mut(finding).filter(|count| **count > 0) {
            *count -= 1;
            continue;
        }
        let is_there = |place: &Place| place.path == finding.path && (place.first..=place.last).contains(line);
        if finding.rule == form.rule && places.iter().any(is_there) && !found {
            found = true;
        } else if !form.may.contains(&finding.rule) {
            extra.push(format!("extra: {} {}:{line}: {}", finding.rule, finding.path, finding.message));
        }
    }
    // What the settings ask of a folder may come with what is planted: only then is the folder there.
    let waits = |finding: &Finding| finding.rule == "dangling-setting" && form.settings.contains(&finding.words);
    let is_gone =
        |(finding, count): &(&Finding, &usize)| **count > 0 && !form.may.contains(&finding.rule) && !waits(finding);
    let gone: Vec<_> = left.iter().filter(is_gone).collect();
    if found && gone.iter().any(|(finding, _)| finding.rule == form.rule && planted.contains_key(&finding.path)) {
        return None;
    }
    let gone = gone.into_iter();
    extra.extend(gone.map(|(finding, _)| format!("gone: {} {}: {}", finding.rule, finding.path, finding.message)));
    extra.sort();
    if found && extra.is_empty() {
        return Some(Planted::Found);
    }
    let lines = places.iter().flat_map(|place| {
        let text = planted[&place.path].lines().skip(place.first - 1).take(place.last + 1 - place.first);
        text.enumerate().map(|(at, line)| format!("    {}:{} {}", place.path, place.first + at, line.trim()))
    });
    let lines: Vec<_> = lines.take(12).collect();
    let story = format!(
        "{} ({}): {}\n{}\n    {}",
        form.rule,
        form.name,
        if found { "found" } else { "MISSED" },
        lines.join("\n"),
        extra.join("\n    ")
    );
    Some(Planted::Wrong { found, extra: extra.len(), story })
}
