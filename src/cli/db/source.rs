//! Reads the databases that were named.

use std::path::{Path, PathBuf};

use crate::cli::fault::Fault;
use crate::cli::progress::Bar;
use crate::cli::terminal::Terminal;
use crate::diagnostic::Severity;
use crate::gather::named::Named;
use crate::gather::worktree::Worktree;
use crate::pipeline::load::{self, Folder, PROJECT_FILE};
use crate::report::summary::counted;

/// Reads a documentation folder, or files of a database.
pub(super) fn open(paths: &[PathBuf], terminal: &Terminal) -> Result<Folder, Fault> {
    let folder = match paths {
        [] => load::load(&Worktree::new(Path::new("docs-source"), &[]), &Bar::new(terminal))?,
        [folder] if folder.is_dir() => load::load(&Worktree::new(folder, &[]), &Bar::new(terminal))?,
        files => {
            if let Some(folder) = files.iter().find(|path| path.is_dir()) {
                let fault = Fault::new(format!("`{}` is a folder among others", folder.display()));
                return Err(fault.help("name one documentation folder, or the files of a database"));
            }
            named(files, terminal)?
        }
    };
    if folder.library.database.sources.is_empty() {
        return Err(Fault::new("there is no mission database here")
            .help("name its files, or list them under `[[database]]` in the project file"));
    }
    remark(&folder, terminal)?;
    Ok(folder)
}

/// Reads files: by a project that lists all of them, or else for what they are.
fn named(files: &[PathBuf], terminal: &Terminal) -> Result<Folder, Fault> {
    let named = Named::new(files)?;
    let absolute = files.first().and_then(|first| std::path::absolute(first).ok()).unwrap_or_default();
    for holder in absolute.ancestors().skip(1).filter(|holder| holder.join(PROJECT_FILE).is_file()) {
        let mut named = named.clone();
        if named.of_project(holder)
            && let Ok(folder) = load::load(&named, &Bar::new(terminal))
            && named.paths().all(|path| lists(&folder, path))
        {
            return Ok(folder);
        }
    }
    let folder = load::load(&named, &Bar::new(terminal))?;
    let read = |source: &crate::text::source::Source| {
        folder.library.database.sources.iter().any(|id| folder.gathered.sources.get(*id).path == source.path)
    };
    if let Some(unread) = folder.gathered.sources.as_slice().iter().find(|source| !read(source)) {
        let fault = Fault::new(format!("`{}` is no mission database in XTCE", unread.path));
        return Err(fault.help("a table is read as the project file says that lists it: name it under `[[database]]`"));
    }
    Ok(folder)
}

fn lists(folder: &Folder, path: &str) -> bool {
    folder.project.databases.iter().any(|file| file.path == Path::new(path))
}

/// Says how much is wrong in the files of the database.
fn remark(folder: &Folder, terminal: &Terminal) -> Result<(), Fault> {
    let database = &folder.library.database;
    let of_database = folder.problems.iter().filter(|problem| database.sources.contains(&problem.span().source));
    let found: Vec<_> = of_database.collect();
    let Some(worst) = found.iter().map(|problem| problem.severity).max() else { return Ok(()) };
    let worst = found.iter().find(|problem| problem.severity == worst).expect("one of them is the worst");
    let source = folder.gathered.sources.get(worst.span().source);
    let (line, _) = source.position(worst.span().start);
    let place = format!("{}:{line}: {} [{}]", source.path, worst.message, worst.lint.code);
    match worst.severity {
        Severity::Error => terminal.note(&format!("{} in the files, as {place}", counted(found.len(), "finding")))?,
        _ => terminal.note(&format!("{} in the files; `opsdoc check` shows them", counted(found.len(), "finding")))?,
    }
    Ok(())
}
