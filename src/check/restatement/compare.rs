//! Says where told steps differ from those that they tell.

use super::align::Alignment;
use super::defined::{DefinedStep, Definition};
use super::said::{SaidCall, SaidComparison};
use super::same::{self, Written};
use super::told::{Telling, ToldStep};
use super::{Difference, Fault};
use crate::check::subject::argument;
use crate::model::expression::{ArgumentValue, Comparison, Operator};
use crate::text::span::Span;

/// Compares one telling with its definition, and puts what differs into `found`.
pub(super) struct Comparing<'c, 'a> {
    pub(super) definition: &'c Definition<'a>,
    pub(super) telling: &'c Telling,
    pub(super) alignment: &'c Alignment,
    /// Whether something may be left out.
    pub(super) partial: bool,
    pub(super) found: &'c mut Vec<Difference>,
}

impl<'c> Comparing<'c, '_> {
    pub(super) fn run(mut self) {
        self.order();
        self.numbers();
        for (at, told) in self.telling.steps.iter().enumerate() {
            let steps: Vec<&DefinedStep> =
                self.alignment.steps[at].iter().map(|step| &self.definition.steps[*step]).collect();
            if steps.is_empty() {
                self.added(told);
                continue;
            }
            self.calls(told, &steps);
            self.comparisons(told, &steps);
            self.called(told, &steps);
        }
        if !self.partial {
            self.left_out();
        }
    }

    fn report(&mut self, fault: Fault, span: Span, label: &str, message: String, defined: Option<(Span, String)>) {
        let help = match fault {
            Fault::Differs => "find out which of the two is right, and mend the other",
            Fault::Order => "tell the steps in the order in which they are defined",
            Fault::Added => "take it out, or add it to the definition",
            Fault::Missing => "tell it too",
        };
        let (label, help) = (label.to_owned(), Some(help.to_owned()));
        self.found.push(Difference { fault, message, span, label, defined, help });
    }

    /// Reports steps that are told in another place than defined.
    fn order(&mut self) {
        for (at, step) in &self.alignment.moved {
            let told = &self.telling.steps[*at];
            let steps = &self.alignment.steps;
            let main = |other: &usize| steps[*other].first().copied().filter(|_| other != at);
            let before = (0..*at).rev().find_map(|other| main(&other).filter(|before| before > step));
            let after = (at + 1..steps.len()).find_map(|other| main(&other).filter(|after| after < step));
            let (word, other) = match (before, after) {
                (Some(before), _) => ("after", before),
                (None, Some(after)) => ("before", after),
                (None, None) => continue,
            };
            let (step, other) = (&self.definition.steps[*step], &self.definition.steps[other]);
            let message = format!("{} of `{}` is told {word} step {}", step.name(), self.definition.id, other.number);
            let place = Some((step.place, "the step is defined here".to_owned()));
            self.report(Fault::Order, told.head, "in another order than defined", message, place);
        }
    }

    /// Reports numbers that are another step's; where several are off by as much, the first of them.
    fn numbers(&mut self) {
        if !self.alignment.moved.is_empty() {
            return;
        }
        let mut shift = 0;
        for (at, told) in self.telling.steps.iter().enumerate() {
            let (Some(number), Some(step)) = (&told.number, self.alignment.steps[at].first()) else { continue };
            let step = &self.definition.steps[*step];
            if step.number == *number || !self.alignment.strong[at] {
                shift = 0;
                continue;
            }
            let off = number.parse::<i64>().unwrap_or(0) - step.number.parse::<i64>().unwrap_or(0);
            let same = std::mem::replace(&mut shift, off) == off;
            if !same {
                let message = format!("{} of `{}` is numbered {number} here", step.name(), self.definition.id);
                let place = Some((step.place, "the step is defined here".to_owned()));
                self.report(Fault::Differs, told.head, "another number", message, place);
            }
        }
    }

    /// Reports a told step that no defined one is, if it says something.
    fn added(&mut self, told: &'c ToldStep) {
        let definition = self.definition;
        let known = |symbol| definition.all.calls.iter().any(|call| call.symbol == symbol);
        let foreign = told.said.calls.iter().find(|call| call.firm && !known(call.symbol));
        if let Some(call) = foreign {
            let name = self.name(call);
            let message = format!("`{name}` is sent here, and by no step of `{}`", definition.id);
            return self.report(Fault::Added, call.span, "not in the definition", message, None);
        }
        let compared = |symbol| definition.all.comparisons.iter().any(|said| said.symbol == symbol);
        let firm = |said: &&SaidComparison| said.firm && !said.conditional;
        let foreign = told.said.comparisons.iter().filter(firm).find(|said| !compared(said.symbol));
        if let Some(said) = foreign.filter(|_| told.said.calls.is_empty()) {
            let message = format!("`{}` is checked here, and nowhere in `{}`", shown(&said.comparison), definition.id);
            return self.report(Fault::Added, said.comparison.span, "not in the definition", message, None);
        }
        if let (Some(number), None) = (&told.number, told.explicit) {
            let message = format!("`{}` has no step {number}", definition.id);
            let last = definition.steps.last();
            let place = last.map(|last| (last.place, format!("its last step is {}", last.number)));
            self.report(Fault::Added, told.head, "no such step", message, place);
        }
    }

    /// Compares the telecommands that a told step names.
    fn calls(&mut self, told: &'c ToldStep, steps: &[&'c DefinedStep]) {
        let definition = self.definition;
        let sent: Vec<&SaidCall> = sent(steps).collect();
        let any_told = sent.iter().any(|sent| told.said.calls.iter().any(|call| call.symbol == sent.symbol));
        for call in &told.said.calls {
            let same: Vec<&SaidCall> =
                steps.iter().flat_map(|step| &step.said.calls).filter(|c| c.symbol == call.symbol).collect();
            if !same.is_empty() {
                if !call.denied && !same.iter().any(|defined| agrees(definition, defined, call)) {
                    self.arguments(call, &same, steps);
                }
                continue;
            }
            if !call.firm {
                continue;
            }
            let elsewhere = definition.all.calls.iter().any(|other| other.symbol == call.symbol);
            if let (Some(first), false) = (sent.first(), any_told) {
                if elsewhere && told.reorders {
                    continue;
                }
                let (name, wanted) = (self.name(call), self.name(first));
                let message =
                    format!("{} of `{}` sends `{wanted}`, and this says `{name}`", steps[0].name(), definition.id);
                let place = Some((first.span, "the definition sends this".to_owned()));
                self.report(Fault::Differs, call.span, "another telecommand", message, place);
            } else if !elsewhere {
                let name = self.name(call);
                let message = format!("{} of `{}` does not send `{name}`", steps[0].name(), definition.id);
                let place = Some((steps[0].place, "the step is defined here".to_owned()));
                self.report(Fault::Differs, call.span, "not in the definition", message, place);
            }
        }
    }

    /// Reports the arguments of a telecommand that have other values than in any that the definition sends.
    fn arguments(&mut self, call: &'c SaidCall, same: &[&'c SaidCall], steps: &[&'c DefinedStep]) {
        let definition = self.definition;
        let off = |defined: &&&SaidCall| differing(definition, defined, call).len();
        let Some(nearest) = same.iter().filter(|defined| !defined.prose).min_by_key(off).or(same.first()) else {
            return;
        };
        for (given, wanted) in differing(definition, nearest, call) {
            let (name, argument) = (self.name(call), &given.name.text);
            let place = (nearest.span, "the definition sends this".to_owned());
            let (wanted, place) = match wanted {
                Wanted::Given(wanted) => (written(wanted), (wanted.value.span, "the definition says this".to_owned())),
                Wanted::Default(value) => (format!("{value}, its default,"), place),
            };
            let step =
                steps.iter().find(|step| step.said.calls.iter().any(|c| c.span == nearest.span)).unwrap_or(&steps[0]);
            let message = format!(
                "`{argument}` of `{name}` is {wanted} in {} of `{}`, and here {}",
                step.name(),
                definition.id,
                written(given)
            );
            self.report(Fault::Differs, given.value.span, "another value", message, Some(place));
        }
    }

    /// Compares what a told step says of parameters.
    fn comparisons(&mut self, told: &'c ToldStep, steps: &[&'c DefinedStep]) {
        let definition = self.definition;
        for said in told.said.comparisons.iter().filter(|said| !said.denied) {
            let own: Vec<&SaidComparison> =
                steps.iter().flat_map(|step| &step.said.comparisons).filter(|c| c.symbol == said.symbol).collect();
            if own.iter().any(|defined| compared_alike(definition, defined, said)) {
                continue;
            }
            let all: Vec<&SaidComparison> =
                definition.all.comparisons.iter().filter(|c| c.symbol == said.symbol).collect();
            let alike = all.iter().any(|defined| compared_alike(definition, defined, said));
            // What another step says may be told here as a condition, or where this step says nothing of it.
            if alike && (own.is_empty() || said.conditional || !said.firm) {
                continue;
            }
            let Some(defined) = own.iter().find(|own| !own.prose).or(own.first()).or(all.first()) else {
                if said.firm && !said.conditional && !definition.all.parameters.contains(&said.symbol) {
                    let shown = shown(&said.comparison);
                    let message = format!("{} of `{}` does not check `{shown}`", steps[0].name(), definition.id);
                    let place = Some((steps[0].place, "the step is defined here".to_owned()));
                    self.report(Fault::Differs, said.comparison.span, "not in the definition", message, place);
                }
                continue;
            };
            // A condition on a value that the step does not compare in this way says something else beside it.
            let other_way = defined.comparison.operator != said.comparison.operator;
            if (said.conditional && other_way) || (own.is_empty() && (!said.firm || said.conditional)) {
                continue;
            }
            let (wanted, here) = (shown(&defined.comparison), shown(&said.comparison));
            let of = if own.is_empty() { "the definition".to_owned() } else { steps[0].name() };
            let message = format!("{of} of `{}` says `{wanted}`, and here stands `{here}`", definition.id);
            let place = Some((defined.comparison.span, "the definition says this".to_owned()));
            let label = if defined.comparison.operator == said.comparison.operator {
                "another value"
            } else {
                "another condition"
            };
            self.report(Fault::Differs, said.comparison.span, label, message, place);
        }
    }

    /// Compares the procedure that a step calls.
    fn called(&mut self, told: &'c ToldStep, steps: &[&'c DefinedStep]) {
        let definition = self.definition;
        let called: Vec<_> = steps.iter().flat_map(|step| &step.called).collect();
        let others: Vec<_> = told.said.procedures.iter().filter(|(said, _)| *said != definition.symbol).collect();
        let ([called], [(said, span)]) = (called.as_slice(), others.as_slice()) else { return };
        let named = definition.all.procedures.iter().any(|(named, _)| named == said);
        if *called == said || named {
            return;
        }
        let symbols = &definition.subject.library.symbols;
        let (wanted, here) = (&symbols.get(**called).id, &symbols.get(*said).id);
        let message = format!("{} of `{}` calls `{wanted}`, and this says `{here}`", steps[0].name(), definition.id);
        let place = Some((steps[0].place, "the step is defined here".to_owned()));
        self.report(Fault::Differs, *span, "another procedure", message, place);
    }

    /// Reports telecommands that are left out where others of the same step are told.
    fn left_out(&mut self) {
        for (at, step) in self.definition.steps.iter().enumerate() {
            let tell = self.alignment.steps.iter().enumerate().filter(|(_, steps)| steps.contains(&at));
            let tell: Vec<&'c ToldStep> = tell.map(|(told, _)| &self.telling.steps[told]).collect();
            let told: Vec<&SaidCall> = tell.iter().flat_map(|told| &told.said.calls).collect();
            let own: Vec<&SaidCall> = step.said.calls.iter().filter(|call| !call.prose).collect();
            if !own.iter().any(|sent| told.iter().any(|told| told.symbol == sent.symbol)) {
                continue;
            }
            let mut named: Vec<&SaidCall> = Vec::new();
            for sent in own {
                let same: Vec<&&SaidCall> = told.iter().filter(|told| told.symbol == sent.symbol).collect();
                let given = |told: &&&&SaidCall| told.arguments.as_ref().is_some_and(|given| !given.is_empty());
                // One of several alike may stand for all of them; where each is written out, none may be missing.
                let each = same.iter().filter(given).count() > 1 && same.iter().all(|told| given(&told));
                let told_so = same.iter().any(|told| agrees(self.definition, sent, told));
                let differs = same.iter().any(|told| {
                    !step
                        .said
                        .calls
                        .iter()
                        .any(|sent| sent.symbol == told.symbol && agrees(self.definition, sent, told))
                });
                let missing = same.is_empty() || (each && !told_so && !differs);
                if !missing || named.iter().any(|before| before.symbol == sent.symbol && same.is_empty()) {
                    continue;
                }
                named.push(sent);
                let name = self.name(sent);
                let with = sent.arguments.as_deref().filter(|_| !same.is_empty()).map(all_written).unwrap_or_default();
                let message =
                    format!("{} of `{}` also sends `{name}{with}`, and this does not", step.name(), self.definition.id);
                let place = Some((sent.span, "the definition sends this too".to_owned()));
                self.report(Fault::Differs, tell[0].head, "a telecommand is left out", message, place);
            }
        }
    }

    fn name(&self, call: &SaidCall) -> String {
        self.definition.subject.library.symbols.get(call.symbol).id.to_string()
    }
}

