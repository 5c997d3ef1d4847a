//! The streams that a command talks through.

use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};

use super::args::Color;
use crate::report::style::{NOTE, STRONG, paint, with_names};

/// How wide lines are where there is no terminal to ask.
const WIDTH: usize = 120;

/// What a command says, where to, and how loudly.
#[derive(Debug, Clone)]
pub(super) struct Terminal {
    color: ColorChoice,
    quiet: bool,
}

impl Terminal {
    /// Makes a terminal of what was asked for.
    pub(super) fn new(color: Color, quiet: bool) -> Self {
        let color = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::AlwaysAnsi,
            Color::Never => ColorChoice::Never,
        };
        Self { color, quiet }
    }

    /// Returns standard output, for what was asked for. Whoever writes flushes at the end.
    pub(super) fn out(&self) -> impl Write + use<> {
        Open::new(BufWriter::new(AutoStream::new(io::stdout(), self.color)), "standard output")
    }

    /// Returns standard error, for findings and whatever is said to a person.
    pub(super) fn err(&self) -> impl Write + use<> {
        Open::new(BufWriter::new(AutoStream::new(io::stderr(), self.color)), "standard error")
    }

    /// Says something to a person, if any wants to hear it.
    pub(super) fn say(&self, line: &str) -> io::Result<()> {
        if self.quiet {
            return Ok(());
        }
        let mut err = self.err();
        writeln!(err, "{line}")?;
        err.flush()
    }

    /// Says something worth knowing.
    pub(super) fn note(&self, text: &str) -> io::Result<()> {
        self.say(&format!("{}{} {}", paint(NOTE, "note"), paint(STRONG, ":"), with_names(text)))
    }

    /// Tells whether bars may be drawn.
    pub(super) fn shows_progress(&self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }

    /// Tells whether standard error takes colours.
    pub(super) fn colors_err(&self) -> bool {
        AutoStream::new(io::stderr(), self.color).current_choice() != ColorChoice::Never
    }

    /// Tells whether standard output takes colours.
    pub(super) fn colors_out(&self) -> bool {
        AutoStream::new(io::stdout(), self.color).current_choice() != ColorChoice::Never
    }

    /// Tells whether somebody sits before the terminal, and can type.
    pub(super) fn is_seen(&self) -> bool {
        io::stdin().is_terminal() && io::stdout().is_terminal()
    }

    /// Returns how wide lines on standard error are.
    pub(super) fn err_width(&self) -> usize {
        terminal_size::terminal_size_of(io::stderr()).map_or(WIDTH, |(width, _)| usize::from(width.0))
    }

    /// Returns how wide lines on standard output are.
    pub(super) fn out_width(&self) -> usize {
        self.out_room().unwrap_or(WIDTH)
    }

    /// Returns how wide the terminal is that shows standard output, if one does.
    pub(super) fn out_room(&self) -> Option<usize> {
        terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0))
    }
}

/// A stream that may be closed at the other end, as by `head`: what comes after that is nobody's
/// concern, and no fault.
struct Open<W> {
    stream: W,
    name: &'static str,
    closed: bool,
}

impl<W> Open<W> {
    fn new(stream: W, name: &'static str) -> Self {
        Self { stream, name, closed: false }
    }

    fn heed<T>(&mut self, result: io::Result<T>, done: T) -> io::Result<T> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(done)
            }
            Err(error) => Err(io::Error::new(error.kind(), format!("cannot write to {}: {error}", self.name))),
            done => done,
        }
    }
}

impl<W: Write> Write for Open<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.closed {
            return Ok(bytes.len());
        }
        let result = self.stream.write(bytes);
        self.heed(result, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let result = self.stream.flush();
        self.heed(result, ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }

    #[test]
    fn a_closed_pipe_is_no_fault() {
        let mut stream = Open::new(Closed, "a pipe");
        assert!(stream.write_all(b"text").is_ok() && stream.write_all(b"more").is_ok() && stream.flush().is_ok());
    }
}
