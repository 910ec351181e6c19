//! Exact decimal numbers, parsed without floating point.

use crate::units::Decimal;

/// Places after the decimal point that an [`Exact`] keeps.
const PLACES: i32 = 24;
const UNIT: i128 = 10i128.pow(PLACES as u32);
/// Digits before the decimal point that an [`Exact`] can hold; every range of a cell is far narrower.
const WHOLE_DIGITS: i32 = 13;

/// A decimal number with 24 places. Digits beyond those round away from zero, so that a remainder never vanishes;
/// what is too large for any cell stays too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exact(i128);

impl Exact {
    /// The number that a text states: digits with at most one point and an optional power of ten.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, unsigned) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (mantissa, power) = split_power(unsigned)?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = || whole.bytes().chain(fraction.bytes());
        if whole.len() + fraction.len() == 0 || !digits().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let size = magnitude(digits(), whole.len() as i64 + i64::from(power));
        Some(Self(if negative { -size } else { size }))
    }

    /// The number as a text that [`Exact::parse`] reads back.
    pub fn text(self) -> String {
        let (size, sign) = (self.0.abs(), if self.0 < 0 { "-" } else { "" });
        let text = format!("{sign}{}.{:024}", size / UNIT, size % UNIT);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// In units of the last of so many decimal places, further ones cut off.
    pub fn units(self, places: u32) -> i128 {
        self.0 / 10_i128.pow(PLACES as u32 - places)
    }

    /// The product with a small whole number.
    pub fn times(self, factor: i128) -> Self {
        Self(self.0.saturating_mul(factor))
    }

    /// The largest whole number that is not above.
    pub fn floor(self) -> i64 {
        self.0.div_euclid(UNIT) as i64
    }

    /// The smallest whole number that is not below.
    pub fn ceil(self) -> i64 {
        -Self(-self.0).floor()
    }

    /// The nearest whole number, halves upwards.
    pub fn round(self) -> i64 {
        Self(self.0.saturating_add(UNIT / 2)).floor()
    }

    /// The whole number, where it is one.
    pub fn whole(self) -> Option<i64> {
        (self.0 % UNIT == 0).then(|| self.floor())
    }

    /// The number to six places, halves away from zero.
    pub fn decimal(self) -> Decimal {
        const STEP: i128 = UNIT / Decimal::ONE as i128;
        let rounded = (self.0.abs() + STEP / 2) / STEP;
        Decimal((rounded * self.0.signum()) as i64)
    }
}

/// Mantissa and power of ten; the power has one to three digits.
fn split_power(text: &str) -> Option<(&str, i32)> {
    let Some((mantissa, power)) = text.split_once(['e', 'E']) else {
        return Some((text, 0));
    };
    let digits = power.strip_prefix(['+', '-']).unwrap_or(power);
    if !(1..=3).contains(&digits.len()) || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    Some((mantissa, power.parse().ok()?))
}

/// The units in the digits, of which the first `before` stand before the decimal point.
fn magnitude(digits: impl Iterator<Item = u8>, before: i64) -> i128 {
    let (mut size, mut left) = (0i128, before + i64::from(PLACES));
    let mut rest = false;
    for digit in digits.map(|digit| i128::from(digit - b'0')) {
        if left > 0 {
            size = size * 10 + digit;
            if size > UNIT * 10i128.pow(WHOLE_DIGITS as u32) {
                return UNIT * 10i128.pow(WHOLE_DIGITS as u32);
            }
        } else {
            rest |= digit > 0;
        }
        left -= 1;
    }
    for _ in 0..if size == 0 { 0 } else { left.max(0) } {
        size = (size * 10).min(UNIT * 10i128.pow(WHOLE_DIGITS as u32));
    }
    size + i128::from(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::parse(text).unwrap_or_else(|| panic!("{text} is a number"))
    }

    #[test]
    fn digits_points_and_powers() {
        for (text, micro) in [("12.5", 12_500_000), (".5", 500_000), ("5.", 5_000_000), ("-1e-2", -10_000)] {
            assert_eq!(exact(text).decimal(), Decimal(micro), "{text}");
        }
        assert_eq!(exact("+1.5E3").whole(), Some(1_500));
        assert_eq!(exact("1e-24").ceil(), 1);
        for text in ["", ".", "-", "1e", "1e1234", "1.2.3", "--1", "0x10", "nan", "inf", "1 000", "1e+", "½"] {
            assert_eq!(Exact::parse(text), None, "{text}");
        }
    }

    #[test]
    fn rounding_is_exact() {
        assert_eq!(exact("0.1").decimal(), Decimal(100_000));
        assert_eq!(exact("0.0000005").decimal(), Decimal(1));
        assert_eq!(exact("0.00000049999999").decimal(), Decimal(0));
        assert_eq!(exact("-0.0000005").decimal(), Decimal(-1));
        assert_eq!(exact("1.0005").times(1_000).round(), 1_001);
        assert_eq!(exact("1.000499999999999999").times(1_000).round(), 1_000);
        assert_eq!((exact("12.0").ceil(), exact("12.000000000000000000000000000001").ceil()), (12, 13));
        assert_eq!(exact("34.99999999").times(60).floor(), 2_099);
    }

    #[test]
    fn the_huge_and_the_tiny_do_not_overflow() {
        assert_eq!(exact("1e999").floor(), 10i64.pow(13));
        assert_eq!(exact(&"9".repeat(100_000)), exact("1e13"));
        assert_eq!(exact("-1e999").ceil(), -(10i64.pow(13)));
        assert_eq!(exact("0e999"), exact("0"));
        assert!(exact("1e-999") > exact("0"));
        assert_eq!(exact(&format!("0.{}1", "0".repeat(99_000))).decimal(), Decimal(0));
    }
}
