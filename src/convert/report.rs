//! What a conversion has to tell.

use super::Target;
use super::problem::{KEPT_AS_TEXT, NO_PATH, NOT_CARRIED, NOT_SENT, SAID_OTHERWISE};
use crate::diagnostic::{Diagnostic, Lint};
use crate::model::block::Block;
use crate::model::inline::plain;
use crate::model::procedure::Procedure;
use crate::text::span::Span;

/// What the target has no place for, in the order in which it was met.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) findings: Vec<Diagnostic>,
    target: Target,
}

impl Report {
    pub(super) fn new(target: Target) -> Self {
        Self { findings: Vec::new(), target }
    }

    /// Says that something stands in words, as the target has no place for it.
    pub(super) fn kept(&mut self, span: Span, what: &str) {
        let message = format!("{what} has no place in {}, and stands in words there", self.target.name());
        self.add(&KEPT_AS_TEXT, span, message);
    }

    /// Says that something has another form, and the same meaning.
    pub(super) fn otherwise(&mut self, span: Span, message: impl Into<String>) {
        self.add(&SAID_OTHERWISE, span, message.into());
    }

    /// Says that something is not in what was written.
    pub(super) fn lost(&mut self, span: Span, what: &str) {
        let message = format!("{what} has no place in {}, and is left out", self.target.name());
        self.add(&NOT_CARRIED, span, message);
    }

    /// Says that the author's own headings of parts are not in what was written, where each part has one name.
    pub(super) fn headings(&mut self, procedure: &Procedure) {
        for (_, heading) in &procedure.headings {
            if let Block::Heading(heading) = heading {
                self.lost(heading.span, &format!("the heading `{}`", plain(&heading.content)));
            }
        }
    }

    /// Says that something would be done wrongly, why, and that it stands in words instead.
    pub(super) fn refused(&mut self, span: Span, what: &str, why: &str) {
        let message = format!("{what} cannot be done in {}: {why}", self.target.name());
        let finding = Diagnostic::new(&NOT_SENT, span, message);
        self.findings.push(finding.help("it stands in words; write it by hand, with what is meant"));
    }

    /// Says that a name has no path, by which the target would find it.
    pub(super) fn unqualified(&mut self, span: Span, name: &str) {
        let message =
            format!("`{name}` is written without its path, and {} finds it by its path alone", self.target.name());
        let help = "name the folder of the mission database with `--docs`, or write the path";
        self.findings.push(Diagnostic::new(&NO_PATH, span, message).help(help));
    }

    fn add(&mut self, lint: &'static Lint, span: Span, message: String) {
        self.findings.push(Diagnostic::new(lint, span, message));
    }
}
