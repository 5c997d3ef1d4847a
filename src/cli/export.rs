//! `opsdoc export`: writes what other programs load.

use super::args::{Export, ExportWhat};
use super::fault::Fault;
use super::terminal::Terminal;
use crate::pipeline::export;
use crate::report::style::{DONE, paint};
use crate::report::summary::counted;

pub(super) fn run(arguments: &Export, terminal: &Terminal) -> Result<(), Fault> {
    match &arguments.what {
        ExportWhat::Search(arguments) => {
            let count = export::search(&arguments.index, arguments.format.engine(), &arguments.output)?;
            let (documents, output) = (counted(count, "document"), arguments.output.display());
            Ok(terminal.say(&format!("{} {documents} in `{output}`", paint(DONE, "exported")))?)
        }
    }
}
