//! What an action does in the conduct of a procedure: it acts, it looks, it shows a result, it asks for a go.

use petgraph::graph::NodeIndex;

use super::flow::{Flow, Node, What};
use super::phrases;
use super::subject::Subject;
use crate::model::expression::TelecommandCall;
use crate::model::inline::Inline;
use crate::model::procedure::{Action, Precondition, Procedure, Step};

/// Tells whether an action changes something: a telecommand, a script, something done by hand.
pub fn acts(action: &Action) -> bool {
    match action {
        Action::Telecommand(_) | Action::Script(_) => true,
        Action::Manual(content, _) => !phrases::is_look(content) && !is_attribute(content),
        _ => false,
    }
}

/// Tells whether words are but attributes that no element has, which the reader keeps where they stood.
fn is_attribute(content: &[Inline]) -> bool {
    content.iter().all(|inline| match inline {
        Inline::Code(text) => text.as_str().contains("=\"") && text.as_str().ends_with('"'),
        Inline::Text(text) => text.as_str().trim().is_empty(),
        _ => false,
    })
}

/// Tells whether an action looks at telemetry, or has somebody look.
pub fn looks(action: &Action) -> bool {
    match action {
        Action::Check(_) | Action::Decide(_) => true,
        Action::Wait(wait) => wait.until.is_some(),
        Action::Repeat(repeat) => repeat.until.is_some(),
        Action::Manual(content, _) => phrases::is_look(content),
        Action::Voice(voice) => phrases::is_look(&voice.content),
        _ => false,
    }
}

/// Tells whether an action shows what came of others before it.
pub fn shows(action: &Action) -> bool {
    looks(action) || matches!(action, Action::Record(_))
}

/// Tells whether an action asks for a go, or says that it was given.
pub fn asks_for_go(action: &Action) -> bool {
    match action {
        Action::Voice(voice) => phrases::is_go(&voice.content),
        Action::Manual(content, _) => phrases::is_go(content),
        _ => false,
    }
}

/// Tells whether a procedure begins with the agreement of somebody.
pub fn begins_with_go(procedure: &Procedure) -> bool {
    procedure.preconditions.iter().any(|one| matches!(one, Precondition::Text(text) if phrases::is_go(text)))
}

/// Tells whether a procedure looks at telemetry before it begins.
pub fn begins_with_check(procedure: &Procedure) -> bool {
    procedure.preconditions.iter().any(|one| matches!(one, Precondition::Check(_)))
}

/// Tells whether something in a step, or in the steps within, is so.
pub fn any_within(step: &Step, is_so: &impl Fn(&Action) -> bool) -> bool {
    let mut found = false;
    step.each(&mut |inner| inner.each_action(&mut |action| found |= is_so(action)));
    found
}

/// Visits the critical telecommands that the steps of a procedure send: those of critical steps, and those whose
/// consequence is critical by the database; with why.
pub fn critical<'a>(subject: Subject<'a>, flow: &'a Flow<'a>) -> Vec<(NodeIndex, &'a TelecommandCall, String)> {
    let calls = flow.actions().filter_map(|(node, step, action)| match action {
        Action::Telecommand(call) => Some((node, step, call)),
        _ => None,
    });
    let critical = calls.filter_map(|(node, step, call)| {
        let grave = subject.sent(call).and_then(|telecommand| telecommand.significance.as_ref());
        let why = match grave.filter(|significance| significance.reaches("critical")) {
            Some(significance) => format!("its consequence is `{}`", significance.level),
            None if flow.around(step).any(|around| around.critical) => "its step is critical".to_owned(),
            None => return None,
        };
        Some((node, call, why))
    });
    critical.collect()
}

/// Says by which steps a point is come to, as `step-1, step-4`.
pub fn way_to(flow: &Flow<'_>, steps: &[usize]) -> Option<String> {
    let names: Vec<String> = steps.iter().map(|step| format!("`{}`", flow.places[*step].step.id.text)).collect();
    (names.len() > 1).then(|| format!("for instance by the steps {}", names.join(", ")))
}

/// Tells whether a point is an action, or a test of a repetition, that is so; where titles are instructions, the entry
/// of a step is one.
pub fn is_at(flow: &Flow<'_>, node: NodeIndex, is_so: impl Fn(&Action) -> bool) -> bool {
    match flow.graph[node] {
        Node { what: What::Action(Action::Repeat(_)), .. } => false,
        Node { what: What::Action(action) | What::Test(action), .. } => is_so(action),
        Node { what: What::Enter, step: Some(step) } if flow.titles_act => {
            let step = flow.places[step].step;
            !step.title.is_empty() && is_so(&Action::Manual(step.title.clone(), step.span))
        }
        _ => false,
    }
}
