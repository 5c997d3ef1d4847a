//! Joins the files of a database, and resolves what they name.
//!
//! What a file says by chains of names could grow without bound: a base that has a base, an aggregate of aggregates.
//! Such chains end at [`DEEPEST`], and that is reported.

use std::sync::Arc;

use ecow::{EcoString, EcoVec};
use rustc_hash::{FxHashMap, FxHashSet};

use super::member::{self, Found, Paths};
use super::names::Names;
use super::types::Definition;
use super::{Command, Parsed, Referred};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::database::{
    Alarm, Argument, Container, DataKind, DataType, Database, EnumerationLabel, Member, Parameter, Telecommand,
    Verifier,
};
use crate::model::inline::Text;
use crate::notation::label;
use crate::notation::value::number;
use crate::read::problem::{BOUNDLESS_DEFINITION, UNRESOLVED_NAME};
use crate::text::span::Span;

/// How many bases a type, a telecommand or a container has at most, and how deep aggregates hold one another.
const DEEPEST: usize = 64;

/// How many alarms and arguments are given to parameters and telecommands at most, all in all: a type of ten thousand
/// alarms may be that of ten thousand parameters.
const MOST: usize = 250_000;

/// Joins what several files say into one database. Parameters and telecommands stay in the order of the files, and
/// none is left out because another has its name.
pub fn merge(parts: Vec<Parsed>) -> (Database, Vec<Diagnostic>) {
    let mut database = Database::default();
    let (mut definitions, mut parameters, mut commands) = (Vec::new(), Vec::new(), Vec::new());
    let (mut referred, mut is_whole) = (Vec::new(), true);
    for mut part in parts {
        is_whole &= part.is_whole;
        database.versions.extend(part.version);
        database.sources.push(part.source);
        database.violations.append(&mut part.violations);
        database.types.append(&mut part.types);
        database.containers.append(&mut part.containers);
        definitions.append(&mut part.definitions);
        parameters.append(&mut part.parameters);
        commands.append(&mut part.commands);
        referred.append(&mut part.referred);
    }
    let mut resolver = Resolver::new(&definitions);
    for (mut parameter, reference) in parameters {
        if let Some(found) = reference.and_then(|reference| resolver.definition(&reference, &parameter.system, false)) {
            parameter.data_type = resolver.data_type(found);
            parameter.alarms = resolver.alarms(found, &parameter.name);
            let default = definitions.get(found).and_then(|definition| definition.default.clone());
            parameter.initial = parameter.initial.or(default);
        }
        describe(&mut parameter);
        database.parameters.push(parameter);
    }
    database.members = member::all(&database.parameters);
    let paths = Paths::new(&database.parameters);
    for command in &mut commands {
        paths.name_parameters(command);
    }
    resolver.referred(&referred, &paths, &database.containers);
    resolver.inherit_criteria(&mut database.containers);
    database.telecommands = resolver.telecommands(&commands);
    if !is_whole {
        // What is missing may stand in what was not read.
        resolver.diagnostics.retain(|found| !std::ptr::eq(found.lint, &UNRESOLVED_NAME));
    }
    (database, resolver.diagnostics)
}

/// Notes the labels that a description lists for the numbers of a parameter.
fn describe(parameter: &mut Parameter) {
    let data_type = &mut parameter.data_type;
    if matches!(data_type.kind, DataKind::Integer | DataKind::Float) {
        let words = [&parameter.description, &parameter.long_description];
        let listed = words.into_iter().find(|words| label::list_within(words).is_some());
        data_type.described = listed.map(|words| described(words, parameter.name.span)).unwrap_or_default();
    }
}

/// Returns the labels that words list with their numbers.
fn described(words: &str, span: Span) -> EcoVec<EnumerationLabel> {
    let pairs = label::list_within(words).unwrap_or_default();
    let labels = pairs.into_iter().filter_map(|pair| {
        let (label, value) = (words.get(pair.label)?, number(words.get(pair.value)?)? as i64);
        Some(EnumerationLabel { label: label.into(), value, last: value, span })
    });
    labels.collect()
}

struct Resolver<'p> {
    definitions: &'p [Definition],
    parameter_types: Names,
    argument_types: Names,
    /// The types that are resolved already, by their place.
    types: Vec<Option<DataType>>,
    /// How many alarms and arguments may still be given.
    budget: usize,
    /// Whether it is told that something grows without bound.
    is_boundless: bool,
    diagnostics: Vec<Diagnostic>,
    suggestions: FxHashMap<EcoString, Option<String>>,
}

