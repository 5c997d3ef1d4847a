//! Reads a procedure definition: the format that `procedure.xsd` describes, its text kept whole.
//!
//! 1. This file reads the root and its metadata; `part` reads the parts around the body.
//! 2. `step` reads the body: phases and steps; `action` reads what is done in them; the steps are numbered as everywhere.
//! 3. `inline` reads running text; `value` reads attributes; `keep` keeps and reports the rest.
//!
//! Nothing that a file says is dropped: what cannot be read as what it should be is kept as text where
//! it stands, or as it is written, and reported.

mod action;
mod inline;
mod keep;
mod part;
mod step;
mod value;

pub(super) use self::value::cut;

use ecow::EcoString;
use rustc_hash::FxHashMap;

use self::inline::INLINE;
use self::value::{Shape, optional, required, trimmed};
use super::cursor;
use super::tree::{Child, Element};
use crate::diagnostic::Diagnostic;
use crate::model::block::Block;
use crate::model::document::{Document, DocumentKind, Metadata, Status};
use crate::model::inline::{Inline, Text};
use crate::model::procedure::Procedure;
use crate::read::number;
use crate::read::problem::UNKNOWN_ELEMENT;
use crate::text::source::Source;
use crate::text::span::SourceId;

/// The parts of a procedure, in their order.
const PARTS: &[&str] = &[
    "title",
    "purpose",
    "applicability",
    "triggers",
    "references",
    "history",
    "approvals",
    "validation",
    "requirements",
    "declare",
    "preconditions",
    "body",
    "watchdog",
    "confirmation",
    "closeout",
];

/// Every other element of the format, but those of running text.
const OTHERS: &[&str] = &[
    "procedure",
    "p",
    "list",
    "item",
    "alarm",
    "event",
    "symptom",
    "change",
    "approval",
    "run",
    "role",
    "resource",
    "visibility",
    "duration",
    "variable",
    "check",
    "condition",
    "phase",
    "step",
    "warning",
    "caution",
    "note",
    "tc",
    "arg",
    "directive",
    "verify",
    "tm",
    "wait",
    "decide",
    "when",
    "otherwise",
    "call",
    "with",
    "parallel",
    "repeat",
    "manual",
    "voice",
    "script",
    "record",
    "log",
    "goto",
    "expected",
    "continuation",
    "on",
];

/// Reads a procedure definition.
///
/// Any text gives a document. A root element other than `procedure` gives one that holds the text of the
/// file, and a diagnostic.
pub fn read(id: SourceId, source: &Source) -> (Document, Vec<Diagnostic>) {
    let (tree, diagnostics) = cursor::parse(id, &source.text);
    let mut reading = Reading {
        source,
        diagnostics,
        suggestions: FxHashMap::default(),
        quiet: 0,
        leftover: Vec::new(),
        unclaimed: Vec::new(),
    };
    let mut document = Document { source: id, metadata: Metadata::default(), body: Vec::new() };
    if let Some(outside) = tree.document() {
        match outside.named("procedure").next() {
            Some(root) => reading.document(root, outside, &mut document),
            None => reading.foreign(outside, &mut document),
        }
    }
    document.metadata.remarks = tree.remarks;
    (document, reading.diagnostics)
}

/// Tells whether the format has an element of this name.
fn is_known(name: &str) -> bool {
    [PARTS, INLINE, OTHERS].iter().any(|names| names.contains(&name))
}

/// A procedure that is being read.
struct Reading<'s> {
    source: &'s Source,
    diagnostics: Vec<Diagnostic>,
    /// What each misspelt name was found to mean, so that a thousand of them are looked up once.
    suggestions: FxHashMap<EcoString, Option<String>>,
    /// How many elements that were reported already are around what is read.
    quiet: usize,
    /// What has no place of its own, until it stands before or after the body.
    leftover: Vec<Block>,
    /// Attributes that nothing asked for, until they stand after what they are written at.
    unclaimed: Vec<Inline>,
}

