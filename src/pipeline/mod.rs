//! Every stage once, in order. The only house that knows rayon: results come back in the order of the
//! sources, so that the number of threads never shows in the output.
//!
//! [`load`] reads and links a documentation folder, from the disk or from a commit; [`check`] adds what the
//! rules say of it, and [`build`] publishes it.

pub mod background;
mod build;
pub mod convert;
pub mod export;
pub mod load;
pub mod propose;
pub mod since;
pub mod workspace;

use std::path::PathBuf;

use rayon::ThreadPoolBuildError;

use self::build::Builder;
use self::load::Folder;
pub use self::load::PROJECT_FILE;
use crate::check::policy::Judged;
use crate::check::ratchet;
use crate::check::subject::{Earlier, Subject};
use crate::compare::{self, Side};
use crate::diagnostic::{self, Diagnostic, Waived};
use crate::gather::committed::Committed;
use crate::gather::revision::revision;
use crate::gather::worktree::{self, Worktree};
use crate::index;
use crate::link::library::Library;
use crate::render::html::Searches;
use crate::text::date::day_of;
use crate::text::source::Sources;
use crate::write::manifest::{Contents, Kind, OUTPUT, SourceState};
use crate::write::staging::Staging;

/// The folder of the index, as publishing sees it.
const INDEX: Kind = Kind { manifest: index::manifest::FILE, format: index::manifest::FORMAT as u32 };

/// What is to be checked.
#[derive(Debug, Clone, Default)]
pub struct CheckRequest {
    /// The documentation folder.
    pub docs: PathBuf,
    /// The day of the check, as ISO 8601 writes it; without it nothing is overdue.
    pub today: Option<String>,
}

/// What is to be built, and where to.
#[derive(Debug, Clone)]
pub struct Request {
    /// The documentation folder.
    pub docs: PathBuf,
    /// Where pages and PDFs go.
    pub output: PathBuf,
    /// Where the search index goes.
    pub index: PathBuf,
    /// Whether pages are made.
    pub html: bool,
    /// Whether PDFs are made.
    pub pdf: bool,
}

/// What a check or a build found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The sources that the findings point into.
    pub sources: Sources,
    /// The findings, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The findings that someone answers for, sorted.
    pub waived: Vec<Waived>,
    /// The findings that were there before, where the check asks for new ones alone; sorted.
    pub known: Vec<Diagnostic>,
    /// What else a reader of the report should know: no database, no repository.
    pub notes: Vec<String>,
    /// What was made.
    pub made: Made,
}

/// What a build made, in numbers.
#[derive(Debug, Default, Clone, Copy)]
pub struct Made {
    /// Documents read, procedures among them.
    pub documents: usize,
    /// Procedures read.
    pub procedures: usize,
    /// HTML pages.
    pub pages: usize,
    /// PDFs.
    pub pdfs: usize,
    /// Sections and steps in the index.
    pub units: usize,
    /// Files whose bytes changed, and were written.
    pub written: usize,
}

/// Is told how far a build has come. Called from several threads.
pub trait Progress: Sync {
    /// A stage begins, with so many things to do.
    fn begin(&self, stage: Stage, things: usize);
    /// One thing is done.
    fn advance(&self);
}

/// The stages that take long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading sources.
    Read,
    /// Linking documents.
    Link,
    /// Running rules.
    Check,
    /// Making pages.
    Html,
    /// Making PDFs.
    Pdf,
    /// Making the index.
    Index,
}

/// Tells nobody.
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _stage: Stage, _things: usize) {}
    fn advance(&self) {}
}