impl<'p> Resolver<'p> {
    fn new(definitions: &'p [Definition]) -> Self {
        let (mut parameter_types, mut argument_types) = (Names::default(), Names::default());
        for (at, definition) in definitions.iter().enumerate() {
            let names = if definition.of_arguments { &mut argument_types } else { &mut parameter_types };
            names.add(&definition.system, &definition.name, at);
        }
        Self {
            definitions,
            parameter_types,
            argument_types,
            types: vec![None; definitions.len()],
            budget: MOST,
            is_boundless: false,
            diagnostics: Vec::new(),
            suggestions: FxHashMap::default(),
        }
    }

    /// Finds a type, and reports one that is not where its name says. A type of the other sort will do.
    fn definition(&mut self, reference: &Text, system: &str, of_arguments: bool) -> Option<usize> {
        let (first, second) = self.names(of_arguments);
        let found = first.find(reference, system).or_else(|| second.find(reference, system));
        if found.is_some() {
            return found;
        }
        // The only one of its name, wherever it is, is meant; that it is out of reach is said all the same.
        let only = first.only(reference.as_str()).or_else(|| second.only(reference.as_str()));
        let message = format!("there is no type `{}` in reach of `{system}`", reference.text);
        let help = match only.and_then(|at| self.definitions.get(at)) {
            Some(only) => Some(format!("write `{}/{}`", only.system, only.name.text)),
            None => {
                let names = self.definitions.iter().map(|definition| definition.name.as_str());
                suggest(&mut self.suggestions, reference.as_str(), names)
            }
        };
        self.report(reference, message, help);
        only
    }

    fn names(&self, of_arguments: bool) -> (&Names, &Names) {
        match of_arguments {
            true => (&self.argument_types, &self.parameter_types),
            false => (&self.parameter_types, &self.argument_types),
        }
    }

    /// Returns what a type says of its values, with what its bases say where it says nothing.
    fn data_type(&mut self, at: usize) -> DataType {
        self.data_type_within(at, 0)
    }

    fn data_type_within(&mut self, at: usize, depth: usize) -> DataType {
        if let Some(known) = self.types.get(at).and_then(Option::as_ref) {
            return known.clone();
        }
        let Some(definition) = self.definitions.get(at) else { return DataType::default() };
        let mut found = DataType { kind: definition.kind, ..DataType::default() };
        if depth > DEEPEST {
            self.boundless(&definition.name, "is held by more than 64 others, or by itself");
            return found;
        }
        let mut unit = None;
        for definition in self.chain(definition) {
            if found.kind == DataKind::Unknown {
                found.kind = definition.kind;
            }
            unit = unit.or(definition.unit.as_ref().filter(|unit| !unit.is_empty()));
            if found.ranges.is_empty() && found.raw_ranges.is_empty() {
                found.ranges.clone_from(&definition.ranges);
                found.raw_ranges.clone_from(&definition.raw_ranges);
            }
            if found.labels.is_empty() {
                found.labels.clone_from(&definition.labels);
            }
            if found.members.is_empty() {
                found.members = self.members(definition, depth);
            }
            if found.element.is_none() {
                found.element = self.element(definition, depth);
                found.size.clone_from(&definition.size);
            }
        }
        found.unit = unit.cloned().unwrap_or_default();
        if let Some(known) = self.types.get_mut(at) {
            *known = Some(found.clone());
        }
        found
    }

    /// Returns what an aggregate holds.
    fn members(&mut self, definition: &'p Definition, depth: usize) -> EcoVec<Member> {
        let mut members = EcoVec::new();
        for held in &definition.members {
            let found = held.reference.as_ref();
            let found =
                found.and_then(|reference| self.definition(reference, &definition.system, definition.of_arguments));
            let initial = found.and_then(|at| self.definitions.get(at)).and_then(|found| found.default.clone());
            members.push(Member {
                name: held.name.clone(),
                data_type: found.map(|at| self.data_type_within(at, depth + 1)).unwrap_or_default(),
                initial: held.initial.clone().or(initial),
                description: held.description.clone(),
                span: held.span,
            });
        }
        members
    }

    /// Returns what the elements of an array are.
    fn element(&mut self, definition: &'p Definition, depth: usize) -> Option<Arc<DataType>> {
        let reference = definition.element.as_ref()?;
        let found = self.definition(reference, &definition.system, definition.of_arguments);
        Some(Arc::new(found.map(|at| self.data_type_within(at, depth + 1)).unwrap_or_default()))
    }

    fn alarms(&mut self, at: usize, parameter: &Text) -> Vec<Alarm> {
        let Some(definition) = self.definitions.get(at) else { return Vec::new() };
        let chain = self.chain(definition);
        let drafts = chain.iter().map(|definition| &definition.alarms).find(|alarms| !alarms.is_empty());
        let drafts = drafts.map(Vec::as_slice).unwrap_or_default();
        if !self.affords(drafts.len(), parameter) {
            return Vec::new();
        }
        let made = drafts.iter().map(|draft| Alarm {
            name: draft.name.clone().unwrap_or_else(|| parameter.clone()),
            context: draft.context.clone(),
            levels: draft.levels.clone(),
            description: draft.description.clone(),
            span: draft.span,
        });
        made.collect()
    }

