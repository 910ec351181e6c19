//! Measures. Time is whole minutes, distance whole metres, money a whole number of fine units, so that every
//! sum is exact and a difference of two sums equals the sum of the differences.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

/// Minutes: of the day, wall clock or working clock as the context says, or a duration.
pub type Minutes = i32;

/// Metres.
pub type Metres = i32;

/// Euros as a whole number of 1/3000 micro-euros.
///
/// The unit is the coarsest in which both a price per kilometre applied to metres (1/1000) and a price per hour
/// applied to minutes (1/60) stay whole for prices given to the micro-euro. The range is about three thousand million euros.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(pub i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest amount.
    pub const MAX: Self = Self(i64::MAX);
    /// Units in one euro.
    pub const PER_EURO: i64 = 3_000_000_000;
    /// A cent: amounts that differ by less read the same.
    pub const CENT: Self = Self(Self::PER_EURO / 100);
    /// Units in one micro-euro.
    pub const PER_MICRO: i64 = 3_000;

    /// The amount that `euros` states, exact to the micro-euro.
    pub fn euros(euros: Decimal) -> Self {
        Self(euros.0 * Self::PER_MICRO)
    }

    /// The price of one metre for a price per kilometre; exact.
    pub fn per_metre(per_km: Decimal) -> Self {
        Self(per_km.0 * (Self::PER_MICRO / 1_000))
    }

    /// The price of one minute for a price per hour; exact.
    pub fn per_minute(per_hour: Decimal) -> Self {
        Self(per_hour.0 * (Self::PER_MICRO / 60))
    }

    /// `euros` x `numerator` / `denominator`, rounded to the nearest unit. The denominator is positive.
    pub fn fraction(euros: Decimal, numerator: i128, denominator: i128) -> Self {
        let exact = i128::from(euros.0) * i128::from(Self::PER_MICRO) * numerator;
        Self(divide_rounding(exact, denominator) as i64)
    }

    /// `self - other`, at most [`Self::MAX`].
    #[inline]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// `self + other`, at most [`Self::MAX`].
    #[inline]
    pub const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The amount in euros, for output only.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / Self::PER_EURO as f64
    }
}

/// `numerator` / `denominator` to the nearest whole number, halves upwards; the denominator is positive.
pub fn divide_rounding(numerator: i128, denominator: i128) -> i128 {
    (2 * numerator + denominator).div_euclid(2 * denominator)
}

impl Add for Money {
    type Output = Self;
    #[inline]
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Money {
    #[inline]
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Money {
    type Output = Self;
    #[inline]
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl SubAssign for Money {
    #[inline]
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Neg for Money {
    type Output = Self;
    #[inline]
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Mul<i64> for Money {
    type Output = Self;
    #[inline]
    fn mul(self, times: i64) -> Self {
        Self(self.0 * times)
    }
}

impl Sum for Money {
    #[inline]
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} EUR", self.to_f64())
    }
}

/// A decimal number from a cell or a setting, as whole millionths: 0.1 is exactly one tenth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(pub i64);

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self(0);
    /// Millionths in one.
    pub const ONE: i64 = 1_000_000;

    /// A whole number.
    pub const fn whole(value: i64) -> Self {
        Self(value * Self::ONE)
    }

    /// The nearest decimal with six places.
    pub fn nearest(value: f64) -> Self {
        Self((value * Self::ONE as f64).round() as i64)
    }

    /// The number as a float, for output only.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / Self::ONE as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_stay_whole() {
        assert_eq!(Money::per_metre(Decimal(600_000)) * 1_000, Money::euros(Decimal(600_000)));
        assert_eq!(Money::per_minute(Decimal::whole(25)) * 60, Money::euros(Decimal::whole(25)));
    }

    #[test]
    fn fractions_round_to_the_nearest_unit() {
        assert_eq!(Money::fraction(Decimal(1), 1, 7_000), Money(0));
        assert_eq!(Money::fraction(Decimal(1), 1, 6_000), Money(1));
        assert_eq!(Money::fraction(Decimal::whole(2), 1, 2), Money::euros(Decimal::whole(1)));
        assert_eq!(divide_rounding(-3, 2), -1);
    }
}
