//! Service technicians as an instance: each is a crew with levels of skills, and a task that is outsourced is given to another
//! firm.

use super::case::{PublicCase, PublicVisit, bound_text, check_size, latest_starts, one_day, visits};
use super::convention::{no_less, no_more, straight, tour_length};
use crate::error::InvalidInput;
use crate::files::public::{Task, Technicians};
use crate::model::{
    Crew, Instance, Job, Leg, Parts, PlaceId, Plan, SameCrew, Settings, Site, SkillId, SkillNeed, Tour, TravelMatrix,
};
use crate::rules::Rule;
use crate::rules::{calendar, duplicate, km, sequence, shift, skill, subcontract, unassigned, unknown, window};
use crate::units::{Decimal, Metres, Money};

/// The rules that count: levels, times, and what travel and other firms cost.
const RULES: &[&dyn Rule] = &[
    &unknown::Unknown,
    &duplicate::Duplicate,
    &skill::Skill,
    &calendar::Calendar,
    &window::Window,
    &shift::ShiftRule,
    &sequence::Sequence,
    &km::Km,
    &subcontract::Subcontract,
    &unassigned::Unassigned,
];

/// Units of distance per unit of the file: fine enough that rounding does not hide what is proven.
const LENGTH: f64 = 100_000.0;
/// Units of the clock per unit of the file.
const TIME: f64 = 10_000.0;
/// What a unit of distance of the file costs, euros.
const EUROS: i64 = 1;

/// A problem of service technicians, ready to be solved.
#[derive(Clone, Debug)]
pub struct TechnicianCase {
    instance: Instance,
    problem: Technicians,
}

impl TechnicianCase {
    /// The problem of two files.
    ///
    /// # Errors
    ///
    /// Where it is too large for memory.
    pub fn new(name: &str, problem: Technicians) -> Result<Self, InvalidInput> {
        check_size(name, problem.levels.len(), problem.tasks.len(), 1)?;
        Ok(Self { instance: instance(name, &problem), problem })
    }

    fn length(&self, plan: &Plan) -> f64 {
        let tour = |route: &crate::model::Route| {
            let tasks = route.visits.iter().map(|visit| self.problem.tasks[visit.job.index()].node.at);
            tour_length(self.problem.depot.at, tasks)
        };
        plan.routes.iter().map(tour).sum()
    }
}

impl PublicCase for TechnicianCase {
    fn instance(&self) -> &Instance {
        &self.instance
    }

    fn rules(&self) -> &'static [&'static dyn Rule] {
        RULES
    }

    fn size(&self) -> usize {
        self.problem.tasks.len()
    }

    /// What is left out is outsourced.
    fn is_complete(&self, _missing: &[u32]) -> bool {
        true
    }

    fn value(&self, plan: &Plan) -> String {
        let mut outsourced = vec![true; self.problem.tasks.len()];
        plan.visits().for_each(|(job, ..)| outsourced[job.index()] = false);
        let paid = self.problem.tasks.iter().zip(outsourced).filter(|(_, outsourced)| *outsourced);
        format!("{:.4}", self.length(plan) + paid.map(|(task, _)| task.price).sum::<f64>())
    }

    fn bound(&self, cost: Money) -> String {
        let edges = self.problem.tasks.len() + self.problem.levels.len();
        // Each edge is rounded to a unit, each price to a micro-euro.
        let rounded = 0.5 * edges as f64 / LENGTH + self.problem.tasks.len() as f64 * 1e-6;
        bound_text(cost.to_f64() / EUROS as f64 - rounded)
    }

    fn visits(&self, plan: &Plan) -> Vec<PublicVisit> {
        let start = |tour: &Tour, index: usize| f64::from(latest_starts(&self.instance, tour)[index]) / TIME;
        visits(&self.instance, plan, start, |job| self.problem.tasks[job].node.id.to_string())
    }
}

fn instance(name: &str, problem: &Technicians) -> Instance {
    let settings = Settings { cost_km: Decimal((EUROS * 1_000 * Decimal::ONE) / LENGTH as i64), ..one_day() };
    let domains = problem.levels.first().map_or(0, Vec::len);
    let crews = problem.levels.iter().enumerate().map(|(index, levels)| Crew {
        base: PlaceId::new(problem.tasks.len()),
        levels: levels.clone(),
        start: no_less(problem.depot.open, TIME),
        end: no_more(problem.depot.close, TIME),
        days: [true; 7],
        ..Crew::plain((index + 1).to_string(), problem.depot.at)
    });
    let places: Vec<_> = problem.tasks.iter().map(|task| task.node.at).chain([problem.depot.at]).collect();
    let leg = |from: (f64, f64), to: (f64, f64)| {
        let length = straight(from, to);
        Leg { metres: (length * LENGTH).round() as Metres, minutes: no_less(length, TIME) }
    };
    let legs = places.iter().flat_map(|&from| places.iter().map(move |&to| leg(from, to)));
    let travel = TravelMatrix::new(places.len(), legs.collect());
    Instance::new(Parts {
        crews: crews.collect(),
        jobs: problem.tasks.iter().enumerate().map(job).collect(),
        sites: problem.tasks.iter().enumerate().map(site).collect(),
        skills: (1..=domains).map(|domain| format!("domain{domain}")).collect(),
        ..Parts::plain(name, settings, travel)
    })
}

fn job((index, task): (usize, &Task)) -> Job {
    let needs = task.least.iter().enumerate().filter(|&(_, &level)| level > 0);
    Job {
        open: Some(no_less(task.node.open, TIME)),
        close: Some(no_more(task.node.close, TIME)),
        priority: 1,
        same_crew: SameCrew::No,
        skills: needs.map(|(domain, &level)| SkillNeed::one(SkillId::new(domain), level)).collect(),
        subcontract: Some(Decimal::nearest(task.price * EUROS as f64)),
        ..Job::plain(task.node.id.to_string(), index, no_less(task.node.service, TIME).max(1))
    }
}

fn site((index, task): (usize, &Task)) -> Site {
    Site::plain(task.node.id.to_string(), PlaceId::new(index), task.node.at)
}
