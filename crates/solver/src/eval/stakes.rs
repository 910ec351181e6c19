//! What is at stake where a rule is broken: the most that one breach may save. No penalty needs to be higher.
//!
//! A breach goes away where the visits that it keeps are left out, and with them those that hang on them: the other visits
//! of the job, and the jobs that wait for it or that it waits for. What then is paid more is the unassigned penalties, and the
//! prices of changes and of further crews that these visits hide. Pinned visits can't be left out: where there are any, a
//! breach goes away where others are planned elsewhere, which may be as dear as their dearest shift.

use super::evaluator::CostEvaluator;
use brigade_model::model::{Instance, JobId};
use brigade_model::units::Money;

/// The most that one breach may save.
pub fn at_stake(evaluator: &CostEvaluator<'_>) -> Money {
    let instance = evaluator.instance();
    let chains = chains(instance, evaluator);
    let pins = evaluator.visits().iter().any(|visit| visit.pinned);
    let mut sums = vec![Money::ZERO; instance.jobs.len()];
    for job in instance.job_ids() {
        let own = of_job(evaluator, job) + if pins { dearest_place(evaluator, job) } else { Money::ZERO };
        let sum = &mut sums[chains[job.index()].index()];
        *sum = sum.saturating_add(own);
    }
    let most = sums.into_iter().max().unwrap_or(Money::ZERO);
    let weeks = (0..evaluator.weeks()).filter(|_| pins).map(|week| all_work(evaluator, week));
    most.saturating_add(weeks.max().unwrap_or(Money::ZERO))
}

/// What more is paid at most where no visit of a job is planned.
fn of_job(evaluator: &CostEvaluator<'_>, job: JobId) -> Money {
    let visits = evaluator.visits_of(job);
    let Some(&first) = visits.first() else { return Money::ZERO };
    let own = evaluator.visit(first);
    let further = evaluator.site_links(own.site).further_crew;
    let change = |job: JobId| {
        let dearest = |prices: &[Money]| prices.iter().copied().max().unwrap_or(Money::ZERO);
        let terms = evaluator.terms(job).cheapest.as_ref();
        terms.map_or(Money::ZERO, |terms| (dearest(&terms.prices) + terms.missing) * i64::from(terms.paid))
    };
    (own.unassigned_penalty + further) * visits.len() as i64 + change(job)
}

/// What the visits of a job cost at most, each in a shift of its own.
fn dearest_place(evaluator: &CostEvaluator<'_>, job: JobId) -> Money {
    let late = evaluator.late();
    let late = (late.minute + late.worst_minute) * i64::from(brigade_model::model::DAY);
    let price = |visit| {
        let place = evaluator.visit(visit).place;
        let mut roads = vec![None; evaluator.instance().crews.len()];
        let shifts = evaluator.shift_ids().filter(|&shift| evaluator.allowed(visit, shift));
        let cost = shifts.map(|shift| {
            let (costs, base) = (evaluator.route_costs(shift), evaluator.base(shift));
            let legs = || [evaluator.leg_of(shift, base, place), evaluator.leg_of(shift, place, base)];
            let legs = *roads[evaluator.crew(shift).index()].get_or_insert_with(legs);
            let road = legs.map(|leg| evaluator.travel_cost(shift, leg)).into_iter().sum::<Money>();
            let overtime = costs.overtime_minute * i64::from(costs.overtime.min(MOST_OVERTIME));
            evaluator.visit_cost(visit, shift) + road + costs.used + overtime + late
        });
        cost.max().unwrap_or(Money::ZERO)
    };
    evaluator.visits_of(job).iter().map(|&visit| price(visit)).fold(Money::ZERO, Money::saturating_add)
}

/// No shift has more minutes of overtime.
const MOST_OVERTIME: i32 = brigade_model::model::DAY;

/// What it costs where one crew does all work of a week.
fn all_work(evaluator: &CostEvaluator<'_>, week: usize) -> Money {
    let asked = evaluator.instance().service_asked().min(i64::from(i32::MAX / 2));
    evaluator.week(week).service_cost(asked as i32)
}

/// By job: the first of the jobs that it is chained to, waiting, waited for or linked, directly or not.
fn chains(instance: &Instance, evaluator: &CostEvaluator<'_>) -> Vec<JobId> {
    let mut chains: Vec<Option<JobId>> = vec![None; instance.jobs.len()];
    for first in instance.job_ids() {
        let mut reached = vec![first];
        while let Some(job) = reached.pop() {
            if chains[job.index()].is_none() {
                chains[job.index()] = Some(first);
                reached.extend(evaluator.terms(job).after.iter().chain(evaluator.successors(job)));
                // Whoever is one crew too many on a site may do several of its jobs.
                let limit = evaluator.site_links(instance.jobs[job].site).limit.as_ref();
                reached.extend(limit.iter().flat_map(|(_, visits)| visits).map(|&visit| evaluator.visit(visit).job));
                reached.extend(evaluator.linked(job));
            }
        }
    }
    chains.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use brigade_model::model::Sketch;
    use brigade_model::rules::RULES;
    use brigade_model::units::Decimal;

    #[test]
    fn a_chain_of_jobs_is_at_stake_as_a_whole() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (3.0, 4.0));
        (sketch.parts.settings.unassigned_hour, sketch.parts.settings.second_crew) = (Decimal::ZERO, Decimal::ZERO);
        let euros = |sketch: &Sketch| {
            let instance = sketch.instance();
            CostEvaluator::new(&instance, RULES).at_stake().to_f64()
        };
        let penalty = 400.0 * f64::from(sketch.job("roof", 60).priority);
        assert_eq!(euros(&sketch), penalty);
        sketch.job("gutter", 30).visits = 2;
        assert_eq!(euros(&sketch), 2.0 * penalty);
        sketch.job("paint", 30).after = vec![JobId::new(1), JobId::new(0)];
        assert_eq!(euros(&sketch), 4.0 * penalty);
    }
}
