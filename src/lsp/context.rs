//! What may be written at a place: read from the text before it, which need not be complete.

use crate::link::symbols::Symbols;
use crate::model::inline::Kind;

/// What may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The name of something of these kinds.
    Names(&'static [Kind]),
    /// A step, or a heading, of the document with this identifier.
    Parts(String),
    /// A step of this procedure.
    OwnSteps,
    /// An argument of a telecommand.
    Arguments(String),
    /// A label that an argument of a telecommand takes.
    ArgumentLabels(String, String),
    /// A label that a parameter takes.
    ParameterLabels(String),
}

/// What may be written at a place, and what is there of it already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Context {
    pub(super) wanted: Wanted,
    /// Where it begins.
    pub(super) from: usize,
}

const DOCUMENTS: &[Kind] = &[Kind::Document, Kind::Procedure];
const PROCEDURES: &[Kind] = &[Kind::Procedure];
const TELECOMMANDS: &[Kind] = &[Kind::Telecommand];
const PARAMETERS: &[Kind] = &[Kind::Parameter];
const ALARMS: &[Kind] = &[Kind::Alarm];
const ANY: &[Kind] = &[Kind::Document, Kind::Procedure, Kind::Telecommand, Kind::Parameter, Kind::Alarm];

/// Returns what may be written at a byte of a text.
pub(super) fn at(text: &str, offset: usize, is_xml: bool, symbols: &Symbols) -> Option<Context> {
    let offset = text.floor_char_boundary(offset.min(text.len()));
    let line = text[..offset].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    if !is_xml {
        return directive(text, line, offset)
            .or_else(|| front_matter(text, line, offset))
            .or_else(|| prose(text, line, offset, symbols));
    }
    match tag(text, offset) {
        None => prose(text, line, offset, symbols),
        Some(Tag { element, attribute: Some((name, from)), start }) => {
            attribute(text, element, name, start, from, offset).or_else(|| {
                let holds_expression = matches!((element, name), ("wait", "until") | (_, "test" | "condition"));
                holds_expression.then(|| prose(text, from.max(line), offset, symbols))?
            })
        }
        Some(_) => None,
    }
}

/// A tag that is open at a place.
struct Tag<'t> {
    element: &'t str,
    /// The attribute whose value the place stands in, and where that value begins.
    attribute: Option<(&'t str, usize)>,
    /// Where the tag begins.
    start: usize,
}

/// Returns the tag that a place stands in.
fn tag(text: &str, offset: usize) -> Option<Tag<'_>> {
    let start = text[..offset].rfind('<')?;
    let inner = &text[start + 1..offset];
    if inner.starts_with(['/', '!', '?']) {
        return None;
    }
    let element = &inner[..inner.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(inner.len())];
    let mut quote: Option<(char, usize)> = None;
    for (at, c) in inner.char_indices() {
        match quote {
            Some((open, _)) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some((c, at)),
            None if c == '>' => return None,
            None => {}
        }
    }
    let attribute = quote.and_then(|(_, at)| {
        let before = inner[..at].trim_end().strip_suffix('=')?.trim_end();
        let name = &before[before.rfind(char::is_whitespace).map_or(0, |space| space + 1)..];
        Some((name, start + 1 + at + 1))
    });
    Some(Tag { element, attribute, start })
}

/// Returns the value of an attribute of the tag that begins here.
fn value<'t>(text: &'t str, tag: usize, name: &str) -> Option<&'t str> {
    let mut rest = text.get(tag..)?;
    loop {
        // The end of the tag ends the search; a `<` says that it was never ended.
        let sign = rest.find(['=', '>'])?;
        if rest[sign..].starts_with('>') {
            return None;
        }
        let before = rest[..sign].trim_end();
        let found = &before[before.rfind(char::is_whitespace).map_or(0, |space| space + 1)..];
        let value = rest[sign + 1..].trim_start();
        let open = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let end = value[1..].find(open)?;
        if found == name {
            return Some(&value[1..1 + end]);
        }
        rest = &value[1 + end + 1..];
    }
}

