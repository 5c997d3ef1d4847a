//! `opsdoc completions`: prints a script for a shell.

use std::io::Write;

use super::args::{self, Completions};
use super::fault::Fault;
use super::terminal::Terminal;

pub(super) fn run(arguments: &Completions, terminal: &Terminal) -> Result<(), Fault> {
    // The generator panics where it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut args::command(), "opsdoc", &mut script);
    let mut out = terminal.out();
    out.write_all(&script)?;
    Ok(out.flush()?)
}
