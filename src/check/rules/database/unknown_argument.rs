use super::stated::calls;
use crate::check::subject::{Subject, argument};
use crate::diagnostic::{Diagnostic, suggestion};
use crate::rule;

rule! {
    /// ## What it does
    /// Finds arguments that the telecommand does not have, and arguments that are given twice, in procedures and in
    /// running text.
    ///
    /// ## Why it matters
    /// The value is never sent, and the argument that was meant keeps whatever it has.
    ///
    /// ## Example
    /// ```xml
    /// <tc name="TC_AOC_SET_MODE"><arg name="MODEE" value="SAFE"/></tc>
    /// ```
    ///
    /// or, in running text, `MODEE=SAFE` in the brackets after the name. The telecommand has `MODE`.
    ///
    /// ## How to mend it
    /// Write the argument as the database has it.
    "D003" "unknown-argument" Error, unknown_argument
}

fn unknown_argument(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for written in calls(subject) {
        let telecommand = written.telecommand;
        for (at, given) in written.call.arguments.iter().enumerate() {
            let before = written.call.arguments[..at].iter().find(|before| before.name.text == given.name.text);
            if let Some(before) = before.filter(|before| before.name.span != given.name.span) {
                let message = format!("argument `{}` of `{}` is given twice", given.name.text, telecommand.name.text);
                let diagnostic = Diagnostic::new(&LINT, given.name.span, message).label("given again here");
                let help = "take one of the two away, or name the argument that is meant";
                found.push(diagnostic.also(before.name.span, "given before").help(help));
                continue;
            }
            if argument(telecommand, &given.name.text).is_some() {
                continue;
            }
            let names: Vec<&str> = telecommand.arguments.iter().map(|argument| argument.name.as_str()).collect();
            let help = suggestion(&given.name.text, names.iter().copied()).unwrap_or_else(|| match names.as_slice() {
                [] => "this telecommand has no argument".to_owned(),
                [only] => format!("its only argument is `{only}`"),
                names => format!("its arguments are `{}`", names.join("`, `")),
            });
            let message = format!("`{}` has no argument `{}`", telecommand.name.text, given.name.text);
            let diagnostic = Diagnostic::new(&LINT, given.name.span, message).label("unknown argument").help(help);
            found.push(subject.defined_at(diagnostic, written.symbol));
        }
    }
    found
}
