//! A documentation folder that is being edited: loaded once, then kept up to date text by text.
//!
//! An edit reads the one source again and links the one document; only where it defines other names than
//! before is every document linked again. Rules see the whole library, so they are run apart, some at a time
//! ([`Workspace::check`]), and by [`background`](super::background) where nobody is to wait for them.

use std::path::Path;

use rustc_hash::FxHashSet;

use super::load::{self, Folder, Reading};
use super::{Error, PROJECT_FILE, Silent};
use crate::check::subject::Subject;
use crate::check::{flow, registry};
use crate::diagnostic::Diagnostic;
use crate::gather::files::Files;
use crate::gather::overlay::Overlay;
use crate::gather::worktree::Worktree;
use crate::link::library::DocumentIndex;
use crate::link::relink::{Relinked, Relinker};
use crate::link::{Linker, Surroundings};
use crate::model::document::Document;
use crate::read::xml::{dita, s1000d};
use crate::text::digest::Digest;
use crate::text::source::Source;
use crate::text::span::SourceId;

/// A documentation folder that is being edited.
pub struct Workspace {
    files: Overlay,
    folder: Folder,
    relinker: Relinker,
    version: u64,
    fault: Option<Error>,
}

impl Workspace {
    /// Loads a documentation folder from the disk.
    pub fn open(docs: &Path) -> Result<Self, Error> {
        let files = Overlay::new(Worktree::new(docs, &[]));
        let (folder, relinker) = load::load_for_edits(&files, &Silent)?;
        Ok(Self { files, folder, relinker, version: 0, fault: None })
    }

    /// Returns the folder as it is now.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Returns the path of the documentation folder.
    pub fn path(&self) -> &Path {
        &self.files.disk.folder
    }

    /// Returns a number that grows with each change.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Returns why the last change could not be taken in, if it could not: the folder is then as it was before.
    pub fn fault(&self) -> Option<&Error> {
        self.fault.as_ref()
    }

    /// Returns the source of a path below the folder.
    pub fn source(&self, path: &str) -> Option<(SourceId, &Source)> {
        self.folder.gathered.sources.iter().find(|(_, source)| source.path == path)
    }

    /// Returns the document of a source.
    pub fn document(&self, source: SourceId) -> Option<DocumentIndex> {
        let documents = &self.folder.library.documents;
        let at = documents.binary_search_by_key(&source, |document| document.source).ok()?;
        Some(DocumentIndex(at as u32))
    }

    /// Lays a text over a file, whether the file is there or not yet.
    pub fn edit(&mut self, path: &str, text: &str) {
        self.version += 1;
        self.files.texts.insert(path.to_owned(), text.to_owned());
        match self.source(path) {
            Some((_, source)) if source.text == text && self.fault.is_none() => {}
            Some((id, _)) if path != PROJECT_FILE && self.fault.is_none() => {
                self.read_again(id, Source::new(path, text, Digest::of(text.as_bytes())));
            }
            _ => self.reload(),
        }
    }

    /// Takes away the text that was laid over a file: what the disk has counts again.
    pub fn close(&mut self, path: &str) {
        if self.files.texts.remove(path).is_some() {
            self.refresh(path);
        }
    }

    /// Looks at a file of the disk again, which may have come, changed or gone.
    pub fn refresh(&mut self, path: &str) {
        if self.files.texts.contains_key(path) {
            return;
        }
        self.version += 1;
        let known = self.source(path).map(|(id, _)| id);
        let loaded = self.files.find(path).map(|entry| self.files.load(&entry));
        match (known, loaded) {
            (Some(id), Some(Ok(loaded))) if path != PROJECT_FILE => {
                // What was odd about its encoding is looked at when everything is loaded.
                if loaded.source.digest != self.folder.gathered.sources.get(id).digest {
                    self.read_again(id, loaded.source);
                }
            }
            _ => self.reload(),
        }
    }

    /// Loads everything again, with the texts that are laid over it.
    pub fn reload(&mut self) {
        self.version += 1;
        match load::load_for_edits(&self.files, &Silent) {
            Ok((folder, relinker)) => (self.folder, self.relinker, self.fault) = (folder, relinker, None),
            Err(error) => self.fault = Some(error),
        }
    }

    /// Returns how many rules there are.
    pub fn rules() -> usize {
        registry::rules().count()
    }

