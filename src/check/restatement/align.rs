//! Says which told step is which defined one.
//!
//! Told and defined steps are paired in order, so that as much as possible of what they say agrees (an alignment as of
//! sequences: Needleman and Wunsch, 1970, without a price for gaps). What stays alone is then looked for elsewhere: it
//! was moved, split, joined with a neighbour, left out or added.

use super::compare::agrees;
use super::defined::{DefinedStep, Definition};
use super::told::{Telling, ToldStep};

/// More pairs than this are not weighed; no procedure has so many steps.
const MOST: usize = 1_000_000;
/// From this weight on, two steps are surely the same wherever they stand.
const SURE: f64 = 4.0;

/// Which told step is which defined one.
pub(super) struct Alignment {
    /// The defined steps of each told one, the main one first.
    pub(super) steps: Vec<Vec<usize>>,
    /// Whether what the told step says, or its number, shows which one it is, and not only its place.
    pub(super) strong: Vec<bool>,
    /// Told steps that stand in another place than defined, with the defined step.
    pub(super) moved: Vec<(usize, usize)>,
}

/// Aligns a telling with its definition.
pub(super) fn align(telling: &Telling, definition: &Definition<'_>) -> Alignment {
    let (told, defined) = (&telling.steps, &definition.steps);
    let mut alignment =
        Alignment { steps: vec![Vec::new(); told.len()], strong: vec![false; told.len()], moved: Vec::new() };
    if told.is_empty() || defined.is_empty() || told.len() * defined.len() > MOST {
        return alignment;
    }
    let weights: Vec<Vec<(f64, bool)>> = told
        .iter()
        .map(|told| {
            let elsewhere = Elsewhere::of(told, definition);
            defined.iter().enumerate().map(|(at, step)| weight(told, at, step, definition, elsewhere)).collect()
        })
        .collect();
    for (t, d) in in_order(&weights) {
        alignment.steps[t].push(d);
        alignment.strong[t] = weights[t][d].1;
    }
    alignment.part_unlike(telling, definition);
    alignment.find_moved(&weights);
    alignment.join(telling, definition, &weights);
    alignment
}

/// Whether a told step says, of telecommands and of checks, exactly what some defined step does.
#[derive(Clone, Copy)]
struct Elsewhere {
    calls: bool,
    comparisons: bool,
}

impl Elsewhere {
    fn of(told: &ToldStep, definition: &Definition<'_>) -> Self {
        let calls = told.said.calls.iter().filter(|call| !call.denied).any(|call| {
            let mut sent = definition.steps.iter().flat_map(|step| &step.said.calls);
            sent.any(|sent| sent.symbol == call.symbol && agrees(definition, sent, call))
        });
        let comparisons = told.said.comparisons.iter().any(|said| {
            let mut compared = definition.steps.iter().flat_map(|step| &step.said.comparisons);
            compared.any(|one| one.symbol == said.symbol && super::compare::compared_alike(definition, one, said))
        });
        Self { calls, comparisons }
    }
}

/// Weighs how much speaks for two steps being the same, and says whether anything but their place does.
fn weight(
    told: &ToldStep,
    at: usize,
    step: &DefinedStep,
    definition: &Definition<'_>,
    elsewhere: Elsewhere,
) -> (f64, bool) {
    /// What it costs to say what another step does, and nothing of this one: more than a number gains.
    const ANOTHER: f64 = 4.0;
    let (mut sum, mut strong) = (0.6, false);
    let mut shared = 0;
    for call in told.said.calls.iter().take(8) {
        let same: Vec<_> = step.said.calls.iter().filter(|defined| defined.symbol == call.symbol).collect();
        if same.is_empty() {
            continue;
        }
        shared += 1;
        strong = true;
        let given = call.arguments.as_ref().is_some_and(|given| !given.is_empty());
        let agreeing = same.iter().any(|defined| agrees(definition, defined, call));
        sum += if given && agreeing { 6.0 } else { 4.0 };
    }
    let mut alike = 0;
    for said in told.said.comparisons.iter().take(16) {
        let same: Vec<_> = step.said.comparisons.iter().filter(|defined| defined.symbol == said.symbol).collect();
        if same.iter().any(|defined| super::compare::compared_alike(definition, defined, said)) {
            sum += 3.0;
            strong = true;
            alike += 1;
        } else if !same.is_empty() {
            sum += 1.0;
        }
    }
    let names =
        |symbol: &_| step.said.parameters.contains(symbol) || step.said.comparisons.iter().any(|c| c.symbol == *symbol);
    sum += 0.5 * told.said.parameters.iter().take(4).filter(|symbol| names(symbol)).count() as f64;
    if told.said.procedures.iter().any(|(procedure, _)| step.called.contains(procedure)) {
        sum += 3.0;
        strong = true;
    }
    match told.explicit {
        Some(explicit) if explicit == at => {
            sum += if told.by_id { 8.0 } else { 3.0 };
            strong = true;
        }
        Some(_) => sum -= if told.by_id { 4.0 } else { 0.5 },
        None => {}
    }
    let overlap = overlap(told, step);
    if overlap >= 0.5 {
        sum += 3.0 * overlap;
        strong = true;
    }
    let sends = |step: &DefinedStep| step.said.calls.iter().any(|call| !call.prose);
    let compares = |step: &DefinedStep| step.said.comparisons.iter().any(|said| !said.prose);
    // An identifier says which step it is, whatever else is wrong.
    let is_another = |elsewhere: bool| elsewhere && !told.by_id;
    if shared == 0 && sends(step) {
        sum -= match told.said.calls.is_empty() {
            true => 0.3,
            false if is_another(elsewhere.calls) => ANOTHER,
            false => 0.5,
        };
    } else if alike == 0 && told.said.calls.is_empty() && compares(step) && is_another(elsewhere.comparisons) {
        sum -= ANOTHER;
    }
    (sum.max(0.1), strong)
}

