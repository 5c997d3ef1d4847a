//! Inlines into HTML.

use super::block::Writer;
use super::circle::Circle;
use super::escape;
use super::site::Site;
use crate::link::library::{DocumentIndex, Target};
use crate::model::inline::{Destination, Image, Inline, Link, Text};
use crate::render::words;

impl<'a> Writer<'a> {
    /// Writes inlines.
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::Code(text) => {
                    self.out.push_str("<code>");
                    self.text(text);
                    self.out.push_str("</code>");
                }
                Inline::Emphasis(inner) => self.within("em", inner),
                Inline::Strong(inner) => self.within("strong", inner),
                Inline::Strikethrough(inner) => self.within("del", inner),
                Inline::Raised(inner) => self.within("sup", inner),
                Inline::Lowered(inner) => self.within("sub", inner),
                Inline::Link(link) => self.link(link),
                Inline::Image(image) => self.image(image),
                Inline::FootnoteReference(label) => self.footnote_reference(label),
                Inline::Abbreviation(abbreviation) => {
                    self.out.push_str("<abbr title=\"");
                    escape::text(&mut self.out, &abbreviation.expansion.text);
                    self.out.push_str("\">");
                    self.text(&abbreviation.short);
                    self.out.push_str("</abbr> ");
                    self.sign("(");
                    self.text(&abbreviation.expansion);
                    self.sign(")");
                }
                Inline::Tbd(tbd) => {
                    self.out.push_str("<mark class=\"tbd\">");
                    self.generated("span", words::TO_BE_DETERMINED.in_language(self.language));
                    for part in [&tbd.id, &tbd.owner, &tbd.due].into_iter().flatten() {
                        self.out.push(' ');
                        self.text(part);
                    }
                    self.out.push(' ');
                    self.inlines(&tbd.content);
                    self.out.push_str("</mark>");
                }
                Inline::Html(html) => self.raw(html),
                Inline::SoftBreak => self.out.push('\n'),
                Inline::HardBreak => self.out.push_str("<br />\n"),
                Inline::Anchor(name) => {
                    let anchor = self.own_anchor(name);
                    self.out.push_str("<span");
                    self.attribute("id", &anchor);
                    self.out.push_str("></span>");
                }
            }
        }
    }

    fn within(&mut self, tag: &str, inner: &'a [Inline]) {
        self.out.push('<');
        self.out.push_str(tag);
        self.out.push('>');
        self.inlines(inner);
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
    }

    /// Writes text, with its known names as links.
    pub(super) fn text(&mut self, text: &'a Text) {
        let mentions = if self.within_link { &[] } else { self.site.library.mentions(self.document, text) };
        let mut at = 0;
        for mention in mentions {
            let (from, to) = (mention.from as usize, mention.to as usize);
            let (Some(before), Some(name)) = (text.text.get(at..from), text.text.get(from..to)) else { continue };
            escape::text(&mut self.out, before);
            let address = self.site.target_address(self.page, &Target::Symbol(mention.symbol));
            self.out.push_str("<a class=\"name\" href=\"");
            escape::text(&mut self.out, &address.unwrap_or_default());
            self.out.push_str("\">");
            escape::text(&mut self.out, name);
            self.out.push_str("</a>");
            at = to;
        }
        escape::text(&mut self.out, text.text.get(at..).unwrap_or_default());
    }

    /// Writes a name of an attribute, with a link to what it names.
    pub(super) fn name(&mut self, name: &Text) {
        let address = self.address_of(name.span);
        if let Some(address) = &address {
            self.out.push_str("<a class=\"name\" href=\"");
            escape::text(&mut self.out, address);
            self.out.push_str("\">");
        }
        self.out.push_str("<code>");
        escape::text(&mut self.out, &name.text);
        self.out.push_str(if address.is_some() { "</code></a>" } else { "</code>" });
    }

    fn link(&mut self, link: &'a Link) {
        self.out.push_str("<a");
        match self.address_of(link.span) {
            // Nothing leads to this very page (RFC 3986, 4.4).
            Some(_) if link.written.is_empty() => self.attribute("href", ""),
            Some(address) => self.attribute("href", &address),
            None if escape::is_script(&link.written) => {}
            // An identifier is no address that somebody could be sent to.
            None if self.is_broken(link.span) && matches!(link.destination, Destination::Id { .. }) => {
                self.out.push_str(" class=\"broken\"");
            }
            None => {
                if self.is_broken(link.span) {
                    self.out.push_str(" class=\"broken\"");
                }
                self.out.push_str(" href=\"");
                escape::address(&mut self.out, &link.written);
                self.out.push('"');
            }
        }
        if !link.title.is_empty() {
            self.attribute("title", &link.title);
        }
        self.out.push('>');
        let outer = std::mem::replace(&mut self.within_link, true);
        if link.content.is_empty() {
            self.shown_name(link);
        } else {
            self.inlines(&link.content);
        }
        self.within_link = outer;
        self.out.push_str("</a>");
        self.cited_issue(link);
    }

    /// Writes what a reference without words of its own shows: the name, and the title behind it.
    fn shown_name(&mut self, link: &'a Link) {
        let Destination::Id { id, fragment, .. } = &link.destination else { return self.shown_place(link) };
        self.out.push_str("<code>");
        escape::text(&mut self.out, id);
        if let Some(fragment) = fragment {
            self.sign("#");
            escape::text(&mut self.out, fragment);
        }
        self.out.push_str("</code>");
    }

    /// Writes what the place is called that a link without words leads to.
    fn shown_place(&mut self, link: &Link) {
        let library = self.site.library;
        let called = match library.target(self.document, link.span) {
            Some(Target::Document { document, anchor: Some(anchor) }) => {
                let called = self.called(*document, anchor);
                called.unwrap_or_else(|| anchor.to_string())
            }
            Some(Target::Document { document, anchor: None }) => {
                let circle = Circle::of(library.document(self.page));
                match self.site.name_for(&circle, *document) {
                    Some(name) => name.into(),
                    // It is called by where the author said that it is, which readers of this page may read.
                    None => return escape::text(&mut self.out, &link.written),
                }
            }
            _ => return escape::text(&mut self.out, &link.written),
        };
        self.generated("span", &called);
    }

    /// Returns what a place of a document is called, in the language of the page.
    fn called(&mut self, document: DocumentIndex, anchor: &str) -> Option<String> {
        let (name, language) = (self.names(document).get(anchor).cloned()?, self.language);
        Some(words::place(&name, language))
    }

    /// Writes the issue that a link cites.
    fn cited_issue(&mut self, link: &'a Link) {
        let Destination::Id { issue: Some(issue), .. } = &link.destination else { return };
        self.sign(", ");
        self.generated("span", &words::ISSUE.in_language(self.language).to_lowercase());
        self.out.push(' ');
        escape::text(&mut self.out, issue);
    }

    fn image(&mut self, image: &'a Image) {
        self.out.push_str("<img src=\"");
        match self.address_of(image.span) {
            Some(address) => escape::text(&mut self.out, &address),
            None if escape::is_script(&image.written) => {}
            None => escape::address(&mut self.out, &image.written),
        }
        self.out.push_str("\" alt=\"");
        let mut alternative = String::new();
        alternative_text(&image.alternative, &mut alternative);
        escape::text(&mut self.out, &alternative);
        self.out.push('"');
        if !image.title.is_empty() {
            self.attribute("title", &image.title);
        }
        self.out.push_str(" />");
    }

    fn footnote_reference(&mut self, label: &Text) {
        let number = self.footnote_number(&label.text);
        let id = escape::path(&label.text);
        self.out.push_str(&format!(
            "<sup data-gen><a class=\"footnote\" href=\"#fn-{id}\" id=\"fnref-{id}-{}\">",
            self.out.len()
        ));
        escape::text(&mut self.out, &number);
        self.out.push_str("</a></sup>");
    }

    /// Writes an attribute.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape::text(&mut self.out, value);
        self.out.push('"');
    }

    /// Writes words of opsdoc's own.
    pub(super) fn generated(&mut self, tag: &str, text: &str) {
        self.out.push('<');
        self.out.push_str(tag);
        self.out.push_str(" data-gen>");
        escape::text(&mut self.out, text);
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
    }

    /// Returns the way from this page to the root.
    pub(super) fn root(&self) -> String {
        Site::root(self.site.library.stem(self.page))
    }
}

/// Returns what stands for a picture: the words alone (CommonMark 0.31, 6.4).
fn alternative_text(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::SoftBreak | Inline::HardBreak => out.push('\n'),
            Inline::Link(link) => alternative_text(&link.content, out),
            Inline::Image(image) => alternative_text(&image.alternative, out),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) | Inline::Lowered(inner) => {
                alternative_text(inner, out)
            }
            other => out.push_str(&crate::model::inline::plain(std::slice::from_ref(other))),
        }
    }
}
