//! Labels that follow a parameter's name in words: `reads SAFE`, `is SAFE or NORMAL`, `vaut SAFE`; and the ones that
//! follow another label: `= SAFE or NORMAL`, `SAFE → NORMAL`.
//!
//! A word after a name may be any word. So only words in capitals are read, and it is left to the reader of these
//! findings whether what is no label is a mistake.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::comparison::{aside, skip_space};
use super::value;

/// A word that stands where a label does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worded {
    /// The word.
    pub label: Range<usize>,
    /// What stands before it.
    pub behind: Behind,
}

/// What stands before a word, which says how surely it is meant for a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behind {
    /// Words that only a value follows: `reads`, `vaut`.
    Value,
    /// Words that anything may follow: `is`; or another label.
    Word,
    /// A sign: `:` may be followed by a type as well.
    Sign,
}

/// What stands between a name and its label. The first group is a sign; the second are words that
/// only a value follows.
static JOINT: LazyLock<Regex> = LazyLock::new(|| {
    let before = concat!(
        "must|shall|should|will|has to|have to|needs to|may|can|now|then|still|again|ne|n’|n'|doit|devra|devrait|",
        "peut|alors|puis|toujours|encore"
    );
    let certain = concat!(
        "reads?|equals?|(?:is |be )?equal to|(?:is |be )?set to|becomes?|turns|changes to|goes to|vaut|vaudra|valoir|",
        "indique|indiquer|affiche|afficher|passe à|passe en|passe au|passer à|passer en|repasse à|repasse en|devient|",
        "devenir|(?:est |être )?égale? à|(?:est |être )?(?:mise?|positionnée?) à"
    );
    let other = "is|be|are|est|être|soit|stays?|remains?|shows?|reste|rester|demeure";
    let after = concat!(
        "not|never|now|still|again|then|either|always|one of|in|pas|plus|jamais|alors|toujours|bien|donc|soit|",
        "l’un de|l'un de|parmi|à nouveau|from|de"
    );
    let pattern = format!(r"^(?: ?([:→]) ?| (?i:(?:(?:{before}) ?)*(?:({certain})|(?:{other}))(?: (?:{after}))*) )");
    Regex::new(&pattern.replace(' ', r"[ \u{a0}\u{202f}]")).expect("the pattern is a regular expression")
});

/// What stands between two labels, the longest first.
const BETWEEN: &[&str] = &[
    ", or ", ", ou ", ", then ", ", puis ", " or ", " ou ", " and ", " et ", " then ", " puis ", " to ", " à ", " → ",
    " -> ", ", ", " / ", "/", "→", "->",
];

/// How many labels are read in a row.
const MOST: usize = 16;

/// Reads the labels that follow a name that ends at this byte.
pub fn after(text: &str, name_end: usize) -> Vec<Worded> {
    let rest = &text[name_end..];
    if !rest.starts_with([' ', ':', '→', '\u{a0}', '\u{202f}']) {
        return Vec::new();
    }
    let Some(joint) = JOINT.captures(rest) else { return Vec::new() };
    let at = name_end + joint.get(0).map_or(0, |joint| joint.end());
    let Some(first) = label(text, at) else { return Vec::new() };
    let behind = match (joint.get(1), joint.get(2)) {
        (Some(_), _) => Behind::Sign,
        (_, Some(_)) => Behind::Value,
        _ => Behind::Word,
    };
    let mut found = vec![Worded { label: first.clone(), behind }];
    found.extend(others(text, first.end).into_iter().map(|label| Worded { label, behind }));
    found
}

/// Reads the labels that follow one that ends at this byte, or the bracket behind it.
pub fn others(text: &str, label_end: usize) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), behind(text, label_end));
    while found.len() < MOST {
        let rest = &text[at..];
        let Some(sign) = BETWEEN.iter().find(|sign| starts_with(rest, sign)) else { break };
        let Some(next) = label(text, skip_space(text, at + width(rest, sign))) else { break };
        at = behind(text, next.end);
        found.push(next);
    }
    found
}

