//! Lowers documents into what the template reads.
//!
//! 1. [`front`] makes the title block of each.
//! 2. [`prose`] and [`procedure`] lower what it says, [`line`] and [`link`] what stands in a line.
//! 3. [`measure`] keeps every word within its place.

mod action;
mod cut;
mod front;
mod line;
mod link;
pub(super) mod markup;
pub(super) mod measure;
mod picture;
mod procedure;
mod prose;
mod table;

use std::collections::BTreeSet;

use ecow::EcoString;
use rustc_hash::{FxHashMap, FxHashSet};

use self::measure::Metrics;
use self::picture::Drawable;
use super::lint::HTML_REDUCED;
use super::page::{Inline, Input, Note, Part, Words};
use super::world::File;
use super::{Job, Scope};
use crate::diagnostic::Diagnostic;
use crate::link::library::DocumentIndex;
use crate::link::names::Names;
use crate::model::block::{Block, Footnote};
use crate::model::inline::{RawHtml, Text};
use crate::model::procedure::{Action, Precondition, Procedure};
use crate::render::words::{self, Word};
use crate::text::span::Span;

/// What came of lowering.
pub(super) struct Lowered {
    pub input: Input,
    /// The pictures that the input names.
    pub files: Vec<File>,
    pub diagnostics: Vec<Diagnostic>,
}

/// The place that something is set in.
#[derive(Clone, Copy)]
struct Setting {
    /// How wide it is, in points.
    width: f32,
    /// How large the letters are, in points.
    size: f32,
    /// Whether names are linked; not in headings, which the contents repeat.
    links: bool,
}

/// The width of the text on a page: A4 less margins of 20 mm.
const TEXT_WIDTH: f32 = 481.9;
/// The size of the letters of running text.
const TEXT_SIZE: f32 = 10.0;

const BODY: Setting = Setting { width: TEXT_WIDTH, size: TEXT_SIZE, links: true };

impl Setting {
    /// Returns the place that is left within some indentation.
    fn within(self, indentation: f32) -> Self {
        Self { width: (self.width - indentation).max(60.0), ..self }
    }
}

/// Lowers a job.
pub(super) fn lower(job: &Job, metrics: &Metrics) -> Lowered {
    let language = job.language();
    let documents = job.scope.documents();
    let mut lowering = Lowering::new(job, metrics);
    let parts: Vec<Part> = documents.iter().map(|document| lowering.part(*document)).collect();
    let first = job.library.documents.get(documents.first().map_or(0, |index| index.0 as usize));
    let (binder, title) = match &job.scope {
        Scope::Binder { binder, .. } => {
            lowering.language = language.to_owned();
            let front = lowering.binder_front(binder);
            let title = front.short.clone();
            (Some(front), title)
        }
        Scope::Document(_) => (None, parts.first().map_or_else(String::new, |part| part.front.short.clone())),
    };
    let mut authors: Vec<String> = Vec::new();
    for index in documents {
        for author in &job.library.document(*index).metadata.authors {
            if !authors.iter().any(|known| known == author.as_str()) {
                authors.push(author.text.chars().map(measure::settable).collect());
            }
        }
    }
    let fallback = || first.and_then(|document| document.metadata.id.as_ref()).map(|id| id.text.to_string());
    let input = Input {
        title: if title.is_empty() { fallback().unwrap_or_else(|| job.stem().to_owned()) } else { title },
        authors,
        language: typst_language(language),
        words: Words {
            page: words::PAGE.in_language(language),
            of: words::OF.in_language(language),
            contents: words::CONTENTS.in_language(language),
        },
        binder,
        parts,
        labels: lowering.labels,
        places: lowering.places,
    };
    Lowered { input, files: lowering.files, diagnostics: lowering.diagnostics }
}

/// Returns the language as typst names it, two or three letters; English where it is no such tag.
fn typst_language(tag: &str) -> String {
    let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let known = matches!(primary.len(), 2 | 3) && primary.bytes().all(|byte| byte.is_ascii_lowercase());
    if known { primary } else { "en".to_owned() }
}

