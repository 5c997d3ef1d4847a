//! Cuts a procedure definition into what a reader must find of it: a scanner of its own, and for each element what
//! of it is shown and where.

use std::collections::BTreeMap;

use super::inline::entities;
use super::markdown::Source;
use super::text::{Item, Output, Script};
use super::{Procedures, status_words};

/// An element.
#[derive(Debug, Clone, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: BTreeMap<String, String>,
    pub(super) children: Vec<Node>,
    /// How it is written.
    pub(super) written: String,
    /// Its attributes as they are written, in their order.
    pub(super) written_attributes: Vec<String>,
}

#[derive(Debug, Clone)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn children(&self) -> &[Node] {
        &self.children
    }

    pub(super) fn attributes(&self) -> &BTreeMap<String, String> {
        &self.attributes
    }
}

/// The parts of a definition, in their order.
const ORDER: &[&str] = &[
    "purpose",
    "triggers",
    "references",
    "history",
    "approvals",
    "validation",
    "requirements",
    "declare",
    "preconditions",
    "body",
    "watchdog",
    "confirmation",
    "closeout",
];
const ACTIONS: &[&str] = &[
    "tc", "check", "verify", "wait", "decide", "call", "parallel", "repeat", "manual", "voice", "script", "record",
    "log", "goto",
];

/// Returns the element that a definition is.
pub(super) fn parse(text: &str) -> Element {
    let root = tree(text);
    let procedure = root.elements().find(|child| child.name == "procedure").cloned();
    procedure.unwrap_or(root)
}

/// Returns what a text holds, as an element without a name.
pub(super) fn tree(text: &str) -> Element {
    let mut open = vec![Element::default()];
    let mut starts = vec![0];
    let (whole, mut rest) = (text, text);
    while !rest.is_empty() {
        let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        push(&mut open, Node::Text(entities(text)));
        rest = after;
        for (start, end) in [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">")] {
            if let Some(inner) = rest.strip_prefix(start) {
                let (inner, after) = inner.split_once(end).unwrap_or((inner, ""));
                if start == "<![CDATA[" {
                    push(&mut open, Node::Text(inner.to_owned()));
                }
                rest = after;
                break;
            }
        }
        let Some(tag) = rest.strip_prefix('<').filter(|tag| tag.starts_with(|c: char| c.is_alphabetic() || c == '/'))
        else {
            continue;
        };
        let (mut end, mut quote) = (tag.len(), None);
        for (at, c) in tag.char_indices() {
            match (quote, c) {
                (None, '>') => {
                    end = at;
                    break;
                }
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), c) if open == c => quote = None,
                _ => {}
            }
        }
        let inner = &tag[..end];
        let start = whole.len() - tag.len() - 1;
        rest = tag.get(end + 1..).unwrap_or_default();
        if inner.starts_with('/') {
            if open.len() > 1 {
                let (mut done, start) = (open.pop().unwrap_or_default(), starts.pop().unwrap_or_default());
                done.written = whole[start..whole.len() - rest.len()].to_owned();
                push(&mut open, Node::Element(done));
            }
            continue;
        }
        let empty = inner.ends_with('/');
        let mut element = element(inner.trim_end_matches('/'));
        element.written = whole[start..whole.len() - rest.len()].to_owned();
        if empty {
            push(&mut open, Node::Element(element));
        } else {
            open.push(element);
            starts.push(start);
        }
    }
    while open.len() > 1 {
        let done = open.pop().unwrap_or_default();
        push(&mut open, Node::Element(done));
    }
    open.remove(0)
}

fn push(open: &mut [Element], node: Node) {
    if let Some(last) = open.last_mut() {
        last.children.push(node);
    }
}

