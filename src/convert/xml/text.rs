//! Running text, paragraphs and lists.

use super::Writer;
use super::element::{identifier, in_text, is_issue};
use crate::convert::words;
use crate::model::block::{Block, List, Paragraph};
use crate::model::inline::{Destination, Inline, Kind, Link, Text};
use crate::model::walk;
use crate::text::date::is_day;
use crate::text::span::Span;

impl Writer<'_, '_> {
    /// Writes an element of running text.
    pub(super) fn line(&mut self, name: &str, attributes: &[(&str, &str)], content: &[Inline]) {
        self.begin(name, attributes);
        if content.is_empty() {
            return self.out.push_str("/>\n");
        }
        self.out.push('>');
        self.inlines(content);
        self.out.push_str(&format!("</{name}>\n"));
    }

    /// Writes an element of paragraphs and lists; one paragraph alone needs no element of its own.
    pub(super) fn blocks(&mut self, name: &str, attributes: &[(&str, &str)], blocks: &[Block]) {
        if let [Block::Paragraph(only)] = blocks {
            return self.line(name, attributes, &only.content);
        }
        self.open(name, attributes);
        blocks.iter().for_each(|block| self.block(block));
        self.close(name);
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(paragraph) => self.line("p", &[], &paragraph.content),
            Block::List(list) => self.list(list),
            Block::Heading(heading) => {
                self.report.otherwise(heading.span, "the heading is a paragraph in the XML definition");
                self.line("p", &[], &[Inline::Emphasis(heading.content.clone())]);
            }
            Block::Code(code) => {
                self.report.otherwise(code.text.span, "the block of code is a paragraph of code in the XML definition");
                self.line("p", &[], &[Inline::Code(code.text.clone())]);
            }
            Block::ThematicBreak(span) => self.report.lost(*span, "a rule between paragraphs"),
            other => {
                let span = place_of(other, self.job.procedure.span);
                self.report.kept(span, "a table, a quotation, or something else that is more than a paragraph,");
                for text in words::blocks(std::slice::from_ref(other)).split("\n\n") {
                    self.line("p", &[], &[inline(text, span)]);
                }
            }
        }
    }

    fn list(&mut self, list: &List) {
        if list.items.is_empty() {
            return;
        }
        if list.start.is_some() {
            self.report.otherwise(list.span, "the numbers of the list stand in its items");
        }
        self.open("list", &[]);
        for (at, item) in list.items.iter().enumerate() {
            let mut content = Vec::new();
            if let Some(start) = list.start {
                content.push(inline(&format!("{}. ", start + at as u64), item.span));
            }
            if let Some(checked) = item.checked {
                self.report.otherwise(item.span, "the box of the task stands in its words");
                content.push(inline(if checked { "[x] " } else { "[ ] " }, item.span));
            }
            match item.blocks.as_slice() {
                [] => {}
                [Block::Paragraph(only)] => content.extend(only.content.iter().cloned()),
                several => {
                    self.report.kept(item.span, "an item of more than one paragraph");
                    content.push(inline(&words::blocks(several), item.span));
                }
            }
            self.line("item", &[], &content);
        }
        self.close("list");
    }

    /// Writes running text.
    pub(super) fn inlines(&mut self, content: &[Inline]) {
        content.iter().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &Inline) {
        let fallback = self.job.procedure.id.span;
        match inline {
            Inline::Text(text) => self.text(text),
            Inline::Code(text) => {
                self.out.push_str("<code>");
                self.text(text);
                self.out.push_str("</code>");
            }
            Inline::Emphasis(inner) => self.emphasis(inner),
            Inline::Strong(inner) => {
                self.report.otherwise(place(inline, fallback), "strong emphasis is emphasis in the XML definition");
                self.emphasis(inner);
            }
            Inline::Strikethrough(_) => {
                self.report.kept(place(inline, fallback), "that something is struck out");
                self.words(&words::line(std::slice::from_ref(inline)));
            }
            Inline::Link(link) => self.link(link, inline),
            Inline::Abbreviation(abbreviation) => {
                self.out.push_str("<abbr");
                self.attributes(&[("expansion", abbreviation.expansion.as_str())]);
                self.out.push('>');
                self.text(&abbreviation.short);
                self.out.push_str("</abbr>");
            }
            Inline::Tbd(tbd) if tbd.id.as_ref().is_some_and(|id| identifier(id.as_str()).is_some()) => {
                let mut attributes = Vec::new();
                attributes.extend(tbd.id.as_ref().map(|id| ("id", id.as_str())));
                attributes.extend(tbd.owner.as_ref().map(|owner| ("owner", owner.as_str())));
                let due = tbd.due.as_ref();
                attributes.extend(due.filter(|due| is_day(due.as_str())).map(|due| ("due", due.as_str())));
                if let Some(due) = due.filter(|due| !is_day(due.as_str())) {
                    self.report.lost(due.span, &format!("the day `{}`", due.text));
                }
                self.out.push_str("<tbd");
                self.attributes(&attributes);
                self.out.push('>');
                self.inlines(&tbd.content);
                self.out.push_str("</tbd>");
            }
            Inline::SoftBreak => {
                self.out.push('\n');
                self.out.push_str(&"  ".repeat(self.depth + 1));
            }
            Inline::HardBreak => {
                self.report.lost(fallback, "a line ending within a line");
                self.out.push(' ');
            }
            Inline::Anchor(name) => self.report.lost(fallback, &format!("the anchor `{name}`")),
            other => {
                self.report.kept(place(other, fallback), "a picture, a footnote, or mark-up of another format");
                self.words(&words::line(std::slice::from_ref(other)));
            }
        }
    }

    fn text(&mut self, text: &Text) {
        if text.as_str().contains(|c| !super::element::is_allowed(c)) {
            self.report.lost(text.span, "a control character, which XML cannot hold,");
        }
        self.out.push_str(&in_text(text.as_str()));
    }

    fn words(&mut self, words: &str) {
        self.out.push_str(&in_text(words));
    }

    fn emphasis(&mut self, inner: &[Inline]) {
        self.out.push_str("<em>");
        self.inlines(inner);
        self.out.push_str("</em>");
    }

    fn link(&mut self, link: &Link, whole: &Inline) {
        let Destination::Id { kind, id, fragment, issue } = &link.destination else {
            self.report.kept(link.span, &format!("where a link leads (`{}`)", link.written));
            return self.words(&words::line(std::slice::from_ref(whole)));
        };
        let issue = issue.as_deref().filter(|issue| is_issue(issue));
        let (name, mut attributes) = match kind.or_else(|| self.job.kind(id)) {
            Some(Kind::Telecommand) => ("tcref", vec![("ref", id.as_str())]),
            Some(Kind::Parameter) => ("tmref", vec![("ref", id.as_str())]),
            Some(Kind::Alarm) => ("alarmref", vec![("ref", id.as_str())]),
            Some(Kind::Document) => ("docref", vec![("id", id.as_str())]),
            Some(Kind::Procedure) => ("procref", vec![("ref", id.as_str())]),
            Some(Kind::Step) | None => ("", Vec::new()),
        };
        let takes = |wanted: &str| name == wanted;
        let fits = identifier(id).is_some()
            && !name.is_empty()
            && (fragment.is_none() || takes("procref"))
            && (issue.is_none() || takes("procref") || takes("docref"));
        if !fits {
            self.report.kept(link.span, &format!("the reference to `{id}`, of which nothing says what it is,"));
            return self.words(&words::line(std::slice::from_ref(whole)));
        }
        attributes.extend(issue.map(|issue| ("issue", issue)));
        attributes.extend(fragment.as_ref().map(|step| ("step", step.as_str())));
        self.out.push('<');
        self.out.push_str(name);
        self.attributes(&attributes);
        if link.words().is_empty() {
            self.out.push_str("/>");
        } else {
            self.out.push('>');
            match link.words().iter().all(|inline| matches!(inline, Inline::Text(_) | Inline::SoftBreak)) {
                true => self.inlines(link.words()),
                false => {
                    self.report
                        .otherwise(link.span, "the words of the reference have no emphasis in the XML definition");
                    self.words(&crate::model::inline::plain(link.words()));
                }
            }
            self.out.push_str(&format!("</{name}>"));
        }
        if !link.title.is_empty() {
            self.report.kept(link.span, "the title of a link");
            self.words(&format!(" ({})", link.title));
        }
    }
}

