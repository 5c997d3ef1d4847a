//! Days, as sources write them (ISO 8601): their order is the order of their letters.

use time::OffsetDateTime;
use time::macros::format_description;

/// Returns the day of a moment in seconds since 1970-01-01T00:00:00Z, in UTC; nothing beyond the year 9999.
pub fn day_of(seconds: i64) -> Option<String> {
    let moment = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
    moment.date().format(format_description!("[year]-[month]-[day]")).ok()
}

#[cfg(test)]
mod tests {
    use super::day_of;

    #[test]
    fn a_moment_has_a_day() {
        assert_eq!(day_of(0).as_deref(), Some("1970-01-01"));
        assert_eq!(day_of(i64::MAX), None);
    }
}
