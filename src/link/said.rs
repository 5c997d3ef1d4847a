//! What running text says of the parameters and telecommands that it names.

use std::ops::Range;

use super::library::{Library, Statement, StatementKind};
use super::symbols::SymbolIndex;
use crate::model::database::Telecommand;
use crate::model::expression::{ArgumentValue, Comparison, Operator, TelecommandCall};
use crate::model::inline::{Kind, Text};
use crate::notation::call::{self, Arguments};
use crate::notation::comparison::{self, Compared};
use crate::notation::identifier::{self, Identifier};
use crate::notation::label::{self, Labelled};
use crate::notation::line::Line;
use crate::notation::service::{self, Service};
use crate::notation::value;
use crate::notation::worded::{self, Behind, Worded};
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

/// A name in a line, and what it names.
pub(super) struct Named<'a> {
    pub(super) line: &'a Line<'a>,
    pub(super) name: Range<usize>,
    pub(super) symbol: SymbolIndex,
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
            if let (Operator::Equal | Operator::NotEqual, [value]) = (compared.operator, compared.values.as_slice()) {
                let others = worded::others(text, value.end).into_iter();
                let others = others.map(|label| Worded { label, behind: Behind::Word }).collect::<Vec<_>>();
                let name = self.part(named.line, &named.name)?;
                found.statements.extend(self.worded(named.line, &others, &name, named.symbol));
            }
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
        } else {
            let name = self.part(named.line, &named.name)?;
            found.statements.extend(self.worded(named.line, &worded::after(text, found.end), &name, named.symbol));
        }
        Some(())
    }

    /// Notes words that stand where labels do, unless they are labels. In a code span of its own, such a word is no
    /// plain word.
    pub(super) fn worded(self, line: &Line<'_>, words: &[Worded], name: &Text, symbol: SymbolIndex) -> Vec<Statement> {
        let item = self.library.symbols.get(symbol).item;
        let parameter = item.and_then(|item| self.library.database.parameters.get(item as usize));
        let labels = parameter.map_or(&[][..], |parameter| &parameter.data_type.labels);
        let is_label = |word: &str| labels.is_empty() || labels.iter().any(|label| label.label == word);
        let statement = |word: &Worded| {
            let label = self.part(line, &word.label)?;
            let in_code = || line.piece_of(&word.label).is_some_and(|piece| piece.code);
            let certain = match word.behind {
                Behind::Value => true,
                Behind::Word => in_code(),
                Behind::Sign => false,
            };
            let kind = StatementKind::Worded { name: name.clone(), label, certain };
            Some(said(kind, symbol))
        };
        words.iter().filter(|word| !is_label(&line.text[word.label.clone()])).filter_map(statement).collect()
    }

    /// Notes each number of a list with its label.
    pub(super) fn listed(self, line: &Line<'_>, list: &[Labelled], name: &Text, symbol: SymbolIndex) -> Vec<Statement> {
        let statement = |pair: &Labelled| {
            let (value, label) = (self.part(line, &pair.value)?, self.part(line, &pair.label)?);
            Some(said(StatementKind::Labelled { name: name.clone(), value, label }, symbol))
        };
        list.iter().filter_map(statement).collect()
    }

    pub(super) fn part(self, line: &Line<'_>, range: &Range<usize>) -> Option<Text> {
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
    pub(super) fn call(
        self,
        named: &Named<'_>,
        found: &Arguments,
        end: usize,
        also: &mut Vec<Statement>,
    ) -> Option<Statement> {
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

    pub(super) fn telecommand(self, symbol: SymbolIndex) -> Option<&'l Telecommand> {
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

    pub(super) fn comparison(
        self,
        line: &Line<'_>,
        parameter: Text,
        found: &Compared,
        span: Span,
    ) -> Option<Comparison> {
        let part = |range: &Range<usize>| self.part(line, range);
        let values: Vec<Text> = found.values.iter().filter_map(part).collect();
        let tolerance = found.tolerance.as_ref().and_then(part);
        let unit = found.unit.as_ref().and_then(part);
        Some(Comparison { parameter, operator: found.operator, values, tolerance, unit, span })
    }
}

pub(super) fn said(kind: StatementKind, symbol: SymbolIndex) -> Statement {
    Statement { kind, symbol: Some(symbol), prose: true }
}

/// Returns the names of the arguments that a sender gives, in order.
pub(super) fn given(telecommand: &Telecommand) -> impl Iterator<Item = &Text> {
    telecommand.arguments.iter().filter(|argument| !argument.fixed).map(|argument| &argument.name)
}

/// Notes that a value and what stands in brackets after it are said to be the same.
pub(super) fn labelled(symbol: SymbolIndex, name: &Text, value: &Text, aside: &Text) -> Option<Statement> {
    let is_number = |text: &Text| value::number(&text.text).is_some();
    let (value, label) = match (is_number(value), is_number(aside)) {
        (true, false) => (value, aside),
        (false, true) => (aside, value),
        _ => return None,
    };
    let kind = StatementKind::Labelled { name: name.clone(), value: value.clone(), label: label.clone() };
    Some(said(kind, symbol))
}
