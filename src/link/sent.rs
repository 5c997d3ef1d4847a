//! Names that only a telecommand can bear: those that stand among telecommands, or that a line says to send.

use std::ops::Range;

use super::symbols::Symbols;
use crate::model::block::{Cell, Table};
use crate::model::inline::{Kind, Text};
use crate::notation::line::Line;
use crate::notation::value;
use crate::text::source::Sources;

/// Returns the names that a table lists among telecommands and that nothing in the database bears as a telecommand.
pub(super) fn listed(symbols: &Symbols, sources: &Sources, table: &Table) -> Vec<Text> {
    let mut line = Line::default();
    let mut found = Vec::new();
    for (at, head) in table.head.iter().enumerate() {
        line.fill(head);
        if !heads_telecommands(&line.text) {
            continue;
        }
        let mut known = false;
        let mut unknown = Vec::new();
        for (row, cell) in table.rows.iter().filter_map(|row| Some((row, row.get(at)?))) {
            line.fill(cell);
            let Some(name) = sole_name(&line.text) else { continue };
            let written = &line.text[name.clone()];
            if symbols.find(Kind::Telecommand, written).is_some() {
                known = true;
            } else if is_shaped(written) || (is_word(written) && row.iter().any(is_hexadecimal)) {
                unknown.extend(unlinked(&line, &name, sources));
            }
        }
        // Other machines have commands too: a column holds those of the database where it holds one of them.
        if known {
            found.append(&mut unknown);
        }
    }
    found
}

/// Returns the name that is all that a line says to send, where telecommands of the database begin as it does.
pub(super) fn ordered(symbols: &Symbols, sources: &Sources, line: &Line<'_>) -> Option<Text> {
    let text = line.text.as_str();
    let verb = text.split_whitespace().next().filter(|word| VERBS.contains(&word.to_lowercase().as_str()))?;
    let mut from = text.find(verb)? + verb.len();
    while let Some(word) = text[from..].split_whitespace().next().filter(|word| is_between(word)) {
        from += text[from..].find(word)? + word.len();
    }
    let rest = text[from..].trim_end_matches(['.', ';', ':', ' ']);
    let rest = FOLLOWING.iter().find_map(|word| rest.strip_suffix(word)).unwrap_or(rest);
    let name = sole_name(rest).map(|name| from + name.start..from + name.end)?;
    let written = &text[name.clone()];
    let unknown = is_shaped(written) && symbols.named(written).is_empty() && symbols.begins_a_telecommand(written);
    unknown.then(|| unlinked(line, &name, sources)).flatten()
}

/// Tells whether this is the head of a column of telecommands, in French or English.
pub(super) fn heads_telecommands(head: &str) -> bool {
    const HEADS: &[&str] = &[
        "command",
        "commands",
        "command sequence",
        "command name",
        "telecommand",
        "telecommands",
        "commande",
        "commandes",
        "télécommande",
        "télécommandes",
        "tc",
    ];
    HEADS.contains(&head.trim().to_lowercase().as_str())
}

/// What a line begins with that says to send something.
const VERBS: &[&str] =
    &["send", "command", "issue", "uplink", "transmit", "envoyer", "envoyez", "émettre", "émettez", "transmettre"];

/// What may stand after the name of what is sent.
const FOLLOWING: &[&str] = &[" command", " telecommand", " TC"];

/// Tells whether a word may stand between the verb and the name.
fn is_between(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "the" | "la" | "command" | "telecommand" | "commande" | "télécommande" | "tc"
    )
}

/// Returns the name that a text consists of, with its arguments or one that is yet to be filled in: `BEACON_RATE n`.
fn sole_name(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let end = text[start..].find(|c| !is_of_name(c)).map_or(text.len(), |at| start + at);
    let rest = text[end..].trim();
    let alone = rest.is_empty() || (rest.starts_with('(') && rest.ends_with(')')) || value::is_placeholder(rest);
    (start < end && alone).then_some(start..end)
}

/// Tells whether this is written as telecommands are: in capitals, of several parts.
fn is_shaped(name: &str) -> bool {
    let parts = name.split('_');
    parts.clone().count() > 1
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && parts.into_iter().all(|part| !part.is_empty() && part.bytes().all(is_capital))
}

/// Tells whether this is one word in capitals that can be a name.
fn is_word(name: &str) -> bool {
    const NO_NAMES: &[&str] = &["NONE", "NULL", "ALL", "ANY", "TBD", "TBC", "SPARE", "RESERVED", "AUCUN", "AUCUNE"];
    name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_uppercase()) && !NO_NAMES.contains(&name)
}

fn is_capital(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

/// Tells whether a cell holds a number in hexadecimal and nothing else.
fn is_hexadecimal(cell: &Cell) -> bool {
    let mut line = Line::default();
    line.fill(cell);
    let text = line.text.trim();
    text.starts_with("0x") && value::number(text).is_some()
}

/// Returns a name with its place; what is a link already says what it leads to.
fn unlinked(line: &Line<'_>, name: &Range<usize>, sources: &Sources) -> Option<Text> {
    let linked = line.piece_of(name).is_none_or(|piece| piece.linked);
    if linked { None } else { line.part(name, sources) }
}

#[cfg(test)]
mod tests {
    use super::{is_shaped, sole_name};

    #[test]
    fn a_name_stands_alone_or_with_its_arguments() {
        let name = |text: &str| sole_name(text).map(|range| text[range].to_owned());
        assert_eq!(name(" SET_BEACON(90) ").as_deref(), Some("SET_BEACON"));
        assert_eq!(name("BEACON_RATE n").as_deref(), Some("BEACON_RATE"));
        assert_eq!(name("TX_POWER variations"), None);
        assert_eq!(name("Verify SAFE"), None);
        assert_eq!(name("UPLOAD_*"), None);
        assert_eq!(name(""), None);
    }

    #[test]
    fn the_shape_is_capitals_in_parts() {
        assert!(is_shaped("GET_TLM") && is_shaped("HEATER_2_ON"));
        assert!(!is_shaped("RESET") && !is_shaped("_X") && !is_shaped("get_tlm") && !is_shaped("1_2"));
    }
}
