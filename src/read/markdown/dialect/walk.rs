//! Goes through the blocks of a procedure, and makes phases and steps of them.

use std::ops::Range;
use std::sync::LazyLock;

use ecow::EcoString;
use regex::Regex;

use super::problem::UNPLACED_STEP;
use super::words::{Words, slice};
use super::{Reading, Unplaced, takes, unnumbered};
use crate::diagnostic::Diagnostic;
use crate::model::block::{Block, Heading};
use crate::model::inline::{Inline, Text, plain};
use crate::model::procedure::{Action, Phase, Procedure, Step};
use crate::project::dialect::{Part, Shape};
use crate::text::span::Span;

/// What begins a step in a heading or in a line, where the dialect says nothing else.
static STEP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i:step|étape|schritt)\s+(?<number>\d+(?:\.\d+)*[a-z]?)\s*(?:[—–:.-]+\s*(?<title>.*))?$")
        .expect("the pattern is a regular expression")
});

/// The phases of a procedure, as they are made.
pub(super) struct Walk<'r, 'a> {
    pub(super) reading: &'r mut Reading<'a>,
    pub(super) procedure: Procedure,
    open: Phase,
    /// The headings above: their levels, and whether steps may stand below.
    above: Vec<(u8, bool)>,
    /// Whether the bold words above say that steps follow.
    led: bool,
}

impl<'r, 'a> Walk<'r, 'a> {
    pub(super) fn new(reading: &'r mut Reading<'a>) -> Self {
        let nowhere = Text::new("", Span::at_start(crate::text::span::SourceId(0)));
        let procedure = Procedure::empty(nowhere.clone(), nowhere.span);
        Self { reading, procedure, open: Phase::default(), above: Vec::new(), led: false }
    }

    /// Ends the procedure; returns it, and what stands after its last step.
    pub(super) fn finish(mut self, id: Text, span: Span) -> (Procedure, Vec<Block>) {
        let trailing = match self.open.steps.is_empty() && self.open.title.is_empty() {
            true => std::mem::take(&mut self.open.before),
            false => Vec::new(),
        };
        self.close();
        (Procedure { id, span, ..self.procedure }, trailing)
    }

    /// Ends the phase that is open, if it holds anything.
    pub(super) fn close(&mut self) {
        let open = std::mem::take(&mut self.open);
        if !open.steps.is_empty() || !open.title.is_empty() || !open.before.is_empty() {
            self.procedure.phases.push(open);
        }
    }

    /// Opens a phase with a title of its own.
    pub(super) fn titled(&mut self, title: Vec<Inline>, anchor: EcoString) {
        self.close();
        self.open = Phase { title, anchor, ..Phase::default() };
    }

    /// Keeps a block as it is; after steps it begins another phase.
    pub(super) fn keep(&mut self, block: Block) {
        if !self.open.steps.is_empty() {
            self.close();
        }
        self.open.before.push(block);
    }

    /// Returns how many blocks stand before the first step of the phase that is open.
    pub(super) fn kept(&self) -> usize {
        self.open.before.len()
    }

    fn push(&mut self, steps: Vec<Step>) {
        self.open.steps.extend(steps);
    }

