//! The week as a careful person fills it in by hand: one fixed rule, which `docs/generate.md` states.
//!
//! Every visit is placed once and for good, the usual crew first, then the nearest, on the first days with room. Every
//! hard rule is kept; nothing is weighed against anything else.

mod board;
mod tour;

use board::{Board, BoardSlot};

use brigade_model::model::{CrewId, DayId, Instance, Job, JobId, Plan, SameCrew};

/// How many crews, the usual one and the nearest, are thought of where two must meet.
const PAIRED_CREWS: usize = 8;

/// From which day a job may be done, given the jobs it waits for; on that day by `crew` only, if there is one, and
/// behind those jobs.
#[derive(Clone, Copy, Debug)]
struct Ready {
    day: DayId,
    crew: Option<CrewId>,
}

/// Fills the week of an instance.
pub(super) fn schedule(instance: &Instance) -> Plan {
    let mut planner = Planner::new(instance);
    for overtime in [false, true] {
        planner.go_through(overtime);
    }
    planner.board.plan()
}

struct Planner<'a> {
    instance: &'a Instance,
    board: Board<'a>,
    /// Visits of the jobs placed so far.
    placed: Vec<Option<Vec<(CrewId, DayId)>>>,
    looked_at: Vec<bool>,
}

impl<'a> Planner<'a> {
    fn new(instance: &'a Instance) -> Self {
        let jobs = instance.jobs.len();
        Self { instance, board: Board::new(instance), placed: vec![None; jobs], looked_at: vec![false; jobs] }
    }

    /// One look at every job that has no place yet: region by region, two-crew jobs, then works over several days,
    /// then the others; the earliest due first, then the highest priority.
    fn go_through(&mut self, overtime: bool) {
        let instance = self.instance;
        self.board.overtime = overtime;
        self.looked_at.fill(false);
        let mut order: Vec<_> = instance.job_ids().collect();
        order.sort_by_key(|&job| {
            let work = &instance.jobs[job];
            let due = (work.due.is_none(), work.due);
            let region = &instance.sites[work.site].region;
            (region, work.crews == 1, work.visits == 1, due, 10 - work.priority, job)
        });
        order.into_iter().for_each(|job| self.take_up(job));
    }

    /// Places a job, those it waits for first.
    fn take_up(&mut self, job: JobId) {
        if self.placed[job].is_some() || self.looked_at[job] {
            return;
        }
        self.looked_at[job] = true;
        for &before in &self.instance.jobs[job].after {
            self.take_up(before);
        }
        if let Some(ready) = self.ready(job) {
            self.place(job, ready);
        }
    }

    /// From when the jobs before allow this one; `None` while one of them is not placed in full.
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
        let found = found.or_else(|| self.shared_out(job, &crews, ready));
        if let Some(slots) = found {
            self.placed[job] = Some(slots.iter().map(|slot| (slot.crew, slot.day)).collect());
            slots.into_iter().for_each(|slot| self.board.book(slot));
        }
    }

    /// The crews that may do a job: the usual one, then by the way from their base.
    fn candidates(&self, job: JobId) -> Vec<CrewId> {
        let instance = self.instance;
        let usual = instance.sites[instance.jobs[job].site].usual_crew;
        let mut crews: Vec<_> = instance.crew_ids().filter(|&crew| instance.may_do(crew, job)).collect();
        crews.sort_by_key(|&crew| (Some(crew) != usual, instance.one_way(crew, job).metres, crew));
        crews
    }

    /// The first days on which the whole team has room, as close together as the job asks.
    fn first_days(&self, job: JobId, team: &[CrewId], ready: Ready) -> Option<Vec<BoardSlot>> {
        let days = self.instance.day_ids();
        let free: Vec<_> = days.filter_map(|day| self.board.meeting(job, team, day, ready)).collect();
        let asked = self.instance.days_asked(job) as usize;
        if asked == 0 {
            return None;
        }
        let mut runs = free.windows(asked);
        let run = runs.find(|run| {
            let days: Vec<_> = run.iter().map(|slots| slots[0].day).collect();
            self.close_enough(job, &days) && self.board.week_has_room(run.iter().flatten())
        })?;
        Some(run.iter().flatten().cloned().collect())
    }

    fn close_enough(&self, job: JobId, days: &[DayId]) -> bool {
        let most = self.instance.jobs[job].max_gap_days;
        days.windows(2).all(|pair| most.is_none_or(|most| self.instance.gap(pair[0], pair[1]) <= most))
    }

    /// The last resort for a work over several days that no crew has room for: each day the first crew that has.
    fn shared_out(&self, job: JobId, crews: &[CrewId], ready: Ready) -> Option<Vec<BoardSlot>> {
        let work = &self.instance.jobs[job];
        if !self.board.overtime || !may_be_shared(work) {
            return None;
        }
        let mut slots: Vec<BoardSlot> = Vec::new();
        for day in self.instance.day_ids() {
            let fits = |&crew: &CrewId| {
                let slot = self.board.meeting(job, &[crew], day, ready)?.pop()?;
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
        (days.len() == self.instance.days_asked(job) as usize && self.close_enough(job, &days)).then_some(slots)
    }
}

fn may_be_shared(job: &Job) -> bool {
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