/// Lowers one job, document by document.
struct Lowering<'a> {
    job: &'a Job<'a>,
    metrics: &'a Metrics,
    files: Vec<File>,
    /// The file of each picture, by its path below the documentation folder; nothing where it cannot be shown.
    pictures: FxHashMap<String, Option<Drawable>>,
    diagnostics: Vec<Diagnostic>,
    labels: BTreeSet<String>,
    places: Vec<String>,
    /// The document whose part is being made.
    shown: DocumentIndex,
    /// The document whose text is being lowered: another where a procedure is presented.
    document: DocumentIndex,
    language: String,
    /// The open headings: level as written, level as set.
    levels: Vec<(usize, usize)>,
    /// The level above the first heading's.
    base: usize,
    /// How many headings there are that contents would list, and how much text.
    headings: usize,
    characters: usize,
    notes: Notes<'a>,
    /// What the places of each document are called, as far as that was asked.
    names: FxHashMap<DocumentIndex, Names>,
    /// The first raw HTML, and how often there is some.
    html: Option<(Span, usize)>,
    /// What stands before a step's id in its label: the procedure, where it is presented.
    steps_of: String,
    /// The number of each step of the procedure that is being lowered.
    numbers: FxHashMap<EcoString, EcoString>,
    /// The steps of it that are not shown here.
    left_out: FxHashSet<EcoString>,
    /// How many procedures are being presented within one another.
    depth: usize,
    /// How many lists, quotations and admonitions stand around what is being lowered.
    around: usize,
    /// How many inlines do.
    within: usize,
}

/// The footnotes of a document.
#[derive(Default)]
struct Notes<'a> {
    defined: FxHashMap<&'a str, &'a Footnote>,
    /// In the order of the text, for those that nothing cites.
    order: Vec<&'a str>,
    /// In the order of their first marks.
    cited: Vec<String>,
}

impl<'a> Lowering<'a> {
    fn new(job: &'a Job<'a>, metrics: &'a Metrics) -> Self {
        let first = job.scope.documents().first().copied().unwrap_or(DocumentIndex(0));
        Self {
            job,
            metrics,
            files: Vec::new(),
            pictures: FxHashMap::default(),
            diagnostics: Vec::new(),
            labels: BTreeSet::new(),
            places: Vec::new(),
            shown: first,
            document: first,
            language: job.language().to_owned(),
            levels: Vec::new(),
            base: 0,
            headings: 0,
            characters: 0,
            notes: Notes::default(),
            names: FxHashMap::default(),
            html: None,
            steps_of: String::new(),
            numbers: FxHashMap::default(),
            left_out: FxHashSet::default(),
            depth: 0,
            around: 0,
            within: 0,
        }
    }

    fn part(&mut self, index: DocumentIndex) -> Part {
        let document = self.job.library.document(index);
        self.shown = index;
        self.document = index;
        self.language = document.language_or(self.job.project.default_language()).to_owned();
        self.levels.clear();
        self.base = usize::from(self.job.scope.is_binder());
        (self.headings, self.characters) = (0, 0);
        self.html = None;
        self.notes = Notes::default();
        self.gather_notes(&document.body);

        let (mut front, body) = self.front(document);
        let body = self.blocks(body, BODY);
        let notes = self.notes_of_part();
        let notes_title = if notes.is_empty() { Vec::new() } else { self.section(words::FOOTNOTES, 2) };
        // Contents help in what cannot be taken in at a glance: three pages, about.
        front.contents = !self.job.scope.is_binder() && self.headings >= 4 && self.characters > 6000;
        if let Some((span, count)) = self.html {
            let times = if count == 1 { String::new() } else { format!(" ({count} times in this document)") };
            let message = format!("raw HTML is reduced to its text in the PDF{times}");
            self.diagnostics.push(Diagnostic::new(&HTML_REDUCED, span, message));
        }
        Part { language: typst_language(&self.language), front, body, notes_title, notes }
    }

