//! The entities of an XML document: what `&name;` stands for.
//!
//! Only what the document itself declares is known, and only so much of it is expanded
//! (`LARGEST`, `DEEPEST`). Nothing is ever loaded.

use std::collections::BTreeMap;

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::tree::is_space;

/// The most bytes that the declared entities of one source may become, all references together. Each
/// reference counts as one byte more, so that empty entities cannot be referred to without end.
const LARGEST: usize = 64 * 1024;

/// How many entities may stand within one another.
const DEEPEST: usize = 8;

/// What a document type declares.
#[derive(Debug)]
pub(super) struct Entities<'s> {
    declared: FxHashMap<&'s str, Declared<'s>>,
    /// The system identifier of an external subset or of a parameter entity: there may be declarations that
    /// are not seen.
    pub(super) external: Option<&'s str>,
    /// The unparsed entities, in the order of their names: pictures, mostly.
    pub(super) unparsed: BTreeMap<&'s str, Unparsed<'s>>,
    left: usize,
}

/// An entity that is no text (XML 1.0, 4.2.2, `NDATA`): only its name in attributes is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unparsed<'s> {
    /// The system identifier: the path or the address of the file, as written.
    pub(super) system: &'s str,
    /// The notation: of what format it is said to be.
    pub(super) notation: &'s str,
}

#[derive(Debug, Clone, Copy)]
enum Declared<'s> {
    Internal(&'s str),
    External,
}

/// Why a reference is not expanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// It names no entity.
    Undeclared,
    /// It names a character that XML forbids (XML 1.0, production 2).
    Character,
    /// Its entity stands in another file.
    External,
    /// Its entity holds mark-up.
    Markup,
    /// Too much text was expanded already.
    TooLong,
    /// Too many entities stand within one another.
    TooDeep,
}

impl<'s> Entities<'s> {
    /// Makes the entities of a source without a document type.
    pub(super) fn none() -> Self {
        Self { declared: FxHashMap::default(), external: None, unparsed: BTreeMap::new(), left: LARGEST }
    }

    /// Reads a document type declaration, from `<!DOCTYPE` to `>` (XML 1.0, production 28).
    pub(super) fn read(&mut self, declaration: &'s str) {
        let mut scanner = Scanner { rest: declaration };
        while let Some(token) = scanner.token() {
            match token {
                "SYSTEM" | "PUBLIC" => self.external = scanner.identifier(token).or(self.external),
                "[" => self.read_subset(&mut scanner),
                _ => {}
            }
        }
    }

    fn read_subset(&mut self, scanner: &mut Scanner<'s>) {
        loop {
            scanner.skip_space();
            if scanner.skip("<!--") {
                scanner.skip_past("-->");
            } else if scanner.skip("<?") {
                scanner.skip_past("?>");
            } else if scanner.skip("<!ENTITY") {
                self.read_entity(scanner);
            } else if scanner.skip("%") {
                // A parameter entity may declare anything; it is not read.
                self.external = self.external.or(Some(scanner.past(";")));
            } else {
                match scanner.token() {
                    None | Some("]") => return,
                    Some(_) => {}
                }
            }
        }
    }

    fn read_entity(&mut self, scanner: &mut Scanner<'s>) {
        let mut name = scanner.token();
        let parameter = name == Some("%");
        if parameter {
            name = scanner.token();
        }
        let value = scanner.token();
        let declared = match (value, value.and_then(unquoted)) {
            (_, Some(literal)) => Declared::Internal(literal),
            (Some(keyword @ ("SYSTEM" | "PUBLIC")), None) => {
                let identifier = scanner.identifier(keyword);
                if parameter {
                    self.external = self.external.or(identifier);
                } else if let (Some(name), Some(system)) = (name, identifier)
                    && scanner.token() == Some("NDATA")
                {
                    let notation = scanner.token().unwrap_or_default();
                    self.unparsed.entry(name).or_insert(Unparsed { system, notation });
                }
                Declared::External
            }
            _ => return,
        };
        // The first declaration of a name binds (XML 1.0, 4.2).
        if let (Some(name), false) = (name, parameter) {
            self.declared.entry(name).or_insert(declared);
        }
    }

    /// Returns the text that a reference stands for; `name` is what stands between `&` and `;`.
    pub(super) fn expand(&mut self, name: &str) -> Result<EcoString, Refused> {
        if let Some(character) = character(name) {
            return character.map(EcoString::from);
        }
        let mut out = String::new();
        self.expand_into(name, DEEPEST, &mut out)?;
        Ok(out.into())
    }

    fn expand_into(&mut self, name: &str, depth: usize, out: &mut String) -> Result<(), Refused> {
        if let Some(character) = character(name) {
            return self.push(character?.encode_utf8(&mut [0; 4]), out);
        }
        let mut rest = match self.declared.get(name) {
            None => return Err(Refused::Undeclared),
            Some(Declared::External) => return Err(Refused::External),
            Some(Declared::Internal(text)) => *text,
        };
        if depth == 0 {
            return Err(Refused::TooDeep);
        }
        if rest.contains('<') {
            return Err(Refused::Markup);
        }
        self.push("", out)?;
        while let Some((before, after)) = rest.split_once('&') {
            self.push(before, out)?;
            match after.split_once(';') {
                Some((inner, after)) => {
                    self.expand_into(inner, depth - 1, out)?;
                    rest = after;
                }
                None => {
                    self.push("&", out)?;
                    rest = after;
                }
            }
        }
        self.push(rest, out)
    }

