use super::stated::{calls, is_definite, kind_in_words};
use crate::check::subject::{Subject, argument};
use crate::diagnostic::Diagnostic;
use crate::model::database::DataKind;
use crate::model::expression::ArgumentValue;
use crate::notation::value::{is_numeric, number};
use crate::rule;

rule! {
    /// ## What it does
    /// Finds values of telecommand arguments that are not of the argument's type: a text where a number is wanted, a
    /// fraction where a whole number is.
    ///
    /// ## Why it matters
    /// The telecommand is refused, or the value is cut to something that nobody wrote.
    ///
    /// ## Example
    /// ```xml
    /// <tc name="TC_AOC_RW_SPEED"><arg name="WHEEL" value="1.5"/><arg name="SPEED" value="FAST"/></tc>
    /// ```
    ///
    /// The number of a wheel is a whole number, and its speed is a number. In running text a word in small letters
    /// is taken for a word.
    ///
    /// ## How to mend it
    /// Write a value of the type that the database states.
    "D006" "argument-type-mismatch" Error, argument_type_mismatch
}

fn argument_type_mismatch(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for written in calls(subject) {
        for given in &written.call.arguments {
            let Some(argument) = argument(written.telecommand, &given.name.text) else { continue };
            let kind = argument.data_type.kind;
            if !is_definite(subject, &given.value, written.prose) || fits(kind, given, &argument.data_type.unit) {
                continue;
            }
            let message = format!(
                "argument `{}` of `{}` is {}, and `{}` is none",
                given.name.text,
                written.telecommand.name.text,
                kind_in_words(kind),
                given.value.text
            );
            let diagnostic = Diagnostic::new(&LINT, given.value.span, message)
                .label(format!("not {}", kind_in_words(kind)))
                .help(format!("write {}", kind_in_words(kind)));
            found.push(diagnostic.also(argument.span, "the argument is defined here"));
        }
    }
    found
}

fn fits(kind: DataKind, given: &ArgumentValue, unit: &str) -> bool {
    let text = &given.value.text;
    match kind {
        // A fraction of another unit may be a whole number in the database's.
        DataKind::Integer => match number(text) {
            Some(value) => value.fract() == 0.0 || given.unit.as_ref().is_some_and(|written| written.text != unit),
            None => is_numeric(text),
        },
        DataKind::Float => number(text).is_some() || is_numeric(text),
        _ => true,
    }
}
