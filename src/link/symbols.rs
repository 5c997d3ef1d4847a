//! Every name that can be cited, and the place that defines it.

use ecow::{EcoString, eco_format};
use rustc_hash::{FxHashMap, FxHashSet};

use super::library::DocumentIndex;
use super::sections;
use crate::model::block::Block;
use crate::model::database::{Alias, Database, Parameter, Telecommand};
use crate::model::document::{Document, Status};
use crate::model::inline::{Kind, Text, plain};
use crate::model::procedure::Procedure;
use crate::project::config::Project;
use crate::text::span::Span;

/// Names one symbol of a library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SymbolIndex(pub u32);

/// A name, and what it names.
#[derive(Debug, Clone)]
pub struct Symbol {
    /// The kind of what it names.
    pub kind: Kind,
    /// The name.
    pub id: EcoString,
    /// The title or short description of what it names.
    pub title: EcoString,
    /// The document that defines it; nothing for what a mission database defines.
    pub document: Option<DocumentIndex>,
    /// The anchor in the page of its document, or of its index.
    pub anchor: EcoString,
    /// The place in the database's list of its kind: for an alarm, that of its parameter.
    pub item: Option<u32>,
    /// The procedure of a step.
    pub parent: Option<SymbolIndex>,
    /// Where it is defined.
    pub span: Span,
}

/// Every symbol, in the order of its definition, found by kind and name.
#[derive(Debug, Default)]
pub struct Symbols {
    list: Vec<Symbol>,
    by_name: FxHashMap<EcoString, Vec<SymbolIndex>>,
    steps: FxHashMap<(SymbolIndex, EcoString), SymbolIndex>,
    /// What names of telecommands have before their first `_`.
    beginnings: FxHashSet<EcoString>,
}

impl Symbols {
    /// Adds a symbol and returns its index. The first of several with one name and kind is the one that is found.
    pub fn add(&mut self, symbol: Symbol) -> SymbolIndex {
        let index = SymbolIndex(self.list.len() as u32);
        match symbol.parent {
            Some(parent) => {
                self.steps.entry((parent, symbol.id.clone())).or_insert(index);
            }
            None => self.by_name.entry(symbol.id.clone()).or_default().push(index),
        }
        self.list.push(symbol);
        index
    }

    /// Lets another name find a symbol too.
    pub fn alias(&mut self, name: &str, symbol: SymbolIndex) {
        let found = self.by_name.entry(name.into()).or_default();
        if !found.contains(&symbol) {
            found.push(symbol);
        }
    }

    /// Returns a symbol.
    pub fn get(&self, index: SymbolIndex) -> &Symbol {
        &self.list[index.0 as usize]
    }

    /// Returns the symbols of a name, of whatever kind, in the order of their definition. One element of an array is
    /// found as any: `CELLS[3]` as `CELLS[]`.
    pub fn named(&self, name: &str) -> &[SymbolIndex] {
        let found = self.by_name.get(name);
        let found =
            found.or_else(|| name.contains('[').then(|| self.by_name.get(any_element(name).as_str())).flatten());
        found.map_or(&[], Vec::as_slice)
    }

    /// Returns the symbol of a name and kind.
    pub fn find(&self, kind: Kind, name: &str) -> Option<SymbolIndex> {
        self.named(name).iter().copied().find(|index| self.get(*index).kind == kind)
    }

    /// Returns the symbol of a name and kind that a document means: its own before that of another document.
    pub fn find_in(&self, document: DocumentIndex, kind: Kind, name: &str) -> Option<SymbolIndex> {
        let own = |index: &SymbolIndex| self.get(*index).kind == kind && self.get(*index).document == Some(document);
        self.named(name).iter().copied().find(own).or_else(|| self.find(kind, name))
    }

    /// Returns a step of a procedure.
    pub fn step(&self, procedure: SymbolIndex, id: &str) -> Option<SymbolIndex> {
        self.steps.get(&(procedure, id.into())).copied()
    }

