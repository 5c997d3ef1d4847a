use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds elements of a mission database that stand where no version of XTCE has them, or in another
    /// order, attributes that their element does not have, consequence levels that XTCE does not list, and
    /// a namespace that is none of XTCE. The same fault is told
    /// once in a file. An element that XTCE does not know is [unknown-element](unknown-element.md); what is
    /// missing or cannot be read has findings of its own.
    ///
    /// ## Why it matters
    /// opsdoc reads such an element as far as it makes sense; another tool refuses the file, or passes
    /// over what it does not expect, so that the two know different databases. A telecommand whose level
    /// nobody knows is taken to be harmless.
    ///
    /// ## Example
    /// ```xml
    /// <MetaCommand name="TC_PING" abstrakt="true"/>
    /// ```
    ///
    /// ## How to mend it
    /// Move the element to where the schema has it, or write the attribute or the level as the schema does.
    "D020" "database-schema-violation" Warning, database_schema_violation
}

fn database_schema_violation(subject: Subject<'_>) -> Vec<Diagnostic> {
    let violations = subject.library.database.violations.iter().map(|violation| {
        let diagnostic = Diagnostic::new(&LINT, violation.span, violation.message.as_str()).label("not in the schema");
        diagnostic.maybe_help(violation.help.as_ref().map(|help| help.to_string()))
    });
    violations.collect()
}
