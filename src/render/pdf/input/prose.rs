//! Blocks of prose.

use super::super::page::{Block, Inline, Item};
use super::measure::settable;
use super::{Lowering, Setting};
use crate::model::block::{self, AdmonitionKind, CodeBlock, Heading, List};
use crate::model::inline;
use crate::render::words::{self, Word};

/// How much of its width a block takes for itself, in points.
const LIST_INDENT: f32 = 20.0;
const BOX_INDENT: f32 = 22.0;
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
            block::Block::Heading(heading) => out.push(self.heading(heading, setting)),
            block::Block::Paragraph(paragraph) => self.paragraph(&paragraph.content, setting, out),
            block::Block::List(list) => out.push(self.list(list, setting)),
            block::Block::Table(table) => out.push(self.table(table, setting)),
            block::Block::Code(code) => out.push(self.code_block(code, setting)),
            block::Block::Quote(inner) => out.push(Block::Quote { b: self.blocks(inner, setting.within(BOX_INDENT)) }),
            block::Block::Admonition(admonition) => out.push(self.admonition(admonition, setting)),
            // Set with the notes, at the end of the document.
            block::Block::Footnote(_) => {}
            block::Block::ThematicBreak(_) => out.push(Block::Rule),
            block::Block::Html(html) => {
                out.extend(self.raw_html(html).into_iter().map(|label| Block::Place { label }));
                let text = super::markup::text(&html.shown());
                for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
                    out.push(Block::Paragraph { c: self.pieces(line, false, setting) });
                }
            }
            block::Block::Procedure(procedure) => out.extend(self.procedure(procedure, setting)),
            block::Block::Presentation(presentation) => out.push(self.presentation(presentation, setting)),
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
            if !c.is_empty() {
                out.push(Block::Paragraph { c });
            }
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

    fn list(&mut self, list: &List, setting: Setting) -> Block {
        let inner = setting.within(LIST_INDENT);
        let items = list.items.iter().map(|item| Item { task: item.checked, b: self.blocks(&item.blocks, inner) });
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
        let lines = if too_wide {
            clean.split('\n').map(|line| self.metrics.lines_of_code(line, width)).collect()
        } else {
            Vec::new()
        };
        let caption = code.caption().unwrap_or_default();
        let caption = self.pieces(caption, true, Setting { size: CODE_SIZE, ..setting });
        Block::Code { caption, v: clean, lines }
    }

    /// Lowers an admonition under the word for its kind.
    pub(super) fn admonition(&mut self, admonition: &block::Admonition, setting: Setting) -> Block {
        let kind = match admonition.kind {
            AdmonitionKind::Warning => "warning",
            AdmonitionKind::Caution => "caution",
            AdmonitionKind::Note => "note",
            AdmonitionKind::Tip => "tip",
            AdmonitionKind::Important => "important",
        };
        Block::Admonition {
            kind,
            word: self.word(words::admonition(admonition.kind)).to_owned(),
            b: self.blocks(&admonition.blocks, setting.within(BOX_INDENT)),
        }
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
