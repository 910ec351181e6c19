//! Which ways are asked for together.

use std::collections::BTreeSet;

/// Points from and to which all ways are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub from: Vec<usize>,
    pub to: Vec<usize>,
}

impl Block {
    /// Two blocks that are this one; none where it is a single way.
    pub fn halves(&self) -> Option<[Self; 2]> {
        let (from, to) = (&self.from, &self.to);
        if from.len() >= to.len() && from.len() > 1 {
            let (first, second) = from.split_at(from.len() / 2);
            return Some([first, second].map(|from| Self { from: from.to_vec(), to: to.clone() }));
        }
        if to.len() > 1 {
            let (first, second) = to.split_at(to.len() / 2);
            return Some([first, second].map(|to| Self { from: from.clone(), to: to.to_vec() }));
        }
        None
    }
}

/// Points from and points to which ways are wanted: once those from which most are, once all others. A new site of a
/// table that is there asks for two rows of blocks, not for all.
pub fn rectangles(wanted: &[(usize, usize)], point_of: &[usize], points: usize) -> Vec<(Vec<usize>, Vec<usize>)> {
    let mut by_row: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); points];
    for &(from, to) in wanted {
        let (from, to) = (point_of[from], point_of[to]);
        if from != to {
            by_row[from].insert(to);
        }
    }
    let (dense, sparse): (Vec<usize>, Vec<usize>) = (0..points)
        .filter(|&point| !by_row[point].is_empty())
        .partition(|&point| 2 * by_row[point].len() >= points.saturating_sub(1));
    let columns = |rows: &[usize]| {
        let all: BTreeSet<usize> = rows.iter().flat_map(|&row| by_row[row].iter().copied()).collect();
        all.into_iter().collect::<Vec<_>>()
    };
    let rectangles = [dense, sparse].map(|rows| {
        let columns = columns(&rows);
        (rows, columns)
    });
    rectangles.into_iter().filter(|(rows, _)| !rows.is_empty()).collect()
}

/// Rectangles in blocks of at most so many points either way.
pub fn split(rectangles: &[(Vec<usize>, Vec<usize>)], most: usize) -> Vec<Block> {
    let blocks = |(rows, columns): &(Vec<usize>, Vec<usize>)| {
        let block = |from: &[usize], to: &[usize]| Block { from: from.to_vec(), to: to.to_vec() };
        let each = |from: &[usize]| columns.chunks(most).map(|to| block(from, to)).collect::<Vec<_>>();
        rows.chunks(most).flat_map(each).collect::<Vec<_>>()
    };
    rectangles.iter().flat_map(blocks).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_site_asks_for_its_own_ways_only() {
        let of: Vec<usize> = (0..100).collect();
        let wanted: Vec<_> = (1..100).flat_map(|other| [(0, other), (other, 0)]).collect();
        let rectangles = rectangles(&wanted, &of, 100);
        let asked: usize = rectangles.iter().map(|(from, to)| from.len() * to.len()).sum();
        assert_eq!(asked, 2 * 99);
        let blocks = split(&rectangles, 30);
        assert_eq!(blocks.iter().map(|block| block.from.len() * block.to.len()).sum::<usize>(), asked);
        assert!(blocks.iter().all(|block| block.from.len() <= 30 && block.to.len() <= 30));
    }

    #[test]
    fn halves_make_the_whole() {
        let block = Block { from: vec![1, 2, 3], to: vec![4, 5] };
        let [first, second] = block.halves().expect("more than one way");
        assert_eq!((first.from, second.from, first.to), (vec![1], vec![2, 3], vec![4, 5]));
        assert_eq!(Block { from: vec![1], to: vec![4] }.halves(), None);
    }
}