impl Reading<'_> {
    fn document(&mut self, root: Element, outside: Element, document: &mut Document) {
        document.metadata = self.metadata(root);
        // It holds whatever attribute the root has.
        self.unclaimed.clear();
        let procedure = self.procedure(root, &mut document.metadata);
        // What stands outside of the root is malformed, and reported; its text is kept.
        let mut before = true;
        let (mut above, mut below) = (Vec::new(), Vec::new());
        for child in outside.children() {
            match child {
                Child::Element(element) if before && element.span() == root.span() => before = false,
                other => self.keep(other, outside, if before { &mut above } else { &mut below }),
            }
        }
        document.body = above;
        document.body.push(Block::Procedure(Box::new(procedure)));
        document.body.append(&mut below);
    }

    /// Reads a file that is no procedure: its text is kept.
    fn foreign(&mut self, outside: Element, document: &mut Document) {
        if let Some(root) = outside.elements().next() {
            let (message, label, help) = match root.name() {
                "SpaceSystem" => (
                    "this is a mission database that the project file does not name".to_owned(),
                    "shown as text",
                    Some("name it: add its `path` under `[[database]]`, or leave it out with `exclude`".to_owned()),
                ),
                name => (
                    format!("the root element is `{name}`, where a procedure is expected"),
                    "expected `procedure`",
                    self.suggest(name, ["procedure"]),
                ),
            };
            let finding = Diagnostic::new(&UNKNOWN_ELEMENT, root.tag(), message).label(label);
            self.diagnostics.push(finding.maybe_help(help));
            document.metadata.lacks.metadata = true;
        }
        for child in outside.children() {
            self.keep(child, outside, &mut document.body);
        }
    }

    fn metadata(&mut self, root: Element) -> Metadata {
        const TYPES: &[(&str, DocumentKind)] = &[
            ("FCP", DocumentKind::FlightControl),
            ("CRP", DocumentKind::Contingency),
            ("GCP", DocumentKind::GroundControl),
            ("OBCP", DocumentKind::OnBoard),
            ("scenario", DocumentKind::Scenario),
        ];
        let fields = [
            required("id", Shape::Identifier),
            required("type", Shape::Word(&["FCP", "CRP", "GCP", "OBCP", "scenario"])),
            required("issue", Shape::Issue),
            optional("revision", Shape::Issue),
            required(
                "status",
                Shape::Word(&["draft", "in-review", "validated", "qualified", "operational", "superseded"]),
            ),
            required("date", Shape::Date),
            optional("criticality", Shape::Word(&["low", "medium", "high"])),
            optional("classification", Shape::Any),
            optional("caveats", Shape::Any),
            required("lang", Shape::Language),
            optional("database", Shape::Any),
        ];
        let [id, kind, issue, revision, status, date, criticality, classification, caveats, language, database] =
            self.attributes(root, fields);
        let mut metadata = Metadata { id, issue, revision, date, language, criticality, ..Metadata::default() };
        metadata.classification = classification.map(|value| trimmed(&value));
        metadata.caveats = caveats.map(|value| trimmed(&value));
        metadata.database = database.map(|value| trimmed(&value));
        metadata.language = metadata.language.or_else(|| root.attribute("xml:lang").cloned());
        metadata.span = Some(root.tag());
        metadata.kind = DocumentKind::Procedure;
        // A word that means nothing to us may mean something to a reader.
        if let Some(kind) = kind {
            match TYPES.iter().find(|(word, _)| *word == kind.as_str()) {
                Some((_, found)) => metadata.kind = *found,
                None => self.other(root, "type", kind, &mut metadata),
            }
        }
        if let Some(status) = status {
            metadata.status = Status::of(status.as_str());
            if metadata.status.is_none() {
                self.other(root, "status", status, &mut metadata);
            }
        }
        for attribute in root.attributes().iter().filter(|attribute| !attribute.is_of_xml()) {
            if !fields.iter().any(|field| field.is(attribute.name)) {
                metadata.other.push((Text::new(attribute.name, attribute.name_span), attribute.value.clone()));
            }
        }
        metadata
    }

    fn other(&self, root: Element, name: &str, value: Text, metadata: &mut Metadata) {
        let found = root.attributes().iter().find(|attribute| attribute.name == name);
        let span = found.map_or(root.tag(), |attribute| attribute.name_span);
        metadata.other.push((Text::new(name, span), value));
    }

    fn procedure(&mut self, root: Element, metadata: &mut Metadata) -> Procedure {
        let mut procedure = self.empty(root, metadata);
        for name in ["title", "body"] {
            self.demand(root, name);
        }
        let mut titled = false;
        let mut after_body = false;
        for child in root.children() {
            let part = match child {
                Child::Element(part) => part,
                Child::Text(_) => {
                    if !child.is_blank() {
                        self.misplaced(child, root, PARTS);
                        self.leave(child, root);
                    }
                    continue;
                }
            };
            match part.name() {
                "title" if !titled => {
                    titled = true;
                    let [] = self.attributes(part, []);
                    metadata.title = self.inlines(part);
                }
                "purpose" => {
                    let [] = self.attributes(part, []);
                    let mut blocks = self.blocks(part);
                    procedure.purpose.append(&mut blocks);
                }
                "applicability" => self.applicability(part, metadata),
                "triggers" => self.triggers(part, &mut procedure.triggers),
                "references" => self.references(part, &mut procedure.references),
                "history" => self.history(part, &mut procedure.history),
                "approvals" => self.approvals(part, &mut procedure.approvals),
                "validation" => self.validation(part, &mut procedure.validation),
                "requirements" => self.requirements(part, &mut procedure.requirements),
                "declare" => self.declarations(part, &mut procedure),
                "preconditions" => self.preconditions(part, &mut procedure.preconditions),
                "body" => {
                    after_body = true;
                    let [] = self.attributes(part, []);
                    self.body(part, &mut procedure.phases);
                }
                "watchdog" => self.watchdog(part, &mut procedure.watchdogs),
                "confirmation" => self.confirmation(part, &mut procedure.confirmation),
                "closeout" => self.closeout(part, &mut procedure.closeout),
                "title" => {
                    self.say_misplaced(part.tag(), "a procedure has one title", "the second title");
                    self.leave(child, root);
                }
                // Steps that were written without a body around them.
                "step" | "phase" => {
                    self.stray(part, root, &["body"]);
                    self.bare_body(part, &mut procedure.phases);
                }
                _ => {
                    self.stray(part, root, PARTS);
                    self.leave(child, root);
                }
            }
            self.leave_unclaimed(part.span());
            let rest = if after_body { &mut procedure.closeout.text } else { &mut procedure.purpose };
            rest.append(&mut self.leftover);
        }
        procedure.closeout.text.append(&mut self.leftover);
        number::number(&mut procedure);
        procedure
    }

    fn empty(&self, root: Element, metadata: &Metadata) -> Procedure {
        let stem = self.source.path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
        // A procedure without an identifier is called as its file is.
        let id = metadata.id.clone().unwrap_or_else(|| Text::new(stem, root.tag()));
        Procedure::empty(id, root.span())
    }
}

#[cfg(test)]
mod tests {
    use crate::text::digest::Digest;
    use crate::text::source::Source;
    use crate::text::span::SourceId;

    /// Reading goes down with the elements, and threads that read have small stacks.
    #[test]
    fn the_deepest_procedure_fits_a_small_stack() {
        let text = format!("<procedure><body>{}</body></procedure>", "<step id='a'><title>t</title>".repeat(1_000));
        let source = Source::new("deep.xml", text, Digest::of(b""));
        let read = std::thread::Builder::new().stack_size(512 * 1024).spawn(move || {
            let (document, _) = super::read(SourceId(0), &source);
            document.procedure().map(|procedure| procedure.clone().phases.len())
        });
        assert_eq!(read.expect("a thread can be made").join().expect("reading does not panic"), Some(1));
    }
}
