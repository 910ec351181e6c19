//! A constructive heuristic that imitates a careful planner; `docs/generate.md` states it.
//!
//! Every job is placed once, with its usual crew if possible, else the nearest, on the first days with room. Every hard
//! rule is kept; costs play no part.

mod board;
mod day_route;

use board::{Board, BoardSlot};

use brigade_model::model::{CrewId, DayId, Instance, Job, JobId, Plan, SameCrew};

/// Crews considered for a job of two crews: the usual one and the nearest.
const PAIRED_CREWS: usize = 8;

/// The release of a job by its predecessors: the first day, on which only `crew` may do it, if there is one, and after
/// them.
#[derive(Clone, Copy, Debug)]
struct Ready {
    day: DayId,
    crew: Option<CrewId>,
}

/// The schedule of an instance.
pub(super) fn schedule(instance: &Instance) -> Plan {
    let mut planner = Planner::new(instance);
    for overtime in [false, true] {
        planner.pass(overtime);
    }
    planner.board.plan()
}

struct Planner<'a> {
    instance: &'a Instance,
    board: Board<'a>,
    /// Visits of the jobs placed so far.
    placed: Vec<Option<Vec<(CrewId, DayId)>>>,
    considered: Vec<bool>,
}

impl<'a> Planner<'a> {
    fn new(instance: &'a Instance) -> Self {
        let jobs = instance.jobs.len();
        Self { instance, board: Board::new(instance), placed: vec![None; jobs], considered: vec![false; jobs] }
    }

    /// Tries to place every job not yet placed: region by region, two-crew jobs, then multi-day jobs, then the others;
    /// by due date, then by priority.
    fn pass(&mut self, overtime: bool) {
        let instance = self.instance;
        self.board.overtime = overtime;
        self.considered.fill(false);
        let mut order: Vec<_> = instance.job_ids().collect();
        order.sort_by_key(|&job| {
            let work = &instance.jobs[job];
            let due = (work.due.is_none(), work.due);
            let region = &instance.sites[work.site].region;
            (region, work.crews == 1, work.visits == 1, due, 10 - work.priority, job)
        });
        order.into_iter().for_each(|job| self.place_after_predecessors(job));
    }

    /// Places a job after its predecessors.
    fn place_after_predecessors(&mut self, job: JobId) {
        if self.placed[job].is_some() || self.considered[job] {
            return;
        }
        self.considered[job] = true;
        for &before in &self.instance.jobs[job].after {
            self.place_after_predecessors(before);
        }
        if let Some(ready) = self.ready(job) {
            self.place(job, ready);
        }
    }

    /// The release of a job; `None` while a predecessor is not completely placed.
    fn ready(&self, job: JobId) -> Option<Ready> {
        let mut visits: Vec<(CrewId, DayId)> = Vec::new();
        for &before in &self.instance.jobs[job].after {
            if !self.instance.can_finish(before) {
                return None;
            }
            visits.extend(self.placed[before].as_ref()?);
        }
        let Some(day) = visits.iter().map(|visit| visit.1).max() else {
            return Some(Ready { day: DayId::new(0), crew: None });
        };
        let last: Vec<_> = visits.iter().filter(|visit| visit.1 == day).map(|visit| visit.0).collect();
        let alone = last.iter().all(|&crew| crew == last[0]);
        Some(if alone {
            Ready { day, crew: Some(last[0]) }
        } else {
            Ready { day: DayId::new(day.index() + 1), crew: None }
        })
    }

    fn place(&mut self, job: JobId, ready: Ready) {
        let work = &self.instance.jobs[job];
        let crews = self.candidates(job);
        let found = teams(&crews, work.crews).find_map(|team| self.first_days(job, &team, ready));
        let found = found.or_else(|| self.split_among_crews(job, &crews, ready));
        if let Some(slots) = found {
            self.placed[job] = Some(slots.iter().map(|slot| (slot.crew, slot.day)).collect());
            slots.into_iter().for_each(|slot| self.board.book(slot));
        }
    }

    /// The crews that may do a job: the usual one, then by the distance from their base.
    fn candidates(&self, job: JobId) -> Vec<CrewId> {
        let instance = self.instance;
        let usual = instance.sites[instance.jobs[job].site].usual_crew;
        let mut crews: Vec<_> = instance.crew_ids().filter(|&crew| instance.may_do(crew, job)).collect();
        crews.sort_by_cached_key(|&crew| (Some(crew) != usual, instance.one_way(crew, job).metres, crew));
        crews
    }

    /// Slots on the first days on which the whole team has room and the job's gaps are kept.
    fn first_days(&self, job: JobId, team: &[CrewId], ready: Ready) -> Option<Vec<BoardSlot>> {
        let days = self.instance.day_ids();
        let free: Vec<_> = days.filter_map(|day| self.board.team_slots(job, team, day, ready)).collect();
        let asked = self.instance.days_asked(job) as usize;
        if asked == 0 {
            return None;
        }
        let mut runs = free.windows(asked);
        let run = runs.find(|run| {
            let days: Vec<_> = run.iter().map(|slots| slots[0].day).collect();
            self.keeps_gaps(job, &days) && self.board.week_has_room(run.iter().flatten())
        })?;
        Some(run.iter().flatten().cloned().collect())
    }

    fn keeps_gaps(&self, job: JobId, days: &[DayId]) -> bool {
        let most = self.instance.jobs[job].max_gap_days;
        days.windows(2).all(|pair| most.is_none_or(|most| self.instance.gap(pair[0], pair[1]) <= most))
    }

    /// Splits a multi-day job that no crew has room for among several: each day the first crew with room.
    fn split_among_crews(&self, job: JobId, crews: &[CrewId], ready: Ready) -> Option<Vec<BoardSlot>> {
        let work = &self.instance.jobs[job];
        if !self.board.overtime || !may_be_split(work) {
            return None;
        }
        let mut slots: Vec<BoardSlot> = Vec::new();
        for day in self.instance.day_ids() {
            let fits = |&crew: &CrewId| {
                let slot = self.board.team_slots(job, &[crew], day, ready)?.pop()?;
                self.board.week_has_room(slots.iter().chain([&slot])).then_some(slot)
            };
            if let Some(slot) = crews.iter().find_map(fits) {
                slots.push(slot);
            }
            if slots.len() == self.instance.days_asked(job) as usize {
                break;
            }
        }
        let days: Vec<_> = slots.iter().map(|slot| slot.day).collect();
        (days.len() == self.instance.days_asked(job) as usize && self.keeps_gaps(job, &days)).then_some(slots)
    }
}

fn may_be_split(job: &Job) -> bool {
    job.crews == 1 && job.visits > 1 && job.same_crew != SameCrew::Require
}

/// Single crews, or pairs of the first few; in order.
fn teams(crews: &[CrewId], size: u32) -> Box<dyn Iterator<Item = Vec<CrewId>> + '_> {
    if size == 1 {
        return Box::new(crews.iter().map(|&crew| vec![crew]));
    }
    let near = &crews[..crews.len().min(PAIRED_CREWS)];
    Box::new((0..near.len()).flat_map(move |i| (i + 1..near.len()).map(move |j| vec![near[i], near[j]])))
}
