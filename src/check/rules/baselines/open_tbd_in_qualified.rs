use super::open_marks::{self, Mark};
use crate::check::prose::each_line;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::model::document::{Document, Status};
use crate::model::expression::{Comparison, Condition, TelecommandCall};
use crate::model::inline::{Inline, Tbd, Text};
use crate::model::walk::{self, Visitor, each_inline};
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds open points in documents whose status is `qualified` or `operational`: the element `tbd`, and the
    /// marks that authors write in its place, in prose, in a table, in code beside other words, as the value of
    /// a check or an argument. The marks are the capitals of “to be determined”, “to be confirmed” and “to be
    /// written”, and in both languages “to be defined” or « à définir » in brackets, in capitals, after a colon,
    /// or as all that a cell holds.
    ///
    /// ## Why it matters
    /// A qualified procedure is run as it is written. Where a value is still open, the operator who meets it at
    /// three in the morning has to invent it.
    ///
    /// ## Example
    /// ```xml
    /// <verify within="20 s"><tm name="EPS_BAT1_VOLT" op="gt" value="TBD" unit="V"/></verify>
    /// ```
    ///
    /// ## How to mend it
    /// Settle the point, or set the status back until it is settled. A mark that is only spoken of stands in
    /// code, by itself.
    "B001" "open-tbd-in-qualified" Error, open_tbd_in_qualified
}

fn open_tbd_in_qualified(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for document in &subject.library.documents {
        let Some(status) = document.metadata.status.filter(|status| *status >= Status::Qualified) else { continue };
        for (what, span) in open_points(subject, document) {
            let message = format!("{what} is still open in a document with the status `{}`", status.word());
            let help = "settle it, or set the status back until it is settled";
            found.push(Diagnostic::new(&LINT, span, message).label("still open").help(help));
        }
    }
    found
}

/// Returns what is open in a document, with its place.
fn open_points(subject: Subject<'_>, document: &Document) -> Vec<(String, Span)> {
    let mut open = Vec::new();
    each_line(document, &mut |inlines, line| {
        let mut elements: Vec<&Tbd> = Vec::new();
        each_inline(inlines, &mut |inline| {
            if let Inline::Tbd(tbd) = inline {
                elements.push(tbd);
            }
        });
        for mark in open_marks::of(line) {
            let Some(place) = line.part(&mark, subject.sources) else { continue };
            let within = |tbd: &&Tbd| tbd.span.start <= place.span.start && place.span.end <= tbd.span.end;
            if !elements.iter().any(within) {
                open.push((format!("`{}`", place.text), place.span));
            }
        }
        for tbd in elements {
            let name = tbd.id.as_ref().map_or("a point".to_owned(), |id| format!("point `{}`", id.text));
            open.push((name, tbd.span));
        }
    });
    let mut values = Values(Vec::new());
    walk::blocks(&document.body, &mut values);
    open.extend(values.0);
    open
}

/// The values of checks and arguments that are marks.
struct Values(Vec<(String, Span)>);

impl Values {
    fn value(&mut self, text: &Text) {
        let marks: Vec<Mark> = open_marks::in_value(&text.text);
        self.0.extend(
            marks.into_iter().map(|mark| (format!("`{}`", &text.text[mark.clone()]), text.part(mark.start, mark.end))),
        );
    }
}

impl<'a> Visitor<'a> for Values {
    fn telecommand(&mut self, call: &'a TelecommandCall) {
        call.arguments.iter().for_each(|argument| self.value(&argument.value));
    }

    fn comparison(&mut self, comparison: &'a Comparison) {
        comparison.values.iter().for_each(|value| self.value(value));
    }

    fn condition(&mut self, condition: &'a Condition) {
        // What was read as a comparison comes by itself.
        if condition.comparisons.is_empty() {
            self.value(&condition.text);
        }
    }
}
