//! Compares what a Markdown document retells of a procedure with the definition, step by step.
//!
//! 1. [`told`] finds the places that retell, and the steps in them: a list, a table, headed steps.
//! 2. [`said`] gathers what a stretch of text says: telecommands, comparisons, procedures.
//! 3. [`defined`] gathers the same of the steps of the definition.
//! 4. [`align`] says which told step is which defined one, by identifier, number, content and order.
//! 5. [`compare`] says where the two differ; [`same`] knows when two values are the same.
//!
//! What says nothing that can be compared is compared with nothing: such a step only takes its place in the order.

mod align;
mod compare;
mod defined;
mod said;
mod same;
mod told;

use ecow::EcoString;

use self::align::Alignment;
use self::compare::Comparing;
use self::defined::Definition;
pub use self::told::extent;
use self::told::{Restatement, Telling};
use super::subject::Subject;
use crate::diagnostic::{Diagnostic, Lint};
use crate::text::span::Span;

/// What is wrong with a retold step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It says something else than the definition.
    Differs,
    /// It is defined and not told.
    Missing,
    /// It is told before or after another that it follows or precedes.
    Order,
    /// It is told and not defined.
    Added,
}

/// A place that does not say what the definition says.
pub struct Difference {
    fault: Fault,
    message: String,
    span: Span,
    label: String,
    defined: Option<(Span, String)>,
    help: Option<String>,
}

/// Returns the findings of one kind, for the rule that looks for it.
pub fn findings(subject: Subject<'_>, fault: Fault, lint: &'static Lint) -> Vec<Diagnostic> {
    let differences = differences(subject).into_iter().filter(|difference| difference.fault == fault);
    let shown = differences.map(|difference| {
        let diagnostic = Diagnostic::new(lint, difference.span, difference.message).label(difference.label);
        let diagnostic = match difference.defined {
            Some((span, text)) => diagnostic.also(span, text),
            None => diagnostic,
        };
        diagnostic.maybe_help(difference.help)
    });
    shown.collect()
}

/// Compares every place that retells a procedure.
fn differences(subject: Subject<'_>) -> Vec<Difference> {
    let mut found = Vec::new();
    for (index, _) in subject.library.iter() {
        for restatement in told::restatements(subject, index) {
            let Some(definition) = Definition::of(subject, restatement.procedure) else { continue };
            let tellings = restatement.tellings(subject, &definition);
            let mut aligned: Vec<(Telling, Alignment)> = Vec::new();
            for telling in tellings {
                let alignment = align::align(&telling, &definition);
                if alignment.has_evidence() {
                    aligned.push((telling, alignment));
                }
            }
            for (telling, alignment) in &aligned {
                let partial = restatement.partial;
                Comparing { definition: &definition, telling, alignment, partial, found: &mut found }.run();
            }
            if !restatement.partial {
                missing(&restatement, &definition, &aligned, &mut found);
            }
        }
    }
    found
}

/// Reports the steps that no telling tells: each where it should stand, or all at once where most are left out.
fn missing(
    restatement: &Restatement<'_>,
    definition: &Definition<'_>,
    aligned: &[(Telling, Alignment)],
    found: &mut Vec<Difference>,
) {
    // The telling that tells most is the one to mend.
    let most = aligned.iter().enumerate().max_by_key(|(at, (_, alignment))| (alignment.told(), usize::MAX - at));
    let Some((_, (telling, alignment))) = most else { return };
    let same_language = restatement.language == definition.language;
    let untold = (0..definition.steps.len()).filter(|step| {
        let missing =
            |(telling, alignment): &(Telling, Alignment)| alignment.misses(*step, telling, definition, same_language);
        definition.steps[*step].required && aligned.iter().all(missing)
    });
    let untold: Vec<usize> = untold.collect();
    let help = "tell the step; or say that steps are left out on purpose, with `partial`";
    if untold.len() > 1 && untold.len() > alignment.told() {
        let names: Vec<String> = untold.iter().map(|step| definition.steps[*step].name()).collect();
        found.push(Difference {
            fault: Fault::Missing,
            message: format!("{} steps of `{}` are not retold: {}", untold.len(), definition.id, names.join(", ")),
            span: restatement.named,
            label: "retold in part".to_owned(),
            defined: None,
            help: Some(help.replace("the step", "the steps")),
        });
        return;
    }
    for step in untold {
        let step_defined = &definition.steps[step];
        let (span, label) = match alignment.before(step) {
            Some(before) => (telling.steps[before].head, "it should follow this one"),
            None => (telling.steps.first().map_or(restatement.named, |first| first.head), "it should come before"),
        };
        found.push(Difference {
            fault: Fault::Missing,
            message: format!("{} of `{}` is not retold", step_defined.name(), definition.id),
            span,
            label: label.to_owned(),
            defined: Some((step_defined.place, "the step is defined here".to_owned())),
            help: Some(help.to_owned()),
        });
    }
}

/// Returns the words of a text that say what it is about, shortened so that their endings do not matter.
fn words(text: &str) -> rustc_hash::FxHashSet<EcoString> {
    /// Words that are in every step.
    const COMMON: &[&str] =
        &["avec", "dans", "pour", "deux", "this", "that", "with", "from", "then", "step", "étape", "sont", "the"];
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3);
    words.filter(|word| !COMMON.contains(word)).map(|word| word.chars().take(6).collect()).collect()
}