fn attribute(text: &str, element: &str, name: &str, start: usize, from: usize, offset: usize) -> Option<Context> {
    let names = |kinds| Some(Wanted::Names(kinds));
    let telecommand = || {
        let at = text[..start].rfind("<tc")?;
        value(text, at, "name").map(str::to_owned)
    };
    let wanted = match (element, name) {
        ("tc", "name") | ("tcref", "ref") => names(TELECOMMANDS),
        ("tm", "name") | ("tmref", "ref") | ("record", "name") => names(PARAMETERS),
        ("alarm" | "alarmref", "ref") => names(ALARMS),
        ("procref", "ref") | ("call", "procedure") => names(PROCEDURES),
        ("docref", "id") => names(DOCUMENTS),
        ("procref", "step") => Some(Wanted::Parts(value(text, start, "ref")?.to_owned())),
        ("goto", "step") | ("when" | "otherwise" | "on", "goto") => Some(Wanted::OwnSteps),
        ("arg", "name") => Some(Wanted::Arguments(telecommand()?)),
        ("arg", "value") => Some(Wanted::ArgumentLabels(telecommand()?, value(text, start, "name")?.to_owned())),
        ("tm", "value") => Some(Wanted::ParameterLabels(value(text, start, "name")?.to_owned())),
        _ => None,
    }?;
    // Of several values, the last is being written.
    let written = &text[from..offset];
    let last = if name == "value" { written.rfind(',').map_or(0, |comma| comma + 1) } else { 0 };
    let space = written[last..].len() - written[last..].trim_start().len();
    Some(Context { wanted, from: from + last + space })
}

/// Reads `::: procedure ID step …`.
fn directive(text: &str, line: usize, offset: usize) -> Option<Context> {
    let written = &text[line..offset];
    let rest = written.trim_start().strip_prefix(":::")?.trim_start().strip_prefix("procedure")?;
    if !rest.starts_with([' ', '\t']) {
        return None;
    }
    let from = offset - (rest.len() - rest.rfind([' ', '\t', ',']).map_or(0, |space| space + 1));
    let before = rest[..rest.len() - (offset - from)].trim();
    let wanted = match before.split([' ', '\t', ',']).next().filter(|id| !id.is_empty()) {
        Some(id) => Wanted::Parts(id.to_owned()),
        None => Wanted::Names(PROCEDURES),
    };
    Some(Context { wanted, from })
}

/// Reads the keys of front matter that name a document.
fn front_matter(text: &str, line: usize, offset: usize) -> Option<Context> {
    let fence = ["---", "+++"].into_iter().find(|fence| text.starts_with(fence))?;
    if line < fence.len() || text[fence.len()..line].lines().any(|line| line.trim_end() == fence) {
        return None;
    }
    let written = &text[line..offset];
    let (key, value) = written.split_once([':', '='])?;
    let kinds = match key.trim() {
        "procedure" => PROCEDURES,
        "translation-of" => DOCUMENTS,
        _ => return None,
    };
    let space = value.len() - value.trim_start_matches([' ', '"', '\'']).len();
    Some(Context { wanted: Wanted::Names(kinds), from: offset - value.len() + space })
}

/// Reads running text: links by identifier, telecommands with arguments, comparisons, names.
fn prose(text: &str, start: usize, offset: usize, symbols: &Symbols) -> Option<Context> {
    let written = text.get(start..offset)?;
    link(written, start)
        .or_else(|| arguments(written, start, symbols))
        .or_else(|| comparison(written, start, symbols))
        .or_else(|| name(written, start))
}

fn link(written: &str, start: usize) -> Option<Context> {
    let wiki = written.rfind("[[").map(|at| at + 2).filter(|at| !written[*at..].contains("]]"));
    let scheme = written.rfind("id:").map(|at| at + 3).filter(|at| {
        let before = written[..at - 3].chars().next_back();
        !written[*at..].contains([')', ' ', '>', '"']) && before.is_none_or(|c| matches!(c, '(' | '<' | '"' | ' '))
    });
    let from = wiki.max(scheme)?;
    let target = &written[from..];
    let Some((id, _)) = target.split_once('#') else {
        return Some(Context { wanted: Wanted::Names(ANY), from: start + from });
    };
    let from = start + from + id.len() + 1;
    let id = id.split('@').next().unwrap_or_default();
    Some(Context { wanted: Wanted::Parts(id.to_owned()), from })
}

/// Reads `NAME(argument = value, …`.
fn arguments(written: &str, start: usize, symbols: &Symbols) -> Option<Context> {
    let open = written.rfind('(').filter(|at| !written[*at..].contains(')'))?;
    let name = last_word(&written[..open]);
    symbols.find(Kind::Telecommand, name)?;
    let inner = open + 1 + written[open + 1..].rfind([',', ';']).map_or(0, |comma| comma + 1);
    let argument = &written[inner..];
    let after = |from: usize| {
        let rest = &written[from..];
        start + from + rest.len() - rest.trim_start_matches([' ', '\u{a0}', '"', '“', '«']).len()
    };
    let Some(sign) = argument.find(['=', ':']) else {
        return Some(Context { wanted: Wanted::Arguments(name.to_owned()), from: after(inner) });
    };
    let wanted = Wanted::ArgumentLabels(name.to_owned(), argument[..sign].trim().to_owned());
    Some(Context { wanted, from: after(inner + sign + 1) })
}