/// Returns how much of a step's title a text says.
fn overlap(told: &ToldStep, step: &DefinedStep) -> f64 {
    if step.title_words.is_empty() {
        return 0.0;
    }
    let common = step.title_words.iter().filter(|word| told.words.contains(*word)).count();
    common as f64 / step.title_words.len() as f64
}

/// Pairs steps in order so that the weights sum up to the most.
fn in_order(weights: &[Vec<(f64, bool)>]) -> Vec<(usize, usize)> {
    let (n, m) = (weights.len(), weights[0].len());
    let mut best = vec![vec![0.0_f64; m + 1]; n + 1];
    for t in (0..n).rev() {
        for d in (0..m).rev() {
            let paired = best[t + 1][d + 1] + weights[t][d].0;
            best[t][d] = paired.max(best[t + 1][d]).max(best[t][d + 1]);
        }
    }
    let (mut pairs, mut t, mut d) = (Vec::new(), 0, 0);
    while t < n && d < m {
        let paired = best[t + 1][d + 1] + weights[t][d].0;
        if paired >= best[t][d] - 1e-9 {
            pairs.push((t, d));
            (t, d) = (t + 1, d + 1);
        } else if best[t + 1][d] >= best[t][d + 1] {
            t += 1;
        } else {
            d += 1;
        }
    }
    pairs
}

impl Alignment {
    /// Tells whether anything shows that the telling tells this procedure at all.
    pub(super) fn has_evidence(&self) -> bool {
        self.strong.contains(&true) || !self.moved.is_empty()
    }

    /// Returns how many defined steps are told.
    pub(super) fn told(&self) -> usize {
        self.steps.iter().map(Vec::len).sum()
    }

    /// Returns the told step after which a defined one should stand.
    pub(super) fn before(&self, step: usize) -> Option<usize> {
        self.steps.iter().rposition(|steps| steps.iter().any(|told| *told < step))
    }

    /// Parts pairs that only their places made, where both say something and the places are doubtful: between two
    /// sure pairs there are not as many told steps as defined ones.
    fn part_unlike(&mut self, telling: &Telling, definition: &Definition<'_>) {
        let anchors: Vec<(usize, usize)> = self
            .steps
            .iter()
            .enumerate()
            .filter(|(t, _)| self.strong[*t])
            .filter_map(|(t, d)| Some((t, *d.first()?)))
            .collect();
        for t in 0..self.steps.len() {
            let Some(d) = self.steps[t].first().copied().filter(|_| !self.strong[t]) else { continue };
            let before =
                anchors.iter().rev().find(|(anchor, _)| *anchor < t).map(|(t, d)| (t + 1, d + 1)).unwrap_or((0, 0));
            let after = anchors.iter().find(|(anchor, _)| *anchor > t).copied();
            let after = after.unwrap_or((telling.steps.len(), definition.steps.len()));
            let sure = after.0 - before.0 == after.1 - before.1;
            let both = !telling.steps[t].said.is_empty() && definition.steps[d].is_comparable();
            if !sure && both {
                self.steps[t].clear();
            }
        }
    }

    /// Finds steps that are told, and not where they are defined.
    fn find_moved(&mut self, weights: &[Vec<(f64, bool)>]) {
        for (t, row) in weights.iter().enumerate() {
            if self.strong[t] {
                continue;
            }
            // A number alone gives way to what a step says.
            let taken = |d: usize, this: &Self| {
                let holds = |(other, steps): (usize, &Vec<usize>)| {
                    this.strong[other] && steps.contains(&d) && weights[other][d].0 >= row[d].0
                };
                this.moved.iter().any(|(_, moved)| *moved == d) || this.steps.iter().enumerate().any(holds)
            };
            let free = (0..row.len()).filter(|d| row[*d].1 && row[*d].0 >= SURE && !taken(*d, self));
            let Some(d) = free.max_by(|a, b| row[*a].0.total_cmp(&row[*b].0)) else { continue };
            if self.in_place(t, d) {
                continue;
            }
            let loser = self.steps.iter().position(|steps| steps.contains(&d)).filter(|loser| *loser != t);
            self.steps.iter_mut().for_each(|steps| steps.retain(|other| *other != d));
            self.steps[t] = vec![d];
            self.strong[t] = true;
            self.moved.push((t, d));
            if let Some(loser) = loser {
                self.strong[loser] = false;
                let free =
                    self.around(loser, weights[0].len()).find(|d| !self.steps.iter().any(|steps| steps.contains(d)));
                self.steps[loser].extend(free);
            }
        }
    }

