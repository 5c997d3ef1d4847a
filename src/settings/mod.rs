//! Keys and values with their places, as front matter and the project file hold them.
//!
//! TOML and YAML become one tree, so that metadata means the same in both.

pub mod toml;
pub mod yaml;

use crate::model::inline::Text;
use crate::text::span::Span;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text, a number, a truth value or a date, as written.
    Scalar(Text),
    /// Several values.
    List(Vec<Value>, Span),
    /// Values under keys, in the order in which they are written.
    Table(Table),
}

/// Values under keys.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The keys and their values, in the order in which they are written.
    pub entries: Vec<(Text, Value)>,
    /// The whole table, or the place of its head.
    pub span: Span,
}

/// Why settings could not be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Malformed {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub span: Span,
}

impl Value {
    /// Returns the place of the value.
    pub fn span(&self) -> Span {
        match self {
            Value::Scalar(text) => text.span,
            Value::List(_, span) => *span,
            Value::Table(table) => table.span,
        }
    }

    /// Returns the scalar.
    pub fn scalar(&self) -> Option<&Text> {
        match self {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the scalars of a list; a single scalar counts as a list of one.
    pub fn scalars(&self) -> Option<Vec<Text>> {
        match self {
            Value::Scalar(text) => Some(vec![text.clone()]),
            Value::List(values, _) => values.iter().map(|value| value.scalar().cloned()).collect(),
            Value::Table(_) => None,
        }
    }

    /// Returns every scalar with the path of keys that leads to it, as `a.b`, in order.
    pub fn flatten(&self, key: &Text) -> Vec<(Text, Text)> {
        match self {
            Value::Scalar(text) => vec![(key.clone(), text.clone())],
            Value::List(values, _) => values.iter().flat_map(|value| value.flatten(key)).collect(),
            Value::Table(table) => {
                let nested = |(inner, value): &(Text, Value)| {
                    let path = Text::composed(format!("{}.{}", key.text, inner.text), inner.span);
                    value.flatten(&path)
                };
                table.entries.iter().flat_map(nested).collect()
            }
        }
    }
}
