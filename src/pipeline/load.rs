//! Reads a documentation folder, wherever it is kept, and links it into a library.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::{Error, Progress, Stage};
use crate::check::flow::{self, Flow};
use crate::check::policy::{self, Inquest, Judged};
use crate::check::registry;
use crate::check::rule::Rule;
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, Lint};
use crate::gather::files::Files;
use crate::gather::worktree::{Reason, Skipped};
use crate::gather::{self, Gathered};
use crate::link::library::{DocumentIndex, Library};
use crate::link::relink::Relinker;
use crate::link::{Linker, Surroundings};
use crate::model::database::Database;
use crate::model::document::Document;
use crate::project::config::{DatabaseFile, DatabaseFormat, Project, Waiver};
use crate::project::dialect::Dialect;
use crate::project::{self};
use crate::read::markdown::dialect::{self, problem::UNPLACED_STEP};
use crate::read::xml::{self, dita, procedure, s1000d, xtce};
use crate::read::{catalogue, markdown, pluto, stack};
use crate::settings::Malformed;
use crate::text::source::{Source, Sources};
use crate::text::span::SourceId;

/// The project file, in the documentation folder.
pub const PROJECT_FILE: &str = "opsdoc.toml";

/// The file of waivers beside it.
pub const WAIVERS_FILE: &str = "waivers.toml";

/// A documentation folder, read and linked.
#[derive(Debug, Default)]
pub struct Folder {
    /// The project.
    pub project: Project,
    /// What lies in the folder.
    pub gathered: Gathered,
    /// The documents, linked.
    pub library: Library,
    /// What was found while gathering and reading.
    pub problems: Vec<Diagnostic>,
    /// What else a reader of the report should know.
    pub notes: Vec<String>,
    /// The files of DITA, each by itself: they are put together again when one of them is edited.
    pub(super) dita: Vec<dita::Parsed>,
}

impl Folder {
    /// Returns what the rules look at, on a day; [`rules`] adds the ways through the procedures.
    pub fn subject<'a>(&'a self, today: Option<&'a str>) -> Subject<'a> {
        let Folder { library, project, gathered, .. } = self;
        let (sources, files) = (&gathered.sources, gathered.files.as_slice());
        Subject { library, project, sources, files, flows: &[], today, earlier: None }
    }
}

/// What one source read to.
pub(super) enum Reading {
    Document(Box<Document>),
    /// A module of S1000D, which others of its kind may say more about.
    Module(Box<Document>),
    Database(xtce::Parsed),
    /// A topic or a map of DITA, which others may be needed for.
    Dita(Box<dita::Parsed>),
    /// A table of parameters or telecommands, with the document that it stands in, if it is one.
    Catalogue(Option<Box<Document>>, Box<Database>),
    /// The project once more, now that the place of its file among the sources is known.
    Project(Box<Project>),
    Waivers(Vec<Waiver>),
}

/// Reads and links a documentation folder.
pub fn load(files: &dyn Files, progress: &dyn Progress) -> Result<Folder, Error> {
    load_for_edits(files, progress).map(|(folder, _)| folder)
}