    /// Takes so many things from what may be given, and reports where there are not so many left.
    fn affords(&mut self, count: usize, name: &Text) -> bool {
        let before = self.budget;
        self.budget = before.saturating_sub(count);
        let affords = count <= before;
        if !affords {
            self.budget = 0;
            self.boundless(name, "has more alarms or arguments, with those of all before, than a database can have");
        }
        affords
    }

    /// Returns a type and those that it is made from; a circle ends where it closes.
    fn chain(&mut self, definition: &'p Definition) -> Vec<&'p Definition> {
        let mut chain = vec![definition];
        let mut seen = FxHashSet::from_iter([definition.name.span]);
        let mut next = definition;
        while let Some(base) = &next.base {
            let (names, other) = self.names(next.of_arguments);
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
            if chain.len() > DEEPEST {
                self.boundless(&definition.name, "has more than 64 bases");
                break;
            }
            chain.push(found);
            next = found;
        }
        chain
    }

    /// Reports what grows without bound, each once.
    fn boundless(&mut self, name: &Text, how: &str) {
        if !std::mem::replace(&mut self.is_boundless, true) {
            let message = format!("`{}` {how}", name.text);
            let finding = Diagnostic::new(&BOUNDLESS_DEFINITION, name.span, message).label("not followed any further");
            self.diagnostics.push(finding.help("take out the levels that mean nothing"));
        }
    }

    /// Reports the parameters and containers that are named and are not there, each once for a SpaceSystem.
    fn referred(&mut self, referred: &[Referred], paths: &Paths<'_>, containers: &[Container]) {
        let mut names = Names::default();
        for (at, container) in containers.iter().enumerate() {
            names.add(&container.system, &container.name, at);
        }
        let mut told = FxHashSet::default();
        for Referred { reference, system, to_container } in referred {
            if is_of_yamcs(reference) || !told.insert((reference.as_str(), system.as_str(), *to_container)) {
                continue;
            }
            if *to_container {
                self.container(reference, system, &names, containers);
            } else {
                self.parameter(reference, system, paths);
            }
        }
    }

    fn container(&mut self, reference: &Text, system: &str, names: &Names, containers: &[Container]) {
        if names.find(reference, system).is_some() {
            return;
        }
        let message = format!("there is no container `{}` in reach of `{system}`", reference.text);
        let help = match names.only(reference.as_str()).and_then(|at| containers.get(at)) {
            Some(only) => Some(format!("write `{}/{}`", only.system, only.name.text)),
            None => suggest(
                &mut self.suggestions,
                reference.as_str(),
                containers.iter().map(|container| container.name.as_str()),
            ),
        };
        self.report(reference, message, help);
    }

    fn parameter(&mut self, reference: &Text, system: &str, paths: &Paths<'_>) {
        let (message, help) = match paths.find(reference, system) {
            Found::Parameter(_) | Found::Member(_) => return,
            Found::NoMember { parameter, member } => {
                let members = parameter.data_type.members.iter().map(|member| member.name.as_str());
                let near = did_you_mean(&member, members).map(|near| format!("did you mean `{near}`?"));
                (format!("parameter `{}` has no member `{member}`", parameter.name.text), near)
            }
            Found::Nothing(only) => {
                let message = format!("there is no parameter `{}` in reach of `{system}`", reference.text);
                let help = match only {
                    Some(only) => Some(format!("write `{}/{}`", only.system, only.name.text)),
                    None => suggest(&mut self.suggestions, reference.as_str(), paths.names()),
                };
                (message, help)
            }
        };
        self.report(reference, message, help);
    }

    /// Gives each container what tells its bases from others, before its own.
    fn inherit_criteria(&mut self, containers: &mut [Container]) {
        let mut names = Names::default();
        for (at, container) in containers.iter().enumerate() {
            names.add(&container.system, &container.name, at);
        }
        let mut inherited = Vec::with_capacity(containers.len());
        for (at, container) in containers.iter().enumerate() {
            let (mut all, mut seen, mut next) = (container.criteria.clone(), vec![at], container);
            while let Some(base) = &next.base
                && let Some(found) = names.find(base, &next.system).or_else(|| names.only(base.as_str()))
                && let Some(held) = containers.get(found)
            {
                if seen.contains(&found) {
                    self.report(base, format!("container `{}` is made from itself", container.name.text), None);
                    break;
                }
                if seen.len() > DEEPEST {
                    self.boundless(&container.name, "has more than 64 bases");
                    break;
                }
                all.splice(0..0, held.criteria.iter().cloned());
                seen.push(found);
                next = held;
            }
            inherited.push(all);
        }
        for (container, criteria) in containers.iter_mut().zip(inherited) {
            container.criteria = criteria;
        }
    }

    /// Returns the telecommands, each with what it has from its bases.
    fn telecommands(&mut self, commands: &[Command]) -> Vec<Telecommand> {
        let mut names = Names::default();
        for (at, command) in commands.iter().enumerate() {
            names.add(&command.telecommand.system, &command.telecommand.name, at);
        }
        (0..commands.len()).filter_map(|at| self.telecommand(at, commands, &names)).collect()
    }

    /// Returns a telecommand with the arguments of its bases before its own, those of the first base first.
    fn telecommand(&mut self, at: usize, commands: &[Command], names: &Names) -> Option<Telecommand> {
        let command = commands.get(at)?;
        let (bases, complete) = self.bases(at, commands, names);
        let mut arguments: Vec<Argument> = Vec::new();
        let (mut constraints, mut significance) = (Vec::new(), None);
        let (mut verifiers, mut in_context) = (Vec::<Verifier>::new(), Vec::new());
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
            if !self.affords(base.telecommand.arguments.len(), &command.telecommand.name) {
                break;
            }
            for (argument, reference) in base.telecommand.arguments.iter().zip(&base.types) {
                arguments.push(self.argument(argument, reference.as_ref(), base, std::ptr::eq(*base, command)));
            }
            constraints.extend(base.telecommand.constraints.iter().cloned());
            significance = base.telecommand.significance.clone().or(significance);
            in_context.extend(base.telecommand.in_context.iter().cloned());
            // A stage that is stated anew is told otherwise now.
            let own = &base.telecommand.verifiers;
            verifiers.retain(|verifier| own.iter().all(|stated| stated.stage != verifier.stage));
            verifiers.extend(own.iter().cloned());
        }
        Some(Telecommand { arguments, constraints, significance, in_context, verifiers, ..command.telecommand.clone() })
    }

