//! What stands one below the other: paragraphs, lists, notes, figures, code, and the sections that hold them.

use ecow::EcoString;

use super::super::flow::Flow;
use super::inline::without_hidden;
use super::node::{Child, Node};
use super::topic::{Reading, joined};
use super::vocabulary::{BLOCKS, BODIES, HIDDEN, HOLDERS, SECTIONS, is_known};
use crate::model::block::{
    Admonition, AdmonitionKind, Block, CodeBlock, Group, GroupKind, List, ListItem, Mark, MarkKind, Paragraph,
};
use crate::model::inline::{Inline, Tbd, Text};

impl Reading<'_, '_> {
    /// Reads what an element holds as blocks.
    pub(super) fn blocks(&mut self, node: &Node) -> Vec<Block> {
        self.note_anchor(node);
        let mut blocks = Vec::new();
        self.contents(&node.children, &mut blocks);
        blocks
    }

    /// Reads children as blocks; what stands in a line becomes paragraphs between them.
    pub(super) fn contents(&mut self, children: &[Child], out: &mut Vec<Block>) {
        let mut run: Vec<&Child> = Vec::new();
        for child in children {
            match child {
                Child::Element(inner) if is_block(inner) => {
                    self.run(&mut run, out);
                    self.block(inner, out);
                }
                other => run.push(other),
            }
        }
        self.run(&mut run, out);
    }

    fn run(&mut self, run: &mut Vec<&Child>, out: &mut Vec<Block>) {
        let run = std::mem::take(run);
        let words = run.iter().filter(|child| !child.is_blank());
        let (Some(first), Some(last)) = (words.clone().next(), words.clone().next_back()) else { return };
        let span = spanned(first, last);
        let mut flow = Flow::new();
        self.pending.drain(..).for_each(|anchor| flow.add(Inline::Anchor(anchor)));
        run.iter().for_each(|child| self.flow(child, &mut flow));
        let content = flow.finish();
        if content.iter().all(|inline| matches!(inline, Inline::Anchor(_))) {
            // No words came: the names wait for some.
            self.pending.extend(content.into_iter().filter_map(|inline| match inline {
                Inline::Anchor(anchor) => Some(anchor),
                _ => None,
            }));
            return;
        }
        out.push(Block::Paragraph(Paragraph { content, span }));
    }

    /// Reads an element as a paragraph, and what stands between its words as blocks.
    pub(super) fn paragraph(&mut self, node: &Node, out: &mut Vec<Block>) {
        self.note_anchor(node);
        self.contents(&node.children, out);
    }

    /// Reads one block.
    pub(super) fn block(&mut self, node: &Node, out: &mut Vec<Block>) {
        let marks = self.marks(node);
        if marks.is_empty() {
            return self.unmarked(node, out);
        }
        let anchor = node.said("id").map(|id| self.anchor_of(&id.text));
        let mut plain = node.clone();
        plain.attributes.retain(|attribute| attribute.name != "id");
        let mut blocks = Vec::new();
        self.unmarked(&plain, &mut blocks);
        out.push(group(GroupKind::Plain, anchor, Vec::new(), marks, blocks, node));
    }

    /// Returns what is to be said of an element as a whole: that a filter flags it, that it changed.
    pub(super) fn marks(&self, node: &Node) -> Vec<Mark> {
        let mut marks = Vec::new();
        for attribute in self.sources.filter.flags(node) {
            let kind = if attribute.name == "rev" { MarkKind::Modified } else { MarkKind::Applies };
            let content = vec![Inline::Text(attribute.value.clone())];
            marks.push(Mark { kind, content, span: attribute.value.span });
        }
        let status = node.attribute("status");
        let kind = match status.map(Text::as_str) {
            Some("new") => Some(MarkKind::Added),
            Some("changed") => Some(MarkKind::Modified),
            Some("deleted") => Some(MarkKind::Deleted),
            _ => None,
        };
        if let (Some(kind), Some(status)) = (kind, status) {
            marks.push(Mark { kind, content: Vec::new(), span: status.span });
        }
        marks
    }