    /// Tells whether a telecommand begins as a name does, up to the first `_`.
    pub fn begins_a_telecommand(&self, name: &str) -> bool {
        name.split_once('_').is_some_and(|(first, _)| self.beginnings.contains(first))
    }

    /// Visits all symbols in the order of their definition.
    pub fn iter(&self) -> impl Iterator<Item = (SymbolIndex, &Symbol)> {
        self.list.iter().enumerate().map(|(at, symbol)| (SymbolIndex(at as u32), symbol))
    }

    /// Visits the symbols of a kind in the order of their definition.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (SymbolIndex, &Symbol)> {
        self.iter().filter(move |(_, symbol)| symbol.kind == kind)
    }

    /// Returns how many symbols there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Tells whether there is no symbol.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// Takes over what a document that was read again says of the names it defines: their titles and places.
///
/// Tells whether it defines the same names as before; if not, nothing is taken over.
pub(super) fn renew(
    symbols: &mut Symbols,
    project: &Project,
    index: DocumentIndex,
    old: &Document,
    new: &Document,
) -> bool {
    let superseded = |document: &Document| document.metadata.status == Some(Status::Superseded);
    if superseded(old) != superseded(new) {
        return false;
    }
    // What a dialect writes for names is gathered from its documents.
    let respells = |document: &Document| {
        let name = document.metadata.dialect.as_ref().map(|name| name.text.as_str());
        project.dialects.iter().any(|dialect| Some(dialect.name.as_str()) == name && !dialect.names.is_empty())
    };
    if respells(old) || respells(new) {
        return false;
    }
    let mut own = Symbols::default();
    add_document(&mut own, index, new);
    sections::add(&mut own, project, index, new);
    let same = |known: &Symbol, new: &Symbol| known.kind == new.kind && known.id == new.id;
    let known = || symbols.iter().filter(|(_, symbol)| symbol.document == Some(index));
    if known().count() != own.len() || !known().zip(&own.list).all(|((_, known), new)| same(known, new)) {
        return false;
    }
    let places: Vec<SymbolIndex> = known().map(|(at, _)| at).collect();
    for (at, new) in places.into_iter().zip(own.list) {
        let known = &mut symbols.list[at.0 as usize];
        (known.title, known.anchor, known.span) = (new.title, new.anchor, new.span);
    }
    true
}

/// Returns a path in which no index of an array is stated.
fn any_element(path: &str) -> String {
    let mut out = String::new();
    for (at, part) in path.split('[').enumerate() {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        out.push_str(if at == 0 { "" } else { "[" });
        out.push_str(if at > 0 && rest.starts_with(']') { rest } else { part });
    }
    out
}

/// Gathers the names that documents and the database define.
pub(super) fn gather(documents: &[Document], database: &Database, project: &Project) -> Symbols {
    let mut symbols = Symbols::default();
    let (old, new): (Vec<_>, Vec<_>) = (0..)
        .map(DocumentIndex)
        .zip(documents)
        .partition(|(_, document)| document.metadata.status == Some(Status::Superseded));
    // What is superseded is found only where nothing newer bears the name, and a section where no document does.
    for (index, document) in new.iter().chain(&old) {
        add_document(&mut symbols, *index, document);
    }
    for (index, document) in new.iter().chain(&old) {
        sections::add(&mut symbols, project, *index, document);
    }
    add_database(&mut symbols, database);
    symbols
}

