//! How dear it is to break a hard rule while searching.

use brigade_model::units::Money;

/// The kinds of hard rules that the search may break on its way, each with a penalty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PenaltyTerm {
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
    /// What visits add up to above the limit of a tally.
    Tally,
    /// Working days above the largest gap.
    Gap,
    /// Crews above those that must do all visits.
    SameCrew,
    /// Crews above those that may work on a site.
    OneCrew,
    /// Pairs of jobs in the wrong order.
    Precedence,
    /// Crews more or fewer than a day takes, where a pin leaves no choice.
    Together,
    /// Visits that count as changes above the limit.
    Changes,
    /// Pinned visits that are left out.
    Pinned,
}

/// Number of penalty terms.
pub const PENALTY_TERMS: usize = 13;

/// Amounts by which hard rules are broken, by penalty term.
pub type Excess = [i64; PENALTY_TERMS];

/// What steers penalties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PenaltyParams {
    /// Penalty per unit to start from, where none below is meant.
    pub unit: Money,
    /// Penalty per minute of time warp or above the hours of a week to start from.
    pub minute: Money,
    /// Penalty per hundredth of the capacity to start from.
    pub load: Money,
    /// The least penalty per unit.
    pub lowest: Money,
    /// What the highest penalty per unit is at least.
    pub highest: Money,
    /// The highest penalty as a multiple of what is at stake, see [`super::CostEvaluator::at_stake`].
    pub highest_share: i64,
    /// Percentage to which a penalty rises where too many plans break its rules.
    pub raised_to: i64,
    /// Percentage to which a penalty falls where hardly any plan breaks its rules.
    pub lowered_to: i64,
    /// One plan of so many may break the rules of a term before its penalty rises.
    pub most_broken: u32,
    /// One plan of so many must break the rules of a term, or its penalty falls.
    pub least_broken: u32,
}

impl Default for PenaltyParams {
    fn default() -> Self {
        Self {
            unit: Money(Money::PER_EURO * 1_000),
            minute: Money(Money::PER_EURO * 30),
            load: Money(Money::PER_EURO * 60),
            lowest: Money(Money::PER_EURO / 10),
            highest: Money(Money::PER_EURO * 5_000),
            highest_share: 2,
            raised_to: 150,
            lowered_to: 85,
            most_broken: 5,
            least_broken: 20,
        }
    }
}

/// Penalty per unit of each term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Penalties {
    params: PenaltyParams,
    per_unit: [Money; PENALTY_TERMS],
    /// The amounts beyond which a penalty does not grow.
    most: Excess,
    highest: Money,
    /// How many units of the clock count as a minute.
    per_minute: i64,
}

/// What one penalty comes to at most, for any amount: what a move changes, some dozens of them, can be added up.
const MOST: Money = Money(i64::MAX / 64);

/// The most that a bound takes for saved among links.
pub(super) const MOST_SAVED: Money = Money(i64::MAX / 8);

/// The terms that are counted in units of the clock.
const TIMED: [PenaltyTerm; 2] = [PenaltyTerm::Time, PenaltyTerm::WeekHours];

impl Penalties {
    /// Penalties to start from: high enough that most plans stay legal, low enough to pass through others. They may rise until
    /// no breach pays; `at_stake` is what one may save. A pinned visit left out always costs the most that can be.
    pub fn new(params: &PenaltyParams, at_stake: Money) -> Self {
        let mut per_unit = [params.unit; PENALTY_TERMS];
        per_unit[PenaltyTerm::Time as usize] = params.minute;
        per_unit[PenaltyTerm::WeekHours as usize] = params.minute;
        per_unit[PenaltyTerm::Load as usize] = params.load;
        let highest = Money(at_stake.0.saturating_mul(params.highest_share)).clamp(params.highest, MOST);
        per_unit[PenaltyTerm::Pinned as usize] = MOST;
        Self { params: params.clone(), per_unit, most: most(&per_unit), highest, per_minute: 1 }
    }

    /// The highest penalties: no visit is worth breaking a rule for.
    pub fn strict(params: &PenaltyParams, at_stake: Money) -> Self {
        let usual = Self::new(params, at_stake);
        let mut per_unit = [usual.highest; PENALTY_TERMS];
        per_unit[PenaltyTerm::Pinned as usize] = MOST;
        Self { per_unit, most: most(&per_unit), ..usual }
    }

    /// The same penalties where so many units of the clock count as a minute.
    pub(super) fn with_units(mut self, per_minute: i64) -> Self {
        self.per_minute = per_minute;
        for term in TIMED {
            self.per_unit[term as usize].0 /= per_minute;
        }
        self.most = most(&self.per_unit);
        self
    }

    /// The penalty for an amount of one term; more than it can come to, up or down, counts as that.
    #[inline]
    pub fn of(&self, term: PenaltyTerm, amount: i64) -> Money {
        if amount == 0 {
            return Money::ZERO;
        }
        let most = self.most[term as usize];
        self.per_unit[term as usize] * amount.max(-most).min(most)
    }

    /// The same for an amount that is not negative.
    #[inline]
    pub fn of_excess(&self, term: PenaltyTerm, amount: i64) -> Money {
        self.per_unit[term as usize] * amount.min(self.most[term as usize])
    }

