//! Business rules exchange (S1000D 3.9.5.2.12 and 4.10.2): the rules of a BREX module, checked on the modules that name it.
//!
//! A rule is a path and what is said of what it selects: that it must not be there, that it must, which values it may
//! have. Rules need two modules, so they are checked after all are read.

use std::cmp::Ordering;

use ecow::EcoString;
use regex::Regex;
use rustc_hash::FxHashMap;

use super::super::cursor;
use super::super::tree::Element;
use super::identity;
use super::problem::{NO_BREX, RULE_BROKEN, RULE_UNREAD};
use super::xpath::{self, Document, Expression, Node, Value};
use crate::diagnostic::Diagnostic;
use crate::model::inline::Text;
use crate::text::source::Source;
use crate::text::span::{SourceId, Span};

/// How many places that break one rule are told in one module.
const MOST: usize = 20;

/// The rules of a library.
#[derive(Debug, Default)]
pub struct Brex {
    modules: FxHashMap<EcoString, Module>,
}

/// A BREX module.
#[derive(Debug)]
struct Module {
    rules: Vec<Rule>,
    /// The BREX module that it rests on.
    below: Option<EcoString>,
}

/// A rule on the structure of modules.
#[derive(Debug)]
struct Rule {
    /// The path as written.
    path: Text,
    expression: Expression,
    /// What selects the things that a mandatory object belongs to: the path without its last step.
    holder: Option<Expression>,
    /// Whether the object must not be there (`0`), must (`1`), or may (`allowedObjectFlag`).
    flag: Flag,
    /// What the rule says in words.
    says: EcoString,
    /// The values that the object may have; any where there is none.
    values: Vec<Allowed>,
    /// The schema that the rule is for; all where it names none.
    context: Option<EcoString>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flag {
    Forbidden,
    Mandatory,
    Optional,
}

#[derive(Debug)]
enum Allowed {
    Single(EcoString),
    /// From one value to another, both included.
    Range(EcoString, EcoString),
    Pattern(Regex),
}

/// Reads the rules of the BREX modules among some sources; what cannot be read of them is reported.
pub fn rules<'s>(sources: impl Iterator<Item = (SourceId, &'s Source)>) -> (Brex, Vec<Diagnostic>) {
    let (mut brex, mut diagnostics) = (Brex::default(), Vec::new());
    for (id, source) in sources.filter(|(_, source)| source.text.contains("<brex>") || source.text.contains("<brex ")) {
        let (tree, _) = cursor::parse(id, &source.text);
        let Some(outside) = tree.document() else { continue };
        let (Some(content), Some(code)) = (find(outside, "brex"), find(outside, "dmIdent").and_then(identity::code))
        else {
            continue;
        };
        let mut module = Module { rules: Vec::new(), below: named(outside).map(|code| code.text) };
        each(content, None, &mut |rule, context| match read(rule, context) {
            Ok(read) => module.rules.extend(read),
            Err(found) => diagnostics.push(*found),
        });
        brex.modules.entry(code.text).or_insert(module);
    }
    (brex, diagnostics)
}

/// Visits the rules of a BREX module, each with the schema that its group is for.
fn each<'t>(holder: Element<'t>, context: Option<&'t Text>, visit: &mut impl FnMut(Element<'t>, Option<&'t Text>)) {
    for inner in holder.elements() {
        let context = inner.attribute("rulesContext").or(context);
        match inner.name() {
            "structureObjectRule" => visit(inner, context),
            _ => each(inner, context, visit),
        }
    }
}

