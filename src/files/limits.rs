//! Refuses instances whose sums could leave the range of money: prices by mistake, mostly.

use super::issues::{Issues, Spot};
use super::settings;
use crate::model::{Instance, Job, JobId, PlaceId};
use crate::units::Decimal;

/// Euros that a whole plan may cost at most; the range of money is three times as wide.
const MOST: f64 = 1e9;
/// Metres of the longest leg; more than from one corner of the largest plane to the other.
const LONGEST_LEG: i32 = 300_000_000;
/// Minutes of the longest leg.
const SLOWEST_LEG: i32 = 10_000_000;

/// Euros that a plan of the instance may come to, by the setting that drives them.
struct Worst {
    setting: &'static str,
    value: Decimal,
    euros: f64,
}

/// Reports what makes legs or costs larger than can be counted.
pub fn check(instance: &Instance, issues: &mut Issues) {
    let spot = |column| Spot { file: settings::FILE, line: None, column };
    let (metres, minutes) = longest(instance);
    if metres > LONGEST_LEG {
        issues.error(spot("travel.detour"), instance.settings.detour, "the longest way is above 300000 km; write less");
    }
    if minutes > SLOWEST_LEG {
        let speed = instance.settings.speed_kmh.to_f64();
        issues.error(
            spot("travel.speed_kmh"),
            speed,
            "the longest way takes more than ten million minutes; write more",
        );
    }
    check_costs(instance, issues);
}

/// Reports the setting that weighs most where the worst plan would cost more than can be counted.
fn check_costs(instance: &Instance, issues: &mut Issues) {
    let worst = worst(instance);
    let total: f64 = worst.iter().map(|each| each.euros).sum();
    if total <= MOST {
        return;
    }
    if let Some(most) = worst.iter().max_by(|a, b| a.euros.total_cmp(&b.euros)) {
        let advice = format!("a plan could cost {total:.0} euros with this, more than can be counted; write less");
        let spot = Spot { file: settings::FILE, line: None, column: most.setting };
        issues.error(spot, most.value.to_f64(), advice);
    }
}

fn worst(instance: &Instance) -> Vec<Worst> {
    let jobs = of_jobs(instance).into_iter().chain(of_visits(instance));
    jobs.chain(of_roads(instance)).chain(of_shifts(instance)).collect()
}

fn cost(setting: &'static str, value: Decimal, times: f64) -> Worst {
    Worst { setting, value, euros: value.to_f64() * times }
}

/// Everything left out, and late.
fn of_jobs(instance: &Instance) -> [Worst; 4] {
    let settings = &instance.settings;
    let days = instance.dates.len() as f64 + 1.0;
    let sum = |of: &dyn Fn(&Job) -> f64| -> f64 {
        let visits = |job: JobId| f64::from(instance.visits_asked(job));
        JobId::enumerate(&instance.jobs).map(|(index, job)| visits(index) * of(job)).sum()
    };
    let priority = |job: &Job| f64::from(job.priority);
    [
        cost("weights.unassigned_visit", settings.unassigned_visit, sum(&priority)),
        cost(
            "weights.unassigned_hour",
            settings.unassigned_hour,
            sum(&|job| priority(job) * f64::from(job.duration) / 60.0),
        ),
        cost("weights.late_day", settings.late_day, sum(&|job| priority(job) * days)),
        cost("weights.risk_day", settings.risk_day, sum(&|job| job.delay_risk.to_f64() * days)),
    ]
}

/// Every visit made, asked for or in today's schedule, in the worst way.
fn of_visits(instance: &Instance) -> [Worst; 7] {
    let settings = &instance.settings;
    let visits = visits(instance);
    let skills = instance.jobs.iter().map(|job| job.skills.len()).max().unwrap_or(0) as f64;
    let minutes = f64::from(longest(instance).1);
    let weeks = (instance.crews.len() * instance.weeks.len()) as f64;
    let hours = (instance.service_asked() as f64 / 60.0).min(7.0 * 24.0);
    [
        cost("weights.long_trip_minute", settings.long_trip_minute, visits * minutes),
        cost("weights.change_crew", settings.change_crew, visits),
        cost("weights.change_day", settings.change_day, visits),
        cost("weights.second_crew", settings.second_crew, visits),
        cost("weights.preference", settings.preference, visits * 20.0),
        cost("weights.overskill", settings.overskill, visits * skills * 8.0),
        cost("weights.overload", settings.overload, weeks * hours * hours),
    ]
}

/// Every visit with two of the longest legs.
fn of_roads(instance: &Instance) -> [Worst; 2] {
    let settings = &instance.settings;
    let legs = 2.0 * visits(instance);
    let (metres, minutes) = longest(instance);
    let per_km = instance.crews.iter().map(|crew| crew.cost_km.unwrap_or(settings.cost_km)).max().unwrap_or_default();
    let people = f64::from(instance.crews.iter().map(|crew| crew.people(None)).max().unwrap_or(0));
    let of_crews = instance.crews.iter().filter_map(|crew| crew.cost_hour).max().unwrap_or_default();
    let shared = settings.cost_hour.to_f64() * people;
    let per_hour = Decimal::nearest(of_crews.to_f64().max(shared).min(1e12));
    [
        cost("costs.km", per_km, legs * f64::from(metres) / 1_000.0),
        cost("costs.hour", per_hour, legs * f64::from(minutes) / 60.0),
    ]
}

/// Every shift used, with a day of overtime.
fn of_shifts(instance: &Instance) -> [Worst; 2] {
    let people: f64 = instance.shifts.iter().map(|shift| f64::from(shift.people)).sum();
    let per_day = instance.crews.iter().map(|crew| crew.cost_day).max().unwrap_or_default();
    [
        cost("costs.overtime_hour", instance.settings.cost_overtime_hour, people * 24.0),
        cost("cost_day", per_day, instance.shifts.len() as f64),
    ]
}

fn visits(instance: &Instance) -> f64 {
    let asked: u64 = instance.job_ids().map(|job| u64::from(instance.visits_asked(job))).sum();
    let current = instance.current.as_ref().map_or(0, |plan| plan.visits().count());
    asked as f64 + current as f64
}

/// The longest leg between a base and a place in metres, and in minutes.
fn longest(instance: &Instance) -> (i32, i32) {
    let places = PlaceId::range(instance.travel.places());
    let bases = instance.crews.iter().map(|crew| crew.base);
    let legs = bases.flat_map(|base| places.clone().map(move |place| instance.travel.leg(base, place)));
    legs.fold((0, 0), |(metres, minutes), leg| (metres.max(leg.metres), minutes.max(leg.minutes)))
}
