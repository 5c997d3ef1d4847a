//! Running text: what may stand within a line.

use ecow::EcoString;

use super::super::flow::Flow;
use super::node::{Child, Node};
use super::topic::{Reading, joined, single};
use super::vocabulary::{CODE, EMPHASIS, HIDDEN, STRONG, WORDS, is_known};
use crate::model::block::{Block, Footnote};
use crate::model::inline::{Abbreviation, Image, Inline, Link, Tbd, Text};
use crate::text::span::Span;

impl Reading<'_, '_> {
    /// Reads what an element holds as running text, after the anchors that wait.
    pub(super) fn inlines(&mut self, node: &Node) -> Vec<Inline> {
        self.note_anchor(node);
        let mut flow = Flow::new();
        self.pending.drain(..).for_each(|anchor| flow.add(Inline::Anchor(anchor)));
        self.flow_all(node, &mut flow);
        flow.finish()
    }

    /// Reads running text in which no anchor and no link can stand: a title above a page, what stands for a picture.
    pub(super) fn inlines_without_anchors(&mut self, node: &Node) -> Vec<Inline> {
        let pending = std::mem::take(&mut self.pending);
        let mut flow = Flow::new();
        self.flow_all(node, &mut flow);
        self.pending = pending;
        unlinked(flow.finish())
    }

    pub(super) fn flow_all(&mut self, node: &Node, flow: &mut Flow) {
        node.children.iter().for_each(|child| self.flow(child, flow));
    }

    /// Adds something to running text.
    pub(super) fn flow(&mut self, child: &Child, flow: &mut Flow) {
        match child {
            Child::Text(text) => flow.text(text),
            Child::Element(element) => self.flow_element(element, flow),
        }
    }

    fn flow_element(&mut self, node: &Node, flow: &mut Flow) {
        let role = node.role.as_str();
        if HIDDEN.contains(&role) {
            return self.hide(node);
        }
        if node.said("id").is_some() {
            self.note_anchor(node);
            self.pending.drain(..).for_each(|anchor| flow.add(Inline::Anchor(anchor)));
        }
        match role {
            "xref" | "link" => self.link(node, flow),
            // A key has given it somewhere to lead to.
            _ if node.said("href").is_some() && (WORDS.contains(&role) || EMPHASIS.contains(&role)) => {
                self.link(node, flow);
            }
            "image" | "hazardsymbol" => self.image(node, flow),
            "codeph" | "synph" if node.elements().any(|inner| inner.said("href").is_some()) => {
                self.flow_all(node, flow);
            }
            role if CODE.contains(&role) => self.code(node, flow),
            role if EMPHASIS.contains(&role) => self.wrapped(node, flow, Inline::Emphasis),
            role if STRONG.contains(&role) => self.wrapped(node, flow, Inline::Strong),
            "line-through" => self.wrapped(node, flow, Inline::Strikethrough),
            "sup" => self.wrapped(node, flow, Inline::Raised),
            "sub" => self.wrapped(node, flow, Inline::Lowered),
            "q" => {
                flow.push(sign("“", node.tag));
                self.flow_all(node, flow);
                flow.push(sign("”", node.tag));
            }
            "tm" => {
                self.flow_all(node, flow);
                let kind = node.attribute("tmtype").map(Text::as_str);
                let mark = match kind {
                    Some("reg") => "®",
                    Some("service") => "℠",
                    _ => "™",
                };
                flow.push(sign(mark, node.tag));
            }
            "menucascade" => self.menu(node, flow),
            "boolean" => node.attribute("state").into_iter().for_each(|state| flow.push(Inline::Code(state.clone()))),
            "state" => self.attributes(node, &["name", "value"], flow),
            "draft-comment" => self.comment(node, flow),
            "fn" => self.footnote(node, flow),
            "abbreviated-form" => self.abbreviation(node, flow),
            "coderef" | "include" => self.link(node, flow),
            "groupchoice" => self.choices(node, flow),
            "param" => self.attributes(node, &["name", "value"], flow),
            role if WORDS.contains(&role) => self.optional(node, flow),
            "foreign" | "unknown" | "svg" | "math" => {
                flow.part();
                self.foreign(node, flow);
                flow.part();
            }
            role if is_known(role) => {
                flow.part();
                self.flow_all(node, flow);
                flow.part();
            }
            _ => {
                self.say_unknown(node);
                // It may be mark-up for a part of a word.
                self.flow_all(node, flow);
            }
        }
    }

