//! What is done in a step.

use super::super::flow::Flow;
use super::super::tree::{Child, Element};
use super::Reading;
use super::keep::lined;
use super::step::STEP;
use super::value::{Field, Shape, optional, required, split, trimmed};
use crate::model::expression::{ArgumentValue, Comparison, Condition, Directive, Operator, TelecommandCall};
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{
    Action, Branch, Call, Check, Decide, Parallel, Record, Repeat, Script, Step, Turns, Voice, Wait,
};
use crate::notation;
use crate::notation::value::number;
use crate::text::span::Span;

/// The actions of a step.
const ACTIONS: &[&str] = &[
    "tc", "check", "verify", "wait", "decide", "call", "parallel", "repeat", "manual", "voice", "script", "record",
    "log", "goto",
];

const OPERATORS: [(&str, Operator); 8] = [
    ("eq", Operator::Equal),
    ("ne", Operator::NotEqual),
    ("lt", Operator::Less),
    ("le", Operator::LessOrEqual),
    ("gt", Operator::Greater),
    ("ge", Operator::GreaterOrEqual),
    ("in", Operator::In),
    ("between", Operator::Between),
];

impl Reading<'_> {
    /// Reads an action. What cannot be read of it follows as words, or as it is written.
    pub(super) fn action(&mut self, element: Element, holder: Element, actions: &mut Vec<Action>) {
        let ((), unclaimed) = self.aside(|reading| reading.known_action(element, holder, actions));
        push_words(lined(unclaimed), element.span(), actions);
    }

    fn known_action(&mut self, element: Element, holder: Element, actions: &mut Vec<Action>) {
        let span = element.span();
        let (action, rest) = match element.name() {
            "tc" => self.telecommand(element),
            "check" | "verify" => {
                let (check, rest) = self.check(element);
                (check.map(Action::Check), rest)
            }
            "wait" => (Some(self.wait(element)), Vec::new()),
            "decide" => self.decide(element),
            "call" => {
                let (call, rest) = self.call(element);
                (call.map(Action::Call), rest)
            }
            "parallel" => self.parallel(element),
            "repeat" => self.repeat(element),
            "manual" => {
                let [] = self.attributes(element, []);
                (Some(Action::Manual(self.inlines(element), span)), Vec::new())
            }
            "log" => {
                let [] = self.attributes(element, []);
                (Some(Action::Log(self.inlines(element), span)), Vec::new())
            }
            "voice" => {
                let [to] = self.attributes(element, [optional("to", Shape::Any)]);
                (Some(Action::Voice(Voice { to, content: self.inlines(element), span })), Vec::new())
            }
            "script" => {
                let fields = [required("ref", Shape::Any), optional("sha256", Shape::Digest)];
                let [reference, sha256] = self.attributes(element, fields);
                self.named(element, reference, |reference, content| {
                    Action::Script(Script { reference, sha256, content, span })
                })
            }
            "record" => {
                let [name] = self.attributes(element, [required("name", Shape::Identifier)]);
                self.named(element, name, |name, content| Action::Record(Record { name, content, span }))
            }
            "goto" => {
                let [step] = self.attributes(element, [required("step", Shape::Identifier)]);
                let rest = self.sift(element, &[], |_, _| false);
                (step.map(Action::Goto), rest)
            }
            _ => {
                actions.push(self.loose(Child::Element(element), holder, STEP));
                return;
            }
        };
        if let Some(action) = action {
            actions.push(action);
            push_words(rest, span, actions);
        } else {
            self.claim(span);
            actions.push(Action::Manual(vec![Inline::Code(self.as_written(element))], span));
        }
    }

    fn named(
        &mut self,
        element: Element,
        name: Option<Text>,
        make: impl FnOnce(Text, Vec<Inline>) -> Action,
    ) -> (Option<Action>, Vec<Inline>) {
        let content = self.inlines(element);
        (name.map(|name| make(name, content)), Vec::new())
    }

    fn telecommand(&mut self, element: Element) -> (Option<Action>, Vec<Inline>) {
        let [name] = self.attributes(element, [required("name", Shape::Identifier)]);
        let (mut arguments, mut directives) = (Vec::new(), Vec::new());
        let rest = self.sift(element, &["arg", "directive"], |reading, part| {
            if part.name() == "directive" {
                let fields = [required("name", Shape::Identifier), required("value", Shape::Any)];
                let [name, value] = reading.attributes(part, fields);
                let (Some(name), Some(value)) = (name, value) else { return false };
                directives.push(Directive { name, value });
                return reading.sift(part, &[], |_, _| false).is_empty();
            }
            let [name, value, unit] = reading.attributes(
                part,
                [required("name", Shape::Identifier), required("value", Shape::Any), optional("unit", Shape::Any)],
            );
            let (Some(name), Some(value)) = (name, value) else { return false };
            arguments.push(ArgumentValue { name, value, unit: unit.map(|unit| trimmed(&unit)) });
            reading.sift(part, &[], |_, _| false).is_empty()
        });
        let call = name.map(|name| TelecommandCall { name, arguments, directives, span: element.span() });
        (call.map(Action::Telecommand), rest)
    }

    /// Reads a check, and the words in it that are none; no check where it compares nothing.
    pub(super) fn check(&mut self, element: Element) -> (Option<Check>, Vec<Inline>) {
        let fields = [optional("within", Shape::Duration), optional("delay", Shape::Duration)];
        let [within, delay] = self.attributes(element, fields);
        self.demand(element, "tm");
        let mut comparisons = Vec::new();
        let rest = self.sift(element, &["tm"], |reading, part| {
            let comparison = reading.comparison(part);
            let read = comparison.is_some();
            comparisons.extend(comparison);
            read && reading.sift(part, &[], |_, _| false).is_empty()
        });
        if comparisons.is_empty() {
            let mut flow = Flow::new();
            self.salvage(element, &mut flow);
            return (None, flow.finish());
        }
        let verify = element.name() == "verify";
        (Some(Check { verify, comparisons, within, delay, span: element.span() }), rest)
    }

    fn comparison(&mut self, element: Element) -> Option<Comparison> {
        let [parameter, word, value, tolerance, unit] = self.attributes(
            element,
            [
                required("name", Shape::Identifier),
                optional("op", Shape::Word(&["eq", "ne", "lt", "le", "gt", "ge", "in", "between"])),
                required("value", Shape::Any),
                optional("tolerance", Shape::Decimal),
                optional("unit", Shape::Any),
            ],
        );
        let operator = match &word {
            None => Operator::Equal,
            Some(word) => OPERATORS.iter().find(|(name, _)| *name == word.as_str()).map(|(_, operator)| *operator)?,
        };
        let (parameter, value) = (parameter?, value?);
        let values = match operator {
            Operator::In | Operator::Between => split(&value),
            _ => vec![trimmed(&value)],
        };
        let fits = match operator {
            Operator::Between => values.len() == 2,
            _ => !values.is_empty(),
        };
        if !fits {
            let expected = if operator == Operator::Between {
                "two values with a comma between"
            } else {
                "values with commas between"
            };
            self.say_invalid("value", &value, expected);
            return None;
        }
        let numbers: Vec<_> = values.iter().filter_map(|value| number(value.as_str())).collect();
        if operator == Operator::Between && matches!(numbers[..], [first, second] if first > second) {
            self.say_invalid("value", &value, "the smaller value first: nothing lies between them so");
        }
        let unit = unit.map(|unit| trimmed(&unit));
        Some(Comparison { parameter, operator, values, tolerance, unit, span: element.span() })
    }

    fn wait(&mut self, element: Element) -> Action {
        let [duration, until, timeout] = self.attributes(
            element,
            [optional("for", Shape::Duration), optional("until", Shape::Any), optional("timeout", Shape::Duration)],
        );
        let content = self.inlines(element);
        let until = until.map(|until| self.condition(&until));
        Action::Wait(Wait { duration, until, timeout, content, span: element.span() })
    }

    fn decide(&mut self, element: Element) -> (Option<Action>, Vec<Inline>) {
        let [] = self.attributes(element, []);
        self.demand(element, "when");
        let (mut branches, mut otherwise) = (Vec::new(), None);
        let rest = self.sift(element, &["when", "otherwise"], |reading, part| {
            if part.name() == "when" {
                let [test, goto] = reading.attributes(part, [required("test", Shape::Any), goto(part)]);
                let Some(test) = test else { return false };
                let (steps, content) = reading.way(part);
                branches.push(Branch { test: Some(reading.condition(&test)), goto, content, steps });
                return true;
            }
            if otherwise.is_some() {
                reading.say_misplaced(part.tag(), "a decision has one `otherwise`", "the second one");
                return false;
            }
            let [goto] = reading.attributes(part, [goto(part)]);
            let (steps, content) = reading.way(part);
            otherwise = Some(Branch { test: None, goto, content, steps });
            true
        });
        (Some(Action::Decide(Decide { branches, otherwise, span: element.span() })), rest)
    }

    /// Reads what is done on one way of a decision: its steps, or the case in words.
    fn way(&mut self, element: Element) -> (Vec<Step>, Vec<Inline>) {
        if element.named("step").next().is_none() {
            return (Vec::new(), self.inlines(element));
        }
        let mut steps = Vec::new();
        let content = self.sift(element, &["step"], |reading, part| {
            steps.push(reading.step(part));
            true
        });
        (steps, content)
    }

    pub(super) fn call(&mut self, element: Element) -> (Option<Call>, Vec<Inline>) {
        let fields = [required("procedure", Shape::Identifier), optional("issue", Shape::Issue)];
        let [procedure, issue] = self.attributes(element, fields);
        let mut arguments = Vec::new();
        let rest = self.sift(element, &["with"], |reading, part| {
            let [name, value] =
                reading.attributes(part, [required("name", Shape::Variable), required("value", Shape::Any)]);
            let (Some(name), Some(value)) = (name, value) else { return false };
            arguments.push((name, value));
            reading.sift(part, &[], |_, _| false).is_empty()
        });
        (procedure.map(|procedure| Call { procedure, issue, arguments, span: element.span() }), rest)
    }

    fn parallel(&mut self, element: Element) -> (Option<Action>, Vec<Inline>) {
        let [until] = self.attributes(element, [optional("until", Shape::Word(&["all", "one"]))]);
        self.demand(element, "step");
        let mut steps = Vec::new();
        let rest = self.sift(element, &["step"], |reading, part| {
            steps.push(reading.step(part));
            true
        });
        if until.as_ref().is_some_and(|until| !matches!(until.as_str(), "all" | "one")) {
            self.leave_named(element, "until");
        }
        let until_one = until.is_some_and(|until| until.as_str() == "one");
        (Some(Action::Parallel(Parallel { until_one, steps, span: element.span() })), rest)
    }

    fn repeat(&mut self, element: Element) -> (Option<Action>, Vec<Inline>) {
        let fields = [
            optional("while", Shape::Any),
            optional("for", Shape::Any),
            optional("until", Shape::Any),
            optional("max", Shape::Count),
        ];
        let [asked, count, until, max] = self.attributes(element, fields);
        if asked.is_none() && count.is_none() && until.is_none() {
            self.say_missing(element, "until", None);
        }
        if asked.is_some() && count.is_some() {
            self.leave_named(element, "for");
        }
        let mut actions = Vec::new();
        let names = [ACTIONS, &["step"]].concat();
        let rest = self.sift(element, &names, |reading, part| {
            match part.name() {
                "step" => actions.push(Action::Step(Box::new(reading.step(part)))),
                _ => reading.action(part, element, &mut actions),
            }
            true
        });
        let until = until.map(|until| self.condition(&until));
        let turns = match (asked, count) {
            (Some(asked), _) => Some(Turns::While(self.condition(&asked))),
            (None, Some(count)) => Some(Turns::For(trimmed(&count))),
            (None, None) => None,
        };
        (Some(Action::Repeat(Repeat { turns, until, max, actions, span: element.span() })), rest)
    }

    fn condition(&self, text: &Text) -> Condition {
        let text = trimmed(text);
        let written = self.source.slice(text.span);
        notation::condition(text, written)
    }
}

/// The step that a way leads to: it may be absent where the way has steps of its own.
fn goto(way: Element) -> Field {
    match way.named("step").next() {
        Some(_) => optional("goto", Shape::Identifier),
        None => required("goto", Shape::Identifier),
    }
}

pub(super) fn push_words(words: Vec<Inline>, span: Span, actions: &mut Vec<Action>) {
    if !words.is_empty() {
        actions.push(Action::Manual(words, span));
    }
}