/// Reads `NAME = va…`.
fn comparison(written: &str, start: usize, symbols: &Symbols) -> Option<Context> {
    let value = last_word(written);
    let rest = written[..written.len() - value.len()].trim_end_matches([' ', '\u{a0}', '"', '“', '«']);
    let unsigned = rest.trim_end_matches(['=', '<', '>', '≠', '≤', '≥', '!']);
    if unsigned.len() == rest.len() {
        return None;
    }
    // The mark that ends a code span may stand between.
    let name = last_word(unsigned.trim_end_matches([' ', '\u{a0}', '`']));
    symbols.find(Kind::Parameter, name)?;
    Some(Context { wanted: Wanted::ParameterLabels(name.to_owned()), from: start + written.len() - value.len() })
}

fn name(written: &str, start: usize) -> Option<Context> {
    let word = last_word(written);
    (word.len() > 1).then(|| Context { wanted: Wanted::Names(ANY), from: start + written.len() - word.len() })
}

fn last_word(text: &str) -> &str {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let start = text.char_indices().rev().take_while(|(_, c)| word(*c)).last().map_or(text.len(), |(at, _)| at);
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::symbols::Symbol;
    use crate::text::span::{SourceId, Span};

    /// Says what is wanted where `|` stands, and what of it is written.
    fn check(written: &str, is_xml: bool) -> Option<(Wanted, String)> {
        let mut symbols = Symbols::default();
        for (kind, id) in [(Kind::Telecommand, "TC_X"), (Kind::Parameter, "P_MODE")] {
            symbols.add(Symbol {
                kind,
                id: id.into(),
                title: "".into(),
                document: None,
                anchor: "".into(),
                item: None,
                parent: None,
                span: Span::at_start(SourceId(0)),
            });
        }
        let offset = written.find('|').expect("the place is marked");
        let text = written.replacen('|', "", 1);
        let context = at(&text, offset, is_xml, &symbols)?;
        Some((context.wanted, text[context.from..offset].to_owned()))
    }

    #[test]
    fn markdown_says_what_it_wants() {
        let parts = |id: &str| Wanted::Parts(id.to_owned());
        let labels = || Wanted::ParameterLabels("P_MODE".to_owned());
        for (written, wanted, typed) in [
            ("é See [[FC|", Wanted::Names(ANY), "FC"),
            ("See [a](id:FCP-1#st|)", parts("FCP-1"), "st"),
            ("See [a](id:FCP-1@2#|", parts("FCP-1"), ""),
            ("[[FCP-1]] and [[FCP-2#s|", parts("FCP-2"), "s"),
            ("Send `TC_X(|", Wanted::Arguments("TC_X".to_owned()), ""),
            ("Send TC_X(A = 1, B|)", Wanted::Arguments("TC_X".to_owned()), "B"),
            ("TC_X(A=1, B = SA|)", Wanted::ArgumentLabels("TC_X".to_owned(), "B".to_owned()), "SA"),
            ("the mode P_MODE = SA|", labels(), "SA"),
            ("`P_MODE` ≥ |", labels(), ""),
            ("::: procedure F|", Wanted::Names(PROCEDURES), "F"),
            ("::: procedure FCP-1 step-1 st|", parts("FCP-1"), "st"),
            ("---\nid: X\nprocedure: F|\n---\n", Wanted::Names(PROCEDURES), "F"),
            ("---\nid: X\n---\nsend TC|", Wanted::Names(ANY), "TC"),
        ] {
            assert_eq!(check(written, false), Some((wanted, typed.to_owned())), "{written}");
        }
        assert_eq!(check("A word |", false), None);
    }

    #[test]
    fn xml_says_what_it_wants() {
        let labels = |values: &str| (Wanted::ParameterLabels("P_MODE".to_owned()), values.to_owned());
        for (written, wanted) in [
            ("<step>\r\n<tc name=\"T|\"/>", (Wanted::Names(TELECOMMANDS), "T".to_owned())),
            ("<tc name='TC_X'><arg name=\"A|", (Wanted::Arguments("TC_X".to_owned()), "A".to_owned())),
            (
                "<tc name=\"TC_X\"><arg value=\"|\" name=\"B\"/>",
                (Wanted::ArgumentLabels("TC_X".to_owned(), "B".to_owned()), String::new()),
            ),
            ("<tm name=\"P_MODE\" op=\"in\" value=\"A, B|\"/>", labels("B")),
            ("<wait until=\"P_MODE = S|\"/>", labels("S")),
            ("<goto step=\"|\"/>", (Wanted::OwnSteps, String::new())),
            ("<on outcome='x' goto=\"st|", (Wanted::OwnSteps, "st".to_owned())),
            ("<log>see TC_|</log>", (Wanted::Names(ANY), "TC_".to_owned())),
        ] {
            assert_eq!(check(written, true), Some(wanted), "{written}");
        }
        assert_eq!(check("<step id=\"|\">", true), None);
        assert_eq!(check("<ste|", true), None);
    }
}