/// A fault of the world.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The documentation folder or the files in it cannot be read.
    #[error(transparent)]
    Gather(#[from] worktree::Error),
    /// The project file is malformed; a build without it would be another build.
    #[error("`{path}`, line {line}, column {column}: {message}\nmend the project file; nothing was built")]
    Project {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// Pages and search index would stand in one folder.
    #[error("pages and search index cannot both go to `{}`\nname two folders, as `--output site --index site-index`", .0.display())]
    OneFolder(PathBuf),
    /// The system gives no threads to lay out pages with.
    #[error("no thread can be started: {0}")]
    Threads(#[from] ThreadPoolBuildError),
    /// The index cannot be made.
    #[error(transparent)]
    Index(#[from] index::error::Error),
    /// What was made cannot be published.
    #[error(transparent)]
    Write(#[from] crate::write::error::Error),
}

/// Reads, links and checks a documentation folder.
pub fn check(request: &CheckRequest, progress: &dyn Progress) -> Result<Outcome, Error> {
    let folder = load::load(&Worktree::new(&request.docs, &[]), progress)?;
    let judged = checked(&folder, folder.subject(request.today.as_deref()), progress);
    Ok(outcome(folder, judged, Vec::new()))
}

/// Checks a documentation folder, and tells what is new in it from what was there in a revision of its repository.
pub fn check_since(request: &CheckRequest, revision: &str, progress: &dyn Progress) -> Result<Outcome, Error> {
    let committed = Committed::open(&request.docs, revision)?;
    let (folder, before) =
        (load::load(&Worktree::new(&request.docs, &[]), progress)?, load::load(&committed, progress)?);
    let today = request.today.as_deref();
    let (now, then) = (folder.subject(today), before.subject(today));
    let [old, new] = [then, now].map(|subject| Side { library: subject.library, sources: subject.sources });
    let changes = compare::changes(old, new);
    let earlier = Earlier { revision, library: then.library, changes: &changes };
    let mut judged = checked(&folder, Subject { earlier: Some(&earlier), ..now }, progress);
    let of_then = checked(&before, then, progress);
    // What was turned off was there all the same; what was waived was accepted for that waiver alone.
    let old = [of_then.findings, of_then.off].concat();
    let known = ratchet::split(&mut judged.findings, now, &old, then, &committed.renames());
    Ok(outcome(folder, judged, known))
}

fn checked(folder: &Folder, subject: Subject<'_>, progress: &dyn Progress) -> Judged {
    let mut found = load::rules(subject, progress);
    found.extend(folder.problems.iter().cloned());
    load::judge(found, subject, false)
}

fn outcome(folder: Folder, judged: Judged, known: Vec<Diagnostic>) -> Outcome {
    let Folder { library, gathered, notes, .. } = folder;
    let made = counted(&library);
    discard(library);
    told(gathered.sources, judged, known, notes, made)
}

fn told(sources: Sources, mut judged: Judged, mut known: Vec<Diagnostic>, notes: Vec<String>, made: Made) -> Outcome {
    judged.sort(&sources);
    diagnostic::sort(&mut known, &sources);
    let Judged { findings: diagnostics, waived, .. } = judged;
    Outcome { sources, diagnostics, waived, known, notes, made }
}

/// Gives a library back while other work goes on: it is millions of small things.
fn discard(library: Library) {
    rayon::spawn(move || drop(library));
}

/// Checks a documentation folder, and makes pages, PDFs and the index.
pub fn build(request: &Request, progress: &dyn Progress) -> Result<Outcome, Error> {
    if request.output.components().eq(request.index.components()) {
        return Err(Error::OneFolder(request.output.clone()));
    }
    // Folders that cannot be written to are told of before any work is done.
    let index = Staging::open(&request.index, INDEX)?;
    let output = Staging::open(&request.output, OUTPUT)?;
    let made = [request.output.as_path(), request.index.as_path()];
    let revision = revision(&request.docs, &made);
    // A build is of its commit, whatever the day on which it is made.
    let today = revision.committed.and_then(day_of);
    let folder = load::load(&Worktree::new(&request.docs, &made), progress)?;
    let mut diagnostics = load::rules(folder.subject(today.as_deref()), progress);
    diagnostics.extend(folder.problems.iter().cloned());
    let searches = Searches::of(&folder.library, &folder.project);
    let mut builder =
        Builder { request, folder: &folder, revision: &revision, output: &output, searches: &searches, progress };
    let mut made = counted(&folder.library);
    let mut documents = builder.document_entries();
    if request.html {
        made.pages = builder.html(&mut documents)?;
    }
    if request.pdf {
        made.pdfs = builder.pdf(&mut documents, &mut diagnostics)?;
    }
    let mut notes = folder.notes.clone();
    notes.extend(revision.note.clone());
    let mut judged = load::judge(diagnostics, folder.subject(today.as_deref()), request.pdf);
    judged.sort(&folder.gathered.sources);
    if request.html {
        builder.report(&judged, &notes, today.as_deref())?;
        made.pages += 1;
    }
    made.units = builder.index(&index)?;
    let searched = builder.searched();
    let Folder { library, gathered, .. } = folder;
    // From here on the index says all.
    discard(library);
    if request.html {
        build::shards(&searched, index.folder(), &output)?;
    }
    let published = index.commit_folder()?.written;
    let source = match &revision.commit {
        Some(commit) => SourceState::versioned(commit, revision.dirty, revision.committed),
        None => SourceState::unversioned(revision.committed),
    };
    made.written = published + output.commit(&Contents { source, documents })?.written;
    Ok(told(gathered.sources, judged, Vec::new(), notes, made))
}

fn counted(library: &Library) -> Made {
    let procedures = library.documents.iter().map(|document| document.procedures().count()).sum();
    Made { documents: library.documents.len(), procedures, ..Made::default() }
}
