use rustc_hash::{FxHashMap, FxHashSet};

use super::stated::listed;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::StatementKind;
use crate::model::block::{Block, Table};
use crate::model::database::DataType;
use crate::model::inline::{Inline, Text, plain};
use crate::model::walk::{self, Visitor};
use crate::notation::label;
use crate::notation::line::Line;
use crate::notation::value::number;
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds lists of three labels or more, with their numbers, that the mission database has in one
    /// enumeration with other numbers, where the text does not say of which item it speaks: `0=SAFE,
    /// 1=IDLE, 2=ACTIVE`, or the rows of a table of values. What is said of an item of the database is
    /// [value-label-contradiction](value-label-contradiction.md).
    ///
    /// ## Why it matters
    /// Two numberings of one set of modes are read for one another: the mode that is sent, or seen, is
    /// not the one that is meant.
    ///
    /// ## Example
    /// ```markdown
    /// | Value | Mode   |
    /// |-------|--------|
    /// | 0     | SAFE   |
    /// | 1     | IDLE   |
    /// | 2     | ACTIVE |
    /// ```
    ///
    /// In the mission database SAFE is 1, IDLE is 2 and ACTIVE is 3.
    ///
    /// ## How to mend it
    /// Write the numbers of the database. Where another item is meant that has numbers of its own, describe
    /// it in the database and name it beside the list.
    "D024" "labels-renumbered" Warning, labels_renumbered
}

/// Shorter lists are found everywhere: OFF and ON.
const LEAST: usize = 3;

fn labels_renumbered(subject: Subject<'_>) -> Vec<Diagnostic> {
    let known = Enumerations::of(subject);
    let mut found = Vec::new();
    if known.by_label.is_empty() {
        return found;
    }
    for (index, document) in subject.library.iter() {
        let statements = &subject.library.links(index).statements;
        // Of an item that is an enumeration, another rule speaks.
        let is_bare = |symbol| subject.parameter(symbol).is_some_and(|item| item.data_type.labels.is_empty());
        let said = statements.iter().filter_map(|statement| match &statement.kind {
            StatementKind::Labelled { label, .. } if !statement.symbol.is_some_and(is_bare) => Some(label.span),
            _ => None,
        });
        let mut lists = Lists { subject, said: said.collect(), line: Line::default(), found: Vec::new() };
        walk::blocks(&document.body, &mut lists);
        found.extend(lists.found.iter().filter_map(|list| finding(&known, list)));
    }
    found
}

/// A label with its number, as a text has them.
struct Pair {
    number: f64,
    label: Text,
}

/// Gathers the lists of a document that are said of nothing that is known.
struct Lists<'a> {
    subject: Subject<'a>,
    /// The labels that are said of an item of the database.
    said: FxHashSet<Span>,
    line: Line<'a>,
    found: Vec<Vec<Pair>>,
}

impl<'a> Visitor<'a> for Lists<'a> {
    fn line(&mut self, inlines: &'a [Inline]) {
        let line = &mut self.line;
        line.fill(inlines);
        let Some(list) = label::list_within(&line.text) else { return };
        let pair = |pair: &label::Labelled| {
            let label = line.part(&pair.label, self.subject.sources)?;
            Some(Pair { number: number(&line.text[pair.value.clone()])?, label })
        };
        let list = list.iter().filter_map(pair).collect();
        self.add(list);
    }

    fn block(&mut self, block: &'a Block) {
        if let Block::Table(table) = block {
            self.rows(table);
        }
    }
}

impl Lists<'_> {
    /// Reads a table whose rows are numbers with the labels beside them.
    fn rows(&mut self, table: &Table) {
        let heads_numbers = |cell: &Vec<Inline>| heads_numbers(plain(cell).trim());
        let Some(at) = table.head.iter().position(heads_numbers) else { return };
        let mut line = Line::default();
        let mut list = Vec::new();
        for row in &table.rows {
            let (Some(value), Some(cell)) = (row.get(at), row.get(at + 1)) else { return };
            let Some(number) = number(plain(value).trim()) else { return };
            line.fill(cell);
            let from = line.text.len() - line.text.trim_start().len();
            let label = line.part(&(from..line.text.trim_end().len()), self.subject.sources);
            let Some(label) = label.filter(|label| !label.text.is_empty()) else { return };
            list.push(Pair { number, label });
        }
        self.add(list);
    }

    fn add(&mut self, list: Vec<Pair>) {
        if list.len() >= LEAST && !list.iter().any(|pair| self.said.contains(&pair.label.span)) {
            self.found.push(list);
        }
    }
}

/// Tells whether this is the head of a column of the numbers of an enumeration, in French or English.
fn heads_numbers(head: &str) -> bool {
    matches!(head.to_lowercase().as_str(), "value" | "valeur" | "code" | "number" | "numéro" | "n°" | "no.")
}

/// The enumerations of the database, by their labels.
struct Enumerations<'a> {
    list: Vec<(&'a Text, &'a DataType)>,
    by_label: FxHashMap<&'a str, Vec<usize>>,
}

impl<'a> Enumerations<'a> {
    fn of(subject: Subject<'a>) -> Self {
        let database = &subject.library.database;
        let parameters = database.parameters.iter().map(|parameter| (&parameter.name, &parameter.data_type));
        let arguments = database.telecommands.iter().flat_map(|telecommand| {
            telecommand.arguments.iter().map(|argument| (&telecommand.name, &argument.data_type))
        });
        let list: Vec<_> = parameters.chain(arguments).filter(|(_, kind)| kind.labels.len() >= LEAST).collect();
        let mut by_label: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (at, (_, data_type)) in list.iter().enumerate() {
            for label in &data_type.labels {
                by_label.entry(label.label.as_str()).or_default().push(at);
            }
        }
        Self { list, by_label }
    }

    /// Visits the enumerations that have all these labels, by way of the rarest of them.
    fn holding(&self, list: &[Pair]) -> impl Iterator<Item = (&'a Text, &'a DataType)> {
        let of = |pair: &Pair| self.by_label.get(pair.label.text.as_str()).map_or(&[][..], Vec::as_slice);
        let rarest = list.iter().map(of).min_by_key(|holders| holders.len()).unwrap_or_default();
        let all = |kind: &DataType| list.iter().all(|pair| kind.labels.iter().any(|l| l.label == pair.label.text));
        rarest.iter().map(|at| self.list[*at]).filter(move |(_, kind)| all(kind))
    }
}

fn finding(known: &Enumerations<'_>, list: &[Pair]) -> Option<Diagnostic> {
    let agrees = |kind: &DataType| {
        let has = |pair: &Pair| {
            let within = |l: &crate::model::database::EnumerationLabel| {
                l.label == pair.label.text && (l.value as f64..=l.last as f64).contains(&pair.number)
            };
            kind.labels.iter().any(within)
        };
        list.iter().all(has)
    };
    if known.holding(list).any(|(_, kind)| agrees(kind)) {
        return None;
    }
    let (name, data_type) = known.holding(list).next()?;
    let first = list.first()?;
    let labels: Vec<String> = list.iter().map(|pair| format!("`{}`", pair.label.text)).collect();
    let message = format!("{} have other numbers in the mission database", labels.join(", "));
    let diagnostic = Diagnostic::new(&LINT, first.label.span, message).label(format!("{} here", first.number));
    let help = format!("`{}` has {}", name.text, listed(data_type));
    Some(diagnostic.also(name.span, format!("`{}` is defined here", name.text)).help(help))
}
