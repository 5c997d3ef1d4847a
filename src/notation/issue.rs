//! `issue 2.1`, as it stands beside a document's name.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

static ISSUE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\s,(]{1,3}(?i:issue|édition|edition|iss\.|éd\.|ed\.)[\s\u{a0}]*(\d+(?:\.\d+)*)")
        .expect("the pattern is a regular expression")
});

/// Reads the issue after a name that ends at this byte.
pub fn after(text: &str, name_end: usize) -> Option<Range<usize>> {
    let rest = text.get(name_end..)?;
    let found = ISSUE.captures(rest)?.get(1)?;
    Some(name_end + found.start()..name_end + found.end())
}

static ISSUE_OF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(\b(?:since|until|before|after|from|depuis|avant|après|dès|jusqu.à) (?:l.)?)?\b(?:issue|édition|edition|iss\.|éd\.|ed\.)[\s\u{a0}]*(\d+(?:\.\d+)*) (?:of|de) $")
        .expect("the pattern is a regular expression")
});

/// Reads the issue before a name that begins at this byte, `issue 2 of`, and not before the byte `from`.
pub fn before(text: &str, name_start: usize, from: usize) -> Option<Range<usize>> {
    /// What stands before the name is no longer.
    const LONGEST: usize = 48;
    let from = text.ceil_char_boundary(from.max(name_start.saturating_sub(LONGEST)));
    let within = text.get(from..name_start).filter(|within| within.ends_with(' '))?;
    // `since issue 2 of` tells of the past.
    let found = ISSUE_OF.captures(within).filter(|found| found.get(1).is_none())?.get(2)?;
    Some(from + found.start()..from + found.end())
}

/// Compares two issues number by number; what is no number compares as text. `2` and `2.0` are equal.
pub fn compare(a: &str, b: &str) -> Ordering {
    let parts = |issue: &str| issue.trim().split(['.', '-', '/']).map(str::to_owned).collect::<Vec<_>>();
    let (a, b) = (parts(a), parts(b));
    for at in 0..a.len().max(b.len()) {
        let part = |list: &[String]| list.get(at).cloned().unwrap_or_else(|| "0".to_owned());
        let (x, y) = (part(&a), part(&b));
        let order = match (x.parse::<u64>(), y.parse::<u64>()) {
            (Ok(x), Ok(y)) => x.cmp(&y),
            _ => x.cmp(&y),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

#[cfg(test)]
mod tests {
    use super::{after, before, compare};
    use std::cmp::Ordering;

    #[test]
    fn an_issue_may_follow_a_name() {
        let issue = |text: &'static str| after(text, 3).map(|range| &text[range]);
        assert_eq!(issue("DOC issue 2.1, then"), Some("2.1"));
        assert_eq!(issue("DOC (édition 3)"), Some("3"));
        assert_eq!(issue("DOC issues a warning"), None);
    }

    #[test]
    fn an_issue_may_stand_before_a_name() {
        let issue = |text: &'static str| before(text, text.len() - 3, 0).map(|range| &text[range]);
        assert_eq!(issue("as issue 2.1 of DOC"), Some("2.1"));
        assert_eq!(issue("selon l’édition 3 de DOC"), Some("3"));
        assert_eq!(issue("an issue of DOC"), None);
        assert_eq!(issue("depuis l’édition 2 de DOC"), None);
        assert_eq!(issue("issue 2, of the DOC"), None);
    }

    #[test]
    fn issues_compare_by_number() {
        assert_eq!(compare("2", "10"), Ordering::Less);
        assert_eq!(compare("2.0", "2"), Ordering::Equal);
        assert_eq!(compare("B", "A"), Ordering::Greater);
    }
}
