//! `::: procedure ID [steps] :::`: the place where a procedure's definition is shown.

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::block::Presentation;
use crate::model::inline::Text;
use crate::text::span::Span;

use super::problem::UNKNOWN_DIRECTIVE;

/// Reads a paragraph that begins with `:::`; says what is wrong where it is no directive.
///
/// The fence may be closed on the line itself, on a line of its own, or not at all.
pub(super) fn read(written: &str, span: Span) -> Result<Presentation, Box<Diagnostic>> {
    let inner = written.trim_end();
    let inner = inner.strip_suffix(":::").filter(|rest| rest.len() > 3).unwrap_or(inner);
    let colons = inner.len() - inner.trim_start_matches(':').len();
    let mut words = words(inner, colons, span);
    let problem = |message: String| Box::new(Diagnostic::new(&UNKNOWN_DIRECTIVE, span, message));
    let name = words.next().map(|word| word.text).unwrap_or_default();
    if name != "procedure" {
        let help = match did_you_mean(&name, ["procedure"]) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "the only directive is `::: procedure ID :::`".to_owned(),
        };
        return Err(Box::new(problem(format!("there is no directive `{name}`")).help(help)));
    }
    let Some(procedure) = words.next() else {
        let help = "write the procedure's id after the word: `::: procedure FCP-AOC-010 :::`";
        return Err(Box::new(problem("this directive names no procedure".to_owned()).help(help)));
    };
    Ok(Presentation { procedure, steps: words.filter(|word| word.text != ":::").collect(), span })
}

/// Returns the words from a byte on, with their places; commas separate as spaces do.
fn words<'a>(text: &'a str, from: usize, span: Span) -> impl Iterator<Item = Text> + 'a {
    let start = text.as_ptr() as usize;
    text[from..].split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()).map(move |word| {
        let from = word.as_ptr() as usize - start;
        Text::new(word, span.part(from, from + word.len()))
    })
}
