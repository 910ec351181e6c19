//! Home health care as an instance: every caregiver is a crew, every service a job, and the second service of a patient goes
//! with the first.

use std::collections::BTreeSet;

use super::case::{PublicCase, PublicVisit, check_size, one_day, visits};
use super::convention::{NOISE, no_less, no_more};
use crate::error::InvalidInput;
use crate::files::public::{HomeCare, Patient};
use crate::model::{
    Crew, Instance, Job, JobId, Lag, Leg, Parts, PlaceId, Plan, SameCrew, Settings, Site, SkillId, SkillNeed,
    Timetable, TravelMatrix,
};
use crate::rules::Rule;
use crate::rules::{calendar, duplicate, km, lag, lateness, sequence, shift, skill, unassigned, unknown, window};
use crate::units::{Decimal, Metres, Minutes, Money};

/// The rules that count: abilities, services in step, and what travel and lateness cost.
const RULES: &[&dyn Rule] = &[
    &unknown::Unknown,
    &duplicate::Duplicate,
    &skill::Skill,
    &calendar::Calendar,
    &window::Window,
    &shift::ShiftRule,
    &sequence::Sequence,
    &lag::LagRule,
    &km::Km,
    &lateness::Lateness,
    &unassigned::Unassigned,
];

/// Units of the clock, and of distance, per unit of the file.
const UNITS: f64 = 1_000.0;
/// What a unit of the clock late costs, micro-euros; a unit of distance costs the same.
const MICROS: i64 = 2_200;
/// Penalty of a service left out, euros: more than any detour costs.
const EUROS_LEFT_OUT: i64 = 100_000;
/// What the objective is divided by: travel, all tardiness and the longest one are a third each.
const PARTS: f64 = 3.0;

/// A problem of home health care, ready to be solved.
#[derive(Clone, Debug)]
pub struct HomeCareCase {
    instance: Instance,
    problem: HomeCare,
    /// The patient and the service of each job.
    services: Vec<(usize, usize)>,
    /// Whether the units of the search state all distances exactly.
    exact: bool,
}

impl HomeCareCase {
    /// The problem of a file.
    ///
    /// # Errors
    ///
    /// Where it is too large for memory.
    pub fn new(name: &str, problem: HomeCare) -> Result<Self, InvalidInput> {
        let services: Vec<_> = problem
            .patients
            .iter()
            .enumerate()
            .flat_map(|(patient, own)| (0..own.services.len()).map(move |service| (patient, service)))
            .collect();
        check_size(name, problem.caregivers.len(), services.len(), 1)?;
        let is_whole = |leg: &f64| (leg * UNITS - (leg * UNITS).round()).abs() < NOISE;
        let exact = problem.distances.iter().flatten().all(is_whole);
        Ok(Self { instance: instance(name, &problem, &services), problem, services, exact })
    }

    /// The plan in which each caregiver gives some services, by job, at least at some times in the unit of the file; none where
    /// a caregiver or a service is unknown.
    pub fn plan(&self, routes: &[(String, Vec<(String, f64)>)]) -> Option<Plan> {
        use crate::model::{PlannedVisit, Route, Start};
        let route = |(caregiver, visits): &(String, Vec<(String, f64)>)| {
            let crew = self.instance.crews.iter().position(|crew| crew.id == *caregiver)?;
            let visit = |(name, start): &(String, f64)| {
                let job = self.instance.jobs.iter().position(|job| job.id == *name)?;
                Some(PlannedVisit { job: JobId::new(job), start: Start::At((start * UNITS).round() as Minutes) })
            };
            let visits = visits.iter().map(visit).collect::<Option<Vec<_>>>()?;
            Some(Route { date: self.instance.dates[0], crew: crew.into(), leave: None, visits })
        };
        Some(Plan::new(routes.iter().map(route).collect::<Option<_>>()?))
    }
}

impl PublicCase for HomeCareCase {
    fn instance(&self) -> &Instance {
        &self.instance
    }