/// Visits the telecommands that some steps send.
fn sent<'c>(steps: &[&'c DefinedStep]) -> impl Iterator<Item = &'c SaidCall> {
    steps.iter().flat_map(|step| &step.said.calls).filter(|call| !call.prose)
}

/// What an argument should be.
enum Wanted<'d> {
    Given(&'d ArgumentValue),
    Default(&'d str),
}

/// Tells whether a text gives no argument another value than a definition does.
pub(super) fn agrees(definition: &Definition<'_>, defined: &SaidCall, told: &SaidCall) -> bool {
    differing(definition, defined, told).is_empty()
}

/// Returns the arguments to which a text gives another value than a definition does.
fn differing<'d>(
    definition: &'d Definition<'_>,
    defined: &'d SaidCall,
    told: &'d SaidCall,
) -> Vec<(&'d ArgumentValue, Wanted<'d>)> {
    let telecommand = definition.subject.telecommand(told.symbol);
    let mut found = Vec::new();
    for given in told.arguments.iter().flatten() {
        let known = telecommand.and_then(|telecommand| argument(telecommand, &given.name.text));
        let data_type = known.map(|known| &known.data_type);
        let told = Written { value: given.value.as_str(), unit: given.unit.as_ref().map(|unit| unit.as_str()) };
        let wanted = defined.arguments.iter().flatten().find(|wanted| wanted.name.text == given.name.text);
        match wanted {
            Some(wanted) => {
                let unit = wanted.unit.as_ref().map(|unit| unit.as_str());
                let same = same::values(Written { value: wanted.value.as_str(), unit }, told, data_type);
                if definition.is_literal(wanted.value.as_str()) && same == Some(false) {
                    found.push((given, Wanted::Given(wanted)));
                }
            }
            None if defined.arguments.is_some() && !defined.prose => {
                let Some(default) = known.and_then(|known| known.default.as_ref()) else { continue };
                if same::values(Written { value: default.as_str(), unit: None }, told, data_type) == Some(false) {
                    found.push((given, Wanted::Default(default.as_str())));
                }
            }
            None => {}
        }
    }
    found
}

