//! Reads mission databases in XTCE 1.2 (OMG formal/18-10-04), and 1.0, 1.1 and 1.3 as far as they agree.
//!
//! 1. [`parse`] reads one file by itself: SpaceSystems, types, parameters and telecommands.
//! 2. `types` and `alarm` read what a type says, `constraint` what must hold before a telecommand, `verifier` what must
//!    hold after it, `container` what packets carry.
//! 3. [`merge`] joins several files, and resolves the names of types and of base telecommands across them.
//!
//! Fewer than half of the XTCE files that are published follow their schema. So an element is read wherever
//! it makes sense, whatever its namespace; what makes none is reported.

mod alarm;
mod constraint;
mod container;
mod criteria;
mod member;
mod merge;
mod names;
mod schema;
mod types;
mod verifier;
mod vocabulary;

use ecow::{EcoString, eco_format};
use rustc_hash::FxHashMap;

pub use self::merge::merge;
use self::types::Definition;
use super::cursor;
use super::tree::{Element, collapse};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::database::{
    Alias, Ancillary, Argument, Container, DataType, Database, Parameter, Significance, Telecommand, TypeDeclaration,
    Violation,
};
use crate::model::inline::Text;
use crate::read::problem::{INVALID_VALUE, MALFORMED_XML, MISSING_ATTRIBUTE, UNKNOWN_ELEMENT};
use crate::text::source::Source;
use crate::text::span::{SourceId, Span};

/// What one file says, before names are resolved.
#[derive(Debug)]
pub struct Parsed {
    source: SourceId,
    version: Option<Text>,
    definitions: Vec<Definition>,
    parameters: Vec<(Parameter, Option<Text>)>,
    commands: Vec<Command>,
    containers: Vec<Container>,
    types: Vec<TypeDeclaration>,
    /// The parameters and containers that are named.
    referred: Vec<Referred>,
    violations: Vec<Violation>,
    /// Whether the file is well-formed; else names may stand in what was not read.
    is_whole: bool,
}

/// A name that leads to a parameter or a container.
#[derive(Debug)]
struct Referred {
    reference: Text,
    /// The SpaceSystem in which it is written.
    system: EcoString,
    /// Whether it is one of a container.
    to_container: bool,
}

/// A telecommand with the names that it refers to.
#[derive(Debug)]
struct Command {
    telecommand: Telecommand,
    /// The type of each of its own arguments, as written.
    types: Vec<Option<Text>>,
    /// The arguments of its bases that it gives a value to: name and value.
    assignments: Vec<(Text, Text)>,
}

/// Reads a database that is one file.
pub fn read(id: SourceId, source: &Source) -> (Database, Vec<Diagnostic>) {
    let (parsed, mut diagnostics) = parse(id, source);
    let (database, mut more) = merge(vec![parsed]);
    diagnostics.append(&mut more);
    (database, diagnostics)
}

/// Reads one file of a database, without resolving its names.
pub fn parse(id: SourceId, source: &Source) -> (Parsed, Vec<Diagnostic>) {
    let (tree, diagnostics) = cursor::parse(id, &source.text);
    let parsed = Parsed {
        source: id,
        version: None,
        definitions: Vec::new(),
        parameters: Vec::new(),
        commands: Vec::new(),
        containers: Vec::new(),
        types: Vec::new(),
        referred: Vec::new(),
        is_whole: !diagnostics.iter().any(|found| std::ptr::eq(found.lint, &MALFORMED_XML)),
        violations: tree.document().map(|document| schema::violations(document, &source.text)).unwrap_or_default(),
    };
    let root = tree.document().and_then(|document| document.elements().next()).map(Element::span);
    let root = root.unwrap_or_else(|| Span::at_start(id));
    let mut reading = Reading { parsed, root, diagnostics, suggestions: FxHashMap::default() };
    if let Some(document) = tree.document() {
        if let Some(root) = document.elements().next().filter(|root| root.name() != "SpaceSystem") {
            let message = format!("the root element is `{}`, where a mission database is expected", root.name());
            let finding = Diagnostic::new(&UNKNOWN_ELEMENT, root.tag(), message).label("expected `SpaceSystem`");
            reading.diagnostics.push(finding);
        }
        reading.elements(document, &EcoString::new());
        reading.refer(document, &EcoString::new());
    }
    (reading.parsed, reading.diagnostics)
}

/// A file that is being read.
struct Reading {
    parsed: Parsed,
    /// The root, which is not reported twice.
    root: Span,
    diagnostics: Vec<Diagnostic>,
    suggestions: FxHashMap<EcoString, Option<&'static str>>,
}

impl Reading {
    /// Reads the elements that an element holds, in a SpaceSystem.
    fn elements(&mut self, holder: Element, system: &EcoString) {
        for element in holder.elements() {
            self.element(element, system);
        }
    }

