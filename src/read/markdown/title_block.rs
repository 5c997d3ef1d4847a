//! The first lines of a document, where they say what it is: `**Document ID**: OPS-MAN-010`.

use crate::model::block::Block;
use crate::model::inline::{Inline, Text, plain};

/// Returns the identifier that a document gives itself below its title, on a line or in a row of its own.
pub(super) fn identifier(body: &[Block]) -> Option<Text> {
    // A title and a subtitle stand before it, and no section.
    let titles = body.iter().take_while(|block| matches!(block, Block::Heading(_))).count();
    for block in body.get(titles..).filter(|_| titles <= 2)? {
        match block {
            Block::Paragraph(paragraph) => {
                if let Some(found) = in_lines(&paragraph.content) {
                    return Some(found);
                }
            }
            Block::Table(table) => {
                let rows = std::iter::once(&table.head).chain(&table.rows);
                let mut pairs = rows.filter_map(|row| Some((row.first()?, row.get(1)?)));
                return pairs.find(|(key, _)| is_key(&plain(key))).and_then(|(_, value)| in_cell(value));
            }
            Block::ThematicBreak(_) | Block::Html(_) => {}
            _ => return None,
        }
    }
    None
}

/// Looks at the lines of a paragraph, of which each begins with what it says in bold.
fn in_lines(content: &[Inline]) -> Option<Text> {
    content.split(|inline| matches!(inline, Inline::SoftBreak | Inline::HardBreak)).find_map(|line| {
        let [Inline::Strong(key), rest @ ..] = line else { return None };
        if !is_key(&plain(key)) {
            return None;
        }
        in_cell(rest)
    })
}

fn in_cell(content: &[Inline]) -> Option<Text> {
    match content {
        [Inline::Text(text) | Inline::Code(text)] => value(text),
        [Inline::Text(colon), Inline::Code(text)] if colon.text.trim_matches([' ', ':']).is_empty() => value(text),
        _ => None,
    }
}

/// Returns the one word of a text, if it can be an identifier.
fn value(text: &Text) -> Option<Text> {
    let word = text.text.trim_matches([' ', ':', '\u{a0}']);
    let at = text.text.find(word)?;
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/');
    let is_id = word.bytes().all(is_part)
        && word.bytes().any(|byte| byte.is_ascii_digit())
        && word.bytes().any(|byte| byte.is_ascii_uppercase())
        && word.bytes().any(|byte| matches!(byte, b'-' | b'_' | b'/'));
    is_id.then(|| Text::new(word, text.part(at, at + word.len())))
}

/// Tells whether these words stand before the identifier of a document, in French or English.
fn is_key(words: &str) -> bool {
    const KEYS: &[&str] = &[
        "document id",
        "document identifier",
        "document number",
        "document no",
        "document no.",
        "document reference",
        "doc id",
        "doc. id",
        "doc no",
        "doc. no.",
        "procedure id",
        "procedure number",
        "identifiant",
        "identifiant du document",
        "numéro de document",
        "numéro du document",
        "référence du document",
        "identifiant de la procédure",
    ];
    let words = words.trim_matches([' ', ':', '\u{a0}']).to_lowercase();
    KEYS.contains(&words.as_str())
}
