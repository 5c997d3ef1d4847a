use super::stated::calls;
use crate::check::subject::{Subject, argument};
use crate::diagnostic::Diagnostic;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds telecommands that are written without an argument that has no default value and that no base
    /// telecommand fixes. In running text it looks at brackets with at least one argument, and not where dots stand
    /// for the rest. Where as many arguments have a name that the telecommand does not know, it is left to
    /// [unknown-argument](unknown-argument.md).
    ///
    /// ## Why it matters
    /// Such a telecommand cannot be sent, or the operator fills in what the text leaves open.
    ///
    /// ## Example
    /// ```xml
    /// <tc name="TC_AOC_RW_SPEED"><arg name="WHEEL" value="1"/></tc>
    /// ```
    ///
    /// The telecommand needs `SPEED` too. In running text `(WHEEL=1)` after the name is the same, and
    /// `(WHEEL=1, …)` leaves the rest open on purpose.
    ///
    /// ## How to mend it
    /// Write the argument with its value, or give it a default in the database.
    "D004" "missing-argument" Error, missing_argument
}

fn missing_argument(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for written in calls(subject) {
        let given = &written.call.arguments;
        if written.partial || (written.prose && given.is_empty()) {
            continue;
        }
        let needed =
            written.telecommand.arguments.iter().filter(|argument| !argument.fixed && argument.default.is_none());
        let missing: Vec<_> =
            needed.filter(|argument| !given.iter().any(|value| value.name.text == argument.name.text)).collect();
        // One that is written by a wrong name is reported for its name.
        let misnamed = given.iter().filter(|given| argument(written.telecommand, &given.name.text).is_none()).count();
        let Some(first) = missing.first().filter(|_| missing.len() > misnamed) else { continue };
        let names: Vec<String> = missing.iter().map(|argument| format!("`{}`", argument.name.text)).collect();
        let plural = if missing.len() > 1 { "s" } else { "" };
        let message =
            format!("`{}` is written without its argument{plural} {}", written.call.name.text, names.join(", "));
        let diagnostic = Diagnostic::new(&LINT, written.call.name.span, message)
            .label(format!("argument{plural} missing"))
            .also(first.span, "the argument is defined here")
            .help("write the value that is to be sent");
        found.push(diagnostic);
    }
    found
}
