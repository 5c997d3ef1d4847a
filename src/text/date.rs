//! Days, as sources write them (ISO 8601): their order is the order of their letters.

use time::macros::format_description;
use time::{Date, OffsetDateTime};

/// Returns the day of a moment in seconds since 1970-01-01T00:00:00Z, in UTC; nothing beyond the year 9999.
pub fn day_of(seconds: i64) -> Option<String> {
    let moment = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
    moment.date().format(format_description!("[year]-[month]-[day]")).ok()
}

/// Tells whether text is a day of the calendar: `2027-01-31`.
pub fn is_day(text: &str) -> bool {
    Date::parse(text, format_description!("[year]-[month]-[day]")).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{day_of, is_day};

    #[test]
    fn a_day_is_one_of_the_calendar() {
        assert!(is_day("2028-02-29"));
        assert!(!is_day("2027-02-29") && !is_day("31/01/2027") && !is_day(""));
    }

    #[test]
    fn a_moment_has_a_day() {
        assert_eq!(day_of(0).as_deref(), Some("1970-01-01"));
        assert_eq!(day_of(i64::MAX), None);
    }
}
