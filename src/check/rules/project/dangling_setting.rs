use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, suggestion};
use crate::link::binder;
use crate::model::inline::Kind;
use crate::project::config::{Pointer, PointerTo};
use crate::rule;

rule! {
    /// ## What it does
    /// Finds names in `opsdoc.toml` of what is not there: an environment or a tool of a mission that no table
    /// declares, a mission of a database, a document of a binder, a folder of `[[require]]`. A list that the project
    /// file does not have is not compared with. A hazardous telecommand that no mission database has is
    /// [unknown-telecommand](unknown-telecommand.md).
    ///
    /// ## Why it matters
    /// The setting has no effect, and nothing else shows it: the folder whose documents were to be approved is not
    /// looked at, and the procedure is missing from the binder.
    ///
    /// ## Example
    /// ```toml
    /// [[environment]]
    /// id = "SDGC PHR"
    ///
    /// [[mission]]
    /// id = "PHR"
    /// environments = ["SGDC PHR"]
    /// ```
    ///
    /// ## How to mend it
    /// Write the name as it is declared, or declare it.
    "P005" "dangling-setting" Error, dangling_setting
}

fn dangling_setting(subject: Subject<'_>) -> Vec<Diagnostic> {
    let project = subject.project;
    let missions: Vec<_> = project.missions.iter().map(|mission| mission.id.as_str()).collect();
    let environments: Vec<_> = project.environments.iter().map(|one| one.id.as_str()).collect();
    let tools: Vec<_> = project.tools.iter().map(|tool| tool.id.as_str()).collect();
    let declared = |pointer: &Pointer, what, declared: &[&str]| {
        let is_there = declared.is_empty() || declared.contains(&pointer.name.as_str());
        (!is_there).then(|| dangling(pointer, &format!("the project has no {what}"), declared))
    };
    let look = |pointer: &Pointer| match pointer.to {
        PointerTo::Mission => declared(pointer, "mission", &missions),
        PointerTo::Environment => declared(pointer, "environment", &environments),
        PointerTo::Tool => declared(pointer, "tool", &tools),
        PointerTo::Document => (!binder::lists_any(subject.library, pointer.name.as_str())).then(|| {
            let symbols = &subject.library.symbols;
            let names = symbols.of_kind(Kind::Document).chain(symbols.of_kind(Kind::Procedure));
            let names: Vec<_> = names.map(|(_, symbol)| symbol.id.as_str()).collect();
            dangling(pointer, "no document of the library is", &names)
        }),
        PointerTo::Folder => (!is_folder(subject.files, pointer.name.as_str()))
            .then(|| dangling(pointer, "the documentation folder has no folder", &folders(subject.files))),
        PointerTo::Telecommand => None,
    };
    project.pointers.iter().filter_map(look).collect()
}

fn dangling(pointer: &Pointer, lacks: &str, there: &[&str]) -> Diagnostic {
    let message = format!("{lacks} `{}`", pointer.name.text);
    let near = suggestion(&pointer.name.text, there.iter().copied());
    let few = || match there {
        [] | [_, _, _, _, _, _, _, ..] => "write the name as it is declared, or declare it".to_owned(),
        few => format!("there are {}", few.join(", ")),
    };
    Diagnostic::new(&LINT, pointer.name.span, message).label("not there").help(near.unwrap_or_else(few))
}

/// Tells whether a folder holds any file. The documentation folder itself is written `.` or `/`.
fn is_folder(files: &[String], written: &str) -> bool {
    let folder = plain(written);
    let within = |file: &String| file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    matches!(folder, "" | ".") || files.iter().any(within)
}

/// Returns every folder, as `[[require]]` would write it.
fn folders(files: &[String]) -> Vec<&str> {
    let of = |file: &'_ String| file.match_indices('/').map(|(at, _)| at + 1).collect::<Vec<_>>();
    let mut folders: Vec<&str> = files.iter().flat_map(|file| of(file).into_iter().map(|end| &file[..end])).collect();
    folders.sort_unstable();
    folders.dedup();
    folders
}

fn plain(written: &str) -> &str {
    written.trim_start_matches("./").trim_matches('/')
}
