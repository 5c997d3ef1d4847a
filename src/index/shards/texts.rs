//! What is shown of each unit.

use std::ops::Range;

use super::{LIMIT, Shard, repeats, written};

/// About how many bytes of texts are written in one piece, before what is repeated is written shorter: a searcher
/// writes out the whole of it to show one unit.
const TEXTS: usize = 24 << 10;

/// How many bytes of pieces a script has at most.
const PIECES: usize = LIMIT - (8 << 10);

/// How many characters of the text of a unit are shown.
const ABSTRACT: usize = 190;

/// What the units of a page share: the page, its title, issue, status, language, document.
pub(super) type Page = [String; 6];

/// What is shown of units.
#[derive(Default)]
pub(super) struct Texts {
    list: Vec<Text>,
    pages: Vec<Page>,
}

struct Text {
    /// The place of its page among the pages.
    page: u32,
    /// What is shown of the unit alone, on a line: anchor, title, kind, name, beginning of its text, titles above it.
    own: Box<str>,
}

impl Texts {
    /// Adds what is shown of a unit. Most have the page of the unit before them.
    pub(super) fn push<'t>(&mut self, page: Page, own: impl Iterator<Item = &'t str>) {
        if self.pages.last() != Some(&page) {
            self.pages.push(page);
        }
        self.list.push(Text { page: self.pages.len() as u32 - 1, own: line(own).into() });
    }

    /// Adds what is shown of more units.
    pub(super) fn append(&mut self, more: Self) {
        let pages = self.pages.len() as u32;
        self.list.extend(more.list.into_iter().map(|text| Text { page: pages + text.page, ..text }));
        self.pages.extend(more.pages);
    }

    /// Cuts the units into pieces whose texts are written together.
    pub(super) fn pieces(&self) -> Vec<Range<usize>> {
        let mut pieces = Vec::new();
        let mut at = 0;
        while at < self.list.len() {
            let mut bytes = 0;
            let more = self.list[at..].iter().take_while(|text| {
                bytes += text.own.len() + 2;
                bytes <= TEXTS
            });
            // One at least, however long.
            let end = at + more.count().max(1);
            pieces.push(at..end);
            at = end;
        }
        pieces
    }

    /// Writes what is shown of the units of a piece: their pages, a line each, an empty line, then the units; what is
    /// repeated is written shorter.
    pub(super) fn piece(&self, units: Range<usize>) -> String {
        let (mut pages, mut lines) = (Vec::new(), Vec::with_capacity(units.len()));
        for text in &self.list[units] {
            let page = &self.pages[text.page as usize];
            if pages.last() != Some(&page) {
                pages.push(page);
            }
            lines.push(format!("{}\t{}", pages.len() - 1, text.own));
        }
        let pages: Vec<String> = pages.iter().map(|page| line(page.iter().map(String::as_str))).collect();
        repeats::shorten(&format!("{}\n\n{}", pages.join("\n"), lines.join("\n")))
    }
}

/// Hands out the scripts of pieces, each with how many units it has; returns the first unit of each script.
pub(super) fn shards<E>(
    pieces: impl Iterator<Item = (Range<usize>, String)>,
    put: &mut dyn FnMut(Shard) -> Result<(), E>,
) -> Result<Vec<u32>, E> {
    let mut starts = Vec::new();
    let (mut script, mut bytes) = (Vec::new(), 0);
    for (units, text) in pieces {
        let size = written(&text) + 12;
        if bytes + size > PIECES && !script.is_empty() {
            put(Shard::new(&format!("d{}", starts.len() - 1), &std::mem::take(&mut script)))?;
            bytes = 0;
        }
        if script.is_empty() {
            starts.push(units.start as u32);
        }
        script.push((text, units.len()));
        bytes += size;
    }
    if !script.is_empty() {
        put(Shard::new(&format!("d{}", starts.len() - 1), &script))?;
    }
    Ok(starts)
}

/// Returns texts on one line, with tabs between them. No text has a line ending or a tab that means something.
fn line<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for (at, text) in texts.enumerate() {
        if at > 0 {
            out.push('\t');
        }
        out.extend(text.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }));
    }
    out
}

/// Returns the beginning of a text, on one line.
pub(super) fn beginning(text: &str) -> String {
    let mut out = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if count + length > ABSTRACT {
            // Scripts without spaces are cut where the width ends.
            let rest = ABSTRACT.saturating_sub(count);
            if length > 40 && rest > 0 {
                out.push_str(if out.is_empty() { "" } else { " " });
                out.extend(word.chars().take(rest));
            }
            out.push('…');
            break;
        }
        out.push_str(if out.is_empty() { "" } else { " " });
        out.push_str(word);
        count += length + 1;
    }
    out
}

/// Returns a name without the identifier of its document.
pub(super) fn shortened<'a>(name: &'a str, document: &str) -> &'a str {
    match name.strip_prefix(document) {
        Some("") if !document.is_empty() => "=",
        Some(rest) if rest.starts_with('#') && !document.is_empty() => rest,
        _ => name,
    }
}
