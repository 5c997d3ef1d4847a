//! Every stage once, in order. The only file that knows rayon: results come back in the order of the
//! sources, so that the number of threads never shows in the output.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use crate::check::registry;
use crate::check::rule::Rule;
use crate::check::subject::Subject;
use crate::diagnostic::{self, Diagnostic};
use crate::gather::revision::{Revision, revision};
use crate::gather::worktree::{self, Reason, Skipped};
use crate::gather::{self, Gathered};
use crate::index::{self, build as index_build};
use crate::link::library::{DocumentIndex, Library, Target};
use crate::link::{Linker, Surroundings, binder};
use crate::model::database::Database;
use crate::model::document::Document;
use crate::project::config::Project;
use crate::project::{self};
use crate::read::markdown;
use crate::read::xml::{self, procedure, xtce};
use crate::render::artifact::Artifact;
use crate::render::html::{self, Provenance, Site};
use crate::render::pdf::{Job, Marking, Printer, Scope};
use crate::settings::Malformed;
use crate::text::date::day_of;
use crate::text::digest::Digest;
use crate::text::source::{Source, Sources};
use crate::text::span::SourceId;
use crate::write::manifest::{Contents, DocumentEntry, Kind, OUTPUT, Output, SourceState};
use crate::write::staging::Staging;

/// The project file, in the documentation folder.
pub const PROJECT_FILE: &str = "opsdoc.toml";

/// The folder of the index, as publishing sees it.
const INDEX: Kind = Kind { manifest: index::manifest::FILE, format: index::manifest::FORMAT as u32 };

/// The stack of a thread that lays out pages. Only what is used of it is ever taken from the system.
const LAYOUT_STACK: usize = 64 << 20;

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
    let checked = checked(&request.docs, &[], request.today.as_deref(), progress)?;
    let mut diagnostics = checked.diagnostics;
    diagnostic::sort(&mut diagnostics, &checked.gathered.sources);
    let made = counted(&checked.library);
    Ok(Outcome { sources: checked.gathered.sources, diagnostics, notes: checked.notes, made })
}

/// Checks a documentation folder, and makes pages, PDFs and the index.
pub fn build(request: &Request, progress: &dyn Progress) -> Result<Outcome, Error> {
    // Folders that cannot be written to are told of before any work is done.
    let index = Staging::open(&request.index, INDEX)?;
    let output = Staging::open(&request.output, OUTPUT)?;
    let made = [request.output.as_path(), request.index.as_path()];
    let revision = revision(&request.docs, &made);
    // A build is of its commit, whatever the day on which it is made.
    let today = revision.committed.and_then(day_of);
    let checked = checked(&request.docs, &made, today.as_deref(), progress)?;
    let mut builder = Builder { request, checked: &checked, revision: &revision, output: &output, progress };
    let mut made = counted(&checked.library);
    let mut documents = builder.document_entries();
    let mut diagnostics = checked.diagnostics.clone();
    if request.html {
        made.pages = builder.html(&mut documents)?;
    }
    if request.pdf {
        made.pdfs = builder.pdf(&mut documents, &mut diagnostics)?;
    }
    made.units = builder.index(&index)?;
    let mut notes = checked.notes.clone();
    notes.extend(revision.note.clone());
    let published = index.commit_folder()?.written;
    let source = match &revision.commit {
        Some(commit) => SourceState::versioned(commit, revision.dirty, revision.committed),
        None => SourceState::unversioned(revision.committed),
    };
    made.written = published + output.commit(&Contents { source, documents })?.written;
    diagnostic::sort(&mut diagnostics, &checked.gathered.sources);
    Ok(Outcome { sources: checked.gathered.sources, diagnostics, notes, made })
}

/// A documentation folder, read, linked and checked.
struct Checked {
    project: Project,
    gathered: Gathered,
    library: Library,
    diagnostics: Vec<Diagnostic>,
    notes: Vec<String>,
}

/// What one source read to.
enum Reading {
    Document(Box<Document>),
    Database(xtce::Parsed),
    Project(Option<Box<Project>>),
}

