//! The command line: reads arguments, runs a stage or two, and says what came of it.
//!
//! [`args`] says what can be typed; each command is a file. Findings and whatever is said to a person
//! go to standard error, and what a program may read goes to standard output.

mod args;
mod build;
mod check;
mod clock;
mod completions;
mod console;
mod convert;
mod db;
mod explain;
mod export;
mod fault;
mod fix;
mod impact;
mod lookup;
mod lsp;
mod man;
mod new;
mod opener;
mod progress;
mod prose;
mod report;
mod schema;
mod search;
mod serve;
mod terminal;

use std::process::ExitCode;

use self::args::Command;
use self::fault::Fault;
use self::terminal::Terminal;

/// Runs the command that was typed.
///
/// The exit status is 0 where nothing is wrong, 1 where the documents hold errors, 2 where the command
/// could not do its work.
pub fn run() -> ExitCode {
    let arguments = args::parse();
    let terminal = Terminal::new(arguments.global.color, arguments.global.quiet);
    match dispatch(&arguments.command, &terminal) {
        Ok(verdict) => verdict.into(),
        Err(fault) => {
            // A fault that cannot be told is still one.
            _ = fault.tell(&terminal);
            ExitCode::from(2)
        }
    }
}

/// What a command that did its work has to say of the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// They hold no error.
    Sound,
    /// They hold errors.
    Unsound,
}

impl From<Verdict> for ExitCode {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Sound => ExitCode::SUCCESS,
            Verdict::Unsound => ExitCode::from(1),
        }
    }
}

fn dispatch(command: &Command, terminal: &Terminal) -> Result<Verdict, Fault> {
    match command {
        Command::Build(arguments) => return build::run(arguments, terminal),
        Command::Check(arguments) => return check::run(arguments, terminal),
        Command::Convert(arguments) => return convert::run(arguments, terminal),
        Command::Lsp(arguments) => return lsp::run(arguments),
        Command::Search(arguments) => search::run(arguments, terminal),
        Command::Lookup(arguments) => lookup::run(arguments, terminal),
        Command::Serve(arguments) => serve::run(arguments, terminal),
        Command::Export(arguments) => export::run(arguments, terminal),
        Command::Impact(arguments) => impact::run(arguments, terminal),
        Command::Db(arguments) => db::run(arguments, terminal),
        Command::Explain(arguments) => explain::run(arguments, terminal),
        Command::New(arguments) => new::run(arguments, terminal),
        Command::Schema(arguments) => schema::run(arguments, terminal),
        Command::Completions(arguments) => completions::run(arguments, terminal),
        Command::Man(arguments) => man::run(arguments, terminal),
    }?;
    Ok(Verdict::Sound)
}
