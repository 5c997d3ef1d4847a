use super::stated::{calls, has_value, is_definite, listed, statements};
use crate::check::subject::{Subject, argument};
use crate::diagnostic::{Diagnostic, suggestion};
use crate::link::library::StatementKind;
use crate::model::database::Telecommand;
use crate::model::inline::Text;
use crate::notation::value::is_placeholder;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds labels, and numbers, that the enumeration of a telecommand's argument does not have: in
    /// procedures, in running text and in tables.
    ///
    /// ## Why it matters
    /// The telecommand is refused, or the number means something else on board than the text says. The
    /// enumeration may have changed since the text was written.
    ///
    /// ## Example
    /// ```xml
    /// <tc name="TC_AOC_SET_MODE"><arg name="MODE" value="SAFFE"/></tc>
    /// ```
    ///
    /// The database has `SAFE`.
    ///
    /// ## How to mend it
    /// Write the label as the database has it. In running text, a word in small letters that is
    /// near no label is taken for a word and not reported.
    "D007" "unknown-argument-label" Error, unknown_argument_label
}

fn unknown_argument_label(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for written in calls(subject) {
        for given in &written.call.arguments {
            found.extend(finding(subject, written.telecommand, &given.name, &given.value, written.prose));
        }
    }
    // The value is looked at in the call, the label beside it here.
    for (_, statement, symbol) in statements(subject) {
        if let (StatementKind::Labelled { name, label, .. }, Some(telecommand)) =
            (&statement.kind, subject.telecommand(symbol))
        {
            let known = found.iter().any(|before: &Diagnostic| before.span() == label.span);
            found.extend(finding(subject, telecommand, name, label, statement.prose).filter(|_| !known));
        }
    }
    found
}

fn finding(
    subject: Subject<'_>,
    telecommand: &Telecommand,
    name: &Text,
    value: &Text,
    prose: bool,
) -> Option<Diagnostic> {
    let argument = argument(telecommand, &name.text)?;
    let data_type = &argument.data_type;
    if data_type.labels.is_empty() || is_placeholder(&value.text) || has_value(data_type, value, prose) {
        return None;
    }
    let near = suggestion(&value.text, data_type.labels.iter().map(|label| label.label.as_str()));
    if near.is_none() && !is_definite(subject, value, prose) {
        return None;
    }
    let message = format!("argument `{}` of `{}` has no value `{}`", name.text, telecommand.name.text, value.text);
    let help = near.unwrap_or_else(|| format!("its values are {}", listed(data_type)));
    let diagnostic = Diagnostic::new(&LINT, value.span, message).label("not in the enumeration").help(help);
    Some(diagnostic.also(argument.span, "the argument is defined here"))
}
