//! Cycles among jobs that name others.

use crate::model::{Job, JobId};

/// Circles of jobs of which each names the next among those that `named` says; each starts with its smallest id. Every job
/// that can never be done leads to one of them.
pub fn cycles(jobs: &[Job], named: impl Fn(&Job) -> &[JobId]) -> Vec<Vec<JobId>> {
    let stuck = never_doable(jobs, &named);
    let mut order: Vec<_> = JobId::range(jobs.len()).filter(|&job| stuck[job]).collect();
    order.sort_by_key(|&job| &jobs[job].id);
    let mut walk_of = vec![None; jobs.len()];
    let mut cycles = Vec::new();
    for first in order {
        let (mut path, mut next) = (Vec::new(), Some(first));
        while let Some(job) = next.filter(|&job| walk_of[job].is_none()) {
            walk_of[job] = Some(first);
            path.push(job);
            next = named(&jobs[job]).iter().copied().find(|&before| stuck[before]);
        }
        if let Some(begin) = path.iter().position(|&job| Some(job) == next) {
            cycles.push(rotated(jobs, path.split_off(begin)));
        }
    }
    cycles
}

/// A cycle from its smallest id on.
fn rotated(jobs: &[Job], mut cycle: Vec<JobId>) -> Vec<JobId> {
    let smallest = (0..cycle.len()).min_by_key(|&k| &jobs[cycle[k]].id).unwrap_or_default();
    cycle.rotate_left(smallest);
    cycle
}

/// For every job whether it can never be done: jobs with nothing to wait for are taken away until none is left.
fn never_doable(jobs: &[Job], named: &impl Fn(&Job) -> &[JobId]) -> Vec<bool> {
    let mut waiting: Vec<_> = jobs.iter().map(|job| named(job).len()).collect();
    let mut followers = vec![Vec::new(); jobs.len()];
    for (job, each) in JobId::enumerate(jobs) {
        for &before in named(each) {
            followers[before].push(job);
        }
    }
    let mut free: Vec<_> = JobId::range(jobs.len()).filter(|&job| waiting[job] == 0).collect();
    while let Some(job) = free.pop() {
        for &later in &followers[job] {
            waiting[later] -= 1;
            if waiting[later] == 0 {
                free.push(later);
            }
        }
    }
    waiting.into_iter().map(|count| count > 0).collect()
}
