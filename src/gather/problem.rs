//! What gathering finds wrong: encodings.

use super::worktree::Loaded;
use crate::diagnostic::{Diagnostic, Lint};
use crate::lint;
use crate::text::span::{SourceId, Span};

/// What [`gather`](super::gather) can find.
pub static LINTS: &[&Lint] = &[&OTHER_ENCODING, &INVALID_ENCODING];

lint! {
    /// ## What it does
    ///
    /// Reports a source that is not in UTF-8 and says which encoding it was read in.
    ///
    /// ## Why it matters
    ///
    /// Only a byte order mark or an XML declaration names an encoding. A file with neither that is not UTF-8 is read
    /// as Windows-1252, which is a guess: an accent, a unit or a sign such as `±` or `°` may come out as another one.
    ///
    /// ## Example
    ///
    /// A Markdown file saved as "ANSI" by an old editor, with `température` in it.
    ///
    /// ## How to mend it
    ///
    /// Save the file as UTF-8: `iconv -f WINDOWS-1252 -t UTF-8 old.md > new.md`.
    pub static OTHER_ENCODING = "X901" "other-encoding" Warning;
}

lint! {
    /// ## What it does
    ///
    /// Reports a source with bytes that mean nothing in its encoding; each stands as `�` in the text.
    ///
    /// ## Why it matters
    ///
    /// A character is lost. It may have been a digit or a sign.
    ///
    /// ## Example
    ///
    /// A file that declares `encoding="UTF-16"` and was cut in the middle of a character.
    ///
    /// ## How to mend it
    ///
    /// Restore the file, then save it as UTF-8.
    pub static INVALID_ENCODING = "X902" "invalid-encoding" Error;
}

/// Says what was odd about the encoding of a source.
pub fn encoding(loaded: &Loaded, source: SourceId) -> Option<Diagnostic> {
    let used = loaded.other_than_utf8.unwrap_or("UTF-8");
    let place = Span::at_start(source);
    if loaded.damaged {
        let message = format!("some bytes mean nothing in {used} and were replaced by `\u{fffd}`");
        return Some(
            Diagnostic::new(&INVALID_ENCODING, place, message)
                .label(format!("read as {used}"))
                .help("restore the file and save it as UTF-8"),
        );
    }
    loaded.other_than_utf8.map(|used| {
        Diagnostic::new(&OTHER_ENCODING, place, format!("the text is not UTF-8; it was read as {used}"))
            .label(format!("read as {used}"))
            .help(format!("save the file as UTF-8, as by `iconv -f {} -t UTF-8`", used.to_uppercase()))
    })
}