/// Tells whether a text does not say otherwise of a parameter than a definition does.
pub(super) fn compared_alike(definition: &Definition<'_>, defined: &SaidComparison, told: &SaidComparison) -> bool {
    let data_type = definition.subject.parameter_type(defined.symbol);
    let literal = defined.comparison.values.iter().all(|value| definition.is_literal(value.as_str()));
    !literal || same::comparisons(&defined.comparison, told, data_type) != Some(false)
}

fn written(given: &ArgumentValue) -> String {
    match &given.unit {
        Some(unit) => format!("{} {}", given.value.text, unit.text),
        None => given.value.text.to_string(),
    }
}

fn all_written(arguments: &[ArgumentValue]) -> String {
    let all: Vec<String> = arguments.iter().map(|given| format!("{}={}", given.name.text, written(given))).collect();
    format!("({})", all.join(", "))
}

/// Writes a comparison as readers do.
fn shown(comparison: &Comparison) -> String {
    let values: Vec<&str> = comparison.values.iter().map(|value| value.as_str()).collect();
    let values = match comparison.operator {
        Operator::Between => values.join(" to "),
        Operator::In => values.join(", "),
        _ => values.join(" "),
    };
    let unit = comparison.unit.as_ref().map(|unit| format!(" {}", unit.text)).unwrap_or_default();
    format!("{} {} {values}{unit}", comparison.parameter.text, comparison.operator.sign())
}
