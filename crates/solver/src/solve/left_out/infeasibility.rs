//! The rule that keeps a job out: from what no plan could change to what the planned part of the job forces.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::eval::{CostEvaluator, VisitId};
use brigade_model::explain::{Absence, NearCrew, Reason};
use brigade_model::model::{CrewId, DayId, Instance, JobId, SameCrew, ShiftId, Timetable};
use brigade_model::rules::{
    About, Done, Rule, VisitCost, Waits, barring, calendar, crew_choice, equipment, forbidding, gap, load, pinned,
    precedence, same_crew, shift, sites_per_day, together, tour_duration, week_hours, window,
};

use super::empty::EmptyPlan;

/// How many crews an absence names.
const NAMED: usize = 3;
/// The order in which the rules are told that a visit breaks by itself in a shift.
const TOLD: [&About; 7] = [
    &window::ABOUT,
    &tour_duration::ABOUT,
    &shift::ABOUT,
    &load::ABOUT,
    &equipment::ABOUT,
    &week_hours::ABOUT,
    &sites_per_day::ABOUT,
];

/// Looks for the rule.
pub struct InfeasibilityReasons<'g> {
    evaluator: &'g CostEvaluator<'g>,
    rules: &'g [&'g dyn Rule],
    timetable: &'g Timetable,
    empty: EmptyPlan<'g>,
}

/// A crew on a date on which a missing visit could be.
type CrewDate = (CrewId, NaiveDate);