    fn element(&mut self, element: Element, system: &EcoString) {
        match element.name() {
            "SpaceSystem" => {
                let path = match self.name(element) {
                    Some(name) => eco_format!("{system}/{}", name.text),
                    None => system.clone(),
                };
                self.elements(element, &path);
            }
            "Header" => {
                let version = element.attribute("version").filter(|version| !version.text.is_empty());
                if self.parsed.version.is_none() {
                    self.parsed.version = version.cloned();
                }
            }
            "Parameter" => self.parameter(element, system),
            "SequenceContainer" | "CommandContainer" => {
                self.container(element, system);
                self.elements(element, system);
            }
            "MetaCommand" | "BlockMetaCommand" => self.command(element, system),
            // What a project keeps here for itself has a vocabulary of its own.
            "AncillaryDataSet" | "AncillaryData" => {}
            name if types::is_type(name) => self.definition(element, system),
            name => {
                if !vocabulary::is_known(name) && element.span() != self.root {
                    self.unknown(element);
                }
                self.elements(element, system);
            }
        }
    }

    /// Gathers the names of parameters and containers, wherever they are written.
    fn refer(&mut self, holder: Element, system: &EcoString) {
        for element in holder.elements().filter(|element| !element.name().starts_with("AncillaryData")) {
            for (attribute, to_container) in [("parameterRef", false), ("containerRef", true)] {
                let named = element.attribute(attribute).filter(|name| !name.text.trim().is_empty());
                let system = system.clone();
                self.parsed.referred.extend(named.map(|name| Referred {
                    reference: name.clone(),
                    system,
                    to_container,
                }));
            }
            let named = element.attribute("name").filter(|_| element.name() == "SpaceSystem");
            let inner = named.map(|name| eco_format!("{system}/{}", name.text));
            self.refer(element, inner.as_ref().unwrap_or(system));
        }
    }

    fn parameter(&mut self, element: Element, system: &EcoString) {
        let Some(name) = self.name(element) else { return };
        let reference = self.demand(element, "parameterTypeRef");
        let parameter = Parameter {
            name,
            system: system.clone(),
            aliases: aliases(element),
            ancillary: ancillary(element),
            data_type: DataType::default(),
            description: short(element),
            long_description: long(element),
            initial: element.attribute("initialValue").cloned(),
            alarms: Vec::new(),
            span: element.span(),
        };
        self.parsed.parameters.push((parameter, reference));
        self.check_names(element);
    }

    fn command(&mut self, element: Element, system: &EcoString) {
        let Some(name) = self.name(element) else { return };
        let base = element.named("BaseMetaCommand").next();
        let mut assignments = Vec::new();
        // Assignments stand in the base; outside of it they mean the same.
        for assignment in within(element, "ArgumentAssignment") {
            let name = self.demand(assignment, "argumentName");
            let value = self.demand(assignment, "argumentValue");
            if let (Some(name), Some(value)) = (name, value) {
                assignments.push((name, value));
            }
        }
        let (mut arguments, mut types) = (Vec::new(), Vec::new());
        // The steps of a block give values to arguments of others; they declare none.
        let declared = if element.name() == "MetaCommand" { within(element, "Argument") } else { Vec::new() };
        for argument in declared {
            let Some(name) = self.name(argument) else { continue };
            types.push(self.demand(argument, "argumentTypeRef"));
            let (short, long) = (short(argument), long(argument));
            arguments.push(Argument {
                name,
                data_type: DataType::default(),
                default: argument.attribute("initialValue").cloned(),
                fixed: false,
                description: if short.is_empty() { long } else { short },
                span: argument.span(),
            });
        }
        let telecommand = Telecommand {
            name,
            system: system.clone(),
            aliases: aliases(element),
            ancillary: ancillary(element),
            is_abstract: element.attribute("abstract").is_some_and(|value| matches!(value.text.trim(), "true" | "1")),
            base: base.and_then(|base| self.demand(base, "metaCommandRef")),
            arguments,
            constraints: constraint::read(element),
            significance: significance(element),
            in_context: in_context(element),
            verifiers: verifier::read(element),
            description: short(element),
            long_description: long(element),
            span: element.span(),
        };
        self.parsed.commands.push(Command { telecommand, types, assignments });
        for container in element.named("CommandContainer") {
            self.container(container, system);
        }
        for inner in element.elements() {
            // Types that were put beside the arguments are read there.
            if inner.name() == "ArgumentTypeSet" {
                self.elements(inner, system);
            } else {
                self.check_names(inner);
            }
        }
    }

    /// Reports the elements within one that XTCE does not know.
    fn check_names(&mut self, element: Element) {
        if matches!(element.name(), "AncillaryDataSet" | "AncillaryData") {
            return;
        }
        if !vocabulary::is_known(element.name()) {
            self.unknown(element);
        }
        for inner in element.elements() {
            self.check_names(inner);
        }
    }