fn checked(docs: &Path, made: &[&Path], today: Option<&str>, progress: &dyn Progress) -> Result<Checked, Error> {
    let (mut project, project_source) = project(docs)?;
    let listing = worktree::list(docs, &project, made)?;
    progress.begin(Stage::Read, listing.sources.len());
    let loaded: Vec<_> = listing.sources.par_iter().map(worktree::load).collect::<Result<_, _>>()?;
    let mut gathered = gather::gather(listing, loaded);
    let mut notes: Vec<String> = gathered.skipped.iter().map(skipped).collect();
    let mut diagnostics = std::mem::take(&mut gathered.diagnostics);
    if let Some(source) = project_source {
        let mut sources = std::mem::take(&mut gathered.sources).into_vec();
        sources.push(source);
        gathered.sources = Sources::new(sources);
    }

    let databases: BTreeSet<String> =
        project.databases.iter().map(|file| file.path.to_string_lossy().replace('\\', "/")).collect();
    let sources: Vec<(SourceId, &Source)> = gathered.sources.iter().collect();
    let read = |(id, source): &(SourceId, &Source)| {
        let reading = read(*id, source, &databases);
        progress.advance();
        reading
    };
    let readings: Vec<_> = sources.par_iter().map(read).collect();
    let (mut documents, mut parsed) = (Vec::new(), Vec::new());
    for (reading, mut problems) in readings {
        diagnostics.append(&mut problems);
        match reading {
            Reading::Document(document) => documents.push(*document),
            Reading::Database(part) => parsed.push(part),
            // Read as one of the sources, its places are where they are.
            Reading::Project(placed) => project = placed.map_or(project, |placed| *placed),
        }
    }
    let database = merged(parsed, &mut diagnostics, &mut notes);
    for missing in databases.iter().filter(|path| !gathered.files.contains(path)) {
        notes.push(format!("`{missing}` is named as a mission database in `{PROJECT_FILE}` and is not there"));
    }

    let around = Surroundings { sources: &gathered.sources, files: &gathered.files, project: &project };
    let linker = Linker::new(documents, database, around);
    progress.begin(Stage::Link, linker.len());
    let link = |at| {
        let linked = linker.link(DocumentIndex(at));
        progress.advance();
        linked
    };
    let linked = (0..linker.len() as u32).into_par_iter().map(link).collect();
    let library = linker.finish(linked);

    for listed in &project.binders {
        for missing in binder::documents(&library, listed).1 {
            notes.push(format!("binder `{}` lists `{missing}`, and no document has such an identifier", listed.id));
        }
    }

    let rules: Vec<_> = registry::rules().collect();
    progress.begin(Stage::Check, rules.len());
    let subject = Subject { library: &library, project: &project, sources: &gathered.sources, today };
    let check = |rule: &&Rule| {
        let found = (rule.check)(subject);
        progress.advance();
        found
    };
    diagnostics.par_extend(rules.par_iter().flat_map_iter(check));
    Ok(Checked { project, gathered, library, diagnostics, notes })
}

fn skipped(skipped: &Skipped) -> String {
    let why = match skipped.reason {
        Reason::LinkOutside => "it is a link out of the documentation folder",
        Reason::LinkToFolder => "it is a link to a folder",
        Reason::LinkBroken => "it is a link that leads to nothing",
        Reason::Special => "it is neither a file nor a folder",
    };
    format!("`{}` was left alone: {why}", skipped.path)
}

/// Reads the project file, if there is one. Its findings come with those of the other sources.
fn project(docs: &Path) -> Result<(Project, Option<Source>), Error> {
    let location = docs.join(PROJECT_FILE);
    if !location.is_file() {
        return Ok((Project::default(), None));
    }
    let entry = worktree::Entry { path: PROJECT_FILE.to_owned(), location };
    let source = worktree::load(&entry)?.source;
    match project::reader::read(SourceId(0), &source) {
        Ok((project, _)) => Ok((project, Some(source))),
        Err(Malformed { message, span }) => {
            let (line, column) = source.position(span.start);
            Err(Error::Project { path: entry.location, line, column, message })
        }
    }
}

