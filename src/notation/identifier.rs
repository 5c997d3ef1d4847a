//! `(0x0204)`, as it follows a name: the number, or another name, by which a database knows the item too.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// An identifier beside a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// What stands in the brackets.
    pub identifier: Range<usize>,
    /// The word that says that it is an identifier: `opcode 0x12`.
    pub word: Option<Range<usize>>,
    /// One past the bracket.
    pub end: usize,
}

static FORM: LazyLock<Regex> = LazyLock::new(|| {
    let word = r"(?i:id|identifier|identifiant|opcode|op code|code|apid|number|numéro|no\.|n°|param(?:eter)? id|mnemonic|mnémonique|alias)";
    let form = format!(
        r"^[ \u{{a0}}]?[(\[][ \u{{a0}}]?(?:({word})[ \u{{a0}}]?[:=]?[ \u{{a0}}]?)?(0[xX][0-9A-Fa-f]+|\d+|[A-Z][A-Z0-9]*[0-9_][A-Z0-9_]*)[ \u{{a0}}]?[)\]]"
    );
    Regex::new(&form).expect("the pattern is a regular expression")
});

/// Reads what follows a name that ends at this byte.
pub fn after(text: &str, name_end: usize) -> Option<Identifier> {
    let found = FORM.captures(text.get(name_end..)?)?;
    let at = |range: Range<usize>| range.start + name_end..range.end + name_end;
    Some(Identifier {
        identifier: at(found.get(2)?.range()),
        word: found.get(1).map(|word| at(word.range())),
        end: name_end + found.get(0)?.end(),
    })
}

#[cfg(test)]
mod tests {
    use super::after;

    #[test]
    fn an_identifier_stands_in_brackets() {
        let read = |text: &'static str| after(text, 1).map(|found| (&text[found.identifier], found.word.is_some()));
        assert_eq!(read("M (0x0204) is"), Some(("0x0204", false)));
        assert_eq!(read("M (opcode: 0x12)"), Some(("0x12", true)));
        assert_eq!(read("M (n° 516)"), Some(("516", true)));
        assert_eq!(read("M (XT0101)"), Some(("XT0101", false)));
        assert_eq!(read("M (see below)"), None);
        assert_eq!(read("M (2 V)"), None);
    }
}
