//! `step 3.1`, as words name one step of a procedure.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// A step by its number. What stands before it may say that another one is meant, and what follows that there are more.
static STEP: LazyLock<Regex> = LazyLock::new(|| {
    let others = r"(after|before|from|until|since|après|avant|depuis|dès|jusqu.à) (?:the |l.)?";
    let more = r"( (?:to|and|or|à|et|ou) |[-–—]\d)";
    Regex::new(&format!(r"(?i)(?:{others})?\b(?:step|étape)[ \u{{a0}}](\d+(?:\.\d+)*){more}?"))
        .expect("the pattern is a regular expression")
});

/// Returns the number of the one step that a text names.
pub fn number(text: &str) -> Option<Range<usize>> {
    let found = STEP.captures(text).filter(|found| found.get(1).is_none() && found.get(3).is_none())?;
    Some(found.get(2)?.range())
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn one_step_is_named_by_its_number() {
        let read = |text: &'static str| number(text).map(|range| &text[range]);
        assert_eq!(read("step 6 of the recovery"), Some("6"));
        assert_eq!(read("l’étape 2.1"), Some("2.1"));
        assert_eq!(read("FCP-AOC-010, Step 3"), Some("3"));
        assert_eq!(read("after step 3"), None);
        assert_eq!(read("après l’étape 3"), None);
        assert_eq!(read("step 3 to step 5"), None);
        assert_eq!(read("steps 3–5"), None);
        assert_eq!(read("footstep 3"), None);
    }
}
