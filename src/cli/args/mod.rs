//! The command line: what can be typed, and what `--help` says of it.
//!
//! What a command alone understands is in a file of its own, and is only put together when that command is asked
//! for: most of a short command's time would go into describing the others.

mod build;
mod check;
mod convert;
mod db;
mod export;
mod impact;
mod new;
mod search;
mod serve;
mod tools;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

pub(super) use self::build::{Build, OutputFormat};
pub(super) use self::check::{Check, Denied, Explain, ReportFormat};
pub(super) use self::convert::{Convert, ConvertFormat};
pub(super) use self::db::{Db, DbDiff, DbKind, DbList, DbSearch, DbShow, DbWhat};
pub(super) use self::export::{Export, ExportWhat};
pub(super) use self::impact::Impact;
pub(super) use self::new::{
    Language, Names, New, NewDialect, NewDocument, NewProcedure, NewProject, NewWhat, ProcedureType,
};
pub(super) use self::search::{Lookup, Search};
pub(super) use self::serve::Serve;
pub(super) use self::tools::{Completions, Lsp, Man, Schema, SchemaOf};

/// Compiles operational documents and procedures into cross-linked HTML and PDF, checks them against
/// the mission database, and indexes them for offline search.
#[derive(Debug, Parser)]
#[command(
    name = "opsdoc",
    version,
    disable_version_flag = true,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    propagate_version = true,
    max_term_width = 100,
    after_help = "`opsdoc COMMAND --help` says more about a command, with examples.",
    after_long_help = "\
Examples:
  opsdoc new project library       begin a library
  opsdoc check                     check docs-source
  opsdoc build                     make output and index from docs-source
  opsdoc search battery charge     look something up
  opsdoc lookup PWR_BAT1_V         say all that is known of a name
  opsdoc explain D001              say what a finding means

Exit status:
  0  nothing was found that is an error
  1  errors were found in the documents
  2  the command could not do its work: a file, a folder, an argument"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) global: Global,
}

/// The heading of what every command understands.
const GENERAL: &str = "General options";

