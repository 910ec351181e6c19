//! The ng-sets of the ng-route relaxation (Baldacci, Mingozzi, Roberti 2011).

/// The ng-set of each task: the earlier visits that a label at the task remembers.
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

    /// The ng-sets of `size` (1 to 32) tasks each: a task and the first of those that are `nearest` to it.
    pub fn new(nearest: &[Vec<u32>], size: usize) -> Self {
        debug_assert!(size <= 32);
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
