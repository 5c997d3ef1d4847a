//! Names places as a reader can open them.

use std::path::Path;

use crate::text::source::{Source, Sources};
use crate::text::span::Span;

/// A range in a file: lines and columns from 1, columns in characters, the end exclusive.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Place {
    /// The path, as [`path`] gives it.
    pub path: String,
    /// The first line.
    pub line: usize,
    /// The first column.
    pub column: usize,
    /// The last line.
    pub end_line: usize,
    /// One past the last column.
    pub end_column: usize,
}

impl Place {
    /// Returns the place of a span.
    pub fn of(span: Span, sources: &Sources, docs: &Path) -> Self {
        let source = sources.get(span.source);
        let (line, column) = source.position(span.start);
        let (end_line, end_column) = source.position(span.end);
        Self { path: path(source, docs), line, column, end_line, end_column }
    }
}

/// Returns the path of a source below the documentation folder, named as the user named it: what a
/// terminal can open at a click.
pub fn path(source: &Source, docs: &Path) -> String {
    docs.join(&source.path).to_string_lossy().into_owned()
}
