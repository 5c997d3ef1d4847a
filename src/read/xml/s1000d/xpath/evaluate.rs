//! Evaluates an expression on a tree (XPath 1.0, sections 2 to 4).

use std::cell::Cell;

use rustc_hash::FxHashSet;

use super::super::super::tree::{self, Tree};
use super::{Axis, Comparison, Expression, Operation, Path, Start, Step, Test};
use crate::text::span::Span;

/// How many nodes one evaluation may visit: paths within paths within paths may ask for more than there is time for.
const MOST: usize = 5_000_000;

/// Why an expression is not read, or not to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Unread(pub(in super::super) String);

type Found<T> = Result<T, Unread>;

/// A node of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in super::super) enum Node {
    /// An element by its index; the first is the document itself.
    Element(usize),
    /// An attribute of an element.
    Attribute(usize, usize),
    /// Text in an element, by its place among what it holds.
    Text(usize, usize),
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) enum Value {
    Nodes(Vec<Node>),
    Boolean(bool),
    Number(f64),
    String(String),
}

/// A tree that paths can be followed in.
pub(in super::super) struct Document<'t> {
    tree: &'t Tree<'t>,
    /// The element that each element stands in, and its place there.
    parents: Vec<(usize, usize)>,
    visited: Cell<usize>,
}

/// What an expression is evaluated at.
#[derive(Clone, Copy)]
struct Context {
    node: Node,
    position: usize,
    size: usize,
}

impl<'t> Document<'t> {
    /// Makes a tree ready.
    pub(in super::super) fn new(tree: &'t Tree<'t>) -> Self {
        let mut parents = vec![(0, 0); tree.elements.len()];
        for (at, element) in tree.elements.iter().enumerate() {
            for (place, child) in element.children.iter().enumerate() {
                if let tree::Node::Element(inner) = child {
                    parents[*inner] = (at, place);
                }
            }
        }
        Self { tree, parents, visited: Cell::new(0) }
    }

    /// Evaluates an expression at the document.
    pub(in super::super) fn evaluate(&self, expression: &Expression) -> Found<Value> {
        self.visited.set(0);
        self.value(expression, Context { node: Node::Element(0), position: 1, size: 1 })
    }

    /// Returns where a node stands: an element's tag, an attribute's value.
    pub(in super::super) fn place(&self, node: Node) -> Option<Span> {
        match node {
            Node::Element(at) => self.tree.elements.get(at).map(|element| element.tag),
            Node::Attribute(at, attribute) => {
                self.tree.elements.get(at)?.attributes.get(attribute).map(|attribute| attribute.value.span)
            }
            Node::Text(at, child) => match self.tree.elements.get(at)?.children.get(child)? {
                tree::Node::Text(text) => Some(text.span),
                tree::Node::Element(_) => None,
            },
        }
    }

    /// Returns the name of a node, as messages write it.
    pub(in super::super) fn name(&self, node: Node) -> String {
        match node {
            Node::Attribute(..) => format!("@{}", self.bare_name(node)),
            Node::Text(..) => "text".to_owned(),
            Node::Element(_) => self.bare_name(node).to_owned(),
        }
    }

    fn bare_name(&self, node: Node) -> &str {
        match node {
            Node::Element(at) => self.tree.elements.get(at).map_or("", |element| element.name),
            Node::Attribute(at, attribute) => {
                let found = self.tree.elements.get(at).and_then(|element| element.attributes.get(attribute));
                found.map_or("", |attribute| attribute.name)
            }
            Node::Text(..) => "",
        }
    }

    /// Returns the text of a node (XPath 1.0, section 5).
    pub(in super::super) fn string(&self, node: Node) -> String {
        let mut out = String::new();
        self.push(node, &mut out);
        out
    }

