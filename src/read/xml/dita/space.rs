//! Walks a root map with all maps below it: the hierarchy of its references, the keys that it defines, and the topics
//! that it reaches (DITA 1.3, 2.2.2 and 2.2.4).

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::filter::Filter;
use super::node::Node;
use super::vocabulary::{is_map, is_reference};
use super::world::{Address, At, World};
use crate::model::inline::Text;
use crate::text::span::Span;

/// More references than these are not followed: maps that include one another twice, again and again, have no end.
const MOST: usize = 100_000;

/// Names one key scope of a space.
pub(super) type ScopeAt = usize;

/// What a root map makes of all that it reaches.
pub(super) struct Space<'a> {
    /// The root map.
    pub(super) root: At,
    /// The references, in their hierarchy, those of maps that are included in place.
    pub(super) entries: Vec<Entry<'a>>,
    /// The relationship tables, each with the scope that it stands in.
    pub(super) tables: Vec<(&'a Node, ScopeAt)>,
    /// The topics and maps that are reached, each with the scope of the first reference to it.
    pub(super) reached: FxHashMap<At, ScopeAt>,
    /// Maps that include themselves: the reference, and the ways to it.
    pub(super) circles: Vec<(Text, Vec<Span>)>,
    /// What relationship tables relate each topic to, with the scope that it is known in.
    pub(super) related: FxHashMap<At, Vec<(&'a Node, ScopeAt)>>,
    /// What a map asks for and is not done, with what that is.
    pub(super) undone: Vec<(Span, &'static str)>,
    scopes: Vec<Scope<'a>>,
}

/// A reference of a map.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) node: &'a Node,
    pub(super) scope: ScopeAt,
    /// Whether it is there for its resource alone, and is no part of what is read.
    pub(super) resource_only: bool,
    /// The map that stands in its place.
    pub(super) map: Option<At>,
    pub(super) entries: Vec<Entry<'a>>,
}

/// A part of a map in which keys mean what they are defined to mean there.
#[derive(Default)]
struct Scope<'a> {
    names: Vec<EcoString>,
    parent: Option<ScopeAt>,
    inner: Vec<ScopeAt>,
    keys: FxHashMap<EcoString, Key<'a>>,
}

/// A definition of a key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key<'a> {
    /// The reference that defines it.
    pub(super) node: &'a Node,
    /// The scope in which it stands.
    pub(super) scope: ScopeAt,
    /// How many maps are around it: what stands nearer to the root counts.
    depth: usize,
}

/// Where the walk is.
#[derive(Clone, Copy)]
struct Here {
    scope: ScopeAt,
    depth: usize,
    resource_only: bool,
}

impl<'a> Space<'a> {
    /// Walks a root map.
    pub(super) fn of(world: &World<'a>, filter: &Filter, root: At) -> Self {
        let space = Self {
            root,
            entries: Vec::new(),
            tables: Vec::new(),
            reached: FxHashMap::default(),
            circles: Vec::new(),
            related: FxHashMap::default(),
            undone: Vec::new(),
            scopes: vec![Scope::default()],
        };
        let mut walk =
            Walk { world, filter, space, around: vec![(root, Span::at_start(world.parsed[root].source))], count: 0 };
        walk.space.reached.insert(root, 0);
        let mut entries = Vec::new();
        if let Some(map) = world.root(root) {
            walk.space.scopes[0].names = scopes(map);
            let resource_only = is_resource(map, false);
            walk.within(map, Here { scope: 0, depth: 0, resource_only }, &mut entries);
        }
        let mut space = walk.space;
        space.reach(world, &entries);
        space.entries = entries;
        space.relate(world);
        space
    }