fn element(inner: &str) -> Element {
    let (name, mut rest) = inner.split_at(inner.find(char::is_whitespace).unwrap_or(inner.len()));
    let (mut attributes, mut written) = (BTreeMap::new(), Vec::new());
    while let Some((key, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let Some(quote) = after.chars().next() else { break };
        let Some((value, after)) = after[1..].split_once(quote) else { break };
        attributes.insert(key.trim().to_owned(), entities(value));
        written.push(format!("{}={quote}{}{quote}", key.trim(), entities(value)));
        rest = after;
    }
    let name = name.to_owned();
    Element { name, attributes, written_attributes: written, ..Element::default() }
}

/// Cuts a definition; what is none is kept as text.
pub(super) fn read(text: &str, procedures: &Procedures) -> Source {
    let root = parse(text);
    if root.name == "procedure" {
        return root.source(procedures);
    }
    let mut out = Script::default();
    root.elements().for_each(|element| element.kept(&mut out));
    Source { body: out.items, ..Source::default() }
}

impl Element {
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub(super) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name == name)
    }

    pub(super) fn get(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    pub(super) fn id(&self) -> &str {
        self.get("id")
    }

    /// Takes the words of an element that is none of a procedure, and after them its attributes; one without words as
    /// it is written.
    fn kept(&self, out: &mut Script) {
        out.space();
        if self.has_words() {
            for child in &self.children {
                match child {
                    Node::Text(text) => out.text(text),
                    Node::Element(inner) => inner.kept(out),
                }
            }
            for attribute in &self.written_attributes {
                out.words(attribute);
            }
        } else {
            out.text(&entities(&self.written));
        }
        out.space();
    }

    /// Returns the title.
    fn title(&self) -> Vec<Item> {
        let mut out = Script::default();
        self.named("title").take(1).for_each(|title| title.inlines(&mut out));
        out.items
    }

    fn source(&self, procedures: &Procedures) -> Source {
        let language = self.get("lang").to_owned();
        let mut facts: Vec<Vec<Item>> = Vec::new();
        let names = ["id", "issue", "revision", "date", "criticality", "classification", "caveats", "lang", "database"];
        facts.extend(names.map(|name| words(self.get(name))));
        let shown = words(&status_words(self.get("status"), &language));
        facts.push(vec![
            Item::Only(Output::Html, shown.clone()),
            Item::Only(Output::Pdf, shown),
            Item::Only(Output::Index, words(self.get("status"))),
        ]);
        for part in self.named("applicability") {
            facts.extend(
                ["missions", "satellites", "environments", "phases", "condition"].map(|name| words(part.get(name))),
            );
        }
        facts.retain(|fact| !fact.is_empty());
        let body = self.parts(procedures);
        Source { title: self.title(), facts, body, language, ..Source::default() }
    }

    fn parts(&self, procedures: &Procedures) -> Vec<Item> {
        let mut out = Script::default();
        for name in ORDER {
            for part in self.named(name) {
                out.space();
                // What heads it. A table below the heading has a head of its own.
                out.slot(1);
                out.space();
                Part { procedures, out: &mut out }.part(part);
                out.space();
            }
        }
        out.items
    }

    /// Returns what a PDF shows of a definition in place of a directive: all of it, or these steps.
    pub(super) fn presented(&self, steps: &[&str], procedures: &Procedures) -> Vec<Item> {
        let mut out = Script::default();
        out.slot(0);
        out.items.extend(self.title());
        out.space();
        out.slot(0);
        out.words(self.get("issue"));
        if steps.is_empty() {
            out.items.extend(self.parts(procedures));
        } else {
            let mut part = Part { procedures, out: &mut out };
            self.each_step(&mut |step| {
                if steps.contains(&step.get("id")) {
                    part.step(step);
                }
            });
        }
        out.items
    }

    fn each_step<'a>(&'a self, visit: &mut impl FnMut(&'a Element)) {
        for inner in self.elements() {
            if inner.name == "step" {
                visit(inner);
            }
            inner.each_step(visit);
        }
    }

    /// Takes running text.
    fn inlines(&self, out: &mut Script) {
        for child in &self.children {
            let element = match child {
                Node::Text(text) => {
                    out.text(text);
                    continue;
                }
                Node::Element(element) => element,
            };
            match element.name.as_str() {
                "tcref" | "tmref" | "alarmref" | "procref" | "docref" => element.reference(out),
                "abbr" => {
                    element.inlines(out);
                    out.space();
                    out.slot(0);
                    out.text(element.get("expansion"));
                    out.slot(0);
                }
                "tbd" => {
                    out.slot(1);
                    let [id, owner, due] = ["id", "owner", "due"].map(|name| words(element.get(name)));
                    let mut content = Script::default();
                    element.inlines(&mut content);
                    let gap = vec![Item::Space, Item::Slot(0), Item::Space];
                    let html = [&gap[..], &id, &owner, &due, &[Item::Space], &content.items].concat();
                    let pdf = [&gap[..], &id, &gap, &content.items, &gap, &owner, &gap, &due, &gap].concat();
                    out.items.extend([
                        Item::Only(Output::Html, html.clone()),
                        Item::Only(Output::Index, html),
                        Item::Only(Output::Pdf, pdf),
                    ]);
                }
                "p" | "item" => {
                    out.space();
                    element.inlines(out);
                    out.space();
                }
                _ => element.inlines(out),
            }
        }
    }

    /// Takes a reference: its own words, or the name that it is a reference to; and the issue.
    fn reference(&self, out: &mut Script) {
        let mut content = Script::default();
        self.inlines(&mut content);
        if content.items.iter().any(|item| *item != Item::Space) {
            out.append(content);
        } else {
            out.text(if self.name == "docref" { self.get("id") } else { self.get("ref") });
            if !self.get("step").is_empty() {
                out.space();
                out.slot(0);
                out.text(self.get("step"));
            }
        }
        if !self.get("issue").is_empty() {
            out.slot(0);
            out.space();
            out.item(Item::Slot(1));
            out.text(self.get("issue"));
        }
    }

    fn has_blocks(&self) -> bool {
        self.elements().any(|inner| matches!(inner.name.as_str(), "p" | "list"))
    }
}

