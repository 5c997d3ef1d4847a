//! Reads Markdown: CommonMark 0.31 and GitHub's tables, task lists, strikethrough, footnotes, alerts
//! and autolinks, by pulldown-cmark, the only file that knows it being this one.
//!
//! 1. `front_matter` takes the settings at the top.
//! 2. The events become blocks and inlines, each with its place.
//! 3. [`running`], [`directive`], [`raw_html`] and [`slug`](super::slug) see to what GitHub and opsdoc add.
//! 4. [`title_block`] finds the identifier of a document without settings in its first lines.

pub mod dialect;
mod directive;
mod fence;
pub mod problem;
mod raw_html;
mod raw_lines;
mod remark;
mod running;
mod title_block;

use std::iter::Peekable;
use std::ops::Range;

use ecow::EcoString;
use pulldown_cmark::{
    Alignment as ParsedAlignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, LinkType, OffsetIter, Options, Parser,
    Tag, TagEnd,
};

use self::problem::{EXCESS_CELLS, MALFORMED_FRONT_MATTER, NESTED_TOO_DEEPLY, UNCLOSED_COMMENT};
use super::slug::Anchors;
use super::{destination, front_matter, metadata};
use crate::diagnostic::Diagnostic;
use crate::model::block::{
    Admonition, AdmonitionKind, Alignment, Block, CodeBlock, Footnote, Heading, List, ListItem, Paragraph, Restates,
    Table,
};
use crate::model::document::{Document, Metadata, Remark};
use crate::model::inline::{Image, Inline, Link, RawHtml, Text, plain};
use crate::text::align::locate;
use crate::text::source::Source;
use crate::text::span::{SourceId, Span};

/// Blocks, or inlines, within one another that are told apart; deeper ones join the deepest.
const DEEPEST: usize = 100;

/// Reads a Markdown source.
pub fn read(id: SourceId, source: &Source) -> (Document, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let (mut known, mut start) = (Metadata::default(), 0);
    if let Some(found) = front_matter::find(&source.text, id) {
        match found.settings {
            Ok(table) => {
                let (read, faults) = metadata::read(&table);
                (known, start) = (read, found.end);
                problems.extend(faults);
            }
            Err(malformed) => {
                let message = format!("this front matter cannot be read: {}", malformed.message);
                let help = match found.closed {
                    true => "mend it, or quote values that hold `:` or `#`; until then it is shown as text",
                    false => "add that line after the last key; until then all is shown as text",
                };
                problems.push(Diagnostic::new(&MALFORMED_FRONT_MATTER, malformed.span, message).help(help));
                // Others cite the document by its identifier all the same.
                known = found.before.map(|table| metadata::read(&table).0).unwrap_or_default();
            }
        }
    }
    let mut builder = Builder::new(id, &source.text, start);
    let body = builder.blocks(0, |_| false);
    problems.append(&mut builder.problems);
    known.remarks = remark::of_front_matter(&source.text[..start], id);
    known.remarks.append(&mut builder.remarks);
    known.id = known.id.or_else(|| title_block::identifier(&body));
    (Document { source: id, metadata: known, body }, problems)
}

/// The extensions that are read.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
}

struct Builder<'a> {
    events: Peekable<OffsetIter<'a>>,
    source: SourceId,
    text: &'a str,
    start: usize,
    anchors: Anchors,
    problems: Vec<Diagnostic>,
    remarks: Vec<Remark>,
    /// Ends of containers that are too deep to be told apart.
    flattened: usize,
    within_link: bool,
    item: ItemState,
}

/// What is found out about an item while its blocks are read.
#[derive(Default)]
struct ItemState {
    checked: Option<bool>,
    /// The parser tells of paragraphs in loose items only.
    loose: bool,
}

impl<'a> Builder<'a> {
    fn new(source: SourceId, text: &'a str, start: usize) -> Self {
        let events = Parser::new_ext(&text[start..], options()).into_offset_iter().peekable();
        let anchors = Anchors::default();
        Self {
            events,
            source,
            text,
            start,
            anchors,
            problems: Vec::new(),
            remarks: Vec::new(),
            flattened: 0,
            within_link: false,
            item: ItemState::default(),
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.source, self.start + range.start, self.start + range.end)
    }

