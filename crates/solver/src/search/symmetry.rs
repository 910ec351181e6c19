//! Symmetry classes of identical shifts: one empty shift represents all empty shifts of its class.

use std::collections::HashMap;

use smallvec::SmallVec;

use crate::eval::CostEvaluator;
use brigade_model::model::ShiftId;

/// The class of a shift that no other is identical to.
const UNIQUE: u32 = u32::MAX;

/// Classes of identical shifts, which may exchange their routes without any effect, as vehicles of one depot may.
#[derive(Clone)]
pub struct SymmetryClasses {
    classes: Vec<u32>,
    /// By class of several: its shifts, one bit each.
    members: Vec<Vec<u64>>,
}

/// One bit for each of some shifts, which are `shifts` in all.
pub fn bits(some: impl IntoIterator<Item = ShiftId>, shifts: usize) -> Vec<u64> {
    let mut words = vec![0; shifts.div_ceil(64)];
    for shift in some {
        words[shift.index() / 64] |= 1 << (shift.index() % 64);
    }
    words
}

/// Classes of which an empty shift was seen.
pub type SeenClasses = SmallVec<[u32; 8]>;

impl SymmetryClasses {
    /// Compares all shifts.
    pub fn new(evaluator: &CostEvaluator<'_>) -> Self {
        let mut groups: Vec<Vec<ShiftId>> = Vec::new();
        let mut group_of = HashMap::new();
        for shift in evaluator.shift_ids() {
            let Some(key) = evaluator.symmetry_key(shift) else { continue };
            let group = *group_of.entry(key).or_insert(groups.len());
            if group == groups.len() {
                groups.push(Vec::new());
            }
            groups[group].push(shift);
        }
        let mut classes = vec![UNIQUE; evaluator.shifts()];
        let several: Vec<_> = groups.into_iter().filter(|group| group.len() > 1).collect();
        for (class, group) in several.iter().enumerate() {
            group.iter().for_each(|&shift| classes[shift] = class as u32);
        }
        let members = several.into_iter().map(|group| bits(group, evaluator.shifts())).collect();
        Self { classes, members }
    }

    /// Of the shifts set in `open`, the first of each class, ascending.
    pub fn first_of_each(&self, open: SmallVec<[u64; 8]>) -> impl Iterator<Item = ShiftId> + '_ {
        let (mut open, mut word) = (open, 0);
        std::iter::from_fn(move || {
            while *open.get(word)? == 0 {
                word += 1;
            }
            let shift = word * 64 + open[word].trailing_zeros() as usize;
            open[word] &= open[word] - 1;
            if self.classes[shift] != UNIQUE {
                let members = &self.members[self.classes[shift] as usize];
                open.iter_mut().zip(members).for_each(|(open, members)| *open &= !members);
            }
            Some(ShiftId::new(shift))
        })
    }

    /// Whether two shifts are of one class.
    #[inline]
    pub fn identical(&self, a: ShiftId, b: ShiftId) -> bool {
        self.classes[a] != UNIQUE && self.classes[a] == self.classes[b]
    }

    /// Whether an empty shift offers nothing new because one of its class was seen before; if not, it is seen now.
    #[inline]
    pub fn repeats(&self, shift: ShiftId, is_empty: bool, seen: &mut SeenClasses) -> bool {
        let class = self.classes[shift];
        if class == UNIQUE || !is_empty {
            return false;
        }
        let repeats = seen.contains(&class);
        if !repeats {
            seen.push(class);
        }
        repeats
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use brigade_model::model::{CrewId, Sketch};
    use brigade_model::rules::RULES;
    use brigade_model::units::Decimal;

    /// Four vehicles of one depot on one day; the last one has something of its own.
    fn fleet(change: impl Fn(&mut Sketch)) -> SymmetryClasses {
        let mut sketch = Sketch::new();
        sketch.parts.settings.days = 1;
        sketch.site("farm", (3.0, 4.0));
        sketch.job("roof", 60);
        for index in 0..4 {
            sketch.crew(&format!("crew{index}"), (0.0, 0.0));
        }
        change(&mut sketch);
        let instance = sketch.instance();
        SymmetryClasses::new(&CostEvaluator::new(&instance, RULES))
    }

    #[test]
    fn vehicles_of_one_depot_are_identical_unless_something_differs() {
        assert!(fleet(|_| ()).identical(ShiftId::new(0), ShiftId::new(3)));
        let changes: [fn(&mut Sketch); 7] = [
            |sketch| sketch.parts.crews[3].capacity = Some(Decimal::whole(5)),
            |sketch| sketch.parts.crews[3].end = 1_000,
            |sketch| sketch.parts.crews[3].cost_km = Some(Decimal::whole(2)),
            |sketch| sketch.parts.crews[3].max_tour_minutes = Some(300),
            |sketch| sketch.parts.jobs[0].not_crews = vec![CrewId::new(3)],
            |sketch| sketch.parts.sites[0].usual_crew = Some(CrewId::new(3)),
            |sketch| sketch.parts.settings.days = 2,
        ];
        for (index, change) in changes.into_iter().enumerate() {
            let classes = fleet(change);
            assert!(!classes.identical(ShiftId::new(0), ShiftId::new(3)), "change {index}");
            assert_eq!(classes.identical(ShiftId::new(0), ShiftId::new(1)), index != 6, "change {index}");
        }
    }

    #[test]
    fn one_empty_shift_represents_its_class() {
        let classes = fleet(|sketch| sketch.parts.crews[3].end = 1_000);
        let mut seen = SeenClasses::new();
        let empty = [false, true, true, true];
        let offered: Vec<_> =
            (0..4).filter(|&shift| !classes.repeats(ShiftId::new(shift), empty[shift], &mut seen)).collect();
        assert_eq!(offered, [0, 1, 3]);
        let open = SmallVec::from_slice(&bits([1, 2, 3].map(ShiftId::new), 4));
        assert_eq!(classes.first_of_each(open).collect::<Vec<_>>(), [1, 3].map(ShiftId::new));
    }
}
