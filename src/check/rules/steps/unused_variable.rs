use super::variables;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds declared variables that nothing in the procedure records or uses, neither in values
    /// and conditions nor in words.
    ///
    /// ## Why it matters
    /// Something was taken out by halves, or a value is written by hand where the variable was meant.
    ///
    /// ## Example
    /// ```xml
    /// <declare><variable name="WHEEL" type="integer"/></declare>
    /// ```
    /// and no `$WHEEL` anywhere.
    ///
    /// ## How to mend it
    /// Use the variable, or take its declaration out.
    "S017" "unused-variable" Note, unused_variable
}

fn unused_variable(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for flow in subject.flows().filter(|flow| !flow.procedure.variables.is_empty()) {
        let uses = variables::uses(flow);
        for variable in &flow.procedure.variables {
            let name = &variable.name;
            let is_set = flow.actions().any(|(_, _, action)| variables::sets(action, name.as_str()));
            if is_set || uses.iter().any(|one| one.name == name.as_str()) {
                continue;
            }
            let message = format!("variable `{}` is declared and never used", name.text);
            let finding = Diagnostic::new(&LINT, name.span, message).label("never used");
            found.push(finding.help("use it, or take its declaration out"));
        }
    }
    found
}
