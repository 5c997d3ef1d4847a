//! Activities: what is initiated, what it is given, and what follows its outcome.

use super::Reading;
use super::expression::Form;
use super::problem::OUTSIDE_PLUTO_SUBSET;
use crate::model::expression::{ArgumentValue, Directive, TelecommandCall};
use crate::model::inline::Text;
use crate::model::procedure::{Action, Call, Outcome, Step};
use crate::notation::pluto::Kind;

/// What an activity is given: each name with its value and its unit.
type Given = Vec<(Text, Text, Option<Text>)>;

impl Reading<'_> {
    /// Reads `initiate` with an activity; a continuation test makes a step of it, which bears the outcomes.
    pub(super) fn activity(&mut self) -> Option<Action> {
        let first = self.peek()?;
        self.bump();
        let confirms = self.take(&["and", "confirm"]);
        let is_procedure = self.take(&["procedure"]);
        let (start, end) = self.name()?;
        let name = Text::new(self.text(start, end), self.span(start, end));
        let (mut given, mut directives) = (Vec::new(), Vec::new());
        let mut reference = None;
        loop {
            if self.take(&["with", "directives"]) {
                let found = self.given(&mut Vec::new())?;
                directives.extend(found.into_iter().map(|(name, value, _)| Directive { name, value }));
            } else if self.take(&["with", "arguments"]) || (self.next_is("with") && self.takes_arguments()) {
                given.extend(self.given(&mut Vec::new())?);
            } else if self.take(&["refer", "by"]) {
                let (start, end) = self.name()?;
                reference = Some(Text::new(self.text(start, end), self.span(start, end)));
            } else {
                break;
            }
        }
        let span = self.span(first.start, self.last_end());
        let place = self.span(first.start, first.start);
        if !confirms {
            directives.push(Directive { name: Text::new("confirm", place), value: Text::new("false", place) });
        }
        directives.extend(reference.map(|value| Directive { name: Text::new("refer-by", place), value }));
        let action = match is_procedure && directives.is_empty() && given.iter().all(|(_, _, unit)| unit.is_none()) {
            true => {
                let arguments = given.into_iter().map(|(name, value, _)| (name, value)).collect();
                Action::Call(Call { procedure: name, issue: None, arguments, span })
            }
            false if is_procedure => return None,
            false => {
                let argument = |(name, value, unit)| ArgumentValue { name, value, unit };
                let arguments = given.into_iter().map(argument).collect();
                Action::Telecommand(TelecommandCall { name, arguments, directives, span })
            }
        };
        let continuation = self.continuation();
        self.end_of_statement()?;
        if continuation.is_empty() {
            return Some(action);
        }
        let whole = self.span(first.start, self.last_end());
        let mut step = Step::empty(Text::new("", place), whole);
        step.actions.push(action);
        step.continuation = continuation;
        Some(Action::Step(Box::new(step)))
    }

    /// Tells whether `with` begins arguments, and steps over it then.
    fn takes_arguments(&mut self) -> bool {
        let after = self.peek_after();
        let others = ["value", "timeout", "units"];
        let is_other = after.is_none_or(|after| others.contains(&self.word(after)) && after.kind == Kind::Word);
        if !is_other {
            self.bump();
        }
        !is_other
    }

    /// Reads what stands between `with` and `end with`. Records and arrays keep the form that they are written in.
    fn given(&mut self, given: &mut Given) -> Option<Given> {
        while !self.take(&["end", "with"]) {
            let next = self.peek()?;
            if self.next_is(",") {
                self.bump();
                continue;
            }
            if next.kind != Kind::Word || self.is_keyword(self.word(next)) {
                return None;
            }
            self.bump();
            let name = Text::new(self.word(next), self.span(next.start, next.end));
            if self.next_is("record") || self.next_is("array") {
                given.push((name, self.compound()?, None));
                continue;
            }
            if !self.next_is(":=") {
                return None;
            }
            self.bump();
            let operand = self.operand(&mut Vec::new(), 0)?;
            let is_part = ["+", "-", "*", "/"].iter().any(|sign| self.next_is(sign));
            if is_part || operand.kind == Form::Other {
                return None;
            }
            let (value, unit) = self.value(&operand);
            given.push((name, value, unit));
        }
        Some(std::mem::take(given))
    }

    /// Reads a record or an array, as it is written.
    fn compound(&mut self) -> Option<Text> {
        let first = self.peek()?;
        let mut depth = 0_usize;
        loop {
            let next = self.peek()?;
            let word = self.word(next);
            self.bump();
            match word {
                "record" | "array" => depth += 1,
                "end" if self.next_is("record") || self.next_is("array") => {
                    self.bump();
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                ";" => return None,
                _ => {}
            }
        }
        let written = self.text(first.start, self.last_end());
        let line: String = written.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Text::decoded(line, self.span(first.start, self.last_end()), written))
    }

    /// Reads a continuation test: what follows each outcome. Nothing is taken where there is none.
    pub(super) fn continuation(&mut self) -> Vec<Outcome> {
        let is_status = |words: &[&str]| self.next_are(&[&["in", "case"], words].concat());
        if !(is_status(&["confirmed"]) || is_status(&["not", "confirmed"]) || is_status(&["aborted"])) {
            return Vec::new();
        }
        let before = self.at;
        self.bump();
        self.bump();
        let mut outcomes = Vec::new();
        while !self.take(&["end", "case"]) {
            match self.outcome() {
                Some(outcome) => outcomes.push(outcome),
                None => {
                    self.at = before;
                    return Vec::new();
                }
            }
        }
        outcomes
    }

    fn outcome(&mut self) -> Option<Outcome> {
        let first = self.peek()?;
        let words: [(&[&str], &str); 3] =
            [(&["confirmed"], "confirmed"), (&["not", "confirmed"], "not-confirmed"), (&["aborted"], "aborted")];
        let word = words.iter().find(|(words, _)| self.next_are(words))?;
        self.take(word.0);
        let outcome = Text::new(word.1, self.span(first.start, first.start));
        if !self.next_is(":") {
            return None;
        }
        self.bump();
        let start = self.peek()?.start;
        let actions: [(&[&str], &str); 7] = [
            (&["continue"], "continue"),
            (&["resume"], "continue"),
            (&["restart"], "restart"),
            (&["abort"], "abort"),
            (&["ask", "user"], "ask-user"),
            (&["raise", "event"], "raise-event"),
            (&["terminate"], "terminate"),
        ];
        let found = actions.iter().find(|(words, _)| self.next_are(words))?;
        self.take(found.0);
        let action = Text::new(found.1, self.span(start, start));
        let mut event = None;
        if found.1 == "raise-event" {
            let (start, end) = self.name()?;
            event = Some(Text::new(self.text(start, end), self.span(start, end)));
        }
        let mut max = None;
        if self.take(&["max"]) {
            let number = self.peek().filter(|token| token.kind == Kind::Number)?;
            self.bump();
            max = Some(Text::new(self.word(number), self.span(number.start, number.end)));
            let _ = self.take(&["times"]) || self.take(&["time"]);
        }
        let timeout = self.timeout()?;
        let span = self.span(first.start, self.last_end());
        if self.next_is(";") {
            self.bump();
        }
        Some(Outcome { outcome, action, goto: None, event, max, timeout, content: Vec::new(), span })
    }

    /// Reads `in the context of X do … end context`: its words stand before its statements, and are reported, as names
    /// within are not looked up in it.
    pub(super) fn say_context(&mut self, start: usize, end: usize) {
        let message = "the names in this context are taken as they are written, not as parts of it";
        self.say(&OUTSIDE_PLUTO_SUBSET, start, end, message);
    }
}
