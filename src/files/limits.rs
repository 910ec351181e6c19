//! Refuses figures from which sums could leave their range: slips of the pen, mostly.

use std::cmp::Reverse;
use std::path::Path;

use super::columns::{CREWS, DISTANCES, JOBS, PLACES};
use super::issues::{InputPosition, Issues};
use super::settings::Lines;
use super::tables::Tables;
use crate::error::Message;
use crate::model::{CrewId, Instance, JobId, Leg, PlaceId, Plan, SETTINGS};
use crate::rules::{LegMeasure, PlanSize, PriceOwner, RULES, WorstCost};
use crate::units::Decimal;

/// Euros that a whole plan may cost at most; the range of money is three times as wide.
const MOST: f64 = 1e9;
/// Euros that a plan that was written may cost at most: its visits may start later than those of any plan of an instance.
const MOST_OF_PLAN: f64 = 2e9;
/// Euros that a plan may save in a year at most.
const MOST_OF_YEAR: f64 = 3e9;
/// Weeks of any year.
const WEEKS: Decimal = Decimal::whole(53);
/// Metres of the longest leg; more than from one corner of the largest plane to the other.
const LONGEST_LEG: i32 = 300_000_000;
/// Minutes of the longest leg.
const SLOWEST_LEG: i32 = 10_000_000;
/// Minutes that all visits of a plan may take, one after the other, with the slowest leg before and behind each.
const MOST_MINUTES: f64 = 5e8;
/// What all visits of a plan may load at most; the range of loads is twice as wide.
const HEAVIEST: f64 = 4e12;
/// A leg that is long, but no slip of the pen: metres and minutes.
const LONG: Leg = Leg { metres: 1_000_000, minutes: 1_440 };
/// A price that is high, but no slip of the pen, in euros.
const DEAR: f64 = 1_000.0;

/// Reports the figures that make legs, times, loads or costs larger than can be counted, whatever the plan.
pub fn check(instance: &Instance, tables: &Tables, lines: &Lines, issues: &mut Issues) {
    let size = PlanSize::new(instance);
    let mut limits = Limits { instance, tables, lines, size: &size, issues };
    let legs_are_counted = limits.check_legs();
    limits.check_loads();
    if legs_are_counted {
        limits.check_costs();
    }
}

/// Reports a written plan with so many visits, or so far away in time, that it could cost more than can be counted.
pub fn check_plan(instance: &Instance, plan: &Plan, file: &Path, issues: &mut Issues) {
    let size = PlanSize::new(instance).with(plan);
    let worst: f64 = RULES.iter().flat_map(|rule| rule.worst(instance, &size)).map(|worst| worst.euros()).sum();
    if worst > MOST_OF_PLAN || minutes(&size) > MOST_MINUTES || loads(&size) > HEAVIEST {
        let advice = Message::PlanTooLarge { visits: plan.visits().count() };
        issues.error(InputPosition::file(&file.display().to_string()), "", advice);
    }
}

fn minutes(size: &PlanSize) -> f64 {
    60.0 * size.service() + size.legs() * f64::from(size.slowest.0.minutes)
}

fn loads(size: &PlanSize) -> f64 {
    size.over_visits(|job| job.load.to_f64())
}

struct Limits<'l> {
    instance: &'l Instance,
    tables: &'l Tables,
    lines: &'l Lines,
    size: &'l PlanSize<'l>,
    issues: &'l mut Issues,
}

