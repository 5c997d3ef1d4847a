//! The words of a unit: what a reader sees, and what is written beside it.

use crate::model::inline::{Destination, Inline, Link, Text};

/// The text of a unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitText {
    /// What a reader sees, in the order of reading; snippets are cut from it.
    pub shown: String,
    /// What is written and not seen: addresses, attributes, the languages of code. It is found too.
    pub hidden: String,
}

impl UnitText {
    /// Ends the word that stands last.
    pub(super) fn space(&mut self) {
        separate(&mut self.shown, ' ');
    }

    /// Ends the line.
    pub(super) fn end_line(&mut self) {
        separate(&mut self.shown, '\n');
    }

    /// Adds a word of its own.
    pub(super) fn word(&mut self, word: &str) {
        if !word.is_empty() {
            self.space();
            self.shown.push_str(word);
        }
    }

    /// Adds a run of text as a word of its own, where there is one.
    pub(super) fn maybe(&mut self, text: Option<&Text>) {
        if let Some(text) = text {
            self.word(text.as_str());
        }
    }

    /// Adds what is not seen.
    pub(super) fn hide(&mut self, text: &str) {
        if !text.is_empty() {
            separate(&mut self.hidden, ' ');
            self.hidden.push_str(text);
        }
    }

    /// Adds a line of its own.
    pub(super) fn remark(&mut self, inlines: &[Inline]) {
        self.space();
        self.inlines(inlines);
    }

    /// Adds a line.
    pub(super) fn line(&mut self, inlines: &[Inline]) {
        self.end_line();
        self.inlines(inlines);
    }

    /// Adds inlines to the word that stands last: mark-up may stand in the middle of one.
    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.shown.push_str(text.as_str()),
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Strikethrough(inner)
                | Inline::Lowered(inner) => {
                    self.inlines(inner);
                }
                // Ten to the third power is no hundred and three.
                Inline::Raised(inner) => {
                    self.shown.push('^');
                    self.inlines(inner);
                }
                Inline::Link(link) => self.link(link),
                Inline::Image(image) => {
                    self.inlines(&image.alternative);
                    self.hide(&image.title);
                    self.hide(&image.written);
                }
                Inline::FootnoteReference(label) => self.hide(label.as_str()),
                Inline::Abbreviation(abbreviation) => {
                    self.shown.push_str(abbreviation.short.as_str());
                    if !abbreviation.expansion.text.is_empty() {
                        self.word(&format!("({})", abbreviation.expansion.text));
                    }
                }
                Inline::Tbd(tbd) => {
                    self.inlines(&tbd.content);
                    [&tbd.id, &tbd.owner, &tbd.due].into_iter().flatten().for_each(|text| self.word(text.as_str()));
                    self.space();
                }
                Inline::Html(html) => self.html(&html.shown()),
                Inline::SoftBreak => self.space(),
                Inline::HardBreak => self.end_line(),
                Inline::Anchor(name) => self.hide(name),
            }
        }
    }

    fn link(&mut self, link: &Link) {
        match &link.destination {
            Destination::Id { id, .. } if link.content.is_empty() => self.shown.push_str(id),
            Destination::Id { id, .. } => self.hide(id),
            _ if link.content.is_empty() => self.shown.push_str(&link.written),
            _ => self.hide(&link.written),
        }
        if let Destination::Id { fragment: Some(fragment), .. } = &link.destination {
            if link.content.is_empty() {
                self.shown.push('#');
                self.shown.push_str(fragment);
            } else {
                self.hide(fragment);
            }
        }
        self.inlines(&link.content);
        // The issue that is cited is seen, where the words of the link do not name it too.
        if let Destination::Id { issue: Some(issue), .. } = &link.destination {
            self.shown.push_str(", ");
            self.shown.push_str(issue);
        }
        self.hide(&link.title);
    }

    /// Adds raw HTML: its text is seen, its tags, comments, scripts and styles are not.
    pub(super) fn html(&mut self, html: &str) {
        let mut rest = html;
        let mut silent: Option<&str> = None;
        while let Some(start) = rest.find('<') {
            self.html_text(&rest[..start], silent.is_some());
            let tag = &rest[start..];
            let end = match tag.starts_with("<!--") {
                true => tag.find("-->").map(|end| end + 3),
                false => tag.find('>').map(|end| end + 1),
            };
            let end = end.unwrap_or(tag.len());
            let inside = tag[..end].trim_matches(['<', '>']);
            self.hide(inside);
            if let Some(words) = silent.is_none().then(|| alternative(inside)).flatten() {
                self.html_text(words, false);
            }
            let name = inside.strip_prefix('/').unwrap_or(inside);
            if !inside.starts_with('!') && !INLINE.iter().any(|inline| is_tag(name, inline)) {
                self.space();
            }
            match silent {
                Some(name) if inside.strip_prefix('/').is_some_and(|tag| is_tag(tag, name)) => silent = None,
                Some(_) => {}
                None => silent = ["script", "style"].into_iter().find(|name| is_tag(inside, name)),
            }
            rest = &tag[end..];
        }
        self.html_text(rest, silent.is_some());
    }

    fn html_text(&mut self, text: &str, silent: bool) {
        if silent {
            self.hide(text);
            return;
        }
        let mut rest = text;
        while let Some(start) = rest.find('&') {
            self.shown.push_str(&rest[..start]);
            let reference = &rest[start + 1..];
            let end = reference.find(';').filter(|end| *end <= 10);
            match end.and_then(|end| character(&reference[..end]).map(|c| (c, end))) {
                Some((c, end)) => {
                    self.shown.push(c);
                    rest = &reference[end + 1..];
                }
                None => {
                    self.shown.push('&');
                    rest = reference;
                }
            }
        }
        self.shown.push_str(rest);
    }
}

