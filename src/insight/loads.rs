//! What each crew does and costs, and which jobs cost most.

use super::utilisation;
use crate::judge::Verdict;
use crate::model::{CrewId, Instance, JobId, Tour};
use crate::rules::{About, Cost};
use crate::units::Money;

/// What a crew does in the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct CrewLoad {
    /// The crew.
    pub crew: CrewId,
    /// Shifts used.
    pub days: usize,
    /// Visits.
    pub visits: usize,
    /// Metres driven.
    pub metres: i64,
    /// Minutes driven.
    pub travel: i64,
    /// Minutes of service.
    pub service: i64,
    /// Minutes of service beyond its fair share in the weeks before; below 0 where it did less.
    pub carried: i64,
    /// Work and driving as a fraction of the available hours; none where there are none.
    pub utilisation: Option<f64>,
    /// What it causes, by component, the largest first.
    pub costs: Vec<(&'static About, Money)>,
}

/// A job with what its visits cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostlyJob {
    /// The job.
    pub job: JobId,
    /// The sum.
    pub amount: Money,
    /// The same by component, the largest first.
    pub costs: Vec<(&'static About, Money)>,
}

/// What every crew does, in the order of the crews.
pub fn crew_loads(instance: &Instance, verdict: &Verdict) -> Vec<CrewLoad> {
    let load = |crew: CrewId| {
        let tours: Vec<&Tour> = verdict.timetable.tours.iter().filter(|tour| tour.crew == crew).collect();
        CrewLoad {
            crew,
            days: tours.len(),
            visits: tours.iter().map(|tour| tour.stops.len()).sum(),
            metres: tours.iter().map(|tour| tour.metres).sum(),
            travel: tours.iter().map(|tour| i64::from(tour.travel)).sum(),
            service: tours.iter().map(|tour| i64::from(tour.service)).sum(),
            carried: instance.crews[crew].carried,
            utilisation: utilisation(instance, &verdict.timetable, crew),
            costs: caused(verdict, |cost| cost.crew == Some(crew)),
        }
    };
    instance.crew_ids().map(load).collect()
}

/// The jobs that cause most, the dearest first.
pub fn costly_jobs(instance: &Instance, verdict: &Verdict, most: usize) -> Vec<CostlyJob> {
    let mut jobs: Vec<_> = instance
        .job_ids()
        .map(|job| {
            let costs = caused(verdict, |cost| cost.job == Some(job));
            CostlyJob { job, amount: costs.iter().map(|&(_, amount)| amount).sum(), costs }
        })
        .filter(|job| job.amount > Money::ZERO)
        .collect();
    jobs.sort_by_key(|job| (std::cmp::Reverse(job.amount), job.job));
    jobs.truncate(most);
    jobs
}

fn caused(verdict: &Verdict, by: impl Fn(&Cost) -> bool) -> Vec<(&'static About, Money)> {
    let component = |component: &crate::judge::Component| {
        let amount: Money = component.causes.iter().filter(|cause| by(cause)).map(|cause| cause.amount).sum();
        (amount > Money::ZERO).then_some((component.rule, amount))
    };
    let mut costs: Vec<_> = verdict.components.iter().filter_map(component).collect();
    costs.sort_by_key(|&(_, amount)| std::cmp::Reverse(amount));
    costs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::check;
    use crate::model::Sketch;

    #[test]
    fn what_crews_do_and_what_jobs_cost() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (70.0, 0.0));
        sketch.job("roof", 60);
        sketch.job("gutter", 30);
        let instance = sketch.instance();
        let verdict = check(&instance, &sketch.plan(&[(0, 1, &[0])]));
        let loads = crew_loads(&instance, &verdict);
        assert_eq!((loads[0].days, loads[0].visits, loads[0].metres, loads[0].service), (1, 1, 140_000, 60));
        assert_eq!(loads[0].costs[0].0.code, "km", "84 EUR of road come before 58 of time");
        let jobs = costly_jobs(&instance, &verdict, 1);
        assert_eq!((jobs[0].job, jobs[0].costs[0].0.code), (JobId::new(1), "unassigned"), "left-out work is dearest");
    }
}
