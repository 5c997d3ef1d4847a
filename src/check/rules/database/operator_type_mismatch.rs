use super::stated::{Compared, comparisons, is_definite, kind_in_words};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::database::DataKind;
use crate::model::expression::Operator;
use crate::model::inline::Text;
use crate::notation::value::is_numeric;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds comparisons that the type of the parameter does not have: `>` and the like, a range or a
    /// tolerance on an enumeration, a Boolean or a text, and a text beside a parameter that holds
    /// numbers.
    ///
    /// ## Why it matters
    /// A control system refuses such a check, or compares the numbers of the labels, which mean nothing
    /// by their order; the check then passes where it should not.
    ///
    /// ## Example
    /// ```xml
    /// <tm name="AOC_MODE" op="ge" value="NORMAL"/>
    /// ```
    ///
    /// A mode is not more than another. Neither is a voltage `HIGH`.
    ///
    /// ## How to mend it
    /// Name the labels that are meant: `op="in"` with a list of them. Give a number where a number is
    /// compared.
    "D010" "operator-type-mismatch" Error, operator_type_mismatch
}

fn operator_type_mismatch(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for compared in comparisons(subject) {
        let Some((place, message, help)) = mismatch(subject, &compared) else { continue };
        let diagnostic = Diagnostic::new(&LINT, place.span, message).label("cannot be compared so").help(help);
        found.push(subject.defined_at(diagnostic, compared.symbol));
    }
    found
}

fn mismatch<'a>(subject: Subject<'_>, compared: &Compared<'a>) -> Option<(&'a Text, String, &'static str)> {
    let Compared { comparison, parameter, prose, .. } = compared;
    let kind = parameter.data_type.kind;
    let name = &comparison.parameter.text;
    let without_order = matches!(kind, DataKind::Enumerated | DataKind::Boolean | DataKind::String | DataKind::Binary);
    if without_order && comparison.operator.is_order() {
        let message = format!(
            "`{name}` is {}, which has no order to compare by `{}`",
            kind_in_words(kind),
            in_words(comparison.operator)
        );
        return Some((&comparison.parameter, message, "name the values that are meant, or compare for equality"));
    }
    if let Some(tolerance) = comparison.tolerance.as_ref().filter(|_| without_order) {
        let message = format!("`{name}` is {}, which has no tolerance", kind_in_words(kind));
        return Some((tolerance, message, "take the tolerance away"));
    }
    if !matches!(kind, DataKind::Integer | DataKind::Float) {
        return None;
    }
    // A table says of a number that it is nominal.
    let verdict = |value: &Text| *prose && matches!(value.as_str(), "NOMINAL" | "NOMINALE" | "STABLE");
    let wrong = |value: &&Text| !is_numeric(&value.text) && !verdict(value) && is_definite(subject, value, *prose);
    let text = comparison.values.iter().find(wrong)?;
    let message = format!("`{name}` is {}, and `{}` is none", kind_in_words(kind), text.text);
    Some((text, message, "write a number"))
}

fn in_words(operator: Operator) -> &'static str {
    if operator == Operator::Between { "between" } else { operator.sign() }
}
