//! Tables: columns wide enough for their longest words, then as their text needs.

use super::super::page::{Block, GridCell, Inline};
use super::{Lowering, Setting};
use crate::model::block::{self, Alignment, Grid};
use crate::model::inline;
use crate::model::walk::{self, Visitor};

/// What a cell takes left and right of its text, in points.
const INSET: f32 = 9.0;
/// The sizes that a table may be set in, the largest first, in points.
const SIZES: [f32; 4] = [9.0, 8.0, 7.0, 6.5];

/// How many bytes of text the cell of a head may have; more is set as any row is.
const LONGEST_HEAD: usize = 400;

/// What a column asks for, in parts of the font size.
#[derive(Clone, Copy, Default)]
struct Need {
    /// The longest word.
    least: f32,
    /// The longest cell on one line.
    most: f32,
}

impl Lowering<'_> {
    /// Lowers a table.
    pub(super) fn table(&mut self, table: &block::Table, setting: Setting) -> Block {
        let count = table.rows.iter().map(Vec::len).chain([table.head.len(), 1]).max().unwrap_or(1);
        let mut needs = vec![Need { least: 1.0, most: 1.0 }; count];
        for row in table.rows.iter().chain([&table.head]) {
            for (need, cell) in needs.iter_mut().zip(row) {
                self.need(cell, need);
            }
        }
        let (size, columns) = columns(&needs, setting.width);
        let align = (0..count).map(|at| align(table.alignments.get(at).copied().unwrap_or_default())).collect();
        let mut row = |cells: &Vec<block::Cell>| -> Vec<Vec<Inline>> {
            let mut row: Vec<Vec<Inline>> = cells
                .iter()
                .zip(&columns)
                .map(|(cell, width)| self.line(cell, Setting { width: width - INSET, size, ..setting }))
                .collect();
            row.resize(count, Vec::new());
            row
        };
        let head = if table.head.iter().all(Vec::is_empty) { Vec::new() } else { row(&table.head) };
        let mut rows: Vec<_> = table.rows.iter().map(row).collect();
        // A head is never broken, and what of it is beyond the page would be lost.
        let tall = table.head.iter().any(|cell| inline::plain(cell).len() > LONGEST_HEAD);
        let head = if tall {
            rows.insert(0, head);
            Vec::new()
        } else {
            head
        };
        self.characters += 40 * table.rows.len();
        Block::Table { columns, size, align, head, rows }
    }

    /// Lowers a grid.
    pub(super) fn grid(&mut self, grid: &Grid, setting: Setting) -> Block {
        let count = grid.cells().map(|cell| cell.column + cell.columns).max().unwrap_or(1).max(grid.columns.len());
        let mut needs = vec![Need { least: 1.0, most: 1.0 }; count];
        for cell in grid.cells().filter(|cell| cell.columns == 1) {
            if let Some(need) = needs.get_mut(cell.column) {
                self.need_of_blocks(&cell.blocks, need);
            }
        }
        let (size, columns) = shared(grid, &needs, setting.width).unwrap_or_else(|| columns(&needs, setting.width));
        let tall = grid.head.iter().flat_map(|row| &row.cells).any(|cell| text_of(&cell.blocks) > LONGEST_HEAD);
        let repeated = if tall { 0 } else { grid.head.len() };
        let (mut head, mut cells) = (Vec::new(), Vec::new());
        for (y, row) in grid.rows().enumerate() {
            for cell in &row.cells {
                let width: f32 = columns.iter().skip(cell.column).take(cell.columns).sum();
                let place = Setting { width: width - INSET, size, ..setting };
                let own = grid.columns.get(cell.column).map(|column| column.alignment).unwrap_or_default();
                let lowered = GridCell {
                    x: cell.column,
                    y,
                    columns: cell.columns,
                    rows: cell.rows,
                    align: align(cell.alignment.unwrap_or(own)),
                    b: self.inner_blocks(&cell.blocks, place),
                };
                if y < repeated { head.push(lowered) } else { cells.push(lowered) }
            }
        }
        self.characters += 40 * grid.rows().count();
        Block::Grid { columns, size, head, cells }
    }

    fn need_of_blocks(&self, blocks: &[block::Block], need: &mut Need) {
        let mut lines = Lines::default();
        walk::blocks(blocks, &mut lines);
        for (at, line) in lines.0.into_iter().enumerate() {
            let mut own = Need::default();
            self.need(line, &mut own);
            need.least = need.least.max(own.least + if at > 0 { 2.0 } else { 0.0 });
            need.most = need.most.max(own.most);
        }
    }

    /// Makes a table of lines that are lowered already; the columns share the width as told.
    pub(super) fn listing(
        &self,
        head: Vec<&str>,
        shares: &[f32],
        rows: Vec<Vec<Vec<Inline>>>,
        setting: Setting,
    ) -> Block {
        let sum: f32 = shares.iter().sum();
        Block::Table {
            columns: shares.iter().map(|share| share / sum * setting.width).collect(),
            size: SIZES[0],
            align: vec!["left"; shares.len()],
            head: head.into_iter().map(|word| vec![Inline::text(word)]).collect(),
            rows,
        }
    }

    fn need(&self, cell: &[inline::Inline], need: &mut Need) {
        let mut whole = 0.0;
        self.measure(cell, need, &mut whole);
        need.most = need.most.max(whole);
    }

    fn measure(&self, cell: &[inline::Inline], need: &mut Need, whole: &mut f32) {
        for inline in cell {
            let (text, code) = match inline {
                inline::Inline::Text(text) => (&text.text, false),
                inline::Inline::Code(text) => (&text.text, true),
                inline::Inline::Emphasis(inner)
                | inline::Inline::Strong(inner)
                | inline::Inline::Strikethrough(inner)
                | inline::Inline::Raised(inner)
                | inline::Inline::Lowered(inner) => {
                    self.measure(inner, need, whole);
                    continue;
                }
                inline::Inline::Link(link) => {
                    self.measure(&link.content, need, whole);
                    continue;
                }
                inline::Inline::Image(_) => {
                    *whole += 8.0;
                    continue;
                }
                inline::Inline::Abbreviation(abbreviation) => (&abbreviation.expansion.text, false),
                inline::Inline::Tbd(tbd) => {
                    self.measure(&tbd.content, need, whole);
                    *whole += 6.0;
                    continue;
                }
                _ => continue,
            };
            *whole += self.metrics.width(text, code);
            for word in text.split_whitespace() {
                need.least = need.least.max(self.metrics.width(word, code));
            }
        }
    }
}

