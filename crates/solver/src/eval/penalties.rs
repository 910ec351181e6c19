//! How dear it is to break a hard rule while searching.

use super::CostEvaluator;
use brigade_model::model::DAY;
use brigade_model::units::Money;

/// The kinds of hard rules that the search may break on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Minutes of time warp: windows, the ends of shifts and the longest duration of routes.
    Time,
    /// Hundredths of the capacity above the capacity.
    Load,
    /// Sites above the most allowed in a shift.
    Sites,
    /// Tools taken above the pool, per day.
    Tools,
    /// Minutes above the hours of a week.
    WeekHours,
    /// Working days above the largest gap.
    Gap,
    /// Crews above those that must do all visits.
    SameCrew,
    /// Pairs of jobs in the wrong order.
    Precedence,
    /// Crews more or fewer than a day takes, where a pin leaves no choice.
    Together,
    /// Visits that count as changes above the limit.
    Changes,
    /// Pinned visits that are left out.
    Pinned,
}

/// Number of classes.
pub const CLASSES: usize = 11;

/// Amounts by which hard rules are broken, by class.
pub type Excess = [i64; CLASSES];

/// Price of one unit of each class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Penalties {
    prices: [i64; CLASSES],
    highest: i64,
    /// How many units of the clock count as a minute.
    per_minute: i64,
}

/// The classes that are counted in units of the clock.
const TIMED: [Class; 2] = [Class::Time, Class::WeekHours];
const LOWEST: i64 = Money::PER_EURO / 10;
/// What the highest price is at least and at most; more might overflow.
const HIGHEST: (i64, i64) = (Money::PER_EURO * 5_000, Money::PER_EURO * 200_000);

impl Penalties {
    /// Prices to start from: high enough that most plans stay legal, low enough to pass through others. No price ever
    /// exceeds twice `dearest`, the most that leaving one visit out costs.
    pub fn new(dearest: Money) -> Self {
        let mut prices = [Money::PER_EURO * 1_000; CLASSES];
        prices[Class::Time as usize] = Money::PER_EURO * 30;
        prices[Class::WeekHours as usize] = Money::PER_EURO * 30;
        prices[Class::Load as usize] = Money::PER_EURO * 60;
        let highest = dearest.0.saturating_mul(2).clamp(HIGHEST.0, HIGHEST.1);
        prices[Class::Pinned as usize] = highest;
        Self { prices, highest, per_minute: 1 }
    }

    /// The highest prices: no visit is worth breaking a rule for.
    pub fn strict(dearest: Money) -> Self {
        let highest = Self::new(dearest).highest;
        Self { prices: [highest; CLASSES], highest, per_minute: 1 }
    }

    /// The same prices where so many units of the clock count as a minute.
    fn with_units(mut self, per_minute: i64) -> Self {
        self.per_minute = per_minute;
        for class in TIMED {
            self.prices[class as usize] /= per_minute;
        }
        self
    }

    /// The price of an amount of one class.
    #[inline]
    pub fn of(&self, class: Class, amount: i64) -> i64 {
        self.prices[class as usize] * amount
    }

    /// The price of all excess.
    pub fn total(&self, excess: &Excess) -> i64 {
        excess.iter().zip(&self.prices).map(|(amount, price)| amount * price).sum()
    }

    /// Makes the classes that were broken too often dearer and those that hardly ever were cheaper. `broken` counts, by
    /// class, how many of the last `plans` broke it; between a twentieth and a fifth may.
    pub fn adapt(&mut self, broken: &[u32; CLASSES], plans: u32) {
        let mut bounds = [(LOWEST, self.highest); CLASSES];
        for class in TIMED {
            bounds[class as usize] = (LOWEST / self.per_minute, self.highest / self.per_minute);
        }
        for ((price, &count), (lowest, highest)) in self.prices.iter_mut().zip(broken).zip(bounds) {
            let next = match count {
                _ if 5 * count > plans => *price / 100 * 150,
                _ if 20 * count < plans => *price / 100 * 85,
                _ => *price,
            };
            *price = next.clamp(lowest, highest);
        }
        self.prices[Class::Pinned as usize] = self.highest;
    }
}

impl CostEvaluator<'_> {
    /// Prices to start a search from.
    pub fn usual_penalties(&self) -> Penalties {
        Penalties::new(self.dearest_missing()).with_units(self.units_per_minute())
    }

    /// The highest prices.
    pub fn strict_penalties(&self) -> Penalties {
        Penalties::strict(self.dearest_missing()).with_units(self.units_per_minute())
    }

    /// How many units of the clock count as a minute: more than one only where a shift has more units than a day has
    /// minutes, because an instance counts time in finer units.
    fn units_per_minute(&self) -> i64 {
        let longest = self.instance().shifts.iter().map(|shift| shift.end - shift.start).max().unwrap_or(0);
        i64::from(longest / DAY).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finer_clocks_have_finer_prices() {
        let (minutes, seconds) = (Penalties::new(Money::ZERO), Penalties::new(Money::ZERO).with_units(60));
        assert_eq!(seconds.of(Class::Time, 60), minutes.of(Class::Time, 1));
        assert_eq!(seconds.of(Class::Load, 1), minutes.of(Class::Load, 1));
        let mut cheap = seconds;
        (0..200).for_each(|_| cheap.adapt(&[0; CLASSES], 100));
        assert_eq!((cheap.of(Class::Time, 60), cheap.of(Class::Gap, 1)), (LOWEST, LOWEST));
    }

    #[test]
    fn prices_follow_how_often_rules_are_broken() {
        let start = Penalties::new(Money::ZERO);
        let mut penalties = start.clone();
        let mut broken = [0; CLASSES];
        broken[Class::Time as usize] = 50;
        broken[Class::Load as usize] = 10;
        penalties.adapt(&broken, 100);
        assert!(penalties.of(Class::Time, 1) > start.of(Class::Time, 1));
        assert_eq!(penalties.of(Class::Load, 1), start.of(Class::Load, 1));
        assert!(penalties.of(Class::Gap, 1) < start.of(Class::Gap, 1));
    }

    #[test]
    fn prices_stay_within_bounds() {
        let mut penalties = Penalties::new(Money(Money::PER_EURO * 10_000));
        for _ in 0..100 {
            penalties.adapt(&[100; CLASSES], 100);
        }
        assert_eq!(
            penalties,
            Penalties { highest: penalties.highest, ..Penalties::strict(Money(Money::PER_EURO * 10_000)) }
        );
        assert_eq!(penalties.of(Class::Gap, 1), Money::PER_EURO * 20_000);
        for _ in 0..200 {
            penalties.adapt(&[0; CLASSES], 100);
        }
        assert_eq!(penalties.of(Class::Gap, 1), LOWEST);
    }
}
