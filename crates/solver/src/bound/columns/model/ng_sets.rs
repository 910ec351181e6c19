//! The ng-sets of the ng-route relaxation (Baldacci, Mingozzi, Roberti 2011), which grow by what solutions of the master
//! forget (Roberti, Mingozzi 2014).

use super::problem::Task;

/// The ng-set of each task: what a label at the task remembers of the tasks that may not follow.
#[derive(Clone)]
pub struct NgSets {
    tasks: usize,
    /// Members of each ng-set, the task itself first.
    pub members: Vec<Vec<u32>>,
    /// Position of a task in the ng-set of another, by pair of tasks; [`Self::NONE`] where it is not a member.
    positions: Vec<u8>,
}

impl NgSets {
    /// Not a member.
    pub const NONE: u8 = u8::MAX;
    /// Most members of an ng-set.
    pub const MOST: usize = u32::BITS as usize;

    /// Position of `task` in the ng-set of `at`.
    #[inline]
    pub fn position(&self, at: usize, task: usize) -> u8 {
        self.positions[at * self.tasks + task]
    }

    /// Projects the memory of a label at one task onto the ng-set of the next task, which is not added.
    #[inline]
    pub fn carried(&self, mut memory: u32, from: usize, to: usize) -> u32 {
        let mut carried = 0;
        while memory != 0 {
            let member = self.members[from][memory.trailing_zeros() as usize] as usize;
            memory &= memory - 1;
            let position = self.position(to, member);
            if position != Self::NONE {
                carried |= 1 << position;
            }
        }
        carried
    }

    /// The memory of a label that reaches a task with a memory: of what may not follow, the task itself first.
    #[inline]
    pub fn remembered(&self, memory: u32, at: usize, task: &Task) -> u32 {
        let positions = task.after.iter().chain(&task.apart).map(|&other| self.position(at, other));
        positions.filter(|&position| position != Self::NONE).fold(memory | 1, |bits, position| bits | 1 << position)
    }

    /// Whether labels make a route of some tasks in order: no visit that the memory forbids.
    pub fn allow(&self, tasks: &[Task], route: &[usize]) -> bool {
        let Some(&first) = route.first() else { return true };
        let mut memory = self.remembered(0, first, &tasks[first]);
        route.windows(2).all(|pair| {
            let position = self.position(pair[0], pair[1]);
            let is_free = position == Self::NONE || memory >> position & 1 == 0;
            memory = self.remembered(self.carried(memory, pair[0], pair[1]), pair[1], &tasks[pair[1]]);
            is_free
        })
    }

    /// Has labels remember what the shortest part of a route forgets that no legal route has: a visit repeated, or of a task
    /// that may not follow an earlier one. Returns whether an ng-set has grown; those that are full forget on.
    pub fn learn(&mut self, tasks: &[Task], route: &[usize]) -> bool {
        let forbids = |early: usize, late: usize| early == late || !tasks[early].may_precede(late);
        let ends = (1..route.len()).filter_map(|end| {
            let start = (0..end).rev().find(|&start| forbids(route[start], route[end]))?;
            Some((end - start, start, end))
        });
        let Some((_, start, end)) = ends.min() else { return false };
        let missing = |&at: &usize| self.position(at, route[end]) == Self::NONE;
        let lacking: Vec<usize> = route[start..end].iter().copied().filter(missing).collect();
        if lacking.iter().any(|&at| self.members[at].len() == Self::MOST) {
            return false;
        }
        for &at in &lacking {
            // A task that the part visits twice lacks it once.
            if self.position(at, route[end]) == Self::NONE && self.members[at].len() < Self::MOST {
                self.positions[at * self.tasks + route[end]] = self.members[at].len() as u8;
                self.members[at].push(route[end] as u32);
            }
        }
        !lacking.is_empty()
    }

    /// The ng-sets of `size` (1 to 32) tasks each: a task and the first of those that are `nearest` to it.
    pub fn new(nearest: &[Vec<u32>], size: usize) -> Self {
        debug_assert!(size <= Self::MOST);
        let tasks = nearest.len();
        let mut members = Vec::with_capacity(tasks);
        let mut positions = vec![Self::NONE; tasks * tasks];
        for (index, near) in nearest.iter().enumerate() {
            let set: Vec<u32> = std::iter::once(index as u32).chain(near.iter().copied()).take(size).collect();
            for (position, &member) in set.iter().enumerate() {
                positions[index * tasks + member as usize] = position as u8;
            }
            members.push(set);
        }
        Self { tasks, members, positions }
    }
}

#[cfg(test)]
mod tests {
    use crate::bound::columns::model::build::covering_problem;
    use crate::eval::Prices;
    use brigade_model::model::{JobId, Sketch};
    use brigade_model::rules::RULES;

    /// With ng-sets of one task a label forgets all that lies before the last visit, until it learns.
    #[test]
    fn labels_learn_what_they_forgot() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (3.0, 4.0));
        for job in ["roof", "gutter", "paint", "fence"] {
            sketch.job(job, 30);
        }
        sketch.parts.jobs[1].after = vec![JobId::new(0)];
        let instance = sketch.instance();
        let prices = Prices::new(&instance, RULES);
        let problem = covering_problem(&prices, 1).expect("columns can say it");
        let mut ng_sets = problem.ng_sets.clone();
        for route in [[2, 3, 2], [1, 3, 0]] {
            assert!(ng_sets.allow(&problem.tasks, &route), "{route:?}");
            assert!(ng_sets.learn(&problem.tasks, &route), "{route:?}");
            assert!(!ng_sets.allow(&problem.tasks, &route), "{route:?}");
            assert!(!ng_sets.learn(&problem.tasks, &route), "{route:?}");
        }
        for route in [vec![], vec![0, 3, 1], vec![3, 2, 1]] {
            assert!(ng_sets.allow(&problem.tasks, &route) && !ng_sets.learn(&problem.tasks, &route), "{route:?}");
        }
        assert_eq!(ng_sets.members, [vec![0], vec![1, 0], vec![2], vec![3, 2, 0]]);
    }
}