    fn push(&mut self, text: &str, out: &mut String) -> Result<(), Refused> {
        self.left = self.left.checked_sub(text.len() + 1).ok_or_else(|| {
            // What is spent stays spent: one reference too many refuses all that follow.
            self.left = 0;
            Refused::TooLong
        })?;
        out.push_str(text);
        Ok(())
    }
}

/// Returns the character of a character reference or a predefined entity (XML 1.0, 4.1 and 4.6);
/// nothing for any other name.
fn character(name: &str) -> Option<Result<char, Refused>> {
    let predefined = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let digits = name.strip_prefix('#')?;
            let number = match digits.strip_prefix('x') {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => digits.parse(),
            };
            let found = number.ok().and_then(char::from_u32).filter(|found| is_allowed(*found));
            // `from_str_radix` takes a sign, which a reference has not.
            return Some(found.filter(|_| !digits.contains(['+', '-'])).ok_or(Refused::Character));
        }
    };
    Some(Ok(predefined))
}

/// Tells whether XML allows a character (XML 1.0, production 2).
pub(super) fn is_allowed(found: char) -> bool {
    !matches!(found, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

fn unquoted(token: &str) -> Option<&str> {
    let quote = token.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    token.strip_prefix(quote)?.strip_suffix(quote)
}

/// Cuts a document type declaration into words, literals, brackets and signs.
struct Scanner<'s> {
    rest: &'s str,
}

impl<'s> Scanner<'s> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn skip(&mut self, prefix: &str) -> bool {
        let rest = self.rest.strip_prefix(prefix);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn skip_past(&mut self, end: &str) {
        self.past(end);
    }

    /// Goes beyond a mark, and returns what stands before it.
    fn past(&mut self, end: &str) -> &'s str {
        let (before, after) = self.rest.split_once(end).unwrap_or((self.rest, ""));
        self.rest = after;
        before
    }

    /// Returns the next word, literal with its quotes, or sign; nothing at the end.
    fn token(&mut self) -> Option<&'s str> {
        self.skip_space();
        let first = self.rest.chars().next()?;
        let length = match first {
            '"' | '\'' => self.rest.get(1..)?.find(first).map_or(self.rest.len(), |at| at + 2),
            '[' | ']' | '>' | '<' | '%' => 1,
            _ => {
                let ends = |byte: u8| is_space(byte) || matches!(byte, b'[' | b']' | b'>' | b'<' | b'"' | b'\'' | b'%');
                self.rest.bytes().position(ends).unwrap_or(self.rest.len())
            }
        };
        let (token, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(token)
    }

    /// Returns the system identifier after `SYSTEM` or `PUBLIC`.
    fn identifier(&mut self, keyword: &str) -> Option<&'s str> {
        if keyword == "PUBLIC" {
            self.token();
        }
        self.token().and_then(unquoted)
    }
}

#[cfg(test)]
mod tests {
    use super::{Entities, Refused};

    fn expand(declaration: &str, name: &str) -> Result<String, Refused> {
        let mut entities = Entities::none();
        entities.read(declaration);
        entities.expand(name).map(String::from)
    }

    #[test]
    fn characters_and_declared_names() {
        assert_eq!(expand("", "#233"), Ok("é".into()));
        assert_eq!(expand("", "#x1F680"), Ok("🚀".into()));
        assert_eq!(expand("", "#0"), Err(Refused::Character));
        assert_eq!(expand("", "#x+41"), Err(Refused::Character));
        assert_eq!(expand("", "eacute"), Err(Refused::Undeclared));
        let dtd = r#"<!DOCTYPE p [ <!-- ]> --> <!ELEMENT p (a|b)*> <!ENTITY a "A &b;"> <!ENTITY b 'B&#62;'> ]>"#;
        assert_eq!(expand(dtd, "a"), Ok("A B>".into()));
    }

    #[test]
    fn bounded() {
        let mut laughs = String::from("<!DOCTYPE p [<!ENTITY e0 ''>");
        for level in 1..8 {
            let inner = format!("&e{};", level - 1).repeat(10);
            laughs.push_str(&format!("<!ENTITY e{level} '{inner}'>"));
        }
        laughs.push_str("]>");
        assert_eq!(expand(&laughs, "e7"), Err(Refused::TooLong));
        assert_eq!(expand("<!DOCTYPE p [<!ENTITY e '&e;'>]>", "e"), Err(Refused::TooDeep));
    }

    #[test]
    fn what_is_no_text_is_known_by_its_file() {
        let mut entities = Entities::none();
        entities.read("<!DOCTYPE d [<!NOTATION png PUBLIC '-//W3C'><!ENTITY ICN-1 SYSTEM 'ICN-1.PNG' NDATA png >]>");
        let found = entities.unparsed.get("ICN-1").map(|found| (found.system, found.notation));
        assert_eq!(found, Some(("ICN-1.PNG", "png")));
        assert_eq!(entities.expand("ICN-1"), Err(Refused::External));
    }

    #[test]
    fn nothing_external() {
        assert_eq!(expand("<!DOCTYPE p [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>", "e"), Err(Refused::External));
        assert_eq!(expand("<!DOCTYPE p [<!ENTITY e '<b/>'>]>", "e"), Err(Refused::Markup));
    }
}