    fn unmarked(&mut self, node: &Node, out: &mut Vec<Block>) {
        match node.role.as_str() {
            "ul" | "ol" | "sl" | "choices" | "steps-unordered" | "steps" | "substeps" => self.list(node, out),
            "dl" | "parml" => self.definitions(node, out),
            "note" => self.note(node, out),
            "hazardstatement" => self.hazard(node, out),
            "pre" | "codeblock" | "msgblock" | "screen" => self.code_block(node, out),
            "lines" => self.lines(node, out),
            "draft-comment" => self.remark(node, out),
            "lq" => {
                let blocks = self.blocks(node);
                out.push(Block::Quote(blocks));
            }
            "fig" | "equation-figure" => self.figure(node, out),
            "table" => self.table(node, out),
            "simpletable" | "properties" | "choicetable" => self.simple_table(node, out),
            "object" => self.object(node, out),
            "syntaxdiagram" | "synblk" | "fragment" => self.syntax(node, out),
            "related-links" => self.related_links(node, out),
            "linklist" | "linkpool" => self.links(node, out),
            "condition" => self.labelled(node, GroupKind::Condition, out),
            "cause" => self.labelled(node, GroupKind::Cause, out),
            "remedy" => self.labelled(node, GroupKind::Remedy, out),
            role if SECTIONS.contains(&role) => self.section(node, out),
            _ => self.paragraph(node, out),
        }
    }

    /// Reads a section: its title is a heading, where it has one.
    pub(super) fn section(&mut self, node: &Node, out: &mut Vec<Block>) {
        let title = node.child("title").filter(|title| title.has_text());
        match title {
            Some(title) => {
                let anchor = node.said("id").map(|id| (self.anchor_of(&id.text), id.span));
                self.heading(title, anchor, self.level, out);
            }
            None => self.note_anchor(node),
        }
        let level = self.level;
        self.level = (level + 1).min(6);
        self.titleless(node, title, out);
        self.level = level;
    }

    /// Reads what an element holds but its title.
    fn titleless(&mut self, node: &Node, title: Option<&Node>, out: &mut Vec<Block>) {
        let is_title = |child: &Child| matches!((child, title), (Child::Element(inner), Some(title)) if inner.span == title.span && inner.is("title"));
        let rest: Vec<Child> = node.children.iter().filter(|child| !is_title(child)).cloned().collect();
        self.contents(&rest, out);
    }

    /// Reads a part whose name says what it is for; a title of its own says it better.
    fn labelled(&mut self, node: &Node, kind: GroupKind, out: &mut Vec<Block>) {
        if node.child("title").is_some_and(Node::has_text) {
            return self.section(node, out);
        }
        let anchor = node.said("id").map(|id| self.anchor_of(&id.text));
        let mut blocks = Vec::new();
        self.contents(&node.children, &mut blocks);
        out.push(group(kind, anchor, Vec::new(), Vec::new(), blocks, node));
    }

    fn list(&mut self, node: &Node, out: &mut Vec<Block>) {
        self.note_anchor(node);
        self.flush(out);
        let is_ordered = matches!(node.role.as_str(), "ol" | "steps" | "substeps");
        let mut items = Vec::new();
        for child in node.children.iter().filter(|child| !child.is_blank()) {
            match child {
                Child::Element(hidden) if HIDDEN.contains(&hidden.role.as_str()) => self.hide(hidden),
                Child::Element(item) => {
                    let marks = self.marks(item);
                    let mut blocks = self.blocks(item);
                    self.flush(&mut blocks);
                    if !marks.is_empty() {
                        blocks = vec![group(GroupKind::Plain, None, Vec::new(), marks, blocks, item)];
                    }
                    items.push(ListItem { checked: None, blocks, span: item.span });
                }
                Child::Text(text) => {
                    let mut blocks = Vec::new();
                    self.contents(std::slice::from_ref(child), &mut blocks);
                    items.push(ListItem { checked: None, blocks, span: text.span });
                }
            }
        }
        let paragraphs =
            |item: &ListItem| item.blocks.iter().filter(|block| matches!(block, Block::Paragraph(_))).count();
        let tight = items.iter().all(|item| paragraphs(item) <= 1);
        if !items.is_empty() {
            out.push(Block::List(List { start: is_ordered.then_some(1), tight, items, span: node.span }));
        }
    }

