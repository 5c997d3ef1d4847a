//! Reads a topic that was put together into a document: its title, what is known about it, its body, the topics
//! within it, and the links that follow.

use ecow::EcoString;
use rustc_hash::FxHashSet;

use super::node::{Child, Node};
use super::problem::{NOT_APPLIED, UNKNOWN_DITA_ELEMENT};
use super::resolve::{Resolver, Sources};
use super::vocabulary::{self, BODIES, is_map, is_topic};
use super::world::At;
use crate::diagnostic::Diagnostic;
use crate::model::block::{Block, Group, GroupKind, Heading, Paragraph};
use crate::model::document::{Document, DocumentKind, Inclusion, Metadata, Outcome};
use crate::model::inline::{Abbreviation, Inline, Text, plain};
use crate::read::slug::Anchors;
use crate::text::span::Span;

/// A document that is being read.
pub(super) struct Reading<'w, 'a> {
    pub(super) sources: &'w Sources<'w, 'a>,
    pub(super) at: At,
    pub(super) resolver: Resolver<'w, 'a>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) metadata: Metadata,
    /// The level of the headings of sections here.
    pub(super) level: u8,
    /// The id of the topic that is read; none in the one that the document is.
    pub(super) topic: EcoString,
    /// Anchors that wait for the line, or the block, that follows.
    pub(super) pending: Vec<EcoString>,
    /// The footnotes of the topic.
    pub(super) footnotes: Vec<Block>,
    /// How many footnotes there are in the document.
    pub(super) notes: usize,
    /// Whether its prolog has given it an identifier.
    pub(super) is_identified: bool,
    anchors: Anchors,
    unknown: FxHashSet<EcoString>,
}

/// Puts a file together and reads it; nothing where all of it is filtered out.
pub(super) fn document(sources: &Sources<'_, '_>, at: At) -> (Option<Document>, Vec<Diagnostic>) {
    let parsed = &sources.world.parsed[at];
    let mut resolver = Resolver::new(sources, at);
    let is_map = sources.world.is_map(at);
    let root = parsed.root.as_ref().filter(|_| !is_map).and_then(|root| resolver.whole(root));
    if root.is_none() && parsed.root.is_some() && !is_map {
        return (None, resolver.diagnostics);
    }
    let mut reading = Reading {
        sources,
        at,
        resolver,
        diagnostics: Vec::new(),
        metadata: Metadata::default(),
        level: 2,
        topic: EcoString::new(),
        pending: Vec::new(),
        footnotes: Vec::new(),
        notes: 0,
        is_identified: false,
        anchors: Anchors::default(),
        unknown: FxHashSet::default(),
    };
    let mut body = Vec::new();
    match (&root, &parsed.root) {
        (Some(root), _) => reading.root(root, &mut body),
        (None, Some(map)) => reading.map(map, &mut body),
        (None, None) => {}
    }
    reading.contents(&parsed.outside, &mut body);
    reading.flush(&mut body);
    let Reading { mut metadata, mut diagnostics, resolver, .. } = reading;
    metadata.remarks = parsed.remarks.clone();
    metadata.inclusions.extend(resolver.inclusions);
    diagnostics.extend(resolver.diagnostics);
    (Some(Document { source: parsed.source, metadata, body }), diagnostics)
}

impl Reading<'_, '_> {
    fn root(&mut self, root: &Node, body: &mut Vec<Block>) {
        let topics: Vec<&Node> = root.elements().filter(|inner| is_topic(&inner.role)).collect();
        match (root.role.as_str(), topics.as_slice()) {
            ("dita", [only]) => self.topic(only, 1, body),
            // A file of several topics has no title of its own.
            ("dita", _) => {
                self.identify(root);
                topics.into_iter().for_each(|topic| self.topic(topic, 2, body));
            }
            (role, _) if is_topic(role) => self.topic(root, 1, body),
            _ => {
                self.identify(root);
                self.say_unknown(root);
                self.contents(std::slice::from_ref(&Child::Element(root.clone())), body);
            }
        }
        self.related(body);
    }

