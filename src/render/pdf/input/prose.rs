//! Blocks of prose.

use super::super::page::{Block, Code, Inline, Item};
use super::measure::settable;
use super::{Lowering, Setting, cut};
use crate::model::block::{self, AdmonitionKind, CodeBlock, GroupKind, Heading, List, Mark, Restates};
use crate::model::inline::{self, Kind};
use crate::render::words::{self, Word};

/// How much of its width a block takes for itself, in points.
const LIST_INDENT: f32 = 20.0;
const BOX_INDENT: f32 = 22.0;
const DEEP_INDENT: f32 = 6.0;
/// How far in what stands very deep is set, at the most, in points.
const DEEPEST_INDENT: f32 = 150.0;
/// How many lines of code, or pieces of them, make one paragraph.
const LARGEST_PART: usize = 2_000;
/// How deep lists, quotations and admonitions may stand in one another; beyond, typst gives up before long.
const DEEPEST: usize = 10;
/// How high a figure may be, in points: it shares its page with a heading and a line or two.
const FIGURE_HEIGHT: f32 = 540.0;
/// The size of code, and how many of its characters go on a line of the page.
const CODE_SIZE: f32 = 8.0;

impl Lowering<'_> {
    /// Lowers blocks.
    pub(super) fn blocks(&mut self, blocks: &[block::Block], setting: Setting) -> Vec<Block> {
        let mut lowered = Vec::new();
        for block in blocks {
            self.block(block, setting, &mut lowered);
        }
        lowered
    }

    fn block(&mut self, block: &block::Block, setting: Setting, out: &mut Vec<Block>) {
        match block {
            block::Block::Heading(heading) => {
                out.push(self.heading(heading, setting));
                out.extend(heading.restates.as_ref().map(|restates| self.restates(restates)));
            }
            block::Block::Paragraph(paragraph) => self.paragraph(&paragraph.content, setting, out),
            block::Block::List(list) if self.around >= DEEPEST => self.indented_list(list, setting, out),
            block::Block::Quote(inner) if self.around >= DEEPEST => self.indented(inner, "", setting, out),
            block::Block::Admonition(admonition) if self.around >= DEEPEST => {
                let word = format!("{} —", self.word(words::admonition(admonition.kind)));
                self.indented(&admonition.blocks, &word, setting, out);
            }
            block::Block::List(list) => out.push(self.list(list, setting)),
            block::Block::Table(table) => out.push(self.table(table, setting)),
            block::Block::Code(code) => out.push(self.code_block(code, setting)),
            block::Block::Quote(inner) => {
                out.push(Block::Quote { b: self.inner_blocks(inner, setting.within(BOX_INDENT)) })
            }
            block::Block::Admonition(admonition) => out.push(self.admonition(admonition, setting)),
            // Set with the notes, at the end of the document.
            block::Block::Footnote(_) => {}
            block::Block::ThematicBreak(_) => out.push(Block::Rule),
            block::Block::Html(html) => {
                out.extend(self.raw_html(html).into_iter().map(|label| Block::Place { label }));
                let text = super::markup::text(&html.shown());
                for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
                    out.extend(
                        cut::chunks(self.pieces(line, false, setting)).into_iter().map(|c| Block::Paragraph { c }),
                    );
                }
            }
            block::Block::Procedure(procedure) => out.extend(self.procedure(procedure, setting)),
            block::Block::Presentation(presentation) => out.push(self.presentation(presentation, setting)),
            block::Block::Grid(grid) => out.push(self.grid(grid, setting)),
            block::Block::Group(group) => out.push(self.group(group, setting)),
        }
    }

    fn heading(&mut self, heading: &Heading, setting: Setting) -> Block {
        let level = self.level(usize::from(heading.level));
        self.headings += usize::from(level <= self.base + 2);
        let label = self.label(self.shown, &heading.anchor);
        Block::Heading {
            level,
            c: self.line(&heading.content, Setting { links: false, size: setting.size * 1.4, ..setting }),
            label: if heading.anchor.is_empty() { None } else { self.keep_label(label) },
        }
    }

    /// Says which procedure the section retells.
    fn restates(&mut self, restates: &Restates) -> Block {
        let name: String = restates.procedure.text.chars().map(settable).collect();
        let shown = vec![Inline::text(&name)];
        let mut c = vec![Inline::text(format!("{} ", self.word(words::RESTATES)))];
        c.extend(self.link_at(restates.procedure.span, Kind::Procedure, &restates.procedure.text, shown));
        if restates.partial {
            c.push(Inline::text(format!(" ({})", self.word(words::IN_PART))));
        }
        Block::Paragraph { c }
    }

    /// Makes the heading of a section that opsdoc adds.
    pub(super) fn section(&mut self, word: Word, written: usize) -> Vec<Block> {
        let c = vec![Inline::text(self.word(word))];
        self.headed(c, written)
    }

    /// Makes a heading without a name of its own.
    pub(super) fn headed(&mut self, c: Vec<Inline>, written: usize) -> Vec<Block> {
        let level = self.level(written);
        vec![Block::Heading { level, c, label: None }]
    }

    /// Lowers a paragraph; pictures that stand alone in it become figures.
    fn paragraph(&mut self, content: &[inline::Inline], setting: Setting, out: &mut Vec<Block>) {
        self.characters += content.iter().map(length).sum::<usize>();
        let figures = content.iter().all(|inline| match inline {
            inline::Inline::Image(_) | inline::Inline::SoftBreak | inline::Inline::HardBreak => true,
            inline::Inline::Text(text) => text.text.trim().is_empty(),
            _ => false,
        });
        if !figures {
            let c = self.line(content, setting);
            out.extend(paragraphs(c));
            return;
        }
        for inline in content {
            let inline::Inline::Image(image) = inline else { continue };
            match self.picture(image) {
                Some(picture) => {
                    let alt = inline::plain(&image.alternative);
                    let width = picture.width(setting.width, FIGURE_HEIGHT);
                    // Authors write as alternative what others write as caption; both are read by someone.
                    let caption = if image.title.is_empty() { &alt } else { image.title.as_str() };
                    let caption = caption.chars().map(settable).collect();
                    out.push(Block::Picture { file: picture.file, alt, width, caption });
                }
                None => {
                    let c = self.line(std::slice::from_ref(inline), setting);
                    out.push(Block::Paragraph { c });
                }
            }
        }
    }

    fn group(&mut self, group: &block::Group, setting: Setting) -> Block {
        let (kind, word) = match group.kind {
            GroupKind::Plain => ("plain", None),
            GroupKind::Figure => ("figure", Some(words::PICTURE)),
            GroupKind::Table => ("table", Some(words::TABLE)),
            GroupKind::Example => ("example", Some(words::EXAMPLE)),
            kind => ("plain", words::group(kind)),
        };
        let mut caption = Vec::new();
        if !group.title.is_empty() {
            let number = self.names(self.document).number(group);
            let number = number.map(|number| format!(" {number}")).unwrap_or_default();
            let word = word.map(|word| format!("{}{number}", self.word(word)));
            caption.extend(word.into_iter().flat_map(|word| [Inline::word(word), Inline::text(" ")]));
            caption.extend(self.line(&group.title, Setting { links: false, ..setting }));
        } else if let Some(word) = words::group(group.kind) {
            caption.push(Inline::word(self.word(word)));
        }
        let label = group.anchor.as_ref().and_then(|anchor| self.place(anchor));
        let mut b = self.marks(&group.marks, setting);
        // What is marked stands beside a bar, what is an example within a frame.
        b.extend(self.inner_blocks(&group.blocks, setting.within(if kind == "example" { BOX_INDENT } else { 8.0 })));
        let changed = group.marks.iter().any(|mark| mark.kind.is_change());
        Block::Group { kind, label, caption, changed, b }
    }

    /// Lowers what a source says of a part of itself.
    pub(super) fn marks(&mut self, marks: &[Mark], setting: Setting) -> Vec<Block> {
        let mut lines = Vec::new();
        for mark in marks {
            let mut c = vec![Inline::word(self.word(words::mark(mark.kind))), Inline::text(" ")];
            c.extend(self.line(&mark.content, setting));
            lines.push(Block::Paragraph { c });
        }
        lines
    }

    /// Lowers what stands in a list, a quotation or an admonition.
    pub(super) fn inner_blocks(&mut self, blocks: &[block::Block], setting: Setting) -> Vec<Block> {
        self.around += 1;
        let lowered = self.blocks(blocks, setting);
        self.around -= 1;
        lowered
    }

    /// Lowers a list that stands too deep to be one: typst would give up.
    fn indented_list(&mut self, list: &List, setting: Setting, out: &mut Vec<Block>) {
        for (at, item) in list.items.iter().enumerate() {
            let mark = match (item.checked, list.start) {
                (Some(true), _) => "[x]".to_owned(),
                (Some(false), _) => "[ ]".to_owned(),
                (None, Some(start)) => format!("{}.", start.saturating_add(at as u64)),
                (None, None) => "•".to_owned(),
            };
            self.indented(&item.blocks, &mark, setting, out);
        }
    }

    /// Lowers blocks one below the other, the first with a mark.
    fn indented(&mut self, blocks: &[block::Block], mark: &str, setting: Setting, out: &mut Vec<Block>) {
        let mut mark = mark.to_owned();
        for block in self.blocks(blocks, setting.within(DEEP_INDENT)) {
            out.push(match block {
                Block::Indented { by, mark: inner, b } => {
                    Block::Indented { by: (by + DEEP_INDENT).min(DEEPEST_INDENT), mark: join(&mut mark, inner), b }
                }
                block => Block::Indented { by: DEEP_INDENT, mark: std::mem::take(&mut mark), b: vec![block] },
            });
        }
        if !mark.is_empty() {
            out.push(Block::Indented { by: DEEP_INDENT, mark, b: Vec::new() });
        }
    }

    fn list(&mut self, list: &List, setting: Setting) -> Block {
        let inner = setting.within(LIST_INDENT);
        let items =
            list.items.iter().map(|item| Item { task: item.checked, b: self.inner_blocks(&item.blocks, inner) });
        let items: Vec<Item> = items.collect();
        Block::List { start: list.start, tight: list.tight, tasks: items.iter().any(|item| item.task.is_some()), items }
    }

    fn code_block(&mut self, code: &CodeBlock, setting: Setting) -> Block {
        let text = code.text.text.strip_suffix('\n').unwrap_or(&code.text.text);
        self.characters += text.len();
        let spread = text.replace('\t', "    ");
        let clean: String = spread.chars().map(|c| if c == '\n' { c } else { settable(c) }).collect();
        // Measured as code within text would be at a size a little larger.
        let width = (setting.width - 14.0) / (CODE_SIZE / 0.84);
        let too_wide = clean.lines().any(|line| line.split(' ').any(|word| self.metrics.width(word, true) > width));
        let caption = code.caption().unwrap_or_default();
        let caption = self.pieces(caption, true, Setting { size: CODE_SIZE, ..setting });
        let parts = if too_wide {
            let lines = clean.split('\n').flat_map(|line| cut::chunks(self.metrics.lines_of_code(line, width)));
            parts(lines.map(|line| (written(&line), line)))
        } else {
            parts(clean.split('\n').map(|line| (line.to_owned(), Vec::new())))
        };
        Block::Code { caption, parts }
    }

    /// Lowers an admonition under the word for its kind.
    pub(super) fn admonition(&mut self, admonition: &block::Admonition, setting: Setting) -> Block {
        let kind = match admonition.kind {
            AdmonitionKind::Danger => "danger",
            AdmonitionKind::Warning => "warning",
            AdmonitionKind::Caution => "caution",
            AdmonitionKind::Note => "note",
            AdmonitionKind::Tip => "tip",
            AdmonitionKind::Important => "important",
        };
        Block::Admonition {
            kind,
            word: self.word(words::admonition(admonition.kind)).to_owned(),
            b: self.inner_blocks(&admonition.blocks, setting.within(BOX_INDENT)),
        }
    }
}

