use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::inline::Text;
use crate::model::procedure::{Procedure, RequirementKind};
use crate::rule;

rule! {
    /// ## What it does
    /// Finds steps whose `role` is not among the roles that the procedure requires, where it
    /// requires any.
    ///
    /// ## Why it matters
    /// Whoever prepares the pass calls the people whom the requirements name. The one who is
    /// needed at step 5 is not in the room.
    ///
    /// ## Example
    /// ```xml
    /// <requirements><role name="Operator"/></requirements>
    /// …
    /// <step id="step-5" role="Propulsion engineer">…</step>
    /// ```
    ///
    /// ## How to mend it
    /// Add the role to `requirements`, or write it as it stands there.
    "F004" "undeclared-role" Error, undeclared_role
}

fn undeclared_role(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for flow in subject.flows() {
        let roles = names(flow.procedure, RequirementKind::Role);
        if roles.is_empty() {
            continue;
        }
        for place in &flow.places {
            let Some(role) = &place.step.role else { continue };
            let named = folded(role);
            if named.is_empty() || roles.iter().any(|declared| folded(declared) == named) {
                continue;
            }
            let message = format!("the procedure does not require the role `{}`", role.text.trim());
            let help = match did_you_mean(role.as_str(), roles.iter().map(|role| role.as_str())) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("add `<role name=\"{}\"/>` to `requirements`", role.text.trim()),
            };
            found.push(Diagnostic::new(&LINT, role.span, message).label("not among `requirements`").help(help));
        }
    }
    found
}

/// Returns the names of what a procedure requires.
pub(super) fn names(procedure: &Procedure, kind: RequirementKind) -> Vec<&Text> {
    let wanted = procedure.requirements.iter().filter(|requirement| requirement.kind == kind);
    wanted.filter_map(|requirement| requirement.name.as_ref()).collect()
}

fn folded(name: &Text) -> String {
    name.as_str().split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
