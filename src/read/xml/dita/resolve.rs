//! Puts an element together: what it takes over by `conref` and `conkeyref`, what others push into it, what keys stand
//! for in it, and less what is filtered out (DITA 1.3, 2.2.4 and 2.4.1).
//!
//! What is taken over keeps its place: it stands in the source that it is written in.

use ecow::EcoString;

use super::filter::Filter;
use super::node::{Attribute, Child, Node};
use super::problem::{NOT_PUSHED, TOO_MUCH_TAKEN_OVER, UNRESOLVED_CONTENT_REFERENCE};
use super::push::Pushes;
use super::space::{Key, ScopeAt, Space};
use super::topic::joined;
use super::vocabulary::{self, is_map, is_topic};
use super::world::{Address, At, World};
use crate::diagnostic::Diagnostic;
use crate::model::document::{Inclusion, Outcome};
use crate::model::inline::Text;
use crate::text::span::Span;

/// So deep may elements stand in one another once they are put together.
const DEEPEST: usize = 128;

/// So many elements may one document take over.
const MOST: usize = 100_000;

/// The elements that lead to what their key leads to.
const LINKS: &[&str] =
    &["xref", "link", "keyword", "term", "ph", "cite", "image", "dt", "navtitle", "indexterm", "index-base", "object"];

/// The attribute in which an address that a key gives is kept as it is written.
pub(super) const WRITTEN: &str = "opsdoc:written";

/// The attributes by which an element says what it takes over; they are not taken over themselves.
const REFERENCES: &[&str] = &["conref", "conkeyref", "conrefend", "conaction"];

/// All that is needed to put any document together.
pub(super) struct Sources<'w, 'a> {
    pub(super) world: &'w World<'a>,
    pub(super) spaces: &'w [Space<'a>],
    pub(super) filter: &'w Filter,
    pub(super) pushes: &'w Pushes<'a>,
    /// Whether the project names its root maps, so that a key that they do not define is defined nowhere.
    pub(super) strict: bool,
}

