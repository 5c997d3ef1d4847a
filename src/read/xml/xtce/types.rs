//! What a type says of its values: kind, unit, ranges, labels.

use ecow::{EcoString, EcoVec, eco_format};

use super::super::tree::{Element, collapse};
use super::alarm::{self, Draft};
use super::{Reading, long, short, within};
use crate::model::database::{Bound, DataKind, EnumerationLabel, Range, TypeDeclaration};
use crate::model::inline::Text;
use crate::text::span::Span;

/// A type of parameters or of arguments.
#[derive(Debug)]
pub(super) struct Definition {
    /// The SpaceSystem that holds it.
    pub(super) system: EcoString,
    pub(super) name: Text,
    /// Whether it is one of arguments.
    pub(super) of_arguments: bool,
    /// The type that it is made from; what it does not say itself, that one says.
    pub(super) base: Option<Text>,
    pub(super) kind: DataKind,
    pub(super) unit: Option<EcoString>,
    pub(super) ranges: EcoVec<Range>,
    pub(super) raw_ranges: EcoVec<Range>,
    pub(super) labels: EcoVec<EnumerationLabel>,
    /// What an aggregate holds.
    pub(super) members: Vec<Held>,
    /// The type of an array's elements.
    pub(super) element: Option<Text>,
    /// How many elements an array has in each dimension, as far as that is fixed.
    pub(super) size: EcoString,
    pub(super) alarms: Vec<Draft>,
    /// The value of a parameter before any is received, and of an argument that is not given one.
    pub(super) default: Option<Text>,
}

/// A member of an aggregate, with the type that it refers to.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) name: Text,
    pub(super) reference: Option<Text>,
    pub(super) initial: Option<Text>,
    pub(super) description: EcoString,
    pub(super) span: Span,
}

/// Tells whether an element of this name declares a type.
pub(super) fn is_type(name: &str) -> bool {
    name.ends_with("ParameterType")
        || name.ends_with("ArgumentType")
        || matches!(name, "RelativeTimeAgumentType" | "ArgumementArrayType")
}

impl Reading {
    /// Reads a type.
    pub(super) fn definition(&mut self, element: Element, system: &EcoString) {
        self.check_names(element);
        let Some(name) = self.name(element) else { return };
        let kind = kind(element.name());
        let (ranges, raw_ranges) = self.ranges(element, kind);
        let definition = Definition {
            system: system.clone(),
            name,
            of_arguments: !element.name().ends_with("ParameterType"),
            base: element.attribute("baseType").filter(|base| !base.text.trim().is_empty()).cloned(),
            kind,
            unit: unit(element),
            ranges,
            raw_ranges,
            labels: self.labels(element, kind),
            members: self.members(element, system),
            element: self.element_type(element),
            size: size(element),
            alarms: alarm::read(self, element),
            default: element.attribute("initialValue").cloned(),
        };
        self.parsed.types.push(TypeDeclaration {
            name: definition.name.clone(),
            system: system.clone(),
            of_arguments: definition.of_arguments,
            kind,
            ranges: definition.ranges.len() + definition.raw_ranges.len(),
            labels: if kind == DataKind::Boolean { 0 } else { definition.labels.len() },
            alarms: definition.alarms.len(),
            span: element.tag(),
        });
        self.parsed.definitions.push(definition);
    }

    /// Reads the members of an aggregate. Some files declare their types within; those are read where they stand.
    fn members(&mut self, element: Element, system: &EcoString) -> Vec<Held> {
        let mut members = Vec::new();
        for stated in within(element, "Member") {
            let Some(name) = self.name(stated) else { continue };
            // XTCE 1.3 lets a member name the type of parameters or of arguments.
            let names = ["typeRef", "parameterTypeRef", "argumentTypeRef"];
            let reference = names.iter().find_map(|name| stated.attribute(name)).cloned();
            let inner = stated.elements().find(|inner| is_type(inner.name()));
            if let Some(inner) = inner {
                self.definition(inner, system);
            }
            let inner = || inner.and_then(|inner| inner.attribute("name")).cloned();
            let reference = reference.or_else(inner).or_else(|| self.demand(stated, "typeRef"));
            let (brief, full) = (short(stated), long(stated));
            members.push(Held {
                name,
                reference,
                initial: stated.attribute("initialValue").cloned(),
                description: if brief.is_empty() { full } else { brief },
                span: stated.tag(),
            });
        }
        members
    }

