//! What day it is.

use time::OffsetDateTime;

use crate::text::date::day_of;

/// Returns today in UTC, as ISO 8601 writes it; `SOURCE_DATE_EPOCH` may say another second to be now
/// (reproducible-builds.org).
pub(super) fn today() -> Option<String> {
    let said = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    day_of(said.unwrap_or_else(|| OffsetDateTime::now_utc().unix_timestamp()))
}
