//! XPath 1.0 over a tree of elements: what the rules of a BREX module are written in.
//!
//! All of the language is read but variables, the namespace axis, and the functions `id`, `lang` and `namespace-uri`:
//! those, and what only later versions have, are said to be unread. Elements are compared by their names without
//! prefixes, attributes by their names as written. There are no comments and no processing instructions in a tree.

mod evaluate;
mod parse;

pub(super) use self::evaluate::{Document, Node, Unread, Value};
pub(super) use self::parse::parse;

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    Or(Box<Expression>, Box<Expression>),
    And(Box<Expression>, Box<Expression>),
    Compare(Comparison, Box<Expression>, Box<Expression>),
    Calculate(Operation, Box<Expression>, Box<Expression>),
    Negate(Box<Expression>),
    Union(Box<Expression>, Box<Expression>),
    Number(f64),
    Literal(String),
    Call(String, Vec<Expression>),
    Path(Path),
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// How two numbers are calculated with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

/// A location path (XPath 1.0, section 2), or an expression that goes on as one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Path {
    pub(super) start: Start,
    pub(super) steps: Vec<Step>,
}

/// Where a path starts.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Start {
    Root,
    Context,
    Filter(Box<Expression>, Vec<Expression>),
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub(super) axis: Axis,
    pub(super) test: Test,
    pub(super) predicates: Vec<Expression>,
}

/// Where a step leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    Ancestor,
    AncestorOrSelf,
    Attribute,
    Child,
    Descendant,
    DescendantOrSelf,
    Following,
    FollowingSibling,
    Parent,
    Preceding,
    PrecedingSibling,
    Itself,
}

/// Which nodes a step keeps.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Test {
    /// Those of a name.
    Name(String),
    /// Those of any name.
    Any,
    /// All.
    Node,
    /// Text.
    Text,
    /// What no tree has.
    Nothing,
}

#[cfg(test)]
mod tests {
    use super::super::super::cursor;
    use super::{Document, Value, parse};
    use crate::text::span::SourceId;

    const XML: &str = "<d a='1'><p id='x'>one <b>two</b></p><p>three</p><w><note/><p>four</p></w><n>5</n><n>7</n></d>";

    fn evaluate(path: &str) -> String {
        let (tree, _) = cursor::parse(SourceId(0), XML);
        let document = Document::new(&tree);
        let expression = match parse(path) {
            Ok(expression) => expression,
            Err(unread) => return format!("unread: {}", unread.0),
        };
        match document.evaluate(&expression) {
            Ok(Value::Nodes(nodes)) => nodes.iter().map(|node| document.string(*node)).collect::<Vec<_>>().join("|"),
            Ok(Value::Boolean(is)) => is.to_string(),
            Ok(Value::Number(number)) => number.to_string(),
            Ok(Value::String(text)) => text,
            Err(unread) => format!("unread: {}", unread.0),
        }
    }

    #[test]
    fn paths_select_nodes_in_the_order_of_the_text() {
        assert_eq!(evaluate("//p"), "one two|three|four");
        assert_eq!(evaluate("/d/p[2]"), "three");
        assert_eq!(evaluate("/d/p[last()]/preceding-sibling::p/@id"), "x");
        assert_eq!(evaluate("//p[not(ancestor-or-self::w)][b]"), "one two");
        assert_eq!(evaluate("//note/following-sibling::p | //n[. > 6]"), "four|7");
        assert_eq!(evaluate("//b/ancestor::*[1]/@id"), "x");
        assert_eq!(evaluate("//descendant-or-self::n[position() = 1]"), "5|7");
        assert_eq!(evaluate("//p[attribute::id]/b/text()"), "two");
        assert_eq!(evaluate("//w/preceding::p[1]"), "three");
        assert_eq!(evaluate("(//p)[2]"), "three");
        assert_eq!(evaluate("//@*[. = '1']"), "1");
    }

    #[test]
    fn values_are_compared_and_calculated_with() {
        assert_eq!(evaluate("count(//n) * 2 - 1 = 3 and sum(//n) div 2 = 6"), "true");
        assert_eq!(evaluate("//n = 7 and //n != 7 and not(//n = 8)"), "true");
        assert_eq!(evaluate("boolean(//absent) or //p/@id = 'x'"), "true");
        assert_eq!(evaluate("concat(substring('12345', 2, 3), '-', normalize-space(' a  b '))"), "234-a b");
        assert_eq!(evaluate("translate('bar', 'abc', 'AB')"), "BAr");
        assert_eq!(evaluate("string-length(name(//w)) mod 2"), "1");
        assert_eq!(evaluate("contains(//p, 'two') and starts-with(//p[2], 'thr')"), "true");
        assert_eq!(evaluate("-(3 - 5)"), "2");
    }

    #[test]
    fn what_is_not_read_is_said() {
        for path in
            ["//p[matches(., 'x')]", "$x", "//p[", "//p]", "id('x')", "namespace::*", "for $x in //p return $x", ""]
        {
            assert!(evaluate(path).starts_with("unread: "), "{path}");
        }
    }

    #[test]
    fn a_path_that_would_never_end_is_given_up() {
        let xml = format!("<d>{}</d>", "<p/>".repeat(2_000));
        let (tree, _) = cursor::parse(SourceId(0), &xml);
        let document = Document::new(&tree);
        let path = parse("//p[//p[//p[//q]]]").unwrap_or_else(|unread| panic!("{}", unread.0));
        assert!(document.evaluate(&path).is_err());
        let deep = "(".repeat(100_000);
        assert!(parse(&deep).is_err());
    }
}