    /// Reads a list of terms with what they mean: each an item, its term set apart.
    fn definitions(&mut self, node: &Node, out: &mut Vec<Block>) {
        self.note_anchor(node);
        self.flush(out);
        let mut items = Vec::new();
        for entry in node.elements() {
            if HIDDEN.contains(&entry.role.as_str()) {
                self.hide(entry);
                continue;
            }
            self.note_anchor(entry);
            let mut blocks = Vec::new();
            let parts: Vec<&Node> = match entry.role.as_str() {
                "dlentry" | "plentry" | "dlhead" => entry.elements().collect(),
                _ => vec![entry],
            };
            for part in parts {
                if matches!(part.role.as_str(), "dt" | "pt" | "dthd" | "ddhd") {
                    let term = self.inlines(part);
                    let (anchors, words): (Vec<_>, Vec<_>) =
                        term.into_iter().partition(|inline| matches!(inline, Inline::Anchor(_)));
                    let mut content = anchors;
                    if !words.is_empty() {
                        content.push(Inline::Strong(words));
                    }
                    if !content.is_empty() {
                        blocks.push(Block::Paragraph(Paragraph { content, span: part.span }));
                    }
                } else {
                    let mut meaning = self.blocks(part);
                    blocks.append(&mut meaning);
                }
            }
            self.flush(&mut blocks);
            items.push(ListItem { checked: None, blocks, span: entry.span });
        }
        if !items.is_empty() {
            out.push(Block::List(List { start: None, tight: false, items, span: node.span }));
        }
    }

    fn note(&mut self, node: &Node, out: &mut Vec<Block>) {
        let mut blocks = Vec::new();
        if node.has("type", "other")
            && let Some(kind) = node.said("othertype")
        {
            let content = vec![Inline::Strong(vec![Inline::Text(kind.clone())])];
            blocks.push(Block::Paragraph(Paragraph { content, span: kind.span }));
        }
        let mut rest = self.blocks(node);
        blocks.append(&mut rest);
        self.flush(&mut blocks);
        out.push(Block::Admonition(Admonition { kind: kind(node), blocks, span: node.span }));
    }

    /// Reads safety text of ANSI Z535.6: what is hazardous, what may come of it, how it is avoided.
    fn hazard(&mut self, node: &Node, out: &mut Vec<Block>) {
        out.push(Block::Admonition(self.hazard_statement(node)));
    }

    fn hazard_statement(&mut self, node: &Node) -> Admonition {
        self.note_anchor(node);
        let mut blocks = Vec::new();
        let (symbols, rest): (Vec<Child>, Vec<Child>) = node
            .children
            .iter()
            .cloned()
            .partition(|child| matches!(child, Child::Element(inner) if inner.is("hazardsymbol")));
        for part in symbols.iter().chain(&rest) {
            match part {
                Child::Element(panel) if panel.is("messagepanel") => {
                    self.note_anchor(panel);
                    for line in panel.elements() {
                        let start = blocks.len();
                        let mut own = self.blocks(line);
                        blocks.append(&mut own);
                        if line.is("typeofhazard")
                            && let Some(Block::Paragraph(first)) = blocks.get_mut(start)
                        {
                            let words = std::mem::take(&mut first.content);
                            first.content = vec![Inline::Strong(words)];
                        }
                    }
                }
                other => self.contents(std::slice::from_ref(other), &mut blocks),
            }
        }
        self.flush(&mut blocks);
        Admonition { kind: kind(node), blocks, span: node.span }
    }

    /// Reads safety text: a note, or a hazard statement.
    pub(super) fn safety(&mut self, node: &Node) -> Admonition {
        if node.is("hazardstatement") {
            return self.hazard_statement(node);
        }
        let mut blocks = Vec::new();
        self.note(node, &mut blocks);
        match blocks.pop() {
            Some(Block::Admonition(admonition)) => admonition,
            other => Admonition { kind: kind(node), blocks: other.into_iter().collect(), span: node.span },
        }
    }

    fn code_block(&mut self, node: &Node, out: &mut Vec<Block>) {
        let anchor = node.said("id").map(|id| self.anchor_of(&id.text));
        self.flush(out);
        let mut files = Vec::new();
        node.each(&mut |inner| {
            if matches!(inner.role.as_str(), "coderef" | "include") {
                files.push(inner);
            }
        });
        for inner in node.elements().filter(|inner| HIDDEN.contains(&inner.role.as_str())) {
            self.hide(inner);
        }
        let text = exact(&without_hidden(node));
        let mut blocks = Vec::new();
        for file in files {
            let mut flow = Flow::new();
            self.flow(&Child::Element(file.clone()), &mut flow);
            blocks.push(Block::Paragraph(Paragraph { content: flow.finish(), span: file.span }));
        }
        if !text.as_str().trim().is_empty() {
            blocks.push(Block::Code(CodeBlock { info: language(node), text }));
        }
        match anchor {
            Some(anchor) => out.push(group(GroupKind::Plain, Some(anchor), Vec::new(), Vec::new(), blocks, node)),
            None => out.append(&mut blocks),
        }
    }

