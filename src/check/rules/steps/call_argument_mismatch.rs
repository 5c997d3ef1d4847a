use super::variable_used_before_set::called;
use crate::check::flow::Flow;
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::inline::Text;
use crate::model::procedure::{Call, Procedure, Variable};
use crate::notation::value::number;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds what a call hands over wrongly: by a name that the called procedure does not declare,
    /// twice by the same name, or with a value that is not of the variable's type, as a word for a
    /// number. A call of a procedure that the library does not have is left alone.
    ///
    /// ## Why it matters
    /// The value does not arrive, and the called procedure works with another one, or with none.
    ///
    /// ## Example
    /// ```xml
    /// <call procedure="CRP-EPS-904"><with name="WNG" value="2"/></call>
    /// ```
    /// where the procedure declares `WING`.
    ///
    /// ## How to mend it
    /// Use the name and the type that the called procedure declares.
    "S019" "call-argument-mismatch" Error, call_argument_mismatch
}

fn call_argument_mismatch(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for flow in subject.flows() {
        for call in flow.calls() {
            let document = called(subject, flow, call).map(|document| subject.library.document(document));
            if let Some(procedure) = document.and_then(|document| document.procedure()) {
                found.extend(mismatches(flow, call, procedure));
            }
        }
    }
    found
}

fn mismatches(flow: &Flow<'_>, call: &Call, called: &Procedure) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, (name, value)) in call.arguments.iter().enumerate() {
        if let Some((before, _)) = call.arguments[..at].iter().find(|(before, _)| before.text == name.text) {
            let message = format!("`{}` is handed over twice", name.text);
            let finding = Diagnostic::new(&LINT, name.span, message).label("for the second time");
            found.push(finding.also(before.span, "first here").help("take one of the two out"));
            continue;
        }
        match called.variables.iter().find(|variable| variable.name.text == name.text) {
            Some(variable) => found.extend(of_other_type(flow, value, variable)),
            None => found.push(undeclared(name, called)),
        }
    }
    found
}

fn undeclared(name: &Text, called: &Procedure) -> Diagnostic {
    let names: Vec<&str> = called.variables.iter().map(|variable| variable.name.as_str()).collect();
    let message = format!("procedure `{}` declares no variable `{}`", called.id.text, name.text);
    let help = match did_you_mean(name.as_str(), names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => "it declares no variable at all; declare this one there".to_owned(),
        None => format!("it declares `{}`", names.join("`, `")),
    };
    Diagnostic::new(&LINT, name.span, message).label("not declared there").help(help)
}

fn of_other_type(flow: &Flow<'_>, value: &Text, variable: &Variable) -> Option<Diagnostic> {
    let wanted = variable.data_type.as_ref()?;
    let written = value.as_str().trim();
    let fits = match written.strip_prefix('$') {
        Some(own) => {
            let own = flow.procedure.variables.iter().find(|variable| variable.name.as_str() == own)?;
            own.data_type
                .as_ref()
                .is_none_or(|of| of.text == wanted.text || (of.as_str(), wanted.as_str()) == ("integer", "real"))
        }
        None => match wanted.as_str() {
            "integer" => number(written).is_some_and(|value| value.fract() == 0.0),
            "real" => number(written).is_some(),
            "boolean" => matches!(written.to_ascii_lowercase().as_str(), "true" | "false" | "0" | "1"),
            _ => true,
        },
    };
    let message = format!("`{written}` is handed over as `{}`, which is of type {}", variable.name.text, wanted.text);
    let finding = Diagnostic::new(&LINT, value.span, message).label(format!("not of type {}", wanted.text));
    (!fits).then(|| finding.also(variable.name.span, "declared here").help("hand over a value of this type"))
}
