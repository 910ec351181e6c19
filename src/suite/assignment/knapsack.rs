//! The 0/1 knapsack problem, by dynamic programming over the capacity.

/// An item that an agent may take.
#[derive(Clone, Copy, Debug)]
pub struct KnapsackItem {
    /// Its index in the problem.
    pub index: usize,
    /// What it takes of the capacity, at most all of it.
    pub need: usize,
    /// What taking it gains, above 0.
    pub profit: i32,
}

/// The best profits of the first items, by number of items and capacity.
pub struct KnapsackTable {
    width: usize,
    best: Vec<i32>,
}

impl KnapsackTable {
    /// The table of `items` for capacities from 0 to `capacity`.
    pub fn new(items: impl ExactSizeIterator<Item = KnapsackItem>, capacity: usize) -> Self {
        let width = capacity + 1;
        let mut best = vec![0; (items.len() + 1) * width];
        for (row, item) in items.enumerate() {
            let (before, after) = best.split_at_mut((row + 1) * width);
            let (before, after) = (&before[row * width..], &mut after[..width]);
            after[..item.need].copy_from_slice(&before[..item.need]);
            let taken = before[..width - item.need].iter().map(|&profit| profit + item.profit);
            for ((after, &left), taken) in after[item.need..].iter_mut().zip(&before[item.need..]).zip(taken) {
                *after = left.max(taken);
            }
        }
        Self { width, best }
    }

    /// The best profits of the first `count` items by capacity.
    pub fn of_first(&self, count: usize) -> &[i32] {
        &self.best[count * self.width..(count + 1) * self.width]
    }

    /// The best profit of all items.
    pub fn profit(&self) -> i32 {
        self.best[self.best.len() - 1]
    }

    /// Calls `take` with each item of a best choice; `items` are those of the table.
    pub fn chosen(&self, items: &[KnapsackItem], mut take: impl FnMut(usize)) {
        let mut left = self.width - 1;
        for (row, item) in items.iter().enumerate().rev() {
            if self.of_first(row + 1)[left] != self.of_first(row)[left] {
                take(item.index);
                left -= item.need;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_choice_is_found() {
        let of = |index, need, profit| KnapsackItem { index, need, profit };
        let items = [of(0, 10, 60), of(1, 20, 100), of(2, 30, 120), of(3, 0, 5)];
        let table = KnapsackTable::new(items.iter().copied(), 50);
        let mut taken = Vec::new();
        table.chosen(&items, |item| taken.push(item));
        assert_eq!((table.profit(), taken), (225, vec![3, 2, 1]));
        assert_eq!(table.of_first(2)[15], 60);
    }
}
