//! `second_crew`: more crews at a site than its work needs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId, SETTINGS, SameCrew, SiteId, Timetable};
use crate::rules::{About, Audit, Cost, PlacedVisit, PlanSize, Rule, SiteTerms, WorstCost};
use crate::units::{Minutes, Money};

/// "One face per site: every further crew has to find its way in."
pub struct SecondCrew;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "second_crew",
    sentence: "One face per site: every further crew has to find its way in.",
    formula: "sum over sites: second_crew x max(0, n - k), n = distinct crews of the visits that count, with \
             the usual crew, k = most crews of one of their jobs or of linked ones; visits count unless \
             same_crew is no or the usual crew may not do the job",
    unit: "euros, by further crew (its first visit is named)",
    name: Some(Locale::name_second_crew),
    short_name: Some(Locale::short_second_crew),
    attribution: Some(others_there),
    ..About::COST
};

impl Rule for SecondCrew {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let price = Money::euros(instance.settings.second_crew);
        let further = presences(instance, timetable).into_iter().flat_map(|(site, there)| {
            let usual = instance.sites[site].usual_crew;
            there.further(usual).into_iter().map(|(crew, (date, _, job))| Cost {
                job: Some(job),
                crew: Some(crew),
                date: Some(date),
                amount: price,
            })
        });
        Audit::of_costs(further)
    }

    fn site(&self, instance: &Instance, site: SiteId, terms: &mut SiteTerms) {
        terms.further_crew = Money::euros(instance.settings.second_crew);
        terms.usual = instance.sites[site].usual_crew;
        terms.jobs = instance.jobs_at(site).iter().copied().filter(|&job| counts(instance, job)).collect();
    }

    fn worst(&self, instance: &Instance, size: &PlanSize) -> Vec<WorstCost> {
        vec![WorstCost::of_setting(SETTINGS.second_crew.name, instance.settings.second_crew, size.visits())]
    }
}

/// Whether the visits of a job count.
pub fn counts(instance: &Instance, job: JobId) -> bool {
    let usual = instance.sites[instance.jobs[job].site].usual_crew;
    instance.jobs[job].same_crew != SameCrew::No && usual.is_none_or(|crew| instance.may_do(crew, job))
}

/// The sites with more crews than their jobs need, each with how many.
pub fn surplus_crews(instance: &Instance, timetable: &Timetable) -> BTreeMap<SiteId, i64> {
    let sites = presences(instance, timetable).into_iter().map(|(site, there)| (site, there.surplus()));
    sites.filter(|&(_, surplus)| surplus > 0).collect()
}

/// The most crews that one of some jobs takes at the same time, or several of them that are linked; at least 1.
pub fn at_once(instance: &Instance, jobs: impl Iterator<Item = JobId> + Clone) -> u32 {
    let most = |job: JobId| {
        let linked = instance.linked(job);
        let there = jobs.clone().filter(|other| linked.contains(other)).count() as u32;
        instance.jobs[job].crews.max(if linked.is_empty() { 0 } else { there })
    };
    jobs.clone().map(most).max().unwrap_or(1).max(1)
}

/// Who works at a site, over the visits that count.
struct Presence {
    crews: BTreeSet<CrewId>,
    /// Date, start and job of the first visit of each crew.
    first: BTreeMap<CrewId, (NaiveDate, Minutes, JobId)>,
    jobs: BTreeSet<JobId>,
    needed: u32,
}

impl Presence {
    fn surplus(&self) -> i64 {
        (self.crews.len() as i64 - i64::from(self.needed)).max(0)
    }

    /// The crews that are too many, with their first visits: those that came last, never the usual one.
    fn further(self, usual: Option<CrewId>) -> Vec<(CrewId, (NaiveDate, Minutes, JobId))> {
        let surplus = self.surplus() as usize;
        let mut others: Vec<_> = self.first.into_iter().filter(|&(crew, _)| Some(crew) != usual).collect();
        others.sort_by_key(|&(crew, (date, start, _))| (date, start, crew));
        others.split_off(others.len().saturating_sub(surplus))
    }
}

