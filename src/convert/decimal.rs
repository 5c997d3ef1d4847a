//! Sums of decimal numbers and times, digit by digit: no value changes on its way through a binary number.

/// A decimal number: its digits without the point, and how many stand behind the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Decimal {
    digits: i128,
    scale: u32,
}

impl Decimal {
    /// Reads a number of digits with at most one point: `28`, `-0.5`, `+3.`.
    fn of(written: &str) -> Option<Self> {
        let (negative, digits) = match written.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, written.strip_prefix('+').unwrap_or(written)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all = format!("{whole}{fraction}");
        if all.is_empty() || all.len() > 30 || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let digits: i128 = all.parse().ok()?;
        Some(Self { digits: if negative { -digits } else { digits }, scale: fraction.len() as u32 })
    }

    fn at_scale(self, scale: u32) -> Option<i128> {
        self.digits.checked_mul(10_i128.checked_pow(scale.checked_sub(self.scale)?)?)
    }

    fn written(self) -> String {
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.digits.unsigned_abs(), width = self.scale as usize + 1);
        let (whole, fraction) = digits.split_at(digits.len() - self.scale as usize);
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{fraction}")
    }
}

/// Returns a value less and more a tolerance, exactly; nothing where one of them is no plain decimal number.
pub(super) fn bounds(value: &str, tolerance: &str) -> Option<(String, String)> {
    let (value, tolerance) = (Decimal::of(value)?, Decimal::of(tolerance)?);
    let scale = value.scale.max(tolerance.scale);
    let (middle, off) = (value.at_scale(scale)?, tolerance.at_scale(scale)?.checked_abs()?);
    let written = |digits| Decimal { digits, scale }.written();
    Some((written(middle.checked_sub(off)?), written(middle.checked_add(off)?)))
}

/// The units of time of a procedure, in milliseconds.
const UNITS: [(&str, i128); 5] = [("ms", 1), ("s", 1_000), ("min", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

/// Returns a time, as `1.5 min`, in whole milliseconds; nothing where it is none, or is no whole number of them.
pub(super) fn milliseconds(written: &str) -> Option<u64> {
    let (number, unit) = written.trim().split_once(' ')?;
    let factor = UNITS.iter().find(|(name, _)| *name == unit.trim())?.1;
    let number = Decimal::of(number)?;
    let all = number.digits.checked_mul(factor)?;
    let parts = 10_i128.checked_pow(number.scale)?;
    (all % parts == 0).then(|| u64::try_from(all / parts).ok())?
}

#[cfg(test)]
mod tests {
    use super::{bounds, milliseconds};

    #[test]
    fn bounds_are_exact() {
        let read = |value, tolerance| bounds(value, tolerance).map(|(least, most)| format!("{least} {most}"));
        assert_eq!(read("28", "0.5").as_deref(), Some("27.5 28.5"));
        assert_eq!(read("0.1", "0.2").as_deref(), Some("-0.1 0.3"));
        assert_eq!(read("-0.05", "0.01").as_deref(), Some("-0.06 -0.04"));
        assert_eq!(read("1e3", "1"), None);
        assert_eq!(read("0x10", "1"), None);
    }

    #[test]
    fn times_are_whole_milliseconds_or_none() {
        assert_eq!(milliseconds("5 s"), Some(5_000));
        assert_eq!(milliseconds("1.5 min"), Some(90_000));
        assert_eq!(milliseconds("0.5 ms"), None);
        assert_eq!(milliseconds("1.0005 s"), None);
        assert_eq!(milliseconds("2 d"), Some(172_800_000));
        assert_eq!(milliseconds("5"), None);
        assert_eq!(milliseconds("5 weeks"), None);
    }
}