fn read(rule: Element, context: Option<&Text>) -> Result<Option<Rule>, Box<Diagnostic>> {
    let Some(path) = rule.named("objectPath").next() else { return Ok(None) };
    let written = Text::new(path.words(), path.span());
    let unread = |why: &str| {
        let message = format!("the rule on `{}` is not checked: {why}", written.text);
        Box::new(Diagnostic::new(&RULE_UNREAD, path.span(), message).label("not checked"))
    };
    let expression = xpath::parse(&written.text).map_err(|why| unread(&why.0))?;
    let flag = path
        .attribute("allowedObjectFlag")
        .or_else(|| path.attribute("objappl"))
        .map(|flag| flag.text.trim().to_owned());
    let flag = match flag.as_deref() {
        Some("0") => Flag::Forbidden,
        Some("1") => Flag::Mandatory,
        _ => Flag::Optional,
    };
    let mut values = Vec::new();
    for value in rule.named("objectValue") {
        let Some(allowed) = value.attribute("valueAllowed") else { continue };
        match value.attribute("valueForm").map(|form| form.as_str().trim()) {
            Some("range") => values.extend(allowed.text.split('|').map(|part| match part.split_once('~') {
                Some((first, last)) => Allowed::Range(first.trim().into(), last.trim().into()),
                None => Allowed::Single(part.trim().into()),
            })),
            Some("pattern") => {
                let pattern = Regex::new(&format!("^(?:{})$", allowed.text));
                values.push(Allowed::Pattern(pattern.map_err(|_| unread("the pattern of a value cannot be read"))?));
            }
            _ => values.push(Allowed::Single(allowed.text.trim().into())),
        }
    }
    if flag == Flag::Forbidden && !values.is_empty() {
        return Err(unread("it forbids what it gives values for"));
    }
    let holder = match &expression {
        Expression::Path(path) if path.steps.len() > 2 => {
            let mut path = path.clone();
            path.steps.pop();
            Some(Expression::Path(path))
        }
        _ => None,
    };
    let says = rule.named("objectUse").next().map(|says| says.words()).unwrap_or_default();
    let context = context.map(|context| EcoString::from(context.text.trim()));
    Ok(Some(Rule { path: written, expression, holder, flag, says, values, context }))
}

/// Checks a module against the rules of the BREX module that it names, and of those that that one rests on.
pub fn check(id: SourceId, source: &Source, brex: &Brex) -> Vec<Diagnostic> {
    if !source.text.contains("brexDmRef") {
        return Vec::new();
    }
    let (tree, _) = cursor::parse(id, &source.text);
    let Some(outside) = tree.document() else { return Vec::new() };
    let Some(code) = named(outside) else { return Vec::new() };
    let schema = outside.elements().next().and_then(|root| root.attribute("xsi:noNamespaceSchemaLocation"));
    let mut found = Vec::new();
    let mut next = Some(code.text.clone());
    let mut seen: Vec<EcoString> = Vec::new();
    let document = Document::new(&tree);
    while let Some(code) = next.take().filter(|code| !seen.contains(code)) {
        let Some(module) = brex.modules.get(&code) else { break };
        for rule in module.rules.iter().filter(|rule| rule.is_for(schema)) {
            rule.check(&document, &code, &mut found);
        }
        seen.push(code);
        next.clone_from(&module.below);
    }
    // The default rules are part of the specification, and bear its name.
    let is_default = code.text.starts_with("S1000D-") || code.text.starts_with("AE-");
    if seen.is_empty() && !is_default {
        let message = format!("the BREX module `{}` is not in the library", code.text);
        found.push(Diagnostic::new(&NO_BREX, code.span, message).label("its rules are not checked"));
    }
    found
}

/// Returns the code of the BREX module that a module names.
fn named(outside: Element) -> Option<Text> {
    identity::code(find(find(outside, "brexDmRef")?, "dmRefIdent")?)
}

fn find<'t>(element: Element<'t>, name: &str) -> Option<Element<'t>> {
    element.elements().find_map(|inner| if inner.name() == name { Some(inner) } else { find(inner, name) })
}

impl Rule {
    /// Tells whether the rule is for modules of a schema.
    fn is_for(&self, schema: Option<&Text>) -> bool {
        let last = |path: &str| path.rsplit('/').next().unwrap_or(path).to_lowercase();
        match (&self.context, schema) {
            (Some(context), Some(schema)) => last(context) == last(schema.text.trim()),
            _ => true,
        }
    }

