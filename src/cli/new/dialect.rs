//! `opsdoc new dialect`: proposes how the procedures of a folder are written, and says what that places.

use std::io::Write;

use super::super::args::NewDialect;
use super::super::fault::Fault;
use super::super::terminal::Terminal;
use crate::pipeline;

pub(super) fn run(arguments: &NewDialect, terminal: &Terminal) -> Result<(), Fault> {
    let proposal = pipeline::propose::propose(&arguments.folder)?;
    let Some(dialect) = &proposal.dialect else {
        terminal.say("no step was seen: no table with step numbers, no headed step, no numbered or ticked list")?;
        return Ok(());
    };
    let mut out = terminal.out();
    out.write_all(dialect.as_bytes())?;
    out.flush()?;
    let (mut placed, mut candidates) = (0, 0);
    for file in &proposal.files {
        placed += file.steps;
        candidates += file.candidates();
        terminal.say(&format!("{}: {} of {} steps placed", file.path, file.steps, file.candidates()))?;
    }
    for file in &proposal.files {
        for (line, count, why) in &file.unplaced {
            let what = if *count == 1 { "1 step".to_owned() } else { format!("{count} steps") };
            terminal.say(&format!("{}:{line}: {what} not placed: {why}", file.path))?;
        }
    }
    terminal.say(&format!("{placed} of {candidates} steps placed in {} documents", proposal.files.len()))?;
    if proposal.doubtful {
        terminal
            .say("hardly anything but lists was seen, and no identifiers of procedures: these may be no procedures")?;
    }
    Ok(())
}
