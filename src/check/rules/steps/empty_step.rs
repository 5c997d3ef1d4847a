use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::inline::{Inline, plain};
use crate::model::procedure::{Action, Step};
use crate::rule;

rule! {
    /// ## What it does
    /// Finds steps in which nothing is done: no action, no inner step, nothing expected, no
    /// continuation; also where all actions are empty, as `<manual/>`. A title, a warning or a
    /// note does nothing. Steps that hold such a step are not reported besides.
    ///
    /// ## Why it matters
    /// Something was forgotten, or was taken out by halves. An operator who ticks the step has
    /// done nothing, and believes to have done what its title says.
    ///
    /// ## Example
    /// ```xml
    /// <step id="step-3"><title>Close the valve</title></step>
    /// ```
    ///
    /// ## How to mend it
    /// Write what is done, or take the step out.
    "S012" "empty-step" Error, empty_step
}

fn empty_step(subject: Subject<'_>) -> Vec<Diagnostic> {
    let places = subject.flows().flat_map(|flow| flow.places.iter().map(move |place| (flow, place)));
    // Where the title is the instruction, it is done.
    let empty =
        places.filter(|(flow, place)| is_empty(place.step) && (!flow.titles_act || place.step.title.is_empty()));
    let report = |step: &Step| {
        let message = format!("step `{}` does nothing", step.id.text);
        let finding = Diagnostic::new(&LINT, step.id.span, message).label("no action");
        finding.help("write what is done in it, or take it out")
    };
    empty.map(|(_, place)| report(place.step)).collect()
}

fn is_empty(step: &Step) -> bool {
    let is_said = !step.expected.is_empty() || !step.continuation.is_empty();
    !is_said && step.steps.is_empty() && step.actions.iter().all(does_nothing)
}

fn does_nothing(action: &Action) -> bool {
    let is_blank = |content: &[Inline]| plain(content).trim().is_empty();
    match action {
        Action::Manual(content, _) | Action::Log(content, _) => is_blank(content),
        Action::Voice(voice) => is_blank(&voice.content),
        Action::Parallel(parallel) => parallel.steps.is_empty(),
        Action::Repeat(repeat) => repeat.actions.iter().all(does_nothing),
        Action::Decide(decide) => decide.ways().next().is_none(),
        Action::Wait(wait) => wait.duration.is_none() && wait.until.is_none() && is_blank(&wait.content),
        Action::Safety(_) => true,
        Action::Content(shown, _) => shown.is_empty(),
        _ => false,
    }
}