impl<'g> InfeasibilityReasons<'g> {
    /// For the missing visits of a plan.
    pub fn new(evaluator: &'g CostEvaluator<'g>, rules: &'g [&'g dyn Rule], timetable: &'g Timetable) -> Self {
        Self { evaluator, rules, timetable, empty: EmptyPlan::new(evaluator) }
    }

    /// The absence of a job, without ways in.
    pub fn of(&mut self, job: JobId) -> Absence {
        let instance = self.instance();
        let able: Vec<CrewId> =
            instance.crews_by_distance(job).into_iter().filter(|&crew| instance.may_do(crew, job)).collect();
        let mut absence = Absence {
            job,
            missing: self.timetable.missing[job],
            reason: Reason::Room,
            able: able.len(),
            waits_for: None,
            nearest: Vec::new(),
            ways_in: Vec::new(),
        };
        if able.len() < instance.jobs[job].crews as usize {
            self.blame_crews(&mut absence);
        } else if let Some(before) = self.before(job, |before| !instance.can_finish(before)) {
            absence.reason = Reason::Rule(&precedence::ABOUT);
            absence.waits_for = Some(Waits { job: before, done: Done::Never });
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

    /// What keeps a crew from a visit of the job on any date, even with nothing else to do; empty where nothing does.
    pub fn crew_faults(&mut self, job: JobId, crew: CrewId) -> Vec<&'static About> {
        let instance = self.instance();
        let faults: Vec<_> = barring(instance, crew, job, None).collect();
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
        if possible.all(|shift| self.empty.waits(visit, shift)) { vec![&precedence::ABOUT] } else { Vec::new() }
    }

    fn before(&self, job: JobId, wanted: impl Fn(JobId) -> bool) -> Option<JobId> {
        self.instance().jobs[job].after.iter().copied().find(|&before| wanted(before))
    }

    /// Too few crews may do the job: the fault that most of the others have, the nearest one's where two are as common.
    fn blame_crews(&self, absence: &mut Absence) {
        let (instance, job) = (self.instance(), absence.job);
        let unable: Vec<CrewId> =
            instance.crews_by_distance(job).into_iter().filter(|&crew| !instance.may_do(crew, job)).collect();
        let faults: Vec<_> = unable.iter().flat_map(|&crew| barring(instance, crew, job, None)).collect();
        let count = |rule: &About| faults.iter().filter(|&&other| other == rule).count();
        let most = faults.iter().map(|rule| count(rule)).max();
        let common = faults.iter().find(|rule| Some(count(rule)) == most).copied();
        absence.reason = Reason::Rule(common.unwrap_or(&crew_choice::ABOUT));
        absence.nearest = near(instance, job, &unable, |crew| barring(instance, crew, job, None).collect());
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
            let dominant = able.iter().filter_map(|crew| faults[crew]).find(|&rule| rule != &calendar::ABOUT);
            let dominant = dominant.unwrap_or(&calendar::ABOUT);
            let (rule, crews) = if enough { (&together::ABOUT, free) } else { (dominant, able.to_vec()) };
            (absence.reason, named) = (Reason::Rule(rule), crews);
        } else if let Some(waits) = self.waits_too_long(visit, &chances) {
            (absence.reason, absence.waits_for, named) = (Reason::Rule(&precedence::ABOUT), Some(waits), free);
        } else if let Some(before) = self.before(job, |before| self.timetable.missing[before] > 0) {
            let waits = Waits { job: before, done: Done::LeftOut };
            (absence.reason, absence.waits_for, named) = (Reason::Rule(&precedence::ABOUT), Some(waits), free);
        } else {
            absence.waits_for = self.last_before(job).map(|job| Waits { job, done: Done::Planned });
            absence.reason = self.forced_by_own(job, chances);
            let began = || able.iter().copied().filter(|crew| self.crews_of(job).contains(crew)).collect();
            named = if absence.reason == Reason::Rule(&same_crew::ABOUT) { began() } else { free };
        }
        absence.nearest = near(instance, job, &named, |crew| faults[&crew].into_iter().collect());
    }

    /// The crews on the dates on which the visit may stand, whatever else is planned.
    fn chances(&self, visit: VisitId, crews: &[CrewId], dates: &[NaiveDate]) -> Vec<CrewDate> {
        let pairs = crews.iter().flat_map(|&crew| dates.iter().map(move |&date| (crew, date)));
        let stands =
            |&(crew, date): &CrewDate| self.shift(crew, date).is_some_and(|shift| self.evaluator.allowed(visit, shift));
        pairs.filter(stands).collect()
    }

    /// The job that can't be done before any of the chances of a visit; of several, the one that takes the longest.
    fn waits_too_long(&mut self, visit: VisitId, chances: &[CrewDate]) -> Option<Waits> {
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
    fn forced_by_own(&self, job: JobId, mut chances: Vec<CrewDate>) -> Reason {
        let work = &self.instance().jobs[job];
        let crews = self.crews_of(job);
        if work.same_crew == SameCrew::Require && crews.len() >= work.crews as usize {
            chances.retain(|(crew, _)| crews.contains(crew));
            if !self.meets(job, &chances) {
                return Reason::Rule(&same_crew::ABOUT);
            }
        }
        chances.retain(|&(_, date)| self.keeps_gap(job, date));
        if !self.meets(job, &chances) {
            return Reason::Rule(&gap::ABOUT);
        }
        Reason::Room
    }

    /// Whether a date is near enough to the planned visits of the job, or between two of them.
    fn keeps_gap(&self, job: JobId, date: NaiveDate) -> bool {
        let (instance, planned) = (self.instance(), self.planned_dates(job));
        let Some(most) = instance.jobs[job].max_gap_days.filter(|_| !planned.is_empty()) else { return true };
        let inside = planned.iter().any(|&other| other < date) && planned.iter().any(|&other| other > date);
        inside || planned.iter().any(|&other| instance.gap_between(date.min(other), date.max(other)) <= most)
    }

    /// Whether as many crews as the job takes can be there on one date.
    fn meets(&self, job: JobId, chances: &[CrewDate]) -> bool {
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
    fn faults(&self, visit: VisitId, crew: CrewId, dates: &[NaiveDate]) -> Option<&'static About> {
        let mut worst = &calendar::ABOUT;
        for &date in dates {
            let rule = self.fault(visit, crew, date)?;
            if worst == &calendar::ABOUT {
                worst = rule;
            }
        }
        Some(worst)
    }

    fn fault(&self, visit: VisitId, crew: CrewId, date: NaiveDate) -> Option<&'static About> {
        let Some(shift) = self.shift(crew, date) else { return Some(&calendar::ABOUT) };
        if self.evaluator.allowed(visit, shift) {
            return None;
        }
        let own = self.evaluator.visit(visit);
        let (instance, job) = (self.instance(), own.job);
        let mut pins = instance.pins.iter().filter(|pin| pin.job == job && !pin.dropped);
        if own.pinned && !pins.any(|pin| pin.holds(crew, date)) {
            return Some(&pinned::ABOUT);
        }
        let never =
            |rule: &&&dyn Rule| rule.visit_cost(instance, job, &instance.shifts[shift]) == VisitCost::Incompatible;
        match self.rules.iter().find(never) {
            // the crew as a whole is able: it is people absent on that date who are missed
            Some(rule) if rule.bars(instance, crew, job, Some(date)) => Some(&calendar::ABOUT),
            Some(rule) => Some(rule.about()),
            None => Some(self.alone(visit, shift)),
        }
    }

    /// Why a visit does not even fit into an empty shift.
    fn alone(&self, visit: VisitId, shift: ShiftId) -> &'static About {
        let own = self.evaluator.visit(visit);
        let lone = self.evaluator.lone_visit(own.job, shift, own.window);
        let broken: Vec<_> = forbidding(self.rules, self.instance(), &lone).collect();
        let first = TOLD.into_iter().find(|rule| broken.contains(rule)).or(broken.first().copied());
        first.unwrap_or(&calendar::ABOUT)
    }
}

/// The first few of some crews with their faults.
fn near(
    instance: &Instance,
    job: JobId,
    crews: &[CrewId],
    faults: impl Fn(CrewId) -> Vec<&'static About>,
) -> Vec<NearCrew> {
    let entry = |&crew: &CrewId| NearCrew { crew, minutes: instance.one_way(crew, job).minutes, faults: faults(crew) };
    crews.iter().take(NAMED).map(entry).collect()
}