    /// Reads what an element within running text holds: its spaces belong to the whole.
    fn within(&mut self, node: &Node, flow: &mut Flow) -> Vec<Inline> {
        let mut inner = flow.inner();
        for child in &node.children {
            match child {
                Child::Element(desc) if desc.is("desc") => {}
                other => self.flow(other, &mut inner),
            }
        }
        flow.close(inner)
    }

    fn wrapped(&mut self, node: &Node, flow: &mut Flow, wrap: fn(Vec<Inline>) -> Inline) {
        let inner = self.within(node, flow);
        if !inner.is_empty() {
            flow.add(wrap(inner));
        }
    }

    /// Adds literal words. What is set apart within them is literal too.
    fn code(&mut self, node: &Node, flow: &mut Flow) {
        self.hidden_in(node);
        let shown = without_hidden(node);
        let text = single(&shown);
        if text.text.is_empty() {
            return;
        }
        let space = |text: Option<&Text>, last: bool| {
            let byte = text.and_then(|text| match last {
                true => text.as_str().bytes().next_back(),
                false => text.as_str().bytes().next(),
            });
            byte.is_some_and(super::super::tree::is_space)
        };
        let ends = texts(&shown);
        if space(ends.first().copied(), false) {
            flow.part();
        }
        flow.push(Inline::Code(text));
        if space(ends.last().copied(), true) {
            flow.part();
        }
    }

    /// Takes what is hidden in literal words, and the names in them that links lead to.
    fn hidden_in(&mut self, node: &Node) {
        for inner in node.elements() {
            if HIDDEN.contains(&inner.role.as_str()) {
                self.hide(inner);
            } else {
                self.note_anchor(inner);
                self.hidden_in(inner);
            }
        }
    }

    fn link(&mut self, node: &Node, flow: &mut Flow) {
        let Some(href) = node.said("href") else {
            // A key that is not defined leads nowhere, and is reported.
            return self.optional(node, flow);
        };
        let (destination, written) = self.destination(href, node);
        let content = self.within(node, flow);
        let content = if content.iter().all(is_blank) { Vec::new() } else { content };
        let title = node.child("desc").map(Node::words).unwrap_or_default();
        let is_bare = content.is_empty();
        let link = Link { destination, written, title, content, span: place(node) };
        match is_bare {
            true => flow.push(Inline::Link(Box::new(link))),
            false => flow.add(Inline::Link(Box::new(link))),
        }
    }

    pub(super) fn image(&mut self, node: &Node, flow: &mut Flow) {
        let Some(href) = node.said("href") else {
            if let Some(alternative) = node.child("alt") {
                self.flow_all(alternative, flow);
            }
            return;
        };
        let (destination, written) = self.destination(href, node);
        let alternative = match (node.child("alt"), node.said("alt")) {
            (Some(alternative), _) => self.inlines_without_anchors(alternative),
            (None, Some(alternative)) => vec![Inline::Text(alternative.clone())],
            (None, None) => Vec::new(),
        };
        let image = Image { destination, written, title: EcoString::new(), alternative, span: place(node) };
        flow.push(Inline::Image(Box::new(image)));
    }

    fn menu(&mut self, node: &Node, flow: &mut Flow) {
        let mut first = true;
        for child in node.children.iter().filter(|child| !child.is_blank()) {
            if let Child::Element(inner) = child
                && !std::mem::replace(&mut first, false)
            {
                flow.part();
                flow.push(sign("→", inner.tag));
                flow.part();
            }
            self.flow(child, flow);
        }
    }

    fn choices(&mut self, node: &Node, flow: &mut Flow) {
        let mut first = true;
        flow.part();
        for inner in node.elements() {
            if !inner.is("title") && !std::mem::replace(&mut first, false) {
                flow.part();
                flow.push(sign("|", inner.tag));
                flow.part();
            }
            self.flow_element(inner, flow);
        }
        flow.part();
    }

    /// Adds words, in brackets where syntax has them as optional.
    fn optional(&mut self, node: &Node, flow: &mut Flow) {
        let is_syntax = matches!(node.role.as_str(), "groupseq" | "groupcomp" | "fragment");
        if is_syntax {
            flow.part();
        }
        let is_optional = is_syntax && node.has("importance", "optional");
        if is_optional {
            flow.push(sign("[", node.tag));
        }
        for child in &node.children {
            match child {
                Child::Element(desc) if desc.is("desc") && !node.is("desc") => {
                    flow.part();
                    self.flow_all(desc, flow);
                }
                other => self.flow(other, flow),
            }
        }
        if is_optional {
            flow.push(sign("]", node.tag));
        }
        if is_syntax {
            flow.part();
        }
    }