    /// Reads a topic; the one that the document is has level 1.
    fn topic(&mut self, topic: &Node, level: u8, body: &mut Vec<Block>) {
        let outer = (self.level, self.topic.clone());
        self.level = level + 1;
        if level == 1 {
            self.identify(topic);
        } else {
            self.topic = topic.said("id").map(|id| id.text.clone()).unwrap_or_default();
        }
        let title = topic.child("title").or_else(|| topic.child("glossterm"));
        match title {
            Some(title) if level == 1 => {
                // The title stands above the body: what leads to it leads to the page.
                self.metadata.title = self.inlines_without_anchors(title);
            }
            Some(title) => {
                let anchor = topic.said("id").map(|id| (id.text.clone(), id.span));
                self.heading(title, anchor, level, body);
            }
            None if level > 1 => self.pending.extend(topic.said("id").map(|id| id.text.clone())),
            None => {}
        }
        let is_task = topic.is("task") && topic.child("taskbody").is_some_and(super::task::has_steps);
        if is_task {
            self.procedure(topic, body);
        }
        for part in topic.elements() {
            match part.role.as_str() {
                "title" | "glossterm" => {}
                "prolog" => self.prolog(part),
                "titlealts" => self.hide(part),
                // They stand in the procedure.
                "shortdesc" | "abstract" if is_task => {}
                "shortdesc" => self.paragraph(part, body),
                role if BODIES.contains(&role) && is_task => {}
                "glossBody" => self.glossary(topic, part, body),
                "related-links" => self.block(part, body),
                role if is_topic(role) => {
                    self.topic(part, (level + 1).min(6), body);
                }
                _ => self.contents(std::slice::from_ref(&Child::Element(part.clone())), body),
            }
        }
        for child in topic.children.iter().filter(|child| matches!(child, Child::Text(_)) && !child.is_blank()) {
            self.contents(std::slice::from_ref(child), body);
        }
        self.flush(body);
        body.append(&mut self.footnotes);
        (self.level, self.topic) = outer;
    }

    /// Reads a title as the heading of what follows it.
    pub(super) fn heading(
        &mut self,
        title: &Node,
        anchor: Option<(EcoString, Span)>,
        level: u8,
        body: &mut Vec<Block>,
    ) {
        self.flush(body);
        let content = self.inlines(title);
        let (anchor, explicit) = match anchor {
            Some((anchor, span)) => {
                self.anchors.take(&anchor);
                (anchor, Some(span))
            }
            None => (self.anchors.of_heading(&plain(&content)), None),
        };
        let level = level.min(6);
        body.push(Block::Heading(Heading { level, content, anchor, explicit, restates: None, span: title.span }));
    }

    /// Reads what a definition of a term says besides: its other forms, how it is used.
    fn glossary(&mut self, topic: &Node, part: &Node, body: &mut Vec<Block>) {
        let term = topic.child("glossterm").map(|term| joined(term.words(), term.span));
        for inner in part.elements() {
            if !inner.is("glossAlt") {
                self.contents(std::slice::from_ref(&Child::Element(inner.clone())), body);
                continue;
            }
            for form in inner.elements() {
                let short = matches!(form.role.as_str(), "glossAcronym" | "glossAbbreviation" | "glossShortForm");
                match term.clone().filter(|_| short && form.has_text()) {
                    Some(expansion) => {
                        self.note_anchor(form);
                        let short = single(form);
                        let mut content: Vec<Inline> = self.pending.drain(..).map(Inline::Anchor).collect();
                        content.push(Inline::Abbreviation(Box::new(Abbreviation { short, expansion })));
                        body.push(Block::Paragraph(Paragraph { content, span: form.span }));
                    }
                    None => self.contents(std::slice::from_ref(&Child::Element(form.clone())), body),
                }
            }
        }
    }

    /// Adds the links that relationship tables of the map give the document (DITA 1.3, 2.2.3).
    fn related(&mut self, body: &mut Vec<Block>) {
        let items = self.relations();
        if let Some(first) = items.first() {
            let span = first.span;
            let list = Block::List(crate::model::block::List { start: None, tight: true, items, span });
            body.push(Block::Group(Box::new(Group {
                kind: GroupKind::Related,
                anchor: None,
                title: Vec::new(),
                marks: Vec::new(),
                blocks: vec![list],
                span,
            })));
        }
    }