    fn argument(&mut self, argument: &Argument, reference: Option<&Text>, command: &Command, own: bool) -> Argument {
        let told = self.diagnostics.len();
        let system = &command.telecommand.system;
        let found = reference.and_then(|reference| self.definition(reference, system, true));
        let mut argument = argument.clone();
        if let Some(found) = found {
            argument.data_type = self.data_type(found);
            let default = self.definitions.get(found).and_then(|found| found.default.clone());
            argument.default = argument.default.or(default);
        }
        if matches!(argument.data_type.kind, DataKind::Integer | DataKind::Float) {
            argument.data_type.described = described(&argument.description, argument.name.span);
        }
        if !own {
            // The base itself tells what is wrong with its arguments.
            self.diagnostics.truncate(told);
        }
        argument
    }

    /// Returns the bases of a telecommand, the nearest first, and whether all of them were found.
    fn bases<'c>(&mut self, at: usize, commands: &'c [Command], names: &Names) -> (Vec<&'c Command>, bool) {
        let mut bases = Vec::new();
        let mut seen = FxHashSet::from_iter([at]);
        let mut next = at;
        while let Some(command) = commands.get(next)
            && let Some(base) = &command.telecommand.base
        {
            let found = names.find(base, &command.telecommand.system);
            let found = found.or_else(|| names.only(base.as_str()));
            if bases.len() >= DEEPEST {
                self.boundless(&command.telecommand.name, "has more than 64 bases");
                return (bases, false);
            }
            match found.filter(|found| seen.insert(*found)) {
                Some(found) => {
                    bases.extend(commands.get(found));
                    next = found;
                }
                None => {
                    if next == at {
                        self.report_base(base, &command.telecommand, found.is_some(), commands);
                    }
                    return (bases, false);
                }
            }
        }
        (bases, true)
    }

    fn report_base(&mut self, base: &Text, command: &Telecommand, circle: bool, commands: &[Command]) {
        if circle {
            let message = format!("telecommand `{}` is made from itself", command.name.text);
            return self.report(base, message, None);
        }
        let message = format!("there is no telecommand `{}` in reach of `{}`", base.text, command.system);
        let names = commands.iter().map(|command| command.telecommand.name.as_str());
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

/// Tells whether a name is of what Yamcs itself provides, below its SpaceSystem `yamcs`, or for what is passed over; no
/// file declares that.
fn is_of_yamcs(reference: &Text) -> bool {
    reference.text.trim() == "_yamcs_ignore" || reference.text.rsplit('/').skip(1).any(|part| part == "yamcs")
}
