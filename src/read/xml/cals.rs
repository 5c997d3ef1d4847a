//! Reads CALS tables: `tgroup` with `colspec`, `spanspec`, `thead`, `tfoot` and `tbody` (OASIS Technical Resolution
//! 9503:1995, Exchange Table Model, and MIL-PRF-28001 for what that leaves out).
//!
//! A format says what its cells hold; everything about columns, spans and rows is here. What the attributes say is
//! followed as far as it makes sense: a cell that has no room where it claims to be stands in the next free place, and
//! none is dropped.

use super::tree::Element;
use crate::model::block::{Alignment, Block, Cell, Column, Grid, GridCell, GridRow, Table};

/// How many columns or rows one cell may take: no page shows more, and a wrong attribute takes no memory.
const WIDEST: usize = 1_000;

/// Reads one `tgroup`. `cell` reads what an `entry` holds.
pub(super) fn tgroup<'t>(group: Element<'t>, cell: &mut dyn FnMut(Element<'t>) -> Vec<Block>) -> Block {
    let columns = Columns::of(group);
    let mut grid =
        Grid { columns: columns.settings(), head: Vec::new(), body: Vec::new(), foot: Vec::new(), span: group.span() };
    for part in group.elements() {
        let rows = match part.name() {
            "thead" => &mut grid.head,
            "tfoot" => &mut grid.foot,
            "tbody" => &mut grid.body,
            // Rows that were written without a part around them.
            "row" => {
                let row = Rows::default().row(part, &columns, cell);
                grid.body.push(row);
                continue;
            }
            _ => continue,
        };
        // The head may set its columns otherwise (`thead` with `colspec` of its own).
        let own = part.named("colspec").next().is_some().then(|| Columns::of(part));
        let columns = own.as_ref().unwrap_or(&columns);
        let mut taken = Rows::default();
        let first = rows.len();
        for row in part.named("row") {
            rows.push(taken.row(row, columns, cell));
        }
        // No cell reaches beyond the rows of its part.
        let count = rows.len();
        for (at, row) in rows.iter_mut().enumerate().skip(first) {
            for cell in &mut row.cells {
                cell.rows = cell.rows.min(count - at);
            }
        }
    }
    let count = grid.cells().map(|cell| cell.column + cell.columns).max().unwrap_or(0);
    if grid.columns.len() < count {
        grid.columns.resize(count, Column::default());
    }
    simple(grid)
}

/// The columns of a group.
struct Columns<'t> {
    list: Vec<Named<'t>>,
    /// The spans that have a name: its first column and its last.
    spans: Vec<(&'t str, usize, usize)>,
}

#[derive(Clone, Default)]
struct Named<'t> {
    name: Option<&'t str>,
    column: Column,
}

impl<'t> Columns<'t> {
    fn of(group: Element<'t>) -> Self {
        let alignment = alignment(group).unwrap_or_default();
        let mut list: Vec<Named> = Vec::new();
        for spec in group.named("colspec") {
            // Columns may be numbered; those between have no `colspec`.
            let number = number(spec, "colnum").filter(|number| (1..=WIDEST).contains(number));
            let at = number.map_or(list.len(), |number| number - 1);
            if list.len() <= at {
                list.resize(at + 1, Named { name: None, column: Column { alignment, share: None } });
            }
            let name = spec.attribute("colname").map(|name| name.as_str());
            let alignment = self::alignment(spec).unwrap_or(alignment);
            let share = spec.attribute("colwidth").and_then(|width| share(width.as_str()));
            list[at] = Named { name, column: Column { alignment, share } };
        }
        let told = number(group, "cols").unwrap_or(0).min(WIDEST);
        if list.len() < told {
            list.resize(told, Named { name: None, column: Column { alignment, share: None } });
        }
        let mut columns = Self { list, spans: Vec::new() };
        for spec in group.named("spanspec") {
            let ends = (columns.named(spec, "namest"), columns.named(spec, "nameend"));
            if let (Some(name), (Some(first), Some(last))) = (spec.attribute("spanname"), ends) {
                columns.spans.push((name.as_str(), first, last));
            }
        }
        columns
    }

    fn named(&self, element: Element, attribute: &str) -> Option<usize> {
        let name = element.attribute(attribute)?.as_str();
        self.list.iter().position(|column| column.name == Some(name))
    }

    fn settings(&self) -> Vec<Column> {
        let mut columns: Vec<Column> = self.list.iter().map(|named| named.column).collect();
        // Shares mean something beside one another alone.
        if columns.iter().any(|column| column.share.is_none()) {
            columns.iter_mut().for_each(|column| column.share = None);
        }
        columns
    }

