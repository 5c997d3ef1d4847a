//! Comparisons of parameters with values, as checks, tests and prose state them.

use super::inline::Text;
use crate::text::span::Span;

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// Equal.
    Equal,
    /// Not equal.
    NotEqual,
    /// Less than.
    Less,
    /// Less than or equal.
    LessOrEqual,
    /// Greater than.
    Greater,
    /// Greater than or equal.
    GreaterOrEqual,
    /// One of several values.
    In,
    /// Between two values, both included.
    Between,
}

impl Operator {
    /// Tells whether it asks which of two values is greater.
    pub fn is_order(self) -> bool {
        !matches!(self, Operator::Equal | Operator::NotEqual | Operator::In)
    }

    /// Returns the operator's usual sign.
    pub fn sign(self) -> &'static str {
        match self {
            Operator::Equal => "=",
            Operator::NotEqual => "≠",
            Operator::Less => "<",
            Operator::LessOrEqual => "≤",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => "≥",
            Operator::In => "∈",
            Operator::Between => "∈",
        }
    }
}

/// A parameter compared with values.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The parameter.
    pub parameter: Text,
    /// How it is compared.
    pub operator: Operator,
    /// The values: one, or several for [`Operator::In`] and [`Operator::Between`].
    pub values: Vec<Text>,
    /// How far the value may be off, in the parameter's unit.
    pub tolerance: Option<Text>,
    /// The unit that is written with the value.
    pub unit: Option<Text>,
    /// The whole comparison.
    pub span: Span,
}

/// A condition as it is written, with the comparisons found in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The condition as written.
    pub text: Text,
    /// The comparisons in it, in order.
    pub comparisons: Vec<Comparison>,
}

/// An argument and its value in a telecommand that is sent.
#[derive(Debug, Clone, PartialEq)]
pub struct ArgumentValue {
    /// The argument's name.
    pub name: Text,
    /// Its value.
    pub value: Text,
    /// The unit that is written with the value.
    pub unit: Option<Text>,
}

/// Something to be minded when a telecommand is sent, which is no argument of it: the acknowledgment that is waited
/// for, an option of the control system (ECSS-E-ST-70-32C, activity directives).
#[derive(Debug, Clone, PartialEq)]
pub struct Directive {
    /// Its name, as the control system knows it.
    pub name: Text,
    /// Its value.
    pub value: Text,
}

/// A telecommand with its argument values.
#[derive(Debug, Clone, PartialEq)]
pub struct TelecommandCall {
    /// The telecommand.
    pub name: Text,
    /// The arguments given.
    pub arguments: Vec<ArgumentValue>,
    /// How it is sent.
    pub directives: Vec<Directive>,
    /// The whole of it.
    pub span: Span,
}