    /// Runs these of the rules, one after the other: who has the lock of a workspace must not wait for threads that
    /// may want it too.
    pub fn check(&self, rules: std::ops::Range<usize>, today: Option<&str>) -> Vec<Diagnostic> {
        let subject = self.folder.subject(today);
        let flows: Vec<_> = subject.library.iter().map(|(index, _)| flow::of(subject.library, index)).collect();
        let subject = Subject { flows: &flows, ..subject };
        registry::rules().skip(rules.start).take(rules.len()).flat_map(|rule| (rule.check)(subject)).collect()
    }

    /// Adds what reading found to what the rules found, judges all by the project's settings and waivers, and puts
    /// what is reported into the order of a report.
    pub fn report(&self, mut found: Vec<Diagnostic>, today: Option<&str>) -> Vec<Diagnostic> {
        found.extend(self.folder.problems.iter().cloned());
        let mut judged = load::judge(found, self.folder.subject(today), false);
        judged.sort(&self.folder.gathered.sources);
        judged.findings
    }

    fn read_again(&mut self, id: SourceId, source: Source) {
        let databases = load::databases(&self.folder.project);
        let dialects = &self.folder.project.dialects;
        // Modules of S1000D depend on one another, and are read with all others.
        let (reading, problems) = load::read(id, &source, &databases, dialects, &s1000d::Shared::default());
        let document = self.document(id);
        self.folder.gathered.sources.replace(id, source);
        match (reading, document) {
            (Reading::Document(document), Some(index)) => {
                self.folder.problems.retain(|problem| problem.span().source != id);
                self.folder.problems.extend(problems);
                self.replace(index, *document);
            }
            (Reading::Catalogue(Some(document), _), Some(index)) => {
                self.folder.library.documents[index.0 as usize] = *document;
                self.read_databases();
            }
            (Reading::Database(_) | Reading::Catalogue(None, _), None) => self.read_databases(),
            (Reading::Dita(parsed), _) => self.assemble_again(*parsed),
            // What it is has changed with what it says.
            _ => self.reload(),
        }
    }

    /// Puts the files of DITA together again, and takes in what has changed of their documents.
    fn assemble_again(&mut self, parsed: dita::Parsed) {
        let Some(known) = self.folder.dita.iter_mut().find(|known| known.source() == parsed.source()) else {
            return self.reload();
        };
        *known = parsed;
        let (documents, problems) = load::assembled(&self.folder.dita, &self.folder.project);
        let sources: FxHashSet<SourceId> = self.folder.dita.iter().map(dita::Parsed::source).collect();
        let known = self.folder.library.documents.iter().filter(|document| sources.contains(&document.source));
        if !known.map(|document| document.source).eq(documents.iter().map(|document| document.source)) {
            return self.reload();
        }
        let of_dita = |found: &Diagnostic| sources.contains(&found.span().source) || dita::is_of_settings(found);
        self.folder.problems.retain(|found| !of_dita(found));
        self.folder.problems.extend(problems);
        for document in documents {
            let Some(index) = self.document(document.source) else { continue };
            if *self.folder.library.document(index) != document {
                self.replace(index, document);
            }
        }
    }

    fn replace(&mut self, index: DocumentIndex, document: Document) {
        let Folder { project, gathered, library, .. } = &mut self.folder;
        let around = Surroundings { sources: &gathered.sources, files: &gathered.files, project };
        if self.relinker.replace(library, around, index, document) == Relinked::OtherNames {
            self.link_all();
        }
    }

    fn link_all(&mut self) {
        let Folder { project, gathered, library, .. } = &mut self.folder;
        let around = Surroundings { sources: &gathered.sources, files: &gathered.files, project };
        let (documents, database) = (std::mem::take(&mut library.documents), std::mem::take(&mut library.database));
        (*library, self.relinker) = load::linked(Linker::new(documents, database, around), &Silent);
    }

    fn read_databases(&mut self) {
        let Folder { project, gathered, library, problems, .. } = &mut self.folder;
        let sources = library.database.sources.clone();
        problems.retain(|problem| !sources.contains(&problem.span().source));
        let databases = load::databases(project);
        let (mut parsed, mut catalogues) = (Vec::new(), Vec::new());
        for id in sources {
            let shared = s1000d::Shared::default();
            let (reading, found) = load::read(id, gathered.sources.get(id), &databases, &project.dialects, &shared);
            problems.extend(found);
            match reading {
                Reading::Database(part) => parsed.push(part),
                Reading::Catalogue(_, part) => catalogues.push(*part),
                Reading::Document(_)
                | Reading::Module(_)
                | Reading::Dita(_)
                | Reading::Project(_)
                | Reading::Waivers(_) => {}
            }
        }
        library.database = load::merged(parsed, catalogues, problems, &mut Vec::new());
        self.link_all();
    }
}
