//! What a rule looks at, and the questions that many rules ask.

use super::flow::Flow;
use crate::compare::Change;
use crate::diagnostic::{Diagnostic, suggestion};
use crate::link::library::{DocumentIndex, Library, Links, Reference, Target, Unresolved};
use crate::link::symbols::SymbolIndex;
use crate::model::database::{Argument, DataType, Parameter, Telecommand};
use crate::model::document::Document;
use crate::model::expression::TelecommandCall;
use crate::model::inline::Kind;
use crate::project::config::Project;
use crate::text::source::Sources;
use crate::text::span::Span;

/// What a rule looks at.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The documents, linked.
    pub library: &'a Library,
    /// The project.
    pub project: &'a Project,
    /// The sources that they were read from.
    pub sources: &'a Sources,
    /// Every file of the documentation folder, by its path: pictures and others too.
    pub files: &'a [String],
    /// The ways through the procedures of each document, by document.
    pub flows: &'a [Vec<Flow<'a>>],
    /// The day of the check, as ISO 8601 writes it; nothing where none is known, and then nothing is overdue.
    pub today: Option<&'a str>,
    /// The state that the sources are compared with; nothing where a check is of one state alone.
    pub earlier: Option<&'a Earlier<'a>>,
}

/// The documentation as a revision had it, beside how it is now.
pub struct Earlier<'a> {
    /// The revision, as it was asked for.
    pub revision: &'a str,
    /// The documents as they were, linked.
    pub library: &'a Library,
    /// What is otherwise now.
    pub changes: &'a [Change],
}

impl<'a> Subject<'a> {
    /// Visits what each document cites.
    pub fn links(self) -> impl Iterator<Item = (DocumentIndex, &'a Links)> {
        self.library.links.iter().enumerate().map(|(at, links)| (DocumentIndex(at as u32), links))
    }

    /// Returns the document of each source, by the source.
    pub fn documents_by_source(self) -> Vec<Option<DocumentIndex>> {
        let mut documents = vec![None; self.sources.as_slice().len()];
        for (index, document) in self.library.iter() {
            if let Some(of_source) = documents.get_mut(document.source.index()) {
                *of_source = Some(index);
            }
        }
        documents
    }

    /// Visits the references that lead nowhere.
    pub fn unresolved(self) -> impl Iterator<Item = (DocumentIndex, &'a Reference, &'a Unresolved)> {
        self.links().flat_map(|(document, links)| {
            links.references.iter().filter_map(move |reference| match &reference.target {
                Target::Unresolved(why) => Some((document, reference, why)),
                _ => None,
            })
        })
    }

    /// Visits the names of a kind that name nothing: in references, and in running text where a
    /// word has the shape of the project's identifiers.
    pub fn unknown_names(self, kind: Kind) -> impl Iterator<Item = (Span, &'a str)> {
        let references = self.unresolved().filter_map(move |(_, reference, why)| match why {
            Unresolved::Id(Some(of), id) if *of == kind => Some((reference.span, id.as_str())),
            _ => None,
        });
        let words = self.links().flat_map(move |(_, links)| {
            let unknown = links.unknown.iter().filter(move |unknown| unknown.kind == kind);
            unknown.map(|unknown| (unknown.name.span, unknown.name.as_str()))
        });
        references.chain(words)
    }

    /// Visits the ways through each procedure that is in force.
    pub fn flows(self) -> impl Iterator<Item = &'a Flow<'a>> {
        self.flows.iter().flatten()
    }

    /// Tells whether there is a mission database to check against.
    pub fn has_database(self) -> bool {
        !self.library.database.sources.is_empty()
    }

