//! Takes out of a script what only its authors need: remarks, gaps, and long names of variables.
//!
//! The script is ours and in ECMAScript 5. Texts stand in single quotation marks, statements end with a semicolon, no
//! loop is without a body, and no variable has the name of something that the browser has; tests run what comes out.

use std::collections::BTreeMap;

/// What is no name of ours: words of the language, and of the browser.
const KEPT: &str = "break case catch continue default delete do else false finally for function if in instanceof new \
    null return switch this throw true try typeof undefined var void while with Array JSON Math Object RegExp String document \
    opsdoc window encodeURIComponent";

/// Returns the script without them.
pub(super) fn pack(script: &str) -> String {
    let tokens = without_braces(tokens(script));
    let kept: Vec<&str> = KEPT.split_whitespace().collect();
    let is_name = |at: usize| {
        let beside = |at: Option<usize>| at.and_then(|at| tokens.get(at)).copied().unwrap_or_default();
        let (before, after) = (beside(at.checked_sub(1)), beside(Some(at + 1)));
        // A property, or the key of one.
        let property = before == "." || (after == ":" && matches!(before, "{" | ","));
        starts_name(tokens[at]) && !property && !kept.contains(&tokens[at])
    };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for at in (0..tokens.len()).filter(|at| is_name(*at)) {
        *counts.entry(tokens[at]).or_default() += 1;
    }
    let mut names: Vec<(&str, usize)> = counts.into_iter().collect();
    names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let short = (0..).map(name).filter(|name| !kept.contains(&name.as_str()));
    let short: BTreeMap<&str, String> = names.into_iter().map(|(name, _)| name).zip(short).collect();
    let mut out = String::with_capacity(script.len());
    for (at, token) in tokens.iter().enumerate() {
        // The last statement of a block ends with it.
        if *token == ";" && tokens.get(at + 1) == Some(&"}") {
            continue;
        }
        let token = short.get(token).filter(|_| is_name(at)).map_or(*token, String::as_str);
        if let (Some(last), Some(first)) = (out.chars().next_back(), token.chars().next()) {
            let words = is_word(last) && is_word(first);
            if words || (matches!(last, '+' | '-') && last == first) {
                out.push(' ');
            }
        }
        out.push_str(token);
    }
    out.push('\n');
    out
}

/// Returns the name of a variable by its number: one letter, then two.
fn name(number: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$";
    let last = char::from(LETTERS[number % LETTERS.len()]);
    match number / LETTERS.len() {
        0 => last.to_string(),
        more => name(more - 1) + &last.to_string(),
    }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$')
}

fn starts_name(token: &str) -> bool {
    token.starts_with(|c: char| is_word(c) && !c.is_ascii_digit())
}

/// Cuts a script into words, numbers, texts, patterns and signs.
fn tokens(script: &str) -> Vec<&str> {
    let mut tokens: Vec<&str> = Vec::new();
    let mut rest = script;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            c if c.is_whitespace() => c.len_utf8(),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '/' if begins_pattern(tokens.last().copied()) => pattern(rest),
            '\'' => text(rest),
            c if c.is_ascii_digit() => length(rest, |c| is_word(c) || c == '.'),
            c if is_word(c) => length(rest, is_word),
            '+' | '-' if rest[1..].starts_with(first) => 2,
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        if !first.is_whitespace() && !token.starts_with("/*") {
            tokens.push(token);
        }
        rest = after;
    }
    tokens
}

/// Takes the braces from a statement that stands alone after a condition, the head of a loop, or `else`.
fn without_braces(mut tokens: Vec<&str>) -> Vec<&str> {
    let (mut heads, mut braces) = (Vec::new(), Vec::new());
    let mut dropped = vec![false; tokens.len()];
    // Whether what has just been closed is the head of a statement.
    let mut head = false;
    for at in 0..tokens.len() {
        let before = at.checked_sub(1).map(|before| tokens[before]);
        match tokens[at] {
            "(" => heads.push(matches!(before, Some("if" | "for" | "while"))),
            ")" => head = heads.pop().unwrap_or_default(),
            "{" => braces.push((at, before == Some("else") || (before == Some(")") && head))),
            "}" => {
                let Some((begin, true)) = braces.pop() else { continue };
                let inside = &tokens[begin + 1..at];
                let alone = inside.iter().position(|token| matches!(*token, ";" | "{")) == inside.len().checked_sub(1);
                if alone && before == Some(";") {
                    (dropped[begin], dropped[at]) = (true, true);
                }
            }
            _ => {}
        }
    }
    let mut dropped = dropped.into_iter();
    tokens.retain(|_| !dropped.next().unwrap_or_default());
    tokens
}

fn length(text: &str, within: impl Fn(char) -> bool) -> usize {
    text.find(|c| !within(c)).unwrap_or(text.len())
}

/// Tells whether a stroke begins a pattern: a division follows a value.
fn begins_pattern(before: Option<&str>) -> bool {
    before.is_none_or(|before| {
        matches!(before, "(" | "=" | ":" | "," | "!" | "&" | "|" | "?" | "{" | "}" | ";" | "[" | "return")
    })
}

/// Returns the length of the pattern that a text begins with, and of its flags.
fn pattern(text: &str) -> usize {
    let (mut escaped, mut class) = (false, false);
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => class = true,
            ']' => class = false,
            '/' if !class => return at + 1 + length(&text[at + 1..], is_word),
            _ => {}
        }
    }
    text.len()
}

/// Returns the length of the text in quotation marks that a text begins with.
fn text(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\'' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_alone_needs_no_braces() {
        let script = "if (a) { return b; } else { c = { a: b }; } while (a(b)) { c++; } function c() { return a; } \
                      for (;;) { if (a) { break; } }";
        let expected = "if(a)return b;else{c={a:b}}while(a(b))c++;function c(){return a}for(;;){if(a)break}\n";
        assert_eq!(pack(script), expected);
    }

    #[test]
    fn names_are_short_and_properties_stay() {
        let script = "var long = { key: 'a: b', other: /[/]\\/x/g }; /* said */\nfunction twice(text) {\n  \
                      return long.key + + text - --text / 2 ? text : long;\n}";
        let expected = "var b={key:'a: b',other:/[/]\\/x/g};function c(a){return b.key+ +a- --a/2?a:b}\n";
        assert_eq!(pack(script), expected);
    }
}
