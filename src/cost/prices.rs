//! What the rules say, compiled without any pruning: all that proofs may rely on, and what the search starts from.

use super::rule::Rule;
use super::terms::{JobTerms, Pairing, RouteTerms, SiteTerms, WeekTerms};
use crate::model::{CrewId, Instance, JobId, Pin, ShiftId};
use crate::units::Money;

/// What a visit of a job costs in a shift, and how many rules it breaks there whatever else is planned.
#[derive(Clone, Copy)]
pub(super) struct Cell {
    pub cost: Money,
    pub faults: usize,
}

/// The terms of a list of rules for an instance.
///
/// [`super::CostEvaluator`] lays them out for the search and prunes pairings by arguments that hold in practice; this table only
/// says what the rules say.
pub struct Prices<'a> {
    /// The instance.
    pub instance: &'a Instance,
    /// Terms of each shift's route.
    pub routes: Vec<RouteTerms>,
    /// Terms of each crew's weeks: crew by crew, week by week.
    pub weeks: Vec<WeekTerms>,
    /// Terms of each job.
    pub jobs: Vec<JobTerms>,
    /// Terms of each site.
    pub sites: Vec<SiteTerms>,
    /// What each visit of a job costs that is asked and left out.
    pub missing: Vec<Money>,
    /// The pins of each job, each of which takes a visit; never more than its visits.
    pub pins: Vec<Vec<Pin>>,
    /// Whether tools taken from the pool are counted.
    pub counts_tools: bool,
    cells: Vec<Cell>,
}

impl<'a> Prices<'a> {
    /// Compiles `rules` for an instance.
    pub fn new(instance: &'a Instance, rules: &[&dyn Rule]) -> Self {
        let jobs = 0..instance.jobs.len();
        let pins: Vec<_> = rules.iter().flat_map(|rule| rule.pins(instance)).filter(|pin| !pin.dropped).collect();
        let crew_weeks = (0..instance.crews.len()).flat_map(|crew| (0..instance.weeks.len()).map(move |w| (crew, w)));
        let routes =
            instance.shifts.iter().map(|shift| filled(rules, |rule, terms| rule.route(instance, shift, terms)));
        Self {
            instance,
            routes: routes.collect(),
            weeks: crew_weeks.map(|(c, w)| filled(rules, |rule, terms| rule.week(instance, c, w, terms))).collect(),
            jobs: jobs.clone().map(|job| filled(rules, |rule, terms| rule.job(instance, job, terms))).collect(),
            sites: (0..instance.sites.len())
                .map(|site| filled(rules, |rule, terms| rule.site(instance, site, terms)))
                .collect(),
            missing: jobs.clone().map(|job| rules.iter().map(|rule| rule.missing(instance, job)).sum()).collect(),
            pins: jobs.clone().map(|job| pins_of(instance, &pins, job)).collect(),
            counts_tools: rules.iter().any(|rule| rule.counts_tools()),
            cells: jobs.flat_map(|job| row(instance, rules, job)).collect(),
        }
    }

    /// What one visit of a job costs in a shift, or that no rule lets it stand there.
    pub fn pairing(&self, job: JobId, shift: ShiftId) -> Pairing {
        match self.cells(job)[shift] {
            Cell { cost, faults: 0 } => Pairing::Cost(cost),
            _ => Pairing::Never,
        }
    }

    /// A job's cells, by shift.
    pub(super) fn cells(&self, job: JobId) -> &[Cell] {
        let shifts = self.instance.shifts.len();
        &self.cells[job * shifts..(job + 1) * shifts]
    }

    /// Index of a shift's crew and week among [`Self::weeks`].
    pub fn week_of(&self, shift: ShiftId) -> usize {
        let shift = &self.instance.shifts[shift];
        self.week_index(shift.crew, self.instance.week(shift.day))
    }

    /// Index of a crew's week among [`Self::weeks`].
    pub fn week_index(&self, crew: CrewId, week: usize) -> usize {
        crew * self.instance.weeks.len() + week
    }
}

fn filled<T: Default>(rules: &[&dyn Rule], fill: impl Fn(&dyn Rule, &mut T)) -> T {
    let mut terms = T::default();
    rules.iter().for_each(|rule| fill(*rule, &mut terms));
    terms
}

fn pins_of(instance: &Instance, pins: &[&Pin], job: JobId) -> Vec<Pin> {
    let own = pins.iter().filter(|pin| pin.job == job);
    own.take(instance.visits_asked(job) as usize).map(|&&pin| pin).collect()
}

fn row<'r>(instance: &'r Instance, rules: &'r [&dyn Rule], job: JobId) -> impl Iterator<Item = Cell> + 'r {
    instance.shifts.iter().map(move |shift| {
        let mut cell = Cell { cost: Money::ZERO, faults: 0 };
        for rule in rules {
            match rule.pairing(instance, job, shift) {
                Pairing::Cost(cost) => cell.cost += cost,
                Pairing::Never => cell.faults += 1,
            }
        }
        cell
    })
}