    fn push(&self, node: Node, out: &mut String) {
        match node {
            Node::Element(at) => {
                let Some(element) = self.tree.elements.get(at) else { return };
                for child in &element.children {
                    match child {
                        tree::Node::Text(text) => out.push_str(text.as_str()),
                        tree::Node::Element(inner) => self.push(Node::Element(*inner), out),
                    }
                }
            }
            Node::Attribute(at, attribute) => {
                let found = self.tree.elements.get(at).and_then(|element| element.attributes.get(attribute));
                out.push_str(found.map_or("", |attribute| attribute.value.as_str()));
            }
            Node::Text(at, child) => {
                if let Some(tree::Node::Text(text)) =
                    self.tree.elements.get(at).and_then(|element| element.children.get(child))
                {
                    out.push_str(text.as_str());
                }
            }
        }
    }

    fn visit(&self, count: usize) -> Found<()> {
        self.visited.set(self.visited.get() + count);
        if self.visited.get() > MOST { Err(Unread("it takes too long".into())) } else { Ok(()) }
    }

    fn value(&self, expression: &Expression, at: Context) -> Found<Value> {
        self.visit(1)?;
        Ok(match expression {
            Expression::Or(left, right) => {
                Value::Boolean(self.value(left, at)?.boolean() || self.value(right, at)?.boolean())
            }
            Expression::And(left, right) => {
                Value::Boolean(self.value(left, at)?.boolean() && self.value(right, at)?.boolean())
            }
            Expression::Compare(comparison, left, right) => {
                let (left, right) = (self.value(left, at)?, self.value(right, at)?);
                Value::Boolean(self.compare(*comparison, &left, &right)?)
            }
            Expression::Calculate(operation, left, right) => {
                let (left, right) = (self.number(&self.value(left, at)?), self.number(&self.value(right, at)?));
                Value::Number(match operation {
                    Operation::Add => left + right,
                    Operation::Subtract => left - right,
                    Operation::Multiply => left * right,
                    Operation::Divide => left / right,
                    Operation::Modulo => left % right,
                })
            }
            Expression::Negate(inner) => Value::Number(-self.number(&self.value(inner, at)?)),
            Expression::Union(left, right) => {
                let (mut left, right) = (self.nodes(left, at)?, self.nodes(right, at)?);
                left.extend(right);
                Value::Nodes(self.sorted(left))
            }
            Expression::Number(number) => Value::Number(*number),
            Expression::Literal(text) => Value::String(text.clone()),
            Expression::Call(name, arguments) => self.call(name, arguments, at)?,
            Expression::Path(path) => Value::Nodes(self.path(path, at)?),
        })
    }

    fn nodes(&self, expression: &Expression, at: Context) -> Found<Vec<Node>> {
        match self.value(expression, at)? {
            Value::Nodes(nodes) => Ok(nodes),
            _ => Err(Unread("a path goes on from what is no set of nodes".into())),
        }
    }

    fn path(&self, path: &Path, at: Context) -> Found<Vec<Node>> {
        let mut nodes = match &path.start {
            Start::Root => vec![Node::Element(0)],
            Start::Context => vec![at.node],
            Start::Filter(inner, predicates) => {
                let mut nodes = self.nodes(inner, at)?;
                for predicate in predicates {
                    nodes = self.keep(nodes, predicate)?;
                }
                nodes
            }
        };
        for step in &path.steps {
            let mut next = Vec::new();
            for node in nodes {
                next.extend(self.step(step, node)?);
            }
            nodes = self.sorted(next);
        }
        Ok(nodes)
    }

    fn step(&self, step: &Step, node: Node) -> Found<Vec<Node>> {
        let mut found = self.axis(step.axis, node)?;
        self.visit(found.len())?;
        found.retain(|node| self.fits(step, *node));
        for predicate in &step.predicates {
            found = self.keep(found, predicate)?;
        }
        Ok(found)
    }

    /// Keeps the nodes for which a predicate holds; a number is a position.
    fn keep(&self, nodes: Vec<Node>, predicate: &Expression) -> Found<Vec<Node>> {
        let size = nodes.len();
        let mut kept = Vec::new();
        for (place, node) in nodes.into_iter().enumerate() {
            let value = self.value(predicate, Context { node, position: place + 1, size })?;
            let holds = match value {
                Value::Number(number) => number == (place + 1) as f64,
                other => other.boolean(),
            };
            if holds {
                kept.push(node);
            }
        }
        Ok(kept)
    }