    fn rules(&self) -> &'static [&'static dyn Rule] {
        RULES
    }

    fn size(&self) -> usize {
        self.services.len()
    }

    fn value(&self, plan: &Plan) -> String {
        let timetable = Timetable::new(&self.instance, plan);
        let (mut travel, mut late, mut worst) = (0.0, 0.0, 0.0_f64);
        for tour in &timetable.tours {
            let patients = tour.stops.iter().map(|stop| self.services[stop.job.index()].0 + 1);
            let places: Vec<_> = [0].into_iter().chain(patients).chain([0]).collect();
            travel += places.windows(2).map(|leg| self.problem.distances[leg[0]][leg[1]]).sum::<f64>();
            for stop in &tour.stops {
                let due = self.problem.patients[self.services[stop.job.index()].0].late_after;
                let minutes = (f64::from(stop.start) / UNITS - due).max(0.0);
                late += minutes;
                worst = worst.max(minutes);
            }
        }
        format!("{:.4}", (travel + late + worst) / PARTS)
    }

    fn bound(&self, cost: Money) -> String {
        let units = cost.0 as f64 / (MICROS * Money::PER_MICRO) as f64;
        let edges = self.services.len() + self.instance.crews.len();
        let rounded = if self.exact { 0.0 } else { 0.5 * edges as f64 };
        format!("{:.4}", ((units - rounded) / UNITS / PARTS * 1e4 + NOISE).floor() / 1e4)
    }

    fn visits(&self, plan: &Plan) -> Vec<PublicVisit> {
        let start = |tour: &crate::model::Tour, index: usize| f64::from(tour.stops[index].start) / UNITS;
        visits(&self.instance, plan, start, |job| self.instance.jobs[JobId::new(job)].id.clone())
    }
}

fn instance(name: &str, problem: &HomeCare, services: &[(usize, usize)]) -> Instance {
    let kinds: BTreeSet<&String> = problem
        .caregivers
        .iter()
        .flat_map(|caregiver| &caregiver.abilities)
        .chain(problem.patients.iter().flat_map(|patient| patient.services.iter().map(|service| &service.kind)))
        .collect();
    let kinds: Vec<&String> = kinds.into_iter().collect();
    let settings = Settings {
        // A metre stands for a unit of distance.
        cost_km: Decimal(MICROS * 1_000),
        late_minute: Decimal(MICROS),
        worst_late_minute: Decimal(MICROS),
        unassigned_visit: Decimal::whole(EUROS_LEFT_OUT),
        ..one_day()
    };
    // Nobody need work longer than one after the other would.
    let farthest = problem.distances.iter().flatten().copied().fold(0.0, f64::max);
    let latest = problem.patients.iter().map(|patient| patient.open + patient.lag.1).fold(0.0, f64::max);
    let each = problem.patients.iter().flat_map(|patient| &patient.services).map(|own| own.duration + farthest);
    let end = no_less((latest + each.sum::<f64>() + farthest).min(60_000.0), UNITS);
    let crews = problem.caregivers.iter().map(|caregiver| Crew {
        base: PlaceId::new(problem.patients.len()),
        levels: kinds.iter().map(|kind| u8::from(caregiver.abilities.contains(*kind))).collect(),
        start: 0,
        end,
        days: [true; 7],
        ..Crew::plain(caregiver.id.clone(), (0.0, 0.0))
    });
    let jobs = services.iter().enumerate().map(|(index, &(patient, service))| {
        let own = &problem.patients[patient];
        let (wanted, first) = (&own.services[service], JobId::new(index - service.min(index)));
        let kind = kinds.binary_search(&&wanted.kind).expect("every kind is listed");
        Job {
            open: Some(no_less(own.open, UNITS)),
            close: Some(end),
            late_after: Some(no_more(own.late_after, UNITS)),
            priority: 1,
            same_crew: SameCrew::No,
            skills: vec![SkillNeed::one(SkillId::new(kind), 1)],
            with: (service > 0).then(|| Lag {
                job: first,
                least: no_less(own.lag.0, UNITS),
                most: no_more(own.lag.1, UNITS),
            }),
            ..Job::plain(job_name(own, service), patient, no_less(wanted.duration, UNITS).max(1))
        }
    });
    // Distances begin with the depot, places end with it.
    let places: Vec<usize> = (1..=problem.patients.len()).chain([0]).collect();
    let leg = |from: usize, to: usize| {
        let length = problem.distances[from][to];
        Leg { metres: (length * UNITS).round() as Metres, minutes: no_less(length, UNITS) }
    };
    let legs = places.iter().flat_map(|&from| places.iter().map(move |&to| leg(from, to)));
    let travel = TravelMatrix::new(places.len(), legs.collect());
    Instance::new(Parts {
        crews: crews.collect(),
        jobs: jobs.collect(),
        sites: problem.patients.iter().enumerate().map(site).collect(),
        skills: kinds.iter().map(|kind| kind.to_string()).collect(),
        ..Parts::plain(name, settings, travel)
    })
}

fn job_name(patient: &Patient, service: usize) -> String {
    format!("{}/{}", patient.id, patient.services[service].kind)
}

fn site((index, patient): (usize, &Patient)) -> Site {
    Site::plain(patient.id.clone(), PlaceId::new(index), patient.at)
}
