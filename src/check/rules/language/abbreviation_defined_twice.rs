use rustc_hash::FxHashMap;

use super::shorts;
use crate::check::prose::{each_line, folded};
use crate::check::subject::Subject;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::inline::Inline;
use crate::model::walk::each_inline;
use crate::project::language::Abbreviation;
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds abbreviations that stand for two things: two entries of the glossary, a document that contradicts the
    /// glossary, or two documents in one language that contradict each other. What a document says is what stands
    /// in the element `abbr`, and words beside the abbreviation whose first letters are its own. Another form of a
    /// word, as a plural or `subsystem` for `system`, is no other meaning.
    ///
    /// ## Why it matters
    /// Who learnt one of the two reads the other document wrong, and does not notice.
    ///
    /// ## Example
    /// ```text
    /// The attitude control system (ACS) …
    /// The antenna control software (ACS) …
    /// ```
    ///
    /// ## How to mend it
    /// Settle which of the two keeps the abbreviation and write the other one out.
    "L002" "abbreviation-defined-twice" Warning, abbreviation_defined_twice
}

fn abbreviation_defined_twice(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut glossary: FxHashMap<&str, &Abbreviation> = FxHashMap::default();
    for entry in &subject.project.glossary {
        match glossary.get(entry.short.as_str()) {
            Some(first) => {
                let differs = entry.expansion.all().any(|one| !is_among(one, first.expansion.all()));
                found.extend(differs.then(|| twice(&entry.short, entry.span, first.span)));
            }
            None => drop(glossary.insert(&entry.short, entry)),
        }
    }
    let mut first: FxHashMap<(String, String), (String, Span)> = FxHashMap::default();
    for document in &subject.library.documents {
        let language = document.language_or(subject.project.default_language()).to_owned();
        each_line(document, &mut |inlines, line| {
            let mut said: Vec<(String, String, Span)> = Vec::new();
            each_inline(inlines, &mut |inline| {
                if let Inline::Abbreviation(one) = inline {
                    said.push((one.short.text.to_string(), one.expansion.text.to_string(), one.short.span));
                }
            });
            for one in shorts::explained(line) {
                let Some(expansion) = one.expansion else { continue };
                let Some(place) = line.part(&expansion, subject.sources) else { continue };
                said.push((line.text[one.short].to_owned(), place.text.to_string(), place.span));
            }
            for (short, expansion, span) in said {
                if let Some(entry) = glossary.get(short.as_str()).filter(|entry| knows(entry, &language)) {
                    let differs = !is_among(&expansion, entry.expansion.all());
                    found.extend(differs.then(|| twice(&short, span, entry.span)));
                    continue;
                }
                let first = first.entry((short.clone(), language.clone())).or_insert((expansion.clone(), span));
                if !is_among(&expansion, [first.0.as_str()].into_iter()) {
                    found.push(twice(&short, span, first.1));
                }
            }
        });
    }
    found
}

/// Tells whether the glossary says what an abbreviation stands for in a language.
fn knows(entry: &Abbreviation, language: &str) -> bool {
    entry.expansion.by_language.iter().any(|(of, _)| of.is_empty() || of == language)
}

fn is_among<'e>(expansion: &str, mut others: impl Iterator<Item = &'e str>) -> bool {
    others.any(|other| is_same(&key(other), &key(expansion)))
}

/// Returns the words of an expansion without those that join others, which authors leave out or put in as they like.
fn key(expansion: &str) -> Vec<String> {
    const JOINING: &[&str] = &["and", "d", "de", "des", "du", "et", "l", "la", "le", "les", "of", "the"];
    let words = folded(expansion);
    words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !JOINING.contains(word))
        .map(str::to_owned)
        .collect()
}

/// Tells whether two expansions mean the same: each word is another form or spelling of the other, as `system` of
/// `subsystems`, or `centre` of `center`.
fn is_same(a: &[String], b: &[String]) -> bool {
    /// Letters at the beginning that make two words forms of one.
    const STEM: usize = 4;
    let is_form = |(a, b): (&String, &String)| {
        let stem = a.chars().take(STEM).eq(b.chars().take(STEM));
        let (a, b) = (a.trim_end_matches('s'), b.trim_end_matches('s'));
        stem || a.contains(b) || b.contains(a) || did_you_mean(a, [b]).is_some()
    };
    a.concat() == b.concat() || a.len() == b.len() && a.iter().zip(b).all(is_form)
}

fn twice(short: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(&LINT, span, format!("`{short}` stands for something else here"))
        .label("another meaning")
        .also(first, "the first meaning")
        .help("settle which of the two keeps the abbreviation, and write the other one out")
}
