//! Reads the procedures of a Markdown document that is written in a dialect.
//!
//! 1. This file finds which dialect a document is written in, and where its procedures are: the document as a whole,
//!    or sections of it.
//! 2. [`walk`] goes through the blocks of a procedure: headed steps, and what stands between. [`table`], [`list`] and
//!    [`fenced`] read steps in rows, items and text between fences; [`part`] the parts around them.
//! 3. [`action`] reads lines with labels, [`expression`] what follows a label.
//! 4. [`number`] gives steps their numbers and identifiers; [`front`] reads metadata in the text.
//!
//! Nothing is dropped and nothing altered: what is no step stays where it is, as it is written.

mod action;
mod built_in;
mod expression;
mod fenced;
mod front;
mod list;
mod number;
mod part;
pub mod problem;
mod table;
mod walk;
mod words;

pub use self::built_in::NAME as BUILT_IN;

use self::problem::{PROCEDURE_WITHOUT_STEPS, UNKNOWN_DIALECT};
use self::walk::Walk;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::block::{Block, Heading};
use crate::model::document::{Document, DocumentKind, Lacks};
use crate::model::inline::{Inline, Text, plain};
use crate::model::procedure::{Closeout, Phase, Procedure};
use crate::project::dialect::{Dialect, Means, Part, Shape};
use crate::text::source::Source;
use crate::text::span::Span;

/// What was read of a document's steps.
#[derive(Debug, Default)]
pub struct Placed {
    /// The steps.
    pub steps: usize,
    /// What looks like steps and is none.
    pub unplaced: Vec<Unplaced>,
    /// What is wrong with them.
    pub problems: Vec<Diagnostic>,
}

/// Something that looks like steps, and was not placed.
#[derive(Debug)]
pub struct Unplaced {
    /// Where it begins.
    pub place: Span,
    /// How many steps it looks like.
    pub count: usize,
    /// Why it was not placed.
    pub why: String,
}

/// Reads the procedures of a document, if a dialect says how it is written. Without one it is left as it is.
pub fn read(document: &mut Document, source: &Source, dialects: &[Dialect]) -> Placed {
    let found = match &document.metadata.dialect {
        Some(name) if name.text == BUILT_IN => Some(&*built_in::DIALECT),
        Some(name) => match dialects.iter().find(|dialect| dialect.name == name.text) {
            Some(found) => Some(found),
            None => return Placed { problems: vec![unknown(name, dialects)], ..Placed::default() },
        },
        None => dialects.iter().find(|dialect| dialect.files.as_ref().is_some_and(|files| files.covers(&source.path))),
    };
    let Some(dialect) = found else { return Placed::default() };
    let mut reading = Reading { source, dialect, placed: Placed::default(), expected: Vec::new(), first_part: None };
    reading.document(document);
    reading.placed
}

/// Returns the note by which a finding says which dialect it is of.
pub fn by(name: &str) -> String {
    format!("read by the dialect `{name}`")
}

/// Returns how many steps a finding is about: the number that its message begins with.
pub fn count(message: &str) -> usize {
    message.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or_default()
}

fn unknown(name: &Text, dialects: &[Dialect]) -> Diagnostic {
    let names = dialects.iter().map(|dialect| dialect.name.as_str());
    let near = did_you_mean(&name.text, names.clone());
    let help = near.map_or_else(
        || match names.clone().count() {
            0 => "the project file has no `[[dialect]]`".to_owned(),
            _ => format!("the dialects of the project file are {}", names.collect::<Vec<_>>().join(", ")),
        },
        |near| format!("did you mean `{near}`?"),
    );
    Diagnostic::new(&UNKNOWN_DIALECT, name.span, format!("there is no dialect `{}`", name.text)).help(help)
}

/// A document that is being read.
struct Reading<'a> {
    source: &'a Source,
    dialect: &'a Dialect,
    placed: Placed,
    /// The labels of what is expected, each with the place of what stands behind it.
    expected: Vec<(u32, Vec<Inline>)>,
    /// How many blocks stood before the first part of the procedure that is read.
    first_part: Option<usize>,
}

