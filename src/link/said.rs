//! What running text and tables say of the parameters and telecommands that they name.

use std::ops::Range;

use super::library::{Library, Statement, StatementKind};
use super::sent;
use super::symbols::SymbolIndex;
use crate::model::block::{Cell, Table};
use crate::model::database::Telecommand;
use crate::model::expression::{ArgumentValue, Comparison, Operator, TelecommandCall};
use crate::model::inline::{Kind, Text};
use crate::notation::call::{self, Arguments};
use crate::notation::comparison::{self, Compared};
use crate::notation::identifier::{self, Identifier};
use crate::notation::label::{self, Labelled};
use crate::notation::line::Line;
use crate::notation::service::{self, Service};
use crate::notation::{unit, value};
use crate::text::source::Sources;
use crate::text::span::Span;

/// Reads what is said of the items of the database.
#[derive(Clone, Copy)]
pub(super) struct Said<'l> {
    pub(super) library: &'l Library,
    pub(super) sources: &'l Sources,
}

/// What stands beside a name.
pub(super) struct Found {
    pub(super) statements: Vec<Statement>,
    /// How far the text has been read.
    pub(super) end: usize,
}

/// What a row of a table is about.
struct Subject {
    /// The cell that its name fills.
    cell: usize,
    name: Text,
    symbol: SymbolIndex,
}

/// A name in a line, and what it names.
struct Named<'a> {
    line: &'a Line<'a>,
    name: Range<usize>,
    symbol: SymbolIndex,
}

impl<'l> Said<'l> {
    /// Reads what stands beside a name in running text, and not before the byte `from`.
    pub(super) fn beside(self, line: &Line<'_>, name: &Range<usize>, symbol: SymbolIndex, from: usize) -> Found {
        let named = Named { line, name: name.clone(), symbol };
        let mut found = Found { statements: Vec::new(), end: name.end };
        let read = match self.library.symbols.get(symbol).kind {
            Kind::Telecommand => self.beside_telecommand(&named, from, &mut found),
            Kind::Parameter => self.after_parameter(&named, &mut found),
            _ => None,
        };
        // What cannot be placed in its source is not said.
        if read.is_none() {
            found.statements.clear();
        }
        found
    }

    fn beside_telecommand(self, named: &Named<'_>, from: usize, found: &mut Found) -> Option<()> {
        let text = &named.line.text;
        if let Some(before) = service::before(text, named.name.start, from) {
            found.statements.push(self.service(named, &before)?);
        }
        if let Some(identified) =
            identifier::after(text, named.name.end).filter(|_| !text[named.name.end..].starts_with('('))
        {
            found.statements.push(self.identified(named, &identified)?);
            found.end = identified.end;
        }
        if let Some(after) = service::after(text, found.end) {
            found.statements.push(self.service(named, &after)?);
            found.end = after.whole.end;
        }
        if let Some(call) = call::after(text, found.end)
            && let Some(whole) = self.call(named, &call, found.end, &mut found.statements)
        {
            found.statements.push(whole);
            found.end = call.end;
        }
        Some(())
    }

    fn after_parameter(self, named: &Named<'_>, found: &mut Found) -> Option<()> {
        let text = &named.line.text;
        if let Some(identified) = identifier::after(text, named.name.end) {
            found.statements.push(self.identified(named, &identified)?);
            found.end = identified.end;
        }
        if let Some(compared) = comparison::after(text, found.end) {
            self.compared(named, &compared, &mut found.statements)?;
            found.end = compared.end;
        } else if let Some(labelled) = label::after(text, found.end) {
            let kind = StatementKind::Labelled {
                name: self.part(named.line, &named.name)?,
                value: self.part(named.line, &labelled.value)?,
                label: self.part(named.line, &labelled.label)?,
            };
            found.statements.push(said(kind, named.symbol));
            found.end = labelled.end;
        } else if let Some(list) = label::list_after(text, found.end) {
            let name = self.part(named.line, &named.name)?;
            found.statements.extend(self.listed(named.line, &list, &name, named.symbol));
            found.end = list.last()?.end;
        }
        Some(())
    }