    /// Returns the first column that an entry names, if it does, and how many it takes.
    fn place(&self, entry: Element) -> (Option<usize>, usize) {
        let span = entry.attribute("spanname").and_then(|name| self.spans.iter().find(|span| span.0 == name.as_str()));
        if let Some((_, first, last)) = span {
            return (Some(*first), last.saturating_sub(*first) + 1);
        }
        match (self.named(entry, "namest"), self.named(entry, "nameend")) {
            (Some(first), Some(last)) => (Some(first), last.saturating_sub(first) + 1),
            (Some(first), None) => (Some(first), 1),
            _ => (self.named(entry, "colname"), 1),
        }
    }
}

/// For each column, in how many of the rows to come it is taken by a cell from above.
#[derive(Default)]
struct Rows(Vec<usize>);

impl Rows {
    fn row<'t>(
        &mut self,
        row: Element<'t>,
        columns: &Columns,
        cell: &mut dyn FnMut(Element<'t>) -> Vec<Block>,
    ) -> GridRow {
        let mut read = GridRow { cells: Vec::new(), span: row.span() };
        let mut free = 0;
        for entry in row.elements().filter(|entry| matches!(entry.name(), "entry" | "entrytbl")) {
            let (named, wide) = columns.place(entry);
            let wide = if free < WIDEST { wide.clamp(1, WIDEST) } else { 1 };
            let column = self.room(named.unwrap_or(0).max(free), wide);
            let rows = number(entry, "morerows").unwrap_or(0).min(WIDEST) + 1;
            for at in column..column + wide {
                if self.0.len() <= at {
                    self.0.resize(at + 1, 0);
                }
                self.0[at] = rows;
            }
            free = column + wide;
            let blocks = if entry.name() == "entrytbl" { vec![tgroup(entry, cell)] } else { cell(entry) };
            let alignment = alignment(entry);
            read.cells.push(GridCell { column, columns: wide, rows, alignment, blocks, span: entry.span() });
        }
        self.0.iter_mut().for_each(|left| *left = left.saturating_sub(1));
        read
    }

    /// Returns the first place, from a column on, with so many free columns beside one another.
    fn room(&self, from: usize, wide: usize) -> usize {
        let taken = |at: usize| self.0.get(at).is_some_and(|rows| *rows > 0);
        let mut column = from;
        while let Some(at) = (column..column + wide).rev().find(|at| taken(*at)) {
            column = at + 1;
        }
        column
    }
}

fn alignment(element: Element) -> Option<Alignment> {
    match element.attribute("align")?.as_str() {
        "left" | "justify" => Some(Alignment::Left),
        "center" => Some(Alignment::Center),
        "right" => Some(Alignment::Right),
        _ => None,
    }
}

fn number(element: Element, attribute: &str) -> Option<usize> {
    element.attribute(attribute)?.as_str().trim().parse().ok()
}

/// Returns what part of the width a column asks for: `2*`, or a length, which is as good beside other lengths. A sum of
/// both (`2*+3pt`) counts by its shares.
fn share(width: &str) -> Option<f32> {
    let width = width.trim();
    let digits = width.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(width.len());
    let (number, unit) = width.split_at(digits);
    let number: f32 = if number.is_empty() && unit.starts_with('*') { 1.0 } else { number.parse().ok()? };
    let points = match unit.trim_start().get(..2).unwrap_or(unit.trim()) {
        "mm" => 2.83,
        "cm" => 28.3,
        "in" => 72.0,
        "pi" | "pc" => 12.0,
        _ => 1.0,
    };
    let share = number * points;
    (share.is_finite() && share > 0.0).then_some(share)
}

/// Returns a grid as the simpler thing, where it says no more: one row at the head, none at the foot, each cell one
/// line. What rows of such a table say of parameters and telecommands is read as from any other.
pub(super) fn simple(grid: Grid) -> Block {
    let count = grid.columns.len();
    let is_line = |blocks: &[Block]| matches!(blocks, [] | [Block::Paragraph(_)]);
    let plain = |row: &GridRow| {
        row.cells.len() == count
            && row
                .cells
                .iter()
                .all(|cell| cell.columns == 1 && cell.rows == 1 && cell.alignment.is_none() && is_line(&cell.blocks))
    };
    let fits = grid.head.len() == 1 && grid.foot.is_empty() && !grid.body.is_empty() && grid.rows().all(plain);
    if !fits {
        return Block::Grid(Box::new(grid));
    }
    let line = |cell: GridCell| -> Cell {
        match cell.blocks.into_iter().next() {
            Some(Block::Paragraph(paragraph)) => paragraph.content,
            _ => Vec::new(),
        }
    };
    let cells = |row: GridRow| row.cells.into_iter().map(line).collect::<Vec<Cell>>();
    Block::Table(Table {
        alignments: grid.columns.iter().map(|column| column.alignment).collect(),
        head: grid.head.into_iter().flat_map(cells).collect(),
        rows: grid.body.into_iter().map(cells).collect(),
        span: grid.span,
    })
}

