//! The granular neighbourhood: for each visit, the visits that it may profitably stand beside.

use rayon::prelude::*;

use super::twins::Twins;
use crate::cost::{CostEvaluator, VisitId};
use crate::model::ShiftId;

/// Who may stand beside whom, and where.
pub struct Neighbours {
    near: Vec<Vec<VisitId>>,
    shifts: Vec<Vec<u32>>,
    suited: Vec<Vec<u32>>,
    remoteness: Vec<i64>,
    twins: Twins,
}

/// Shifts known to suit a visit.
const SUITED: usize = 16;

impl Neighbours {
    /// The `size` nearest visits of each visit among those of other jobs that share an allowed shift with it.
    pub fn new(evaluator: &CostEvaluator<'_>, size: usize) -> Self {
        let visits = 0..evaluator.visits().len() as VisitId;
        let shifts: Vec<Vec<u32>> = visits
            .clone()
            .into_par_iter()
            .map(|visit| (0..evaluator.shifts()).filter(|&s| evaluator.allowed(visit, s)).map(|s| s as u32).collect())
            .collect();
        let words: Vec<Vec<u64>> = shifts.par_iter().map(|allowed| bits(allowed, evaluator.shifts())).collect();
        let near = visits.clone().into_par_iter().map(|visit| nearest(evaluator, visit, &words, size)).collect();
        let suited =
            visits.clone().into_par_iter().map(|visit| suited(evaluator, visit, &shifts[visit as usize])).collect();
        let remoteness = visits.map(|visit| remoteness(evaluator, visit, &shifts[visit as usize])).collect();
        Self { near, shifts, suited, remoteness, twins: Twins::new(evaluator) }
    }

    /// The nearest visits, the nearest first.
    #[inline]
    pub fn near(&self, visit: VisitId) -> &[VisitId] {
        &self.near[visit as usize]
    }

    /// The shifts in which a visit may stand, ascending.
    #[inline]
    pub fn shifts(&self, visit: VisitId) -> impl ExactSizeIterator<Item = ShiftId> + '_ {
        self.shifts[visit as usize].iter().map(|&shift| shift as usize)
    }

    /// The shifts in which a visit alone, its base on the way, costs least, ascending.
    pub fn suited(&self, visit: VisitId) -> impl ExactSizeIterator<Item = ShiftId> + '_ {
        self.suited[visit as usize].iter().map(|&shift| shift as usize)
    }

    /// Which shifts differ in name only.
    #[inline]
    pub fn twins(&self) -> &Twins {
        &self.twins
    }

    /// Metres from the nearest base that may send a crew.
    pub fn remoteness(&self, visit: VisitId) -> i64 {
        self.remoteness[visit as usize]
    }
}

fn remoteness(evaluator: &CostEvaluator<'_>, visit: VisitId, shifts: &[u32]) -> i64 {
    let place = evaluator.visit(visit).place;
    let metres = |&shift: &u32| i64::from(evaluator.leg(evaluator.base(shift as usize), place).metres);
    shifts.iter().map(metres).min().unwrap_or(0)
}

fn suited(evaluator: &CostEvaluator<'_>, visit: VisitId, shifts: &[u32]) -> Vec<u32> {
    let price = |shift: ShiftId| {
        let (metre, minute) = evaluator.road_prices(shift);
        let leg = evaluator.leg(evaluator.base(shift), evaluator.visit(visit).place);
        evaluator.pairing(visit, shift) + i64::from(leg.metres) * metre + i64::from(leg.minutes) * minute
    };
    let mut priced: Vec<_> = shifts.iter().map(|&shift| (price(shift as usize), shift)).collect();
    priced.sort_unstable();
    priced.truncate(SUITED);
    let mut suited: Vec<u32> = priced.into_iter().map(|(_, shift)| shift).collect();
    suited.sort_unstable();
    suited
}

fn bits(allowed: &[u32], shifts: usize) -> Vec<u64> {
    let mut words = vec![0; shifts.div_ceil(64)];
    for &shift in allowed {
        words[shift as usize / 64] |= 1 << (shift % 64);
    }
    words
}

fn nearest(evaluator: &CostEvaluator<'_>, visit: VisitId, words: &[Vec<u64>], size: usize) -> Vec<VisitId> {
    let own = evaluator.visit(visit);
    let meets = |other: VisitId| {
        let pairs = words[visit as usize].iter().zip(&words[other as usize]);
        evaluator.visit(other).job != own.job && pairs.into_iter().any(|(a, b)| a & b != 0)
    };
    let mut others: Vec<(i64, VisitId)> = (0..evaluator.visits().len() as VisitId)
        .filter(|&other| meets(other))
        .map(|other| (proximity(evaluator, visit, other), other))
        .collect();
    if others.len() > size {
        others.select_nth_unstable(size);
        others.truncate(size);
    }
    others.sort_unstable();
    others.into_iter().map(|(_, other)| other).collect()
}

/// How far apart two visits are: road in both directions, and waiting or lateness that their windows force.
fn proximity(evaluator: &CostEvaluator<'_>, a: VisitId, b: VisitId) -> i64 {
    one_way(evaluator, a, b).min(one_way(evaluator, b, a))
}

fn one_way(evaluator: &CostEvaluator<'_>, first: VisitId, second: VisitId) -> i64 {
    let (a, b) = (evaluator.visit(first), evaluator.visit(second));
    let leg = evaluator.leg(a.place, b.place);
    let between = a.duration + leg.minutes;
    let wait = (b.window.0 - between - a.window.1).max(0);
    let late = (a.window.0 + between - b.window.1).max(0);
    i64::from(leg.metres) + 800 * i64::from(leg.minutes) + 160 * i64::from(wait) + 800 * i64::from(late)
}
