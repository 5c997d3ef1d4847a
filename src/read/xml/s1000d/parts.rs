//! Illustrated parts data: a table of the parts of a figure (S1000D 3.9.5.2.7).

use super::super::flow::Flow;
use super::super::tree::{Child, Element};
use super::mark::marked;
use super::vocabulary::is_inline;
use super::{Reading, identity};
use crate::model::block::{Block, Column, Grid, GridCell, GridRow, Mark, Paragraph};
use crate::model::inline::{Inline, Text};
use crate::text::span::Span;

/// The columns: what they are called, and their share of the width.
const COLUMNS: [(&str, f32); 6] = [
    ("Item", 10.0),
    ("Part number", 18.0),
    ("Manufacturer", 12.0),
    ("Description", 26.0),
    ("Quantity", 9.0),
    ("Further data", 25.0),
];

impl<'t> Reading<'t> {
    /// Reads a catalogue: its figures and what else it says, then the table of its parts.
    pub(super) fn parts(&mut self, catalogue: Element<'t>, level: u8) -> Vec<Block> {
        let is_part = |element: Element| element.name() == "catalogSeqNumber";
        let mut blocks = self.blocks_where(catalogue, level, &|element| !is_part(element));
        let mut rows = Vec::new();
        for number in catalogue.elements().filter(|element| is_part(*element)) {
            self.part(number, &mut rows);
        }
        if !rows.is_empty() {
            let span = catalogue.tag().part(0, 0);
            let head = COLUMNS.iter().map(|(word, _)| vec![Inline::Text(Text::new(*word, span))]).collect();
            let columns =
                COLUMNS.iter().map(|(_, share)| Column { share: Some(*share), ..Column::default() }).collect();
            let grid =
                Grid { columns, head: vec![row(head, span)], body: rows, foot: Vec::new(), span: catalogue.span() };
            blocks.push(Block::Grid(Box::new(grid)));
        }
        blocks
    }

    /// Adds the rows of a catalogue sequence number: one for each of its items.
    fn part(&mut self, number: Element<'t>, rows: &mut Vec<GridRow>) {
        let outer = self.marks(number);
        let items: Vec<_> = number.named("itemSeqNumber").collect();
        let others: Vec<_> = number.elements().filter(|part| part.name() != "itemSeqNumber").collect();
        for (at, item) in items.iter().enumerate() {
            let mut first = Flow::new();
            self.anchor(number, &mut first);
            self.anchor(*item, &mut first);
            first.push(Inline::Text(identity::in_attributes(name(number, *item).into(), number)));
            let mut cells = [first, Flow::new(), Flow::new(), Flow::new(), Flow::new()];
            self.indent(number, &mut cells[3]);
            let mut rest: Vec<Element<'t>> = if at == 0 { others.clone() } else { Vec::new() };
            for part in item.elements() {
                match part.name() {
                    "partRef" => {
                        self.value_of(part, "partNumberValue", &mut cells[1]);
                        self.value_of(part, "manufacturerCodeValue", &mut cells[2]);
                    }
                    "partNumber" => self.flow_all(part, &mut cells[1]),
                    "manufacturerCode" => self.flow_all(part, &mut cells[2]),
                    "quantityPerNextHigherAssy" => self.flow_all(part, &mut cells[4]),
                    // Further down, in the order of the text.
                    _ => rest.push(part),
                }
            }
            rest = self.description(rest, &mut cells[3]);
            let mut marks = if at == 0 { outer.clone() } else { Vec::new() };
            marks.append(&mut self.marks(*item));
            let span = item.span();
            let mut read: Vec<Vec<Block>> = cells.into_iter().map(|flow| paragraph(flow.finish(), span)).collect();
            read.push(self.further(rest, span));
            read[3] = under(marks, std::mem::take(&mut read[3]), span);
            rows.push(row_of(read, span));
        }
        if items.is_empty() {
            let mut read = vec![paragraph(
                vec![Inline::Text(identity::in_attributes(name(number, number).into(), number))],
                number.span(),
            )];
            read.resize(COLUMNS.len() - 1, Vec::new());
            read.push(self.further(others, number.span()));
            rows.push(row_of(read, number.span()));
        }
    }

    /// Returns what else is said of a part, a line for each thing.
    fn further(&mut self, parts: Vec<Element<'t>>, span: Span) -> Vec<Block> {
        let outer = std::mem::take(&mut self.marks);
        let mut flow = Flow::new();
        parts.into_iter().for_each(|part| self.further_line(part, &mut flow));
        let marks = std::mem::replace(&mut self.marks, outer);
        under(marks, paragraph(flow.finish(), span), span)
    }

