//! Who has which procedure run: what the rules on phases, satellites and environments compare.

use crate::check::cited;
use crate::check::prose::each_line;
use crate::check::subject::Subject;
use crate::link::library::{DocumentIndex, Target};
use crate::link::symbols::SymbolIndex;
use crate::model::block::Block;
use crate::model::document::{Document, Status};
use crate::model::inline::Kind;
use crate::model::procedure::Call;
use crate::model::walk::{self, Visitor};
use crate::text::span::Span;

/// A place that has a procedure run.
pub(super) struct Use<'a> {
    /// The document that it stands in.
    pub(super) user: &'a Document,
    /// The procedure.
    pub(super) used: &'a Document,
    /// Its identifier.
    pub(super) name: &'a str,
    /// Where.
    pub(super) span: Span,
    /// Whether it is a call, which happens wherever the caller runs; else a sentence, which may speak of one case.
    pub(super) is_call: bool,
}

/// Returns every place that has a procedure run: calls, procedures that a document shows or retells, and sentences
/// that bid the reader run one.
pub(super) fn of(subject: Subject<'_>) -> Vec<Use<'_>> {
    let mut uses = Vec::new();
    for (index, document) in subject.library.iter() {
        if document.metadata.status != Some(Status::Superseded) && is_limited(document) {
            add(subject, index, document, &mut uses);
        }
    }
    uses
}

/// What applies everywhere as far as it says has nothing to contradict.
fn is_limited(document: &Document) -> bool {
    let applicability = &document.metadata.applicability;
    let lists =
        [&applicability.missions, &applicability.satellites, &applicability.environments, &applicability.phases];
    lists.into_iter().any(|list| !list.is_empty())
}

fn add<'a>(subject: Subject<'a>, index: DocumentIndex, user: &'a Document, uses: &mut Vec<Use<'a>>) {
    let symbols = &subject.library.symbols;
    let mut push = |symbol: SymbolIndex, span: Span, is_call: bool| {
        if let Some(used) = subject.document_of(symbol).filter(|used| used.source != user.source) {
            uses.push(Use { user, used, name: &symbols.get(symbol).id, span, is_call });
        }
    };
    let mut calls = Calls(Vec::new());
    walk::blocks(&user.body, &mut calls);
    for call in calls.0 {
        if let Some(symbol) = symbols.find(Kind::Procedure, &call.procedure.text) {
            push(symbol, call.procedure.span, true);
        }
    }
    let shown = user.body.iter().filter_map(|block| match block {
        Block::Presentation(presentation) => Some(&presentation.procedure),
        _ => None,
    });
    for name in shown.chain(&user.metadata.restates) {
        if let Some(symbol) = symbols.find(Kind::Procedure, &name.text) {
            push(symbol, name.span, false);
        }
    }
    if !names_a_procedure(subject, index) {
        return;
    }
    each_line(user, &mut |inlines, _| {
        let line = cited::line(subject.library, index, inlines);
        for (name, symbol, span) in &line.procedures {
            if bids_to_run(line.before(name)) {
                push(*symbol, *span, false);
            }
        }
    });
}

/// Tells whether a document names anything that may be a procedure; most need no second look.
fn names_a_procedure(subject: Subject<'_>, index: DocumentIndex) -> bool {
    let links = subject.library.links(index);
    let is_one = |symbol: SymbolIndex| matches!(subject.library.symbols.get(symbol).kind, Kind::Procedure | Kind::Step);
    links.mentions.iter().any(|mention| is_one(mention.symbol))
        || links.references.iter().any(|reference| match reference.target {
            Target::Symbol(symbol) => is_one(symbol),
            Target::Document { document, .. } => document != index,
            _ => false,
        })
}

struct Calls<'a>(Vec<&'a Call>);

impl<'a> Visitor<'a> for Calls<'a> {
    fn call(&mut self, call: &'a Call) {
        self.0.push(call);
    }
}

/// Tells whether the words right before a procedure's name bid the reader run it.
fn bids_to_run(before: &str) -> bool {
    const VERBS: &[&str] = &[
        "run",
        "execute",
        "perform",
        "apply",
        "start",
        "launch",
        "play",
        "replay",
        "follow",
        "exécuter",
        "exécutez",
        "dérouler",
        "déroulez",
        "appliquer",
        "appliquez",
        "lancer",
        "lancez",
        "jouer",
        "jouez",
        "rejouer",
        "rejouez",
        "suivre",
        "suivez",
        "enchaîner",
        "enchaînez",
    ];
    const DENIALS: &[&str] = &["not", "never", "no", "don’t", "don't", "cannot", "ne", "pas", "jamais", "sans"];
    /// A verb that stands further away speaks of something else.
    const NEAR: usize = 4;
    let lower = before.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()).collect();
    let near = &words[words.len().saturating_sub(NEAR)..];
    let around = &words[words.len().saturating_sub(2 * NEAR)..];
    near.iter().any(|word| VERBS.contains(word)) && !around.iter().any(|word| DENIALS.contains(word))
}

/// What an applicability that does not reach far enough lacks.
pub(super) struct Lack {
    /// Where the user applies and the procedure does not.
    pub(super) missing: Vec<String>,
    /// Whether the two have nothing in common.
    pub(super) apart: bool,
}

impl Use<'_> {
    /// Compares where the two apply; an empty list is everywhere, or unknown, and contradicts nothing.
    pub(super) fn lack(&self, user: &[String], used: &[String]) -> Option<Lack> {
        if user.is_empty() || used.is_empty() {
            return None;
        }
        let missing: Vec<_> = user.iter().filter(|one| !used.contains(one)).cloned().collect();
        let apart = missing.len() == user.len();
        let contradicts = if self.is_call { !missing.is_empty() } else { apart };
        contradicts.then_some(Lack { missing, apart })
    }
}

/// Writes words as a message names them.
pub(super) fn named(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
