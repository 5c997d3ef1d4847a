//! What can be typed after `opsdoc check` and `explain`.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc check
  opsdoc check manuals --deny warnings
  opsdoc check --since origin/main
  opsdoc check --fix --dry-run
  opsdoc check --format sarif --output opsdoc.sarif
  opsdoc check --format json | jq -r 'select(.severity == \"error\") | .path'")]
pub(in crate::cli) struct Check {
    /// The documentation folder.
    #[arg(default_value = "docs-source", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) docs: PathBuf,
    /// How findings are written.
    #[arg(short, long, value_enum, default_value_t = ReportFormat::Human)]
    pub(in crate::cli) format: ReportFormat,
    /// Where findings are written to instead of standard output.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) output: Option<PathBuf>,
    /// Count only what is new since a revision of the repository: a branch, a tag, a commit.
    #[arg(long, value_name = "REVISION")]
    pub(in crate::cli) since: Option<String>,
    /// Show also what is waived, and what was there before.
    #[arg(long)]
    pub(in crate::cli) all: bool,
    /// Let the check fail on less than errors.
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(in crate::cli) deny: Option<Denied>,
    /// Write the safe mends that findings offer, then check what is left.
    #[arg(long)]
    pub(in crate::cli) fix: bool,
    /// Show what `--fix` would write, and write nothing.
    #[arg(long, requires = "fix")]
    pub(in crate::cli) dry_run: bool,
}

/// What fails a check besides errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Denied {
    /// Warnings.
    Warnings,
    /// Warnings and notes.
    Notes,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ReportFormat {
    /// With the lines they are about.
    Human,
    /// One JSON object a line.
    Json,
    /// SARIF 2.1.0, for code hosts and editors.
    Sarif,
    /// JUnit XML, for build servers.
    Junit,
    /// Annotations of GitHub.
    Github,
}

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc explain D001
  opsdoc explain unknown-telecommand
  opsdoc explain")]
pub(in crate::cli) struct Explain {
    /// The code of the finding, or its name.
    #[arg(value_name = "CODE|NAME")]
    pub(in crate::cli) code: Option<String>,
}