    pub(super) fn blocks(&mut self, blocks: Vec<Block>) {
        let mut rest = blocks.into_iter().peekable();
        while let Some(block) = rest.next() {
            match block {
                Block::Heading(heading) => {
                    let level = heading.level;
                    let is_over = |next: &Block| matches!(next, Block::Heading(next) if next.level <= level);
                    if let Some(head) = self.reading.step_heading(&heading) {
                        let mut inner = Vec::new();
                        while let Some(block) = rest.next_if(|next| !is_over(next)) {
                            inner.push(block);
                        }
                        let step = self.reading.headed(&heading, head, inner);
                        self.push(vec![step]);
                        continue;
                    }
                    let part = self.reading.part(&heading);
                    if let Some((part, name)) = part.filter(|_| !self.reading.dialect.built_in || level == 2) {
                        let mut inner = Vec::new();
                        if !matches!(part, Part::Steps | Part::Phase) {
                            while let Some(block) = rest.next_if(|next| !is_over(next)) {
                                inner.push(block);
                            }
                        }
                        if let Some(heading) = self.part(part, name, heading, inner) {
                            self.heading(heading);
                        }
                        continue;
                    }
                    self.heading(heading);
                }
                Block::Table(table) => match self.is_here(Shape::Tables) {
                    Ok(()) => match self.reading.rows(table) {
                        Ok(steps) => self.push(steps),
                        Err(block) => self.keep(*block),
                    },
                    Err(why) => self.pass(Block::Table(table), why),
                },
                Block::List(list) => {
                    let ordered = list.start.is_some();
                    let is_tasks = list.items.iter().all(|item| item.checked == Some(false));
                    if !ordered && !is_tasks {
                        self.keep(Block::List(list));
                        continue;
                    }
                    let shape = if ordered { Shape::Lists } else { Shape::Checklists };
                    match self.is_here(shape).and_then(|()| match takes(self.reading.dialect, ordered) {
                        true => Ok(()),
                        false => Err("the dialect takes no such list for steps"),
                    }) {
                        Ok(()) => {
                            let steps = self.reading.step_items(list);
                            self.push(steps);
                        }
                        Err(why) => self.pass(Block::List(list), why),
                    }
                }
                Block::Code(code) => match self.is_here(Shape::Fenced) {
                    Ok(()) => self.fenced(code),
                    Err(why) => self.pass(Block::Code(code), why),
                },
                Block::Paragraph(paragraph) => {
                    self.led = self.reading.leads(&paragraph.content);
                    self.keep(Block::Paragraph(paragraph));
                }
                other => self.keep(other),
            }
        }
    }

    pub(super) fn heading(&mut self, heading: Heading) {
        while self.above.last().is_some_and(|(level, _)| *level >= heading.level) {
            self.above.pop();
        }
        let names = self.reading.dialect.under.as_ref().is_some_and(|under| under.is_match(&unnumbered(&heading)));
        self.above.push((heading.level, names));
        self.led = false;
        self.keep(Block::Heading(heading));
    }

    /// Tells whether steps of a shape may stand here, or why not.
    fn is_here(&self, shape: Shape) -> Result<(), &'static str> {
        if !self.reading.dialect.has(shape) {
            return Err("the dialect does not look for steps there");
        }
        let free = self.reading.dialect.under.is_none();
        match free || self.led || self.above.iter().any(|(_, names)| *names) {
            true => Ok(()),
            false => Err("it stands under no heading that `under` names"),
        }
    }

    /// Keeps a block that is not looked into; says so where it looks like steps.
    fn pass(&mut self, block: Block, why: &str) {
        self.reading.look(std::slice::from_ref(&block), why);
        self.keep(block);
    }

    /// Reads what stands between fences: steps, and the text around them.
    fn fenced(&mut self, code: crate::model::block::CodeBlock) {
        for piece in self.reading.pieces(code) {
            match piece {
                Ok(step) => self.push(vec![step]),
                Err(block) => self.keep(block),
            }
        }
    }
}

/// What a heading says of the step that it begins: its number, its title, both as bytes of its text.
pub(super) struct Head {
    pub(super) number: Option<Range<usize>>,
    pub(super) title: Range<usize>,
}