    /// Notes the topics that are reached by keys.
    fn reach(&mut self, world: &World<'a>, entries: &[Entry<'a>]) {
        for entry in entries {
            let leads = self.leads(world, entry);
            if let Some((at, _)) = leads.and_then(|address| world.target(&address)) {
                self.reached.entry(at).or_insert(entry.scope);
            }
            self.reach(world, &entry.entries);
        }
    }

    /// Returns what a reference of a map leads to: by its key where that is defined, else by itself.
    pub(super) fn leads(&self, world: &World<'a>, entry: &Entry<'a>) -> Option<Address> {
        self.resource(world, entry.node, entry.scope).map(|(address, _)| address)
    }

    /// Returns the address that a reference or the definition of a key leads to, and the element that has it.
    pub(super) fn resource(&self, world: &World<'a>, node: &'a Node, scope: ScopeAt) -> Option<(Address, &'a Node)> {
        /// Keys that are defined by keys are followed so far.
        const LONGEST: usize = 16;
        let (mut node, mut scope) = (node, scope);
        for _ in 0..LONGEST {
            let key = node.said("keyref").and_then(|name| self.key(scope, name.as_str().trim()));
            match key {
                Some(key) => (node, scope) = (key.node, key.scope),
                None => return node.said("href").map(|href| (world.address(href), node)),
            }
        }
        None
    }

    /// Returns the definition of a key that holds in a scope: that of the outermost scope around it which has one
    /// (DITA 1.3, 2.2.4.4.3).
    pub(super) fn key(&self, scope: ScopeAt, name: &str) -> Option<Key<'a>> {
        let mut around = vec![scope];
        while let Some(parent) = self.scopes.get(*around.last()?).and_then(|scope| scope.parent) {
            around.push(parent);
        }
        around.iter().rev().find_map(|scope| self.defined(*scope, name))
    }

    /// Returns the definition that a scope has of a key, by its name or by those of scopes within and its name.
    fn defined(&self, scope: ScopeAt, name: &str) -> Option<Key<'a>> {
        let scope = self.scopes.get(scope)?;
        if let Some(key) = scope.keys.get(name) {
            return Some(*key);
        }
        scope.inner.iter().find_map(|inner| {
            let names = &self.scopes.get(*inner)?.names;
            let rest = |own: &EcoString| name.strip_prefix(own.as_str())?.strip_prefix('.');
            names.iter().filter_map(rest).find_map(|rest| self.defined(*inner, rest))
        })
    }

    /// Returns every key, by the name by which the root scope knows it.
    pub(super) fn keys(&self) -> Vec<EcoString> {
        let mut found = Vec::new();
        self.qualified(0, "", &mut found);
        found
    }

    fn qualified(&self, scope: ScopeAt, prefix: &str, found: &mut Vec<EcoString>) {
        let Some(scope) = self.scopes.get(scope) else { return };
        found.extend(scope.keys.keys().map(|name| ecow::eco_format!("{prefix}{name}")));
        for inner in &scope.inner {
            for name in self.scopes.get(*inner).into_iter().flat_map(|inner| &inner.names) {
                self.qualified(*inner, &format!("{prefix}{name}."), found);
            }
        }
    }
}

struct Walk<'w, 'a> {
    world: &'w World<'a>,
    filter: &'w Filter,
    space: Space<'a>,
    /// The maps around, each with the reference that includes it.
    around: Vec<(At, Span)>,
    count: usize,
}

