//! The lines of a document, for rules that look at its words.

use crate::model::document::Document;
use crate::model::inline::{Inline, Text};
use crate::model::walk::{self, Visitor};
use crate::notation::line::Line;

/// Visits each line of a document, its title first: the inlines, and the text that they make.
pub fn each_line<'a>(document: &'a Document, visit: &mut impl FnMut(&'a [Inline], &Line<'a>)) {
    let mut lines = Lines { line: Line::default(), visit };
    lines.line(&document.metadata.title);
    walk::blocks(&document.body, &mut lines);
}

struct Lines<'a, 'v, V> {
    line: Line<'a>,
    visit: &'v mut V,
}

impl<'a, V: FnMut(&'a [Inline], &Line<'a>)> Visitor<'a> for Lines<'a, '_, V> {
    fn line(&mut self, inlines: &'a [Inline]) {
        if !inlines.is_empty() {
            self.line.fill(inlines);
            (self.visit)(inlines, &self.line);
        }
    }
}

/// Tells whether no letter, digit or `_` stands right before and after these bytes.
pub fn stands_alone(text: &str, from: usize, to: usize) -> bool {
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let before = text.get(..from).and_then(|before| before.chars().next_back());
    let after = text.get(to..).and_then(|after| after.chars().next());
    !before.is_some_and(is_word) && !after.is_some_and(is_word)
}

/// Returns the plain text of some inlines in small letters, with single spaces.
pub fn folded(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Tells whether a value was written: some character that is no space.
pub fn is_written(text: &Option<Text>) -> bool {
    text.as_ref().is_some_and(|text| !text.text.trim().is_empty())
}