fn add_document(symbols: &mut Symbols, index: DocumentIndex, document: &Document) {
    let whole = document.procedure();
    if whole.is_none() {
        let id = document.metadata.id.as_ref();
        add_named(symbols, Kind::Document, id, index, (document.title().unwrap_or_default(), EcoString::new()));
    }
    let mut headings = Vec::new();
    for block in &document.body {
        match block {
            Block::Heading(found) => headings.push((plain(&found.content), found)),
            Block::Procedure(procedure) if whole.is_some_and(|whole| whole.span == procedure.span) => {
                let front = (document.title().unwrap_or_default(), EcoString::new());
                let symbol = add_named(symbols, Kind::Procedure, Some(&procedure.id), index, front);
                symbol.iter().for_each(|symbol| add_steps(symbols, *symbol, procedure, &EcoString::new()));
            }
            Block::Procedure(procedure) => {
                // Its heading names it; a document that is one, and has another identifier, is what it says.
                let names = |text: &str| text.contains(procedure.id.as_str()) && text.len() > procedure.id.text.len();
                let own = headings.iter().rev().find(|(text, _)| names(text));
                let front = own.filter(|(_, heading)| heading.level > 1).map_or_else(
                    || (document.title().unwrap_or_default(), EcoString::new()),
                    |(text, heading)| (sections::title(text, &procedure.id.text).into(), heading.anchor.clone()),
                );
                let symbol = add_named(symbols, Kind::Procedure, Some(&procedure.id), index, front);
                symbol.iter().for_each(|symbol| add_steps(symbols, *symbol, procedure, &document.prefix(procedure)));
            }
            _ => {}
        }
    }
}

/// Adds what a document defines, with its title and its anchor.
fn add_named(
    symbols: &mut Symbols,
    kind: Kind,
    id: Option<&Text>,
    index: DocumentIndex,
    (title, anchor): (EcoString, EcoString),
) -> Option<SymbolIndex> {
    let id = id.filter(|id| !id.text.is_empty())?;
    let (name, document, span) = (id.text.clone(), Some(index), id.span);
    Some(symbols.add(Symbol { kind, id: name, title, document, anchor, item: None, parent: None, span }))
}

fn add_steps(symbols: &mut Symbols, symbol: SymbolIndex, procedure: &Procedure, prefix: &str) {
    let document = symbols.get(symbol).document;
    procedure.each_step(&mut |step| {
        symbols.add(Symbol {
            kind: Kind::Step,
            id: step.id.text.clone(),
            title: format!("{} {}", step.number, plain(step.called())).into(),
            document,
            anchor: eco_format!("{prefix}{}", step.id.text),
            item: None,
            parent: Some(symbol),
            span: step.id.span,
        });
    });
}

fn add_database(symbols: &mut Symbols, database: &Database) {
    let mut anchors: FxHashMap<(Kind, EcoString), u32> = FxHashMap::default();
    let mut anchor = |kind: Kind, name: &EcoString| {
        let count = anchors.entry((kind, name.clone())).or_insert(0);
        *count += 1;
        if *count == 1 { name.clone() } else { EcoString::from(format!("{name}--{count}")) }
    };
    let mut add =
        |symbols: &mut Symbols, kind, name: &Text, title: &EcoString, item: usize, aliases: &[Alias], system: &str| {
            let symbol = symbols.add(Symbol {
                kind,
                id: name.text.clone(),
                title: title.clone(),
                document: None,
                anchor: anchor(kind, &name.text),
                item: Some(item as u32),
                parent: None,
                span: name.span,
            });
            for alias in aliases {
                symbols.alias(&alias.name.text, symbol);
            }
            if !system.is_empty() {
                symbols.alias(&format!("{system}/{}", name.text), symbol);
            }
        };
    for (item, telecommand) in database.telecommands.iter().enumerate() {
        let Telecommand { name, description, aliases, system, .. } = telecommand;
        symbols.beginnings.extend(name.text.split_once('_').map(|(first, _)| EcoString::from(first)));
        add(symbols, Kind::Telecommand, name, description, item, aliases, system);
    }
    for (item, parameter) in database.all_parameters().enumerate() {
        let Parameter { name, description, aliases, system, .. } = parameter;
        add(symbols, Kind::Parameter, name, description, item, aliases, system);
    }
    // Older files write a member after a stroke: `POSITION/X`.
    for member in &database.members {
        if let Some(symbol) = symbols.find(Kind::Parameter, &member.name.text) {
            symbols.alias(&member.name.text.replace(".", "/"), symbol);
        }
    }
    for (item, parameter) in database.parameters.iter().enumerate() {
        for alarm in &parameter.alarms {
            add(symbols, Kind::Alarm, &alarm.name, &alarm.description, item, &[], "");
        }
    }
}
