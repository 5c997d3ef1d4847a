//! The library: every document, the mission database, and what each cites.

use ecow::EcoString;

use super::symbols::{SymbolIndex, Symbols};
use crate::model::database::Database;
use crate::model::document::{Document, Status};
use crate::model::expression::{Comparison, TelecommandCall};
use crate::model::inline::{Kind, Text};
use crate::model::procedure::Procedure;
use crate::notation::issue;
use crate::text::span::{SourceId, Span};

/// Names one document of a library: its place in [`Library::documents`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentIndex(pub u32);

/// Everything that was read, linked.
#[derive(Debug, Default)]
pub struct Library {
    /// The documents, in the order of their sources.
    pub documents: Vec<Document>,
    /// The mission database, all its sources together.
    pub database: Database,
    /// Every name that can be cited.
    pub symbols: Symbols,
    /// What each document cites, by document.
    pub links: Vec<Links>,
    /// Where each document's page goes, without extension, by document: `manual/index`. No two are the same.
    pub stems: Vec<EcoString>,
    /// Who cites each symbol, by symbol, in the order of the documents.
    pub symbol_citations: Vec<Vec<Citation>>,
    /// Who cites each document as a whole or at an anchor, by document.
    pub document_citations: Vec<Vec<Citation>>,
}

/// A place that cites something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Citation {
    /// The document that cites.
    pub document: DocumentIndex,
    /// Where in it.
    pub span: Span,
    /// The section or step that the place stands in: its place in the document's [`Links::places`].
    pub place: u32,
    /// How the thing is cited.
    pub manner: Manner,
}

/// How something is cited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Manner {
    /// Named, in words or by a link.
    Mentioned,
    /// A telecommand that a step sends.
    Sent,
    /// A parameter that a step checks.
    Checked,
    /// An alarm or an event that opens a procedure.
    Trigger,
    /// A procedure that a step calls.
    Called,
}

/// A section or a step that something stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The anchor in the document's page; empty for what stands before the first heading.
    pub anchor: EcoString,
    /// The title of the section, or the number and title of the step.
    pub title: EcoString,
    /// The byte of its source at which it begins.
    pub start: u32,
    /// The byte before which it ends; a section ends where the next one begins.
    pub end: u32,
}

/// What one document cites. Each list is in the order of the text.
#[derive(Debug, Default)]
pub struct Links {
    /// Explicit links, images and reference elements.
    pub references: Vec<Reference>,
    /// Names of known things in running text and code spans.
    pub mentions: Vec<Mention>,
    /// What the document says of parameters and telecommands.
    pub statements: Vec<Statement>,
    /// Names that lead nowhere, in places where only a name of that kind can stand.
    pub unknown: Vec<UnknownName>,
    /// The sections and steps, in order; the first stands for what comes before any.
    pub places: Vec<Place>,
}

/// An explicit link, resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// The link, the image, or the name in a procedure's attribute.
    pub span: Span,
    /// Whether it is an image.
    pub image: bool,
    /// What it leads to.
    pub target: Target,
    /// The issue that it cites.
    pub issue: Option<EcoString>,
    /// The path of the file as it is, where the link has it in other letters, capital or small.
    pub respelled: Option<EcoString>,
}

/// What a reference leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// Something outside the library, on a network or by mail.
    External,
    /// A document, or an anchor in it.
    Document {
        /// The document.
        document: DocumentIndex,
        /// The anchor, which is there.
        anchor: Option<EcoString>,
    },
    /// Something with a name.
    Symbol(SymbolIndex),
    /// A file that is no document, below the documentation folder.
    Asset(EcoString),
    /// A folder without a page of its own.
    Folder(EcoString),
    /// Nothing.
    Unresolved(Unresolved),
}

/// Why a reference leads to nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Unresolved {
    /// No such file. The path is relative to the documentation folder.
    File(EcoString),
    /// The path leads out of the documentation folder.
    Outside(EcoString),
    /// The document is there, the anchor is not.
    Anchor(DocumentIndex, EcoString),
    /// Nothing has this name.
    Id(Option<Kind>, EcoString),
    /// The procedure is there, the step is not.
    Step(SymbolIndex, EcoString),
}

/// The name of something known, in running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// The source of the [`Text`] that holds it, and the first byte there: what a renderer finds it by. A document may
    /// show text of other sources.
    pub holder: (SourceId, u32),
    /// The bytes in that text.
    pub from: u32,
    /// One past the last byte.
    pub to: u32,
    /// What it names.
    pub symbol: SymbolIndex,
    /// Where it stands in the source.
    pub span: Span,
}

/// Something that a document says of a parameter or a telecommand.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// What it says.
    pub kind: StatementKind,
    /// The parameter or telecommand, if it is known.
    pub symbol: Option<SymbolIndex>,
    /// Whether it stands in running text, where a word may be just a word.
    pub prose: bool,
}