    /// Says what a map asks for and is not done, and which maps include themselves.
    pub(super) fn report_map(&mut self) {
        let own = self.sources.world.parsed[self.at].source;
        let mut seen = FxHashSet::default();
        for space in self.sources.spaces {
            for (span, what) in space.undone.iter().filter(|(span, _)| span.source == own) {
                if seen.insert(*span) {
                    let problem = Diagnostic::new(&NOT_APPLIED, *span, format!("{what} are not made by opsdoc"));
                    self.diagnostics.push(problem.label("the map is read as if this were not there"));
                }
            }
            for (written, way) in space.circles.iter().filter(|(written, _)| written.span.source == own) {
                if seen.insert(written.span) {
                    let outcome = Outcome::Circle(way.clone());
                    self.metadata.inclusions.push(Inclusion { written: written.clone(), outcome });
                }
            }
        }
    }

    /// Notes the id of an element as an anchor of what follows.
    pub(super) fn note_anchor(&mut self, node: &Node) {
        if let Some(id) = node.said("id").filter(|_| !is_topic(&node.role) && !is_map(&node.role)) {
            let anchor = self.anchor_of(&id.text);
            self.pending.push(anchor);
        }
    }

    /// Returns the anchor of an element of the topic that is read.
    pub(super) fn anchor_of(&self, id: &EcoString) -> EcoString {
        if self.topic.is_empty() { id.clone() } else { ecow::eco_format!("{}/{id}", self.topic) }
    }

    /// Adds the anchors that wait, where nothing came that could hold them.
    pub(super) fn flush(&mut self, body: &mut Vec<Block>) {
        if !self.pending.is_empty() {
            let content = self.pending.drain(..).map(Inline::Anchor).collect();
            let span = Span::at_start(self.sources.world.parsed[self.at].source);
            body.push(Block::Paragraph(Paragraph { content, span }));
        }
    }

    /// Says that an element is none of DITA, once for each name.
    pub(super) fn say_unknown(&mut self, node: &Node) {
        if vocabulary::is_known(&node.role) || !self.unknown.insert(node.name.clone()) {
            return;
        }
        let message = format!("`{}` is no element of DITA, and says by no `class` what it was made from", node.name);
        let problem = Diagnostic::new(&UNKNOWN_DITA_ELEMENT, node.tag, message).label("its text is kept");
        self.diagnostics.push(problem.help("correct the name, or give the element its `class`"));
    }

    /// Takes what is found by and not shown.
    pub(super) fn hide(&mut self, node: &Node) {
        // Data says what it says in attributes.
        let values = ["name", "value", "content"].into_iter().filter_map(|name| node.said(name));
        self.metadata.keywords.extend(values.cloned());
        for child in &node.children {
            match child {
                Child::Element(inner) => self.hide(inner),
                Child::Text(text) if !child.is_blank() => self.metadata.keywords.push(text.clone()),
                Child::Text(_) => {}
            }
        }
    }

    /// Takes a document for a procedure.
    pub(super) fn is_procedure(&mut self) {
        if self.metadata.kind == DocumentKind::Manual {
            self.metadata.kind = DocumentKind::Procedure;
        }
    }
}

/// Returns all text of an element as one, with single spaces between the words.
pub(super) fn single(node: &Node) -> Text {
    match node.children.as_slice() {
        [Child::Text(text)] => {
            let words = text.as_str().trim_matches([' ', '\t', '\n', '\r']);
            let collapsed = super::super::tree::collapse(words);
            match text.as_str().find(words) {
                Some(at) if collapsed == words && text.text.len() == text.span.len() => {
                    Text::new(words, text.part(at, at + words.len()))
                }
                _ => joined(collapsed, text.span),
            }
        }
        _ => joined(node.words(), node.span),
    }
}

/// Returns a text that was joined of others; its place makes no claim to be the same, byte for byte.
pub(super) fn joined(text: EcoString, span: Span) -> Text {
    let span = if text.len() == span.len() { span.part(0, 0) } else { span };
    Text::new(text, span)
}