    fn written(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Reads blocks up to the end that `closes` them.
    fn blocks(&mut self, depth: usize, closes: impl Fn(TagEnd) -> bool) -> Vec<Block> {
        let mut blocks = Vec::new();
        // Where the remarks begin that wait for the block which they cover.
        let mut waiting: Option<usize> = None;
        while let Some((event, range)) = self.events.peek() {
            let range = range.clone();
            let (known, said) = (blocks.len(), self.remarks.len());
            let place = Span::new(self.source, self.start + range.start, self.start + range.end);
            match event {
                Event::End(end) if self.flattened == 0 && closes(*end) => {
                    self.events.next();
                    break;
                }
                Event::End(end) if is_container(*end) && self.flattened > 0 => {
                    self.flattened -= 1;
                    self.events.next();
                }
                Event::End(_) => {
                    self.events.next();
                }
                Event::Start(tag) if is_block(tag) => {
                    let tag = tag.clone();
                    self.events.next();
                    if depth >= DEEPEST && is_container(tag.to_end()) {
                        self.too_deep(&range);
                    } else {
                        blocks.extend(self.block(tag, range, depth));
                    }
                }
                Event::Rule => {
                    self.events.next();
                    blocks.push(Block::ThematicBreak(self.span(&range)));
                }
                // The text of a tight item stands without a paragraph of its own.
                _ => blocks.extend(self.bare_paragraph()),
            }
            match blocks.get(known) {
                None => {}
                Some(Block::Html(html)) if remark::is_comments(&html.text.text) => {
                    waiting = waiting.or((self.remarks.len() > said).then_some(said));
                }
                Some(block) => {
                    let end = match block {
                        Block::Paragraph(paragraph) => paragraph.span.end,
                        _ => place.end,
                    };
                    let covering = waiting.take().map_or(0..0, |from| from..said);
                    self.remarks[covering].iter_mut().for_each(|remark| {
                        remark.covers = Span { start: remark.says.span.start, end, ..remark.covers };
                    });
                }
            }
        }
        blocks.shrink_to_fit();
        blocks
    }

    fn too_deep(&mut self, range: &Range<usize>) {
        self.flattened += 1;
        if self.problems.last().is_none_or(|problem| !std::ptr::eq(problem.lint, &NESTED_TOO_DEEPLY)) {
            let span = Span { end: self.span(range).start, ..self.span(range) };
            let message = format!("more than {DEEPEST} blocks stand within one another here");
            self.problems.push(Diagnostic::new(&NESTED_TOO_DEEPLY, span, message).help("use fewer levels"));
        }
    }

    fn block(&mut self, tag: Tag<'a>, range: Range<usize>, depth: usize) -> Option<Block> {
        let span = self.span(&range);
        Some(match tag {
            Tag::Paragraph => {
                self.item.loose = true;
                self.paragraph(span)
            }
            Tag::Heading { level, id, attrs, .. } => {
                let content = self.inlines(0, |end| matches!(end, TagEnd::Heading(_)));
                let restates = restates(&attrs, self.written(span), span);
                self.heading(level as u8, id.as_deref(), restates, content, span)
            }
            Tag::BlockQuote(kind) => {
                let loose = self.item.loose;
                let blocks = self.blocks(depth + 1, |end| matches!(end, TagEnd::BlockQuote(_)));
                self.item.loose = loose;
                match kind.map(admonition_kind) {
                    Some(kind) => Block::Admonition(Admonition { kind, blocks, span }),
                    None => Block::Quote(blocks),
                }
            }
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => Some(EcoString::from(&*info)),
                    CodeBlockKind::Indented => None,
                };
                let is_last = span.end as usize >= self.text.trim_end().len();
                if info.is_some() && is_last && !fence::is_closed(self.written(span)) {
                    self.problems.push(fence::unclosed(self.written(span), span));
                }
                Block::Code(CodeBlock { info, text: self.verbatim(span, |end| end == TagEnd::CodeBlock) })
            }
            Tag::HtmlBlock => {
                let html = {
                    let text = self.verbatim(span, |end| end == TagEnd::HtmlBlock);
                    let written = self.written(text.span);
                    self.remarks.append(&mut remark::of_html(self.text, text.span));
                    let mut html = raw_html::read(text, written);
                    html.lines = raw_lines::lines(&html, written);
                    html
                };
                self.note_anchors(&html.anchors);
                self.unclosed_openings(&html);
                Block::Html(html)
            }
            Tag::List(start) => self.list(start, span, depth),
            Tag::FootnoteDefinition(label) => {
                let blocks = self.blocks(depth + 1, |end| end == TagEnd::FootnoteDefinition);
                let label = self.label(&label, span);
                Block::Footnote(Footnote { label, blocks })
            }
            Tag::Table(alignments) => self.table(&alignments, span),
            Tag::Item => Block::List(List { start: None, tight: false, items: vec![self.item(span, depth).0], span }),
            _ => return None,
        })
    }

    fn paragraph(&mut self, span: Span) -> Block {
        let content = self.inlines(0, |end| end == TagEnd::Paragraph);
        let span = Span { end: span.start + self.written(span).trim_end().len() as u32, ..span };
        self.paragraph_or_directive(content, span)
    }

    fn paragraph_or_directive(&mut self, content: Vec<Inline>, span: Span) -> Block {
        if self.written(span).starts_with(":::") {
            match directive::read(self.written(span), span) {
                Ok(presentation) => return Block::Presentation(presentation),
                // A closing fence that stands alone belongs to a directive before it, or to another tool.
                Err(_) if self.written(span).trim() == ":::" => {}
                Err(problem) => self.problems.push(*problem),
            }
        }
        Block::Paragraph(Paragraph { content, span })
    }

    fn bare_paragraph(&mut self) -> Option<Block> {
        let range = self.events.peek().map(|(_, range)| range.clone())?;
        let start = self.span(&range);
        let (mut content, mut end) = (Vec::new(), start.end);
        while let Some((event, range)) = self.events.peek() {
            let stop = match event {
                Event::Start(tag) => is_block(tag),
                Event::End(_) | Event::Rule => true,
                _ => false,
            };
            if stop {
                break;
            }
            let range = range.clone();
            end = end.max(self.span(&range).end);
            self.inline(0, &mut content);
        }
        if content.is_empty() {
            // Nothing was taken: step over it, or the walk would not end.
            self.events.next();
            return None;
        }
        content.shrink_to_fit();
        Some(Block::Paragraph(Paragraph { content, span: Span { end, ..start } }))
    }

    fn heading(
        &mut self,
        level: u8,
        id: Option<&str>,
        restates: Option<Box<Restates>>,
        content: Vec<Inline>,
        span: Span,
    ) -> Block {
        let written = self.written(span);
        let span = Span { end: span.start + written.trim_end().len() as u32, ..span };
        let (anchor, explicit) = match id.filter(|id| !id.is_empty()) {
            Some(id) => {
                let anchor = EcoString::from(id);
                self.anchors.take(&anchor);
                let at = written.rfind(&format!("#{id}")).map(|at| span.part(at + 1, at + 1 + id.len()));
                (anchor, at)
            }
            None => (self.anchors.of_heading(&plain(&content)), None),
        };
        Block::Heading(Heading { level, content, anchor, explicit, restates, span })
    }

    fn list(&mut self, start: Option<u64>, span: Span, depth: usize) -> Block {
        let (mut items, mut tight) = (Vec::new(), true);
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => {
                    let span = self.span(&range);
                    let (item, loose) = self.item(span, depth);
                    tight &= !loose;
                    items.push(item);
                }
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        Block::List(List { start, tight, items, span })
    }

    /// Reads an item; says whether it is loose, that is, has paragraphs of its own.
    fn item(&mut self, span: Span, depth: usize) -> (ListItem, bool) {
        let outer = std::mem::take(&mut self.item);
        let blocks = self.blocks(depth + 1, |end| end == TagEnd::Item);
        let this = std::mem::replace(&mut self.item, outer);
        (ListItem { checked: this.checked, blocks, span }, this.loose)
    }

    fn table(&mut self, alignments: &[ParsedAlignment], span: Span) -> Block {
        let (mut head, mut rows, mut row) = (Vec::new(), Vec::new(), Vec::new());
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::TableCell) => row.push(self.inlines(0, |end| end == TagEnd::TableCell)),
                Event::End(TagEnd::TableHead) => head = std::mem::take(&mut row),
                Event::End(TagEnd::TableRow) => {
                    self.excess_cells(self.span(&range), head.len(), &mut row);
                    row.shrink_to_fit();
                    rows.push(std::mem::take(&mut row));
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        let alignments = alignments.iter().map(|alignment| match alignment {
            ParsedAlignment::None => Alignment::Default,
            ParsedAlignment::Left => Alignment::Left,
            ParsedAlignment::Center => Alignment::Center,
            ParsedAlignment::Right => Alignment::Right,
        });
        Block::Table(Table { alignments: alignments.collect(), head, rows, span })
    }

    /// Reports the comments that are never closed. Within a line there are none: what is not closed is text.
    fn unclosed_openings(&mut self, html: &RawHtml) {
        let written = self.written(html.text.span);
        for opening in raw_html::unclosed_openings(&html.text.text) {
            let [start, end] = [opening.start, opening.end].map(|at| locate(written, &html.text.text, at));
            let (what, end_mark) = match html.text.text.get(opening) {
                Some("<!--") => ("comment", "-->"),
                Some("<![CDATA[") => ("section of characters", "]]>"),
                Some("<?") => ("instruction", "?>"),
                _ => ("declaration", ">"),
            };
            let message = format!("this {what} is never closed");
            let help = format!(
                "write `{end_mark}` where it ends, before the blank line that ends the HTML it stands in, if any"
            );
            let finding = Diagnostic::new(&UNCLOSED_COMMENT, html.text.span.part(start, end.max(start)), message);
            self.problems.push(finding.label("it would hide all that follows").help(help));
        }
    }

    /// Returns the label of a footnote, which stands somewhere in this place.
    fn label(&self, label: &str, span: Span) -> Text {
        match self.written(span).find(label) {
            Some(from) => Text::new(label, span.part(from, from + label.len())),
            None => Text::decoded(label, span, self.written(span)),
        }
    }

    /// Reads the cells of a row that its table has no column for: the parser drops them.
    fn excess_cells(&mut self, row: Span, columns: usize, cells: &mut Vec<Vec<Inline>>) {
        let mut excess = bars(self.written(row));
        let mut excess = excess.split_off(columns.min(excess.len()));
        // Empty cells at the end say nothing.
        while excess.pop_if(|cell| cell.start == cell.end).is_some() {}
        let (Some(first), Some(last)) = (excess.first(), excess.last()) else { return };
        let count = columns + excess.len();
        let place = row.part(first.start, last.end);
        let message = format!("this row has {count} cells, and its table {columns} columns");
        let help = "write `\\|` for a bar that belongs to a cell";
        self.problems.push(Diagnostic::new(&EXCESS_CELLS, place, message).label("beyond the last column").help(help));
        for cell in excess {
            let span = row.part(cell.start, cell.end);
            let mut inner = Builder::new(self.source, &self.text[..span.end as usize], span.start as usize);
            let content = match <[Block; 1]>::try_from(inner.blocks(0, |_| false)) {
                Ok([Block::Paragraph(paragraph)]) => paragraph.content,
                _ => vec![Inline::Text(Text::new(self.written(span), span))],
            };
            cells.push(content);
        }
    }

    /// Reads the text of code or HTML as it stands.
    fn verbatim(&mut self, whole: Span, closes: impl Fn(TagEnd) -> bool) -> Text {
        let (mut text, mut place) = (String::new(), None::<Span>);
        for (event, range) in self.events.by_ref() {
            match event {
                Event::End(end) if closes(end) => break,
                Event::Text(part) | Event::Html(part) | Event::InlineHtml(part) => {
                    text.push_str(&part);
                    let here = Span::new(self.source, self.start + range.start, self.start + range.end);
                    place = Some(place.map_or(here, |before| Span { end: here.end, ..before }));
                }
                _ => {}
            }
        }
        let place = place.unwrap_or(Span { end: whole.start, ..whole });
        Text::decoded(text, place, self.written(place))
    }

    /// Reads inlines up to the end that `closes` them.
    fn inlines(&mut self, depth: usize, closes: impl Fn(TagEnd) -> bool) -> Vec<Inline> {
        let mut content = Vec::new();
        while let Some((event, _)) = self.events.peek() {
            if let Event::End(end) = event {
                let (ends, inline) = (closes(*end), is_inline(*end));
                if ends || !inline {
                    if ends {
                        self.events.next();
                    }
                    break;
                }
                // The end of an inline that was too deep to be told apart.
                self.events.next();
                continue;
            }
            self.inline(depth, &mut content);
        }
        // A library holds millions of these; what growing left over is given back.
        content.shrink_to_fit();
        content
    }

    /// Reads one inline, or one run of text.
    fn inline(&mut self, depth: usize, content: &mut Vec<Inline>) {
        if let Some((Event::Text(_), _)) = self.events.peek() {
            return self.run(content);
        }
        let Some((event, range)) = self.events.next() else { return };
        let span = self.span(&range);
        match event {
            Event::Start(_) if depth >= DEEPEST => {}
            Event::Start(Tag::Emphasis) => {
                content.push(Inline::Emphasis(self.inlines(depth + 1, |end| end == TagEnd::Emphasis)));
            }
            Event::Start(Tag::Strong) => {
                content.push(Inline::Strong(self.inlines(depth + 1, |end| end == TagEnd::Strong)));
            }
            Event::Start(Tag::Strikethrough) => {
                content.push(Inline::Strikethrough(self.inlines(depth + 1, |end| end == TagEnd::Strikethrough)));
            }
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                let outer = std::mem::replace(&mut self.within_link, true);
                let inner = self.inlines(depth + 1, |end| end == TagEnd::Link);
                self.within_link = outer;
                let written = match link_type {
                    LinkType::Email => EcoString::from(format!("mailto:{dest_url}")),
                    _ => EcoString::from(&*dest_url),
                };
                let destination = destination::parse(&written);
                content.push(Inline::Link(Box::new(Link {
                    destination,
                    written,
                    title: EcoString::from(&*title),
                    content: inner,
                    span,
                })));
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                let outer = std::mem::replace(&mut self.within_link, true);
                let alternative = self.inlines(depth + 1, |end| end == TagEnd::Image);
                self.within_link = outer;
                content.push(Inline::Image(Box::new(Image {
                    destination: destination::parse(&dest_url),
                    written: EcoString::from(&*dest_url),
                    title: EcoString::from(&*title),
                    alternative,
                    span,
                })));
            }
            Event::Code(code) => {
                let written = self.written(span);
                let fence = written.bytes().take_while(|byte| *byte == b'`').count();
                let inner = written.get(fence..written.len().saturating_sub(fence)).unwrap_or_default();
                // Where it is not there as it is, a line ending became a space, and the place is all of it.
                let at = inner.find(&*code).unwrap_or(0);
                let length = if inner[at..].starts_with(&*code) { code.len() } else { inner.len() };
                let place = span.part(fence + at, fence + at + length);
                content.push(Inline::Code(Text::decoded(&*code, place, self.written(place))));
            }
            Event::InlineHtml(html) | Event::Html(html) => {
                self.remarks.append(&mut remark::of_html(self.text, span));
                let html = raw_html::read(Text::decoded(&*html, span, self.written(span)), self.written(span));
                self.note_anchors(&html.anchors);
                content.push(Inline::Html(html));
            }
            Event::FootnoteReference(label) => {
                content.push(Inline::FootnoteReference(self.label(&label, span)));
            }
            Event::SoftBreak => content.push(Inline::SoftBreak),
            Event::HardBreak => content.push(Inline::HardBreak),
            Event::TaskListMarker(done) => self.item.checked = Some(done),
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                content.push(Inline::Code(Text::decoded(&*text, span, self.written(span))));
            }
            Event::Text(_) | Event::Start(_) | Event::End(_) | Event::Rule => {}
        }
    }

    /// Reads a run of text, which the parser gives in pieces wherever a mark could have begun.
    fn run(&mut self, content: &mut Vec<Inline>) {
        let (mut text, mut place) = (String::new(), None::<Span>);
        while let Some((Event::Text(_), _)) = self.events.peek() {
            let Some((Event::Text(part), range)) = self.events.next() else { break };
            let here = self.span(&range);
            text.push_str(&part);
            place = Some(place.map_or(here, |before| Span { end: here.end, ..before }));
        }
        let Some(span) = place else { return };
        let written = self.written(span);
        let text = Text::decoded(text, span, written);
        self.problems.append(&mut running::no_links(&text, written));
        running::split(text, written, self.within_link, content);
    }

    fn note_anchors(&mut self, anchors: &[EcoString]) {
        anchors.iter().for_each(|anchor| self.anchors.take(anchor));
    }
}

