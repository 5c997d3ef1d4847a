//! Joins the files of a database, and resolves what they name.
//!
//! A name is looked for in its own SpaceSystem, then in those around it; a path that begins with `/`, from the
//! root (XTCE 1.2, NameReferenceType). The name of the root may be left out of such a path.

use ecow::EcoString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::types::Definition;
use super::{Command, Parsed};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::database::{Alarm, Argument, DataKind, DataType, Database, Telecommand};
use crate::model::inline::Text;
use crate::read::problem::UNRESOLVED_NAME;
use crate::text::span::SourceId;

/// Joins what several files say into one database. Parameters and telecommands stay in the order of the files, and
/// none is left out because another has its name.
pub fn merge(parts: Vec<Parsed>) -> (Database, Vec<Diagnostic>) {
    let mut database = Database::default();
    let (mut definitions, mut parameters, mut commands) = (Vec::new(), Vec::new(), Vec::new());
    for mut part in parts {
        database.versions.extend(part.version);
        database.sources.push(part.source);
        database.violations.append(&mut part.violations);
        definitions.append(&mut part.definitions);
        parameters.append(&mut part.parameters);
        commands.append(&mut part.commands);
    }
    let mut resolver = Resolver::new(&definitions, &commands);
    for (mut parameter, reference) in parameters {
        if let Some(found) = reference.and_then(|reference| resolver.definition(&reference, &parameter.system, false)) {
            parameter.data_type = resolver.data_type(found);
            parameter.alarms = resolver.alarms(found, &parameter.name);
        }
        database.parameters.push(parameter);
    }
    database.telecommands = (0..commands.len()).filter_map(|at| resolver.telecommand(at)).collect();
    (database, resolver.diagnostics)
}

struct Resolver<'p> {
    definitions: &'p [Definition],
    commands: &'p [Command],
    parameter_types: Names,
    argument_types: Names,
    telecommands: Names,
    diagnostics: Vec<Diagnostic>,
    suggestions: FxHashMap<EcoString, Option<String>>,
}

impl<'p> Resolver<'p> {
    fn new(definitions: &'p [Definition], commands: &'p [Command]) -> Self {
        let (mut parameter_types, mut argument_types) = (Names::default(), Names::default());
        for (at, definition) in definitions.iter().enumerate() {
            let names = if definition.of_arguments { &mut argument_types } else { &mut parameter_types };
            names.add(&definition.system, &definition.name, at);
        }
        let mut telecommands = Names::default();
        for (at, command) in commands.iter().enumerate() {
            telecommands.add(&command.telecommand.system, &command.telecommand.name, at);
        }
        Self {
            definitions,
            commands,
            parameter_types,
            argument_types,
            telecommands,
            diagnostics: Vec::new(),
            suggestions: FxHashMap::default(),
        }
    }