impl Reading<'_> {
    fn document(&mut self, document: &mut Document) {
        let body = std::mem::take(&mut document.body);
        front::read(self.dialect, self.source, &body, &mut document.metadata);
        let sections =
            body.iter().any(|block| matches!(block, Block::Heading(heading) if self.section(heading).is_some()));
        document.body = match sections {
            true => self.sections(body),
            false => self.whole(document, body),
        };
        if self.placed.steps == 0 && !self.dialect.built_in {
            return;
        }
        document
            .metadata
            .dialect
            .get_or_insert_with(|| Text::new(self.dialect.name.as_str(), Span::at_start(document.source)));
        document.metadata.lacks = self.lacks();
        if document.metadata.kind == DocumentKind::Manual {
            let first = document.procedures().next().map(|procedure| procedure.id.text.clone());
            document.metadata.kind = first.and_then(|id| self.dialect.kind(&id)).unwrap_or(DocumentKind::Procedure);
        }
    }

    /// Returns what the dialect has no place for.
    fn lacks(&self) -> Lacks {
        let dialect = self.dialect;
        if dialect.built_in {
            return Lacks::default();
        }
        let has_part = |wanted: Part| dialect.parts.iter().any(|(_, part)| *part == wanted);
        Lacks {
            preconditions: !has_part(Part::Preconditions),
            confirmation: !has_part(Part::Confirmation),
            expected: !dialect.says(&[Means::Expected, Means::Verify]),
            checks: !dialect.says(&[Means::Check, Means::Verify]),
            actions: true,
            requirements: !has_part(Part::Requirements),
            continuation: !dialect.says(&[Means::OnNotConfirmed, Means::OnAborted]),
            parts: true,
            metadata: false,
        }
    }

    /// Returns the identifier of the procedure that a heading begins.
    fn section(&self, heading: &Heading) -> Option<Text> {
        let pattern = self.dialect.section.as_ref()?;
        let words = words::Words::of(&heading.content, self.source, heading.span);
        let id = pattern.captures(words.text())?.name("id")?.range();
        Some(words.part(id)).filter(|id| !id.text.is_empty() && !id.text.contains(' '))
    }

    /// Reads a document whose procedures are sections.
    fn sections(&mut self, body: Vec<Block>) -> Vec<Block> {
        let mut out = Vec::new();
        let mut rest = body.into_iter().peekable();
        while let Some(block) = rest.next() {
            let found = match &block {
                Block::Heading(heading) => self.section(heading).map(|id| (id, heading.level, heading.span)),
                _ => None,
            };
            let Some((id, level, mut span)) = found else {
                self.look(std::slice::from_ref(&block), "it stands in no section that is a procedure");
                out.push(block);
                continue;
            };
            out.push(block);
            let mut section = Vec::new();
            let above = |next: &Block| matches!(next, Block::Heading(next) if next.level <= level);
            while let Some(inner) = rest.next_if(|next| !above(next)) {
                span.end = walk::end_of(&inner).unwrap_or(span.end).max(span.end);
                section.push(inner);
            }
            out.extend(self.procedure(id, section, span));
        }
        out
    }

    /// Reads a section that is a procedure.
    fn procedure(&mut self, id: Text, blocks: Vec<Block>, span: Span) -> Vec<Block> {
        let written = blocks.clone();
        let mut walk = Walk::new(self);
        walk.blocks(blocks);
        let (mut procedure, trailing) = walk.finish(id, span);
        if procedure.phases.iter().all(|phase| phase.steps.is_empty()) && procedure.watchdogs.is_empty() {
            self.say_empty(&procedure.id);
            return written;
        }
        self.placed.steps += number::number(&mut procedure, self.source);
        self.follow(&mut procedure, trailing);
        vec![Block::Procedure(Box::new(procedure))]
    }

    /// Adds what stands behind the last step, in its place. It is the closeout only where the built-in form has it so,
    /// or where parts stand between that are shown behind the steps: a team may end a procedure with anything.
    fn follow(&self, procedure: &mut Procedure, trailing: Vec<Block>) {
        let closeout = &mut procedure.closeout;
        let behind =
            !procedure.watchdogs.is_empty() || !procedure.confirmation.is_empty() || *closeout != Closeout::default();
        if self.dialect.built_in || behind {
            closeout.text.extend(trailing);
        } else if !trailing.is_empty() {
            procedure.phases.push(Phase { before: trailing, ..Phase::default() });
        }
    }

    fn say_empty(&mut self, id: &Text) {
        let message = format!("no step was found in procedure `{}`", id.text);
        let finding = Diagnostic::new(&PROCEDURE_WITHOUT_STEPS, id.span, message).label("no step");
        self.placed
            .problems
            .push(finding.help("describe how its steps are written in the dialect, or leave it out of `files`"));
    }

    /// Reads a document that is a procedure as a whole. What stands before the section of its first step, and after
    /// that of the last one, stays the document's.
    fn whole(&mut self, document: &Document, body: Vec<Block>) -> Vec<Block> {
        let (own, id) = match self.identifier(document, &body) {
            Some(id) => (true, id),
            None => (false, Text::new(self.stem(), Span::at_start(document.source))),
        };
        if !own && self.dialect.id.is_some() {
            self.look(&body, "the document has no identifier of a procedure");
            return body;
        }
        let size = self.source.text.len();
        let written = if self.dialect.built_in { Vec::new() } else { body.clone() };
        let mut walk = Walk::new(self);
        walk.blocks(body);
        let (mut procedure, mut trailing) = walk.finish(id, Span::new(document.source, 0, size));
        let has_steps = procedure.phases.iter().any(|phase| !phase.steps.is_empty())
            || !procedure.watchdogs.is_empty()
            || !procedure.closeout.steps.is_empty();
        if !has_steps {
            if self.dialect.built_in || self.dialect.id.is_some() {
                self.say_empty(&procedure.id);
            }
            if !self.dialect.built_in {
                return written;
            }
        }
        self.placed.steps += number::number(&mut procedure, self.source);
        let (before, level) = match self.dialect.built_in {
            true => (walk::front(&mut procedure), 2),
            false => walk::before_first_step(&mut procedure, self.first_part),
        };
        let after = trailing.iter().position(|block| matches!(block, Block::Heading(next) if next.level <= level));
        let after = trailing.split_off(after.unwrap_or(trailing.len()));
        self.follow(&mut procedure, trailing);
        let mut out = before;
        out.push(Block::Procedure(Box::new(procedure)));
        out.extend(after);
        out
    }

    fn stem(&self) -> &str {
        self.source.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default()
    }

    /// Returns the identifier of a document that is a procedure.
    fn identifier(&self, document: &Document, body: &[Block]) -> Option<Text> {
        let Some(pattern) = &self.dialect.id else { return document.metadata.id.clone() };
        let own = document
            .metadata
            .id
            .as_ref()
            .filter(|id| pattern.find(&id.text).is_some_and(|found| found.len() == id.text.len()));
        if let Some(own) = own {
            return Some(own.clone());
        }
        let headings = body.iter().take_while(|block| matches!(block, Block::Heading(_)));
        let in_headings = headings.filter_map(|block| match block {
            Block::Heading(heading) => {
                let words = words::Words::of(&heading.content, self.source, heading.span);
                let found = pattern.find(words.text())?;
                Some(words.part(found.range()))
            }
            _ => None,
        });
        in_headings
            .into_iter()
            .next()
            .or_else(|| {
                let id = document.metadata.id.as_ref()?;
                let found = pattern.find(&id.text)?;
                words::part(id, found.start(), found.end(), self.source)
            })
            .or_else(|| {
                let found = pattern.find(self.stem())?;
                Some(Text::new(found.as_str(), Span::at_start(document.source)))
            })
    }
}

/// Returns what a heading says, without the number before it.
fn unnumbered(heading: &Heading) -> String {
    let text = plain(&heading.content);
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ' | '\u{a0}'));
    rest.trim().to_owned()
}

/// Tells whether a dialect looks for steps in lists of a kind.
fn takes(dialect: &Dialect, ordered: bool) -> bool {
    dialect.has(if ordered { Shape::Lists } else { Shape::Checklists })
}
