//! Parameters, telecommands, arguments and labels of rows.

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::alarm;
use super::problem::MISPLACED_ROW;
use super::row::{Row, fits};
use super::value;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::database::{
    Alias, Argument, DataKind, DataType, Database, EnumerationLabel, Parameter, Significance, Telecommand,
};
use crate::model::inline::Text;
use crate::notation::value::number;
use crate::project::catalogue::{Field, Items, Shape};
use crate::text::span::Span;

/// Adds what a row describes.
pub(super) fn add(
    database: &mut Database,
    scales: &mut Scales,
    shape: &Shape,
    row: &Row,
    problems: &mut Vec<Diagnostic>,
) {
    if shape.items == Items::Alarms && fits(row, shape) {
        return alarm::add(database, scales, shape, row, problems);
    }
    let Some(name) = row.get(shape, Field::Name).filter(|_| fits(row, shape)) else { return };
    match shape.items {
        Items::Alarms => {}
        Items::Parameters => {
            let parameter = parameter(name, shape, row);
            let scale = Scale { factor: factor(shape, row), table: row.table };
            let before = scales.insert(name.text.clone(), scale).filter(|before| before.table != row.table);
            let listed = before.and_then(|_| database.parameters.iter().find(|known| known.name.text == name.text));
            // Two packets may hold one parameter.
            if listed.is_none_or(|known| known.data_type != parameter.data_type) {
                database.parameters.push(parameter);
            }
        }
        Items::Telecommands => database.telecommands.push(telecommand(name, shape, row)),
        Items::Arguments => argument_of(database, name, shape, row, problems),
        Items::Labels => label_of(database, name, shape, row, problems),
    }
}

/// What the rows of parameters say that the model does not keep, by their names.
pub(super) type Scales = FxHashMap<EcoString, Scale>;

/// What the numbers of a parameter stand for.
pub(super) struct Scale {
    /// What a number is multiplied by: the tenths of `0.1°C`.
    pub(super) factor: f64,
    /// The table that lists it.
    table: Span,
}

/// Gives an argument that stands alone the labels that its telecommand's description lists.
pub(super) fn describe(database: &mut Database) {
    for telecommand in &mut database.telecommands {
        let described = value::labels(&telecommand.description, telecommand.name.span);
        if let [argument] = telecommand.arguments.as_mut_slice()
            && argument.data_type.labels.is_empty()
        {
            enumerate(&mut argument.data_type, described);
        }
    }
}

fn parameter(name: &Text, shape: &Shape, row: &Row) -> Parameter {
    Parameter {
        name: name.clone(),
        system: EcoString::new(),
        aliases: aliases(shape, row),
        ancillary: Vec::new(),
        data_type: data_type(shape, row),
        description: description(shape, row),
        long_description: EcoString::new(),
        initial: row.get(shape, Field::Default).cloned(),
        alarms: Vec::new(),
        span: row.span,
    }
}

fn telecommand(name: &Text, shape: &Shape, row: &Row) -> Telecommand {
    let written = row.get(shape, Field::Arguments);
    let significance = row.get(shape, Field::Significance);
    Telecommand {
        name: name.clone(),
        system: EcoString::new(),
        aliases: aliases(shape, row),
        ancillary: Vec::new(),
        is_abstract: false,
        base: None,
        arguments: written.map(arguments).unwrap_or_default(),
        constraints: Vec::new(),
        in_context: Vec::new(),
        verifiers: Vec::new(),
        significance: significance
            .map(|written| Significance { level: value::significance(&written.text), reason: written.text.clone() }),
        description: description(shape, row),
        long_description: EcoString::new(),
        span: row.span,
    }
}

fn arguments(written: &Text) -> Vec<Argument> {
    let argument = |found: value::WrittenArgument<'_>| {
        let start = found.name.as_ptr() as usize - written.text.as_ptr() as usize;
        let mut data_type = DataType { kind: value::kind(found.rest), ..DataType::default() };
        let inner = found.rest.split_once('(').map_or("", |(_, inner)| inner.trim_end_matches(')'));
        enumerate(&mut data_type, value::labels(found.rest, written.span));
        data_type.ranges = inner.split(',').filter_map(|part| value::range(part, 1.0)).collect();
        if data_type.kind == DataKind::Unknown {
            data_type.kind =
                inner.split(',').map(value::kind).find(|kind| *kind != DataKind::Unknown).unwrap_or_default();
        }
        Argument {
            name: Text::new(found.name, written.part(start, start + found.name.len())),
            data_type,
            default: None,
            fixed: false,
            description: found.rest.into(),
            span: written.span,
        }
    };
    value::arguments(&written.text).into_iter().map(argument).collect()
}

