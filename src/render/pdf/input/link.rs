//! Where links lead: within the PDF, to another of the set, or away.

use percent_encoding::{AsciiSet, utf8_percent_encode};

use super::super::page::Inline;
use super::Lowering;
use crate::link::library::{DocumentIndex, Target};
use crate::link::symbols::SymbolIndex;
use crate::model::inline::{Destination, Kind, Link};
use crate::text::path;
use crate::text::span::Span;

/// What a fragment cannot hold as it is, `&` and `=` included, as they part its parameters (RFC 8118).
const FRAGMENT: &AsciiSet = &path::IN_URI.add(b'&').add(b'=').add(b'+');

impl Lowering<'_> {
    /// Wraps what a link shows in the link.
    pub(super) fn link(&mut self, link: &Link, shown: Vec<Inline>) -> Vec<Inline> {
        match self.job.library.target(self.document, link.span) {
            Some(Target::Document { document, anchor }) => {
                self.linked_document(*document, anchor.as_deref().unwrap_or_default(), shown)
            }
            Some(Target::Symbol(symbol)) => self.linked_symbol(*symbol, shown),
            Some(Target::External) => away(&link.written, shown),
            // A file beside the documents is not beside the PDF, and what is not there has no address.
            Some(Target::Asset(_) | Target::Folder(_) | Target::Unresolved(_)) => shown,
            None if link.destination == Destination::External => away(&link.written, shown),
            None => shown,
        }
    }

    /// Wraps a name in a link to what the attribute at this place names.
    pub(super) fn link_at(&mut self, span: Span, kind: Kind, name: &str, shown: Vec<Inline>) -> Vec<Inline> {
        let found = match self.job.library.target(self.document, span) {
            Some(Target::Symbol(symbol)) => Some(*symbol),
            Some(Target::Document { document, anchor }) => {
                return self.linked_document(*document, anchor.as_deref().unwrap_or_default(), shown);
            }
            _ => self.job.library.symbols.find(kind, name),
        };
        match found {
            Some(symbol) => self.linked_symbol(symbol, shown),
            None => shown,
        }
    }

    /// Wraps what is shown in a link to something that has a name.
    pub(super) fn linked_symbol(&mut self, index: SymbolIndex, shown: Vec<Inline>) -> Vec<Inline> {
        let symbol = self.job.library.symbols.get(index);
        match symbol.document {
            Some(document) => {
                let anchor = symbol.anchor.clone();
                self.linked_document(document, &anchor, shown)
            }
            // The mission database has no PDF.
            None => shown,
        }
    }

    /// Wraps what is shown in a link to a document, or to a place in it.
    pub(super) fn linked_document(&mut self, document: DocumentIndex, anchor: &str, shown: Vec<Inline>) -> Vec<Inline> {
        if self.job.scope.documents().contains(&document) {
            return vec![Inline::To { to: self.label(document, anchor), c: shown }];
        }
        let library = self.job.library;
        let mut url = relative(self.job.stem(), library.stem(document));
        url.push_str(".pdf");
        if !anchor.is_empty() {
            url.push_str("#nameddest=");
            url.extend(utf8_percent_encode(anchor, FRAGMENT));
        }
        vec![Inline::Url { url, c: shown }]
    }

    /// Returns the label of a place: in a binder, each document has names of its own.
    pub(super) fn label(&self, document: DocumentIndex, anchor: &str) -> String {
        if !self.job.scope.is_binder() {
            return if anchor.is_empty() { "#".to_owned() } else { anchor.to_owned() };
        }
        format!("{}#{anchor}", self.job.library.stem(document))
    }
}

/// Wraps what is shown in a link to elsewhere, unless following it would run something.
fn away(written: &str, shown: Vec<Inline>) -> Vec<Inline> {
    let scheme = written.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let runs = matches!(scheme.as_str(), "javascript" | "vbscript" | "data" | "file");
    // A PDF string holds no more than 32767 bytes (ISO 32000-1, annex C).
    if runs || written.is_empty() || written.len() > 8000 || shown.is_empty() {
        return shown;
    }
    vec![Inline::Url { url: written.chars().filter(|c| !c.is_control()).collect(), c: shown }]
}

/// Returns the path from one page to another, both without extension, as a URI reference.
fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let folders = from.len() - 1;
    let common = from[..folders].iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    let mut path = "../".repeat(folders - common);
    for (at, part) in to[common..].iter().enumerate() {
        if at > 0 {
            path.push('/');
        }
        path.extend(utf8_percent_encode(part, path::IN_URI));
    }
    // A first part with a colon would read as a scheme (RFC 3986, 4.2).
    if path.split('/').next().is_some_and(|first| first.contains(':')) { format!("./{path}") } else { path }
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_are_relative_to_the_folder_of_the_pdf() {
        assert_eq!(relative("index", "manual/start"), "manual/start");
        assert_eq!(relative("manual/start", "index"), "../index");
        assert_eq!(relative("manual/start", "manual/end"), "end");
        assert_eq!(relative("a/b/c", "a/d/e f"), "../d/e%20f");
    }
}
