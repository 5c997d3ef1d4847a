use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::shorts;
use crate::check::prose::each_line;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::{DocumentIndex, StatementKind};
use crate::model::inline::Inline;
use crate::model::walk::each_inline;
use crate::notation::token;
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds abbreviations that nothing explains: neither the glossary of the project file (`[[abbreviation]]`), nor
    /// the element `abbr` in the same document, nor words beside them, as in “attitude control system (ACS)”. A
    /// word of two to six capitals is one, unless it is a name or a label of the mission database, a word of the
    /// project file, a unit, a Roman numeral, or a word that the library writes in small letters too. A project
    /// without a glossary is not checked. Each is found once in a document, at its first place.
    ///
    /// ## Why it matters
    /// The same letters mean one thing to the author and another to the operator who came from another mission.
    ///
    /// ## Example
    /// ```text
    /// Check the PCDU before the eclipse.
    /// ```
    ///
    /// ## How to mend it
    /// Write it out where it comes first, with the abbreviation in brackets, or add it to the glossary.
    "L001" "undefined-abbreviation" Warning, undefined_abbreviation
}

fn undefined_abbreviation(subject: Subject<'_>) -> Vec<Diagnostic> {
    if subject.project.glossary.is_empty() {
        return Vec::new();
    }
    let known = known_words(subject);
    let mut open: Vec<(String, Span)> = Vec::new();
    for (index, document) in subject.library.iter() {
        let (mut first, mut order) = (FxHashMap::default(), Vec::new());
        // What a procedure declares is a name in it.
        let variables = document.procedures().flat_map(|procedure| &procedure.variables).map(|variable| &variable.name);
        let events = document.procedures().flat_map(|procedure| &procedure.events).map(|event| &event.name);
        let mut explained: FxHashSet<String> = variables.chain(events).map(|name| name.text.to_string()).collect();
        each_line(document, &mut |inlines, line| {
            each_inline(inlines, &mut |inline| {
                if let Inline::Abbreviation(abbreviation) = inline {
                    explained.insert(abbreviation.short.text.to_string());
                }
            });
            for short in shorts::of(line) {
                let word = &line.text[short.clone()];
                let is_known = known.contains(word) || first.contains_key(word) || is_no_abbreviation(subject, word);
                if is_known || is_in_identifier(&line.text, &short) {
                    continue;
                }
                let Some(place) = line.part(&short, subject.sources) else { continue };
                first.insert(word.to_owned(), place.span);
                order.push(word.to_owned());
            }
            explained.extend(shorts::explained(line).into_iter().map(|one| line.text[one.short].to_owned()));
        });
        let labels = labels(subject, index);
        let is_label = |place: Span| labels.iter().any(|label| label.start <= place.start && place.end <= label.end);
        let unexplained = order.into_iter().filter(|word| !explained.contains(word) && !is_label(first[word]));
        open.extend(unexplained.map(|word| (word.clone(), first[&word])));
    }
    let words = written_small(subject, &open);
    let found = open.into_iter().filter(|(word, _)| !words.contains(&word.to_lowercase()));
    found
        .map(|(word, span)| {
            let help = format!("write it out at its first place with `({word})` behind, or add it to the glossary");
            Diagnostic::new(&LINT, span, format!("nothing says what `{word}` stands for"))
                .label("not explained")
                .help(help)
        })
        .collect()
}

/// Tells whether capitals are a part of a longer name, as in `FCP-AOC-XXX`: two hyphens or more join its parts.
fn is_in_identifier(text: &str, word: &Range<usize>) -> bool {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let start = text[..word.start].rfind(|c: char| !joins(c)).map_or(0, |at| at + 1);
    let start = text.ceil_char_boundary(start);
    let end = text[word.end..].find(|c: char| !joins(c)).map_or(text.len(), |at| word.end + at);
    text[start..end].matches('-').count() > 1
}

/// Returns where a document gives arguments and labels to items: whether the items have them is for other rules to say.
fn labels(subject: Subject<'_>, document: DocumentIndex) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for statement in &subject.library.links(document).statements {
        match &statement.kind {
            StatementKind::Telecommand(call) | StatementKind::Partial(call) => {
                found.extend(call.arguments.iter().flat_map(|argument| [argument.name.span, argument.value.span]));
            }
            StatementKind::Comparison(comparison) => found.extend(comparison.values.iter().map(|value| value.span)),
            StatementKind::Labelled { label, .. } | StatementKind::Worded { label, .. } => found.push(label.span),
            _ => {}
        }
    }
    found
}

/// Returns what is known without a document saying so: the glossary, the words of the project, the database's labels.
fn known_words(subject: Subject<'_>) -> FxHashSet<&str> {
    let project = subject.project;
    let mut known: FxHashSet<&str> = project.glossary.iter().map(|entry| entry.short.as_str()).collect();
    let named = project.environments.iter().chain(&project.tools).chain(&project.phases).chain(&project.markings);
    let mut texts: Vec<&str> = named.flat_map(|named| named.name.all().chain([named.id.as_str()])).collect();
    for mission in &project.missions {
        texts.extend(
            mission.name.all().chain([mission.id.as_str()]).chain(mission.satellites.iter().map(String::as_str)),
        );
    }
    texts.extend(project.title.all().chain(project.portions.iter().map(|(mark, _)| mark.as_str())));
    texts.extend(
        project.terms.iter().flat_map(|term| term.rejected.iter().chain([&term.preferred])).map(String::as_str),
    );
    let database = &subject.library.database;
    let arguments = database.telecommands.iter().flat_map(|telecommand| &telecommand.arguments);
    texts.extend(arguments.clone().map(|argument| argument.name.as_str()));
    let types = database.parameters.iter().map(|parameter| &parameter.data_type);
    for data_type in types.chain(arguments.map(|argument| &argument.data_type)) {
        texts.extend(data_type.labels.iter().map(|label| label.label.as_str()).chain([data_type.unit.as_str()]));
    }
    texts.extend(database.parameters.iter().map(|parameter| &*parameter.system));
    known.extend(texts.into_iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric())));
    known
}

/// Tells whether capitals are something else: a name of the library, a number, a word that everybody knows.
fn is_no_abbreviation(subject: Subject<'_>, word: &str) -> bool {
    /// Time scales, and what every reader of a screen knows.
    const COMMON: &[&str] = &[
        "AM", "CD", "CSV", "DVD", "GIF", "GMT", "HTML", "HTTP", "HTTPS", "ID", "JPEG", "JSON", "OK", "PC", "PDF", "PM",
        "PNG", "SVG", "TAI", "TBC", "TBD", "TBW", "TV", "URL", "USB", "UTC", "XML",
    ];
    let roman = word.chars().all(|letter| matches!(letter, 'I' | 'V' | 'X'));
    roman || COMMON.contains(&word) || !subject.library.symbols.named(word).is_empty()
}

/// Returns those of the words that the library also writes in small letters: they are words that someone stressed.
fn written_small(subject: Subject<'_>, open: &[(String, Span)]) -> FxHashSet<String> {
    let wanted: FxHashSet<String> = open.iter().map(|(word, _)| word.to_lowercase()).collect();
    let mut found = FxHashSet::default();
    if wanted.is_empty() {
        return found;
    }
    for document in &subject.library.documents {
        each_line(document, &mut |_, line| {
            for token in token::tokens(&line.text) {
                let in_prose = || line.piece_of(&token).is_some_and(|piece| !piece.code);
                let word = &line.text[token.clone()];
                if wanted.contains(word) && in_prose() {
                    found.insert(word.to_owned());
                }
            }
        });
    }
    found
}