impl<'a> Walk<'_, 'a> {
    fn within(&mut self, node: &'a Node, here: Here, entries: &mut Vec<Entry<'a>>) {
        for inner in node.elements().filter(|inner| !self.filter.excludes(inner)) {
            let role = inner.role.as_str();
            if is_reference(role) {
                self.reference(inner, here, entries);
            } else if role == "reltable" {
                self.space.tables.push((inner, here.scope));
            } else if role == "ditavalref" {
                self.space.undone.push((inner.tag, "filters for a branch"));
            } else if !matches!(role, "topicmeta" | "subjectHeadMeta" | "bookmeta" | "title" | "booktitle") {
                self.within(inner, here, entries);
            }
        }
    }

    fn reference(&mut self, node: &'a Node, here: Here, entries: &mut Vec<Entry<'a>>) {
        self.count += 1;
        if self.count > MOST {
            return;
        }
        let node = self.reused(node);
        let names = scopes(node);
        let map = self.map(node);
        let own = map.and_then(|at| self.world.root(at));
        let names = match own.filter(|_| is_scope(node) || own.is_some_and(is_scope)) {
            Some(map) => [names, scopes(map)].concat(),
            None => names,
        };
        let mut here = here;
        if !names.is_empty() {
            here.scope = self.open(names, here.scope);
        }
        self.define(node, here);
        let resource_only = is_resource(node, here.resource_only);
        here.resource_only = resource_only;
        if let Some(copy) = node.said("copy-to") {
            self.space.undone.push((copy.span, "a copy of a topic under another name"));
        }
        let mut inner = Vec::new();
        if let Some(at) = map {
            self.include(node, at, here, &mut inner);
        } else if let Some((at, _)) = node.said("href").and_then(|href| self.world.target(&self.world.address(href))) {
            self.space.reached.entry(at).or_insert(here.scope);
        }
        self.within(node, here, &mut inner);
        entries.push(Entry { node, scope: here.scope, resource_only, map, entries: inner });
    }

    /// Returns the reference that one takes over by `conref`.
    fn reused(&self, node: &'a Node) -> &'a Node {
        let reused = node.said("conref").and_then(|conref| self.world.target(&self.world.address(conref)));
        reused.map(|(_, found)| found).filter(|found| is_reference(&found.role)).unwrap_or(node)
    }

    /// Returns the map that a reference leads to.
    fn map(&self, node: &Node) -> Option<At> {
        let at = self.world.at(self.world.address(node.said("href")?).path.as_ref()?)?;
        let scope = node.attribute("scope").map(|scope| scope.as_str());
        (self.world.is_map(at) && !matches!(scope, Some("peer" | "external"))).then_some(at)
    }

    fn include(&mut self, node: &'a Node, at: At, here: Here, entries: &mut Vec<Entry<'a>>) {
        let Some(href) = node.said("href") else { return };
        if let Some(first) = self.around.iter().position(|(around, _)| *around == at) {
            let way = self.around[first + 1..].iter().map(|(_, span)| *span).collect();
            self.space.circles.push((href.clone(), way));
            return;
        }
        self.space.reached.entry(at).or_insert(here.scope);
        let Some(map) = self.world.root(at).filter(|map| is_map(&map.role)) else { return };
        self.around.push((at, href.span));
        let resource_only = is_resource(map, here.resource_only);
        self.within(map, Here { depth: here.depth + 1, resource_only, ..here }, entries);
        self.around.pop();
    }

    fn open(&mut self, names: Vec<EcoString>, parent: ScopeAt) -> ScopeAt {
        let at = self.space.scopes.len();
        self.space.scopes.push(Scope { names, parent: Some(parent), ..Scope::default() });
        self.space.scopes[parent].inner.push(at);
        at
    }

    fn define(&mut self, node: &'a Node, here: Here) {
        let Some(names) = node.said("keys") else { return };
        let key = Key { node, scope: here.scope, depth: here.depth };
        let keys = &mut self.space.scopes[here.scope].keys;
        for name in names.as_str().split_whitespace() {
            let known = keys.entry(name.into()).or_insert(key);
            if key.depth < known.depth {
                *known = key;
            }
        }
    }
}

/// Tells whether a reference, or all of a map, is there for its resource alone: what it does not say itself, it has
/// from what is around it (DITA 1.3, 2.2.3, cascading of metadata attributes).
fn is_resource(node: &Node, around: bool) -> bool {
    match node.attribute("processing-role").map(|role| role.as_str()) {
        Some("resource-only") => true,
        Some(_) => false,
        None => around || node.is("keydef"),
    }
}

fn is_scope(node: &Node) -> bool {
    node.said("keyscope").is_some()
}

fn scopes(node: &Node) -> Vec<EcoString> {
    let names = node.said("keyscope").map(|names| names.as_str().split_whitespace().map(EcoString::from).collect());
    names.unwrap_or_default()
}