/// Does as [`load`], and keeps what is needed to link a document again when it is edited.
pub(super) fn load_for_edits(files: &dyn Files, progress: &dyn Progress) -> Result<(Folder, Relinker), Error> {
    let (project, settings) = project(files)?;
    let listing = files.list(&project)?;
    progress.begin(Stage::Read, listing.sources.len());
    let loaded: Vec<_> = listing.sources.par_iter().map(|entry| files.load(entry)).collect::<Result<_, _>>()?;
    let mut gathered = gather::gather(listing, loaded);
    let mut notes: Vec<String> = gathered.skipped.iter().map(skipped).collect();
    let mut problems = std::mem::take(&mut gathered.diagnostics);
    let mut sources = std::mem::take(&mut gathered.sources).into_vec();
    sources.extend(settings);
    gathered.sources = Sources::new(sources);

    let databases = databases(&project);
    let shared = s1000d::survey(gathered.sources.iter(), &gathered.files);
    let sources: Vec<(SourceId, &Source)> = gathered.sources.iter().collect();
    let read = |(id, source): &(SourceId, &Source)| {
        let reading = read(*id, source, &databases, &project.dialects, &shared);
        progress.advance();
        reading
    };
    let readings: Vec<_> = sources.par_iter().map(read).collect();
    let (mut documents, mut parsed, mut catalogues) = (Vec::new(), Vec::new(), Vec::new());
    let (mut again, mut waivers, mut dita) = (None, Vec::new(), Vec::new());
    let mut modules = FxHashSet::default();
    for (reading, mut found) in readings {
        problems.append(&mut found);
        match reading {
            Reading::Document(document) => documents.push(*document),
            Reading::Module(module) => {
                modules.insert(module.source);
                documents.push(*module);
            }
            Reading::Database(part) => parsed.push(part),
            Reading::Dita(part) => dita.push(*part),
            Reading::Catalogue(document, part) => {
                documents.extend(document.map(|document| *document));
                catalogues.push(*part);
            }
            Reading::Project(project) => again = Some(*project),
            Reading::Waivers(mut filed) => waivers.append(&mut filed),
        }
    }
    s1000d::supersede(&mut documents, |source| modules.contains(&source));
    problems.append(&mut business_rules(&sources, |source| modules.contains(&source)));
    notes.extend(placed(&project, &documents, &problems));
    let database = merged(parsed, catalogues, &mut problems, &mut notes);
    let mut project = again.unwrap_or(project);
    project.waivers.append(&mut waivers);
    if !dita.is_empty() {
        let (mut topics, mut found) = assembled(&dita, &project);
        problems.append(&mut found);
        documents.append(&mut topics);
        documents.sort_by_key(|document| document.source);
    }

    let around = Surroundings { sources: &gathered.sources, files: &gathered.files, project: &project };
    let (library, relinker) = linked(Linker::new(documents, database, around), progress);
    Ok((Folder { project, gathered, library, problems, notes, dita }, relinker))
}

/// Puts the files of DITA together, and reads each into its document.
pub(super) fn assembled(parsed: &[dita::Parsed], project: &Project) -> (Vec<Document>, Vec<Diagnostic>) {
    let (made, mut problems) =
        dita::assemble(parsed, &project.dita, |count, make| (0..count).into_par_iter().map(make).collect());
    let mut documents = Vec::with_capacity(made.len());
    for (document, mut found) in made {
        documents.extend(document);
        problems.append(&mut found);
    }
    // What is taken over several times is wrong once.
    let mut seen = FxHashSet::default();
    problems.retain(|found| seen.insert((found.span(), found.lint.code, found.message.clone())));
    (documents, problems)
}

/// Checks the modules of S1000D against the business rules that they name.
fn business_rules(sources: &[(SourceId, &Source)], is_module: impl Fn(SourceId) -> bool) -> Vec<Diagnostic> {
    let modules: Vec<_> = sources.iter().copied().filter(|(id, _)| is_module(*id)).collect();
    let (brex, mut found) = s1000d::rules(modules.iter().copied());
    let broken: Vec<_> = modules.par_iter().map(|(id, source)| s1000d::check(*id, source, &brex)).collect();
    found.extend(broken.into_iter().flatten());
    found
}

/// Links every document.
pub(super) fn linked(linker: Linker<'_>, progress: &dyn Progress) -> (Library, Relinker) {
    progress.begin(Stage::Link, linker.len());
    let link = |at| {
        let linked = linker.link(DocumentIndex(at));
        progress.advance();
        linked
    };
    let linked = (0..linker.len() as u32).into_par_iter().map(link).collect();
    linker.finish_for_edits(linked)
}

