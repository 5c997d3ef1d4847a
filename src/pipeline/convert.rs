//! Reads one file and writes its procedure in another format.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::load::{self, Reading, read};
use super::{Error, Progress};
use crate::convert::problem::NO_PROCEDURE;
use crate::convert::{self, Converted, Job, Target};
use crate::diagnostic::{self, Diagnostic};
use crate::gather::files::Files;
use crate::gather::worktree::{self, Worktree};
use crate::link::library::Library;
use crate::model::document::Document;
use crate::read::xml::s1000d;
use crate::text::source::Sources;
use crate::text::span::{SourceId, Span};

/// What is to be converted, and to what.
#[derive(Debug, Clone)]
pub struct ConvertRequest {
    /// The file that defines the procedure.
    pub file: PathBuf,
    /// The documentation folder whose project and mission database are meant.
    pub docs: Option<PathBuf>,
    /// The format to write.
    pub target: Target,
}

/// What came of a conversion.
#[derive(Debug, Default)]
pub struct Conversion {
    /// What was written; nothing where the file defines no procedure.
    pub text: Option<String>,
    /// The sources that the findings point into.
    pub sources: Sources,
    /// What was found while reading, and what the format has no place for; sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// What else there is to know.
    pub notes: Vec<String>,
    /// The folder below which the paths of the sources lie.
    pub folder: PathBuf,
}

/// Reads a file, alone or as a part of a documentation folder, and writes its procedure in another format.
pub fn convert(request: &ConvertRequest, progress: &dyn Progress) -> Result<Conversion, Error> {
    let folder = request.docs.as_ref().map(|docs| load::load(&Worktree::new(docs, &[]), progress)).transpose()?;
    let same = request.target == Target::Stack && ends_in(&request.file, "ycs");
    let Some(folder) = folder else { return alone(request, &Library::default(), same, Vec::new()) };
    let docs = request.docs.clone().unwrap_or_default();
    let Some(path) = below(&request.file, &docs) else {
        return alone(request, &folder.library, same, folder.notes);
    };
    let own =
        folder.library.documents.iter().find(|document| folder.gathered.sources.get(document.source).path == path);
    let Some(document) = own else { return alone(request, &folder.library, same, folder.notes) };
    let of_file = |finding: &Diagnostic| finding.span().source == document.source;
    let found = folder.problems.iter().filter(|finding| of_file(finding)).cloned().collect();
    let (text, found) = write(document, &folder.library, request.target, same, found);
    Ok(done(text, found, folder.gathered.sources, folder.notes, docs))
}

/// Converts a file that is read by itself.
fn alone(request: &ConvertRequest, library: &Library, same: bool, notes: Vec<String>) -> Result<Conversion, Error> {
    let folder = request.file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = request.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let entry = worktree::Entry { path: name, location: request.file.clone() };
    let source = Worktree::new(folder, &[]).load(&entry)?.source;
    let (reading, found) = {
        let shared = s1000d::survey(std::iter::once((SourceId(0), &source)), &[]);
        read(SourceId(0), &source, &BTreeMap::new(), &[], &shared)
    };
    let (text, found) = match reading {
        Reading::Document(document) => write(&document, library, request.target, same, found),
        _ => (None, nothing(SourceId(0), found)),
    };
    Ok(done(text, found, Sources::new(vec![source]), notes, folder.to_owned()))
}

fn write(
    document: &Document,
    library: &Library,
    target: Target,
    same: bool,
    mut found: Vec<Diagnostic>,
) -> (Option<String>, Vec<Diagnostic>) {
    let Some(job) = Job::of(document, library, same) else { return (None, nothing(document.source, found)) };
    let Converted { text, mut findings } = convert::convert(&job, target);
    found.append(&mut findings);
    (Some(text), found)
}

fn nothing(source: SourceId, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let finding = Diagnostic::new(&NO_PROCEDURE, Span::at_start(source), "the file defines no procedure");
    found.push(
        finding.help("name a file that does; `--docs` gives its project, where a dialect may say how it is written"),
    );
    found
}

fn done(
    text: Option<String>,
    mut diagnostics: Vec<Diagnostic>,
    sources: Sources,
    notes: Vec<String>,
    folder: PathBuf,
) -> Conversion {
    diagnostic::sort(&mut diagnostics, &sources);
    diagnostics.dedup_by(|a, b| a.span() == b.span() && a.lint.code == b.lint.code && a.message == b.message);
    Conversion { text, sources, diagnostics, notes, folder }
}

/// Returns the path of a file below a folder, if it lies in it.
fn below(file: &Path, folder: &Path) -> Option<String> {
    let (file, folder) = (fs::canonicalize(file).ok()?, fs::canonicalize(folder).ok()?);
    let parts = file.strip_prefix(folder).ok()?.components();
    Some(parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
}

fn ends_in(file: &Path, extension: &str) -> bool {
    file.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}
