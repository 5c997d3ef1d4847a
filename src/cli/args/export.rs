//! What can be typed after `opsdoc export`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};

use crate::index::export::Engine;

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc export search --format ndjson --output documents
  opsdoc export search --format quickwit --output quickwit
  opsdoc export search --format opensearch --output opensearch")]
pub(in crate::cli) struct Export {
    #[command(subcommand)]
    pub(in crate::cli) what: ExportWhat,
}

// What can be written: no words of the help, which has those of `opsdoc export`.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(in crate::cli) enum ExportWhat {
    /// Write the documents of the search index for the engines of a larger site.
    ///
    /// Their words are already analysed, as opsdoc itself looks for them; the other engine cuts at spaces. Beside them
    /// stands the description of the index that holds them.
    Search(ExportSearch),
}

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc export search --format ndjson --output documents
  opsdoc export search --format quickwit --output quickwit
  opsdoc export search --format opensearch --output opensearch")]
pub(in crate::cli) struct ExportSearch {
    /// The search index.
    #[arg(short, long, value_name = "DIR", default_value = "index", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) index: PathBuf,
    /// Who is to load it.
    #[arg(short, long, value_enum)]
    pub(in crate::cli) format: EngineFormat,
    /// Where the files go.
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) output: PathBuf,
}

/// Who loads exported documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum EngineFormat {
    /// Anyone: one JSON object a line.
    Ndjson,
    /// Quickwit: the same, with an index configuration.
    Quickwit,
    /// OpenSearch: an index body, and files for the bulk API.
    Opensearch,
}

impl EngineFormat {
    /// Returns the engine.
    pub(in crate::cli) fn engine(self) -> Engine {
        match self {
            EngineFormat::Ndjson => Engine::Ndjson,
            EngineFormat::Quickwit => Engine::Quickwit,
            EngineFormat::Opensearch => Engine::OpenSearch,
        }
    }
}
