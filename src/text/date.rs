//! Days, as sources write them (ISO 8601): their order is the order of their letters.

use time::macros::format_description;
use time::{Date, OffsetDateTime};

/// Returns the day of a moment in seconds since 1970-01-01T00:00:00Z, in UTC; nothing beyond the year 9999.
pub fn day_of(seconds: i64) -> Option<String> {
    let moment = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
    moment.date().format(format_description!("[year]-[month]-[day]")).ok()
}

/// Tells whether a date begins with a day that the calendar has; a time of the day may follow.
pub fn is_day(date: &str) -> bool {
    let (day, rest) = date.split_at_checked("2026-03-16".len()).unwrap_or((date, ""));
    let ends = rest.is_empty() || rest.starts_with(['T', 't', ' ']);
    ends && Date::parse(day, format_description!("[year]-[month]-[day]")).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{day_of, is_day};

    #[test]
    fn a_day_is_one_that_the_calendar_has() {
        assert!(is_day("2024-02-29") && is_day("2026-03-16T08:00:00Z"));
        assert!(!is_day("2026-02-29") && !is_day("16/03/2026") && !is_day("2026-3-16") && !is_day("2026-03-16-1"));
        assert!(!is_day("") && !is_day("éééééé"));
    }

    #[test]
    fn a_moment_has_a_day() {
        assert_eq!(day_of(0).as_deref(), Some("1970-01-01"));
        assert_eq!(day_of(i64::MAX), None);
    }
}