#[cfg(test)]
mod tests {
    use super::super::cursor;
    use super::{Alignment, Block, tgroup};
    use crate::model::block::{Grid, Paragraph};
    use crate::model::inline::{Inline, Text, plain};
    use crate::text::span::SourceId;

    fn read(xml: &str) -> Block {
        let (tree, _) = cursor::parse(SourceId(0), xml);
        let document = tree.document().expect("a tree has a root");
        let group = document.elements().next().expect("there is a group");
        tgroup(group, &mut |entry| {
            let content = vec![Inline::Text(Text::new(entry.words(), entry.span()))];
            vec![Block::Paragraph(Paragraph { content, span: entry.span() })]
        })
    }

    fn grid(xml: &str) -> Grid {
        match read(xml) {
            Block::Grid(grid) => *grid,
            other => panic!("no grid: {other:?}"),
        }
    }

    /// Returns each cell as `text@column+columns×rows`, a line for each row.
    fn places(grid: &Grid) -> String {
        let cell = |cell: &super::GridCell| {
            let Some(Block::Paragraph(paragraph)) = cell.blocks.first() else { return String::new() };
            format!("{}@{}+{}×{}", plain(&paragraph.content), cell.column, cell.columns, cell.rows)
        };
        let rows = grid.rows().map(|row| row.cells.iter().map(cell).collect::<Vec<_>>().join(" "));
        rows.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn cells_take_the_columns_and_rows_that_they_name() {
        let xml = "<tgroup cols='3'><colspec colname='a' colwidth='2*' align='right'/><colspec colname='b' colwidth='1*'/>\
             <colspec colnum='3' colname='c' colwidth='1*'/><spanspec namest='a' nameend='b' spanname='ab'/>\
             <thead><row><entry spanname='ab'>1</entry><entry morerows='1'>2</entry></row>\
             <row><entry>3</entry><entry align='center'>4</entry></row></thead>\
             <tbody><row><entry morerows='9'>5</entry><entry namest='b' nameend='c'>6</entry></row>\
             <row><entry colname='c'>7</entry></row></tbody></tgroup>";
        let grid = grid(xml);
        assert_eq!(places(&grid), "1@0+2×1 2@2+1×2\n3@0+1×1 4@1+1×1\n5@0+1×2 6@1+2×1\n7@2+1×1");
        assert_eq!(grid.columns[0].alignment, Alignment::Right);
        assert_eq!(
            grid.columns.iter().map(|column| column.share).collect::<Vec<_>>(),
            [Some(2.0), Some(1.0), Some(1.0)]
        );
        assert_eq!(grid.head[1].cells[1].alignment, Some(Alignment::Center));
    }

    #[test]
    fn a_cell_without_room_stands_in_the_next_free_place() {
        let xml = "<tgroup cols='2'><colspec colname='a'/><colspec colname='b'/><tbody>\
             <row><entry colname='b' morerows='1'>1</entry><entry colname='a'>2</entry></row>\
             <row><entry colname='b'>3</entry></row></tbody></tgroup>";
        assert_eq!(places(&grid(xml)), "1@1+1×2 2@2+1×1\n3@2+1×1");
    }

    #[test]
    fn a_table_of_lines_under_one_head_is_a_simple_one() {
        let xml = "<tgroup cols='2'><thead><row><entry>Name</entry><entry>Value</entry></row></thead>\
             <tbody><row><entry>A</entry><entry>1</entry></row></tbody></tgroup>";
        let Block::Table(table) = read(xml) else { panic!("no simple table") };
        assert_eq!((table.head.len(), table.rows.len(), table.alignments.len()), (2, 1, 2));
    }

    #[test]
    fn odd_numbers_make_no_large_table() {
        let xml = "<tgroup cols='99999999999'><colspec colnum='4000000000'/><tbody>\
             <row><entry morerows='4000000000'>1</entry></row></tbody></tgroup>";
        assert_eq!(places(&grid(xml)), "1@0+1×1");
    }
}