    /// Finds a type, and reports one that is not where its name says. A type of the other sort will do.
    fn definition(&mut self, reference: &Text, system: &str, of_arguments: bool) -> Option<&'p Definition> {
        let (first, second) = match of_arguments {
            true => (&self.argument_types, &self.parameter_types),
            false => (&self.parameter_types, &self.argument_types),
        };
        let found = first.find(reference, system).or_else(|| second.find(reference, system));
        if let Some(at) = found {
            return self.definitions.get(at);
        }
        // The only one of its name, wherever it is, is meant; that it is out of reach is said all the same.
        let only = first.only(reference.as_str()).or_else(|| second.only(reference.as_str()));
        let only = only.and_then(|at| self.definitions.get(at));
        let message = format!("there is no type `{}` in reach of `{system}`", reference.text);
        let help = match only {
            Some(only) => Some(format!("write `{}/{}`", only.system, only.name.text)),
            None => {
                let names = self.definitions.iter().map(|definition| definition.name.as_str());
                suggest(&mut self.suggestions, reference.as_str(), names)
            }
        };
        self.report(reference, message, help);
        only
    }

    /// Returns what a type says of its values, with what its bases say where it says nothing.
    fn data_type(&mut self, definition: &'p Definition) -> DataType {
        let mut found = DataType { kind: definition.kind, ..DataType::default() };
        let mut unit = None;
        for definition in self.chain(definition) {
            if found.kind == DataKind::Unknown {
                found.kind = definition.kind;
            }
            unit = unit.or(definition.unit.as_ref().filter(|unit| !unit.is_empty()));
            if found.ranges.is_empty() {
                found.ranges.clone_from(&definition.ranges);
            }
            if found.labels.is_empty() {
                found.labels.clone_from(&definition.labels);
            }
        }
        found.unit = unit.cloned().unwrap_or_default();
        found
    }

    fn alarms(&mut self, definition: &'p Definition, parameter: &Text) -> Vec<Alarm> {
        let chain = self.chain(definition);
        let drafts = chain.iter().map(|definition| &definition.alarms).find(|alarms| !alarms.is_empty());
        let made = drafts.into_iter().flatten().map(|draft| Alarm {
            name: draft.name.clone().unwrap_or_else(|| parameter.clone()),
            context: draft.context.clone(),
            levels: draft.levels.clone(),
            description: draft.description.clone(),
            span: draft.span,
        });
        made.collect()
    }

    /// Returns a type and those that it is made from; a circle ends where it closes.
    fn chain(&mut self, definition: &'p Definition) -> Vec<&'p Definition> {
        let mut chain = vec![definition];
        let mut seen = FxHashSet::from_iter([definition.name.span]);
        let mut next = definition;
        while let Some(base) = &next.base {
            let names = if next.of_arguments { &self.argument_types } else { &self.parameter_types };
            let other = if next.of_arguments { &self.parameter_types } else { &self.argument_types };
            let found = names.find(base, &next.system).or_else(|| other.find(base, &next.system));
            let Some(found) = found.and_then(|at| self.definitions.get(at)) else {
                let message = format!("there is no type `{}` in reach of `{}`", base.text, next.system);
                // Each parameter of the type comes here; the base is missing once.
                if !self.diagnostics.iter().any(|diagnostic| diagnostic.span() == base.span) {
                    self.report(&base.clone(), message, None);
                }
                break;
            };
            if !seen.insert(found.name.span) {
                break;
            }
            chain.push(found);
            next = found;
        }
        chain
    }

    /// Returns a telecommand with the arguments of its bases before its own, those of the first base first.
    fn telecommand(&mut self, at: usize) -> Option<Telecommand> {
        let command = self.commands.get(at)?;
        let (bases, complete) = self.bases(at);
        let mut arguments: Vec<Argument> = Vec::new();
        let (mut constraints, mut significance) = (Vec::new(), None);
        for base in bases.iter().rev().chain([&command]) {
            for (name, value) in &base.assignments {
                match arguments.iter_mut().find(|argument| argument.name.text == name.text) {
                    Some(argument) => {
                        argument.fixed = true;
                        argument.default = Some(value.clone());
                    }
                    // Told where it is written, not where it is inherited.
                    None if complete && std::ptr::eq(*base, command) => {
                        let message =
                            format!("no base of `{}` has an argument `{}`", command.telecommand.name.text, name.text);
                        let help = did_you_mean(name.as_str(), arguments.iter().map(|argument| argument.name.as_str()));
                        let help = help.map(|meant| format!("did you mean `{meant}`?"));
                        self.report(name, message, help);
                    }
                    None => {}
                }
            }
            for (argument, reference) in base.telecommand.arguments.iter().zip(&base.types) {
                arguments.push(self.argument(argument, reference.as_ref(), base, std::ptr::eq(*base, command)));
            }
            constraints.extend(base.telecommand.constraints.iter().cloned());
            significance = base.telecommand.significance.clone().or(significance);
        }
        Some(Telecommand { arguments, constraints, significance, ..command.telecommand.clone() })
    }

    fn argument(&mut self, argument: &Argument, reference: Option<&Text>, command: &Command, own: bool) -> Argument {
        let told = self.diagnostics.len();
        let system = &command.telecommand.system;
        let found = reference.and_then(|reference| self.definition(reference, system, true));
        let mut argument = argument.clone();
        if let Some(found) = found {
            argument.data_type = self.data_type(found);
            argument.default = argument.default.or_else(|| found.default.clone());
        }
        if !own {
            // The base itself tells what is wrong with its arguments.
            self.diagnostics.truncate(told);
        }
        argument
    }

    /// Returns the bases of a telecommand, the nearest first, and whether all of them were found.
    fn bases(&mut self, at: usize) -> (Vec<&'p Command>, bool) {
        let mut bases = Vec::new();
        let mut seen = FxHashSet::from_iter([at]);
        let mut next = at;
        while let Some(command) = self.commands.get(next)
            && let Some(base) = &command.telecommand.base
        {
            let found = self.telecommands.find(base, &command.telecommand.system);
            let found = found.or_else(|| self.telecommands.only(base.as_str()));
            match found.filter(|found| seen.insert(*found)) {
                Some(found) => {
                    bases.extend(self.commands.get(found));
                    next = found;
                }
                None => {
                    if next == at {
                        self.report_base(base, &command.telecommand, found.is_some());
                    }
                    return (bases, false);
                }
            }
        }
        (bases, true)
    }

    fn report_base(&mut self, base: &Text, command: &Telecommand, circle: bool) {
        if circle {
            let message = format!("telecommand `{}` is made from itself", command.name.text);
            return self.report(base, message, None);
        }
        let message = format!("there is no telecommand `{}` in reach of `{}`", base.text, command.system);
        let names = self.commands.iter().map(|command| command.telecommand.name.as_str());
        let help = suggest(&mut self.suggestions, base.as_str(), names);
        self.report(base, message, help);
    }

    fn report(&mut self, name: &Text, message: String, help: Option<String>) {
        let finding = Diagnostic::new(&UNRESOLVED_NAME, name.span, message).label("leads to nothing");
        self.diagnostics.push(finding.maybe_help(help));
    }
}

