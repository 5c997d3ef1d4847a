//! Plants defects in clean documents, one at a time, and counts which of them the rules find.
//!
//! 1. [`sets`] loads documents that nobody wrote for this test: the sample, and what lies in `../shared/data`.
//!    Where they have no database or no procedures, [`dictionary`] makes one of their own tables, and [`template`] adds
//!    clean procedures.
//! 2. Each group of rules has a file that lists the *forms* of its defects ([`form::Form`]). A form changes one thing
//!    at a place that dice choose ([`ground`]), and marks the place.
//! 3. [`run`] checks the changed set. What is found must be what was found before, and the planted rule's finding at
//!    the marked place. Anything else is extra, unless the form states it as a consequence.
//!
//! Whoever writes a form knows the catalogue of rules and no rule's code. `OPSDOC_SEED` sets the dice,
//! `OPSDOC_SEEDED=all` plants every form several times in every set, `OPSDOC_SEEDED=NAME` the forms of one rule.

mod applicability;
mod baselines;
mod classification;
mod database;
mod dictionary;
mod dita;
mod expected;
mod facts;
mod form;
mod ground;
mod language;
mod listed;
mod papers;
mod project;
mod random;
mod references;
mod run;
mod safety;
mod set;
mod sets;
mod since;
mod steps;
mod table;
mod template;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use opsdoc::catalogue;

use form::Form;
use run::{Job, Outcome, Planted};
use set::Set;

/// How often a form is planted in each set, where all is asked for.
const TURNS: usize = 3;

/// Known misses: a rule, a form, and why it is not found. None may stand here without a reason.
const KNOWN: &[(&str, &str, &str)] = &[];

#[test]
fn each_rule_has_three_forms() {
    let mut forms: BTreeMap<&str, usize> = BTreeMap::new();
    for form in all_forms() {
        *forms.entry(form.rule).or_default() += 1;
    }
    // The X findings are about sources that cannot be read; the tests of the readers plant those.
    let rules = catalogue::lints().into_iter().filter(|lint| !lint.code.starts_with('X'));
    let lacking = rules.map(|rule| rule.name).filter(|name| forms.get(name).is_none_or(|n| *n < 3));
    assert_eq!(lacking.collect::<Vec<_>>(), Vec::<&str>::new(), "rules with less than three seeded forms");
}

#[test]
fn planted_defects_are_found_and_nothing_else() {
    let seed = std::env::var("OPSDOC_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_124);
    let wanted = std::env::var("OPSDOC_SEEDED").unwrap_or_default();
    let (sets, forms) = (sets::all(!wanted.is_empty()), all_forms());
    let forms: Vec<&Form> = forms.iter().filter(|form| is_wanted(form, &wanted)).collect();
    println!("OPSDOC_SEED={seed}");
    let jobs = jobs(&forms, &sets, !wanted.is_empty(), seed);
    let mut outcomes = run::run(&sets, &jobs, seed);
    for outcome in &mut outcomes {
        if let Planted::Wrong { story, .. } = &outcome.result {
            println!("[{}] {story}\n", sets[outcome.set].name);
        }
    }
    let listed = if wanted == "all" { listed::compare() } else { None };
    let page = table::page(&forms, &sets, &outcomes, seed, listed.as_ref());
    let report = Path::new(env!("CARGO_TARGET_TMPDIR")).join("seeded.md");
    fs::write(&report, &page).expect("the table can be written");
    if std::env::var_os("BLESS").is_some() && wanted == "all" {
        let manual = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs-source/manual/seeded.md");
        fs::write(manual, &page).expect("the page can be written");
    }
    println!("{}\n{}", table::summary(&outcomes), report.display());
    let wrong = unexpected(&forms, &outcomes);
    assert!(wrong.is_empty(), "not as planted: {wrong:#?}");
}

#[test]
fn what_the_generator_planted_is_found() {
    let Some(listed) = listed::compare() else { return };
    assert!(listed.kinds.values().all(|(planted, _)| *planted > 0) && listed.kinds.len() > 2);
    assert!(listed.wrong.is_empty(), "not as listed: {:#?}", listed.wrong);
}

fn all_forms() -> Vec<Form> {
    [
        database::forms(),
        expected::forms(),
        steps::forms(),
        safety::forms(),
        references::forms(),
        dita::forms(),
        baselines::forms(),
        applicability::forms(),
        language::forms(),
        classification::forms(),
        project::forms(),
        since::forms(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whether a form is to be planted: its rule must be there, and be asked for.
fn is_wanted(form: &Form, wanted: &str) -> bool {
    let is_there = catalogue::lints().iter().any(|lint| lint.name == form.rule);
    is_there && (wanted.is_empty() || wanted == "all" || wanted.split(',').any(|name| name == form.rule))
}

/// Lists what is to be planted. For every day it is each form once, in one of the sets that have a place for it.
fn jobs<'a>(forms: &[&'a Form], sets: &[Set], all: bool, seed: u64) -> Vec<(usize, Job<'a>)> {
    let mut jobs = Vec::new();
    for (at, form) in forms.iter().enumerate() {
        let turns = if all { TURNS } else { 1 };
        // The sets take turns, and other turns by other dice.
        let in_turn = (0..sets.len()).map(|set| (at + set + seed as usize) % sets.len());
        let jobs_of_form = in_turn.map(|set| Job { form, set, turn: 0 });
        let fitting = jobs_of_form.filter(|job| run::has_place(&sets[job.set], job, seed));
        let chosen: Vec<_> = fitting.take(if all { sets.len() } else { 1 }).collect();
        jobs.extend(chosen.into_iter().flat_map(|job| (0..turns).map(move |turn| (at, Job { turn, ..job }))));
    }
    jobs
}

/// Returns the forms that were not found, or with which something else was.
fn unexpected(forms: &[&Form], outcomes: &[Outcome]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (at, form) in forms.iter().enumerate() {
        let of_form: Vec<_> = outcomes.iter().filter(|outcome| outcome.form == at).collect();
        let known = KNOWN.iter().any(|(rule, name, _)| (*rule, *name) == (form.rule, form.name));
        let bad = of_form.iter().filter(|outcome| matches!(outcome.result, Planted::Wrong { .. })).count();
        let nowhere = of_form.iter().all(|outcome| matches!(outcome.result, Planted::NoPlace));
        if bad > 0 && !known {
            wrong.push(format!("{} ({}): {bad} of {}", form.rule, form.name, of_form.len()));
        } else if nowhere {
            wrong.push(format!("{} ({}): no set has a place for it", form.rule, form.name));
        }
    }
    wrong
}
