//! Steps in text between fences: numbered lines, boxes to tick, and what is indented below them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Reading;
use super::words::part;
use crate::model::block::{Block, CodeBlock};
use crate::model::inline::{Inline, Text};
use crate::model::procedure::Step;

/// A numbered line.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?<number>\d{1,3}(?:\.\d{1,3})*)[.)]\s+(?<title>\S.*)$").expect("the pattern is a regular expression")
});

/// A line with a box that is not ticked.
static BOXED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[-*•]\s+)?(?:\[[ \u{a0}_]?\]|☐|□)\s*(?<title>\S.*)$").expect("the pattern is a regular expression")
});

/// A line with a bullet.
static BULLETED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:[-*•]|[├└│]─*)\s+(?<title>\S.*)$").expect("the pattern is a regular expression"));

/// A line of the text.
struct Line {
    mark: Mark,
    indent: usize,
    /// What it says after its mark, as bytes of the text.
    says: Range<usize>,
    /// All of it but the indentation.
    whole: Range<usize>,
}

#[derive(Clone, PartialEq)]
enum Mark {
    Blank,
    /// A number, as bytes of the text.
    Number(Option<Range<usize>>),
    Box,
    Bullet,
    None,
}

impl Reading<'_> {
    /// Reads a block of code into steps, and into blocks that are kept as they are.
    pub(super) fn pieces(&mut self, code: CodeBlock) -> Vec<Result<Step, Block>> {
        let is_plain = matches!(code.language(), None | Some("text" | "txt" | "plain" | "plaintext" | "none"));
        let lines = self.lines(&code.text.text);
        let numbered = |line: &&Line| matches!(line.mark, Mark::Number(_));
        let boxed = |line: &&Line| line.mark == Mark::Box;
        let least = |is: &dyn Fn(&&Line) -> bool| lines.iter().filter(|line| is(line)).map(|line| line.indent).min();
        let (top, by_number) = match (least(&numbered), least(&boxed)) {
            (Some(top), _) => (top, true),
            (None, Some(top)) => (top, false),
            _ => return vec![Err(Block::Code(code))],
        };
        if !is_plain {
            return vec![Err(Block::Code(code))];
        }
        let is_top = |line: &Line| match line.mark {
            Mark::Number(_) => by_number && line.indent <= top,
            Mark::Box => line.indent <= top,
            _ => false,
        };
        let mut pieces = Vec::new();
        let mut at = 0;
        while at < lines.len() {
            let from = at;
            if is_top(&lines[at]) {
                at += 1;
                while at < lines.len() && !is_top(&lines[at]) && !is_loose(&lines, at, top) {
                    at += 1;
                }
                pieces.push(Ok(self.fenced_step(&code.text, &lines[from..at])));
            } else {
                while at < lines.len() && !is_top(&lines[at]) {
                    at += 1;
                }
                pieces.extend(self.rest(&code, &lines[from..at]).map(Err));
            }
        }
        pieces
    }

    /// Returns how many lines of a text look like steps.
    pub(super) fn line_count(&self, text: &str) -> usize {
        let lines = self.lines(text);
        let numbers = lines.iter().filter(|line| matches!(line.mark, Mark::Number(_))).count();
        if numbers > 0 { numbers } else { lines.iter().filter(|line| line.mark == Mark::Box).count() }
    }

    fn lines(&self, text: &str) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut start = 0;
        for piece in text.split_inclusive('\n') {
            let line = piece.trim_end();
            let indent = line.len() - line.trim_start().len();
            let (from, to) = (start + indent, start + line.len());
            let shown = line.trim_start();
            let moved = |range: Range<usize>| from + range.start..from + range.end;
            let (mark, says) = if shown.is_empty() {
                (Mark::Blank, from..to)
            } else if let Some(found) = NUMBERED.captures(shown) {
                (Mark::Number(Some(moved(found.get(1).map_or(0..0, |n| n.range())))), moved(title(&found)))
            } else if let Some(head) = self.head(shown) {
                (Mark::Number(head.number.map(moved)), moved(head.title))
            } else if let Some(found) = BOXED.captures(shown) {
                (Mark::Box, moved(title(&found)))
            } else if let Some(found) = BULLETED.captures(shown) {
                (Mark::Bullet, moved(title(&found)))
            } else {
                (Mark::None, from..to)
            };
            lines.push(Line { mark, indent, says, whole: from..to });
            start += piece.len();
        }
        lines
    }

    /// Keeps lines between steps as they are.
    fn rest(&self, code: &CodeBlock, lines: &[Line]) -> Option<Block> {
        let first = lines.iter().find(|line| line.mark != Mark::Blank)?;
        let last = lines.iter().rev().find(|line| line.mark != Mark::Blank)?;
        let text = part(&code.text, first.whole.start - first.indent, last.whole.end, self.source)?;
        Some(Block::Code(CodeBlock { info: code.info.clone(), text }))
    }

    /// Reads a step: its first line, and what is indented below it.
    fn fenced_step(&mut self, text: &Text, lines: &[Line]) -> Step {
        let span = part(text, lines[0].whole.start, lines.last().map_or(0, |line| line.whole.end), self.source)
            .map_or(text.span, |part| part.span);
        let mut step = self.empty_step(span);
        if let Mark::Number(Some(number)) = &lines[0].mark
            && let Some(number) = part(text, number.start, number.end, self.source)
        {
            step.number = number.text.clone();
            step.id = Text::decoded(format!("step-{}", number.text), number.span, self.source.slice(number.span));
        }
        if let Some(title) = part(text, lines[0].says.start, lines[0].says.end, self.source) {
            let title = vec![Inline::Text(title)];
            match self.label(&title) {
                Some(_) => _ = self.line(title, None, &mut step),
                None => step.title = title,
            }
        }
        let mut at = 1;
        while at < lines.len() {
            let line = &lines[at];
            let from = at;
            at += 1;
            match line.mark {
                Mark::Blank => {}
                Mark::Number(_) => {
                    while at < lines.len() && (lines[at].mark == Mark::Blank || lines[at].indent > line.indent) {
                        at += 1;
                    }
                    let inner = self.fenced_step(text, &lines[from..at]);
                    step.steps.push(inner);
                }
                _ => {
                    let mut content: Vec<Inline> =
                        part(text, line.says.start, line.says.end, self.source).map(Inline::Text).into_iter().collect();
                    // What goes on further in is the same sentence.
                    while lines.get(at).is_some_and(|next| next.mark == Mark::None && next.indent > line.indent) {
                        content.push(Inline::SoftBreak);
                        content.extend(
                            part(text, lines[at].says.start, lines[at].says.end, self.source).map(Inline::Text),
                        );
                        at += 1;
                    }
                    self.line(content, None, &mut step);
                }
            }
        }
        step
    }
}

fn title(found: &regex::Captures<'_>) -> Range<usize> {
    found.name("title").map_or(0..0, |title| title.range())
}

/// Tells whether a line after a blank one belongs to no step: it is as far out as the steps are.
fn is_loose(lines: &[Line], at: usize, top: usize) -> bool {
    let line = &lines[at];
    line.mark == Mark::None && line.indent <= top && lines[at - 1].mark == Mark::Blank
}