impl Limits<'_> {
    /// Whether the legs, and the times that they add up to, can be counted.
    fn check_legs(&mut self) -> bool {
        let (metres, (Leg { minutes: slow, .. }, slowest)) = (self.size.longest.0.metres, self.size.slowest);
        if metres > LONGEST_LEG {
            let detour = self.instance.settings.detour;
            self.setting(SETTINGS.detour.name, detour, Message::WayTooLong);
        } else if slow > SLOWEST_LEG {
            self.too_slow(slowest);
        } else if minutes(self.size) > MOST_MINUTES {
            self.leg(LegMeasure::Minutes, slowest, Message::VisitsTooSlow);
        } else {
            return true;
        }
        false
    }

    /// Reports the slowest crew where it alone makes a way too slow, else the setting.
    fn too_slow(&mut self, way: [PlaceId; 2]) {
        let crews = CrewId::enumerate(&self.instance.crews);
        let slowest = crews.min_by_key(|&(index, crew)| (crew.speed, index));
        match slowest.filter(|_| self.instance.travel.leg(way[0], way[1]).minutes <= SLOWEST_LEG) {
            Some((index, crew)) => {
                let row = &self.tables.crews.rows[index.index()];
                let position = self.tables.crews.position(row, &CREWS.speed);
                self.issues.error(position, crew.speed.to_f64(), Message::CrewTooSlow);
            }
            None => {
                let speed = self.instance.settings.speed_kmh.to_f64();
                self.setting(SETTINGS.speed_kmh.name, speed, Message::WayTooSlow);
            }
        }
    }

    fn check_loads(&mut self) {
        if loads(self.size) <= HEAVIEST {
            return;
        }
        let heaviest = JobId::enumerate(&self.instance.jobs).max_by_key(|&(index, job)| (job.load, Reverse(index)));
        if let Some((index, job)) = heaviest {
            let row = &self.tables.jobs.rows[index.index()];
            let position = self.tables.jobs.position(row, &JOBS.load);
            self.issues.error(position, job.load.to_f64(), Message::LoadsTooHeavy);
        }
    }

    /// Reports the figure that weighs most where the worst plan would cost more than can be counted, or the worst year.
    fn check_costs(&mut self) {
        let (instance, size) = (self.instance, self.size);
        let worst = RULES.iter().map(|rule| (rule.about().cash, rule.worst(instance, size)));
        let (mut total, mut cash, mut all) = (0.0, 0.0, Vec::new());
        for (is_cash, costs) in worst {
            let euros: f64 = costs.iter().map(WorstCost::euros).sum();
            total += euros;
            cash += if is_cash { euros } else { 0.0 };
            all.extend(costs);
        }
        let most = all.iter().max_by(|a, b| a.euros().total_cmp(&b.euros()));
        if let (Some(most), true) = (most, total > MOST) {
            self.blame(most, total);
        }
        let weeks = instance.settings.weeks_per_year;
        if weeks > WEEKS && cash * weeks.to_f64() > MOST_OF_YEAR {
            self.setting(SETTINGS.weeks_per_year.name, weeks.to_f64(), Message::YearTooLong);
        }
    }

    /// Reports a price, or the leg that it is paid for where that is further from what is usual.
    fn blame(&mut self, worst: &WorstCost, total: f64) {
        let (leg, places, usual) = match worst.per {
            Some(LegMeasure::Metres) => (self.size.longest.0.metres, self.size.longest.1, LONG.metres),
            Some(LegMeasure::Minutes) => (self.size.slowest.0.minutes, self.size.slowest.1, LONG.minutes),
            None => (0, [PlaceId::new(0); 2], 1),
        };
        let (total, price, name) = (format!("{total:.0}"), worst.price, worst.name);
        let advice = match worst.per {
            None => Message::TooDear { total },
            Some(LegMeasure::Metres) => Message::TooDearByKm { total, price, name, leg },
            Some(LegMeasure::Minutes) => Message::TooDearByMinutes { total, price, name, leg },
        };
        if let Some(measure) = worst.per.filter(|_| f64::from(leg) / f64::from(usual) > price.to_f64() / DEAR) {
            return self.leg(measure, places, advice);
        }
        match worst.owner {
            PriceOwner::Crew(crew) => {
                let crews = &self.tables.crews;
                let row = &crews.rows[crew.index()];
                let columns = [&CREWS.cost_km, &CREWS.cost_hour];
                let column = columns.into_iter().find(|column| column.name() == worst.name);
                let position =
                    column.map_or_else(|| crews.position(row, &CREWS.cost_day), |column| crews.position(row, column));
                self.issues.error(position, worst.price.to_f64(), advice);
            }
            PriceOwner::Job(job) => {
                let jobs = &self.tables.jobs;
                let position = jobs.position(&jobs.rows[job.index()], &JOBS.subcontract);
                self.issues.error(position, worst.price.to_f64(), advice);
            }
            PriceOwner::Setting => self.setting(worst.name, worst.price.to_f64(), advice),
        }
    }

    /// Reports a setting where it stands, or its file where it is not stated.
    fn setting(&mut self, name: &'static str, value: f64, advice: Message) {
        let position = self.lines.position(name);
        self.issues.error(position, value, advice);
    }

    /// Reports a leg where distances.csv states it, else the place of work at its end.
    fn leg(&mut self, measure: LegMeasure, places: [PlaceId; 2], advice: Message) {
        let (instance, tables) = (self.instance, self.tables);
        let [from, to] = places.map(|place| self.ids(place));
        if let Some(rows) = &tables.distances {
            let is_leg = |own: &Option<String>, ids: &[&str]| own.as_deref().is_some_and(|own| ids.contains(&own));
            let states = |ends: [&[&str]; 2]| {
                rows.rows.iter().find(|row| is_leg(&row.values.from, ends[0]) && is_leg(&row.values.to, ends[1]))
            };
            if let Some(row) = states([&from, &to]).or_else(|| states([&to, &from])) {
                let (column, value) = match measure {
                    LegMeasure::Metres => (&DISTANCES.km, &row.values.km),
                    LegMeasure::Minutes => (&DISTANCES.minutes, &row.values.minutes),
                };
                let value = value.map_or(String::new(), |value| value.decimal().to_f64().to_string());
                return self.issues.error(rows.position(row, column), value, advice);
            }
        }
        let place = places.into_iter().find(|place| place.index() < instance.sites.len()).unwrap_or(places[1]);
        let leg = instance.travel.leg(places[0], places[1]);
        let (from, to, km, minutes) = (from.join(" "), to.join(" "), leg.metres / 1_000, leg.minutes);
        let advice = Message::OfWay { from, to, km, minutes, advice: advice.boxed() };
        let row = &tables.sites.rows[place.index()];
        let (column, value) =
            if instance.origin.planar { (&PLACES.x, row.values.place.x) } else { (&PLACES.lat, row.values.place.lat) };
        self.issues.error(tables.sites.position(row, column), value.unwrap_or_default(), advice);
    }

    /// The ids that a place has.
    fn ids(&self, place: PlaceId) -> Vec<&str> {
        let sites = self.instance.sites.iter().filter(|site| site.place == place).map(|site| site.id.as_str());
        let crews = self.instance.crews.iter().filter(|crew| crew.base == place).map(|crew| crew.id.as_str());
        sites.chain(crews).collect()
    }
}