    /// Notes each number of a list with its label.
    fn listed(self, line: &Line<'_>, list: &[Labelled], name: &Text, symbol: SymbolIndex) -> Vec<Statement> {
        let statement = |pair: &Labelled| {
            let (value, label) = (self.part(line, &pair.value)?, self.part(line, &pair.label)?);
            Some(said(StatementKind::Labelled { name: name.clone(), value, label }, symbol))
        };
        list.iter().filter_map(statement).collect()
    }

    fn part(self, line: &Line<'_>, range: &Range<usize>) -> Option<Text> {
        line.part(range, self.sources)
    }

    fn identified(self, named: &Named<'_>, found: &Identifier) -> Option<Statement> {
        let name = self.part(named.line, &named.name)?;
        let identifier = self.part(named.line, &found.identifier)?;
        let word = found.word.clone().map(|word| named.line.text[word].to_lowercase().into());
        Some(said(StatementKind::Identified { name, identifier, word }, named.symbol))
    }

    fn service(self, named: &Named<'_>, found: &Service) -> Option<Statement> {
        let name = self.part(named.line, &named.name)?;
        let service = self.part(named.line, &found.service)?;
        let subtype = found.subtype.as_ref().and_then(|subtype| self.part(named.line, subtype));
        Some(said(StatementKind::Service { name, service, subtype }, named.symbol))
    }

    /// Returns the telecommand with its arguments; nothing where they are none of it.
    fn call(self, named: &Named<'_>, found: &Arguments, end: usize, also: &mut Vec<Statement>) -> Option<Statement> {
        let telecommand = self.telecommand(named.symbol)?;
        let line = named.line;
        let is_argument = |name: &str| telecommand.arguments.iter().any(|argument| argument.name.text == name);
        // What stands apart from the name is about it only where it speaks of its arguments.
        let speaks = |argument: &call::Argument| {
            argument.name.as_ref().is_some_and(|name| is_argument(&line.text[name.clone()]))
        };
        if found.apart && !found.list.iter().any(speaks) {
            return None;
        }
        let by_place = found.list.iter().any(|argument| argument.name.is_none());
        let places: Vec<&Text> = given(telecommand).collect();
        if by_place && places.len() != found.list.len() {
            return None;
        }
        let mut arguments = Vec::new();
        for (at, argument) in found.list.iter().enumerate() {
            let value = self.part(line, &argument.value)?;
            let name = match &argument.name {
                Some(name) => self.part(line, name)?,
                None => Text::new(places.get(at)?.text.clone(), value.span),
            };
            if let Some(aside) = argument.aside.as_ref().and_then(|aside| self.part(line, aside)) {
                also.extend(labelled(named.symbol, &name, &value, &aside));
            }
            let unit = argument.unit.as_ref().and_then(|unit| self.part(line, unit));
            arguments.push(ArgumentValue { name, value, unit });
        }
        let name = self.part(line, &named.name)?;
        let span = self.part(line, &(named.name.start..found.end.max(end)))?.span;
        let call = TelecommandCall { name, arguments, directives: Vec::new(), span };
        let kind = if found.partial { StatementKind::Partial(call) } else { StatementKind::Telecommand(call) };
        Some(said(kind, named.symbol))
    }

