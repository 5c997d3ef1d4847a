//! A place in a source.

/// Names one source of a build: its place in [`Sources`](super::source::Sources).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

impl SourceId {
    /// Returns the id as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A range of bytes in one source, `start..end`, in UTF-8 offsets of its decoded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The source that holds the text.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Makes a span of `start..end`; offsets beyond `u32` are cut, as no source is that long.
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let cut = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { source, start: cut(start), end: cut(end.max(start)) }
    }

    /// Returns the empty span at the very start of a source.
    pub fn at_start(source: SourceId) -> Self {
        Self::new(source, 0, 0)
    }

    /// Returns the bytes as a range.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Returns the number of bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Tells whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Returns the part `from..to` of this span, counted from its start.
    pub fn part(self, from: usize, to: usize) -> Self {
        let start = self.start as usize;
        Self::new(self.source, start + from, start + to)
    }
}
