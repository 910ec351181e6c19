//! Why a job is left out: what its visits would break wherever they are put, by the rules' audits.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::company::Company;
use super::trials::{Placing, RuleSet, Trials, ranked};
use crate::explain::{Absence, CrewFault, NearCrew, Reason};
use crate::model::{CrewId, Instance, JobId, Route, Timetable};
use crate::rules::{About, Done, Finding, Rule, Violation, Waits, lag, precedence};
use crate::units::Minutes;

/// How many crews an absence names.
const NAMED: usize = 3;
/// Jobs that are linked above which they are taken for possible in step.
const MOST_LINKED: usize = 8;
/// Any start.
const ANY: (Minutes, Minutes) = (0, Minutes::MAX);

/// Looks for the rule that keeps jobs out of a plan.
///
/// A visit, or for a job of several crews the visits of a day, is put into every shift, or every set of shifts of a date, of
/// a plan that holds nothing but the planned visits of all jobs before it, and those of the job itself on other dates. Where
/// every place breaks a rule, the reason is the first rule broken where the fewest are.
pub struct InfeasibilityReasons<'r> {
    instance: &'r Instance,
    rules: &'r [&'r dyn Rule],
    ranked: Vec<&'r dyn Rule>,
    joint: RuleSet,
    plan: &'r Timetable,
}

/// The place found best so far.
#[derive(Clone, Debug, Default)]
struct Best {
    /// What it breaks; none before the first place.
    broken: Option<RuleSet>,
    visits: Vec<Placing>,
}

impl Best {
    fn offer(&mut self, broken: RuleSet, visits: &[Placing]) {
        if self.broken.is_none_or(|best| (broken.len(), broken.first()) < (best.len(), best.first())) {
            (self.broken, self.visits) = (Some(broken), visits.to_vec());
        }
    }

    fn is_legal(&self) -> bool {
        self.broken.is_some_and(RuleSet::is_empty)
    }

    /// Whether no place that breaks these rules, and maybe more, would be better.
    fn excludes(&self, broken: RuleSet) -> bool {
        self.broken.is_some_and(|best| (broken.len(), broken.first()) >= (best.len(), best.first()))
    }
}

/// What was found of a job.
struct Found {
    best: Best,
    /// What keeps each crew from a visit of its own, on the date where that is least; crews not looked at are not there.
    faults: BTreeMap<CrewId, (RuleSet, Placing)>,
}

impl Found {
    fn blame(&mut self, placing: Placing, faults: RuleSet, vague: RuleSet) {
        let rank = |set: RuleSet| (set.len(), set.len() - set.without(vague).len(), set);
        let own = self.faults.entry(placing.crew).or_insert((faults, placing));
        if rank(faults) < rank(own.0) {
            *own = (faults, placing);
        }
    }
}

/// Crews whose visits break the same.
struct Class {
    options: Vec<RuleSet>,
    members: Vec<Vec<Placing>>,
}

impl<'r> InfeasibilityReasons<'r> {
    /// For the unassigned visits of a plan.
    pub fn new(instance: &'r Instance, rules: &'r [&'r dyn Rule], plan: &'r Timetable) -> Self {
        let ranked = ranked(rules);
        let joint = RuleSet::of(&ranked, |about| about.joint);
        Self { instance, rules, ranked, joint, plan }
    }

    /// The instance of the plan.
    pub fn instance(&self) -> &'r Instance {
        self.instance
    }

    /// The absence of a job, without ways in.
    pub fn of(&self, job: JobId) -> Absence {
        let (mut trials, found) = self.look(job, true, false);
        let instance = self.instance;
        let mut absence = Absence {
            job,
            unassigned: self.plan.missing[job],
            reason: Reason::Room,
            given_away: instance.jobs[job].subcontract.is_some(),
            eligible: instance.crew_ids().filter(|&crew| instance.may_do(crew, job)).count(),
            waits_for: None,
            places: found.best.visits.iter().map(|visit| (visit.crew, visit.date)).collect(),
            all_settled: trials.reopened,
            findings: Vec::new(),
            nearest: Vec::new(),
            ways_in: Vec::new(),
        };
        match found.best.broken.filter(|broken| !broken.is_empty()) {
            Some(broken) => {
                absence.reason = Reason::Rule(self.ranked[broken.first() as usize].about());
                absence.findings = trials.findings(&found.best.visits);
                let told = absence.findings.iter().find_map(|violation| self.waits(violation));
                let order = RuleSet::of(&self.ranked, |about| about == &precedence::ABOUT);
                let matters = found.faults.values().any(|(faults, _)| faults.without(order) != *faults);
                let last =
                    || self.last_before(job).and_then(|job| Some(Waits { job, done: Done::On(self.done(job)?) }));
                absence.waits_for = told.or_else(|| last().filter(|_| matters));
            }
            None => absence.waits_for = self.last_before(job).map(|job| Waits { job, done: Done::Planned }),
        }
        absence.nearest = self.nearest(&absence, &found, &mut trials);
        absence
    }

