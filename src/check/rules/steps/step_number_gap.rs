use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::check::flow::{Flow, StepPlace};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::inline::Text;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds gaps in the numbers of a procedure's steps: `step-1`, `step-2`, `step-4`. Identifiers
    /// with another beginning are numbered by themselves; numbers that go up by tens, or by any
    /// other same amount, have no gap. Inner steps are not looked at.
    ///
    /// ## Why it matters
    /// A step may have been lost, and whoever reads the procedure over the loop asks for it.
    /// Identifiers should stay from issue to issue, so a gap that is meant is waived.
    ///
    /// ## Example
    /// ```xml
    /// <step id="step-1">…</step>
    /// <step id="step-2">…</step>
    /// <step id="step-4">…</step>
    /// ```
    ///
    /// ## How to mend it
    /// Bring the lost step back, or say in the history that it was taken out and waive the finding.
    "S022" "step-number-gap" Note, step_number_gap
}

fn step_number_gap(subject: Subject<'_>) -> Vec<Diagnostic> {
    subject.flows().flat_map(gaps).collect()
}

fn gaps(flow: &Flow<'_>) -> Vec<Diagnostic> {
    let ids: Vec<&str> = flow.places.iter().map(|place| place.step.id.as_str()).collect();
    if ids.iter().collect::<FxHashSet<_>>().len() < ids.len() {
        // Where two steps bear one identifier, the number that is left out is most likely that of one of them.
        return Vec::new();
    }
    let mut series: BTreeMap<&str, BTreeMap<u32, &Text>> = BTreeMap::new();
    // A number that nobody wrote, in place of an identifier, is the step's own and leaves none out.
    let named = |place: &&StepPlace<'_>| {
        let id = &place.step.id;
        place.parent.is_none() && (id.text != place.step.number || id.text.len() == id.span.len())
    };
    for place in flow.places.iter().filter(named) {
        let id = place.step.id.as_str();
        let digits = id.len() - id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let (beginning, number) = id.split_at(id.len() - digits);
        if let Ok(number) = number.parse() {
            series.entry(beginning).or_default().entry(number).or_insert(&place.step.id);
        }
    }
    series.iter().flat_map(|(beginning, numbers)| missing(beginning, numbers)).collect()
}

fn missing(beginning: &str, numbers: &BTreeMap<u32, &Text>) -> Vec<Diagnostic> {
    let pairs: Vec<_> = numbers.iter().zip(numbers.iter().skip(1)).collect();
    let widths: Vec<u32> = pairs.iter().map(|((before, _), (after, _))| *after - *before).collect();
    if widths.len() > 1 && widths.iter().all(|width| *width == widths[0]) {
        return Vec::new();
    }
    // Where most numbers are far apart, they count something else than steps.
    if widths.iter().filter(|width| **width == 1).count() < widths.len().div_ceil(2).min(widths.len())
        && widths.len() > 1
    {
        return Vec::new();
    }
    let gaps = pairs.iter().filter(|((before, _), (after, _))| *after - *before > 1);
    gaps.map(|((before, first), (after, id))| {
        let lost = match *after - *before {
            2 => format!("is no step `{beginning}{}`", *before + 1),
            _ => format!("are no steps `{beginning}{}` to `{beginning}{}`", *before + 1, *after - 1),
        };
        let message = format!("there {lost} before `{}`", id.text);
        let finding = Diagnostic::new(&LINT, id.span, message).label("a number is left out");
        finding.also(first.span, "the step before").help("bring it back, or say in the history why it was taken out")
    })
    .collect()
}
