//! What was planted and found, as a page of the manual.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use opsdoc::catalogue;

use super::form::Form;
use super::listed::Listed;
use super::run::{Outcome, Planted};
use super::set::Set;

/// The page, but for its tables.
const HEAD: &str = "---
id: OPSDOC-MAN-SEEDED
title: Seeded defects
issue: \"1\"
revision: \"0\"
status: operational
date: 2026-11-24
lang: en
classification: NON-PROTEGE
authors: [The opsdoc authors]
---

# Seeded defects

A rule is trusted when it finds every defect that was planted, and says nothing else. This page says what was planted and what was found. The run that planted wrote it.

## What is done

- Clean documents are taken: this library, and documents of others that were not written for this purpose.
- One defect is planted at a time, at a place that dice choose: in an attribute of a procedure, in running text, in a table, a list, a code span; in English and in French.
- The library is checked. The findings must be those from before, and one finding of the planted rule on the planted lines. What is found further counts against the run, unless the defect is another rule’s too and the form says so.

Where documents have no mission database, one is made of their own dictionaries. Where they have no procedures, three clean ones are added. Some rules look at a change: the documents are committed before planting, and compared with that commit.

The forms are written from what the explanation of each rule promises. Where a form was missed, either it was no defect by that explanation and was mended, or the rule was. So the figures hold for these forms; they do not say how many defects of other forms are found.

## How to run it again

```sh
cargo test --test suite seeded -- --nocapture
OPSDOC_SEEDED=all cargo test --test suite seeded -- --nocapture
OPSDOC_SEEDED=unknown-parameter OPSDOC_SEED=7 cargo test --test suite seeded -- --nocapture
```

The first plants each form once, in one of the sets. The second plants all forms several times in all sets; with `BLESS=1` it writes this page. The third plants the forms of one rule, by other dice.
";

/// Returns the page with the tables of this run.
pub(super) fn page(forms: &[&Form], sets: &[Set], outcomes: &[Outcome], seed: u64, listed: Option<&Listed>) -> String {
    let mut page = HEAD.to_owned();
    let _ = writeln!(page, "\n## The documents\n\n| Set | Sources | Telecommands | Parameters |\n|---|---|---|---|");
    for set in sets {
        let database = &set.facts.database;
        let (sources, telecommands, parameters) =
            (set.texts.len(), database.telecommands.len(), database.parameters.len());
        let _ = writeln!(page, "| {} | {sources} | {telecommands} | {parameters} |", set.name);
    }
    let _ = writeln!(
        page,
        "\n## What was found\n\nThe seed of the dice was {seed}.\n\n\
         | Rule | Forms | Sets | Planted | Found | Further findings |\n|---|---|---|---|---|---|"
    );
    for rule in catalogue::lints() {
        let mine: Vec<_> = outcomes.iter().filter(|outcome| forms[outcome.form].rule == rule.name).collect();
        if mine.is_empty() {
            continue;
        }
        let kinds = forms.iter().filter(|form| form.rule == rule.name).count();
        let Counts { planted, found, extra } = Counts::of(mine.iter().copied());
        let there = mine.iter().filter(|outcome| !matches!(outcome.result, Planted::NoPlace));
        let there: BTreeSet<usize> = there.map(|outcome| outcome.set).collect();
        let (name, there) = (rule.name, there.len());
        let _ = writeln!(page, "| [{name}](rules/{name}.md) | {kinds} | {there} | {planted} | {found} | {extra} |");
    }
    let _ = writeln!(page, "\n{}", summary(outcomes));
    page.push_str(&of_no_rule());
    page.push_str(&known());
    page.push_str(&self::listed(listed));
    page.push_str(&shapes(forms));
    page
}

/// Returns the sum of a run in one sentence.
pub(super) fn summary(outcomes: &[Outcome]) -> String {
    let Counts { planted, found, extra } = Counts::of(outcomes);
    format!("Planted {planted}, found {found}, missed {}, further findings {extra}.", planted - found)
}

/// Figures of several outcomes.
struct Counts {
    planted: usize,
    found: usize,
    extra: usize,
}

impl Counts {
    fn of<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> Self {
        let mut counts = Self { planted: 0, found: 0, extra: 0 };
        for outcome in outcomes {
            let (planted, found, extra) = match &outcome.result {
                Planted::NoPlace => (0, 0, 0),
                Planted::Found => (1, 1, 0),
                Planted::Wrong { found, extra, .. } => (1, usize::from(*found), *extra),
            };
            counts.planted += planted;
            counts.found += found;
            counts.extra += extra;
        }
        counts
    }
}

/// Returns the forms that are known not to be found, and why.
fn known() -> String {
    let rows = super::KNOWN.iter().map(|(rule, form, why)| format!("- [{rule}](rules/{rule}.md), {form}: {why}\n"));
    let rows: String = rows.collect();
    if rows.is_empty() { rows } else { format!("\nKnown not to be found:\n\n{rows}") }
}

/// Returns the rules that forms are written for and that are not registered.
fn of_no_rule() -> String {
    let registered: BTreeSet<&str> = catalogue::lints().iter().map(|rule| rule.name).collect();
    let all = super::all_forms();
    let names: BTreeSet<&str> = all.iter().map(|form| form.rule).filter(|name| !registered.contains(name)).collect();
    if names.is_empty() {
        return String::new();
    }
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    format!("\nForms are written for these rules too, which are not registered yet: {}.\n", names.join(", "))
}

/// Returns what the generator of the benchmarks planted by itself.
fn listed(listed: Option<&Listed>) -> String {
    let Some(listed) = listed else { return String::new() };
    let mut section =
        "\n## Planted by others\n\nThe generator of the benchmarks breaks links, anchors and pictures of \
                       its own documents, and lists them. The list is compared with the findings.\n\n\
                       | Rule | Planted | Found |\n|---|---|---|\n"
            .to_owned();
    for (rule, (planted, found)) in &listed.kinds {
        let _ = writeln!(section, "| [{rule}](rules/{rule}.md) | {planted} | {found} |");
    }
    let others = listed.wrong.iter().filter(|wrong| wrong.starts_with("extra")).count();
    let _ = writeln!(section, "\nOther findings that the same documents without defects do not have: {others}.");
    section
}

/// Returns what the forms are.
fn shapes(forms: &[&Form]) -> String {
    let mut shapes = "\n## The forms\n\n".to_owned();
    for rule in catalogue::lints() {
        let names = forms.iter().filter(|form| form.rule == rule.name).map(|form| form.name);
        let names: Vec<&str> = names.collect();
        if !names.is_empty() {
            let _ = writeln!(shapes, "- {}: {}.", rule.name, names.join("; "));
        }
    }
    shapes
}