fn suggest<'a>(
    known: &mut FxHashMap<EcoString, Option<String>>,
    reference: &str,
    names: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let last = reference.rsplit('/').next().unwrap_or(reference);
    let found = known.entry(reference.into());
    found.or_insert_with(|| did_you_mean(last, names).map(|meant| format!("did you mean `{meant}`?"))).clone()
}

/// Things by their paths.
#[derive(Debug, Default)]
struct Names {
    by_path: FxHashMap<String, Vec<(SourceId, usize)>>,
    by_name: FxHashMap<EcoString, Vec<usize>>,
    /// The names of the root SpaceSystems, in order.
    roots: Vec<EcoString>,
}

impl Names {
    fn add(&mut self, system: &str, name: &Text, at: usize) {
        self.by_path.entry(format!("{system}/{}", name.text)).or_default().push((name.span.source, at));
        self.by_name.entry(name.text.clone()).or_default().push(at);
        if let Some(root) = system.split('/').nth(1)
            && !self.roots.iter().any(|known| known == root)
        {
            self.roots.push(root.into());
        }
    }

    /// Finds what a reference leads to from a SpaceSystem.
    fn find(&self, reference: &Text, system: &str) -> Option<usize> {
        let path = reference.text.trim();
        if path.starts_with('/') {
            let rooted = || self.roots.iter().find_map(|root| self.at(&join(&format!("/{root}"), path), reference));
            return self.at(&join("", path), reference).or_else(rooted);
        }
        let mut holder = system;
        loop {
            if let Some(found) = self.at(&join(holder, path), reference) {
                return Some(found);
            }
            holder = holder.rsplit_once('/')?.0;
        }
    }

    /// Returns what has this path: in the file of the reference, else in the first file that has it.
    fn at(&self, path: &str, reference: &Text) -> Option<usize> {
        let found = self.by_path.get(path)?;
        let near = found.iter().find(|(source, _)| *source == reference.span.source);
        near.or(found.first()).map(|(_, at)| *at)
    }

    /// Returns the only thing that has the last name of a path.
    fn only(&self, path: &str) -> Option<usize> {
        match self.by_name.get(path.trim().rsplit('/').next()?)?.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }
}

/// Follows a path from a SpaceSystem, with `.` and `..` as in a file system.
fn join(system: &str, path: &str) -> String {
    let mut parts: Vec<&str> = system.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.iter().flat_map(|part| ["/", part]).collect()
}
