//! Writes numbers into text, with few signs.

/// The characters that stand for themselves in a script's text: all that are printed but the space, the quotation
/// mark and the backslash.
const SIGNS: usize = 92;

/// Returns the character of a number below [`SIGNS`].
pub(super) fn sign(number: usize) -> char {
    let number = number.min(SIGNS - 1) as u8;
    char::from(match number {
        0 => b'!',
        1..=57 => b'"' + number,
        _ => b'#' + number,
    })
}

/// Returns the bits of numbers below a limit.
pub(super) fn width(limit: u32) -> u32 {
    u32::BITS - limit.saturating_sub(1).leading_zeros()
}

/// Bits in the order of being written: 13 in two signs, as 92 times 92 is more than 2 to the 13th; what is left in
/// one, if 6 are enough.
#[derive(Debug, Default)]
pub(super) struct Bits {
    text: String,
    held: u32,
    count: u32,
}

impl Bits {
    /// Writes the lowest bits of a number.
    pub(super) fn put(&mut self, number: u32, count: u32) {
        let mut left = count;
        while left > 0 {
            let take = left.min(13 - self.count);
            left -= take;
            self.held = self.held << take | (number >> left) & ((1 << take) - 1);
            self.count += take;
            if self.count == 13 {
                self.pair();
            }
        }
    }

    fn pair(&mut self) {
        self.text.push(sign(self.held as usize / SIGNS));
        self.text.push(sign(self.held as usize % SIGNS));
        (self.held, self.count) = (0, 0);
    }

    /// Writes a number from 1 (Elias gamma).
    pub(super) fn gamma(&mut self, number: u32) {
        let bits = number.ilog2();
        self.put(0, bits);
        self.put(1, 1);
        self.put(number, bits);
    }

    /// Writes the numbers of a list, by the code that writes them shortest; says which first.
    pub(super) fn choose(&mut self, numbers: impl Iterator<Item = u32> + Clone) -> Code {
        let code = Code::best(numbers);
        self.put(code.0, 4);
        code
    }

    /// Writes a number from 0.
    pub(super) fn number(&mut self, number: u32, code: Code) {
        if code == Code::GAMMA {
            return self.gamma(number + 1);
        }
        let mut zeros = number >> code.0;
        while zeros > 0 {
            let some = zeros.min(16);
            self.put(0, some);
            zeros -= some;
        }
        self.put(1, 1);
        self.put(number, code.0);
    }

    /// Returns the text so far, in signs.
    pub(super) fn finish(mut self) -> String {
        match self.count {
            0 => {}
            count @ 1..=6 => self.text.push(sign((self.held << (6 - count)) as usize)),
            count => {
                self.held <<= 13 - count;
                self.pair();
            }
        }
        self.text
    }
}

/// A code for the numbers of a list: Rice with so many low bits, or Elias gamma.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Code(u32);

impl Code {
    const GAMMA: Code = Code(15);

    fn best(numbers: impl Iterator<Item = u32> + Clone) -> Self {
        let (mut sum, mut count, mut gamma) = (0u64, 0u64, 0u64);
        for number in numbers.clone() {
            sum += u64::from(number);
            count += 1;
            gamma += 2 * u64::from((number + 1).ilog2()) + 1;
        }
        let mean = (sum / count.max(1)).min(1 << 13);
        let near = (mean + 1).ilog2();
        let rice = |low: u32| numbers.clone().map(|number| u64::from(number >> low) + 1 + u64::from(low)).sum::<u64>();
        let costs = (near.saturating_sub(1)..=(near + 1).min(14)).map(|low| (rice(low), Code(low)));
        costs
            .chain([(gamma, Code::GAMMA)])
            .min_by_key(|(cost, code)| (*cost, code.0))
            .map_or(Code::GAMMA, |(_, code)| code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_need_no_escape() {
        let all: String = (0..SIGNS).map(sign).collect();
        assert!(!all.contains(['"', '\\', ' ']) && all.is_ascii());
        assert_eq!(all.chars().collect::<std::collections::BTreeSet<_>>().len(), SIGNS);
        assert_eq!(sign(SIGNS - 1), '~');
    }

    #[test]
    fn bits_are_written_from_the_left() {
        let mut bits = Bits::default();
        bits.gamma(5);
        assert_eq!(bits.finish(), sign(0b001010).to_string() + "");
        let mut bits = Bits::default();
        bits.put(0x1fff, 13);
        assert_eq!(bits.finish(), format!("{}{}", sign(8191 / 92), sign(8191 % 92)));
        assert_eq!([width(1), width(2), width(3), width(10_000)], [0, 1, 2, 14]);
    }
}
