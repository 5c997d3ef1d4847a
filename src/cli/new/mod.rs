//! `opsdoc new`: begins a project, a document or a procedure, and proposes a dialect.
//!
//! 1. [`surroundings`] looks at the project that the new file belongs to.
//! 2. [`template`] fills in a text.
//! 3. What is made is written, unless something is there already.

mod dialect;
mod surroundings;
mod template;

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use self::surroundings::Surroundings;
use self::template::{Blank, Form};
use super::args::{Language, Names, New, NewDocument, NewProcedure, NewProject, NewWhat, ProcedureType};
use super::fault::Fault;
use super::terminal::Terminal;

pub(super) fn run(arguments: &New, terminal: &Terminal) -> Result<(), Fault> {
    match &arguments.what {
        NewWhat::Project(arguments) => project(arguments, terminal),
        NewWhat::Document(arguments) => document(arguments, terminal),
        NewWhat::Procedure(arguments) => procedure(arguments, terminal),
        NewWhat::Dialect(arguments) => dialect::run(arguments, terminal),
    }
}

fn project(arguments: &NewProject, terminal: &Terminal) -> Result<(), Fault> {
    let folder = &arguments.folder;
    let name = fs::canonicalize(folder).unwrap_or_else(|_| folder.clone());
    let title = arguments.title.clone().unwrap_or_else(|| words(&name));
    let language = arguments.lang;
    let blank = |id: &str, title: &str, kind: &str| Blank {
        id: id.into(),
        title: title.into(),
        kind: kind.into(),
        date: template::today(),
        marking: None,
    };
    let example = match language {
        Language::Fr => "Exemple de procédure",
        Language::En => "Example of a procedure",
    };
    let docs = folder.join("docs-source");
    let procedures = docs.join("procedures");
    let main = blank("MAN-LIB-001", &title, "");
    let files = [
        (folder.join(".gitignore"), template::GITIGNORE.to_owned()),
        (docs.join("opsdoc.toml"), main.fill(Form::Project, language)),
        (docs.join("index.md"), main.fill(Form::Index, language)),
        (procedures.join("fcp-exa-010.xml"), blank("FCP-EXA-010", example, "FCP").fill(Form::Procedure, language)),
    ];
    write_all(&files, terminal)?;
    let into = if folder == Path::new(".") { String::new() } else { format!("cd {} && ", folder.display()) };
    terminal.say(&format!("next: {into}opsdoc build"))?;
    Ok(())
}

fn document(arguments: &NewDocument, terminal: &Terminal) -> Result<(), Fault> {
    ends_in(&arguments.path, &["md", "markdown"], "a document")?;
    let (blank, language) = named(&arguments.path, &arguments.names);
    write_all(&[(arguments.path.clone(), blank.fill(Form::Document, language))], terminal)
}

fn procedure(arguments: &NewProcedure, terminal: &Terminal) -> Result<(), Fault> {
    ends_in(&arguments.path, &["xml"], "the definition of a procedure")?;
    let (mut blank, language) = named(&arguments.path, &arguments.names);
    blank.kind = arguments.kind.unwrap_or_else(|| type_of(&blank.id)).word().into();
    write_all(&[(arguments.path.clone(), blank.fill(Form::Procedure, language))], terminal)
}

/// Returns what a file is called, by what was typed, else by its name and its project.
fn named(path: &Path, names: &Names) -> (Blank, Language) {
    let surroundings = Surroundings::of(path);
    let blank = Blank {
        id: names.id.clone().unwrap_or_else(|| identifier(path)),
        title: names.title.clone().unwrap_or_else(|| words(path)),
        kind: String::new(),
        date: template::today(),
        marking: surroundings.marking,
    };
    (blank, names.lang.or(surroundings.language).unwrap_or(Language::En))
}

fn ends_in(path: &Path, extensions: &[&str], what: &str) -> Result<(), Fault> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    if extensions.iter().any(|known| extension.eq_ignore_ascii_case(known)) {
        return Ok(());
    }
    let fault =
        Fault::new(format!("`{}` cannot be {what}: its name does not end in `.{}`", path.display(), extensions[0]));
    Err(fault.help(format!("name it `{}`", path.with_extension(extensions[0]).display())))
}

/// Returns the identifier that the name of a file suggests: `fcp-eps-010.xml` is `FCP-EPS-010`.
fn identifier(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_uppercase();
    stem.replace(|c: char| c.is_whitespace() || c == '#', "-")
}

/// Returns the words that the name of a file suggests: `battery-manual.md` is `Battery manual`, and
/// what looks like an identifier stays one.
fn words(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    if stem.contains(|c: char| c.is_ascii_digit()) {
        return identifier(path);
    }
    let words = stem.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(|| "Library".into(), |first| first.to_uppercase().chain(letters).collect())
}

fn type_of(id: &str) -> ProcedureType {
    match id.split('-').next().unwrap_or_default() {
        "CRP" => ProcedureType::Contingency,
        "GCP" => ProcedureType::GroundControl,
        "OBCP" => ProcedureType::OnBoard,
        "SCN" => ProcedureType::Scenario,
        _ => ProcedureType::FlightControl,
    }
}

/// Writes all of the files, or none where one of them is there already.
fn write_all(files: &[(PathBuf, String)], terminal: &Terminal) -> Result<(), Fault> {
    if let Some((there, _)) = files.iter().find(|(path, _)| path.symlink_metadata().is_ok()) {
        let fault = Fault::new(format!("`{}` is there already, and is not overwritten", there.display()));
        return Err(fault.help("name another place, or remove it first"));
    }
    for (path, text) in files {
        write(path, text).map_err(|error| Fault::from(error).about(format!("cannot write `{}`", path.display())))?;
        terminal.say(&format!("wrote {}", path.display()))?;
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_suggest_identifiers_and_titles() {
        let path = Path::new("procedures/fcp-eps-010.xml");
        assert_eq!((identifier(path).as_str(), words(path).as_str()), ("FCP-EPS-010", "FCP-EPS-010"));
        assert_eq!(words(Path::new("electrical-power_manual.md")), "Electrical power manual");
        assert_eq!(type_of("OBCP-AOC-001").word(), "OBCP");
    }
}
