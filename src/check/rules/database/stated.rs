//! What documents state of telecommands and parameters, as the rules of this group ask for it.

use crate::check::subject::Subject;
use crate::link::library::{DocumentIndex, Statement, StatementKind};
use crate::link::symbols::SymbolIndex;
use crate::model::database::{DataKind, DataType, Parameter, Telecommand};
use crate::model::expression::{Comparison, TelecommandCall};
use crate::model::inline::{Kind, Text};
use crate::notation::{unit, value};

/// A telecommand with its arguments, as a document writes it.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    pub(super) call: &'a TelecommandCall,
    pub(super) telecommand: &'a Telecommand,
    pub(super) symbol: SymbolIndex,
    /// Whether it stands in running text.
    pub(super) prose: bool,
    /// Whether it says that there is more of it.
    pub(super) partial: bool,
}

/// A parameter that is compared.
#[derive(Clone, Copy)]
pub(super) struct Compared<'a> {
    pub(super) comparison: &'a Comparison,
    pub(super) parameter: &'a Parameter,
    pub(super) symbol: SymbolIndex,
    /// Whether it stands in running text.
    pub(super) prose: bool,
}

/// Visits the telecommands that documents write.
pub(super) fn calls(subject: Subject<'_>) -> impl Iterator<Item = Written<'_>> {
    statements(subject).filter_map(move |(_, statement, symbol)| {
        let (call, partial) = match &statement.kind {
            StatementKind::Telecommand(call) => (call, false),
            StatementKind::Partial(call) => (call, true),
            _ => return None,
        };
        Some(Written { call, telecommand: subject.telecommand(symbol)?, symbol, prose: statement.prose, partial })
    })
}

/// Visits the comparisons that documents write.
pub(super) fn comparisons(subject: Subject<'_>) -> impl Iterator<Item = Compared<'_>> {
    statements(subject).filter_map(move |(_, statement, symbol)| {
        let StatementKind::Comparison(comparison) = &statement.kind else { return None };
        Some(Compared { comparison, parameter: subject.parameter(symbol)?, symbol, prose: statement.prose })
    })
}

/// Visits what documents say of things that are known.
pub(super) fn statements(subject: Subject<'_>) -> impl Iterator<Item = (DocumentIndex, &Statement, SymbolIndex)> {
    subject.links().flat_map(|(document, links)| {
        links.statements.iter().filter_map(move |statement| Some((document, statement, statement.symbol?)))
    })
}

/// What a text says of a value in place of the value.
const VERDICTS: &[&str] =
    &["OK", "NOK", "KO", "GO", "NO-GO", "NOGO", "PASS", "FAIL", "GREEN", "YELLOW", "AMBER", "RED", "VERT", "ROUGE"];

/// Tells whether a word says that something is well or not, and not what it is.
pub(super) fn is_verdict(word: &str) -> bool {
    VERDICTS.contains(&word)
}

/// Tells whether a value says by itself what it is: no variable, no blank to be filled in, no name of another item;
/// and, in running text, no plain word and no verdict.
pub(super) fn is_definite(subject: Subject<'_>, value: &Text, prose: bool) -> bool {
    let text = value.text.as_str();
    let names_item = || {
        let named = subject.library.symbols.named(text);
        named.iter().any(|symbol| subject.library.symbols.get(*symbol).kind == Kind::Parameter)
    };
    let word = prose && (is_verdict(text) || (text.chars().any(char::is_lowercase) && !value::is_numeric(text)));
    !value::is_placeholder(text) && !word && !names_item()
}

/// Tells whether a type has a label, or a number, that a value writes. Capitals do not count for a Boolean, nor in
/// running text.
pub(super) fn has_value(data_type: &DataType, value: &Text, prose: bool) -> bool {
    let number = value::number(&value.text);
    let any_case = prose || data_type.kind == DataKind::Boolean;
    data_type.labels.iter().any(|known| {
        known.label == value.text
            || (any_case && known.label.to_lowercase() == value.text.to_lowercase())
            || number.is_some_and(|number| number >= known.value as f64 && number <= known.last as f64)
    })
}

/// Writes the first labels of an enumeration with their numbers.
pub(super) fn listed(data_type: &DataType) -> String {
    const MOST: usize = 12;
    let shown = data_type.labels.iter().take(MOST).map(|label| format!("{} ({})", label.label, label.value));
    let more = if data_type.labels.len() > MOST { ", …" } else { "" };
    shown.collect::<Vec<_>>().join(", ") + more
}

/// Returns a number that is written in one unit in the unit of the database; nothing where one cannot be made of the
/// other.
pub(super) fn in_unit(number: f64, written: Option<&Text>, unit: &str) -> Option<f64> {
    match written {
        Some(written) if written.text != unit => unit::of(&written.text)?.convert(number, unit::of(unit)?),
        _ => Some(number),
    }
}

/// Says what a kind of values is, with its article.
pub(super) fn kind_in_words(kind: DataKind) -> &'static str {
    match kind {
        DataKind::Integer => "a whole number",
        DataKind::Float => "a number",
        DataKind::Enumerated => "an enumeration",
        DataKind::Boolean => "a Boolean",
        DataKind::String => "a text",
        DataKind::Binary => "a run of bytes",
        DataKind::Time => "a time",
        DataKind::Compound => "an aggregate",
        DataKind::Unknown => "of no known type",
    }
}
