use super::stated::calls;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds abstract telecommands that a procedure sends, or that a text writes with arguments as if
    /// they were sent.
    ///
    /// ## Why it matters
    /// An abstract telecommand is a pattern from which others are made. It has no code of its own, so
    /// that nothing can be sent.
    ///
    /// ## Example
    /// ```xml
    /// <tc name="TC_BASE"/>
    /// ```
    ///
    /// ## How to mend it
    /// Send one of the telecommands that are made from it.
    "D013" "abstract-telecommand-sent" Error, abstract_telecommand_sent
}

fn abstract_telecommand_sent(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for written in calls(subject).filter(|written| written.telecommand.is_abstract) {
        // A name with empty brackets, or with none, may be what the text speaks of.
        if written.prose && written.call.arguments.is_empty() {
            continue;
        }
        let message = format!("`{}` is abstract and cannot be sent", written.call.name.text);
        let diagnostic = Diagnostic::new(&LINT, written.call.name.span, message)
            .label("abstract")
            .help(help(subject, &written.telecommand.name.text));
        found.push(subject.defined_at(diagnostic, written.symbol));
    }
    found
}

/// Names the first telecommands that are made from this one.
fn help(subject: Subject<'_>, name: &str) -> String {
    const MOST: usize = 3;
    let telecommands = subject.library.database.telecommands.iter();
    let made = telecommands.filter(|other| {
        let base = other.base.as_ref().map(|base| base.text.trim().rsplit('/').next().unwrap_or_default());
        base == Some(name) && !other.is_abstract
    });
    let names: Vec<String> = made.map(|other| format!("`{}`", other.name.text)).take(MOST + 1).collect();
    match names.len() {
        0 => "send a telecommand that is not abstract".to_owned(),
        count if count > MOST => format!("send one that is made from it, as {}, …", names[..MOST].join(", ")),
        _ => format!("send one that is made from it: {}", names.join(", ")),
    }
}