fn presences(instance: &Instance, timetable: &Timetable) -> BTreeMap<SiteId, Presence> {
    let mut sites = BTreeMap::new();
    for (tour, stop) in timetable.stops().filter(|(_, stop)| counts(instance, stop.job)) {
        let site = instance.jobs[stop.job].site;
        let usual = || instance.sites[site].usual_crew.into_iter().collect();
        let there = sites.entry(site);
        let there = there.or_insert_with(|| Presence {
            crews: usual(),
            first: BTreeMap::new(),
            jobs: BTreeSet::new(),
            needed: 1,
        });
        there.crews.insert(tour.crew);
        there.first.entry(tour.crew).or_insert((tour.date, stop.start, stop.job));
        there.jobs.insert(stop.job);
    }
    sites.values_mut().for_each(|there| there.needed = at_once(instance, there.jobs.iter().copied()));
    sites
}

/// The other crews of the site of a visit.
fn others_there(visit: &PlacedVisit<'_>, locale: Locale) -> String {
    let (instance, site) = (visit.instance, visit.instance.jobs[visit.job()].site);
    let mut crews: BTreeSet<CrewId> = instance.sites[site].usual_crew.into_iter().collect();
    let there = visit.timetable.stops().filter(|(_, stop)| instance.jobs[stop.job].site == site);
    crews.extend(there.map(|(tour, _)| tour.crew));
    crews.remove(&visit.tour.crew);
    let names: Vec<_> = crews.iter().map(|&crew| instance.crews[crew].id.as_str()).collect();
    locale.because_others(&instance.sites[site].id, &names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn further_crews_cost() {
        let mut sketch = farm();
        sketch.job("gutter", 30);
        assert_eq!(cost(&SecondCrew, &sketch, &[(0, 0, &[0, 1])]), cents(0));
        assert_eq!(cost(&SecondCrew, &sketch, &[(0, 0, &[0]), (1, 0, &[1])]), cents(8_000));
        sketch.parts.jobs[1].crews = 2;
        assert_eq!(cost(&SecondCrew, &sketch, &[(0, 0, &[0]), (1, 0, &[1])]), cents(0), "a job for two crews");
        sketch.parts.jobs[1].crews = 1;
        sketch.parts.jobs[1].same_crew = SameCrew::No;
        assert_eq!(cost(&SecondCrew, &sketch, &[(0, 0, &[0]), (1, 0, &[1])]), cents(0), "nobody minds");
    }

    #[test]
    fn linked_jobs_take_their_crews_at_once() {
        let mut sketch = farm();
        sketch.job("gutter", 30).with = Some(crate::model::Lag { job: JobId::new(0), least: 0, most: 0 });
        assert_eq!(cost(&SecondCrew, &sketch, &[(0, 0, &[0]), (1, 0, &[1])]), cents(0));
        sketch.crew("eve", (0.0, 0.0));
        sketch.job("door", 30);
        assert_eq!(cost(&SecondCrew, &sketch, &[(0, 0, &[0]), (1, 0, &[1]), (2, 0, &[2])]), cents(8_000));
        sketch.parts.jobs[0].same_crew = SameCrew::No;
        assert_eq!(
            cost(&SecondCrew, &sketch, &[(0, 0, &[0]), (1, 0, &[1]), (2, 0, &[2])]),
            cents(8_000),
            "1 of 2 counts"
        );
    }

    #[test]
    fn the_usual_crew_is_present_from_the_start() {
        let mut sketch = farm();
        sketch.parts.sites[0].usual_crew = Some(CrewId::new(1));
        assert_eq!(cost(&SecondCrew, &sketch, &[(0, 0, &[0])]), cents(8_000));
        sketch.parts.jobs[0].not_crews = vec![CrewId::new(1)];
        assert_eq!(cost(&SecondCrew, &sketch, &[(0, 0, &[0])]), cents(0), "it may not do the job");
    }

    #[test]
    fn who_comes_last_causes_it() {
        let mut sketch = farm();
        sketch.job("gutter", 30);
        let causes = |sketch: &Sketch| {
            let instance = sketch.instance();
            let timetable = Timetable::new(&instance, &sketch.plan(&[(0, 1, &[0]), (1, 0, &[1])]));
            let costs = SecondCrew.audit(&instance, &timetable).costs;
            costs.iter().map(|cost| (cost.crew, cost.job, cost.date)).collect::<Vec<_>>()
        };
        let (ada, bob) = (Some(CrewId::new(0)), Some(CrewId::new(1)));
        assert_eq!(causes(&sketch), [(ada, Some(JobId::new(0)), Some(sketch.date(1)))]);
        sketch.parts.sites[0].usual_crew = ada;
        assert_eq!(causes(&sketch), [(bob, Some(JobId::new(1)), Some(sketch.date(0)))]);
    }
}
