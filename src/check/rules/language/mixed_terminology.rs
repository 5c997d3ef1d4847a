use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::check::prose::each_line;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::notation::line::Line;
use crate::project::language::Term;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds words that the project does not use because it has another for the same thing (`[[term]]` in the project
    /// file), in running text in the term's language. Code is not looked at. `check --fix` writes the word that is
    /// used; a plural is left to the author.
    ///
    /// ## Why it matters
    /// Two words make a reader look for two things.
    ///
    /// ## Example
    /// ```toml
    /// [[term]]
    /// preferred = "telecommand"
    /// rejected = ["uplink order"]
    /// lang = "en"
    /// ```
    ///
    /// ## How to mend it
    /// Write the word that the project uses.
    "L005" "mixed-terminology" Note, mixed_terminology
}

fn mixed_terminology(subject: Subject<'_>) -> Vec<Diagnostic> {
    let terms = Terms::of(&subject.project.terms);
    if terms.by_first.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for document in &subject.library.documents {
        let language = document.language_or(subject.project.default_language());
        each_line(document, &mut |_, line| {
            for (place, rejected) in terms.matches(line, language) {
                let Some(text) = line.part(&place, subject.sources) else { continue };
                let preferred = as_written(&rejected.term.preferred, &text.text);
                let message = format!("`{}` is called `{}` here", text.text, rejected.term.preferred);
                let diagnostic = Diagnostic::new(&LINT, text.span, message).label("another word for the same");
                let diagnostic = diagnostic.help(format!("write `{preferred}`"));
                // The words may cross mark-up, or be written by entities; only what stands there as it is may be replaced.
                let is_plain = subject.sources.slice(text.span) == text.text && place.len() == rejected.form.len();
                found.push(if is_plain { diagnostic.fix(text.span, preferred) } else { diagnostic });
            }
        });
    }
    found
}

/// The words that are not used, by the first word of each.
struct Terms<'p> {
    by_first: FxHashMap<String, Vec<Rejected<'p>>>,
}

/// A word that is not used.
struct Rejected<'p> {
    form: &'p str,
    term: &'p Term,
}

impl<'p> Terms<'p> {
    fn of(terms: &'p [Term]) -> Self {
        let mut by_first: FxHashMap<String, Vec<Rejected<'p>>> = FxHashMap::default();
        for term in terms {
            for form in term.rejected.iter().map(|form| form.trim()) {
                let mut parts = words(form);
                let Some(first) = parts.next().map(|first| form[first].to_lowercase()) else { continue };
                // The plural of a single word is another word.
                if parts.next().is_none() {
                    by_first.entry(format!("{first}s")).or_default().push(Rejected { form, term });
                }
                by_first.entry(first).or_default().push(Rejected { form, term });
            }
        }
        by_first.values_mut().for_each(|list| list.sort_by_key(|rejected| std::cmp::Reverse(rejected.form.len())));
        Self { by_first }
    }

    /// Returns the words that are not used, with their places; where two fit, the longer one.
    fn matches(&self, line: &Line<'_>, language: &str) -> Vec<(Range<usize>, &Rejected<'p>)> {
        let mut found: Vec<(Range<usize>, &Rejected<'p>)> = Vec::new();
        for word in words(&line.text) {
            let taken = found.last().is_some_and(|(before, _)| word.start < before.end);
            if taken || line.piece_of(&word).is_none_or(|piece| piece.code) {
                continue;
            }
            let Some(list) = self.by_first.get(&line.text[word.clone()].to_lowercase()) else { continue };
            let fits = list.iter().find_map(|rejected| Some((rejected.place(line, word.start, language)?, rejected)));
            found.extend(fits);
        }
        found
    }
}

impl Rejected<'_> {
    /// Returns the place of the form where it begins at this byte: by itself, and no part of the word that is used.
    fn place(&self, line: &Line<'_>, from: usize, language: &str) -> Option<Range<usize>> {
        if self.term.language.as_deref().is_some_and(|of| of != language) {
            return None;
        }
        let end = from + self.form.len();
        let written = line.text.get(from..end)?;
        if !same(written, self.form) {
            return None;
        }
        let rest = &line.text[end..];
        let plural = rest.strip_prefix('s').is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        if rest.starts_with(char::is_alphanumeric) && !plural {
            return None;
        }
        let place = from..end + usize::from(plural);
        let used = self.term.preferred.as_str();
        let overlaps = |at: usize| at < place.end && place.start < at + used.len();
        // Where the form is a part of the word that is used, as `bus` of `power bus`, look around.
        let nearby = from.saturating_sub(used.len())..(place.end + used.len()).min(line.text.len());
        let window = line.text.floor_char_boundary(nearby.start)..line.text.floor_char_boundary(nearby.end);
        let around = line.text[window.clone()].to_lowercase();
        let hidden = around.match_indices(&used.to_lowercase()).any(|(at, _)| overlaps(window.start + at));
        (!hidden).then_some(place)
    }
}

/// Compares two forms. Capitals within a form count; a capital at its beginning does not.
fn same(written: &str, form: &str) -> bool {
    let has_capitals = form.chars().skip(1).any(char::is_uppercase);
    if has_capitals {
        let mut letters = written.chars();
        let first = letters.next().into_iter().flat_map(char::to_lowercase);
        let mut others = form.chars();
        let other = others.next().into_iter().flat_map(char::to_lowercase);
        return first.eq(other) && letters.as_str() == others.as_str();
    }
    written.to_lowercase() == form.to_lowercase()
}

/// Returns the preferred word with a capital where what it replaces has one.
fn as_written(preferred: &str, replaced: &str) -> String {
    let capital = replaced.chars().next().is_some_and(char::is_uppercase);
    let mut letters = preferred.chars();
    match letters.next() {
        Some(first) if capital => first.to_uppercase().chain(letters).collect(),
        _ => preferred.to_owned(),
    }
}

/// Visits the words of a text: runs of letters and digits.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = at + text[at..].find(char::is_alphanumeric)?;
        let to = text[from..].find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |length| from + length);
        at = to;
        Some(from..to)
    })
}