    fn unknown(&mut self, element: Element) {
        let name = element.name();
        let found = match self.suggestions.get(name) {
            Some(found) => *found,
            None => {
                let found = did_you_mean(name, vocabulary::all());
                self.suggestions.insert(name.into(), found);
                found
            }
        };
        let finding = Diagnostic::new(&UNKNOWN_ELEMENT, element.tag(), format!("XTCE has no element `{name}`"));
        let help = found.map(|meant| format!("did you mean `{meant}`?"));
        self.diagnostics.push(finding.label("unknown element").maybe_help(help));
    }

    fn name(&mut self, element: Element) -> Option<Text> {
        self.demand(element, "name")
    }

    /// Returns the value of an attribute, and reports one that is missing or empty.
    fn demand(&mut self, element: Element, name: &str) -> Option<Text> {
        let found = element.attribute(name).filter(|value| !value.text.trim().is_empty()).cloned();
        if found.is_none() {
            let message = format!("element `{}` lacks attribute `{name}`", element.name());
            let finding = Diagnostic::new(&MISSING_ATTRIBUTE, element.tag(), message);
            self.diagnostics
                .push(finding.label(format!("`{name}` is missing")).help("add it; what it names is not read"));
        }
        found
    }

    /// Returns the number that an attribute states, and reports one that is none.
    fn number(&mut self, element: Element, name: &str) -> Option<f64> {
        let value = element.attribute(name)?;
        let number = types::integer(value.as_str()).map(|number| number as f64);
        let number = number.or_else(|| value.text.trim().parse().ok()).filter(|number: &f64| !number.is_nan());
        if number.is_none() {
            self.invalid(value, "a number");
        }
        number
    }

    fn invalid(&mut self, value: &Text, expected: &str) {
        let message = format!("the value cannot be `{}`", value.text);
        let finding = Diagnostic::new(&INVALID_VALUE, value.span, message).label("invalid");
        self.diagnostics.push(finding.help(format!("write {expected}")));
    }
}

/// Returns the elements of a name within another, however deep.
fn within<'t>(holder: Element<'t>, name: &str) -> Vec<Element<'t>> {
    fn collect<'t>(holder: Element<'t>, name: &str, found: &mut Vec<Element<'t>>) {
        for element in holder.elements() {
            if element.name() == name {
                found.push(element);
            } else if !element.name().starts_with("AncillaryData") {
                collect(element, name, found);
            }
        }
    }
    let mut found = Vec::new();
    collect(holder, name, &mut found);
    found
}

fn aliases(element: Element) -> Vec<Alias> {
    let found = element.named("AliasSet").flat_map(|set| set.named("Alias"));
    let read = found.filter_map(|alias| {
        let namespace = alias.attribute("nameSpace").map(|value| value.text.clone()).unwrap_or_default();
        let name = alias.attribute("alias").filter(|name| !name.text.trim().is_empty())?.clone();
        Some(Alias { namespace, name })
    });
    read.collect()
}

/// Returns what a project notes on an item under words of its own.
fn ancillary(element: Element) -> Vec<Ancillary> {
    let found = element.named("AncillaryDataSet").flat_map(|set| set.named("AncillaryData"));
    let read = found.filter_map(|noted| {
        let name = collapse(noted.attribute("name")?.as_str());
        Some(Ancillary { name, value: Text::new(noted.words(), noted.span()) })
    });
    read.collect()
}

fn short(element: Element) -> EcoString {
    element.attribute("shortDescription").map(|value| collapse(value.as_str())).unwrap_or_default()
}

fn long(element: Element) -> EcoString {
    element.named("LongDescription").next().map(Element::words).unwrap_or_default()
}

/// Returns how grave sending a telecommand is; XTCE 1.0 and 1.1 name the element differently.
fn significance(command: Element) -> Option<Significance> {
    let found = command.elements().find(|inner| matches!(inner.name(), "DefaultSignificance" | "Significance"))?;
    Some(significance_of(found))
}

/// Returns how grave sending a telecommand is where something holds.
fn in_context(command: Element) -> Vec<(EcoString, Significance)> {
    let contexts = within(command, "ContextSignificance").into_iter();
    let read = contexts.filter_map(|stated| {
        let context = stated.named("ContextMatch").next().map(|context| criteria::criteria(context, false));
        Some((context?, significance_of(stated.named("Significance").next()?)))
    });
    read.collect()
}

fn significance_of(found: Element) -> Significance {
    let value = |name| found.attribute(name).map(|value| collapse(value.as_str())).unwrap_or_default();
    let level = value("consequenceLevel");
    // XTCE 1.2, SignificanceType: the level is `normal` where none is stated.
    let level = if level.is_empty() { "normal".into() } else { level };
    Significance { level, reason: value("reasonForWarning") }
}
