use super::stated::{has_value, is_definite, is_verdict, listed, statements};
use crate::check::subject::{Subject, same_but_case};
use crate::diagnostic::{Diagnostic, suggestion};
use crate::link::library::{Statement, StatementKind};
use crate::model::expression::Operator;
use crate::model::inline::Text;
use crate::notation::value::is_placeholder;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds labels, and numbers, that the enumeration of a parameter does not have: in checks, in
    /// tests, in running text and in tables.
    ///
    /// ## Why it matters
    /// A check for a label that does not exist never holds. The enumeration may have changed since
    /// the text was written.
    ///
    /// ## Example
    /// ```xml
    /// <tm name="AOC_MODE" op="eq" value="SAFFE"/>
    /// ```
    ///
    /// The database has `SAFE`.
    ///
    /// ## How to mend it
    /// Write the label as the database has it. In running text, a word in small letters that is
    /// near no label is taken for a word and not reported.
    "D009" "unknown-enumeration-label" Error, unknown_enumeration_label
}

fn unknown_enumeration_label(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, statement, symbol) in statements(subject) {
        let Some(parameter) = subject.parameter(symbol) else { continue };
        let data_type = &parameter.data_type;
        let is_name = |word: &str| !subject.library.symbols.named(word).is_empty();
        for (name, value, certain) in stated(statement, is_name) {
            if data_type.labels.is_empty()
                || is_placeholder(&value.text)
                || has_value(data_type, value, statement.prose)
            {
                continue;
            }
            let near = suggestion(&value.text, data_type.labels.iter().map(|label| label.label.as_str()));
            if near.is_none() && !(certain && is_definite(subject, value, statement.prose)) {
                continue;
            }
            let message = format!("`{}` has no value `{}`", name.text, value.text);
            let help = near.unwrap_or_else(|| format!("its values are {}", listed(data_type)));
            let diagnostic = Diagnostic::new(&LINT, value.span, message).label("not in the enumeration").help(help);
            let right = same_but_case(&value.text, data_type.labels.iter().map(|label| label.label.as_str()));
            found.push(subject.defined_at(subject.mend(diagnostic, &value.text, right), symbol));
        }
    }
    found
}

/// Returns the names and values that a statement gives as labels or numbers of an enumeration, and whether nothing
/// else can be meant.
fn stated(statement: &Statement, is_name: impl Fn(&str) -> bool) -> Vec<(&Text, &Text, bool)> {
    match &statement.kind {
        StatementKind::Comparison(comparison) => {
            let by_label = matches!(comparison.operator, Operator::Equal | Operator::NotEqual | Operator::In);
            let values = comparison.values.iter().filter(|_| by_label);
            values.map(|value| (&comparison.parameter, value, true)).collect()
        }
        // The value is looked at in the comparison, its label here.
        StatementKind::Labelled { name, label, .. } => vec![(name, label, true)],
        // Behind words, the name of anything else may stand as well.
        StatementKind::Worded { label, .. } if is_name(&label.text) || is_verdict(&label.text) => Vec::new(),
        StatementKind::Worded { name, label, certain } => vec![(name, label, *certain)],
        _ => Vec::new(),
    }
}
