//! Where the steps of a procedure set and use its variables.

use petgraph::graph::NodeIndex;

use crate::check::flow::{Flow, What};
use crate::model::expression::{Comparison, Condition};
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{Action, Call, Check, Precondition, Turns};
use crate::model::walk;
use crate::text::span::Span;

/// The use of a variable.
pub(super) struct Use {
    /// At which point of the procedure.
    pub node: NodeIndex,
    /// Its name.
    pub name: String,
    /// Where it is written.
    pub span: Span,
    /// Whether it stands in running text, where a `$` may mean something else.
    pub prose: bool,
}

/// Returns every use of a variable, in the order of the points.
pub(super) fn uses(flow: &Flow<'_>) -> Vec<Use> {
    let mut gathering = Gathering { flow, node: flow.start, uses: Vec::new() };
    for precondition in &flow.procedure.preconditions {
        match precondition {
            Precondition::Check(check) => gathering.check(check),
            Precondition::Text(content) => gathering.line(content),
            Precondition::Content(_) => {}
        }
    }
    for node in flow.graph.node_indices() {
        gathering.node = node;
        match flow.graph[node].what {
            What::Action(action) => gathering.action(action),
            What::Test(Action::Repeat(repeat)) => {
                if let Some(Turns::While(condition)) = &repeat.turns {
                    gathering.condition(condition);
                }
                repeat.until.iter().for_each(|until| gathering.condition(until));
            }
            What::Call(call) => gathering.call(call),
            What::Enter => {
                let step = flow.graph[node].step.map(|step| flow.places[step].step);
                step.iter().for_each(|step| gathering.line(&step.title));
            }
            _ => {}
        }
    }
    for place in &flow.places {
        gathering.node = place.outcomes[0];
        gathering.line(&place.step.expected);
    }
    gathering.node = flow.end;
    flow.procedure.confirmation.iter().for_each(|check| gathering.check(check));
    gathering.uses
}

/// Tells whether an action sets a variable: it records it, or under its name, assigns something to it, or counts by it.
pub(super) fn sets(action: &Action, name: &str) -> bool {
    let assigned = |written: &str| written.split_once(":=").is_some_and(|(variable, _)| variable.trim() == name);
    match action {
        Action::Manual(content, _) => matches!(content.as_slice(), [Inline::Code(code)] if assigned(code.as_str())),
        Action::Record(record) => {
            let under = matches!(record.content.as_slice(), [Inline::Code(code)] if code.as_str() == name);
            under || set(action).is_some_and(|recorded| recorded.as_str() == name)
        }
        Action::Repeat(repeat) => matches!(&repeat.turns, Some(Turns::For(count)) if assigned(count.as_str())),
        _ => false,
    }
}

/// Returns the variable that an action sets.
fn set(action: &Action) -> Option<&Text> {
    match action {
        Action::Record(record) => Some(&record.name),
        _ => None,
    }
}

struct Gathering<'a, 'f> {
    flow: &'f Flow<'a>,
    node: NodeIndex,
    uses: Vec<Use>,
}

impl Gathering<'_, '_> {
    fn action(&mut self, action: &Action) {
        match action {
            Action::Telecommand(call) => call.arguments.iter().for_each(|argument| self.text(&argument.value, false)),
            Action::Check(check) => self.check(check),
            Action::Wait(wait) => {
                wait.until.iter().for_each(|until| self.condition(until));
                self.line(&wait.content);
            }
            Action::Decide(decide) => {
                decide.branches.iter().filter_map(|way| way.test.as_ref()).for_each(|test| self.condition(test));
            }
            Action::Call(call) => self.call(call),
            Action::Manual(content, _) | Action::Log(content, _) => self.line(content),
            Action::Voice(voice) => self.line(&voice.content),
            Action::Script(script) => {
                self.text(&script.reference, true);
                self.line(&script.content);
            }
            Action::Record(record) => self.line(&record.content),
            Action::Parallel(_) | Action::Repeat(_) | Action::Goto(_) | Action::Step(_) => {}
            Action::Safety(_) | Action::Content(..) => {}
        }
    }

    fn call(&mut self, call: &Call) {
        call.arguments.iter().for_each(|(_, value)| self.text(value, false));
    }

    fn check(&mut self, check: &Check) {
        check.comparisons.iter().for_each(|comparison| self.comparison(comparison));
    }

    fn comparison(&mut self, comparison: &Comparison) {
        self.named(&comparison.parameter);
        comparison.values.iter().for_each(|value| self.text(value, false));
    }

    fn condition(&mut self, condition: &Condition) {
        self.text(&condition.text, false);
        let plain = condition.comparisons.iter().filter(|comparison| !self.is_marked(condition, comparison));
        plain.collect::<Vec<_>>().into_iter().for_each(|comparison| self.named(&comparison.parameter));
    }

    /// Tells whether a name in a condition bears a `$`, and has been found by it.
    fn is_marked(&self, condition: &Condition, comparison: &Comparison) -> bool {
        condition.text.text.contains(&format!("${}", comparison.parameter.text))
    }

    /// Notes a name that may be a variable or a parameter.
    fn named(&mut self, name: &Text) {
        if self.flow.procedure.variables.iter().any(|variable| variable.name.text == name.text) {
            let name = Use { node: self.node, name: name.text.to_string(), span: name.span, prose: false };
            self.uses.push(name);
        }
    }

    fn line(&mut self, content: &[Inline]) {
        let mut texts = Vec::new();
        walk::each_inline(content, &mut |inline| match inline {
            Inline::Text(text) | Inline::Code(text) => texts.push(text),
            _ => {}
        });
        texts.into_iter().for_each(|text| self.text(text, true));
    }

    /// Notes each `$NAME` of a text.
    fn text(&mut self, text: &Text, prose: bool) {
        let written = text.as_str();
        for (at, _) in written.match_indices('$') {
            let rest = &written[at + 1..];
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            let name = &rest[..end];
            if name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
                let span = text.part(at, at + 1 + end);
                self.uses.push(Use { node: self.node, name: name.to_owned(), span, prose });
            }
        }
    }
}
