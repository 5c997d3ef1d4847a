//! Reads a map as a page: what it refers to, in its hierarchy, with the maps that it includes; the keys that it
//! defines; its relationship tables.

use super::block::group;
use super::link::{name, words};
use super::node::Node;
use super::resolve::title;
use super::space::{Entry, ScopeAt};
use super::topic::{Reading, joined};
use crate::model::block::{Block, Column, Grid, GridCell, GridRow, GroupKind, List, ListItem, Paragraph};
use crate::model::document::DocumentKind;
use crate::model::inline::{Inline, Text};
use crate::text::span::Span;

/// What the definition of a key is called by.
const KEY_NAMES: &[&str] = &["navtitle", "linktext"];

impl<'a> Reading<'_, 'a> {
    /// Reads a map.
    pub(super) fn map(&mut self, map: &'a Node, body: &mut Vec<Block>) {
        self.identify(map);
        self.metadata.kind = DocumentKind::Publication;
        let sources = self.sources;
        let found = sources.spaces.iter().enumerate().find_map(|(at, space)| {
            let scope = *space.reached.get(&self.at)?;
            let entries = if space.root == self.at { &space.entries } else { included(&space.entries, self.at)? };
            Some((at, scope, entries))
        });
        if let Some((at, scope, _)) = found {
            self.resolver.enter(&sources.spaces[at], scope);
        }
        match title(map) {
            Some(title) => {
                let title = self.resolver.whole(title);
                self.metadata.title = title.map(|title| self.inlines_without_anchors(&title)).unwrap_or_default();
            }
            None => self.metadata.title = map.said("title").cloned().map(Inline::Text).into_iter().collect(),
        }
        for part in map.elements().filter(|part| matches!(part.role.as_str(), "topicmeta" | "bookmeta")) {
            self.front(part, title(map), body);
        }
        if let Some(alternative) = map.child("booktitle") {
            let others = alternative.elements().filter(|inner| !inner.is("mainbooktitle"));
            for other in others.filter(|inner| inner.has_text()) {
                if let Some(other) = self.resolver.whole(other) {
                    self.paragraph(&other, body);
                }
            }
        }
        if let Some((space, _, entries)) = found {
            let mut items = Vec::new();
            self.entries(entries, space, &mut items);
            list(items, map.span, body);
            self.keys(entries, space, map, body);
            let tables: Vec<(&'a Node, ScopeAt)> = sources.spaces[space]
                .tables
                .iter()
                .filter(|(table, _)| table.source() == map.source())
                .copied()
                .collect();
            for (table, scope) in tables {
                self.relation_table(table, scope, space, body);
            }
        }
        self.report_map();
    }

    /// Reads what a map says of itself or of a reference: a short description is shown, the rest is known about it.
    fn front(&mut self, part: &'a Node, title: Option<&'a Node>, body: &mut Vec<Block>) {
        let Some(part) = self.resolver.whole(part) else { return };
        for inner in part.elements() {
            match inner.role.as_str() {
                "shortdesc" => self.paragraph(inner, body),
                "navtitle" if title.is_some_and(|title| title.span == inner.span) => {}
                "navtitle" | "linktext" => self.hide(inner),
                _ => {
                    let mut only = part.clone();
                    only.children = vec![super::node::Child::Element(inner.clone())];
                    self.prolog(&only);
                }
            }
        }
    }

    /// Reads references as items. What has no words and leads nowhere is what it holds; a map that stands in place of
    /// a reference too.
    fn entries(&mut self, entries: &[Entry<'a>], space: usize, items: &mut Vec<ListItem>) {
        for entry in entries.iter().filter(|entry| !entry.resource_only) {
            let is_map = entry.map.is_some();
            let content = match is_map && words(entry.node, &["navtitle"]).is_empty() && !has_key(entry.node) {
                true => Vec::new(),
                false => self.reference(entry.node, entry.scope, Some(space), &["navtitle"]),
            };
            let content = if content.is_empty() { names(entry.node) } else { content };
            self.unshown(entry.node, &["navtitle"], false);
            let span = entry.node.span;
            let mut blocks = line(content, span);
            self.short(entry.node, &mut blocks);
            let mut inner = Vec::new();
            self.entries(&entry.entries, space, &mut inner);
            item(blocks, inner, span, items);
        }
    }

    /// Reads the short description that a reference gives.
    fn short(&mut self, node: &'a Node, blocks: &mut Vec<Block>) {
        let short = node.meta().and_then(|meta| meta.child("shortdesc"));
        if let Some(short) = short.and_then(|short| self.resolver.whole(short)) {
            self.paragraph(&short, blocks);
        }
    }

    /// Takes what a reference says besides of what it leads to, for search alone.
    fn unshown(&mut self, node: &'a Node, called: &[&str], with_keywords: bool) {
        let shown = name(node, called);
        for part in node.meta().into_iter().flat_map(Node::elements) {
            let is_shown = shown.is_some_and(|shown| std::ptr::eq(shown, part))
                || part.is("shortdesc")
                || with_keywords && part.is("keywords");
            if !is_shown && let Some(part) = self.resolver.whole(part) {
                self.hide(&part);
            }
        }
    }

    /// Reads the keys that this very map defines, and what it refers to for its resource alone.
    fn keys(&mut self, entries: &[Entry<'a>], space: usize, map: &Node, body: &mut Vec<Block>) {
        let mut items = Vec::new();
        self.resources(entries, space, map, &mut items);
        if items.is_empty() {
            return;
        }
        let list = Block::List(List { start: None, tight: true, items, span: map.span });
        body.push(group(GroupKind::Keys, None, Vec::new(), Vec::new(), vec![list], map));
    }

    fn resources(&mut self, entries: &[Entry<'a>], space: usize, map: &Node, items: &mut Vec<ListItem>) {
        for entry in entries {
            let mut blocks = Vec::new();
            let span = entry.node.span;
            if entry.resource_only && entry.node.source() == map.source() {
                blocks = line(self.key(entry, space), span);
                self.short(entry.node, &mut blocks);
                self.unshown(entry.node, KEY_NAMES, true);
            }
            let mut inner = Vec::new();
            // What a map within defines stands on its own page.
            if entry.map.is_none() {
                self.resources(&entry.entries, space, map, &mut inner);
            }
            item(blocks, inner, span, items);
        }
    }

    /// Returns the keys that a reference defines, what they stand for, and where they lead.
    fn key(&mut self, entry: &Entry<'a>, space: usize) -> Vec<Inline> {
        let mut content = names(entry.node);
        let mut leads = match entry.map {
            Some(_) if content.is_empty() => Vec::new(),
            _ => self.reference(entry.node, entry.scope, Some(space), KEY_NAMES),
        };
        let mut says = self.key_words(entry.node);
        for part in [&mut says, &mut leads] {
            if !part.is_empty() && !content.is_empty() {
                content.push(Inline::SoftBreak);
            }
            content.append(part);
        }
        content
    }

    /// Returns the words that a key stands for.
    fn key_words(&mut self, node: &'a Node) -> Vec<Inline> {
        let keywords = node.meta().and_then(|meta| meta.child("keywords"));
        let mut content = Vec::new();
        for word in keywords.into_iter().flat_map(Node::elements) {
            let Some(word) = self.resolver.whole(word) else { continue };
            let mut words = self.inlines_without_anchors(&word);
            if !words.is_empty() && !content.is_empty() {
                content.push(Inline::SoftBreak);
            }
            content.append(&mut words);
        }
        content
    }

    /// Reads a relationship table: what stands in a row belongs together.
    fn relation_table(&mut self, table: &'a Node, scope: ScopeAt, space: usize, body: &mut Vec<Block>) {
        let mut grid =
            Grid { columns: Vec::new(), head: Vec::new(), body: Vec::new(), foot: Vec::new(), span: table.span };
        for row in table.elements().filter(|row| row.is("relrow")) {
            let mut cells = Vec::new();
            for cell in row.elements().filter(|cell| cell.is("relcell")) {
                let mut items = Vec::new();
                self.cell_links(cell, scope, space, &mut items);
                let blocks = match items.len() {
                    1 => items.remove(0).blocks,
                    _ => {
                        let mut blocks = Vec::new();
                        list(items, cell.span, &mut blocks);
                        blocks
                    }
                };
                let column = cells.len();
                cells.push(GridCell { column, columns: 1, rows: 1, alignment: None, blocks, span: cell.span });
            }
            grid.body.push(GridRow { cells, span: row.span });
        }
        let count = grid.rows().map(|row| row.cells.len()).max().unwrap_or(0);
        grid.columns = vec![Column::default(); count];
        for row in &mut grid.body {
            let span = row.span.part(0, 0);
            let blocks = Vec::new();
            while row.cells.len() < count {
                let column = row.cells.len();
                row.cells.push(GridCell { column, columns: 1, rows: 1, alignment: None, blocks: blocks.clone(), span });
            }
        }
        let title = table.child("title").filter(|title| title.has_text()).and_then(|title| self.resolver.whole(title));
        let title = title.map(|title| self.inlines_without_anchors(&title)).unwrap_or_default();
        if count > 0 {
            body.push(group(GroupKind::Related, None, title, Vec::new(), vec![Block::Grid(Box::new(grid))], table));
        }
    }

    fn cell_links(&mut self, cell: &'a Node, scope: ScopeAt, space: usize, items: &mut Vec<ListItem>) {
        for inner in cell.elements().filter(|inner| super::vocabulary::is_reference(&inner.role)) {
            let content = self.reference(inner, scope, Some(space), &["linktext", "navtitle"]);
            if !content.is_empty() {
                let paragraph = Block::Paragraph(Paragraph { content, span: inner.span });
                items.push(ListItem { checked: None, blocks: vec![paragraph], span: inner.span });
            }
            self.cell_links(inner, scope, space, items);
        }
    }
}

/// Returns the references of a map where it is included.
fn included<'e, 'a>(entries: &'e [Entry<'a>], at: usize) -> Option<&'e Vec<Entry<'a>>> {
    entries.iter().find_map(|entry| match entry.map {
        Some(map) if map == at => Some(&entry.entries),
        _ => included(&entry.entries, at),
    })
}

fn has_key(node: &Node) -> bool {
    node.said("keyref").is_some()
}

/// Returns the keys that a reference defines, or what values are defined for, as code.
fn names(node: &Node) -> Vec<Inline> {
    let defined = if matches!(node.role.as_str(), "attributedef" | "elementdef") { "name" } else { "keys" };
    let Some(keys) = node.said(defined) else { return Vec::new() };
    let mut content = Vec::new();
    let mut at = 0;
    for key in keys.as_str().split_whitespace() {
        let from = keys.as_str()[at..].find(key).map_or(at, |found| at + found);
        at = from + key.len();
        if !content.is_empty() {
            content.push(Inline::SoftBreak);
        }
        let is_exact = keys.text.len() == keys.span.len();
        let name = if is_exact { Text::new(key, keys.part(from, at)) } else { joined(key.into(), keys.span) };
        content.push(Inline::Code(name));
    }
    content
}

fn line(content: Vec<Inline>, span: Span) -> Vec<Block> {
    if content.is_empty() { Vec::new() } else { vec![Block::Paragraph(Paragraph { content, span })] }
}

/// Adds an item with those within it; where it says nothing, they stand in its place.
fn item(mut blocks: Vec<Block>, mut inner: Vec<ListItem>, span: Span, items: &mut Vec<ListItem>) {
    if blocks.is_empty() {
        return items.append(&mut inner);
    }
    list(inner, span, &mut blocks);
    items.push(ListItem { checked: None, blocks, span });
}

fn list(items: Vec<ListItem>, span: Span, body: &mut Vec<Block>) {
    if !items.is_empty() {
        body.push(Block::List(List { start: None, tight: true, items, span }));
    }
}
