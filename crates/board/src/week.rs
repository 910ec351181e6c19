//! A week: an instance with a plan that is timed and judged.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use brigade_model::judge::{Verdict, check};
use brigade_model::model::{
    CrewId, Instance, JobId, MOST_WAITS, Plan, PlannedVisit, Route, Start, Timetable, synchronised,
};
use brigade_model::rules::RULES;
use brigade_model::units::Minutes;
use brigade_solver::eval::{CompiledRules, CostEvaluator};
use chrono::NaiveDate;

/// The jobs of some crews' days, in order.
pub(crate) type Routes = BTreeMap<(NaiveDate, CrewId), Vec<JobId>>;

/// An instance with a plan, timed and judged.
#[derive(Clone)]
pub struct Week {
    /// The instance, which the weeks of many edits share.
    pub instance: Arc<Instance>,
    /// The plan: every visit as early as can be, every crew leaving as late as delays no visit.
    pub plan: Plan,
    /// What the judge says of it.
    pub verdict: Verdict,
    /// The rules as compiled for the instance, as often as they were needed at a time.
    compiled: Arc<Mutex<Vec<CompiledRules>>>,
}

impl Week {
    /// Times and judges a plan; the starts that it states do not count.
    pub fn new(instance: Instance, plan: &Plan) -> Self {
        let (plan, verdict) = judged(&instance, routes_of(plan));
        Self { instance: Arc::new(instance), plan, verdict, compiled: Arc::default() }
    }

    /// Another plan of the same instance.
    #[must_use]
    pub fn with_plan(&self, plan: &Plan) -> Self {
        let (plan, verdict) = judged(&self.instance, routes_of(plan));
        Self { instance: Arc::clone(&self.instance), plan, verdict, compiled: Arc::clone(&self.compiled) }
    }

    /// Does something with an evaluator of the instance. Its rules are compiled only where nobody has left them here.
    pub(crate) fn with_evaluator<T>(&self, act: impl FnOnce(&CostEvaluator<'_>) -> T) -> T {
        let kept = || self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        let left = kept().pop();
        let evaluator = match left {
            Some(compiled) => CostEvaluator::of_compiled(&self.instance, compiled),
            None => CostEvaluator::new(&self.instance, RULES),
        };
        let done = act(&evaluator);
        kept().push(evaluator.into_compiled());
        done
    }

    /// Whether another week is of the very same instance, so that what was proven for that holds here.
    pub fn shares_instance(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.instance, &other.instance)
    }

    /// The instance with the plan as its current schedule.
    pub fn as_current(&self) -> Instance {
        Instance::clone(&self.instance).with_current(Some(self.plan.clone()), self.instance.pins.clone())
    }

    /// The jobs of a crew on a date, in order.
    pub fn jobs(&self, crew: CrewId, date: NaiveDate) -> Vec<JobId> {
        let own = self.plan.routes.iter().find(|route| (route.crew, route.date) == (crew, date));
        own.map(|route| route.visits.iter().map(|visit| visit.job).collect()).unwrap_or_default()
    }

    /// The jobs of all routes.
    pub(crate) fn routes(&self) -> Routes {
        routes_of(&self.plan)
    }
}

/// Metres and minutes of travel of a tour over some jobs, the way home included; nothing for no job.
pub fn tour_length(instance: &Instance, crew: CrewId, jobs: &[JobId]) -> (i64, Minutes) {
    let (base, roads) = (instance.crews[crew].base, instance.travel_of(crew));
    let places = jobs.iter().map(|&job| instance.place(job)).chain((!jobs.is_empty()).then_some(base));
    let mut at = base;
    places.fold((0, 0), |(metres, minutes), place| {
        let leg = roads.leg(std::mem::replace(&mut at, place), place);
        (metres + i64::from(leg.metres), minutes + leg.minutes)
    })
}

fn routes_of(plan: &Plan) -> Routes {
    let mut routes = Routes::new();
    for (job, crew, date) in plan.visits() {
        routes.entry((date, crew)).or_default().push(job);
    }
    routes
}

/// The plan of some routes, timed, and what the judge says of it.
pub(crate) fn judged(instance: &Instance, routes: Routes) -> (Plan, Verdict) {
    let route = |((date, crew), jobs): ((NaiveDate, CrewId), Vec<JobId>)| {
        let visits = jobs.into_iter().map(|job| PlannedVisit { job, start: Start::Earliest }).collect();
        Route { date, crew, leave: None, visits }
    };
    let plan = synchronised(instance, Plan::new(routes.into_iter().map(route).collect()), MOST_WAITS);
    let plan = Timetable::new(instance, &plan).settled(instance);
    let verdict = check(instance, &plan);
    (plan, verdict)
}
