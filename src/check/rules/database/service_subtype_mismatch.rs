use super::identities::service;
use super::stated::statements;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::StatementKind;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds services and subtypes that stand beside a telecommand's name and are not those of the
    /// database: `TC(17,1)`, `TC[17,1]`, `PUS 17/1`, `service 17 subtype 1`, `ST[17]`, in running text and
    /// in tables with a column for each. The database states them by an alias, by `AncillaryData`, or by
    /// the values that arguments called `type` and `subtype` are fixed to.
    ///
    /// ## Why it matters
    /// A packet of another service is another telecommand. Whoever looks for it in the log does not find
    /// it, and whoever builds it by hand sends something else.
    ///
    /// ## Example
    /// ```text
    /// Send TC_PING, TC(17,2) in the packet header.
    /// ```
    ///
    /// The database has it as service 17, subtype 1.
    ///
    /// ## How to mend it
    /// Write the service and the subtype of the database, or name the telecommand that is meant.
    "D012" "service-subtype-mismatch" Error, service_subtype_mismatch
}

fn service_subtype_mismatch(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, statement, symbol) in statements(subject) {
        let StatementKind::Service { name, service: written, subtype } = &statement.kind else { continue };
        let Some(known) = subject.telecommand(symbol).and_then(service) else { continue };
        let differs = |text: &str, known: u32| text.parse() != Ok(known);
        let (place, of) = if differs(&written.text, known.0) {
            (written, "service")
        } else if let (Some(text), Some(known)) = (subtype, known.1)
            && differs(&text.text, known)
        {
            (text, "subtype")
        } else {
            continue;
        };
        let in_words = |service: &str, subtype: Option<&str>| match subtype {
            Some(subtype) => format!("service {service}, subtype {subtype}"),
            None => format!("service {service}"),
        };
        let said = in_words(&written.text, subtype.as_ref().map(|text| text.as_str()));
        let database = in_words(&known.0.to_string(), known.1.map(|subtype| subtype.to_string()).as_deref());
        let message = format!("`{}` is {database}, not {said}", name.text);
        let diagnostic = Diagnostic::new(&LINT, place.span, message)
            .label(format!("another {of}"))
            .help(format!("write {database}, or name the telecommand that is meant"));
        found.push(subject.defined_at(diagnostic, symbol));
    }
    found
}
