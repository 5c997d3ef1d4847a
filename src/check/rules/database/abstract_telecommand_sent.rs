use rustc_hash::{FxHashMap, FxHashSet};

use super::stated::calls;
use crate::check::prose::{each_line, stands_alone};
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::{DocumentIndex, Target};
use crate::link::symbols::SymbolIndex;
use crate::model::inline::{Inline, plain};
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds abstract telecommands that a procedure sends, that a text writes with arguments as if they
    /// were sent, or that it says are sent, as the words around the name tell in French and in English.
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
        found.push(finding(subject, written.call.name.span, written.symbol));
    }
    let told: FxHashSet<Span> = found.iter().map(Diagnostic::span).collect();
    for (index, _) in subject.links() {
        let names = abstract_names(subject, index);
        if names.is_empty() {
            continue;
        }
        each_line(subject.library.document(index), &mut |inlines, line| {
            found.extend(sent_by_reference(subject, index, inlines));
            for (name, symbol) in &names {
                for (at, _) in line.text.match_indices(name.as_str()) {
                    let end = at + name.len();
                    if stands_alone(&line.text, at, end)
                        && is_said_to_be_sent(&line.text[..at], &line.text[end..])
                        && let Some(place) = line.part(&(at..end), subject.sources)
                        && !told.contains(&place.span)
                    {
                        found.push(finding(subject, place.span, *symbol));
                    }
                }
            }
        });
    }
    found
}

/// Finds references without words of their own, which show the name of what they lead to.
fn sent_by_reference<'a>(
    subject: Subject<'a>,
    index: DocumentIndex,
    inlines: &'a [Inline],
) -> impl Iterator<Item = Diagnostic> + 'a {
    inlines.iter().enumerate().filter_map(move |(at, inline)| {
        let Inline::Link(link) = inline else { return None };
        let Some(Target::Symbol(symbol)) = subject.library.target(index, link.span) else { return None };
        let is_abstract = subject.telecommand(*symbol).is_some_and(|telecommand| telecommand.is_abstract);
        let sent = || is_said_to_be_sent(&plain(&inlines[..at]), &plain(&inlines[at + 1..]));
        (link.content.is_empty() && is_abstract && sent()).then(|| finding(subject, link.span, *symbol))
    })
}

/// Returns the abstract telecommands that a document names, by what it calls them.
fn abstract_names(subject: Subject<'_>, index: DocumentIndex) -> Vec<(String, SymbolIndex)> {
    let links = subject.library.links(index);
    let mentions = links.mentions.iter().map(|mention| (mention.symbol, mention.span));
    let references = links.references.iter().filter_map(|reference| match reference.target {
        Target::Symbol(symbol) => Some((symbol, reference.span)),
        _ => None,
    });
    let mut names: FxHashMap<String, SymbolIndex> = FxHashMap::default();
    for (symbol, span) in mentions.chain(references) {
        if subject.telecommand(symbol).is_some_and(|telecommand| telecommand.is_abstract) {
            let written = subject.sources.slice(span);
            let id = subject.library.symbols.get(symbol).id.as_str();
            // A reference stands around the name.
            let name = if written.contains(id) { id } else { written };
            names.insert(name.to_owned(), symbol);
        }
    }
    let mut names: Vec<_> = names.into_iter().collect();
    names.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    names
}

fn finding(subject: Subject<'_>, span: Span, symbol: SymbolIndex) -> Diagnostic {
    let message = format!("`{}` is abstract and cannot be sent", subject.library.symbols.get(symbol).id);
    let name = &subject.library.symbols.get(symbol).id;
    let diagnostic = Diagnostic::new(&LINT, span, message).label("abstract").help(help(subject, name));
    subject.defined_at(diagnostic, symbol)
}

/// Tells whether the words around a name say that it is sent, and do not forbid it.
fn is_said_to_be_sent(before: &str, after: &str) -> bool {
    const SEND: &[&str] = &[
        "send",
        "sends",
        "transmit",
        "transmits",
        "uplink",
        "uplinks",
        "envoyer",
        "envoie",
        "envoyez",
        "envoient",
        "émettre",
        "émet",
        "émettez",
        "transmettre",
        "transmet",
        "transmettez",
    ];
    const SENT: &[&str] =
        &["sent", "transmitted", "uplinked", "envoyée", "envoyé", "émise", "émis", "transmise", "transmis"];
    const BETWEEN: &[&str] =
        &["the", "a", "an", "telecommand", "command", "tc", "la", "le", "une", "un", "télécommande", "commande"];
    const PASSIVE: &[&str] =
        &["is", "are", "be", "must", "shall", "will", "then", "est", "sont", "être", "doit", "sera", "puis", "ensuite"];
    const NEXT: &[&str] = &["then", "next", "finally", "and", "puis", "ensuite", "enfin", "et", "alors"];
    const FORBID: &[&str] = &[
        "not",
        "never",
        "cannot",
        "nobody",
        "pas",
        "jamais",
        "ne",
        "n",
        "t",
        "without",
        "sans",
        "forbidden",
        "interdit",
    ];
    // `TC_BASE-derived`, “TC_BASE’s heirs”: something else is sent.
    if after.starts_with(['-', '’', '\'']) {
        return false;
    }
    let clause = clause(before).to_lowercase();
    let mut words = words(&clause).rev().skip_while(|word| BETWEEN.contains(word));
    let first = words.next();
    if first.is_some_and(|word| SEND.contains(&word)) && !words.take(4).any(|word| FORBID.contains(&word)) {
        return true;
    }
    // « Puis TC_BASE est envoyée »: at the beginning of a clause, as what stands before a name may be what is sent.
    let ahead = after.strip_prefix("()").unwrap_or(after).to_lowercase();
    let ahead = ahead.split(['.', ';', ':', ',', '(']).next().unwrap_or_default();
    let mut verbs = self::words(ahead).skip_while(|word| BETWEEN.contains(word)).peekable();
    let passive = verbs.peek().is_some_and(|word| PASSIVE.contains(word));
    first.is_none_or(|word| NEXT.contains(&word))
        && passive
        && verbs.find(|word| !PASSIVE.contains(word)).is_some_and(|word| SENT.contains(&word))
}

/// Returns the end of a text from the last sign on that parts clauses.
fn clause(text: &str) -> &str {
    text.rsplit(['.', ';', '!', '?', ':', ',', '(']).next().unwrap_or_default()
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
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
