//! Zero-half separation by Gaussian elimination over GF(2) (Koster, Zymolka, Kutschka 2009): sums of rows that are
//! violated once halved and rounded down. The violation is (1 - slack - value of the odd part) / 2.

use crate::bound::columns::params::EliminationParams;

/// Values below this count as 0.
pub const EPSILON: f64 = 1e-6;

/// A valid inequality: Σ coefficient x variable ≤ `limit`.
pub struct Inequality {
    /// Variables with their coefficients.
    pub terms: Vec<(usize, i64)>,
    /// The right-hand side.
    pub limit: i64,
}

impl Inequality {
    /// The slack of a solution; negative where the inequality is violated.
    pub fn slack(&self, values: &[f64]) -> f64 {
        self.limit as f64 - self.terms.iter().map(|&(index, c)| values[index] * c as f64).sum::<f64>()
    }
}

/// A sum of rows modulo 2.
struct RowSum {
    /// Support variables with an odd coefficient.
    odd: BitSet,
    /// Whether the right-hand side is odd.
    limit_is_odd: bool,
    slack: f64,
    /// The rows that are summed.
    rows: BitSet,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct BitSet(Vec<u64>);

impl BitSet {
    fn new(length: usize) -> Self {
        Self(vec![0; length.div_ceil(64)])
    }

    fn has(&self, bit: usize) -> bool {
        self.0[bit / 64] >> (bit % 64) & 1 != 0
    }

    fn flip(&mut self, bit: usize) {
        self.0[bit / 64] ^= 1 << (bit % 64);
    }

    fn flip_all(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own ^= other);
    }

    fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    fn ones(&self) -> impl Iterator<Item = usize> {
        (0..64 * self.0.len()).filter(|&bit| self.has(bit))
    }
}

/// Sums of at most `max_rows` rows whose zero-half cut a solution violates, each as row indices, the most violated
/// first. `at_most` gives the upper bound of a variable that is at it; such variables are complemented.
pub fn separate_sums(
    values: &[f64],
    at_most: impl Fn(usize) -> Option<i64>,
    inequalities: &[Inequality],
    max_rows: u32,
    params: &EliminationParams,
) -> Vec<Vec<usize>> {
    let mut support: Vec<usize> =
        (0..values.len()).filter(|&index| values[index] > EPSILON && at_most(index).is_none()).collect();
    let mut found = Vec::new();
    // The order of elimination decides which sums are found.
    for by_value in [false, true] {
        if by_value {
            support.sort_by(|&one, &other| values[other].total_cmp(&values[one]).then(one.cmp(&other)));
        }
        for _ in 0..2 {
            found.extend(eliminated(values, &at_most, inequalities, &support, (max_rows, params)));
            support.reverse();
        }
    }
    let size = |rows: &BitSet| rows.count();
    found.sort_by(|one, other| {
        other.0.total_cmp(&one.0).then(size(&one.1).cmp(&size(&other.1))).then(one.1.cmp(&other.1))
    });
    found.dedup_by(|one, other| one.1 == other.1);
    found.into_iter().map(|(_, rows)| rows.ones().collect()).collect()
}

/// The violated sums of an elimination in the order of `support`, each with its violation.
fn eliminated(
    values: &[f64],
    at_most: impl Fn(usize) -> Option<i64>,
    inequalities: &[Inequality],
    support: &[usize],
    (max_rows, params): (u32, &EliminationParams),
) -> Vec<(f64, BitSet)> {
    let mut place = vec![None; values.len()];
    support.iter().enumerate().for_each(|(at, &index)| place[index] = Some(at));
    let sum = |(row, own): (usize, &Inequality)| {
        let (mut odd, mut rows) = (BitSet::new(support.len()), BitSet::new(inequalities.len()));
        rows.flip(row);
        let mut limit = own.limit;
        for &(index, c) in own.terms.iter().filter(|term| term.1 % 2 != 0) {
            match place[index] {
                Some(at) => odd.flip(at),
                None => limit -= c * at_most(index).unwrap_or(0),
            }
        }
        RowSum { odd, limit_is_odd: limit % 2 != 0, slack: own.slack(values).max(0.0), rows }
    };
    let sums = inequalities.iter().enumerate().map(sum);
    let mut sums: Vec<RowSum> = sums.filter(|sum| sum.limit_is_odd || sum.odd.count() > 0).collect();
    let mut found = Vec::new();
    for column in 0..support.len() {
        let pivots = sums.iter().enumerate().filter(|(_, sum)| sum.slack < EPSILON && sum.odd.has(column));
        let Some((pivot, _)) = pivots.min_by_key(|(_, sum)| (sum.rows.count(), sum.odd.count())) else { continue };
        let pivot = sums.remove(pivot);
        for sum in sums.iter_mut().filter(|sum| sum.odd.has(column)) {
            sum.odd.flip_all(&pivot.odd);
            sum.rows.flip_all(&pivot.rows);
            sum.limit_is_odd ^= pivot.limit_is_odd;
            sum.slack += pivot.slack;
            if sum.limit_is_odd && sum.odd.count() <= params.max_odd && sum.rows.count() <= max_rows {
                let odd: f64 = sum.odd.ones().map(|at| values[support[at]]).sum();
                let violated = (1.0 - sum.slack - odd) / 2.0;
                if violated > params.min_violation {
                    found.push((violated, sum.rows.clone()));
                }
            }
        }
    }
    found
}