/// Draws the ways through each document's procedures.
fn flows(library: &Library) -> Vec<Vec<Flow<'_>>> {
    let documents = (0..library.documents.len() as u32).into_par_iter();
    documents.map(|at| flow::of(library, DocumentIndex(at))).collect()
}

/// Runs every rule.
pub fn rules(subject: Subject<'_>, progress: &dyn Progress) -> Vec<Diagnostic> {
    let flows = flows(subject.library);
    let subject = Subject { flows: &flows, ..subject };
    let rules: Vec<_> = registry::rules().collect();
    progress.begin(Stage::Check, rules.len());
    let check = |rule: &&Rule| {
        let found = (rule.check)(subject);
        progress.advance();
        found
    };
    rules.par_iter().flat_map_iter(check).collect()
}

/// Judges findings by the project's settings and waivers; `printed` tells whether PDFs were made, as only then what
/// printing finds was looked for.
pub fn judge(found: Vec<Diagnostic>, subject: Subject<'_>, printed: bool) -> Judged {
    let lints = crate::catalogue::lints();
    let looked = |lint: &Lint| match lint.code.as_bytes() {
        b"B005" | b"D018" => subject.earlier.is_some(),
        [b'D', ..] => subject.has_database(),
        [b'X', b'2', ..] => printed,
        _ => true,
    };
    policy::judge(found, subject, Inquest { lints: &lints, looked: &looked })
}

/// Reads the project file and the waivers beside it, as far as they are there. Their findings come with those of the
/// other sources.
pub(super) fn project(files: &dyn Files) -> Result<(Project, Vec<Source>), Error> {
    let (mut project, mut sources) = (Project::default(), Vec::new());
    for path in [PROJECT_FILE, WAIVERS_FILE] {
        let Some(entry) = files.find(path) else { continue };
        let source = files.load(&entry)?.source;
        let read = match path {
            PROJECT_FILE => project::reader::read(SourceId(0), &source).map(|(read, _)| project = read),
            _ => project::reader::read_waivers(SourceId(0), &source).map(|_| ()),
        };
        if let Err(Malformed { message, span }) = read {
            let (line, column) = source.position(span.start);
            return Err(Error::Project { path: entry.location, line, column, message });
        }
        sources.push(source);
    }
    Ok((project, sources))
}

/// Returns the mission databases that the project names, by their paths.
pub(super) fn databases(project: &Project) -> BTreeMap<String, &DatabaseFile> {
    project.databases.iter().map(|file| (file.path.to_string_lossy().replace('\\', "/"), file)).collect()
}

/// Reads one source.
pub(super) fn read(
    id: SourceId,
    source: &Source,
    databases: &BTreeMap<String, &DatabaseFile>,
    dialects: &[Dialect],
    shared: &s1000d::Shared,
) -> (Reading, Vec<Diagnostic>) {
    if source.path == PROJECT_FILE {
        let (project, problems) = project::reader::read(id, source).unwrap_or_default();
        return (Reading::Project(Box::new(project)), problems);
    }
    if source.path == WAIVERS_FILE {
        let (waivers, problems) = project::reader::read_waivers(id, source).unwrap_or_default();
        return (Reading::Waivers(waivers), problems);
    }
    let listed = databases.get(&source.path);
    let shapes = listed.map_or(&[][..], |file| &file.shapes);
    match listed.map(|file| file.format) {
        Some(DatabaseFormat::Csv) => return catalogue(None, catalogue::of_csv(id, source, shapes)),
        Some(DatabaseFormat::Yaml) => return catalogue(None, catalogue::of_yaml(id, source, shapes)),
        Some(DatabaseFormat::Markdown) => {
            let (document, mut problems) = markdown::read(id, source);
            let (part, found) = catalogue::of_document(&document, shapes);
            problems.extend(found);
            return catalogue(Some(document), (part, problems));
        }
        Some(DatabaseFormat::Xtce) | None => {}
    }
    match extension(&source.path).as_deref() {
        Some("ycs") => return document(stack::read(id, source)),
        Some("pluto") => return document(pluto::read(id, source)),
        _ => {}
    }
    if listed.is_none() && dita::is_dita(&source.path, &source.text) {
        return (Reading::Dita(Box::new(dita::parse(id, source))), Vec::new());
    }
    let ends = |end: &str| source.path.rsplit('.').next().is_some_and(|own| own.eq_ignore_ascii_case(end));
    if listed.is_none() && !ends("xml") && !ends("xtce") {
        let (mut document, mut problems) = markdown::read(id, source);
        problems.extend(markdown::dialect::read(&mut document, source, dialects).problems);
        return (Reading::Document(Box::new(document)), problems);
    }
    // Without a list of databases, what is one by its root element is taken for one.
    if listed.is_some() || ends("xtce") || (databases.is_empty() && xml::root_name(&source.text) == Some("SpaceSystem"))
    {
        let (parsed, problems) = xtce::parse(id, source);
        return (Reading::Database(parsed), problems);
    }
    if xml::root_name(&source.text).is_some_and(s1000d::is_root) {
        let (module, problems) = s1000d::read(id, source, shared);
        return (Reading::Module(Box::new(module)), problems);
    }
    let (document, problems) = procedure::read(id, source);
    (Reading::Document(Box::new(document)), problems)
}

