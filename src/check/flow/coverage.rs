//! Whether the tests of a decision cover every value that can come.
//!
//! Each parameter is given the values at which a test can change its mind: the labels of an enumeration; the
//! numbers that are compared with, and one on either side of each. Every combination of them is tried.

use ecow::EcoString;

use crate::link::library::Library;
use crate::model::database::{DataKind, DataType};
use crate::model::expression::Operator;
use crate::model::inline::Kind;
use crate::model::procedure::{Decide, Procedure};
use crate::notation::value::number;
use crate::notation::{comparison, token};

/// Combinations beyond these are not tried.
const MOST: usize = 4096;

/// What the tests of a decision cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coverage {
    /// Every value.
    Whole,
    /// All but this, as `AOC_MODE = SAFE`, and maybe others.
    Gap(String),
    /// It cannot be told.
    Unknown,
}

/// Tells what the tests of a decision cover, without regard to its `otherwise`.
pub fn coverage(library: &Library, procedure: &Procedure, decide: &Decide) -> Coverage {
    found(library, procedure, decide).unwrap_or(Coverage::Unknown)
}

fn found(library: &Library, procedure: &Procedure, decide: &Decide) -> Option<Coverage> {
    let mut ways: Vec<Vec<Atom>> = Vec::new();
    for branch in &decide.branches {
        ways.append(&mut clauses(&branch.test.as_ref()?.text.text)?);
    }
    let mut names: Vec<EcoString> = Vec::new();
    for atom in ways.iter().flatten() {
        if !names.contains(&atom.parameter) {
            names.push(atom.parameter.clone());
        }
    }
    let mut axes = Vec::new();
    for name in &names {
        let atoms: Vec<&Atom> = ways.iter().flatten().filter(|atom| atom.parameter == *name).collect();
        axes.push(points(type_of(library, procedure, name), &atoms)?);
    }
    let count = axes.iter().try_fold(1usize, |count, axis| count.checked_mul(axis.len()))?;
    if names.is_empty() || count > MOST {
        return None;
    }
    for at in 0..count {
        let chosen = choice(&axes, at);
        let holds = |atom: &Atom| {
            let axis = names.iter().position(|name| *name == atom.parameter).unwrap_or_default();
            atom.holds(chosen[axis])
        };
        if !ways.iter().any(|way| way.iter().all(holds)) {
            let shown = names.iter().zip(&chosen).map(|(name, point)| format!("`{name}` {}", point.shown));
            return Some(Coverage::Gap(shown.collect::<Vec<_>>().join(" and ")));
        }
    }
    Some(Coverage::Whole)
}

/// One comparison of a test.
struct Atom {
    parameter: EcoString,
    operator: Operator,
    value: EcoString,
    unit: EcoString,
}

/// A value that a parameter may have.
struct Point {
    /// The number that it is; for a label, the number of the label.
    number: f64,
    /// The label, where it is one.
    label: Option<EcoString>,
    /// How it is said.
    shown: String,
}

impl Atom {
    fn holds(&self, point: &Point) -> bool {
        let ordering = match (&point.label, number(&self.value)) {
            (Some(label), None) if *label == self.value => Some(std::cmp::Ordering::Equal),
            (Some(_), None) => None,
            (_, value) => point.number.partial_cmp(&value.unwrap_or_default()),
        };
        match self.operator {
            Operator::Equal | Operator::In | Operator::Between => ordering.is_some_and(|it| it.is_eq()),
            Operator::NotEqual => !ordering.is_some_and(|it| it.is_eq()),
            Operator::Less => ordering.is_some_and(|it| it.is_lt()),
            Operator::LessOrEqual => ordering.is_some_and(|it| it.is_le()),
            Operator::Greater => ordering.is_some_and(|it| it.is_gt()),
            Operator::GreaterOrEqual => ordering.is_some_and(|it| it.is_ge()),
        }
    }
}

