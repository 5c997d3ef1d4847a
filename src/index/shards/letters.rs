//! What letters are, and what they are folded to: given to the searcher, whose browser may know other letters.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::super::analysis::{Form, Former};
use super::super::words::{self, Class};

/// The characters that are folded to other than their lower case, by what they are folded to.
pub(super) type Folded = BTreeMap<String, String>;

/// Where characters of another class begin, from the one before, and the classes.
pub(super) type Classes = (Vec<u32>, Vec<u8>);

/// The last character of words that are known.
const LAST: u32 = 0x3_ffff;

/// The ranges in which characters are folded.
const FOLDED: [(u32, u32); 4] = [(0x80, 0x2e7f), (0xa640, 0xa7ff), (0xfb00, 0xfb06), (0xff00, 0xff5e)];

/// Returns the classes of all characters.
pub(super) fn classes() -> &'static Classes {
    static CLASSES: OnceLock<Classes> = OnceLock::new();
    CLASSES.get_or_init(|| {
        let (mut starts, mut kinds) = (Vec::new(), Vec::new());
        let mut last = 0;
        for code in (0x80..=LAST + 1).filter(|code| !(0x3_0000..=LAST).contains(code)) {
            let kind = match char::from_u32(code).filter(|_| code <= LAST).map(words::class) {
                Some(Class::Letter) => 1,
                Some(Class::Joined) => 2,
                Some(Class::Ideograph) => 3,
                Some(Class::Other) | None => 0,
            };
            if kinds.last() != Some(&kind) {
                starts.push(code - last);
                kinds.push(kind);
                last = code;
            }
        }
        (starts, kinds)
    })
}

/// Returns what characters of words are folded to.
pub(super) fn folded() -> &'static Folded {
    static TABLE: OnceLock<Folded> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut former = Former::new(Form::Folded);
        let mut folded = Folded::new();
        for c in FOLDED.into_iter().flat_map(|(from, to)| from..=to).filter_map(char::from_u32) {
            if words::class(c) == Class::Other || words::is_mark(c) {
                continue;
            }
            let to = former.of(c.encode_utf8(&mut [0; 4]));
            if !to.is_empty() && !to.chars().eq(c.to_lowercase()) {
                folded.entry(to).or_default().push(c);
            }
        }
        folded
    })
}
