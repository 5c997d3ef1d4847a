//! What can be typed after `opsdoc search` and `lookup`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::index::entry::KINDS;

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc search battery charge
  opsdoc search FCP-EPS-010
  opsdoc search '\"safe mode\" recovery' --mission CSO --phase leop
  opsdoc search --kind contingency --limit 50
  opsdoc search battery --facets
  opsdoc search FCP-EPS-010 --open
  opsdoc search --tui
  opsdoc search AOC_MODE --json | jq -r .path")]
pub(in crate::cli) struct Search {
    /// What to look for; on a terminal and without a filter, nothing opens the full screen.
    pub(in crate::cli) query: Vec<String>,
    /// The search index.
    #[arg(short, long, value_name = "DIR", default_value = "index", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) index: PathBuf,
    /// Where the pages are, for their paths.
    #[arg(short, long, value_name = "DIR", default_value = "output", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) output: PathBuf,
    /// How many to show at most.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..))]
    pub(in crate::cli) limit: usize,
    /// Only this kind of place, or places in this kind of document.
    #[arg(long, value_parser = KINDS)]
    pub(in crate::cli) kind: Option<String>,
    /// Only what applies to this mission.
    #[arg(long)]
    pub(in crate::cli) mission: Option<String>,
    /// Only what applies to this phase.
    #[arg(long)]
    pub(in crate::cli) phase: Option<String>,
    /// Only what applies to this environment.
    #[arg(long)]
    pub(in crate::cli) environment: Option<String>,
    /// Only this status.
    #[arg(long, value_parser = STATUSES)]
    pub(in crate::cli) status: Option<String>,
    /// Only this language.
    #[arg(long)]
    pub(in crate::cli) lang: Option<String>,
    /// Count what was found by kind, mission, phase, environment, status and language.
    #[arg(long)]
    pub(in crate::cli) facets: bool,
    /// Open the page of the first result at its place, with the system's own program.
    #[arg(long)]
    pub(in crate::cli) open: bool,
    /// Take the whole terminal: results while one types, filters, and the text of the place.
    #[arg(long, conflicts_with_all = ["json", "facets", "open"])]
    pub(in crate::cli) tui: bool,
    /// Write one JSON object a line; with `--facets`, the counts in the last one.
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// The statuses.
pub(super) const STATUSES: [&str; 6] = ["draft", "in-review", "validated", "qualified", "operational", "superseded"];

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc lookup PWR_BAT1_UNDERVOLT
  opsdoc lookup aoc_mode --limit 50
  opsdoc lookup AL_AOC_SAFE_MODE --open
  opsdoc lookup AOC_SET_MODE --json | jq -r '.sent.places[].path'")]
pub(in crate::cli) struct Lookup {
    /// The name.
    pub(in crate::cli) name: String,
    /// The search index.
    #[arg(short, long, value_name = "DIR", default_value = "index", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) index: PathBuf,
    /// Where the pages are, for their paths.
    #[arg(short, long, value_name = "DIR", default_value = "output", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) output: PathBuf,
    /// How many places to show at most of each way of use [default: 10, with `--json` all].
    #[arg(short = 'n', long, value_name = "N")]
    pub(in crate::cli) limit: Option<usize>,
    /// Open the first procedure that it triggers, else the page of what it is, with the system's own program.
    #[arg(long)]
    pub(in crate::cli) open: bool,
    /// Write a JSON object.
    #[arg(long)]
    pub(in crate::cli) json: bool,
}
