//! `opsdoc explain`: says what a finding means.

use std::io::Write;

use super::args::Explain;
use super::fault::Fault;
use super::prose;
use super::terminal::Terminal;
use crate::catalogue;
use crate::diagnostic::{Lint, did_you_mean};
use crate::report::style::{STRONG, paint, severity, with_names};

pub(super) fn run(arguments: &Explain, terminal: &Terminal) -> Result<(), Fault> {
    let mut out = terminal.out();
    match &arguments.code {
        Some(wanted) => {
            let lint = find(wanted)?;
            let level = paint(severity(lint.level), lint.level);
            writeln!(out, "{} {} ({level})\n", paint(STRONG, lint.code), paint(STRONG, lint.name))?;
            out.write_all(prose::explanation(lint.explanation, terminal.out_width()).as_bytes())?;
        }
        None => {
            let lints = catalogue::lints();
            let longest = lints.iter().map(|lint| lint.name.len()).max().unwrap_or(0);
            for lint in lints {
                let level = paint(severity(lint.level), format!("{:7}", lint.level.to_string()));
                let name = paint(STRONG, format!("{:longest$}", lint.name));
                let room = terminal.out_room().map(|width| width.saturating_sub(longest + 17));
                let sentence = shorten(&first_sentence(lint), room);
                writeln!(out, "{}  {name}  {level}  {}", lint.code, with_names(&sentence))?;
            }
        }
    }
    Ok(out.flush()?)
}

fn find(wanted: &str) -> Result<&'static Lint, Fault> {
    if let Some(lint) = catalogue::find(wanted) {
        return Ok(lint);
    }
    let fault = Fault::new(format!("no finding has the code or the name `{wanted}`"));
    let lints = catalogue::lints();
    let known = lints.iter().flat_map(|lint| [lint.code, lint.name]);
    Err(match catalogue::find(&padded(wanted)).map(|lint| lint.code).or_else(|| did_you_mean(wanted, known)) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help("`opsdoc explain` lists them all"),
    })
}

/// Returns a code with all its digits: `R004` for `R4`.
fn padded(code: &str) -> String {
    let at = code.find(|c: char| c.is_ascii_digit()).unwrap_or(code.len());
    format!("{}{:0>3}", &code[..at], &code[at..])
}

/// Returns what the lint does, in a line.
fn first_sentence(lint: &Lint) -> String {
    let lines = lint.explanation.lines().map(str::trim).skip_while(|line| line.starts_with('#') || line.is_empty());
    let paragraph = lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    let end = [". ", ": "].iter().filter_map(|stop| paragraph.find(stop)).min();
    let sentence = end.map_or(paragraph.trim_end_matches('.'), |end| &paragraph[..end]);
    sentence.strip_prefix("Finds ").unwrap_or(sentence).to_owned()
}

/// Shortens a line to the room that a terminal has for it; elsewhere it may be as long as it is.
fn shorten(line: &str, room: Option<usize>) -> String {
    match room {
        Some(room) if line.chars().count() > room => {
            line.chars().take(room.saturating_sub(1)).collect::<String>().trim_end().to_owned() + "…"
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::lints;

    #[test]
    fn codes_and_names_are_unique_and_explained() {
        let lints = lints();
        let mut names: Vec<_> = lints.iter().flat_map(|lint| [lint.code, lint.name]).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
        for lint in lints {
            assert!(lint.explanation.contains("## What it does"), "{}", lint.code);
            assert!(lint.explanation.contains("## How to mend it"), "{}", lint.code);
        }
    }
}
