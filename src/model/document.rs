//! A document, and what is known about it.

use ecow::EcoString;

use super::block::Block;
use super::inline::{Inline, Text};
use super::procedure::{Approval, Change, Procedure, Run};
use crate::text::span::{SourceId, Span};

/// A document: one source, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The source it was read from.
    pub source: SourceId,
    /// What is known about it.
    pub metadata: Metadata,
    /// What it says.
    pub body: Vec<Block>,
}

/// What kind of document it is (procedures.md, attribute `type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
pub enum DocumentKind {
    /// A document of prose.
    #[default]
    Manual,
    /// A flight control procedure.
    FlightControl,
    /// A contingency recovery procedure.
    Contingency,
    /// A ground control procedure.
    GroundControl,
    /// An on-board control procedure.
    OnBoard,
    /// A training scenario.
    Scenario,
    /// A procedure of no known type.
    Procedure,
    /// A list of other documents, in the order in which they are read: an S1000D publication module, a DITA map.
    Publication,
}

impl DocumentKind {
    /// Tells whether the document defines a procedure.
    pub fn is_procedure(self) -> bool {
        !matches!(self, DocumentKind::Manual | DocumentKind::Publication)
    }
}

/// How far a document has come, from first words to retirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Replaced by a later issue, or withdrawn.
    Superseded,
    /// Being written.
    Draft,
    /// Being reviewed.
    InReview,
    /// Shown to work.
    Validated,
    /// Accepted for use.
    Qualified,
    /// In use.
    Operational,
}

impl Status {
    /// Every status with the word that the sources use.
    pub const ALL: [(&'static str, Status); 6] = [
        ("draft", Status::Draft),
        ("in-review", Status::InReview),
        ("validated", Status::Validated),
        ("qualified", Status::Qualified),
        ("operational", Status::Operational),
        ("superseded", Status::Superseded),
    ];

    /// Returns the status of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| *name == word).map(|(_, status)| *status)
    }

    /// Returns the word that the sources use.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, status)| *status == self).map_or("draft", |(word, _)| word)
    }
}

/// What is known about a document. Every value keeps the place where it is written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Metadata {
    /// The identifier.
    pub id: Option<Text>,
    /// The title as metadata or as a procedure's title; a Markdown document may have only a heading.
    pub title: Vec<Inline>,
    /// The kind.
    pub kind: DocumentKind,
    /// The issue, as written.
    pub issue: Option<Text>,
    /// The revision within the issue, as written.
    pub revision: Option<Text>,
    /// The status, where the word is one of the known ones.
    pub status: Option<Status>,
    /// The date of the issue, as written (ISO 8601).
    pub date: Option<Text>,
    /// The language, a BCP 47 tag.
    pub language: Option<Text>,
    /// The marking, one of the project's.
    pub classification: Option<Text>,
    /// The caveats that go with the marking.
    pub caveats: Option<Text>,
    /// The criticality, as written.
    pub criticality: Option<Text>,
    /// The version of the mission database that it was written against.
    pub database: Option<Text>,
    /// Where it applies.
    pub applicability: Applicability,
    /// Who wrote it.
    pub authors: Vec<Text>,
    /// The document that this one translates.
    pub translation_of: Option<Text>,
    /// The procedure that this document retells.
    pub restates: Option<Text>,
    /// Whether it leaves steps of that procedure out on purpose.
    pub partial: bool,
    /// What changed, issue by issue, as metadata say it. The words stand in `other` too, as those of the next two do.
    pub history: Vec<Change>,
    /// Who approved it.
    pub approvals: Vec<Approval>,
    /// Where it was tried.
    pub validation: Vec<Run>,
    /// Everything else that was written, in order, so that nothing is dropped: key and value.
    pub other: Vec<(Text, Text)>,
    /// The whole front matter.
    pub span: Option<Span>,
    /// What comments say to opsdoc, in the order of the text.
    pub remarks: Vec<Remark>,
    /// Words by which it is found and that its page does not show: the entries of an index.
    pub keywords: Vec<Text>,
    /// What it takes over from elsewhere, or was to.
    pub inclusions: Vec<Inclusion>,
    /// The dialect in which its procedures are written, as the front matter or the project file calls it.
    pub dialect: Option<Text>,
    /// What the way in which its procedures are written has no place for.
    pub lacks: Lacks,
}

/// Text that a document takes over from elsewhere, or was to; or a key by which it does.
#[derive(Debug, Clone, PartialEq)]
pub struct Inclusion {
    /// What it says it takes over.
    pub written: Text,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of taking text over.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It was taken from there.
    Taken(Span),
    /// What was to be taken over holds the place that takes it; the places between, from the outermost.
    Circle(Vec<Span>),
    /// Nothing defines the key that it is named by.
    UndefinedKey(EcoString),
}

