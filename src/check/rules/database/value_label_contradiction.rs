use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::StatementKind;
use crate::notation::value::number;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds places that give a value by number and by label where the two do not belong together.
    ///
    /// ## Why it matters
    /// One of the two is wrong, and the reader cannot know which: the number is what is sent, the
    /// label is what is meant.
    ///
    /// ## Example
    /// ```text
    /// AOC_MODE = 1 (SAFE)
    /// TC_AOC_SET_MODE(MODE=SAFE (1))
    /// ```
    ///
    /// In the mission database 1 is STANDBY and SAFE is 2.
    ///
    /// ## How to mend it
    /// Find out which of the two is meant and write both as the database has them, or the label alone.
    "D008" "value-label-contradiction" Error, value_label_contradiction
}

fn value_label_contradiction(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, links) in subject.links() {
        for statement in &links.statements {
            let (StatementKind::Labelled { name, value, label }, Some(symbol)) = (&statement.kind, statement.symbol)
            else {
                continue;
            };
            let Some(data_type) = subject.type_of(symbol, &name.text) else { continue };
            let Some(number) = number(&value.text) else { continue };
            let Some(known) = data_type.labels.iter().find(|known| known.label == label.text) else { continue };
            if number >= known.value as f64 && number <= known.last as f64 {
                continue;
            }
            let message = format!("`{}` of `{}` is not {}", label.text, name.text, value.text);
            let other = data_type.labels.iter().find(|l| number >= l.value as f64 && number <= l.last as f64);
            let mut diagnostic = Diagnostic::new(&LINT, value.span, message)
                .label(format!("`{}` is {} in the mission database", known.label, known.value))
                .help(format!("write `{}` as {}, or find out which of the two is meant", known.label, known.value));
            if let Some(other) = other {
                diagnostic = diagnostic.note(format!("{} is `{}`", value.text, other.label));
            }
            found.push(subject.defined_at(diagnostic, symbol));
        }
    }
    found
}