/// Returns how the name of a file ends, in small letters.
fn extension(path: &str) -> Option<String> {
    let name = path.rsplit('/').next()?;
    name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase())
}

fn document((document, problems): (Document, Vec<Diagnostic>)) -> (Reading, Vec<Diagnostic>) {
    (Reading::Document(Box::new(document)), problems)
}

fn catalogue(document: Option<Document>, read: (Database, Vec<Diagnostic>)) -> (Reading, Vec<Diagnostic>) {
    let (part, problems) = read;
    (Reading::Catalogue(document.map(Box::new), Box::new(part)), problems)
}

/// Joins the files of the database: those in XTCE resolve one another's names, then come the catalogues.
pub(super) fn merged(
    parsed: Vec<xtce::Parsed>,
    catalogues: Vec<Database>,
    diagnostics: &mut Vec<Diagnostic>,
    notes: &mut Vec<String>,
) -> Database {
    if parsed.is_empty() && catalogues.is_empty() {
        notes.push("there is no mission database; the rules that need one are silent".to_owned());
        return Database::default();
    }
    let (mut database, mut problems) = xtce::merge(parsed);
    diagnostics.append(&mut problems);
    for mut part in catalogues {
        database.parameters.append(&mut part.parameters);
        database.telecommands.append(&mut part.telecommands);
        database.types.append(&mut part.types);
        database.sources.append(&mut part.sources);
    }
    database
}

/// Says how much of what looks like steps each dialect has placed.
fn placed(project: &Project, documents: &[Document], problems: &[Diagnostic]) -> Vec<String> {
    let mut notes = Vec::new();
    for dialect in &project.dialects {
        let is_own = |document: &&Document| {
            document.metadata.dialect.as_ref().is_some_and(|name| name.text == dialect.name.as_str())
        };
        let (mut files, mut procedures, mut steps) = (0, 0, 0);
        for document in documents.iter().filter(is_own) {
            files += 1;
            for procedure in document.procedures() {
                procedures += 1;
                procedure.each_step(&mut |_| steps += 1);
            }
        }
        let unplaced = problems.iter().filter(|problem| std::ptr::eq(problem.lint, &UNPLACED_STEP));
        let own = |problem: &&Diagnostic| problem.notes.contains(&dialect::by(&dialect.name));
        let left: usize = unplaced.filter(own).map(|problem| dialect::count(&problem.message)).sum();
        notes.push(format!(
            "dialect `{}`: {steps} of {} steps placed, in {procedures} procedures of {files} documents",
            dialect.name,
            steps + left
        ));
    }
    notes
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