/// The lines of some blocks.
#[derive(Default)]
struct Lines<'a>(Vec<&'a [inline::Inline]>);

impl<'a> Visitor<'a> for Lines<'a> {
    fn line(&mut self, inlines: &'a [inline::Inline]) {
        self.0.push(inlines);
    }
}

/// Returns how many bytes of text some blocks have.
fn text_of(blocks: &[block::Block]) -> usize {
    let mut lines = Lines::default();
    walk::blocks(blocks, &mut lines);
    lines.0.into_iter().map(|line| inline::plain(line).len()).sum()
}

fn align(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::Default | Alignment::Left => "left",
        Alignment::Center => "center",
        Alignment::Right => "right",
    }
}

/// Shares the width as the columns of a grid ask for, where all do and the longest words have room.
fn shared(grid: &Grid, needs: &[Need], width: f32) -> Option<(f32, Vec<f32>)> {
    let shares: Option<Vec<f32>> = grid.columns.iter().map(|column| column.share).collect();
    let shares = shares.filter(|shares| shares.len() == needs.len())?;
    let sum: f32 = shares.iter().sum();
    let columns: Vec<f32> = shares.iter().map(|share| share / sum * width).collect();
    let fits = |size: f32| needs.iter().zip(&columns).all(|(need, column)| need.least * size + INSET <= *column);
    let size = SIZES.into_iter().find(|size| fits(*size))?;
    Some((size, columns))
}

/// Chooses the size of the letters and the widths of the columns, in points.
fn columns(needs: &[Need], width: f32) -> (f32, Vec<f32>) {
    let room = (width - INSET * needs.len() as f32).max(20.0);
    let sum = |of: fn(&Need) -> f32| needs.iter().map(of).sum::<f32>();
    let size = SIZES.into_iter().find(|size| sum(|need| need.least) * size <= room);
    let Some(size) = size else {
        // Even the smallest letters do not do: words will be broken, the longest the most.
        let size = SIZES[SIZES.len() - 1];
        let fair = room / needs.len() as f32;
        let keep: f32 = needs.iter().map(|need| (need.least * size).min(fair)).sum();
        let want: f32 = needs.iter().map(|need| (need.least * size - fair).max(0.0)).sum();
        let share = (room - keep) / want.max(1.0);
        let columns = needs.iter().map(|need| {
            let least = need.least * size;
            least.min(fair) + (least - fair).max(0.0) * share + INSET
        });
        return (size, columns.collect());
    };
    let most = sum(|need| need.most) * size;
    if most <= room {
        // All on one line: no wider than it needs, unless it nearly fills the page anyway.
        let stretch = if most > room * 0.6 { (room - most) / needs.len() as f32 } else { 2.0 };
        return (size, needs.iter().map(|need| need.most * size + stretch + INSET).collect());
    }
    let least = sum(|need| need.least) * size;
    let spare = room - least;
    // The square root keeps one long cell from starving the others.
    let weight = |need: &Need| ((need.most - need.least).max(0.0) * size).sqrt() * 10.0 + 0.01;
    let weights: f32 = needs.iter().map(weight).sum();
    (size, needs.iter().map(|need| need.least * size + spare * weight(need) / weights + INSET).collect())
}
