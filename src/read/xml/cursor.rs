//! Turns XML text into a tree of elements, each thing with its place.
//!
//! This is the only place that knows quick-xml. Reading is total: where the structure cannot be followed
//! any further, what precedes makes the tree, and one diagnostic says where and why. A lesser fault (a bare
//! `&`, a control character, a second root) is reported once and read over.

use std::ops::Range;

use ecow::EcoString;
use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::attributes::AttrError;
use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashSet;

use super::entity::{Entities, Refused, is_allowed};
use super::tree::{Attribute, ElementData, Node, Tree, is_space, resolved};
use crate::diagnostic::Diagnostic;
use crate::model::document::Remark;
use crate::model::inline::Text;
use crate::read::problem::{ENTITY_NOT_EXPANDED, EXTERNAL_ENTITY, MALFORMED_XML, NESTING_TOO_DEEP, OVERSIZED_VALUE};
use crate::text::align::line_of;
use crate::text::span::{SourceId, Span};

/// How deep elements may be nested. Public mission databases reach 12; readers go down with
/// the elements, and a thread of a small stack must stand it.
const DEEPEST: usize = 64;

/// How many elements may be open before the rest is not read at all.
const MOST_OPEN: usize = 1_000_000;

/// The value of an attribute is told where it is longer, in bytes.
const LONGEST_VALUE: usize = 64 * 1024;

/// Attributes of a tag beyond which quick-xml, which compares each with each, does not look for doubles.
const LONGEST_TAG: usize = 64 * 1024;

/// How far the end of a reference is looked for, in bytes.
const LONGEST_REFERENCE: usize = 1024;

/// Returns the name of the root element, without its prefix, as far as it can be told: what a file is.
pub fn root_name(text: &str) -> Option<&str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = lenient(text);
    loop {
        let start = usize::try_from(reader.buffer_position()).ok()?;
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let length = tag.name().as_ref().len();
                return text.get(start + 1..start + 1 + length).map(local);
            }
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

/// Reads XML text into a tree.
pub(super) fn parse(id: SourceId, text: &str) -> (Tree<'_>, Vec<Diagnostic>) {
    let mut builder = Builder::new(id, text);
    builder.read();
    let remarks = builder.remarks();
    (Tree { elements: builder.elements, remarks, unparsed: builder.entities.unparsed }, builder.diagnostics)
}

fn lenient(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    reader
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

struct Builder<'s> {
    id: SourceId,
    text: &'s str,
    elements: Vec<ElementData<'s>>,
    /// The elements that are open, from the outermost; those too deep for the tree have no index.
    open: Vec<Open<'s>>,
    entities: Entities<'s>,
    diagnostics: Vec<Diagnostic>,
    /// The diagnostic of malformedness, of which there is one.
    malformed: Option<usize>,
    reported: Reported,
    /// Comments that speak to opsdoc, each with what it covers.
    remarks: Vec<(Remark, Covers)>,
}

/// What a comment covers.
enum Covers {
    /// Its own line.
    Line,
    /// What follows it; nothing does as yet, so many elements being open.
    Next(usize),
    /// An element, by its index.
    Element(usize),
}

struct Open<'s> {
    name: &'s str,
    tag: Span,
    index: Option<usize>,
}

/// What is said only once.
#[derive(Default)]
struct Reported {
    too_deep: Option<usize>,
    too_long: bool,
    not_expanded: bool,
    external: bool,
}

impl<'s> Builder<'s> {
    fn new(id: SourceId, text: &'s str) -> Self {
        let whole = Span::new(id, 0, text.len());
        let document = ElementData {
            name: "",
            tag: Span::at_start(id),
            span: whole,
            attributes: Vec::new(),
            children: Vec::new(),
        };
        Self {
            id,
            text,
            elements: vec![document],
            open: Vec::new(),
            entities: Entities::none(),
            diagnostics: Vec::new(),
            malformed: None,
            reported: Reported::default(),
            remarks: Vec::new(),
        }
    }

