//! What the rows of tables say of the parameters and telecommands that they are about.

use ecow::EcoString;

use super::library::{Statement, StatementKind};
use super::said::{Named, Said, given, labelled, said};
use super::sent;
use super::symbols::SymbolIndex;
use crate::model::block::{Cell, Table};
use crate::model::expression::{ArgumentValue, Operator, TelecommandCall};
use crate::model::inline::{Kind, Text};
use crate::notation::line::Line;
use crate::notation::{call, comparison, label, unit, value, worded};

/// What a row of a table is about.
struct Subject {
    /// The cell that its name fills.
    cell: usize,
    name: Text,
    symbol: SymbolIndex,
}

impl Said<'_> {
    /// Reads the rows of a table that are each about one item, by the heads of its columns.
    pub(super) fn in_table(self, table: &Table) -> Vec<Statement> {
        let mut line = Line::default();
        let (mut columns, mut heads) = (Vec::new(), Vec::new());
        for (at, head) in table.head.iter().enumerate() {
            line.fill(head);
            columns.push(Column::of(&line.text));
            heads.push(self.subject_of(&line, at, Kind::Parameter));
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
            for (at, cell) in row.iter().enumerate() {
                line.fill(cell);
                statements.extend(self.list_in(&line, telecommand.as_ref(), parameter.as_ref()));
                if let (Some(Some(head)), None) = (heads.get(at), &parameter) {
                    statements.extend(self.cell_below(&line, head));
                }
            }
            if let Some(telecommand) = &telecommand {
                statements.extend(self.arguments_in(table, row, telecommand));
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

    /// Reads what stands below the name of a parameter: what the parameter is, in the case that the row is about.
    fn cell_below(self, line: &Line<'_>, head: &Subject) -> Vec<Statement> {
        let words = worded::whole(&line.text);
        if words.is_empty() || line.text.contains('(') {
            return self.cell(line, Column::Compared(Operator::Equal), &head.name, head.symbol);
        }
        self.worded(line, &words, &head.name, head.symbol)
    }

    /// Reads the cells of a row about a telecommand that stand below the names of its arguments.
    fn arguments_in(self, table: &Table, row: &[Cell], telecommand: &Subject) -> Option<Statement> {
        let places: Vec<&Text> = given(self.telecommand(telecommand.symbol)?).collect();
        let mut line = Line::default();
        let mut arguments = Vec::new();
        for (head, cell) in table.head.iter().zip(row) {
            line.fill(head);
            let name = line.text.trim();
            if !places.iter().any(|place| place.text == name) || Column::of(name).is_some() {
                continue;
            }
            let name: EcoString = name.into();
            line.fill(cell);
            let Some(found) = comparison::whole(&line.text, Operator::Equal) else { continue };
            let ([value], Operator::Equal) = (found.values.as_slice(), found.operator) else { continue };
            let is_word = line.text[value.clone()].chars().any(char::is_lowercase);
            let value = self.part(&line, value).filter(|_| !is_word)?;
            let unit = found.unit.as_ref().and_then(|unit| self.part(&line, unit));
            arguments.push(ArgumentValue { name: Text::new(name, value.span), value, unit });
        }
        let span = arguments.first()?.value.span;
        let call = TelecommandCall { name: telecommand.name.clone(), arguments, directives: Vec::new(), span };
        Some(said(StatementKind::Partial(call), telecommand.symbol))
    }

    /// Returns the item of a kind that a row is about: the only one that fills a cell by itself.
    fn subject(self, row: &[Cell], kind: Kind) -> Option<Subject> {
        let mut line = Line::default();
        let mut found: Option<Subject> = None;
        for (at, inlines) in row.iter().enumerate() {
            line.fill(inlines);
            let Some(subject) = self.subject_of(&line, at, kind) else { continue };
            match &found {
                // Its alias in another column is the same item.
                Some(before) if before.symbol == subject.symbol => {}
                Some(_) => return None,
                None => found = Some(subject),
            }
        }
        found
    }

    /// Returns the item of a kind whose name fills a cell.
    fn subject_of(self, line: &Line<'_>, cell: usize, kind: Kind) -> Option<Subject> {
        let name = line.text.trim();
        let from = line.text.len() - line.text.trim_start().len();
        let mut named = self.library.symbols.named(name).iter().copied();
        let symbol = named.find(|symbol| self.library.symbols.get(*symbol).kind == kind);
        let symbol = symbol.filter(|_| !value::is_numeric(name))?;
        Some(Subject { cell, name: self.part(line, &(from..from + name.len()))?, symbol })
    }

    fn cell(self, line: &Line<'_>, column: Column, name: &Text, symbol: SymbolIndex) -> Vec<Statement> {
        let text = line.text.as_str();
        let start = text.len() - text.trim_start().len();
        let end = text.trim_end().len();
        let whole = || self.part(line, &(start..end));
        let kind = self.library.symbols.get(symbol).kind;
        let read = || match (column, kind) {
            (Column::Compared(operator), Kind::Parameter) => {
                let Some(found) = comparison::whole(text, operator) else {
                    return Some(self.worded(line, &worded::whole(text), name, symbol));
                };
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
                // Beside arguments of the telecommand, or none that it has, may stand parameters of the database.
                let mut found = call::whole(text)?;
                let names = found.list.iter().filter_map(|argument| argument.name.clone());
                let is_parameter = |name: &str| self.library.symbols.find(Kind::Parameter, name).is_some();
                found.apart = names.into_iter().any(|name| is_parameter(&text[name]));
                let call = self.call(&named, &found, end, &mut statements)?;
                let StatementKind::Partial(mut call) = call.kind else { return None };
                call.name = name.clone();
                statements.push(said(StatementKind::Partial(call), symbol));
                Some(statements)
            }
            (Column::Identifier { apid }, _) => {
                // A short number counts the rows.
                let is_alias = |text: &Text| !self.library.symbols.named(&text.text).is_empty();
                let identifier =
                    whole().filter(|text| value::is_numeric(&text.text) && text.text.len() > 2 || is_alias(text))?;
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