    /// The penalty per unit of one term.
    #[inline]
    pub fn per_unit(&self, term: PenaltyTerm) -> Money {
        self.per_unit[term as usize]
    }

    /// A cost with the penalty for all excess.
    pub fn total(&self, cost: Money, excess: &Excess) -> Money {
        let penalties = excess.iter().zip(&self.per_unit).map(|(&amount, penalty)| penalty.0.saturating_mul(amount));
        Money(penalties.fold(cost.0, i64::saturating_add))
    }

    /// Whether the penalties for all excess, part by part, add up to [`Self::total`]: none is more than it can come to.
    pub fn is_exact(&self, excess: &Excess) -> bool {
        excess.iter().zip(&self.most).all(|(amount, most)| amount <= most)
    }

    /// Makes the terms that were broken too often dearer and those that hardly ever were cheaper. `broken` counts, by
    /// term, how many of the last `plans` broke it.
    pub fn adapt(&mut self, broken: &[u32; PENALTY_TERMS], plans: u32) {
        let (params, highest) = (&self.params, self.highest);
        let mut bounds = [(params.lowest, highest); PENALTY_TERMS];
        for term in TIMED {
            bounds[term as usize] = (Money(params.lowest.0 / self.per_minute), Money(highest.0 / self.per_minute));
        }
        for ((penalty, &count), (lowest, highest)) in self.per_unit.iter_mut().zip(broken).zip(bounds) {
            let next = match count {
                _ if params.most_broken * count > plans => Money(penalty.0 / 100 * params.raised_to),
                _ if params.least_broken * count < plans => Money(penalty.0 / 100 * params.lowered_to),
                _ => *penalty,
            };
            *penalty = next.clamp(lowest, highest);
        }
        self.per_unit[PenaltyTerm::Pinned as usize] = MOST;
        self.most = most(&self.per_unit);
    }
}

/// The amounts whose penalties come to [`MOST`].
fn most(per_unit: &[Money; PENALTY_TERMS]) -> Excess {
    per_unit.map(|penalty| MOST.0 / penalty.0.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual(at_stake: Money) -> Penalties {
        Penalties::new(&PenaltyParams::default(), at_stake)
    }

    fn strict(at_stake: Money) -> Penalties {
        Penalties::strict(&PenaltyParams::default(), at_stake)
    }

    #[test]
    fn finer_clocks_have_finer_penalties() {
        let lowest = PenaltyParams::default().lowest;
        let (minutes, seconds) = (usual(Money::ZERO), usual(Money::ZERO).with_units(60));
        assert_eq!(seconds.of(PenaltyTerm::Time, 60), minutes.of(PenaltyTerm::Time, 1));
        assert_eq!(seconds.of(PenaltyTerm::Load, 1), minutes.of(PenaltyTerm::Load, 1));
        let mut cheap = seconds;
        (0..200).for_each(|_| cheap.adapt(&[0; PENALTY_TERMS], 100));
        assert_eq!((cheap.of(PenaltyTerm::Time, 60), cheap.of(PenaltyTerm::Gap, 1)), (lowest, lowest));
    }

    #[test]
    fn penalties_follow_how_often_rules_are_broken() {
        let start = usual(Money::ZERO);
        let mut penalties = start.clone();
        let mut broken = [0; PENALTY_TERMS];
        broken[PenaltyTerm::Time as usize] = 50;
        broken[PenaltyTerm::Load as usize] = 10;
        penalties.adapt(&broken, 100);
        assert!(penalties.of(PenaltyTerm::Time, 1) > start.of(PenaltyTerm::Time, 1));
        assert_eq!(penalties.of(PenaltyTerm::Load, 1), start.of(PenaltyTerm::Load, 1));
        assert!(penalties.of(PenaltyTerm::Gap, 1) < start.of(PenaltyTerm::Gap, 1));
    }

    #[test]
    fn penalties_stay_within_bounds() {
        let mut penalties = usual(Money(Money::PER_EURO * 10_000));
        for _ in 0..100 {
            penalties.adapt(&[100; PENALTY_TERMS], 100);
        }
        assert_eq!(penalties, Penalties { highest: penalties.highest, ..strict(Money(Money::PER_EURO * 10_000)) });
        assert_eq!(penalties.of(PenaltyTerm::Gap, 1), Money(Money::PER_EURO * 20_000));
        for _ in 0..200 {
            penalties.adapt(&[0; PENALTY_TERMS], 100);
        }
        assert_eq!(penalties.of(PenaltyTerm::Gap, 1), PenaltyParams::default().lowest);
    }

    #[test]
    fn no_amount_leaves_the_range_of_money() {
        let penalties = strict(Money::MAX);
        for amount in [1, 5, i64::MAX] {
            assert_eq!(penalties.of(PenaltyTerm::Time, amount), MOST);
            assert_eq!(penalties.of_excess(PenaltyTerm::Time, amount), MOST);
            assert_eq!(penalties.of(PenaltyTerm::Time, -amount), -MOST);
        }
        let excess = [i64::MAX; PENALTY_TERMS];
        assert_eq!(penalties.total(Money(1), &excess), Money::MAX);
        assert!(!penalties.is_exact(&excess) && penalties.is_exact(&[1; PENALTY_TERMS]));
    }
}