    /// Returns a word in the language of the document.
    fn word(&self, word: Word) -> &'static str {
        word.in_language(&self.language)
    }

    /// Keeps a name that can be linked to; nothing where it is taken already.
    fn keep_label(&mut self, label: String) -> Option<String> {
        self.labels.insert(label.clone()).then_some(label)
    }

    /// Notes some raw HTML, and returns the labels of the anchors that it sets.
    fn raw_html(&mut self, html: &RawHtml) -> Vec<String> {
        match &mut self.html {
            _ if !markup::is_reduced(&html.shown()) => {}
            Some((_, count)) => *count += 1,
            None => self.html = Some((html.text.span, 1)),
        }
        let mut labels = Vec::new();
        for anchor in html.anchors.iter().filter(|anchor| !anchor.is_empty()) {
            labels.extend(self.place(anchor));
        }
        labels
    }

    /// Returns the level that a heading is set at: no level is ever skipped (PDF/UA-1, 7.4.2).
    fn level(&mut self, written: usize) -> usize {
        while self.levels.last().is_some_and(|(open, _)| *open >= written) {
            self.levels.pop();
        }
        let level = (self.levels.last().map_or(self.base, |(_, set)| *set) + 1).min(6);
        self.levels.push((written, level));
        level
    }

    fn gather_notes(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            match block {
                Block::Footnote(footnote) => {
                    let label = footnote.label.as_str();
                    self.notes.order.push(label);
                    self.notes.defined.entry(label).or_insert(footnote);
                    self.gather_notes(&footnote.blocks);
                }
                Block::Quote(inner) => self.gather_notes(inner),
                Block::Admonition(admonition) => self.gather_notes(&admonition.blocks),
                Block::List(list) => list.items.iter().for_each(|item| self.gather_notes(&item.blocks)),
                Block::Grid(grid) => grid.cells().for_each(|cell| self.gather_notes(&cell.blocks)),
                Block::Group(group) => self.gather_notes(&group.blocks),
                Block::Procedure(procedure) => self.gather_notes_of_steps(procedure),
                _ => {}
            }
        }
    }

    fn gather_notes_of_steps(&mut self, procedure: &'a Procedure) {
        for precondition in &procedure.preconditions {
            if let Precondition::Content(blocks) = precondition {
                self.gather_notes(blocks);
            }
        }
        self.gather_notes(&procedure.purpose);
        procedure.phases.iter().for_each(|phase| self.gather_notes(&phase.before));
        let mut steps = Vec::new();
        procedure.each_step(&mut |step| steps.push(step));
        for step in steps {
            step.safety.iter().for_each(|admonition| self.gather_notes(&admonition.blocks));
            for action in &step.actions {
                if let Action::Content(blocks, _) = action {
                    self.gather_notes(blocks);
                }
            }
        }
        self.gather_notes(&procedure.closeout.text);
    }

    /// Returns what the places of a document are called.
    fn names(&mut self, document: DocumentIndex) -> &Names {
        let library = self.job.library;
        self.names.entry(document).or_insert_with(|| Names::of(library.document(document)))
    }

    /// Returns the label of a place that a source names; nothing where the name is taken.
    fn place(&mut self, name: &str) -> Option<String> {
        let label = self.label(self.shown, name);
        let label = self.keep_label(label)?;
        self.places.push(label.clone());
        Some(label)
    }

    /// Returns the number of a note, which it gets when it is first cited.
    fn number(&mut self, label: &str) -> usize {
        let cited = &mut self.notes.cited;
        let at = cited.iter().position(|known| known == label).unwrap_or_else(|| {
            cited.push(label.to_owned());
            cited.len() - 1
        });
        at + 1
    }

    fn mark(&mut self, label: &Text) -> Inline {
        let number = self.number(label.as_str());
        let back = self.label(self.shown, &format!("\u{1}back-{number}"));
        let label = self.keep_label(back);
        Inline::Mark { number, to: self.label(self.shown, &format!("\u{1}note-{number}")), label }
    }

    /// Lowers the notes in the order of their marks; a note may cite others.
    fn notes_of_part(&mut self) -> Vec<Note> {
        let uncited = std::mem::take(&mut self.notes.order);
        let mut notes = Vec::new();
        let mut at = 0;
        let mut rest = uncited.into_iter();
        loop {
            if at == self.notes.cited.len() {
                let Some(label) = rest.next() else { return notes };
                self.number(label);
                continue;
            }
            let footnote = self.notes.defined.get(self.notes.cited[at].as_str()).copied();
            at += 1;
            let label = self.label(self.shown, &format!("\u{1}note-{at}"));
            self.labels.insert(label.clone());
            let back = self.label(self.shown, &format!("\u{1}back-{at}"));
            let body = match footnote {
                Some(footnote) => self.blocks(&footnote.blocks, BODY.within(20.0)),
                None => Vec::new(),
            };
            notes.push(Note { number: at, label, back, body });
        }
    }
}
