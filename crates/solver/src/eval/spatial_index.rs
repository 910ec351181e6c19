//! Points in space by nearness: a k-d tree (Bentley 1975) searched best first (Hjaltason, Samet 1999).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Points in a part that is not divided further.
const LEAF: usize = 8;

/// Points with numbers from 0.
pub(super) struct SpatialIndex {
    /// The point in the middle of each part divides the rest of it.
    points: Vec<([f64; 3], u32)>,
    /// By point: the axis along which it divides its part.
    axes: Vec<u8>,
}

impl SpatialIndex {
    /// Sorts points in.
    pub fn new(points: impl Iterator<Item = [f64; 3]>) -> Self {
        let points: Vec<_> = points.zip(0..).collect();
        let mut index = Self { axes: vec![0; points.len()], points };
        index.divide(0, index.points.len());
        index
    }

    fn divide(&mut self, first: usize, end: usize) {
        if end - first <= LEAF {
            return;
        }
        let spread = |axis: usize| {
            let ends = self.points[first..end].iter().map(|point| point.0[axis]);
            ends.clone().fold(f64::NEG_INFINITY, f64::max) - ends.fold(f64::INFINITY, f64::min)
        };
        let spreads = [0, 1, 2].map(spread);
        let axis = (0..3).max_by(|&a, &b| spreads[a].total_cmp(&spreads[b])).unwrap_or(0);
        let middle = first + (end - first) / 2;
        let by_axis = |a: &([f64; 3], u32), b: &([f64; 3], u32)| a.0[axis].total_cmp(&b.0[axis]).then(a.1.cmp(&b.1));
        self.points[first..end].select_nth_unstable_by(middle - first, by_axis);
        self.axes[middle] = axis as u8;
        self.divide(first, middle);
        self.divide(middle + 1, end);
    }

    /// All points, the nearest to one first, each with its distance; equally near ones by number.
    pub fn nearest(&self, at: [f64; 3]) -> Nearest<'_> {
        let mut search = Nearest { index: self, at, waiting: BinaryHeap::new() };
        search.wait(0, 0, self.points.len());
        search
    }
}

/// Points still to come, and parts of the tree by how near any of their points may be.
pub(super) struct Nearest<'i> {
    index: &'i SpatialIndex,
    at: [f64; 3],
    waiting: BinaryHeap<Reverse<(u64, Waiting)>>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Waiting {
    /// From the first point to the last.
    Part(u32, u32),
    /// The number of a point.
    Point(u32),
}

impl Nearest<'_> {
    /// A part, no point of which is nearer than this square of a distance, which as bits is ordered as it is as a number.
    fn wait(&mut self, square: u64, first: usize, end: usize) {
        if first < end {
            self.waiting.push(Reverse((square, Waiting::Part(first as u32, end as u32))));
        }
    }

    fn add(&mut self, index: usize) {
        let (point, number) = self.index.points[index];
        let square: f64 = (0..3).map(|axis| (point[axis] - self.at[axis]).powi(2)).sum();
        self.waiting.push(Reverse((square.to_bits(), Waiting::Point(number))));
    }
}

impl Iterator for Nearest<'_> {
    type Item = (u32, f64);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Reverse((square, next)) = self.waiting.pop()?;
            let (first, end) = match next {
                Waiting::Point(number) => return Some((number, f64::from_bits(square).sqrt())),
                Waiting::Part(first, end) => (first as usize, end as usize),
            };
            if end - first <= LEAF {
                (first..end).for_each(|index| self.add(index));
                continue;
            }
            let middle = first + (end - first) / 2;
            self.add(middle);
            let axis = usize::from(self.index.axes[middle]);
            let beyond = self.at[axis] - self.index.points[middle].0[axis];
            let away = square.max((beyond * beyond).to_bits());
            let (below, above) = if beyond < 0.0 { (square, away) } else { (away, square) };
            self.wait(below, first, middle);
            self.wait(above, middle + 1, end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn points_come_by_distance(points in prop::collection::vec((0..40_i32, 0..40_i32, 0..3_i32), 1..200), at in (0..40_i32, 0..40_i32)) {
            let point = |(x, y, z): (i32, i32, i32)| [x, y, z].map(f64::from);
            let index = SpatialIndex::new(points.iter().copied().map(point));
            let at = point((at.0, at.1, 0));
            let square = |number: u32| (0..3).map(|axis| (point(points[number as usize])[axis] - at[axis]).powi(2)).sum::<f64>();
            let mut expected: Vec<u32> = (0..points.len() as u32).collect();
            expected.sort_by_key(|&number| (square(number) as i64, number));
            let found: Vec<_> = index.nearest(at).collect();
            prop_assert!(found.iter().all(|&(number, distance)| distance == square(number).sqrt()));
            prop_assert_eq!(found.into_iter().map(|(number, _)| number).collect::<Vec<_>>(), expected);
        }
    }
}