/// What a statement says.
#[derive(Debug, Clone, PartialEq)]
pub enum StatementKind {
    /// A telecommand is sent, or written with its arguments.
    Telecommand(TelecommandCall),
    /// A telecommand is written with some of its arguments: `TC_X(MODE=SAFE, …)`.
    Partial(TelecommandCall),
    /// A parameter is compared with a value.
    Comparison(Comparison),
    /// A value and a label are said to belong together: `mode 2 (SAFE)`.
    Labelled {
        /// The parameter, or the argument of the telecommand.
        name: Text,
        /// The number.
        value: Text,
        /// The label.
        label: Text,
    },
    /// A parameter is said in words to have a label, or one of several: `mode reads SAFE or IDLE`.
    Worded {
        /// The parameter.
        name: Text,
        /// The word that stands where a label does.
        label: Text,
        /// Whether nothing but a label could stand there.
        certain: bool,
    },
    /// A name and an identifier are said to belong together: `aocs.mode (0x0204)`.
    Identified {
        /// The parameter or the telecommand.
        name: Text,
        /// The number, or the other name.
        identifier: Text,
        /// The word, in small letters, that says that it is an identifier: `opcode 0x12`.
        word: Option<EcoString>,
    },
    /// A telecommand and a service are said to belong together: `TC_PING TC(17,1)`.
    Service {
        /// The telecommand.
        name: Text,
        /// The service's number.
        service: Text,
        /// The subtype's number, where one is written.
        subtype: Option<Text>,
    },
    /// The unit of a parameter is stated by itself, as a table does.
    Unit {
        /// The parameter.
        name: Text,
        /// The unit.
        unit: Text,
    },
}

impl Statement {
    /// Returns the place where it begins.
    pub fn span(&self) -> Span {
        match &self.kind {
            StatementKind::Telecommand(call) | StatementKind::Partial(call) => call.span,
            StatementKind::Comparison(comparison) => comparison.span,
            StatementKind::Labelled { name, .. }
            | StatementKind::Worded { name, .. }
            | StatementKind::Identified { name, .. }
            | StatementKind::Service { name, .. }
            | StatementKind::Unit { name, .. } => name.span,
        }
    }
}

/// A name that leads nowhere.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownName {
    /// What it should name.
    pub kind: Kind,
    /// The name.
    pub name: Text,
}

impl Library {
    /// Returns a document.
    pub fn document(&self, index: DocumentIndex) -> &Document {
        &self.documents[index.0 as usize]
    }

    /// Visits the documents with their indexes.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (DocumentIndex, &Document)> {
        self.documents.iter().enumerate().map(|(at, document)| (DocumentIndex(at as u32), document))
    }

    /// Returns the procedure that a symbol names, or that its step belongs to.
    pub fn procedure(&self, symbol: SymbolIndex) -> Option<&Procedure> {
        let named = self.symbols.get(symbol);
        let owner = self.symbols.get(named.parent.unwrap_or(symbol));
        self.document(owner.document?).procedures().find(|procedure| procedure.id.text == owner.id)
    }

    /// Returns where a document's page goes, without extension.
    pub fn stem(&self, index: DocumentIndex) -> &str {
        &self.stems[index.0 as usize]
    }

    /// Returns the document that applies in the place of a superseded one: it bears the same identifier and is not
    /// superseded. One in the same language comes first, then the latest issue, then the first in order.
    pub fn applicable(&self, index: DocumentIndex) -> Option<DocumentIndex> {
        let superseded = |document: &Document| document.metadata.status == Some(Status::Superseded);
        let document = self.document(index);
        let language = |document: &Document| document.metadata.language.as_ref().map(|text| text.text.clone());
        let id = document.id().filter(|_| superseded(document))?;
        let symbols = self.symbols.named(&id.text).iter().map(|symbol| self.symbols.get(*symbol));
        let named = symbols.filter(|symbol| matches!(symbol.kind, Kind::Document | Kind::Procedure));
        let others = named.filter_map(|symbol| symbol.document).filter(|other| {
            let other = self.document(*other);
            // A section may bear an identifier of its own; the document that it stands in is another one.
            !superseded(other) && other.id().is_some_and(|own| own.text == id.text)
        });
        others.reduce(|best, other| {
            let [one, two] = [best, other].map(|at| self.document(at));
            let same = |other: &Document| language(other) == language(document);
            let issue = |document: &Document| document.metadata.issue.as_ref().map_or("0", Text::as_str).to_owned();
            let better = same(two).cmp(&same(one)).then_with(|| issue::compare(&issue(two), &issue(one)));
            if better.is_gt() { other } else { best }
        })
    }

    /// Returns what a document cites.
    pub fn links(&self, index: DocumentIndex) -> &Links {
        &self.links[index.0 as usize]
    }

    /// Returns the section or step that a byte of a document's source stands in.
    pub fn place(&self, index: DocumentIndex, offset: u32) -> Option<&Place> {
        // They stand in the order of reading, which need not be that of the text.
        let around = |place: &&Place| place.start <= offset && offset < place.end;
        self.links(index).places.iter().filter(around).max_by_key(|place| place.start)
    }

    /// Returns what the link, image or name at this span leads to.
    pub fn target(&self, index: DocumentIndex, span: Span) -> Option<&Target> {
        let references = &self.links(index).references;
        let at = references.binary_search_by_key(&span, |reference| reference.span).ok()?;
        Some(&references[at].target)
    }

    /// Returns the known names in a run of text, in order.
    pub fn mentions(&self, index: DocumentIndex, text: &Text) -> &[Mention] {
        let mentions = &self.links(index).mentions;
        let holder = (text.span.source, text.span.start);
        let from = mentions.partition_point(|mention| mention.holder < holder);
        let count = mentions[from..].iter().take_while(|mention| mention.holder == holder).count();
        &mentions[from..from + count]
    }
}
