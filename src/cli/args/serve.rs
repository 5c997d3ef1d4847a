//! What can be typed after `opsdoc serve`.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, ValueHint};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  opsdoc serve
  opsdoc serve --watch --open
  opsdoc serve manuals --watch --port 0
  opsdoc serve --bind 192.0.2.7 --allow-remote --host console-3
  curl -s 'http://127.0.0.1:8321/api/search?q=battery' | jq -r '.hits[].url'")]
pub(in crate::cli) struct Serve {
    /// The documentation folder, for `--watch`.
    #[arg(default_value = "docs-source", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) docs: PathBuf,
    /// Where pages and PDFs are.
    #[arg(short, long, value_name = "DIR", default_value = "output", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) output: PathBuf,
    /// The search index.
    #[arg(short, long, value_name = "DIR", default_value = "index", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) index: PathBuf,
    /// Build the documentation folder anew after each change, and serve that.
    #[arg(short, long)]
    pub(in crate::cli) watch: bool,
    /// The port; 0 takes a free one, which is printed.
    #[arg(short, long, default_value_t = 8321)]
    pub(in crate::cli) port: u16,
    /// The address to listen at.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(in crate::cli) bind: IpAddr,
    /// Allow an address that other machines reach.
    #[arg(long)]
    pub(in crate::cli) allow_remote: bool,
    /// A name besides `localhost` by which browsers may ask for this machine; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) host: Vec<String>,
    /// Open the first page, with the system's own program.
    #[arg(long)]
    pub(in crate::cli) open: bool,
}