/// Reads the labels that are all that a cell of a table holds.
pub fn whole(text: &str) -> Vec<Worded> {
    let Some(first) = label(text, skip_space(text, 0)) else { return Vec::new() };
    let mut labels = vec![first.clone()];
    labels.extend(others(text, first.end));
    let end = labels.last().map_or(0, |last| behind(text, last.end));
    if !text[end..].trim().is_empty() {
        return Vec::new();
    }
    labels.into_iter().map(|label| Worded { label, behind: Behind::Word }).collect()
}

/// Reads a word of capitals, digits and `_` of which one at least is a letter.
fn label(text: &str, at: usize) -> Option<Range<usize>> {
    let found = value::read(text, at, false)?;
    let word = &text[found.clone()];
    let is_label = word.len() > 1
        && word.chars().any(char::is_alphabetic)
        && word.starts_with(|c: char| c.is_alphanumeric())
        && !word.chars().any(char::is_lowercase)
        && !value::is_numeric(word);
    // What has a sign or a bracket of its own behind it is the name of something else.
    let rest = text[found.end..].trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let is_name = rest.starts_with(['=', '<', '>', '≤', '≥', '≠', '∈']) || text[found.end..].starts_with('(');
    (is_label && !is_name).then_some(found)
}

/// Steps over a number in brackets, and the quotation mark that closes a label.
fn behind(text: &str, label_end: usize) -> usize {
    let end = super::comparison::after_quote(text, label_end);
    aside(text, end).map_or(end, |(_, end)| end)
}

fn starts_with(text: &str, sign: &str) -> bool {
    let mut signs = text.chars();
    sign.chars().all(|wanted| signs.next().is_some_and(|c| c == wanted || (wanted == ' ' && value::is_space(c))))
}

fn width(text: &str, sign: &str) -> usize {
    text.chars().take(sign.chars().count()).map(char::len_utf8).sum()
}

#[cfg(test)]
mod tests {
    use super::{Behind, after, others, whole};

    #[test]
    fn labels_follow_a_name_in_words() {
        let read = |text: &'static str| {
            let labels = after(text, 1).into_iter();
            labels
                .map(|one| format!("{}{}", &text[one.label], if one.behind == Behind::Value { "!" } else { "" }))
                .collect::<Vec<_>>()
        };
        assert_eq!(read("M is SAFE"), ["SAFE"]);
        assert_eq!(read("M reads SAFE, then"), ["SAFE!"]);
        assert_eq!(read("M has to read ARMED."), ["ARMED!"]);
        assert_eq!(read("M vaut SAFE (2) ou IDLE"), ["SAFE!", "IDLE!"]);
        assert_eq!(read("M ne doit pas être SAFE"), [""; 0]);
        assert_eq!(read("M n’est pas SAFE"), ["SAFE"]);
        assert_eq!(read("M est toujours SAFE"), ["SAFE"]);
        assert_eq!(read("M: SAFE → ACQUISITION → NORMAL"), ["SAFE", "ACQUISITION", "NORMAL"]);
        assert_eq!(read("M is one of A1, B2 and C3"), ["A1", "B2", "C3"]);
        assert_eq!(read("M is SAFE and N = IDLE"), ["SAFE"]);
        assert_eq!(read("M passe de SAFE à NORMAL"), [""; 0]);
        assert_eq!(read("M is safe"), [""; 0]);
        assert_eq!(read("M SAFE"), [""; 0]);
        assert_eq!(read("M is 28 V"), [""; 0]);
    }

    #[test]
    fn labels_are_all_that_a_cell_holds() {
        let read = |text: &'static str| whole(text).into_iter().map(|one| &text[one.label]).collect::<Vec<_>>();
        assert_eq!(read(" SAFE or NORMAL (4) "), ["SAFE", "NORMAL"]);
        assert_eq!(read("SAFE, as planned"), [""; 0]);
    }

    #[test]
    fn labels_follow_another() {
        let text = "M = SAFE\u{a0}ou\u{a0}IDLE/OFF, when";
        let found: Vec<_> = others(text, 8).into_iter().map(|label| &text[label]).collect();
        assert_eq!(found, ["IDLE", "OFF"]);
    }
}