    /// Reads the type of an array's elements; nothing for what is no array.
    fn element_type(&mut self, element: Element) -> Option<Text> {
        if !is_array(element.name()) {
            return None;
        }
        let names = ["arrayTypeRef", "typeRef"];
        let stated = names.iter().find_map(|name| element.attribute(name)).cloned();
        stated.or_else(|| self.demand(element, "arrayTypeRef"))
    }

    /// Reads the ranges that the calibrated values keep to, and those of raw values where there is a calibrator: they
    /// say nothing of calibrated ones.
    fn ranges(&mut self, element: Element, kind: DataKind) -> (EcoVec<Range>, EcoVec<Range>) {
        let (mut ranges, mut raw_ranges) = (EcoVec::new(), EcoVec::new());
        if !matches!(kind, DataKind::Integer | DataKind::Float) {
            return (ranges, raw_ranges);
        }
        let calibrated =
            ["DefaultCalibrator", "ContextCalibrator"].iter().any(|name| !within(element, name).is_empty());
        let raw = |of: Element| {
            let stated = of.attribute("validRangeAppliesToCalibrated").or(of.attribute("rangeAppliesToCalibrated"));
            stated.is_some_and(|value| matches!(value.text.trim(), "false" | "0"))
        };
        let sets = within(element, "ValidRangeSet");
        let raw_set = sets.iter().any(|set| raw(*set));
        for stated in within(element, "ValidRange") {
            let range = self.range(stated);
            if calibrated && (raw_set || raw(stated)) {
                raw_ranges.extend(range);
            } else {
                ranges.extend(range);
            }
        }
        (ranges, raw_ranges)
    }

    /// Reads the bounds that an element's attributes state; nothing where there is none.
    pub(super) fn range(&mut self, element: Element) -> Option<Range> {
        let mut bound = |inclusive: &str, exclusive: &str| {
            let closed = self.number(element, inclusive).map(|value| Bound { value, inclusive: true });
            closed.or_else(|| self.number(element, exclusive).map(|value| Bound { value, inclusive: false }))
        };
        let minimum = bound("minInclusive", "minExclusive");
        let maximum = bound("maxInclusive", "maxExclusive");
        if let (Some(least), Some(greatest)) = (minimum, maximum)
            && least.value > greatest.value
        {
            let named = ["maxInclusive", "maxExclusive"].iter().find_map(|name| element.attribute(name));
            if let Some(value) = named {
                self.invalid(value, "a greatest value that is not below the least; the range is not read");
            }
            return None;
        }
        (minimum.is_some() || maximum.is_some()).then_some(Range { minimum, maximum })
    }

    fn labels(&mut self, element: Element, kind: DataKind) -> EcoVec<EnumerationLabel> {
        if kind == DataKind::Boolean {
            let label = |name, default: &str| {
                element.attribute(name).map_or_else(|| default.into(), |value| collapse(value.as_str()))
            };
            // XTCE 1.2, BooleanDataType: these are the defaults.
            let labels = [label("zeroStringValue", "False"), label("oneStringValue", "True")];
            let numbered = labels.into_iter().zip(0..);
            return numbered
                .map(|(label, value)| EnumerationLabel { label, value, last: value, span: element.tag() })
                .collect();
        }
        let mut labels = EcoVec::new();
        for name in ["Enumeration", "ValueEnumeration", "RangeEnumeration"] {
            for stated in within(element, name) {
                labels.extend(self.label(stated));
            }
        }
        labels
    }

