//! Tables: those of CALS, and the simple ones of DITA.

use rustc_hash::FxHashMap;

use super::super::cals;
use super::super::tree::{self, ElementData, Tree};
use super::block::group;
use super::node::{Child, Node};
use super::topic::Reading;
use super::vocabulary::HIDDEN;
use crate::model::block::{Block, Column, Grid, GridCell, GridRow, GroupKind};
use crate::text::span::Span;

impl Reading<'_, '_> {
    /// Reads a table of CALS, with its title.
    pub(super) fn table(&mut self, node: &Node, out: &mut Vec<Block>) {
        let anchor = node.said("id").map(|id| self.anchor_of(&id.text));
        self.flush(out);
        let title = node.child("title").filter(|title| title.has_text());
        let content = title.map(|title| self.inlines(title)).unwrap_or_default();
        let mut blocks = Vec::new();
        for part in &node.children {
            match part {
                Child::Element(title) if title.is("title") => {}
                Child::Element(group) if group.is("tgroup") => {
                    let block = self.tgroup(group);
                    blocks.push(block);
                }
                other => self.contents(std::slice::from_ref(other), &mut blocks),
            }
        }
        self.flush(&mut blocks);
        if anchor.is_none() && content.is_empty() {
            return out.append(&mut blocks);
        }
        out.push(group(GroupKind::Table, anchor, content, Vec::new(), blocks, node));
    }

    fn tgroup(&mut self, node: &Node) -> Block {
        let mut rows = Rows::default();
        rows.add(node);
        let Rows { elements, entries } = rows;
        let tree = Tree { elements, remarks: Vec::new(), unparsed: std::collections::BTreeMap::new() };
        let Some(root) = tree.document() else { return Block::ThematicBreak(node.span) };
        cals::tgroup(root, &mut |entry| match entries.get(&entry.span()) {
            Some(entry) => self.cell(entry),
            None => Vec::new(),
        })
    }

    fn cell(&mut self, node: &Node) -> Vec<Block> {
        let mut blocks = self.blocks(node);
        self.flush(&mut blocks);
        blocks
    }

    /// Reads a table whose cells stand one in each column: `simpletable`, and what is made from it.
    pub(super) fn simple_table(&mut self, node: &Node, out: &mut Vec<Block>) {
        let anchor = node.said("id").map(|id| self.anchor_of(&id.text));
        self.flush(out);
        let title = node.child("title").filter(|title| title.has_text());
        let content = title.map(|title| self.inlines(title)).unwrap_or_default();
        let mut grid =
            Grid { columns: Vec::new(), head: Vec::new(), body: Vec::new(), foot: Vec::new(), span: node.span };
        for row in node.elements() {
            let role = row.role.as_str();
            if HIDDEN.contains(&role) {
                self.hide(row);
                continue;
            }
            if role == "title" {
                continue;
            }
            self.note_anchor(row);
            let mut cells = Vec::new();
            for cell in row.elements() {
                let column = match cell.role.as_str() {
                    // A row of properties may leave some of its three columns out.
                    "proptype" | "proptypehd" => 0,
                    "propvalue" | "propvaluehd" => 1,
                    "propdesc" | "propdeschd" => 2,
                    role if HIDDEN.contains(&role) => {
                        self.hide(cell);
                        continue;
                    }
                    _ => cells.len(),
                };
                let blocks = self.cell(cell);
                cells.push(GridCell { column, columns: 1, rows: 1, alignment: None, blocks, span: cell.span });
            }
            let row = GridRow { cells, span: row.span };
            match role {
                "sthead" | "chhead" | "prophead" => grid.head.push(row),
                _ => grid.body.push(row),
            }
        }
        compact(&mut grid);
        shares(node, &mut grid);
        let mut blocks = Vec::new();
        if !grid.head.is_empty() || !grid.body.is_empty() {
            blocks.push(cals::simple(grid));
        }
        if anchor.is_none() && content.is_empty() {
            return out.append(&mut blocks);
        }
        out.push(group(GroupKind::Table, anchor, content, Vec::new(), blocks, node));
    }
}

/// Fills places without a cell with an empty one, and takes away columns that no row has.
fn compact(grid: &mut Grid) {
    let mut used: Vec<usize> = grid.cells().map(|cell| cell.column).collect();
    used.sort_unstable();
    used.dedup();
    for row in grid.head.iter_mut().chain(&mut grid.body) {
        let mut cells: Vec<GridCell> = Vec::with_capacity(used.len());
        let mut given = std::mem::take(&mut row.cells).into_iter().peekable();
        for (at, column) in used.iter().enumerate() {
            match given.next_if(|cell| cell.column <= *column) {
                Some(cell) => cells.push(GridCell { column: at, ..cell }),
                None => {
                    let span = row.span.part(0, 0);
                    let blocks = Vec::new();
                    cells.push(GridCell { column: at, columns: 1, rows: 1, alignment: None, blocks, span });
                }
            }
        }
        // Cells that do not stand in the order of their columns are kept behind.
        let behind = given.enumerate().map(|(at, cell)| GridCell { column: used.len() + at, ..cell });
        cells.extend(behind);
        row.cells = cells;
    }
    let count = grid.cells().map(|cell| cell.column + 1).max().unwrap_or(0);
    grid.columns.resize(count, Column::default());
}

/// Takes the widths that `relcolwidth` gives: `1* 2*`.
fn shares(node: &Node, grid: &mut Grid) {
    let Some(widths) = node.said("relcolwidth") else { return };
    let widths: Vec<f32> = widths
        .as_str()
        .split_whitespace()
        .filter_map(|width| width.trim_end_matches('*').parse().ok())
        .filter(|share: &f32| share.is_finite() && *share > 0.0)
        .collect();
    if widths.len() == grid.columns.len() {
        for (column, share) in grid.columns.iter_mut().zip(widths) {
            column.share = Some(share);
        }
    }
}

/// The parts of a table as the cursor would have them, without what its cells hold.
#[derive(Default)]
struct Rows<'n> {
    elements: Vec<ElementData<'n>>,
    entries: FxHashMap<Span, &'n Node>,
}

impl<'n> Rows<'n> {
    fn add(&mut self, node: &'n Node) -> usize {
        let at = self.elements.len();
        let attributes = node.attributes.iter().map(|attribute| tree::Attribute {
            name: attribute.name.as_str(),
            name_span: attribute.name_span,
            value: attribute.value.clone(),
        });
        self.elements.push(ElementData {
            name: node.role.as_str(),
            tag: node.tag,
            span: node.span,
            attributes: attributes.collect(),
            children: Vec::new(),
        });
        if node.is("entry") {
            self.entries.insert(node.span, node);
            return at;
        }
        let children: Vec<tree::Node> = node.elements().map(|inner| tree::Node::Element(self.add(inner))).collect();
        self.elements[at].children = children;
        at
    }
}
