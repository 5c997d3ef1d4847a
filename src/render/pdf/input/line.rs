//! Lines of running text.

use super::super::page::Inline;
use super::measure::settable;
use super::{Lowering, Setting, cut};
use crate::link::library::Target;
use crate::model::inline::{self, Abbreviation, Destination, Image, Kind, Link, Tbd, Text};
use crate::render::words;

/// How high a picture within a line may be, in points.
const INLINE_HEIGHT: f32 = 160.0;
/// How deep what is emphasised may stand in what is; typst reads no more than 128 levels of all kinds.
const DEEPEST: usize = 16;

impl Lowering<'_> {
    /// Lowers a line.
    pub(super) fn line(&mut self, inlines: &[inline::Inline], setting: Setting) -> Vec<Inline> {
        let line = self.inner(inlines, setting);
        // A heading is never cut.
        if setting.links && self.within == 0 { cut::paragraphs(line) } else { line }
    }

    /// Lowers what stands in a line, and in something there. What stands very deep is set as what it stands in is.
    fn inner(&mut self, inlines: &[inline::Inline], setting: Setting) -> Vec<Inline> {
        let mut line = Vec::new();
        self.within += 1;
        for inline in inlines {
            self.inline(inline, setting, &mut line);
        }
        self.within -= 1;
        line
    }

    /// Wraps what is lowered, unless it stands too deep.
    fn wrapped(
        &mut self,
        inner: &[inline::Inline],
        setting: Setting,
        wrap: impl FnOnce(Vec<Inline>) -> Inline,
        out: &mut Vec<Inline>,
    ) {
        let line = self.inner(inner, setting);
        if self.within > DEEPEST { out.extend(line) } else { out.push(wrap(line)) }
    }

    fn inline(&mut self, inline: &inline::Inline, setting: Setting, out: &mut Vec<Inline>) {
        match inline {
            inline::Inline::Text(text) => out.extend(self.text(text, setting)),
            inline::Inline::Code(text) => out.extend(self.code(text, setting)),
            inline::Inline::Emphasis(inner) => self.wrapped(inner, setting, |c| Inline::Emphasis { c }, out),
            inline::Inline::Strong(inner) => self.wrapped(inner, setting, |c| Inline::Strong { c }, out),
            inline::Inline::Strikethrough(inner) => self.wrapped(inner, setting, |c| Inline::Strike { c }, out),
            inline::Inline::Raised(inner) => self.wrapped(inner, setting, |c| Inline::Raised { c }, out),
            inline::Inline::Lowered(inner) => self.wrapped(inner, setting, |c| Inline::Lowered { c }, out),
            inline::Inline::Link(link) => out.extend(self.link_inline(link, setting)),
            inline::Inline::Image(image) => out.extend(self.image(image, setting)),
            inline::Inline::FootnoteReference(label) => out.push(self.mark(label)),
            inline::Inline::Abbreviation(abbreviation) => out.extend(self.abbreviation(abbreviation, setting)),
            inline::Inline::Tbd(tbd) => {
                let c = self.tbd(tbd, setting);
                out.push(Inline::Tbd { c });
            }
            inline::Inline::Html(html) => {
                out.extend(self.raw_html(html).into_iter().map(|label| Inline::Place { label }));
                let tag = html.text.text.trim_start().to_ascii_lowercase();
                if tag.starts_with("<br") {
                    out.push(Inline::Break);
                } else {
                    out.extend(self.pieces(super::markup::text(&html.shown()).trim_end_matches('\n'), false, setting));
                }
            }
            inline::Inline::SoftBreak => out.push(Inline::text(" ")),
            inline::Inline::HardBreak => out.push(Inline::Break),
            inline::Inline::Anchor(name) => out.extend(self.place(name).map(|label| Inline::Place { label })),
        }
    }

    /// Cuts plain text to the place that it stands in.
    pub(super) fn pieces(&self, text: &str, code: bool, setting: Setting) -> Vec<Inline> {
        self.metrics.pieces(text, code, setting.width / setting.size)
    }

    /// Lowers a run of text, its known names linked.
    pub(super) fn text(&mut self, text: &Text, setting: Setting) -> Vec<Inline> {
        self.named(text, false, setting)
    }

    /// Lowers a code span, its known names linked.
    pub(super) fn code(&mut self, text: &Text, setting: Setting) -> Vec<Inline> {
        vec![Inline::Code { c: self.named(text, true, setting) }]
    }

    fn named(&mut self, text: &Text, code: bool, setting: Setting) -> Vec<Inline> {
        let library = self.job.library;
        let mentions = if setting.links { library.mentions(self.document, text) } else { &[] };
        let mut line = Vec::new();
        let mut from = 0;
        for mention in mentions {
            let (start, end) = (mention.from as usize, mention.to as usize);
            let (Some(before), Some(name)) = (text.text.get(from..start), text.text.get(start..end)) else { continue };
            line.extend(self.pieces(before, code, setting));
            let shown = self.pieces(name, code, setting);
            let in_database = library.symbols.get(mention.symbol).document.is_none();
            if in_database && !code {
                line.push(Inline::Code { c: self.pieces(name, true, setting) });
            } else {
                line.extend(self.linked_symbol(mention.symbol, shown));
            }
            from = end;
        }
        line.extend(self.pieces(text.text.get(from..).unwrap_or_default(), code, setting));
        line
    }

    fn link_inline(&mut self, link: &Link, setting: Setting) -> Vec<Inline> {
        let inner = Setting { links: false, ..setting };
        let mut shown = self.inner(&link.content, inner);
        if shown.is_empty() {
            shown = match &link.destination {
                Destination::Id { id, fragment, .. } => {
                    let name = fragment.as_ref().map_or_else(|| id.to_string(), |fragment| format!("{id}#{fragment}"));
                    self.pieces(&name, false, setting)
                }
                _ => self.called(link, setting),
            };
        }
        let mut line = if setting.links { self.link(link, shown) } else { shown };
        if let Destination::Id { issue: Some(issue), .. } = &link.destination {
            line.push(Inline::text(format!(", {} {issue}", self.word(words::ISSUE).to_lowercase())));
        }
        if link.title.trim() != inline::plain(&link.content) {
            line.extend(self.title(&link.title, setting));
        }
        line
    }

    /// Returns what is called what a link without words leads to.
    fn called(&mut self, link: &Link, setting: Setting) -> Vec<Inline> {
        let library = self.job.library;
        let called = match library.target(self.document, link.span) {
            Some(Target::Document { document, anchor: Some(anchor) }) => {
                let name = self.names(*document).get(anchor).cloned();
                name.map_or_else(|| anchor.to_string(), |name| words::place(&name, &self.language))
            }
            Some(Target::Document { document, anchor: None }) => {
                let document = library.document(*document);
                let named = document.id().map(|id| id.text.clone()).or_else(|| document.title());
                match named.filter(|name| !name.trim().is_empty()) {
                    Some(name) => name.into(),
                    // A document without a name of its own is called by where it was said to be.
                    None => return self.pieces(&link.written, false, setting),
                }
            }
            _ => return self.pieces(&link.written, false, setting),
        };
        let called: String = called.chars().map(settable).collect();
        vec![Inline::word(called)]
    }

    /// Lowers the title of a link or a picture: on paper there is nothing to point at, so it stands in brackets.
    fn title(&self, title: &str, setting: Setting) -> Vec<Inline> {
        if title.trim().is_empty() { Vec::new() } else { self.pieces(&format!(" ({title})"), false, setting) }
    }

    fn image(&mut self, image: &Image, setting: Setting) -> Vec<Inline> {
        match self.picture(image) {
            Some(picture) => {
                let width = picture.width(setting.width, INLINE_HEIGHT);
                let alt = inline::plain(&image.alternative);
                let mut line = vec![Inline::Picture { file: picture.file, alt, width }];
                line.extend(self.title(&image.title, setting));
                line
            }
            None => {
                let mut c = self.inner(&image.alternative, setting);
                if c.is_empty() {
                    c = self.pieces(&image.written, false, setting);
                }
                let mut line = vec![Inline::Missing { c }];
                line.extend(self.title(&image.title, setting));
                line
            }
        }
    }

    fn abbreviation(&mut self, abbreviation: &Abbreviation, setting: Setting) -> Vec<Inline> {
        let mut line = self.text(&abbreviation.short, setting);
        if !abbreviation.expansion.text.is_empty() {
            line.push(Inline::text(" "));
            line.extend(self.pieces(&format!("({})", abbreviation.expansion.text), false, setting));
        }
        line
    }

    fn tbd(&mut self, tbd: &Tbd, setting: Setting) -> Vec<Inline> {
        let mut line = vec![Inline::Strong { c: vec![Inline::text(self.word(words::TO_BE_DETERMINED))] }];
        if let Some(id) = &tbd.id {
            line.push(Inline::text(" "));
            line.extend(self.pieces(&id.text, false, setting));
        }
        let content = self.inner(&tbd.content, setting);
        if !content.is_empty() {
            line.push(Inline::text(": "));
            line.extend(content);
        }
        let mut facts = Vec::new();
        for (word, value) in [(words::OWNER, &tbd.owner), (words::DUE, &tbd.due)] {
            if let Some(value) = value {
                facts.push(format!("{} {}", self.word(word).to_lowercase(), value.text));
            }
        }
        if !facts.is_empty() {
            line.extend(self.pieces(&format!(" ({})", facts.join(", ")), false, setting));
        }
        line
    }

    /// Lowers a name of the mission database.
    pub(super) fn mnemonic(&mut self, name: &Text, kind: Kind, setting: Setting) -> Vec<Inline> {
        let shown = self.pieces(&name.text, true, setting);
        let linked = self.link_at(name.span, kind, &name.text, shown);
        vec![Inline::Code { c: linked }]
    }
}
