//! What can be typed after `opsdoc build`.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc build
  opsdoc build manuals --output site --index site-index
  opsdoc build --formats html")]
pub(in crate::cli) struct Build {
    /// The documentation folder.
    #[arg(default_value = "docs-source", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) docs: PathBuf,
    /// Where pages and PDFs go.
    #[arg(short, long, value_name = "DIR", default_value = "output", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) output: PathBuf,
    /// Where the search index goes.
    #[arg(short, long, value_name = "DIR", default_value = "index", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) index: PathBuf,
    /// What to make, separated by commas.
    #[arg(short, long, value_enum, value_delimiter = ',', default_value = "html,pdf")]
    pub(in crate::cli) formats: Vec<OutputFormat>,
}

/// What a build makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum OutputFormat {
    /// Pages for a browser.
    Html,
    /// Pages for printing and archiving.
    Pdf,
}

impl OutputFormat {
    /// Tells whether this is among the formats.
    pub(in crate::cli) fn among(self, formats: &[Self]) -> bool {
        formats.contains(&self)
    }
}
