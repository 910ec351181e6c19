//! Tasks at fixed times as an instance: every worker is a crew, nobody travels, and each shift used costs the same.

use super::case::{PublicCase, PublicVisit, check_size, one_day, visits};
use crate::error::InvalidInput;
use crate::eval::fewest_shifts;
use crate::files::public::FixedTasks;
use crate::model::{Crew, CrewId, Instance, Job, Leg, Parts, PlaceId, Plan, SameCrew, Settings, Site, TravelMatrix};
use crate::rules::Rule;
use crate::rules::{calendar, crew_choice, days, duplicate, sequence, shift, unassigned, unknown, window};
use crate::solve::Strategy;
use crate::units::{Decimal, Minutes, Money};

/// The rules that count: who can do a task, its time, and the shifts used.
const RULES: &[&dyn Rule] = &[
    &unknown::Unknown,
    &duplicate::Duplicate,
    &crew_choice::CrewChoice,
    &calendar::Calendar,
    &window::Window,
    &shift::ShiftRule,
    &sequence::Sequence,
    &days::Days,
    &unassigned::Unassigned,
];

/// What a used shift costs, euros.
const EUROS_A_SHIFT: i64 = 1_000;
/// What it costs to leave a task out, euros: more than a shift.
const EUROS_LEFT_OUT: i64 = 10_000;

/// Tasks at fixed times, ready to be planned.
#[derive(Clone, Debug)]
pub struct FixedTaskCase {
    instance: Instance,
}

impl FixedTaskCase {
    /// The problem of a file.
    ///
    /// # Errors
    ///
    /// Where it is too large for memory.
    pub fn new(name: &str, problem: &FixedTasks) -> Result<Self, InvalidInput> {
        check_size(name, problem.able.len(), problem.tasks.len(), 1)?;
        Ok(Self { instance: instance(name, problem) })
    }
}

impl PublicCase for FixedTaskCase {
    fn instance(&self) -> &Instance {
        &self.instance
    }

    fn rules(&self) -> &'static [&'static dyn Rule] {
        RULES
    }

    fn size(&self) -> usize {
        self.instance.jobs.len()
    }

    fn strategy(&self) -> Option<Strategy> {
        Some(Strategy::ShiftsFirst)
    }

    fn value(&self, plan: &Plan) -> String {
        plan.routes.iter().filter(|route| !route.visits.is_empty()).count().to_string()
    }

    /// The most tasks at the same time.
    fn own_bound(&self) -> Option<String> {
        Some(fewest_shifts(&self.instance).to_string())
    }

    fn bound(&self, cost: Money) -> String {
        let shift = Money::euros(Decimal::whole(EUROS_A_SHIFT)).0.unsigned_abs();
        cost.0.max(0).unsigned_abs().div_ceil(shift).to_string()
    }

    fn visits(&self, plan: &Plan) -> Vec<PublicVisit> {
        visits(&self.instance, plan, |tour, index| f64::from(tour.stops[index].start), |job| job.to_string())
    }
}

fn instance(name: &str, problem: &FixedTasks) -> Instance {
    let settings = Settings { unassigned_visit: Decimal::whole(EUROS_LEFT_OUT), ..one_day() };
    let end = problem.tasks.iter().map(|&(_, end)| end as Minutes).max().unwrap_or(0);
    let crew = |worker: usize| Crew {
        start: 0,
        end,
        days: [true; 7],
        cost_day: Decimal::whole(EUROS_A_SHIFT),
        ..Crew::plain(worker.to_string(), (0.0, 0.0))
    };
    let job = |(index, &(start, end)): (usize, &(u32, u32))| Job {
        open: Some(start as Minutes),
        close: Some(start as Minutes),
        priority: 1,
        same_crew: SameCrew::No,
        not_crews: CrewId::range(problem.able.len())
            .filter(|&crew| problem.able[crew.index()].binary_search(&index).is_err())
            .collect(),
        ..Job::plain(index.to_string(), 0, (end - start) as Minutes)
    };
    let travel = TravelMatrix::new(1, vec![Leg { metres: 0, minutes: 0 }]);
    Instance::new(Parts {
        crews: (0..problem.able.len()).map(crew).collect(),
        jobs: problem.tasks.iter().enumerate().map(job).collect(),
        sites: vec![Site::plain("site", PlaceId::new(0), (0.0, 0.0))],
        ..Parts::plain(name, settings, travel)
    })
}