impl Reading<'_> {
    /// Reads the beginning of a step.
    pub(super) fn head(&self, text: &str) -> Option<Head> {
        let own = self.dialect.step.as_ref();
        let found = own.unwrap_or(&STEP).captures(text)?;
        let title = found.name("title").map_or(text.len()..text.len(), |title| title.range());
        Some(Head { number: found.name("number").map(|number| number.range()), title })
    }

    fn step_heading(&self, heading: &Heading) -> Option<Head> {
        if !self.dialect.has(Shape::Headings) || (self.dialect.built_in && heading.level < 3) {
            return None;
        }
        self.head(&plain(&heading.content))
    }

    /// Tells whether a paragraph ends with bold words under which steps stand.
    fn leads(&self, content: &[Inline]) -> bool {
        let Some(under) = &self.dialect.under else { return false };
        let last = content.rsplit(|inline| matches!(inline, Inline::SoftBreak | Inline::HardBreak)).next();
        match last {
            Some([Inline::Strong(inner), ..]) => under.is_match(plain(inner).trim_end_matches(':')),
            _ => false,
        }
    }

    /// Reads a step under a heading.
    fn headed(&mut self, heading: &Heading, head: Head, blocks: Vec<Block>) -> Step {
        let words = Words::of(&heading.content, self.source, heading.span);
        let mut step = self.empty_step(heading.span);
        if let Some(number) = head.number {
            let number = words.part(number);
            step.number = number.text.clone();
            step.id = Text::decoded(format!("step-{}", number.text), number.span, self.source.slice(number.span));
        }
        step.title = slice(&heading.content, head.title, self.source);
        match heading.explicit {
            Some(place) => step.id = Text::new(heading.anchor.clone(), place),
            None => step.anchors = vec![heading.anchor.clone()],
        }
        step.anchors.retain(|anchor| *anchor != step.id.text);
        for block in &blocks {
            step.span.end = end_of(block).unwrap_or(step.span.end).max(step.span.end);
        }
        self.within(blocks, &mut step);
        step
    }

    /// Reads what stands in a step.
    pub(super) fn within(&mut self, blocks: Vec<Block>, step: &mut Step) {
        let mut rest = blocks.into_iter().peekable();
        while let Some(block) = rest.next() {
            match block {
                Block::Heading(heading) => match self.step_heading(&heading) {
                    Some(head) => {
                        let level = heading.level;
                        let is_over = |next: &Block| matches!(next, Block::Heading(next) if next.level <= level);
                        let mut inner = Vec::new();
                        while let Some(block) = rest.next_if(|next| !is_over(next)) {
                            inner.push(block);
                        }
                        let inner = self.headed(&heading, head, inner);
                        step.steps.push(inner);
                    }
                    None => self.show(Block::Heading(heading), step),
                },
                Block::Paragraph(paragraph) => {
                    let mut lines = super::action::lines_of(&paragraph).into_iter().peekable();
                    let mut text: Vec<Inline> = Vec::new();
                    while let Some(line) = lines.next() {
                        // A line without a label goes on with the one before.
                        let labelled = self.label(&line).is_some();
                        if labelled && !text.is_empty() {
                            self.line(std::mem::take(&mut text), None, step);
                        }
                        if !text.is_empty() {
                            text.push(Inline::SoftBreak);
                        }
                        text.extend(line);
                        if lines.peek().is_none() {
                            let list = match rest.next_if(|next| matches!(next, Block::List(_))) {
                                Some(Block::List(list)) => Some(list),
                                _ => None,
                            };
                            let list = self.line(std::mem::take(&mut text), list, step);
                            if let Some(list) = list {
                                self.items(list, step);
                            }
                        }
                    }
                }
                Block::List(list) => self.items(list, step),
                Block::Admonition(admonition) => {
                    self.in_order(step);
                    self.admonition(admonition, step);
                }
                Block::Table(table) if self.dialect.has(Shape::Tables) => match self.rows(table) {
                    Ok(steps) => step.steps.extend(steps),
                    Err(block) => self.show(*block, step),
                },
                Block::Code(code) if self.dialect.has(Shape::Fenced) && !self.dialect.built_in => {
                    for piece in self.pieces(code) {
                        match piece {
                            Ok(inner) => step.steps.push(inner),
                            Err(block) => self.show(block, step),
                        }
                    }
                }
                other => self.show(other, step),
            }
        }
    }

    /// Keeps a block among the actions of a step.
    pub(super) fn show(&mut self, block: Block, step: &mut Step) {
        self.in_order(step);
        let span =
            start_of(&block).zip(end_of(&block)).map_or(step.span, |(start, end)| Span { start, end, ..step.span });
        self.push(step, Action::Content(vec![block], span));
    }

    /// Says of blocks that look like steps that they were not placed.
    pub(super) fn look(&mut self, blocks: &[Block], why: &str) {
        if self.dialect.built_in {
            return;
        }
        for block in blocks {
            let (count, what) = match block {
                Block::Table(table) => (self.row_count(table), "row"),
                Block::List(list) => {
                    let is_tasks = list.items.iter().all(|item| item.checked.is_some());
                    (if list.start.is_some() || is_tasks { list.items.len() } else { 0 }, "item")
                }
                Block::Code(code) => (self.line_count(&code.text.text), "line"),
                Block::Heading(heading) => (usize::from(self.step_heading(heading).is_some()), "heading"),
                _ => (0, ""),
            };
            let (Some(start), true) = (start_of(block), count > 0) else { continue };
            let text = self.source.text.get(start as usize..).unwrap_or_default();
            let end = start + text.lines().next().unwrap_or_default().len() as u32;
            let place = Span { start, end, ..Span::new(span_of(block), 0, 0) };
            let message = match count {
                1 => format!("1 {what} looks like a step and is none: {why}"),
                _ => format!("{count} {what}s look like steps and are none: {why}"),
            };
            let finding = Diagnostic::new(&UNPLACED_STEP, place, message)
                .label("kept as it is written")
                .note(super::by(&self.dialect.name));
            self.placed.problems.push(finding.help("describe it in the dialect, if they are steps"));
            self.placed.unplaced.push(Unplaced { place, count, why: why.to_owned() });
        }
    }

    /// Returns the part that a heading begins, with the bytes of what follows the part's name in it.
    fn part(&self, heading: &Heading) -> Option<(Part, Range<usize>)> {
        let text = plain(&heading.content);
        let name = unnumbered(heading);
        let after = text.len()..text.len();
        if let Some(part) = self.dialect.part(&name) {
            return Some((part, after)).filter(|(part, _)| !matches!(part, Part::Phase | Part::Watchdog));
        }
        let dash = [" — ", " – ", " - ", ": "].iter().filter_map(|dash| Some((text.find(dash)?, dash.len()))).min()?;
        let lead = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' ')).len();
        let part = self.dialect.part(text.get(lead..dash.0)?)?;
        Some((part, dash.0 + dash.1..text.len())).filter(|(part, _)| matches!(part, Part::Phase | Part::Watchdog))
    }
}

