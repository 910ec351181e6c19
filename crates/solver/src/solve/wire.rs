//! Plans as bytes, for other ranks and for the disk: numbers of eight bytes, ids and minutes of four, the least first.

use crate::eval::{CostEvaluator, VisitId};
use crate::search::Solution;
use brigade_model::model::ShiftId;
use brigade_model::units::{Minutes, Money};

/// Writes bytes.
#[derive(Default)]
pub struct WireWriter(Vec<u8>);

impl WireWriter {
    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// A number.
    pub fn number(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    /// An amount with its sign.
    fn signed(&mut self, number: i64) {
        self.number(number.cast_unsigned());
    }

    fn short(&mut self, number: u32) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    /// Indices, after their count.
    pub fn indices(&mut self, indices: impl ExactSizeIterator<Item = usize>) {
        self.number(indices.len() as u64);
        indices.for_each(|index| self.short(index as u32));
    }

    /// A whole plan.
    pub fn solution(&mut self, solution: &Solution) {
        self.value(solution);
        self.number(solution.routes().len() as u64);
        solution.routes().iter().for_each(|route| self.indices(route.iter().map(|visit| visit.index())));
        self.number(solution.windows().len() as u64);
        solution.windows().iter().for_each(|&window| self.window(window));
    }

    /// A plan as what differs from another one.
    pub fn changed(&mut self, solution: &Solution, base: &Solution) {
        self.value(solution);
        let (routes, windows) = (solution.routes(), solution.windows());
        let differing: Vec<_> = ShiftId::range(routes.len()).filter(|&s| routes[s] != base.routes()[s]).collect();
        self.number(differing.len() as u64);
        for shift in differing {
            self.short(shift.index() as u32);
            self.indices(routes[shift].iter().map(|visit| visit.index()));
        }
        let differing: Vec<_> = VisitId::range(windows.len()).filter(|&v| windows[v] != base.windows()[v]).collect();
        self.number(differing.len() as u64);
        for visit in differing {
            self.short(visit.index() as u32);
            self.window(windows[visit]);
        }
    }

    fn value(&mut self, solution: &Solution) {
        self.signed(solution.breaches.0);
        self.number(solution.breaches.1 as u64);
        self.signed(solution.cost.0);
    }

    fn window(&mut self, (from, until): (Minutes, Minutes)) {
        self.short(from.cast_unsigned());
        self.short(until.cast_unsigned());
    }
}

/// Reads bytes again; nothing where they end early.
pub struct WireReader<'b>(&'b [u8]);

impl<'b> WireReader<'b> {
    /// Reads from the first byte.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    /// Whether all is read.
    pub fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    /// A number.
    pub fn number(&mut self) -> Option<u64> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*bytes))
    }

    fn short(&mut self) -> Option<u32> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*bytes))
    }

    /// A count of things, each of which takes four bytes at least.
    fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.0.len() / 4).then_some(count)
    }

    /// Indices.
    pub fn indices(&mut self) -> Option<Vec<usize>> {
        (0..self.count()?).map(|_| Some(self.short()? as usize)).collect()
    }

    /// A whole plan.
    pub fn solution(&mut self) -> Option<Solution> {
        let (breaches, cost) = self.value()?;
        let routes = (0..self.count()?).map(|_| self.route()).collect::<Option<_>>()?;
        let windows = (0..self.count()?).map(|_| self.window()).collect::<Option<_>>()?;
        Some(Solution::new(routes, windows, breaches, cost))
    }

    /// A plan that was written as what differs from another one.
    pub fn changed(&mut self, base: &Solution) -> Option<Solution> {
        let (breaches, cost) = self.value()?;
        let (mut routes, mut windows) = (base.routes().to_vec(), base.windows().to_vec());
        for _ in 0..self.count()? {
            let shift = self.short()? as usize;
            *routes.get_mut(shift)? = self.route()?;
        }
        for _ in 0..self.count()? {
            let visit = self.short()? as usize;
            *windows.get_mut(visit)? = self.window()?;
        }
        Some(Solution::new(routes, windows, breaches, cost))
    }

    fn route(&mut self) -> Option<Vec<VisitId>> {
        Some(self.indices()?.into_iter().map(VisitId::new).collect())
    }

    fn value(&mut self) -> Option<((i64, usize), Money)> {
        let pins = self.number()?.cast_signed();
        let others = usize::try_from(self.number()?).ok()?;
        Some(((pins, others), Money(self.number()?.cast_signed())))
    }

    fn window(&mut self) -> Option<(Minutes, Minutes)> {
        Some((self.short()?.cast_signed(), self.short()?.cast_signed()))
    }
}

/// Whether a plan is one of a week: its shifts and visits, and no visit twice.
pub fn is_of(solution: &Solution, evaluator: &CostEvaluator<'_>) -> bool {
    let visits = evaluator.visits().len();
    let mut planned = vec![false; visits];
    let once = |visit: &VisitId| visit.index() < visits && !std::mem::replace(&mut planned[*visit], true);
    solution.routes().len() == evaluator.shifts()
        && solution.windows().len() == visits
        && solution.routes().iter().flatten().all(once)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solution(routes: &[&[usize]], windows: &[(Minutes, Minutes)], cost: i64) -> Solution {
        let routes = routes.iter().map(|route| route.iter().copied().map(VisitId::new).collect());
        Solution::new(routes.collect(), windows.to_vec(), (-1, 2), Money(cost))
    }

    #[test]
    fn plans_are_read_as_they_were_written() {
        let base = solution(&[&[0, 2], &[], &[1]], &[(0, 9), (-5, 5), (3, 4)], -7);
        let other = solution(&[&[0, 2], &[1], &[]], &[(0, 9), (-5, 6), (3, 4)], 1 << 50);
        let mut writer = WireWriter::default();
        writer.solution(&other);
        writer.changed(&other, &base);
        writer.number(3);
        let bytes = writer.into_bytes();
        let mut reader = WireReader::new(&bytes);
        assert_eq!((reader.solution(), reader.changed(&base)), (Some(other.clone()), Some(other.clone())));
        assert!(reader.number() == Some(3) && reader.is_at_end());
        for end in 0..bytes.len() - 8 {
            let mut reader = WireReader::new(&bytes[..end]);
            assert!(reader.solution().is_none() || reader.changed(&base).is_none(), "{end}");
        }
    }

    #[test]
    fn a_count_beyond_the_bytes_takes_no_memory() {
        let mut writer = WireWriter::default();
        writer.number(u64::MAX);
        assert_eq!(WireReader::new(&writer.into_bytes()).indices(), None);
    }
}
