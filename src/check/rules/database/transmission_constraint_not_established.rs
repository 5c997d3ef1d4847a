use rustc_hash::FxHashMap;

use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::{DocumentIndex, StatementKind};
use crate::link::symbols::SymbolIndex;
use crate::model::database::Constraint;
use crate::model::expression::{Comparison, Operator};
use crate::model::inline::{Inline, Kind, Text};
use crate::model::procedure::{Action, Precondition, Procedure, Step};
use crate::model::walk;
use crate::notation::value::number;
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds telecommands that a procedure sends while nothing before has established what the database
    /// demands for sending them (XTCE `TransmissionConstraintList`). A demand is established by a check, a
    /// wait, a test or an expectation of the parameter with a value that agrees, in a step before or in the
    /// preconditions, or by what a procedure that is called confirms.
    ///
    /// ## Why it matters
    /// The control system holds the telecommand back in the middle of the pass, and the procedure does not
    /// say why.
    ///
    /// ## Example
    /// ```xml
    /// <step id="fire"><title>Fire</title><tc name="TC_PRP_FIRE"/></step>
    /// ```
    ///
    /// The database lets it be sent only where `AOC_MODE = ORBIT_CTRL`, and no step looks at the mode.
    ///
    /// ## How to mend it
    /// Check the parameter before the telecommand, or among the preconditions.
    "D021" "transmission-constraint-not-established" Warning, transmission_constraint_not_established
}

fn transmission_constraint_not_established(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // Without a constraint there is nothing to establish.
    if subject.library.database.telecommands.iter().all(|telecommand| telecommand.constraints.is_empty()) {
        return found;
    }
    for (document, _) in subject.links() {
        for procedure in subject.library.document(document).procedures() {
            in_procedure(subject, document, procedure, &mut found);
        }
    }
    found
}

/// What has been established so far: for each parameter, the comparisons that held.
type Established<'a> = FxHashMap<SymbolIndex, Vec<&'a Comparison>>;

fn in_procedure(subject: Subject<'_>, document: DocumentIndex, procedure: &Procedure, found: &mut Vec<Diagnostic>) {
    let starts = Extents::of(procedure);
    let confirmed = confirmed_by_calls(subject, procedure);
    let mut called = confirmed.iter().peekable();
    let mut established = Established::default();
    // A document may hold other procedures.
    let within = |span: Span| procedure.span.start <= span.start && span.end <= procedure.span.end;
    let statements = subject.library.links(document).statements.iter();
    for statement in statements.filter(|statement| within(statement.span())) {
        let at = statement.span().start;
        while let Some((_, comparison)) = called.next_if(|(after, _)| *after < at) {
            establish(subject, comparison, &mut established);
        }
        match &statement.kind {
            StatementKind::Comparison(comparison) if !statement.prose || starts.hold(at) => {
                establish(subject, comparison, &mut established);
            }
            StatementKind::Telecommand(call) if !statement.prose => {
                let telecommand = statement.symbol.and_then(|symbol| subject.telecommand(symbol));
                for constraint in telecommand.iter().flat_map(|telecommand| &telecommand.constraints) {
                    if let Some(missing) = missing(subject, constraint, &established) {
                        found.push(finding(&call.name, constraint, missing));
                    }
                }
            }
            _ => {}
        }
    }
}

fn establish<'a>(subject: Subject<'_>, comparison: &'a Comparison, established: &mut Established<'a>) {
    if let Some(symbol) = subject.library.symbols.find(Kind::Parameter, &comparison.parameter.text) {
        established.entry(symbol).or_default().push(comparison);
    }
}

/// Returns the first comparison of a constraint that nothing has established. Of one that is more than a list, any
/// part is enough.
fn missing<'c>(
    subject: Subject<'_>,
    constraint: &'c Constraint,
    established: &Established<'_>,
) -> Option<&'c Comparison> {
    let holds = |demanded: &&Comparison| {
        // What is not in the database cannot be checked by name.
        let Some(symbol) = subject.library.symbols.find(Kind::Parameter, &demanded.parameter.text) else { return true };
        established.get(&symbol).is_some_and(|known| known.iter().any(|known| agree(subject, symbol, known, demanded)))
    };
    match constraint.all {
        true => constraint.comparisons.iter().find(|demanded| !holds(demanded)),
        false if constraint.comparisons.iter().any(|demanded| holds(&demanded)) => None,
        false => constraint.comparisons.first(),
    }
}

/// Tells whether two comparisons of a parameter can be of one value. Only two labels or numbers that both are to be
/// equal are known to disagree.
fn agree(subject: Subject<'_>, symbol: SymbolIndex, known: &Comparison, demanded: &Comparison) -> bool {
    let (Operator::Equal, Operator::Equal) = (known.operator, demanded.operator) else { return true };
    let (Some(known), Some(demanded)) = (known.values.first(), demanded.values.first()) else { return true };
    let labels = subject.parameter_type(symbol).map_or(&[][..], |data_type| data_type.labels.as_slice());
    let as_number = |text: &Text| {
        let label = labels.iter().find(|label| label.label == text.text).map(|label| label.value as f64);
        label.or_else(|| number(&text.text))
    };
    match (as_number(known), as_number(demanded)) {
        (Some(known), Some(demanded)) => known == demanded,
        _ => true,
    }
}

fn finding(name: &Text, constraint: &Constraint, missing: &Comparison) -> Diagnostic {
    let message = format!("nothing before has established what `{}` demands: `{}`", name.text, constraint.text);
    Diagnostic::new(&LINT, name.span, message)
        .label(format!("`{}` is not checked before", missing.parameter.text))
        .also(constraint.span, "the constraint is declared here")
        .help(format!("check `{}` before the telecommand, or among the preconditions", missing.parameter.text))
}

/// Returns what the procedures confirm that this one calls, each with the place of its call, in order.
fn confirmed_by_calls<'a>(subject: Subject<'a>, procedure: &'a Procedure) -> Vec<(u32, &'a Comparison)> {
    let mut confirmed = Vec::new();
    let library = subject.library;
    procedure.each_step(&mut |step| {
        for action in &step.actions {
            let Action::Call(call) = action else { continue };
            let named = library.symbols.find(Kind::Procedure, &call.procedure.text);
            let called = named.and_then(|symbol| library.procedure(symbol));
            let checks = called.iter().flat_map(|called| &called.confirmation);
            confirmed.extend(checks.flat_map(|check| &check.comparisons).map(|found| (call.span.start, found)));
        }
    });
    confirmed.sort_by_key(|(at, _)| *at);
    confirmed
}

/// Where words establish something: in steps, and in preconditions.
struct Extents(Vec<(u32, u32)>);

impl Extents {
    fn of(procedure: &Procedure) -> Self {
        let mut extents = Vec::new();
        for precondition in &procedure.preconditions {
            if let Precondition::Text(inlines) = precondition {
                walk::each_inline(inlines, &mut |inline| {
                    if let Inline::Text(text) | Inline::Code(text) = inline {
                        extents.push((text.span.start, text.span.end));
                    }
                });
            }
        }
        let steps = procedure.phases.iter().flat_map(|phase| &phase.steps);
        extents.extend(steps.map(|step: &Step| (step.span.start, step.span.end)));
        extents.sort_unstable();
        Self(extents)
    }

    fn hold(&self, at: u32) -> bool {
        let after = self.0.partition_point(|(start, _)| *start <= at);
        after.checked_sub(1).and_then(|before| self.0.get(before)).is_some_and(|(_, end)| at < *end)
    }
}
