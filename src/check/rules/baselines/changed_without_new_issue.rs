use ecow::EcoString;
use rustc_hash::FxHashMap;

use crate::check::difference;
use crate::check::subject::{Earlier, Subject};
use crate::compare::{Change, ChangeKind, bearer};
use crate::diagnostic::Diagnostic;
use crate::model::document::{Document, Status};
use crate::model::inline::Kind;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds documents whose text is another than at the revision that `check --since` names, while their issue and
    /// revision are the same. What only moved, white space and metadata such as a date or an approval are no change
    /// of the text. Drafts are left alone, and documents without an issue. Without `--since` nothing is compared.
    ///
    /// ## Why it matters
    /// Two texts go by one name. Who holds the earlier one on paper, or was trained on it, cannot know that it is
    /// not what the others follow.
    ///
    /// ## Example
    /// Issue 2 was released with `MODE=SAFE`, and still calls itself issue 2:
    /// ```xml
    /// <procedure id="FCP-AOC-010" type="FCP" issue="2" status="operational" date="2026-02-23" lang="en">
    ///   <body><step id="s1"><title>Set the mode</title><tc name="TC_AOC_SET_MODE"><arg name="MODE" value="IDLE"/></tc></step></body>
    /// ```
    ///
    /// ## How to mend it
    /// Give the document a new issue or revision, and say in its change record what changed; or take the change back.
    "B005" "changed-without-new-issue" Error, changed_without_new_issue
}

/// More places than these are not shown: the first ones tell what it is about.
const SHOWN: usize = 3;

/// The changes of each document: by its name, and by what tells it from others of that name.
type Changed<'a> = FxHashMap<(&'a str, EcoString), Vec<&'a Change>>;

fn changed_without_new_issue(subject: Subject<'_>) -> Vec<Diagnostic> {
    let Some(earlier) = subject.earlier else { return Vec::new() };
    let mut changed = Changed::default();
    for change in earlier.changes {
        let name = match change.item.kind {
            Kind::Document | Kind::Procedure => change.item.name.as_str(),
            Kind::Step => change.item.name.rsplit_once('#').map_or("", |(procedure, _)| procedure),
            _ => continue,
        };
        changed.entry((name, change.bearer.clone())).or_default().push(change);
    }
    let documents = subject.library.documents.iter();
    documents.filter_map(|document| renewed(subject, earlier, document, &changed)).collect()
}

/// Says that a document changed and kept its issue.
fn renewed(
    subject: Subject<'_>,
    earlier: &Earlier<'_>,
    document: &Document,
    changed: &Changed<'_>,
) -> Option<Diagnostic> {
    let (id, issue) = (document.id()?, document.metadata.issue.as_ref()?);
    let changes = changed.get(&(id.as_str(), bearer(&document.metadata)))?;
    let own = changes.iter().find(|change| change.item.kind != Kind::Step);
    let fields = own.map_or(&[][..], |change| change.fields.as_slice());
    let before = |name: &str| fields.iter().find(|field| field.name == name);
    if own.is_some_and(|change| change.kind != ChangeKind::Changed)
        || before("issue").is_some()
        || before("revision").is_some()
        || !was_released(document, before("status").map(|field| field.old.as_deref()))
    {
        return None;
    }
    let around: Vec<&str> = fields.iter().map(|field| field.name.as_str()).filter(|name| *name != "status").collect();
    let steps: Vec<&&Change> = changes.iter().filter(|change| change.item.kind == Kind::Step).collect();
    if around.is_empty() && steps.is_empty() {
        return None;
    }
    let message = format!("the text is not that of `{}`, and the issue is still {}", earlier.revision, issue.text);
    let span = if issue.span.start < issue.span.end { issue.span } else { subject.head(document) };
    let mut diagnostic = Diagnostic::new(&LINT, span, message).label("two texts go by this issue");
    let mut places = FxHashMap::default();
    for procedure in document.procedures() {
        procedure.each_step(&mut |step| {
            places.entry(step.id.as_str()).or_insert(step);
        });
    }
    let mut others: Vec<String> = around.iter().map(|name| format!("`{name}`")).collect();
    let mut shown = 0;
    for change in steps {
        let step = change.item.name.rsplit_once('#').map_or("", |(_, step)| step);
        match places.get(step).filter(|_| shown < SHOWN && change.kind != ChangeKind::Removed) {
            Some(place) => {
                diagnostic = diagnostic.also(place.id.span, difference(change));
                shown += 1;
            }
            None => others.push(format!("step `{step}`")),
        }
    }
    let rest = others.len().saturating_sub(SHOWN);
    others.truncate(SHOWN);
    if !others.is_empty() {
        let and = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        diagnostic = diagnostic.note(format!("otherwise too: {}{and}", others.join(", ")));
    }
    Some(diagnostic.help("give the document a new issue or revision, or take the change back"))
}

/// Tells whether the earlier text was relied on. `before` is its status, where that is another now.
fn was_released(document: &Document, before: Option<Option<&str>>) -> bool {
    let unfinished = [Status::Draft, Status::InReview].map(Status::word);
    match before {
        Some(before) => before.is_none_or(|status| !unfinished.contains(&status)),
        None => document.metadata.status.is_none_or(|status| !unfinished.contains(&status.word())),
    }
}

/// Says what is otherwise in a step.
fn difference(change: &Change) -> String {
    match change.fields.first().filter(|_| change.kind == ChangeKind::Changed) {
        Some(field) => difference::of(field),
        None => "this step is new".to_owned(),
    }
}
