use std::ops::Range;

use super::cited;
use crate::check::prose::each_line;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::{DocumentKind, Status};
use crate::model::procedure::Procedure;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds steps that a training scenario cites by number, in words, and that the procedure does not have: “step 9
    /// of CRP-EPS-004”, « CRP-EPS-004, étape 9 ». A link to a step that is not there is
    /// a broken anchor in any document.
    ///
    /// ## Why it matters
    /// A scenario is written once and played for years, while the procedures that it leans on change. The trainer
    /// waits for a step that nobody will come to.
    ///
    /// ## Example
    /// ```text
    /// The exercise ends when the shift has done step 9 of CRP-EPS-004.
    /// ```
    ///
    /// The procedure has seven steps.
    ///
    /// ## How to mend it
    /// Cite the step that is meant, best by a link: `[step 3](id:CRP-EPS-004#step-3)` moves with it.
    "A006" "scenario-cites-missing-step" Error, scenario_cites_missing_step
}

fn scenario_cites_missing_step(subject: Subject<'_>) -> Vec<Diagnostic> {
    let library = subject.library;
    let mut found = Vec::new();
    for (index, document) in library.iter() {
        if document.metadata.kind != DocumentKind::Scenario || document.metadata.status == Some(Status::Superseded) {
            continue;
        }
        each_line(document, &mut |inlines, _| {
            let line = cited::line(library, index, inlines);
            for (name, symbol, span) in &line.procedures {
                let Some(step) = step_beside(&line.text, name) else { continue };
                let Some(procedure) = library.procedure(*symbol) else { continue };
                if has_step(procedure, &step) {
                    continue;
                }
                let message = format!("`{}` has no step {step}", procedure.id.text);
                let mut last = None;
                procedure.each_step(&mut |step| last = Some(step.number.clone()));
                let help = last.map(|last| format!("its last step is {last}; cite the one that is meant"));
                let diagnostic = Diagnostic::new(&LINT, *span, message).label("cited with a step it does not have");
                found.push(diagnostic.maybe_help(help));
            }
        });
    }
    found
}

const WORDS: [&str; 2] = ["step", "étape"];

/// Reads the number of a step before or after a procedure's name.
fn step_beside(text: &str, name: &Range<usize>) -> Option<String> {
    let lower = text.get(name.end..)?.to_lowercase();
    let after = lower.trim_start_matches([' ', '\u{a0}', ',', '(', ':']);
    if let Some(rest) = WORDS.iter().find_map(|word| after.strip_prefix(word)) {
        let number = rest.strip_prefix([' ', '\u{a0}']).map(leading_number)?;
        return Some(number).filter(|number| !number.is_empty());
    }
    let lower = text.get(..name.start)?.to_lowercase();
    let before = [" of ", " in ", " de ", " de la ", " of the "].iter().find_map(|word| lower.strip_suffix(word))?;
    let from = before.rfind(|c: char| !c.is_ascii_digit() && c != '.').map_or(0, |at| at + 1);
    let number = before.get(from..).filter(|number| !number.is_empty())?;
    let word = before.get(..from)?.trim_end();
    WORDS.iter().any(|known| word.ends_with(known)).then(|| number.to_owned())
}

fn leading_number(text: &str) -> String {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    text[..end].trim_end_matches('.').to_owned()
}

fn has_step(procedure: &Procedure, wanted: &str) -> bool {
    let mut has = false;
    procedure.each_step(&mut |step| {
        has |= step.number == wanted || step.id.text == wanted || step.id.text.ends_with(&format!("-{wanted}"));
    });
    has
}
