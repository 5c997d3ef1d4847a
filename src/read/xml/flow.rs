//! Running text: white space collapses as in HTML, and a line ending becomes a [`Inline::SoftBreak`], so that the text
//! between two of them is its source byte for byte.

use ecow::EcoString;

use super::tree::is_space;
use crate::model::inline::{Inline, Text};

/// Running text as it grows.
#[derive(Debug)]
pub(super) struct Flow {
    content: Vec<Inline>,
    /// Whether a space here would follow another, or begin the text.
    after_space: bool,
}

impl Flow {
    pub(super) fn new() -> Self {
        Self { content: Vec::new(), after_space: true }
    }

    /// Returns the text, without white space at its end.
    pub(super) fn finish(mut self) -> Vec<Inline> {
        trim_end(&mut self.content);
        self.content
    }

    /// Adds what stands in the text as it is.
    pub(super) fn push(&mut self, inline: Inline) {
        self.after_space = false;
        self.content.push(inline);
    }

    /// Adds what holds text that was flowed already.
    pub(super) fn add(&mut self, inline: Inline) {
        self.content.push(inline);
    }

    /// Begins what stands within this text: its spaces belong to the whole.
    pub(super) fn inner(&self) -> Self {
        Self { content: Vec::new(), after_space: self.after_space }
    }

    /// Ends what [`inner`](Self::inner) began, and returns it.
    pub(super) fn close(&mut self, inner: Self) -> Vec<Inline> {
        self.after_space = inner.after_space;
        inner.content
    }

    /// Tells whether there is nothing yet.
    pub(super) fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    /// Separates what comes from what was, where there is something.
    pub(super) fn part(&mut self) {
        if !self.after_space {
            self.content.push(Inline::SoftBreak);
            self.after_space = true;
        }
    }

    /// Adds what is written beside the text, as words of their own.
    pub(super) fn beside(&mut self, inlines: Vec<Inline>) {
        for inline in inlines {
            self.part();
            self.push(inline);
            self.part();
        }
    }

    /// Adds text, its white space collapsed.
    pub(super) fn text(&mut self, text: &Text) {
        if text.text.len() == text.span.len() { self.exact(text) } else { self.entity(text) }
    }

    /// Adds text that is its source, byte for byte, in pieces that are so too.
    fn exact(&mut self, text: &Text) {
        let bytes = text.as_str().as_bytes();
        let (mut start, mut at) = (0, 0);
        while let Some(byte) = bytes.get(at) {
            if !is_space(*byte) {
                self.after_space = false;
                at += 1;
                continue;
            }
            let end = bytes.iter().skip(at).position(|byte| !is_space(*byte)).map_or(bytes.len(), |run| at + run);
            let run = bytes.get(at..end).unwrap_or_default();
            if self.after_space {
                start = end;
            } else if run.contains(&b'\n') || run.first() != Some(&b' ') {
                self.piece(text, start, at);
                self.content.push(Inline::SoftBreak);
                start = end;
            } else if run.len() > 1 {
                self.piece(text, start, at + 1);
                start = end;
            }
            self.after_space = true;
            at = end;
        }
        self.piece(text, start, bytes.len());
    }

    fn piece(&mut self, text: &Text, from: usize, to: usize) {
        if let Some(piece) = text.as_str().get(from..to).filter(|piece| !piece.is_empty()) {
            self.content.push(Inline::Text(Text::new(piece, text.part(from, to))));
        }
    }

    /// Adds text that an entity became: one piece, as its parts have no place of their own.
    fn entity(&mut self, text: &Text) {
        let mut out = EcoString::new();
        for character in text.as_str().chars() {
            let space = u8::try_from(character).is_ok_and(is_space);
            if !space {
                out.push(character);
            } else if !self.after_space {
                out.push(' ');
            }
            self.after_space = space;
        }
        if !out.is_empty() {
            let mut span = text.span;
            if out.len() == span.len() {
                span = span.part(0, span.len() - 1);
            }
            self.content.push(Inline::Text(Text::new(out, span)));
        }
    }
}

fn trim_end(content: &mut Vec<Inline>) {
    while let Some(last) = content.last_mut() {
        match last {
            Inline::SoftBreak => {}
            Inline::Text(text) => {
                let kept = text.as_str().trim_end_matches(' ').len();
                if kept == text.text.len() {
                    return;
                }
                if kept > 0 {
                    *text = super::procedure::cut(text, 0, kept);
                    return;
                }
            }
            Inline::Emphasis(inner) => {
                trim_end(inner);
                if !inner.is_empty() {
                    return;
                }
            }
            _ => return,
        }
        content.pop();
    }
}