    /// Tells whether a defined step would stand where a told one stands.
    fn in_place(&self, t: usize, d: usize) -> bool {
        let sure = |at: &usize| self.strong[*at];
        let before = (0..t).filter(sure).all(|other| self.steps[other].iter().all(|before| *before <= d));
        let after =
            (t + 1..self.steps.len()).filter(sure).all(|other| self.steps[other].iter().all(|after| *after >= d));
        before && after
    }

    /// Joins what was split or merged: a told step without a place takes part in telling a neighbour's step, and a
    /// defined step without one is told by a neighbour that says the same.
    fn join(&mut self, telling: &Telling, definition: &Definition<'_>, weights: &[Vec<(f64, bool)>]) {
        for (t, row) in weights.iter().enumerate() {
            if !self.steps[t].is_empty() || telling.steps[t].said.is_empty() {
                continue;
            }
            let near = self.around(t, definition.steps.len());
            let best = near.filter(|d| row[*d].1).max_by(|a, b| row[*a].0.total_cmp(&row[*b].0));
            if let Some(d) = best {
                self.steps[t].push(d);
                self.strong[t] = true;
            }
        }
        for d in 0..definition.steps.len() {
            if self.steps.iter().any(|steps| steps.contains(&d)) {
                continue;
            }
            let near =
                self.neighbours(d).into_iter().find(|t| covers(&telling.steps[*t], d, definition, &self.steps[*t]));
            if let Some(t) = near {
                self.steps[t].push(d);
            }
        }
    }

    /// Returns the defined steps around the place of a told one.
    fn around(&self, t: usize, count: usize) -> std::ops::Range<usize> {
        let settled = |other: &usize| !self.moved.iter().any(|(moved, _)| moved == other);
        let steps = |other: usize| self.steps[other].iter();
        let before = (0..t).rev().filter(settled).find_map(|other| steps(other).max()).copied().unwrap_or(0);
        let after = (t + 1..self.steps.len()).filter(settled).find_map(|other| steps(other).min()).copied();
        let after = after.unwrap_or(count - 1);
        before..(after + 1).max(before + 1)
    }

    /// Returns the told steps before and after the place of a defined one.
    fn neighbours(&self, d: usize) -> Vec<usize> {
        let before = self.steps.iter().rposition(|steps| steps.iter().any(|other| *other < d));
        let after = self.steps.iter().position(|steps| steps.iter().any(|other| *other > d));
        before.into_iter().chain(after).collect()
    }

    /// Tells whether a defined step is told nowhere in a telling.
    pub(super) fn misses(&self, d: usize, telling: &Telling, definition: &Definition<'_>, same_language: bool) -> bool {
        if self.steps.iter().any(|steps| steps.contains(&d)) {
            return false;
        }
        let step = &definition.steps[d];
        if step.is_comparable() {
            return true;
        }
        // Words in another language say nothing of what is told, and what is done within a step may go without saying.
        let numbered = telling.steps.iter().all(|told| told.number.is_some() || told.by_id);
        !step.nested && (same_language || numbered)
    }
}

/// Tells whether a told step says what a defined one does, besides those that it tells already.
fn covers(told: &ToldStep, d: usize, definition: &Definition<'_>, own: &[usize]) -> bool {
    let step = &definition.steps[d];
    let mut calls = step.said.calls.iter().filter(|call| !call.prose).peekable();
    if calls.peek().is_some() {
        return calls.all(|call| {
            told.said.calls.iter().any(|said| {
                let consumed = own.iter().any(|own| {
                    let mut sent = definition.steps[*own].said.calls.iter();
                    said.arguments.as_ref().is_some_and(|given| !given.is_empty())
                        && sent.any(|sent| agrees(definition, sent, said))
                });
                said.symbol == call.symbol && !consumed && agrees(definition, call, said)
            })
        });
    }
    let mut comparisons = step.said.comparisons.iter().filter(|said| !said.prose).peekable();
    if comparisons.peek().is_some() {
        return comparisons.any(|defined| {
            let mut said = told.said.comparisons.iter();
            told.said.parameters.contains(&defined.symbol)
                || said.any(|said| {
                    said.symbol == defined.symbol && super::compare::compared_alike(definition, defined, said)
                })
        }) || overlap(told, step) >= 0.5;
    }
    overlap(told, step) >= 0.5
        || step.called.iter().any(|called| told.said.procedures.iter().any(|(said, _)| said == called))
}
