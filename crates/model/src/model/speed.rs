//! How fast crews drive.

use crate::units::{Decimal, Metres, Minutes};

/// A factor on the speed of vehicles, exact to 18 decimal places; above 0 and at most 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Speed(i128);

impl Speed {
    /// Longest leg, minutes, so that sums of legs stay in range.
    pub(crate) const LONGEST: Minutes = i32::MAX / 64;
    /// Decimal places that count.
    pub const PLACES: u32 = 18;
    /// As fast as the setting says.
    pub const ONE: Self = Self(10_i128.pow(Self::PLACES));

    /// So many units of the last decimal place; none unless they are above 0 and at most a factor of 100.
    pub fn of_units(units: i128) -> Option<Self> {
        (1..=100 * Self::ONE.0).contains(&units).then_some(Self(units))
    }

    /// In units of the last decimal place.
    pub fn units(self) -> i128 {
        self.0
    }

    /// For output only.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / Self::ONE.0 as f64
    }

    /// Whole minutes for a distance at this factor of `speed_kmh`, rounded up.
    pub fn minutes(self, metres: Metres, speed_kmh: Decimal) -> Minutes {
        let (numerator, denominator) = self.minutes_of_metre(speed_kmh);
        rounded_up(i128::from(metres) * numerator, denominator)
    }

    /// The minutes of a metre at this factor of `speed_kmh`, as a fraction.
    pub(crate) fn minutes_of_metre(self, speed_kmh: Decimal) -> (i128, i128) {
        (60 * i128::from(Decimal::ONE / 1_000) * Self::ONE.0, i128::from(speed_kmh.0) * self.0)
    }

    /// Whole minutes where a usual vehicle takes `numerator` / 10^24, rounded up.
    pub fn minutes_of(self, numerator: i128) -> Minutes {
        rounded_up(numerator, self.0 * 10_i128.pow(24 - Self::PLACES))
    }
}

fn rounded_up(numerator: i128, denominator: i128) -> Minutes {
    // Neither is negative.
    let up = i128::from(numerator % denominator > 0);
    (numerator / denominator + up).min(i128::from(Speed::LONGEST)) as Minutes
}

impl From<Decimal> for Speed {
    fn from(factor: Decimal) -> Self {
        Self(i128::from(factor.0) * (Self::ONE.0 / i128::from(Decimal::ONE)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_rounded_up_from_exact_fractions() {
        let fifty = Decimal::whole(50);
        let at = |speed: Speed, metres| speed.minutes(metres, fifty);
        assert_eq!((at(Speed::ONE, 5_000), at(Speed::ONE, 5_001)), (6, 7));
        let slow = Speed::from(Decimal(800_000));
        assert_eq!((at(slow, 10_000), at(slow, 10_001)), (15, 16));
        assert_eq!(slow.minutes_of(20 * 10_i128.pow(24)), 25);
        assert_eq!(slow.minutes_of(20 * 10_i128.pow(24) + 1), 26);
        let five_sixths = Speed::of_units(833_333_333_333_333_400).expect("a factor");
        assert_eq!(five_sixths.minutes_of(50 * 10_i128.pow(24)), 60, "a little faster than 5/6");
        assert_eq!(Speed::from(Decimal(100_000_000)).minutes(i32::MAX, Decimal::whole(1_000_000_000_000)), 1);
        assert_eq!(Speed::of_units(1).expect("a factor").minutes(i32::MAX, Decimal(1)), i32::MAX / 64);
    }

    #[test]
    fn factors_have_limits() {
        assert_eq!([Speed::of_units(0), Speed::of_units(-1), Speed::of_units(100 * Speed::ONE.0 + 1)], [None; 3]);
    }
}
