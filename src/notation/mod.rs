//! What checks, tests and prose write: names, telecommands with arguments, comparisons.
//!
//! One grammar serves the attributes of procedures and running text in French and English:
//!
//! - [`token`] finds what could be a name;
//! - [`value`] reads numbers, labels and units;
//! - [`unit`] knows what units measure;
//! - [`comparison`] reads `NAME op value [unit] [(aside)]`, in signs and in words;
//! - [`label`] reads `NAME 2 (SAFE)`;
//! - [`worded`] reads `NAME reads SAFE or NORMAL`;
//! - [`identifier`] reads `NAME (0x0204)`;
//! - [`service`] reads `TC(17,1)` beside a name;
//! - [`call`] reads `NAME(argument = value, …)`;
//! - [`literal`] knows what is a value of JSON;
//! - [`pluto`] knows the words of PLUTO;
//! - [`issue`] reads `issue N` beside a document's name;
//! - [`step`] reads `step N`;
//! - [`line`] makes one text of the inlines of a line, so that mark-up does not stand in the way.

pub mod call;
pub mod comparison;
pub mod identifier;
pub mod issue;
pub mod label;
pub mod line;
pub mod literal;
pub mod pluto;
pub mod service;
pub mod step;
pub mod token;
pub mod unit;
pub mod value;
pub mod worded;

use crate::model::expression::{Comparison, Condition};
use crate::model::inline::Text;
use crate::text::align::locate;

/// Reads a condition: comparisons joined by `and`, `or`, `et`, `ou`. What is no comparison is left
/// in the condition's text. `written` is what stands in the source, where `<` is a reference: so each name has a place
/// of its own.
pub fn condition(text: Text, written: &str) -> Condition {
    let place = |range: &std::ops::Range<usize>| {
        let at = |target| locate(written, &text.text, target);
        if text.text.len() == text.span.len() || text.span.len() != written.len() {
            return text.part(range.start, range.end);
        }
        text.span.part(at(range.start), at(range.end))
    };
    let mut comparisons = Vec::new();
    let mut at = 0;
    for token in token::tokens(&text.text) {
        if token.start < at {
            continue;
        }
        if let Some(found) = comparison::after(&text.text, token.end) {
            let part = |range: &std::ops::Range<usize>| Text::new(&text.text[range.clone()], place(range));
            comparisons.push(Comparison {
                parameter: part(&token),
                operator: found.operator,
                values: found.values.iter().map(part).collect(),
                tolerance: found.tolerance.as_ref().map(part),
                unit: found.unit.as_ref().map(part),
                span: place(&(token.start..found.end)),
            });
            at = found.end;
        }
    }
    Condition { text, comparisons }
}

#[cfg(test)]
mod tests {
    use super::condition;
    use crate::model::inline::Text;
    use crate::text::span::{SourceId, Span};

    #[test]
    fn nothing_that_is_written_stops_a_reader() {
        use super::{call, comparison, identifier, issue, label, service};
        let pieces = [
            "N", " = ", "(", ")", "[", "]", "{", "}", "«", "» ", "é", "2", ",5", "±", "∈", "à ", "entre ", "V", "…",
            "0x", "\u{a0}", "\u{202f}", "TC(1", "°", "−", "\"", ":", ";", "_", "\u{301}", "🛰",
        ];
        // Each three of the pieces, one after the other, read from each place.
        for first in pieces {
            for second in pieces {
                for third in pieces {
                    let text = format!("{first}{second}{third}");
                    for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                        let ends = [
                            call::after(&text, at).map(|found| found.end),
                            comparison::after(&text, at).map(|found| found.end),
                            label::after(&text, at).map(|found| found.end),
                            label::list_after(&text, at).and_then(|found| Some(found.last()?.end)),
                            identifier::after(&text, at).map(|found| found.end),
                            service::after(&text, at).map(|found| found.whole.end),
                            service::before(&text, at, 0).map(|found| found.whole.end),
                            issue::after(&text, at).map(|found| found.end),
                        ];
                        assert!(ends.into_iter().flatten().all(|end| text.is_char_boundary(end)), "{text}");
                    }
                    let _ = (call::whole(&text), label::list_within(&text));
                    let _ = comparison::whole(&text, crate::model::expression::Operator::Equal);
                }
            }
        }
    }

    #[test]
    fn a_name_beside_a_reference_has_its_own_place() {
        let written = "EPS_V &lt; 24 V and EPS_I &#62; 2 A";
        let found =
            condition(Text::new("EPS_V < 24 V and EPS_I > 2 A", Span::new(SourceId(0), 0, written.len())), written);
        let shown = found.comparisons.iter().flat_map(|c| [&c.parameter, &c.values[0], c.unit.as_ref().unwrap()]);
        let places: Vec<_> = shown.map(|text| &written[text.span.range()]).collect();
        assert_eq!(places, ["EPS_V", "24", "V", "EPS_I", "2", "A"]);
        assert_eq!(&written[found.comparisons[1].span.range()], "EPS_I &#62; 2 A");
    }

    #[test]
    fn conditions_are_read_in_both_languages() {
        let read = |text: &str| {
            let found = condition(Text::new(text, Span::new(SourceId(0), 0, text.len())), text);
            let show = |c: &crate::model::expression::Comparison| {
                let values: Vec<&str> = c.values.iter().map(|v| v.as_str()).collect();
                let unit = c.unit.as_ref().map_or("", |unit| unit.as_str());
                format!("{} {} {} {unit}", c.parameter.text, c.operator.sign(), values.join(",")).trim_end().to_owned()
            };
            found.comparisons.iter().map(show).collect::<Vec<_>>()
        };
        assert_eq!(read("AOC_MODE = SAFE and EPS_BAT1_VOLT >= 26.5 V"), ["AOC_MODE = SAFE", "EPS_BAT1_VOLT ≥ 26.5 V"]);
        assert_eq!(read("EPS_BAT1_VOLT < 26,5 V ou TCS_T1 ≠ -5 °C"), ["EPS_BAT1_VOLT < 26,5 V", "TCS_T1 ≠ -5 °C"]);
        assert_eq!(read("PRP_DV_DONE >= $DV_SHORT"), ["PRP_DV_DONE ≥ $DV_SHORT"]);
        assert_eq!(read("the battery is charged"), [""; 0]);
    }
}
