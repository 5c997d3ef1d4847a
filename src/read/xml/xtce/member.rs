//! What aggregates and arrays hold, and the paths that lead there: `POSITION.X`, `CELLS[3].VOLTAGE`.
//!
//! XTCE 1.2 writes a member after a point (NameReferenceType); older files, and Yamcs, after `/` too.

use ecow::EcoString;

use super::Command;
use super::names::Names;
use crate::model::database::{DataType, Member, Parameter};
use crate::model::expression::Comparison;
use crate::model::inline::Text;
use crate::text::span::Span;

/// How deep members are followed.
const DEEPEST: usize = 8;
/// How many members of one parameter, and of all, are given names of their own.
const MOST_OF_ONE: usize = 1_000;
const MOST: usize = 100_000;

/// Returns the members of all parameters, each as a parameter with its path for a name.
pub(super) fn all(parameters: &[Parameter]) -> Vec<Parameter> {
    let mut members = Vec::new();
    for parameter in parameters.iter().filter(|parameter| has_members(&parameter.data_type)) {
        let end = (members.len() + MOST_OF_ONE).min(MOST);
        add(parameter, &parameter.name.text, &parameter.data_type, DEEPEST, end, &mut members);
    }
    members
}

fn has_members(data_type: &DataType) -> bool {
    !data_type.members.is_empty() || data_type.element.is_some()
}

fn add(of: &Parameter, path: &str, data_type: &DataType, deeper: usize, end: usize, found: &mut Vec<Parameter>) {
    let Some(deeper) = deeper.checked_sub(1) else { return };
    if let Some(element) = &data_type.element {
        let path = format!("{path}[]");
        push(of, &path, element, None, found);
        add(of, &path, element, deeper, end, found);
    }
    for member in &data_type.members {
        if found.len() >= end {
            return;
        }
        let path = format!("{path}.{}", member.name.text);
        push(of, &path, &member.data_type, Some(member), found);
        add(of, &path, &member.data_type, deeper, end, found);
    }
}

fn push(of: &Parameter, path: &str, data_type: &DataType, member: Option<&Member>, found: &mut Vec<Parameter>) {
    // The path stands nowhere; its place is that of its last part, and must not be as long as the path by chance.
    let span = member.map_or(of.name.span, |member| member.name.span);
    let span = if span.len() == path.len() { Span { end: span.start, ..span } } else { span };
    found.push(Parameter {
        name: Text::new(path, span),
        system: of.system.clone(),
        aliases: Vec::new(),
        ancillary: Vec::new(),
        data_type: data_type.clone(),
        description: member.map_or(&of.description, |member| &member.description).clone(),
        long_description: EcoString::new(),
        initial: member.and_then(|member| member.initial.clone()),
        alarms: Vec::new(),
        span: member.map_or(of.span, |member| member.span),
    });
}

/// What a path leads to.
pub(super) enum Found<'p> {
    /// A parameter.
    Parameter(&'p Parameter),
    /// A member of one, by its path.
    Member(String),
    /// A parameter that has no such member.
    NoMember {
        /// The parameter.
        parameter: &'p Parameter,
        /// The member that it lacks.
        member: String,
    },
    /// Nothing in reach; the only parameter of its name, if there is one.
    Nothing(Option<&'p Parameter>),
}

/// The parameters by their paths.
pub(super) struct Paths<'p> {
    names: Names,
    parameters: &'p [Parameter],
}

impl<'p> Paths<'p> {
    pub(super) fn new(parameters: &'p [Parameter]) -> Self {
        let mut names = Names::default();
        for (at, parameter) in parameters.iter().enumerate() {
            names.add(&parameter.system, &parameter.name, at);
        }
        Self { names, parameters }
    }

    /// Visits the names of the parameters.
    pub(super) fn names(&self) -> impl Iterator<Item = &'p str> {
        self.parameters.iter().map(|parameter| parameter.name.as_str())
    }

    /// Finds what a reference leads to from a SpaceSystem.
    pub(super) fn find(&self, reference: &Text, system: &str) -> Found<'p> {
        let path = reference.text.trim();
        let parameter = |at| self.parameters.get(at);
        if let Some(found) = self.names.find(reference, system).and_then(parameter) {
            return Found::Parameter(found);
        }
        let cuts = path.match_indices(['.', '/', '[']).map(|(at, _)| at).filter(|at| *at > 0);
        let cuts: Vec<usize> = cuts.collect();
        for at in cuts.into_iter().rev().take(DEEPEST) {
            if let Some(parameter) = self.names.find_path(&path[..at], reference, system).and_then(parameter) {
                return follow(parameter, &path[at..]);
            }
        }
        Found::Nothing(self.names.only(path).and_then(parameter))
    }

    /// Gives the comparisons of a telecommand the names of the parameters that their paths lead to.
    pub(super) fn name_parameters(&self, command: &mut Command) {
        let telecommand = &mut command.telecommand;
        let system = telecommand.system.clone();
        let constraints = telecommand.constraints.iter_mut().flat_map(|constraint| &mut constraint.comparisons);
        let verifiers = telecommand.verifiers.iter_mut().flat_map(|verifier| &mut verifier.comparisons);
        constraints.chain(verifiers).for_each(|comparison| self.name_parameter(comparison, &system));
    }

    fn name_parameter(&self, comparison: &mut Comparison, system: &str) {
        let path = &comparison.parameter;
        let name = match self.find(path, system) {
            Found::Parameter(parameter) => parameter.name.text.clone(),
            Found::Member(path) => path.into(),
            // The last name of a path is what a reader knows.
            Found::NoMember { .. } | Found::Nothing(_) => {
                path.text.trim().rsplit('/').next().unwrap_or_default().into()
            }
        };
        comparison.parameter = Text::decoded(name, path.span, &path.text);
    }
}

/// Follows what stands behind the name of a parameter: `.X`, `/X`, `[3].X`.
fn follow<'p>(parameter: &'p Parameter, path: &str) -> Found<'p> {
    let mut data_type = &parameter.data_type;
    let mut canonical = parameter.name.text.to_string();
    for part in path.split(['.', '/', '[']).map(|part| part.trim_end_matches(']')).filter(|part| !part.is_empty()) {
        let is_index = part.bytes().all(|byte| byte.is_ascii_digit());
        let next = match &data_type.element {
            Some(element) if is_index => {
                canonical.push_str(&format!("[{part}]"));
                Some(&**element)
            }
            _ => {
                canonical.push_str(&format!(".{part}"));
                data_type.members.iter().find(|member| member.name.text == part).map(|member| &member.data_type)
            }
        };
        match next {
            Some(next) => data_type = next,
            None => return Found::NoMember { parameter, member: part.to_owned() },
        }
    }
    Found::Member(canonical)
}