fn read(id: SourceId, source: &Source, databases: &BTreeSet<String>) -> (Reading, Vec<Diagnostic>) {
    if source.path == PROJECT_FILE {
        let read = project::reader::read(id, source).ok();
        let (project, problems) = read.map(|(project, problems)| (Box::new(project), problems)).unzip();
        return (Reading::Project(project), problems.unwrap_or_default());
    }
    let is_xml = source.path.rsplit('.').next().is_some_and(|end| end.eq_ignore_ascii_case("xml"));
    if !is_xml {
        let (document, problems) = markdown::read(id, source);
        return (Reading::Document(Box::new(document)), problems);
    }
    // Without a list of databases, what is one by its root element is taken for one.
    let listed = databases.contains(&source.path);
    if listed || (databases.is_empty() && xml::root_name(&source.text) == Some("SpaceSystem")) {
        let (parsed, problems) = xtce::parse(id, source);
        return (Reading::Database(parsed), problems);
    }
    let (document, problems) = procedure::read(id, source);
    (Reading::Document(Box::new(document)), problems)
}

fn merged(parsed: Vec<xtce::Parsed>, diagnostics: &mut Vec<Diagnostic>, notes: &mut Vec<String>) -> Database {
    if parsed.is_empty() {
        notes.push("there is no mission database; the rules that need one are silent".to_owned());
        return Database::default();
    }
    let (database, mut problems) = xtce::merge(parsed);
    diagnostics.append(&mut problems);
    database
}

/// Does a piece of work for each of so many things, as `par_iter` does, with no two on one stack.
///
/// Typst waits for its own pieces by doing whatever else is in its pool. In one with other documents it
/// begins the next of them, and the next within that, until neither stack nor memory is left. So each
/// thread has a pool to itself.
fn apart<R: Send>(things: usize, work: impl Fn(usize) -> R + Sync) -> Result<Vec<R>, Error> {
    let threads = rayon::current_num_threads().min(things);
    let pools: Vec<ThreadPool> = (0..threads).map(|_| layout_threads(1)).collect::<Result<_, _>>()?;
    let (next, work) = (AtomicUsize::new(0), &work);
    let run = |pool: &ThreadPool| {
        let taken = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed)).take_while(|at| *at < things);
        taken.map(|at| (at, pool.install(|| work(at)))).collect::<Vec<_>>()
    };
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let runs: Vec<_> = pools.iter().map(|pool| scope.spawn(|| run(pool))).collect();
        runs.into_iter().flat_map(|run| run.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    done.sort_by_key(|(at, _)| *at);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}

fn layout_threads(count: usize) -> Result<ThreadPool, ThreadPoolBuildError> {
    ThreadPoolBuilder::new().num_threads(count).stack_size(LAYOUT_STACK).build()
}

fn counted(library: &Library) -> Made {
    let procedures = library.documents.iter().filter(|document| document.procedure().is_some()).count();
    Made { documents: library.documents.len(), procedures, ..Made::default() }
}

/// Makes what is published.
struct Builder<'a> {
    request: &'a Request,
    checked: &'a Checked,
    revision: &'a Revision,
    output: &'a Staging,
    progress: &'a dyn Progress,
}

