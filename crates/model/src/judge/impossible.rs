//! The jobs that no plan can hold completely, whatever else is planned: known before any search.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::infeasibility::InfeasibilityReasons;
use super::trials::outranks;
use crate::explain::{Absence, Reason};
use crate::model::{CrewId, Instance, JobId, Plan, Route, SameCrew, Timetable};
use crate::rules::{Done, Rule, Waits, lag, precedence};

/// The jobs that no plan can hold completely, in order, with how many visits are missing at least and the rule that keeps them
/// out; a job that waits for one of them is one too. Jobs with pins, which are in every plan, are never told.
///
/// Where all visits that the horizon asks are missing no visit can be planned at all; where fewer are, only the jobs that wait
/// for it can't be.
pub fn impossible(instance: &Instance, rules: &[&dyn Rule]) -> Vec<Absence> {
    let mut free = instance.clone();
    free.jobs.iter_mut().for_each(|job| job.after.clear());
    let nothing = Timetable::new(&free, &Plan::default());
    let reasons = InfeasibilityReasons::new(&free, rules, &nothing);
    let pinned = instance.pins.iter().filter(|pin| !pin.dropped).map(|pin| pin.job).collect();
    let mut prospects =
        Prospects { instance, rules, reasons, pinned, known: BTreeMap::new(), companies: BTreeMap::new() };
    let asked = instance.job_ids().filter(|&job| instance.visits_asked(job) > 0);
    asked.filter_map(|job| prospects.absence(job)).collect()
}

/// When a job can be done where nothing else is but what it waits for.
#[derive(Clone, Debug, Default)]
struct Prospect {
    /// Crew and date of a visit, or of the crews of a day, on the first dates on which they can be; as many as are asked.
    days: Vec<Vec<(CrewId, NaiveDate)>>,
    /// The date by which all visits asked can be done; none where they can't.
    end: Option<NaiveDate>,
}

/// Looks for prospects. Which job waits for which is looked at here, by dates; all else is asked of the audits.
struct Prospects<'p> {
    instance: &'p Instance,
    rules: &'p [&'p dyn Rule],
    /// Of the instance in which no job waits for another.
    reasons: InfeasibilityReasons<'p>,
    /// Jobs with pins.
    pinned: BTreeSet<JobId>,
    known: BTreeMap<JobId, Prospect>,
    /// Whether linked jobs can be done in step, by the first of them.
    companies: BTreeMap<JobId, bool>,
}

