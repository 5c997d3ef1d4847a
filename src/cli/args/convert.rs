//! What can be typed after `opsdoc convert`.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc convert docs-source/eps/heater.md --to xml --output docs-source/procedures/fcp-eps-091.xml
  opsdoc convert docs-source/procedures/fcp-eps-010.xml --to ycs --docs docs-source --output fcp-eps-010.ycs
  opsdoc convert stacks/recharge.ycs --to pluto
  opsdoc convert docs-source/procedures/fcp-eps-010.xml --to markdown --json > heater.md 2> report.jsonl")]
pub(in crate::cli) struct Convert {
    /// The file that defines the procedure.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) file: PathBuf,
    /// The format to write.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(in crate::cli) to: ConvertFormat,
    /// The file to write [default: standard output].
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) output: Option<PathBuf>,
    /// The documentation folder whose project and mission database the file belongs to.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) docs: Option<PathBuf>,
    /// Write the report as one JSON object a line: to standard output with `--output`, else to standard error.
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// The formats that procedures are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ConvertFormat {
    /// The definition in XML.
    Xml,
    /// The built-in form in Markdown.
    Markdown,
    /// A command stack of Yamcs.
    Ycs,
    /// PLUTO (ECSS-E-ST-70-32C).
    Pluto,
}
