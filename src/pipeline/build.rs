//! Makes what is published.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};
use rustc_hash::FxHashSet;

use super::load::Folder;
use super::{Error, Progress, Request, Stage};
use crate::check::policy::Judged;
use crate::diagnostic::Diagnostic;
use crate::gather::revision::Revision;
use crate::gather::worktree;
use crate::index::build as index_build;
use crate::index::open::Index;
use crate::index::{shards, synonyms};
use crate::link::binder;
use crate::link::library::{DocumentIndex, Target};
use crate::model::document::Document;
use crate::render::artifact::Artifact;
use crate::render::html::{self, Provenance, Report, SearchSet, Searches, Site};
use crate::render::pdf::{Job, Marking, Printer, Scope};
use crate::text::digest::Digest;
use crate::write::manifest::{DocumentEntry, Output};
use crate::write::staging::Staging;

/// The stack of a thread that lays out pages. Only what is used of it is ever taken from the system.
const LAYOUT_STACK: usize = 64 << 20;

/// Makes what is published.
pub(super) struct Builder<'a> {
    pub(super) request: &'a Request,
    pub(super) folder: &'a Folder,
    pub(super) revision: &'a Revision,
    pub(super) output: &'a Staging,
    pub(super) searches: &'a Searches,
    pub(super) progress: &'a dyn Progress,
}

impl Builder<'_> {
    /// Makes the pages; returns how many.
    pub(super) fn html(&mut self, documents: &mut [DocumentEntry]) -> Result<usize, Error> {
        self.progress.begin(Stage::Html, self.folder.library.documents.len());
        let provenance = self.provenance();
        let site = self.site(&provenance);
        html::search_words(self.searches).iter().try_for_each(|words| self.output.put(words).map(|_| ()))?;
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

    /// Makes the page on what the check found.
    pub(super) fn report(&self, judged: &Judged, notes: &[String], today: Option<&str>) -> Result<(), Error> {
        let Judged { findings, waived, .. } = judged;
        let report = Report { findings, waived, notes, today, printed: self.request.pdf };
        self.output.put(&html::report(&self.site(&self.provenance()), &report))?;
        Ok(())
    }

    fn provenance(&self) -> Provenance {
        Provenance { commit: self.revision.commit.clone(), dirty: self.revision.dirty }
    }

    fn site<'s>(&'s self, provenance: &'s Provenance) -> Site<'s> {
        Site {
            library: &self.folder.library,
            project: &self.folder.project,
            sources: &self.folder.gathered.sources,
            provenance,
            pdf: self.request.pdf,
            searches: Some(self.searches),
        }
    }

    /// Takes the files that pages show or link to into the site.
    fn assets(&self) -> Result<(), Error> {
        let references = self.folder.library.links.iter().flat_map(|links| &links.references);
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
    pub(super) fn pdf(
        &mut self,
        documents: &mut [DocumentEntry],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<usize, Error> {
        let (library, project) = (&self.folder.library, &self.folder.project);
        let binders: Vec<_> =
            project.binders.iter().map(|binder| (binder, binder::documents(library, binder))).collect();
        self.progress.begin(Stage::Pdf, documents.len() + binders.len());
        let printer = Printer::new();
        let pictures = |path: &str| worktree::bytes(&self.request.docs, path).ok();
        let print = |scope: Scope<'_>| {
            let commit = self.revision.commit.as_deref();
            let marking = Marking::of(library, project, scope.documents(), commit, self.revision.dirty);
            let job = Job {
                library,
                project,
                sources: &self.folder.gathered.sources,
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
    pub(super) fn index(&self, index: &Staging) -> Result<usize, Error> {
        let (library, sources) = (&self.folder.library, &self.folder.gathered.sources);
        let parts = index_build::parts(library, sources);
        self.progress.begin(Stage::Index, parts.len());
        let segment = |part: &index_build::Part| {
            let made = index_build::segment(index.folder(), library, &self.folder.project, sources, part);
            self.progress.advance();
            made
        };
        let segments: Vec<_> = parts.par_iter().map(segment).collect::<Result<_, _>>()?;
        let built_from = Digest::of_all(sources.as_slice().iter().map(|source| &source.digest));
        let synonyms = synonyms::of(&self.folder.project);
        let manifest = index_build::finish(index.folder(), segments.into_iter().flatten(), synonyms, built_from)?;
        Ok(manifest.units as usize)
    }

    /// Returns what the pages search.
    pub(super) fn searched(&self) -> Vec<Searched> {
        let library = &self.folder.library;
        let place = |at: usize| format!("html/{}.html", library.stem(DocumentIndex(at as u32)));
        let searched = |set: &SearchSet| {
            let hidden = set.documents.iter().enumerate().filter(|(_, may)| !**may).map(|(at, _)| place(at));
            Searched { folder: set.folder.clone(), hidden: hidden.collect() }
        };
        self.searches.sets().iter().map(searched).collect()
    }

    /// Describes the documents for the manifest, as yet without what is made of them.
    pub(super) fn document_entries(&self) -> Vec<DocumentEntry> {
        let sources = &self.folder.gathered.sources;
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
        self.folder.library.documents.iter().map(entry).collect()
    }
}

/// What some pages search.
pub(super) struct Searched {
    folder: String,
    /// The pages that their readers may not find.
    hidden: FxHashSet<String>,
}

/// Makes what the pages search. The index is all that it needs.
pub(super) fn shards(searched: &[Searched], index: &Path, output: &Staging) -> Result<(), Error> {
    let index = Index::open(index)?;
    for Searched { folder, hidden } in searched {
        let read = |segment| shards::read(&index, segment, &|page| !hidden.contains(page));
        let parts = shards::segments(&index).into_par_iter().map(read).collect::<Result<_, _>>()?;
        let export = shards::Export::new(&index, parts)?;
        let made = export.jobs().into_par_iter().map(|job| export.make(job)).collect::<Result<_, _>>()?;
        export.finish(made, &mut |shard| {
            let path = format!("html/{folder}/{}", shard.name);
            output.put(&Artifact { path, bytes: shard.text.into_bytes() }).map(|_| ())
        })?;
    }
    Ok(())
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