/// Reads `{procedure=ID}` and `{procedure=ID partial}` after a heading.
fn restates(attributes: &[(CowStr<'_>, Option<CowStr<'_>>)], written: &str, span: Span) -> Option<Box<Restates>> {
    let named = |(key, value): &(CowStr<'_>, Option<CowStr<'_>>)| match (&**key, value) {
        ("procedure", Some(name)) => Some(EcoString::from(name.trim_matches(['"', '\'']))),
        _ => None,
    };
    let name = attributes.iter().find_map(named).filter(|name| !name.is_empty())?;
    let partial = attributes.iter().any(|(key, value)| {
        &**key == "partial" && value.as_ref().is_none_or(|value| value.trim_matches(['"', '\'']) == "true")
    });
    let at = written.rfind("procedure=").and_then(|key| Some(key + written[key..].find(name.as_str())?));
    let place = at.map_or(span, |at| span.part(at, at + name.len()));
    Some(Box::new(Restates { procedure: Text::new(name, place), partial }))
}

/// Returns where the cells of a row stand, in bytes of the row: a bar ends each but where it is escaped (GFM, 4.10).
fn bars(row: &str) -> Vec<Range<usize>> {
    let line = row.trim_end();
    let start = line.len() - line.trim_start().len();
    let start = start + usize::from(line[start..].starts_with('|'));
    let (mut cells, mut from, mut escaped) = (Vec::new(), start, false);
    for (at, byte) in line.bytes().enumerate().skip(start) {
        if byte == b'|' && !escaped {
            cells.push(trimmed(line, from, at));
            from = at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    if !line[from..].trim().is_empty() {
        cells.push(trimmed(line, from, line.len()));
    }
    cells
}

fn trimmed(text: &str, from: usize, to: usize) -> Range<usize> {
    let part = &text[from..to];
    let start = from + part.len() - part.trim_start().len();
    start..(from + part.trim_end().len()).max(start)
}

fn admonition_kind(kind: BlockQuoteKind) -> AdmonitionKind {
    match kind {
        BlockQuoteKind::Note => AdmonitionKind::Note,
        BlockQuoteKind::Tip => AdmonitionKind::Tip,
        BlockQuoteKind::Important => AdmonitionKind::Important,
        BlockQuoteKind::Warning => AdmonitionKind::Warning,
        BlockQuoteKind::Caution => AdmonitionKind::Caution,
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    !is_inline(tag.to_end())
}

fn is_inline(end: TagEnd) -> bool {
    use TagEnd::{Emphasis, Image, Link, Strikethrough, Strong, Subscript, Superscript};
    matches!(end, Emphasis | Strong | Strikethrough | Link | Image | Superscript | Subscript)
}

fn is_container(end: TagEnd) -> bool {
    use TagEnd::{BlockQuote, FootnoteDefinition, Item, List};
    matches!(end, BlockQuote(_) | List(_) | Item | FootnoteDefinition)
}
