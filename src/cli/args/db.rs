//! What can be typed after `opsdoc db`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc db list --kind telecommand
  opsdoc db show AOC_MODE
  opsdoc db search battery voltage
  opsdoc db diff old/mdb.xml new/mdb.xml
  opsdoc db diff --since v1.2")]
pub(in crate::cli) struct Db {
    #[command(subcommand)]
    pub(in crate::cli) what: DbWhat,
}

// What can be asked of a database: no words of the help, which has those of `opsdoc db`.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(in crate::cli) enum DbWhat {
    /// List what a database holds, by system and kind.
    ///
    /// With `--summary`, say how much each of its files declares; what is inherited does not count.
    List(DbList),
    /// Show all that a database says of a name.
    ///
    /// A name is that of a parameter, a telecommand, an alarm or a container, an alias of it, or its path; a member of an
    /// aggregate is named `POSITION.X`, an element of an array `CELLS[3]`.
    Show(DbShow),
    /// Find items of a database by words.
    ///
    /// An item must hold every word: in its name, an alias, its description, its system, its labels or its arguments. Those
    /// with the words in their names come first.
    Search(DbSearch),
    /// Say what two databases say otherwise: what was added, removed, changed, and what of it.
    ///
    /// Items are known again by name and system; one that only moved to another system is told as changed.
    Diff(DbDiff),
}

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc db list
  opsdoc db list --kind telecommand --system EPS
  opsdoc db list mdb.xml --summary
  opsdoc db list --json | jq -r .name")]
pub(in crate::cli) struct DbList {
    /// A documentation folder, or the files of a database [default: docs-source].
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) sources: Vec<PathBuf>,
    /// Only this kind.
    #[arg(long, value_enum)]
    pub(in crate::cli) kind: Option<DbKind>,
    /// Only what this system, or one within it, holds: `/SAT/EPS`, or its last names.
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) system: Option<String>,
    /// Count what each file declares.
    #[arg(long, conflicts_with_all = ["kind", "system"])]
    pub(in crate::cli) summary: bool,
    /// Write one JSON object a line.
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc db show AOC_MODE
  opsdoc db show /SAT/EPS/EPS_BAT1_VOLT mdb.xml
  opsdoc db show TC_AOC_SET_MODE --json | jq .arguments")]
pub(in crate::cli) struct DbShow {
    /// The name.
    pub(in crate::cli) name: String,
    /// A documentation folder, or the files of a database [default: docs-source].
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) sources: Vec<PathBuf>,
    /// Write one JSON object a line.
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc db search battery voltage
  opsdoc db search safe --kind telecommand
  opsdoc db search wheel speed --source mdb.xml --json")]
pub(in crate::cli) struct DbSearch {
    /// What to look for.
    #[arg(required = true)]
    pub(in crate::cli) words: Vec<String>,
    /// A documentation folder, or a file of a database; several may be named [default: docs-source].
    #[arg(short, long = "source", value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) sources: Vec<PathBuf>,
    /// Only this kind.
    #[arg(long, value_enum)]
    pub(in crate::cli) kind: Option<DbKind>,
    /// How many to show at most.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..))]
    pub(in crate::cli) limit: usize,
    /// Write one JSON object a line.
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc db diff old/mdb.xml new/mdb.xml
  opsdoc db diff --since v1.2
  opsdoc db diff manuals --since HEAD~3 --json")]
pub(in crate::cli) struct DbDiff {
    /// The old database, a documentation folder or a file; with `--since`, the documentation folder.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) old: Option<PathBuf>,
    /// The new one.
    #[arg(value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) new: Option<PathBuf>,
    /// Compare with what a revision of the repository held: a tag, a branch, `HEAD~3`.
    #[arg(long, value_name = "REV")]
    pub(in crate::cli) since: Option<String>,
    /// Write one JSON object a line.
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// What a database holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(in crate::cli) enum DbKind {
    /// Telemetry parameters.
    Parameter,
    /// Telecommands.
    Telecommand,
    /// Alarms.
    Alarm,
    /// Packets and frames.
    Container,
}

impl DbKind {
    /// Every kind.
    pub(in crate::cli) const ALL: [DbKind; 4] =
        [DbKind::Parameter, DbKind::Telecommand, DbKind::Alarm, DbKind::Container];

    /// Returns the word for one of it.
    pub(in crate::cli) fn word(self) -> &'static str {
        match self {
            DbKind::Parameter => "parameter",
            DbKind::Telecommand => "telecommand",
            DbKind::Alarm => "alarm",
            DbKind::Container => "container",
        }
    }
}