    fn fits(&self, step: &Step, node: Node) -> bool {
        let principal = match node {
            Node::Element(at) => at != 0 && step.axis != Axis::Attribute,
            Node::Attribute(..) => step.axis == Axis::Attribute,
            Node::Text(..) => false,
        };
        match &step.test {
            Test::Node => true,
            Test::Text => matches!(node, Node::Text(..)),
            Test::Nothing => false,
            Test::Any => principal,
            Test::Name(name) => {
                let wanted = match node {
                    Node::Element(_) => name.rsplit(':').next().unwrap_or(name),
                    _ => name,
                };
                principal && self.bare_name(node) == wanted
            }
        }
    }

    /// Returns the nodes on an axis, the nearest first.
    fn axis(&self, axis: Axis, node: Node) -> Found<Vec<Node>> {
        Ok(match axis {
            Axis::Itself => vec![node],
            Axis::Parent => self.parent(node).into_iter().collect(),
            Axis::Ancestor => self.ancestors(node),
            Axis::AncestorOrSelf => std::iter::once(node).chain(self.ancestors(node)).collect(),
            Axis::Attribute => match node {
                Node::Element(at) => {
                    let count = self.tree.elements.get(at).map_or(0, |element| element.attributes.len());
                    (0..count).map(|attribute| Node::Attribute(at, attribute)).collect()
                }
                _ => Vec::new(),
            },
            Axis::Child => self.children(node),
            Axis::Descendant => self.descendants(node)?,
            Axis::DescendantOrSelf => {
                let mut nodes = vec![node];
                nodes.extend(self.descendants(node)?);
                nodes
            }
            Axis::FollowingSibling => self.siblings(node).1,
            Axis::PrecedingSibling => self.siblings(node).0,
            Axis::Following => {
                let mut nodes = Vec::new();
                for holder in std::iter::once(node).chain(self.ancestors(node)) {
                    for sibling in self.siblings(holder).1 {
                        nodes.push(sibling);
                        nodes.extend(self.descendants(sibling)?);
                    }
                }
                nodes
            }
            Axis::Preceding => {
                let mut nodes = Vec::new();
                for holder in std::iter::once(node).chain(self.ancestors(node)) {
                    for sibling in self.siblings(holder).0 {
                        let mut within = self.descendants(sibling)?;
                        within.reverse();
                        nodes.extend(within);
                        nodes.push(sibling);
                    }
                }
                nodes
            }
        })
    }

    fn parent(&self, node: Node) -> Option<Node> {
        match node {
            Node::Element(0) => None,
            Node::Element(at) => self.parents.get(at).map(|(parent, _)| Node::Element(*parent)),
            Node::Attribute(at, _) | Node::Text(at, _) => Some(Node::Element(at)),
        }
    }

    fn ancestors(&self, node: Node) -> Vec<Node> {
        std::iter::successors(self.parent(node), |node| self.parent(*node)).collect()
    }

    fn children(&self, node: Node) -> Vec<Node> {
        let Node::Element(at) = node else { return Vec::new() };
        let Some(element) = self.tree.elements.get(at) else { return Vec::new() };
        let child = |(place, child): (usize, &tree::Node)| match child {
            tree::Node::Element(inner) => Node::Element(*inner),
            tree::Node::Text(_) => Node::Text(at, place),
        };
        element.children.iter().enumerate().map(child).collect()
    }

    fn descendants(&self, node: Node) -> Found<Vec<Node>> {
        let mut nodes = Vec::new();
        let mut open: Vec<Node> = self.children(node);
        open.reverse();
        while let Some(next) = open.pop() {
            self.visit(1)?;
            nodes.push(next);
            let mut inner = self.children(next);
            inner.reverse();
            open.extend(inner);
        }
        Ok(nodes)
    }

    /// Returns what stands beside a node: before it, the nearest first, and after it.
    fn siblings(&self, node: Node) -> (Vec<Node>, Vec<Node>) {
        let (Some(parent), place) = (self.parent(node), self.place_in_parent(node)) else { return Default::default() };
        let Some(place) = place else { return Default::default() };
        let mut before = self.children(parent);
        let after = before.split_off((place + 1).min(before.len()));
        before.pop();
        before.reverse();
        (before, after)
    }