/// The elements that may stand in the middle of a word (HTML 4.01, 7.5.3); all others end one.
const INLINE: [&str; 26] = [
    "a", "abbr", "b", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "tt", "u", "var",
];

/// Ends what stands last with a space or a line ending, and never twice.
fn separate(text: &mut String, separator: char) {
    match text.chars().next_back() {
        None | Some('\n') => {}
        Some(' ') if separator == '\n' => {
            text.pop();
            text.push('\n');
        }
        Some(' ') => {}
        Some(_) => text.push(separator),
    }
}

fn is_tag(tag: &str, name: &str) -> bool {
    tag.split([' ', '\t', '\n', '/']).next().is_some_and(|found| found.eq_ignore_ascii_case(name))
}

/// Returns the words that stand for a picture, as its tag has them.
fn alternative(tag: &str) -> Option<&str> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.strip_prefix("img")?.find(" alt=")? + "img alt=".len();
    let value = tag.get(at..)?;
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next(),
        _ => value.split([' ', '/']).next(),
    }
}

/// Returns the character of a reference: numeric ones, and the names that French and English text needs
/// (HTML 4.01, section 24).
fn character(reference: &str) -> Option<char> {
    if let Some(number) = reference.strip_prefix('#') {
        let hexadecimal = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
        return char::from_u32(hexadecimal.unwrap_or_else(|| number.parse()).ok()?);
    }
    const NAMES: &str = "amp& lt< gt> quot\" apos' nbsp\u{a0} agraveà AgraveÀ acircâ AcircÂ ccedilç CcedilÇ \
        egraveè EgraveÈ eacuteé EacuteÉ ecircê EcircÊ eumlë EumlË icircî IcircÎ iumlï IumlÏ ocircô OcircÔ oeligœ OEligŒ \
        ugraveù UgraveÙ ucircû UcircÛ uumlü UumlÜ laquo« raquo» rsquo’ lsquo‘ ldquo“ rdquo” ndash– mdash— hellip… \
        deg° micro\u{b5} plusmn± le≤ ge≥ ne≠ times× euro€";
    NAMES.split_whitespace().find_map(|entry| {
        let mut characters = entry.chars();
        let character = characters.next_back()?;
        (characters.as_str() == reference).then_some(character)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_cut_into_what_is_seen_and_what_is_not() {
        let mut text = UnitText::default();
        text.html(
            "<p title=\"bulle\">r&eacute;seau &#233;tendu &co; <!-- note -->in<b>fini</b></p><style>p {}</style>fin",
        );
        assert_eq!(text.shown, "réseau étendu &co; infini fin");
        assert_eq!(text.hidden, "p title=\"bulle\" !-- note -- b /b /p style p {} /style");
    }
}
