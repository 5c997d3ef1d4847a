//! A tree of XML elements, each with its place.
//!
//! The elements lie in one list and name one another by index, so that a file of a hundred thousand
//! levels is dropped without a stack.

use std::collections::BTreeMap;

use ecow::EcoString;

use super::entity::Unparsed;
use crate::model::document::Remark;
use crate::model::inline::Text;
use crate::text::span::Span;

/// What a source holds. Its first element stands for the source itself, outside of any tag.
#[derive(Debug)]
pub(super) struct Tree<'s> {
    pub(super) elements: Vec<ElementData<'s>>,
    /// What comments say to opsdoc, in the order of the text.
    pub(super) remarks: Vec<Remark>,
    /// The files that the document type gives names to, by their names.
    pub(super) unparsed: BTreeMap<&'s str, Unparsed<'s>>,
}

/// What is known of one element.
#[derive(Debug)]
pub(super) struct ElementData<'s> {
    /// The name without its prefix.
    pub(super) name: &'s str,
    /// The start tag.
    pub(super) tag: Span,
    /// From the start tag to the end tag.
    pub(super) span: Span,
    pub(super) attributes: Vec<Attribute<'s>>,
    pub(super) children: Vec<Node>,
}

/// An attribute.
#[derive(Debug)]
pub(super) struct Attribute<'s> {
    /// The name as written, with its prefix.
    pub(super) name: &'s str,
    /// Where the name stands.
    pub(super) name_span: Span,
    /// The value, without its quotes.
    pub(super) value: Text,
}

impl Attribute<'_> {
    /// Tells whether the attribute belongs to XML itself: a namespace, `xml:space`, a schema's location.
    pub(super) fn is_of_xml(&self) -> bool {
        let prefix = self.name.split_once(':').map_or(self.name, |(prefix, _)| prefix);
        matches!(prefix, "xmlns" | "xml" | "xsi")
    }
}

/// What an element holds, as it is kept.
#[derive(Debug)]
pub(super) enum Node {
    /// An element, by its index.
    Element(usize),
    /// Characters. Text and entities between two tags may be several of them.
    Text(Text),
}

/// One element of a tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'t> {
    tree: &'t Tree<'t>,
    data: &'t ElementData<'t>,
}

/// What an element holds, as it is looked at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Child<'t> {
    /// An element.
    Element(Element<'t>),
    /// Characters.
    Text(&'t Text),
}

impl Child<'_> {
    /// Tells whether this is white space.
    pub(super) fn is_blank(&self) -> bool {
        matches!(self, Child::Text(text) if text.as_str().bytes().all(is_space))
    }

    /// Returns where it stands.
    pub(super) fn span(&self) -> Span {
        match self {
            Child::Element(element) => element.span(),
            Child::Text(text) => text.span,
        }
    }
}

impl<'s> Tree<'s> {
    /// Returns the source itself as an element without a name; nothing for a tree without elements.
    pub(super) fn document(&self) -> Option<Element<'_>> {
        self.elements.first().map(|data| Element { tree: self, data })
    }
}

impl<'t> Element<'t> {
    /// Returns the name, without its prefix.
    pub(super) fn name(self) -> &'t str {
        self.data.name
    }

    /// Returns where the start tag stands.
    pub(super) fn tag(self) -> Span {
        self.data.tag
    }

    /// Returns where the whole element stands.
    pub(super) fn span(self) -> Span {
        self.data.span
    }

    /// Returns the attributes, in the order of the text.
    pub(super) fn attributes(self) -> &'t [Attribute<'t>] {
        &self.data.attributes
    }

    /// Returns the value of an attribute.
    pub(super) fn attribute(self, name: &str) -> Option<&'t Text> {
        self.data.attributes.iter().find(|attribute| attribute.name == name).map(|attribute| &attribute.value)
    }

    /// Visits what the element holds.
    pub(super) fn children(self) -> impl Iterator<Item = Child<'t>> {
        let Element { tree, data } = self;
        data.children.iter().filter_map(move |node| match node {
            Node::Text(text) => Some(Child::Text(text)),
            Node::Element(at) => tree.elements.get(*at).map(|data| Child::Element(Element { tree, data })),
        })
    }

    /// Visits the elements that it holds.
    pub(super) fn elements(self) -> impl Iterator<Item = Element<'t>> {
        self.children().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// Visits the elements of a name that it holds.
    pub(super) fn named(self, name: &str) -> impl Iterator<Item = Element<'t>> {
        self.elements().filter(move |element| element.name() == name)
    }

    /// Tells whether there is text in it, or in what it holds.
    pub(super) fn has_text(self) -> bool {
        self.children().any(|child| match child {
            Child::Element(inner) => inner.has_text(),
            text => !text.is_blank(),
        })
    }

    /// Returns all its text, with single spaces between the words.
    pub(super) fn words(self) -> EcoString {
        let mut raw = String::new();
        self.push_text(&mut raw);
        collapse(&raw)
    }

    fn push_text(self, out: &mut String) {
        for child in self.children() {
            match child {
                Child::Text(text) => out.push_str(text.as_str()),
                Child::Element(inner) => inner.push_text(out),
            }
        }
    }
}

/// Tells whether a byte is white space to XML (XML 1.0, production 3).
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Returns a text with single spaces between its words; a space that is not white space to XML is kept.
pub(super) fn collapse(text: &str) -> EcoString {
    let mut out = EcoString::new();
    for word in text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Makes a text of what reading made of some source.
///
/// A [`Text`] as long as its span is its source, byte for byte. Where resolving escapes happens to make
/// something else of the same length, the span gives up its last character to say so.
pub(super) fn resolved(text: EcoString, source: &str, span: Span) -> Text {
    if text.len() != source.len() || text == source {
        return Text::new(text, span);
    }
    let last = source.chars().next_back().map_or(0, char::len_utf8);
    Text::new(text, span.part(0, source.len() - last))
}