    fn place_in_parent(&self, node: Node) -> Option<usize> {
        match node {
            Node::Element(at) => self.parents.get(at).map(|(_, place)| *place),
            Node::Text(_, place) => Some(place),
            Node::Attribute(..) => None,
        }
    }

    /// Puts nodes into the order of the text, each once.
    fn sorted(&self, mut nodes: Vec<Node>) -> Vec<Node> {
        let mut seen = FxHashSet::default();
        nodes.retain(|node| seen.insert(*node));
        nodes.sort_by_key(|node| match node {
            Node::Element(0) => (0, 0, 0),
            node => {
                let start = self.place(*node).map_or(0, |place| place.start);
                (1, start, usize::from(!matches!(node, Node::Element(_))))
            }
        });
        nodes
    }

    fn number(&self, value: &Value) -> f64 {
        match value {
            Value::Number(number) => *number,
            Value::Boolean(is) => f64::from(u8::from(*is)),
            Value::String(text) => number(text),
            Value::Nodes(_) => number(&self.text(value)),
        }
    }

    fn text(&self, value: &Value) -> String {
        match value {
            Value::String(text) => text.clone(),
            Value::Boolean(is) => is.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Nodes(nodes) => nodes.first().map(|node| self.string(*node)).unwrap_or_default(),
        }
    }

    /// Compares two values (XPath 1.0, 3.4): of a set of nodes, one that fits is enough.
    fn compare(&self, comparison: Comparison, left: &Value, right: &Value) -> Found<bool> {
        match (left, right) {
            (Value::Nodes(left), Value::Nodes(right)) => {
                self.visit(left.len().saturating_mul(right.len()))?;
                let right: Vec<String> = right.iter().map(|node| self.string(*node)).collect();
                Ok(left.iter().map(|node| self.string(*node)).any(|left| {
                    right
                        .iter()
                        .any(|right| holds(comparison, &Value::String(left.clone()), &Value::String(right.clone())))
                }))
            }
            (Value::Nodes(_), Value::Boolean(_)) | (Value::Boolean(_), Value::Nodes(_)) => {
                Ok(holds(comparison, &Value::Boolean(left.boolean()), &Value::Boolean(right.boolean())))
            }
            (Value::Nodes(nodes), other) => {
                Ok(nodes.iter().any(|node| holds(comparison, &Value::String(self.string(*node)), other)))
            }
            (other, Value::Nodes(nodes)) => {
                Ok(nodes.iter().any(|node| holds(comparison, other, &Value::String(self.string(*node)))))
            }
            (left, right) => Ok(holds(comparison, left, right)),
        }
    }

