//! What can be typed after `opsdoc impact`.

use clap::{Args, ValueHint};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc impact AOC_MODE
  opsdoc impact FCP-AOC-010#step-3
  opsdoc impact pictures/aocs-modes.svg --json
  opsdoc impact --since v1.2")]
pub(in crate::cli) struct Impact {
    /// What is asked about; with `--since`, the documentation folder.
    pub(in crate::cli) what: Option<String>,
    /// The documentation folder.
    #[arg(default_value = "docs-source", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) docs: String,
    /// What has changed since this revision: a tag, a branch, `HEAD~3`.
    #[arg(long, value_name = "REV")]
    pub(in crate::cli) since: Option<String>,
    /// How far to follow.
    #[arg(long, value_name = "N", default_value_t = 8)]
    pub(in crate::cli) depth: usize,
    /// Write one JSON object a line.
    #[arg(long)]
    pub(in crate::cli) json: bool,
}
