//! What the rules say, compiled without any pruning: for proofs, which may rely on nothing else.

use super::rule::Rule;
use super::terms::{JobTerms, Pairing, RouteTerms, SiteTerms, WeekTerms};
use crate::model::{CrewId, Instance, JobId, Pin, ShiftId};
use crate::units::Money;

/// The terms of a list of rules for an instance.
///
/// [`super::CostEvaluator`] compiles the same terms for the search and prunes pairings by arguments that hold in practice; this
/// table only says what the rules say.
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
    pairings: Vec<Pairing>,
}

impl<'a> Prices<'a> {
    /// Compiles `rules` for an instance.
    pub fn new(instance: &'a Instance, rules: &[&dyn Rule]) -> Self {
        let jobs = 0..instance.jobs.len();
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
            pins: jobs.clone().map(|job| pins_of(instance, rules, job)).collect(),
            counts_tools: rules.iter().any(|rule| rule.counts_tools()),
            pairings: jobs.flat_map(|job| row(instance, rules, job)).collect(),
        }
    }

    /// What one visit of a job costs in a shift, or that no rule lets it stand there.
    pub fn pairing(&self, job: JobId, shift: ShiftId) -> Pairing {
        self.pairings[job * self.instance.shifts.len() + shift]
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

fn pins_of(instance: &Instance, rules: &[&dyn Rule], job: JobId) -> Vec<Pin> {
    let pins = rules.iter().flat_map(|rule| rule.pins(instance)).filter(|pin| pin.job == job && !pin.dropped);
    pins.take(instance.visits_asked(job) as usize).copied().collect()
}

fn row(instance: &Instance, rules: &[&dyn Rule], job: JobId) -> Vec<Pairing> {
    let of = |shift| {
        let parts = rules.iter().map(|rule| rule.pairing(instance, job, shift));
        parts.reduce(|sum, part| match (sum, part) {
            (Pairing::Cost(sum), Pairing::Cost(part)) => Pairing::Cost(sum + part),
            _ => Pairing::Never,
        })
    };
    instance.shifts.iter().map(|shift| of(shift).unwrap_or(Pairing::Cost(Money::ZERO))).collect()
}