    fn read(&mut self) {
        // quick-xml skips a byte order mark without counting it.
        let base = if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut reader = lenient(self.text.get(base..).unwrap_or_default());
        let place =
            |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX).saturating_add(base).min(self.text.len());
        let mut start = base;
        loop {
            let event = reader.read_event();
            let end = place(reader.buffer_position()).max(start);
            match event {
                Ok(Event::Start(tag)) => {
                    self.start(&tag, start..end, false);
                    if self.open.len() > MOST_OPEN {
                        return self.give_up(start);
                    }
                }
                Ok(Event::Empty(tag)) => self.start(&tag, start..end, true),
                Ok(Event::End(_)) => {
                    if !self.end(start..end) {
                        return;
                    }
                }
                Ok(Event::Text(_)) => self.characters(start..end),
                Ok(Event::GeneralRef(_)) => self.reference(start..end),
                Ok(Event::CData(_)) => self.cdata(start..end),
                Ok(Event::Comment(_)) => self.comment(start..end),
                Ok(Event::Decl(_)) if start > base => {
                    self.fault(
                        start..end,
                        "the XML declaration is not the first thing in the file",
                        "not at the start",
                    );
                }
                Ok(Event::DocType(_)) => self.document_type(start..end),
                Ok(Event::PI(_) | Event::Decl(_)) => {}
                Ok(Event::Eof) => return self.finish(),
                Err(error) => return self.stop(&error, place(reader.error_position())..end),
            }
            start = end;
        }
    }

    fn start(&mut self, tag: &BytesStart, place: Range<usize>, empty: bool) {
        let from = place.start + 1;
        let name = self.slice(from..from + tag.name().as_ref().len());
        let span = self.span(place.clone());
        if !is_name(name) {
            self.fault(place.clone(), format!("`{name}` is no name that an element can have"), "this tag");
        }
        if self.open.is_empty() && self.has_root() {
            self.fault(place.clone(), "there is a second root element, where XML allows one", "the second root");
        }
        let index = (self.open.len() < DEEPEST).then_some(self.elements.len());
        for (_, covers) in self.remarks.iter_mut().rev() {
            match (&covers, index) {
                (Covers::Next(depth), Some(index)) if *depth == self.open.len() => *covers = Covers::Element(index),
                (Covers::Next(_), _) => {}
                _ => break,
            }
        }
        if let Some(index) = index {
            let attributes = self.attributes(tag, place.clone());
            self.push(Node::Element(index));
            self.elements.push(ElementData { name: local(name), tag: span, span, attributes, children: Vec::new() });
        } else if self.reported.too_deep.is_none() {
            self.reported.too_deep = Some(self.diagnostics.len());
            self.diagnostics.push(
                Diagnostic::new(
                    &NESTING_TOO_DEEP,
                    span,
                    format!("element `{name}` is nested more than {DEEPEST} deep"),
                )
                .label("too deep")
                .help("take away the levels that mean nothing; only the text within is kept"),
            );
        }
        if !empty {
            self.open.push(Open { name, tag: span, index });
        }
    }

    /// Leaves the rest unread, beyond so many levels.
    fn give_up(&mut self, at: usize) {
        if let Some(told) = self.reported.too_deep.and_then(|told| self.diagnostics.get_mut(told)) {
            told.notes.push("the rest of the file is not read".into());
        }
        self.close_all(at);
    }

    fn has_root(&self) -> bool {
        let document = self.elements.first();
        document.is_some_and(|document| document.children.iter().any(|node| matches!(node, Node::Element(_))))
    }

    fn attributes(&mut self, tag: &BytesStart, place: Range<usize>) -> Vec<Attribute<'s>> {
        // Offsets of quick-xml count from the byte after `<`.
        let from = place.start + 1;
        let content: &str = tag;
        let mut found = Vec::new();
        let mut attributes = tag.attributes();
        let (is_long, mut seen) = (content.len() > LONGEST_TAG, FxHashSet::default());
        attributes.with_checks(!is_long);
        for attribute in attributes {
            let (key, value) = match &attribute {
                Ok(attribute) => (attribute.key.0, &*attribute.value),
                Err(error) => {
                    self.attribute_fault(error, place.clone());
                    continue;
                }
            };
            let key_at = from + offset(content, key);
            let value_at = from + offset(content, value);
            let name = self.slice(key_at..key_at + key.len());
            if is_long && !seen.insert(name) {
                self.fault(key_at..key_at + key.len(), "an attribute is given twice", "the second time");
                continue;
            }
            if !self.slice(key_at.saturating_sub(1)..key_at).bytes().all(is_space) {
                self.fault(
                    key_at..key_at + key.len(),
                    format!("no space stands before attribute `{name}`"),
                    "put a space before",
                );
            } else if !is_name(name) {
                self.fault(
                    key_at..key_at + key.len(),
                    format!("`{name}` is no name that an attribute can have"),
                    "this name",
                );
            }
            found.push(Attribute {
                name,
                name_span: self.span(key_at..key_at + key.len()),
                value: self.attribute_value(value_at..value_at + value.len()),
            });
        }
        found
    }

    fn attribute_fault(&mut self, error: &AttrError, place: Range<usize>) {
        let at = |offset: usize| (place.start + 1 + offset).min(place.end);
        let (from, message, label) = match error {
            AttrError::ExpectedEq(offset) => {
                (at(*offset), "an attribute has no value", "`=` and a value are missing here")
            }
            AttrError::ExpectedValue(offset) => (at(*offset), "an attribute has no value", "the value is missing here"),
            AttrError::UnquotedValue(offset) => {
                (at(*offset), "the value of an attribute has no quotes", "quotes are missing here")
            }
            AttrError::ExpectedQuote(offset, _) => {
                (at(*offset), "the value of an attribute is not closed", "the quote is missing here")
            }
            AttrError::Duplicated(offset, _) => (at(*offset), "an attribute is given twice", "the second time"),
        };
        let from = self.text.floor_char_boundary(from);
        let rest = self.slice(from..place.end);
        let length = rest.find(['=', ' ', '\t', '\r', '\n', '>', '/']).unwrap_or(rest.len());
        self.fault(from..from + length, message, label);
    }

    /// Reads the value of an attribute: references resolved, line endings as spaces (XML 1.0, 3.3.3).
    fn attribute_value(&mut self, place: Range<usize>) -> Text {
        let raw = self.slice(place.clone());
        let span = self.span(place.clone());
        self.check_characters(place.clone());
        if raw.len() > LONGEST_VALUE && !std::mem::replace(&mut self.reported.too_long, true) {
            let message = format!("the value of an attribute is {} KiB long", raw.len() / 1024);
            let finding = Diagnostic::new(&OVERSIZED_VALUE, self.span(place.start..place.start), message);
            self.diagnostics.push(finding.label("begins here").help("look for a quotation mark that is not closed"));
        }
        if let Some(at) = raw.find('<') {
            let at = place.start + at;
            self.fault(at..at + 1, "`<` stands in the value of an attribute", "write `&lt;`");
        }
        if !raw.contains(['&', '\t', '\n', '\r']) {
            return Text::new(raw, span);
        }
        let mut out = EcoString::new();
        let mut rest = raw;
        while let Some(at) = rest.find(['&', '\t', '\n', '\r']) {
            let (before, found) = rest.split_at(at);
            out.push_str(before);
            let start = place.end - found.len();
            let mut length = 1;
            if let Some(name) = found.strip_prefix('&') {
                let near = name.bytes().take(LONGEST_REFERENCE).position(|byte| byte == b';');
                let name = near.and_then(|end| name.get(..end)).filter(|name| is_reference(name));
                match name {
                    Some(name) => {
                        length = name.len() + 2;
                        let expanded = self.expand(name, start..start + length);
                        out.push_str(expanded.as_deref().unwrap_or(self.slice(start..start + length)));
                    }
                    None => {
                        self.bare_ampersand(start);
                        out.push('&');
                    }
                }
            } else {
                length = if found.starts_with("\r\n") { 2 } else { 1 };
                out.push(' ');
            }
            rest = found.get(length..).unwrap_or_default();
        }
        out.push_str(rest);
        resolved(out, raw, span)
    }

    /// Closes an element; tells whether the structure can be followed any further.
    fn end(&mut self, place: Range<usize>) -> bool {
        let written = self.slice(place.clone());
        let name = written.trim_start_matches("</").trim_end_matches('>').trim_end_matches([' ', '\t', '\r', '\n']);
        let span = self.span(place.clone());
        match self.open.last() {
            Some(open) if open.name == name => {}
            Some(open) => {
                let (message, tag) = (format!("`</{name}>` closes element `{}`", open.name), open.tag);
                let index = self.fatal(place, message, "expected another end tag");
                self.also(index, tag, "opened here");
                self.close_all(span.range().start);
                return false;
            }
            None => {
                self.fatal(place, format!("`</{name}>` closes nothing"), "no element is open");
                return false;
            }
        }
        if let Some(element) = self.open.pop().and_then(|open| self.elements.get_mut(open.index?)) {
            element.span = Span { end: span.end, ..element.span };
        }
        true
    }

    fn characters(&mut self, place: Range<usize>) {
        let raw = self.slice(place.clone());
        self.check_characters(place.clone());
        if raw.starts_with('&') {
            self.bare_ampersand(place.start);
        }
        if let Some(at) = raw.find("]]>") {
            let at = place.start + at;
            self.fault(at..at + 3, "`]]>` stands in text", "write `]]&gt;`");
        }
        self.outside_root(raw, place.clone());
        self.push_text(Text::new(raw, self.span(place)));
    }

    fn cdata(&mut self, place: Range<usize>) {
        self.check_characters(place.clone());
        let raw = self.slice(place.clone());
        let within = raw.strip_prefix("<![CDATA[").and_then(|raw| raw.strip_suffix("]]>")).unwrap_or_default();
        let from = place.start + "<![CDATA[".len();
        self.outside_root(raw, place);
        self.push_text(Text::new(within, self.span(from..from + within.len())));
    }

    fn reference(&mut self, place: Range<usize>) {
        let raw = self.slice(place.clone());
        self.outside_root(raw, place.clone());
        let name = raw.strip_prefix('&').and_then(|raw| raw.strip_suffix(';')).unwrap_or_default();
        if !is_reference(name) {
            // Words between an ampersand and a semicolon.
            self.bare_ampersand(place.start);
            self.check_characters(place.clone());
            return self.push_text(Text::new(raw, self.span(place)));
        }
        let text = self.expand(name, place.clone()).unwrap_or_else(|| raw.into());
        self.push_text(resolved(text, raw, self.span(place)));
    }

    /// Returns what a reference stands for; nothing where it stays as it is written.
    fn expand(&mut self, name: &str, place: Range<usize>) -> Option<EcoString> {
        let refused = match self.entities.expand(name) {
            Ok(text) => return Some(text),
            Err(refused) => refused,
        };
        let span = self.span(place.clone());
        let kept = "write the text itself in place of the reference";
        let why = match refused {
            Refused::Character => {
                self.fault(place, format!("`&{name};` stands for no character that XML allows"), "no such character");
                return None;
            }
            Refused::Undeclared if self.entities.external.is_none() => {
                let index = self.fault(place, format!("entity `{name}` is not declared"), "not declared");
                if let Some(diagnostic) = index.and_then(|index| self.diagnostics.get_mut(index)) {
                    diagnostic.help = Some("write the character itself, or `&amp;` for an ampersand".into());
                }
                return None;
            }
            Refused::External => {
                if !std::mem::replace(&mut self.reported.external, true) {
                    let message = format!("entity `{name}` stands in another file, which is not loaded");
                    self.diagnostics
                        .push(Diagnostic::new(&EXTERNAL_ENTITY, span, message).label("not loaded").help(kept));
                }
                return None;
            }
            Refused::Undeclared => "is not declared in this file",
            Refused::Markup => "holds mark-up",
            Refused::TooLong => "becomes too long with all the others of this file",
            Refused::TooDeep => "holds entities that hold entities too deep",
        };
        if !std::mem::replace(&mut self.reported.not_expanded, true) {
            let message = format!("entity `{name}` {why}, and is not expanded");
            self.diagnostics
                .push(Diagnostic::new(&ENTITY_NOT_EXPANDED, span, message).label("kept as written").help(kept));
        }
        None
    }

    fn comment(&mut self, place: Range<usize>) {
        let raw = self.slice(place.clone());
        let within = raw.strip_prefix("<!--").and_then(|raw| raw.strip_suffix("-->")).unwrap_or_default();
        if let Some(at) = within.find("--") {
            let at = place.start + "<!--".len() + at;
            self.fault(at..at + 2, "`--` stands in a comment", "XML forbids this in comments");
        } else if within.ends_with('-') {
            self.fault(place, "a comment ends with `--->`", "XML forbids this in comments");
        } else if let Some(says) = Remark::said(within) {
            let line = line_of(self.text, place.clone());
            let alone = self.slice(line.start..place.start).trim().is_empty();
            let covers = if alone { Covers::Next(self.open.len()) } else { Covers::Line };
            let says = Text::new(says, self.span(place));
            self.remarks.push((Remark { says, covers: self.span(line) }, covers));
        }
    }

    /// Returns what comments say to opsdoc, each with what it covers.
    fn remarks(&mut self) -> Vec<Remark> {
        let root = self.elements.get(1).map(|root| root.span);
        let covered = std::mem::take(&mut self.remarks).into_iter().map(|(remark, covers)| {
            let Covers::Element(index) = covers else { return remark };
            let Some(element) = self.elements.get(index) else { return remark };
            // What is said of the root is said of the file as a whole.
            let start = if root == Some(element.span) { 0 } else { remark.says.span.start };
            Remark { covers: Span { start, ..element.span }, ..remark }
        });
        covered.collect()
    }

    fn document_type(&mut self, place: Range<usize>) {
        let raw = self.slice(place.clone());
        if self.has_root() || !raw.starts_with("<!DOCTYPE") {
            self.fault(place.clone(), "a document type stands where none can be", "before the root, in capitals");
        }
        self.entities.read(raw);
        if let Some(identifier) = self.entities.external
            && !std::mem::replace(&mut self.reported.external, true)
        {
            let message = format!("the document type refers to `{identifier}`, which is not loaded");
            let diagnostic = Diagnostic::new(&EXTERNAL_ENTITY, self.span(place), message).label("not loaded");
            self.diagnostics.push(diagnostic.help("remove the document type, or what it refers to"));
        }
    }

    fn finish(&mut self) {
        let end = self.text.len();
        if let Some(open) = self.open.last() {
            let (name, tag) = (open.name, open.tag);
            let index = self.fatal(tag.range(), format!("element `{name}` is not closed"), "opened here");
            self.also(index, self.span(end..end), "the file ends here");
        } else if !self.has_root() {
            self.fault(0..0, "there is no element in this file", "");
        }
        self.close_all(end);
    }

    /// Reports that the structure cannot be followed any further.
    fn stop(&mut self, error: &Error, place: Range<usize>) {
        let message = match error {
            Error::Syntax(SyntaxError::UnclosedComment) => "a comment is not closed",
            Error::Syntax(SyntaxError::UnclosedCData) => "a CDATA section is not closed",
            Error::Syntax(SyntaxError::UnclosedPI | SyntaxError::UnclosedXmlDecl) => {
                "a processing instruction is not closed"
            }
            Error::Syntax(SyntaxError::UnclosedDoctype) => "the document type is not closed",
            Error::Syntax(
                SyntaxError::UnclosedSingleQuotedAttributeValue | SyntaxError::UnclosedDoubleQuotedAttributeValue,
            ) => "the value of an attribute is not closed",
            Error::Syntax(SyntaxError::UnclosedTag) => "a tag is not closed",
            Error::IllFormed(IllFormedError::MissingDoctypeName) => "the document type has no name",
            _ => "this is no mark-up that XML knows",
        };
        let start = self.text.floor_char_boundary(place.start);
        // One line of an unclosed thing is enough to see where it begins.
        let line = self.slice(start..self.text.len()).lines().next().map_or(0, str::len);
        self.fatal(start..start + line, message, "begins here");
        self.close_all(start);
    }

    fn close_all(&mut self, end: usize) {
        let end = self.span(end..end).end;
        while let Some(open) = self.open.pop() {
            if let Some(element) = open.index.and_then(|index| self.elements.get_mut(index)) {
                element.span = Span { end: end.max(element.span.end), ..element.span };
            }
        }
    }

    fn push(&mut self, node: Node) {
        // Only the first of the open elements can be in the tree; of a hundred thousand, the rest are not looked at.
        let inner = self.open.len().min(DEEPEST).checked_sub(1).and_then(|at| self.open.get(at));
        let holder = inner.and_then(|open| open.index).unwrap_or(0);
        if let Some(element) = self.elements.get_mut(holder) {
            element.children.push(node);
        }
    }

    fn push_text(&mut self, text: Text) {
        if text.text.is_empty() || self.joins(&text) {
            return;
        }
        self.push(Node::Text(text));
    }

    /// Joins a text to the one before it, where both are their source: a file of bare ampersands is one text.
    fn joins(&mut self, text: &Text) -> bool {
        let inner = self.open.len().min(DEEPEST).checked_sub(1).and_then(|at| self.open.get(at));
        let holder = inner.and_then(|open| open.index).unwrap_or(0);
        let last = self.elements.get_mut(holder).and_then(|holder| holder.children.last_mut());
        match last {
            Some(Node::Text(before))
                if before.span.end == text.span.start
                    && before.text.len() == before.span.len()
                    && text.text.len() == text.span.len() =>
            {
                before.text.push_str(&text.text);
                before.span.end = text.span.end;
                true
            }
            _ => false,
        }
    }

    fn outside_root(&mut self, raw: &str, place: Range<usize>) {
        // What stands for a damaged byte is told where bytes are decoded.
        let raw = raw.trim_end_matches(|c: char| c == '\u{fffd}' || c.is_ascii_whitespace());
        if self.open.is_empty() && !raw.bytes().all(is_space) {
            let start = place.start + raw.len() - raw.trim_start().len();
            let line = raw.trim_start().lines().next().map_or(0, str::len);
            self.fault(start..start + line, "text stands outside of the root element", "outside of any element");
        }
    }

    fn check_characters(&mut self, place: Range<usize>) {
        let raw = self.slice(place.clone());
        // Almost no text has a control character, and bytes are quicker to look at.
        let suspect = |byte: u8| (byte < b' ' && !is_space(byte)) || byte == 0xef;
        if !raw.bytes().any(suspect) {
            return;
        }
        if let Some((at, found)) = raw.char_indices().find(|(_, found)| !is_allowed(*found)) {
            let at = place.start + at;
            let message = format!("XML does not allow the character U+{:04X}", u32::from(found));
            self.fault(at..at + found.len_utf8(), message, "this character");
        }
    }

    fn bare_ampersand(&mut self, at: usize) {
        self.fault(at..at + 1, "`&` begins no reference", "write `&amp;`");
    }

    /// Reports malformedness that can be read over, unless some was reported already.
    fn fault(&mut self, place: Range<usize>, message: impl Into<String>, label: &str) -> Option<usize> {
        if self.malformed.is_some() {
            return None;
        }
        self.malformed = Some(self.diagnostics.len());
        self.diagnostics.push(Diagnostic::new(&MALFORMED_XML, self.span(place), message).label(label));
        self.malformed
    }

    /// Reports malformedness that ends reading: as the finding, or with the one that there is.
    fn fatal(&mut self, place: Range<usize>, message: impl Into<String>, label: &str) -> usize {
        let message = message.into();
        let index = match self.fault(place.clone(), message.as_str(), label) {
            Some(index) => index,
            None => {
                let index = self.malformed.unwrap_or(0);
                self.also(index, self.span(place.clone()), &message);
                index
            }
        };
        if place.end < self.text.len()
            && let Some(diagnostic) = self.diagnostics.get_mut(index)
        {
            diagnostic.notes.push("the rest of the file is not read".into());
        }
        index
    }

    fn also(&mut self, index: usize, span: Span, text: &str) {
        if let Some(diagnostic) = self.diagnostics.get_mut(index) {
            diagnostic.labels.push(crate::diagnostic::Label { span, text: text.into() });
        }
    }

    fn slice(&self, place: Range<usize>) -> &'s str {
        self.text.get(place).unwrap_or_default()
    }

    fn span(&self, place: Range<usize>) -> Span {
        let end = place.end.min(self.text.len());
        Span::new(self.id, place.start.min(end), end)
    }
}

/// Returns where a part of a text stands in it.
fn offset(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize).min(whole.len())
}

/// Tells whether this can be a name (XML 1.0, production 5; what is not ASCII is not looked at closely).
fn is_name(name: &str) -> bool {
    let starts = |c: char| c.is_ascii_alphabetic() || c == '_' || c == ':' || !c.is_ascii();
    let goes_on = |c: char| starts(c) || c.is_ascii_digit() || c == '-' || c == '.';
    name.starts_with(starts) && name.chars().all(goes_on)
}

/// Tells whether this can stand between `&` and `;`.
fn is_reference(name: &str) -> bool {
    match name.strip_prefix('#') {
        Some(digits) => !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_alphanumeric()),
        None => is_name(name),
    }
}

#[cfg(test)]
mod tests;