/// Takes what stands before the section of the first step out of the procedure; returns it, with the level of that
/// section.
pub(super) fn before_first_step(procedure: &mut Procedure, part: Option<usize>) -> (Vec<Block>, u8) {
    let Some(first) = procedure.phases.first_mut() else { return (Vec::new(), 6) };
    let (mut cut, mut level, mut lowest) = (first.before.len(), 7, 7);
    for (at, block) in first.before.iter().enumerate().rev() {
        let Block::Heading(heading) = block else { continue };
        // The title of the document is not a part of the procedure.
        if heading.level < lowest && at > 0 {
            (cut, level) = (at, heading.level);
        }
        lowest = lowest.min(heading.level);
    }
    let rest = first.before.split_off(part.map_or(cut, |part| part.min(cut)));
    (std::mem::replace(&mut first.before, rest), level)
}

/// Takes what stands before the first part out of the procedure.
pub(super) fn front(procedure: &mut Procedure) -> Vec<Block> {
    match procedure.phases.first_mut() {
        Some(first) if first.title.is_empty() && first.steps.is_empty() => procedure.phases.remove(0).before,
        Some(first) if first.title.is_empty() => std::mem::take(&mut first.before),
        _ => Vec::new(),
    }
}

/// Returns where a block begins.
pub(super) fn start_of(block: &Block) -> Option<u32> {
    extent(block).map(|span| span.start)
}

/// Returns where a block ends.
pub(super) fn end_of(block: &Block) -> Option<u32> {
    extent(block).map(|span| span.end)
}

fn span_of(block: &Block) -> crate::text::span::SourceId {
    extent(block).map_or(crate::text::span::SourceId(0), |span| span.source)
}

/// Returns the place of a block.
pub(super) fn extent(block: &Block) -> Option<Span> {
    Some(match block {
        Block::Heading(heading) => heading.span,
        Block::Paragraph(paragraph) => paragraph.span,
        Block::List(list) => list.span,
        Block::Table(table) => table.span,
        Block::Code(code) => code.text.span,
        Block::Quote(inner) => {
            let (first, last) = (inner.iter().find_map(extent)?, inner.iter().rev().find_map(extent)?);
            Span { end: last.end, ..first }
        }
        Block::Admonition(admonition) => admonition.span,
        Block::Footnote(footnote) => footnote.label.span,
        Block::ThematicBreak(span) => *span,
        Block::Html(html) => html.text.span,
        Block::Procedure(procedure) => procedure.span,
        Block::Presentation(presentation) => presentation.span,
        Block::Grid(grid) => grid.span,
        Block::Group(group) => group.span,
    })
}
