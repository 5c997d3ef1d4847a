//! Expressions: where they end, and which comparisons are in them.

use super::Reading;
use crate::model::expression::{Comparison, Condition, Operator};
use crate::model::inline::Text;
use crate::notation::literal;
use crate::notation::pluto::{Kind, inner, said};

/// The signs of comparisons.
const SIGNS: [(&str, Operator); 7] = [
    ("=", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("<>", Operator::NotEqual),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("<", Operator::Less),
    (">", Operator::Greater),
];

/// Brackets within brackets that are followed.
const DEEPEST: usize = 64;

/// Something that stands alone in an expression.
pub(super) struct Operand {
    /// The bytes that it takes.
    pub(super) start: usize,
    pub(super) end: usize,
    /// What it is.
    pub(super) kind: Form,
}

/// What an operand is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// One word.
    Word,
    /// A name of several words, or a property of something.
    Name,
    /// A number, with its sign; its unit begins at this byte, if it has one.
    Number(Option<usize>),
    /// A string constant.
    String,
    /// Something calculated.
    Other,
}

impl Reading<'_> {
    /// Steps over an expression; returns the bytes that it takes and the comparisons in it.
    pub(super) fn expression(&mut self) -> Option<(usize, usize, Vec<Comparison>)> {
        let mut comparisons = Vec::new();
        let start = self.peek()?.start;
        self.disjunction(&mut comparisons, 0)?;
        Some((start, self.last_end(), comparisons))
    }

    /// Reads an expression as a condition.
    pub(super) fn condition(&mut self) -> Option<Condition> {
        let (start, end, comparisons) = self.expression()?;
        Some(Condition { text: self.with_marks(start, end), comparisons })
    }

    /// Returns the comparisons that must all hold, where an expression is nothing but these joined by `and`. Values of
    /// one parameter in brackets, with `or` between, are one comparison with several values.
    pub(super) fn conjunction(
        &self,
        start: usize,
        end: usize,
        comparisons: Vec<Comparison>,
    ) -> Option<Vec<Comparison>> {
        let mut found = Vec::new();
        let mut at = start;
        let mut rest = comparisons.into_iter().peekable();
        while let Some(mut comparison) = rest.next() {
            let before = self.text(at, comparison.span.start as usize).trim();
            let joined = if found.is_empty() { "" } else { "and" };
            at = comparison.span.end as usize;
            if before != joined {
                let is_open = before.strip_suffix('(').is_some_and(|before| before.trim_end() == joined);
                is_open.then_some(())?;
                while let Some(other) = rest.next_if(|other| self.text(at, other.span.start as usize).trim() == "or") {
                    at = other.span.end as usize;
                    is_alternative(&comparison, &other).then_some(())?;
                    comparison.operator = Operator::In;
                    comparison.values.extend(other.values);
                }
                let behind = self.text(at, end).trim_start().strip_prefix(')')?;
                at = end - behind.len();
                comparison.span.end = self.span(at, at).end;
            }
            found.push(comparison);
        }
        self.text(at, end).trim().is_empty().then_some(found)
    }

    /// Returns an expression in one line, with `$` before the variables that stand for values.
    fn with_marks(&self, start: usize, end: usize) -> Text {
        let within = self.tokens.iter().filter(|token| token.start >= start && token.end <= end);
        let within: Vec<_> = within.filter(|token| token.kind != Kind::Comment).collect();
        let mut out = String::new();
        let mut marked = false;
        for (at, token) in within.iter().enumerate() {
            if at > 0 && within[at - 1].end < token.start {
                out.push(' ');
            }
            let word = self.text(token.start, token.end);
            let compared =
                at > 0 && SIGNS.iter().any(|(sign, _)| *sign == self.text(within[at - 1].start, within[at - 1].end));
            if compared && token.kind == Kind::Word && self.variables.contains(word) {
                out.push('$');
                marked = true;
            }
            out.push_str(word);
        }
        let written = self.text(start, end);
        match marked || out != written {
            true => Text::decoded(out, self.span(start, end), written),
            false => Text::new(out, self.span(start, end)),
        }
    }

    fn disjunction(&mut self, found: &mut Vec<Comparison>, depth: usize) -> Option<()> {
        self.relation(found, depth)?;
        while self.next_is("and") || self.next_is("or") || self.next_is("xor") {
            self.bump();
            self.relation(found, depth)?;
        }
        Some(())
    }

    fn relation(&mut self, found: &mut Vec<Comparison>, depth: usize) -> Option<()> {
        while self.next_is("not") {
            self.bump();
        }
        let left = self.sum(found, depth)?;
        let Some((_, operator)) = SIGNS.iter().find(|(sign, _)| self.next_is(sign)) else { return Some(()) };
        self.bump();
        let right = self.sum(found, depth)?;
        // What is compared with something calculated is known only when the procedure runs.
        if left.kind == Form::Word && !matches!(right.kind, Form::Other | Form::Name) {
            let parameter = Text::new(self.text(left.start, left.end), self.span(left.start, left.end));
            let (value, unit) = self.value(&right);
            let span = self.span(left.start, right.end);
            found.push(Comparison { parameter, operator: *operator, values: vec![value], tolerance: None, unit, span });
        }
        Some(())
    }

    /// Returns a value as the model keeps it, and its unit.
    pub(super) fn value(&self, operand: &Operand) -> (Text, Option<Text>) {
        let text = |start, end| Text::new(self.text(start, end), self.span(start, end));
        match operand.kind {
            Form::Number(Some(unit)) => {
                let number = self.text(operand.start, unit).trim_end().len();
                (text(operand.start, operand.start + number), Some(text(unit, operand.end)))
            }
            Form::String => {
                let written = self.text(operand.start, operand.end);
                let (from, to) = inner(written);
                let content = said(&written[from..to]);
                let span = self.span(operand.start + from, operand.start + to);
                let quoted = literal::is_json(&content);
                (Text { quoted, ..Text::decoded(content, span, &written[from..to]) }, None)
            }
            Form::Word if self.variables.contains(self.text(operand.start, operand.end)) => {
                let word = self.text(operand.start, operand.end);
                (Text::new(format!("${word}"), self.span(operand.start, operand.end)), None)
            }
            _ => (text(operand.start, operand.end), None),
        }
    }

    fn sum(&mut self, found: &mut Vec<Comparison>, depth: usize) -> Option<Operand> {
        let mut operand = self.operand(found, depth)?;
        while ["+", "-", "*", "/", "**"].iter().any(|sign| self.next_is(sign)) {
            self.bump();
            let next = self.operand(found, depth)?;
            operand = Operand { end: next.end, kind: Form::Other, ..operand };
        }
        Some(operand)
    }

    /// Reads a number with its unit, a string, a name, or an expression in brackets.
    pub(super) fn operand(&mut self, found: &mut Vec<Comparison>, depth: usize) -> Option<Operand> {
        let first = self.peek()?;
        match first.kind {
            Kind::Number => {
                self.bump();
                let unit = self.unit(first.line);
                Some(Operand { start: first.start, end: self.last_end(), kind: Form::Number(unit) })
            }
            Kind::String => {
                self.bump();
                Some(Operand { start: first.start, end: first.end, kind: Form::String })
            }
            Kind::Sign if self.next_is("-") || self.next_is("+") => {
                self.bump();
                let operand = self.operand(found, depth)?;
                let kind = if matches!(operand.kind, Form::Number(_)) { operand.kind } else { Form::Other };
                Some(Operand { start: first.start, kind, ..operand })
            }
            Kind::Sign if self.next_is("(") && depth < DEEPEST => {
                self.bump();
                self.disjunction(found, depth + 1)?;
                self.next_is(")").then(|| self.bump())?;
                Some(Operand { start: first.start, end: self.last_end(), kind: Form::Other })
            }
            Kind::Word => {
                let (start, end) = self.name()?;
                let is_word = !self.text(start, end).contains(char::is_whitespace);
                Some(Operand { start, end, kind: if is_word { Form::Word } else { Form::Name } })
            }
            _ => None,
        }
    }

    /// Steps over a unit that follows a number in its line; returns where it begins.
    fn unit(&mut self, line: usize) -> Option<usize> {
        let next = self.peek().filter(|next| next.kind == Kind::Word && next.line == line)?;
        if self.is_keyword(self.text(next.start, next.end)) {
            return None;
        }
        self.bump();
        // `m/s`, `rad/s`.
        if self.next_is("/") && self.peek_after().is_some_and(|after| after.kind == Kind::Word && after.line == line) {
            self.bump();
            self.bump();
        }
        Some(next.start)
    }
}

/// Tells whether another comparison gives one more value that the parameter of the first may have.
fn is_alternative(first: &Comparison, other: &Comparison) -> bool {
    let unit = |comparison: &Comparison| comparison.unit.as_ref().map(|unit| unit.text.clone());
    let is_equal = matches!(first.operator, Operator::Equal | Operator::In) && other.operator == Operator::Equal;
    is_equal && first.parameter.text == other.parameter.text && unit(first) == unit(other)
}
