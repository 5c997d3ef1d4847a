//! Reads a map as a page: what it refers to, in its hierarchy, with the maps that it includes; the keys that it
//! defines; its relationship tables.

use super::block::group;
use super::link::words;
use super::node::Node;
use super::resolve::title;
use super::space::{Entry, ScopeAt};
use super::topic::{Reading, joined};
use crate::model::block::{Block, Column, Grid, GridCell, GridRow, GroupKind, List, ListItem, Paragraph};
use crate::model::document::DocumentKind;
use crate::model::inline::{Inline, Text};
use crate::text::span::Span;

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
            self.front(part, body);
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
    fn front(&mut self, part: &'a Node, body: &mut Vec<Block>) {
        let Some(part) = self.resolver.whole(part) else { return };
        for inner in part.elements() {
            match inner.role.as_str() {
                "shortdesc" => self.paragraph(inner, body),
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
            let mut inner = Vec::new();
            self.entries(&entry.entries, space, &mut inner);
            if content.is_empty() {
                items.append(&mut inner);
                continue;
            }
            let span = entry.node.span;
            let mut blocks = vec![Block::Paragraph(Paragraph { content, span })];
            let short = entry.node.child("topicmeta").and_then(|meta| meta.child("shortdesc"));
            if let Some(short) = short.and_then(|short| self.resolver.whole(short)) {
                self.paragraph(&short, &mut blocks);
            }
            list(inner, span, &mut blocks);
            items.push(ListItem { checked: None, blocks, span });
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
            if entry.resource_only && entry.node.source() == map.source() {
                let span = entry.node.span;
                let mut content = names(entry.node);
                let mut leads = match entry.map {
                    Some(_) if content.is_empty() => Vec::new(),
                    _ => self.reference(entry.node, entry.scope, Some(space), &["navtitle", "linktext"]),
                };
                let mut says = self.key_words(entry.node);
                for part in [&mut says, &mut leads] {
                    if !part.is_empty() && !content.is_empty() {
                        content.push(Inline::SoftBreak);
                    }
                    content.append(part);
                }
                if !content.is_empty() {
                    let paragraph = Block::Paragraph(Paragraph { content, span });
                    items.push(ListItem { checked: None, blocks: vec![paragraph], span });
                }
            }
            // What a map within defines stands on its own page.
            if entry.map.is_none() {
                self.resources(&entry.entries, space, map, items);
            }
        }
    }

    /// Returns the words that a key stands for.
    fn key_words(&mut self, node: &'a Node) -> Vec<Inline> {
        let keywords = node.child("topicmeta").and_then(|meta| meta.child("keywords"));
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

/// Returns the keys that a reference defines, as code.
fn names(node: &Node) -> Vec<Inline> {
    let Some(keys) = node.said("keys") else { return Vec::new() };
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

fn list(items: Vec<ListItem>, span: Span, body: &mut Vec<Block>) {
    if !items.is_empty() {
        body.push(Block::List(List { start: None, tight: true, items, span }));
    }
}