fn words(text: &str) -> Vec<Item> {
    let mut script = Script::default();
    if !text.trim().is_empty() {
        script.words(text.trim());
    }
    script.items
}

/// Writes the parts of a procedure.
struct Part<'a> {
    procedures: &'a Procedures,
    out: &'a mut Script,
}

impl Part<'_> {
    fn value(&mut self, element: &Element, name: &str) {
        self.out.words(element.get(name).trim());
    }

    fn text(&mut self, element: &Element) {
        self.out.space();
        element.inlines(self.out);
        self.out.space();
    }

    /// Writes a value with a word of the tool's before it, where there is a value.
    fn with_word(&mut self, element: &Element, name: &str) {
        if !element.get(name).is_empty() {
            self.out.slot(0);
            self.value(element, name);
            self.out.slot(0);
        }
    }

    fn blocks(&mut self, element: &Element) {
        self.out.space();
        if element.has_blocks() {
            for child in &element.children {
                match child {
                    Node::Element(list) if list.name == "list" => {
                        for item in list.named("item") {
                            self.out.space();
                            self.out.slot(1);
                            self.blocks(item);
                        }
                    }
                    Node::Element(inner) if inner.name == "p" => self.text(inner),
                    Node::Element(inner) if inner.name == "step" => {}
                    other => Element { children: vec![other.clone()], ..Element::default() }.inlines(self.out),
                }
            }
        } else {
            let kept = |node: &&Node| !matches!(node, Node::Element(inner) if inner.name == "step");
            Element { children: element.children.iter().filter(kept).cloned().collect(), ..Element::default() }
                .inlines(self.out);
        }
        self.out.space();
    }

    fn rows(&mut self, element: &Element, columns: &[&str]) {
        self.out.slot(columns.len());
        for part in element.elements() {
            let mut cells: Vec<Vec<Item>> = columns.iter().map(|name| words(part.get(name))).collect();
            let mut content = Script::default();
            content.space();
            part.inlines(&mut content);
            if let Some(last) = cells.last_mut() {
                last.push(Item::Space);
                last.extend(content.items);
            }
            self.out.space();
            self.out.item(Item::Row { head: vec![Item::Slot(columns.len())], cells });
            self.out.space();
        }
    }

    fn part(&mut self, part: &Element) {
        match part.name.as_str() {
            "purpose" => self.blocks(part),
            "closeout" => {
                self.blocks(part);
                part.named("step").for_each(|step| self.step(step));
            }
            "triggers" => {
                for trigger in part.elements() {
                    self.out.space();
                    self.out.slot(2);
                    if trigger.name == "symptom" {
                        self.text(trigger);
                    } else {
                        self.value(trigger, "ref");
                        if !trigger.children.is_empty() {
                            self.out.slot(2);
                            self.text(trigger);
                        }
                    }
                }
            }
            "references" => {
                for reference in part.elements() {
                    self.out.space();
                    self.out.slot(1);
                    reference.reference(self.out);
                    self.out.space();
                }
            }
            "history" => self.rows(part, &["issue", "date", "author", "reason"]),
            "approvals" => self.rows(part, &["role", "name", "date"]),
            "validation" => self.rows(part, &["means", "config", "issue", "date", "result"]),
            "requirements" => {
                for requirement in part.elements() {
                    self.out.space();
                    self.out.slot(2);
                    for name in ["name", "duration", "value"] {
                        self.value(requirement, name);
                    }
                    self.text(requirement);
                }
            }
            "declare" => {
                if part.named("variable").next().is_some() {
                    self.out.slot(3);
                }
                for variable in part.named("variable") {
                    let (mut content, mut pdf) = (Script::default(), Vec::new());
                    content.space();
                    variable.inlines(&mut content);
                    let [name, kind, unit] = ["name", "type", "unit"].map(|name| words(variable.get(name)));
                    let html = [&name[..], &kind, &unit, &content.items].concat();
                    self.out.space();
                    self.out.items.extend([Item::Only(Output::Html, html.clone()), Item::Only(Output::Index, html)]);
                    pdf.push(Item::Row {
                        head: vec![Item::Slot(3)],
                        cells: vec![[name, content.items].concat(), kind, unit],
                    });
                    self.out.item(Item::Only(Output::Pdf, pdf));
                    self.out.space();
                }
                for event in part.named("event") {
                    self.out.slot(2);
                    self.value(event, "name");
                    self.text(event);
                }
            }
            "preconditions" | "confirmation" => {
                for inner in part.elements() {
                    self.out.slot(0);
                    if inner.name == "condition" { self.text(inner) } else { self.action(inner) }
                }
            }
            "body" => {
                for inner in part.elements() {
                    if inner.name == "step" {
                        self.step(inner);
                        continue;
                    }
                    inner.named("title").for_each(|title| self.text(title));
                    inner.named("step").for_each(|step| self.step(step));
                }
            }
            "watchdog" => {
                for on in part.named("on") {
                    self.out.slot(0);
                    self.value(on, "event");
                    on.named("call").for_each(|inner| self.action(inner));
                    on.named("step").for_each(|step| self.step(step));
                }
            }
            _ => {}
        }
    }

    fn step(&mut self, step: &Element) {
        self.out.space();
        self.out.slot(1);
        step.named("title").for_each(|title| self.text(title));
        let (id, role) = (words(step.get("id")), words(step.get("role")));
        self.out.space();
        self.out.item(Item::Only(Output::Html, [role.clone(), id.clone()].concat()));
        self.out.item(Item::Only(Output::Index, [role.clone(), id.clone()].concat()));
        self.out.item(Item::Only(Output::Pdf, vec![Item::AnyOrder(vec![role, id]), Item::Slot(0)]));
        self.out.space();
        // What something of the step follows stands in its turn; steps at the end stand after all else.
        let parts: Vec<&Element> = step.elements().collect();
        let end = parts.iter().rposition(|part| part.name != "step").map_or(0, |last| last + 1);
        for part in &parts[..end] {
            match part.name.as_str() {
                "warning" | "caution" | "note" => {
                    self.out.slot(1);
                    self.blocks(part);
                }
                "step" => self.step(part),
                name if ACTIONS.contains(&name) => self.action(part),
                _ => {}
            }
        }
        for expected in step.named("expected") {
            self.out.slot(1);
            self.text(expected);
        }
        for continuation in step.named("continuation") {
            self.out.slot(1);
            continuation.named("on").for_each(|on| self.outcome(on));
        }
        parts[end..].iter().for_each(|inner| self.step(inner));
    }

    fn action(&mut self, action: &Element) {
        self.out.space();
        self.out.slot(1);
        self.out.space();
        match action.name.as_str() {
            "tc" => {
                self.value(action, "name");
                for argument in action.named("arg") {
                    self.out.slot(0);
                    ["name", "value", "unit"].into_iter().for_each(|name| self.value(argument, name));
                }
            }
            "check" | "verify" => {
                action.named("tm").for_each(|tm| self.comparison(tm));
                let (mut within, mut delay) = (Script::default(), Script::default());
                Part { out: &mut within, ..*self }.with_word(action, "within");
                Part { out: &mut delay, ..*self }.with_word(action, "delay");
                let html = [&within.items[..], &delay.items].concat();
                self.out.items.extend([Item::Only(Output::Html, html.clone()), Item::Only(Output::Index, html)]);
                self.out.item(Item::Only(Output::Pdf, [delay.items, within.items].concat()));
            }
            "wait" => {
                ["for", "until", "timeout"].into_iter().for_each(|name| self.with_word(action, name));
                self.text(action);
            }
            "decide" => {
                for way in action.elements() {
                    self.out.slot(1);
                    self.value(way, "test");
                    self.with_word(way, "goto");
                    self.text(way);
                }
            }
            "call" => {
                self.value(action, "procedure");
                if let Some(called) = self.procedures.get(action.get("procedure")) {
                    self.out.slot(0);
                    self.out.item(Item::Maybe(called.title()));
                }
                self.with_word(action, "issue");
                for with in action.named("with") {
                    self.with_word(with, "name");
                    self.with_word(with, "value");
                }
            }
            "parallel" => action.named("step").for_each(|step| self.step(step)),
            "repeat" => {
                self.with_word(action, "until");
                self.with_word(action, "max");
                action.elements().for_each(|inner| match inner.name.as_str() {
                    "step" => self.step(inner),
                    _ => self.action(inner),
                });
            }
            "voice" => {
                self.with_word(action, "to");
                self.text(action);
            }
            "script" => {
                self.value(action, "ref");
                self.with_word(action, "sha256");
                self.text(action);
            }
            "record" => {
                self.value(action, "name");
                self.text(action);
            }
            "goto" => self.with_word(action, "step"),
            _ => self.text(action),
        }
        self.out.space();
    }

    fn comparison(&mut self, tm: &Element) {
        let sign = match tm.get("op") {
            "" | "eq" => "=",
            "ne" => "≠",
            "lt" => "<",
            "le" => "≤",
            "gt" => ">",
            "ge" => "≥",
            "in" | "between" => "∈",
            _ => "",
        };
        self.out.slot(0);
        self.value(tm, "name");
        for output in [Output::Html, Output::Pdf] {
            self.out.item(Item::Only(output, words(sign)));
        }
        let several = matches!(tm.get("op"), "in" | "between");
        let values: Vec<&str> = if several { tm.get("value").split(',').collect() } else { vec![tm.get("value")] };
        for value in values {
            self.out.slot(0);
            self.out.words(value.trim());
            self.out.slot(0);
        }
        let (mut unit, mut tolerance) = (Script::default(), Script::default());
        Part { out: &mut unit, ..*self }.with_word(tm, "unit");
        Part { out: &mut tolerance, ..*self }.with_word(tm, "tolerance");
        let html = [&tolerance.items[..], &unit.items].concat();
        self.out.items.extend([Item::Only(Output::Html, html.clone()), Item::Only(Output::Index, html)]);
        self.out.item(Item::Only(Output::Pdf, [unit.items, tolerance.items].concat()));
    }

    fn outcome(&mut self, on: &Element) {
        self.out.space();
        for name in ["outcome", "action"] {
            self.out.slot(0);
            self.value(on, name);
        }
        self.out.slot(0);
        let [max, timeout, goto, event] = ["max", "timeout", "goto", "event"].map(|name| {
            let mut out = Script::default();
            Part { procedures: self.procedures, out: &mut out }.with_word(on, name);
            out.items
        });
        let html = [&max[..], &timeout, &goto, &event].concat();
        self.out.items.extend([Item::Only(Output::Html, html.clone()), Item::Only(Output::Index, html)]);
        self.out.item(Item::Only(Output::Pdf, [goto, event, max, timeout].concat()));
        self.text(on);
    }
}
