//! The rule that keeps a job out: from what no plan could change to what the planned part of the job forces.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::eval::{CostEvaluator, PenaltyTerm, VisitId};
use brigade_model::model::{
    Absence, CrewId, DayId, Done, Instance, JobId, NearCrew, SameCrew, ShiftId, Timetable, Waits,
};
use brigade_model::rules::{Pairing, Rule};

use super::empty::Empty;

/// How many crews an absence names.
const NAMED: usize = 3;
/// Rules that hold a crew from a job on any date; no such code may stand where enough crews are able.
const STATIC: [&str; 4] = ["skill", "crew-size", "crew-choice", "travel-limit"];

/// Looks for the rule.
pub struct Grounds<'g> {
    evaluator: &'g CostEvaluator<'g>,
    rules: &'g [&'g dyn Rule],
    timetable: &'g Timetable,
    empty: Empty<'g>,
}

/// A crew on a date on which a missing visit could be.
type Chance = (CrewId, NaiveDate);

impl<'g> Grounds<'g> {
    /// For the missing visits of a plan.
    pub fn new(evaluator: &'g CostEvaluator<'g>, rules: &'g [&'g dyn Rule], timetable: &'g Timetable) -> Self {
        Self { evaluator, rules, timetable, empty: Empty::new(evaluator) }
    }

    /// The absence of a job, without ways in.
    pub fn of(&mut self, job: JobId) -> Absence {
        let instance = self.instance();
        let able: Vec<CrewId> =
            by_distance(instance, job).into_iter().filter(|&crew| instance.may_do(crew, job)).collect();
        let mut absence = Absence {
            job,
            missing: self.timetable.missing[job],
            code: Absence::ROOM,
            able: able.len(),
            waits_for: None,
            nearest: Vec::new(),
            ways_in: Vec::new(),
        };
        if able.len() < instance.jobs[job].crews as usize {
            self.blame_crews(&mut absence);
        } else if let Some(before) = self.before(job, |before| !instance.can_finish(before)) {
            (absence.code, absence.waits_for) = ("precedence", Some(Waits { job: before, done: Done::Never }));
            absence.nearest = near(instance, job, &able, |_| Vec::new());
        } else {
            self.blame_dates(&mut absence, &able);
        }
        absence
    }

    /// The instance of the plan.
    pub fn instance(&self) -> &'g Instance {
        self.evaluator.instance()
    }

    /// All crews, the nearest to the job first.
    pub fn by_distance(&self, job: JobId) -> Vec<CrewId> {
        by_distance(self.instance(), job)
    }

    /// What keeps a crew from a visit of the job on any date, even with nothing else to do; empty where nothing does.
    pub fn crew_faults(&mut self, job: JobId, crew: CrewId) -> Vec<&'static str> {
        let instance = self.instance();
        let faults = instance.crew_faults(crew, job, None);
        let Some(&visit) = self.evaluator.visits_of(job).first() else { return faults };
        if !faults.is_empty() {
            return faults;
        }
        let dates: Vec<_> = instance.dates.iter().copied().filter(|&date| instance.jobs[job].allows(date)).collect();
        if let Some(fault) = self.faults(visit, crew, &dates) {
            return vec![fault];
        }
        let shifts = dates.iter().filter_map(|&date| self.shift(crew, date));
        let mut possible = shifts.filter(|&shift| self.evaluator.allowed(visit, shift)).collect::<Vec<_>>().into_iter();
        if possible.all(|shift| self.empty.waits(visit, shift)) { vec!["precedence"] } else { Vec::new() }
    }

    fn before(&self, job: JobId, wanted: impl Fn(JobId) -> bool) -> Option<JobId> {
        self.instance().jobs[job].after.iter().copied().find(|&before| wanted(before))
    }

    /// Too few crews may do the job: the fault that most of the others have, the nearest one's where two are as common.
    fn blame_crews(&self, absence: &mut Absence) {
        let (instance, job) = (self.instance(), absence.job);
        let unable: Vec<CrewId> =
            by_distance(instance, job).into_iter().filter(|&crew| !instance.may_do(crew, job)).collect();
        let faults: Vec<_> = unable.iter().flat_map(|&crew| instance.crew_faults(crew, job, None)).collect();
        let count = |code: &str| faults.iter().filter(|&&other| other == code).count();
        let most = faults.iter().map(|code| count(code)).max();
        absence.code = faults.iter().find(|code| Some(count(code)) == most).copied().unwrap_or("crew-choice");
        absence.nearest = near(instance, job, &unable, |crew| instance.crew_faults(crew, job, None));
    }

    /// Enough crews may do the job: what their dates, hours, vehicles and the rest of the job leave of it.
    fn blame_dates(&mut self, absence: &mut Absence, able: &[CrewId]) {
        let (instance, job) = (self.instance(), absence.job);
        let (visit, dates) = (self.missing_visit(job), self.open_dates(job));
        let faults: BTreeMap<_, _> = able.iter().map(|&crew| (crew, self.faults(visit, crew, &dates))).collect();
        let free: Vec<CrewId> = able.iter().copied().filter(|crew| faults[crew].is_none()).collect();
        let chances = self.chances(visit, &free, &dates);
        let named;
        if !self.meets(job, &chances) {
            let enough = free.len() >= instance.jobs[job].crews as usize;
            let codes = || able.iter().filter_map(|crew| faults[crew]);
            let dominant = codes().find(|&code| code != "calendar").unwrap_or("calendar");
            (absence.code, named) = if enough { ("together", free) } else { (dominant, able.to_vec()) };
        } else if let Some(waits) = self.waits_too_long(visit, &chances) {
            (absence.code, absence.waits_for, named) = ("precedence", Some(waits), free);
        } else if let Some(before) = self.before(job, |before| self.timetable.missing[before] > 0) {
            let waits = Waits { job: before, done: Done::LeftOut };
            (absence.code, absence.waits_for, named) = ("precedence", Some(waits), free);
        } else {
            absence.waits_for = self.last_before(job).map(|job| Waits { job, done: Done::Planned });
            absence.code = self.forced_by_own(job, chances);
            let began = || able.iter().copied().filter(|crew| self.crews_of(job).contains(crew)).collect();
            named = if absence.code == "same-crew" { began() } else { free };
        }
        absence.nearest = near(instance, job, &named, |crew| faults[&crew].into_iter().collect());
    }

    /// The crews on the dates on which the visit may stand, whatever else is planned.
    fn chances(&self, visit: VisitId, crews: &[CrewId], dates: &[NaiveDate]) -> Vec<Chance> {
        let pairs = crews.iter().flat_map(|&crew| dates.iter().map(move |&date| (crew, date)));
        let stands =
            |&(crew, date): &Chance| self.shift(crew, date).is_some_and(|shift| self.evaluator.allowed(visit, shift));
        pairs.filter(stands).collect()
    }

    /// The job that can't be done before any of the chances of a visit; of several, the one that takes the longest.
    fn waits_too_long(&mut self, visit: VisitId, chances: &[Chance]) -> Option<Waits> {
        let (instance, job) = (self.instance(), self.evaluator.visit(visit).job);
        let mut before = self.evaluator.terms(job).after.clone();
        before.sort_by_key(|&before| Reverse(self.empty.end(before).map_or(usize::MAX, DayId::index)));
        let mut left = chances.to_vec();
        for before in before {
            left.retain(|&(crew, date)| {
                self.shift(crew, date).is_some_and(|shift| !self.empty.is_too_early(visit, shift, before))
            });
            if !self.meets(job, &left) {
                let done = self.empty.end(before).map_or(Done::Never, |day| Done::NotBefore(instance.dates[day]));
                return Some(Waits { job: before, done });
            }
        }
        None
    }

    /// What the planned visits of the job leave of the chances: the rule that takes the last, or room.
    fn forced_by_own(&self, job: JobId, mut chances: Vec<Chance>) -> &'static str {
        let work = &self.instance().jobs[job];
        let crews = self.crews_of(job);
        if work.same_crew == SameCrew::Require && crews.len() >= work.crews as usize {
            chances.retain(|(crew, _)| crews.contains(crew));
            if !self.meets(job, &chances) {
                return "same-crew";
            }
        }
        chances.retain(|&(_, date)| self.keeps_gap(job, date));
        if !self.meets(job, &chances) {
            return "gap";
        }
        Absence::ROOM
    }

    /// Whether a date is near enough to the planned visits of the job, or between two of them.
    fn keeps_gap(&self, job: JobId, date: NaiveDate) -> bool {
        let (instance, planned) = (self.instance(), self.planned_dates(job));
        let Some(most) = instance.jobs[job].max_gap_days.filter(|_| !planned.is_empty()) else { return true };
        let inside = planned.iter().any(|&other| other < date) && planned.iter().any(|&other| other > date);
        inside || planned.iter().any(|&other| instance.gap_between(date.min(other), date.max(other)) <= most)
    }

    /// Whether as many crews as the job takes can be there on one date.
    fn meets(&self, job: JobId, chances: &[Chance]) -> bool {
        let crews = self.instance().jobs[job].crews as usize;
        self.instance().dates.iter().any(|&date| chances.iter().filter(|chance| chance.1 == date).count() >= crews)
    }

    /// The job among those it waits for that is done last.
    fn last_before(&self, job: JobId) -> Option<JobId> {
        let done = |&before: &JobId| self.timetable.stops_of(before).map(|(tour, _)| tour.date).max();
        self.instance().jobs[job].after.iter().copied().max_by_key(done)
    }

    /// Crews that do some of the job, each once.
    fn crews_of(&self, job: JobId) -> Vec<CrewId> {
        let crews: BTreeSet<CrewId> = self.timetable.stops_of(job).map(|(tour, _)| tour.crew).collect();
        crews.into_iter().collect()
    }

    fn planned_dates(&self, job: JobId) -> Vec<NaiveDate> {
        self.timetable.stops_of(job).map(|(tour, _)| tour.date).collect()
    }

    /// Dates that the job allows and does not use yet.
    fn open_dates(&self, job: JobId) -> Vec<NaiveDate> {
        let (instance, planned) = (self.instance(), self.planned_dates(job));
        let open = |date: &NaiveDate| instance.jobs[job].allows(*date) && !planned.contains(date);
        instance.dates.iter().copied().filter(open).collect()
    }

    /// A visit of the job that stands for the missing ones: one without a pin where there is one.
    fn missing_visit(&self, job: JobId) -> VisitId {
        let visits = self.evaluator.visits_of(job);
        visits.iter().copied().find(|&visit| !self.evaluator.visit(visit).pinned).unwrap_or(visits[0])
    }

    fn shift(&self, crew: CrewId, date: NaiveDate) -> Option<ShiftId> {
        self.instance().shift(crew, self.instance().day(date)?)
    }

    /// What keeps a crew from the visit on all dates, even with nothing else to do: the rule on its first date at work.
    fn faults(&mut self, visit: VisitId, crew: CrewId, dates: &[NaiveDate]) -> Option<&'static str> {
        let mut worst = Some("calendar");
        for &date in dates {
            match self.fault(visit, crew, date) {
                None => return None,
                code if worst == Some("calendar") => worst = code,
                _ => {}
            }
        }
        worst
    }

    fn fault(&mut self, visit: VisitId, crew: CrewId, date: NaiveDate) -> Option<&'static str> {
        let Some(shift) = self.shift(crew, date) else { return Some("calendar") };
        if self.evaluator.allowed(visit, shift) {
            return None;
        }
        let own = self.evaluator.visit(visit);
        let (instance, job) = (self.instance(), own.job);
        let mut pins = instance.pins.iter().filter(|pin| pin.job == job && !pin.dropped);
        if own.pinned && !pins.any(|pin| pin.holds(crew, date)) {
            return Some("pinned");
        }
        let never = |rule: &&&dyn Rule| rule.pairing(instance, job, &instance.shifts[shift]) == Pairing::Never;
        let code = self.rules.iter().find(never).map(|rule| rule.code());
        // the crew as a whole is able: it is people absent on that date who are missed
        Some(
            code.map_or_else(
                || self.alone(visit, shift),
                |code| if STATIC.contains(&code) { "calendar" } else { code },
            ),
        )
    }

    /// Why a visit does not even fit into an empty shift.
    fn alone(&mut self, visit: VisitId, shift: ShiftId) -> &'static str {
        let (instance, own) = (self.instance(), self.evaluator.visit(visit));
        let there = self.evaluator.leg(self.evaluator.base(shift), own.place).minutes;
        let arrive = instance.settings.clock.working(instance.shifts[shift].start) + there;
        if arrive.max(own.window.0) > own.window.1 {
            return "window";
        }
        let away = there + own.duration + self.evaluator.leg(own.place, self.evaluator.base(shift)).minutes;
        if instance.crews[self.evaluator.crew(shift)].max_tour_minutes.is_some_and(|most| away > most) {
            return "tour-duration";
        }
        let excess = self.empty.excess(shift, vec![visit]);
        let codes = [
            (PenaltyTerm::Time, "shift"),
            (PenaltyTerm::Load, "load"),
            (PenaltyTerm::Tools, "equipment"),
            (PenaltyTerm::WeekHours, "week-hours"),
            (PenaltyTerm::Sites, "sites-per-day"),
        ];
        codes.iter().find(|(class, _)| excess[*class as usize] > 0).map_or("calendar", |&(_, code)| code)
    }
}

/// All crews, the nearest to the job first.
fn by_distance(instance: &Instance, job: JobId) -> Vec<CrewId> {
    let mut crews: Vec<CrewId> = instance.crew_ids().collect();
    crews.sort_by_key(|&crew| (instance.one_way(crew, job).minutes, crew));
    crews
}

/// The first few of some crews with their faults.
fn near(
    instance: &Instance,
    job: JobId,
    crews: &[CrewId],
    faults: impl Fn(CrewId) -> Vec<&'static str>,
) -> Vec<NearCrew> {
    let entry = |&crew: &CrewId| NearCrew { crew, minutes: instance.one_way(crew, job).minutes, faults: faults(crew) };
    crews.iter().take(NAMED).map(entry).collect()
}
