//! `opsdoc man`: prints the manual page, or writes one for each command.

use std::io::Write;
use std::path::Path;

use super::args::{self, Man};
use super::fault::Fault;
use super::terminal::Terminal;

pub(super) fn run(arguments: &Man, terminal: &Terminal) -> Result<(), Fault> {
    match &arguments.dir {
        Some(folder) => write(folder, terminal),
        None => {
            let mut out = terminal.out();
            clap_mangen::Man::new(args::command()).render(&mut out)?;
            Ok(out.flush()?)
        }
    }
}

fn write(folder: &Path, terminal: &Terminal) -> Result<(), Fault> {
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(args::command(), folder))
        .map_err(|error| Fault::from(error).about(format!("cannot write manual pages to `{}`", folder.display())))?;
    terminal.say(&format!("wrote the manual pages to `{}`", folder.display()))?;
    Ok(())
}