    /// What keeps each crew from a visit of the job, even with nothing else to do, on the date where that is least.
    pub fn crew_faults(&self, job: JobId) -> BTreeMap<CrewId, Vec<CrewFault>> {
        // where all is planned it is asked who else could do a visit, as if none were
        let (mut trials, found) = self.look(job, self.plan.missing[job] > 0, true);
        let faults = found.faults.into_iter();
        faults.map(|(crew, (faults, placing))| (crew, self.told(&mut trials, faults, placing))).collect()
    }

    /// Whether a visit of the job can be all that a crew does on a date.
    pub(super) fn is_legal(&self, job: JobId, crew: CrewId, date: NaiveDate) -> bool {
        let mut trials = self.trials(job, false);
        let is_legal = |broken: RuleSet| broken.without(self.joint).is_empty();
        trials.is_open(crew, date) && trials.options(crew, date, ANY).iter().any(|&(_, broken)| is_legal(broken))
    }

    /// The first of the fewest rules that keep a visit of the job from a crew on a date, beside nothing but the planned
    /// visits of all jobs before it; none where nothing does.
    pub fn rule_against(&self, job: JobId, crew: CrewId, date: NaiveDate) -> Option<&'static About> {
        let options = self.trials(job, false).options(crew, date, ANY).into_iter();
        let least =
            options.map(|(_, broken)| broken.without(self.joint)).min_by_key(|broken| (broken.len(), *broken))?;
        least.numbers().next().map(|number| self.ranked[number].about())
    }

    /// Crews, as many as the job takes, that can do a day of it together on a date with nothing else to do, if there are.
    pub fn legal_set(&self, job: JobId, date: NaiveDate) -> Option<Vec<(CrewId, NaiveDate)>> {
        let mut found = Found { best: Best::default(), faults: BTreeMap::new() };
        self.search_sets(&mut self.trials(job, false), job, date, &mut found);
        let legal = found.best.is_legal();
        legal.then(|| found.best.visits.iter().map(|visit| (visit.crew, visit.date)).collect())
    }

    /// Whether a tour that ends with a visit of the job can be all that its crew does.
    pub(super) fn is_legal_tour(&self, job: JobId, route: Route) -> bool {
        self.trials(job, false).broken_by_route(route).without(self.joint).is_empty()
    }

    /// Some of the rules that a tentative visit breaks, with what is wrong.
    fn told(&self, trials: &mut Trials<'_>, rules: RuleSet, placing: Placing) -> Vec<CrewFault> {
        let found = if rules.is_empty() { Vec::new() } else { trials.findings(&[placing]) };
        let fault = |number: usize| {
            let rule = self.ranked[number].about();
            let finding = found.iter().find(|violation| violation.rule == rule).map(|own| own.finding.clone());
            CrewFault { rule, finding }
        };
        rules.numbers().map(fault).collect()
    }

    fn trials(&self, job: JobId, own: bool) -> Trials<'_> {
        let mut beside = self.before(&[job]);
        beside.extend(own.then_some(job));
        beside.sort_unstable();
        Trials::new(self.instance, (&self.ranked, self.rules), self.plan, job, &beside)
    }

    /// The jobs that come before some jobs, directly or not, with those that are linked with them; none of the jobs
    /// themselves.
    fn before(&self, jobs: &[JobId]) -> Vec<JobId> {
        let mut is_before = vec![false; self.instance.jobs.len()];
        let mut open: Vec<JobId> = jobs.iter().flat_map(|&job| &self.instance.jobs[job].after).copied().collect();
        while let Some(before) = open.pop() {
            if !jobs.contains(&before) && !std::mem::replace(&mut is_before[before.index()], true) {
                open.extend(&self.instance.jobs[before].after);
                open.extend(self.instance.linked(before));
            }
        }
        self.instance.job_ids().filter(|job| is_before[job.index()]).collect()
    }

    /// Crews in the order in which they are tried: those that may do the job, then the others, each the nearest first.
    fn crews(&self, job: JobId) -> Vec<CrewId> {
        let mut crews = self.instance.crews_by_distance(job);
        crews.sort_by_key(|&crew| !self.instance.may_do(crew, job));
        crews
    }

    /// Looks at the dates without visits of the job, beside those that it has; where there is no such date, or the job takes
    /// more crews than there are, at all dates, as if it had none.
    fn look(&self, job: JobId, own: bool, thorough: bool) -> (Trials<'_>, Found) {
        let own = own && self.instance.jobs[job].crews as usize <= self.instance.crews.len();
        let mut trials = self.trials(job, own);
        let found = self.search(&mut trials, job, thorough);
        if own && found.best.broken.is_none() {
            return self.look(job, false, thorough);
        }
        (trials, found)
    }

    fn search(&self, trials: &mut Trials<'_>, job: JobId, thorough: bool) -> Found {
        let mut found = Found { best: Best::default(), faults: BTreeMap::new() };
        if self.instance.jobs[job].crews == 1 {
            self.search_shifts(trials, job, thorough, &mut found);
            if found.best.is_legal() && !self.instance.linked(job).is_empty() && !self.has_legal_company(job) {
                found.best.broken = Some(RuleSet::of(&self.ranked, |about| about == &lag::ABOUT));
            }
        } else {
            for &date in &self.instance.dates {
                if thorough || !found.best.is_legal() {
                    self.search_sets(trials, job, date, &mut found);
                }
            }
        }
        found
    }

    fn search_shifts(&self, trials: &mut Trials<'_>, job: JobId, thorough: bool, found: &mut Found) {
        let vague = self.vague();
        let mut free = 0;
        for crew in self.crews(job) {
            for date in trials.dates(crew) {
                for (placing, broken) in trials.options(crew, date, ANY) {
                    // whether those that go with it can be there is asked once it can be itself
                    let broken = broken.without(self.joint);
                    found.best.offer(broken, &[placing]);
                    found.blame(placing, broken, vague);
                }
                if found.faults.get(&crew).is_some_and(|(faults, _)| faults.is_empty()) {
                    free += 1;
                    break;
                }
            }
            if free == NAMED && !thorough {
                return;
            }
        }
    }

    /// Whether a job and all those that are linked with it can be done in step, each by a crew with nothing else to do but
    /// what comes before them.
    pub(super) fn has_legal_company(&self, job: JobId) -> bool {
        let linked = self.instance.linked(job);
        if linked.iter().any(|&job| self.instance.visits_asked(job) == 0) {
            return false;
        }
        if linked.len() > MOST_LINKED {
            return true;
        }
        let before = self.before(linked);
        let trials = |job| Trials::new(self.instance, (&self.ranked, self.rules), self.plan, job, &before);
        let members = linked.iter().map(|&job| (job, trials(job))).collect();
        Company::new(self.instance, members, self.joint).finds_legal_places()
    }

    /// Rules that say little of a crew: those without words for it.
    fn vague(&self) -> RuleSet {
        RuleSet::of(&self.ranked, |about| about.fault.is_none())
    }

    /// The sets of crews of one date.
    fn search_sets(&self, trials: &mut Trials<'_>, job: JobId, date: NaiveDate, found: &mut Found) {
        let vague = self.vague();
        let work = &self.instance.jobs[job];
        let crews: Vec<CrewId> = self.crews(job).into_iter().filter(|&crew| trials.is_open(crew, date)).collect();
        let size = trials.size();
        if crews.len() < size {
            return;
        }
        let mut options = Vec::new();
        for &crew in &crews {
            let own = trials.options(crew, date, ANY);
            own.iter().for_each(|&(placing, broken)| found.blame(placing, broken.without(self.joint), vague));
            options.push(own);
        }
        let starts: BTreeSet<Minutes> = options.iter().flatten().map(|(placing, _)| placing.start).collect();
        self.explore(trials, job, options, size, &mut found.best);
        let Some(within) = work.start_within.filter(|_| size > 1) else { return };
        // where crews start within some minutes, all can be moved back until the last cannot start any earlier by itself
        for last in starts {
            if found.best.is_legal() {
                return;
            }
            let options = crews.iter().map(|&crew| trials.options(crew, date, (last - within, last))).collect();
            self.explore(trials, job, options, size, &mut found.best);
        }
    }

    /// Tries sets of crews of a date, of each class of crews the nearest.
    fn explore(
        &self,
        trials: &mut Trials<'_>,
        job: JobId,
        options: Vec<Vec<(Placing, RuleSet)>>,
        size: usize,
        best: &mut Best,
    ) {
        let mut classes: BTreeMap<_, Class> = BTreeMap::new();
        for own in options {
            let own: Vec<_> = own.into_iter().map(|(placing, broken)| (placing, broken.without(self.joint))).collect();
            let Some(&(Placing { crew, .. }, _)) = own.first() else { continue };
            let sets: Vec<RuleSet> = own.iter().map(|&(_, broken)| broken).collect();
            let tools = self.instance.jobs[job].tools.iter();
            let tools: Vec<bool> = tools.map(|&(tool, _)| self.instance.crews[crew].owns(tool)).collect();
            let least = sets.iter().map(|set| set.len()).min();
            let class = classes.entry((least, sets.clone(), tools, trials.has_own(crew)));
            let class = class.or_insert(Class { options: sets, members: Vec::new() });
            class.members.push(own.into_iter().map(|(placing, _)| placing).collect());
        }
        let classes: Vec<Class> = classes.into_values().collect();
        let mut sets = Sets { trials, classes: &classes, size, best, chosen: Vec::new() };
        sets.extend(0, (0, 0), RuleSet::default());
    }

    /// The crews that matter most: of those that something keeps out, else of those that nothing does, the ones that may do the
    /// job before others, those for which least is missing before others, and the nearest first.
    fn nearest(&self, absence: &Absence, found: &Found, trials: &mut Trials<'_>) -> Vec<NearCrew> {
        let job = absence.job;
        let by_distance = self.instance.crews_by_distance(job).into_iter();
        let mut known: Vec<(CrewId, RuleSet, Placing)> = by_distance
            .filter_map(|crew| found.faults.get(&crew).map(|&(faults, placing)| (crew, faults, placing)))
            .collect();
        let kept_out = absence.reason != Reason::Room && known.iter().any(|(_, faults, _)| !faults.is_empty());
        known.retain(|(_, faults, _)| faults.is_empty() != kept_out);
        // who waits for what is said of the job
        let order = RuleSet::of(&self.ranked, |about| about == &precedence::ABOUT);
        let said = if absence.reason == Reason::Rule(&precedence::ABOUT) { order } else { RuleSet::default() };
        known.iter_mut().for_each(|(_, faults, _)| *faults = faults.without(said));
        known.sort_by_key(|(crew, faults, _)| (!self.instance.may_do(*crew, job), faults.len()));
        let near = |(crew, faults, placing)| NearCrew {
            crew,
            minutes: self.instance.one_way(crew, job).minutes,
            faults: self.told(trials, faults, placing),
        };
        known.into_iter().take(NAMED).map(near).collect()
    }

    fn waits(&self, violation: &Violation) -> Option<Waits> {
        match violation.finding {
            Finding::BeforeIncomplete { before, .. } => {
                let done = if self.instance.can_finish(before) { Done::LeftOut } else { Done::Never };
                Some(Waits { job: before, done })
            }
            Finding::OutOfOrder { before, .. } => Some(Waits { job: before, done: Done::On(self.done(before)?) }),
            _ => None,
        }
    }

    /// The last date of a job in the plan.
    fn done(&self, job: JobId) -> Option<NaiveDate> {
        self.plan.stops_of(job).map(|(tour, _)| tour.date).max()
    }

    /// The job among those it waits for that is done last.
    fn last_before(&self, job: JobId) -> Option<JobId> {
        self.instance.jobs[job].after.iter().copied().max_by_key(|&before| self.done(before))
    }
}

/// Sets of crews that are put together from classes.
struct Sets<'s, 't> {
    trials: &'s mut Trials<'t>,
    classes: &'s [Class],
    size: usize,
    best: &'s mut Best,
    chosen: Vec<Placing>,
}

impl Sets<'_, '_> {
    /// Adds crews from a class on; of that class so many have been taken, the last with the option of this number.
    fn extend(&mut self, class: usize, (taken, option): (usize, usize), union: RuleSet) {
        if self.best.is_legal() {
            return;
        }
        if self.chosen.len() == self.size {
            let broken = self.trials.broken(&self.chosen);
            self.best.offer(broken, &self.chosen);
            return;
        }
        for (next, own) in self.classes.iter().enumerate().skip(class) {
            let (taken, first) = if next == class { (taken, option) } else { (0, 0) };
            let Some(member) = own.members.get(taken) else { continue };
            for (number, &set) in own.options.iter().enumerate().skip(first) {
                let union = union.union(set);
                if !self.best.excludes(union) {
                    self.chosen.push(member[number]);
                    self.extend(next, (taken + 1, number), union);
                    self.chosen.pop();
                }
            }
        }
    }
}