    fn call(&self, name: &str, arguments: &[Expression], at: Context) -> Found<Value> {
        let mut values = Vec::new();
        for argument in arguments {
            values.push(self.value(argument, at)?);
        }
        let unknown = || Unread(format!("the function `{name}` is not read with {} arguments", arguments.len()));
        // Without an argument, many functions speak of the node that they stand at.
        let text = |place: usize| match values.get(place) {
            Some(value) => self.text(value),
            None => self.string(at.node),
        };
        let first = match values.first() {
            Some(Value::Nodes(nodes)) => nodes.first().copied(),
            _ => None,
        };
        Ok(match (name, values.as_slice()) {
            ("last", []) => Value::Number(at.size as f64),
            ("position", []) => Value::Number(at.position as f64),
            ("count", [Value::Nodes(nodes)]) => Value::Number(nodes.len() as f64),
            ("sum", [Value::Nodes(nodes)]) => Value::Number(nodes.iter().map(|node| number(&self.string(*node))).sum()),
            ("name" | "local-name", [] | [Value::Nodes(_)]) => {
                let node = if values.is_empty() { Some(at.node) } else { first };
                let found = node.map(|node| self.bare_name(node)).unwrap_or_default();
                let local = found.rsplit(':').next().unwrap_or(found);
                Value::String(if name == "name" { found.to_owned() } else { local.to_owned() })
            }
            ("string", [] | [_]) => Value::String(text(0)),
            ("concat", [_, _, ..]) => Value::String(values.iter().map(|value| self.text(value)).collect()),
            ("starts-with", [_, _]) => Value::Boolean(text(0).starts_with(&text(1))),
            ("contains", [_, _]) => Value::Boolean(text(0).contains(&text(1))),
            ("substring-before", [_, _]) => {
                Value::String(text(0).split_once(&text(1)).map(|(before, _)| before.to_owned()).unwrap_or_default())
            }
            ("substring-after", [_, _]) => {
                Value::String(text(0).split_once(&text(1)).map(|(_, after)| after.to_owned()).unwrap_or_default())
            }
            ("substring", [_, from]) => Value::String(substring(&text(0), self.number(from), f64::INFINITY)),
            ("substring", [_, from, length]) => {
                Value::String(substring(&text(0), self.number(from), self.number(length)))
            }
            ("string-length", [] | [_]) => Value::Number(text(0).chars().count() as f64),
            ("normalize-space", [] | [_]) => {
                Value::String(text(0).split_ascii_whitespace().collect::<Vec<_>>().join(" "))
            }
            ("translate", [_, _, _]) => {
                let (from, to): (Vec<char>, Vec<char>) = (text(1).chars().collect(), text(2).chars().collect());
                let character = |c: char| match from.iter().position(|from| *from == c) {
                    Some(place) => to.get(place).copied(),
                    None => Some(c),
                };
                Value::String(text(0).chars().filter_map(character).collect())
            }
            ("boolean", [value]) => Value::Boolean(value.boolean()),
            ("not", [value]) => Value::Boolean(!value.boolean()),
            ("true", []) => Value::Boolean(true),
            ("false", []) => Value::Boolean(false),
            ("number", []) => Value::Number(number(&text(0))),
            ("number", [value]) => Value::Number(self.number(value)),
            ("floor", [value]) => Value::Number(self.number(value).floor()),
            ("ceiling", [value]) => Value::Number(self.number(value).ceil()),
            ("round", [value]) => Value::Number((self.number(value) + 0.5).floor()),
            _ => return Err(unknown()),
        })
    }
}

impl Value {
    /// Tells whether it counts as true.
    pub(in super::super) fn boolean(&self) -> bool {
        match self {
            Value::Nodes(nodes) => !nodes.is_empty(),
            Value::Boolean(is) => *is,
            Value::Number(number) => *number != 0.0 && !number.is_nan(),
            Value::String(text) => !text.is_empty(),
        }
    }
}

fn holds(comparison: Comparison, left: &Value, right: &Value) -> bool {
    let as_number = |value: &Value| match value {
        Value::Number(number) => *number,
        Value::Boolean(is) => f64::from(u8::from(*is)),
        Value::String(text) => number(text),
        Value::Nodes(_) => f64::NAN,
    };
    let equal = match (left, right) {
        (Value::Boolean(_), _) | (_, Value::Boolean(_)) => left.boolean() == right.boolean(),
        (Value::String(left), Value::String(right)) => left == right,
        _ => as_number(left) == as_number(right),
    };
    match comparison {
        Comparison::Equal => equal,
        Comparison::NotEqual => !equal,
        Comparison::Less => as_number(left) < as_number(right),
        Comparison::LessOrEqual => as_number(left) <= as_number(right),
        Comparison::Greater => as_number(left) > as_number(right),
        Comparison::GreaterOrEqual => as_number(left) >= as_number(right),
    }
}

fn number(text: &str) -> f64 {
    let text = text.trim_matches([' ', '\t', '\r', '\n']);
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    if is_number { text.parse().unwrap_or(f64::NAN) } else { f64::NAN }
}

/// Returns a part of a text (XPath 1.0, 4.2): places count from 1, and are rounded.
fn substring(text: &str, from: f64, length: f64) -> String {
    let first = (from + 0.5).floor();
    let last = first + (length + 0.5).floor();
    let within = |(at, c): (usize, char)| {
        let place = (at + 1) as f64;
        (place >= first && place < last).then_some(c)
    };
    text.chars().enumerate().filter_map(within).collect()
}
