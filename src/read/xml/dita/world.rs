//! All sources of DITA side by side: what each of them holds, found by path and by id.

use ecow::EcoString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Parsed;
use super::node::Node;
use super::vocabulary::{is_map, is_reference, is_topic};
use crate::model::inline::Text;
use crate::read::destination::decoded;
use crate::text::path::{folder, join};
use crate::text::span::SourceId;

/// Names one source of DITA: its place among all of them.
pub(super) type At = usize;

/// The sources, with what they hold by name.
pub(super) struct World<'a> {
    pub(super) parsed: &'a [Parsed],
    by_path: FxHashMap<&'a str, At>,
    by_source: FxHashMap<SourceId, At>,
    names: Vec<Names<'a>>,
    /// How many files have a root, or a first topic, of an id.
    ids: FxHashMap<&'a str, usize>,
}

/// What one source names.
#[derive(Default)]
struct Names<'a> {
    /// The topics with their ids, the first one first.
    topics: Vec<(&'a str, &'a Node)>,
    /// The elements by the id of their topic (none in a map) and their own.
    elements: FxHashMap<(&'a str, &'a str), &'a Node>,
}

/// What a reference was written to lead to (DITA 1.3, 3.9.3.10, URI-based addressing).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// The path below the documentation folder; nothing where it leads out of it.
    pub(super) path: Option<EcoString>,
    /// What stands behind `#`, a topic by its id and not by `.`.
    pub(super) fragment: Option<EcoString>,
}

impl<'a> World<'a> {
    pub(super) fn new(parsed: &'a [Parsed]) -> Self {
        let by_path = parsed.iter().enumerate().map(|(at, parsed)| (parsed.path.as_str(), at)).collect();
        let by_source = parsed.iter().enumerate().map(|(at, parsed)| (parsed.source, at)).collect();
        let mut world = Self {
            parsed,
            by_path,
            by_source,
            names: parsed.iter().map(Names::of).collect(),
            ids: FxHashMap::default(),
        };
        for at in 0..parsed.len() {
            if let Some(id) = world.first(at).and_then(|first| first.said("id")) {
                *world.ids.entry(id.as_str()).or_default() += 1;
            }
        }
        world
    }

    /// Tells whether one file alone has a root, or a first topic, of an id.
    pub(super) fn is_unique(&self, id: &str) -> bool {
        self.ids.get(id).copied().unwrap_or_default() < 2
    }

    /// Tells whether a file holds several topics side by side.
    pub(super) fn is_composite(&self, at: At) -> bool {
        let root = self.root(at).filter(|root| root.is("dita"));
        root.is_some_and(|root| root.elements().filter(|inner| is_topic(&inner.role)).count() > 1)
    }

    /// Returns the source of a path.
    pub(super) fn at(&self, path: &str) -> Option<At> {
        self.by_path.get(path).copied()
    }

    /// Returns the source that something is written in.
    pub(super) fn of(&self, source: SourceId) -> Option<At> {
        self.by_source.get(&source).copied()
    }

