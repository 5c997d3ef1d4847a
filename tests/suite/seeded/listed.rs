//! Compares the list of defects that the generator of the benchmarks planted with what is found.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{run, sets};

/// How many documents are made, and in how many of them something is broken.
const DOCUMENTS: usize = 200;
const DEFECTS: usize = 30;

/// The rule that finds each kind of defect of the list.
const RULES: &[(&str, &str)] =
    &[("missing-target", "broken-file-link"), ("missing-anchor", "broken-anchor"), ("missing-image", "missing-image")];

/// What was planted and found for each kind, and what was found besides.
pub(super) struct Listed {
    pub(super) kinds: BTreeMap<&'static str, (usize, usize)>,
    pub(super) wrong: Vec<String>,
}

/// Makes the documents and checks them; nothing, where there is no generator.
pub(super) fn compare() -> Option<Listed> {
    let (clean, broken) = (sets::generated(DOCUMENTS, 0)?, sets::generated(DOCUMENTS, DEFECTS)?);
    let mut before = run::counted(&run::findings(&clean.path().join("plain")));
    let mut after = run::findings(&broken.path().join("plain"));
    after.retain(|(finding, _)| match before.get_mut(finding).filter(|count| **count > 0) {
        Some(count) => {
            *count -= 1;
            false
        }
        None => true,
    });
    let mut listed = Listed { kinds: BTreeMap::new(), wrong: Vec::new() };
    let list = fs::read_to_string(broken.path().join("defects.tsv")).expect("the generator wrote its list");
    for row in list.lines() {
        let [kind, path, detail] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("a row of three: {row}") };
        let (_, rule) = RULES.iter().find(|(known, _)| *known == kind).expect("the kind is known");
        // The message names the target as it is written, which is relative to the page.
        let wrong = detail.rsplit_once('#').filter(|_| kind == "missing-anchor").map_or(detail, |(_, anchor)| anchor);
        let wrong = Path::new(wrong.split('#').next().unwrap_or(wrong)).file_name().unwrap_or_default();
        let wrong = wrong.to_string_lossy();
        let place = after.iter().position(|(finding, _)| {
            finding.rule == *rule && finding.path == path && finding.message.contains(&*wrong)
        });
        let counts = listed.kinds.entry(rule).or_default();
        counts.0 += 1;
        match place {
            Some(place) => {
                after.swap_remove(place);
                counts.1 += 1;
            }
            None => listed.wrong.push(format!("missed: {row}")),
        }
    }
    listed.wrong.extend(after.iter().map(|(finding, line)| format!("extra: {finding:?}, line {line}")));
    Some(listed)
}
