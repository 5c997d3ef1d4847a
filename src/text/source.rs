//! The sources of a build: every file that was gathered, in the order of their paths.

use std::sync::OnceLock;

use super::digest::Digest;
use super::span::{SourceId, Span};

/// One file's text, as the later stages see it.
#[derive(Debug)]
pub struct Source {
    /// The path below the documentation folder, with `/` between its parts on every system.
    pub path: String,
    /// The decoded text.
    pub text: String,
    /// The digest of the file's bytes.
    pub digest: Digest,
    /// When the commit that last changed it was made, in seconds since 1970-01-01T00:00:00Z.
    pub changed: Option<i64>,
    lines: OnceLock<Vec<u32>>,
}

impl Source {
    /// Makes a source of decoded text.
    pub fn new(path: impl Into<String>, text: impl Into<String>, digest: Digest) -> Self {
        Self { path: path.into(), text: text.into(), digest, changed: None, lines: OnceLock::new() }
    }

    /// Returns the line and column of a byte, both from 1; columns count characters.
    pub fn position(&self, offset: u32) -> (usize, usize) {
        let lines = self.lines.get_or_init(|| {
            let ends = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect()
        });
        let offset = self.text.floor_char_boundary((offset as usize).min(self.text.len()));
        let line = lines.partition_point(|start| *start as usize <= offset);
        let start = lines[line - 1] as usize;
        (line, self.text[start..offset].chars().count() + 1)
    }

    /// Returns the text of a span; nothing where the span does not lie in this text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }
}

/// All sources, found by their ids.
#[derive(Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
}

impl Sources {
    /// Keeps these sources in this order.
    pub fn new(list: Vec<Source>) -> Self {
        Self { list }
    }

    /// Returns the source of an id.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.list[id.index()]
    }

    /// Visits the sources in order, with their ids.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (SourceId, &Source)> {
        self.list.iter().enumerate().map(|(at, source)| (SourceId(at as u32), source))
    }

    /// Puts another source in the place of one, as when it is edited.
    pub fn replace(&mut self, id: SourceId, source: Source) {
        self.list[id.index()] = source;
    }

    /// Gives the sources back, in order.
    pub fn into_vec(self) -> Vec<Source> {
        self.list
    }

    /// Returns all the sources in order.
    pub fn as_slice(&self) -> &[Source] {
        &self.list
    }

    /// Returns the text of a span.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).slice(span)
    }
}
