//! Heading anchors as GitHub makes them.

use ecow::EcoString;
use rustc_hash::{FxHashMap, FxHashSet};

/// Gives each heading of a document an anchor that no other has.
#[derive(Default)]
pub(in crate::read) struct Anchors {
    taken: FxHashSet<EcoString>,
    repeats: FxHashMap<EcoString, u32>,
}

impl Anchors {
    /// Returns the anchor of a heading with this text.
    pub(in crate::read) fn of_heading(&mut self, text: &str) -> EcoString {
        let base = slug(text);
        let mut anchor = base.clone();
        while self.taken.contains(&anchor) {
            let count = self.repeats.entry(base.clone()).or_default();
            *count += 1;
            anchor = EcoString::from(format!("{base}-{count}"));
        }
        self.taken.insert(anchor.clone());
        anchor
    }

    /// Notes an anchor that is written out.
    pub(in crate::read) fn take(&mut self, anchor: &EcoString) {
        self.taken.insert(anchor.clone());
    }
}

/// Returns the text in lower case, spaces as hyphens, without punctuation (GitHub's `toc_filter`).
pub(in crate::read) fn slug(text: &str) -> EcoString {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            ' ' => out.push('-'),
            '-' | '_' => out.push(c),
            c if c.is_alphanumeric() || is_mark(c) => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out.into()
}

/// Tells whether a character is a combining mark, which GitHub keeps with its letter.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{93e}'..='\u{94d}' | '\u{fe0f}' | '\u{200d}' | '\u{3099}' | '\u{309a}')
}

#[cfg(test)]
mod tests {
    use super::{Anchors, slug};

    #[test]
    fn headings_become_github_anchors() {
        assert_eq!(slug("Step 3 — Switch ON (`AOC_MODE`)"), "step-3--switch-on-aoc_mode");
        assert_eq!(slug("Équipement & télémesure"), "équipement--télémesure");
    }

    #[test]
    fn repeated_headings_are_numbered_past_what_is_taken() {
        let mut anchors = Anchors::default();
        let made = ["Notes", "Notes-1", "Notes", "Notes"].map(|text| anchors.of_heading(text));
        assert_eq!(made, ["notes", "notes-1", "notes-2", "notes-3"]);
    }
}
