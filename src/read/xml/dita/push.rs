//! Gathers what elements push into others (DITA 1.3, 2.4.1.4, `conaction`).

use rustc_hash::{FxHashMap, FxHashSet};

use super::filter::Filter;
use super::node::Node;
use super::space::Space;
use super::world::World;
use crate::text::span::Span;

/// What is pushed, by where it is pushed to.
#[derive(Default)]
pub(super) struct Pushes<'a> {
    to: FxHashMap<Span, Pushed<'a>>,
    /// The elements that are pushed, or mark a place for what is: they do not stand where they are written.
    pub(super) taken: FxHashSet<Span>,
}

/// What is pushed to one element.
#[derive(Default)]
pub(super) struct Pushed<'a> {
    pub(super) before: Vec<&'a Node>,
    pub(super) after: Vec<&'a Node>,
    /// What stands in its place; the first to say so is right.
    pub(super) replace: Option<&'a Node>,
}

impl<'a> Pushes<'a> {
    /// Gathers what all sources push.
    pub(super) fn of(world: &World<'a>, spaces: &[Space<'a>], filter: &Filter) -> Self {
        let mut pushes = Self::default();
        for at in 0..world.parsed.len() {
            if let Some(root) = world.root(at) {
                pushes.within(world, spaces, filter, root);
            }
        }
        pushes
    }

    /// Returns what is pushed to an element.
    pub(super) fn to(&self, node: &Node) -> Option<&Pushed<'a>> {
        self.to.get(&node.span)
    }

    fn within(&mut self, world: &World<'a>, spaces: &[Space<'a>], filter: &Filter, node: &'a Node) {
        let inner: Vec<&Node> = node.elements().filter(|inner| !filter.excludes(inner)).collect();
        for (at, one) in inner.iter().enumerate() {
            let beside = |at: usize| inner.get(at).copied();
            match one.attribute("conaction").map(|action| action.as_str()) {
                Some("pushreplace") => {
                    if let Some(target) = target(world, spaces, one) {
                        self.to.entry(target.span).or_default().replace.get_or_insert(one);
                        self.taken.insert(one.span);
                    }
                }
                Some("pushafter") => {
                    let mark = at.checked_sub(1).and_then(beside).filter(|mark| mark.has("conaction", "mark"));
                    if let Some((mark, target)) = mark.and_then(|mark| Some((mark, target(world, spaces, mark)?))) {
                        self.to.entry(target.span).or_default().after.push(one);
                        self.taken.extend([mark.span, one.span]);
                    }
                }
                Some("pushbefore") => {
                    let mark = beside(at + 1).filter(|mark| mark.has("conaction", "mark"));
                    if let Some((mark, target)) = mark.and_then(|mark| Some((mark, target(world, spaces, mark)?))) {
                        self.to.entry(target.span).or_default().before.push(one);
                        self.taken.extend([mark.span, one.span]);
                    }
                }
                _ => {}
            }
            self.within(world, spaces, filter, one);
        }
    }
}

fn target<'a>(world: &World<'a>, spaces: &[Space<'a>], node: &Node) -> Option<&'a Node> {
    if let Some(conref) = node.said("conref") {
        return world.target(&world.address(conref)).map(|(_, target)| target);
    }
    let written = node.said("conkeyref")?.as_str().trim();
    let (name, element) = written.split_once('/').map_or((written, None), |(name, element)| (name, Some(element)));
    let found = spaces.iter().find_map(|space| {
        let key = space.key(0, name)?;
        space.resource(world, key.node, key.scope)
    });
    let (address, _) = found?;
    let address = element.map_or(address.clone(), |element| world.within(&address, element));
    world.target(&address).map(|(_, target)| target)
}