    /// Reads what a draft says to those who write it, where it is more than a line: each paragraph is an open point,
    /// the first with who says it.
    fn remark(&mut self, node: &Node, out: &mut Vec<Block>) {
        let mut blocks = self.blocks(node);
        self.flush(&mut blocks);
        if !matches!(blocks.first(), Some(Block::Paragraph(_))) {
            blocks.insert(0, Block::Paragraph(Paragraph { content: Vec::new(), span: node.tag }));
        }
        let mut owner = node.said("author").cloned();
        for block in &mut blocks {
            if let Block::Paragraph(Paragraph { content, span }) = block {
                let words = std::mem::take(content);
                let point = Tbd { id: None, owner: owner.take(), due: None, content: words, span: *span };
                content.push(Inline::Tbd(Box::new(point)));
            }
        }
        out.append(&mut blocks);
    }

    /// Reads text whose lines stay.
    fn lines(&mut self, node: &Node, out: &mut Vec<Block>) {
        let content = self.inlines(node);
        let content = content.into_iter().map(|inline| match inline {
            Inline::SoftBreak => Inline::HardBreak,
            other => other,
        });
        out.push(Block::Paragraph(Paragraph { content: content.collect(), span: node.span }));
    }

    fn figure(&mut self, node: &Node, out: &mut Vec<Block>) {
        let anchor = node.said("id").map(|id| self.anchor_of(&id.text));
        self.flush(out);
        let title = node.child("title");
        let content = title.map(|title| self.inlines(title)).unwrap_or_default();
        let mut blocks = Vec::new();
        self.titleless(node, title, &mut blocks);
        self.flush(&mut blocks);
        out.push(group(GroupKind::Figure, anchor, content, Vec::new(), blocks, node));
    }

    fn object(&mut self, node: &Node, out: &mut Vec<Block>) {
        self.note_anchor(node);
        if let Some(data) = node.said("data") {
            let mut link = node.clone();
            link.role = "xref".into();
            link.children.clear();
            link.set("href", data.clone());
            let mut flow = Flow::new();
            self.pending.drain(..).for_each(|anchor| flow.add(Inline::Anchor(anchor)));
            self.flow(&Child::Element(link), &mut flow);
            out.push(Block::Paragraph(Paragraph { content: flow.finish(), span: node.span }));
        }
        self.contents(&node.children, out);
    }

    /// Reads the syntax of a command: a line for each of its parts.
    fn syntax(&mut self, node: &Node, out: &mut Vec<Block>) {
        self.note_anchor(node);
        for part in node.elements() {
            if part.is("title") {
                let words = self.inlines(part);
                let content = vec![Inline::Strong(words)];
                out.push(Block::Paragraph(Paragraph { content, span: part.span }));
                continue;
            }
            let mut flow = Flow::new();
            self.pending.drain(..).for_each(|anchor| flow.add(Inline::Anchor(anchor)));
            self.flow(&Child::Element(part.clone()), &mut flow);
            let content = flow.finish();
            if !content.is_empty() {
                out.push(Block::Paragraph(Paragraph { content, span: part.span }));
            }
        }
    }

    fn related_links(&mut self, node: &Node, out: &mut Vec<Block>) {
        let mut blocks = Vec::new();
        self.links(node, &mut blocks);
        if !blocks.is_empty() {
            out.push(group(GroupKind::Related, None, Vec::new(), Vec::new(), blocks, node));
        }
    }

    /// Reads links as a list, each with what is said of it.
    fn links(&mut self, node: &Node, out: &mut Vec<Block>) {
        self.note_anchor(node);
        let mut items = Vec::new();
        let links = |reading: &mut Self, items: &mut Vec<ListItem>, link: &Node| {
            let mut blocks = Vec::new();
            let mut flow = Flow::new();
            reading.pending.drain(..).for_each(|anchor| flow.add(Inline::Anchor(anchor)));
            let mut bare = link.clone();
            bare.children.retain(|child| !matches!(child, Child::Element(inner) if inner.is("desc")));
            reading.flow(&Child::Element(bare), &mut flow);
            blocks.push(Block::Paragraph(Paragraph { content: flow.finish(), span: link.span }));
            if let Some(desc) = link.child("desc") {
                reading.paragraph(desc, &mut blocks);
            }
            items.push(ListItem { checked: None, blocks, span: link.span });
        };
        for inner in node.elements() {
            match inner.role.as_str() {
                "link" => links(self, &mut items, inner),
                "linklist" | "linkpool" => {
                    list_of(&mut items, node, out);
                    self.links(inner, out);
                }
                "title" => {
                    let words = self.inlines(inner);
                    let content = vec![Inline::Strong(words)];
                    out.push(Block::Paragraph(Paragraph { content, span: inner.span }));
                }
                _ => {
                    list_of(&mut items, node, out);
                    self.contents(std::slice::from_ref(&Child::Element(inner.clone())), out);
                }
            }
        }
        list_of(&mut items, node, out);
    }
}

