//! What can be typed after `opsdoc new`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc new project library --lang fr --title 'Bibliothèque opérationnelle'
  opsdoc new document docs-source/eps-manual.md --id MAN-EPS-001 --title 'EPS manual'
  opsdoc new procedure docs-source/procedures/fcp-eps-010.xml --title 'Battery recharge'")]
pub(in crate::cli) struct New {
    #[command(subcommand)]
    pub(in crate::cli) what: NewWhat,
}

// What can be begun: no words of the help, which has those of `opsdoc new`.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(in crate::cli) enum NewWhat {
    /// Begin a library: a folder with docs-source, its project file, a first page and a first procedure.
    Project(NewProject),
    /// Begin a document in Markdown.
    ///
    /// Language and classification are those that the project file names first.
    Document(NewDocument),
    /// Begin the definition of a procedure in XML.
    ///
    /// Language and classification are those that the project file names first.
    Procedure(NewProcedure),
    /// Propose a dialect: how the procedures of a folder of Markdown are written.
    ///
    /// The dialect goes to standard output, for the project file. How many steps it places in each document, and what
    /// it does not place, with path and line, goes to standard error.
    Dialect(NewDialect),
}

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc new project library
  opsdoc new project library --lang fr --title 'Bibliothèque opérationnelle'
  cd library && opsdoc build")]
pub(in crate::cli) struct NewProject {
    /// The folder; it is made if it is not there.
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) folder: PathBuf,
    /// The title of the library [default: the name of the folder].
    #[arg(long)]
    pub(in crate::cli) title: Option<String>,
    /// The language.
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub(in crate::cli) lang: Language,
}

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc new document docs-source/eps-manual.md
  opsdoc new document docs-source/eps-manual.md --id MAN-EPS-001 --title 'EPS manual'
  opsdoc new document docs-source/note.md --lang fr")]
pub(in crate::cli) struct NewDocument {
    /// The file, which ends in .md.
    #[arg(value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) path: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) names: Names,
}

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc new procedure docs-source/procedures/fcp-eps-010.xml
  opsdoc new procedure docs-source/procedures/recharge.xml --id FCP-EPS-010 --title 'Battery recharge'
  opsdoc new procedure docs-source/procedures/crp-aoc-001.xml --lang fr")]
pub(in crate::cli) struct NewProcedure {
    /// The file, which ends in .xml.
    #[arg(value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) path: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) names: Names,
    /// The type [default: what the identifier begins with, else FCP].
    #[arg(long = "type", value_enum, ignore_case = true, value_name = "TYPE")]
    pub(in crate::cli) kind: Option<ProcedureType>,
}

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc new dialect
  opsdoc new dialect docs-source/tests
  opsdoc new dialect docs-source/tests >> docs-source/opsdoc.toml")]
pub(in crate::cli) struct NewDialect {
    /// The folder that is looked at.
    #[arg(value_name = "DIR", default_value = "docs-source", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) folder: PathBuf,
}

/// What a new document is called.
#[derive(Debug, Args)]
pub(in crate::cli) struct Names {
    /// The identifier [default: the name of the file, in capitals].
    #[arg(long)]
    pub(in crate::cli) id: Option<String>,
    /// The title [default: the name of the file, in words].
    #[arg(long)]
    pub(in crate::cli) title: Option<String>,
    /// The language [default: the project's first].
    #[arg(long, value_enum)]
    pub(in crate::cli) lang: Option<Language>,
}

/// The languages of the templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Language {
    /// French.
    Fr,
    /// English.
    En,
}

/// The types of procedures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ProcedureType {
    /// A flight control procedure.
    #[value(name = "FCP")]
    FlightControl,
    /// A contingency recovery procedure.
    #[value(name = "CRP")]
    Contingency,
    /// A ground control procedure.
    #[value(name = "GCP")]
    GroundControl,
    /// An on-board control procedure.
    #[value(name = "OBCP")]
    OnBoard,
    /// A training scenario.
    #[value(name = "scenario")]
    Scenario,
}

impl ProcedureType {
    /// Returns the word that procedures use.
    pub(in crate::cli) fn word(self) -> &'static str {
        match self {
            ProcedureType::FlightControl => "FCP",
            ProcedureType::Contingency => "CRP",
            ProcedureType::GroundControl => "GCP",
            ProcedureType::OnBoard => "OBCP",
            ProcedureType::Scenario => "scenario",
        }
    }
}