/// What the way in which procedures are written has no place for, so that nobody can be asked to write it. A
/// definition has a place for everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lacks {
    /// What must hold before a procedure begins.
    pub preconditions: bool,
    /// What shows that it has succeeded.
    pub confirmation: bool,
    /// What is to be seen after a step.
    pub expected: bool,
    /// Checks of telemetry: what is to be seen is said in words.
    pub checks: bool,
    /// What a step does beside its title: the title is the instruction.
    pub actions: bool,
    /// Who takes part, and what is needed.
    pub requirements: bool,
    /// What follows when something does not come about.
    pub continuation: bool,
    /// Names of its own for the parts of a procedure: the text has its headings.
    pub parts: bool,
    /// Anything that is said of a document as such: title, issue, status.
    pub metadata: bool,
}

/// A comment that speaks to opsdoc: `<!-- opsdoc: … -->`. Readers of the page never see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// What it says after `opsdoc:`; its place is the whole comment.
    pub says: Text,
    /// What it speaks of: the line that it ends, or what follows it.
    pub covers: Span,
}

impl Remark {
    /// Returns what a comment says to opsdoc, if it speaks to it. The text is that between the comment's marks.
    pub fn said(comment: &str) -> Option<&str> {
        comment.trim().strip_prefix("opsdoc:").map(str::trim)
    }
}

/// Where a document applies; an empty list means everywhere.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Applicability {
    /// The missions.
    pub missions: Vec<Text>,
    /// The satellites.
    pub satellites: Vec<Text>,
    /// The environments.
    pub environments: Vec<Text>,
    /// The phases.
    pub phases: Vec<Text>,
    /// The condition, as written.
    pub condition: Option<Text>,
}

impl Metadata {
    /// Tells whether a value was found in the text of a document that a dialect reads: it is shown there.
    pub fn is_told(&self, value: &Text) -> bool {
        self.dialect.is_some() && self.span.is_none_or(|front| front.end <= value.span.start)
    }
}

impl Document {
    /// Returns the title as plain text: the metadata's, else the first heading's, else nothing.
    pub fn title(&self) -> Option<EcoString> {
        if !self.metadata.title.is_empty() {
            return Some(super::inline::plain(&self.metadata.title).into());
        }
        first_heading(&self.body).map(|heading| super::inline::plain(&heading.content).into())
    }

    /// Returns the identifier: that of the procedure it defines, else the metadata's.
    pub fn id(&self) -> Option<&Text> {
        self.procedure().map(|procedure| &procedure.id).or(self.metadata.id.as_ref())
    }

    /// Returns what changed, issue by issue.
    pub fn history(&self) -> &[Change] {
        let own = self.procedure().map(|procedure| procedure.history.as_slice()).filter(|own| !own.is_empty());
        own.unwrap_or(&self.metadata.history)
    }

    /// Returns who approved it.
    pub fn approvals(&self) -> &[Approval] {
        let own = self.procedure().map(|procedure| procedure.approvals.as_slice()).filter(|own| !own.is_empty());
        own.unwrap_or(&self.metadata.approvals)
    }

    /// Returns where it was tried.
    pub fn validation(&self) -> &[Run] {
        let own = self.procedure().map(|procedure| procedure.validation.as_slice()).filter(|own| !own.is_empty());
        own.unwrap_or(&self.metadata.validation)
    }

    /// Returns the procedure that this document as a whole defines. Where it has an identifier of its own, or several
    /// procedures, these are sections of it.
    pub fn procedure(&self) -> Option<&Procedure> {
        match &self.metadata.id {
            Some(own) => self.procedures().find(|procedure| procedure.id.text == own.text),
            None => self.only_procedure(),
        }
    }

    /// Returns the procedure that this document defines, where it defines one alone.
    pub fn only_procedure(&self) -> Option<&Procedure> {
        let mut all = self.procedures();
        all.next().filter(|_| all.next().is_none())
    }

    /// Visits the procedures that this document defines, as a whole or in its sections.
    pub fn procedures(&self) -> impl Iterator<Item = &Procedure> {
        self.body.iter().filter_map(|block| match block {
            Block::Procedure(procedure) => Some(&**procedure),
            _ => None,
        })
    }

    /// Returns what stands before the identifiers of a procedure's steps in anchors: nothing where the procedure is
    /// the whole document.
    pub fn prefix(&self, procedure: &Procedure) -> EcoString {
        match self.procedure() {
            Some(whole) if whole.span == procedure.span => EcoString::new(),
            _ => ecow::eco_format!("{}--", procedure.id.text),
        }
    }

    /// Tells whether the document is in this language, or says none.
    pub fn language_or<'a>(&'a self, default: &'a str) -> &'a str {
        self.metadata.language.as_ref().map_or(default, |language| language.as_str())
    }
}

/// Returns the first heading of the highest level that the document opens with.
pub fn first_heading(blocks: &[Block]) -> Option<&super::block::Heading> {
    blocks.iter().find_map(|block| match block {
        Block::Heading(heading) => Some(heading),
        _ => None,
    })
}