    fn label(&mut self, element: Element) -> Option<EnumerationLabel> {
        let label = collapse(self.demand(element, "label")?.as_str());
        let written = self.demand(element, "value")?;
        let Some(value) = integer(written.as_str()) else {
            self.invalid(&written, "a whole number");
            return None;
        };
        let last = match element.attribute("maxValue") {
            None => value,
            Some(written) => integer(written.as_str()).unwrap_or_else(|| {
                self.invalid(written, "a whole number");
                value
            }),
        };
        Some(EnumerationLabel { label, value, last: last.max(value), span: element.tag() })
    }
}

fn kind(name: &str) -> DataKind {
    match name.trim_end_matches("ParameterType").trim_end_matches("ArgumentType").trim_end_matches("AgumentType") {
        "Integer" => DataKind::Integer,
        "Float" => DataKind::Float,
        "Enumerated" => DataKind::Enumerated,
        "Boolean" => DataKind::Boolean,
        "String" => DataKind::String,
        "Binary" => DataKind::Binary,
        "AbsoluteTime" | "RelativeTime" => DataKind::Time,
        "Aggregate" | "Array" | "ArgumementArrayType" => DataKind::Compound,
        _ => DataKind::Unknown,
    }
}

fn is_array(name: &str) -> bool {
    matches!(name, "ArrayParameterType" | "ArrayArgumentType" | "ArgumementArrayType")
}

/// Returns how many elements each dimension of an array has: `4`, `8×8`, `8×n`; nothing where no number is fixed.
fn size(element: Element) -> EcoString {
    if !is_array(element.name()) {
        return EcoString::new();
    }
    let fixed = |dimension: &Element, name: &str| -> Option<i64> {
        let index = dimension.named(name).next()?;
        integer(&index.named("FixedValue").next()?.words())
    };
    let length = |dimension: Element| {
        let (first, last) = (fixed(&dimension, "StartingIndex").unwrap_or(0), fixed(&dimension, "EndingIndex")?);
        Some(last.checked_sub(first)?.checked_add(1)?.to_string())
    };
    let lengths: Vec<Option<String>> = within(element, "Dimension").into_iter().map(length).collect();
    if lengths.iter().all(Option::is_none) {
        return EcoString::new();
    }
    let lengths: Vec<String> = lengths.into_iter().map(|length| length.unwrap_or_else(|| "n".to_owned())).collect();
    lengths.join("×").into()
}

/// Returns the unit of the calibrated values: the units of the set one after the other, each with its factor and
/// power (`1000 m s^-1`). Nothing where there is no set; an empty text where the set is empty.
fn unit(element: Element) -> Option<EcoString> {
    let set = element.named("UnitSet").next()?;
    let raw =
        |unit: &Element| unit.attribute("form").is_some_and(|form| matches!(form.text.trim(), "raw" | "uncalibrated"));
    let units = set.named("Unit").filter(|unit| !raw(unit)).map(|unit| {
        let words = unit.words();
        let described = || unit.attribute("description").map(|text| collapse(text.as_str())).unwrap_or_default();
        let symbol = if words.is_empty() { described() } else { words };
        let stated =
            |name| unit.attribute(name).map(|value| value.text.trim()).filter(|value| !matches!(*value, "" | "1"));
        match (stated("factor"), stated("power")) {
            (None, None) => symbol,
            (None, Some(power)) => eco_format!("{symbol}^{power}"),
            (Some(factor), None) => eco_format!("{factor} {symbol}"),
            (Some(factor), Some(power)) => eco_format!("{factor} {symbol}^{power}"),
        }
    });
    let units: Vec<EcoString> = units.filter(|unit| !unit.is_empty()).collect();
    Some(units.join(" ").into())
}

/// Returns the whole number that is written in decimal, or in hexadecimal, octal or binary with a prefix (XTCE 1.2,
/// FixedIntegerValueType).
pub(super) fn integer(text: &str) -> Option<i64> {
    let text = text.trim();
    let radix = |prefix: [&str; 2], radix| {
        let digits = prefix.iter().find_map(|prefix| text.strip_prefix(prefix))?;
        i64::from_str_radix(digits, radix).ok()
    };
    let prefixed = radix(["0x", "0X"], 16).or_else(|| radix(["0o", "0O"], 8)).or_else(|| radix(["0b", "0B"], 2));
    prefixed.or_else(|| text.parse().ok())
}