impl Builder<'_> {
    /// Makes the pages; returns how many.
    fn html(&mut self, documents: &mut [DocumentEntry]) -> Result<usize, Error> {
        let library = &self.checked.library;
        self.progress.begin(Stage::Html, library.documents.len());
        let provenance = Provenance { commit: self.revision.commit.clone(), dirty: self.revision.dirty };
        let site = Site {
            library,
            project: &self.checked.project,
            sources: &self.checked.gathered.sources,
            provenance: &provenance,
            pdf: self.request.pdf,
        };
        documents.par_iter_mut().enumerate().try_for_each(|(at, entry)| {
            let page = html::page(&site, DocumentIndex(at as u32));
            entry.outputs.push(Output::new(&page.path, self.output.put(&page)?.digest));
            self.progress.advance();
            Ok::<_, Error>(())
        })?;
        let indexes = html::indexes(&site);
        indexes.iter().chain(&html::theme()).try_for_each(|page| self.output.put(page).map(|_| ()))?;
        self.assets()?;
        Ok(documents.len() + indexes.len())
    }

    /// Takes the files that pages show or link to into the site.
    fn assets(&self) -> Result<(), Error> {
        let references = self.checked.library.links.iter().flat_map(|links| &links.references);
        let assets: BTreeSet<&str> = references
            .filter_map(|reference| match &reference.target {
                Target::Asset(path) => Some(path.as_str()),
                _ => None,
            })
            .collect();
        assets.into_iter().collect::<Vec<_>>().into_par_iter().try_for_each(|path| {
            let bytes = worktree::bytes(&self.request.docs, path)?;
            let artifact = Artifact { path: format!("html/{}", html::asset_path(path)), bytes };
            self.output.put(&artifact)?;
            Ok(())
        })
    }

    /// Makes the PDFs, those of the binders last; returns how many.
    fn pdf(&mut self, documents: &mut [DocumentEntry], diagnostics: &mut Vec<Diagnostic>) -> Result<usize, Error> {
        let (library, project) = (&self.checked.library, &self.checked.project);
        let binders: Vec<_> =
            project.binders.iter().map(|binder| (binder, binder::documents(library, binder).0)).collect();
        self.progress.begin(Stage::Pdf, documents.len() + binders.len());
        let printer = Printer::new();
        let pictures = |path: &str| worktree::bytes(&self.request.docs, path).ok();
        let print = |scope: Scope<'_>| {
            let commit = self.revision.commit.as_deref();
            let marking = Marking::of(library, project, scope.documents(), commit, self.revision.dirty);
            let job = Job {
                library,
                project,
                sources: &self.checked.gathered.sources,
                scope,
                marking,
                pictures: &pictures,
                timestamp: self.revision.committed,
                tool: concat!("opsdoc ", env!("CARGO_PKG_VERSION")),
            };
            let (pdf, problems) = printer.print(&job);
            let artifact = Artifact { path: format!("pdf/{}.pdf", job.stem()), bytes: pdf.bytes };
            let digest = self.output.put(&artifact)?.digest;
            self.progress.advance();
            Ok::<_, Error>((Output::new(&artifact.path, digest), problems))
        };
        let single = |at: usize| print(Scope::Document(DocumentIndex(at as u32)));
        for (entry, printed) in documents.iter_mut().zip(apart(library.documents.len(), single)?) {
            let (output, problems) = printed?;
            entry.outputs.push(output);
            diagnostics.extend(problems);
        }
        let mut count = documents.len();
        let all = layout_threads(rayon::current_num_threads())?;
        for (binder, documents) in binders.iter().filter(|(_, documents)| !documents.is_empty()) {
            let stem = format!("binders/{}", binder.id);
            // What is wrong in a document was said when it was printed by itself.
            all.install(|| print(Scope::Binder { binder, stem: &stem, documents }))?;
            count += 1;
        }
        Ok(count)
    }

    /// Makes the index; returns how many units are in it.
    fn index(&self, index: &Staging) -> Result<usize, Error> {
        let (library, sources) = (&self.checked.library, &self.checked.gathered.sources);
        let parts = index_build::parts(library, sources);
        self.progress.begin(Stage::Index, parts.len());
        let segment = |part: &index_build::Part| {
            let made = index_build::segment(index.folder(), library, &self.checked.project, sources, part);
            self.progress.advance();
            made
        };
        let segments: Vec<_> = parts.par_iter().map(segment).collect::<Result<_, _>>()?;
        let built_from = Digest::of_all(sources.as_slice().iter().map(|source| &source.digest));
        let manifest = index_build::finish(index.folder(), segments.into_iter().flatten(), built_from)?;
        index.adopt()?;
        Ok(manifest.units as usize)
    }

    /// Describes the documents for the manifest, as yet without what is made of them.
    fn document_entries(&self) -> Vec<DocumentEntry> {
        let sources = &self.checked.gathered.sources;
        let entry = |document: &Document| {
            let (metadata, source) = (&document.metadata, sources.get(document.source));
            let id = document.id();
            let written = |text: Option<&crate::model::inline::Text>| text.map(|text| text.text.to_string());
            DocumentEntry {
                id: written(id),
                title: document.title().map(|title| title.to_string()),
                issue: written(metadata.issue.as_ref()),
                revision: written(metadata.revision.as_ref()),
                status: metadata.status.map(|status| status.word().to_owned()),
                language: written(metadata.language.as_ref()),
                classification: written(metadata.classification.as_ref()),
                source: source.path.clone(),
                sha256: source.digest.to_string(),
                outputs: Vec::new(),
            }
        };
        self.checked.library.documents.iter().map(entry).collect()
    }
}