    fn check(&self, document: &Document, code: &str, found: &mut Vec<Diagnostic>) {
        // What takes too long here was said to be unread nowhere; rules so made do not come from people.
        let Ok(value) = document.evaluate(&self.expression) else { return };
        let holds = value.boolean();
        let nodes = if let Value::Nodes(nodes) = value { nodes } else { Vec::new() };
        match self.flag {
            Flag::Forbidden if holds && self.values.is_empty() => {
                let what = |node: Node| format!("`{}` is not allowed here", document.name(node));
                match nodes.is_empty() {
                    true => found.push(self.broken(None, document, code, "what the rule forbids is there".to_owned())),
                    false => found.extend(
                        nodes.iter().take(MOST).map(|node| self.broken(Some(*node), document, code, what(*node))),
                    ),
                }
            }
            Flag::Mandatory if !holds => {
                let place = self.holder.as_ref().map(|holder| document.evaluate(holder));
                // What belongs to something that is not there is not missing.
                let holder = match place {
                    Some(Ok(Value::Nodes(nodes))) if nodes.is_empty() => return,
                    Some(Ok(Value::Nodes(nodes))) => nodes.first().copied(),
                    Some(Err(_)) => return,
                    _ => None,
                };
                found.push(self.broken(holder, document, code, format!("`{}` is missing", self.path.text)));
            }
            _ => {}
        }
        if self.values.is_empty() || self.flag == Flag::Forbidden {
            return;
        }
        let wrong = nodes.iter().filter(|node| !self.allows(document.string(**node).trim()));
        for node in wrong.take(MOST) {
            let value = document.string(*node);
            let message = format!("`{}` cannot be `{}`", document.name(*node), value.trim());
            found.push(self.broken(Some(*node), document, code, message));
        }
    }

    fn broken(&self, node: Option<Node>, document: &Document, code: &str, message: String) -> Diagnostic {
        let root = || document.place(Node::Element(1)).unwrap_or_else(|| Span::at_start(self.path.span.source));
        let place =
            node.filter(|node| *node != Node::Element(0)).and_then(|node| document.place(node)).unwrap_or_else(root);
        let says = if self.says.is_empty() { String::new() } else { format!(": {}", self.says) };
        let diagnostic = Diagnostic::new(&RULE_BROKEN, place, format!("{message} by BREX `{code}`{says}"));
        let diagnostic = diagnostic.label("against the rule").also(self.path.span, "the rule");
        let allowed: Vec<String> = self.values.iter().take(8).map(Allowed::written).collect();
        let more = if self.values.len() > allowed.len() { ", …" } else { "" };
        match allowed.is_empty() {
            true => diagnostic,
            false => diagnostic.help(format!("what is allowed: {}{more}", allowed.join(", "))),
        }
    }

    fn allows(&self, value: &str) -> bool {
        self.values.iter().any(|allowed| match allowed {
            Allowed::Single(single) => single == value,
            Allowed::Range(first, last) => {
                order(first, value) != Ordering::Greater && order(value, last) != Ordering::Greater
            }
            Allowed::Pattern(pattern) => pattern.is_match(value),
        })
    }
}

impl Allowed {
    fn written(&self) -> String {
        match self {
            Allowed::Single(value) => format!("`{value}`"),
            Allowed::Range(first, last) => format!("`{first}` to `{last}`"),
            Allowed::Pattern(pattern) => format!("`{}`", pattern.as_str()),
        }
    }
}

/// Orders two values of a range: as numbers where both are, else by length and letter, as codes count.
fn order(a: &str, b: &str) -> Ordering {
    match (a.parse::<u64>(), b.parse::<u64>()) {
        (Ok(x), Ok(y)) => x.cmp(&y),
        _ => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
    }
}