fn list_of(items: &mut Vec<ListItem>, node: &Node, out: &mut Vec<Block>) {
    if !items.is_empty() {
        let items = std::mem::take(items);
        out.push(Block::List(List { start: None, tight: true, items, span: node.span }));
    }
}

/// Tells whether an element stands by itself between paragraphs.
pub(super) fn is_block(node: &Node) -> bool {
    let role = node.role.as_str();
    match role {
        "image" => node.has("placement", "break"),
        "draft-comment" => node.elements().any(is_block),
        _ if [BLOCKS, SECTIONS, HOLDERS, BODIES].iter().any(|names| names.contains(&role)) => true,
        "li"
        | "step"
        | "dlentry"
        | "plentry"
        | "itemgroup"
        | "info"
        | "stepxmp"
        | "stepresult"
        | "tutorialinfo"
        | "steptroubleshooting"
        | "linkpool"
        | "stepsection"
        | "shortdesc"
        | "cmd"
        | "dd"
        | "pd"
        | "fallback" => true,
        _ if is_known(role) => false,
        // What is not known is what it holds.
        _ => node.elements().any(is_block),
    }
}

/// Makes a group of blocks.
pub(super) fn group(
    kind: GroupKind,
    anchor: Option<EcoString>,
    title: Vec<Inline>,
    marks: Vec<Mark>,
    blocks: Vec<Block>,
    node: &Node,
) -> Block {
    Block::Group(Box::new(Group { kind, anchor, title, marks, blocks, span: node.span }))
}

fn kind(node: &Node) -> AdmonitionKind {
    match node.attribute("type").map(Text::as_str) {
        Some("danger") => AdmonitionKind::Danger,
        Some("warning") => AdmonitionKind::Warning,
        Some("caution" | "attention" | "notice") => AdmonitionKind::Caution,
        Some("tip" | "fastpath") => AdmonitionKind::Tip,
        Some("important" | "remember" | "restriction") => AdmonitionKind::Important,
        None if node.is("hazardstatement") => AdmonitionKind::Warning,
        _ => AdmonitionKind::Note,
    }
}

/// Returns the language of code, as `outputclass="language-xml"` says it.
fn language(node: &Node) -> Option<EcoString> {
    let classes = node.said("outputclass")?.as_str();
    let named = classes.split_whitespace().find_map(|class| class.strip_prefix("language-"));
    named.map(EcoString::from)
}

/// Returns the text of code, its lines as they are written.
fn exact(node: &Node) -> Text {
    fn push(node: &Node, out: &mut Vec<Text>) {
        for child in &node.children {
            match child {
                Child::Text(text) => out.push(text.clone()),
                Child::Element(inner) if matches!(inner.role.as_str(), "coderef" | "include") => {}
                Child::Element(inner) => push(inner, out),
            }
        }
    }
    let mut texts = Vec::new();
    push(node, &mut texts);
    let strip = |text: &str| text.len() - text.trim_start_matches(['\n', '\r']).len();
    if let [only] = texts.as_slice() {
        let from = strip(only.as_str());
        let whole = only.as_str().trim_end();
        let to = whole.len().max(from);
        if only.text.len() == only.span.len() {
            return Text::new(&only.as_str()[from..to], only.part(from, to));
        }
    }
    let all: EcoString = texts.iter().map(|text| text.as_str()).collect();
    let kept = all.trim_end();
    let from = strip(kept);
    joined(kept.get(from..).unwrap_or_default().into(), node.span)
}

/// Returns the place from one child to another.
fn spanned(first: &Child, last: &Child) -> crate::text::span::Span {
    let span = |child: &Child| match child {
        Child::Element(inner) => inner.span,
        Child::Text(text) => text.span,
    };
    let (first, last) = (span(first), span(last));
    if first.source == last.source && first.start <= last.end {
        crate::text::span::Span { end: last.end.max(first.end), ..first }
    } else {
        first
    }
}
