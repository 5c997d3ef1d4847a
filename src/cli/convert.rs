//! `opsdoc convert`: writes a procedure in another format.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::Verdict;
use super::args::{Convert, ConvertFormat};
use super::fault::Fault;
use super::progress::Bar;
use super::terminal::Terminal;
use crate::catalogue;
use crate::convert::Target;
use crate::diagnostic::Severity;
use crate::pipeline::convert::{self, Conversion, ConvertRequest};
use crate::report::findings::Findings;
use crate::report::style::{CODE, DONE, paint};
use crate::report::summary::Summary;
use crate::report::{human, json, style};

pub(super) fn run(arguments: &Convert, terminal: &Terminal) -> Result<Verdict, Fault> {
    if arguments.output.as_deref().is_some_and(|output| is_same(output, &arguments.file)) {
        let message = format!("`{}` would be written over itself", arguments.file.display());
        return Err(Fault::new(message).help("name another file with `--output`"));
    }
    let target = match arguments.to {
        ConvertFormat::Xml => Target::Xml,
        ConvertFormat::Markdown => Target::Markdown,
        ConvertFormat::Ycs => Target::Stack,
        ConvertFormat::Pluto => Target::Pluto,
    };
    let request = ConvertRequest { file: arguments.file.clone(), docs: arguments.docs.clone(), target };
    let conversion = convert::convert(&request, &Bar::new(terminal))?;
    if let Some(text) = &conversion.text {
        match &arguments.output {
            Some(path) => write_whole(path, text)?,
            None => {
                let mut out = terminal.out();
                out.write_all(text.as_bytes())?;
                out.flush()?;
            }
        }
    }
    report(arguments, &conversion, terminal)?;
    let worst = conversion.diagnostics.iter().map(|finding| finding.severity).max();
    Ok(if worst >= Some(Severity::Error) { Verdict::Unsound } else { Verdict::Sound })
}

/// Writes a file whole: nobody finds a part of it.
fn write_whole(path: &Path, text: &str) -> Result<(), Fault> {
    let about = |fault: Fault| fault.about(format!("cannot write `{}`", path.display()));
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let written = fs::write(&part, text).and_then(|()| fs::rename(&part, path));
    if written.is_err() {
        // What cannot be taken away again is no second fault.
        _ = fs::remove_file(&part);
    }
    written.map_err(|error| about(error.into()))
}

fn report(arguments: &Convert, conversion: &Conversion, terminal: &Terminal) -> Result<(), Fault> {
    let Conversion { sources, diagnostics, notes, folder, .. } = conversion;
    if arguments.json {
        let lints = catalogue::lints();
        let findings = Findings {
            sources,
            found: diagnostics,
            known: &[],
            waived: &[],
            since: false,
            notes,
            folder,
            lints: &lints,
        };
        // Standard output holds what was written, where no file does.
        match arguments.output {
            Some(_) => write_json(&mut terminal.out(), &findings, folder)?,
            None => write_json(&mut terminal.err(), &findings, folder)?,
        }
        return Ok(());
    }
    let mut err = terminal.err();
    human::write(&mut err, diagnostics, sources, folder, terminal.err_width())?;
    err.flush()?;
    notes.iter().try_for_each(|note| terminal.note(note))?;
    let summary = Summary::of(diagnostics);
    let color = summary.worst().map_or(DONE, style::severity);
    match (&conversion.text, &arguments.output) {
        (Some(_), Some(path)) => {
            let line = format!("{} `{}`; {}", paint(DONE, "wrote"), path.display(), paint(color, summary));
            terminal.say(&line)?;
        }
        (Some(_), None) => terminal.say(&paint(color, summary).to_string())?,
        (None, _) => terminal.say(&format!("nothing was written; {}", paint(color, summary)))?,
    }
    if let Some(worst) = diagnostics.iter().rev().max_by_key(|finding| finding.severity) {
        let command = paint(CODE, format!("`opsdoc explain {}`", worst.lint.code));
        terminal.say(&format!("{command} says more about `{}`, and so for each code", worst.lint.name))?;
    }
    Ok(())
}

fn write_json(out: &mut impl Write, findings: &Findings<'_>, folder: &Path) -> Result<(), Fault> {
    json::write(out, findings, folder)?;
    Ok(out.flush()?)
}

fn is_same(one: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}
