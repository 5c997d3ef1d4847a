use rustc_hash::{FxHashMap, FxHashSet};

use crate::check::difference;
use crate::check::rules::baselines::runs::{is_of, passed};
use crate::check::subject::{Earlier, Subject};
use crate::compare::{Change, ChangeKind, FieldChange};
use crate::diagnostic::Diagnostic;
use crate::link::library::{Library, Manner};
use crate::link::symbols::Symbol;
use crate::model::document::Document;
use crate::model::inline::Kind;
use crate::model::procedure::Run;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds procedures that were validated at the revision that `check --since` names, and send, check or answer to
    /// something in the mission database that is another since. A description that is worded otherwise is no such
    /// change. Without `--since` nothing is compared.
    ///
    /// ## Why it matters
    /// The run showed that the procedure works with the database of that day. With today's, nobody has tried it.
    ///
    /// ## Example
    /// The range of `TC_AOC_SET_MODE.MODE` became narrower after this run:
    /// ```xml
    /// <validation><run means="simulator" issue="2" date="2026-01-20" result="pass"/></validation>
    /// <body><step id="s1"><title>Set the mode</title><tc name="TC_AOC_SET_MODE"><arg name="MODE" value="3"/></tc></step></body>
    /// ```
    ///
    /// ## How to mend it
    /// Look at the step with the new definition in hand, run the procedure again, and record the run.
    "D018" "item-changed-since-validation" Warning, item_changed_since_validation
}

fn item_changed_since_validation(subject: Subject<'_>) -> Vec<Diagnostic> {
    let Some(earlier) = subject.earlier else { return Vec::new() };
    let changed = changed(earlier);
    let mut before: FxHashMap<&str, Vec<&Document>> = FxHashMap::default();
    for document in &earlier.library.documents {
        if let Some(id) = document.id() {
            before.entry(id.as_str()).or_default().push(document);
        }
    }
    let library = subject.library;
    let mut found = Vec::new();
    let mut said = FxHashSet::default();
    for ((index, symbol), citations) in library.symbols.iter().zip(&library.symbol_citations) {
        let Some(field) = item(library, symbol).and_then(|item| changed.get(&item)) else { continue };
        for citation in citations {
            let uses = matches!(citation.manner, Manner::Sent | Manner::Checked | Manner::Trigger);
            let document = library.document(citation.document);
            let run = document.id().and_then(|id| relied_on(document, before.get(id.as_str())?));
            if let Some(run) = run.filter(|_| uses && said.insert((index, citation.document))) {
                let message = format!("`{}` is another since this procedure was validated", symbol.id);
                let diagnostic = Diagnostic::new(&LINT, citation.span, message).label(difference::of(field));
                let diagnostic = match run.date.as_ref().or(run.means.as_ref()).or(run.result.as_ref()) {
                    Some(text) => diagnostic.also(text.span, "the run was before the change"),
                    None => diagnostic,
                };
                found.push(diagnostic.help("run the procedure again with this definition, and record the run"));
            }
        }
    }
    found
}

/// What in the mission database is meant: its kind, its name, its space system.
type Item<'a> = (Kind, &'a str, &'a str);

/// Returns what is otherwise in the mission database, more than in words.
fn changed<'a>(earlier: &Earlier<'a>) -> FxHashMap<Item<'a>, &'a FieldChange> {
    let matters = |field: &&FieldChange| !field.name.ends_with("description") && field.name != "reason";
    let of_database = |change: &&Change| matches!(change.item.kind, Kind::Telecommand | Kind::Parameter | Kind::Alarm);
    let changes = earlier.changes.iter().filter(|change| change.kind == ChangeKind::Changed).filter(of_database);
    let first = changes.filter_map(|change| {
        let item = (change.item.kind, change.item.name.as_str(), change.bearer.as_str());
        Some((item, change.fields.iter().find(matters)?))
    });
    first.collect()
}

/// Returns what a symbol names in the mission database.
fn item<'a>(library: &'a Library, symbol: &'a Symbol) -> Option<Item<'a>> {
    let at = symbol.item? as usize;
    let system = match symbol.kind {
        Kind::Telecommand => &library.database.telecommands.get(at)?.system,
        Kind::Parameter | Kind::Alarm => &library.database.parameter(at)?.system,
        _ => return None,
    };
    Some((symbol.kind, &symbol.id, system))
}

/// Returns the run that shows a document's issue to work and that was there before, unless a later one does so too.
fn relied_on<'a>(document: &'a Document, before: &[&Document]) -> Option<&'a Run> {
    let held = document.metadata.issue.as_ref()?;
    let good = |run: &&Run| passed(run) && is_of(run, &held.text);
    let was_there = |run: &Run| before.iter().any(|document| document.validation().iter().any(|old| is_same(old, run)));
    let runs: Vec<&Run> = document.validation().iter().filter(good).collect();
    let (old, new): (Vec<&Run>, Vec<&Run>) = runs.into_iter().partition(|run| was_there(run));
    if new.is_empty() { old.last().copied() } else { None }
}

fn is_same(one: &Run, other: &Run) -> bool {
    let face = |run: &'_ Run| {
        [&run.means, &run.config, &run.issue, &run.date, &run.result]
            .map(|text| text.as_ref().map(|text| text.text.clone()))
    };
    face(one) == face(other)
}