/// Puts one document together.
pub(super) struct Resolver<'w, 'a> {
    pub(super) sources: &'w Sources<'w, 'a>,
    /// The root map by which keys are known, and the scope in it.
    space: Option<&'w Space<'a>>,
    scope: ScopeAt,
    /// What is being taken over, from the outermost.
    around: Vec<Span>,
    taken: usize,
    depth: usize,
    pub(super) inclusions: Vec<Inclusion>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'w, 'a> Resolver<'w, 'a> {
    /// Begins with the keys that are known in a source.
    pub(super) fn new(sources: &'w Sources<'w, 'a>, at: At) -> Self {
        let space = sources.spaces.iter().find_map(|space| Some((space, *space.reached.get(&at)?)));
        let (space, scope) = space.map_or((None, 0), |(space, scope)| (Some(space), scope));
        Self {
            sources,
            space,
            scope,
            around: Vec::new(),
            taken: 0,
            depth: 0,
            inclusions: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Goes on with the keys of a space and a scope in it.
    pub(super) fn enter(&mut self, space: &'w Space<'a>, scope: ScopeAt) {
        (self.space, self.scope) = (Some(space), scope);
    }

    /// Puts an element together; nothing where it is filtered out.
    pub(super) fn whole(&mut self, node: &Node) -> Option<Node> {
        let mut out = Vec::new();
        self.element(node, &mut out);
        out.into_iter().find_map(|child| match child {
            Child::Element(node) => Some(node),
            Child::Text(_) => None,
        })
    }

    /// Puts together what an element holds.
    pub(super) fn children(&mut self, node: &Node) -> Vec<Child> {
        let mut out = Vec::new();
        self.depth += 1;
        for child in &node.children {
            match child {
                Child::Text(text) => out.push(Child::Text(text.clone())),
                Child::Element(_) if self.depth > DEEPEST => self.too_much(node),
                Child::Element(inner) => self.element(inner, &mut out),
            }
        }
        self.depth -= 1;
        out
    }

    fn element(&mut self, node: &Node, out: &mut Vec<Child>) {
        if self.sources.filter.excludes(node) {
            return;
        }
        if let Some(action) = node.said("conaction") {
            if self.sources.pushes.taken.contains(&node.span) {
                return;
            }
            self.not_pushed(node, action);
            let own = self.own(node);
            return out.push(Child::Element(own));
        }
        let pulls = node.said("conref").or_else(|| node.said("conkeyref"));
        match pulls {
            Some(written) if written.as_str() != "-dita-use-conref-target" => self.pulled(node, written, out),
            _ => self.with_pushes(node, out),
        }
    }

    /// Adds an element, and what others push to where it stands.
    fn with_pushes(&mut self, node: &Node, out: &mut Vec<Child>) {
        let Some(pushed) = self.sources.pushes.to(node) else {
            let own = self.own(node);
            return out.push(Child::Element(own));
        };
        for before in &pushed.before {
            self.taken_over(before, out);
        }
        match pushed.replace {
            Some(other) => {
                let mut replaced = self.own(other);
                replaced.attributes.retain(|attribute| !REFERENCES.contains(&attribute.name.as_str()));
                if let Some(id) = node.attribute("id") {
                    replaced.set("id", id.clone());
                }
                out.push(Child::Element(replaced));
            }
            None => {
                let own = self.own(node);
                out.push(Child::Element(own));
            }
        }
        for after in &pushed.after {
            self.taken_over(after, out);
        }
    }

    fn taken_over(&mut self, node: &Node, out: &mut Vec<Child>) {
        let mut own = self.own(node);
        own.attributes.retain(|attribute| !REFERENCES.contains(&attribute.name.as_str()) && attribute.name != "id");
        out.push(Child::Element(own));
    }

    /// Puts an element together that takes nothing over itself.
    fn own(&mut self, node: &Node) -> Node {
        let mut own = Node {
            name: node.name.clone(),
            role: node.role.clone(),
            tag: node.tag,
            span: node.span,
            attributes: node.attributes.clone(),
            children: self.children(node),
        };
        if !vocabulary::is_reference(&node.role) && !is_map(&node.role) {
            self.by_key(&mut own);
            self.name(&mut own);
        }
        own
    }

    /// Adds what an element takes over in its place.
    fn pulled(&mut self, node: &Node, written: &Text, out: &mut Vec<Child>) {
        let found = match self.pulled_from(node, written) {
            Ok(found) => found,
            Err(()) => {
                let mut own = self.own(node);
                if !own.has_text() {
                    own.children.push(shown(written));
                }
                return out.push(Child::Element(own));
            }
        };
        self.inclusions.push(Inclusion { written: written.clone(), outcome: Outcome::Taken(found[0].span) });
        for (at, target) in found.into_iter().enumerate() {
            self.around.push(target.span);
            let start = out.len();
            self.element(target, out);
            self.around.pop();
            let mut id = node.attribute("id").filter(|_| at == 0).cloned();
            for child in &mut out[start..] {
                let Child::Element(taken) = child else { continue };
                without_ids(taken);
                self.taken += size(taken);
                if at == 0 {
                    merge(node, taken);
                }
                if let Some(id) = id.take() {
                    taken.set("id", id);
                }
            }
        }
    }

    /// Returns the elements that another takes over; reports why there are none.
    fn pulled_from(&mut self, node: &Node, written: &Text) -> Result<Vec<&'a Node>, ()> {
        let world = self.sources.world;
        if self.taken > MOST || self.depth > DEEPEST {
            self.too_much(node);
            return Err(());
        }
        let address = match node.said("conref") {
            Some(conref) => world.address(conref),
            None => self.keyed(written)?,
        };
        let Some((at, target)) = world.target(&address) else {
            self.unresolved(written, &address);
            return Err(());
        };
        let circle = target.span.source == node.span.source
            && target.span.start <= node.span.start
            && node.span.end <= target.span.end;
        let first = self.around.iter().position(|around| *around == target.span);
        if circle || first.is_some() {
            let way = self.around[first.unwrap_or(self.around.len())..].to_vec();
            self.inclusions.push(Inclusion { written: written.clone(), outcome: Outcome::Circle(way) });
            return Err(());
        }
        let last = node.said("conrefend").map(|end| end.as_str().rsplit(['/', '#']).next().unwrap_or_default());
        Ok(match last {
            Some(last) => self.range(at, target, last, node),
            None => vec![target],
        })
    }

    /// Returns the elements from one to the one of an id, which stands behind it in the same element.
    fn range(&mut self, at: At, first: &'a Node, last: &str, node: &Node) -> Vec<&'a Node> {
        let holder = self.sources.world.root(at).and_then(|root| holder(root, first));
        let behind = holder.into_iter().flat_map(Node::elements).skip_while(|sibling| sibling.span != first.span);
        let behind: Vec<&Node> = behind.collect();
        let end = behind.iter().position(|sibling| sibling.has("id", last));
        match end {
            Some(end) => behind[..=end].to_vec(),
            None => {
                if let Some(written) = node.attribute("conrefend") {
                    let message = format!("no element `{last}` stands behind the one that is taken over");
                    let problem = Diagnostic::new(&UNRESOLVED_CONTENT_REFERENCE, written.span, message);
                    self.diagnostics.push(problem.label("the first element alone is taken over"));
                }
                vec![first]
            }
        }
    }

    /// Returns what `key/element` leads to; reports a key that is not defined.
    fn keyed(&mut self, written: &Text) -> Result<Address, ()> {
        let (name, element) = match written.as_str().trim().split_once('/') {
            Some((name, element)) => (name, Some(element)),
            None => (written.as_str().trim(), None),
        };
        let Some((key, space)) = self.key(name) else {
            self.undefined(written, name);
            return Err(());
        };
        let world = self.sources.world;
        let Some((address, _)) = space.resource(world, key.node, key.scope) else {
            let message = format!("key `{name}` leads to no text");
            let problem = Diagnostic::new(&UNRESOLVED_CONTENT_REFERENCE, written.span, message);
            let problem = problem.label("nothing is taken over").also(key.node.tag, "defined here, without `href`");
            self.diagnostics.push(problem.help("give the key an `href`, or name another key"));
            return Err(());
        };
        Ok(match element {
            Some(element) => world.within(&address, element),
            None => address,
        })
    }

    /// Returns the definition of a key, and the root map that has it.
    pub(super) fn key(&self, name: &str) -> Option<(Key<'a>, &'w Space<'a>)> {
        let own = self.space.and_then(|space| Some((space.key(self.scope, name)?, space)));
        let others = || self.sources.spaces.iter().find_map(|space| Some((space.key(0, name)?, space)));
        own.or_else(|| if self.sources.strict && self.space.is_some() { None } else { others() })
    }

    fn undefined(&mut self, written: &Text, name: &str) {
        self.inclusions.push(Inclusion { written: written.clone(), outcome: Outcome::UndefinedKey(name.into()) });
    }

    /// Gives an element what its key stands for: what it leads to, and its words where it has none.
    fn by_key(&mut self, own: &mut Node) {
        let Some(written) = own.said("keyref").cloned() else { return };
        let (name, element) = match written.as_str().trim().split_once('/') {
            Some((name, element)) => (name, Some(element)),
            None => (written.as_str().trim(), None),
        };
        let Some((key, space)) = self.key(name) else {
            self.undefined(&written, name);
            if !has_words(own) && own.said("href").is_none() && !own.is("image") {
                own.children.push(shown(&written));
            }
            return;
        };
        let world = self.sources.world;
        let resource = space.resource(world, key.node, key.scope);
        if LINKS.contains(&own.role.as_str())
            && let Some((address, node)) = &resource
            && let Some(href) = node.said("href")
        {
            let leads = match element {
                Some(element) => written_as(&world.within(address, element)),
                None => written_as(address),
            };
            let is_address = is_external(href, node) || leads.is_none();
            let leads = if is_address { href.text.clone() } else { leads.unwrap_or_default() };
            own.set("href", joined(leads, href.span));
            own.set(WRITTEN, href.clone());
            for name in ["scope", "format"] {
                if let Some(value) = node.said(name).filter(|_| own.said(name).is_none()) {
                    own.set(name, value.clone());
                }
            }
        }
        if has_words(own) || own.is("image") {
            return;
        }
        if let Some(words) = words(key.node) {
            let outer = (self.space, self.scope);
            if !self.around.contains(&words.span) {
                (self.space, self.scope) = (Some(space), key.scope);
                self.around.push(words.span);
                let mut words = self.children(words);
                self.around.pop();
                (self.space, self.scope) = outer;
                own.children.append(&mut words);
            }
        } else if own.said("href").is_none() || !matches!(own.role.as_str(), "xref" | "link") {
            let target = resource.and_then(|(address, _)| match element {
                Some(element) => world.target(&world.within(&address, element)),
                None => world.target(&address),
            });
            match target.and_then(|(_, target)| title(target)) {
                Some(title) => self.title(title, own),
                None => own.children.push(match own.attribute("href") {
                    Some(href) => Child::Text(own.attribute(WRITTEN).unwrap_or(href).clone()),
                    None => shown(&written),
                }),
            }
        }
    }

    /// Gives a link without words the title of what it leads to.
    fn name(&mut self, own: &mut Node) {
        if !matches!(own.role.as_str(), "xref" | "link") || has_words(own) {
            return;
        }
        let world = self.sources.world;
        let Some(href) = own.said("href").filter(|href| !is_external(href, own)) else { return };
        let target = world.target(&world.address(href)).map(|(_, target)| target);
        if let Some(title) = target.and_then(title) {
            self.title(title, own);
        }
    }

    fn title(&mut self, title: &'a Node, own: &mut Node) {
        if self.around.contains(&title.span) {
            return;
        }
        let space = title_space(self.sources, title);
        let outer = (self.space, self.scope);
        if let Some((space, scope)) = space {
            (self.space, self.scope) = (Some(space), scope);
        }
        self.around.push(title.span);
        let mut words = self.children(title);
        self.around.pop();
        (self.space, self.scope) = outer;
        // What an index says of the title is no part of how it is called.
        words.retain(|word| !matches!(word, Child::Element(inner) if inner.is("indexterm")));
        if let Some(Child::Text(last)) = words.last_mut() {
            last.text = last.text.trim_end().into();
        }
        own.children.append(&mut words);
    }

    fn unresolved(&mut self, written: &Text, address: &Address) {
        let world = self.sources.world;
        let at = address.path.as_ref().and_then(|path| world.at(path));
        let (message, help) = match (&address.path, at) {
            (None, _) => (
                format!("`{}` leads out of the documentation folder", written.text),
                "name a file of the documentation",
            ),
            (Some(path), None) => (
                format!("there is no `{path}` to take text over from"),
                "correct the path, or add the file; what was to be taken over is missing in this document",
            ),
            (Some(path), Some(_)) => (
                format!("`{path}` has no element `{}`", address.fragment.as_deref().unwrap_or_default()),
                "name a topic and an element of it, as `#topic/element`",
            ),
        };
        let problem = Diagnostic::new(&UNRESOLVED_CONTENT_REFERENCE, written.span, message);
        self.diagnostics.push(problem.label("nothing is taken over").help(help));
    }

    fn not_pushed(&mut self, node: &Node, action: &Text) {
        let to = node.said("conref").or_else(|| node.said("conkeyref"));
        let Some(to) = to else { return };
        let message = format!("`{}` is not there for text to be pushed to", to.text);
        let problem = Diagnostic::new(&NOT_PUSHED, to.span, message).label("the text stays where it is written");
        let problem = problem.also(action.span, "pushed by this");
        self.diagnostics.push(problem.help("name an element that is there, or add the file"));
    }

    fn too_much(&mut self, node: &Node) {
        if self.diagnostics.iter().any(|found| found.lint.code == TOO_MUCH_TAKEN_OVER.code) {
            return;
        }
        let message = "what this document takes over becomes too much, or too deep";
        let problem = Diagnostic::new(&TOO_MUCH_TAKEN_OVER, node.tag, message).label("not taken over");
        self.diagnostics.push(problem.help("take over less, and nothing that takes over much itself"));
    }
}

/// Returns the root map by which the keys in a title are known.
fn title_space<'w, 'a>(sources: &'w Sources<'w, 'a>, title: &Node) -> Option<(&'w Space<'a>, ScopeAt)> {
    let at = sources.world.of(title.source())?;
    sources.spaces.iter().find_map(|space| Some((space, *space.reached.get(&at)?)))
}

/// Returns the title of what a link leads to; a title may bear the name that it is led to by.
pub(super) fn title(target: &Node) -> Option<&Node> {
    if target.is("title") {
        return Some(target).filter(|title| has_or_gets_words(title));
    }
    let title = target.child("title").or_else(|| target.child("glossterm"));
    let title = title.or_else(|| target.child("booktitle")?.child("mainbooktitle"));
    // A map without a title may still say how it is called where others list it.
    let is_bare = is_map(&target.role) && target.said("title").is_none();
    let title = title.or_else(|| target.child("topicmeta").filter(|_| is_bare)?.child("navtitle"));
    title.filter(|title| has_or_gets_words(title))
}

/// Returns the words that a key stands for (DITA 1.3, 2.2.4.5.4).
fn words(definition: &Node) -> Option<&Node> {
    let meta = definition.meta()?;
    let keyword = meta.child("keywords").and_then(|keywords| keywords.elements().find(|word| !word.is("indexterm")));
    let mut found = [keyword, meta.child("linktext"), meta.child("navtitle")].into_iter().flatten();
    found.find(|words| has_or_gets_words(words))
}

/// Tells whether an element has words, or is given some by a key or by what it takes over.
pub(super) fn has_or_gets_words(node: &Node) -> bool {
    let gets = |inner: &Node| ["keyref", "conref", "conkeyref"].iter().any(|name| inner.said(name).is_some());
    node.has_text() || gets(node) || node.elements().any(gets)
}

/// Tells whether a link says itself how it is called.
fn has_words(node: &Node) -> bool {
    node.children.iter().any(|child| match child {
        Child::Element(inner) => !inner.is("desc") && (inner.has_text() || inner.is("image")),
        text => !text.is_blank(),
    })
}

/// Returns what stands for an address that names no element, as code.
fn shown(written: &Text) -> Child {
    Child::Element(Node {
        name: "codeph".into(),
        role: "codeph".into(),
        tag: written.span,
        span: written.span,
        attributes: Vec::new(),
        children: vec![Child::Text(written.clone())],
    })
}

/// Tells whether a link leads out of the documentation.
pub(super) fn is_external(href: &Text, node: &Node) -> bool {
    let scheme = href.as_str().split_once(':').map(|(scheme, _)| scheme);
    let has_scheme = scheme.is_some_and(|scheme| {
        scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte))
    });
    has_scheme || href.as_str().starts_with("//") || node.has("scope", "external")
}

/// Writes an address from the documentation folder.
pub(super) fn written_as(address: &Address) -> Option<EcoString> {
    let path = address.path.as_ref()?.replace("%", "%25").replace("#", "%23").replace("?", "%3F");
    Some(match &address.fragment {
        Some(fragment) => ecow::eco_format!("/{path}#{}", fragment.replace("%", "%25")),
        None => ecow::eco_format!("/{path}"),
    })
}

/// Gives an element that is taken over the attributes of the one that takes it.
fn merge(from: &Node, taken: &mut Node) {
    for Attribute { name, value, .. } in &from.attributes {
        if name != "id" && !REFERENCES.contains(&name.as_str()) && value.as_str() != "-dita-use-conref-target" {
            taken.set(name, value.clone());
        }
    }
}

/// Takes away the ids within what is taken over: they name what stands at its own place.
fn without_ids(node: &mut Node) {
    node.attributes.retain(|attribute| attribute.name != "id");
    for child in &mut node.children {
        if let Child::Element(inner) = child
            && !is_topic(&inner.role)
        {
            without_ids(inner);
        }
    }
}

fn size(node: &Node) -> usize {
    1 + node.elements().map(size).sum::<usize>()
}

/// Returns the element that holds another.
fn holder<'a>(within: &'a Node, wanted: &Node) -> Option<&'a Node> {
    if within.elements().any(|inner| std::ptr::eq(inner, wanted)) {
        return Some(within);
    }
    let may_hold = |inner: &&Node| inner.span.start <= wanted.span.start && wanted.span.end <= inner.span.end;
    within.elements().filter(may_hold).find_map(|inner| holder(inner, wanted))
}
