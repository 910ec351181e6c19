//! Shifts that differ in name only: of those that are empty, one stands for all.

use smallvec::SmallVec;

use crate::eval::CostEvaluator;
use brigade_model::model::ShiftId;

/// The class of a shift that is like no other.
const ALONE: u32 = u32::MAX;

/// The classes of shifts that may exchange their routes without any effect, as vehicles of one depot may.
#[derive(Clone)]
pub struct Twins {
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

/// Classes of which an empty shift was met.
pub type Met = SmallVec<[u32; 8]>;

impl Twins {
    /// Compares all shifts.
    pub fn new(evaluator: &CostEvaluator<'_>) -> Self {
        let mut groups: Vec<Vec<ShiftId>> = Vec::new();
        for shift in evaluator.shift_ids() {
            match groups.iter_mut().find(|group| evaluator.are_alike(group[0], shift)) {
                Some(group) => group.push(shift),
                None => groups.push(vec![shift]),
            }
        }
        let mut classes = vec![ALONE; evaluator.shifts()];
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
            if self.classes[shift] != ALONE {
                let members = &self.members[self.classes[shift] as usize];
                open.iter_mut().zip(members).for_each(|(open, members)| *open &= !members);
            }
            Some(ShiftId::new(shift))
        })
    }

    /// Whether two shifts are of one class.
    #[inline]
    pub fn are(&self, a: ShiftId, b: ShiftId) -> bool {
        self.classes[a] != ALONE && self.classes[a] == self.classes[b]
    }

    /// Whether an empty shift offers nothing new because one of its class was met before; if not, it is met now.
    #[inline]
    pub fn repeats(&self, shift: ShiftId, is_empty: bool, met: &mut Met) -> bool {
        let class = self.classes[shift];
        if class == ALONE || !is_empty {
            return false;
        }
        let repeats = met.contains(&class);
        if !repeats {
            met.push(class);
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
    fn fleet(change: impl Fn(&mut Sketch)) -> Twins {
        let mut sketch = Sketch::new();
        sketch.parts.settings.days = 1;
        sketch.site("farm", (3.0, 4.0));
        sketch.job("roof", 60);
        for index in 0..4 {
            sketch.crew(&format!("crew{index}"), (0.0, 0.0));
        }
        change(&mut sketch);
        let instance = sketch.instance();
        Twins::new(&CostEvaluator::new(&instance, RULES))
    }

    #[test]
    fn vehicles_of_one_depot_are_twins_unless_something_differs() {
        assert!(fleet(|_| ()).are(ShiftId::new(0), ShiftId::new(3)));
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
            let twins = fleet(change);
            assert!(!twins.are(ShiftId::new(0), ShiftId::new(3)), "change {index}");
            assert_eq!(twins.are(ShiftId::new(0), ShiftId::new(1)), index != 6, "change {index}");
        }
    }

    #[test]
    fn one_empty_shift_stands_for_all() {
        let twins = fleet(|sketch| sketch.parts.crews[3].end = 1_000);
        let mut met = Met::new();
        let empty = [false, true, true, true];
        let offered: Vec<_> =
            (0..4).filter(|&shift| !twins.repeats(ShiftId::new(shift), empty[shift], &mut met)).collect();
        assert_eq!(offered, [0, 1, 3]);
        let open = SmallVec::from_slice(&bits([1, 2, 3].map(ShiftId::new), 4));
        assert_eq!(twins.first_of_each(open).collect::<Vec<_>>(), [1, 3].map(ShiftId::new));
    }
}