/// What every command understands.
#[derive(Debug, Args)]
pub(super) struct Global {
    /// When to use colours; `auto` heeds NO_COLOR, CLICOLOR and CLICOLOR_FORCE.
    #[arg(long, global = true, help_heading = GENERAL, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(super) color: Color,
    /// Say nothing but findings, faults, and what was asked for.
    #[arg(short, long, global = true, help_heading = GENERAL)]
    pub(super) quiet: bool,
    /// Print the version.
    #[arg(short = 'v', long, help_heading = GENERAL, short_alias = 'V', action = clap::ArgAction::Version)]
    version: Option<bool>,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// In a terminal.
    Auto,
    /// Also in a file or a pipe.
    Always,
    /// Not at all.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(super) enum Command {
    /// Check a documentation folder, and make pages, PDFs and the search index.
    ///
    /// Everything is made also where errors are found in the documents; the findings go to standard error,
    /// and the exit status is 1 then.
    Build(Build),
    /// Check a documentation folder, and make nothing.
    ///
    /// Findings are written for a person to standard error, or for a program to standard output: as JSON, one
    /// object a line (code, name, severity, message, path, line, column, end_line, end_column, help, notes,
    /// labels, fix, waived, known), as SARIF 2.1.0, as JUnit XML, or as annotations of GitHub.
    Check(Check),
    /// Look something up in the search index.
    ///
    /// Words are joined by `or`: what has more of them stands higher. Text in quotation marks must stand as
    /// it is written, and what bears the very name that is asked for comes first. Nothing but the index is
    /// read, so it may lie on a read-only medium.
    Search(Search),
    /// Say all that the library knows of a name.
    ///
    /// A telecommand, a parameter, an alarm, an event, a procedure, a document, or a step as `ID#step`: what it is
    /// by the mission database, the procedures that it triggers, the steps that send, check, record, raise or call
    /// it, and where manuals speak of it. Other names that the database has for it will do, and capitals do not
    /// count. Nothing but the index is read, so it may lie on a read-only medium.
    Lookup(Lookup),
    /// Serve pages, search and lookup to browsers and programs on this machine.
    ///
    /// Pages and PDFs of the output folder, and what the index answers: `/api/search`, `/api/lookup`, described in
    /// `/api/openapi.json`. The index is only read, and a new build is taken up at once. With `--watch`, the
    /// documentation folder is built anew after each change, into a folder of its own, and the pages that are open
    /// load themselves again. Ctrl-C stops it.
    Serve(Serve),
    /// Write what other programs load.
    Export(Export),
    /// Say what a definition touches: every step, section, table, figure and binder.
    ///
    /// `WHAT` is an identifier, a mnemonic, a step as `ID#step`, or the path of a file below the documentation
    /// folder. With `--since`, what changed since a git revision is shown, and what each change touches.
    Impact(Impact),
    /// List, show, search and compare mission databases.
    ///
    /// A database is a documentation folder, with all that its project file lists, or files in XTCE that are named one by
    /// one. A table in CSV, YAML or Markdown can be named too where a project file in a folder above lists it.
    Db(Db),
    /// Say what a finding means and how to mend it.
    ///
    /// Without a code, every kind of finding is listed.
    Explain(Explain),
    /// Begin a project, a document or a procedure, from a template that explains itself.
    ///
    /// What is written builds without findings. Nothing that is there is overwritten.
    New(New),
    /// Write a procedure in another format, and say what that format has no place for.
    ///
    /// The file may be in any format that opsdoc reads: XML, Markdown, a command stack of Yamcs (.ycs), PLUTO. What has no
    /// place in the other format is reported, each with its line, and stands there in words where the format allows. The
    /// exit status is 1 where something could not be read, or would be done wrongly as it is written.
    Convert(Convert),
    /// Serve an editor: findings while one writes, completion, definitions, references, renaming.
    ///
    /// The editor starts this command and talks with it over standard input and output (Language Server
    /// Protocol 3.17). The manual's page `editor.md` says how to set up VS Code, Neovim and Emacs.
    Lsp(Lsp),
    /// Print a schema that editors and other tools check by.
    Schema(Schema),
    /// Print a script that completes commands and options in a shell.
    Completions(Completions),
    /// Print the manual page, or write one for each command.
    Man(Man),
}

/// Returns the arguments that were typed; asked for help, or given what it does not know, it ends the
/// program with an answer.
pub(super) fn parse() -> Arguments {
    Arguments::parse()
}

/// Returns the description of the command line, for what is made of it.
pub(super) fn command() -> clap::Command {
    let mut command = Arguments::command();
    command.build();
    command
}

#[cfg(test)]
mod tests {
    use super::command;
    use super::search::STATUSES;
    use crate::index::entry::{KINDS, document_kind};
    use crate::model::document::{DocumentKind, Status};

    #[test]
    fn the_description_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn searches_can_be_narrowed_by_every_status_and_kind_of_document() {
        assert_eq!(STATUSES, Status::ALL.map(|(word, _)| word));
        for kind in [
            DocumentKind::Manual,
            DocumentKind::FlightControl,
            DocumentKind::Contingency,
            DocumentKind::GroundControl,
            DocumentKind::OnBoard,
            DocumentKind::Scenario,
            DocumentKind::Procedure,
            DocumentKind::Publication,
        ] {
            assert!(KINDS.contains(&document_kind(kind)), "{kind:?}");
        }
    }

    #[test]
    fn every_command_shows_examples() {
        fn visit(mut command: clap::Command) {
            let help = command.render_long_help().to_string();
            assert!(help.contains("Examples:\n  "), "`{}` shows no example:\n{help}", command.get_name());
            command.get_subcommands().cloned().for_each(visit);
        }
        visit(command());
    }
}