/// Makes a paragraph of words.
pub(super) fn paragraph(words: &str, span: Span) -> Block {
    Block::Paragraph(Paragraph { content: vec![inline(words, span)], span })
}

/// Makes running text of words that are not in the source.
pub(super) fn inline(words: &str, span: Span) -> Inline {
    Inline::Text(Text::new(words, span.part(0, 0)))
}

/// Returns the place of the first words of a line.
pub(in crate::convert) fn place_of_line(content: &[Inline], otherwise: Span) -> Span {
    let mut found = None;
    walk::each_inline(content, &mut |inline| {
        let span = match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::FootnoteReference(text) => Some(text.span),
            Inline::Link(link) => Some(link.span),
            Inline::Image(image) => Some(image.span),
            Inline::Tbd(tbd) => Some(tbd.span),
            Inline::Abbreviation(abbreviation) => Some(abbreviation.short.span),
            Inline::Html(html) => Some(html.text.span),
            _ => None,
        };
        found = found.or(span);
    });
    found.unwrap_or(otherwise)
}

/// Returns the place of something within a line.
pub(super) fn place(inline: &Inline, otherwise: Span) -> Span {
    place_of_line(std::slice::from_ref(inline), otherwise)
}

/// Returns the place of a block.
pub(super) fn place_of(block: &Block, otherwise: Span) -> Span {
    match block {
        Block::Heading(heading) => heading.span,
        Block::Paragraph(paragraph) => paragraph.span,
        Block::List(list) => list.span,
        Block::Table(table) => table.span,
        Block::Code(code) => code.text.span,
        Block::Admonition(admonition) => admonition.span,
        Block::Html(html) => html.text.span,
        Block::ThematicBreak(span) => *span,
        _ => otherwise,
    }
}