    fn further_line(&mut self, part: Element<'t>, flow: &mut Flow) {
        let is_leaf = part.elements().all(|inner| is_inline(inner.name()));
        let value = part.elements().next().filter(|_| part.name() == "genericPartData" && part.elements().count() == 1);
        if !is_leaf && value.is_none() {
            self.report(part);
            let mut lone = Flow::new();
            self.anchor(part, &mut lone);
            self.attributes_beside(part, &mut lone);
            let said = lone.finish();
            if !said.is_empty() {
                self.line_of(part, said, flow);
            }
            for child in part.children().filter(|child| !child.is_blank()) {
                match child {
                    Child::Element(inner) => self.further_line(inner, flow),
                    text => self.flow(text, flow),
                }
            }
            return;
        }
        let mut own = Flow::new();
        self.anchor(part, &mut own);
        self.flow_all(value.unwrap_or(part), &mut own);
        let name = part.attribute("genericPartDataName").filter(|_| value.is_some()).cloned();
        match name {
            Some(name) => {
                self.begin_line(Inline::Text(name), flow);
                own.finish().into_iter().for_each(|inline| flow.push(inline));
            }
            None => {
                self.attributes_beside(part, &mut own);
                let said = own.finish();
                self.line_of(part, said, flow);
            }
        }
    }

    fn line_of(&self, part: Element<'t>, said: Vec<Inline>, flow: &mut Flow) {
        self.begin_line(Inline::Text(self.name_of(part)), flow);
        said.into_iter().for_each(|inline| flow.push(inline));
    }

    fn begin_line(&self, name: Inline, flow: &mut Flow) {
        if !flow.is_empty() {
            flow.push(Inline::HardBreak);
        }
        flow.push(Inline::Emphasis(vec![name]));
        flow.part();
    }

    fn value_of(&self, part: Element<'t>, attribute: &str, flow: &mut Flow) {
        if let Some(value) = part.attribute(attribute) {
            flow.part();
            flow.push(Inline::Text(value.clone()));
        }
    }

    /// Shows how deep in its assembly a part is: a point for each level.
    fn indent(&self, number: Element<'t>, flow: &mut Flow) {
        let Some(indenture) = number.attribute("indenture") else { return };
        let depth: usize = indenture.text.trim().parse().unwrap_or(0);
        if (2..=20).contains(&depth) {
            let points = "• ".repeat(depth - 1);
            flow.push(Inline::Text(Text::new(points.trim_end(), indenture.span.part(0, 0))));
            flow.part();
        }
    }

    /// Takes the description of a part out of what is said of it.
    fn description(&mut self, parts: Vec<Element<'t>>, flow: &mut Flow) -> Vec<Element<'t>> {
        let mut rest = Vec::new();
        for part in parts {
            match part.name() {
                "partSegment" | "itemIdentData"
                    if part.children().all(|child| child.is_blank() || matches!(child, Child::Element(_))) =>
                {
                    let inner = self.description(part.elements().collect(), flow);
                    rest.extend(inner);
                }
                "descrForPart" => {
                    flow.part();
                    self.anchor(part, flow);
                    self.flow_all(part, flow);
                }
                // What says nothing is there only because the schema asks for it.
                _ if !part.has_text() && part.attributes().is_empty() && part.elements().next().is_none() => {}
                _ => rest.push(part),
            }
        }
        rest
    }
}

/// Returns the number of a part in its figure: figure, item and variants.
fn name(number: Element, item: Element) -> String {
    let of = |element: Element, name: &str| {
        element.attribute(name).map(|value| value.text.trim().to_owned()).unwrap_or_default()
    };
    let whole = of(number, "catalogSeqNumberValue");
    let figure = of(number, "figureNumber") + &of(number, "figureNumberVariant");
    let place = of(number, "item") + &of(number, "itemVariant");
    let place = if figure.is_empty() { place } else { format!("{figure}-{place}") };
    let place = if whole.is_empty() { place } else { whole };
    [place, of(item, "itemSeqNumberValue")].join(" ").trim().to_owned()
}

fn paragraph(content: Vec<Inline>, span: Span) -> Vec<Block> {
    if content.is_empty() { Vec::new() } else { vec![Block::Paragraph(Paragraph { content, span })] }
}

fn row(cells: Vec<Vec<Inline>>, span: Span) -> GridRow {
    row_of(cells.into_iter().map(|content| paragraph(content, span)).collect(), span)
}

fn row_of(cells: Vec<Vec<Block>>, span: Span) -> GridRow {
    let cell = |(column, blocks)| GridCell { column, columns: 1, rows: 1, alignment: None, blocks, span };
    GridRow { cells: cells.into_iter().enumerate().map(cell).collect(), span }
}

/// Puts blocks under marks, where there are any.
fn under(marks: Vec<Mark>, blocks: Vec<Block>, span: Span) -> Vec<Block> {
    if marks.is_empty() { blocks } else { vec![marked(marks, None, blocks, span)] }
}
