//! The steps of a definition, and what each says.

use ecow::EcoString;
use rustc_hash::FxHashSet;

use super::said::{Said, Sayings};
use super::words;
use crate::check::subject::Subject;
use crate::link::symbols::SymbolIndex;
use crate::model::document::Status;
use crate::model::inline::{Kind, Text, plain};
use crate::model::procedure::{Action, Procedure, Step};
use crate::text::span::Span;

/// A procedure as it is defined.
pub(super) struct Definition<'a> {
    pub(super) subject: Subject<'a>,
    pub(super) id: EcoString,
    pub(super) symbol: SymbolIndex,
    pub(super) language: &'a str,
    /// Every step, in the order of reading.
    pub(super) steps: Vec<DefinedStep>,
    /// What the whole document says, preconditions and words included.
    pub(super) all: Said,
    /// Names whose value is known only when the procedure runs.
    variables: FxHashSet<EcoString>,
}

/// A step as it is defined.
pub(super) struct DefinedStep {
    pub(super) id: EcoString,
    pub(super) number: EcoString,
    pub(super) title_words: FxHashSet<EcoString>,
    /// What it says itself, the steps within it left out.
    pub(super) said: Said,
    /// The procedures that it calls.
    pub(super) called: Vec<SymbolIndex>,
    /// Whether whoever retells the procedure must tell it: it stands in the body.
    pub(super) required: bool,
    /// Whether it stands within another step.
    pub(super) nested: bool,
    pub(super) place: Span,
}

impl DefinedStep {
    /// Returns how findings name the step.
    pub(super) fn name(&self) -> String {
        if self.id == self.number {
            format!("step {}", self.number)
        } else {
            format!("step {} `{}`", self.number, self.id)
        }
    }

    /// Tells whether it does anything that a text could be compared with.
    pub(super) fn is_comparable(&self) -> bool {
        self.said.calls.iter().any(|call| !call.prose) || self.said.comparisons.iter().any(|said| !said.prose)
    }
}

impl<'a> Definition<'a> {
    /// Returns the definition that a name leads to, if it leads to one that is in force.
    pub(super) fn of(subject: Subject<'a>, name: &Text) -> Option<Self> {
        let library = subject.library;
        let symbol = library.symbols.find(Kind::Procedure, name.as_str())?;
        let index = library.symbols.get(symbol).document?;
        let document = library.document(index);
        let procedure = library.procedure(symbol)?;
        if document.metadata.status == Some(Status::Superseded) {
            return None;
        }
        let sayings = Sayings::of(subject, index);
        let size = subject.sources.get(document.source).text.len() as u32;
        let mut definition = Self {
            subject,
            id: procedure.id.text.clone(),
            symbol,
            language: document.language_or(subject.project.default_language()),
            steps: Vec::new(),
            all: sayings.within(0..size, &[]),
            variables: procedure.variables.iter().map(|variable| variable.name.text.clone()).collect(),
        };
        definition.gather(subject, procedure, &sayings);
        Some(definition)
    }

    fn gather(&mut self, subject: Subject<'_>, procedure: &Procedure, sayings: &Sayings<'_>) {
        let mut required: FxHashSet<Span> = FxHashSet::default();
        for step in procedure.phases.iter().flat_map(|phase| &phase.steps) {
            step.each(&mut |step| _ = required.insert(step.span));
        }
        let mut steps = Vec::new();
        procedure.each_step(&mut |step| steps.push(step));
        for (at, step) in steps.iter().enumerate() {
            let holds = |other: &&&Step| step.span.start < other.span.start && other.span.end <= step.span.end;
            let inner: Vec<Span> = steps[at + 1..].iter().take_while(holds).map(|inner| inner.span).collect();
            let nested =
                steps[..at].iter().any(|outer| outer.span.start < step.span.start && step.span.end <= outer.span.end);
            let mut said = own(sayings, step.span, &inner);
            mark_tests(&mut said, step);
            self.steps.push(DefinedStep {
                id: step.id.text.clone(),
                number: step.number.clone(),
                title_words: words(&plain(&step.title)),
                said,
                called: step.actions.iter().filter_map(|action| called(subject, action)).collect(),
                required: required.contains(&step.span),
                nested,
                place: step.id.span,
            });
        }
    }

    /// Returns a step by its identifier or its number.
    pub(super) fn step(&self, name: &str) -> Option<usize> {
        let by_id = self.steps.iter().position(|step| step.id == name);
        by_id.or_else(|| self.steps.iter().position(|step| step.number == name))
    }

    /// Tells whether a value is written out, and not one that is known only when the procedure runs.
    pub(super) fn is_literal(&self, value: &str) -> bool {
        let bare = value.trim().trim_start_matches(['$', '{', '%', '<', '@']);
        bare.len() == value.trim().len() && !self.variables.contains(bare)
    }
}

/// Marks the comparisons that a step's decisions test.
fn mark_tests(said: &mut Said, step: &Step) {
    let decisions = step.actions.iter().filter_map(|action| match action {
        Action::Decide(decide) => Some(decide.span),
        _ => None,
    });
    for decision in decisions {
        let within = |span: Span| decision.start <= span.start && span.end <= decision.end;
        let tests = said.comparisons.iter_mut().filter(|said| !said.prose && within(said.comparison.span));
        tests.for_each(|test| test.conditional = true);
    }
}

/// Returns what a step says outside the steps within it.
fn own(sayings: &Sayings<'_>, step: Span, inner: &[Span]) -> Said {
    let (mut said, mut at) = (Said::default(), step.start);
    for span in inner {
        if span.start > at {
            said.append(sayings.within(at..span.start, &[]));
        }
        at = at.max(span.end);
    }
    if step.end > at {
        said.append(sayings.within(at..step.end, &[]));
    }
    said
}

fn called(subject: Subject<'_>, action: &Action) -> Option<SymbolIndex> {
    match action {
        Action::Call(call) => subject.library.symbols.find(Kind::Procedure, call.procedure.as_str()),
        _ => None,
    }
}
