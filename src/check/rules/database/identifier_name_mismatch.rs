use super::identities::{Identities, Identity, Key, identities};
use super::stated::statements;
use crate::check::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::StatementKind;
use crate::link::symbols::SymbolIndex;
use crate::model::inline::Text;
use crate::rule;

rule! {
    /// ## What it does
    /// Finds identifiers in brackets after a name, or beside it in the row of a table, that the database
    /// gives to another item. Identifiers are the aliases of an item and what the database notes on it
    /// (XTCE `AncillaryData`) under a word as `id`, `opcode` or `apid`.
    ///
    /// ## Why it matters
    /// One reader goes by the name and another by the number: they send, or look at, two different
    /// things.
    ///
    /// ## Example
    /// ```text
    /// Read aocs.mode (0x0204) before the manoeuvre.
    /// ```
    ///
    /// In the database, `0x0204` is another parameter.
    ///
    /// ## How to mend it
    /// Find out which of the two is meant, and write the identifier that belongs to it. A short decimal
    /// number in brackets may be a value, and is looked at only where a word as `opcode` stands before it. A
    /// hexadecimal number behind a telecommand that has one code must be that code, though no other item bears it.
    "D011" "identifier-name-mismatch" Error, identifier_name_mismatch
}

fn identifier_name_mismatch(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut known: Option<Identities> = None;
    let mut found = Vec::new();
    for (_, statement, symbol) in statements(subject) {
        let StatementKind::Identified { name, identifier, word } = &statement.kind else { continue };
        let own = own(subject, symbol);
        let written = Written { key: Key::of(&identifier.text), identifier, word: word.as_deref() };
        if own.iter().any(|own| own.key == written.key) {
            continue;
        }
        let known = known.get_or_insert_with(|| Identities::of(&subject.library.database));
        if let Some(contradiction) = contradiction(subject, symbol, &own, &written, known) {
            found.push(finding(subject, name, symbol, &written, &contradiction));
        }
    }
    found
}

/// An identifier as it is written.
struct Written<'a> {
    key: Key,
    identifier: &'a Text,
    word: Option<&'a str>,
}

struct Contradiction {
    /// What the item is known by in the name space.
    own: Option<Key>,
    /// The item that bears the identifier.
    other: Option<SymbolIndex>,
}

fn own(subject: Subject<'_>, symbol: SymbolIndex) -> Vec<Identity> {
    let telecommand = subject.telecommand(symbol).map(|item| identities(&item.aliases, &item.ancillary));
    telecommand
        .or_else(|| subject.parameter(symbol).map(|item| identities(&item.aliases, &item.ancillary)))
        .unwrap_or_default()
}

fn contradiction(
    subject: Subject<'_>,
    symbol: SymbolIndex,
    own: &[Identity],
    written: &Written<'_>,
    known: &Identities,
) -> Option<Contradiction> {
    let kind = subject.library.symbols.get(symbol).kind;
    // In a name space in which both have an identity, the one that is written is the other's.
    for own in own.iter().filter(|own| is_of(own, written.word)) {
        let asked = Identity { namespace: own.namespace.clone(), key: written.key.clone() };
        if let Some(other) = known.items(kind, &asked).first()
            && is_identifier(written)
        {
            let other = subject.library.symbols.of_kind(kind).find(|(_, symbol)| symbol.item == Some(*other));
            return Some(Contradiction { own: Some(own.key.clone()), other: other.map(|(index, _)| index) });
        }
    }
    // Nobody bears it, but a word says that it is the item's, which bears another.
    let mut numbers = own.iter().filter(|own| matches!(own.key, Key::Number(_)) && is_of(own, written.word));
    let only = numbers.next().filter(|_| numbers.next().is_none())?;
    let said = written.word.is_some() && matches!(written.key, Key::Number(_));
    (said || is_code(subject, symbol, only, written))
        .then(|| Contradiction { own: Some(only.key.clone()), other: None })
}

/// Tells whether a number can only be meant for the code of a telecommand: hexadecimal, with as many digits as its code
/// has, and four at least where it could be the value of an argument. A parameter may have any number for its value.
fn is_code(subject: Subject<'_>, symbol: SymbolIndex, own: &Identity, written: &Written<'_>) -> bool {
    /// The fewest digits that no reader takes for a value.
    const DIGITS: usize = 4;
    let Some(telecommand) = subject.telecommand(symbol) else { return false };
    let text = written.identifier.text.as_str();
    let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) else { return false };
    let Key::Number(code) = own.key else { return false };
    let given = telecommand.arguments.iter().any(|argument| !argument.fixed);
    let alike = digits.len() >= format!("{code:X}").len() && (!given || digits.len() >= DIGITS);
    alike && !own.namespace.contains("apid") && matches!(written.key, Key::Number(_))
}

/// Tells whether a name space is the one that a word speaks of.
fn is_of(identity: &Identity, word: Option<&str>) -> bool {
    word.is_none_or(|word| identity.namespace.contains("apid") == word.contains("apid"))
}

/// Tells whether this can only be an identifier: a name, a number in hexadecimal or after a word that says so, or one
/// of more than two digits.
fn is_identifier(written: &Written<'_>) -> bool {
    let text = written.identifier.text.as_str();
    written.word.is_some() || matches!(written.key, Key::Name(_)) || text.starts_with("0x") || text.len() > 2
}

fn finding(
    subject: Subject<'_>,
    name: &Text,
    symbol: SymbolIndex,
    written: &Written<'_>,
    found: &Contradiction,
) -> Diagnostic {
    let text = &written.identifier.text;
    let message = format!("`{text}` is not the identifier of `{}`", name.text);
    let label = found.other.map_or_else(
        || "not in the database".to_owned(),
        |other| format!("this is `{}`", subject.library.symbols.get(other).id),
    );
    let mut diagnostic = Diagnostic::new(&LINT, written.identifier.span, message).label(label);
    diagnostic = match &found.own {
        Some(Key::Number(own)) if text.starts_with("0x") || text.starts_with("0X") => {
            diagnostic.help(format!("write `0x{own:04X}`, or name the item that is meant"))
        }
        Some(Key::Number(own)) => diagnostic.help(format!("write `{own}`, or name the item that is meant")),
        Some(Key::Name(own)) => diagnostic.help(format!("write `{own}`, or name the item that is meant")),
        None => diagnostic,
    };
    if let Some(other) = found.other {
        diagnostic = subject.defined_at(diagnostic, other);
    }
    subject.defined_at(diagnostic, symbol)
}
