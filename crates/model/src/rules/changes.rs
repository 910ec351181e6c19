//! `changes`: what differs from today's schedule.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId, SETTINGS, Shift, Timetable};
use crate::rules::{
    About, Audit, Cheapest, Cost, JobTerms, PlacedVisit, PlanSize, Rule, VisitCost, VisitRow, WorstCost,
};
use crate::units::Money;

/// "Every change of today's schedule has to be explained to somebody."
pub struct Changes;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "changes",
    sentence: "Every change of today's schedule has to be explained to somebody.",
    formula: "per job with r rows in the current schedule, its r cheapest visits: 0 where crew and date are a row, \
             change_day where the crew has a row on another date, else change_crew, which rows left pay for visits \
             that another firm does",
    unit: "euros, by visit",
    name: Some(Locale::name_changes),
    short_name: Some(Locale::short_changes),
    attribution: Some(places_today),
    ..About::COST
};

impl Rule for Changes {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let jobs = instance.job_ids();
        Audit::of_costs(jobs.flat_map(|job| paid_visits(instance, timetable, job, instance.current_rows(job))))
    }

    fn visit_cost(&self, instance: &Instance, job: JobId, shift: &Shift) -> VisitCost {
        let rows = instance.current_rows(job);
        let price = || visit_price(instance, rows, shift.crew, shift.date);
        VisitCost::Cost(if all_paid(instance, job) { price() } else { Money::ZERO })
    }

    fn add_visit_costs(&self, instance: &Instance, job: JobId, row: &mut VisitRow<'_>) {
        if !all_paid(instance, job) {
            return;
        }
        let rows = instance.current_rows(job);
        let crews: BTreeSet<CrewId> = rows.iter().map(|&(crew, _)| crew).collect();
        let another = Money::euros(instance.settings.change_crew);
        row.add_by_crew(|crew| VisitCost::Cost(if crews.contains(&crew) { Money::ZERO } else { another }));
        for shift in crews.iter().flat_map(|&crew| instance.shifts_of(crew)) {
            row.add(shift, self.visit_cost(instance, job, &instance.shifts[shift]));
        }
    }

    fn unassigned_penalty(&self, instance: &Instance, job: JobId) -> Money {
        if all_paid(instance, job) { given_away_price(instance, job) } else { Money::ZERO }
    }

    fn job(&self, instance: &Instance, job: JobId, terms: &mut JobTerms) {
        let rows = instance.current_rows(job);
        if !rows.is_empty() && rows.len() < instance.visits_asked(job) as usize {
            let prices = instance.shifts.iter().map(|shift| visit_price(instance, rows, shift.crew, shift.date));
            let missing = given_away_price(instance, job);
            terms.cheapest = Some(Cheapest { paid: rows.len() as u32, prices: prices.collect(), missing });
        }
    }

    fn worst(&self, instance: &Instance, size: &PlanSize) -> Vec<WorstCost> {
        let (settings, times) = (&instance.settings, size.visits());
        vec![
            WorstCost::of_setting(SETTINGS.change_crew.name, settings.change_crew, times),
            WorstCost::of_setting(SETTINGS.change_day.name, settings.change_day, times),
        ]
    }
}

/// The price of a visit by the crew on that date where `rows` are the job's in the current schedule.
pub fn visit_price(instance: &Instance, rows: &[(CrewId, NaiveDate)], crew: CrewId, date: NaiveDate) -> Money {
    if rows.contains(&(crew, date)) {
        Money::ZERO
    } else if rows.iter().any(|&(own, _)| own == crew) {
        Money::euros(instance.settings.change_day)
    } else {
        Money::euros(instance.settings.change_crew)
    }
}

/// Whether every visit asked of a job takes a row of the current schedule.
fn all_paid(instance: &Instance, job: JobId) -> bool {
    instance.visits_asked(job) as usize <= instance.current_rows(job).len()
}

/// The price of a row whose visit is given to another firm; nothing where none does the job.
pub fn given_away_price(instance: &Instance, job: JobId) -> Money {
    let given_away = instance.jobs[job].subcontract.is_some();
    if given_away { Money::euros(instance.settings.change_crew) } else { Money::ZERO }
}

/// The cheapest visits of a job, then those given to another firm: as many as it has rows.
pub fn paid_visits(instance: &Instance, timetable: &Timetable, job: JobId, rows: &[(CrewId, NaiveDate)]) -> Vec<Cost> {
    let priced = timetable.stops_of(job).map(|(tour, stop)| {
        let amount = visit_price(instance, rows, tour.crew, tour.date);
        Cost::of_visit(tour, stop, amount)
    });
    let mut visits: Vec<_> = priced.collect();
    visits.sort_by_key(|visit| visit.amount);
    let given_away = Cost::of_job(job, given_away_price(instance, job));
    visits.extend(std::iter::repeat_n(given_away, timetable.missing[job] as usize));
    visits.truncate(rows.len());
    visits
}

/// Where the job of a visit is in today's schedule.
fn places_today(visit: &PlacedVisit<'_>, locale: Locale) -> String {
    let rows = visit.instance.current_rows(visit.job()).iter();
    let words = rows.map(|&(crew, date)| locale.on_day(&visit.instance.crews[crew].id, &locale.day(date)));
    locale.because_change(&words.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;
    use crate::units::Decimal;

    #[test]
    fn each_job_pays_its_cheapest_visits() {
        let mut sketch = farm();
        sketch.parts.jobs[0].visits = 3;
        sketch.current(&[(0, 0, &[0]), (0, 1, &[0])]);
        assert_eq!(cost(&Changes, &sketch, &[(0, 0, &[0]), (0, 1, &[0]), (1, 2, &[0])]), cents(0), "one more visit");
        assert_eq!(cost(&Changes, &sketch, &[(0, 0, &[0]), (0, 2, &[0])]), cents(1_000));
        assert_eq!(cost(&Changes, &sketch, &[(1, 0, &[0]), (1, 1, &[0]), (0, 3, &[0])]), cents(4_000));
        assert_eq!(cost(&Changes, &sketch, &[]), cents(0), "what is left out is paid for elsewhere");
    }

    #[test]
    fn work_given_away_is_a_change() {
        let mut sketch = farm();
        (sketch.parts.jobs[0].visits, sketch.parts.jobs[0].subcontract) = (3, Some(Decimal::whole(1)));
        sketch.current(&[(0, 0, &[0]), (0, 1, &[0])]);
        assert_eq!(cost(&Changes, &sketch, &[]), cents(6_000), "as many as it has rows");
        assert_eq!(cost(&Changes, &sketch, &[(0, 2, &[0])]), cents(1_000 + 3_000));
        assert_eq!(cost(&Changes, &sketch, &[(0, 0, &[0]), (0, 1, &[0])]), cents(0), "new work");
    }

    #[test]
    fn new_work_changes_nothing() {
        assert_eq!(cost(&Changes, &farm(), &[(0, 0, &[0])]), cents(0));
    }
}
