//! Ranges, in words and as sets of numbers.

use crate::model::database::{Bound, Range};

/// Writes a range as readers do: `0 to 5`, `more than 0`.
pub(super) fn range_in_words(range: &Range) -> String {
    let above = |inclusive| if inclusive { "" } else { "more than " };
    match (range.minimum, range.maximum) {
        (Some(low), Some(high)) => {
            let below = if high.inclusive { "to" } else { "to less than" };
            format!("{}{} {below} {}", above(low.inclusive), low.value, high.value)
        }
        (Some(low), None) => {
            format!("{}{}{}", above(low.inclusive), low.value, if low.inclusive { " and more" } else { "" })
        }
        (None, Some(high)) => format!("{}{}", if high.inclusive { "at most " } else { "less than " }, high.value),
        (None, None) => "any value".to_owned(),
    }
}

/// Tells whether two ranges have a number in common.
pub(super) fn overlap(a: &Range, b: &Range) -> bool {
    below(a.minimum, b.maximum) && below(b.minimum, a.maximum) && below(a.minimum, a.maximum)
}

/// Tells whether there is a number above a lower bound and below an upper one.
fn below(low: Option<Bound>, high: Option<Bound>) -> bool {
    match (low, high) {
        (Some(low), Some(high)) => {
            low.value < high.value || (low.value == high.value && low.inclusive && high.inclusive)
        }
        _ => true,
    }
}