    fn attributes(&mut self, node: &Node, names: &[&str], flow: &mut Flow) {
        for value in names.iter().filter_map(|name| node.said(name)) {
            flow.part();
            flow.push(Inline::Code(value.clone()));
        }
        flow.part();
    }

    /// What a draft says to those who write it is an open point.
    fn comment(&mut self, node: &Node, flow: &mut Flow) {
        let content = self.within(node, flow);
        let owner = node.said("author").cloned();
        flow.push(Inline::Tbd(Box::new(Tbd { id: None, owner, due: None, content, span: node.span })));
    }

    fn footnote(&mut self, node: &Node, flow: &mut Flow) {
        self.notes += 1;
        let label = Text::new(ecow::eco_format!("{}", self.notes), node.tag.part(0, 0));
        let mut blocks = Vec::new();
        let mut inner = node.clone();
        inner.attributes.retain(|attribute| attribute.name != "id");
        self.contents(&inner.children, &mut blocks);
        self.footnotes.push(Block::Footnote(Footnote { label: label.clone(), blocks }));
        flow.push(Inline::FootnoteReference(label));
    }

    /// Adds the short form of a term, with the term (DITA 1.3, 3.2.4.2, abbreviated-form).
    fn abbreviation(&mut self, node: &Node, flow: &mut Flow) {
        let target = node.said("keyref").and_then(|key| {
            let (key, space) = self.resolver.key(key.as_str().trim())?;
            let (address, _) = space.resource(self.sources.world, key.node, key.scope)?;
            Some(self.sources.world.target(&address)?.1)
        });
        let Some(term) = target.and_then(|target| target.child("glossterm")) else {
            return self.flow_all(node, flow);
        };
        let mut short = None;
        if let Some(target) = target {
            target.each(&mut |form| {
                if matches!(form.role.as_str(), "glossAcronym" | "glossAbbreviation" | "glossShortForm") {
                    short.get_or_insert_with(|| single(form));
                }
            });
        }
        let expansion = single(term);
        flow.push(match short {
            Some(short) => Inline::Abbreviation(Box::new(Abbreviation { short, expansion })),
            None => Inline::Text(expansion),
        });
    }

    /// Adds the words of what is not DITA: a drawing, a formula.
    fn foreign(&mut self, node: &Node, flow: &mut Flow) {
        for child in &node.children {
            match child {
                Child::Text(text) => flow.text(text),
                Child::Element(inner) => {
                    flow.part();
                    self.foreign(inner, flow);
                    flow.part();
                }
            }
        }
    }
}

/// Returns the place of a link: its start tag, as what it holds may be written elsewhere.
fn place(node: &Node) -> Span {
    node.span
}

/// Returns a sign that an element means.
pub(super) fn sign(sign: &str, at: Span) -> Inline {
    Inline::Text(joined(sign.into(), at.part(0, 0)))
}

/// Returns running text without anchors and links; the words of links stay.
fn unlinked(content: Vec<Inline>) -> Vec<Inline> {
    let mut plain = Vec::with_capacity(content.len());
    for inline in content {
        match inline {
            Inline::Anchor(_) => {}
            Inline::Link(link) => plain.extend(unlinked(link.content)),
            Inline::Emphasis(inner) => plain.push(Inline::Emphasis(unlinked(inner))),
            Inline::Strong(inner) => plain.push(Inline::Strong(unlinked(inner))),
            other => plain.push(other),
        }
    }
    plain
}

fn is_blank(inline: &Inline) -> bool {
    match inline {
        Inline::Text(text) => text.as_str().trim().is_empty(),
        Inline::SoftBreak => true,
        _ => false,
    }
}

/// Returns the texts in an element, in their order.
fn texts(node: &Node) -> Vec<&Text> {
    let mut found = Vec::new();
    for child in &node.children {
        match child {
            Child::Text(text) => found.push(text),
            Child::Element(inner) => found.extend(texts(inner)),
        }
    }
    found
}

/// Returns an element without what is not shown in it.
pub(super) fn without_hidden(node: &Node) -> Node {
    let mut shown = node.clone();
    fn cleaned(node: &mut Node) {
        node.children.retain(|child| match child {
            Child::Element(inner) => !HIDDEN.contains(&inner.role.as_str()),
            Child::Text(_) => true,
        });
        for child in &mut node.children {
            if let Child::Element(inner) = child {
                cleaned(inner);
            }
        }
    }
    cleaned(&mut shown);
    shown
}
