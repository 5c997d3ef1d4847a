//! Steps in the rows of tables.

use super::Reading;
use super::action::Labelled;
use super::words::{Words, span_of};
use crate::model::block::{Block, Cell, Paragraph, Table};
use crate::model::expression::{ArgumentValue, Comparison, Operator};
use crate::model::inline::{Inline, Text, plain};
use crate::model::procedure::{Action, Check, Step};
use crate::notation::{call, comparison, token};
use crate::project::dialect::Means;
use crate::text::span::Span;

/// A row that is being read.
struct Row<'t> {
    heads: &'t [Cell],
    /// What each column means.
    means: &'t [Option<Means>],
    cells: Vec<Cell>,
    span: Span,
}

impl Reading<'_> {
    /// Returns how many rows of a table look like steps.
    pub(super) fn row_count(&self, table: &Table) -> usize {
        let means = self.columns(table);
        let says = |wanted: &[Means]| means.iter().flatten().any(|means| wanted.contains(means));
        if says(&[Means::Number, Means::Title, Means::Telecommand, Means::Manual]) { table.rows.len() } else { 0 }
    }

    fn columns(&self, table: &Table) -> Vec<Option<Means>> {
        table.head.iter().map(|head| self.dialect.column(&plain(head))).collect()
    }

    /// Reads the rows of a table of steps; another table is given back.
    pub(super) fn rows(&mut self, table: Table) -> Result<Vec<Step>, Box<Block>> {
        let means = self.columns(&table);
        let says = |wanted: &[Means]| means.iter().flatten().any(|means| wanted.contains(means));
        let acts = says(&[Means::Title, Means::Telecommand, Means::Manual]);
        // Where steps have numbers, what has none is something else: a condition and what is done then.
        let numbers = self.dialect.columns.iter().any(|(_, means)| *means == Means::Number);
        let is_of_steps = says(&[Means::Number]) || !numbers && acts && means.iter().all(Option::is_some);
        if !is_of_steps {
            let block = Block::Table(table);
            let why = match numbers {
                true => "none of its columns is the number of a step",
                false => "not all of its columns are in `columns`, and none is the number of a step",
            };
            self.look(std::slice::from_ref(&block), why);
            return Err(Box::new(block));
        }
        let mut steps = Vec::new();
        for cells in table.rows {
            let places: Vec<Span> = cells.iter().filter_map(|cell| span_of(cell)).collect();
            // A row without a word says nothing.
            let (Some(first), Some(last)) = (places.first(), places.last()) else {
                continue;
            };
            let span = Span { end: last.end, ..*first };
            steps.push(self.row(Row { heads: &table.head, means: &means, cells, span }));
        }
        Ok(steps)
    }

    fn row(&mut self, row: Row<'_>) -> Step {
        let Row { heads, means, cells, span } = row;
        let mut step = self.empty_step(span);
        let has_title = means.iter().zip(&cells).any(|(means, cell)| {
            matches!(means, Some(Means::Title | Means::Telecommand | Means::Manual)) && !is_blank(cell)
        });
        let mut parameter: Option<(usize, Text)> = None;
        let mut at = span.start;
        for (column, cell) in cells.into_iter().enumerate() {
            let place = span_of(&cell);
            // The bar before a cell is the place of its head, which stands above it once for all rows.
            let bar = place.map_or(at + 1, |place| place.start.saturating_sub(1));
            at = place.map_or(at + 1, |place| place.end);
            let head = || heads.get(column).map(|head| at_place(head, Span { start: bar, end: bar, ..span }));
            let says = means.get(column).copied().flatten();
            if is_blank(&cell) && says != Some(Means::Form) && heads.get(column).is_some() && cell.is_empty() {
                continue;
            }
            match says {
                Some(Means::Number) => self.number(&cell, &mut step),
                Some(Means::Title) => {
                    if !step.title.is_empty() {
                        step.title.push(Inline::SoftBreak);
                    }
                    step.title.extend(cell);
                }
                Some(Means::Arguments) => {
                    if !self.arguments(&cell, &mut step) {
                        self.headed_cell(head(), cell, bar, &mut step);
                    }
                }
                Some(Means::Parameter) => match self.whole_name(&cell) {
                    Some(name) => parameter = Some((column, name)),
                    None => self.headed_cell(head(), cell, bar, &mut step),
                },
                Some(Means::Value) => {
                    let compared = parameter.take().and_then(|(_, name)| {
                        self.compared(&name, &cell).ok_or(name).map_err(|name| parameter = Some((column, name))).ok()
                    });
                    match compared {
                        Some(check) => self.push(&mut step, Action::Check(check)),
                        None => {
                            self.alone(parameter.take(), heads, &mut step);
                            self.headed_cell(head(), cell, bar, &mut step);
                        }
                    }
                }
                Some(Means::Form) | None if !has_title && says.is_none() && step.title.is_empty() => {
                    step.title = head().unwrap_or_default();
                    step.title.push(Inline::SoftBreak);
                    step.title.extend(cell);
                }
                Some(Means::Form) | None => self.headed_cell(head(), cell, bar, &mut step),
                Some(means) => self.cell(means, head(), cell, bar, &mut step),
            }
        }
        self.alone(parameter, heads, &mut step);
        step
    }

    fn number(&self, cell: &Cell, step: &mut Step) {
        let Some(span) = span_of(cell) else { return };
        let words = Words::of(cell, self.source, span);
        let text = words.text().trim().trim_end_matches(['.', ')']).len();
        let lead = words.text().len() - words.text().trim_start().len();
        let number = words.part(lead..lead + text);
        let said = number.text.split_whitespace().collect::<Vec<_>>().join("-");
        step.number = number.text.clone();
        step.id = Text::decoded(format!("step-{said}"), number.span, self.source.slice(number.span));
    }

    /// Reads a cell by what its column means.
    fn cell(&mut self, means: Means, head: Option<Vec<Inline>>, cell: Cell, bar: u32, step: &mut Step) {
        let Some(span) = span_of(&cell) else { return };
        // A cell may say by a label what it is, whatever its column.
        if let Some(found) = self.label(&cell).filter(|found| !found.is_verb || means == Means::Manual) {
            // The columns of a row stand in no order of time.
            let aside = match found.means {
                Means::Form | Means::Expected => Vec::new(),
                _ => std::mem::take(&mut step.expected),
            };
            self.line(cell, None, step);
            if !aside.is_empty() {
                step.expected = aside;
            }
            return;
        }
        let labelled = Labelled { means, to: None, rest: cell.clone(), is_verb: false };
        if means == Means::Manual {
            self.push(step, Action::Manual(cell, span));
        } else if !self.say(labelled, span, step) {
            match means {
                // What is to be seen, in words.
                Means::Verify => {
                    let labelled = Labelled { means: Means::Expected, to: None, rest: cell, is_verb: false };
                    self.say(labelled, span, step);
                }
                _ => self.headed_cell(head, cell, bar, step),
            }
        }
    }

    /// Keeps a cell with the head of its column.
    fn headed_cell(&mut self, head: Option<Vec<Inline>>, cell: Cell, bar: u32, step: &mut Step) {
        let place = Span { start: bar, end: bar, ..step.span };
        let span = span_of(&cell).unwrap_or(place);
        let mut content = head.map(|head| vec![Inline::Strong(head)]).unwrap_or_default();
        if !content.is_empty() && !cell.is_empty() {
            content.push(Inline::SoftBreak);
        }
        content.extend(cell);
        self.beside(content, span, step);
    }

    /// Keeps what belongs to a step and has no meaning of its own: beside what is expected, if that was said before,
    /// else among the actions.
    pub(super) fn beside(&mut self, content: Vec<Inline>, span: Span, step: &mut Step) {
        if content.is_empty() {
            return;
        }
        if !step.expected.is_empty() {
            step.expected.push(Inline::HardBreak);
            step.expected.extend(content);
            return;
        }
        self.push(step, Action::Content(vec![Block::Paragraph(Paragraph { content, span })], span));
    }

    /// Keeps the name of a parameter that no value stands beside.
    fn alone(&mut self, parameter: Option<(usize, Text)>, heads: &[Cell], step: &mut Step) {
        let Some((column, name)) = parameter else { return };
        let bar = name.span.start.saturating_sub(1);
        let head = heads.get(column).map(|head| at_place(head, Span { start: bar, end: bar, ..name.span }));
        self.headed_cell(head, vec![Inline::Text(name)], bar, step);
    }

    /// Gives the telecommand before it the arguments that a cell holds.
    fn arguments(&self, cell: &Cell, step: &mut Step) -> bool {
        let (Some(span), Some(Action::Telecommand(sent))) = (span_of(cell), step.actions.last_mut()) else {
            return false;
        };
        let words = Words::of(cell, self.source, span);
        let text = words.text().trim();
        if text.is_empty() || matches!(text, "-" | "–" | "—") || !sent.arguments.is_empty() {
            return false;
        }
        let Some(found) = call::whole(words.text()) else { return false };
        let mut arguments = Vec::new();
        for argument in found.list {
            let Some(name) = argument.name.filter(|_| argument.aside.is_none()) else { return false };
            let unit = argument.unit.map(|unit| words.part(unit));
            arguments.push(ArgumentValue { name: words.part(name), value: words.part(argument.value), unit });
        }
        sent.arguments = arguments;
        sent.span.end = sent.span.end.max(span.end);
        true
    }

    /// Returns the one name that fills a cell.
    fn whole_name(&self, cell: &Cell) -> Option<Text> {
        let words = Words::of(cell, self.source, span_of(cell)?);
        let text = words.text();
        let name = token::tokens(text).next()?;
        (text.trim() == &text[name.clone()]).then(|| words.part(name))
    }

    fn compared(&self, parameter: &Text, cell: &Cell) -> Option<Check> {
        let span = span_of(cell)?;
        let words = Words::of(cell, self.source, span);
        let found = comparison::whole(words.text(), Operator::Equal).filter(|found| found.aside.is_none())?;
        let whole = Span { start: parameter.span.start.min(span.start), end: span.end.max(parameter.span.end), ..span };
        let part = |range: &std::ops::Range<usize>| words.part(range.clone());
        let comparison = Comparison {
            parameter: parameter.clone(),
            operator: found.operator,
            values: found.values.iter().map(part).collect(),
            tolerance: found.tolerance.as_ref().map(part),
            unit: found.unit.as_ref().map(part),
            span: whole,
        };
        Some(Check { verify: false, comparisons: vec![comparison], within: None, delay: None, span: whole })
    }
}

/// Tells whether a cell says nothing: it is empty, or a line to write on.
fn is_blank(cell: &Cell) -> bool {
    plain(cell).chars().all(|c| c.is_whitespace() || c == '_')
}

/// Returns a head as it is repeated at a row: its own place is above.
fn at_place(head: &Cell, place: Span) -> Vec<Inline> {
    let words = plain(head);
    if words.trim().is_empty() { Vec::new() } else { vec![Inline::Text(Text::new(words.trim(), place))] }
}