    /// Returns the telecommand that a step sends, if the database knows it.
    pub fn sent(self, call: &TelecommandCall) -> Option<&'a Telecommand> {
        self.telecommand(self.library.symbols.find(Kind::Telecommand, &call.name.text)?)
    }

    /// Returns the telecommand of a symbol.
    pub fn telecommand(self, symbol: SymbolIndex) -> Option<&'a Telecommand> {
        let symbol = self.library.symbols.get(symbol);
        let item = symbol.item.filter(|_| symbol.kind == Kind::Telecommand)?;
        self.library.database.telecommands.get(item as usize)
    }

    /// Returns the parameter of a symbol.
    pub fn parameter(self, symbol: SymbolIndex) -> Option<&'a Parameter> {
        let symbol = self.library.symbols.get(symbol);
        let item = symbol.item.filter(|_| symbol.kind == Kind::Parameter)?;
        self.library.database.parameter(item as usize)
    }

    /// Returns the values that a parameter takes.
    pub fn parameter_type(self, symbol: SymbolIndex) -> Option<&'a DataType> {
        self.parameter(symbol).map(|parameter| &parameter.data_type)
    }

    /// Returns the values that a name takes: a parameter, or an argument of a telecommand.
    pub fn type_of(self, symbol: SymbolIndex, name: &str) -> Option<&'a DataType> {
        match self.telecommand(symbol) {
            Some(telecommand) => argument(telecommand, name).map(|argument| &argument.data_type),
            None => self.parameter_type(symbol),
        }
    }

    /// Returns the place to speak of a document as a whole at: its identifier, else where its metadata or its text begin.
    pub fn head(self, document: &Document) -> Span {
        let first = |span: Span| {
            let text = self.sources.get(span.source).text.get(span.range()).unwrap_or_default();
            let end: usize = text.chars().take(3).map(char::len_utf8).sum();
            Span { end: span.start + end as u32, ..span }
        };
        let id = document.id().map(|id| id.span).filter(|span| span.start < span.end);
        id.or(document.metadata.span.map(first)).unwrap_or(Span::new(document.source, 0, 0))
    }

    /// Returns the path of a document's source.
    pub fn path(self, document: &Document) -> &'a str {
        &self.sources.get(document.source).path
    }

    /// Returns the document that a symbol is defined in.
    pub fn document_of(self, symbol: SymbolIndex) -> Option<&'a Document> {
        self.library.symbols.get(symbol).document.map(|index| self.library.document(index))
    }

    /// Returns the document that has this identifier, a procedure or another.
    pub fn document_named(self, id: &str) -> Option<&'a Document> {
        let symbols = &self.library.symbols;
        let symbol = symbols.find(Kind::Document, id).or_else(|| symbols.find(Kind::Procedure, id))?;
        self.document_of(symbol)
    }

    /// Returns the names of a kind that are nearest to a misspelt one, as help.
    pub fn suggest(self, kind: Kind, name: &str) -> Option<String> {
        let names = self.library.symbols.of_kind(kind).map(|(_, symbol)| symbol.id.as_str());
        suggestion(name, names)
    }

    /// Returns the one name of a kind that differs from another in capitals alone.
    pub fn respelt(self, kind: Kind, name: &str) -> Option<&'a str> {
        same_but_case(name, self.library.symbols.of_kind(kind).map(|(_, symbol)| symbol.id.as_str()))
    }

    /// Offers to write another name, where there is one, and where the name stands once at the place of the finding.
    pub fn mend(self, diagnostic: Diagnostic, written: &str, right: Option<&str>) -> Diagnostic {
        let span = diagnostic.span();
        let mut found = self.sources.slice(span).match_indices(written);
        match (right, found.next(), found.next()) {
            (Some(right), Some((at, _)), None) => diagnostic.fix(span.part(at, at + written.len()), right),
            _ => diagnostic,
        }
    }

    /// Adds the place where a symbol is defined.
    pub fn defined_at(self, diagnostic: Diagnostic, symbol: SymbolIndex) -> Diagnostic {
        let symbol = self.library.symbols.get(symbol);
        diagnostic.also(symbol.span, format!("`{}` is defined here", symbol.id))
    }
}

/// Returns the one name that differs from another in capitals alone; nothing where there are several.
pub fn same_but_case<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let mut same = names.into_iter().filter(|other| other.len() == name.len() && other.to_lowercase() == lower);
    let first = same.next()?;
    same.all(|other| other == first).then_some(first)
}

/// Returns an argument of a telecommand.
pub fn argument<'a>(telecommand: &'a Telecommand, name: &str) -> Option<&'a Argument> {
    telecommand.arguments.iter().find(|argument| argument.name.text == name)
}