    fn telecommand(self, symbol: SymbolIndex) -> Option<&'l Telecommand> {
        let symbol = self.library.symbols.get(symbol);
        self.library.database.telecommands.get(symbol.item.filter(|_| symbol.kind == Kind::Telecommand)? as usize)
    }

    fn compared(self, named: &Named<'_>, found: &Compared, statements: &mut Vec<Statement>) -> Option<()> {
        let line = named.line;
        let name = self.part(line, &named.name)?;
        let span = self.part(line, &(named.name.start..found.end))?.span;
        let comparison = self.comparison(line, name.clone(), found, span)?;
        if let (Some(aside), Some(value)) = (&found.aside, comparison.values.first()) {
            statements.extend(labelled(named.symbol, &name, value, &self.part(line, aside)?));
        }
        statements.push(said(StatementKind::Comparison(comparison), named.symbol));
        Some(())
    }

    fn comparison(self, line: &Line<'_>, parameter: Text, found: &Compared, span: Span) -> Option<Comparison> {
        let part = |range: &Range<usize>| self.part(line, range);
        let values: Vec<Text> = found.values.iter().filter_map(part).collect();
        let tolerance = found.tolerance.as_ref().and_then(part);
        let unit = found.unit.as_ref().and_then(part);
        Some(Comparison { parameter, operator: found.operator, values, tolerance, unit, span })
    }

    /// Reads the rows of a table that are each about one item, by the heads of its columns.
    pub(super) fn in_table(self, table: &Table) -> Vec<Statement> {
        let mut line = Line::default();
        let mut columns = Vec::new();
        for head in &table.head {
            line.fill(head);
            columns.push(Column::of(&line.text));
        }
        self.types_as_identifiers(table, &mut columns);
        let mut statements = Vec::new();
        for row in &table.rows {
            let telecommand = self.subject(row, Kind::Telecommand);
            let parameter = self.subject(row, Kind::Parameter);
            for (at, (cell, column)) in row.iter().zip(&columns).enumerate() {
                let subject = match column {
                    Some(Column::Compared(_) | Column::Unit) => parameter.as_ref(),
                    Some(Column::Arguments) => telecommand.as_ref(),
                    Some(Column::Type) => telecommand.as_ref(),
                    // Beside a telecommand and a parameter, an identifier is of either.
                    Some(Column::Identifier { .. }) => match (&telecommand, &parameter) {
                        (Some(only), None) | (None, Some(only)) => Some(only),
                        _ => None,
                    },
                    _ => None,
                };
                if let (Some(column), Some(subject)) = (column, subject.filter(|subject| subject.cell != at)) {
                    line.fill(cell);
                    statements.extend(self.cell(&line, *column, &subject.name, subject.symbol));
                }
            }
            for cell in row {
                line.fill(cell);
                statements.extend(self.list_in(&line, telecommand.as_ref(), parameter.as_ref()));
            }
            if let Some(subject) = telecommand {
                statements.extend(self.service_of(row, &columns, &subject.name, subject.symbol));
            }
        }
        statements
    }

    /// Takes the types of a table of telecommands for their identifiers, where it has no others: `SET_MODE | 0x02`.
    fn types_as_identifiers(self, table: &Table, columns: &mut [Option<Column>]) {
        let identified = |column: &Option<Column>| {
            matches!(column, Some(Column::Identifier { .. } | Column::Service | Column::Subtype))
        };
        if columns.iter().any(identified) {
            return;
        }
        let mut line = Line::default();
        let mut heads = |wanted: fn(&str) -> bool| {
            table.head.iter().position(|head| {
                line.fill(head);
                wanted(&line.text)
            })
        };
        let is_type = |head: &str| matches!(head.trim().to_lowercase().as_str(), "type" | "command type");
        if let (Some(at), Some(_)) = (heads(is_type), heads(sent::heads_telecommands)) {
            columns[at] = Some(Column::Type);
        }
    }

    /// Reads the numbers and labels that a cell lists: those of the parameter that the row is about, or of the only
    /// argument of its telecommand that has labels.
    fn list_in(self, line: &Line<'_>, telecommand: Option<&Subject>, parameter: Option<&Subject>) -> Vec<Statement> {
        let Some(list) = label::list_within(&line.text) else { return Vec::new() };
        match (telecommand, parameter) {
            (None, Some(subject)) => self.listed(line, &list, &subject.name, subject.symbol),
            (Some(subject), None) => {
                let arguments = self.telecommand(subject.symbol).into_iter().flat_map(|found| &found.arguments);
                let mut labelled =
                    arguments.filter(|argument| !argument.fixed && !argument.data_type.labels.is_empty());
                let (Some(only), None) = (labelled.next(), labelled.next()) else { return Vec::new() };
                let name = Text::new(only.name.text.clone(), subject.name.span);
                self.listed(line, &list, &name, subject.symbol)
            }
            _ => Vec::new(),
        }
    }

    /// Returns the item of a kind that a row is about: the only one that fills a cell by itself.
    fn subject(self, row: &[Cell], kind: Kind) -> Option<Subject> {
        let mut line = Line::default();
        let mut found: Option<Subject> = None;
        for (cell, inlines) in row.iter().enumerate() {
            line.fill(inlines);
            let name = line.text.trim();
            let from = line.text.len() - line.text.trim_start().len();
            let named = self.library.symbols.named(name).iter().copied();
            let symbol = named.into_iter().find(|symbol| self.library.symbols.get(*symbol).kind == kind);
            let Some(symbol) = symbol.filter(|_| !value::is_numeric(name)) else { continue };
            match &found {
                // Its alias in another column is the same item.
                Some(before) if before.symbol == symbol => {}
                Some(_) => return None,
                None => {
                    let name = self.part(&line, &(from..from + name.len()))?;
                    found = Some(Subject { cell, name, symbol });
                }
            }
        }
        found
    }

    fn cell(self, line: &Line<'_>, column: Column, name: &Text, symbol: SymbolIndex) -> Vec<Statement> {
        let text = line.text.as_str();
        let start = text.len() - text.trim_start().len();
        let end = text.trim_end().len();
        let whole = || self.part(line, &(start..end));
        let kind = self.library.symbols.get(symbol).kind;
        let read = || match (column, kind) {
            (Column::Compared(operator), Kind::Parameter) => {
                let found = comparison::whole(text, operator)?;
                let comparison = self.comparison(line, name.clone(), &found, whole()?.span)?;
                let mut statements = Vec::new();
                if let (Some(aside), Some(value)) = (&found.aside, comparison.values.first()) {
                    statements.extend(labelled(symbol, name, value, &self.part(line, aside)?));
                }
                statements.push(said(StatementKind::Comparison(comparison), symbol));
                Some(statements)
            }
            (Column::Unit, Kind::Parameter) => {
                unit::of(&text[start..end])?;
                Some(vec![said(StatementKind::Unit { name: name.clone(), unit: whole()? }, symbol)])
            }
            (Column::Arguments, Kind::Telecommand) => {
                let named = Named { line, name: start..start, symbol };
                let mut statements = Vec::new();
                let call = self.call(&named, &call::whole(text)?, end, &mut statements)?;
                let StatementKind::Partial(mut call) = call.kind else { return None };
                call.name = name.clone();
                statements.push(said(StatementKind::Partial(call), symbol));
                Some(statements)
            }
            (Column::Identifier { apid }, _) => {
                // A short number counts the rows.
                let identifier = whole().filter(|text| value::is_numeric(&text.text) && text.text.len() > 2)?;
                let word = Some(if apid { "apid" } else { "id" }.into());
                Some(vec![said(StatementKind::Identified { name: name.clone(), identifier, word }, symbol)])
            }
            (Column::Type, Kind::Telecommand) => {
                let identifier = whole().filter(|text| text.text.starts_with("0x") && value::is_numeric(&text.text))?;
                Some(vec![said(
                    StatementKind::Identified { name: name.clone(), identifier, word: Some("id".into()) },
                    symbol,
                )])
            }
            _ => None,
        };
        read().unwrap_or_default()
    }

    /// Reads the service and the subtype that stand in two columns.
    fn service_of(
        self,
        row: &[Cell],
        columns: &[Option<Column>],
        name: &Text,
        symbol: SymbolIndex,
    ) -> Option<Statement> {
        let number = |wanted: Column| {
            let cell = row.get(columns.iter().position(|column| *column == Some(wanted))?)?;
            let mut line = Line::default();
            line.fill(cell);
            let from = line.text.len() - line.text.trim_start().len();
            let text = self.part(&line, &(from..line.text.trim_end().len()))?;
            text.text.bytes().all(|byte| byte.is_ascii_digit()).then_some(text)
        };
        let service = number(Column::Service).filter(|text| !text.text.is_empty())?;
        let subtype = Some(number(Column::Subtype)?);
        Some(said(StatementKind::Service { name: name.clone(), service, subtype }, symbol))
    }
}

