//! Numbers the steps of a procedure: `1`, `2`, `2.1`.

use ecow::{EcoString, eco_format};

use crate::model::inline::Text;
use crate::model::procedure::{Action, Procedure, Step};

/// Numbers the steps: through the phases, then the watchdogs, then the closeout. A step that has no
/// identifier takes its number for one, so that it can be linked to.
pub(in crate::read) fn number(procedure: &mut Procedure) {
    let phases = procedure.phases.iter_mut().flat_map(|phase| &mut phase.steps);
    let watchdogs = procedure.watchdogs.iter_mut().flat_map(|watchdog| &mut watchdog.steps);
    let mut next = 1;
    steps(phases.chain(watchdogs).chain(&mut procedure.closeout.steps), "", &mut next);
}

fn steps<'a>(list: impl IntoIterator<Item = &'a mut Step>, prefix: &str, next: &mut usize) {
    for step in list {
        step.number = if prefix.is_empty() { eco_format!("{next}") } else { eco_format!("{prefix}.{next}") };
        *next += 1;
        if step.id.text.is_empty() {
            step.id = Text::new(step.number.clone(), step.id.span);
        }
        let number: EcoString = step.number.clone();
        let mut inner = 1;
        actions(&mut step.actions, &number, &mut inner);
        steps(&mut step.steps, &number, &mut inner);
    }
}

fn actions(list: &mut [Action], prefix: &str, next: &mut usize) {
    for action in list {
        match action {
            Action::Parallel(parallel) => steps(&mut parallel.steps, prefix, next),
            Action::Decide(decide) => {
                let ways = decide.branches.iter_mut().chain(&mut decide.otherwise);
                steps(ways.flat_map(|way| &mut way.steps), prefix, next);
            }
            Action::Repeat(repeat) => actions(&mut repeat.actions, prefix, next),
            Action::Step(step) => steps([&mut **step], prefix, next),
            _ => {}
        }
    }
}
