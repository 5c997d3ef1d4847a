//! A fault of the world, as it is told.

use std::error::Error;
use std::io::{self, Write};

use super::terminal::Terminal;
use crate::report::style::{ERROR, HELP, STRONG, paint, with_names};

/// What keeps a command from doing its work, and why.
#[derive(Debug)]
pub(super) struct Fault {
    message: String,
    causes: Vec<String>,
    help: Option<String>,
}

impl Fault {
    /// Makes a fault of the command's own.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), causes: Vec::new(), help: None }
    }

    /// Says what was tried when it happened; what was said so far becomes the cause.
    pub(super) fn about(mut self, message: impl Into<String>) -> Self {
        self.causes.insert(0, std::mem::replace(&mut self.message, message.into()));
        self
    }

    /// Says what to do.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Returns what it says, in a line.
    pub(super) fn line(&self) -> String {
        let help = self.help.iter().map(|help| format!(" ({help})"));
        [self.message.clone()].into_iter().chain(help).collect()
    }

    /// Says it on standard error.
    pub(super) fn tell(&self, terminal: &Terminal) -> io::Result<()> {
        let mut err = terminal.err();
        writeln!(err, "{}{} {}", paint(ERROR, "error"), paint(STRONG, ":"), with_names(&self.message))?;
        for cause in &self.causes {
            writeln!(err, "  caused by: {}", with_names(cause))?;
        }
        if let Some(help) = &self.help {
            writeln!(err, "  {}: {}", paint(HELP, "help"), with_names(help))?;
        }
        err.flush()
    }
}

impl<E: Error> From<E> for Fault {
    fn from(error: E) -> Self {
        let causes = std::iter::successors(error.source(), |cause| (*cause).source()).map(ToString::to_string);
        let text = error.to_string();
        // What an error says to do stands on a line of its own.
        let (message, help) = match text.split_once('\n') {
            Some((message, help)) => (message.to_owned(), Some(help.to_owned())),
            None => (text, None),
        };
        Self { message, causes: causes.collect(), help }
    }
}
