//! Where running text tells somebody to send a telecommand: `Send TC_X(MODE=1)`, `envoyer TC_X`.

use std::ops::Range;

use super::phrases;
use super::subject::Subject;
use crate::model::inline::{Destination, Inline, Kind, Text};
use crate::notation::{call, line, token};
use crate::text::span::Span;

/// An order to send a telecommand.
pub struct Order {
    /// The telecommand.
    pub name: String,
    /// Where its name stands.
    pub span: Span,
}

/// Returns the first order in a line of running text. What forbids, restricts or describes is none.
pub fn order_in(subject: Subject<'_>, content: &[Inline]) -> Option<Order> {
    let mut line = Line::default();
    line.push(content);
    for clause in clauses(&line.text) {
        let Some(name) = telecommand(subject, &line.text, &clause) else { continue };
        let written = &line.text[clause];
        if phrases::is_restricted(written) {
            continue;
        }
        if phrases::is_order(written) || phrases::is_passive_order(written) || is_bare(&line.text, &name) {
            let span = line.place(&name, subject)?;
            return Some(Order { name: line.text[name].to_owned(), span });
        }
    }
    None
}

/// The words of a line as a reader sees them: a reference without words shows its name.
#[derive(Default)]
struct Line<'a> {
    text: String,
    pieces: Vec<(usize, Piece<'a>)>,
}

/// What a part of a line is made of.
enum Piece<'a> {
    Text(&'a Text),
    Name(Span),
}

impl<'a> Line<'a> {
    fn push(&mut self, content: &'a [Inline]) {
        for inline in content {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.piece(Piece::Text(text), &text.text),
                Inline::Emphasis(inner) | Inline::Strong(inner) => self.push(inner),
                Inline::Link(link) => match &link.destination {
                    Destination::Id { id, .. } if link.content.is_empty() => self.piece(Piece::Name(link.span), id),
                    _ => self.push(&link.content),
                },
                Inline::Abbreviation(abbreviation) => {
                    self.piece(Piece::Text(&abbreviation.short), &abbreviation.short.text);
                }
                _ => self.text.push(' '),
            }
        }
    }

    fn piece(&mut self, piece: Piece<'a>, shown: &str) {
        self.pieces.push((self.text.len(), piece));
        self.text.push_str(shown);
    }

    fn place(&self, name: &Range<usize>, subject: Subject<'_>) -> Option<Span> {
        let (at, piece) = self.pieces.iter().rev().find(|(at, _)| *at <= name.start)?;
        Some(match piece {
            Piece::Name(span) => *span,
            Piece::Text(text) => line::place(text, name.start - at, name.end - at, subject.sources),
        })
    }
}

/// Parts a line into clauses: at stops, commas and dashes outside of brackets, and at words that join, unless what
/// stands before them forbids.
fn clauses(text: &str) -> Vec<Range<usize>> {
    const JOINTS: &[&str] = &[" and ", " then ", " et ", " puis "];
    let mut found = Vec::new();
    let (mut from, mut depth) = (0, 0usize);
    for (at, sign) in text.char_indices() {
        let after = at + sign.len_utf8();
        match sign {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '.' if text[after..].starts_with(|c: char| !c.is_whitespace()) => {}
            '.' | ',' | ';' | ':' | '!' | '?' | '—' | '–' if depth == 0 => {
                found.push(from..at);
                from = after;
            }
            ' ' if depth == 0 && !phrases::is_forbidden(&text[from..at]) => {
                if let Some(joint) = JOINTS.iter().find(|joint| text[at..].starts_with(**joint)) {
                    found.push(from..at);
                    from = at + joint.len() - 1;
                }
            }
            _ => {}
        }
    }
    found.push(from..text.len());
    found.retain(|range| range.start < range.end);
    found
}

/// Returns the name of a telecommand in a clause.
fn telecommand(subject: Subject<'_>, text: &str, clause: &Range<usize>) -> Option<Range<usize>> {
    let symbols = &subject.library.symbols;
    let pattern = subject.project.pattern(Kind::Telecommand);
    let is_one = |name: &str| {
        let known = symbols.named(name).iter().any(|symbol| symbols.get(*symbol).kind == Kind::Telecommand);
        known || pattern.is_some_and(|pattern| pattern.is_match(name))
    };
    let names = token::tokens(&text[clause.clone()]).map(|name| name.start + clause.start..name.end + clause.start);
    names.filter(|name| token::looks_like_name(&text[name.clone()])).find(|name| is_one(&text[name.clone()]))
}

/// Tells whether a line is nothing but a telecommand with its arguments.
fn is_bare(text: &str, name: &Range<usize>) -> bool {
    let is_quiet = |part: &str| !part.contains(char::is_alphanumeric);
    call::after(text, name.end).is_some_and(|found| is_quiet(&text[..name.start]) && is_quiet(&text[found.end..]))
}
