//! Reads an expression (XPath 1.0, section 3.7 and the productions of section 2).

use super::{Axis, Comparison, Expression, Operation, Path, Start, Step, Test, Unread};

/// How deep expressions may stand within one another.
const DEEPEST: usize = 50;

/// The functions that are read (XPath 1.0, section 4).
const FUNCTIONS: &[&str] = &[
    "last",
    "position",
    "count",
    "sum",
    "name",
    "local-name",
    "string",
    "concat",
    "starts-with",
    "contains",
    "substring-before",
    "substring-after",
    "substring",
    "string-length",
    "normalize-space",
    "translate",
    "boolean",
    "not",
    "true",
    "false",
    "number",
    "floor",
    "ceiling",
    "round",
];

/// Reads an expression.
pub(in super::super) fn parse(text: &str) -> Result<Expression, Unread> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0 };
    let expression = parser.or()?;
    match parser.peek() {
        None => Ok(expression),
        Some(token) => Err(Unread(format!("`{}` is out of place", token.written()))),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    /// A name, with its prefix.
    Name(String),
    Number(f64),
    Literal(String),
    /// An operator or another sign.
    Sign(&'static str),
}

impl Token {
    fn written(&self) -> String {
        match self {
            Token::Name(name) => name.clone(),
            Token::Number(number) => number.to_string(),
            Token::Literal(text) => format!("'{text}'"),
            Token::Sign(sign) => (*sign).to_owned(),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, Unread> {
    const SIGNS: &[&str] = &[
        "::", "//", "..", "!=", "<=", ">=", "(", ")", "[", "]", "@", ",", "/", "|", "+", "-", "=", "<", ">", "*", ".",
    ];
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if first == '"' || first == '\'' {
            let Some(end) = rest[1..].find(first) else { return Err(Unread("a literal is not closed".into())) };
            tokens.push(Token::Literal(rest[1..=end].to_owned()));
            end + 2
        } else if first.is_ascii_digit() || (first == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit())) {
            let length = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            let number = rest[..length].parse().map_err(|_| Unread(format!("`{}` is no number", &rest[..length])))?;
            tokens.push(Token::Number(number));
            length
        } else if is_name_start(first) {
            let length = name(rest);
            let word = &rest[..length];
            // After something that has a value, these words are operators (XPath 1.0, 3.7).
            let sign = ["and", "or", "div", "mod"].into_iter().find(|sign| *sign == word && has_value(&tokens));
            tokens.push(sign.map_or_else(|| Token::Name(word.to_owned()), Token::Sign));
            length
        } else {
            let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) else {
                return Err(Unread(format!("`{first}` is not read")));
            };
            // A star after something that has a value multiplies.
            tokens.push(Token::Sign(if *sign == "*" && has_value(&tokens) { "times" } else { sign }));
            sign.len()
        };
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

fn has_value(tokens: &[Token]) -> bool {
    match tokens.last() {
        None => false,
        Some(Token::Sign(sign)) => matches!(*sign, ")" | "]" | "." | ".." | "*"),
        Some(_) => true,
    }
}

fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

/// Returns the length of the name that a text begins with; one colon may part a prefix from it.
fn name(text: &str) -> usize {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let length = text.find(|c| !part(c)).unwrap_or(text.len());
    let after = &text[length..];
    match after.strip_prefix(':') {
        Some(rest) if rest.starts_with(is_name_start) => length + 1 + rest.find(|c| !part(c)).unwrap_or(rest.len()),
        Some(rest) if rest.starts_with('*') => length + 2,
        _ => length,
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

type Read<T> = Result<T, Unread>;

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn take(&mut self, sign: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.at += usize::from(is);
        is
    }

    fn take_one(&mut self, signs: &[&'static str]) -> Option<&'static str> {
        signs.iter().copied().find(|sign| self.take(sign))
    }

    fn expect(&mut self, sign: &str) -> Read<()> {
        if self.take(sign) { Ok(()) } else { Err(Unread(format!("`{sign}` is missing"))) }
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Unread("it is nested too deep".into()));
        }
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn or(&mut self) -> Read<Expression> {
        let mut left = self.and()?;
        while self.take("or") {
            left = Expression::Or(Box::new(left), Box::new(self.and()?));
        }
        Ok(left)
    }

    fn and(&mut self) -> Read<Expression> {
        let mut left = self.equality()?;
        while self.take("and") {
            left = Expression::And(Box::new(left), Box::new(self.equality()?));
        }
        Ok(left)
    }

    fn equality(&mut self) -> Read<Expression> {
        let mut left = self.relation()?;
        while let Some(sign) = self.take_one(&["=", "!="]) {
            let comparison = if sign == "=" { Comparison::Equal } else { Comparison::NotEqual };
            left = Expression::Compare(comparison, Box::new(left), Box::new(self.relation()?));
        }
        Ok(left)
    }

    fn relation(&mut self) -> Read<Expression> {
        let mut left = self.sum()?;
        while let Some(sign) = self.take_one(&["<", "<=", ">", ">="]) {
            let comparison = match sign {
                "<" => Comparison::Less,
                "<=" => Comparison::LessOrEqual,
                ">" => Comparison::Greater,
                _ => Comparison::GreaterOrEqual,
            };
            left = Expression::Compare(comparison, Box::new(left), Box::new(self.sum()?));
        }
        Ok(left)
    }

    fn sum(&mut self) -> Read<Expression> {
        let mut left = self.product()?;
        while let Some(sign) = self.take_one(&["+", "-"]) {
            let operation = if sign == "+" { Operation::Add } else { Operation::Subtract };
            left = Expression::Calculate(operation, Box::new(left), Box::new(self.product()?));
        }
        Ok(left)
    }

    fn product(&mut self) -> Read<Expression> {
        let mut left = self.negation()?;
        while let Some(sign) = self.take_one(&["times", "div", "mod"]) {
            let operation = match sign {
                "times" => Operation::Multiply,
                "div" => Operation::Divide,
                _ => Operation::Modulo,
            };
            left = Expression::Calculate(operation, Box::new(left), Box::new(self.negation()?));
        }
        Ok(left)
    }

    fn negation(&mut self) -> Read<Expression> {
        if self.take("-") {
            return self.deeper(|parser| Ok(Expression::Negate(Box::new(parser.negation()?))));
        }
        let mut left = self.path()?;
        while self.take("|") {
            left = Expression::Union(Box::new(left), Box::new(self.path()?));
        }
        Ok(left)
    }

    fn path(&mut self) -> Read<Expression> {
        if let Some(start) = self.filter()? {
            let Start::Filter(inner, predicates) = start else { return Err(Unread("it is no path".into())) };
            let steps = match self.take_one(&["//", "/"]) {
                Some("//") => self.steps(vec![every()])?,
                Some(_) => self.steps(Vec::new())?,
                None if predicates.is_empty() => return Ok(*inner),
                None => Vec::new(),
            };
            return Ok(Expression::Path(Path { start: Start::Filter(inner, predicates), steps }));
        }
        let path = match self.take_one(&["//", "/"]) {
            Some("//") => Path { start: Start::Root, steps: self.steps(vec![every()])? },
            Some(_) if !self.begins_step() => Path { start: Start::Root, steps: Vec::new() },
            Some(_) => Path { start: Start::Root, steps: self.steps(Vec::new())? },
            None => Path { start: Start::Context, steps: self.steps(Vec::new())? },
        };
        Ok(Expression::Path(path))
    }

    /// Reads what a path may start with besides steps: a value, a call, or anything in brackets.
    fn filter(&mut self) -> Read<Option<Start>> {
        let inner = match self.peek() {
            Some(Token::Number(number)) => {
                let number = *number;
                self.at += 1;
                Expression::Number(number)
            }
            Some(Token::Literal(text)) => {
                let text = text.clone();
                self.at += 1;
                Expression::Literal(text)
            }
            Some(Token::Sign("(")) => {
                self.at += 1;
                let inner = self.deeper(Self::or)?;
                self.expect(")")?;
                inner
            }
            Some(Token::Name(name)) if self.is_call(name) => {
                let name = name.clone();
                self.at += 2;
                let mut arguments = Vec::new();
                if !self.take(")") {
                    loop {
                        arguments.push(self.deeper(Self::or)?);
                        if !self.take(",") {
                            break;
                        }
                    }
                    self.expect(")")?;
                }
                if !FUNCTIONS.contains(&name.as_str()) {
                    return Err(Unread(format!("the function `{name}` is not read")));
                }
                Expression::Call(name, arguments)
            }
            _ => return Ok(None),
        };
        let predicates = self.predicates()?;
        Ok(Some(Start::Filter(Box::new(inner), predicates)))
    }

    fn is_call(&self, name: &str) -> bool {
        let is_type = matches!(name, "node" | "text" | "comment" | "processing-instruction");
        !is_type && matches!(self.tokens.get(self.at + 1), Some(Token::Sign("(")))
    }

    fn begins_step(&self) -> bool {
        matches!(self.peek(), Some(Token::Name(_) | Token::Sign("@" | "." | ".." | "*")))
    }

    fn steps(&mut self, mut steps: Vec<Step>) -> Read<Vec<Step>> {
        loop {
            steps.push(self.step()?);
            match self.take_one(&["//", "/"]) {
                Some("//") => steps.push(every()),
                Some(_) => {}
                None => return Ok(steps),
            }
        }
    }

    fn step(&mut self) -> Read<Step> {
        if self.take(".") {
            return Ok(Step { axis: Axis::Itself, test: Test::Node, predicates: Vec::new() });
        }
        if self.take("..") {
            return Ok(Step { axis: Axis::Parent, test: Test::Node, predicates: Vec::new() });
        }
        let axis = self.axis()?;
        let test = self.test()?;
        let predicates = self.predicates()?;
        Ok(Step { axis, test, predicates })
    }

    fn axis(&mut self) -> Read<Axis> {
        if self.take("@") {
            return Ok(Axis::Attribute);
        }
        let named = matches!(self.tokens.get(self.at + 1), Some(Token::Sign("::")));
        let Some(Token::Name(name)) = self.peek().filter(|_| named) else { return Ok(Axis::Child) };
        let axis = match name.as_str() {
            "ancestor" => Axis::Ancestor,
            "ancestor-or-self" => Axis::AncestorOrSelf,
            "attribute" => Axis::Attribute,
            "child" => Axis::Child,
            "descendant" => Axis::Descendant,
            "descendant-or-self" => Axis::DescendantOrSelf,
            "following" => Axis::Following,
            "following-sibling" => Axis::FollowingSibling,
            "parent" => Axis::Parent,
            "preceding" => Axis::Preceding,
            "preceding-sibling" => Axis::PrecedingSibling,
            "self" => Axis::Itself,
            other => return Err(Unread(format!("the axis `{other}` is not read"))),
        };
        self.at += 2;
        Ok(axis)
    }

    fn test(&mut self) -> Read<Test> {
        if self.take("*") {
            return Ok(Test::Any);
        }
        let Some(Token::Name(name)) = self.peek() else {
            let found = self.peek().map_or_else(|| "the end".to_owned(), |token| format!("`{}`", token.written()));
            return Err(Unread(format!("{found} stands where a name is expected")));
        };
        let name = name.clone();
        self.at += 1;
        if !self.take("(") {
            return Ok(if name.ends_with(":*") { Test::Any } else { Test::Name(name) });
        }
        if let Some(Token::Literal(_)) = self.peek() {
            self.at += 1;
        }
        self.expect(")")?;
        match name.as_str() {
            "node" => Ok(Test::Node),
            "text" => Ok(Test::Text),
            _ => Ok(Test::Nothing),
        }
    }

    fn predicates(&mut self) -> Read<Vec<Expression>> {
        let mut predicates = Vec::new();
        while self.take("[") {
            predicates.push(self.deeper(Self::or)?);
            self.expect("]")?;
        }
        Ok(predicates)
    }
}

/// Makes the step that `//` stands for.
fn every() -> Step {
    Step { axis: Axis::DescendantOrSelf, test: Test::Node, predicates: Vec::new() }
}
