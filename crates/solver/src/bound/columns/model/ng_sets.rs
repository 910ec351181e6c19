//! What a route remembers of where it has been.

use super::problem::Task;
use brigade_model::model::Instance;

/// The ng-sets (Baldacci, Mingozzi, Roberti 2011): which earlier visits a route at some task still remembers.
pub struct NgSets {
    tasks: usize,
    /// Members of each set, the task itself first.
    pub members: Vec<Vec<u32>>,
    /// Position of a task in the set of another, by pairs; [`Self::NONE`] where it is not a member.
    positions: Vec<u8>,
}

impl NgSets {
    /// Not a member.
    pub const NONE: u8 = u8::MAX;

    /// Position of `task` in the set of `at`.
    #[inline]
    pub fn position(&self, at: usize, task: usize) -> u8 {
        self.positions[at * self.tasks + task]
    }

    /// A memory at one task carried to another, which it does not yet hold.
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

    /// The sets of the nearest tasks by driving time, at most `size` (1 to 32) each.
    pub fn new(instance: &Instance, tasks: &[Task], task_of: &[Option<usize>], size: usize) -> Self {
        let mut members = Vec::with_capacity(tasks.len());
        let mut positions = vec![Self::NONE; tasks.len() * tasks.len()];
        for (index, task) in tasks.iter().enumerate() {
            let way = |other: &Task| {
                let (there, back) =
                    (instance.travel.leg(task.place, other.place), instance.travel.leg(other.place, task.place));
                there.minutes + back.minutes
            };
            let bound = |other: usize| task.after.contains(&other) || tasks[other].after.contains(&index);
            let mut near: Vec<_> = (0..tasks.len()).filter(|&other| other != index).collect();
            near.sort_by_key(|&other| (!bound(other), way(&tasks[other]), other));
            let set: Vec<u32> = std::iter::once(index).chain(near).take(size).map(|task| task as u32).collect();
            for (position, &member) in set.iter().enumerate() {
                positions[index * tasks.len() + member as usize] = position as u8;
            }
            members.push(set);
        }
        debug_assert!(size <= 32 && task_of.len() >= tasks.len());
        Self { tasks: tasks.len(), members, positions }
    }
}
