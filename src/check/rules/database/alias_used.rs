use rustc_hash::FxHashSet;

use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::Target;
use crate::link::symbols::SymbolIndex;
use crate::model::database::Alias;
use crate::rule;
use crate::text::span::Span;

rule! {
    /// ## What it does
    /// Finds parameters and telecommands that are named by an alias of the database where their name
    /// could stand. An alias beside the name is no finding. `check --fix` writes the name.
    ///
    /// ## Why it matters
    /// An alias belongs to one tool or one team. A reader on console who knows the name does not find
    /// it, and an alias may be given to another item in the next version.
    ///
    /// ## Example
    /// ```xml
    /// <tm name="XT0101" value="SAFE"/>
    /// ```
    ///
    /// The parameter is `AOC_MODE`.
    ///
    /// ## How to mend it
    /// Write the name; the alias may stand in brackets after it.
    "D016" "alias-used" Warning, alias_used
}

fn alias_used(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (document, links) in subject.links() {
        // A dictionary of the database says what the aliases are.
        if subject.library.database.sources.contains(&subject.library.document(document).source) {
            continue;
        }
        let references = links.references.iter().filter_map(|reference| match reference.target {
            Target::Symbol(symbol) => Some((reference.span, symbol)),
            _ => None,
        });
        let mentions = links.mentions.iter().map(|mention| (mention.span, mention.symbol));
        let mut told = FxHashSet::default();
        for (span, symbol) in references.chain(mentions) {
            if told.insert(span) {
                found.extend(finding(subject, span, symbol));
            }
        }
    }
    found
}

fn finding(subject: Subject<'_>, span: Span, symbol: SymbolIndex) -> Option<Diagnostic> {
    let written = subject.sources.slice(span);
    let known = subject.library.symbols.get(symbol);
    if written == known.id.as_str() {
        return None;
    }
    let alias = aliases(subject, symbol).iter().find(|alias| alias.name.text == written)?;
    if stands_near(subject, span, &known.id) {
        return None;
    }
    let message = format!("`{written}` is an alias of `{}`", known.id);
    let label = if alias.namespace.is_empty() { "an alias".to_owned() } else { format!("its {}", alias.namespace) };
    let diagnostic = Diagnostic::new(&LINT, span, message).label(label).help(format!("write `{}`", known.id));
    Some(subject.defined_at(diagnostic.fix(span, known.id.as_str()), symbol))
}

fn aliases(subject: Subject<'_>, symbol: SymbolIndex) -> &[Alias] {
    let telecommand = subject.telecommand(symbol).map(|telecommand| telecommand.aliases.as_slice());
    telecommand.or_else(|| subject.parameter(symbol).map(|parameter| parameter.aliases.as_slice())).unwrap_or_default()
}

/// Tells whether a name stands close to a place, as in the row of a table that gives both.
fn stands_near(subject: Subject<'_>, span: Span, name: &str) -> bool {
    const CLOSE: usize = 200;
    let text = subject.sources.get(span.source).text.as_str();
    let (start, end) = (span.start as usize, span.end as usize);
    let (Some(before), Some(after)) = (text.get(..start), text.get(end..)) else { return false };
    let (before, after) = if before.ends_with(['"', '\'']) && before.trim_end_matches(['"', '\'']).ends_with('=') {
        // Of an attribute, only the words of its own element are near.
        let words = after.find('>').map_or("", |tag| after[tag..].split('<').next().unwrap_or_default());
        ("", words)
    } else {
        let before = &before[text.floor_char_boundary(start.saturating_sub(CLOSE))..];
        let after = &after[..after.floor_char_boundary(CLOSE)];
        let row = text[..start].rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with('|'));
        let ends = if row { "\n" } else { "\n\n" };
        (before.rsplit(ends).next().unwrap_or_default(), after.split(ends).next().unwrap_or_default())
    };
    before.contains(name) || after.contains(name)
}
