//! An element with what it holds, as it outlives the reading of its source: what one source says can be taken into
//! another.

use ecow::EcoString;

use super::super::tree::{self, Element, is_space};
use super::vocabulary;
use crate::model::inline::Text;
use crate::text::span::{SourceId, Span};

/// An element.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// The name as written, without its prefix.
    pub(super) name: EcoString,
    /// The name by which it is read: its own where DITA has it, else that of the nearest element that it was made
    /// from (DITA 1.3, 2.5.3.1.2, attribute `class`), else its own.
    pub(super) role: EcoString,
    /// The start tag.
    pub(super) tag: Span,
    /// From the start tag to the end tag.
    pub(super) span: Span,
    pub(super) attributes: Vec<Attribute>,
    pub(super) children: Vec<Child>,
}

/// An attribute.
#[derive(Debug, Clone)]
pub(super) struct Attribute {
    pub(super) name: EcoString,
    pub(super) name_span: Span,
    pub(super) value: Text,
}

/// What an element holds.
#[derive(Debug, Clone)]
pub(super) enum Child {
    Element(Node),
    Text(Text),
}

impl Child {
    /// Tells whether this is white space.
    pub(super) fn is_blank(&self) -> bool {
        matches!(self, Child::Text(text) if text.as_str().bytes().all(is_space))
    }
}

impl Node {
    /// Takes an element out of the tree that its source was read into.
    pub(super) fn of(element: Element<'_>) -> Self {
        let attributes: Vec<Attribute> = element
            .attributes()
            .iter()
            .map(|attribute| Attribute {
                name: attribute.name.into(),
                name_span: attribute.name_span,
                value: attribute.value.clone(),
            })
            .collect();
        let children = element.children().map(|child| match child {
            tree::Child::Element(inner) => Child::Element(Node::of(inner)),
            tree::Child::Text(text) => Child::Text(text.clone()),
        });
        let class = element.attribute("class").map(Text::as_str);
        Self {
            name: element.name().into(),
            role: vocabulary::role(element.name(), class).into(),
            tag: element.tag(),
            span: element.span(),
            attributes,
            children: children.collect(),
        }
    }

    /// Returns the source that it is written in.
    pub(super) fn source(&self) -> SourceId {
        self.span.source
    }

    /// Tells whether it is read by a name.
    pub(super) fn is(&self, role: &str) -> bool {
        self.role == role
    }

    /// Returns the value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&Text> {
        self.attributes.iter().find(|attribute| attribute.name == name).map(|attribute| &attribute.value)
    }

    /// Returns the value of an attribute that says something.
    pub(super) fn said(&self, name: &str) -> Option<&Text> {
        self.attribute(name).filter(|value| !value.as_str().trim().is_empty())
    }

    /// Tells whether an attribute has a value.
    pub(super) fn has(&self, name: &str, value: &str) -> bool {
        self.attribute(name).is_some_and(|found| found.as_str() == value)
    }

    /// Gives an attribute a value.
    pub(super) fn set(&mut self, name: &str, value: Text) {
        let name_span = value.span;
        self.attributes.retain(|attribute| attribute.name != name);
        self.attributes.push(Attribute { name: name.into(), name_span, value });
    }

    /// Visits the elements that it holds.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Node> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// Returns what a reference of a map says of what it leads to.
    pub(super) fn meta(&self) -> Option<&Node> {
        self.child("topicmeta").or_else(|| self.child("subjectHeadMeta"))
    }

    /// Returns the first element that it holds of a name.
    pub(super) fn child(&self, role: &str) -> Option<&Node> {
        self.elements().find(|element| element.is(role))
    }

    /// Tells whether it holds text, at any depth.
    pub(super) fn has_text(&self) -> bool {
        self.children.iter().any(|child| match child {
            Child::Element(inner) => inner.has_text(),
            text => !text.is_blank(),
        })
    }

    /// Returns all its text, with single spaces between the words.
    pub(super) fn words(&self) -> EcoString {
        let mut raw = String::new();
        self.push_text(&mut raw);
        tree::collapse(&raw)
    }

    fn push_text(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(text) => out.push_str(text.as_str()),
                Child::Element(inner) => inner.push_text(out),
            }
        }
    }

    /// Visits it and every element in it, in the order of the text.
    pub(super) fn each<'n>(&'n self, visit: &mut impl FnMut(&'n Node)) {
        visit(self);
        for inner in self.elements() {
            inner.each(visit);
        }
    }
}
