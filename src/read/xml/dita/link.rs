//! What links lead to: from the addresses of DITA to anchors of pages.

use ecow::EcoString;

use super::super::flow::Flow;
use super::node::{Attribute, Child, Node};
use super::resolve::{WRITTEN, has_or_gets_words, is_external, written_as};
use super::space::{ScopeAt, Space};
use super::topic::{Reading, joined};
use super::vocabulary::{is_map, is_topic};
use super::world::{Address, At, World};
use crate::model::block::{Block, ListItem, Paragraph};
use crate::model::inline::{Destination, Inline, Text};

impl<'a> Reading<'_, 'a> {
    /// Returns what an address leads to, and how it is written.
    pub(super) fn destination(&self, href: &Text, node: &Node) -> (Destination, EcoString) {
        let written = node.attribute(WRITTEN).unwrap_or(href).text.clone();
        if is_external(href, node) {
            return (Destination::External, written);
        }
        let world = self.sources.world;
        let address = world.address(href);
        let Some(path) = &address.path else {
            // It leads out of the documentation, wherever it is read from.
            let is_own = href.span.source == self.sources.world.parsed[self.at].source;
            let path = if is_own { written.clone() } else { ecow::eco_format!("/../{written}") };
            return (Destination::File { path, anchor: None }, written);
        };
        let at = world.at(path);
        // What another documentation holds is not there as this one is read (DITA 1.3, 3.10.5, `scope`).
        if at.is_none() && node.has("scope", "peer") {
            return (Destination::External, written);
        }
        // What stands behind `#` of a text file names lines of it.
        let is_text = matches!(node.role.as_str(), "coderef" | "include");
        let anchor = match at.filter(|_| !is_text) {
            Some(at) => address.fragment.as_ref().and_then(|fragment| anchor(world, at, fragment)),
            None if is_text => None,
            None => address.fragment.clone(),
        };
        let own = self.sources.world.parsed[self.at].path == *path;
        let path = if own { EcoString::new() } else { ecow::eco_format!("/{path}") };
        (Destination::File { path, anchor }, written)
    }

    /// Returns a reference of a map as a link: the words of `called`, else the title of what it leads to; nothing where
    /// it leads nowhere and has no words.
    pub(super) fn reference(
        &mut self,
        node: &'a Node,
        scope: ScopeAt,
        space: Option<usize>,
        called: &[&str],
    ) -> Vec<Inline> {
        let world = self.sources.world;
        let space = space.and_then(|space| self.sources.spaces.get(space));
        if let Some(space) = space {
            self.resolver.enter(space, scope);
        }
        let mut link = Node {
            name: "xref".into(),
            role: "xref".into(),
            tag: node.tag,
            span: node.span,
            attributes: Vec::new(),
            children: Vec::new(),
        };
        let resource = match space {
            Some(space) => space.resource(world, node, scope),
            None => node.said("href").map(|href| (world.address(href), node)),
        };
        if let Some((address, holder)) = resource
            && let Some(href) = holder.said("href")
        {
            let is_written = is_external(href, holder) || address.path.is_none();
            let leads = if is_written { href.text.clone() } else { written_as(&address).unwrap_or_default() };
            let value = joined(leads, href.span);
            link.attributes.push(Attribute { name: "href".into(), name_span: href.span, value });
            link.set(WRITTEN, href.clone());
            link.attributes
                .extend(holder.attributes.iter().filter(|it| it.name == "scope" || it.name == "format").cloned());
        }
        // The words are those of the key where the reference has none of its own; and where the key is not defined, or
        // leads nowhere, the resolver says so, and shows it.
        if let Some(keyref) = node.said("keyref") {
            link.attributes.push(Attribute { name: "keyref".into(), name_span: keyref.span, value: keyref.clone() });
        }
        link.children = words(node, called);
        if link.children.is_empty() && link.attributes.is_empty() {
            return Vec::new();
        }
        let Some(link) = self.resolver.whole(&link) else { return Vec::new() };
        let mut flow = Flow::new();
        self.flow(&Child::Element(link), &mut flow);
        flow.finish()
    }

    /// Returns the links that relationship tables give the document.
    pub(super) fn relations(&mut self) -> Vec<ListItem> {
        let mut items: Vec<ListItem> = Vec::new();
        let mut seen = Vec::new();
        let sources = self.sources;
        let Some((at, space)) =
            sources.spaces.iter().enumerate().find(|(_, space)| space.reached.contains_key(&self.at))
        else {
            return items;
        };
        for (node, scope) in space.related.get(&self.at).into_iter().flatten() {
            let leads = space.resource(sources.world, node, *scope).map(|(address, _)| address);
            if leads.is_some() && seen.contains(&leads) {
                continue;
            }
            seen.push(leads);
            let content = self.reference(node, *scope, Some(at), &["linktext", "navtitle"]);
            if !content.is_empty() {
                let paragraph = Block::Paragraph(Paragraph { content, span: node.span });
                items.push(ListItem { checked: None, blocks: vec![paragraph], span: node.span });
            }
        }
        items
    }
}