/// Reads a test as clauses, one of which must hold, of comparisons, all of which must hold; nothing where it says
/// anything besides.
fn clauses(written: &str) -> Option<Vec<Vec<Atom>>> {
    let text = written.replace('$', "");
    let mut clauses: Vec<Vec<Atom>> = vec![Vec::new()];
    let mut at = 0;
    for name in token::tokens(&text) {
        if name.start < at {
            continue;
        }
        let Some(found) = comparison::after(&text, name.end) else { continue };
        let is_first = clauses.len() == 1 && clauses[0].is_empty();
        match text[at..name.start].trim().to_lowercase().as_str() {
            "" if is_first => {}
            "or" | "ou" | "||" => clauses.push(Vec::new()),
            "and" | "et" | "&&" => {}
            _ => return None,
        }
        let part = |range: &std::ops::Range<usize>| EcoString::from(&text[range.clone()]);
        let [value] = &found.values[..] else { return None };
        let atom = Atom {
            parameter: part(&name),
            operator: found.operator,
            value: part(value),
            unit: found.unit.as_ref().map(part).unwrap_or_default(),
        };
        clauses.last_mut()?.push(atom);
        at = found.end;
    }
    (text[at..].trim().is_empty() && !clauses[0].is_empty()).then_some(clauses)
}

/// Returns the values that the database, or the procedure, gives a name.
fn type_of<'a>(library: &'a Library, procedure: &Procedure, name: &str) -> Option<&'a DataType> {
    if procedure.variables.iter().any(|variable| variable.name.text == name) {
        return None;
    }
    let symbol = library.symbols.get(library.symbols.find(Kind::Parameter, name)?);
    library.database.parameter(symbol.item? as usize).map(|parameter| &parameter.data_type)
}

/// Returns the values at which the comparisons of one parameter can change their mind.
fn points(of: Option<&DataType>, atoms: &[&Atom]) -> Option<Vec<Point>> {
    if let Some(labels) = of.map(|of| &of.labels).filter(|labels| !labels.is_empty()) {
        let point = |label: &crate::model::database::EnumerationLabel| Point {
            number: label.value as f64,
            label: Some(label.label.clone()),
            shown: format!("= `{}`", label.label),
        };
        let known = |value: &str| number(value).is_some() || labels.iter().any(|label| label.label == value);
        return atoms.iter().all(|atom| known(&atom.value)).then(|| labels.iter().map(point).collect());
    }
    let kind = of.map_or(DataKind::Unknown, |of| of.kind);
    let is_ordered = |atom: &&&Atom| !matches!(atom.operator, Operator::Equal | Operator::NotEqual);
    let numeric = match kind {
        DataKind::Integer | DataKind::Float => true,
        // Two equal signs may be all there is to say of something whose type nobody knows.
        DataKind::Unknown => atoms.iter().any(|atom| is_ordered(&atom)),
        _ => false,
    };
    if !numeric || atoms.iter().any(|atom| atom.unit != atoms[0].unit) {
        return None;
    }
    if atoms.iter().any(|atom| number(&atom.value).is_none()) {
        return symbolic(atoms);
    }
    Some(numbers(of, kind, atoms.iter().filter_map(|atom| number(&atom.value)).collect()))
}

/// The values below, at and above something that is named and not known; nothing where two things are named.
fn symbolic(atoms: &[&Atom]) -> Option<Vec<Point>> {
    let name = &atoms[0].value;
    let point = |(number, sign): (f64, &str)| Point { number, label: None, shown: format!("{sign} `{name}`") };
    atoms.iter().all(|atom| atom.value == *name).then(|| [(-1.0, "<"), (0.0, "="), (1.0, ">")].map(point).into())
}

fn numbers(of: Option<&DataType>, kind: DataKind, mut values: Vec<f64>) -> Vec<Point> {
    let ranges = of.map(|of| of.ranges.as_slice()).unwrap_or_default();
    let bounds = ranges.iter().flat_map(|range| [range.minimum, range.maximum]).flatten();
    values.extend(bounds.map(|bound| bound.value));
    values.sort_by(f64::total_cmp);
    values.dedup();
    let mut tried: Vec<f64> = Vec::new();
    for (at, value) in values.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| values[before]);
        if kind == DataKind::Integer {
            tried.extend([value - 1.0, *value, value + 1.0]);
        } else {
            tried.extend([before.map_or(value - 1.0, |before| (before + value) / 2.0), *value]);
        }
    }
    tried.extend(values.last().map(|last| last + 1.0));
    tried.dedup();
    let may_be = |value: &f64| ranges.is_empty() || ranges.iter().any(|range| range.contains(*value));
    let point = |number: f64| Point { number, label: None, shown: format!("= {number}") };
    tried.into_iter().filter(may_be).map(point).collect()
}

fn choice(axes: &[Vec<Point>], mut at: usize) -> Vec<&Point> {
    let mut chosen = Vec::new();
    for axis in axes {
        chosen.push(&axis[at % axis.len()]);
        at /= axis.len();
    }
    chosen
}