fn argument_of(database: &mut Database, name: &Text, shape: &Shape, row: &Row, problems: &mut Vec<Diagnostic>) {
    let Some(of) = row.get(shape, Field::Of) else { return };
    let Some(telecommand) = database.telecommands.iter_mut().find(|known| named(&known.name, &known.aliases, of))
    else {
        let known = database.telecommands.iter().map(|known| known.name.as_str());
        problems.push(misplaced(of, "telecommand", did_you_mean(&of.text, known)));
        return;
    };
    telecommand.arguments.push(Argument {
        name: name.clone(),
        data_type: data_type(shape, row),
        default: row.get(shape, Field::Default).cloned(),
        fixed: false,
        description: description(shape, row),
        span: row.span,
    });
}

fn label_of(database: &mut Database, name: &Text, shape: &Shape, row: &Row, problems: &mut Vec<Diagnostic>) {
    let (Some(of), Some(written)) = (row.get(shape, Field::Of), row.get(shape, Field::Value)) else { return };
    let Some(value) = number(&written.text).map(|number| number as i64) else { return };
    let Some(data_type) = owner(database, of) else {
        let known = database.parameters.iter().map(|known| known.name.as_str());
        problems.push(misplaced(of, "parameter", did_you_mean(&of.text, known)));
        return;
    };
    enumerate(data_type, vec![EnumerationLabel { label: name.text.clone(), value, last: value, span: name.span }]);
}

fn owner<'d>(database: &'d mut Database, of: &Text) -> Option<&'d mut DataType> {
    let parameter = database.parameters.iter_mut().find(|known| named(&known.name, &known.aliases, of));
    if let Some(parameter) = parameter {
        return Some(&mut parameter.data_type);
    }
    let (telecommand, argument) = of.text.split_once('.')?;
    let telecommand = database.telecommands.iter_mut().find(|known| known.name.text == telecommand)?;
    telecommand.arguments.iter_mut().find(|known| known.name.text == argument).map(|known| &mut known.data_type)
}

pub(super) fn misplaced(of: &Text, kind: &str, near: Option<&str>) -> Diagnostic {
    let problem =
        Diagnostic::new(&MISPLACED_ROW, of.span, format!("no {kind} `{}` is described in this file", of.text));
    problem.maybe_help(near.map(|near| format!("did you mean `{near}`?")))
}

pub(super) fn named(name: &Text, aliases: &[Alias], wanted: &Text) -> bool {
    name.text == wanted.text || aliases.iter().any(|alias| alias.name.text == wanted.text)
}

fn aliases(shape: &Shape, row: &Row) -> Vec<Alias> {
    let namespace = |at: usize| shape.columns_of(Field::Alias).get(at).map_or("", String::as_str).into();
    let found = row.all(shape, Field::Alias).enumerate();
    found.map(|(at, text)| Alias { namespace: namespace(at), name: text.clone() }).collect()
}

fn factor(shape: &Shape, row: &Row) -> f64 {
    let (_, factor) = row.get(shape, Field::Unit).map_or_else(Default::default, |text| value::unit(&text.text));
    if factor == 0.0 { 1.0 } else { factor }
}

fn data_type(shape: &Shape, row: &Row) -> DataType {
    let (unit, _) = row.get(shape, Field::Unit).map_or_else(Default::default, |text| value::unit(&text.text));
    let factor = factor(shape, row);
    let mut data_type = DataType { unit, ..DataType::default() };
    data_type.kind = row.get(shape, Field::Type).map(|text| value::kind(&text.text)).unwrap_or_default();
    let bound = |field| {
        let value = number(&row.get(shape, field)?.text)? * factor;
        Some(crate::model::database::Bound { value, inclusive: true })
    };
    let (minimum, maximum) = (bound(Field::Minimum), bound(Field::Maximum));
    if minimum.is_some() || maximum.is_some() {
        data_type.ranges.push(crate::model::database::Range { minimum, maximum });
    }
    let written = row.all(shape, Field::Range).find_map(|text| value::range(&text.text, factor));
    data_type.ranges.extend(written.filter(|_| data_type.kind != DataKind::Boolean));
    let labels = row
        .all(shape, Field::Labels)
        .map(|text| value::labels(&text.text, text.span))
        .find(|labels| !labels.is_empty());
    enumerate(&mut data_type, labels.unwrap_or_default());
    data_type
}

/// Adds labels. What has labels is an enumeration, whatever its column of types says.
fn enumerate(data_type: &mut DataType, labels: Vec<EnumerationLabel>) {
    if labels.is_empty() {
        return;
    }
    data_type.kind = DataKind::Enumerated;
    data_type.ranges.clear();
    data_type.labels.extend(labels);
}

fn description(shape: &Shape, row: &Row) -> EcoString {
    let written = row.get(shape, Field::Description).or_else(|| row.get_unnamed());
    written.map(|text| text.text.clone()).unwrap_or_default()
}
