use crate::check::subject::{Subject, same_but_case};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::link::library::{Statement, StatementKind};
use crate::model::database::DataType;
use crate::model::expression::Operator;
use crate::model::inline::Text;
use crate::notation::value::number;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds labels, and numbers, that the enumeration of a parameter or an argument does not have:
    /// in checks, in tests, in telecommands, and in running text.
    ///
    /// ## Why it matters
    /// A check for a label that does not exist never holds, and a telecommand with it is never sent.
    /// The enumeration may have changed since the text was written.
    ///
    /// ## Example
    /// ```xml
    /// <tm name="AOC_MODE" op="eq" value="SAFFE"/>
    /// ```
    ///
    /// The database has `SAFE`.
    ///
    /// ## How to mend it
    /// Write one of the labels of the database. In running text, a word in small letters that is
    /// near no label is taken for a word and not for a label.
    "D009" "unknown-enumeration-label" Error, unknown_enumeration_label
}

fn unknown_enumeration_label(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, links) in subject.links() {
        for statement in &links.statements {
            let Some(symbol) = statement.symbol else { continue };
            for (name, value) in stated(statement) {
                let Some(data_type) = subject.type_of(symbol, &name.text) else { continue };
                // `$NAME` is a variable of the procedure; what it will hold is not known here.
                if data_type.labels.is_empty() || value.text.starts_with('$') || has(data_type, value) {
                    continue;
                }
                let labels: Vec<&str> = data_type.labels.iter().map(|label| label.label.as_str()).collect();
                let near = did_you_mean(&value.text, labels.iter().copied());
                let word = value.text.chars().any(char::is_lowercase);
                if statement.prose && word && near.is_none() {
                    continue;
                }
                let message = format!("`{}` has no value `{}`", name.text, value.text);
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("its values are {}", listed(data_type)),
                };
                let mut diagnostic =
                    Diagnostic::new(&LINT, value.span, message).label("not in the enumeration").help(help);
                if let Some(right) = same_but_case(&value.text, labels.iter().copied())
                    && subject.sources.slice(value.span) == value.text
                {
                    diagnostic = diagnostic.fix(value.span, right);
                }
                found.push(subject.defined_at(diagnostic, symbol));
            }
        }
    }
    found
}

/// Returns the values that a statement gives to names.
fn stated(statement: &Statement) -> Vec<(&Text, &Text)> {
    match &statement.kind {
        StatementKind::Telecommand(call) => call.arguments.iter().map(|given| (&given.name, &given.value)).collect(),
        StatementKind::Comparison(comparison) => {
            let by_label = matches!(comparison.operator, Operator::Equal | Operator::NotEqual | Operator::In);
            let values = comparison.values.iter().filter(|_| by_label);
            values.map(|value| (&comparison.parameter, value)).collect()
        }
        // The value is looked at in the comparison, its label here.
        StatementKind::Labelled { name, label, .. } => vec![(name, label)],
    }
}

fn has(data_type: &DataType, value: &Text) -> bool {
    let as_number = number(&value.text);
    data_type.labels.iter().any(|label| {
        label.label == value.text || as_number.is_some_and(|n| n >= label.value as f64 && n <= label.last as f64)
    })
}

fn listed(data_type: &DataType) -> String {
    const MOST: usize = 12;
    let shown = data_type.labels.iter().take(MOST).map(|label| format!("{} ({})", label.label, label.value));
    let more = if data_type.labels.len() > MOST { ", …" } else { "" };
    shown.collect::<Vec<_>>().join(", ") + more
}