/// Makes paragraphs of a line.
fn paragraphs(line: Vec<Inline>) -> impl Iterator<Item = Block> {
    let mut rest = line.into_iter().peekable();
    std::iter::from_fn(move || {
        rest.peek()?;
        Some(Block::Paragraph { c: rest.by_ref().take_while(|inline| !matches!(inline, Inline::Cut)).collect() })
    })
}

/// Gathers lines of code, each as it is written and in pieces, into parts of so many that one paragraph can hold.
fn parts(lines: impl Iterator<Item = (String, Vec<Inline>)>) -> Vec<Code> {
    let mut parts: Vec<Code> = Vec::new();
    let mut room = 0;
    for (text, pieces) in lines {
        let size = pieces.len().max(1);
        match parts.last_mut().filter(|_| size <= room) {
            Some(part) => {
                part.v.push('\n');
                part.v.push_str(&text);
                part.lines.push(pieces);
            }
            None => {
                parts.push(Code { v: text, lines: vec![pieces] });
                room = LARGEST_PART;
            }
        }
        room -= size.min(room);
    }
    for part in &mut parts {
        if part.lines.iter().all(Vec::is_empty) {
            part.lines.clear();
        }
    }
    parts
}

/// Returns the code that is in pieces.
fn written(line: &[Inline]) -> String {
    let text = line.iter().map(|piece| match piece {
        Inline::Text(text) | Inline::Whole { v: text } => text.as_str(),
        _ => "",
    });
    text.collect()
}

/// Joins the marks of an item and of the item that it begins with.
fn join(outer: &mut String, inner: String) -> String {
    match std::mem::take(outer) {
        outer if outer.is_empty() => inner,
        outer => format!("{outer} {inner}"),
    }
}

fn length(inline: &inline::Inline) -> usize {
    match inline {
        inline::Inline::Text(text) | inline::Inline::Code(text) => text.text.len(),
        inline::Inline::Emphasis(inner) | inline::Inline::Strong(inner) => inner.iter().map(length).sum(),
        inline::Inline::Link(link) => link.content.iter().map(length).sum(),
        _ => 1,
    }
}