    /// Returns the root element of a source.
    pub(super) fn root(&self, at: At) -> Option<&'a Node> {
        self.parsed.get(at)?.root.as_ref()
    }

    /// Tells whether a source is a map.
    pub(super) fn is_map(&self, at: At) -> bool {
        self.root(at).is_some_and(|root| is_map(&root.role))
    }

    /// Returns the maps that no other map includes; all of them where each is included by another.
    pub(super) fn roots(&self) -> Vec<At> {
        let maps: Vec<At> = (0..self.parsed.len()).filter(|at| self.is_map(*at)).collect();
        let mut included = FxHashSet::default();
        for at in &maps {
            let Some(root) = self.root(*at) else { continue };
            root.each(&mut |node| {
                let href = node.said("href").filter(|_| is_reference(&node.role));
                let to = href.and_then(|href| self.at(self.address(href).path.as_ref()?));
                included.extend(to.filter(|to| to != at && self.is_map(*to)));
            });
        }
        let roots: Vec<At> = maps.iter().copied().filter(|at| !included.contains(at)).collect();
        if roots.is_empty() { maps } else { roots }
    }

    /// Reads an address that stands in a source.
    pub(super) fn address(&self, written: &Text) -> Address {
        let from = self.of(written.span.source).and_then(|at| self.parsed.get(at));
        let own = from.map(|parsed| parsed.path.as_str()).unwrap_or_default();
        let (path, fragment) = match written.as_str().trim().split_once('#') {
            Some((path, fragment)) => (path, Some(decoded(fragment)).filter(|fragment| !fragment.is_empty())),
            None => (written.as_str().trim(), None),
        };
        let path = decoded(path.split('?').next().unwrap_or_default());
        let path = match path.as_str() {
            "" => Some(own.into()),
            path => match path.strip_prefix('/') {
                Some(absolute) => join("", absolute).map(EcoString::from),
                None => join(folder(own), path).map(EcoString::from),
            },
        };
        let fragment = fragment.map(|fragment| match fragment.strip_prefix("./") {
            Some(element) => match self.topic_around(written) {
                Some(topic) => ecow::eco_format!("{topic}/{element}"),
                None => element.into(),
            },
            None => fragment,
        });
        Address { path, fragment }
    }

    /// Returns the id of the topic that a text is written in.
    fn topic_around(&self, written: &Text) -> Option<&'a str> {
        let names = &self.names[self.of(written.span.source)?];
        let holds =
            |(_, topic): &&(&str, &Node)| topic.span.start <= written.span.start && written.span.end <= topic.span.end;
        names.topics.iter().rfind(holds).map(|(id, _)| *id)
    }

    /// Returns the first topic of a source, or its map.
    pub(super) fn first(&self, at: At) -> Option<&'a Node> {
        match self.names.get(at)?.topics.first() {
            Some((_, topic)) => Some(topic),
            None => self.root(at).filter(|root| is_map(&root.role)),
        }
    }

    /// Returns what a fragment names in a source: a topic, or an element of a topic or a map.
    pub(super) fn find(&self, at: At, fragment: Option<&str>) -> Option<&'a Node> {
        let Some(fragment) = fragment else { return self.first(at) };
        let names = self.names.get(at)?;
        if let Some((topic, element)) = fragment.split_once('/') {
            return names.elements.get(&(topic, element)).copied();
        }
        let topic = names.topics.iter().find(|(id, _)| *id == fragment).map(|(_, topic)| *topic);
        topic.or_else(|| names.elements.get(&("", fragment)).copied())
    }

    /// Returns what an address names, if that is in a source of DITA.
    pub(super) fn target(&self, address: &Address) -> Option<(At, &'a Node)> {
        let at = self.at(address.path.as_ref()?)?;
        Some((at, self.find(at, address.fragment.as_deref())?))
    }

    /// Returns what an element of a key's target is addressed by: `key/element` leads into the first topic, or the one
    /// that the key names.
    pub(super) fn within(&self, address: &Address, element: &str) -> Address {
        let own = address.fragment.as_ref().map(|fragment| fragment.split('/').next().unwrap_or_default());
        let first = || {
            let names = self.names.get(self.at(address.path.as_ref()?)?)?;
            names.topics.first().map(|(id, _)| *id)
        };
        let fragment = match own.or_else(first) {
            Some(topic) => ecow::eco_format!("{topic}/{element}"),
            None => element.into(),
        };
        Address { path: address.path.clone(), fragment: Some(fragment) }
    }
}

impl<'a> Names<'a> {
    fn of(parsed: &'a Parsed) -> Self {
        let mut names = Self::default();
        if let Some(root) = &parsed.root {
            names.add(root, "");
        }
        names
    }

    fn add(&mut self, node: &'a Node, topic: &'a str) {
        let id = node.attribute("id").map(|id| id.as_str().trim()).filter(|id| !id.is_empty());
        let topic = if is_topic(&node.role) {
            self.topics.push((id.unwrap_or_default(), node));
            id.unwrap_or_default()
        } else {
            if let Some(id) = id {
                self.elements.entry((topic, id)).or_insert(node);
            }
            topic
        };
        for inner in node.elements() {
            self.add(inner, topic);
        }
    }
}
