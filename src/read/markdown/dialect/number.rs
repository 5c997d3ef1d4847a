//! The numbers and identifiers of steps.

use ecow::{EcoString, eco_format};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::block::Block;
use crate::model::inline::{Text, plain};
use crate::model::procedure::{Action, Phase, Procedure, Step};
use crate::text::source::Source;
use crate::text::span::Span;

/// Numbers the steps that have no number of their own, and gives identifiers to those that have none. Where phases
/// count anew, the identifiers of their steps bear the phase. Returns how many steps there are.
pub(super) fn number(procedure: &mut Procedure, source: &Source) -> usize {
    let is_numbered = |phase: &Phase| phase.steps.iter().any(|step| !step.number.is_empty());
    if procedure.phases.iter().any(is_numbered) {
        procedure.phases.iter_mut().for_each(by_place);
    }
    let repeated = is_repeated(procedure);
    let mut key = EcoString::new();
    let (mut next, mut unnamed) = (1, 1);
    let mut taken = FxHashSet::default();
    for phase in &mut procedure.phases {
        key = self::key(phase).unwrap_or(key);
        let mut own = EcoString::new();
        if repeated {
            if key.is_empty() {
                key = eco_format!("part-{unnamed}");
                unnamed += 1;
            }
            own = free(&key, phase, &taken);
            phase.steps.iter_mut().for_each(|step| bear(step, &own, source));
        }
        steps(phase.steps.iter_mut(), "", &mut next, &own);
        taken.extend(phase.steps.iter().map(|step| step.id.text.clone()));
        let named = !phase.title.is_empty() || phase.before.iter().any(|block| matches!(block, Block::Heading(_)));
        if repeated && !named {
            key.clear();
        }
    }
    let watchdogs = procedure.watchdogs.iter_mut().flat_map(|watchdog| &mut watchdog.steps);
    steps(watchdogs.chain(&mut procedure.closeout.steps), "", &mut next, "");
    let mut count = 0;
    procedure.each_step(&mut |_| count += 1);
    count
}

/// Returns the word for a phase by which its steps have identifiers that no phase before has: below one heading there
/// may be several lists that count from one. A list that goes on from another and says a number again keeps the word:
/// that is a mistake to be found.
fn free(key: &EcoString, phase: &Phase, taken: &FxHashSet<EcoString>) -> EcoString {
    if phase.steps.first().is_none_or(|step| step.number != "1") {
        return key.clone();
    }
    let is_free = |key: &EcoString| !phase.steps.iter().any(|step| taken.contains(&named(key, &step.number)));
    let mut keys = std::iter::once(key.clone()).chain((2..).map(|list| eco_format!("{key}-list-{list}")));
    keys.find(is_free).unwrap_or_default()
}

/// Numbers the steps of a phase that have no number by their place in it.
fn by_place(phase: &mut Phase) {
    for (step, place) in phase.steps.iter_mut().zip(1..) {
        if step.number.is_empty() {
            step.number = eco_format!("{place}");
            if step.id.text.is_empty() {
                step.id = Text::new(eco_format!("step-{place}"), step.id.span);
            }
        }
    }
}

/// Tells whether an identifier stands in two phases.
fn is_repeated(procedure: &Procedure) -> bool {
    let mut first: FxHashMap<&EcoString, usize> = FxHashMap::default();
    procedure.phases.iter().enumerate().any(|(at, phase)| {
        let mut ids = phase.steps.iter().map(|step| &step.id.text).filter(|id| !id.is_empty());
        ids.any(|id| *first.entry(id).or_insert(at) != at)
    })
}

/// Returns the word for a phase: the number of its heading, else its anchor.
fn key(phase: &Phase) -> Option<EcoString> {
    if !phase.title.is_empty() {
        return Some(phase.anchor.clone());
    }
    let heading = phase.before.iter().rev().find_map(|block| match block {
        Block::Heading(heading) => Some(heading),
        _ => None,
    })?;
    let text = plain(&heading.content);
    let number = text.trim_start().split([' ', ')', ':']).next().unwrap_or_default().trim_end_matches('.');
    let is_number =
        number.starts_with(|c: char| c.is_ascii_digit()) && number.chars().all(|c| c.is_ascii_digit() || c == '.');
    Some(if is_number { number.into() } else { heading.anchor.clone() })
}

/// Tells whether an identifier was made of a number, and is not the author's.
fn is_made(step: &Step) -> bool {
    step.id.text.len() != step.id.span.len() && step.id.text.starts_with("step-")
}

/// Writes the phase into an identifier that was made of a number.
fn bear(step: &mut Step, key: &str, source: &Source) {
    if let Some(number) = step.id.text.strip_prefix("step-").filter(|_| is_made(step)) {
        let written = source.slice(step.id.span);
        step.id = Text::decoded(format!("step-{key}-{number}"), step.id.span, written);
    }
}

fn steps<'a>(list: impl IntoIterator<Item = &'a mut Step>, prefix: &str, next: &mut usize, key: &str) {
    for step in list {
        if step.number.is_empty() {
            step.number = if prefix.is_empty() { eco_format!("{next}") } else { eco_format!("{prefix}.{next}") };
        }
        *next += 1;
        if step.id.text.is_empty() {
            step.id = Text::new(named(key, &step.number), step.id.span);
        }
        let number = step.number.clone();
        let mut inner = 1;
        actions(&mut step.actions, &number, &mut inner, key);
        within(&mut step.steps, &number, &mut inner, key);
    }
}

fn named(key: &str, number: &str) -> EcoString {
    if key.is_empty() { eco_format!("step-{number}") } else { eco_format!("step-{key}-{number}") }
}

/// Numbers the steps within a step; those that count from one bear the number of the step around them.
fn within(list: &mut [Step], prefix: &str, next: &mut usize, key: &str) {
    for step in list.iter_mut().filter(|step| !step.number.is_empty() && is_made(step)) {
        if !step.number.starts_with(&format!("{prefix}.")) {
            step.number = eco_format!("{prefix}.{}", step.number);
        }
        // The number is in the text, the identifier is not.
        let place = Span { end: step.id.span.start, ..step.id.span };
        step.id = Text::new(named(key, &step.number), place);
    }
    steps(list.iter_mut(), prefix, next, key);
}

fn actions(list: &mut [Action], prefix: &str, next: &mut usize, key: &str) {
    for action in list {
        match action {
            Action::Parallel(parallel) => within(&mut parallel.steps, prefix, next, key),
            Action::Repeat(repeat) => actions(&mut repeat.actions, prefix, next, key),
            Action::Step(step) => within(std::slice::from_mut(&mut **step), prefix, next, key),
            _ => {}
        }
    }
}
