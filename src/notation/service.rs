//! The service and subtype of a telecommand packet, as they stand beside its name: `TC(17,1)` (ECSS-E-ST-70-41C).

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// A service, and a subtype of it where one is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// The service's number.
    pub service: Range<usize>,
    /// The subtype's number.
    pub subtype: Option<Range<usize>>,
    /// The whole of it.
    pub whole: Range<usize>,
}

/// `TC(17,1)`, `TC[17,1]`, `PUS 17/1`, `ST[17] SST[1]`, `service 17 subtype 1`, `service 17, sous-type 1`.
const FORMS: &str = concat!(
    r"(?:(?:TC|PUS)[ \u{a0}]?[(\[] ?(\d{1,3}) ?[,/] ?(\d{1,3}) ?[)\]]",
    r"|PUS[ \u{a0}](\d{1,3})/(\d{1,3})",
    r"|ST\[(\d{1,3})\](?:,? ?SST\[(\d{1,3})\])?",
    r"|(?i:service|type)[ \u{a0}](\d{1,3})(?: ?[,/–-] ?| and | et | )",
    r"(?i:sub-?type|sub-?service|sous-type|sous-service)[ \u{a0}](\d{1,3})",
    r"|(?i:service)[ \u{a0}](\d{1,3})\b)",
);

static AFTER: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"^[ \u{{a0}}]?(?:[(\[:=–—-][ \u{{a0}}]?)?{FORMS}")));
static BEFORE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"{FORMS}[ \u{{a0}}]?(?:[(\[:=–—-][ \u{{a0}}]?)?$")));

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("the pattern is a regular expression")
}

/// Reads what stands after a name that ends at this byte.
pub fn after(text: &str, name_end: usize) -> Option<Service> {
    AFTER.captures(text.get(name_end..)?).and_then(|found| service(&found, name_end))
}

/// Reads what stands before a name that begins at this byte, and not before the byte `from`.
pub fn before(text: &str, name_start: usize, from: usize) -> Option<Service> {
    /// No form of a service is longer.
    const LONGEST: usize = 60;
    let start = text.floor_char_boundary(name_start.saturating_sub(LONGEST)).max(from);
    let window = text.get(start..name_start).filter(|window| window.bytes().any(|byte| byte.is_ascii_digit()))?;
    BEFORE.captures(window).and_then(|found| service(&found, start))
}

fn service(found: &Captures<'_>, offset: usize) -> Option<Service> {
    let at = |range: Range<usize>| range.start + offset..range.end + offset;
    // The groups come in pairs; the last form has a service alone.
    let pair = (1..found.len()).step_by(2).find(|group| found.get(*group).is_some())?;
    Some(Service {
        service: at(found.get(pair)?.range()),
        subtype: found.get(pair + 1).map(|subtype| at(subtype.range())),
        whole: at(found.get(0)?.range()),
    })
}

#[cfg(test)]
mod tests {
    use super::{after, before};

    #[test]
    fn services_are_read_in_their_forms() {
        let read = |text: &'static str| {
            let found = after(text, 4)?;
            Some((&text[found.service], found.subtype.map_or("", |subtype| &text[subtype])))
        };
        assert_eq!(read("TC_X TC(17,1)"), Some(("17", "1")));
        assert_eq!(read("TC_X (TC[17, 1])"), Some(("17", "1")));
        assert_eq!(read("TC_X – PUS 3/25"), Some(("3", "25")));
        assert_eq!(read("TC_X (service 17 subtype 1)"), Some(("17", "1")));
        assert_eq!(read("TC_X (service 17, sous-type 1)"), Some(("17", "1")));
        assert_eq!(read("TC_X : ST[17] SST[1]"), Some(("17", "1")));
        assert_eq!(read("TC_X (service 17)"), Some(("17", "")));
        assert_eq!(read("TC_X (17,1)"), None);
        assert_eq!(read("TC_X, TC(17,1)"), None);
    }

    #[test]
    fn services_stand_before_names_too() {
        let text = "TC(17,1) TC_X";
        assert_eq!(before(text, 9, 0).map(|found| &text[found.service]), Some("17"));
        assert_eq!(before(text, 9, 3), None);
        assert_eq!(before("TC(17,1), TC_X", 10, 0), None);
    }
}