/// Returns the first of some elements of a reference that says what it is called.
pub(super) fn name<'n>(node: &'n Node, called: &[&str]) -> Option<&'n Node> {
    let meta = node.meta();
    let mut elements = called.iter().filter_map(|name| meta?.child(name));
    elements.find(|words| has_or_gets_words(words))
}

/// Returns what a reference of a map is called, by the first of some elements that has words.
pub(super) fn words(node: &Node, called: &[&str]) -> Vec<Child> {
    if let Some(words) = name(node, called) {
        return words.children.clone();
    }
    let written = node.said("navtitle").filter(|_| called.contains(&"navtitle"));
    written.map(|title| Child::Text(title.clone())).into_iter().collect()
}

/// Returns the anchor of what a fragment names, in the page of its source; nothing where that is the page as a whole.
/// What is not there keeps its name, so that a finding can say it.
fn anchor(world: &World<'_>, at: At, fragment: &EcoString) -> Option<EcoString> {
    let address = |fragment: &str| world.find(at, Some(fragment));
    let found = address(fragment);
    let whole = world.first(at).filter(|_| !world.is_composite(at));
    match found {
        Some(node) if is_map(&node.role) || whole.is_some_and(|whole| std::ptr::eq(whole, node)) => None,
        Some(node) if is_topic(&node.role) => Some(fragment.clone()),
        _ => {
            let first = whole.and_then(|whole| whole.said("id")).map(Text::as_str);
            match fragment.split_once('/') {
                Some((topic, element)) if Some(topic) == first => Some(element.into()),
                _ => Some(fragment.clone()),
            }
        }
    }
}

impl<'a> Space<'a> {
    /// Notes what relationship tables relate each topic to: what stands in the other cells of its row.
    pub(super) fn relate(&mut self, world: &World<'a>) {
        let tables = self.tables.clone();
        for (table, scope) in tables {
            let heads: Vec<Option<&str>> = table
                .elements()
                .filter(|inner| inner.is("relheader"))
                .flat_map(Node::elements)
                .map(|column| column.attribute("linking").map(Text::as_str))
                .collect();
            for row in table.elements().filter(|inner| inner.is("relrow")) {
                let mut cells: Vec<Vec<(&'a Node, &str)>> = Vec::new();
                for (at, cell) in row.elements().filter(|inner| inner.is("relcell")).enumerate() {
                    let own = cell.attribute("linking").map(Text::as_str);
                    let linking = own.or(heads.get(at).copied().flatten()).unwrap_or("normal");
                    let mut references = Vec::new();
                    gather(cell, linking, &mut references);
                    cells.push(references);
                }
                for (at, cell) in cells.iter().enumerate() {
                    for (from, _) in cell.iter().filter(|(_, linking)| matches!(*linking, "normal" | "sourceonly")) {
                        let Some(source) = self.target(world, from, scope) else { continue };
                        let others = cells.iter().enumerate().filter(|(other, _)| *other != at);
                        let others = others.flat_map(|(_, cell)| cell);
                        let targets = others.filter(|(_, linking)| matches!(*linking, "normal" | "targetonly"));
                        let found: Vec<_> = targets.map(|(to, _)| (*to, scope)).collect();
                        self.related.entry(source).or_default().extend(found);
                    }
                }
            }
        }
    }

    fn target(&self, world: &World<'a>, node: &'a Node, scope: ScopeAt) -> Option<At> {
        let Address { path, .. } = self.resource(world, node, scope)?.0;
        world.at(path.as_ref()?)
    }
}

fn gather<'a>(cell: &'a Node, linking: &'a str, found: &mut Vec<(&'a Node, &'a str)>) {
    for inner in cell.elements().filter(|inner| super::vocabulary::is_reference(&inner.role)) {
        let linking = inner.attribute("linking").map_or(linking, Text::as_str);
        if inner.said("href").is_some() || inner.said("keyref").is_some() {
            found.push((inner, linking));
        }
        gather(inner, linking, found);
    }
}