fn said(kind: StatementKind, symbol: SymbolIndex) -> Statement {
    Statement { kind, symbol: Some(symbol), prose: true }
}

/// Returns the names of the arguments that a sender gives, in order.
fn given(telecommand: &Telecommand) -> impl Iterator<Item = &Text> {
    telecommand.arguments.iter().filter(|argument| !argument.fixed).map(|argument| &argument.name)
}

/// Notes that a value and what stands in brackets after it are said to be the same.
fn labelled(symbol: SymbolIndex, name: &Text, value: &Text, aside: &Text) -> Option<Statement> {
    let is_number = |text: &Text| value::number(&text.text).is_some();
    let (value, label) = match (is_number(value), is_number(aside)) {
        (true, false) => (value, aside),
        (false, true) => (aside, value),
        _ => return None,
    };
    let kind = StatementKind::Labelled { name: name.clone(), value: value.clone(), label: label.clone() };
    Some(said(kind, symbol))
}

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    /// What the parameter is compared with; by this operator where the cell has no sign.
    Compared(Operator),
    Unit,
    Arguments,
    Identifier {
        apid: bool,
    },
    /// The type of a telecommand, which is its identifier where it is a number in hexadecimal.
    Type,
    Service,
    Subtype,
}

impl Column {
    /// Tells a column by its head, in French or English.
    fn of(head: &str) -> Option<Column> {
        const HEADS: &[(Column, &[&str])] = &[
            (
                Column::Compared(Operator::Equal),
                &[
                    "value",
                    "valeur",
                    "values",
                    "valeurs",
                    "expected",
                    "expected value",
                    "attendu",
                    "valeur attendue",
                    "valid range",
                    "expected range",
                    "plage attendue",
                    "nominal",
                    "nominal value",
                    "valeur nominale",
                    "limit",
                    "limits",
                    "limite",
                    "limites",
                    "range",
                    "plage",
                    "domaine",
                    "criterion",
                    "critère",
                    "expected result",
                    "résultat attendu",
                    "condition",
                ],
            ),
            (Column::Compared(Operator::GreaterOrEqual), &["min", "min.", "minimum", "lower limit", "limite basse"]),
            (Column::Compared(Operator::LessOrEqual), &["max", "max.", "maximum", "upper limit", "limite haute"]),
            (Column::Unit, &["unit", "units", "unité", "unités"]),
            (Column::Arguments, &["argument", "arguments", "parameters", "paramètres"]),
            (
                Column::Identifier { apid: false },
                &[
                    "id",
                    "identifier",
                    "identifiant",
                    "opcode",
                    "code",
                    "cmd id",
                    "command id",
                    "id (hex)",
                    "opcode (hex)",
                ],
            ),
            (Column::Identifier { apid: true }, &["apid"]),
            (Column::Service, &["service", "service type", "type de service"]),
            (Column::Subtype, &["subtype", "sub-type", "subservice", "service subtype", "sous-type", "sous-service"]),
        ];
        let head = head.trim().to_lowercase();
        HEADS.iter().find(|(_, heads)| heads.contains(&head.as_str())).map(|(column, _)| *column)
    }
}
