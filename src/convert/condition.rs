//! Conditions, as far as they are comparisons that must all hold.

use crate::model::expression::{Comparison, Condition};
use crate::model::inline::Text;
use crate::notation;
use crate::text::span::{SourceId, Span};

/// Returns the comparisons of a condition that is nothing but comparisons joined by `and`.
pub(super) fn conjunction(condition: &Condition) -> Option<&[Comparison]> {
    let text = condition.text.as_str();
    // The places within the text itself: those of the source may be elsewhere.
    let own = Span::new(SourceId(0), 0, text.len());
    let found = notation::condition(Text::new(text, own), text).comparisons;
    let mut at = 0;
    for (number, comparison) in found.iter().enumerate() {
        let between = text.get(at..comparison.span.start as usize)?.trim();
        let joined = if number == 0 { between.is_empty() } else { matches!(between, "and" | "et" | "AND" | "&&") };
        if !joined {
            return None;
        }
        at = comparison.span.end as usize;
    }
    let whole = text.get(at..)?.trim().is_empty() && !found.is_empty();
    (whole && found.len() == condition.comparisons.len()).then_some(&condition.comparisons)
}