impl Prospects<'_> {
    /// What keeps a job from being complete, if anything does.
    fn absence(&mut self, job: JobId) -> Option<Absence> {
        let prospect = self.prospect(job);
        if self.pinned.contains(&job) {
            return None;
        }
        if prospect.end.is_some() {
            return self.lacks_partner(job).then(|| {
                let unassigned = self.instance.visits_asked(job);
                let reason = Reason::Rule(&lag::ABOUT);
                Absence { reason, unassigned, waits_for: None, ..self.without_order(job, &prospect.days) }
            });
        }
        let before = self.instance.jobs[job].after.clone();
        let never = before.iter().copied().find(|&before| self.end(before).is_none());
        let last = before.iter().copied().max_by_key(|&before| self.end(before));
        let alone = self.days(job, &[]);
        let mut absence = self.without_order(job, &alone);
        absence.unassigned =
            self.instance.visits_asked(job) - prospect.days.len() as u32 * self.instance.jobs[job].crews;
        let waits = match (never, last) {
            (Some(job), _) => Some(Waits { job, done: Done::Never }),
            (None, Some(job)) => self.end(job).map(|date| Waits { job, done: Done::NotBefore(date) }),
            (None, None) => None,
        };
        absence.waits_for = waits.filter(|_| never.is_some() || alone.len() > prospect.days.len());
        // what waits for the impossible breaks the order everywhere, what waits too long only where all else is kept
        let goes_first = |rule| outranks(&precedence::ABOUT, rule);
        match absence.reason {
            Reason::Rule(rule) if never.is_none() || !goes_first(rule) => {}
            _ => absence.reason = Reason::Rule(&precedence::ABOUT),
        }
        Some(absence)
    }

    /// Why the rest of a job can't be planned beside its possible days where it need not wait.
    fn without_order(&self, job: JobId, days: &[Vec<(CrewId, NaiveDate)>]) -> Absence {
        let free = self.reasons.instance();
        let visits = days.iter().flatten();
        let routes = visits.map(|&(crew, date)| Route::of(date, crew, &[job])).collect();
        let own = Timetable::new(free, &Plan::new(routes));
        let complete = own.missing[job] == 0;
        let nothing = Timetable::new(free, &Plan::default());
        let absence = InfeasibilityReasons::new(free, self.rules, if complete { &nothing } else { &own }).of(job);
        // what our crews can't do is told of what another firm does, too
        Absence { given_away: false, ..absence }
    }

    /// Whether a job that can be done by itself goes with one that can't, or can't be done in step with it.
    fn lacks_partner(&mut self, job: JobId) -> bool {
        let linked = self.instance.linked(job);
        if linked.iter().any(|job| self.pinned.contains(job)) {
            return false;
        }
        let never = |job: JobId, own: &mut Self| own.instance.visits_asked(job) == 0 || own.prospect(job).end.is_none();
        let Some(&first) = linked.first() else { return false };
        linked.iter().any(|&job| never(job, self))
            || !*self.companies.entry(first).or_insert_with(|| self.reasons.has_legal_company(first))
    }

    /// The date by which a job can be complete.
    fn end(&mut self, job: JobId) -> Option<NaiveDate> {
        if !self.instance.can_finish(job) || self.lacks_partner(job) {
            return None;
        }
        self.prospect(job).end
    }

    fn prospect(&mut self, job: JobId) -> Prospect {
        let first = self.instance.dates.first().copied();
        let asked = self.instance.days_asked(job) as usize;
        if let Some(known) = self.known.get(&job) {
            return known.clone();
        }
        // jobs that wait for each other in a circle would be asked for ever
        self.known.insert(job, Prospect { days: Vec::new(), end: first });
        let prospect = if asked == 0 {
            Prospect { days: Vec::new(), end: first }
        } else if self.pinned.contains(&job) {
            let pins = self.instance.pins.iter().filter(|pin| pin.job == job && !pin.dropped);
            Prospect { days: Vec::new(), end: pins.filter_map(|pin| pin.date).max().max(first) }
        } else {
            let before = self.instance.jobs[job].after.clone();
            let days = self.days(job, &before);
            let end = (days.len() >= asked).then(|| days.last().and_then(|day| day.first()).map(|visit| visit.1));
            Prospect { days, end: end.flatten() }
        };
        self.known.insert(job, prospect.clone());
        prospect
    }

    /// The first dates on which a visit of the job, or the crews of a day, can be after some jobs; as many as are asked.
    fn days(&mut self, job: JobId, before: &[JobId]) -> Vec<Vec<(CrewId, NaiveDate)>> {
        let work = &self.instance.jobs[job];
        let asked = self.instance.days_asked(job) as usize;
        let ends: Vec<(JobId, Option<NaiveDate>)> = before.iter().map(|&before| (before, self.end(before))).collect();
        let crews: Vec<CrewId> = self.instance.crews_by_distance(job);
        let same = work.same_crew == SameCrew::Require && work.crews == 1;
        let (mut days, mut by_crew) = (Vec::new(), BTreeMap::<CrewId, Vec<_>>::new());
        for &date in &self.instance.dates {
            if days.len() == asked || ends.iter().any(|&(_, end)| end.is_none_or(|end| end > date)) {
                continue;
            }
            let on_the_day: Vec<JobId> = ends.iter().filter(|&&(_, end)| end == Some(date)).map(|own| own.0).collect();
            if work.crews > 1 {
                // nobody else's visits can come earlier in the tours of all its crews
                days.extend(self.reasons.legal_set(job, date).filter(|_| on_the_day.is_empty()));
                continue;
            }
            let mut fitting = crews.iter().copied().filter(|&crew| self.fits(job, crew, date, &on_the_day));
            if same {
                for crew in fitting {
                    let own = by_crew.entry(crew).or_default();
                    own.push(vec![(crew, date)]);
                    if own.len() > days.len() {
                        days.clone_from(own);
                    }
                }
            } else {
                days.extend(fitting.next().map(|crew| vec![(crew, date)]));
            }
        }
        days
    }

    /// Whether a visit can be done by a crew on a date, in one tour with the jobs before it that can't be done sooner. Where
    /// several of them can't, in what order is left open.
    fn fits(&self, job: JobId, crew: CrewId, date: NaiveDate, before: &[JobId]) -> bool {
        if !self.reasons.is_legal(job, crew, date) {
            return false;
        }
        let mut tour = vec![job];
        let mut late = before.to_vec();
        while let [before] = late[..] {
            if self.pinned.contains(&before) {
                return true;
            }
            if self.instance.jobs[before].crews > 1 {
                return false;
            }
            tour.insert(0, before);
            let end = |job: JobId| self.known.get(&job).and_then(|known| known.end);
            let asked = |job: &JobId| self.instance.visits_asked(*job) > 0;
            let sooner = self.instance.jobs[before].after.iter().copied();
            late = sooner.filter(asked).filter(|&before| end(before) == Some(date)).collect();
        }
        tour.len() == 1 || self.reasons.is_legal_tour(job, Route::of(date, crew, &tour))
    }
}
